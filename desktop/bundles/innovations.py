"""The innovations of other offices, which a return carries: what, how far it came, where. Nothing of a person is in it.

The document `innovations` names the fingerprint of the list; where the office does not hold that list already, it
follows whole in `innovations-1`, `innovations-2`…
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from desktop.base.values import Json, canonical, moment, sha256
from desktop.bundles import strict
from desktop.bundles.strict import JsonFields, JsonObject, Unsound

INDEX = "innovations"
FINGERPRINT = 16  # of the 64 digits of its digest
LONGEST_TITLE, INNOVATIONS, FEW = 200, 20_000, 12  # letters; in all; countries and themes of one
DOCUMENT_BYTES = 900_000  # of one document: below this, no limit of a reader is near
CODE = re.compile(r"[0-9A-Za-z_.-]{0,40}")
DAY = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})?")


@dataclass(frozen=True, slots=True)
class InnovationTold:
    """An innovation that another office has; `since` is the day of its `stage` (ISO text), `origin` the code of the
    office where it began, `countries` and `themes` are those of its partnership."""

    office: str
    title: str
    sort: str
    stage: str
    since: str
    origin: str
    countries: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()

    def to_json(self) -> list[Json]:
        codes: tuple[list[Json], list[Json]] = (list(self.countries), list(self.themes))
        return [self.office, self.title, self.sort, self.stage, self.since, self.origin, *codes]

    @classmethod
    def from_json(cls, source: object) -> "InnovationTold":
        if not isinstance(source, list) or len(source) != 8:
            raise Unsound("innovations: eight facts of an innovation were expected")
        office, title, sort, stage, since, origin, countries, themes = source
        return cls(
            strict.text(office, "office", 40, strict.NAME),
            strict.text(title, "title", LONGEST_TITLE),
            strict.text(sort, "sort", 40, CODE),
            strict.text(stage, "stage", 40, CODE),
            strict.text(since, "since", 10, DAY),
            strict.text(origin, "origin", 40, CODE),
            tuple(strict.text(code, "country", 40, CODE) for code in strict.items(countries, "countries", FEW)),
            tuple(strict.text(code, "theme", 40, CODE) for code in strict.items(themes, "themes", FEW)),
        )


@dataclass(frozen=True)
class InnovationsTold:
    """Of which moment the list is, and the list: None where the reader holds that of this fingerprint already."""

    at: str
    fingerprint: str
    innovations: tuple[InnovationTold, ...] | None = None

    def documents(self) -> dict[str, JsonFields]:
        """The documents of a bundle that say it."""
        documents: dict[str, JsonFields] = {INDEX: {"at": self.at, "fingerprint": self.fingerprint}}
        if self.innovations is not None:
            for number, lines in enumerate(self._cut(self.innovations), 1):
                documents[f"{INDEX}-{number}"] = {"innovations": lines}
        return documents

    @staticmethod
    def _cut(innovations: tuple[InnovationTold, ...]) -> Iterator[list[Json]]:
        """As many as have room in one document; one document where there is none."""
        lines: list[Json] = []
        size = 0
        for own in innovations:
            line = own.to_json()
            lines.append(line)
            size += len(canonical(line))
            if size >= DOCUMENT_BYTES:
                yield lines
                lines, size = [], 0
        if lines or not innovations:
            yield lines

    @classmethod
    def from_documents(cls, documents: Mapping[str, Json]) -> "InnovationsTold | None":
        """What the documents of a bundle say; None where they say nothing of it. Raises Unsound for what is no such
        list, and for another one than its fingerprint announces."""
        if INDEX not in documents:
            return None
        fields = JsonObject(documents[INDEX])
        announced = cls(_moment(fields.text("at", 40)), fields.text("fingerprint", FINGERPRINT))
        lines_read: list[InnovationTold] = []
        number = 1
        while (name := f"{INDEX}-{number}") in documents:
            lines = JsonObject(documents[name]).items("innovations", INNOVATIONS - len(lines_read))
            lines_read += map(InnovationTold.from_json, lines)
            number += 1
        if number == 1:
            return announced
        if fingerprint(tuple(lines_read)) != announced.fingerprint:
            raise Unsound("innovations: another list than its fingerprint says")
        return replace(announced, innovations=tuple(lines_read))


def fingerprint(innovations: tuple[InnovationTold, ...]) -> str:
    """By which two lists are known to be the same."""
    return sha256(canonical([own.to_json() for own in innovations]))[:FINGERPRINT]


def _moment(stamped: str) -> str:
    try:
        moment(stamped)
    except ValueError as error:
        raise Unsound("innovations: a moment was expected") from error
    return stamped
