"""Who prepares, reviews and decides, within which delay, and for how long (dossier 2.8).

    route = definitions.authority.route(facts)

All of it is data that HQ may replace: the strategy itself names only the actors (¶30).
"""

from calendar import monthrange
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property
from pathlib import Path

from desktop.base.plausibility import ClockLimits
from desktop.base.text import Text, _
from desktop.definitions.facts import Facts
from desktop.definitions.rules import Rule, number
from desktop.definitions.source import DefinitionTable, Source, read_toml
from desktop.definitions.terms import LabelledCode

ROLES = (
    *(
        "officer",
        "second_staff",
        "chief_of_mission",
        "regional_office",
        "regional_director",
        "hq_reviewer",
        "hq_legal",
        "ddg",
    ),
    *("procurement", "communications", "human_resources", "technical_division"),
)
SATURDAY = 5
UNITS = (*ROLES, "donor_relations_division", "logistics")  # who may be consulted about a text, or countersign it


def working_days_after(first: date, days: int) -> date:
    """The working day so many working days after a day; weekends are none."""
    day, left = first, days
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < SATURDAY
    return day


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One line of the matrix, as written."""

    id: str
    when: Rule
    prepares: tuple[str, ...]
    reviews: tuple[str, ...]
    before: tuple[str, ...]
    decides: str
    target_days: int
    valid_months: int
    valid_days: int
    conditions: tuple[str, ...]
    why: Text
    because: Text  # the same reason, as it ends “Who decides: …, because …”


class DelegatedDeed(StrEnum):
    """What may be delegated beside decisions on cases."""

    EDITION = "edition"  # to seal an edition of the transparency register
    FIGURES = "figures"  # to sign the figures of a period, and to restate them


@dataclass(frozen=True, slots=True)
class DelegationLimits:
    """What may be delegated during an absence: by which roles, to which, under which rule, for how many days."""

    most_days: int
    chiefs: tuple[str, ...]
    deputies: tuple[str, ...]
    when: Rule
    about: Text  # the same rule in words
    deeds: tuple[str, ...]  # what a deputy does beside deciding cases, by DelegatedDeed


@dataclass(frozen=True, slots=True)
class AdditionalReviewer:
    """A further reviewer under a rule; `before` where the opinion must be on record before the decision."""

    id: str
    before: bool
    when: Rule
    why: Text


@dataclass(frozen=True, slots=True)
class AnswerDelay:
    """Within how many working days a role answers an office; `binds` where nothing goes on against its opinion."""

    role: str
    days: int
    binds: bool


@dataclass(frozen=True, slots=True)
class Route:
    """The way of one case. Roles are codes of ROLES; `decides` is empty while nobody can decide.

    `before` are the reviewers whose opinion must be on record before a favourable decision. `target_days` are working
    days; `conditions` are the matrix's codes and those the answers asked for.
    """

    id: str
    prepares: tuple[str, ...]
    reviews: tuple[str, ...]
    before: tuple[str, ...]
    decides: str
    target_days: int
    valid_months: int
    valid_days: int
    conditions: tuple[LabelledCode, ...]
    why: tuple[Text, ...]
    because: Text

    def due(self, handed_over: date) -> date:
        """The working day by which a case handed over on that day is to be decided; weekends are none."""
        return working_days_after(handed_over, self.target_days)

    def expires(self, decided: date) -> date:
        """The last day on which a decision of that day is valid."""
        if self.valid_days:
            return decided + timedelta(days=self.valid_days)
        years, month = divmod(decided.month - 1 + self.valid_months, 12)
        year, month = decided.year + years, month + 1
        return decided.replace(year=year, month=month, day=min(decided.day, monthrange(year, month)[1]))


@dataclass(frozen=True)
class Authority:
    """The decision matrix in force. `limits` are the facts `limits.*` that questionnaires read."""

    id: str
    version: str
    digest: str
    about: Text
    limits: Mapping[str, int | str]
    clock: ClockLimits
    reminders: tuple[int, ...]
    ladder: tuple[str, ...]  # roles, each with the next authority up after it
    escalated: Text  # why the next one decides, as it ends “because …”
    roles: tuple[LabelledCode, ...]
    conditions: tuple[LabelledCode, ...]
    separation: tuple[LabelledCode, ...]
    rows: tuple[MatrixRow, ...]
    additions: tuple[AdditionalReviewer, ...]
    answers: tuple[AnswerDelay, ...]
    delegation: DelegationLimits | None  # None where nothing may be delegated
    lookup_days: int  # after so many days the names that were looked up without a record are erased
    source: Source = field(repr=False, compare=False)

    @property
    def stale_days(self) -> int:
        """The age in days beyond which a sanctions list supports no decision."""
        return int(self.limits["stale_days"])

    def route(self, facts: Facts) -> Route:
        """The one line that holds over a review's facts (`Review.facts`): `diligence.level`, `.tier`, `.adhoc`,
        `.deciding`, `.conditions`, `agreement.type`, `emergency` and `office.people`.

        Raises ValueError when none or several hold: that is a mistake of the matrix, which its tests find.
        """
        holding = self.holding(facts)
        if len(holding) != 1:
            raise ValueError(f"{len(holding)} lines of the decision matrix hold: {[row.id for row in holding]}")
        row = holding[0]
        added = [extra for extra in self.additions if row.decides and extra.when.holds(facts)]
        added = [extra for extra in added if extra.id not in (*row.reviews, row.decides)]
        codes = dict.fromkeys([*row.conditions, *facts.texts("diligence.conditions")])
        return Route(
            id=row.id,
            prepares=row.prepares,
            reviews=(*row.reviews, *(extra.id for extra in added)),
            before=(*row.before, *(extra.id for extra in added if extra.before)),
            decides=row.decides,
            target_days=row.target_days,
            valid_months=row.valid_months,
            valid_days=row.valid_days,
            conditions=tuple(self._conditions[code] for code in codes if code in self._conditions),
            why=(row.why, *(extra.why for extra in added)),
            because=row.because,
        )

    def holding(self, facts: Facts) -> tuple[MatrixRow, ...]:
        """Every line whose rule holds; exactly one does in a sound matrix."""
        return tuple(row for row in self.rows if row.when.holds(facts))

    def days_to_answer(self, role: str) -> int:
        """The working days that a role has to answer an office; 0 for one that nobody asks."""
        return next((answer.days for answer in self.answers if answer.role == role), 0)

    def binds(self, role: str) -> bool:
        """Whether nothing is approved or made final against the opinion of a role."""
        return any(answer.role == role and answer.binds for answer in self.answers)

    def role(self, code: str) -> Text:
        """A role's name; raises KeyError for one the matrix does not name."""
        return {role.id: role.label for role in self.roles}[code]

    def barred(self, person: str, deed: str, took_part: Mapping[str, Collection[str]]) -> Text | None:
        """Why this person may not do the deed `reviews` or `decides`, or None.

        `took_part` maps `prepared`, `reviewed` and `interested` to the ids of those who did or are.
        """
        bars = {"reviews": ("prepared", "interested"), "decides": ("prepared", "reviewed", "interested")}[deed]
        broken = next((bar for bar in bars if person in took_part.get(bar, ())), None)
        return next((rule.label for rule in self.separation if rule.id == broken), None)

    @cached_property
    def _conditions(self) -> Mapping[str, LabelledCode]:
        return {condition.id: condition for condition in self.conditions}


AUTHORITY_KEYS = (
    *(
        "id",
        "version",
        "about",
        "limits",
        "clock",
        "reminders",
        "ladder",
        "escalation",
        "roles",
        "conditions",
        "separation",
        "routes",
    ),
    *("additions", "answers", "delegation", "lookups"),
)
ROW_KEYS = (
    *(
        "id",
        "when",
        "prepares",
        "reviews",
        "before",
        "decides",
        "target_days",
        "valid_months",
        "valid_days",
        "conditions",
        "why",
    ),
    "because",
)
DAYS_AND_MONTHS = ("warn_days", "stale_days", "adhoc_months")
AMOUNTS = ("standard_usd", "enhanced_usd")
LOOKUP_DAYS = 90  # under rules of Headquarters that were published before names could be looked up
ANSWERS = "answers."  # before the id of a question, in the name of a fact


def load_authority(path: Path) -> Authority:
    """Read the decision matrix; a mistake raises Problem naming the file, the line and the entry."""
    return authority_of(read_toml(path))


def authority_of(source: Source) -> Authority:
    """What a file that was read declares."""
    top = source.top()
    top.only(AUTHORITY_KEYS)
    conditions = top.labelled_codes("conditions")
    condition_ids = [condition.id for condition in conditions]
    return Authority(
        id=top.string("id"),
        version=top.string("version"),
        digest=source.digest,
        about=top.text("about"),
        limits=_limits(top.table("limits")),
        clock=_clock(top.table("clock")),
        reminders=top.numbers("reminders"),
        ladder=top.codes("ladder", ROLES),
        escalated=_escalated(top.table("escalation")),
        roles=top.labelled_codes("roles"),
        conditions=conditions,
        separation=top.labelled_codes("separation"),
        rows=tuple(_row(table, condition_ids) for table in top.tables("routes")),
        additions=tuple(_addition(table) for table in top.tables("additions", required=False)),
        answers=tuple(_answer_delay(table) for table in top.tables("answers")),
        delegation=_delegation(top.table("delegation")) if "delegation" in top else None,
        lookup_days=_lookup_days(top.table("lookups")) if "lookups" in top else LOOKUP_DAYS,
        source=source,
    )


def check_questions(authority: Authority, questions: Collection[str]) -> None:
    """Refuse a matrix whose rules name a question that the questionnaire does not have.

    Raises Problem naming the file, the line and the entry.
    """
    for key, entry, question in missing_questions(authority, questions):
        table = next(table for table in authority.source.top().tables(key) if table.string("id") == entry)
        wrong = _("the rule “{key}” names the question {question}, which the questionnaire does not have.")
        raise table.refuse("rule-question-unknown", wrong.format(key="when", question=question), "when")


def missing_questions(authority: Authority, questions: Collection[str]) -> Iterator[tuple[str, str, str]]:
    """The questions that rules of the matrix name and a questionnaire does not have.

    Each with the list of the matrix, `routes` or `additions`, and the id of the entry.
    """
    for key, entries in (("routes", authority.rows), ("additions", authority.additions)):
        for entry in entries:
            for question in sorted(questions_named(entry.when).difference(questions)):
                yield key, entry.id, question


def questions_named(rule: Rule) -> frozenset[str]:
    """The ids of the questions that a rule reads, or looks for among those that decide a level."""
    read = {name.removeprefix(ANSWERS) for name in rule.names() if name.startswith(ANSWERS)}
    return rule.sought_in("diligence.deciding") | read


def _escalated(table: DefinitionTable) -> Text:
    table.only(("because",))
    return table.text("because")


def _clock(table: DefinitionTable) -> ClockLimits:
    table.only(("behind_hours", "ahead_days"))
    return ClockLimits(timedelta(hours=table.number("behind_hours")), timedelta(days=table.number("ahead_days")))


def _limits(table: DefinitionTable) -> Mapping[str, int | str]:
    table.only((*DAYS_AND_MONTHS, *AMOUNTS))
    amounts = {key: table.string(key) for key in AMOUNTS}
    for key, amount in amounts.items():
        if number(amount) is None:
            raise table.refuse(
                "limit-not-an-amount", _("“{key}” is not an amount in decimal text.").format(key=key), key
            )
    return {**{key: table.number(key) for key in DAYS_AND_MONTHS}, **amounts}


def _row(table: DefinitionTable, conditions: Sequence[str]) -> MatrixRow:
    table.only(ROW_KEYS)
    return MatrixRow(
        id=table.string("id"),
        when=table.rule("when"),
        prepares=table.codes("prepares", ROLES),
        reviews=table.codes("reviews", ROLES),
        before=table.codes("before", ROLES) if "before" in table else (),
        decides=table.one_of("decides", ("", *ROLES)),
        target_days=table.number("target_days"),
        valid_months=table.number("valid_months"),
        valid_days=table.number("valid_days", 0),
        conditions=table.codes("conditions", conditions),
        why=table.text("why"),
        because=table.text("because"),
    )


def _delegation(table: DefinitionTable) -> DelegationLimits:
    table.only(("most_days", "chiefs", "deputies", "when", "about", "deeds"))
    return DelegationLimits(
        most_days=table.number("most_days"),
        chiefs=table.codes("chiefs", ROLES),
        deputies=table.codes("deputies", ROLES),
        when=table.rule("when"),
        about=table.text("about"),
        deeds=table.codes("deeds", tuple(DelegatedDeed)),
    )


def _lookup_days(table: DefinitionTable) -> int:
    table.only(("days",))
    return table.number("days")


def _addition(table: DefinitionTable) -> AdditionalReviewer:
    table.only(("id", "before", "when", "why"))
    return AdditionalReviewer(
        table.one_of("id", ROLES), table.flag("before", False), table.rule("when"), table.text("why")
    )


def _answer_delay(table: DefinitionTable) -> AnswerDelay:
    table.only(("id", "days", "binds"))
    return AnswerDelay(table.one_of("id", ROLES), table.number("days"), table.flag("binds", False))
