"""In what two versions of the contents differ, entry by entry: question A03, its wording in French, before and after.

Entries are met by their ids, wherever they stand in the file; what has none is met by its place. An id is for ever
(CONTRIBUTING): what records may name is retired, and never leaves the contents.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from desktop.base.errors import Problem
from desktop.base.text import LANGUAGES, _
from desktop.base.values import Json, JsonObject
from desktop.definitions.content_files import ContentTexts
from desktop.definitions.source import parse_toml, refuse

IDS = ("id", "code", "clause", "name")  # by which of its keys an entry is met, the first that all entries have
NAMES = ("label", "title", "name", "short", "text", "id", "code")  # what an entry is called where it is new or gone
TEXT, ORDER = "text", "order"
HEAD_LINE = re.compile(r"([a-z_]+)(?:\.([a-z]{2}))?:\s?(.*)")
# Lists whose entries records, or other entries, may name; those of other lists are rules or point at others.
LASTING: Mapping[str, frozenset[str]] = {
    "diligence/questionnaire.toml": frozenset({"sections", "questions", "questions/choices", "tiers"}),
    "authority.toml": frozenset({"roles", "conditions"}),
    "contributions.toml": frozenset({"forms", "channels", "earmarks", "methods", "write_offs", "refusals"}),
    "strategy.toml": frozenset({"groups", "subtypes", "types", "aims", "principles", "pillars", "themes", "stages"}),
    "results.toml": frozenset({"activities", "roles", "sorts", "stages", "methods", "dimensions"}),
    "pipeline.toml": frozenset({"stages", "reasons", "levels", "forms", "declines", "capabilities"}),
    "function.toml": frozenset({"subjects", "ways", "sources", "purposes"}),
    "follow_up.toml": frozenset({"kinds"}),
    "indicators.toml": frozenset({"indicators", "reasons"}),
    "regions.toml": frozenset({"regions"}),
    "register.toml": frozenset({"fields"}),
    "reports.toml": frozenset({"kinds"}),
    "letters.toml": frozenset({"letters"}),
}
TYPE_LASTING = frozenset({"annexes"})


class ContentChange(StrEnum):
    """What became of an entry, or of one of its parts."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True)
class ContentDifference:
    """One difference between two versions.

    `entry` is the path of ids inside the file (`A03/none`), empty for the file itself; `key` the part of it, with dots
    between, empty where the whole entry came or went; `language` the code of its language, empty where it has none.
    `before` and `after` are the texts, empty for what was not there; `lists` the keys of the lists in which the entry
    stands, with / between.
    """

    kind: ContentChange
    file: str
    entry: str = ""
    key: str = ""
    language: str = ""
    before: str = ""
    after: str = ""
    lists: str = ""


def differences(before: ContentTexts, after: ContentTexts) -> tuple[ContentDifference, ...]:
    """Every difference, file by file; a file that is the same in both, or that cannot be parsed, gives none."""
    return tuple(line for name in sorted({*before, *after}) for line in _of_file(name, before, after))


def ids_gone(lines: Sequence[ContentDifference]) -> tuple[Problem, ...]:
    """A Problem for each lasting entry, or file, that is no longer there."""
    return tuple(
        refuse(
            line.file.rpartition("/")[2],
            1,
            line.entry or line.file,
            "contents-id-gone",
            _("it is gone, but records may name it: let it stand, and retire it by its rule or its wording."),
        )
        for line in lines
        if line.kind is ContentChange.REMOVED and not line.key and (not line.entry or _is_lasting(line))
    )


def _is_lasting(line: ContentDifference) -> bool:
    lasting = TYPE_LASTING if line.file.startswith("agreements/") else LASTING.get(line.file, frozenset())
    return line.lists in lasting


def _of_file(name: str, before: ContentTexts, after: ContentTexts) -> Iterator[ContentDifference]:
    old, new = before.get(name), after.get(name)
    if old == new:
        return
    if old is None:
        yield ContentDifference(ContentChange.ADDED, name, after=_title(_parsed(name, new or "")))
    elif new is None:
        yield ContentDifference(ContentChange.REMOVED, name, before=_title(_parsed(name, old)))
    else:
        yield from _Comparing(name).of(_parsed(name, old), _parsed(name, new), "", "", "")


def _parsed(name: str, text: str) -> JsonObject:
    """The file as a table; empty where it is not written correctly, which the loader says better."""
    if name.endswith(".clause"):
        return _clause(text)
    try:
        return parse_toml(text, name).content
    except Problem:
        return {}


def _clause(text: str) -> JsonObject:
    """A clause file as a table: its head, and its paragraphs in each language."""
    head, *bodies = re.split(r"^--- ([a-z]{2})\s*$", text, flags=re.MULTILINE)
    table: dict[str, Json] = {}
    for line in head.splitlines():
        if match := HEAD_LINE.fullmatch(line):
            key, code, content = match.groups()
            table[key] = {**_table(table.get(key)), code: content} if code else content
    languages = zip(bodies[::2], bodies[1::2], strict=True)
    return {**table, TEXT: {code: [part.strip() for part in body.split("\n\n")] for code, body in languages}}


def _table(value: Json) -> JsonObject:
    return value if isinstance(value, Mapping) else {}


@dataclass(frozen=True)
class _Comparing:
    """One file, compared part by part."""

    file: str

    def of(self, old: Json, new: Json, entry: str, key: str, lists: str) -> Iterator[ContentDifference]:
        if old == new:
            return
        if isinstance(old, Mapping) and isinstance(new, Mapping):
            yield from self._of_tables(old, new, entry, key, lists)
        elif isinstance(old, list) and isinstance(new, list):
            yield from self._of_lists(old, new, entry, key, lists)
        else:
            yield self._line(entry, key, lists, _shown(old), _shown(new))

    def _of_tables(
        self, old: JsonObject, new: JsonObject, entry: str, key: str, lists: str
    ) -> Iterator[ContentDifference]:
        for name in dict.fromkeys((*old, *new)):
            if name in LANGUAGES and {*old, *new} <= {*LANGUAGES}:
                for line in self.of(old.get(name, ""), new.get(name, ""), entry, key, lists):
                    yield ContentDifference(
                        line.kind, line.file, line.entry, line.key, name, line.before, line.after, line.lists
                    )
            else:
                yield from self.of(old.get(name), new.get(name), entry, f"{key}.{name}" if key else name, lists)

    def _of_lists(
        self, old: Sequence[Json], new: Sequence[Json], entry: str, key: str, lists: str
    ) -> Iterator[ContentDifference]:
        by = next((by for by in IDS if _all_have(by, (*old, *new))), None)
        if by is not None:
            yield from self._of_entries(_by(by, old), _by(by, new), entry, key, lists)
            return
        if any(isinstance(part, Mapping) for part in (*old, *new)):
            for place in range(max(len(old), len(new))):
                first, second = (side[place] if place < len(side) else None for side in (old, new))
                yield from self.of(first, second, entry, f"{key}.{place + 1}", lists)
            return
        former, later = [_shown(part) for part in old], [_shown(part) for part in new]
        matcher = SequenceMatcher(None, former, later, autojunk=False)
        for tag, first, last, begin, end in matcher.get_opcodes():
            if tag != "equal":
                yield self._line(entry, key, lists, "\n\n".join(former[first:last]), "\n\n".join(later[begin:end]))

    def _of_entries(
        self, old: JsonObject, new: JsonObject, entry: str, key: str, lists: str
    ) -> Iterator[ContentDifference]:
        inside = f"{lists}/{key}" if lists else key
        for identity in dict.fromkeys((*old, *new)):
            path = f"{entry}/{identity}" if entry else identity
            if identity not in new:
                yield ContentDifference(
                    ContentChange.REMOVED, self.file, path, before=_title(old[identity]), lists=inside
                )
            elif identity not in old:
                yield ContentDifference(ContentChange.ADDED, self.file, path, after=_title(new[identity]), lists=inside)
            else:
                yield from self.of(old[identity], new[identity], path, "", inside)
        both = [[identity for identity in side if identity in old and identity in new] for side in (old, new)]
        if both[0] != both[1]:
            yield self._line(entry, f"{key}.{ORDER}", lists, ", ".join(both[0]), ", ".join(both[1]))

    def _line(self, entry: str, key: str, lists: str, before: str, after: str) -> ContentDifference:
        kind = ContentChange.CHANGED
        if not before or not after:
            kind = ContentChange.REMOVED if before else ContentChange.ADDED
        return ContentDifference(kind, self.file, entry, key, "", before, after, lists)


def _all_have(key: str, parts: Sequence[Json]) -> bool:
    identities = [part.get(key) if isinstance(part, Mapping) else None for part in parts]
    return bool(parts) and all(isinstance(identity, str) for identity in identities)


def _by(key: str, parts: Sequence[Json]) -> dict[str, Json]:
    """The entries by their ids; where an id stands twice, each further one with its place."""
    entries: dict[str, Json] = {}
    for place, part in enumerate(parts, 1):
        identity = str(_table(part)[key])
        entries[identity if identity not in entries else f"{identity}.{place}"] = part
    return entries


def _title(entry: Json) -> str:
    """What a new or removed entry is called, in the languages that it has."""
    table = _table(entry)
    name = next((table[key] for key in NAMES if table.get(key)), "")
    return _shown(name)


def _shown(value: Json) -> str:
    """A value as somebody reads it who edits the file; empty for none."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, Mapping):
        texts = [f"{key}: {_shown(part)}" for key, part in value.items()]
        return "; ".join(texts)
    if isinstance(value, list):
        return ", ".join(_shown(part) for part in value)
    return str(value)
