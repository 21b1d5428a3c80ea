"""Which companies, projects and countries several offices have, by the keys that figures are put together by.

Headquarters alone need ask: an office has the records of nobody else. What is registered of each office is derived
(`store/figure_rows.py`). A key that is listed and not shared any more changes no figure.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet

from sqlalchemy.orm import Session

from desktop.base.values import canonical, digest, parse_json
from desktop.store import figure_rows
from desktop.store.figure_rows import DerivedEntry

ALWAYS = "", ""  # the days of what belongs to no period
SHARED = "shared"  # of an office the keys that others have as well


class SharedKeys:
    """Of offices the keys that others have as well, in one state of the store.

    `listed` are the entries of `SHARED` by office, `fresh` all keys of offices that were worked out just now and are
    not registered so yet, `ruled` the keys that are one company with another by what was ruled.
    """

    def __init__(
        self,
        session: Session,
        listed: Mapping[str, DerivedEntry],
        fresh: Mapping[str, AbstractSet[str]],
        ruled: AbstractSet[str],
    ) -> None:
        self._listed = listed
        counts = Counter(key for keys in fresh.values() for key in keys)
        holders: dict[str, list[str]] = {}
        for key, office in figure_rows.holders_in(session, counts.keys() | ruled):
            if office not in fresh:  # what is registered of it is of yesterday
                holders.setdefault(key, []).append(office)
        shared = {key for key, count in counts.items() if count + len(holders.get(key, ())) > 1} | ruled
        self._further: dict[str, set[str]] = {office: {*(keys & shared)} for office, keys in fresh.items()}
        self._fresh = fresh.keys()
        for key in shared & holders.keys():
            for office in holders[key]:
                self._further.setdefault(office, set()).add(key)

    def of(self, office: str) -> AbstractSet[str]:
        """Those of an office."""
        further = self._further.get(office, set())
        if office in self._fresh or office not in self._listed:
            return further
        return further | set(parse_json(self._listed[office].content))

    def stamp(self, office: str) -> str:
        """The digest of those of an office; empty without any."""
        if office in self._listed and office not in self._further:
            return self._listed[office].stamp
        return _stamp(self.of(office))


def register(session: Session, fresh: Mapping[str, AbstractSet[str]]) -> Sequence[DerivedEntry]:
    """Register all keys of these offices, in a transaction that writes; the lists of every office that this concerns,
    to be kept."""
    changed: set[str] = set()
    for office in sorted(fresh):
        changed |= figure_rows.replace_keys_in(session, office, fresh[office])
    holders: dict[str, list[str]] = {key: [] for key in changed}
    for key, office in figure_rows.holders_in(session, changed):
        holders[key].append(office)
    offices = {*fresh, *(office for several in holders.values() for office in several)}
    lists = {office: set[str]() for office in sorted(offices)}
    for entry in figure_rows.read_in(session, offices, [ALWAYS], [SHARED]):
        former = {*parse_json(entry.content)}
        lists[entry.office] = former & fresh[entry.office] if entry.office in fresh else former
    for key, several in holders.items():
        for office in several:
            (lists[office].add if len(several) > 1 else lists[office].discard)(key)
    return [DerivedEntry(office, *ALWAYS, SHARED, _stamp(keys), _text(keys)) for office, keys in lists.items()]


def _text(keys: Iterable[str]) -> str:
    return canonical(sorted(keys)).decode()


def _stamp(keys: AbstractSet[str]) -> str:
    return digest(_text(keys).encode()) if keys else ""
