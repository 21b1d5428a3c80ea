"""The transparency register in a real window: read, sealed, saved."""

from pytestqt.qtbot import QtBot

from desktop.base.progress import RunNow
from desktop.office import Office
from desktop.presenters.results.edition import EditionPresenter
from desktop.presenters.results.members_question import MembersQuestionPresenter
from desktop.presenters.results.register import RegisterPresenter
from desktop.presenters.results.register_row import RegisterRowPresenter
from desktop.services.results.register import editions
from desktop.store.records import Officer
from desktop.ui.forms.inputs import SecretInput
from desktop.ui.keyboard import mnemonics, unnamed
from desktop.ui.theme import Theme
from desktop.ui.views.results.edition import EditionView
from desktop.ui.views.results.members_question import MembersQuestionView
from desktop.ui.views.results.register import RegisterView
from desktop.ui.views.results.register_row import RegisterRowView
from tests.exchanging import User, seated, user
from tests.offices import chief, chief_seal, office, office_folder
from tests.presenters.results.test_register import CHIEF
from tests.services.results.test_register import registered

__all__ = ["chief", "chief_seal", "office", "office_folder", "registered", "user"]


def test_an_edition_is_read_sealed_and_saved(
    qtbot: QtBot, theme: Theme, registered: Office, chief: Officer, user: User
) -> None:
    registered.user = chief
    view = RegisterView(seated(RegisterPresenter(registered, RunNow()), user))
    row = RegisterRowView(seated(RegisterRowPresenter(registered, RunNow(), "S-1"), user))
    for page in (view, row):
        qtbot.addWidget(page)
        page.resize(911, 464)
        page.show()
        page.presenter.refresh()
        assert unnamed(page) == [] and all(times == 1 for times in mnemonics(page).values())
    assert len(view.row_list.rows) == 5 and not view.none.isVisibleTo(view) and view.card.isVisibleTo(view)
    assert row.section.isVisibleTo(row) and len(row.presenter.fields) == 33
    secret = view.form.inputs["passphrase"]
    assert isinstance(secret, SecretInput)
    secret.secret.box.setText(CHIEF)
    view.page.main_button.click()
    (sealed,) = editions.listed(registered.work)
    own = EditionView(seated(EditionPresenter(registered, RunNow(), sealed.edition.id), user))
    qtbot.addWidget(own)
    own.show()
    own.presenter.refresh()
    assert unnamed(own) == [] and own.section.isVisibleTo(own)
    assert own.asked.isVisibleTo(own) and not own.questions.isVisibleTo(own)
    asking = MembersQuestionView(
        seated(MembersQuestionPresenter(registered, RunNow(), edition=sealed.edition.number), user)
    )
    qtbot.addWidget(asking)
    asking.show()
    asking.presenter.arrive()
    assert unnamed(asking) == [] and asking.has_form
    asking.presenter.take("state", "FR")
    asking.presenter.take("question", "Qui ?")
    asking.page.main_button.click()
    own.presenter.refresh()
    assert len(own.questions.rows) == 1
    own.files.opened.emit("json:en")
    assert user.opens[-1].is_file()
    view.presenter.narrow(audience="public", year="2019")
    view.presenter.refresh()
    assert view.none.isVisibleTo(view) and not view.rows.isVisibleTo(view)
