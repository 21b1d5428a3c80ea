"""Two offices' records that may be one company, at Headquarters: those to rule on, and those ruled on."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.base.progress import Runner
from desktop.base.text import N_, _, folded, plural
from desktop.base.values import JsonObject
from desktop.presenters.listing import FilterOption, ListColumn, ListFilter, Listing, RowCell
from desktop.presenters.narrowed_list import NarrowedList
from desktop.presenters.office_filters import office_filters, offices_chosen
from desktop.presenters.registry.same_company_words import ruling_words, signs_words, weighed_words
from desktop.services.office import office_profile
from desktop.services.registry import one_company
from desktop.services.registry.one_company import CompanyPair
from desktop.store.states import RulingKind

if TYPE_CHECKING:
    from desktop.office import Office

OPEN = "open"  # the filter of those on which nobody ruled, or ruled that he is not sure
COLUMNS = (
    ListColumn("other", N_("The other record")),
    ListColumn("offices", N_("Offices")),
    ListColumn("for", N_("What speaks for it")),
    ListColumn("against", N_("What speaks against it"), shown=False),
    ListColumn("ruling", N_("Ruling")),
    ListColumn("reason", N_("Reason"), shown=False),
)


@dataclass(frozen=True)
class PairLine:
    """Two records in words, and what stands in the columns."""

    pair: CompanyPair
    note: str
    tone: str
    ruling: str
    cells: Mapping[str, RowCell]


class SameCompaniesPresenter(NarrowedList):
    """The pairs, compared away from the window; without a filter, those that wait for a ruling."""

    shows = frozenset({"company_ruling"})

    def __init__(self, office: "Office", runner: Runner) -> None:
        super().__init__(office, runner)
        title = N_("One company in several offices")
        self.listing = Listing(self, "same_companies", title, COLUMNS, first_title=N_("One record"))
        self.every: Sequence[PairLine] = ()

    def refresh(self) -> None:
        """Compare them again."""
        work = self.office.work
        if not self.is_read:
            self.changed()

        def read() -> tuple[Sequence[CompanyPair], Mapping[str, str]]:
            return one_company.pairs(work), office_profile.regions(work)

        self.runner.quietly(read, lambda answer: self._show(*answer))

    def _show(self, pairs: Sequence[CompanyPair], regions: Mapping[str, str]) -> None:
        self.is_read, self._regions = True, regions
        self.every = [self._line(pair) for pair in pairs]
        self.changed()

    def _line(self, pair: CompanyPair) -> PairLine:
        tone, ruling = ruling_words(pair.ruling)
        offices = f"{pair.first.office}, {pair.second.office}"
        cells = {
            "other": RowCell(pair.second.name),
            "offices": RowCell(offices),
            "for": RowCell(signs_words(pair.speaks_for)),
            "against": RowCell(signs_words(pair.speaks_against)),
            "ruling": RowCell(ruling),
            "reason": RowCell(pair.reason),
        }
        note = " · ".join(part for part in (pair.second.name, offices, weighed_words(pair)) if part)
        return PairLine(pair, note, tone, ruling, cells)

    # --- what is shown

    @property
    def lines(self) -> Sequence[PairLine]:
        """The pairs that the filters leave."""
        chosen, words = offices_chosen(self.listing, self._regions), folded(self.text).split()
        return [
            line
            for line in self.every
            if self._is_of(line, self.listing.filter("ruling") or OPEN)
            and (chosen is None or {line.pair.first.office, line.pair.second.office} & chosen)
            and all(word in folded(f"{line.pair.first.name} {line.note}") for word in words)
        ]

    @staticmethod
    def _is_of(line: PairLine, code: str) -> bool:
        ruling = line.pair.ruling
        return ruling in ("", RulingKind.UNSURE) if code == OPEN else ruling == code

    @property
    def state(self) -> str:
        """How many wait for a ruling."""
        if not self.is_read:
            return _("Comparing the partners of the offices…")
        waiting = sum(self._is_of(line, OPEN) for line in self.every)
        return plural("{count} pair waits for a ruling.", "{count} pairs wait for a ruling.", waiting)

    @property
    def filtered(self) -> bool:
        """Whether anything narrows the list."""
        return bool(self.text) or self.listing.is_narrowed

    @property
    def is_empty(self) -> bool:
        """Whether no pair waits, with nothing that narrows them further."""
        return self.is_read and not self.lines and not self.filtered

    @property
    def filters(self) -> tuple[ListFilter, ...]:
        """By ruling, office and region, with what each choice would leave; none before the pairs were compared."""
        if not self.is_read:
            return ()
        choices = ((OPEN, _("To rule on")), *((kind, ruling_words(kind)[1]) for kind in RulingKind))
        code = self.listing.filter("ruling")
        options = [FilterOption(key, words, sum(self._is_of(x, key) for x in self.every)) for key, words in choices]
        options = [option for option in options if option.count or option.code == code]
        of = [line for line in self.every if self._is_of(line, code or OPEN)]
        counts = Counter(office for line in of for office in (line.pair.first.office, line.pair.second.office))
        offices = office_filters(self.listing, self._regions, self.office.definitions.regions.labels, counts)
        return (ListFilter("ruling", _("Ruling"), _("To rule on"), tuple(options[1:]), code), *offices)

    # --- gestures

    def way(self, key: object) -> tuple[str, JsonObject]:
        """Where a row leads."""
        first, second = str(key).split()
        return "same_company", {"first": first, "second": second}
