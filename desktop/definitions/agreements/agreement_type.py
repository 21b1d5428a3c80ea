"""Types of agreement, one file each under `forms/agreements`: which clauses and annexes an agreement has."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from desktop.base.text import Text
from desktop.definitions.clauses.clause import Clause, ClauseField
from desktop.definitions.clauses.library import ClauseLibrary
from desktop.definitions.rules import Rule
from desktop.definitions.terms import ClauseStatus, Depth, MovedKind


@dataclass(frozen=True, slots=True)
class ClauseUse:
    """A clause's place in a type of agreement. A locked clause departs from the library only with Legal's review."""

    clause: str
    status: ClauseStatus
    when: Rule | None
    why: Text
    locked: bool
    default: bool


@dataclass(frozen=True, slots=True)
class AnnexDefinition:
    """An annex: a table whose rows are the facts at `source`, or a blank form when it has none.

    `columns` are fields named by the key of the row; `total` is the field printed under the table.
    """

    code: str
    title: Text
    required: bool
    source: str
    when: Rule | None
    total: str
    columns: tuple[ClauseField, ...]


@dataclass(frozen=True, slots=True)
class Caution:
    """What a proposed type cannot do for a partnership of these facts."""

    when: Rule
    text: Text


@dataclass(frozen=True, slots=True)
class ProposalRule:
    """When a type is proposed: of those whose rule holds, the type of the lowest rank."""

    rank: int
    when: Rule
    why: Text
    cautions: tuple[Caution, ...]


@dataclass(frozen=True)
class AgreementType:
    """A type of agreement: its clauses in order, its annexes, who signs, and when it is proposed."""

    code: str
    version: int
    name: Text
    use: Text
    binding: bool
    moves: tuple[MovedKind, ...]
    tier: Depth
    signs: tuple[str, ...]
    consults: tuple[str, ...]
    countersigns: tuple[str, ...]
    opening: Clause
    clauses: tuple[ClauseUse, ...]
    annexes: tuple[AnnexDefinition, ...]
    sha256: str
    proposal: ProposalRule | None
    library: ClauseLibrary = field(repr=False)

    def unmoved(self, kinds: Iterable[str]) -> tuple[str, ...]:
        """Those of the kinds of contribution that do not move under this type."""
        return tuple(kind for kind in kinds if kind not in self.moves)

    def carries(self, kinds: Iterable[str], valued: bool) -> bool:
        """Whether an agreement of this type can be final for a partnership that brings these kinds of contribution.

        A type that moves nothing carries none, nor a contribution that has a value.
        """
        return not self.unmoved(kinds) and (bool(self.moves) or not valued)

    @cached_property
    def fields(self) -> tuple[ClauseField, ...]:
        """Every field that this type can ask for, in the order of the declarations."""
        names = self.names_in(use.clause for use in self.clauses)
        for rule in (*(use.when for use in self.clauses), *(annex.when for annex in self.annexes)):
            names |= rule.names() if rule else set()
        return tuple(declared for name, declared in self.library.fields.items() if name in names)

    def names_in(self, clauses: Iterable[str]) -> set[str]:
        """The names of the fields that the opening and these clauses read."""
        return set(self.opening.names).union(*(self.library.clauses[clause].names for clause in clauses))
