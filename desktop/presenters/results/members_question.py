"""What a Member State asked about an edition of the register, and what it was answered (¶27)."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from desktop.base import places
from desktop.base.dates import day_in_words
from desktop.base.progress import Runner
from desktop.base.text import _, language
from desktop.base.values import Json
from desktop.presenters.correctable_form import CorrectableForm
from desktop.presenters.form import FieldSpec, FormRows, InputKind, options, text_of
from desktop.services.results.register import editions, questions
from desktop.services.results.register.questions import NewMembersQuestion
from desktop.store.records import MembersQuestion

if TYPE_CHECKING:
    from desktop.office import Office


class MembersQuestionPresenter(CorrectableForm):
    """A new one without an `id`, about the `edition` of a number; else one on record."""

    shows = frozenset({"members_question"})

    def __init__(
        self,
        office: "Office",
        runner: Runner,
        id: str = "",  # noqa: A002
        edition: str = "",
    ) -> None:
        super().__init__(office, runner)
        self.id, self.form_name = id, f"members_question:{id or edition}"
        self.recorded_id = ""  # the question that the last deed wrote
        self._before: NewMembersQuestion | None = None  # what the last deed replaced
        self._edition = edition
        self._read()

    def _read(self) -> None:
        self.question = questions.read(self.office.work, self.id) if self.id else None

    def refresh(self) -> None:
        """Read it again."""
        self._read()
        self.changed()

    def arrive(self) -> None:
        self.changed()

    @property
    def edition(self) -> str:
        """The number of the edition."""
        return self.question.edition if self.question is not None else self._edition

    @property
    def editable(self) -> bool:
        """Whether this reader writes it down."""
        has_one = self.question is not None or (not self.id and bool(self.edition))
        return has_one and questions.may_write(self.office.work)

    @property
    def title(self) -> str:
        """What it is."""
        return _("Question of a Member State")

    @property
    def state(self) -> str:
        """About which edition, and who answered when."""
        parts = [_("Edition {number}").format(number=self.edition)] if self.edition else []
        own = self.question
        if own is not None and own.answered_on:
            day = day_in_words(own.answered_on, language())
            parts.append(_("answered by {name} on {day}").format(name=own.answerer_name or "–", day=day))
        if self.is_set_aside:
            parts.append(_("taken back"))
        return " · ".join(parts)

    @property
    def is_set_aside(self) -> bool:
        """Whether it was taken back as recorded by mistake."""
        return self.question is not None and self.question.archived

    @property
    def rows(self) -> FormRows:
        """The fields."""
        states = options(places.countries(language()))
        return [
            [
                FieldSpec("state", InputKind.DROPDOWN, _("Which State asks"), options=states, required=_("Choose it.")),
                FieldSpec("asked_on", InputKind.DATE, _("On which day"), _("Without it: today.")),
            ],
            [FieldSpec("question", InputKind.AREA, _("What it asks"), required=_("Write it."), chars=0)],
            [FieldSpec("answer", InputKind.AREA, _("What it was answered"), chars=0)],
        ]

    @property
    def proposed(self) -> Mapping[str, Json]:
        """What is on record; of a new one nothing: without a day it was asked today."""
        own = self.question
        new = _as_written(own) if own is not None else NewMembersQuestion("", "", "")
        return {"state": new.state, "asked_on": new.asked_on, "question": new.question, "answer": new.answer}

    def save(self) -> None:
        """Write it down, or correct it. Raises Problem as `questions.record` does."""
        typed = self.fields
        new = NewMembersQuestion(
            self.edition,
            text_of(typed.get("state")),
            text_of(typed.get("question")),
            text_of(typed.get("asked_on")),
            text_of(typed.get("answer")),
        )
        before = _as_written(self.question) if self.question is not None else None
        self.recorded_id = questions.record(self.office.work, new, self.id).id
        self._before = before
        self.forget()
        self.refresh()

    def undo(self) -> None:
        """As it was before the last deed."""
        work, own = self.office.work, questions.read(self.office.work, self.recorded_id)
        if own is None:
            return
        if self._before is not None:
            present = _as_written(own)
            questions.record(work, self._before, self.recorded_id)
            self._before = present
        else:
            questions.withdraw(work, self.recorded_id, withdrawn=not own.archived)
        self.refresh()

    @property
    def recorded_sentence(self) -> str:
        """What was written down last."""
        return _("The question is kept with edition {number}.").format(number=self.edition)

    def set_aside(self, aside: bool) -> None:
        """Take it back, or put it on record again."""
        questions.withdraw(self.office.work, self.id, withdrawn=aside)
        self.refresh()

    def go_back(self) -> None:
        """The edition, or the register where it is not known."""
        number = self.edition
        own = next((one.edition for one in editions.listed(self.office.work) if one.edition.number == number), None)
        if own is not None:
            self.open_place("edition", id=own.id)
        else:
            self.open_place("register")


def _as_written(own: MembersQuestion) -> NewMembersQuestion:
    return NewMembersQuestion(own.edition, own.state, own.question, own.asked_on or "", own.answer)
