"""Who prepares, reviews and decides, within which delay, and for how long (dossier 2.8).

    route = definitions.authority.route(facts)

All of it is data that HQ may replace: the strategy itself names only the actors (¶30).
"""

from calendar import monthrange
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path

from desktop.base.text import Text, _
from desktop.definitions.rules import Facts, Rule
from desktop.definitions.source import Entry, Source, read_toml

ROLES = (
    *("officer", "second_staff", "chief_of_mission", "regional_office", "hq_reviewer", "hq_legal", "ddg"),
    *("procurement", "communications", "human_resources", "technical_division"),
)


@dataclass(frozen=True, slots=True)
class Coded:
    """A code of the decision matrix with its text: a role, a condition, a bar, a trigger."""

    id: str
    label: Text


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One line of the matrix, as written."""

    id: str
    when: Rule
    prepares: tuple[str, ...]
    reviews: tuple[str, ...]
    decides: str
    target_days: int
    valid_months: int
    valid_days: int
    conditions: tuple[str, ...]
    why: Text


@dataclass(frozen=True, slots=True)
class AdditionalReviewer:
    """A further reviewer under a rule."""

    id: str
    when: Rule
    why: Text


@dataclass(frozen=True, slots=True)
class Route:
    """The way of one case. Roles are codes of ROLES; `decides` is empty while nobody can decide.

    `target_days` are working days; `conditions` are the matrix's codes and those the answers asked for.
    """

    id: str
    prepares: tuple[str, ...]
    reviews: tuple[str, ...]
    decides: str
    target_days: int
    valid_months: int
    valid_days: int
    conditions: tuple[Coded, ...]
    why: tuple[Text, ...]

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
    reminders: tuple[int, ...]
    roles: tuple[Coded, ...]
    conditions: tuple[Coded, ...]
    separation: tuple[Coded, ...]
    triggers: tuple[Coded, ...]
    rows: tuple[MatrixRow, ...]
    additions: tuple[AdditionalReviewer, ...]

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
        conditions = (facts.get("diligence") or {}).get("conditions") or ()
        codes = dict.fromkeys([*row.conditions, *conditions])
        return Route(
            id=row.id,
            prepares=row.prepares,
            reviews=(*row.reviews, *(extra.id for extra in added)),
            decides=row.decides,
            target_days=row.target_days,
            valid_months=row.valid_months,
            valid_days=row.valid_days,
            conditions=tuple(self._conditions[code] for code in codes if code in self._conditions),
            why=(row.why, *(extra.why for extra in added)),
        )

    def holding(self, facts: Facts) -> tuple[MatrixRow, ...]:
        """Every line whose rule holds; exactly one does in a sound matrix."""
        return tuple(row for row in self.rows if row.when.holds(facts))

    def role(self, code: str) -> Text:
        """A role's name; raises KeyError for one the matrix does not name."""
        return {role.id: role.label for role in self.roles}[code]

    def barred(self, person: str, deed: str, took_part: Mapping[str, Collection[str]]) -> Text | None:
        """Why this person may not do the deed `reviews` or `decides`, or None.

        `took_part` maps `prepared`, `reviewed` and `interested` to the ids of those who did or are.
        """
        bars = {"reviews": ("prepared", "interested"), "decides": ("prepared", "reviewed", "interested")}[deed]
        broken = next((bar for bar in bars if person in took_part.get(bar, ())), None)
        return next((one.label for one in self.separation if one.id == broken), None)

    @cached_property
    def _conditions(self) -> Mapping[str, Coded]:
        return {condition.id: condition for condition in self.conditions}


ROW_KEYS = {
    *("id", "when", "prepares", "reviews", "decides", "target_days", "valid_months", "valid_days", "conditions", "why"),
}
LIMITS = ("warn_days", "stale_days", "standard_usd", "enhanced_usd", "adhoc_months")


def load_authority(path: Path) -> Authority:
    """Read the decision matrix; a mistake raises Problem naming the file, the line and the entry."""
    source = read_toml(path)
    table = source.table
    head = str(table.get("id", "?"))
    authority = Authority(
        id=source.value(head, table, "id", str),
        version=source.value(head, table, "version", str),
        digest=source.digest,
        about=source.words(head, table, "about"),
        limits=_limits(source, head),
        reminders=tuple(source.value(head, table, "reminders", list)),
        roles=_coded(source, "roles"),
        conditions=_coded(source, "conditions"),
        separation=_coded(source, "separation"),
        triggers=_coded(source, "triggers"),
        rows=tuple(_row(source, entry) for entry in table.get("routes", ())),
        additions=tuple(_addition(source, entry) for entry in table.get("additions", ())),
    )
    for group in (authority.rows, authority.roles, authority.conditions, authority.triggers):
        source.unique(one.id for one in group)
    known = {one.id for one in authority.conditions}
    for row in authority.rows:
        for code in set(row.conditions) - known:
            raise source.wrong(row.id, _("“{key}” is not known here.").format(key=code))
    return authority


def _limits(source: Source, head: str) -> Mapping[str, int | str]:
    limits = source.value(head, source.table, "limits", dict)
    source.known(head, limits, LIMITS)
    return {key: source.value(head, limits, key, (int, str)) for key in LIMITS}


def _coded(source: Source, key: str) -> tuple[Coded, ...]:
    entries = source.table.get(key, ())
    return tuple(Coded(str(one.get("id")), source.words(str(one.get("id")), one, "label")) for one in entries)


def _row(source: Source, entry: Entry) -> MatrixRow:
    id_ = str(entry.get("id", "?"))
    source.known(id_, entry, ROW_KEYS)
    return MatrixRow(
        id=source.value(id_, entry, "id", str),
        when=source.rule(id_, entry, "when"),
        prepares=_roles(source, id_, entry, "prepares"),
        reviews=_roles(source, id_, entry, "reviews"),
        decides=source.one_of(id_, entry, "decides", ("", *ROLES)),
        target_days=source.value(id_, entry, "target_days", int),
        valid_months=source.value(id_, entry, "valid_months", int),
        valid_days=source.value(id_, entry, "valid_days", int, 0),
        conditions=tuple(source.value(id_, entry, "conditions", list)),
        why=source.words(id_, entry, "why"),
    )


def _roles(source: Source, id_: str, entry: Entry, key: str) -> tuple[str, ...]:
    return tuple(source.one_of(id_, {key: role}, key, ROLES) for role in source.value(id_, entry, key, list))


def _addition(source: Source, entry: Entry) -> AdditionalReviewer:
    id_ = source.one_of(str(entry.get("id", "?")), entry, "id", ROLES)
    return AdditionalReviewer(id_, source.rule(id_, entry, "when"), source.words(id_, entry, "why"))
