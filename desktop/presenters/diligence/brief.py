"""A case as its decider reads it: the sheet, whose decision it is, the sealed decision, the page for paper."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from desktop.base.dates import day_in_words, day_of, moment_in_words
from desktop.base.progress import Progress, Runner
from desktop.base.text import _, language, plural
from desktop.base.values import fingerprint
from desktop.presenters.diligence.case_papers import CasePapers
from desktop.presenters.diligence.request_lines import RequestLine, request_line
from desktop.presenters.form_draft import FormDraft
from desktop.presenters.paper import PaperPresenter
from desktop.presenters.presenter import Confirmation
from desktop.services.diligence import brief, cases, conditions, deciding, opinions, requests, reviewing
from desktop.services.diligence.assessments import Assessment
from desktop.services.diligence.authority import AuthorityToDecide, who_decides
from desktop.services.diligence.brief import BriefSheet
from desktop.services.labels import OUTCOMES
from desktop.services.office.rights import Right, may
from desktop.store.records import Officer, Task, Verdict
from desktop.store.states import CaseState, DecisionOutcome, Opinion

if TYPE_CHECKING:
    from desktop.office import Office


class BriefPresenter(PaperPresenter):
    """One case. The decider may be another person than the one who opened the laptop."""

    shows = frozenset(
        {
            *("diligence_case", "answer", "evidence", "screening_run", "ruling", "partner", "person", "partnership"),
            *("decision", "clearance", "officer", "task", "paper_decision", "delegation"),
            *("headquarters_request", "headquarters_opinion"),
        }
    )

    def __init__(self, office: "Office", runner: Runner, case: str) -> None:
        super().__init__(office, runner)
        self.case_id = case
        self.as_id = ""
        self.papers = CasePapers(self)
        self._read()

    def _read(self) -> None:
        office = self.office
        self.case = deciding.read(office.work, self.case_id, language())
        self.papers.all = self.case.papers
        self.deciders = self.choosable()
        ids = [decider.id for decider in self.deciders]
        if self.as_id not in ids:
            self.as_id = office.user.id if office.user.id in ids else next(iter(ids), "")

    def choosable(self) -> Sequence[Officer]:
        """Who may be chosen for whoever decides here: somebody with an account on this laptop."""
        accounts = {account.id for account in self.office.vault.officers}
        if self.office.is_practice:  # nobody has a passphrase there: one becomes the decider first
            accounts &= {self.office.user.id}
        return [officer for officer in self.case.deciders if officer.id in accounts]

    def arrive(self) -> None:
        self.changed()

    def refresh(self) -> None:
        """Read the case again."""
        self._read()
        self.changed()

    # --- what is shown

    @property
    def assessment(self) -> Assessment:
        """The case with everything that judges it."""
        return self.case.assessment

    @property
    def sheet(self) -> BriefSheet:
        """What the decider reads, in words."""
        return self.case.sheet

    @property
    def decision(self) -> Verdict | None:
        """The decision on what was handed over last; None while it waits."""
        return self.case.decision

    @property
    def seal_holds(self) -> bool:
        """Whether the decision is as it was sealed, by the officer who is said to have decided, who could."""
        return self.case.seal_holds and self.case.stood_in

    @property
    def state(self) -> str:
        """One sentence: what happens next, and who does it."""
        if self.decision is not None:
            return _("Decided: {outcome}.").format(outcome=_(OUTCOMES[self.decision.outcome]).lower())
        if self.case.on_paper is not None:
            return _("A sheet signed in ink was entered: a second officer confirms it.")
        if self.assessment.case.state == CaseState.OPEN:
            return _("The case is open: it has not been submitted for decision yet.")
        return _("Submitted by {who} on {day}.").format(who=self.sheet.officer, day=self.sheet.submitted)

    @property
    def waits(self) -> bool:
        """Whether the case waits for a decision."""
        return self.decision is None and self.assessment.case.state == CaseState.READY

    @property
    def who_decides(self) -> str:
        """Who decides and why, in one sentence, and within which delay."""
        sentence = who_decides(self.office.definitions.authority, self.assessment.review, self.case.able_here)
        way = self.authority.route
        if not way.decides:
            return sentence
        handed = self.assessment.case.submitted_at
        if handed is None or not self.waits:
            return sentence
        day = day_in_words(way.due(day_of(handed)).isoformat(), language(), "long")
        due = _("The decision is due by {day}.").format(day=day)
        return f"{sentence} {due}"

    @property
    def authority(self) -> AuthorityToDecide:
        """Whether the chosen decider, or else the officer at work, may decide; and why."""
        return self.case.authorities[self.decider.id]

    @property
    def whose(self) -> str:
        """Whose decision it is, said to the officer at work."""
        if not self.can_decide:
            return ""
        if self.decider.id == self.office.user.id or not self.authority.may:
            return self.authority.why
        return _("{name} may decide this case, with a passphrase of their own.").format(name=self.decider.name)

    @property
    def dollars(self) -> str:
        """On which dollars the authority rests; empty for a value in US dollars."""
        dollars = self.sheet.dollars
        return _("The limits are in US dollars: {dollars}.").format(dollars=dollars) if dollars else ""

    @property
    def decider(self) -> Officer:
        """Who would decide."""
        return next((officer for officer in self.deciders if officer.id == self.as_id), self.office.user)

    @property
    def can_decide(self) -> bool:
        """Whether the form is shown: somebody on this laptop may decide or send back."""
        return self.waits and bool(self.deciders)

    @property
    def why_not(self) -> str:
        """What stands in place of the buttons when nobody here may decide."""
        if not self.waits or self.deciders:
            return ""
        return self.case.authorities[self.office.user.id].why

    # --- the reviewer's step

    @property
    def may_review(self) -> bool:
        """Whether the case waits for the opinion of the officer at work."""
        return self.case.may_review and not self.case.reviewer

    @property
    def reviewed(self) -> str:
        """Who reviewed the case in the office and at Headquarters, and what they think of it; or empty."""
        return "\n".join(self.sheet.reviews)

    @property
    def advice(self) -> Sequence[tuple[str, str]]:
        """What a reviewer may say, with its word: Legal clears, others advise."""
        return [(code, _(opinions.word(self.case.reviews_as, code))) for code in Opinion]

    @property
    def requested(self) -> Sequence[RequestLine]:
        """What was asked of Headquarters about the case, what is open first."""
        return [request_line(self.office, row, of_page=True) for row in self.case.requests]

    @property
    def may_ask_for_decision(self) -> bool:
        """Whether Headquarters decides the case now and nobody asked it yet."""
        return self.case.lacks_request and may(self.office.user, Right.ANSWER)

    def ask_for_decision(self) -> None:
        """Ask Headquarters for the decision on a case of which nobody here is the judge any more."""
        requests.ask_for_decision(self.office.work, self.case_id, self.authority.route)
        self.deed_sentence = _("Headquarters is asked: the request goes with the next bundle.")
        self.refresh()

    @property
    def may_ask_legal(self) -> bool:
        """Whether the officer at work may put a question to Legal about the case, or there is something to read."""
        ours = self.assessment.case.office == self.office.store.identity.office
        return self.decision is None and ours and may(self.office.user, Right.ANSWER)

    def ask_legal(self) -> None:
        """Put a question to Legal about the case."""
        self.open_place("legal_opinion", case=self.case_id)

    @property
    def review_draft(self) -> FormDraft:
        """What is typed of the review and not told yet."""
        return self.form_draft(f"typed:review:{self.case_id}")

    def review(self, opinion: str, reason: str) -> None:
        """Record the opinion of the officer at work; raises Problem without a reason."""
        reviewing.review(
            self.office.work, self.case_id, self.case.authorities[self.office.user.id].route, opinion, reason
        )
        self.review_draft.drop()
        at_headquarters = self.office.is_hq
        self.deed_sentence = _("Recorded; it goes to the office with its next return.") if at_headquarters else ""
        self.refresh()

    # --- after

    @property
    def seal_sentence(self) -> str:
        """Who sealed it, when, and its fingerprint; or why nobody may rely on it."""
        if self.decision is None:
            return ""
        if not self.seal_holds:
            return _(brief.NOT_IN_PLACE if self.case.seal_holds else brief.SEAL_BROKEN)
        return _("Sealed by {who} on {when}, fingerprint {mark}.").format(
            who=self.case.sealer,
            when=moment_in_words(self.decision.decided_at, language()),
            mark=fingerprint(self.decision.seal),
        )

    @property
    def conditions(self) -> Sequence[tuple[str, str]]:
        """The conditions of the decision: the text, and whom it binds with its day."""
        decision, spoken = self.decision, language()
        if decision is None:
            return ()
        return [
            (
                conditions.wording(condition, spoken),
                " · ".join(
                    part
                    for part in (
                        conditions.bound(decision, condition, spoken),
                        conditions.day(condition, spoken),
                    )
                    if part
                ),
            )
            for condition in decision.conditions
        ]

    @property
    def tasks_open(self) -> Sequence[Task]:
        """What is still to be done of the conditions, for whoever may note that it is."""
        return self.case.tasks_open if may(self.office.user, Right.REGISTER) else ()

    def finish_task(self, task: Task) -> None:
        """Ask, then note that what a condition asks for is done."""
        what = _("{what} It stays in the history of the case, with your name and the day.").format(what=task.what)
        question = Confirmation(_("Is this condition fulfilled?"), what, _("It is done"), _("Not yet"))
        self.asker.confirm(question, lambda: self._finish(task.id))

    def _finish(self, task_id: str) -> None:
        conditions.finish(self.office.work, task_id)
        self.refresh()

    @property
    def valid_until(self) -> str:
        """The last day on which the decision holds, in words."""
        if self.decision is None or not self.decision.valid_until:
            return ""
        return day_in_words(self.decision.valid_until, language(), "long")

    @property
    def may_reopen(self) -> bool:
        """Whether Headquarters sent the case back and this officer may open it again."""
        decision = self.decision
        sent_back = (
            decision is not None
            and decision.outcome == DecisionOutcome.SENT_BACK
            and self.assessment.case.state == CaseState.READY
        )
        return sent_back and may(self.office.user, Right.ANSWER)

    def reopen(self) -> None:
        """Open a case again that Headquarters sent back."""
        cases.recall(self.office.work, self.case_id)
        self.open_case()

    # --- the brief on paper

    @property
    def paper_name(self) -> str:
        """The name of the brief as a file."""
        return _("Decision brief {number}.pdf").format(number=self.assessment.case.number)

    @property
    def paper_titles(self) -> tuple[str, str]:
        """What is said while the brief is drawn, and where it is saved."""
        return _("Making the brief"), _("Save the brief")

    def paper_draft(self) -> Callable[[Progress], bytes]:
        """The brief as the one who decides reads it."""
        work, case_id, spoken = self.office.work.acting_as(self.decider), self.case_id, language()
        return lambda progress: brief.pdf(work, case_id, spoken)

    # --- its evidence

    @property
    def not_arrived(self) -> tuple[str, str]:
        """How many papers of a case that waits are not here, and what can be done; both empty when all are."""
        count = sum(not line.is_here for line in self.papers.all)
        if not count or not self.waits:
            return "", ""
        words = plural("{count} paper of the case is not here.", "{count} papers of the case are not here.", count)
        return words, self.papers.note

    @property
    def looked_at(self) -> bytes | None:
        """A paper of the case that was opened, or the brief."""
        return self.papers.opened.pdf or self.pdf

    def hide_paper(self) -> None:
        """Back to the decision."""
        if self.papers.opened.pdf is not None:
            self.handed_over = None
            self.papers.opened.close()
        else:
            super().hide_paper()

    def print_paper(self) -> None:
        """Print the document that is looked at."""
        self.papers.opened.put_on_paper() if self.papers.opened.pdf is not None else super().print_paper()

    def save_paper(self) -> None:
        """Ask where to save the document that is looked at."""
        self.papers.opened.save() if self.papers.opened.pdf is not None else super().save_paper()

    # --- elsewhere

    @property
    def may_carry(self) -> bool:
        """Whether the case, or the decision on it, can go to another laptop by a stick: nothing leaves for practice."""
        return not (self.office.is_practice or self.office.is_hq) and self.assessment.case.state != CaseState.OPEN

    def decide_on_paper(self) -> None:
        """Enter a sheet that was signed in ink, or confirm one."""
        self.open_place("paper_decision", case=self.case_id)

    def carry(self) -> None:
        """Carry the case to another laptop of the office, or the decision back."""
        self.open_place("carry", case=self.case_id)

    def open_case(self) -> None:
        """Read the answers and the evidence."""
        self.open_place("diligence", case=self.case_id)

    def open_screening(self) -> None:
        """Read the screening."""
        self.open_place("screening", case=self.case_id)

    def open_question(self, question: str) -> None:
        """Read one answer."""
        self.open_place("question", case=self.case_id, question=question)

    def open_inbox(self) -> None:
        """Back to the cases that wait."""
        self.open_place("decisions")
