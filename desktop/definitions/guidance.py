"""What helps to answer each question: an example of good evidence, and where to look for it without the Internet."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from desktop.base.text import Text, _
from desktop.definitions.source import Source, read_toml


@dataclass(frozen=True, slots=True)
class QuestionGuidance:
    """The help to one question. `example` is one piece of evidence as it may look, `offline` where such a one is."""

    id: str
    example: Text
    offline: Text


@dataclass(frozen=True, slots=True)
class Guidance:
    """The help to every question of the questionnaire, by the question's id."""

    source: Source
    by_question: Mapping[str, QuestionGuidance]


def load_guidance(path: Path) -> Guidance:
    """Read the help to the questions; a mistake raises Problem naming the file, the line and the question."""
    return guidance_of(read_toml(path))


def guidance_of(source: Source) -> Guidance:
    """What a file that was read declares."""
    top = source.top("guidance")
    top.only(("id", "version", "questions"))
    top.one_of("id", ("guidance",))
    top.string("version")
    tables = top.tables("questions")
    for table in tables:
        table.only(("id", "example", "offline"))
    helped = (QuestionGuidance(t.string("id"), t.text("example"), t.text("offline")) for t in tables)
    return Guidance(source, {help_.id: help_ for help_ in helped})


def check_guidance(guidance: Guidance, questions: Collection[str]) -> None:
    """Refuse guidance that lacks a question of the questionnaire, or helps with one that it does not have.

    Raises Problem naming the file, the line and the question.
    """
    top = guidance.source.top("guidance")
    for table in top.tables("questions"):
        if table.id not in questions:
            wrong = _("“{key}” is not known here.").format(key=table.id)
            raise table.refuse("guidance-question-unknown", wrong)
    for question in questions:
        if question not in guidance.by_question:
            wrong = _("question {question} has no example and no place to look.").format(question=question)
            raise top.refuse("guidance-missing", wrong, "questions")
