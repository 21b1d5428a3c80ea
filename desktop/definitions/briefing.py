"""What is not said, or not promised, at a meeting with a partner: `forms/briefing.toml`."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from desktop.base.text import Text
from desktop.definitions.source import DefinitionTable, Source, read_toml


class Occasion(StrEnum):
    """What a partner has to be like for a caution to be printed."""

    ALWAYS = "always"
    UNDECIDED = "undecided"  # something is planned, and no favourable decision is in force (¶21)
    FROZEN = "frozen"  # something stands against it
    SUPPLIER = "supplier"  # it sells to IOM or may bid (¶24)
    DRAFT = "draft"  # a text is negotiated and not signed (¶26)


@dataclass(frozen=True)
class MeetingCaution:
    """A sentence on what not to say, and when it is printed."""

    id: str
    occasion: Occasion
    text: Text


def load_cautions(path: Path) -> tuple[MeetingCaution, ...]:
    """Read the file; a mistake raises Problem naming the file, the line and the entry."""
    return cautions_of(read_toml(path))


def cautions_of(source: Source) -> tuple[MeetingCaution, ...]:
    """What a file that was read declares, in its order."""
    top = source.top("briefing")
    top.only(("id", "version", "cautions"))
    top.one_of("id", ("briefing",))
    return tuple(_caution(table) for table in top.tables("cautions"))


def _caution(table: DefinitionTable) -> MeetingCaution:
    table.only(("id", "when", "text"))
    return MeetingCaution(table.string("id"), table.code("when", Occasion), table.text("text"))
