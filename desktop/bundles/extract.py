"""The extract of Headquarters' register that a return carries: who among the other offices knows whom.

The document `register` names every office with the fingerprint of its list; those lists that the office does not hold
already follow in `register-1`, `register-2`…, whole. Nothing of a person, of an answer or of a finding is in it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from desktop.base.values import Json, canonical, sha256
from desktop.bundles import strict
from desktop.bundles.strict import JsonFields, JsonObject, Unsound

INDEX = "register"
OFFICES, PARTNERS = 2_000, 50_000  # that are told of at most: in all, and of one office
LONGEST_NAME, OTHER_NAMES = 200, 5
DOCUMENT_BYTES = 900_000  # of one document: below this, no limit of a reader is near
FINGERPRINT = 16  # of the 64 digits of a list's digest


@dataclass(frozen=True, slots=True)
class PartnerTold:
    """A company or an association that an office knows: its names, its country, how far it came, whether put away.

    `mark` is the same for two records of one company, and empty where nothing but its name tells who it is.
    """

    name: str
    country: str
    stage: str
    archived: bool = False
    mark: str = ""
    other_names: tuple[str, ...] = ()

    def to_json(self) -> list[Json]:
        return [self.name, self.country, self.stage, int(self.archived), self.mark, *self.other_names]

    @classmethod
    def from_json(cls, source: object) -> "PartnerTold":
        if not isinstance(source, list) or not 5 <= len(source) <= 5 + OTHER_NAMES:
            raise Unsound("register: the facts of a partner were expected")
        name, country, stage, archived, mark, *others = source
        return cls(
            strict.text(name, "name", LONGEST_NAME),
            strict.text(country, "country", 8),
            strict.text(stage, "stage", 40),
            bool(strict.whole(archived, "archived", 0, 1)),
            strict.text(mark, "mark", 32),
            tuple(strict.text(other, "name", LONGEST_NAME) for other in others),
        )


@dataclass(frozen=True, slots=True)
class OfficeTold:
    """An office, the day on which Headquarters heard from it last, how many partners are told of, and which.

    `partners` is None where the reader holds the list with this fingerprint already.
    """

    name: str
    heard: str
    count: int
    fingerprint: str
    partners: tuple[PartnerTold, ...] | None = None

    def to_json(self) -> list[Json]:
        return [self.name, self.heard, self.count, self.fingerprint]

    @classmethod
    def from_json(cls, source: object) -> "OfficeTold":
        if not isinstance(source, list) or len(source) != 4:
            raise Unsound("register: four facts of an office were expected")
        name, heard, count, fingerprint = source
        return cls(
            strict.text(name, "name", LONGEST_NAME),
            strict.text(heard, "heard", 10),
            strict.whole(count, "count", 0, PARTNERS),
            strict.text(fingerprint, "fingerprint", FINGERPRINT),
        )


@dataclass(frozen=True, slots=True)
class RegisterExtract:
    """What Headquarters knew at this moment, by the code of each other office."""

    at: str
    offices: Mapping[str, OfficeTold] = field(default_factory=dict)

    def documents(self) -> dict[str, JsonFields]:
        """The documents of a bundle that say it."""
        named: JsonFields = {code: office.to_json() for code, office in self.offices.items()}
        documents: dict[str, JsonFields] = {INDEX: {"at": self.at, "offices": named}}
        for number, lists in enumerate(self._cut(), 1):
            documents[f"{INDEX}-{number}"] = lists
        return documents

    def _cut(self) -> Iterator[JsonFields]:
        """The lists, as many as have room in one document; that of a large office goes on in the next."""
        lists: dict[str, list[Json]] = {}
        size = 0
        for code, office in self.offices.items():
            for partner in office.partners or ():
                line = partner.to_json()
                size += len(canonical(line)) + len(code)
                lists.setdefault(code, []).append(line)
                if size >= DOCUMENT_BYTES:
                    yield dict(lists)
                    lists, size = {}, 0
            if office.partners is not None:
                lists.setdefault(code, [])  # one whose last partner is gone says so
        if lists:
            yield dict(lists)

    @classmethod
    def from_documents(cls, documents: Mapping[str, Json]) -> "RegisterExtract | None":
        """What the documents of a bundle say; None where they say nothing of it. Raises Unsound for what is no extract,
        and where a list is not the one that its fingerprint announces."""
        if INDEX not in documents:
            return None
        index = JsonObject(documents[INDEX])
        named = index.child("offices")
        codes = list(named)
        if len(codes) > OFFICES or not all(strict.NAME.fullmatch(code) for code in codes):
            raise Unsound("register: codes of offices were expected")
        offices = {code: OfficeTold.from_json(named.get(code)) for code in codes}
        lists: dict[str, list[PartnerTold]] = {}
        number = 1
        while (name := f"{INDEX}-{number}") in documents:
            part = JsonObject(documents[name])
            for code in part:
                if code not in offices:
                    raise Unsound("register: a list of no office that it names")
                lines = part.items(code, PARTNERS)
                lists.setdefault(code, []).extend(PartnerTold.from_json(line) for line in lines)
            number += 1
        for code, partners in lists.items():
            if fingerprint(tuple(partners)) != offices[code].fingerprint or len(partners) != offices[code].count:
                raise Unsound("register: another list than its fingerprint says")
            offices[code] = replace(offices[code], partners=tuple(partners))
        return cls(index.text("at", 40), offices)


def fingerprint(partners: tuple[PartnerTold, ...]) -> str:
    """By which two lists of an office are known to be the same."""
    return sha256(canonical([partner.to_json() for partner in partners]))[:FINGERPRINT]
