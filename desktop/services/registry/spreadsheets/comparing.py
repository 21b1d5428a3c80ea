"""The partners that the lines of a table are held against: those registered, and those of the lines before."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, fields, replace
from functools import lru_cache

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.base.text import searchable
from desktop.services.registry import duplicates
from desktop.services.registry.identity import Identities, is_no_merged_record
from desktop.services.registry.spreadsheets.cells import NOTHING_STATED, ContactFacts, PartnerFacts
from desktop.store.records import ChangeRow, Partner, Person

COMMON = 200  # names that share the beginning of a word: beyond, the word says nothing about one of them
FAR_APART = 60  # of 100: names that share less of their words are not compared letter by letter
WORD, BEGINNING = 4, 5  # letters: from how many a word tells a name, and how many of it are compared


@dataclass
class KnownPartner:
    """A partner that a line may name: of the register (`line` is 0), or of a line before (then `id` is a new one).

    `facts` are what is known of it with the lines until now, `persons` the names of those behind it, by `name_key`;
    of a partner that was put away, `persons_put_away` are the ids of those put away, by the same key.
    """

    id: str
    facts: PartnerFacts
    line: int = 0
    is_archived: bool = False
    persons: set[str] = field(default_factory=set)
    persons_put_away: dict[str, str] = field(default_factory=dict)

    def know(self, person: str, name: str, is_archived: bool) -> None:
        """The person of this id and name is behind it."""
        if not is_archived:
            self.persons.add(name_key(name))
        elif self.is_archived:
            self.persons_put_away[name_key(name)] = person

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
        keys = [name_key(name) for name in (match.facts.name, *match.facts.other_names)]
        for key in dict.fromkeys(filter(None, keys)):
            self._by_name[key].append(match)
        for number in _numbers(match.facts):
            self._by_number[number].append(match)
        for beginning in _beginnings(keys[0]):
            self._by_beginning[beginning].append(match)

    def same(self, facts: PartnerFacts) -> Sequence[KnownPartner]:
        """Those with this name whose country and numbers do not speak against it: with the same number, if one has it.

        Those that are archived come last.
        """
        numbers = _numbers(facts)
        named = [match for match in self._by_name.get(name_key(facts.name), ()) if _agrees(match.facts, facts)]
        numbered = [match for match in named if numbers & _numbers(match.facts)]
        return sorted(numbered or named, key=lambda match: match.is_archived)

    def alike(self, facts: PartnerFacts) -> KnownPartner | None:
        """The one with the same number, or the most alike name; None when nothing is alike."""
        for number in sorted(_numbers(facts)):
            if self._by_number.get(number):
                return self._by_number[number][0]
        best, closest = duplicates.ALIKE, None
        for match in self._sharing_a_word(name_key(facts.name)):
            names = (match.facts.name, *match.facts.other_names)
            likeness = duplicates.likeness(facts.name, names, match.facts.group)
            if likeness > best or (closest is None and likeness == best):
                best, closest = likeness, match
        return closest

    def _sharing_a_word(self, key: str) -> Sequence[KnownPartner]:
        """Those whose name shares a word that tells something, and is not quite another one as a whole."""
        from rapidfuzz import fuzz

        shared = sorted((self._by_beginning.get(start, []) for start in _beginnings(key)), key=len)
        telling = [some for some in shared if some and len(some) <= COMMON] or [some[:COMMON] for some in shared[:1]]
        sharing = {id(match): match for some in telling for match in some}.values()
        return [match for match in sharing if fuzz.token_set_ratio(key, name_key(match.facts.name)) >= FAR_APART]


def of_register(session: Session) -> Sequence[KnownPartner]:
    """Every partner of the register with its persons, those put away too."""
    names = [part.name for part in fields(PartnerFacts)]
    columns = [getattr(Partner, name) for name in names]
    partners: dict[str, KnownPartner] = {}
    for id_, archived, *contents in session.execute(
        select(Partner.id, Partner.archived, *columns).where(is_no_merged_record(session)).order_by(Partner.id)
    ):
        stated = {n: tuple(c) if isinstance(c, list) else c for n, c in zip(names, contents, strict=True) if c}
        partners[id_] = KnownPartner(id_, NOTHING_STATED.stating(stated), is_archived=archived)
    behind = select(Person.partner_id, Person.id, Person.name, Person.archived)
    identities = Identities.read_in(session)
    for record, person, name, archived in session.execute(behind):
        if (partner_id := identities.partner(record)) in partners:
            partners[partner_id].know(person, name, archived)
    return tuple(partners.values())


def journal_length(session: Session) -> int:
    """How many changes the journal knows, of whichever device."""
    return session.scalar(select(func.count()).select_from(ChangeRow)) or 0


@lru_cache(200_000)
def name_key(name: str) -> str:
    """A name by which two are one and the same: without accents, capitals and punctuation."""
    return " ".join("".join(c if c.isalnum() else " " for c in searchable(name)).split())


def _agrees(known: PartnerFacts, stated: PartnerFacts) -> bool:
    numbers = ((known.registration, stated.registration), (known.lei, stated.lei))
    keys = ((duplicates.number_key(ours), duplicates.number_key(theirs)) for ours, theirs in numbers)
    pairs = ((known.country, stated.country), *keys)
    return all(ours == theirs or not ours or not theirs for ours, theirs in pairs)


def _numbers(facts: PartnerFacts) -> set[str]:
    return {key for number in (facts.registration, facts.lei) if (key := duplicates.number_key(number))}


def _beginnings(key: str) -> set[str]:
    return {word[:BEGINNING] for word in key.split() if len(word) >= WORD}
