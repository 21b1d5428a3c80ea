"""The line on which each key and each element of a TOML file stands, which `tomllib` does not say.

Only for files that `tomllib` has read without a fault: nothing is checked here.
"""

import re
from collections.abc import Mapping

TomlPath = tuple[str | int, ...]  # ("questions", 3, "choices", 0, "label")

TOKENS = re.compile(
    r'"""(?:\\.|[^\\])*?"""+|\'\'\'.*?\'\'\'+|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'|#[^\n]*|[\[\]{}=,\n]|[^\s\[\]{}=,#"\']+',
    re.DOTALL,
)


def toml_lines(text: str) -> Mapping[TomlPath, int]:
    """The line, from 1, of every table, key and element of a list, by its path."""
    return _LineScanner(text).lines


class _LineScanner:
    def __init__(self, text: str) -> None:
        self.tokens: list[tuple[str, int]] = []
        line, end = 1, 0
        for match in TOKENS.finditer(text):
            line += text.count("\n", end, match.start())
            end = match.start()
            if not match[0].startswith("#"):
                self.tokens.append((match[0], line))
        self.position = 0
        self.lines: dict[TomlPath, int] = {(): 1}
        self.lengths: dict[TomlPath, int] = {}  # of the lists of tables, `[[…]]`
        self._file()

    def _token(self) -> str:
        return self.tokens[self.position][0] if self.position < len(self.tokens) else ""

    def _take(self) -> str:
        token = self._token()
        self.position += 1
        return token

    def _mark(self, path: TomlPath, line: int) -> None:
        for length in range(1, len(path) + 1):
            self.lines.setdefault(path[:length], line)

    def _file(self) -> None:
        table: TomlPath = ()
        while self._token():
            if self._token() == "\n":
                self._take()
            elif self._token() == "[":
                table = self._header()
            else:
                self._pair(table)

    def _header(self) -> TomlPath:
        """The path of `[table]` or of a further `[[table]]`."""
        line = self.tokens[self.position][1]
        self._take()
        is_list = self._token() == "["
        if is_list:
            self._take()
        names = self._names("]")
        if is_list:
            self._take()
        path: TomlPath = ()
        for name in names[:-1]:
            path = self._newest((*path, name))
        path = (*path, names[-1])
        if is_list:
            self.lengths[path] = self.lengths.get(path, 0) + 1
        path = self._newest(path)
        self._mark(path, line)
        return path

    def _newest(self, path: TomlPath) -> TomlPath:
        """The path into the last table of a list, or the path itself."""
        return (*path, self.lengths[path] - 1) if path in self.lengths else path

    def _names(self, end: str) -> list[str]:
        """The parts of a dotted key, up to and with the sign that ends it."""
        names: list[str] = []
        while (token := self._take()) not in (end, ""):
            names += [token[1:-1]] if token[0] in "\"'" else [part for part in token.split(".") if part]
        return names

    def _pair(self, table: TomlPath) -> None:
        line = self.tokens[self.position][1]
        path = (*table, *self._names("="))
        self._mark(path, line)
        self._value(path)

    def _value(self, path: TomlPath) -> None:
        opening = self._take()
        if opening == "[":
            self._elements(path)
        elif opening == "{":
            while self._token() not in ("}", ""):
                if self._token() in (",", "\n"):
                    self._take()
                else:
                    self._pair(path)
            self._take()

    def _elements(self, path: TomlPath) -> None:
        count = 0
        while self._token() not in ("]", ""):
            if self._token() in (",", "\n"):
                self._take()
                continue
            self._mark((*path, count), self.tokens[self.position][1])
            self._value((*path, count))
            count += 1
        self._take()
