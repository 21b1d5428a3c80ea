"""“From the scanner” at the pages that take files: chosen once, shown newest first, taken without a copy in the way."""

import os
from pathlib import Path

from desktop.base.progress import RunNow
from desktop.presenters.diligence.question import QuestionPresenter
from desktop.presenters.registry.partner import PartnerPresenter
from desktop.services.office import scanner
from tests.casework import Casework, work
from tests.exchanging import User, seated, user
from tests.foreign import saved, sound_pdf

__all__ = ["user", "work"]


def arrived(folder: Path, name: str, second: int, content: bytes = b"") -> Path:
    path = folder / name
    path.write_bytes(content or sound_pdf(name))
    os.utime(path, (second, second))
    return path


def test_the_folder_is_chosen_once_and_scans_become_evidence(work: Casework, user: User) -> None:
    seen = seated(QuestionPresenter(work.office, RunNow(), work.case.id, question="A01"), user)
    first, second = arrived(user.stick, "un.pdf", 1000), arrived(user.stick, "deux.pdf", 2000)
    arriving = arrived(user.stick, "trois.png", 3000, saved("netpbm.png")[:-40])
    panel = seen.scanner("A01")
    panel.open()
    assert scanner.folder(work.office.work) == user.stick
    assert [(line.path, line.is_offered) for line in panel.lines] == [(arriving, False), (second, True), (first, True)]
    panel.show(second)
    assert panel.picture.startswith(b"%PDF")
    panel.show(arriving)
    assert panel.picture == b""
    seen.attach("A01", panel.offered([first, second, arriving]))
    assert {piece.name for piece in seen.shown("A01").evidence} == {"un.pdf", "deux.pdf"}
    panel.look()
    assert [line.path for line in panel.lines] == [arriving] and panel.taken
    panel.show_taken(True)
    assert len(panel.lines) == 3 and first.exists() and second.exists()


def test_a_scan_becomes_a_paper_of_the_partner_with_a_title_that_is_taken_back(work: Casework, user: User) -> None:
    page = seated(PartnerPresenter(work.office, RunNow(), work.case.partner_id), user)
    page.papers.scanner.open()
    content = (scan := arrived(user.stick, "SCAN_0001.pdf", 1000)).read_bytes()
    page.papers.add([scan])
    (line,) = page.papers.lines
    page.edit_title(line.paper.id)
    page.save_title("Statuts")
    assert [line.paper.title for line in page.papers.lines] == ["Statuts"]
    page.take_back()
    assert [line.paper.title for line in page.papers.lines] == ["SCAN_0001"]
    page.remove_paper(line.paper.id)
    assert not page.papers.lines and page.undo is not None
    page.take_back()
    page.papers.open(line.paper.id)
    assert page.papers.opened.pdf is not None and page.papers.opened.pdf.startswith(b"%PDF")
    page.papers.opened.close()
    page.papers.search("statuts")
    assert not page.papers.lines
    scan.unlink()
    page.papers.save_copy(line.paper.id)
    assert scan.read_bytes() == content


def test_a_paper_of_the_partner_supports_a_question_and_a_word_file_is_saved_not_shown(
    work: Casework, user: User
) -> None:
    page = seated(PartnerPresenter(work.office, RunNow(), work.case.partner_id), user)
    letter = user.stick / "lettre.docx"
    letter.write_bytes(saved("writer.docx"))
    page.papers.add([letter])
    (line,) = page.papers.lines
    page.papers.open(line.paper.id)
    assert page.papers.opened.pdf is None and user.opens[-1].name == "lettre.docx"
    seen = seated(QuestionPresenter(work.office, RunNow(), work.case.id, question="A01"), user)
    assert line.paper.id in dict(seen.elsewhere("A01"))
    seen.use("A01", line.paper.id, True)
    (piece,) = seen.shown("A01").evidence
    assert (piece.digest, piece.case_id) == (line.paper.digest, work.case.id)
    assert line.paper.id not in dict(seen.elsewhere("A01")), "the evidence of the case stands for it"


def test_a_folder_that_went_is_said_in_the_panel(work: Casework, user: User) -> None:
    seen = seated(QuestionPresenter(work.office, RunNow(), work.case.id, question="A01"), user)
    panel = seen.scanner("A01")
    panel.open()
    user.stick.rmdir()
    panel.look()
    assert panel.problem is not None and panel.problem.code == "scanner-folder-gone" and not panel.lines
