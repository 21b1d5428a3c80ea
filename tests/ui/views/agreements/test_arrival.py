"""The page of what arrived: filled in by keys, recorded, and closed where nothing can be recorded."""

from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.base.dates import months_later
from desktop.base.progress import RunNow
from desktop.base.text import LANGUAGE_NAMES
from desktop.base.values import today
from desktop.presenters.agreements.arrival import ArrivalPresenter
from desktop.presenters.results.contribution import ContributionPresenter
from desktop.services.agreements import receiving
from desktop.services.agreements.receiving import ContributionArrival
from desktop.services.registry import exchange_rates
from desktop.store.records import Agreement
from desktop.store.states import ContributionKind
from desktop.ui.keyboard import mnemonics, unnamed
from desktop.ui.theme import Theme
from desktop.ui.views.agreements.arrival import ArrivalView
from desktop.ui.views.results.contribution import ContributionView
from desktop.ui.widgets import Button
from tests.agreed import Agreed, agreed, agreed_folder, complete_draft, in_force
from tests.exchanging import User, user
from tests.makers import on
from tests.paper import page_texts

__all__ = ["agreed", "agreed_folder", "complete_draft", "in_force", "user"]


def view_of(qtbot: QtBot, agreed: Agreed, user: User, agreement: str) -> ArrivalView:
    on(agreed.office, today())
    presenter = ArrivalPresenter(agreed.office, RunNow(), agreement)
    presenter.open_place, presenter.asker = user.go, user
    view = ArrivalView(presenter)
    qtbot.addWidget(view)
    presenter.arrive()
    view.resize(1366, 768)
    view.show()
    return view


def test_what_is_typed_is_recorded(qtbot: QtBot, theme: Theme, agreed: Agreed, in_force: Agreement, user: User) -> None:
    view = view_of(qtbot, agreed, user, in_force.id)
    QTest.keyClicks(view.form.inputs["description"].first(), "Mille cartes")
    recording = next(button for button in view.findChildren(Button) if "réception" in button.text())
    recording.click()
    with agreed.office.store.read() as session:
        (received,) = receiving.of_partner(session, in_force.partner_id)
    assert (received.description, received.amount) == ("Mille cartes", None)
    assert unnamed(view) == [] and all(times == 1 for times in mnemonics(view).values())


@pytest.mark.usefixtures("theme")
def test_a_month_without_a_rate_is_asked_about_at_the_amount(
    qtbot: QtBot, agreed: Agreed, in_force: Agreement, user: User, tmp_path: Path
) -> None:
    table = tmp_path / "taux.csv"
    before = months_later(today().replace(day=1), -2)
    table.write_text(
        "Code,Date,Rate\n" + "".join(f"{code},{before},605.5\n" for code in ("XOF", "EUR", "JPY")), "utf-8"
    )
    exchange_rates.install(on(agreed.office, today()), table)
    view = view_of(qtbot, agreed, user, in_force.id)
    presenter = view.presenter
    assert "takes_earlier" not in view.form.inputs
    presenter.take("worth", {"amount": "1250000.50", "currency": "XOF"})
    note = next(spec.note for row in presenter.rows for spec in row if spec.key == "worth")
    assert (
        note == presenter.dollars
        and "605,5 pour 1 USD" in note
        and "jours plus tôt" in note
        and "2\u00a0064" not in note
    )
    presenter.take("takes_earlier", True)
    assert "takes_earlier" in view.form.inputs and "2\u00a0064,41" in presenter.dollars
    presenter.take("description", "Virement")
    presenter.record()
    with agreed.office.store.read() as session:
        (received,) = receiving.of_partner(session, in_force.partner_id)
    assert (received.amount_usd, received.rate_month) == ("2064.41", before.isoformat()[:7])


@pytest.mark.usefixtures("theme")
def test_a_draft_shows_why_nothing_can_be_recorded(
    qtbot: QtBot, agreed: Agreed, complete_draft: Agreement, user: User
) -> None:
    view = view_of(qtbot, agreed, user, complete_draft.id)
    assert view.none.isVisible() and not hasattr(view, "form")


def test_the_receipt_is_shown_in_the_language_that_is_asked_for(
    qtbot: QtBot, theme: Theme, agreed: Agreed, in_force: Agreement
) -> None:
    arrived = ContributionArrival(in_force.id, ContributionKind.GOODS, "1 200 cartes SIM", today())
    received = receiving.receive(on(agreed.office, today()), arrived)
    view = ContributionView(ContributionPresenter(agreed.office, RunNow(), received.id))
    qtbot.addWidget(view)
    view.presenter.refresh()
    view.show()
    view.presenter.show_paper()

    def offered() -> list[str]:
        return [button.text() for button in view.page.bar.buttons if button.text() in LANGUAGE_NAMES.values()]

    assert offered() == [LANGUAGE_NAMES["en"], LANGUAGE_NAMES["es"]]
    next(button for button in view.page.bar.buttons if button.text() == LANGUAGE_NAMES["es"]).click()
    assert view.presenter.pdf is not None and "Recibo" in page_texts(view.presenter.pdf)[0]
    assert offered() == [LANGUAGE_NAMES["fr"], LANGUAGE_NAMES["en"]]
    view.presenter.hide_paper()
    assert offered() == []
