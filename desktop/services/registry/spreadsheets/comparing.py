"""The partners that the lines of a table are held against: those registered, and those of the lines before."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, fields, replace

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.base.text import searchable
from desktop.services.registry import duplicates
from desktop.services.registry.spreadsheets.cells import NOTHING_STATED, ContactFacts, PartnerFacts
from desktop.store.records import ChangeRow, Partner, Person

COMMON = 200  # names that share the beginning of a word: beyond, the word says nothing about one of them
WORD, BEGINNING = 4, 5  # letters: from how many a word tells a name, and how many of it are compared


@dataclass
class KnownPartner:
    """A partner that a line may name: of the register (`line` is 0), or of a line before (then `partner` is new).

    `facts` are what is known of it with the lines until now, `persons` the names of those behind it, by `name_key`;
    of a partner that was put away, `persons_put_away` are the ids of those put away, by the same key.
    """

    partner: Partner
    facts: PartnerFacts
    line: int = 0
    persons: set[str] = field(default_factory=set)
    persons_put_away: dict[str, str] = field(default_factory=dict)

    def know(self, person: Person) -> None:
        """This person is behind it."""
        if not person.archived:
            self.persons.add(name_key(person.name))
        elif self.partner.archived:
            self.persons_put_away[name_key(person.name)] = person.id

    def complete(self, added: PartnerFacts) -> None:
        """Know from now on what a line added."""
        self.facts = self.facts.stating(added.stated())

    def unknown_person(self, contact: ContactFacts | None) -> ContactFacts | None:
        """The person, where nobody of this name is behind the partner yet; known from now on."""
        if contact is None or name_key(contact.name) in self.persons:
            return None
        self.persons.add(name_key(contact.name))
        return replace(contact, put_away=self.persons_put_away.get(name_key(contact.name), ""))


class KnownPartners:
    """Finds the partner that a line names, and those that look alike."""

    def __init__(self) -> None:
        self._by_name: dict[str, list[KnownPartner]] = defaultdict(list)
        self._by_number: dict[str, list[KnownPartner]] = defaultdict(list)
        self._by_beginning: dict[str, list[KnownPartner]] = defaultdict(list)

    def add(self, match: KnownPartner) -> None:
        """Find this one from now on."""
        partner = match.partner
        for key in {name_key(name) for name in (partner.name, *partner.other_names)} - {""}:
            self._by_name[key].append(match)
        for number in _numbers(partner.registration, partner.lei):
            self._by_number[number].append(match)
        for beginning in _beginnings(partner.name):
            self._by_beginning[beginning].append(match)

    def same(self, facts: PartnerFacts) -> KnownPartner | None:
        """The one with this name whose country and numbers do not speak against it; with the same number first."""
        numbers = _numbers(facts.registration, facts.lei)
        named = [match for match in self._by_name.get(name_key(facts.name), ()) if _agrees(match.partner, facts)]
        numbered = [match for match in named if numbers & _numbers(match.partner.registration, match.partner.lei)]
        return next(iter((*numbered, *named)), None)

    def alike(self, facts: PartnerFacts) -> KnownPartner | None:
        """The one with the same number, or the most alike name; None when nothing is alike."""
        for number in sorted(_numbers(facts.registration, facts.lei)):
            if self._by_number.get(number):
                return self._by_number[number][0]
        best, closest = duplicates.ALIKE, None
        for match in self._sharing_a_word(facts.name):
            likeness = duplicates.likeness(match.partner, facts.name)
            if likeness > best or (closest is None and likeness == best):
                best, closest = likeness, match
        return closest

    def _sharing_a_word(self, name: str) -> Sequence[KnownPartner]:
        shared = sorted((self._by_beginning.get(start, []) for start in _beginnings(name)), key=len)
        telling = [some for some in shared if some and len(some) <= COMMON] or [some[:COMMON] for some in shared[:1]]
        return list({id(match): match for some in telling for match in some}.values())


def of_register(session: Session) -> Sequence[KnownPartner]:
    """Every partner of the register with its persons, those put away too."""
    query = select(Partner).order_by(Partner.id)
    partners = {partner.id: KnownPartner(partner, facts_of(partner)) for partner in session.scalars(query)}
    for person in session.scalars(select(Person)):
        if person.partner_id in partners:
            partners[person.partner_id].know(person)
    return tuple(partners.values())


def facts_of(partner: Partner) -> PartnerFacts:
    """What the register says about a partner, as lines say it."""
    contents = {part.name: getattr(partner, part.name) for part in fields(PartnerFacts)}
    return NOTHING_STATED.stating({n: tuple(c) if isinstance(c, list) else c for n, c in contents.items()})


def journal_length(session: Session) -> int:
    """How many changes the journal knows, of whichever device."""
    return session.scalar(select(func.count()).select_from(ChangeRow)) or 0


def name_key(name: str) -> str:
    """A name by which two are one and the same: without accents, capitals and punctuation."""
    return " ".join("".join(c if c.isalnum() else " " for c in searchable(name)).split())


def _agrees(partner: Partner, facts: PartnerFacts) -> bool:
    numbers = ((partner.registration, facts.registration), (partner.lei, facts.lei))
    keys = ((duplicates.number_key(ours), duplicates.number_key(theirs)) for ours, theirs in numbers)
    pairs = ((partner.country, facts.country), *keys)
    return all(ours == theirs or not ours or not theirs for ours, theirs in pairs)


def _numbers(*numbers: str) -> set[str]:
    return {key for number in numbers if (key := duplicates.number_key(number))}


def _beginnings(name: str) -> set[str]:
    return {word[:BEGINNING] for word in name_key(name).split() if len(word) >= WORD}
