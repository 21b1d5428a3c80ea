"""The private-sector function as data: in what people are trained, until when, and how its cost is told apart (¶30)."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from desktop.base.text import Text
from desktop.definitions.source import DefinitionTable, Source, read_toml


@dataclass(frozen=True, slots=True)
class TrainingSubject:
    """A subject; it has to be taken again after so many months, 0 for never. Focal points need it, or not."""

    id: str
    label: Text
    lapses_after_months: int
    focal_point: bool


@dataclass(frozen=True, slots=True)
class CostSource:
    """Who pays for the function (¶30 b); `short` stands above a column."""

    id: str
    paragraph: str
    label: Text
    short: Text


@dataclass(frozen=True)
class FunctionRules:
    """Everything that the file says. A training is said to lapse `lapses_soon_days` before it does."""

    version: str
    digest: str
    lapses_soon_days: int
    subjects: tuple[TrainingSubject, ...]
    ways: Mapping[str, Text]
    sources: tuple[CostSource, ...]
    purposes: Mapping[str, Text]

    @cached_property
    def by_subject(self) -> Mapping[str, TrainingSubject]:
        """The subjects by id."""
        return {subject.id: subject for subject in self.subjects}

    def labels(self, kind: str) -> Mapping[str, Text]:
        """The labels of one list by code: `labels("subjects")["basics"]`."""
        listed = getattr(self, kind)
        return listed if isinstance(listed, Mapping) else {term.id: term.label for term in listed}

    @cached_property
    def of_focal_points(self) -> tuple[str, ...]:
        """The subjects that a focal point needs."""
        return tuple(subject.id for subject in self.subjects if subject.focal_point)


KEYS = ("id", "version", "lapses_soon_days", "subjects", "ways", "sources", "purposes")


def load_function(path: Path) -> FunctionRules:
    """Read the file; a mistake raises Problem naming the file, the line and the entry."""
    return function_of(read_toml(path))


def function_of(source: Source) -> FunctionRules:
    """What a file that was read declares."""
    top = source.top("function")
    top.only(KEYS)
    top.one_of("id", ("function",))
    return FunctionRules(
        version=top.string("version"),
        digest=source.digest,
        lapses_soon_days=top.number("lapses_soon_days"),
        subjects=tuple(_subject(table) for table in top.tables("subjects")),
        ways={code.id: code.label for code in top.labelled_codes("ways")},
        sources=tuple(_source(table) for table in top.tables("sources")),
        purposes={code.id: code.label for code in top.labelled_codes("purposes")},
    )


def _subject(table: DefinitionTable) -> TrainingSubject:
    table.only(("id", "lapses_after_months", "focal_point", "label"))
    months, needed = table.number("lapses_after_months"), table.flag("focal_point")
    return TrainingSubject(table.string("id"), table.text("label"), months, needed)


def _source(table: DefinitionTable) -> CostSource:
    table.only(("id", "paragraph", "label", "short"))
    return CostSource(table.string("id"), table.string("paragraph"), table.text("label"), table.text("short"))
