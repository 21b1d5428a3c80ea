"""The Word file as another program opens it: LibreOffice shows, article by article, what our own pages show.

Skipped where LibreOffice is not installed (`apt-get install libreoffice-writer-nogui`).
"""

import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

from desktop.definitions.agreements.assembling import LanguageVersion
from desktop.services.agreements import packs, word
from desktop.store.records import Agreement
from tests.agreed import Agreed, agreed, agreed_folder, final_agreement
from tests.paper import page_texts
from tests.services.agreements.test_every_type import bare, is_there

__all__ = ["agreed", "agreed_folder", "final_agreement"]

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
pytestmark = pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")


def opened_elsewhere(docx: bytes, folder: Path) -> list[str]:
    """The text of each page as LibreOffice sets the file; its settings lie in the folder of the test alone."""
    file = folder / "agreement.docx"
    file.write_bytes(docx)
    settings = f"-env:UserInstallation={(folder / 'settings').as_uri()}"
    asked = (str(OFFICE), settings, "--headless", "--convert-to", "pdf", "--outdir", folder, file)
    done = subprocess.run(asked, check=False, capture_output=True, text=True, timeout=180)
    assert done.returncode == 0 and file.with_suffix(".pdf").exists(), done.stderr
    return page_texts(file.with_suffix(".pdf").read_bytes())


def words(page: str) -> str:
    """A page as it is compared: QtPdf marks the hyphen at the end of a line by U+FFFE."""
    return bare(page.replace("\ufffe", ""))


def running_text(pages: Sequence[str], furniture: str) -> str:
    """The words of the pages one after another, without what stands at the head and the foot of each."""
    return "".join(re.sub(furniture, "", words(page)) for page in pages)


def by_article(text: str, version: LanguageVersion) -> dict[str, str]:
    """What stands between the heading of each article and the next one, after the contents."""
    headings = [bare(f"{article.number}.{article.title}") for article in version.articles]
    ends = [*headings[1:], bare("En foi de quoi")]
    at = text.rindex(headings[0])
    articles = {}
    for article, heading, end in zip(version.articles, headings, ends, strict=True):
        at = text.index(heading, at)
        articles[article.clause] = text[at + len(heading) : text.index(end, at + len(heading))]
    return articles


def test_each_article_says_in_libreoffice_what_it_says_on_our_pages(
    agreed: Agreed, final_agreement: Agreement, tmp_path: Path
) -> None:
    composition = agreed.composition(final_agreement.id)
    version, reference = composition.assembled.in_language("fr"), bare(final_agreement.reference)
    own = page_texts(packs.make(agreed.office.work, final_agreement.id).pdf)
    ours = by_article(running_text(own, rf"{reference}/v1{bare(version.title)}|Page\d+sur.*?Paraphes"), version)
    shown = opened_elsewhere(word.written(agreed.office.work, final_agreement.id), tmp_path)
    theirs = by_article(running_text(shown, rf"{reference}\d+/{len(shown)}"), version)
    assert len(ours) > 30
    assert {clause: text for clause, text in theirs.items() if text != ours[clause]} == {}


def test_two_languages_stand_in_libreoffice_whole(agreed: Agreed, tmp_path: Path) -> None:
    final = agreed.final(("es", "en"))
    shown = words(" ".join(opened_elsewhere(word.written(agreed.office.work, final.id), tmp_path)))
    pack = words(" ".join(page_texts(packs.make(agreed.office.work, final.id).pdf)))
    for version in agreed.composition(final.id).assembled.versions:
        for article in version.articles:
            for numbered in article.paragraphs:
                for line in numbered.paragraph.text.split("\n"):
                    said = line.removeprefix("- ")
                    assert is_there(said, shown) and is_there(said, pack), f"{version.language} {numbered.number}"
        for annex in version.annexes:
            for cell in (str(cell) for row in annex.rows for cell in row):
                assert is_there(cell, shown), f"{version.language} annex {annex.code}: {cell}"
