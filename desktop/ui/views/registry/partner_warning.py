"""The warning of Headquarters on the page of a partner: what it says, and at Headquarters the form that writes it."""

from PySide6.QtWidgets import QWidget

from desktop.base.text import _
from desktop.presenters.form import text_of
from desktop.presenters.registry.partner import PartnerPresenter
from desktop.presenters.registry.partner_warning import warning_rows
from desktop.ui.forms.form import Form
from desktop.ui.forms.keeping import DraftKeeper
from desktop.ui.widgets import Button, ButtonFlow, Card, set_shown


class WarningForm(Card):
    """What the office is to know of a partner."""

    def __init__(self, presenter: PartnerPresenter, keeper: DraftKeeper) -> None:
        super().__init__(_("Warning of Headquarters"))
        self._presenter, self._keeper = presenter, keeper
        self.form = self.add(Form(presenter.office.work.clock, warning_rows(), gap=8))
        keeper.hold_form(self.form)
        foot = QWidget()
        row = ButtonFlow(foot)
        row.addStretch(1)
        row.addWidget(Button(_("Cancel"), self._give_up))
        row.addWidget(Button(_("Save the warning"), self._save).leads())
        self.add(foot)
        self.hide()

    def first(self) -> QWidget:
        """Where the hands begin."""
        return self.form.inputs["warning"].first()

    def show_state(self) -> bool:
        """Open with the warning as it is, or closed. Says whether it was just opened."""
        warning = self._presenter.warning
        opened = warning.writing and self.isHidden()
        set_shown(self, warning.writing)
        if opened:
            self._keeper.settle()
            self.form.fill({"warning": warning.text})
            self._keeper.turn_to(warning.draft)
        return opened

    def _give_up(self) -> None:
        warning = self._presenter.warning
        self._keeper.give_up(lambda: warning.write(False), lambda: warning.write(True), self._presenter.undoable)

    def _save(self) -> None:
        if self.form.complete():
            self._presenter.warning.save(text_of(self.form.values()["warning"]).strip())
