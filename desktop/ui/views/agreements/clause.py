"""A clause of the library on a page: its text first, then who uses it and when, then the other languages."""

from itertools import groupby

from desktop.base.text import LANGUAGE_NAMES, _
from desktop.presenters.agreements.clause import ClausePresenter, clause_text
from desktop.ui.theme import look
from desktop.ui.views.view import View
from desktop.ui.widgets import Card, KeyValueGrid, Text

DEEPER = 1.5  # em that what stands under a condition is set in


class ClauseView(View[ClausePresenter]):
    """Nothing is changed here: a clause is changed in an agreement."""

    def build(self) -> None:
        """The text in the language spoken, its uses, and the text in the others."""
        page, clause = self.page, self.presenter.read
        page.set_crumbs(((_("Agreements"), self.presenter.open_agreements), (_("Clause of the library"), None)))
        page.set_title(clause.title, clause.state)
        first, *others = clause.languages
        self._add_text(first)
        uses = page.add_section(_("Types of agreement that have it")).add(Card())
        self.uses = uses.add(KeyValueGrid(clause.uses or [(_("none"), "")]))
        for code in others:
            self._add_text(code)
        page.add_stretch()
        side = page.add_side(Card(_("What may be changed")))
        side.add(Text(clause.changes))
        facts = [(_("Filled in by each agreement"), "\n".join(clause.filled_in))] if clause.filled_in else []
        if clause.says_for:
            facts.append((_("In the short form, it stands for"), clause.says_for))
        if facts:
            side.add(KeyValueGrid(facts, stacked=True))

    def _add_text(self, code: str) -> None:
        clause = self.presenter.read
        title = clause.clause.title[code] if code != clause.languages[0] else ""
        card = self.page.add_section(LANGUAGE_NAMES[code], title).add(Card())
        alike = groupby(self.presenter.read.text(code), lambda line: (line.depth, line.condition))
        for (depth, condition), lines in alike:
            text = Text(clause_text(lines), "note" if condition else "body")
            text.setContentsMargins(round(look().em(DEEPER * depth)), 0, 0, 0)
            card.add(text)

    def show_state(self) -> None:
        """Nothing on this page changes."""
