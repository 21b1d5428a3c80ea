"""A sheet of lines below their headings, wherever it was read."""

from dataclasses import dataclass

from desktop.definitions.spreadsheets import Heading


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

    def column(self, index: int) -> tuple[str, ...]:
        """The cells of one column, from the first line on."""
        return tuple(line.cells[index] for line in self.lines)
