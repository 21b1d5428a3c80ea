"""A case with sixty questions and two hundred findings: its pages, an answer until its level shows, its dossier."""

import statistics
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer
from sqlalchemy import select

from desktop.base.progress import keep_loaded, release_loaded
from desktop.base.values import canonical, digest, today
from desktop.services import today as board_of_today
from desktop.services.demo import sound_answers
from desktop.services.diligence import dossier, findings, freezing, overview, seals
from desktop.services.diligence.authority import Deciders
from desktop.services.diligence.findings import FindingFacts
from desktop.services.registry import partner_persons
from desktop.store.records import Case, Decision, Partner, Partnership
from desktop.ui.frame.window import Window
from tests.agreed import Agreed, agreed, agreed_folder
from tests.bench.test_keystrokes import best
from tests.bench.test_places import milliseconds, shown, spent
from tests.casework import Casework, complete, work
from tests.makers import on
from tests.paper import page_texts
from tests.training import multiply, window_of

__all__ = ["agreed", "agreed_folder", "work"]
Say = Callable[[str], None]
FINDINGS = 200
DECIDED = 400


@pytest.fixture
def grave(work: Casework, tmp_path: Path) -> Casework:
    """A case answered whole, with findings at every question that they may touch."""
    complete(work, tmp_path)
    office, touched = work.office, findings.may_touch(work.office.definitions.form, work.file)
    for number in range(FINDINGS):
        facts = FindingFacts(
            question=touched[number % len(touched)],
            text=f"Fait numéro {number}, vu à Dakar.",
            source="Le Quotidien",
            status="rumour" if number % 2 else "allegation",
            credibility="reliable",
            scale=1 + number % 2,
        )
        findings.add(on(office, today()), work.case.id, facts)
    return work


@pytest.fixture
def window(grave: Casework, qapp: QApplication) -> Iterator[Window]:
    """The office of that case in a window."""
    with window_of(grave.office, qapp, QSize(1366, 720)) as made:
        keep_loaded()
        yield made
        release_loaded()


def test_a_new_level_is_on_the_screen_soon_after_the_key(grave: Casework, window: Window, tell: Say) -> None:
    """Floor: the same key on a page of a question whose answer was given already. The target is 30 ms."""
    shown(window, "question", {"case": grave.case.id, "question": "B02"})
    page = window.view
    assert page is not None
    rows = page.boxes["B02"].control.shown["choice"].choice
    first, last = sound_answers.mildest(page.boxes["B02"].question), "in_force"

    def choose(key: str) -> float:
        return milliseconds(lambda: press(rows.buttons[key]))

    def press(button: object) -> None:
        button.setFocus()  # type: ignore[attr-defined]
        QTest.keyClick(button, Qt.Key.Key_Space)  # type: ignore[call-overload]
        QApplication.processEvents()

    took, levels = [], set()
    for turn in range(10):
        took.append(choose(first if turn % 2 else last))
        levels.add(page.presenter.review.inherent)
    floor = statistics.median(choose(first) for _turn in range(5))
    new = statistics.median(took)
    tell(
        f"a key until the new level shows, {len(page.presenter.order)} questions and {FINDINGS} findings: {new:.1f} ms "
        f"(target 30), {new / floor:.1f} x a key that changes nothing ({floor:.1f} ms); levels met: {len(levels)}"
    )
    assert len(levels) == 2 and new <= 40 * floor


def test_the_pages_of_a_grave_case_open_at_once(grave: Casework, window: Window, tell: Say) -> None:
    """Floor: Today of the same window. The targets are 100 ms for the case and 50 ms for any page of it."""
    case, took = {"case": grave.case.id}, {}
    floor, _turn = spent(window, "partners", {})
    for place, more in (
        *(("diligence", {}), ("question", {"question": "A01"}), ("question", {"question": "E02"})),
        *(("question", {"question": "C06"}), ("answers", {}), ("findings", {}), ("risks", {}), ("coverage", {})),
        *(("finding", {}), ("screening", {}), ("company_form", {})),
    ):
        took[" ".join((place, *more.values()))], _later = spent(window, place, {**case, **more})
    for name, time_taken in took.items():
        tell(f"  {name:20} {time_taken:6.1f} ms {time_taken / floor:5.1f} x the list of partners")
    assert took["diligence"] <= 12 * floor
    assert max(took.values()) <= 12 * floor


def test_who_decides_is_a_small_part_of_a_page(grave: Casework, tell: Say) -> None:
    """Floor: the case itself, which the page needs."""
    office = grave.office

    def deciders() -> None:
        with office.store.read() as session:
            case = session.get_one(Case, grave.case.id)
            Deciders(session, office.work, [case]).deciders_of(case)

    whole, part = best(lambda: overview.read(office.work, grave.case.id)), best(deciders)
    tell(f"a case read for a page {whole:.1f} ms, of which who decides {part:.1f} ms")
    assert part <= whole / 2


def test_a_dossier_of_thirty_pages(grave: Casework, tell: Say) -> None:
    """Floor: ReportLab alone setting the same words one after the other. The target is 1.5 s for 30 pages."""
    made: list[bytes] = []
    took = best(lambda: made.append(dossier.pdf(grave.office.work, grave.case.id, "fr")), 3)
    pages = page_texts(made[-1])
    words = [line for page in pages for line in page.splitlines() if line.strip()]
    body = getSampleStyleSheet()["BodyText"]

    def plain() -> None:
        rows = [part for text in words for part in (Paragraph(escape(text), body), Spacer(0, 4))]
        SimpleDocTemplate(BytesIO()).build(rows)

    floor = best(plain, 3)
    tell(
        f"dossier of {len(pages)} pages: {took:.0f} ms, {took / len(pages) * 30:.0f} ms for 30 (target 1500), "
        f"{took / floor:.1f} x a plain document"
    )
    assert took <= 12 * floor


# --- Today


def test_today_with_hundreds_of_decided_partnerships(agreed: Agreed, tell: Say) -> None:
    """Floor: reading those partnerships, their cases and decisions once. Nothing of them has changed since."""
    office, (_chief, seed) = agreed.office, agreed.chief
    multiply(office, DECIDED)
    with office.store.change("Decided alike", office.user.id) as session:
        for decision in session.scalars(select(Decision)):
            case = session.get_one(Case, decision.case_id)
            partner, planned = (
                session.get_one(Partner, case.partner_id),
                session.get_one(Partnership, case.partnership_id),
            )
            behind = partner_persons.of_partners(session, [partner.id]).get(partner.id, ())
            assert decision.brief is not None
            register = freezing.register_facts(partner, planned, behind)
            decision.brief = replace(decision.brief, partner=partner.name, register=register)
            decision.brief_digest = digest(canonical(decision.brief.to_json()))
            seals.seal(decision, seed)

    def read_all() -> None:
        with office.store.read() as session:
            for kind in (Partnership, Case, Decision):
                session.scalars(select(kind)).all()

    took, floor = best(lambda: board_of_today.board(office.work), 5), best(read_all, 5)
    with office.store.read() as session:
        assert not freezing.against_everybody(session, office.work)
    tell(f"Today with {DECIDED} decided partnerships {took:.0f} ms, {took / floor:.1f} x reading them ({floor:.0f} ms)")
    assert took <= floor
