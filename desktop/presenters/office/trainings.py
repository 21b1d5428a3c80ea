"""Who was trained, when, in what, until when it holds; and who works with partners and was never trained."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from desktop.base.dates import day_in_words, day_known
from desktop.base.numbers import number_in_words
from desktop.base.progress import Runner
from desktop.base.text import N_, _, language, pick, plural
from desktop.base.values import JsonObject
from desktop.definitions.function import FunctionRules
from desktop.presenters.listing import FilterOption, ListColumn, ListFilter, Listing, RowCell
from desktop.presenters.narrowed_list import NarrowedList
from desktop.presenters.office_filters import AT_HEADQUARTERS, office_cells, office_filters
from desktop.presenters.presenter import Tone
from desktop.services.office import office_profile, trainings
from desktop.services.office.rights import Right, may
from desktop.services.office.trainings import TrainingRegister, TrainingStanding, TrainingState
from desktop.store.records import Officer

if TYPE_CHECKING:
    from desktop.office import Office

COLUMNS = (
    ListColumn("function", N_("Function"), shown=False),
    ListColumn("subjects", N_("In what")),
    ListColumn("on", N_("Followed on")),
    ListColumn("hours", N_("Hours"), figures=True, shown=False),
    ListColumn("trainer", N_("Given by"), shown=False),
    ListColumn("way", N_("How"), shown=False),
    ListColumn("until", N_("Holds until")),
    ListColumn("state", N_("State")),
)
STATES: Mapping[TrainingState, tuple[Tone, str]] = {
    TrainingState.LAPSED: (Tone.WARN, N_("lapsed")),
    TrainingState.SOON: (Tone.INFO, N_("lapses soon")),
    TrainingState.HOLDS: (Tone.GOOD, N_("holds")),
    TrainingState.RENEWED: (Tone.NEUTRAL, N_("renewed")),
}
NEVER = "never"  # the state of who was never trained
OFFICER = "officer:"  # before the id of an officer who was never trained, as the key of a row


def subjects_in_words(rules: FunctionRules, subjects: Sequence[str]) -> str:
    """Subjects as people read them; one that the file does not have as it is."""
    return ", ".join(pick(rules.by_subject[code].label) if code in rules.by_subject else code for code in subjects)


@dataclass(frozen=True)
class TrainingLine:
    """A training, or an officer without one, as a row."""

    key: str
    name: str
    note: str
    brief: str  # the quiet line beside columns
    tone: Tone
    word: str
    state: str
    office: str
    subjects: tuple[str, ...]
    cells: Mapping[str, RowCell]


class TrainingsPresenter(NarrowedList):
    """Every training, read away from the window; the officers who have none come first."""

    shows = frozenset({"training", "officer"})

    def __init__(self, office: "Office", runner: Runner, state: str = "", office_code: str = "") -> None:
        super().__init__(office, runner)
        columns = (*AT_HEADQUARTERS, *COLUMNS) if office.is_hq else COLUMNS
        self.listing = Listing(self, "trainings", N_("Trainings"), columns, first_title=N_("Name"))
        self.every: Sequence[TrainingLine] = ()
        if state or office_code:
            self.listing.narrow(state=state, subject="", office=office_code, region="")

    @property
    def may_add(self) -> bool:
        """Whether this reader's role records trainings of this office."""
        return may(self.office.user, Right.ADMINISTER) and not self.office.is_hq

    def refresh(self) -> None:
        """Read them again."""
        work = self.office.work
        if not self.is_read:
            self.changed()
        self.runner.quietly(lambda: (trainings.register(work), office_profile.regions(work)), self._show)

    def _show(self, answer: tuple[TrainingRegister, Mapping[str, str]]) -> None:
        register, self._regions = answer
        self.is_read = True
        untrained = [self._never(officer) for officer in register.untrained]
        self.every = [*untrained, *(self._line(standing) for standing in register.standings)]
        self.changed()

    def _region(self, office: str) -> str:
        return self.office.definitions.regions.labels.get(self._regions.get(office, ""), "")

    def _never(self, officer: Officer) -> TrainingLine:
        word = _("never trained")
        cells = {
            **office_cells(officer.office, self._region(officer.office)),
            "function": RowCell(officer.function),
            "state": RowCell(word),
        }
        key = f"{OFFICER}{officer.id}"
        brief = self.listing.brief({"function": officer.function})
        return TrainingLine(
            key, officer.name, officer.function, brief, Tone.WARN, word, NEVER, officer.office, (), cells
        )

    def _line(self, standing: TrainingStanding) -> TrainingLine:
        training, spoken, rules = standing.training, language(), self.office.definitions.function
        tone, word = STATES[standing.state]
        subjects = subjects_in_words(rules, training.subjects)
        day = day_in_words(training.taken_on, spoken)
        until = standing.until.isoformat() if standing.until is not None else ""
        hours = number_in_words(training.hours, spoken) if training.hours else ""
        cells = {
            **office_cells(training.office, self._region(training.office)),
            "function": RowCell(training.function),
            "subjects": RowCell(subjects),
            "on": RowCell(day, day_known(training.taken_on)),
            "hours": RowCell(hours, Decimal(training.hours) if training.hours else None),
            "trainer": RowCell(training.trainer),
            "way": RowCell(pick(rules.ways[training.way]) if training.way in rules.ways else ""),
            "until": RowCell(day_in_words(until, spoken), standing.until),
            "state": RowCell(_(word)),
        }
        note = " · ".join(part for part in (subjects, day, training.trainer) if part)
        return TrainingLine(
            training.id,
            training.name,
            note,
            self.listing.brief({"trainer": training.trainer}),
            tone,
            _(word),
            standing.state,
            training.office,
            tuple(training.subjects),
            cells,
        )

    # --- what is shown

    @property
    def lines(self) -> Sequence[TrainingLine]:
        """Those that the filters leave."""
        of, is_left = self.listing.filter, self.narrowing()
        return [
            line
            for line in self.every
            if of("state") in ("", line.state)
            and (not of("subject") or of("subject") in line.subjects)
            and is_left(line.office, line.name, line.cells)
        ]

    @property
    def state(self) -> str:
        """How many trainings, and what has to be done about them."""
        if not self.is_read:
            return ""
        states = Counter(line.state for line in self.every)
        count = len(self.every) - states[NEVER]
        parts = [plural("{count} training on record", "{count} trainings on record", count)]
        if states[TrainingState.LAPSED]:
            parts.append(plural("{count} lapsed", "{count} have lapsed", states[TrainingState.LAPSED]))
        if states[TrainingState.SOON]:
            parts.append(plural("{count} lapses soon", "{count} lapse soon", states[TrainingState.SOON]))
        if states[NEVER]:
            parts.append(
                plural("{count} officer was never trained", "{count} officers were never trained", states[NEVER])
            )
        return " · ".join(parts)

    @property
    def filtered(self) -> bool:
        """Whether anything narrows the list."""
        return bool(self.text) or self.listing.is_narrowed

    @property
    def filters(self) -> tuple[ListFilter, ...]:
        """By what it can be narrowed, with how many rows each choice would leave."""
        of, rules = self.listing.filter, self.office.definitions.function
        states = Counter(line.state for line in self.every)
        subjects = Counter(code for line in self.every for code in line.subjects)
        words = [(NEVER, _("never trained")), *((state, _(word)) for state, (_tone, word) in STATES.items())]
        by_state = tuple(
            FilterOption(str(code), word, states[code]) for code, word in words if states[code] or code == of("state")
        )
        by_subject = tuple(
            FilterOption(subject.id, pick(subject.label), subjects[subject.id])
            for subject in rules.subjects
            if subjects[subject.id] or subject.id == of("subject")
        )
        own = (
            ListFilter("state", _("State"), _("All states"), by_state, of("state")),
            ListFilter("subject", _("In what"), _("All subjects"), by_subject, of("subject")),
        )
        if not self.office.is_hq:
            return own
        counts = Counter(line.office for line in self.every)
        return (*own, *office_filters(self.listing, self._regions, self.office.definitions.regions.labels, counts))

    # --- gestures

    def way(self, key: object) -> tuple[str, JsonObject]:
        """Where a row leads: a training, or a new one of the officer who has none."""
        officer = str(key).removeprefix(OFFICER)
        return "training", {"officer": officer} if officer != key else {"id": officer}

    def add(self) -> None:
        """Record a training."""
        self.open_place("training")
