"""What an office says of each thematic area, on three papers: the files of `forms/kits` (¶12, ¶30 c, d, fn 15)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from desktop.base.text import Text, _
from desktop.definitions.source import DefinitionTable, Source, read_toml, refuse

GENERAL = "general"  # the kit of all themes together


class KitPaper(StrEnum):
    """The papers that are made of a kit."""

    MESSAGES = "messages"  # for colleagues: what we say, what we are asked, how we speak of people
    PITCH = "pitch"  # to be handed to a partner
    NOTE = "note"  # before a meeting about the theme, for IOM alone


@dataclass(frozen=True)
class SourcedFact:
    """A fact of the world with where it was published."""

    text: Text
    source: Text


@dataclass(frozen=True)
class KitAnswer:
    """What we are asked, and what we answer."""

    question: Text
    answer: Text


@dataclass(frozen=True)
class ThemeKit:
    """The texts of one theme of the strategy, or of all of them together."""

    theme: str
    version: str
    headline: Text
    need: Text
    facts: tuple[SourcedFact, ...]
    work: tuple[Text, ...]  # what IOM does
    brings: tuple[Text, ...]  # what a partner can bring
    messages: tuple[Text, ...]
    words: tuple[Text, ...]  # how we speak of people
    answers: tuple[KitAnswer, ...]


@dataclass(frozen=True)
class ThemeKits:
    """Every kit by its theme. `conditions` stand on every paper, `words` and `answers` of the general kit too.

    Figures of fewer partners than `fewest_partners` go to nobody outside: they would tell what one of them gave.
    """

    by_theme: Mapping[str, ThemeKit]
    conditions: tuple[Text, ...]
    fewest_partners: int

    @property
    def general(self) -> ThemeKit:
        """What is said where no theme is meant."""
        return self.by_theme[GENERAL]


def load_kits(folder: Path, themes: Collection[str]) -> ThemeKits:
    """Read the files of a folder; a mistake, or a theme without its kit, raises Problem naming file and line."""
    sources = {path.stem: read_toml(path) for path in sorted(folder.glob("*.toml"))}
    for theme in (GENERAL, *themes):
        if theme not in sources:
            wrong = _("this theme of the strategy has no kit.")
            raise refuse(f"{theme}.toml", 1, theme, "definition-key-missing", wrong)
    return ThemeKits(
        {theme: kit_of(source, (GENERAL, *themes)) for theme, source in sources.items()},
        *common_of(sources[GENERAL]),
    )


def common_of(source: Source) -> tuple[tuple[Text, ...], int]:
    """What the file of no theme declares for all: what is said of every partnership, and the fewest partners behind a
    figure that is told."""
    top = source.top("kits")
    return _texts(top, "conditions"), top.number("fewest_partners")


def kit_of(source: Source, themes: Collection[str]) -> ThemeKit:
    """What a file that was read declares."""
    top = source.top("kits")
    lists = ("facts", "work", "brings", "messages", "words", "answers")
    general = ("conditions", "fewest_partners")
    theme = top.one_of("id", themes)
    top.only(("id", "version", "headline", "need", *lists, *(general if theme == GENERAL else ())))
    return ThemeKit(
        theme,
        top.string("version"),
        top.text("headline"),
        top.text("need"),
        tuple(_fact(table) for table in top.nameless_tables("facts")),
        _texts(top, "work"),
        _texts(top, "brings"),
        _texts(top, "messages"),
        _texts(top, "words"),
        tuple(_answer(table) for table in top.nameless_tables("answers")),
    )


def _fact(table: DefinitionTable) -> SourcedFact:
    table.only(("text", "source"))
    return SourcedFact(table.text("text"), table.text("source"))


def _answer(table: DefinitionTable) -> KitAnswer:
    table.only(("question", "answer"))
    return KitAnswer(table.text("question"), table.text("answer"))


def _texts(top: DefinitionTable, key: str) -> tuple[Text, ...]:
    tables = top.nameless_tables(key)
    for table in tables:
        table.only(("text",))
    return tuple(table.text("text") for table in tables)
