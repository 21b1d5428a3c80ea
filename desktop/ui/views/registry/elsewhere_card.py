"""Whether other offices know a partner, on the pages that ask: while it is added, and beside its page."""

from collections.abc import Callable

from desktop.base.text import _
from desktop.presenters.registry.elsewhere_words import UNTOLD, ElsewhereShown
from desktop.ui.comparison import Point, Points
from desktop.ui.widgets import Button, Card, Text, set_shown


class ElsewhereCard(Card):
    """A sentence, the partners of other offices, and how old that is; out of sight while nothing is known."""

    def __init__(self, look_through: Callable[[], None] | None = None) -> None:
        super().__init__(_("Who else in IOM knows them?"))
        self.sentence = self.add(Text())
        self.partners = self.add(Points())
        self.warning = self.add(Text(role="strong"))
        self.day = self.add(Text(role="quiet"))
        if look_through is not None:
            self.add(Button(_("Look through the other offices"), look_through, "link"))
        self._shown: ElsewhereShown | None = None
        set_shown(self, False)

    def show_answer(self, answer: ElsewhereShown | None) -> None:
        """Show another answer."""
        set_shown(self, answer is not None)
        if answer is None or answer == self._shown:
            return
        self._shown = answer
        self.sentence.set(answer.sentence)
        self.partners.set([Point(name, note) for name, note in answer.partners])
        set_shown(self.partners, bool(answer.partners))
        self.warning.set(answer.warning)
        self.day.set(f"{answer.day} {_(UNTOLD)}")
