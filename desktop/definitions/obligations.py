"""What a signed agreement asks of the parties by a day (¶16, ¶26), told from its facts."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from desktop.base.text import Text, _
from desktop.definitions.facts import Facts, FactValue, empty
from desktop.definitions.rules import Rule
from desktop.definitions.source import DefinitionTable, Source, read_toml
from desktop.definitions.terms import ClauseFieldKind
from desktop.definitions.wording import WRITERS, Unwritable, day

SUSPENSION = "suspension.on"  # the fact of the day on which an agreement is suspended
WHAT = "{what}"  # where the text of a row stands in a label


@dataclass(frozen=True, slots=True)
class ObligationRule:
    """Where the days of one kind of obligation stand, and what each is called."""

    id: str
    source: str
    due: str
    what: str
    who: str
    when: Rule | None
    days_before: int
    label: Text


@dataclass(frozen=True, slots=True)
class Obligation:
    """What is due on a day, in one language; `rule` and `row` say which it is among those of its agreement."""

    rule: str
    row: int
    due: date
    what: str
    who: str = ""


def obligations(rules: Collection[ObligationRule], facts: Facts, language: str) -> tuple[Obligation, ...]:
    """Everything that these facts of an agreement ask for by a day, by day."""
    holding = (rule for rule in rules if rule.when is None or rule.when.holds(facts))
    dated = [obligation for rule in holding for obligation in _of(rule, facts, language)]
    return tuple(sorted(dated, key=lambda obligation: (obligation.due, obligation.rule, obligation.row)))


def _of(rule: ObligationRule, facts: Facts, language: str) -> Iterator[Obligation]:
    if not rule.due:
        if (on := _day(facts.get(rule.source))) is not None:
            yield Obligation(rule.id, 1, on - timedelta(days=rule.days_before), rule.label[language])
        return
    for number, row in enumerate(facts.rows(rule.source), 1):
        if (on := _day(row.get(rule.due))) is not None:
            what = rule.label[language].replace(WHAT, _written(row.get(rule.what), language))
            who = _written(row.get(rule.who), language) if rule.who else ""
            yield Obligation(rule.id, number, on - timedelta(days=rule.days_before), what, who)


def _day(value: FactValue) -> date | None:
    try:
        return None if empty(value) else day(value)
    except Unwritable:
        return None


def _written(value: FactValue, language: str) -> str:
    for kind in (ClauseFieldKind.MONEY, ClauseFieldKind.TEXT):
        try:
            return WRITERS[kind](value, language)
        except Unwritable:
            continue
    return ""


def load_obligations(path: Path, field_names: Collection[str]) -> tuple[ObligationRule, ...]:
    """Read the file of obligations; a mistake raises Problem naming the file, the line and the entry."""
    source = read_toml(path)
    rules = obligations_of(source)
    check_sources(source, field_names)
    return rules


def obligations_of(source: Source) -> tuple[ObligationRule, ...]:
    """What a file that was read declares."""
    top = source.top("obligations")
    top.only(("id", "version", "obligations"))
    top.one_of("id", ("obligations",))
    return tuple(_rule(table) for table in top.tables("obligations"))


def _rule(table: DefinitionTable) -> ObligationRule:
    table.only(("id", "source", "due", "what", "who", "when", "days_before", "label"))
    rule = ObligationRule(
        table.string("id"),
        table.string("source"),
        table.string("due", ""),
        table.string("what", ""),
        table.string("who", ""),
        table.optional_rule("when"),
        table.number("days_before", 0),
        table.text("label"),
    )
    if bool(rule.due) != bool(rule.what) or (rule.who and not rule.due):
        raise table.refuse("obligation-columns", _("a list says both “due” and “what”, a day neither."), "due")
    if any((WHAT in label) != bool(rule.due) for label in rule.label.values()):
        raise table.refuse("obligation-label", _("the label of a list says {what}, that of a day does not."), "label")
    return rule


def check_sources(source: Source, field_names: Collection[str]) -> None:
    """Raise Problem for a rule that reads what no agreement has; `known` are fields and the tables of annexes."""
    for table in source.top("obligations").tables("obligations"):
        if table.string("source") not in field_names:
            raise table.refuse(
                "obligation-source", _("no agreement has “{name}”.").format(name=table.string("source")), "source"
            )
