"""The list of activities: what kind, with whom, where and when, and what lacks before one counts."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.base import places
from desktop.base.dates import day_in_words, day_known
from desktop.base.progress import Runner
from desktop.base.text import N_, _, language, pick, plural
from desktop.base.values import JsonObject
from desktop.presenters.listing import FilterOption, ListColumn, ListFilter, Listing, RowCell
from desktop.presenters.narrowed_list import NarrowedList
from desktop.presenters.office_filters import AT_HEADQUARTERS, office_cells, office_filters
from desktop.presenters.presenter import Tone
from desktop.presenters.results.activity import lacks_in_words
from desktop.services.office import office_profile
from desktop.services.office.rights import Right, may
from desktop.services.results import activities
from desktop.services.results.activities import ActivityLine

if TYPE_CHECKING:
    from desktop.office import Office

COLUMNS = (
    ListColumn("kind", N_("What it is")),
    ListColumn("partners", N_("Partners")),
    ListColumn("roles", N_("Who takes which part"), shown=False),
    ListColumn("countries", N_("Countries")),
    ListColumn("on", N_("Day")),
    ListColumn("project", N_("Project code"), shown=False),
    ListColumn("themes", N_("Themes"), shown=False),
    ListColumn("state", N_("State")),
)
COUNTS, LACKING, NOWHERE = "counts", "lacking", "nowhere"


@dataclass(frozen=True)
class ActivityRow:
    """An activity as a row; `state` is COUNTS, LACKING, or NOWHERE of what no indicator is about."""

    key: str
    title: str
    note: str
    brief: str
    tone: Tone
    word: str
    state: str
    kind: str
    year: str
    office: str
    cells: Mapping[str, RowCell]


class ActivitiesPresenter(NarrowedList):
    """Every activity, read away from the window, the latest day first."""

    shows = frozenset({"activity", "partner"})

    def __init__(self, office: "Office", runner: Runner, partnership: str = "", state: str = "") -> None:
        super().__init__(office, runner)
        columns = (*AT_HEADQUARTERS, *COLUMNS) if office.is_hq else COLUMNS
        self.listing = Listing(self, "activities", N_("Activities"), columns, first_title=N_("What it is called"))
        self.partnership = partnership
        self.every: Sequence[ActivityRow] = ()
        if state:
            self.listing.narrow(state=state, kind="", year="", office="", region="")

    @property
    def may_add(self) -> bool:
        """Whether this reader's role records activities of this office."""
        return may(self.office.user, Right.REGISTER) and not self.office.is_hq

    def refresh(self) -> None:
        """Read them again."""
        work = self.office.work
        if not self.is_read:
            self.changed()

        def read() -> tuple[Sequence[ActivityRow], Mapping[str, str]]:
            regions, lines = office_profile.regions(work), activities.every(work)
            own = (line for line in lines if self.partnership in ("", line.activity.partnership_id))
            return [self._row(line, regions) for line in own], regions

        self.runner.quietly(read, self._show)

    def _show(self, answer: tuple[Sequence[ActivityRow], Mapping[str, str]]) -> None:
        self.every, self._regions = answer
        self.is_read = True
        self.changed()

    def _row(self, line: ActivityLine, regions: Mapping[str, str]) -> ActivityRow:
        own, spoken, definitions = line.activity, language(), self.office.definitions
        labels = definitions.results.labels("activities")
        kind = pick(labels[own.kind]) if own.kind in labels else own.kind
        partners = ", ".join(line.partners.values())
        day = activities.day_of_activity(own)
        countries = ", ".join(sorted(places.country_name(code, spoken) for code in own.countries))
        themes = definitions.strategy.labels("themes")
        lacks, counts = lacks_in_words(definitions.indicators.reasons, line), bool(line.counts_for.counted)
        if own.edition_of and not line.lacks and not counts:
            state, tone, word = NOWHERE, Tone.NEUTRAL, _("one work with its first edition")
        elif counts:
            state, tone = COUNTS, Tone.WARN if lacks else Tone.GOOD
            word = _("counts; not everywhere: {what}").format(what=lacks) if lacks else _("does count")
        elif lacks:
            state, tone, word = LACKING, Tone.WARN, _("not counted: {what}").format(what=lacks)
        else:
            state, tone, word = NOWHERE, Tone.NEUTRAL, _("for no indicator")
        region = definitions.regions.labels.get(regions.get(own.office, ""), "")
        cells = {
            **office_cells(own.office, region),
            "kind": RowCell(kind),
            "partners": RowCell(partners),
            "roles": RowCell(self._roles(line)),
            "countries": RowCell(countries),
            "on": RowCell(day_in_words(day, spoken), day_known(day)),
            "project": RowCell(own.project_code),
            "themes": RowCell(", ".join(pick(themes[code]) for code in own.themes if code in themes)),
            "state": RowCell(word),
        }
        return ActivityRow(
            own.id,
            own.title,
            " · ".join(part for part in (kind, partners, day_in_words(day, spoken)) if part),
            self.listing.brief({"project": own.project_code}),
            tone,
            word,
            state,
            own.kind,
            day[:4],
            own.office,
            cells,
        )

    def _roles(self, line: ActivityLine) -> str:
        """Each partner with its part: “Teranga: Finances, Hosts”."""
        labels = self.office.definitions.results.roles
        parts = {
            line.partners.get(partner, ""): ", ".join(pick(labels[role]) for role in roles if role in labels)
            for partner, roles in line.roles.items()
        }
        return "; ".join(
            _("{name}: {text}").format(name=name, text=roles) for name, roles in parts.items() if name and roles
        )

    # --- what is shown

    @property
    def lines(self) -> Sequence[ActivityRow]:
        """Those that the filters leave."""
        of, is_left = self.listing.filter, self.narrowing()
        return [
            row
            for row in self.every
            if of("state") in ("", row.state)
            and of("kind") in ("", row.kind)
            and of("year") in ("", row.year)
            and is_left(row.office, row.title, row.cells)
        ]

    @property
    def state(self) -> str:
        """How many activities, and of how many something lacks."""
        if not self.is_read:
            return ""
        parts = [plural("{count} activity on record", "{count} activities on record", len(self.every))]
        if lacking := sum(row.state == LACKING for row in self.every):
            parts.append(plural("{count} does not count yet", "{count} do not count yet", lacking))
        return " · ".join(parts)

    @property
    def filtered(self) -> bool:
        """Whether anything narrows the list."""
        return bool(self.text) or self.listing.is_narrowed

    @property
    def filters(self) -> tuple[ListFilter, ...]:
        """By what it can be narrowed, with how many rows each choice would leave."""
        of, labels = self.listing.filter, self.office.definitions.results.labels("activities")
        kinds, years = Counter(row.kind for row in self.every), Counter(row.year for row in self.every)
        states = Counter(row.state for row in self.every)
        words = ((LACKING, _("something lacks")), (COUNTS, _("does count")), (NOWHERE, _("for no indicator")))
        own = (
            ListFilter("kind", _("What it is"), _("All kinds"), _options(kinds, labels, of("kind")), of("kind")),
            ListFilter(
                "year",
                _("Year"),
                _("All years"),
                tuple(FilterOption(year, year, years[year]) for year in sorted(years, reverse=True) if year),
                of("year"),
            ),
            ListFilter(
                "state",
                _("State"),
                _("All states"),
                tuple(FilterOption(code, word, states[code]) for code, word in words if states[code]),
                of("state"),
            ),
        )
        if not self.office.is_hq:
            return own
        counts = Counter(row.office for row in self.every)
        return (*own, *office_filters(self.listing, self._regions, self.office.definitions.regions.labels, counts))

    # --- gestures

    def way(self, key: object) -> tuple[str, JsonObject]:
        """Where a row leads."""
        return "activity", {"id": str(key)}

    def add(self) -> None:
        """Record an activity."""
        self.open_place("activity", **({"partnership": self.partnership} if self.partnership else {}))


def _options(
    counts: Mapping[str, int], labels: Mapping[str, Mapping[str, str]], chosen: str
) -> tuple[FilterOption, ...]:
    codes = (code for code in labels if counts.get(code) or code == chosen)
    return tuple(FilterOption(code, pick(labels[code]), counts.get(code, 0)) for code in codes)
