"""The answers of the case before, one at a time. Ctrl+Enter says that the one shown is still true."""

from functools import partial

from desktop.base.text import _
from desktop.presenters.diligence.renewal import RenewalPresenter
from desktop.ui import deeds
from desktop.ui.keyboard import shortcut
from desktop.ui.views.diligence.case_crumbs import case_crumbs
from desktop.ui.views.view import View
from desktop.ui.widgets import Card, KeyValueGrid, SectionBox, SideHelp, Text, Undoing, set_shown


class RenewalView(View[RenewalPresenter]):
    """One card with an earlier answer; when none waits, what is not as it was."""

    def build(self) -> None:
        """The card, the differences, and what a confirmation means."""
        page, presenter = self.page, self.presenter
        page.set_crumbs(case_crumbs(presenter, (_("Earlier answers"), None)))
        self.card = page.add(Card())
        self.question = self.card.add(Text("", "section"))
        self.facts = self.card.add(KeyValueGrid())
        self.changes = page.add(SectionBox(_("Since the last decision")))
        self.same = self.changes.add(Text(_("Every answer is as it was.")))
        self.rows = self.changes.add(KeyValueGrid(stacked=True))
        page.add_stretch()
        words = _(
            "Nothing was copied. An answer counts in this case once somebody says that it is still true, or answers "
            "its question anew; then it bears that name and day. The search in the lists is always done again."
        )
        page.add_side(SideHelp([(_("What a confirmation means"), words)]))
        self.undoing = Undoing(self, lambda: None)
        page.bar.back(_("Back to the case"), presenter.open_case)
        self.later = page.bar.other(_("Later"), presenter.leave_for_later)
        self.change = page.bar.other(_("Answer anew"), presenter.change)
        self.main = page.bar.primary(_("Still true"), self._confirm).says_key(deeds.CONTINUE)
        shortcut(self, deeds.CONTINUE, self._confirm)

    def show_state(self) -> None:
        """Everything from the presenter."""
        presenter = self.presenter
        shown = presenter.shown is not None
        self.page.set_title(_("Earlier answers"), presenter.state)
        self.question.set(presenter.question)
        self.facts.set(presenter.facts)
        self.rows.set(presenter.differences)
        for part, on in (
            (self.card, shown),
            (self.changes, not shown),
            (self.same, not shown and not presenter.differences),
            (self.later, len(presenter.waiting) > 1),
            (self.change, shown),
            (self.main, shown),
        ):
            set_shown(part, on)
        self.main.setEnabled(shown and not presenter.locked)

    def _confirm(self) -> None:
        presenter, shown = self.presenter, self.presenter.shown
        if shown is None or presenter.locked:
            return
        question = shown.question.id
        presenter.confirm()
        name, text = _("confirming {question}"), _("{question}: confirmed.")
        self.undoing.offer(
            name.format(question=question),
            text.format(question=question),
            partial(presenter.take_back, question),
            partial(presenter.confirm_again, question),
        )
