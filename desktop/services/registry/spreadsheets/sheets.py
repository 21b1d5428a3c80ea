"""A sheet of lines below their headings, wherever it was read."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from desktop.definitions.spreadsheets import Heading

EXAMPLES = 3  # cells of a column that are shown


@dataclass(frozen=True)
class TableLine:
    """A line below the headings; `number` is its row in the file, from 1."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class TableSheet:
    """A sheet with its headings found. `head` is their row in the file, from 1; `name` is empty for a CSV file.

    `headings` has one text for each column, empty for one without; `understood` what each heading says, or its tag.
    Lines in which nothing stands are left out.
    """

    name: str
    head: int
    headings: tuple[str, ...]
    understood: tuple[Heading | None, ...]
    lines: tuple[TableLine, ...]

    @cached_property
    def examples(self) -> Sequence[Sequence[str]]:
        """Of each column the first cells in which something else stands each; a long one is not read to its end."""
        return tuple(_first_different(line.cells[at] for line in self.lines) for at in range(len(self.headings)))

    def column(self, index: int) -> tuple[str, ...]:
        """The cells of one column, from the first line on."""
        return tuple(line.cells[index] for line in self.lines)


def _first_different(cells: Iterable[str]) -> Sequence[str]:
    different: dict[str, None] = {}
    for cell in filter(None, cells):
        different[cell] = None
        if len(different) == EXAMPLES:
            break
    return tuple(different)
