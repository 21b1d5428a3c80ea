"""Which clauses of a type the facts bring into an agreement, and which fields they ask for.

Under `agreement.options` the officer keeps or leaves out optional clauses: `{"S-DSP": False}`; under
`agreement.waivers` stand the other clauses that are left out all the same, each with the name of who cleared it at
Legal, empty until then: `{"S-LIA": ""}`.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from desktop.base.dates import months_between
from desktop.base.text import LANGUAGES, Text, _, pick
from desktop.definitions.agreements.agreement_type import AgreementType, ClauseUse
from desktop.definitions.clauses.clause import ClauseField
from desktop.definitions.facts import Facts, FactValue, empty
from desktop.definitions.terms import ClauseStatus, MovedKind, PartnerGroup
from desktop.definitions.wording import Unwritable, day

# Fields that nobody is asked for: the type of the agreement, its languages and the partnership say them
DECIDED_BY_THE_TYPE = frozenset(
    {
        *(
            "agreement.binding",
            "agreement.short",
            "agreement.annexed",
            "agreement.moves_money",
            "agreement.written_in",
            "agreement.languages",
        ),
        *("brings.cash", "brings.goods", "brings.services", "brings.in_kind", "partner.person"),
    }
)


@dataclass(frozen=True, slots=True)
class Inclusion:
    """Whether a clause is in, and why."""

    clause: str
    status: ClauseStatus
    included: bool
    locked: bool
    why: Text
    waived: bool = False
    cleared_by: str = ""
    shortened: bool = False

    @property
    def reason(self) -> str:
        """The reason as one sentence in the interface's language."""
        if self.waived and self.cleared_by:
            return _("Waived; cleared by {name}.").format(name=self.cleared_by)
        if self.waived:
            return _("Waived; Legal has not cleared it yet.")
        if self.shortened:
            return _("Left out of the short form.")
        if self.status is ClauseStatus.MANDATORY:
            return _("Mandatory for this type of agreement.")
        if self.status is ClauseStatus.OPTIONAL:
            return pick(self.why) if self.included else _("Excluded by choice.")
        return pick(self.why) if self.included else _("Excluded: the case it is meant for does not arise.")


def inclusions(agreement_type: AgreementType, facts: Facts) -> tuple[Inclusion, ...]:
    """Each clause of the type, in order: whether these facts bring it in, and why."""
    return _inclusions(agreement_type, complete_facts(agreement_type, facts, ()))


def _inclusions(agreement_type: AgreementType, complete: Facts) -> tuple[Inclusion, ...]:
    shortened = agreement_type.left_out(complete)
    return tuple(_inclusion(use, complete, shortened) for use in agreement_type.clauses)


def fields_needed(agreement_type: AgreementType, facts: Facts) -> tuple[ClauseField, ...]:
    """The fields that the clauses brought in by these facts ask for, and those that bring clauses in."""
    complete = complete_facts(agreement_type, facts, ())
    included = [inclusion.clause for inclusion in _inclusions(agreement_type, complete) if inclusion.included]
    names = agreement_type.live_names_in(included, complete)
    names |= {name for use in agreement_type.clauses if use.when for name in use.when.names()}
    return tuple(field for field in agreement_type.fields if field.name in names - DECIDED_BY_THE_TYPE)


def complete_facts(agreement_type: AgreementType, facts: Facts, languages: Sequence[str]) -> Facts:
    """The facts with defaults in empty fields and with what the type and the languages themselves decide."""
    brought = facts.texts("contribution.kinds") or agreement_type.moves
    decided: dict[str, FactValue] = {
        **{f"brings.{kind}": kind in brought for kind in MovedKind},
        "brings.in_kind": any(kind in brought for kind in (MovedKind.GOODS, MovedKind.SERVICES)),
        "partner.person": facts.get("partner.group") == PartnerGroup.INDIVIDUAL,
        "agreement.binding": agreement_type.binding,
        "agreement.moves_money": MovedKind.CASH in agreement_type.moves,
        "agreement.written_in": "_".join(code for code in LANGUAGES if code in languages),
    }
    if languages:
        decided["agreement.languages"] = tuple(languages)
    if languages and facts.get("agreement.ruling_language") not in languages:
        decided["agreement.ruling_language"] = languages[0]
    if (start := _day(facts, "agreement.start")) and (end := _day(facts, "agreement.end")):
        decided["agreement.months"] = months_between(start, end)
    complete = facts.with_all(decided)
    fields = agreement_type.library.fields.items()
    defaults = {name: field.default for name, field in fields if field.default is not None}
    complete = complete.with_all({name: default for name, default in defaults.items() if empty(complete.get(name))})
    complete = complete.with_("agreement.short", agreement_type.shortened(complete))
    return complete.with_("agreement.annexed", bool(agreement_type.annexes_due(complete)))


def _day(facts: Facts, name: str) -> str:
    value = facts.get(name)
    try:
        return "" if empty(value) else day(value).isoformat()
    except Unwritable:
        return ""


def _inclusion(use: ClauseUse, facts: Facts, shortened: Collection[str]) -> Inclusion:
    inclusion = Inclusion(use.clause, use.status, True, use.locked, use.why)
    waivers = facts.branch("agreement.waivers")
    if use.status is ClauseStatus.OPTIONAL:
        choice = facts.branch("agreement.options").get(use.clause)
        by_default = use.default and use.clause not in waivers
        return replace(inclusion, included=by_default if choice is None else bool(choice))
    if use.when is not None and not use.when.holds(facts):
        return replace(inclusion, included=False)
    if use.clause in shortened:
        return replace(inclusion, included=False, shortened=True)
    if use.clause in waivers:
        cleared_by = str(waivers[use.clause] or "").strip()
        return replace(inclusion, included=False, waived=True, cleared_by=cleared_by)
    return inclusion
