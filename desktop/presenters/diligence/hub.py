"""The hub of a due-diligence case: how deep, who decides, what is done, what is missing, and handing it over."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.base.dates import day_in_words
from desktop.base.progress import Progress, Runner
from desktop.base.text import N_, _, language, pick, plural
from desktop.definitions.completeness import OpenQuestion
from desktop.definitions.facts import TIERS
from desktop.definitions.review import CaseReview
from desktop.definitions.sections import SectionReview
from desktop.definitions.terms import HiddenReason, Level, OpenReason, PathObstacle, SectionState
from desktop.presenters.diligence.case import CasePresenter
from desktop.presenters.diligence.request_lines import due_words, request_line
from desktop.presenters.form_draft import FormDraft
from desktop.presenters.listing import ListColumn, Listing
from desktop.presenters.paper import PaperPresenter
from desktop.presenters.presenter import Confirmation
from desktop.services import next_step
from desktop.services.diligence import (
    cases,
    decided,
    dossier,
    entrusting,
    handing_over,
    overview,
    renewing,
    requests,
)
from desktop.services.diligence.assessments import Assessment
from desktop.services.diligence.depth import change_depth
from desktop.services.diligence.evidence import unopenable, unopenable_files
from desktop.services.diligence.freezing import EXPIRED, LIST_MATCH
from desktop.services.diligence.requests import RequestState
from desktop.services.office.rights import Right, may
from desktop.services.registry import dollars
from desktop.store.states import FAVOURABLE, CaseState

if TYPE_CHECKING:
    from desktop.definitions.form import Questionnaire
    from desktop.office import Office

STEPS = {"to_start": "todo", "in_progress": "doing", "unknowns": "unknown", "done": "done", "not_applicable": "none"}
GAP_COLUMNS = (ListColumn("section", N_("Section"), shown=False, figures=True), ListColumn("reason", N_("Why")))


@dataclass(frozen=True)
class PlanLine:
    """One line of the plan of work. `state` is todo, doing, unknown, done, none or review."""

    id: str
    title: str
    state: str
    note: str


@dataclass(frozen=True)
class OpenPoint:
    """One thing that is missing: the question, where it stands, and why it blocks the decision."""

    question: str
    label: str
    reason: str
    section: int


class DiligencePresenter(PaperPresenter, CasePresenter):
    """One case seen as a whole. `case` is its id."""

    def __init__(self, office: "Office", runner: Runner, case: str) -> None:
        super().__init__(office, runner, case)
        self.missing = Listing(self, "missing", N_("What is missing"), GAP_COLUMNS, first_title=N_("Question"))
        self.raising = bool(self.depth_draft.fields) and not self.locked  # the form that changes the depth is open
        self.entrusting = bool(self.entrust_draft.fields) and self.may_entrust  # the form for a colleague is open
        stopped = cases.stopped_at(office.machine, case)
        self.stopped = stopped.get("question", "")
        self.opinion, self.reason = stopped.get("opinion", ""), stopped.get("reason", "")

    def _read(self) -> Assessment:
        work = self.office.work
        with self.office.store.read() as session:
            self.overview = overview.read_in(session, work, self.case_id)
            assessment = self.overview.assessment
            self.next_step, against = next_step.case_standing_in(session, work, assessment)
            renews = assessment.case.renews and assessment.case.state == CaseState.OPEN
            self._earlier = renewing.to_confirm(session, work, assessment) if renews else ()
            decided_here = assessment.case.state == CaseState.DECIDED and may(self.office.user, Right.ANSWER)
            self.frozen = [freeze for freeze in against if freeze.kind not in (EXPIRED, LIST_MATCH)]
            self.requested = requests.of_case(session, work, self.case_id)
            self._may_renew = decided_here and renewing.may_renew(session, assessment.case)
        return assessment

    @property
    def fresh(self) -> bool:
        """Whether nobody has answered anything yet."""
        return not any(
            answer.value is not None and not self.assessment.is_registered(question)
            for question, answer in self.assessment.answers.items()
        )

    # What is shown

    @property
    def state(self) -> str:
        """One sentence: what is missing and who is next."""
        if self.assessment.case.state == CaseState.READY:
            return self._handed_over()
        if self.assessment.case.state == CaseState.DECIDED:
            return self._decided()
        return standing(self.review)

    def _handed_over(self) -> str:
        when = day_in_words(self.assessment.case.submitted_at, language())
        handed = _("Submitted by {who} on {day}: its answers are locked until the decision.").format(
            who=self.overview.submitted_by, day=when
        )
        open_requests = [row for row in self.requested if row.state == RequestState.OPEN]
        awaited = [f"{request_line(self.office, row).title}, {due_words(row)}." for row in open_requests]
        return " ".join((handed, *awaited))

    def _decided(self) -> str:
        decision = self.overview.decision
        if decision is None:
            return _("Decided: its answers can only be read.")
        return _("Decided by {who} on {day}: its answers can only be read.").format(
            who=decided.decider(decision, language()), day=day_in_words(decision.decided_at, language())
        )

    @property
    def about(self) -> tuple[str, str]:
        """Number of the case; then partnership, questionnaire and start."""
        words = _("{partnership}. Questionnaire {version}, begun on {day}.")
        return _("Case {number}").format(number=self.assessment.case.number), words.format(
            partnership=self.assessment.partnership.title,
            version=self.form.version,
            day=day_in_words(self.assessment.case.opened_on, language()),
        )

    @property
    def depth(self) -> str:
        """The depth in words."""
        words = _("Depth: {tier}, light route") if self.review.light else _("Depth: {tier}")
        return words.format(tier=self.tier_name(self.review.tier).lower())

    def tier_name(self, tier: str) -> str:
        """The word for a depth."""
        return next(pick(depth.label) for depth in self.form.tiers if depth.id == tier)

    @property
    def depth_reasons(self) -> Sequence[str]:
        """Why it is so deep."""
        reasons = [pick(opening.label) for opening in self.review.opened]
        if self.review.light:
            reasons.append(pick(self.form.light.label))
        if self.assessment.case.depth_raised_to:
            reasons.append(_("Chosen by an officer: {reason}").format(reason=self.assessment.case.depth_reason))
        return reasons or [_("No rule asks for more, and none allows less.")]

    @property
    def other_depths(self) -> Sequence[tuple[str, str]]:
        """The depths that could be chosen instead, none below what the rules ask for, with their words."""
        allowed = TIERS[TIERS.index(self.review.ruled_tier) :]
        return [(tier, self.tier_name(tier)) for tier in allowed if tier is not self.review.tier]

    @property
    def dollars(self) -> Sequence[tuple[str, str]]:
        """On which dollars the limits of the authority are taken; nothing for a value in US dollars."""
        usd = dollars.in_words(self.assessment.partnership, language(), self.office.work.today())
        return [(_("In US dollars"), usd)] if usd else []

    @property
    def level_reasons(self) -> Sequence[str]:
        """Why the level is what it is; what is missing stands in a list of its own."""
        if self.review.inherent == Level.INCOMPLETE:
            return [_missing_words(self.review.answers_missing)]
        reasons = [
            _("{question}: {answer}").format(question=short, answer=reason) if reason else short
            for short, reason in (
                (pick(self.form.by_id[id_].short), _reason(self.review, id_)) for id_ in self.review.deciding[:5]
            )
        ]
        reasons += [pick(uplift.label) for uplift in self.review.uplifts]
        return reasons or [_("No answer is rated above low.")]

    @property
    def sections(self) -> Sequence[PlanLine]:
        """The thirteen sections as a plan of work."""
        back = self.assessment.asked_again
        return [
            PlanLine(
                section.id,
                pick(head.title),
                "review" if back & set(section.questions) else STEPS[section.state],
                _note(section),
            )
            for head, section in zip(self.form.sections, self.review.sections, strict=True)
        ]

    @property
    def gaps(self) -> Sequence[OpenPoint]:
        """Everything that keeps the case from being decided, in the order of the form."""
        numbers = {section.id: at for at, section in enumerate(self.form.sections, 1)}
        gaps = []
        for missing in self.review.missing:
            question = self.form.by_id[missing.question]
            gaps.append(OpenPoint(question.id, pick(question.short), pick(missing.text), numbers[question.section]))
        return gaps

    @property
    def unopenable(self) -> Sequence[OpenPoint]:
        """The files that support a question and that nobody can open, where that does not stand among the gaps."""
        told = {missing.question for missing in self.review.missing if missing.reason == OpenReason.UNOPENABLE}
        numbers = {section.id: at for at, section in enumerate(self.form.sections, 1)}
        return [
            OpenPoint(
                id_, pick(self.form.by_id[id_].short), pick(unopenable(piece)), numbers[self.form.by_id[id_].section]
            )
            for piece in unopenable_files(self.assessment.evidence)
            for id_ in piece.questions
            if id_ not in told and id_ in self.form.by_id
        ]

    @property
    def welcome(self) -> Sequence[tuple[str, str]]:
        """What to know on a first visit: how long, what to have at hand, that nothing is lost, who decides."""
        minutes = next(tier.minutes for tier in self.form.tiers if tier.id == self.review.tier)
        minutes = self.form.light.minutes if self.review.light else minutes
        return (
            (_("Duration"), _("About {count} minutes, in one go or in several.").format(count=minutes)),
            (_("Have at hand"), self._documents()),
            (_("Your work"), _("Everything you type is saved at once on this computer; you may stop at any time.")),
            (
                _("Who decides"),
                _("You give an opinion; somebody else decides. Nobody decides on a case they prepared."),
            ),
        )

    def _documents(self) -> str:
        questions = [self.form.by_id[id_] for section in self.review.sections for id_ in section.questions]
        papers = [pick(question.evidence) for question in questions if question.file and question.evidence]
        return " · ".join(dict.fromkeys(papers)) or _("No document is asked for.")

    @property
    def next_detail(self) -> str:
        """Where exactly that is done: the question to go on with, or what the step says of itself."""
        if not self.goes_on_here or self.assessment.case.state != CaseState.OPEN:
            return self.next_step.detail
        question = next_question(self.form, self.review, self.stopped)
        if question is None:
            return _("Everything is answered: give your opinion and submit the case.") if self.ready else ""
        words = _("Begin with section {section}, question {number}.") if self.fresh else None
        words = words or _("Resume at section {section}, question {number}.")
        section, number = place_of(self.form, self.review, question)
        return words.format(section=section, number=number)

    @property
    def goes_on_here(self) -> bool:
        """Whether the next step is done on this page, and on those of its questions."""
        return (self.next_step.place, self.next_step.arguments) == ("diligence", {"case": self.case_id})

    @property
    def shows_decision_next(self) -> bool:
        """Whether the main button opens the decision of this case."""
        return self.next_step.place == "decision" or (
            self.goes_on_here and self.assessment.case.state != CaseState.OPEN
        )

    @property
    def main_button(self) -> str:
        """What the main button is called."""
        if not self.goes_on_here:
            return self.next_step.button
        if self.assessment.case.state != CaseState.OPEN:
            return _("See the decision")
        return _("Submit for decision…") if self.ready else _("Continue")

    @property
    def ready(self) -> bool:
        """Whether the case may be handed over."""
        return self.assessment.case.state == CaseState.OPEN and self.review.decidable and not self.locked

    # The dossier

    @property
    def paper_name(self) -> str:
        """The name of the dossier as a file."""
        return _("Due-diligence dossier {number}.pdf").format(number=self.assessment.case.number)

    @property
    def paper_titles(self) -> tuple[str, str]:
        """What is said while the dossier is drawn, and where it is saved."""
        return _("Making the dossier"), _("Save the dossier")

    def paper_draft(self) -> Callable[[Progress], bytes]:
        """The whole case as it stands now."""
        work, case_id, spoken = self.office.work, self.case_id, language()
        return lambda progress: dossier.pdf(work, case_id, spoken)

    # What can be done

    @property
    def earlier_answers(self) -> int:
        """How many answers of the case before wait to be confirmed or changed."""
        return len(self._earlier)

    @property
    def may_renew(self) -> bool:
        """Whether the decision can be renewed: a new case, in which each answer is confirmed or changed."""
        return self._may_renew

    def renew(self) -> None:
        """Open the case that renews this one, and show it."""
        office = self.office
        case = cases.open_case(office.work, office.definitions.form, self.assessment.partnership)
        self.open_place("diligence", case=case.id)

    @property
    def suspension(self) -> str:
        """What stands against the partnership, in a sentence; empty when nothing does."""
        return " ".join(freeze.why for freeze in self.frozen[:1])

    @property
    def stop(self) -> str:
        """Why the case stops here, and the roads that are left; empty where it does not stop."""
        path = self.review.adhoc
        if self.review.inherent != Level.EXCLUDED or path.applies:
            return ""
        if path.opened_by and PathObstacle.NEVER not in path.why_not and PathObstacle.OTHER_REASONS not in path.why_not:
            return _(
                "Excluded (¶22). Two roads only: 1. submit the case, so that the refusal is recorded with its reason; "
                "2. where the firm is determined to remedy, answer the remedy plan: Headquarters decides on an ad hoc "
                "collaboration (¶23). No agreement is drafted meanwhile."
            )
        return _(
            "Excluded (¶22). One road only: submit the case, so that the refusal is recorded with its reason. What was "
            "found can never follow the path of ¶23."
        )

    @property
    def has_remedy(self) -> bool:
        """Whether this case was decided on as an ad hoc collaboration (¶23)."""
        decision = self.overview.decision
        return decision is not None and decision.ad_hoc and decision.outcome in FAVOURABLE

    def open_remedy(self) -> None:
        """Go to the remedy plan."""
        self.open_place("remedy", case=self.case_id)

    def open_letters(self) -> None:
        """Go to the letters that this case allows."""
        self.open_place("letters", case=self.case_id)

    def open_renewal(self) -> None:
        """Go to the answers of the case before."""
        self.open_place("renewal", case=self.case_id)

    def open_company_form(self) -> None:
        """Go to the form that the company fills in."""
        self.open_place("company_form", case=self.case_id)

    def go_on(self) -> None:
        """Do the next step."""
        if not self.goes_on_here:
            place, arguments = self.next_step.opened_from_afar(self.assessment.partner.id)
            self.open_place(place, **arguments)
        elif self.assessment.case.state != CaseState.OPEN:
            self.open_decision()
        elif self.ready:
            self.hand_over()
        else:
            self.resume()

    def resume(self) -> None:
        """Go to the question where the officer stopped, or the first that is still missing."""
        if question := next_question(self.form, self.review, self.stopped):
            self.open_question(question)

    def open_section(self, section: str) -> None:
        """Open a section at its first question; nothing happens when none is asked there."""
        questions = self.review.section(section).questions
        if questions:
            self.open_place("question", case=self.case_id, section=section)

    def open_nth(self, number: int) -> None:
        """Open the section of this number."""
        if 0 < number <= len(self.form.sections):
            self.open_section(self.form.sections[number - 1].id)

    def open_question(self, question: str) -> None:
        """Open one question."""
        self.open_place("question", case=self.case_id, question=question)

    def next_unknown(self) -> None:
        """Go to the first answer that nobody knows yet."""
        self._open_first(
            [m for m in self.review.missing if m.reason == OpenReason.UNKNOWN] or None, self.review.not_established
        )

    def next_evidence(self) -> None:
        """Go to the first question that lacks its document."""
        self._open_first(
            [m for m in self.review.missing if m.reason in (OpenReason.EVIDENCE, OpenReason.UNOPENABLE)] or None, ()
        )

    def _open_first(self, missing: Sequence[OpenQuestion] | None, otherwise: Sequence[str]) -> None:
        question = missing[0].question if missing else next(iter(otherwise), None)
        if question is not None:
            self.open_question(question)

    def ask_depth(self, on: bool) -> None:
        """Open the form that changes the depth, or close it and drop what was typed into it."""
        self.raising = on
        if not on:
            self.depth_draft.drop()
        self.changed()

    # A colleague goes on

    @property
    def colleagues(self) -> Sequence[tuple[str, str]]:
        """Who could go on with the case: ids and names."""
        return [(officer.id, officer.name) for officer in self.overview.colleagues]

    @property
    def may_entrust(self) -> bool:
        """Whether the case can be handed to a colleague."""
        return not self.locked and bool(self.overview.colleagues)

    @property
    def entrusted(self) -> str:
        """Who handed the open case to whom, when, and the note; empty when nobody did."""
        case = self.assessment.case
        if case.state != CaseState.OPEN or not case.entrusted_to:
            return ""
        before, colleague = self.overview.entrusted
        day = day_in_words(case.entrusted_at, language())
        words = _("{before} handed this case to {colleague} on {day}: “{note}”")
        return words.format(before=before, colleague=colleague, day=day, note=case.entrusted_note)

    @property
    def entrust_draft(self) -> FormDraft:
        """What is typed into the form that hands the case to a colleague."""
        return self.form_draft(f"entrust:{self.case_id}")

    def ask_colleague(self, on: bool) -> None:
        """Open the form that hands the case to a colleague, or close it and drop what was typed into it."""
        self.entrusting = on
        if not on:
            self.entrust_draft.drop()
        self.changed()

    def entrust(self, colleague: str, note: str) -> None:
        """Let a colleague go on; raises Problem without a note or a colleague."""
        entrusting.entrust(self.office.work, self.case_id, colleague, note)
        self.entrust_draft.drop()
        self.entrusting = False
        self.refresh()

    @property
    def opinion_draft(self) -> FormDraft:
        """What is typed of the opinion and not told yet."""
        return self.form_draft(f"typed:opinion:{self.case_id}")

    @property
    def depth_draft(self) -> FormDraft:
        """What is typed into the form that changes the depth."""
        return self.form_draft(f"depth:{self.case_id}")

    def change_depth(self, tier: str, reason: str) -> None:
        """Choose another depth; raises Problem without a reason."""
        change_depth(self.office.work, self.case_id, tier, reason)
        self.depth_draft.drop()
        self.raising = False
        self.refresh()

    def give_opinion(self, opinion: str | None = None, reason: str | None = None) -> None:
        """Keep the opinion and its reason while they are being written."""
        self.opinion = self.opinion if opinion is None else opinion
        self.reason = self.reason if reason is None else reason
        cases.stop_at(self.office.machine, self.case_id, opinion=self.opinion, reason=self.reason)
        self.changed()

    def hand_over(self) -> None:
        """Ask once more, naming who receives the case, then hand it over."""
        text = _("{receivers} Your answers become read-only; you can withdraw the case until it is decided.")
        self.asker.confirm(
            Confirmation(
                _("Submit this case for decision?"),
                text.format(receivers=self.who_decides),
                _("Submit"),
                _("Not yet"),
            ),
            self.submit,
        )

    def submit(self) -> None:
        """Hand the case over for decision; raises Problem while something is missing."""
        handing_over.submit(self.office.work, self.case_id, self.opinion, self.reason)
        self.problem = None
        self.refresh()

    def recall(self) -> None:
        """Take the case back before it is decided."""
        cases.recall(self.office.work, self.case_id)
        self.refresh()

    def open_screening(self) -> None:
        """Go to the screening of this case."""
        self.open_place("screening", case=self.case_id)

    def open_answers(self) -> None:
        """See every answer in words."""
        self.open_place("answers", case=self.case_id)

    def open_risks(self) -> None:
        """See why the level is what it is, and the risk register."""
        self.open_place("risks", case=self.case_id)

    def open_findings(self) -> None:
        """See the adverse facts and the searches."""
        self.open_place("findings", case=self.case_id)

    def open_coverage(self) -> None:
        """See how the case stands with every principle."""
        self.open_place("coverage", case=self.case_id)

    @property
    def may_carry(self) -> bool:
        """Whether the case waits and can go to another laptop by a stick: nothing leaves for practice."""
        waits = self.assessment.case.state == CaseState.READY
        return waits and not (self.office.is_practice or self.office.is_hq)

    def carry(self) -> None:
        """Carry the case to another laptop of the office."""
        self.open_place("carry", case=self.case_id)

    def open_decision(self) -> None:
        """Go to the decision of this case."""
        self.open_place("decision", case=self.case_id)


# --- words that the pages of the questions say too


def standing(review: CaseReview) -> str:
    """What is missing before the case can be handed over, in a sentence; never a level before it is complete."""
    if not review.decidable:
        return _missing_words(review.answers_missing)
    if review.inherent == Level.EXCLUDED:
        return _("The answers exclude this partner: submit the case so that the refusal is decided.")
    return _("Every answer is there: the case can be submitted for decision.")


def _missing_words(count: int) -> str:
    return plural(
        "The level cannot be rated yet: {count} mandatory answer is missing.",
        "The level cannot be rated yet: {count} mandatory answers are missing.",
        count,
    )


def _reason(review: CaseReview, question: str) -> str:
    rated = review.answers.get(question)
    return " · ".join(pick(reason) for reason in rated.reasons) if rated else ""


def _note(section: SectionReview) -> str:
    if section.state == SectionState.IN_PROGRESS:
        return _("{done} of {total}").format(done=section.answered, total=section.total)
    if section.state == SectionState.UNKNOWNS:
        return plural("{count} unknown", "{count} unknowns", section.unknown)
    if section.state == SectionState.NOT_APPLICABLE:
        deeper = set(section.hidden.values()) == {HiddenReason.TIER}
        return _("not asked at this depth") if deeper else _("does not concern this partner")
    return plural("{count} question", "{count} questions", section.total)


def next_question(form: "Questionnaire", review: CaseReview, stopped: str) -> str | None:
    """The question to go on with: the one where the officer stopped while it is open, else the next that is."""
    order = [question.id for question in form.questions]
    open_ = {missing.question for missing in review.missing}
    after = order.index(stopped) if stopped in order else 0
    return next((id_ for id_ in [*order[after:], *order[:after]] if id_ in open_), None)


def place_of(form: "Questionnaire", review: CaseReview, question: str) -> tuple[int, int]:
    """The number of a question's section and its own number among those asked there."""
    section = form.by_id[question].section
    number = [head.id for head in form.sections].index(section) + 1
    questions = review.section(section).questions
    return number, questions.index(question) + 1 if question in questions else 1
