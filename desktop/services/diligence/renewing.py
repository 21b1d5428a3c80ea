"""Renewing a decision: the answers of the case before are offered, and none counts before somebody confirms it.

Nothing is copied by opening a case. An answer that is confirmed is recorded as a new version in the new case by whoever
confirmed it, with its evidence; one that is changed or left says nothing of the earlier one. A case on the path of ¶23
starts from zero (dossier 2.7).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.base.errors import Problem
from desktop.base.text import N_, _
from desktop.definitions.answer_content import UNKNOWN, AnswerContent
from desktop.definitions.answers import Question
from desktop.definitions.form import Questionnaire
from desktop.definitions.terms import QuestionType
from desktop.services.diligence import recorded_findings, verdicts
from desktop.services.diligence.answers import answers_of, next_version, without_evidence
from desktop.services.diligence.assessments import Assessment, assess
from desktop.services.diligence.cases import require_open
from desktop.services.diligence.evidence import evidence_of
from desktop.services.office.believed_clock import sealing_clock
from desktop.services.office.rights import Right, require
from desktop.services.work import Work
from desktop.store.records import Answer, Case, Evidence, Finding, Partnership
from desktop.store.states import FAVOURABLE


@dataclass(frozen=True)
class EarlierAnswer:
    """What was answered to a question in the case before, when and by whom, with the titles of its evidence."""

    question: Question
    content: AnswerContent
    answered_at: str
    author: str
    evidence: tuple[str, ...]


@dataclass(frozen=True)
class AnswerDifference:
    """A question whose answer is not that of the case before; `before` or `after` is None where there is none."""

    question: Question
    before: AnswerContent | None
    after: AnswerContent | None


def to_confirm(session: Session, work: Work, assessment: Assessment) -> Sequence[EarlierAnswer]:
    """The answers of the case before that nobody has confirmed or changed yet, of the questions asked now."""
    earlier = _earlier(session, assessment.case)
    if earlier is None:
        return ()
    asked = {question for section in assessment.review.sections for question in section.questions}
    before = _answers(session, work.definitions.form, earlier)
    asked |= {question for question, content in before.items() if content.on_record}  # a finding is never lost
    versions = _last_versions(session, earlier.id)
    titles = evidence_of(session, [earlier.id])[earlier.id]
    return tuple(
        EarlierAnswer(
            question,
            before[question.id],
            versions[question.id].answered_at if question.id in versions else "",
            versions[question.id].author if question.id in versions else "",
            tuple(piece.title for piece in titles if question.id in piece.questions),
        )
        for question in work.definitions.form.questions
        if question.id in asked and _waits(question, before, assessment)
    )


def _waits(question: Question, before: Mapping[str, AnswerContent], assessment: Assessment) -> bool:
    """Whether an earlier answer can be confirmed: it fits the question of today, and nobody has answered it anew."""
    content, now = before.get(question.id), assessment.answers.get(question.id, AnswerContent())
    if content is None or question.type is QuestionType.SCREENING:
        return False
    if content.value in (None, UNKNOWN) and not content.on_record:
        return False
    answered = now.value is not None or now.declared is not None or bool(now.on_record)
    return not answered and question.check(content) is None


def confirm(work: Work, case_id: str, question_id: str) -> None:
    """Say that the answer of the case before is still true: it is this case's answer from now on, with its evidence.

    Raises Problem where there is no such answer, or the case was handed over.
    """
    require(work.officer, Right.ANSWER)
    clock = sealing_clock(work)
    with work.store.change(N_("Earlier answer confirmed"), work.officer.id) as session:
        case = session.get_one(Case, case_id)
        require_open(case)
        waiting = {row.question.id: row for row in to_confirm(session, work, assess(session, work, case))}
        if question_id not in waiting:
            raise Problem(
                _("There is no earlier answer to this question that waits; nothing was confirmed."),
                _("Answer the question."),
                code="nothing-to-confirm",
            )
        earlier = waiting[question_id].content
        if earlier.value is not None:
            content = without_evidence(earlier)
            if fresh := next_version(session, work.officer, case_id, question_id, content, clock.stamp()):
                session.add(fresh)
        _take_along(session, case, question_id)


def take_back(work: Work, case_id: str, question_id: str) -> None:
    """Take a confirmation back: the question has no answer again, and the earlier one waits."""
    require(work.officer, Right.ANSWER)
    clock = sealing_clock(work)
    with work.store.change(N_("Confirmation taken back"), work.officer.id) as session:
        require_open(session.get_one(Case, case_id))
        blank = without_evidence(AnswerContent())
        if fresh := next_version(session, work.officer, case_id, question_id, blank, clock.stamp()):
            session.add(fresh)
        for finding in recorded_findings.of_cases(session, [case_id])[case_id]:
            finding.archived = finding.archived or finding.question == question_id


def differences(session: Session, form: Questionnaire, assessment: Assessment) -> Sequence[AnswerDifference]:
    """What is not as it was in the case before, in the order of the questionnaire; empty for a first case."""
    earlier = _earlier(session, assessment.case)
    if earlier is None:
        return ()
    before, after = _answers(session, form, earlier), assessment.answers
    return tuple(
        AnswerDifference(question, _given(before, question), _given(after, question))
        for question in form.questions
        if question.type is not QuestionType.SCREENING and _compared(before, question) != _compared(after, question)
    )


def _given(answers: Mapping[str, AnswerContent], question: Question) -> AnswerContent | None:
    content = answers.get(question.id)
    if content is None or (content.value is None and content.declared is None and not content.on_record):
        return None
    return content


def _compared(answers: Mapping[str, AnswerContent], question: Question) -> object:
    """What of an answer is compared: its value, its findings and its plan; a note says why and changes nothing."""
    content = _given(answers, question)
    if content is None:
        return None
    rows = [{key: part for key, part in row.items() if key != "id"} for row in content.on_record]
    return content.value if content.value is not None else content.declared, content.findings, rows, content.plan


def _earlier(session: Session, case: Case) -> Case | None:
    return session.get(Case, case.renews) if case.renews else None


def _answers(session: Session, form: Questionnaire, case: Case) -> Mapping[str, AnswerContent]:
    """The answers of a case with the findings on record at their questions."""
    answers = answers_of(session, [case], evidence_of(session, [case.id]))[case.id]
    return recorded_findings.with_findings(form, answers, recorded_findings.of_cases(session, [case.id])[case.id])


def _last_versions(session: Session, case_id: str) -> Mapping[str, Answer]:
    recorded = select(Answer).where(Answer.case_id == case_id).order_by(Answer.version, Answer.id)
    return {answer.question: answer for answer in session.scalars(recorded)}


def _take_along(session: Session, case: Case, question_id: str) -> None:
    """The findings at a question, and the pieces that supported it or are their sources; a file is stored once."""
    here, earlier = (evidence_of(session, [id_])[id_] for id_ in (case.id, case.renews))
    findings = [row for row in _findings(session, case.renews) if row.question == question_id]
    sources = {finding.evidence_id for finding in findings}
    copies: dict[str, str] = {}
    for piece in earlier:
        if question_id not in piece.questions and piece.id not in sources:
            continue
        own = next((own for own in here if _same(own, piece)), None)
        if own is None:
            own = _copied(piece, case)
            session.add(own)
        if question_id in piece.questions:
            own.questions = sorted({*own.questions, question_id})
        copies[piece.id] = own.id
    session.add_all(_finding_of(finding, case, copies.get(finding.evidence_id, "")) for finding in findings)


def _findings(session: Session, case_id: str) -> Sequence[Finding]:
    return recorded_findings.of_cases(session, [case_id])[case_id]


def _finding_of(finding: Finding, case: Case, evidence_id: str) -> Finding:
    """The same adverse fact in another case."""
    return Finding(
        case_id=case.id,
        partner_id=finding.partner_id,
        question=finding.question,
        kind=finding.kind,
        text=finding.text,
        source=finding.source,
        publisher=finding.publisher,
        published_on=finding.published_on,
        source_language=finding.source_language,
        evidence_id=evidence_id,
        status=finding.status,
        link=finding.link,
        scale=finding.scale,
        scope=finding.scope,
        irremediability=finding.irremediability,
        happened_on=finding.happened_on,
        running=finding.running,
        response=finding.response,
        credibility=finding.credibility,
        added_by=finding.added_by,
    )


def _same(own: Evidence, piece: Evidence) -> bool:
    return (own.digest, own.link, own.title, own.form) == (piece.digest, piece.link, piece.title, piece.form)


def _copied(piece: Evidence, case: Case) -> Evidence:
    return Evidence(
        case_id=case.id,
        partner_id=piece.partner_id,
        title=piece.title,
        form=piece.form,
        digest=piece.digest,
        name=piece.name,
        size=piece.size,
        media_type=piece.media_type,
        link=piece.link,
        seen_on=piece.seen_on,
        quoted=piece.quoted,
        dated_on=piece.dated_on,
        added_by=piece.added_by,
        flaw=piece.flaw,
    )


def may_renew(session: Session, case: Case) -> bool:
    """Whether the decision on a case can be renewed now: it is favourable, and no case of its partnership goes on."""
    verdict = verdicts.latest(session, case.id)
    going = select(Case.id).where(
        Case.partnership_id == case.partnership_id, Case.archived.is_(False), Case.state != case.state
    )
    decided = verdict is not None and verdict.outcome in FAVOURABLE and verdicts.answers(verdict, case)
    return decided and session.get(Partnership, case.partnership_id) is not None and not session.scalars(going).first()
