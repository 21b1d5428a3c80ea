"""Handing a case to a colleague: the link that opens the form, who it is, and the note."""

from functools import partial

from desktop.base.text import _
from desktop.presenters.diligence.hub import DiligencePresenter
from desktop.ui.forms.fields import ChoiceField, TextArea
from desktop.ui.forms.keeping import DraftKeeper
from desktop.ui.widgets import Button, ButtonFlow, Card, UndoLine
from desktop.ui.widgets.page import PageFrame


class EntrustForm(Card):
    """Closed, it is nothing; the link stands beside it. What is typed is kept until it is handed over or given up."""

    def __init__(self, presenter: DiligencePresenter, page: PageFrame, keeper: DraftKeeper) -> None:
        super().__init__(_("Hand to a colleague"))
        self.presenter, self.page, self.keeper = presenter, page, keeper
        self.link = page.add_side(Button(_("Hand to a colleague…"), lambda: presenter.ask_colleague(True), "link"))
        page.add_side(self)
        self._is_made = False
        self.undo = page.add_side(UndoLine(page))
        self.hide()

    def _make(self) -> None:
        """The fields, once the form is opened."""
        self._is_made, keeper = True, self.keeper
        self.colleague = self.add(ChoiceField(_("Who goes on with this case?"), (), chars=0))
        self.note = self.add(TextArea(_("How does it stand?"), _("What is done, and what is next."), 3))
        keeper.hold_field("colleague", self.colleague)
        keeper.hold_field("note", self.note)
        buttons = ButtonFlow(gap=8)
        buttons.addWidget(Button(_("Hand over"), self._entrust))
        buttons.addWidget(Button(_("Cancel"), self._leave, "link"))
        buttons.addStretch(1)
        self._layout.addLayout(buttons)

    def show_form(self) -> None:
        """Make the form agree with the presenter."""
        presenter = self.presenter
        self.link.setVisible(presenter.may_entrust and not presenter.entrusting)
        opens = presenter.entrusting and self.isHidden() and self.page.isVisible()
        self.setVisible(presenter.entrusting)
        if not presenter.entrusting:
            return
        if not self._is_made:
            self._make()
        self.colleague.set_options(presenter.colleagues)
        if opens:  # below, in a narrow window
            self.page.reveal(self.colleague.combo)

    def _entrust(self) -> None:
        self.presenter.entrust(self.colleague.value() or "", self.note.text())

    def _leave(self) -> None:
        ask_again = partial(self.presenter.ask_colleague, True)
        self.keeper.give_up(self._close, ask_again, self.undo.offer_after)

    def _close(self) -> None:
        for field in (self.colleague, self.note):
            field.write("")
            field.forget()
        self.presenter.ask_colleague(False)
