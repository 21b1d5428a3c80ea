"""Types of agreement, one file each under `forms/agreements`: which clauses and annexes an agreement has."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from string import ascii_uppercase

from desktop.base.text import Text
from desktop.definitions.clauses.clause import Clause, ClauseField
from desktop.definitions.clauses.library import ClauseLibrary
from desktop.definitions.facts import Facts
from desktop.definitions.rules import Rule
from desktop.definitions.terms import ClauseStatus, Depth, LegalForce, MovedKind

CHIEF_OF_MISSION = "chief_of_mission"  # who signs where the office itself may


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
    """An annex: words, a table whose rows are the facts at `source`, or a form that is filled in by hand.

    `text` is in the grammar of clauses; `columns` are fields named by the key of the row. The tables with the same
    `total` add up to that field together; one that `sums` has a sum of its own. A form has `lines` printed into its
    first column, or empty rows.
    """

    code: str
    title: Text
    required: bool
    source: str
    when: Rule | None
    total: str
    columns: tuple[ClauseField, ...]
    text: Clause | None
    lines: tuple[Text, ...]
    sums: bool

    @property
    def is_ruled(self) -> bool:
        """Whether it is a form of empty rows, which is filled in and signed when what it is about takes place."""
        return bool(self.columns) and not self.source and not self.lines


@dataclass(frozen=True, slots=True)
class Caution:
    """What a proposed type cannot do for a partnership of these facts."""

    when: Rule
    text: Text


@dataclass(frozen=True, slots=True)
class TypeLimit:
    """What a type of agreement is not for: where the rule holds it is not proposed, and no draft of it is final.

    `field` is where an officer mends it, if in the agreement itself.
    """

    id: str
    when: Rule
    text: Text
    field: str


@dataclass(frozen=True, slots=True)
class ShortForm:
    """When an agreement is made in its short form, and which of its clauses and annexes that form leaves out.

    What a clause that is left out says, another one that stays says in fewer words (`Clause.says`). A form that is
    `close` is set in smaller letters.
    """

    when: Rule
    leaves_out: tuple[str, ...]
    annexes: tuple[str, ...]
    close: bool


@dataclass(frozen=True, slots=True)
class ProposalRule:
    """When a type is proposed: of those whose rule holds, the type of the lowest rank."""

    rank: int
    when: Rule
    why: Text
    cautions: tuple[Caution, ...]


@dataclass(frozen=True)
class AgreementType:
    """A type of agreement: its clauses in order, its annexes, who signs, its limits, and when it is proposed.

    `tier` is the least depth of due diligence that supports it; the questionnaire may ask for more. One that `amends`
    is begun from a signed agreement, whose type says what it needs.
    """

    code: str
    version: int
    name: Text
    use: Text
    force: LegalForce
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
    limits: tuple[TypeLimit, ...]
    short: ShortForm | None
    library: ClauseLibrary = field(repr=False)
    amends: bool = False

    @property
    def binding(self) -> bool:
        """Whether what the parties are to do under it binds them in law."""
        return self.force is LegalForce.BINDING

    @property
    def headquarters_only(self) -> bool:
        """Whether Headquarters decides and signs, whatever the level."""
        return CHIEF_OF_MISSION not in self.signs

    def limits_met(self, facts: Facts) -> tuple[TypeLimit, ...]:
        """The limits that these facts of a partnership or of an agreement go beyond."""
        return tuple(limit for limit in self.limits if limit.when.holds(facts))

    def shortened(self, facts: Facts) -> bool:
        """Whether these facts are those of its short form."""
        return self.short is not None and self.short.when.holds(facts)

    def left_out(self, facts: Facts) -> tuple[str, ...]:
        """The clauses that these facts leave out for the short form."""
        return self.short.leaves_out if self.short and self.shortened(facts) else ()

    def annexes_due(self, facts: Facts) -> tuple[AnnexDefinition, ...]:
        """The annexes that these facts call for; no letter is left out between theirs, which would look like a loss."""
        without = self.short.annexes if self.short and self.shortened(facts) else ()
        due = [
            annex
            for annex in self.annexes
            if annex.code not in without and (annex.when is None or annex.when.holds(facts))
        ]
        return tuple(replace(annex, code=letter) for letter, annex in zip(ascii_uppercase, due, strict=False))

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
        names = names.union(*(annex.text.names for annex in self.annexes if annex.text))
        return tuple(declared for name, declared in self.library.fields.items() if name in names)

    def names_in(self, clauses: Iterable[str]) -> set[str]:
        """The names of the fields that the opening and these clauses read."""
        return set(self.opening.names).union(*(self.library.clauses[clause].names for clause in clauses))

    def live_names_in(self, clauses: Collection[str], facts: Facts) -> set[str]:
        """The same without the branches that these facts leave out, and with the words of the annexes they call for."""
        texts = [
            self.opening,
            *(self.library.clauses[clause] for clause in clauses),
            *(annex.text for annex in self.annexes_due(facts) if annex.text),
        ]
        return set().union(*(text.live_names(facts, self.library.fields, clauses) for text in texts))
