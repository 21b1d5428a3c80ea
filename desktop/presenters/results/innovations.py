"""The list of innovations: how far each came, who took it up, whom it assisted."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.base.numbers import format_number
from desktop.base.progress import Runner
from desktop.base.text import N_, _, language, pick, plural
from desktop.base.values import JsonObject
from desktop.presenters.listing import FilterOption, ListColumn, ListFilter, Listing, RowCell
from desktop.presenters.narrowed_list import NarrowedList
from desktop.presenters.office_filters import AT_HEADQUARTERS, office_cells, office_filters
from desktop.presenters.presenter import Tone
from desktop.presenters.results.innovation import stage_in_words
from desktop.services.office import office_profile
from desktop.services.office.rights import Right, may
from desktop.services.results import innovations
from desktop.services.results.innovations import ListedInnovation

if TYPE_CHECKING:
    from desktop.office import Office

COLUMNS = (
    ListColumn("sort", N_("What it is"), shown=False),
    ListColumn("partner", N_("Partner")),
    ListColumn("partnership", N_("Partnership"), shown=False),
    ListColumn("replications", N_("Taken up by")),
    ListColumn("persons", N_("Persons assisted"), figures=True),
    ListColumn("stage", N_("Stage")),
)


@dataclass(frozen=True)
class InnovationRow:
    """An innovation as a row."""

    key: str
    title: str
    note: str
    brief: str
    tone: Tone
    word: str
    stage: str
    is_replicated: bool
    office: str
    cells: Mapping[str, RowCell]


class InnovationsPresenter(NarrowedList):
    """Every innovation, read away from the window, by name."""

    shows = frozenset({"result", "partner"})

    def __init__(self, office: "Office", runner: Runner, partnership: str = "") -> None:
        super().__init__(office, runner)
        columns = (*AT_HEADQUARTERS, *COLUMNS) if office.is_hq else COLUMNS
        self.listing = Listing(self, "innovations", N_("Innovations"), columns, first_title=N_("What it is called"))
        self.partnership = partnership
        self.every: Sequence[InnovationRow] = ()

    @property
    def may_add(self) -> bool:
        """Whether this reader's role records innovations of this office."""
        return may(self.office.user, Right.REGISTER) and not self.office.is_hq

    def refresh(self) -> None:
        """Read them again."""
        work, partnership = self.office.work, self.partnership
        if not self.is_read:
            self.changed()

        def read() -> tuple[Sequence[InnovationRow], Mapping[str, str]]:
            regions, lines = office_profile.regions(work), innovations.listed(work)
            own = (line for line in lines if partnership in ("", line.partnership_id))
            return [self._row(line, regions) for line in own], regions

        self.runner.quietly(read, self._show)

    def _show(self, answer: tuple[Sequence[InnovationRow], Mapping[str, str]]) -> None:
        self.every, self._regions = answer
        self.is_read = True
        self.changed()

    def _row(self, own: ListedInnovation, regions: Mapping[str, str]) -> InnovationRow:
        spoken, definitions = language(), self.office.definitions
        sorts, stage = definitions.results.sorts, stage_in_words(definitions.results, own.stage)
        offices = ", ".join(own.taken_up_by)
        region = definitions.regions.labels.get(regions.get(own.office, ""), "")
        persons = format_number(own.persons, spoken) if own.persons else ""
        cells = {
            **office_cells(own.office, region),
            "sort": RowCell(pick(sorts[own.sort]) if own.sort in sorts else own.sort),
            "partner": RowCell(own.partner),
            "partnership": RowCell(own.partnership),
            "replications": RowCell(offices),
            "persons": RowCell(persons, own.persons or None),
            "stage": RowCell(stage, definitions.results.stage_order.get(own.stage)),
        }
        note = " · ".join(part for part in (own.partner, offices, persons) if part)
        tone = Tone.GOOD if own.counts else Tone.NEUTRAL
        brief = self.listing.brief({"partnership": own.partnership})
        replicated = bool(own.taken_up_by)
        return InnovationRow(own.id, own.title, note, brief, tone, stage, own.stage, replicated, own.office, cells)

    # --- what is shown

    @property
    def lines(self) -> Sequence[InnovationRow]:
        """Those that the filters leave."""
        of, is_left = self.listing.filter, self.narrowing()
        return [
            row for row in self.every if of("stage") in ("", row.stage) and is_left(row.office, row.title, row.cells)
        ]

    @property
    def state(self) -> str:
        """How many innovations, and how many other offices took up."""
        if not self.is_read:
            return ""
        parts = [plural("{count} innovation on record", "{count} innovations on record", len(self.every))]
        if taken_up := sum(row.is_replicated for row in self.every):
            parts.append(
                plural("{count} taken up by another office", "{count} taken up by another office each", taken_up)
            )
        return " · ".join(parts)

    @property
    def filters(self) -> tuple[ListFilter, ...]:
        """By what it can be narrowed, with how many rows each choice would leave."""
        stage, rules = self.listing.filter("stage"), self.office.definitions.results
        counts = Counter(row.stage for row in self.every)
        stages = tuple(
            FilterOption(own.id, pick(own.label), counts[own.id])
            for own in rules.stages
            if counts[own.id] or own.id == stage
        )
        own_filter = ListFilter("stage", _("Stage"), _("All stages"), stages, stage)
        if not self.office.is_hq:
            return (own_filter,)
        offices = Counter(row.office for row in self.every)
        regions = self.office.definitions.regions.labels
        return (own_filter, *office_filters(self.listing, self._regions, regions, offices))

    # --- gestures

    def way(self, key: object) -> tuple[str, JsonObject]:
        """Where a row leads."""
        return "innovation", {"id": str(key)}

    def add(self) -> None:
        """Record an innovation."""
        self.open_place("innovation", **({"partnership": self.partnership} if self.partnership else {}))
