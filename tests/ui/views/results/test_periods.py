"""The figures of a period in a real window."""

from pytestqt.qtbot import QtBot

from desktop.base.progress import RunNow
from desktop.office import Office
from desktop.presenters.results.period import PeriodPresenter
from desktop.presenters.results.periods import PeriodsPresenter
from desktop.services.results import periods
from desktop.store.records import Officer
from desktop.ui.forms.inputs import SecretInput
from desktop.ui.keyboard import mnemonics, unnamed
from desktop.ui.theme import Theme
from desktop.ui.views.results.period import PeriodView
from desktop.ui.views.results.periods import PeriodsView
from tests.exchanging import User, seated, user
from tests.offices import chief, chief_seal, office, office_folder
from tests.presenters.results.test_periods import CHIEF, record

__all__ = ["chief", "chief_seal", "office", "office_folder", "user"]


def test_figures_are_put_forward_and_signed(
    qtbot: QtBot, theme: Theme, office: Office, chief: Officer, user: User
) -> None:
    record(office)
    view = PeriodsView(seated(PeriodsPresenter(office, RunNow()), user))
    qtbot.addWidget(view)
    view.show()
    view.presenter.refresh()
    assert view.none.isVisibleTo(view) and view.open.isVisibleTo(view)
    view.open_rows.opened.emit(view.presenter.open_lines[0].key)
    (line,) = periods.listed(office.work)
    office.user = chief
    own = PeriodView(seated(PeriodPresenter(office, RunNow(), line.closing.id), user))
    qtbot.addWidget(own)
    for page in (view, own):
        page.resize(911, 464)
        page.show()
        page.presenter.refresh()
        assert unnamed(page) == [] and all(times == 1 for times in mnemonics(page).values())
    assert not view.none.isVisibleTo(view) and own.card.isVisibleTo(own)
    secret = own.form.inputs["passphrase"]
    assert isinstance(secret, SecretInput)
    secret.secret.box.setText(CHIEF)
    own.page.main_button.click()
    (line,) = periods.listed(office.work)
    assert line.seal_holds and not own.card.isVisibleTo(own) and not own.restated.isVisibleTo(own)
