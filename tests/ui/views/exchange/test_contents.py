"""The pages of the rules and templates: Headquarters publishes a version, an office applies it."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from desktop.base.progress import RunNow
from desktop.office import Office
from desktop.presenters.exchange.contents import ContentsPresenter
from desktop.presenters.exchange.hq_contents import HqContentsPresenter
from desktop.services.exchange.headquarters import publishing
from desktop.store.records import Officer
from desktop.ui.forms.inputs import SecretInput
from desktop.ui.keyboard import mnemonics, unnamed
from desktop.ui.theme import Theme
from desktop.ui.views.exchange.contents import ContentsView
from desktop.ui.views.exchange.hq_contents import HqContentsView
from tests.exchanging import User, enrol, headquarters, seated, user
from tests.offices import PASSPHRASE, chief, office, office_folder, runner
from tests.publishing import AUTHORITY, LIMIT, colleague, edited
from tests.refusal import refused
from tests.releases import manifest, update

__all__ = ["chief", "headquarters", "office", "office_folder", "runner", "user"]


def test_a_version_is_published_and_applied(
    qtbot: QtBot, theme: Theme, office: Office, headquarters: Office, runner: RunNow, user: User, tmp_path: Path
) -> None:
    enrol(office, headquarters, user, runner)
    desk = HqContentsView(seated(HqContentsPresenter(headquarters, runner), user))
    qtbot.addWidget(desk)
    desk.resize(1100, 640)
    desk.show()
    assert desk.none.isVisible() and not desk.main.isVisible() and not desk.write.isVisible()
    desk.presenter.look_at(edited(tmp_path / "changed", AUTHORITY, LIMIT, 'standard_usd = "1"'))
    assert desk.differing.isVisible() and desk.touching.isVisible() and desk.main.isVisible()
    assert unnamed(desk) == [] and all(times == 1 for times in mnemonics(desk).values())
    asked = len(user.asked)
    desk.main.click()
    assert len(user.asked) == asked, "without a reason nothing is asked"
    desk.presenter.take("reason", "Le Comité a relevé la limite.")
    desk.main.click()
    assert desk.history.isVisible() and not desk.publishing.isVisible() and desk.differing.isVisible()
    assert desk.back.isVisible() and not desk.main.isVisible(), "who prepared it does not release it"

    headquarters.user = colleague(headquarters)
    desk = HqContentsView(seated(HqContentsPresenter(headquarters, runner), user))
    qtbot.addWidget(desk)
    desk.resize(1100, 640)
    desk.show()
    assert desk.publishing.isVisible() and desk.main.isVisible() and desk.back.isVisible() and unnamed(desk) == []
    with refused("passphrase-missing"):
        desk.presenter.release("")
    secret = desk.form.inputs["passphrase"]
    assert isinstance(secret, SecretInput)
    secret.secret.box.setText(PASSPHRASE)
    desk.main.click()
    assert desk.history.isVisible() and not desk.publishing.isVisible() and not desk.back.isVisible()

    page = ContentsView(seated(ContentsPresenter(office, runner), user))
    qtbot.addWidget(page)
    page.resize(1100, 640)
    page.show()
    assert page.none.isVisible() and not page.main.isVisible()
    publishing.write_broadcast(headquarters.work, headquarters.keys, tmp_path / "rules.psb")
    page.presenter.import_file(tmp_path / "rules.psb")
    assert page.card.isVisible() and page.rows.isVisible() and page.main.isEnabled() and unnamed(page) == []
    page.main.click()
    assert not page.main.isVisible() and not page.rows.isVisible() and page.card.isVisible()


def test_an_update_shows_who_signed_it_and_is_installed_or_allowed(
    qtbot: QtBot, theme: Theme, office: Office, chief: Officer, runner: RunNow, user: User, tmp_path: Path
) -> None:
    page = ContentsView(seated(ContentsPresenter(office, runner), user))
    qtbot.addWidget(page)
    page.resize(1100, 640)
    page.show()
    assert not page.update_card.isVisible() and not page.install.isVisible() and not page.allow.isVisible()
    page.presenter.look_at_update(update(tmp_path / "newer"))
    assert page.update_card.isVisible() and page.install.isVisible() and not page.allow.isVisible()
    assert unnamed(page) == [] and all(times == 1 for times in mnemonics(page).values())
    page.presenter.look_at_update(update(tmp_path / "older", manifest("8.0.0")))
    assert page.update_card.isVisible() and not page.install.isVisible() and not page.allow.isVisible()
    office.user = chief
    page.show_state()
    page.allow.click()
    assert user.asked[-1].title.endswith("8.0.0, plus ancienne\u00a0?")
    assert page.install.isVisible() and not page.allow.isVisible()
