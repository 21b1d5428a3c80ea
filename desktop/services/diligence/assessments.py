"""The assessment of a case: the case with everything that judges it, read once, shown or decided on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from desktop.definitions.answer_content import AnswerContent
from desktop.definitions.facts import Facts
from desktop.definitions.loading import Definitions
from desktop.definitions.review import CaseReview
from desktop.services.diligence.answers import answers_of
from desktop.services.diligence.evidence import evidence_of, supporting
from desktop.services.diligence.facts import gather
from desktop.services.screening import standing
from desktop.services.work import Work
from desktop.store.records import Case, Evidence, Partner, Partnership
from desktop.store.records.values import MissingSummary, ReviewSummary, SectionSummary


@dataclass(frozen=True)
class Assessment:
    """A case with all that judges it on one day. `answers` are by question, `facts` as rules read them."""

    case: Case
    partner: Partner
    partnership: Partnership
    answers: Mapping[str, AnswerContent]
    evidence: Sequence[Evidence]
    facts: Facts
    review: CaseReview


def read(work: Work, case_id: str) -> Assessment:
    """A case with everything that judges it today."""
    with work.store.read() as session:
        return assess(session, work, session.get_one(Case, case_id))


def assess(session: Session, work: Work, case: Case) -> Assessment:
    """Everything that judges a case today, and what the questionnaire makes of it."""
    partner = session.get_one(Partner, case.partner_id)
    partnership = session.get_one(Partnership, case.partnership_id)
    evidence = evidence_of(session, case.id)
    searched = standing.case_state(session, case, work.today())
    facts = gather(session, work.definitions.authority, partner, partnership, case, searched.facts, work.today())
    answers = answers_of(session, case, evidence)
    for question, value in standing.values(work.definitions.form, searched).items():
        answers[question] = answers.get(question, AnswerContent()).with_(value=value)
    review = work.definitions.form.review(answers, facts)
    return Assessment(case, partner, partnership, answers, evidence, facts, review)


def judge(definitions: Definitions, assessment: Assessment, question: str, content: AnswerContent) -> Assessment:
    """The assessment as it would stand with this answer: pure, for every keystroke."""
    answer = replace(content, evidence=tuple(supporting(assessment.evidence, question)))
    answers = {**assessment.answers, question: answer}
    return replace(assessment, answers=answers, review=definitions.form.review(answers, assessment.facts))


def summary_of(review: CaseReview) -> ReviewSummary:
    """A review as it is stored and sent: plain values, nothing that the definitions could change later."""
    return ReviewSummary(
        tier=review.tier,
        inherent=review.inherent,
        residual=review.residual,
        result=review.result,
        verdicts=review.verdicts,
        deciding=tuple(review.deciding),
        sections={
            section.id: SectionSummary(level=section.level, residual=section.residual, state=section.state)
            for section in review.sections
        },
        missing=tuple(MissingSummary(question=missing.question, reason=missing.reason) for missing in review.missing),
        not_established=tuple(review.not_established),
        differences=tuple(review.differences),
        conditions=tuple(review.conditions),
        clauses=tuple(review.clauses),
        blocks_signature=tuple(review.blocks_signature),
        benefit=review.benefit.id if review.benefit else "",
        adhoc=review.adhoc.applies,
    )
