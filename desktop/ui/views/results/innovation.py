"""One innovation: its form with a day for each stage, the offices that took it up, the persons whom it assisted."""

from collections.abc import Callable, Sequence

from desktop.base.text import _
from desktop.presenters.listing import Listing
from desktop.presenters.results.innovation import InnovationPresenter, ResultRow
from desktop.ui import deeds
from desktop.ui.keyboard import shortcut
from desktop.ui.lists import Row, RowList
from desktop.ui.views.held_form import add_held_form, take_back_or_again
from desktop.ui.views.results.result_form import ProposedPartners
from desktop.ui.views.view import View
from desktop.ui.widgets import (
    Button,
    EmptyState,
    KeyValueGrid,
    Message,
    SectionBox,
    SideHelp,
    UndoLine,
    set_shown,
)


class InnovationView(View[InnovationPresenter]):
    """Ctrl+Enter records, or saves what was corrected; the lists below open what hangs on it."""

    def build(self) -> None:
        """The form, and of one on record what came of it."""
        page, shown = self.page, self.presenter
        page.set_crumbs(
            [
                (_("Pipeline"), lambda: shown.open_place("pipeline")),
                (_("Innovations"), shown.open_list),
                (_("Innovation"), None),
            ]
        )
        reads = _("Your role reads the innovations; colleagues who register partners record them.")
        self.none = page.add(EmptyState("results", reads), 1)
        self.has_form = shown.editable or bool(shown.id)
        set_shown(self.none, not self.has_form)
        page.bar.back(_("Back to the innovations"), shown.open_list)
        if self.has_form:
            self._build_form()

    def _build_form(self) -> None:
        page, shown = self.page, self.presenter
        self.form = add_held_form(self, shown.rows)
        self.form.lock(not shown.editable)
        self.proposed = page.add(ProposedPartners(self))
        none = _("No other office on record. One that takes it up, from a day on, makes it count as replicated.")
        self.replications = self._section(shown.replications, none, shown.open_replication)
        none = _("Nobody on record. A number with the way in which it was counted is enough; groups can follow.")
        self.head_counts = self._section(shown.head_counts, none, shown.open_head_count)
        self.on_record = page.add(SectionBox(_("On record")))
        self.facts = self.on_record.add(KeyValueGrid())
        self.undo = page.add(UndoLine(page))
        self.away = page.add(Button("", self._turn, "link"))
        set_shown(self.on_record, bool(shown.id))
        set_shown(self.away, bool(shown.id) and shown.editable)
        page.add_stretch()
        page.add_side(SideHelp()).set([(_("How it counts"), _why())])
        if shown.editable:
            shortcut(self, deeds.CONTINUE, self._save)
            if shown.id:
                page.bar.other(_("Taken up by another office"), shown.replicate, drawing="add")
                page.bar.other(_("Persons assisted"), shown.assist, drawing="add")
            page.bar.primary(_("Save the corrections") if shown.id else _("Record the innovation"), self._save)

    def _section(self, listing: Listing, none: str, opened: Callable[[object], None]) -> RowList:
        section = self.page.add(SectionBox(listing.title))
        rows = section.add(RowList(listing.title, EmptyState("results", none), fits=True, arrows=True, listing=listing))
        rows.opened.connect(opened)
        set_shown(section, bool(self.presenter.id))
        return rows

    def show_state(self) -> None:
        """Everything from the presenter."""
        shown, page = self.presenter, self.page
        page.set_title(shown.title, shown.state)
        if not self.has_form:
            return
        self.form.show_fields(shown.rows)
        self.form.set_values(shown.fields)
        self.proposed.show_partners()
        self.replications.set_rows(_rows(shown.replication_rows))
        self.head_counts.set_rows(_rows(shown.head_count_rows))
        self.facts.set(shown.facts)
        words = _("Put it back on record") if shown.is_set_aside else _("Recorded by mistake: take it back")
        self.away.setText(words)
        if shown.lacks:
            page.show_message(Message("info", shown.lacks), "lacks")
        else:
            page.clear_message("lacks")

    def _save(self) -> None:
        if self.filled_in(self.form):
            self.presenter.save()

    def _turn(self) -> None:
        take_back_or_again(self.presenter, self.undo)


def _rows(rows: Sequence[ResultRow]) -> Sequence[Row]:
    return [Row(row.key, row.title, row.note, cells=row.cells, brief="") for row in rows]


def _why() -> str:
    return _(
        "A partnership counts as creating solutions with one innovation at the stage of a prototype or later; as "
        "replicated once another office takes one up, from a day on; persons assisted are added up by innovation and "
        "the same persons never twice (¶29 b)."
    )
