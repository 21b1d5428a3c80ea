"""Which type of agreement suits a partnership: the one rule, read from the files of the types.

A type says under `[proposal]` when it is proposed, with which rank, and why. A new type is proposed by its file alone.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from desktop.base.text import Text
from desktop.definitions.agreements.agreement_type import AgreementType
from desktop.definitions.facts import Facts


@dataclass(frozen=True, slots=True)
class Proposal:
    """The type of agreement that suits a partnership, the reason, and what the type cannot do for it."""

    code: str
    why: Text
    cautions: tuple[Text, ...]


def propose(types: Iterable[AgreementType], facts: Facts) -> Proposal | None:
    """The type to propose over the facts of a partner and a partnership (`partner.*`, `partnership.*`, `limits.*`).

    None when no type's rule holds. Of two types with the same rank the code that sorts first is proposed.
    """
    fitting = [(type_.proposal, type_.code) for type_ in types if type_.proposal and type_.proposal.when.holds(facts)]
    if not fitting:
        return None
    rule, code = min(fitting, key=lambda pair: (pair[0].rank, pair[1]))
    return Proposal(code, rule.why, tuple(caution.text for caution in rule.cautions if caution.when.holds(facts)))
