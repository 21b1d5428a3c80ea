"""The one reader of definition files: the checks that every file shares.

A mistake in a file is a Problem that names the file, the line and the entry, because whoever meets it is the person at
HQ who is editing that file. Its code says the kind of the mistake: `definition-key-missing`, `definition-key-type`,
`definition-key-unknown`, `definition-code-unknown`, `definition-language-missing`, `definition-rule`,
`definition-id-twice`, `definition-text-shape`, and what the file's own reader refuses besides.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from desktop.base.errors import Problem
from desktop.base.text import Text, _, missing_languages
from desktop.base.values import sha256
from desktop.definitions.rules import BadRule, Rule
from desktop.definitions.terms import LabelledCode
from desktop.definitions.toml_lines import TomlPath, toml_lines

Code = TypeVar("Code", bound=StrEnum)
Kind = TypeVar("Kind")


@dataclass(frozen=True)
class Source:
    """A definition file as it was read: its table, its text for line numbers, its digest for the record."""

    name: str
    text: str
    content: Mapping[str, Any]
    digest: str

    def top(self, fallback: str = "") -> "DefinitionTable":
        """The whole file as one table; in a Problem it goes by its `id` or `code`, else by `fallback` or the name."""
        identity = self.content.get("id") or self.content.get("code") or fallback or self.name
        return DefinitionTable(self, str(identity), (), self.content)

    @cached_property
    def lines(self) -> Mapping[TomlPath, int]:
        """The line of every key; worked out only when a mistake is reported."""
        return toml_lines(self.text)

    def line(self, path: TomlPath) -> int:
        """The line of a key, or of the nearest table around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines[path]

    def refuse(self, path: TomlPath, key: str, entry: str, code: str, wrong: str) -> Problem:
        """The Problem to raise about the place at a path; `key` is what is wrong there, also where it is missing."""
        return refuse(self.name, self.line(path), entry, code, wrong)


@dataclass(frozen=True)
class DefinitionTable:
    """One table of a definition file, read key by key. Each method raises Problem where the key is not as it must be.

    `id` is what a Problem calls the table: `D05`, and `D05/none` for a part of it.
    """

    source: Source
    id: str
    path: TomlPath
    content: Mapping[str, Any] = field(repr=False)

    def __contains__(self, key: str) -> bool:
        return key in self.content

    def refuse(self, code: str, wrong: str, key: str = "") -> Problem:
        """The Problem to raise about this table, or about one of its keys."""
        return self.source.refuse(self.path_of(key), key, self.id, code, wrong)

    def line(self, key: str = "") -> int:
        """The line of a key; without one, or where it is missing, of what names the table: its id, code or header."""
        return self.source.line(self.path_of(key))

    def path_of(self, key: str) -> TomlPath:
        """The path of a key; without one, or where it is missing, of what names the table."""
        present = [name for name in (key, "id", "code") if name and name in self.content]
        return (*self.path, *present[:1])

    def only(self, keys: Iterable[str]) -> None:
        """Refuse a key that nothing reads: it is a spelling mistake. The refusal lists the keys that are read."""
        known = tuple(keys)
        for key in sorted(set(self.content) - set(known)):
            wrong = _("“{key}” is not known here; the known keys are {known}.").format(key=key, known=", ".join(known))
            raise self.refuse("definition-key-unknown", wrong, key)

    def require(self, *keys: str) -> None:
        """Refuse a table that lacks some of these keys; the refusal names all that it lacks at once."""
        missing = [key for key in keys if key not in self.content]
        if len(missing) == 1:
            raise self._wrong_kind(missing[0])
        if missing:
            wrong = _("these keys are missing: {keys}.").format(keys=", ".join(missing))
            raise self.refuse("definition-key-missing", wrong)

    # --- one value

    def _value(self, key: str, kind: type[Kind], default: Kind | None) -> Kind:
        if key not in self.content:
            if default is not None:
                return default
            raise self._wrong_kind(key)
        value = self.content[key]
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            raise self._wrong_kind(key)
        return value

    def _wrong_kind(self, key: str) -> Problem:
        code = "definition-key-type" if key in self.content else "definition-key-missing"
        return self.refuse(code, _("“{key}” is missing or is not of the right kind.").format(key=key), key)

    def string(self, key: str, default: str | None = None) -> str:
        """A text that is the same in all languages."""
        return self._value(key, str, default)

    def number(self, key: str, default: int | None = None) -> int:
        """A whole number."""
        return self._value(key, int, default)

    def flag(self, key: str, default: bool | None = None) -> bool:
        """Yes or no."""
        return self._value(key, bool, default)

    def text(self, key: str) -> Text:
        """A text in all the languages of the program."""
        if key not in self.content:
            raise self._wrong_kind(key)
        text = self.content[key]
        missing = ", ".join(missing_languages(text))
        if missing:
            wrong = _("“{key}” lacks {languages}.").format(key=key, languages=missing)
            raise self.refuse("definition-language-missing", wrong, key)
        return {code: str(sentence).strip() for code, sentence in text.items()}

    def optional_text(self, key: str) -> Text | None:
        """A text in all the languages of the program, or None where the key is not there."""
        return self.text(key) if key in self.content else None

    def rule(self, key: str) -> Rule:
        """The rule written under a key."""
        return self._rule(key, self.string(key))

    def optional_rule(self, key: str) -> Rule | None:
        """The rule written under a key, or None where the key is not there."""
        return self.rule(key) if key in self.content else None

    def _rule(self, key: str, expression: str) -> Rule:
        try:
            return Rule(expression)
        except BadRule as error:
            wrong = _("the rule “{key}” cannot be read: {wrong} at column {column}.")
            wrong = wrong.format(key=key, wrong=error.wrong, column=error.column)
            raise self.refuse("definition-rule", wrong, key) from error

    def one_of(self, key: str, allowed: Iterable[str], default: str | None = None) -> str:
        """A code out of a closed list."""
        code, codes = self.string(key, default), tuple(allowed)
        self._allowed(key, code, codes)
        return code

    def code(self, key: str, codes: type[Code], default: Code | None = None) -> Code:
        """A member of an enumeration."""
        return codes(self.one_of(key, codes, default))

    def optional_code(self, key: str, codes: type[Code]) -> Code | None:
        """A member of an enumeration, or None where the key is not there."""
        return self.code(key, codes) if key in self.content else None

    def _allowed(self, key: str, code: object, codes: Sequence[str]) -> None:
        if code not in codes:
            wrong = _("“{key}” must be one of {allowed}.").format(key=key, allowed=", ".join(codes))
            raise self.refuse("definition-code-unknown", wrong, key)

    # --- lists of values

    def strings(self, key: str, default: Sequence[str] | None = None) -> tuple[str, ...]:
        """A list of texts."""
        return self._many(key, str, default)

    def numbers(self, key: str, default: Sequence[int] | None = None) -> tuple[int, ...]:
        """A list of whole numbers."""
        return self._many(key, int, default)

    def strings_like(self, key: str, pattern: re.Pattern[str], example: str) -> tuple[str, ...]:
        """A list of texts of one shape, which the pattern matches whole; the refusal shows the example."""
        listed = self.strings(key)
        for text in listed:
            if not pattern.fullmatch(text):
                wrong = _("“{text}” in “{key}” is not written like “{example}”.")
                wrong = wrong.format(text=text, key=key, example=example)
                raise self.refuse("definition-text-shape", wrong, key)
        return listed

    def codes(self, key: str, allowed: Sequence[str]) -> tuple[str, ...]:
        """A list of codes out of a closed list."""
        listed = self.strings(key)
        for code in listed:
            self._allowed(key, code, allowed)
        return listed

    def _many(self, key: str, kind: type[Kind], default: Sequence[Kind] | None) -> tuple[Kind, ...]:
        values = self._value(key, list, None if default is None else list(default))
        if not all(isinstance(value, kind) and not isinstance(value, bool) for value in values):
            raise self._wrong_kind(key)
        return tuple(values)

    # --- tables within

    def table(self, key: str) -> "DefinitionTable":
        """The table under a key."""
        return DefinitionTable(self.source, f"{self.id}/{key}", (*self.path, key), self._value(key, dict, None))

    def tables(self, key: str, name: str = "id", *, required: bool = True) -> tuple["DefinitionTable", ...]:
        """The tables of a list, each with its id under `name`, which may be given once only.

        The parts of a whole file go by their own id, those of an entry also by the entry's.
        """
        listed = tuple(self._tables(key, name, required=required))
        seen: set[str] = set()
        for table in listed:
            identity = table.string(name)
            if identity in seen:
                raise table.refuse("definition-id-twice", _("this id is given twice."), name)
            seen.add(identity)
        return listed

    def nameless_tables(self, key: str) -> tuple["DefinitionTable", ...]:
        """The tables of a list whose elements have no id; none where the key is not there."""
        return tuple(self._tables(key, "", required=False))

    def _tables(self, key: str, name: str, *, required: bool) -> Iterator["DefinitionTable"]:
        for index, content in enumerate(self._value(key, list, None if required else [])):
            if not isinstance(content, dict):
                raise self._wrong_kind(key)
            identity = str(content.get(name, "?")) if name else ""
            parts = [part for part in (self.id if self.path or not name else "", identity) if part]
            yield DefinitionTable(self.source, "/".join(parts), (*self.path, key, index), content)

    def named_tables(self) -> Iterator[tuple[str, "DefinitionTable"]]:
        """Every key of this table with the table under it, where all of them are tables: fields by their names."""
        for key in self.content:
            inner = self.table(key)
            yield (
                key,
                DefinitionTable(inner.source, f"{self.id}/{key}" if self.path else key, inner.path, inner.content),
            )

    def labelled_codes(self, key: str) -> tuple[LabelledCode, ...]:
        """A list of codes with their texts under `label`; empty where the key is not there."""
        return tuple(table.labelled_code() for table in self.tables(key, required=False))

    def labelled_code(self) -> LabelledCode:
        """This table as a code with its text."""
        self.only(("id", "label"))
        return LabelledCode(self.string("id"), self.text("label"))


def refuse(name: str, line: int, entry: str, code: str, wrong: str) -> Problem:
    """The Problem about one place of a definition file, whatever its format."""
    sentence = _("“{name}”, line {line}, entry “{id}”: {wrong}")
    return Problem(sentence.format(name=name, line=line, id=entry, wrong=wrong), mend(), code=code)


def mend() -> str:
    """What to do about a definition file that cannot be used."""
    return _("Correct the file or restore its last good version; nothing else was changed.")


def read_text(path: Path) -> tuple[str, str]:
    """The text of a definition file and the digest of its bytes; raises Problem when it cannot be read."""
    try:
        data = path.read_bytes()
        return data.decode(), sha256(data)
    except OSError as error:
        raise Problem(
            _("The file “{name}” cannot be read.").format(name=path.name), mend(), code="definition-unreadable"
        ) from error
    except UnicodeDecodeError as error:
        raise _badly_written(path.name, error) from error


def read_toml(path: Path) -> Source:
    """Read a definition file; raises Problem when it is not there or is not TOML."""
    text, digest = read_text(path)
    return parse_toml(text, path.name, digest)


def parse_toml(text: str, name: str, digest: str = "") -> Source:
    """A definition file from its text; raises Problem when it is not TOML, with the place that `tomllib` names."""
    try:
        return Source(name, text, tomllib.loads(text), digest or sha256(text.encode()))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise _badly_written(name, error) from error


def _badly_written(name: str, error: ValueError | RecursionError) -> Problem:
    sentence = _("“{name}” is not written correctly: {wrong}.").format(name=name, wrong=error)
    return Problem(sentence, mend(), code="definition-not-toml")
