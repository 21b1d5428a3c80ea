"""What happened with a partner, narrowed by kind; every change on record is the last of the kinds."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import partial

from desktop.base.dates import day_in_words, day_known
from desktop.base.text import N_, _, folded, language
from desktop.presenters.listing import FilterOption, ListColumn, ListFilter, Listing, RowCell
from desktop.presenters.presenter import Presenter
from desktop.services.timeline import KINDS, TimelineEntry

COLUMNS = (ListColumn("on", N_("Day")), ListColumn("kind", N_("Kind")), ListColumn("detail", N_("What")))
MOST = 5  # beside the page; all of them stand under the tab
EVERY_CHANGE = "changes"  # the kind under which stands what was done in the register itself
KIND = "kind"


class PartnerTimeline:
    """The entries of a partner, None until they are read, and which of them are shown."""

    def __init__(self, presenter: Presenter, read_changes: Callable[[], None]) -> None:
        self._presenter, self._read_changes = presenter, read_changes
        self.listing = timeline_listing(presenter)
        self.entries: Sequence[TimelineEntry] | None = None
        self.kind = ""  # that is shown alone; empty for all of them, as on each page that is opened

    @property
    def shows_changes(self) -> bool:
        """Whether every change on record is shown instead."""
        return self.kind == EVERY_CHANGE

    @property
    def lines(self) -> Sequence[TimelineEntry]:
        """The entries of the kind that is shown, in the order of the column that was chosen, else the newest first."""
        shown = [entry for entry in self.entries or () if self.kind in ("", entry.kind)]
        order = self.listing.order
        if order.column:
            shown.sort(key=partial(_said_in, order.column), reverse=order.descending)
        return shown

    @property
    def filter(self) -> ListFilter:
        """The kinds of which there are some, with how many, and every change."""
        counts: Counter[str] = Counter(entry.kind for entry in self.entries or ())
        kinds = [FilterOption(kind, _(words), counts[kind]) for kind, words in KINDS.items() if counts[kind]]
        chosen = self.kind
        if chosen in KINDS and not counts[chosen]:
            kinds.append(FilterOption(chosen, _(KINDS[chosen]), 0))
        changes = FilterOption(EVERY_CHANGE, _("Every change on record"), None)
        return ListFilter(KIND, _("Kind"), _("Everything"), (*kinds, changes), chosen)

    def narrow(self, kind: str) -> None:
        """Show one kind alone; an empty code shows all of them."""
        self.kind = kind
        self._read_changes() if self.shows_changes else self._presenter.changed()

    def open(self, key: object) -> None:
        """Go to the record of an entry; raises Problem where it has gone meanwhile."""
        entry = next((entry for entry in self.entries or () if entry.key == key), None)
        if entry is not None:
            self._presenter.open_place(entry.place, **entry.arguments)

    @property
    def latest(self) -> Sequence[tuple[str, str]]:
        """The newest entries in a few words each, with their days."""
        return [
            (" · ".join(part for part in (entry.title, entry.detail) if part), day_in_words(entry.on, language()))
            for entry in (self.entries or ())[:MOST]
        ]


def timeline_listing(presenter: Presenter) -> Listing:
    """The list of the timeline of a partner; its order is made by what reads it."""
    title, what = N_("Timeline"), N_("What happened")
    return Listing(presenter, "partner-timeline", title, COLUMNS, first_title=what, by_store=True)


def timeline_cells(entry: TimelineEntry) -> Mapping[str, RowCell]:
    """What an entry says in each column."""
    return {
        "on": RowCell(day_in_words(entry.on, language()), day_known(entry.on)),
        "kind": RowCell(_(KINDS[entry.kind])),
        "detail": RowCell(entry.detail),
    }


def _said_in(column: str, entry: TimelineEntry) -> str:
    if column == "on":
        return entry.on
    return folded({"kind": _(KINDS[entry.kind]), "detail": entry.detail}.get(column, entry.title))
