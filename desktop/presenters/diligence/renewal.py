"""The answers of the case before, one at a time: still true, changed, or left for later."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from desktop.base.dates import day_in_words
from desktop.base.progress import Runner
from desktop.base.text import _, language, pick, plural
from desktop.presenters.diligence.case import CasePresenter
from desktop.services.diligence import renewing
from desktop.services.diligence.answer_words import AnswerWords
from desktop.services.diligence.assessments import Assessment
from desktop.services.diligence.renewing import AnswerDifference, EarlierAnswer
from desktop.services.office import people

if TYPE_CHECKING:
    from desktop.office import Office


class RenewalPresenter(CasePresenter):
    """One case that renews another. Nothing counts before it is confirmed here, or answered anew at its question."""

    def __init__(self, office: "Office", runner: Runner, case: str) -> None:
        self.at = 0  # which of those that wait is shown
        super().__init__(office, runner, case)

    def _read(self) -> Assessment:
        assessment = super()._read()
        with self.office.store.read() as session:
            self.waiting: Sequence[EarlierAnswer] = renewing.to_confirm(session, self.office.work, assessment)
            self.changes: Sequence[AnswerDifference] = renewing.differences(session, self.form, assessment)
            self.officers = people.names_in(session)
        self.words = AnswerWords(language(), self.form.findings)
        self.at = min(self.at, max(0, len(self.waiting) - 1))
        return assessment

    @property
    def shown(self) -> EarlierAnswer | None:
        """The earlier answer that is shown; None when none waits."""
        return self.waiting[self.at] if self.waiting else None

    @property
    def state(self) -> str:
        """How many wait."""
        if not self.waiting:
            return _("Every earlier answer was confirmed or changed.")
        count = len(self.waiting)
        return plural("{count} earlier answer waits for you.", "{count} earlier answers wait for you.", count)

    @property
    def question(self) -> str:
        """The question of the one shown, in full."""
        return pick(self.shown.question.label) if self.shown is not None else ""

    @property
    def facts(self) -> Sequence[tuple[str, str]]:
        """What was answered, found and attached, by whom and when."""
        shown = self.shown
        if shown is None:
            return ()
        content, question = shown.content, shown.question
        findings = [self.words.finding(question, row) for row in content.every_finding]
        milestones = [*map(self.words.milestone, content.plan)]
        signed = (self.officers.get(shown.author, ""), day_in_words(shown.answered_at, language(), "long"))
        declared = self.words.answer(question, content.declared) if content.declared != content.value else ""
        pairs = [
            (_("Answer"), self.words.answer(question, content.value)),
            (_("The partner declared"), declared),
            (_("Explanation"), content.note),
            (_("On record"), "\n".join(findings)),
            (_("Milestones"), "\n".join(milestones)),
            (_("Evidence"), "\n".join(shown.evidence)),
            (_("Answered by"), " · ".join(part for part in signed if part)),
        ]
        return [(name, words) for name, words in pairs if words]

    @property
    def differences(self) -> Sequence[tuple[str, str]]:
        """What is not as it was, once nothing waits: the question, then before and after."""
        if self.waiting:
            return ()
        return [(pick(row.question.short), self._change(row)) for row in self.changes]

    def _change(self, row: AnswerDifference) -> str:
        before, after = (
            self.words.answer(row.question, content.value if content.value is not None else content.declared)
            if content is not None
            else _("no answer")
            for content in (row.before, row.after)
        )
        if before == after:
            return _("{answer} (its findings or milestones changed)").format(answer=after)
        return f"{before} → {after}"

    # --- gestures

    def confirm(self) -> None:
        """It is still true: it is this case's answer, and the next one is shown."""
        if self.shown is not None and not self.locked:
            renewing.confirm(self.office.work, self.case_id, self.shown.question.id)
            self.refresh()

    def take_back(self, question: str) -> None:
        """The confirmation of a question is taken back: its earlier answer waits again, and is shown."""
        renewing.take_back(self.office.work, self.case_id, question)
        self.refresh()
        ids = [row.question.id for row in self.waiting]
        self.at = ids.index(question) if question in ids else 0
        self.changed()

    def confirm_again(self, question: str) -> None:
        """What was taken back is confirmed once more."""
        renewing.confirm(self.office.work, self.case_id, question)
        self.refresh()

    def change(self) -> None:
        """It is no longer true: answer the question anew."""
        if self.shown is not None:
            self.open_place("question", case=self.case_id, question=self.shown.question.id)

    def leave_for_later(self) -> None:
        """Show the next one; this one goes on waiting."""
        if self.waiting:
            self.at = (self.at + 1) % len(self.waiting)
            self.changed()
