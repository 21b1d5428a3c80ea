"""One innovation: its form with a day for each stage, who took it up, whom it assisted, and what shows it."""

from functools import partial

from desktop.base.text import _
from desktop.bundles.innovations import InnovationTold
from desktop.presenters.results.innovation import InnovationPresenter
from desktop.ui.keyboard import ASIDE
from desktop.ui.views.results.head_counts import add_hanging_list, hanging_rows
from desktop.ui.views.results.recorded_form import EvidencedFormView, RecordWords
from desktop.ui.views.results.result_form import beside
from desktop.ui.widgets import Button, Card, Text, set_shown


class InnovationView(EvidencedFormView[InnovationPresenter]):
    """The lists below the form open what hangs on the innovation."""

    @property
    def words(self) -> RecordWords:
        return RecordWords(
            _("Innovations"),
            _("Innovation"),
            _("Your role reads the innovations; colleagues who register partners record them."),
            _("Back to the innovations"),
            _("Record the innovation"),
            _("How it counts"),
            _(
                "A partnership counts as creating solutions with one innovation at the stage of a prototype or later; "
                "as replicated once another office takes one up, from a day on; persons assisted are added up by "
                "innovation and the same persons never twice (¶29 b)."
            ),
        )

    def build_below(self) -> None:
        shown = self.presenter
        self.elsewhere = self.page.add(Card())
        self.elsewhere.setProperty(ASIDE, True)
        self._told: tuple[InnovationTold, ...] | None = None
        self._offers: tuple[bool, ...] = ()
        none = _("No other office on record. One that takes it up, from a day on, makes it count as replicated.")
        self.replications = add_hanging_list(self, shown.replications, none, shown.open_replication)
        none = _("Nobody on record. A number with the way in which it was counted is enough; groups can follow.")
        self.head_counts = add_hanging_list(self, shown.head_counts, none, shown.open_head_count)

    def fill_bar_beside(self) -> None:
        bar, shown = self.page.bar, self.presenter
        if shown.id:
            bar.other(_("Taken up by another office"), shown.replicate, drawing="add")
            bar.other(_("Persons assisted"), shown.assist, drawing="add")

    def show_below(self) -> None:
        super().show_below()
        self.replications.set_rows(hanging_rows(self.presenter.replication_rows))
        self.head_counts.set_rows(hanging_rows(self.presenter.head_count_rows))
        self._show_elsewhere()

    def _show_elsewhere(self) -> None:
        """What other offices have that is like it, each with what can be done about it."""
        shown = self.presenter
        likely = tuple(shown.like_elsewhere)
        offers = tuple(shown.took_up(own) for own in likely)
        set_shown(self.elsewhere, bool(likely))
        if (likely, offers) == (self._told, self._offers):
            return
        self._told, self._offers = likely, offers
        self.elsewhere.clear()
        self.elsewhere.add(Text(_("Other offices have something like it"), "strong"))
        for own, took_up in zip(likely, offers, strict=True):
            self.elsewhere.add(Text(shown.told(own), measure=0))
            if not shown.editable:
                continue
            if took_up:
                words = _("Record that {office} took it up").format(office=own.office)
                self.elsewhere.add(beside(Button(words, partial(self._note, own), "link")))
            else:
                words = _("It began there: we took it over from {office}").format(office=own.origin or own.office)
                self.elsewhere.add(beside(Button(words, partial(shown.began_there, own), "link")))

    def _note(self, own: InnovationTold) -> None:
        replication_id = self.presenter.note_taken_up(own)
        sentence = _("It is recorded that {office} took it up.").format(office=own.office)
        turn = partial(self.presenter.take_back, replication_id)
        self.undo.offer_after(_("recording it"), sentence, partial(turn, True), partial(turn, False))
