"""The fields of an agreement: parties and details, and the tables of its annexes, with what the records propose."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import Any

from desktop.base.numbers import format_money
from desktop.base.text import N_, _, language, pick
from desktop.definitions.agreements.agreement_type import AnnexDefinition
from desktop.definitions.agreements.inclusion import fields_needed
from desktop.definitions.clauses.clause import ClauseField
from desktop.definitions.clauses.filling import empty
from desktop.definitions.rules import look_up
from desktop.definitions.terms import ClauseFieldKind
from desktop.presenters.agreements.agreement_in_hand import AgreementInHand
from desktop.presenters.agreements.clause_fields import amount, clause_field
from desktop.presenters.form import FieldSpec
from desktop.services.agreements import drafting

GROUPS = {
    "partner": N_("The partner"),
    "office": N_("The Organization"),
    "agreed": N_("What is agreed"),
    "dates": N_("Dates"),
    "delivery": N_("Delivery"),
    "options": N_("What brings clauses in"),
    "numbers": N_("Periods and limits"),
}
ELSEWHERE = ("agreement.ruling_language", "agreement.binding", "decision.date", "diligence.adhoc")


@dataclass(frozen=True)
class Group:
    """Fields that belong together."""

    key: str
    title: str
    fields: tuple[FieldSpec, ...]


@dataclass(frozen=True)
class AnnexTable:
    """One annex to fill: `table` is None for a form that is printed blank; `sums` says what it adds up to."""

    code: str
    title: str
    table: FieldSpec | None
    sums: str = ""
    agrees: bool = True


class Details:
    """The fields of the agreement that a presenter shows, as they were when it read the agreement last."""

    def __init__(self, owner: AgreementInHand) -> None:
        self._owner = owner
        self.composition, self.findings = owner.composition, owner.findings

    # --- which fields

    @cached_property
    def annex_fields(self) -> tuple[str, ...]:
        """The facts that the annexes hold, with the totals under them."""
        annexes = self._owner.composition.type.annexes
        return tuple(dict.fromkeys(name for annex in annexes for name in (annex.source, annex.total) if name))

    @cached_property
    def fields(self) -> tuple[ClauseField, ...]:
        """The fields asked for as the facts now stand, those of the annexes left out."""
        composition = self._owner.composition
        others = {*self.annex_fields, *ELSEWHERE}
        return tuple(each for each in fields_needed(composition.type, composition.facts) if each.name not in others)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of those fields in the order in which they are shown."""
        return tuple(each.key for group in self.groups for each in group.fields)

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """The fields under their headings."""
        sorted_: dict[str, list[FieldSpec]] = {key: [] for key in GROUPS}
        for field in self.fields:
            sorted_[_group(field)].append(self._spec(field))
        return tuple(Group(key, _(GROUPS[key]), tuple(specs)) for key, specs in sorted_.items() if specs)

    @property
    def gaps(self) -> tuple[str, ...]:
        """The names of the fields that are missing, in the order of the page."""
        wanted = self.names if self._owner.step == "parties" else self.annex_fields
        return tuple(name for name in wanted if name in self._missing)

    def neighbour(self, name: str, by: int) -> str:
        """The gap after (or before) a field, round the corner; empty when nothing is missing."""
        gaps, order = self.gaps, list(self.names if self._owner.step == "parties" else self.annex_fields)
        if not gaps:
            return ""
        here = order.index(name) if name in order else -1
        ahead = [gap for gap in gaps if (order.index(gap) - here) * by > 0]
        if by > 0:
            return ahead[0] if ahead else gaps[0]
        return ahead[-1] if ahead else gaps[-1]

    @cached_property
    def _missing(self) -> frozenset[str]:
        names = (*self.annex_fields, *(each.name for each in self.fields))
        blocked = [finding.field for finding in self.findings if finding.blocks]
        return frozenset(n for n in names if any(field == n or field.startswith(f"{n}.") for field in blocked))

    def _spec(self, field: ClauseField) -> FieldSpec:
        made = clause_field(field, self._owner.languages)
        return replace(made, note=self._origin(field), missing=field.name in self._missing)

    def _origin(self, field: ClauseField) -> str:
        if field.name in self._owner.composition.proposed:
            return _("Proposed from the records")
        if field.default is not None and empty(look_up(self._owner.composition.facts, field.name)):
            return _("Usual value") if field.kind != "yes" else ""
        return ""

    # --- values

    def value(self, name: str) -> Any:
        """What a field holds: typed, proposed from the records, or usual."""
        kept = look_up(self._owner.composition.facts, name)
        field = self._owner.composition.type.library.fields.get(name)
        return field.default if empty(kept) and field is not None else kept

    def keep(self, name: str, value: Any) -> None:
        """Keep what was typed, at once."""
        office = self._owner.office
        drafting.save_field(office.work, self._owner.id, name, value)
        self._owner.refresh()

    # --- annexes

    @property
    def annexes(self) -> tuple[AnnexTable, ...]:
        """Every annex of the type that these facts call for."""
        facts = self._owner.composition.facts
        wanted = [a for a in self._owner.composition.type.annexes if a.when is None or a.when.holds(facts)]
        return tuple(self._table(annex) for annex in wanted)

    def _table(self, annex: AnnexDefinition) -> AnnexTable:
        if not annex.source:
            return AnnexTable(annex.code, pick(annex.title), None)
        columns = ClauseField(annex.source, ClauseFieldKind.LIST, annex.title, items=annex.columns)
        made = replace(clause_field(columns, self._owner.languages), label="", missing=annex.source in self._missing)
        said, agrees = self._sum(annex)
        return AnnexTable(annex.code, pick(annex.title), made, said, agrees)

    def _sum(self, annex: AnnexDefinition) -> tuple[str, bool]:
        if not annex.total:
            return "", True
        total, code = self.added(annex)
        if total is None:
            return "", True
        written = format_money(total, code, language())
        kept = dict(self.value(annex.total) or {})
        if total == amount(kept) and code == kept.get("currency"):
            return _("The list adds up to {sum}, as the agreement says.").format(sum=written), True
        return _("The list adds up to {sum}, which is not the total value of the agreement.").format(sum=written), False

    def added(self, annex: AnnexDefinition) -> tuple[Decimal | None, str]:
        """The sum of an annex's money column and its currency; None without rows or with mixed currencies."""
        column = next((each.name for each in annex.columns if each.kind == "money"), "")
        rows = self.value(annex.source) or []
        held: list[Any] = [row.get(column) for row in rows if isinstance(row, Mapping)]
        values = [value for value in held if isinstance(value, Mapping)]
        amounts = [amount(value) for value in values]
        codes = {value["currency"] for value in values}
        if len(codes) != 1 or None in amounts:
            return None, ""
        return sum((each for each in amounts if each is not None), Decimal()), codes.pop()

    def total(self) -> FieldSpec | None:
        """The field under the tables: the total value of the agreement."""
        name = next((annex.total for annex in self._owner.composition.type.annexes if annex.total), "")
        field = self._owner.composition.type.library.fields.get(name)
        return self._spec(field) if field else None

    def take_sum(self) -> None:
        """Make the total what the list adds up to."""
        annex = next(each for each in self._owner.composition.type.annexes if each.total)
        total, code = self.added(annex)
        if total is not None:
            self.keep(annex.total, {"amount": str(total), "currency": code})


def _group(field: ClauseField) -> str:
    owner = field.name.partition(".")[0]
    if owner in ("partner", "delivery"):
        return owner
    if owner in ("office", "iom"):
        return "office"
    if field.kind == "yes":
        return "options"
    if field.kind == "number":
        return "numbers"
    return "dates" if field.kind == "date" and owner == "agreement" else "agreed"
