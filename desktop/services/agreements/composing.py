"""An agreement with everything that makes its text, read together from the records.

What an officer typed wins over what the records propose; a field that nobody filled stays empty, or takes the usual
value of its declaration when the text is assembled.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.base.errors import Problem
from desktop.base.text import LANGUAGES, _, language
from desktop.base.values import Json
from desktop.definitions.agreements.agreement_type import AgreementType
from desktop.definitions.agreements.archiving import unarchive
from desktop.definitions.agreements.assembling import AssembledAgreement, NegotiatedText, assemble
from desktop.definitions.agreements.checking import DraftFinding, check_assembled
from desktop.definitions.agreements.inclusion import DECIDED_BY_THE_TYPE, complete_facts
from desktop.definitions.clauses.clause import ClauseField
from desktop.definitions.facts import Facts, FactValue, empty
from desktop.definitions.terms import ClauseFieldKind
from desktop.documents.typesetting import romanised
from desktop.services.agreements import gate, proposals
from desktop.services.diligence import decisions, light
from desktop.services.office import drafts
from desktop.services.registry import identity
from desktop.services.work import Work
from desktop.store.records import Agreement, ClauseChoice, Departure, Officer, Partner, Partnership, Verdict
from desktop.store.states import AgreementState

BLANK: tuple[Any, ...] = (None, "", [])  # what a field holds that nobody filled
# What nobody types into an agreement: its contribution is that of the partnership, its conditions are the decision's.
GIVEN = (
    *("agreement.conditions", "contribution.kinds", "contribution.value", "contribution.value_usd"),
    "diligence.light",
)
NO_DECISION = "no-decision"  # the rule that a decision must be in force


@dataclass(frozen=True)
class Composition:
    """An agreement with everything that makes its text: read once, shown, checked or printed."""

    agreement: Agreement
    type: AgreementType
    partner: Partner
    partnership: Partnership
    decision: Verdict | None
    facts: Facts
    departures: tuple[NegotiatedText, ...]
    proposed: frozenset[str] = frozenset()  # the fields that the records filled and nobody typed
    amended: AgreementType | None = None  # the type of the agreement that this one changes

    @cached_property
    def assembled(self) -> AssembledAgreement:
        """The text, in the languages of the agreement; a final one keeps that with which it was made final."""
        if self.agreement.state != AgreementState.DRAFT and self.agreement.wording:
            try:
                return unarchive(self.agreement.wording, self.departures)
            except (KeyError, TypeError, ValueError) as error:
                raise unreadable() from error
        return _assembled(self._text_source)

    @property
    def _text_source(self) -> "_TextSource":
        languages = tuple(self.agreement.languages)
        letters = f"{id(self.type)} {self.facts!r} {languages!r} {self.departures!r}"
        return _TextSource(letters, self.type, self.facts, languages, self.departures)

    @property
    def complete(self) -> Facts:
        """The facts with what the type and the languages decide themselves, and with usual values where none stands."""
        return complete_facts(self.type, self.facts, self.agreement.languages)

    def locked(self) -> dict[str, Json]:
        """Every field as the final text has it, whatever the records say later: typed, given, proposed or usual."""
        facts = self.complete
        names = [*(field.name for field in self.type.fields if field.name not in DECIDED_BY_THE_TYPE), *GIVEN]
        return {name: plain(facts.get(name)) for name in names if not empty(facts.get(name))}

    @cached_property
    def findings(self) -> tuple[DraftFinding, ...]:
        """What stands between this draft and a final document, the gate of ¶21 first."""
        if self.agreement.state == AgreementState.DRAFT:
            findings = _checked(self._text_source, language())
        else:
            findings = check_assembled(self.type, self.facts, self.assembled, self.departures)
        closed = self._closed_gate()
        return (*((closed,) if closed else ()), *findings, *self._unprinted())

    def _unprinted(self) -> Iterator[DraftFinding]:
        """A finding for each field with letters that no font of the program has: paper shows them in Latin letters."""
        told: dict[str, Json] = {field.name: plain(self.facts.get(field.name)) for field in self.type.fields}
        told["partner.other_names"] = list(self.partner.other_names)
        for name, value in told.items():
            if words := list(dict.fromkeys(_unprinted_words(value))):
                text = _(
                    "“{words}” has letters that this program cannot print: paper shows them in Latin letters between "
                    "square brackets. Give the spelling in Latin letters too, or write it in by hand on each original."
                )
                yield DraftFinding("letters-not-printed", text.format(words=", ".join(words[:5])), name, blocks=False)

    def _closed_gate(self) -> DraftFinding | None:
        """Why no decision allows a signature (¶21); None when one does."""
        if self.decision is None:
            text = _("There is no valid favourable decision for this partnership (¶21).")
            return DraftFinding(NO_DECISION, text)
        if bars := decisions.barring(self.decision):
            text = _("An answer that was decided on bars every signature: {questions}.")
            return DraftFinding("barred", text.format(questions=", ".join(bars)))
        if decisions.outgrown(self.decision, self.partnership):
            return DraftFinding("outgrown", _(decisions.OUTGROWN))
        governing = self.amended or self.type
        if gate.uncovered(governing, self.decision):
            return DraftFinding("type-not-decided", gate.why_uncovered(governing, self.decision))
        if gate.decided_anew(self.agreement, self.decision):
            return DraftFinding("decided-anew", _(gate.DECIDED_ANEW))
        return None


@dataclass(frozen=True, eq=False)
class _TextSource:
    """What the text of a draft is made of: two are the same when each fact and each departure is, letter for letter.

    The letters begin with the identity of the type, which is held here: another one cannot have the same meanwhile.
    """

    letters: str
    type: AgreementType
    facts: Facts
    languages: tuple[str, ...]
    departures: tuple[NegotiatedText, ...]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _TextSource) and self.letters == other.letters

    def __hash__(self) -> int:
        return hash(self.letters)


@lru_cache(maxsize=2)  # from step to step of one agreement the text is the same, and takes as long as half a page
def _assembled(source: _TextSource) -> AssembledAgreement:
    return assemble(source.type, source.facts, source.languages, source.departures)


@lru_cache(maxsize=2)
def _checked(source: _TextSource, spoken: str) -> tuple[DraftFinding, ...]:
    """What the definitions find in a draft, in the language `spoken`, which is the interface's."""
    return check_assembled(source.type, source.facts, _assembled(source), source.departures)


def plain(value: FactValue) -> Json:
    """A fact as JSON holds it: what JSON does not know (decimals, days, codes) becomes text."""
    if isinstance(value, Mapping):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    return value if isinstance(value, int | bool | None) else str(value)


def _unprinted_words(value: Json) -> Iterator[str]:
    if isinstance(value, str):
        if not value.isascii():
            yield from (word for word in value.split() if romanised(word))
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _unprinted_words(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _unprinted_words(inner)


def compose(work: Work, agreement_id: str) -> Composition:
    """Everything that makes the text of an agreement, as it stands today."""
    with work.store.read() as session:
        return compose_in(session, work, agreement_id)


def compose_in(session: Session, work: Work, agreement_id: str) -> Composition:
    """The same, read with what else a page reads."""
    agreement = session.get_one(Agreement, agreement_id)
    partner = session.get_one(Partner, agreement.partner_id)
    if agreement.state == AgreementState.DRAFT:  # what is final goes on saying the name that it was made with
        partner = identity.partner_in(session, agreement.partner_id)
    partnership = session.get_one(Partnership, agreement.partnership_id)
    typed: dict[str, Json] = {**agreement.content, **typed_fields(session, agreement)}
    proposed = proposals.of_records(session, agreement, partner, partnership)
    choices = _choices(session, agreement_id)
    departures = _departures(session, agreement_id)
    decision = decisions.read_in_force(session, partnership.id, work.today())
    agreement_type = _readable_type(work, agreement)
    changed = session.get(Agreement, agreement.amends) if agreement.amends else None
    amended = work.definitions.agreements.get(changed.type) if changed is not None else None
    if changed is not None:
        proposed |= proposals.of_amendment(session, agreement, changed, typed)
    if (amended or agreement_type).headquarters_only:
        proposed |= dict.fromkeys(proposals.OF_THE_CHIEF, "")
    proposed |= proposals.of_decision(decision)
    proposed["diligence.light"] = light.holds(session, work, partner, partnership, decision)
    proposed["agreement.conditions"] = proposals.of_conditions(proposed, typed, agreement.languages)
    proposed["agreement.signing"] = proposals.signing(typed, proposed)
    if agreement.state == AgreementState.DRAFT:
        typed = {name: value for name, value in typed.items() if name not in GIVEN}
    facts = _facts(agreement_type, agreement, typed, proposed, choices)
    facts = facts.with_("limits", work.definitions.authority.limits)
    filled = frozenset(
        field.name
        for field in agreement_type.fields
        if empty(typed.get(field.name)) and not empty(facts.get(field.name))
    )
    return Composition(agreement, agreement_type, partner, partnership, decision, facts, departures, filled, amended)


def _readable_type(work: Work, agreement: Agreement) -> AgreementType:
    """The type of an agreement; raises Problem when this program cannot make its text."""
    agreement_type, languages = work.definitions.agreements.get(agreement.type), agreement.languages
    sound = len(set(languages)) == len(languages) <= 2 and set(languages) <= set(LANGUAGES)
    if agreement_type is None or not languages or not sound:
        raise unreadable()
    return agreement_type


def unreadable() -> Problem:
    """The Problem of an agreement that this program cannot show."""
    return Problem(
        _("This agreement is of a type or in a language that this version of Passerelle does not know."),
        _("Install the newer version of Passerelle, or tell Headquarters."),
        code="agreement-unreadable",
    )


def typed_fields(session: Session, agreement: Agreement) -> dict[str, Json]:
    """What was typed on this machine and is not part of the record yet, by field; nothing once the text is final."""
    if agreement.state != AgreementState.DRAFT:
        return {}
    return {draft.part: draft.content["value"] for draft in drafts.of(session, agreement.id)}


def _choices(session: Session, agreement_id: str) -> Sequence[ClauseChoice]:
    query = select(ClauseChoice).where(ClauseChoice.agreement_id == agreement_id, ClauseChoice.archived.is_(False))
    return session.scalars(query).all()


def _departures(session: Session, agreement_id: str) -> tuple[NegotiatedText, ...]:
    query = select(Departure).where(Departure.agreement_id == agreement_id, Departure.archived.is_(False))
    query = query.order_by(Departure.clause, Departure.paragraph, Departure.id)  # added paragraphs follow one another
    names = {officer.id: officer.name for officer in session.scalars(select(Officer))}
    return tuple(
        NegotiatedText(
            departure.clause,
            departure.language,
            departure.paragraph,
            departure.old,
            departure.new,
            names.get(departure.proposed_by, ""),
            departure.reason,
            departure.cleared_by,
        )
        for departure in session.scalars(query)
    )


def _facts(
    agreement_type: AgreementType,
    agreement: Agreement,
    typed: Mapping[str, FactValue],
    proposed: Mapping[str, FactValue],
    choices: Sequence[ClauseChoice],
) -> Facts:
    """The facts that the text is filled with."""
    proposed = {name: value for name, value in proposed.items() if value not in BLANK}
    flat = dict(proposed)
    for field in agreement_type.fields:
        value = typed.get(field.name)
        if value in BLANK:
            value = proposed.get(field.name) if field.name in GIVEN else _proposal(field, proposed, agreement.languages)
        if value is not None:
            flat[field.name] = value
    flat |= {name: value for name, value in typed.items() if value not in BLANK}
    flat["agreement.type"] = agreement.type
    flat["agreement.languages"] = agreement.languages
    flat["agreement.ruling_language"] = agreement.ruling_language
    by_clause: dict[str, list[ClauseChoice]] = {}
    for choice in choices:
        by_clause.setdefault(choice.clause, []).append(choice)
    waived = {clause: _clearance(chosen) for clause, chosen in by_clause.items() if all(map(_waives, chosen))}
    flat["agreement.options"] = {
        clause: any(choice.included for choice in chosen)
        for clause, chosen in by_clause.items()
        if clause not in waived
    }
    flat["agreement.waivers"] = waived
    return Facts.of(flat)


def is_waiver(included: bool, reason: str) -> bool:
    """Whether a choice leaves a required clause out, for which there is a reason."""
    return not included and bool(reason)


def _waives(choice: ClauseChoice) -> bool:
    return is_waiver(choice.included, choice.reason)


def _clearance(waivers: Sequence[ClauseChoice]) -> str:
    """Who at Legal cleared that a clause is left out; empty until every waiver is: two laptops may have made one."""
    return waivers[0].cleared_by if all(waiver.cleared_by for waiver in waivers) else ""


def _proposal(field: ClauseField, proposed: Mapping[str, FactValue], languages: Sequence[str]) -> FactValue:
    """What the records propose for one field; prose is one sentence, in the first language until it is translated."""
    value = proposed.get(field.source) if field.source else None
    if field.kind == ClauseFieldKind.PROSE and isinstance(value, str):
        return {languages[0]: value}
    return value
