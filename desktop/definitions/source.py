"""Reading one definition file: the checks that every file shares.

A mistake in a file is a Problem that names the file, the line and the entry, because whoever meets it is the
person at HQ who is editing that file.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desktop.base.errors import Problem
from desktop.base.text import Text, _, missing_languages
from desktop.base.values import sha256
from desktop.definitions.rules import BadRule, Rule

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
