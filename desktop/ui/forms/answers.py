"""The answer to a question as a form, told in the shape that `definitions.answer_content` says."""

from collections.abc import Sequence

from PySide6.QtCore import Signal

from desktop.base.clock import Clock
from desktop.base.text import plural
from desktop.base.values import Json, JsonObject
from desktop.definitions.answers import Question
from desktop.definitions.terms import QuestionType
from desktop.presenters.diligence.answer_fields import (
    RECORDS,
    Codes,
    Fields,
    answer_fields,
    answer_typed,
    answer_value,
    declared_fields,
    records,
    records_typed,
)
from desktop.presenters.form import FormRows
from desktop.ui.forms.form import Form
from desktop.ui.keyboard import Letters
from desktop.ui.widgets import Button, line


class AnswerForm(Form):
    """The fields of one answer. `answered` tells its value, `recorded` the findings or milestones that go with it."""

    answered = Signal(object)
    recorded = Signal(object)

    def __init__(self, question: Question, fields: Fields, clock: Clock, letters: Letters) -> None:
        self.question, self._fields = question, fields
        super().__init__(clock, self._asked(()), letters=letters)
        self.answer: Json = None  # the one shown or told
        self.changed.connect(self._take)

    def _asked(self, entries: Sequence[JsonObject]) -> FormRows:
        """Milestones always; findings where an answer of a version before 0.3 holds some: now they are records."""
        spared = RECORDS if self.question.type == QuestionType.FINDINGS and not entries else ""
        return tuple((spec,) for spec in self._fields if spec.key != spared)

    def show_answer(self, value: Json, entries: Sequence[JsonObject] = ()) -> None:
        """Show an answer with its findings or milestones; what is being typed stays."""
        if value != self.answer:
            self.answer = value
            self.set_values(answer_typed(self.question, self._fields, value))
        if entries and RECORDS not in self.inputs:
            self.show_fields(self._asked(entries))
        self.set_values({RECORDS: records_typed(entries)})
        self._show_records()

    def records(self) -> list[dict[str, Json]]:
        """The findings or milestones in the fields."""
        return records(self.values().get(RECORDS))

    def _take(self, key: str, value: Json) -> None:
        if key == RECORDS:
            self.recorded.emit(records(value))
        else:
            self.tell()
        self._show_records()

    def tell(self) -> None:
        """Tell the answer in the fields, if it is another one."""
        value = answer_value(self.question, self.values())
        if value != self.answer:
            self.answer = value
            self.answered.emit(value)

    def _show_records(self) -> None:
        """Findings, once the last one of an answer is taken off, no longer."""
        if self.question.type == QuestionType.FINDINGS and RECORDS in self.inputs:
            rows = self.inputs[RECORDS]
            rows.setVisible(bool(rows.value))


class PersonsForm(AnswerForm):
    """Persons with their functions; those already registered can be taken over."""

    def __init__(self, question: Question, fields: Fields, clock: Clock, letters: Letters) -> None:
        super().__init__(question, fields, clock, letters)
        self.take_over = Button("", self._take_over)
        row = line()
        row.addWidget(self.take_over)
        row.addStretch(1)
        self.rows.insertLayout(0, row)
        self.offer(())

    def offer(self, registered: Sequence[JsonObject]) -> None:
        """Propose the persons already registered."""
        self._registered = registered
        label = plural(
            "Use the {count} person already registered",
            "Use the {count} people already registered",
            len(registered),
        )
        self.take_over.setText(label)
        self.take_over.setVisible(bool(registered) and not self.answer)

    def _take_over(self) -> None:
        self.set_values(answer_typed(self.question, self._fields, {"persons": list(self._registered)}))
        self.tell()


def answer_form(question: Question, clock: Clock, letters: Letters, codes: Codes) -> AnswerForm:
    """The form of the officer's answer to a question. `codes` are the texts of a finding's codes."""
    kind = PersonsForm if question.type == QuestionType.PERSONS else AnswerForm
    return kind(question, answer_fields(question, codes), clock, letters)


def declared_form(question: Question, clock: Clock, letters: Letters) -> AnswerForm:
    """The form of what the partner declares."""
    kind = PersonsForm if question.type == QuestionType.PERSONS else AnswerForm
    return kind(question, declared_fields(question), clock, letters)
