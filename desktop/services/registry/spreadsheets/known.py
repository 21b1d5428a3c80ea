"""The partners that the lines of a table are held against: those registered, and those of the lines before."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.base.text import folded, searchable
from desktop.services.registry import duplicates
from desktop.store.records import ChangeRow, Partner
from desktop.store.store import Store

COMMON = 200  # names that share the beginning of a word: beyond, the word says nothing about one of them
WORD, BEGINNING = 4, 5  # letters: from how many a word tells a name, and how many of it are compared


@dataclass
class KnownPartner:
    """A partner that a line may name: one of the register, or one that a line before named (then `partner` is new).

    `lacking` is what it lacked and lines gave it, `persons` the names of those behind it, by `name_key`.
    """

    partner: Partner
    line: int = 0  # 0: of the register
    lacking: dict[str, object] = field(default_factory=dict)
    persons: set[str] = field(default_factory=set)


class KnownPartners:
    """Finds the partner that a line names, and those that look alike."""

    def __init__(self) -> None:
        self._by_name: dict[str, list[KnownPartner]] = defaultdict(list)
        self._by_number: dict[str, list[KnownPartner]] = defaultdict(list)
        self._by_beginning: dict[str, list[KnownPartner]] = defaultdict(list)

    def add(self, known: KnownPartner) -> None:
        """Find this one from now on."""
        partner = known.partner
        for key in {name_key(name) for name in (partner.name, *partner.other_names)} - {""}:
            self._by_name[key].append(known)
        for number in _numbers(partner.registration, partner.lei):
            self._by_number[number].append(known)
        for beginning in _beginnings(partner.name):
            self._by_beginning[beginning].append(known)

    def same(self, name: str, country: str, number: str, lei: str) -> KnownPartner | None:
        """The one with this name whose country and number do not speak against it; with the same number first."""
        key, numbers = name_key(name), _numbers(number, lei)
        named = [known for known in self._by_name.get(key, ()) if _agrees(known.partner, country, number, lei)]
        numbered = [known for known in named if numbers & _numbers(known.partner.registration, known.partner.lei)]
        return next(iter((*numbered, *named)), None)

    def alike(self, name: str, number: str, lei: str) -> KnownPartner | None:
        """The one with the same number, or the most alike name; None when nothing is alike."""
        for wanted in sorted(_numbers(number, lei)):
            if self._by_number.get(wanted):
                return self._by_number[wanted][0]
        scored = (
            (duplicates.likeness(known.partner, name), -at, known)
            for at, known in enumerate(self._sharing_a_word(name))
        )
        best = max(scored, default=None, key=lambda entry: entry[:2])
        return best[2] if best is not None and best[0] >= duplicates.ALIKE else None

    def _sharing_a_word(self, name: str) -> Sequence[KnownPartner]:
        shared = sorted((self._by_beginning.get(start, []) for start in _beginnings(name)), key=len)
        telling = [some for some in shared if some and len(some) <= COMMON] or [some[:COMMON] for some in shared[:1]]
        return list({id(known): known for some in telling for known in some}.values())


def of_register(session: Session) -> Iterator[KnownPartner]:
    """Every partner of the register, those put away too."""
    for partner in session.scalars(select(Partner).order_by(Partner.id)):
        yield KnownPartner(partner)


def journal_length(store: Store) -> int:
    """How many changes the journal knows, of whichever device."""
    with store.read() as session:
        return session.scalar(select(func.count()).select_from(ChangeRow)) or 0


def name_key(name: str) -> str:
    """A name by which two are one and the same: without accents, capitals and punctuation."""
    return " ".join("".join(c if c.isalnum() else " " for c in searchable(name)).split())


def _agrees(partner: Partner, country: str, number: str, lei: str) -> bool:
    pairs = ((partner.country, country), (_plain(partner.registration), _plain(number)), (_plain(partner.lei), _plain(lei)))
    return all(here == there or not here or not there for here, there in pairs)


def _numbers(*numbers: str) -> set[str]:
    return {plain for number in numbers if (plain := _plain(number))}


def _plain(number: str) -> str:
    return folded(number).replace(" ", "")


def _beginnings(name: str) -> set[str]:
    return {word[:BEGINNING] for word in name_key(name).split() if len(word) >= WORD}
