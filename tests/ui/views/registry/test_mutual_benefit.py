"""The page of mutual benefit: a section for each party, the sheet on paper."""

from pytestqt.qtbot import QtBot

from desktop.office import Office
from desktop.ui.keyboard import unnamed
from desktop.ui.theme import Theme
from desktop.ui.views.registry.mutual_benefit import MutualBenefitView
from tests.exchanging import User, user
from tests.offices import office, office_folder
from tests.presenters.registry.test_mutual_benefit import page

__all__ = ["office", "office_folder", "user"]


def test_each_party_has_its_section_and_the_sheet_prints(
    qtbot: QtBot, theme: Theme, office: Office, user: User
) -> None:
    view = MutualBenefitView(page(office, user))
    qtbot.addWidget(view)
    view.resize(911, 464)
    view.show()
    assert len(view.forms) == 3 and unnamed(view) == []
    view.presenter.show_paper()
    assert view.document is not None
    view.presenter.hide_paper()
    view.page.main_button.click()
    assert user.went[-1][0] == "partnership"
