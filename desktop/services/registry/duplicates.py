"""Registered partners that may be the one being typed, and those that an officer told apart."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.base.text import N_, folded
from desktop.definitions.terms import PartnerGroup
from desktop.services.office.rights import Right, require
from desktop.services.work import Work
from desktop.store import search
from desktop.store.records import Officer, Partner
from desktop.store.records.values import ToldApart
from desktop.store.store import Store

ALIKE = 0.72  # from this score two names are shown as possibly the same partner


@dataclass(frozen=True)
class PossibleDuplicate:
    """A registered partner that may be the one being typed, and why."""

    partner: Partner
    score: float
    same_registration: bool


def possible(store: Store, name: str, registration: str = "", but: str = "") -> tuple[PossibleDuplicate, ...]:
    """Registered partners that may be the same as this name or number, most alike first; never the partner `but`."""
    number = number_key(registration)
    with store.read() as session:
        sharing = {hit.id for hit in _sharing_a_word(session, name)} - {but}
        candidates = list(session.scalars(select(Partner).where(Partner.id.in_(sharing))))
        if number:
            numbered = session.execute(select(Partner.id, Partner.registration).where(Partner.registration != ""))
            same = {i for i, other in numbered if number_key(other) == number} - {but}
            candidates += list(session.scalars(select(Partner).where(Partner.id.in_(same - sharing))))
    duplicates = [_judge(c, name, number) for c in candidates]
    return tuple(sorted((a for a in duplicates if a.same_registration or a.score >= ALIKE), key=lambda a: -a.score))


def number_key(number: str) -> str:
    """A number of a register by which two are one and the same: its letters and digits alone."""
    return "".join(character for character in folded(number) if character.isalnum())


def _sharing_a_word(session: Session, name: str) -> list[search.Found]:
    hits: list[search.Found] = []
    for word in folded(name).replace("&", " ").split():
        if len(word) >= 4:
            hits += search.find(session, word[:5], (Partner.KIND,), 200)
    return hits


def likeness(name: str, names: Iterable[str], group: str) -> float:
    """How close a name is to the closest of a partner's names, 0..1; from `ALIKE` on they may be the same partner.

    `group` is the partner's target group: names of persons are compared otherwise than those of companies.
    """
    from desktop.screening.entries import EntryKind
    from desktop.screening.match import score

    kind = EntryKind.PERSON if group == PartnerGroup.INDIVIDUAL else EntryKind.ORGANISATION
    return max(score(name, other, kind) for other in names)


def _judge(candidate: Partner, name: str, number: str) -> PossibleDuplicate:
    best = likeness(name, (candidate.name, *candidate.other_names), candidate.group)
    same_number = bool(number) and number_key(candidate.registration) == number
    return PossibleDuplicate(candidate, best, same_number)


def told_apart(others: Mapping[str, str], officer: Officer) -> tuple[ToldApart, ...]:
    """What a new partner remembers of those it is not: other partners' ids with the reasons."""
    return tuple(ToldApart(partner=other, reason=reason, by=officer.id) for other, reason in others.items())


def not_the_same(work: Work, partner_id: str, other_id: str, reason: str) -> None:
    """Remember that two registered partners that look alike are two."""
    require(work.officer, Right.REGISTER)
    with work.store.change(N_("Two partners marked as different"), work.officer.id) as session:
        record = session.get_one(Partner, partner_id)
        record.not_same_as = (*record.not_same_as, ToldApart(partner=other_id, reason=reason, by=work.officer.id))
