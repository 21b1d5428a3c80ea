"""The list of activities: what kind, with whom, where and when, and what lacks before one counts."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from desktop.base import places
from desktop.base.dates import day_in_words, day_known
from desktop.base.progress import Runner
from desktop.base.text import N_, _, folded, language, pick, plural
from desktop.base.values import JsonObject
from desktop.documents.sheet import Content
from desktop.presenters.listing import FilterOption, ListColumn, ListFilter, Listing, RowCell, begins_at, in_order
from desktop.presenters.narrowed_list import NarrowedList
from desktop.presenters.office_filters import AT_HEADQUARTERS, office_cells, office_filters, offices_chosen
from desktop.presenters.presenter import Tone
from desktop.presenters.results.activity import lacks_in_words
from desktop.services.office import office_profile
from desktop.services.office.rights import Right, may
from desktop.services.results import activities
from desktop.services.results.activities import ListedActivity

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
    """An activity as a row, its words made when somebody looks at it."""

    line: ListedActivity
    words: "ActivityWords"

    @property
    def key(self) -> str:
        return self.line.id

    @property
    def title(self) -> str:
        return self.line.title

    @property
    def state(self) -> str:
        """COUNTS, LACKING, or NOWHERE of what no indicator is about."""
        return COUNTS if self.line.counts else LACKING if self.line.lacks else NOWHERE

    @property
    def tone(self) -> Tone:
        if self.state == COUNTS:
            return Tone.WARN if self.line.lacks else Tone.GOOD
        return Tone.WARN if self.state == LACKING else Tone.NEUTRAL

    @property
    def word(self) -> str:
        """Whether it counts, and what it lacks."""
        return self.words.state(self.line, self.state)

    @cached_property
    def cells(self) -> Mapping[str, RowCell]:
        """What it says in each column."""
        return {name: self.words.cell(self, name) for name in self.words.columns}

    @cached_property
    def searched(self) -> str:
        """All that it says, as words are looked for in it."""
        return folded(" ".join((self.title, *(cell.text for cell in self.cells.values()))))

    @property
    def note(self) -> str:
        said = (self.cells[name].text for name in ("kind", "partners", "on"))
        return " · ".join(part for part in said if part)


class ActivityWords:
    """What rows of activities say, in one language."""

    def __init__(self, office: "Office", regions: Mapping[str, str]) -> None:
        definitions = office.definitions
        self._regions, self._named = regions, definitions.regions.labels
        self._kinds = definitions.results.labels("activities")
        self._themes, self._roles = definitions.strategy.labels("themes"), definitions.results.roles
        self._reasons = definitions.indicators.reasons
        self._spoken = language()
        self.columns = tuple(column.key for column in (*(AT_HEADQUARTERS if office.is_hq else ()), *COLUMNS))

    def state(self, line: ListedActivity, state: str) -> str:
        """Whether it counts, and what it lacks."""
        lacks = lacks_in_words(self._reasons, line.lacks)
        if state == COUNTS:
            return _("counts; not everywhere: {what}").format(what=lacks) if lacks else _("does count")
        if state == LACKING:
            return _("not counted: {what}").format(what=lacks)
        return _("one work with its first edition") if line.is_edition else _("for no indicator")

    def cell(self, row: ActivityRow, name: str) -> RowCell:
        """What a row says in one column."""
        line = row.line
        match name:
            case "kind":
                return RowCell(pick(self._kinds[line.kind]) if line.kind in self._kinds else line.kind)
            case "partners":
                return RowCell(", ".join(line.partners.values()))
            case "roles":
                return RowCell(self._parts(line))
            case "countries":
                return RowCell(", ".join(sorted(places.country_name(code, self._spoken) for code in line.countries)))
            case "on":
                return RowCell(day_in_words(line.day, self._spoken), day_known(line.day))
            case "project":
                return RowCell(line.project_code)
            case "themes":
                return RowCell(", ".join(pick(self._themes[code]) for code in line.themes if code in self._themes))
            case "state":
                return RowCell(row.word)
        return office_cells(line.office, self._named.get(self._regions.get(line.office, ""), ""))[name]

    def _parts(self, line: ListedActivity) -> str:
        """Each partner with its part: “Teranga: Finances, Hosts”."""
        labels = self._roles
        parts = {
            line.partners.get(partner, ""): ", ".join(pick(labels[role]) for role in roles if role in labels)
            for partner, roles in line.roles.items()
        }
        return "; ".join(
            _("{name}: {text}").format(name=name, text=roles) for name, roles in parts.items() if name and roles
        )


@dataclass(frozen=True)
class ActivitiesShown:
    """What the filters leave of the activities, in their order, with their keys; the filters and the state."""

    lines: tuple[ActivityRow, ...] = ()
    keys: tuple[str, ...] = ()
    filters: tuple[ListFilter, ...] = ()
    state: str = ""


class ActivitiesPresenter(NarrowedList):
    """Every activity, read, narrowed and sorted away from the window; the latest day first."""

    shows = frozenset({"activity", "partner"})

    def __init__(self, office: "Office", runner: Runner, partnership: str = "", state: str = "") -> None:
        super().__init__(office, runner)
        columns = (*AT_HEADQUARTERS, *COLUMNS) if office.is_hq else COLUMNS
        self.listing = Listing(
            self, "activities", N_("Activities"), columns, first_title=N_("What it is called"), arrange=self.arrange
        )
        self.partnership = partnership
        self.every: Sequence[ActivityRow] = ()
        self.shown = ActivitiesShown()
        self._reading = self._arranging = 0
        if state:
            self.listing.narrow(state=state, kind="", year="", office="", region="")

    @property
    def may_add(self) -> bool:
        """Whether this reader's role records activities of this office."""
        return may(self.office.user, Right.REGISTER) and not self.office.is_hq

    def refresh(self) -> None:
        """Read them again."""
        work, partnership = self.office.work, self.partnership
        if not self.is_read:
            self.changed()
        self._reading += 1
        reading = self._reading

        def read() -> tuple[Sequence[ActivityRow], Mapping[str, str]]:
            regions, lines = office_profile.regions(work), activities.listed(work)
            words = ActivityWords(self.office, regions)
            own = (line for line in lines if partnership in ("", line.partnership_id))
            return [ActivityRow(line, words) for line in own], regions

        self.runner.quietly(read, lambda answer: self._take(reading, *answer))

    def _take(self, reading: int, every: Sequence[ActivityRow], regions: Mapping[str, str]) -> None:
        if reading == self._reading:
            self.every, self._regions = every, regions
            self.is_read = True
            self.arrange()

    def arrange(self) -> None:
        """Narrow and sort what was read, away from the window; of several choices the last is shown."""
        self._arranging += 1
        arranging, every = self._arranging, self.every
        codes = {name: self.listing.filter(name) for name in ("state", "kind", "year")}
        offices = offices_chosen(self.listing, self._regions) if self.office.is_hq else None
        words, order, regions = folded(self.text).split(), self.listing.order, self._regions

        def arranged() -> ActivitiesShown:
            rows = [
                row
                for row in every
                if codes["state"] in ("", row.state)
                and codes["kind"] in ("", row.line.kind)
                and codes["year"] in ("", row.line.day[:4])
                and (offices is None or row.line.office in offices)
                and (not words or all(word in row.searched for word in words))
            ]
            if order.column:
                contents = [self._content(row, order.column) for row in rows]
                rows = [rows[at] for at in in_order(contents, descending=order.descending)]
            filters = self._filters(every, codes, regions)
            return ActivitiesShown(tuple(rows), tuple(row.key for row in rows), filters, self._counted(every))

        self.runner.quietly(arranged, lambda shown: self._show(arranging, shown))

    def _show(self, arranging: int, shown: ActivitiesShown) -> None:
        if arranging == self._arranging:
            self.shown = shown
            self.changed()

    def _content(self, row: ActivityRow, column: str) -> Content:
        return row.title if column == self.listing.first else row.words.cell(row, column).content

    def find(self, spelt: str, after: int, found: Callable[[int], None]) -> None:
        """Tell where the next row stands whose title begins so, -1 for none."""
        shown = self.shown

        def tell(place: int) -> None:
            if shown is self.shown:
                found(place)

        self.runner.quietly(lambda: begins_at([row.title for row in shown.lines], spelt, after), tell)

    # --- what is shown

    @property
    def lines(self) -> Sequence[ActivityRow]:
        """Those that the filters leave."""
        return self.shown.lines

    @property
    def state(self) -> str:
        """How many activities, and of how many something lacks."""
        return self.shown.state if self.is_read else ""

    @staticmethod
    def _counted(every: Sequence[ActivityRow]) -> str:
        parts = [plural("{count} activity on record", "{count} activities on record", len(every))]
        if lacking := sum(row.state == LACKING for row in every):
            parts.append(plural("{count} does not count yet", "{count} do not count yet", lacking))
        return " · ".join(parts)

    @property
    def filtered(self) -> bool:
        """Whether anything narrows the list."""
        return bool(self.text) or self.listing.is_narrowed

    @property
    def filters(self) -> tuple[ListFilter, ...]:
        """By what it can be narrowed, with how many rows each choice would leave."""
        return self.shown.filters

    def _filters(
        self, every: Sequence[ActivityRow], chosen: Mapping[str, str], regions: Mapping[str, str]
    ) -> tuple[ListFilter, ...]:
        labels = self.office.definitions.results.labels("activities")
        kinds, years = Counter(row.line.kind for row in every), Counter(row.line.day[:4] for row in every)
        states = Counter(row.state for row in every)
        words = ((LACKING, _("something lacks")), (COUNTS, _("does count")), (NOWHERE, _("for no indicator")))
        own = (
            ListFilter(
                "kind", _("What it is"), _("All kinds"), _options(kinds, labels, chosen["kind"]), chosen["kind"]
            ),
            ListFilter(
                "year",
                _("Year"),
                _("All years"),
                tuple(FilterOption(year, year, years[year]) for year in sorted(years, reverse=True) if year),
                chosen["year"],
            ),
            ListFilter(
                "state",
                _("State"),
                _("All states"),
                tuple(FilterOption(code, word, states[code]) for code, word in words if states[code]),
                chosen["state"],
            ),
        )
        if not self.office.is_hq:
            return own
        counts = Counter(row.line.office for row in every)
        return (*own, *office_filters(self.listing, regions, self.office.definitions.regions.labels, counts))

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
