"""The page of a sheet signed in ink: entered with its scan by one officer, confirmed and sealed by a second one."""

from pathlib import Path

import pytest

from desktop.base.progress import RunNow
from desktop.base.values import new_id
from desktop.office import Office
from desktop.presenters.diligence.decision import DecisionPresenter
from desktop.presenters.diligence.paper_decision import PaperDecisionPresenter
from desktop.presenters.diligence.paper_form import confirming_rows, paper_rows, paper_shown
from desktop.services.diligence import cases, decisions, paper_decisions
from desktop.store.records import Officer
from desktop.store.vault import FLOOR
from tests.exchanging import User, user
from tests.makers import on
from tests.offices import PASSPHRASE
from tests.refusal import refused
from tests.services.diligence.test_decisions import DAY, boss, prepared, read, ready
from tests.services.diligence.test_paper_decisions import PIXEL

__all__ = ["boss", "prepared", "ready", "user"]


@pytest.fixture
def second(ready: tuple[Office, str]) -> Officer:
    """A colleague with an account on this laptop, who took no part in the case."""
    office, _case = ready
    fresh = new_id()
    opened = office.vault.add_officer(office.opened, fresh, "Fatou Sow", f"{PASSPHRASE} deux", FLOOR)
    added = Officer(id=fresh, name="Fatou Sow", role="officer", seal_key=opened.seal_public().hex())
    with office.store.change("Officer added", office.user.id) as session:
        session.add(added)
    return added


def shown(office: Office, case: str, user: User) -> PaperDecisionPresenter:
    on(office, DAY)
    presenter = PaperDecisionPresenter(office, RunNow(), case)
    presenter.asker, presenter.open_place = user, user.go
    return presenter


def at_work(office: Office, officer: Officer) -> Office:
    """The same laptop with somebody else at work."""
    office.user = officer
    return office


def test_one_officer_enters_and_another_confirms(
    ready: tuple[Office, str], boss: tuple[Officer, bytes], second: Officer, user: User, tmp_path: Path
) -> None:
    office, case = ready
    preparer, third = office.user, boss[0]
    assert not shown(office, case, user).may_enter, "who prepared the case enters nothing"
    page = shown(at_work(office, second), case, user)
    assert page.may_enter and len(page.acts) == 3
    assert next(row[0].key for row in paper_rows(page)) == "decider"
    assert "passphrase" not in [spec.key for row in paper_rows(page) for spec in row]
    for missing, fields in (
        ("sheet-without-decision", {}),
        ("sheet-without-declaration", {"outcome": "refused", "reason": "Trop cher."}),
    ):
        page.change(**fields)
        with refused(missing):
            page.enter()
    page.change(no_interest=True)
    with refused("sheet-without-day"):
        page.enter()
    scan = tmp_path / "feuille.png"
    scan.write_bytes(PIXEL)
    assert page.takes(scan) and not page.takes(tmp_path / "feuille.psb")
    code = paper_decisions.sheet_code(on(office, DAY), read(office, case))
    page.tell_sheet(signed_on=DAY.isoformat(), code=code, scan=str(scan))
    again = shown(office, case, user)
    assert (again.sheet_draft.code, again.draft.reason) == (code, "Trop cher."), "what was typed is kept"
    assert paper_shown(again)["code"] == code
    page.decide_as(third.id)
    page.enter()
    assert page.entry is not None and not page.may_confirm and page.may_withdraw
    assert dict(page.facts)["Code de la feuille"] == code
    page.withdraw()
    assert page.entry is None and cases.case(office.store, case).state == "ready"
    page.change(outcome="refused", reason="Trop cher.", no_interest=True)
    page.tell_sheet(signed_on=DAY.isoformat(), code=code, scan=str(scan))
    page.enter()
    assert DecisionPresenter(office, RunNow(), case).state.startswith("Une feuille")

    confirming = shown(at_work(office, third), case, user)
    assert confirming.may_confirm and confirming_rows(confirming)
    confirming.look_at_scan()
    assert confirming.picture == PIXEL
    with refused("confirming-without-passphrase"):
        confirming.confirm("")
    confirming.confirm(f"{PASSPHRASE} chef")
    decision = decisions.of_case(office.store, case)
    assert decision is not None and decision.paper and decisions.is_sealed(office.store, decision)
    page = shown(at_work(office, preparer), case, user)
    assert page.entry is None and page.sentence.startswith("Décision prise")
    assert "feuille" in DecisionPresenter(office, RunNow(), case).case.in_ink
