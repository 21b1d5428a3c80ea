"""Everything that was signed before the program, of the office or of all offices, as a list (¶1)."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from desktop.base.dates import day_in_words, day_known
from desktop.base.progress import Runner
from desktop.base.text import N_, _, language, pick, plural
from desktop.base.values import JsonObject
from desktop.presenters.listing import FilterOption, ListColumn, ListFilter, Listing, RowCell
from desktop.presenters.narrowed_list import NarrowedList
from desktop.presenters.office_filters import AT_HEADQUARTERS, office_cells, office_filters
from desktop.services.agreements import earlier
from desktop.services.agreements.earlier import EarlierStanding
from desktop.services.office import office_profile

if TYPE_CHECKING:
    from desktop.office import Office

COLUMNS = (
    ListColumn("reference", N_("Reference")),
    ListColumn("title", N_("What was agreed"), shown=False),  # it stands below the partner
    ListColumn("type", N_("Type"), shown=False),
    ListColumn("signed", N_("Signed on")),
    ListColumn("ends", N_("Ends on"), shown=False),
    ListColumn("due", N_("Due diligence by")),
    ListColumn("scan", N_("Scan")),
    ListColumn("by", N_("Signed by"), shown=False),
    ListColumn("state", N_("State")),
)
HIDDEN_AT_HEADQUARTERS = ("reference", "scan")  # at first: the office wants its room
OF_ALL_OFFICES = (
    *AT_HEADQUARTERS,
    *(replace(column, shown=column.shown and column.key not in HIDDEN_AT_HEADQUARTERS) for column in COLUMNS),
)
YEAR = 4  # letters of an ISO day


class Lacks(StrEnum):
    """What a *signed before* is found by."""

    DUE = "due"
    LATE = "late"
    SCAN = "scan"
    NOTHING = "nothing"


LACKS: Mapping[Lacks, str] = {
    Lacks.DUE: N_("Due diligence to be made"),
    Lacks.LATE: N_("Due diligence is late"),
    Lacks.SCAN: N_("Without a scan"),
    Lacks.NOTHING: N_("Nothing is lacking"),
}


@dataclass(frozen=True)
class SignedBeforeLine:
    """One of them in words, and what stands in the columns."""

    id: str
    partner: str
    office: str
    type: str
    year: str
    lacks: frozenset[Lacks]
    note: str
    tone: str
    state: str
    cells: Mapping[str, RowCell]


class SignedBeforePresenter(NarrowedList):
    """All of them, read away from the window, the newest first."""

    shows = frozenset({"earlier_agreement", "partner", "partnership", "decision", "clearance"})

    def __init__(self, office: "Office", runner: Runner) -> None:
        super().__init__(office, runner)
        columns = OF_ALL_OFFICES if office.is_hq else COLUMNS
        title = N_("Signed before the program")
        self.listing = Listing(self, "signed_before", title, columns, first_title=N_("Partner"))
        self.every: Sequence[SignedBeforeLine] = ()

    def refresh(self) -> None:
        """Read them again."""
        work, is_hq = self.office.work, self.office.is_hq
        if not self.is_read:
            self.changed()

        def read() -> tuple[Sequence[EarlierStanding], Mapping[str, str]]:
            with work.store.read() as session:
                standings = earlier.every(session)
            return standings, office_profile.regions(work) if is_hq else {}

        self.runner.quietly(read, lambda answer: self._show(*answer))

    def _show(self, standings: Sequence[EarlierStanding], regions: Mapping[str, str]) -> None:
        self.is_read, self._regions = True, regions
        self.every = [self._line(standing) for standing in standings]
        self.changed()

    def _line(self, standing: EarlierStanding) -> SignedBeforeLine:
        signed, spoken = standing.agreement, language()
        due = (signed.diligence_due_on or "") if standing.is_due else ""
        is_late = bool(due) and due < self.office.work.today().isoformat()
        lacks = {Lacks.DUE} if due else set()  # what was over when it was recorded has no day
        lacks |= {Lacks.LATE} if is_late else set()
        lacks |= set() if signed.scan else {Lacks.SCAN}
        kind = self.office.definitions.agreements.get(signed.type)
        state = _(LACKS[Lacks.LATE if is_late else Lacks.DUE]) if due else _("Signed before")
        region = self.office.definitions.regions.labels.get(self._regions.get(signed.office, ""), "")
        cells = {
            "reference": RowCell(signed.reference),
            "title": RowCell(signed.title),
            "type": RowCell(pick(kind.name) if kind is not None else signed.type),
            "signed": RowCell(day_in_words(signed.signed, spoken), day_known(signed.signed) or signed.signed or None),
            "ends": RowCell(day_in_words(signed.ends_on, spoken), day_known(signed.ends_on)),
            "due": RowCell(day_in_words(due, spoken), day_known(due)),
            "scan": RowCell(_("yes") if signed.scan else _("no")),
            "by": RowCell(signed.signed_by),
            "state": RowCell(state),
            **(office_cells(signed.office, region) if self.office.is_hq else {}),
        }
        shown = ("office", "reference", "title", "signed")
        note = " · ".join(cells[name].text for name in shown if name in cells and cells[name].text)
        tone = "bad" if is_late else "warn" if due else "neutral"
        return SignedBeforeLine(
            signed.id,
            standing.partner,
            signed.office,
            signed.type,
            signed.signed[:YEAR],
            frozenset(lacks or {Lacks.NOTHING}),
            note,
            tone,
            state,
            cells,
        )

    def brief(self, line: SignedBeforeLine) -> str:
        """The second line beside columns: what was agreed and its reference, unless they are among them."""
        return self.listing.brief({name: line.cells[name].text for name in ("title", "reference")})

    # --- what is shown

    @property
    def lines(self) -> Sequence[SignedBeforeLine]:
        """Those that the filters leave."""
        of, is_left = self.listing.filter, self.narrowing()
        return [
            line
            for line in self.every
            if of("type") in ("", line.type)
            and of("year") in ("", line.year)
            and (not of("lacks") or of("lacks") in line.lacks)
            and is_left(line.office, line.partner, line.cells)
        ]

    @property
    def state(self) -> str:
        """How many there are, and of how many due diligence is to be made."""
        if not self.every:
            return ""
        counted = plural("{count} signed before", "{count} signed before", len(self.every))
        due = sum(Lacks.DUE in line.lacks for line in self.every)
        late = sum(Lacks.LATE in line.lacks for line in self.every)
        return _("{counted}; due diligence to be made: {due}, late: {late}.").format(
            counted=counted, due=due, late=late
        )

    @property
    def filtered(self) -> bool:
        """Whether anything narrows the list."""
        return bool(self.text) or self.listing.is_narrowed

    @property
    def filters(self) -> tuple[ListFilter, ...]:
        """By what it can be narrowed, with how many each choice would leave."""
        kinds = [(code, pick(kind.name)) for code, kind in self.office.definitions.agreements.items()]
        years = [(year, year) for year in sorted({line.year for line in self.every if line.year}, reverse=True)]
        lacking = [(code, _(words)) for code, words in LACKS.items()]
        own = (
            self._filter("lacks", _("Lacking"), _("Whatever is lacking"), lacking, lambda x, code: code in x.lacks),
            self._filter("type", _("Type"), _("All types"), kinds, lambda x, code: x.type == code),
            self._filter("year", _("Signed in"), _("All years"), years, lambda x, code: x.year == code),
        )
        if not self.office.is_hq:
            return own
        counts = Counter(line.office for line in self.every)
        return (*office_filters(self.listing, self._regions, self.office.definitions.regions.labels, counts), *own)

    def _filter(
        self,
        name: str,
        title: str,
        everything: str,
        choices: Sequence[tuple[str, str]],
        leaves: Callable[[SignedBeforeLine, str], bool],
    ) -> ListFilter:
        code = self.listing.filter(name)
        options = [FilterOption(key, words, sum(leaves(x, key) for x in self.every)) for key, words in choices]
        return ListFilter(name, title, everything, tuple(o for o in options if o.count or o.code == code), code)

    # --- gestures

    def way(self, key: object) -> tuple[str, JsonObject]:
        """Where a row leads."""
        return "earlier", {"id": str(key)}
