"""Every entry of time and money of a year, narrowed by source, purpose and office."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from desktop.base.dates import day_in_words, day_known
from desktop.base.numbers import format_money, number_in_words
from desktop.base.places import DOLLARS
from desktop.base.progress import Runner
from desktop.base.text import N_, _, language, pick
from desktop.base.values import JsonObject
from desktop.presenters.listing import FilterOption, ListColumn, ListFilter, Listing, RowCell
from desktop.presenters.narrowed_list import NarrowedList
from desktop.presenters.office_filters import AT_HEADQUARTERS, office_cells, office_filters
from desktop.presenters.results.cost import counted, spent_in_words
from desktop.services.office import office_profile, people
from desktop.services.office.rights import Right, may
from desktop.services.results import function_costs
from desktop.services.results.function_costs import CostEntry

if TYPE_CHECKING:
    from desktop.office import Office

COLUMNS = (
    ListColumn("on", N_("Day")),
    ListColumn("purpose", N_("What for")),
    ListColumn("source", N_("Who pays")),
    ListColumn("who", N_("By whom"), shown=False),
    ListColumn("words", N_("In a few words"), shown=False),
    ListColumn("hours", N_("Hours"), figures=True),
    ListColumn("amount", N_("Amount"), figures=True),
    ListColumn("usd", N_("US dollars"), figures=True, shown=False),
)


@dataclass(frozen=True)
class CostLine:
    """An entry as a row."""

    entry: CostEntry
    title: str
    note: str
    brief: str
    cells: Mapping[str, RowCell]


class CostEntriesPresenter(NarrowedList):
    """The entries of a `year`, read away from the window; of the present one where none is given."""

    shows = frozenset({"function_cost", "partner", "officer"})

    def __init__(self, office: "Office", runner: Runner, year: str = "") -> None:
        super().__init__(office, runner)
        columns = (*AT_HEADQUARTERS, *COLUMNS) if office.is_hq else COLUMNS
        self.listing = Listing(self, "cost-entries", N_("Time and money spent"), columns, first_title=N_("Partner"))
        self.year = int(year) if year.isascii() and year.isdigit() and 1000 <= int(year) <= 8999 else 0
        self.year = self.year or office.work.today().year
        self.every: Sequence[CostLine] = ()
        self._names: Mapping[str, str] = {}

    @property
    def may_add(self) -> bool:
        """Whether this reader's role records what was spent in this office."""
        return may(self.office.user, Right.REGISTER) and not self.office.is_hq

    def refresh(self) -> None:
        """Read them again."""
        work, year = self.office.work, self.year
        if not self.is_read:
            self.changed()
        self.runner.quietly(
            lambda: (function_costs.every(work, year), office_profile.regions(work), people.names(work.store)),
            self._show,
        )

    def _show(self, answer: tuple[Sequence[CostEntry], Mapping[str, str], Mapping[str, str]]) -> None:
        entries, self._regions, self._names = answer
        self.is_read = True
        self.every = [self._line(entry) for entry in entries]
        self.changed()

    def _line(self, entry: CostEntry) -> CostLine:
        cost, spoken, rules = entry.cost, language(), self.office.definitions.function
        title = entry.partner or _("The function as a whole")
        purposes, sources = rules.labels("purposes"), rules.labels("sources")
        purpose = pick(purposes[cost.purpose]) if cost.purpose in purposes else cost.purpose
        source = pick(sources[cost.source]) if cost.source in sources else cost.source
        day, hours = day_in_words(cost.spent_on, spoken), Decimal(cost.hours) if cost.hours else None
        amount = Decimal(cost.amount) if cost.amount else None
        usd = Decimal(cost.amount_usd) if cost.amount_usd else None
        region = self.office.definitions.regions.labels.get(self._regions.get(cost.office, ""), "")
        cells = {
            **office_cells(cost.office, region),
            "on": RowCell(day, day_known(cost.spent_on)),
            "purpose": RowCell(purpose),
            "source": RowCell(source),
            "who": RowCell(self._names.get(cost.officer_id, "")),
            "words": RowCell(cost.description),
            "hours": RowCell(number_in_words(cost.hours, spoken) if cost.hours else "", hours),
            "amount": RowCell(format_money(cost.amount, cost.currency, spoken) if cost.amount else "", amount),
            "usd": RowCell(format_money(cost.amount_usd, DOLLARS, spoken) if cost.amount_usd else "", usd),
        }
        note = " · ".join(part for part in (day, spent_in_words(cost), purpose, source) if part)
        return CostLine(entry, title, note, self.listing.brief({"words": cost.description}), cells)

    # --- what is shown

    @property
    def lines(self) -> Sequence[CostLine]:
        """Those that the filters leave."""
        of, is_left = self.listing.filter, self.narrowing()
        return [
            line
            for line in self.every
            if of("source") in ("", line.entry.cost.source)
            and of("purpose") in ("", line.entry.cost.purpose)
            and is_left(line.entry.cost.office, line.title, line.cells)
        ]

    @property
    def state(self) -> str:
        """The year, and how many entries it has."""
        return " · ".join((str(self.year), counted(len(self.every)))) if self.is_read else ""

    @property
    def filters(self) -> tuple[ListFilter, ...]:
        """By what it can be narrowed, with how many rows each choice would leave."""
        rules = self.office.definitions.function
        own = tuple(
            self._filter(name, title, everything, {code: pick(label) for code, label in rules.labels(kind).items()})
            for name, title, everything, kind in (
                ("source", _("Who pays"), _("Whoever pays"), "sources"),
                ("purpose", _("What for"), _("Whatever for"), "purposes"),
            )
        )
        if not self.office.is_hq:
            return own
        counts = Counter(line.entry.cost.office for line in self.every)
        labels = self.office.definitions.regions.labels
        return (*own, *office_filters(self.listing, self._regions, labels, counts))

    def _filter(self, name: str, title: str, everything: str, labels: Mapping[str, str]) -> ListFilter:
        chosen, counts = self.listing.filter(name), Counter(str(getattr(line.entry.cost, name)) for line in self.every)
        choices = tuple(
            FilterOption(code, words, counts[code]) for code, words in labels.items() if counts[code] or code == chosen
        )
        return ListFilter(name, title, everything, choices, chosen)

    # --- gestures

    def way(self, key: object) -> tuple[str, JsonObject]:
        """Where a row leads."""
        return "cost", {"id": str(key)}

    def add(self) -> None:
        """Record time or money."""
        self.open_place("cost")
