"""One use of a name or an emblem: its form, what agreements foresee, what was decided, what shows it."""

from functools import partial

from desktop.base.text import _
from desktop.presenters.results.visibility_use import VisibilityUsePresenter
from desktop.services.results.visibility import VisibilityProposal
from desktop.ui.comparison import Point, Points
from desktop.ui.keyboard import ASIDE
from desktop.ui.views.results.recorded_form import EvidencedFormView, RecordWords
from desktop.ui.views.results.result_form import beside
from desktop.ui.widgets import Button, Card, SectionBox, Text, set_shown


class VisibilityUseView(EvidencedFormView[VisibilityUsePresenter]):
    """Ctrl+Enter records, or saves what was corrected; the first button beside it takes down what hangs."""

    @property
    def words(self) -> RecordWords:
        return RecordWords(
            _("Names and emblems shown"),
            _("Use"),
            _("Your role reads where names and emblems are shown; colleagues who register partners record it."),
            _("Back to the names and emblems"),
            _("Record the use"),
            _("What it is for"),
            _(
                "A partner uses the name and emblem of IOM only with a written approval, for what it says and until "
                "its last day, and never so that IOM seems to recommend it (¶24). What hangs beyond that day, and what "
                "nobody approved, stands on Today of whoever is in charge of the partnership."
            ),
        )

    def build_above(self) -> None:
        self.foreseen = self.page.add(Card())
        self.foreseen.setProperty(ASIDE, True)
        self._proposals: tuple[VisibilityProposal, ...] | None = None

    def build_below(self) -> None:
        title = _("What the decision on the partnership asks for")
        self.asked = self.page.add(SectionBox(title))
        self.conditions = self.asked.add(Points())

    def fill_bar_beside(self) -> None:
        if self.presenter.id:
            self.down = self.page.bar.other(_("Taken down today"), self._take_down, drawing="check")
            set_shown(self.down, self.presenter.hangs)

    def show_below(self) -> None:
        super().show_below()
        shown = self.presenter
        conditions = shown.conditions
        self.conditions.set([Point(text, note) for text, note in conditions])
        set_shown(self.asked, bool(conditions))
        self._show_proposals()
        if shown.id and shown.editable and not self.looked_at.is_shown:
            set_shown(self.down, shown.hangs)

    def _show_proposals(self) -> None:
        shown = self.presenter
        proposals = tuple(shown.proposals) if shown.editable else ()
        set_shown(self.foreseen, bool(proposals))
        if proposals == self._proposals:
            return
        self._proposals = proposals
        self.foreseen.clear()
        self.foreseen.add(Text(_("The agreement foresees it: choose one to fill the form in"), "strong"))
        for proposal in proposals:
            words = " · ".join(part for part in (proposal.use.material, proposal.use.place, proposal.reference) if part)
            self.foreseen.add(beside(Button(words.replace("&", "&&"), partial(shown.propose, proposal), "link")))

    def _take_down(self) -> None:
        sentence = _("It is recorded as taken down today. Add a photograph that shows it.")
        self.undo.do_and_offer(self.presenter.take_down, True, _("taking it down"), sentence)
