"""Files attached to a question: each judged for itself; what cannot be opened is said then and wherever it matters."""

from pathlib import Path

import pytest

from desktop.base.progress import RunNow
from desktop.base.text import speak
from desktop.presenters.diligence.hub import DiligencePresenter
from desktop.presenters.diligence.question import QuestionPresenter
from desktop.services.diligence import brief
from tests.casework import Casework, complete, work
from tests.foreign import CUT, PASSWORD, SOUND, UNUSABLE, SavedFile, saved, sound_pdf
from tests.paper import words_of
from tests.refusal import refused

__all__ = ["work"]


def page(work: Casework, question: str) -> QuestionPresenter:
    return QuestionPresenter(work.office, RunNow(), work.case.id, question=question)


def written(folder: Path, *names: str) -> list[Path]:
    """These files of others, on the disk under their names."""
    paths = []
    for name in names:
        path = folder / name
        path.write_bytes(UNUSABLE[name][0]() if name in UNUSABLE else saved(name))
        paths.append(path)
    return paths


def test_of_five_files_the_bad_one_is_named_and_the_others_are_kept(work: Casework, tmp_path: Path) -> None:
    seen = page(work, "A01")
    five = written(tmp_path, "writer.docx", "imagemagick.jpg", "facture.pdf", "libheif.heic", "mutt.eml")
    with refused("file-is-program") as caught:
        seen.attach("A01", five)
    said = f"{caught.value}"
    assert "facture.pdf" in said and "programme" in said and "4 autres fichiers ont été ajoutés" in said
    names = {piece.name for piece in seen.shown("A01").evidence}
    assert names == {"writer.docx", "imagemagick.jpg", "libheif.heic", "mutt.eml"}


def test_several_refused_files_are_named_one_by_one(work: Casework, tmp_path: Path) -> None:
    seen = page(work, "A01")
    (folder := tmp_path / "dossier").mkdir()
    paths = [folder, *written(tmp_path, "vide.pdf", "calc.xlsx", "ancien.doc"), tmp_path / "absent.pdf"]
    with refused("files-refused") as caught:
        seen.attach("A01", paths)
    lines = caught.value.text.splitlines()
    assert [name in line for name, line in zip(("dossier", "vide", "ancien", "absent"), lines, strict=True)] == [
        True
    ] * 4
    assert "L’autre fichier" in caught.value.remedy
    assert [piece.name for piece in seen.shown("A01").evidence] == ["calc.xlsx"]


def test_every_file_saved_by_another_program_is_kept(work: Casework, tmp_path: Path) -> None:
    seen = page(work, "A01")
    seen.attach("A01", written(tmp_path, *(stored.name for stored in SOUND)))
    kept = {piece.name: (piece.media_type, piece.flaw) for piece in seen.assessment.evidence}
    assert kept == {stored.name: (stored.kind, "") for stored in SOUND if _is_first(stored)}
    assert not seen.notice


def _is_first(stored: SavedFile) -> bool:
    """Of two files with the same bytes one is kept."""
    return stored.name == next(other.name for other in SOUND if other.content == stored.content)


@pytest.mark.parametrize("language", ["fr", "en", "es"])
def test_a_file_that_cannot_be_opened_is_said_to_be_so_when_it_is_attached(
    work: Casework, tmp_path: Path, language: str
) -> None:
    seen = page(work, "A01")
    try:
        speak(language)
        seen.attach("A01", written(tmp_path, "verrouille.pdf", "writer.pdf", "coupe.png"))
    finally:
        speak("fr")
    locked, cut = sorted(seen.notice.splitlines(), key=lambda line: "coupe.png" in line)
    word = {"fr": "mot de passe", "en": "password", "es": "contraseña"}[language]
    assert "verrouille.pdf" in locked and word in locked and "coupe.png" in cut
    flaws = {piece.name: piece.flaw for piece in seen.shown("A01").evidence}
    assert flaws == {"verrouille.pdf": PASSWORD, "writer.pdf": "", "coupe.png": CUT}


def test_a_wrong_ending_is_put_right_and_said(work: Casework, tmp_path: Path) -> None:
    seen = page(work, "A01")
    path = tmp_path / "scan.pdf"
    path.write_bytes(saved("netpbm.png"))
    seen.attach("A01", [path])
    assert "scan.png" in seen.notice
    assert [piece.name for piece in seen.shown("A01").evidence] == ["scan.png"]


def test_an_unopenable_document_is_among_what_is_missing_and_on_the_papers(work: Casework, tmp_path: Path) -> None:
    complete(work, tmp_path)
    question = next(one.id for one in work.office.definitions.form.questions if one.file and needed(work, one.id))
    seen = page(work, question)
    for piece in seen.shown(question).evidence:
        seen.use(question, piece.id, False)
    seen.attach(question, written(tmp_path, "verrouille.pdf"))
    hub = DiligencePresenter(work.office, RunNow(), work.case.id)
    (gap,) = [gap for gap in hub.gaps if gap.question == question]
    assert "ne s’ouvre pas" in gap.reason and not hub.unopenable
    places: list[dict[str, object]] = []
    hub.open_place = lambda key, /, **arguments: places.append(arguments)
    hub.next_evidence()
    assert places == [{"case": work.case.id, "question": question}]
    assert "verrouille.pdf" in printed(work)
    sound = tmp_path / "copie.pdf"
    sound.write_bytes(sound_pdf())
    seen.attach(question, [sound])
    hub.refresh()
    assert not hub.gaps
    assert [(point.question, "verrouille.pdf" in point.reason) for point in hub.unopenable] == [(question, True)]
    assert "verrouille.pdf" in printed(work), "who decides still cannot open it"
    locked = next(piece for piece in seen.shown(question).evidence if piece.flaw)
    seen.use(question, locked.id, False)
    hub.refresh()
    assert not hub.gaps and not hub.unopenable and "verrouille.pdf" not in printed(work)


def needed(work: Casework, question: str) -> bool:
    return question in {id_ for section in work.file.review.sections for id_ in section.questions}


def printed(work: Casework) -> str:
    """The words of the brief."""
    return words_of(brief.pdf(work.office.work, work.case.id, "fr"))
