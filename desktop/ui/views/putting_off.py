"""Until when a task is put off, and why: the form above the lists of a page."""

from functools import partial

from PySide6.QtWidgets import QWidget

from desktop.base.text import _
from desktop.presenters.form import FieldSpec, FormRows, InputKind, options, text_of
from desktop.presenters.putting_off import PuttingOffPresenter
from desktop.presenters.today_cards import CardState
from desktop.ui import deeds
from desktop.ui.forms.form import Form
from desktop.ui.forms.keeping import DraftKeeper
from desktop.ui.keyboard import shortcut
from desktop.ui.widgets import Button, ButtonFlow, Card, literal, set_shown


class PutOffForm(Card):
    """The reason, words to it and the day; Ctrl+Enter puts off."""

    def __init__(self, presenter: PuttingOffPresenter, keeper: DraftKeeper) -> None:
        super().__init__(_("Put off"))
        self._presenter, self._keeper = presenter, keeper
        self._about: CardState | None = None
        self.form = self.add(Form(presenter.office.work.clock, self._rows(), gap=8))
        keeper.hold_form(self.form)
        foot = QWidget()
        row = ButtonFlow(foot)
        row.addStretch(1)
        row.addWidget(Button(_("Cancel"), self._give_up))
        self.save = Button(_("Put it off"), self._save, "filled").leads()
        row.addWidget(self.save)
        self.add(foot)
        shortcut(self, deeds.CONTINUE, self._save)

    def _rows(self) -> FormRows:
        reason = FieldSpec(
            "reason",
            InputKind.RADIO,
            _("Why does it wait?"),
            options=options(self._presenter.reasons),
            required=_("Choose a reason."),
        )
        words = FieldSpec("words", InputKind.TEXT, _("In a few words"))
        until = FieldSpec(
            "until", InputKind.DATE, _("Until"), _("On this day it is on Today again."), required=_("Choose a day.")
        )
        return [[reason], [words, until]]

    def show_state(self) -> bool:
        """Open for a card, or closed; what is being typed stays. Says whether it was just opened."""
        card = self._presenter.moving
        set_shown(self, card is not None)
        if card is None or card == self._about:
            self._about = card
            return False
        self._about = card
        self.title.set(literal(_("Put off: {task}").format(task=card.title)))
        self.form.fill({"reason": "", "words": "", "until": self._presenter.proposed_day})
        self._keeper.begin()
        return True

    def first(self) -> QWidget:
        """Where the hands begin."""
        return self.form.inputs["reason"].first()

    def _give_up(self) -> None:
        presenter = self._presenter
        again = partial(presenter.ask, presenter.moving)
        self._keeper.give_up(presenter.give_up, again, presenter.undoable)

    def _save(self) -> None:
        if self.form.complete():
            typed = {name: text_of(value) for name, value in self.form.values().items()}
            self._presenter.save(typed["until"], typed["reason"], typed["words"])
