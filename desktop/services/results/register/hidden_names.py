"""Whether a text names somebody who is not named in an edition: a person of any partner, or a hidden partner."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.base.text import searchable
from desktop.definitions.register import RegisterRules
from desktop.definitions.terms import Audience
from desktop.store.records import Partner, Person

SHORTEST = 3  # letters of a word of a name that tells something
TELLING = 4  # of the first word of a company's name, which alone gives it away
ENOUGH = 2  # words of a name that give somebody away, in whatever order


@dataclass(frozen=True)
class HiddenNames:
    """The names that must not be read, by their words. Two words of one name give it away, in any order; of a name of
    one word that word, and of a company its first."""

    _words: Mapping[str, frozenset[int]] = field(default_factory=dict)
    _needed: Mapping[int, int] = field(default_factory=dict)
    _alone: frozenset[str] = frozenset()

    @classmethod
    def of(cls, people: Iterable[str], companies: Iterable[str]) -> "HiddenNames":
        """Those of these people and these companies."""
        words: dict[str, set[int]] = {}
        needed: dict[int, int] = {}
        alone: set[str] = set()
        names = [(name, False) for name in people] + [(name, True) for name in companies]
        for number, (name, is_company) in enumerate(names):
            parts = [part for part in searchable(name).split() if len(part) >= SHORTEST]
            if not parts or (len(parts) == 1 and not is_company):
                continue  # one word that a person is called is a word of a text too: the scanner looks for it as typed
            needed[number] = min(ENOUGH, len(parts))
            for part in parts:
                words.setdefault(part, set()).add(number)
            if is_company and len(parts[0]) >= TELLING:
                alone.add(parts[0])
        return cls({word: frozenset(numbers) for word, numbers in words.items()}, needed, frozenset(alone))

    def are_in(self, text: str, published: Iterable[str] = ()) -> bool:
        """Whether a text gives one of them away; a name that is `published` may hold another one, and stand there."""
        plain, counts = searchable(text), dict[int, int]()
        for name in published:
            plain = plain.replace(searchable(name) or " ", " ")
        for word in set(plain.replace("'", " ").split()):
            bare = word.strip("()[]«»“”\"',;:.!?")
            if bare in self._alone:
                return True
            for number in self._words.get(bare, ()):
                counts[number] = counts.get(number, 0) + 1
                if counts[number] >= self._needed[number]:
                    return True
        return False


def unnamed_records(session: Session, rules: RegisterRules, audience: Audience) -> Mapping[str, str]:
    """The partner records that are not named for an audience, of whatever office: the group of each by its id."""
    rows = session.execute(select(Partner.id, Partner.group, Partner.discreet).order_by(Partner.id))
    return {row.id: row.group for row in rows if rules.unnamed_by(audience, row.group, row.discreet) is not None}


def read(session: Session, rules: RegisterRules, audience: Audience) -> HiddenNames:
    """The names of every person behind a partner, of whatever office, and of the partners that are not named."""
    unnamed = unnamed_records(session, rules, audience)
    individuals = {group for rule in rules.unnamed for group in rule.groups}
    people, companies = list[str](), list[str]()
    for row in session.execute(select(Person.name, Person.other_names)):
        people += [row.name, *row.other_names]
    for own in session.execute(select(Partner.id, Partner.name, Partner.other_names)) if unnamed else ():
        if own.id in unnamed:
            (people if unnamed[own.id] in individuals else companies).extend((own.name, *own.other_names))
    return HiddenNames.of(people, companies)
