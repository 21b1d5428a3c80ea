"""The handbook as it is read: the chapter of a section, what answers a search, the paper; and by the command."""

from pathlib import Path

import pytest

from desktop.base.progress import Progress, RunNow
from desktop.base.text import LANGUAGES, speak
from desktop.definitions.handbook import handbook
from desktop.office import Office
from desktop.presenters.office.handbook import HandbookPresenter
from desktop.services.office.handbook import paper
from tests.commands.running import Run, run
from tests.offices import office, office_folder
from tests.paper import assert_archivable, page_texts

__all__ = ["office", "office_folder", "run"]


def test_a_section_opens_its_chapter_and_words_find_sections(office: Office) -> None:
    shown = HandbookPresenter(office, RunNow(), section="decision")
    assert shown.chapter.key == "decisions"
    assert len(shown.lines) == len(handbook("fr").sections) + len(handbook("fr").chapters)
    shown.look_for("ordinatuer vole")
    assert shown.lines[0].key == "lost_laptop" and not shown.nothing
    shown.look_for("zzqx")
    assert not shown.lines and "zzqx" in shown.nothing
    shown.look_for("")
    assert len(shown.lines) > 100
    shown.explain("sceau")
    assert shown.explanation.startswith("sceau")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_paper_has_every_section_and_is_the_same_each_time(
    language: str, office: Office, run: Run, tmp_path: Path
) -> None:
    written = tmp_path / "handbook.pdf"
    assert run("--language", language, "handbook", "--to", written)[0] == 0
    pages = page_texts(written.read_bytes())
    whole = " ".join(" ".join(pages).split())
    sections = handbook(language).sections.values()
    assert not [
        section.title for section in sections if " ".join(f"{section.number} {section.title}".split()) not in whole
    ]
    assert "¶22" in pages[-1] and 25 <= len(pages) <= 60
    speak(language)
    draft = HandbookPresenter(office, RunNow()).paper_draft()
    speak("fr")
    assert_archivable(written.read_bytes())
    assert written.read_bytes() == draft(Progress()) == paper(language).data


def test_a_file_of_another_name_is_refused(run: Run, tmp_path: Path) -> None:
    assert run("handbook", "--to", tmp_path / "handbook.docx")[0] == 1
    assert not list(tmp_path.iterdir())
