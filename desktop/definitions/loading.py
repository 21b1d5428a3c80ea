"""Reading definition files: one place for their checks, and `Definitions`, which reads each file when first asked.

A mistake in a file is a Problem that names the file, the line and the entry, because whoever meets it is the
person at HQ who is editing that file.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.base.errors import Problem
from desktop.base.text import Text, _, missing_languages
from desktop.base.values import sha256
from desktop.definitions.rules import BadRule, Rule

if TYPE_CHECKING:
    from desktop.definitions.agreement import Agreement
    from desktop.definitions.authority import Authority
    from desktop.definitions.clause import Library
    from desktop.definitions.form import Form
    from desktop.definitions.strategy import Strategy

Entry = Mapping[str, Any]


@dataclass(frozen=True)
class Source:
    """A definition file as it was read: its table, its text for line numbers, its digest for the record."""

    path: Path
    text: str
    table: Entry
    digest: str

    def line(self, entry_id: str) -> int:
        """The line where an entry starts; a part of an entry is written `D05/none`. 1 when it is not found."""
        start = 0
        for part in entry_id.split("/"):
            found = re.compile(rf"""\b(?:id|code)\s*=\s*["']{re.escape(part)}["']""").search(self.text, start)
            if found is None:
                break
            start = found.end()
        return self.text.count("\n", 0, start) + 1

    def wrong(self, entry_id: str, wrong: str) -> Problem:
        """The Problem to raise about one entry."""
        said = _("“{name}”, line {line}, entry “{id}”: {wrong}")
        return Problem(said.format(name=self.path.name, line=self.line(entry_id), id=entry_id, wrong=wrong), _mend())

    def known(self, entry_id: str, entry: Entry, keys: Iterable[str]) -> None:
        """Refuse a key that nothing reads: it is a spelling mistake."""
        for key in set(entry) - set(keys):
            raise self.wrong(entry_id, _("“{key}” is not known here.").format(key=key))

    def value(
        self, entry_id: str, entry: Entry, key: str, kind: type[Any] | tuple[type[Any], ...], default: Any = None
    ) -> Any:
        """The value of a key, of this type; without a default it must be there."""
        found = entry.get(key, default)
        if not isinstance(found, kind) and not (found is default and default is not None):
            raise self.wrong(entry_id, _("“{key}” is missing or is not of the right kind.").format(key=key))
        return found

    def words(self, entry_id: str, entry: Entry, key: str) -> Text:
        """A text in all the languages of the program."""
        found = entry.get(key)
        missing = ", ".join(missing_languages(found))
        if missing:
            raise self.wrong(entry_id, _("“{key}” lacks {languages}.").format(key=key, languages=missing))
        assert isinstance(found, Mapping)
        return {code: str(words).strip() for code, words in found.items()}

    def rule(self, entry_id: str, entry: Entry, key: str, default: str = "True") -> Rule:
        """The rule written under a key."""
        written = str(entry.get(key, default))
        try:
            return Rule(written)
        except BadRule as error:
            said = _("the rule “{key}” cannot be read: {wrong} at column {column}.")
            raise self.wrong(entry_id, said.format(key=key, wrong=error.wrong, column=error.column)) from error

    def one_of(self, entry_id: str, entry: Entry, key: str, allowed: Iterable[str], default: str | None = None) -> str:
        """A code out of a closed list."""
        found, allowed = entry.get(key, default), tuple(allowed)
        if found not in allowed:
            said = _("“{key}” must be one of {allowed}.")
            raise self.wrong(entry_id, said.format(key=key, allowed=", ".join(allowed)))
        return str(found)

    def unique(self, ids: Iterable[str]) -> None:
        """Refuse an id that is given twice."""
        seen: set[str] = set()
        for entry_id in ids:
            if entry_id in seen:
                raise self.wrong(entry_id, _("this id is given twice."))
            seen.add(entry_id)


def _mend() -> str:
    return _("Correct the file or put the last good version back; nothing else was changed.")


def read_toml(path: Path) -> Source:
    """Read a definition file; raises Problem when it is not there or is not TOML."""
    try:
        data = path.read_bytes()
        text = data.decode()
        return Source(path, text, tomllib.loads(text), sha256(data))
    except OSError as error:
        raise Problem(_("The file “{name}” cannot be read.").format(name=path.name), _mend()) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        said = _("“{name}” is not written correctly: {wrong}.").format(name=path.name, wrong=error)
        raise Problem(said, _mend()) from error


@dataclass(frozen=True)
class Definitions:
    """Everything under one folder of definitions; each file is read when first asked for, then kept."""

    folder: Path

    @classmethod
    def load(cls, folder: Path) -> "Definitions":
        """Point at a folder; nothing is read yet. Raises Problem when the folder is not there."""
        if not folder.is_dir():
            raise Problem(_("The folder of definitions is missing."), _("Install the program again; no data is lost."))
        return cls(folder)

    @cached_property
    def form(self) -> "Form":
        """The due-diligence questionnaire in force."""
        from desktop.definitions.form import load_form

        return load_form(self.folder / "diligence" / "questionnaire.toml")

    @cached_property
    def authority(self) -> "Authority":
        """Who prepares, reviews and decides."""
        from desktop.definitions.authority import load_authority

        return load_authority(self.folder / "authority.toml")

    @cached_property
    def strategy(self) -> "Strategy":
        """What the strategy itself names: groups, types, aims, principles, pillars, themes, stages."""
        from desktop.definitions.strategy import load_strategy

        return load_strategy(self.folder / "strategy.toml")

    @cached_property
    def library(self) -> "Library":
        """The clauses, and the fields they may name."""
        from desktop.definitions.clause import read_library

        return read_library(self.folder / "clauses")

    @cached_property
    def agreements(self) -> "Mapping[str, Agreement]":
        """The types of agreement, by code."""
        from desktop.definitions.agreement import read_agreements

        return read_agreements(self.folder / "agreements", self.library)
