"""The pages of a sheet signed in ink and of deputies: wired to their presenters, whole in the smallest window."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from desktop.office import Office
from desktop.services.diligence import decisions, paper_decisions
from desktop.store.records import Officer
from desktop.ui.keyboard import mnemonics, unnamed
from desktop.ui.theme import Theme
from desktop.ui.views.diligence.deputies import DeputiesView
from desktop.ui.views.diligence.paper_decision import PaperDecisionView
from tests.exchanging import User, user
from tests.makers import on
from tests.offices import chief_seal, office_folder
from tests.presenters.diligence import test_deputies, test_paper_decision
from tests.presenters.diligence.test_paper_decision import second
from tests.services.diligence.test_decisions import DAY, boss, prepared, read, ready
from tests.services.diligence.test_paper_decisions import PIXEL

__all__ = ["boss", "chief_seal", "office_folder", "prepared", "ready", "second", "user"]


def test_a_sheet_is_entered_with_a_dropped_scan_and_confirmed(
    qtbot: QtBot, theme: Theme, ready: tuple[Office, str], boss: tuple[Officer, bytes], second: Officer, user: User,
    tmp_path: Path,
) -> None:  # fmt: skip
    office, case = ready
    code = paper_decisions.sheet_code(on(office, DAY), read(office, case))
    office.user = second
    view = PaperDecisionView(test_paper_decision.shown(office, case, user))
    qtbot.addWidget(view)
    view.resize(911, 464)
    view.show()
    assert view.card.isVisible() and not view.entered.isVisible()
    assert unnamed(view) == [] and all(times == 1 for times in mnemonics(view).values())
    scan = tmp_path / "feuille.png"
    scan.write_bytes(PIXEL)
    assert view.take_files([scan])
    view.presenter.tell_sheet(code=code, signed_on=DAY.isoformat())
    view.presenter.change(outcome="refused", reason="Trop cher.", no_interest=True)
    view._go_on()
    assert view.entered.isVisible() and not view.card.isVisible() and not view.confirming.isVisible()
    office.user = boss[0]
    confirming = PaperDecisionView(test_paper_decision.shown(office, case, user))
    qtbot.addWidget(confirming)
    confirming.show()
    assert confirming.confirming.isVisible()
    confirming.presenter.look_at_scan()
    assert confirming.picture.isVisible() and not confirming.picture.pixmap().isNull()
    confirming.presenter.confirm(f"{test_paper_decision.PASSPHRASE} chef")
    decision = decisions.of_case(office.store, case)
    assert decision is not None and decision.paper


def test_a_deputy_is_named_and_ended_on_the_page(
    qtbot: QtBot, theme: Theme, ready: tuple[Office, str], boss: tuple[Officer, bytes], second: Officer
) -> None:
    office, _case = ready
    view = DeputiesView(test_deputies.shown(office, boss[0]))
    qtbot.addWidget(view)
    view.resize(911, 464)
    view.show()
    assert view.card.isVisible() and not view.none.isVisible()
    assert unnamed(view) == [] and all(times == 1 for times in mnemonics(view).values())
    for key, value in (
        ("deputy", second.id),
        ("first", DAY.isoformat()),
        ("last", DAY.isoformat()),
        ("reason", "Congé"),
    ):
        view.presenter.take(key, value)
    view.presenter.name_deputy(f"{test_paper_decision.PASSPHRASE} chef")
    assert view.section.isVisible() and not view.none.isVisible()
    view.presenter.end(view.presenter.delegations[0])
    assert not view.presenter.acting
