"""A decision signed in ink: two officers bring it in, the sheet's code ties it to the case, the gates are the same."""

from dataclasses import replace
from datetime import timedelta

import pytest

from desktop.office import Office
from desktop.services import today
from desktop.services.diligence import answers, assessments, brief, cases, decisions, dossier, paper_decisions
from desktop.services.diligence.decisions import DecisionTerms
from desktop.services.diligence.paper_decisions import InkEntry, SheetScan
from desktop.store.records import Case, Decision, Evidence, Officer, PaperDecision, Verdict
from desktop.store.states import PaperState
from tests.makers import on
from tests.paper import words_of
from tests.refusal import refused
from tests.services.diligence.test_decisions import DAY, boss, officer_with_seal, prepared, read, ready, state_of

__all__ = ["boss", "prepared", "ready"]

PIXEL = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x00\x00\x00\x00:~\x9bU\x00\x00\x00\n"
    b"IDATx\x9cc`\x00\x00\x00\x02\x00\x01H\xaf\xa4q\x00\x00\x00\x00IEND\xaeB`\x82"
)
SCAN = SheetScan("feuille signée.png", PIXEL)
NO = DecisionTerms("refused", "Le don ne sert pas le projet.")


def ink(office: Office, case: str, decider: str, terms: DecisionTerms = NO) -> InkEntry:
    """What stands on a sheet that was printed and signed today."""
    code = paper_decisions.sheet_code(on(office, DAY), read(office, case))
    return InkEntry(decider, DAY, code, terms, interest=False)


def enter(office: Office, case: str, by: Officer, entry: InkEntry) -> PaperDecision:
    return paper_decisions.enter(on(office, DAY).acting_as(by), case, entry, SCAN)


def confirm(office: Office, entry: PaperDecision, by: tuple[Officer, bytes]) -> Verdict:
    return paper_decisions.confirm(on(office, DAY).acting_as(by[0]), entry.id, by[1])


def pair(office: Office) -> tuple[tuple[Officer, bytes], tuple[Officer, bytes]]:
    """Two officers who took no part in the case."""
    return officer_with_seal(office, "officer"), officer_with_seal(office, "local_administrator")


def test_a_sheet_decides_when_a_second_officer_confirms_it(
    ready: tuple[Office, str], boss: tuple[Officer, bytes]
) -> None:
    office, case = ready
    first, second = pair(office)
    entry = enter(office, case, first[0], ink(office, case, boss[0].id))
    assert state_of(office, case) == "ready", "an entry decides nothing"
    board = today.board(on(office, DAY).acting_as(second[0]))
    assert [item.id for item in board.mine if item.kind == "sheet"] == [case]
    made = confirm(office, entry, second)
    assert (made.paper, made.decided_by, made.entered_by, made.confirmed_by) == (
        True, boss[0].id, first[0].id, second[0].id,
    )  # fmt: skip
    assert decisions.is_sealed(office.store, made)
    assert state_of(office, case) == "decided"
    with office.store.read() as session:
        assert session.get_one(PaperDecision, entry.id).state == PaperState.CONFIRMED
    text = words_of(dossier.pdf(on(office, DAY), case, "fr"))
    assert made.paper_code in text and first[0].name in text and second[0].name in text


def test_who_entered_does_not_confirm_and_who_prepared_does_neither(
    ready: tuple[Office, str], boss: tuple[Officer, bytes]
) -> None:
    office, case = ready
    first, _second = pair(office)
    with refused("sheet-not-yours"):
        enter(office, case, office.user, ink(office, case, boss[0].id))
    entry = enter(office, case, first[0], ink(office, case, boss[0].id))
    with refused("sheet-own-entry"):
        confirm(office, entry, first)
    with refused("sheet-not-yours"):
        confirm(office, entry, (office.user, first[1]))
    with refused("sheet-not-yours"):
        confirm(office, entry, officer_with_seal(office, "auditor"))
    assert state_of(office, case) == "ready"


def test_a_case_that_changed_since_the_print_is_refused(ready: tuple[Office, str], boss: tuple[Officer, bytes]) -> None:
    office, case = ready
    first, second = pair(office)
    printed = ink(office, case, boss[0].id)
    entry = enter(office, case, first[0], printed)
    with office.store.change("Evidence attached", office.user.id) as session:
        session.add(
            Evidence(case_id=case, title="Une lettre", questions=["A01"], form="paper", added_by=office.user.id)
        )
    with refused("sheet-other-state"):
        confirm(office, entry, second)
    paper_decisions.withdraw(on(office, DAY).acting_as(first[0]), entry.id)
    with refused("sheet-other-state"):
        enter(office, case, first[0], printed)
    with refused("sheet-settled-already"):
        confirm(office, entry, second)


@pytest.mark.parametrize("change", ["answer", "review", "handed over again", "partner"])
def test_whatever_changes_gives_another_code(ready: tuple[Office, str], change: str) -> None:
    office, case = ready
    before = paper_decisions.sheet_code(on(office, DAY), read(office, case))
    assert paper_decisions.sheet_code(on(office, DAY + timedelta(days=1)), read(office, case)) == before
    with office.store.change("Changed", office.user.id) as session:
        row = session.get_one(Case, case)
        if change == "review":
            row.review_opinion, row.review_reason = "unfavourable", "Trop risqué."
        elif change == "handed over again":
            row.hand_over = "0" * 32
        elif change == "partner":
            session.get_one(assessments.Partner, row.partner_id).name = "Autre société"
    if change == "answer":
        cases.recall(on(office, DAY), case)
        content = read(office, case).answers["A02"].with_(note="Revu.")
        answers.save_draft(on(office, DAY), case, "A02", content)
    assert paper_decisions.sheet_code(on(office, DAY), read(office, case)) != before


def test_on_paper_the_gates_are_those_of_every_decision(ready: tuple[Office, str], boss: tuple[Officer, bytes]) -> None:
    office, case = ready
    first, _second = pair(office)
    sheet = ink(office, case, boss[0].id)
    for wrong, code in (
        (replace(sheet, decider=office.user.id), "role-not-allowed"),
        (replace(sheet, decider=officer_with_seal(office, "regional_director")[0].id), "no-authority-to-decide"),
        (replace(sheet, decider=""), "sheet-without-decider"),
        (replace(sheet, interest=True), "decider-has-interest"),
        (replace(sheet, terms=DecisionTerms("refused", " ")), "decision-without-reason"),
        (replace(sheet, terms=DecisionTerms("conditions", "Oui.")), "no-condition-written"),
        (replace(sheet, terms=DecisionTerms("sent_back", "Non.")), "nothing-sent-back"),
        (replace(sheet, code="0000-0000-0000"), "sheet-other-state"),
        (replace(sheet, signed_on=DAY - timedelta(days=3)), "sheet-day-wrong"),
        (replace(sheet, signed_on=DAY + timedelta(days=1)), "sheet-day-wrong"),
    ):
        with refused(code):
            enter(office, case, first[0], wrong)
    with refused("sheet-not-scanned"):
        paper_decisions.enter(on(office, DAY).acting_as(first[0]), case, sheet, SheetScan("vide.pdf", b""))
    entry = enter(office, case, first[0], replace(sheet, code=sheet.code.lower().replace("-", " ")))
    with refused("sheet-entered-already"):
        enter(office, case, first[0], sheet)
    assert entry.code == sheet.code


def test_a_sheet_with_one_hand_or_without_its_scan_holds_no_seal(
    ready: tuple[Office, str], boss: tuple[Officer, bytes]
) -> None:
    office, case = ready
    first, second = pair(office)
    made = confirm(office, enter(office, case, first[0], ink(office, case, boss[0].id)), second)
    for field, forged in (("entered_by", second[0].id), ("scan", ""), ("confirmed_by", boss[0].id), ("paper", False)):
        genuine = getattr(made, field)
        setattr(made, field, forged)
        assert not decisions.is_sealed(office.store, made), field
        setattr(made, field, genuine)
    assert decisions.is_sealed(office.store, made)
    assert isinstance(made, Decision)


def test_the_brief_of_a_case_that_waits_has_its_code_and_a_box_to_sign(ready: tuple[Office, str]) -> None:
    office, case = ready
    code = paper_decisions.sheet_code(on(office, DAY), read(office, case))
    text = words_of(brief.pdf(on(office, DAY), case, "fr"))
    assert code in text
    assert "Décision à l’encre" in text
