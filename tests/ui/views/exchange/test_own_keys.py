"""The pages of Headquarters' own keys in its window: the passphrase of one holder is never left for the next."""

from pytestqt.qtbot import QtBot

from desktop.base.progress import RunNow
from desktop.office import Office
from desktop.presenters.exchange.key_ceremony import KeyCeremonyPresenter
from desktop.presenters.exchange.own_keys import OwnKeysPresenter
from desktop.ui.keyboard import mnemonics, unnamed
from desktop.ui.theme import Theme
from desktop.ui.views.exchange.key_ceremony import KeyCeremonyView
from desktop.ui.views.exchange.own_keys import OwnKeysView
from tests.exchanging import User, headquarters, seated, user
from tests.offices import runner

__all__ = ["headquarters", "runner", "user"]

TYPED = "un port calme avant le jour"


def test_the_page_leads_to_the_root_keys_and_each_passphrase_is_forgotten(
    qtbot: QtBot, theme: Theme, headquarters: Office, runner: RunNow, user: User
) -> None:
    keys = OwnKeysView(seated(OwnKeysPresenter(headquarters, runner), user))
    qtbot.addWidget(keys)
    keys.show()
    assert unnamed(keys) == [] and all(times == 1 for times in mnemonics(keys).values())
    assert keys.first.isVisible() and not keys.list.isVisible()
    keys.main.click()
    assert user.went == [("hq_key_deed", {"deed": "begin"})]

    page = KeyCeremonyView(seated(KeyCeremonyPresenter(headquarters, runner, "begin"), user))
    qtbot.addWidget(page)
    page.show()
    assert unnamed(page) == [] and page.again.isVisible()
    page.secret.edit.setText(TYPED)
    page.again.edit.setText(TYPED)
    page.main.click()
    assert page.presenter.needs_sheet and not page.due.isVisible()
    assert (page.secret.text(), page.again.text()) == ("", "")
    page.main.click()
    assert page.due.isVisible() and page.present.isVisible()
