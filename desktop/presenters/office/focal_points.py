"""The focal points of an office and their substitutes; at Headquarters of every office, and which have none."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from desktop.base.dates import day_in_words, day_known
from desktop.base.progress import Runner
from desktop.base.text import N_, _, in_series, language, plural
from desktop.base.values import JsonObject
from desktop.presenters.listing import FilterOption, ListColumn, ListFilter, Listing, RowCell
from desktop.presenters.narrowed_list import NarrowedList
from desktop.presenters.office.trainings import subjects_in_words
from desktop.presenters.office_filters import AT_HEADQUARTERS, office_cells, office_filters
from desktop.presenters.presenter import Tone
from desktop.services.office import focal_points, office_profile
from desktop.services.office.focal_points import FocalRegister, FocalStanding, FocalTime
from desktop.services.office.office_profile import KnownOffice
from desktop.services.office.rights import Right, may

if TYPE_CHECKING:
    from desktop.office import Office

COLUMNS = (
    ListColumn("function", N_("Function"), shown=False),
    ListColumn("role", N_("Role")),
    ListColumn("since", N_("Since")),
    ListColumn("until", N_("Until")),
    ListColumn("lacking", N_("Training to follow"), shown=False),
    ListColumn("state", N_("State")),
)
OFFICE = "office:"  # before the code of an office without a focal point, as the key of a row


class FocalKind(StrEnum):
    """By what a row is found."""

    TRAINED = "trained"
    UNTRAINED = "untrained"
    TO_COME = "to_come"
    OVER = "over"
    NOBODY = "nobody"  # an office without a focal point


KINDS: Mapping[FocalKind, tuple[Tone, str]] = {
    FocalKind.NOBODY: (Tone.BAD, N_("no focal point")),
    FocalKind.UNTRAINED: (Tone.WARN, N_("to be trained")),
    FocalKind.TRAINED: (Tone.GOOD, N_("trained")),
    FocalKind.TO_COME: (Tone.INFO, N_("to come")),
    FocalKind.OVER: (Tone.NEUTRAL, N_("no longer")),
}


def focal_kind(standing: FocalStanding) -> FocalKind:
    """Where somebody stands: over, to come, or today with or without the training that is needed."""
    if standing.time == FocalTime.NOW:
        return FocalKind.UNTRAINED if standing.lacking else FocalKind.TRAINED
    return FocalKind.OVER if standing.time == FocalTime.OVER else FocalKind.TO_COME


@dataclass(frozen=True)
class FocalLine:
    """A focal point, or an office without one, as a row."""

    key: str
    name: str
    note: str
    brief: str  # the quiet line beside columns
    kind: FocalKind
    office: str
    substitute: bool
    cells: Mapping[str, RowCell]


class FocalPointsPresenter(NarrowedList):
    """Every focal point, read away from the window; those of today come first, after the offices without one."""

    shows = frozenset({"focal_point", "training", "officer", "office_profile"})

    def __init__(self, office: "Office", runner: Runner, kind: str = "") -> None:
        super().__init__(office, runner)
        everywhere = (replace(column, shown=True) for column in AT_HEADQUARTERS)
        columns = (*everywhere, *COLUMNS) if office.is_hq else COLUMNS
        self.listing = Listing(self, "focal-points", N_("Focal points"), columns, first_title=N_("Name"))
        self.every: Sequence[FocalLine] = ()
        self.register = FocalRegister((), (), ())
        self._offices: Mapping[str, KnownOffice] = {}
        if kind:
            self.listing.narrow(kind=kind, office="", region="")

    @property
    def may_add(self) -> bool:
        """Whether this reader's role names the focal points of this office."""
        return may(self.office.user, Right.ADMINISTER) and not self.office.is_hq

    def refresh(self) -> None:
        """Read them again."""
        work = self.office.work
        if not self.is_read:
            self.changed()
        self.runner.quietly(lambda: (focal_points.register(work), office_profile.known(work)), self._show)

    def _show(self, answer: tuple[FocalRegister, Mapping[str, KnownOffice]]) -> None:
        self.register, self._offices = answer
        self._regions = {code: office.region for code, office in self._offices.items()}
        self.is_read = True
        nobody = [self._nobody(office) for office in self.register.without] if self.office.is_hq else []
        self.every = [*nobody, *(self._line(standing) for standing in self.register.standings)]
        self.changed()

    def _region(self, office: str) -> str:
        return self.office.definitions.regions.labels.get(self._regions.get(office, ""), "")

    def _nobody(self, office: str) -> FocalLine:
        word = _(KINDS[FocalKind.NOBODY][1])
        cells = {**office_cells(office, self._region(office)), "state": RowCell(word)}
        name = self._offices[office].name if office in self._offices else ""
        return FocalLine(f"{OFFICE}{office}", name or office, "", "", FocalKind.NOBODY, office, False, cells)

    def _line(self, standing: FocalStanding) -> FocalLine:
        point, spoken, kind = standing.point, language(), focal_kind(standing)
        role = _("Focal point of the office")
        if point.stands_in_for:
            name = standing.stands_in_for
            role = _("Substitute of {name}").format(name=name) if name else _("Substitute")
        lacking = subjects_in_words(self.office.definitions.function, standing.lacking)
        since, until = day_in_words(point.first_on, spoken), day_in_words(point.last_on, spoken)
        cells = {
            **office_cells(point.office, self._region(point.office)),
            "function": RowCell(point.function),
            "role": RowCell(role),
            "since": RowCell(since, day_known(point.first_on)),
            "until": RowCell(until, day_known(point.last_on)),
            "lacking": RowCell(lacking),
            "state": RowCell(_(KINDS[kind][1])),
        }
        days = _("from {first} to {last}").format(first=since, last=until) if until else ""
        note = " · ".join(part for part in (role, days or _("since {first}").format(first=since), lacking) if part)
        brief = self.listing.brief({"function": "" if lacking else point.function, "lacking": lacking})
        return FocalLine(point.id, point.name, note, brief, kind, point.office, bool(point.stands_in_for), cells)

    # --- what is shown

    @property
    def lines(self) -> Sequence[FocalLine]:
        """Those that the filters leave."""
        of, is_left = self.listing.filter, self.narrowing()
        return [
            line for line in self.every if of("kind") in ("", line.kind) and is_left(line.office, line.name, line.cells)
        ]

    @property
    def state(self) -> str:
        """Who is the focal point today and whether training lacks; at Headquarters how many offices lack one."""
        if not self.is_read:
            return ""
        if self.office.is_hq:
            return self._counted()
        today = [line for line in self.every if line.kind in (FocalKind.TRAINED, FocalKind.UNTRAINED)]
        names = [line.name for line in today if not line.substitute]
        if not names:
            return _("This office has no focal point today.")
        several = _("Focal points today: {names}.") if len(names) > 1 else _("Focal point today: {names}.")
        sentence = several.format(names=in_series(language(), names))
        if not self.register.untrained:
            return sentence
        return _("{sentence} The training that a focal point needs lacks.").format(sentence=sentence)

    def _counted(self) -> str:
        without, untrained = len(self.register.without), len(self.register.untrained)
        if not untrained:
            return _("Every office has a focal point who is trained.")
        first = plural("{count} office has no focal point", "{count} offices have no focal point", without)
        second = plural("{count} has none who is trained", "{count} have none who is trained", untrained)
        return _("{first}; {second}.").format(first=first, second=second)

    @property
    def filtered(self) -> bool:
        """Whether anything narrows the list."""
        return bool(self.text) or self.listing.is_narrowed

    @property
    def filters(self) -> tuple[ListFilter, ...]:
        """By what it can be narrowed, with how many rows each choice would leave."""
        kind, counts = self.listing.filter("kind"), Counter(line.kind for line in self.every)
        by_kind = tuple(
            FilterOption(code, _(word), counts[code])
            for code, (_tone, word) in KINDS.items()
            if counts[code] or code == kind
        )
        own = ListFilter("kind", _("State"), _("All states"), by_kind, kind)
        if not self.office.is_hq:
            return (own,)
        rows = Counter(line.office for line in self.every)
        return (own, *office_filters(self.listing, self._regions, self.office.definitions.regions.labels, rows))

    # --- gestures

    def way(self, key: object) -> tuple[str, JsonObject]:
        """Where a row leads: a focal point; of an office without one, who was trained there."""
        office = str(key).removeprefix(OFFICE)
        return ("trainings", {"office_code": office}) if office != key else ("focal_point", {"id": office})

    def add(self) -> None:
        """Name a focal point."""
        self.open_place("focal_point")
