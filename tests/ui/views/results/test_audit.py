"""The pages of the auditor's desk: what is typed is drawn, and a row is followed."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from desktop.base.progress import RunNow
from desktop.office import Office
from desktop.presenters.results.trail import TrailPresenter
from desktop.ui.keyboard import mnemonics, unnamed
from desktop.ui.theme import Theme
from desktop.ui.views.results.audit import AuditView
from desktop.ui.views.results.trail import TrailView
from tests.agreed import agreed, agreed_folder, in_force
from tests.exchanging import User, seated, user
from tests.presenters.results.test_audit import audit_page, received

__all__ = ["agreed", "agreed_folder", "in_force", "received", "user"]


def test_a_sample_is_drawn_with_what_was_just_typed(
    qtbot: QtBot, theme: Theme, received: tuple[Office, str], user: User, tmp_path: Path
) -> None:
    office, id_ = received
    view = AuditView(audit_page(office, user))
    qtbot.addWidget(view)
    view.resize(911, 464)
    view.show()
    assert unnamed(view) == [] and all(times == 1 for times in mnemonics(view).values())
    view.form.inputs["seed"].box.edit.setText("Dakar")
    view.page.main_button.click()
    assert [row.key for row in view.list.rows] == [id_] and view.section.isVisible()
    view.list.opened.emit(id_)
    assert user.went[-1] == ("trail", {"id": id_})
    followed = TrailView(seated(TrailPresenter(office, RunNow(), id=id_), user))
    qtbot.addWidget(followed)
    followed.show()
    assert unnamed(followed) == []
    followed.list.opened.emit("0")
    assert user.went[-1] == ("contribution", {"id": id_})
