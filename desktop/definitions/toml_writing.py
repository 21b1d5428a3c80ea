"""A definition file written anew from its content, always in the same way: the reverse of `source.read_toml`.

Texts stand on one line each, tables of a list under their own head, the parts of an entry one a line. What a person
wrote as remarks, whole lines that begin with `#`, is read by `remarks_of` and written again at its place.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence

from desktop.base.values import Json, JsonObject
from desktop.definitions.answer_content import rows_in
from desktop.definitions.toml_lines import TomlPath

Remarks = Mapping[TomlPath, Sequence[str]]  # the lines that stand before a table, by its path; () before everything

BARE = re.compile(r"[A-Za-z0-9_-]+")
HEAD = re.compile(r"(\[\[?)([A-Za-z0-9_.-]+)\]\]?$")


def toml_text(content: JsonObject, remarks: Remarks) -> str:
    """The text of a definition file. `tomllib` reads the same content from it, and `remarks_of` the same remarks."""
    return "\n".join(_file(content, remarks)) + "\n"


def remarks_of(text: str) -> Remarks:
    """The remarks of a definition file, each with what it stands before: a table, or the whole file.

    A remark within a table goes before it.
    """
    remarks: dict[TomlPath, list[str]] = {}
    counted: dict[str, int] = {}
    pending: list[str] = []
    before: TomlPath = ()
    for line in text.splitlines():
        if line.startswith("#"):
            pending.append(line)
        elif not line.strip():
            pending += [""] if pending else []
        else:
            before = _path_of(line, counted) or before
            remarks.setdefault(before, []).extend(pending)
            pending = []
    remarks.setdefault(before, []).extend(pending)
    return {path: lines for path, lines in remarks.items() if lines}


def _path_of(line: str, counted: dict[str, int]) -> TomlPath:
    """The path of the table whose head a line is; nothing for another line. Tables of lists are counted."""
    head = HEAD.match(line)
    if head is None:
        return ()
    if head[1] == "[":
        return (head[2],)
    counted[head[2]] = counted.get(head[2], -1) + 1
    return (head[2], counted[head[2]])


def _file(content: JsonObject, remarks: Remarks) -> Iterator[str]:
    yield from remarks.get((), ())
    plain = {key: part for key, part in content.items() if not _is_table(part) and not _is_list_of_tables(part)}
    yield from _lines(plain)
    for key, part in content.items():
        if key in plain:
            continue
        listed = not isinstance(part, Mapping)
        for number, table in enumerate([part] if isinstance(part, Mapping) else rows_in(part)):
            yield ""
            yield from remarks.get((key, number) if listed else (key,), ())
            yield f"[[{key}]]" if listed else f"[{key}]"
            yield from _lines(table)


def _is_table(part: Json) -> bool:
    return isinstance(part, Mapping) and not _is_text(part)


def _is_text(part: Json) -> bool:
    """Whether a table is one sentence in several languages: those stand on one line."""
    return isinstance(part, Mapping) and bool(part) and all(len(key) == 2 for key in part)


def _is_list_of_tables(part: Json) -> bool:
    return bool(rows_in(part))


def _lines(table: JsonObject) -> Iterator[str]:
    for key, part in table.items():
        if _is_list_of_tables(part):
            yield f"{_key(key)} = ["
            yield from (f"  {_inline(row)}," for row in rows_in(part))
            yield "]"
        else:
            yield f"{_key(key)} = {_inline(part)}"


def _key(key: str) -> str:
    return key if BARE.fullmatch(key) else _string(key)


def _inline(part: Json) -> str:
    if isinstance(part, Mapping):
        return "{ " + ", ".join(f"{_key(key)} = {_inline(inner)}" for key, inner in part.items()) + " }"
    if isinstance(part, list):
        return "[" + ", ".join(map(_inline, part)) + "]"
    if isinstance(part, bool):
        return "true" if part else "false"
    return _string(part) if isinstance(part, str) else str(part)


def _string(text: str) -> str:
    """A text in straight marks, or in single ones where that spares it its backslashes, as in a rule."""
    if '"' in text and "'" not in text and text.isprintable():
        return f"'{text}'"
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
