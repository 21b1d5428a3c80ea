"""The pages of the questions: what is asked, what was answered, what it changes; every keystroke is saved.

A page holds one question, or up to four short ones, with the questions that its answers open. Pages never move while
answers are given: questions only appear on them and disappear.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

from desktop.base.dates import day_in_words
from desktop.base.errors import Problem
from desktop.base.files import write_safely
from desktop.base.progress import Runner
from desktop.base.text import _, language, pick, plural
from desktop.base.values import Json, JsonObject, in_local_time, moment
from desktop.definitions.answer_content import UNKNOWN, AnswerContent, AnswerParts, rows_in
from desktop.definitions.answers import CHOICE_TYPES, Question, fields_of, first_value
from desktop.definitions.questionnaire import JointAnswer
from desktop.definitions.rating import RatedAnswer
from desktop.definitions.review import CaseReview
from desktop.definitions.terms import AnsweredBy, QuestionType
from desktop.presenters.diligence.case import CasePresenter
from desktop.presenters.file_intake import FileIntake
from desktop.presenters.form_draft import FormDraft
from desktop.presenters.scanner import ScannerFolder
from desktop.services.diligence import (
    answers,
    assessments,
    cases,
    evidence,
    findings,
    papers,
    persons,
    recording,
)
from desktop.services.diligence.assessments import Assessment
from desktop.services.diligence.findings import FindingLine, FindingOrigin
from desktop.services.diligence.question_reasons import QuestionReasons
from desktop.services.office import believed_clock
from desktop.services.screening.standing import ListStatus
from desktop.store.records import Evidence
from desktop.store.states import EvidenceForm

if TYPE_CHECKING:
    from desktop.definitions.form import Questionnaire
    from desktop.office import Office

TOGETHER = 4  # short questions on one page
SHORT = 3  # answers that a short question offers at most
TWO_SIDED = (*CHOICE_TYPES, "percents", "findings", "number")  # partner and officer each give an answer
SAME, OTHER = "same", "other"  # what the officer finds of a declaration


def _nothing_typed() -> None:
    """No view yet."""


@dataclass(frozen=True)
class QuestionState:
    """One question as it is shown now. `content` is the answer so far; `wrong` says what is malformed.

    `finding` is how the officer's answer relates to the partner's: SAME, OTHER, UNKNOWN, or empty. `registered` says
    whether the answer is what the register says already.
    """

    question: Question
    content: AnswerContent
    rated: RatedAnswer | None
    missing: str
    wrong: str
    finding: str
    evidence: Sequence[Evidence]
    registered: bool


class EvidencePresenter(CasePresenter):
    """A case and the evidence that is attached to its questions."""

    def __init__(self, office: "Office", runner: Runner, case: str) -> None:
        super().__init__(office, runner, case)
        self.intake = FileIntake(self, self._show_attached)
        self._scanners: dict[str, ScannerFolder] = {}

    def _read(self) -> Assessment:
        assessment = super()._read()
        with self.office.store.read() as session:
            self.papers = papers.titles(session, assessment.partner.id)
        return assessment

    # Evidence

    @property
    def notice(self) -> str:
        """What files attached last call for."""
        return self.intake.notice

    @property
    def noticed(self) -> str:
        """The question that they were attached to."""
        return self.intake.noticed

    def scanner(self, question: str) -> ScannerFolder:
        """What has arrived from the scanner, as it is shown at a question."""
        return self._scanners.setdefault(question, ScannerFolder(self))

    def attach(self, question: str, paths: Sequence[Path]) -> None:
        """Keep files as evidence for a question, as `FileIntake.take` does."""
        self.intake.take(partial(evidence.attach, self.office.work, self.case_id, question), paths, question)

    def _show_attached(self) -> None:
        self.evidence_changed()
        self.refresh()

    def cite(self, question: str, title: str, link: str = "", quoted: str = "") -> None:
        """Keep a link, seen today, or without one a paper document as evidence for a question, with its very words."""
        if not (title.strip() or link.strip()):
            raise Problem(
                _("A title is needed; nothing was attached."),
                _("Say what the document or the page is."),
                code="evidence-without-title",
            )
        piece = Evidence(
            title=title.strip() or link.strip(),
            form=EvidenceForm.LINK if link.strip() else EvidenceForm.PAPER,
            link=link.strip(),
            quoted=quoted.strip(),
            seen_on=believed_clock.believed_day(self.office.work),
        )
        evidence.cite(self.office.work, self.case_id, question, piece)
        self.evidence_changed()
        self.refresh()

    def use(self, question: str, evidence_id: str, used: bool) -> None:
        """Let evidence of the case, or a paper of the partner, support this question, or no longer."""
        if used and any(paper.id == evidence_id for paper in self.papers):
            papers.take(self.office.work, self.case_id, self.supported_with(question), evidence_id)
        else:
            evidence.use_for(self.office.work, evidence_id, self.supported_with(question), used)
        self.evidence_changed()
        self.refresh()

    def evidence_changed(self) -> None:
        """What follows from evidence that was added to a question: here, nothing more."""

    def supported_with(self, question: str) -> Sequence[str]:
        """The questions that evidence supports together with this one."""
        return (question,)

    @property
    def cited(self) -> FormDraft:
        """What is typed about links and papers that are not attached yet."""
        return self.form_draft(f"evidence:{self.case_id}")

    def save_copy(self, evidence_id: str) -> None:
        """Write a copy of an attached file where the officer says; a link or a paper document tells what it is."""
        piece = next(piece for piece in self.assessment.evidence if piece.id == evidence_id)
        if piece.form != EvidenceForm.FILE:
            seen = day_in_words(piece.seen_on, language()) if piece.seen_on else "–"
            about = _("{link} (seen on {day})").format(link=piece.link, day=seen) if piece.link else _("Kept on paper.")
            self.refuse(Problem(piece.title, about, code="evidence-not-a-file"))
            return
        name, data = evidence.open_file(self.office.store, evidence_id)
        self.asker.place_to_save(_("Save a copy"), name, lambda path: write_safely(path, data))

    def elsewhere(self, question: str) -> Sequence[tuple[str, str]]:
        """What does not support this question yet, ids and titles: evidence of the case, papers of the partner."""
        of_case = [piece for piece in self.assessment.evidence if question not in piece.questions]
        held = {piece.digest for piece in self.assessment.evidence}
        kept = [(paper.id, self._of_partner(paper)) for paper in self.papers if paper.digest not in held]
        return [*((piece.id, piece.title) for piece in of_case), *kept]

    @staticmethod
    def _of_partner(paper: Evidence) -> str:
        return _("{title} (papers of the partner)").format(title=paper.title)


class QuestionPresenter(EvidencePresenter):
    """One page of a case. `section` opens at its first open question, `question` at that one.

    `back` is the place of the case from which one came for one question, and to which both ways on lead.
    """

    def __init__(
        self, office: "Office", runner: Runner, case: str, section: str = "", question: str = "", back: str = ""
    ) -> None:
        super().__init__(office, runner, case)
        self.back = back
        self.saved_at = ""
        self.collect: Callable[[], None] = _nothing_typed  # the view tells what is still in its fields
        self._other: set[str] = set()  # questions whose finding was said to differ, whatever is written yet
        self._unkept: dict[str, AnswerContent] = {}
        self.at = question or self._first_of(section)
        self.joint = joint_of(self.form, self.review, self.at)
        self.apart = self._is_answered_apart()
        self.page = next(page for page in pages(self.form, self.review.light) if self.at in page)
        self.registered = self._registered_persons()
        if not self.locked:
            cases.stop_at(office.machine, case, question=self.at)

    def refresh(self) -> None:
        """Read the case again."""
        self.registered = self._registered_persons()
        super().refresh()

    def _registered_persons(self) -> Sequence[JsonObject]:
        """The persons already known behind the partner, where a question of this page asks for persons."""
        if not any(self.form.by_id[id_].type == QuestionType.PERSONS for id_ in self.page):
            return ()
        return persons.registered_persons(self.office.store, self.assessment.partner.id)

    @property
    def typed(self) -> FormDraft:
        """What is in the fields of this page and not told yet."""
        return self.form_draft(f"typed:case:{self.case_id}:{self.page[0]}")

    def _first_of(self, section: str) -> str:
        questions = self.review.section(section or self.form.sections[0].id).questions
        open_ = [missing.question for missing in self.review.missing]
        first = next((id_ for id_ in questions if id_ in open_), None) or next(iter(questions), None)
        return first or self.form.by_section[section or self.form.sections[0].id][0].id

    # One answer for several questions

    def _is_answered_apart(self) -> bool:
        """Whether one of the questions of the joint answer was answered otherwise than by the statement."""
        if self.joint is None:
            return False
        contents = [self.content(id_) for id_ in self.joint.questions]
        return (
            any(answer.value is not None or answer.declared is not None for answer in contents) and not self.is_stated
        )

    @property
    def is_stated(self) -> bool:
        """Whether the statement of this page stands for every question that it answers."""
        if self.joint is None or not self.asked_jointly:
            return False
        contents = {id_: self.content(id_) for id_ in self.asked_jointly}
        first = next(iter(contents.values()))
        log = str(fields_of(first.value).get("text") or "") if self.joint.log else ""
        return all(
            content.value == first_value(self.form.by_id[id_], log) and content.declared is None
            for id_, content in contents.items()
        )

    @property
    def offers_statement(self) -> bool:
        """Whether this page shows the statement, rather than its questions one by one."""
        return self.joint is not None and not self.apart and self.review.light

    @property
    def asked_jointly(self) -> Sequence[str]:
        """The questions that the joint answer of this page answers: those of them that are asked now."""
        visible = set(self.order)
        return [id_ for id_ in self.joint.questions if id_ in visible] if self.joint is not None else []

    @property
    def search_log(self) -> str:
        """What was written of the search that the statement rests on."""
        contents = (self.content(id_) for id_ in self.asked_jointly)
        return next((str(text) for content in contents if (text := fields_of(content.value).get("text"))), "")

    def state_jointly(self, log: str) -> None:
        """Make the statement the answer to each of its questions; what is attached to one supports them all.

        Raises Problem where a search is spoken of and nothing is said of it.
        """
        if self.joint is None or self.locked:
            return
        if self.joint.log and not log.strip():
            raise Problem(
                _("Say how you searched: nothing was answered."),
                _("Write the words, the languages and the places in which you searched."),
                code="search-not-described",
            )
        note = pick(self.joint.statement)
        contents = {
            id_: self.content(id_).with_(value=first_value(self.form.by_id[id_], log.strip()), note=note)
            for id_ in self.asked_jointly
        }
        evidence.share(self.office.work, self.case_id, self.asked_jointly)  # first: a statement is never half supported
        self.saved_at = answers.save_joint(self.office.work, self.case_id, contents)
        self.apart = False
        self.refresh()

    def answer_apart(self) -> None:
        """Answer the questions of the statement one by one; what the statement had answered is taken back."""
        if self.joint is None or self.locked:
            return
        if self.is_stated:
            contents = {id_: self.content(id_).with_(value=None, note="") for id_ in self.asked_jointly}
            self.saved_at = answers.save_joint(self.office.work, self.case_id, contents)
        self.apart = True
        self.refresh()

    def supported_with(self, question: str) -> Sequence[str]:
        """Where a statement stands, all of its questions."""
        return self.asked_jointly if self.is_stated and self.offers_statement else (question,)

    def evidence_changed(self) -> None:
        """Where a statement stands, its evidence supports each of its questions."""
        if self.is_stated and self.offers_statement:
            evidence.share(self.office.work, self.case_id, self.asked_jointly)

    # What is shown

    @property
    def order(self) -> Sequence[str]:
        """The questions asked now, in the order of the form."""
        return [id_ for section in self.review.sections for id_ in section.questions]

    @property
    def asked(self) -> Sequence[str]:
        """The questions of this page that are asked now."""
        visible = set(self.order)
        return [id_ for id_ in self.page if id_ in visible]

    def shown(self, question: str) -> QuestionState:
        """One question of the page with its answer so far."""
        question_, content = self.form.by_id[question], self.content(question)
        wrong = question_.check(content)
        missing = next((pick(gap.text) for gap in self.review.missing if gap.question == question), "")
        attached = [piece for piece in self.assessment.evidence if question in piece.questions]
        return QuestionState(
            question_,
            content,
            self.review.answers.get(question),
            missing,
            pick(wrong) if wrong else "",
            self._finding(question_, content),
            attached,
            self.assessment.is_registered(question),
        )

    def _finding(self, question: Question, content: AnswerContent) -> str:
        value, declared = content.value, content.declared
        if value == UNKNOWN:
            return UNKNOWN
        if value is None:
            return OTHER if question.id in self._other else ""
        return OTHER if value != declared or question.id in self._other else SAME

    def content(self, question: str) -> AnswerContent:
        """The answer so far."""
        return self.assessment.answers.get(question, AnswerContent())

    @property
    def progress(self) -> tuple[str, int, int]:
        """Where one is, in words, and how many of the questions asked are answered."""
        total = sum(part.total for part in self.review.sections)
        answered = sum(part.answered for part in self.review.sections)
        if self.joint is not None:
            words = _("{title} · {count} questions asked").format(
                title=pick(self.joint.title), count=len(self.asked_jointly)
            )
            return words, answered, total
        section = self.form.by_id[self.at].section
        number = [head.id for head in self.form.sections].index(section) + 1
        questions = self.review.section(section).questions
        first = questions.index(self.asked[0]) + 1 if self.asked else 1
        places = {
            "section": number,
            "sections": len(self.form.sections),
            "questions": len(questions) or 1,
        }
        if len(self.asked) > 1:
            sentence = _("Section {section} of {sections} · questions {first} to {last} of {questions}")
            words = sentence.format(first=first, last=first + len(self.asked) - 1, **places)
        else:
            sentence = _("Section {section} of {sections} · question {question} of {questions}")
            words = sentence.format(question=first, **places)
        whole = _("{place} · {answered} of {total} answered")
        return whole.format(place=words, answered=answered, total=total), answered, total

    @property
    def saved(self) -> str:
        """When what was typed last was safe."""
        if self.locked:
            return ""
        if not self.saved_at:
            return _("Everything you type is saved at once.")
        return _("Saved at {time}").format(time=f"{in_local_time(moment(self.saved_at)):%H:%M}")

    def why(self, question: str) -> Sequence[tuple[str, str]]:
        """“Why this question?”: the reason, where it comes from, what evidence is good and where to look for it."""
        return QuestionReasons(self.office.definitions, language()).passages(self.form.by_id[question])

    def changes(self, question: str) -> Sequence[str]:
        """“What this changes”: the reasons of the level and what follows from the answer; empty before an answer."""
        rated = self.review.answers.get(question)
        if rated is None:
            return ()
        outcome = rated.outcome
        sentences = list(dict.fromkeys(pick(reason) for reason in rated.reasons))
        sentences += [_("It opens a remedy plan (¶23).")] if outcome.remedy else []
        sentences += [_("It can never follow the path of ¶23.")] if outcome.never_adhoc else []
        sentences += [_("Nothing can be signed before this is settled.")] if outcome.blocks_signature else []
        sentences += [
            pick(condition.label)
            for condition in self.office.definitions.authority.conditions
            if condition.id in outcome.conditions
        ]
        if outcome.clauses:
            sentences.append(
                plural(
                    "It adds {count} clause to the agreement.",
                    "It adds {count} clauses to the agreement.",
                    len(outcome.clauses),
                )
            )
        return sentences

    def screened(self, question: str) -> bool:
        """Whether the lists of this office answer this question of type `screening`."""
        status = self.assessment.facts.get(f"screening.{self.form.by_id[question].list}.status")
        return question in self.assessment.answers and status not in (None, ListStatus.NOT_RUN)

    @property
    def places(self) -> Sequence[tuple[str, str]]:
        """Every question asked, to go to it directly: ids and words."""
        return [(id_, f"{id_} · {pick(self.form.by_id[id_].short)}") for id_ in self.order]

    # Answering

    def put(self, question: str, **changes: Unpack[AnswerParts]) -> None:
        """Take parts of an answer: kept at once, judged at once."""
        if self.locked:
            return
        content = self.content(question).with_(**changes)
        self.at = question if question in self.page else self.at
        self.assessment = assessments.judge(self.office.definitions, self.assessment, question, content)
        if self.screened(question):
            content = content.without_value()  # the lists say it, nobody attests it
        self._unkept[question] = content
        self._keep()
        self.changed()

    def _keep(self) -> None:
        for question, content in list(self._unkept.items()):
            self.saved_at = answers.save_draft(self.office.work, self.case_id, question, content)
            del self._unkept[question]

    def answer(self, question: str, value: Json) -> None:
        """The officer's answer, in the shape of the question's type; None takes it back."""
        self.put(question, value=value)

    def declare(self, question: str, value: Json) -> None:
        """What the partner declares; a finding that says the same follows it."""
        content = self.content(question)
        follows = self._finding(self.form.by_id[question], content) == SAME and content.value is not None
        if follows:
            self.put(question, declared=value, value=value)
        else:
            self.put(question, declared=value)

    def find(self, question: str, finding: str) -> None:
        """What the officer finds of the declaration: SAME, OTHER (then `answer` follows) or UNKNOWN."""
        content = self.content(question)
        self._other.discard(question)
        if finding == SAME:
            self.put(question, value=content.declared)
        elif finding == UNKNOWN:
            self.put(question, value=UNKNOWN)
        else:
            self._other.add(question)
            answer = content.value
            self.put(question, value=content.declared if answer in (None, UNKNOWN) else answer)

    def not_known(self, question: str, on: bool) -> None:
        """“I don't know yet”, or no longer."""
        self.put(question, value=UNKNOWN if on else None)

    def plan_unknown(self, question: str, **plan: str) -> None:
        """Who will find out (`who`) by when (`by`), or `why` it could not be established after a search."""
        plan_so_far = {**self.content(question).unknown, **plan}
        self.put(question, unknown={key: text for key, text in plan_so_far.items() if str(text).strip()})

    # Moving

    def leave(self) -> None:
        """Make what was typed part of the record."""
        if self.locked:
            return
        self.collect()
        self._keep()
        self._name_persons()
        recording.record(self.office.work, self.case_id)

    def _name_persons(self) -> None:
        for id_ in self.page:
            if self.form.by_id[id_].type == QuestionType.PERSONS:
                rows = rows_in(fields_of(self.content(id_).value).get("persons"))
                persons.name_persons(self.office.work, self.case_id, rows)

    @property
    def blank(self) -> Sequence[str]:
        """The questions of this page that are asked and have no answer at all; none where a statement answers them."""
        if self.offers_statement:
            return []
        return [id_ for id_ in self.asked if self.content(id_).value is None and not self.screened(id_)]

    def go_on(self) -> None:
        """The next page, or the hub after the last."""
        self._go(1)

    def go_back(self) -> None:
        """The page before, or the hub before the first."""
        self._go(-1)

    def _go(self, step: int) -> None:
        self.collect()
        if self.back:
            self.open_place(self.back, case=self.case_id, question=self.at)
            return
        visible, all_ = set(self.order), pages(self.form, self.review.light)
        here = next(page for page in all_ if self.page[0] in page)  # the light route may have been left on this page
        pages_asked = [page for page in all_ if visible & set(page) or page == here]
        at = pages_asked.index(here) + step
        if not 0 <= at < len(pages_asked):
            self.open_case()
            return
        self.open_place("question", case=self.case_id, question=next(id_ for id_ in pages_asked[at] if id_ in visible))

    def open_case(self) -> None:
        """Back to the whole case."""
        self.collect()
        self.open_place("diligence", case=self.case_id)

    def open_question(self, question: str) -> None:
        """Another question."""
        self.collect()
        self.open_place("question", case=self.case_id, question=question)

    def findings_at(self, question: str) -> Sequence[FindingLine]:
        """The findings on record at a question."""
        return [
            line
            for line in findings.lines_at(self.form, self.assessment, question)
            if line.origin is FindingOrigin.RECORD
        ]

    def open_finding(self, question: str, finding: str = "") -> None:
        """A finding at a question, or a new one; it leads back here."""
        self.collect()
        self.open_place("finding", case=self.case_id, finding=finding, question=question)

    def open_references(self, question: str) -> None:
        """The first of the texts on which a question rests, or all of them."""
        self.collect()
        texts = self.office.definitions.references.of_question(self.form.by_id[question])
        self.open_place("references", text=texts[0].id if texts else "")

    def open_screening(self) -> None:
        """The screening of this case."""
        self.open_place("screening", case=self.case_id)


def joint_of(form: "Questionnaire", review: CaseReview, question: str) -> JointAnswer | None:
    """The joint answer that may be given to a question: on the light route only."""
    offered = form.joint_answers if review.light else ()
    return next((joint for joint in offered if question in joint.questions), None)


def pages(form: "Questionnaire", light: bool) -> Sequence[tuple[str, ...]]:
    """The questions of a form by page, in order; on the light route those of a joint answer stand together.

    Such a page comes where its first question would.
    """
    joint = {id_: answer.questions for answer in form.joint_answers for id_ in answer.questions} if light else {}
    pages_of_form: list[list[str]] = []
    for section in form.sections:
        fresh = True
        for question in form.by_section[section.id]:
            if question.id in joint:
                together = [member.id for member in form.questions if member.id in joint[question.id]]
                if question.id == together[0]:
                    pages_of_form.append(together)
                fresh = True
                continue
            if fresh or not _joins(form, pages_of_form[-1], question):
                pages_of_form.append([])
            pages_of_form[-1].append(question.id)
            fresh = False
    return [tuple(page) for page in pages_of_form]


def _joins(form: "Questionnaire", page: Sequence[str], question: Question) -> bool:
    """Whether a question stands under the one before: that opens it, or both are short."""
    if any(f"answers.{id_}" in question.when.text for id_ in page):
        return True
    return len(page) < TOGETHER and all(_short(form.by_id[id_]) for id_ in (*page, question.id))


def _short(question: Question) -> bool:
    plain = question.type in CHOICE_TYPES and len(question.choices) <= SHORT
    return plain and question.who == AnsweredBy.OFFICER and not question.file
