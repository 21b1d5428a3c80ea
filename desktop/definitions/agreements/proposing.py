"""Which type of agreement suits a partnership: the one rule, read from the files of the types.

A type says under `[proposal]` when it is proposed, with which rank, and why. A new type is proposed by its file alone.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from desktop.base.text import Text
from desktop.definitions.agreements.agreement_type import AgreementType, ProposalRule
from desktop.definitions.facts import Facts
from desktop.definitions.terms import MovedKind

CHOSEN: Text = {
    "fr": "c’est le type que le partenariat indique.",
    "en": "It is the type that the partnership names.",
    "es": "es el tipo que indica la asociación.",
}


@dataclass(frozen=True, slots=True)
class Proposal:
    """The type of agreement that suits a partnership, the reason, and what the type cannot do for it."""

    code: str
    why: Text
    cautions: tuple[Text, ...]


def propose(types: Iterable[AgreementType], facts: Facts) -> Proposal | None:
    """The type to propose over the facts of a partner and a partnership (`partner.*`, `partnership.*`, `limits.*`).

    A type that what the partner brings cannot be moved under, or one of whose limits these facts go beyond, is never
    proposed. The type that the partnership names
    (`agreement.type`) goes before every other; then of two types with the same rank the code that sorts first. None
    when no type's rule holds.
    """
    kinds, valued = brought(facts), facts.get("partnership.valued") is True
    able = [type_ for type_ in types if type_.carries(kinds, valued) and not type_.limits_met(facts)]
    for type_ in able:
        if type_.code == facts.get("agreement.type"):
            why = type_.proposal.why if type_.proposal and type_.proposal.when.holds(facts) else CHOSEN
            return Proposal(type_.code, why, _cautions(type_.proposal, facts))
    fitting = [(type_.proposal, type_.code) for type_ in able if type_.proposal and type_.proposal.when.holds(facts)]
    if not fitting:
        return None
    rule, code = min(fitting, key=lambda pair: (pair[0].rank, pair[1]))
    return Proposal(code, rule.why, _cautions(rule, facts))


def brought(facts: Facts) -> tuple[MovedKind, ...]:
    """The kinds of contribution that a partnership brings; a kind of goods that is named is goods."""
    named = {kind for kind in MovedKind if facts.get(f"partnership.{kind}") is True}
    return tuple(
        kind
        for kind in MovedKind
        if kind in named or (kind is MovedKind.GOODS and facts.texts("partnership.goods_kinds"))
    )


def _cautions(rule: ProposalRule | None, facts: Facts) -> tuple[Text, ...]:
    return tuple(caution.text for caution in rule.cautions if caution.when.holds(facts)) if rule else ()
