"""The texts on which the questionnaire rests (¶17 to ¶19), in short, and which questions cover each principle."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from desktop.base.text import Text, _
from desktop.definitions.answers import Question
from desktop.definitions.source import DefinitionTable, Source, read_toml


@dataclass(frozen=True, slots=True)
class ReferencePoint:
    """One principle of a text, in our own words.

    It is covered by the `questions` that it names and by those that name one of its `principles` or `guiding` numbers.
    `number` is its own in the text, empty where it has none.
    """

    id: str
    number: str
    label: Text
    wording: Text
    questions: tuple[str, ...]
    principles: tuple[int, ...]
    guiding: tuple[int, ...]

    def is_covered_by(self, question: Question) -> bool:
        """Whether this question helps to know how the partner stands with this principle."""
        numbers = (set(self.principles) & set(question.principles)) | (set(self.guiding) & set(question.guiding))
        return question.id in self.questions or bool(numbers)


@dataclass(frozen=True, slots=True)
class ReferenceText:
    """One text. `paragraph` of the strategy names it; `short` is its name in a list, `source` what it is and when."""

    id: str
    paragraph: str
    title: Text
    short: Text
    source: Text
    about: Text
    points: tuple[ReferencePoint, ...]


@dataclass(frozen=True, slots=True)
class References:
    """The texts, in the order in which they are read."""

    source: Source
    texts: tuple[ReferenceText, ...]

    def of_question(self, question: Question) -> tuple[ReferenceText, ...]:
        """The texts of which a question covers a principle."""
        return tuple(text for text in self.texts if any(point.is_covered_by(question) for point in text.points))


def load_references(path: Path) -> References:
    """Read the texts; a mistake raises Problem naming the file, the line and the text or principle."""
    return references_of(read_toml(path))


def references_of(source: Source) -> References:
    """What a file that was read declares."""
    top = source.top("references")
    top.only(("id", "version", "texts"))
    top.one_of("id", ("references",))
    top.string("version")
    return References(source, tuple(map(_text, top.tables("texts"))))


def _text(table: DefinitionTable) -> ReferenceText:
    table.only(("id", "paragraph", "title", "short", "source", "about", "points"))
    return ReferenceText(
        table.string("id"),
        table.string("paragraph"),
        table.text("title"),
        table.text("short"),
        table.text("source"),
        table.text("about"),
        tuple(map(_point, table.tables("points"))),
    )


def _point(table: DefinitionTable) -> ReferencePoint:
    table.only(("id", "number", "label", "wording", "questions", "principles", "guiding"))
    return ReferencePoint(
        table.string("id"),
        table.string("number", ""),
        table.text("label"),
        table.text("wording"),
        table.strings("questions", ()),
        table.numbers("principles", ()),
        table.numbers("guiding", ()),
    )


def check_references(references: References, questions: Iterable[Question]) -> None:
    """Refuse texts that leave a principle to no question, or name one that the questionnaire does not have.

    A number of a principle that a question names must stand at a point too. Raises Problem naming the file, the line
    and the principle.
    """
    every = tuple(questions)
    top = references.source.top("references")
    for table, text in zip(top.tables("texts"), references.texts, strict=True):
        for row, point in zip(table.tables("points"), text.points, strict=True):
            for question_id in point.questions:
                if question_id not in {question.id for question in every}:
                    wrong = _("“{key}” is not known here.").format(key=question_id)
                    raise row.refuse("reference-question-unknown", wrong, "questions")
            if not any(map(point.is_covered_by, every)):
                raise row.refuse("reference-uncovered", _("no question covers this principle."))
    points = [point for text in references.texts for point in text.points]
    for question in every:
        lacking = set(question.principles) - {number for point in points for number in point.principles}
        lacking |= set(question.guiding) - {number for point in points for number in point.guiding}
        if lacking:
            wrong = _("question {question} names principle {number}, which stands at no text.")
            wrong = wrong.format(question=question.id, number=min(lacking))
            raise top.refuse("reference-number-missing", wrong, "texts")
