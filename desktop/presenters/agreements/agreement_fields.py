"""The fields of an agreement: parties and details, and the tables of its annexes, with what the records propose."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import Any

from desktop.base.numbers import format_money
from desktop.base.text import LANGUAGE_NAMES, N_, _, language, pick
from desktop.definitions.agreements.agreement_type import AnnexDefinition
from desktop.definitions.agreements.inclusion import fields_needed
from desktop.definitions.clauses.clause import ClauseField
from desktop.definitions.facts import empty
from desktop.definitions.terms import ClauseFieldKind
from desktop.presenters.agreements.clause_fields import amount, clause_field
from desktop.presenters.agreements.open_agreement import AgreementStep, OpenAgreement
from desktop.presenters.form import FieldSpec, InputKind
from desktop.services.agreements import drafting
from desktop.services.agreements.composing import GIVEN
from desktop.services.diligence import conditions
from desktop.services.registry import partnerships
from desktop.store.states import Obligor

CONDITIONS = "conditions"
PARTIES = "agreement.parties"  # an annex prints a part of what stands here: it is filled in with the parties
GROUPS = {
    "partner": N_("The partner"),
    "office": N_("The Organization"),
    "parties": N_("Other parties"),
    "agreed": N_("What is agreed"),
    "dates": N_("Dates"),
    "delivery": N_("Delivery"),
    "options": N_("What brings clauses in"),
    "numbers": N_("Periods and limits"),
    CONDITIONS: N_("Conditions of the decision"),
}
OF_AMENDED = ("amendment.number", "amended.reference", "amended.signed_on")  # what the agreement amended says
ELSEWHERE = (*GIVEN, *OF_AMENDED, "agreement.ruling_language", "agreement.binding", "decision.date", "diligence.adhoc")


@dataclass(frozen=True)
class FieldGroup:
    """Fields that belong together; `proposed` counts those that hold what the records propose."""

    key: str
    title: str
    fields: tuple[FieldSpec, ...]
    proposed: int = 0

    @property
    def missing(self) -> int:
        """How many are still to be completed."""
        return sum(field.missing for field in self.fields)


@dataclass(frozen=True)
class AnnexForm:
    """One annex to fill: `table` is None for a form that is printed blank; `sums` says what it adds up to."""

    code: str
    title: str
    table: FieldSpec | None
    sums: str = ""
    agrees: bool = True


class AgreementFields:
    """The fields of the open agreement, as they were when it was read."""

    def __init__(self, agreement: OpenAgreement) -> None:
        self._agreement = agreement
        self.composition = agreement.composition

    # --- which fields

    @cached_property
    def annex_fields(self) -> tuple[str, ...]:
        """The facts that the annexes hold and that are filled in with them."""
        sources = dict.fromkeys(annex.source for annex in self.composition.type.annexes if annex.source)
        return tuple(source for source in sources if source != PARTIES)

    @cached_property
    def needed(self) -> tuple[ClauseField, ...]:
        """The fields asked for as the facts now stand, those of the annexes left out."""
        others = {*self.annex_fields, *ELSEWHERE}
        needed = fields_needed(self.composition.type, self.composition.facts)
        return tuple(field for field in needed if field.name not in others)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of those fields in the order in which they are shown."""
        return tuple(field.key for group in self.groups for field in group.fields)

    @cached_property
    def groups(self) -> tuple[FieldGroup, ...]:
        """The fields under their headings."""
        by_group: dict[str, list[FieldSpec]] = {key: [] for key in GROUPS}
        for field in self.needed:
            by_group[_group(field)].append(self._spec(field))
        by_group[CONDITIONS] += self._translations()
        names = self.composition.proposed
        return tuple(
            FieldGroup(key, _(GROUPS[key]), tuple(specs), sum(spec.key in names for spec in specs))
            for key, specs in by_group.items()
            if specs
        )

    @property
    def gaps(self) -> tuple[str, ...]:
        """The names of the fields that are missing, in the order of the page."""
        return tuple(name for name in self._in_order() if name in self._missing)

    def _in_order(self) -> tuple[str, ...]:
        """The fields of the page that is open, in its order."""
        return self.names if self._agreement.step is AgreementStep.PARTIES else self.annex_fields

    def neighbour(self, name: str, by: int) -> str:
        """The gap after (or before) a field, round the corner; empty when nothing is missing."""
        gaps, order = self.gaps, self._in_order()
        if not gaps:
            return ""
        place = order.index(name) if name in order else -1
        ahead = [gap for gap in gaps if (order.index(gap) - place) * by > 0]
        if by > 0:
            return ahead[0] if ahead else gaps[0]
        return ahead[-1] if ahead else gaps[-1]

    @cached_property
    def _missing(self) -> frozenset[str]:
        translations = [spec.key for spec in self._translations(marked=False)]
        names = (*self.annex_fields, *(field.name for field in self.needed), *translations)
        blocked = [finding.field for finding in self._agreement.blocking]
        return frozenset(
            name for name in names if any(field == name or field.startswith(f"{name}.") for field in blocked)
        )

    def _spec(self, field: ClauseField) -> FieldSpec:
        spec = clause_field(field, self._agreement.languages)
        return replace(spec, origin=self._origin(field), missing=field.name in self._missing)

    # --- the conditions of the decision

    @property
    def conditions(self) -> tuple[tuple[str, str], ...]:
        """The conditions that the partner meets, in the decision's own words, with what their day means."""
        decision, spoken = self.composition.decision, language()
        if decision is None:
            return ()
        return tuple(
            (conditions.wording(condition, spoken), conditions.day(condition, spoken))
            for condition in decision.conditions
            if conditions.obligor(decision, condition) is Obligor.PARTNER
        )

    def _translations(self, *, marked: bool = True) -> list[FieldSpec]:
        """A field for each language of the agreement in which the decision has no words for a condition."""
        specs = []
        for row in self.composition.facts.rows("agreement.conditions"):
            words = next(iter(row.branch("text").values()), "")
            for code in self._agreement.languages:
                if code not in row.texts("decided"):
                    key = f"{row.get('field')}.{code}"
                    label = _("“{text}” in {language}").format(text=words, language=LANGUAGE_NAMES[code])
                    help_text = _(
                        "The words of the decision stay as they are; this says the same in the other language."
                    )
                    missing = marked and key in self._missing
                    specs.append(FieldSpec(key, InputKind.AREA, label, help_text, missing=missing))
        return specs

    def _origin(self, field: ClauseField) -> str:
        if field.name in self.composition.proposed:
            return _("From the records")
        if field.default is not None and empty(self.composition.facts.get(field.name)):
            return _("Default value") if field.kind is not ClauseFieldKind.YES else ""
        return ""

    # --- values

    def value(self, name: str) -> Any:
        """What a field holds: typed, proposed from the records, or usual."""
        value = self.composition.facts.get(name)
        field = self.composition.type.library.fields.get(name)
        return field.default if empty(value) and field is not None else value

    def save(self, name: str, value: Any) -> None:
        """Store what was typed, at once."""
        drafting.save_field(self._agreement.office.work, self._agreement.id, name, value)
        self._agreement.refresh()

    # --- annexes

    @cached_property
    def annexes(self) -> tuple[AnnexForm, ...]:
        """Every annex of the type that these facts call for and that is not filled in with the parties."""
        due = self.composition.type.annexes_due(self.composition.complete)
        return tuple(self._form(annex) for annex in due if annex.source != PARTIES)

    def _form(self, annex: AnnexDefinition) -> AnnexForm:
        if not annex.source:
            return AnnexForm(annex.code, pick(annex.title), None)
        columns = ClauseField(annex.source, ClauseFieldKind.LIST, annex.title, items=annex.columns)
        table = replace(
            clause_field(columns, self._agreement.languages), label="", missing=annex.source in self._missing
        )
        sums, agrees = self._sum(annex)
        return AnnexForm(annex.code, pick(annex.title), table, sums, agrees)

    def _sum(self, annex: AnnexDefinition) -> tuple[str, bool]:
        if not annex.total:
            return "", True
        total, code = self.sum_of(annex)
        if total is None:
            return "", True
        written = format_money(total, code, language())
        total_value = dict(self.value(annex.total) or {})
        if total == amount(total_value) and code == total_value.get("currency"):
            return _("The list totals {sum}, as the partnership says.").format(sum=written), True
        return _("The list totals {sum}, which is not the value of the partnership.").format(sum=written), False

    def sum_of(self, annex: AnnexDefinition) -> tuple[Decimal | None, str]:
        """The sum of an annex's money column and its currency; None without rows or with mixed currencies."""
        column = next((column.name for column in annex.columns if column.kind is ClauseFieldKind.MONEY), "")
        rows = self.value(annex.source) or []
        values = [row[column] for row in rows if isinstance(row, Mapping) and isinstance(row.get(column), Mapping)]
        amounts = [number for value in values if (number := amount(value)) is not None]
        codes = {value["currency"] for value in values}
        if len(codes) != 1 or len(amounts) < len(values):
            return None, ""
        return sum(amounts, Decimal()), codes.pop()

    @property
    def total(self) -> str:
        """The total value under the tables, which is the partnership's; empty where nothing of value moves."""
        name = next((annex.total for annex in self.composition.type.annexes if annex.total), "")
        total = self.composition.facts.branch(name) if name else {}
        if not name:
            return ""
        if not total.get("amount"):
            return _("The partnership has no value yet.")
        written = format_money(str(total["amount"]), str(total["currency"]), language())
        return _("Total value, as the partnership says: {value}").format(value=written)

    def take_sum(self) -> Callable[[], None]:
        """Make the value of the partnership, which is that of the agreement, what the list adds up to.

        Gives back how the value that it had is brought back.
        """
        before = self.composition.partnership
        annex = next(annex for annex in self.composition.type.annexes if annex.total)
        total, code = self.sum_of(annex)
        if total is not None:
            self._set_value(str(total), code)
        return lambda: self._set_value(before.value, before.currency)

    def _set_value(self, value: str | None, currency: str) -> None:
        work, partnership = self._agreement.office.work, self.composition.partnership
        partnerships.change(work, partnership.id, value=value, currency=currency)
        self._agreement.refresh()


def _group(field: ClauseField) -> str:
    if field.name == PARTIES:
        return "parties"
    owner = field.name.partition(".")[0]
    if owner in ("partner", "delivery"):
        return owner
    if owner in ("office", "iom"):
        return "office"
    if field.kind is ClauseFieldKind.YES:
        return "options"
    if field.kind is ClauseFieldKind.NUMBER:
        return "numbers"
    return "dates" if field.kind is ClauseFieldKind.DATE and owner == "agreement" else "agreed"
