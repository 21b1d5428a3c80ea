"""The assessment of a case: the case with everything that judges it, read once, shown or decided on.

Several cases are read together, in as many statements as one: lists of cases ask for all of theirs at once.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

from desktop.base.values import Json
from desktop.definitions.answer_content import AnswerContent
from desktop.definitions.facts import Facts
from desktop.definitions.loading import Definitions
from desktop.definitions.review import CaseReview
from desktop.services.diligence import recorded_findings, registered, risks, verdicts
from desktop.services.diligence.answers import answers_of
from desktop.services.diligence.evidence import evidence_of, supported
from desktop.services.diligence.facts import gather, surroundings
from desktop.services.registry import partner_persons
from desktop.services.registry.identity import partners_in
from desktop.services.screening import standing
from desktop.services.screening.standing import ScreeningState
from desktop.services.work import Work
from desktop.store.records import Case, Evidence, Partner, Partnership, Risk, Verdict
from desktop.store.records.values import MissingSummary, ReviewSummary, SectionSummary
from desktop.store.states import CaseState

R = TypeVar("R", Partner, Partnership)


@dataclass(frozen=True)
class Assessment:
    """A case with all that judges it on one day. `answers` are by question, `facts` as rules read them.

    `sent_back` are the decisions that sent it back as it was handed over last, while it is open again. `registered` is
    what the register says of questions, while the case is open: it stands where nobody has answered otherwise.
    """

    case: Case
    partner: Partner
    partnership: Partnership
    answers: Mapping[str, AnswerContent]
    evidence: Sequence[Evidence]
    screening: ScreeningState
    facts: Facts
    review: CaseReview
    sent_back: Sequence[Verdict] = ()
    registered: Mapping[str, Json] = field(default_factory=dict)
    register: Sequence[Risk] = ()  # of the risks of the partnership

    def is_registered(self, question: str) -> bool:
        """Whether the answer is what the register says."""
        answer = self.answers.get(question)
        return question in self.registered and answer is not None and answer.value == self.registered[question]

    @property
    def asked_again(self) -> frozenset[str]:
        """The questions that were sent back, answered since or not."""
        return frozenset(question for verdict in self.sent_back for question in verdict.send_back)


def read(work: Work, case_id: str) -> Assessment:
    """A case with everything that judges it today."""
    with work.store.read() as session:
        return assess(session, work, session.get_one(Case, case_id))


def assess(session: Session, work: Work, case: Case) -> Assessment:
    """Everything that judges a case today, and what the questionnaire makes of it."""
    assessment = next(assess_all(session, work, [case]), None)
    if assessment is None:
        raise NoResultFound(f"what case {case.id} is about")
    return assessment


def assess_all(session: Session, work: Work, cases: Sequence[Case]) -> Iterator[Assessment]:
    """The same for several cases, in their order, in a number of statements that does not depend on how many.

    All are read together and each is judged when its turn comes, because judging is what costs: who has seen enough
    leaves the rest. A case whose partner or partnership is not known here is left out.
    """
    if not cases:
        return
    definitions, today = work.definitions, work.today()
    partners = _by_id(session, Partner, {case.partner_id for case in cases})
    going = {case.partner_id for case in cases if case.state != CaseState.DECIDED}
    current = partners_in(session, going)  # what was decided is shown with the record that it was decided on
    partnerships = _by_id(session, Partnership, {case.partnership_id for case in cases})
    cases = [case for case in cases if case.partner_id in partners and case.partnership_id in partnerships]
    evidence = evidence_of(session, [case.id for case in cases])
    recorded = answers_of(session, cases, evidence)
    adverse = recorded_findings.of_cases(session, [case.id for case in cases])
    screenings = standing.case_states(session, cases, today)
    asking = verdicts.sent_back(session, cases)
    examined = {case.partner_id for case in cases if case.state == CaseState.OPEN}  # for whom the register answers
    persons = partner_persons.of_partners(session, examined)
    registers = risks.of_partnerships(session, {case.partnership_id for case in cases})
    around = surroundings(session, definitions, list(partners.values()), list(partnerships.values()), today)
    for case in cases:
        partner, partnership = partners[case.partner_id], partnerships[case.partnership_id]
        if case.state != CaseState.DECIDED:
            partner = current[case.partner_id]
        screening, answers = screenings[case.id], recorded[case.id]
        form = definitions.form_of(case.form_digest)
        for question, value in standing.values(form, screening).items():
            answers[question] = answers.get(question, AnswerContent()).with_(value=value)
        is_open = case.state == CaseState.OPEN
        behind = persons.get(case.partner_id, ())
        stated = registered.registered_values(form, partner, partnership, behind) if is_open else {}
        answers = recorded_findings.with_findings(form, registered.completed(answers, stated), adverse[case.id])
        sent_back = asking.get(case.id, ())
        asked_again = {question for verdict in sent_back for question in verdict.send_back}
        register = registers[case.partnership_id]
        facts = gather(around, definitions.authority, partner, partnership, case, screening.facts).with_all(
            {
                "sent_back": {row.question: row.digest for row in case.handed_over if row.question in asked_again},
                "measures": risks.measures(case, register),
            }
        )
        review = form.review(answers, facts)
        yield Assessment(
            case,
            partner,
            partnership,
            answers,
            evidence[case.id],
            screening,
            facts,
            review,
            sent_back,
            stated,
            register,
        )


def _by_id(session: Session, kind: type[R], ids: Collection[str]) -> Mapping[str, R]:
    """Those of the records of these ids that are known here."""
    return {record.id: record for record in session.scalars(select(kind).where(kind.id.in_(ids)))}


def judge(definitions: Definitions, assessment: Assessment, question: str, content: AnswerContent) -> Assessment:
    """The assessment as it would stand with this answer: pure, for every keystroke."""
    before = assessment.answers.get(question, AnswerContent())
    answer = replace(supported(content, assessment.evidence, question), on_record=before.on_record)
    form = definitions.form_of(assessment.case.form_digest)
    answer = recorded_findings.agreeing(form.by_id[question], answer)
    answers = registered.completed({**assessment.answers, question: answer}, assessment.registered)
    return replace(assessment, answers=answers, review=form.review(answers, assessment.facts))


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
