"""What papers of the partner are missing from a case, and the letter that asks the partner for them."""

from collections.abc import Sequence

from desktop.base.dates import day_in_words
from desktop.definitions.answers import Question
from desktop.definitions.form import Questionnaire
from desktop.definitions.terms import AnsweredBy, Claim
from desktop.documents.enclosures.document_request import DocumentRequest, draw_request
from desktop.services.diligence import assessments
from desktop.services.diligence.assessments import Assessment
from desktop.services.office import believed_clock, marks, office_paper, office_profile
from desktop.services.work import Work


def missing_papers(form: Questionnaire, assessment: Assessment) -> Sequence[Question]:
    """The questions that the partner answers with a document, and that no document supports yet.

    What the officer looks for is never asked of the partner: it would tell what is examined.
    """
    asked = {id_ for section in assessment.review.sections for id_ in section.questions}
    supported = {id_ for piece in assessment.evidence if not piece.flaw for id_ in piece.questions}
    return [
        question
        for question in form.questions
        if question.id in asked - supported
        and question.evidence
        and AnsweredBy.PARTNER in question.who
        and (question.file or any(Claim.DOCUMENT in choice.claims for choice in question.choices))
    ]


def pdf(work: Work, case_id: str, language: str) -> bytes:
    """The letter as PDF bytes in one language of the program."""
    assessment = assessments.read(work, case_id)
    profile = office_profile.read(work.store)
    day = believed_clock.believed_day(work)
    papers = tuple(
        (question.evidence[language], question.short[language])
        for question in missing_papers(work.definitions.form, assessment)
        if question.evidence
    )
    content = DocumentRequest(
        partner=assessment.partner.name,
        office=profile.name,
        officer=" · ".join(part for part in (work.officer.name, work.officer.function) if part),
        address=work.officer.email or profile.email,
        partnership=assessment.partnership.title,
        number=assessment.case.number,
        date=day_in_words(day, language, "long") if day else "",
        papers=papers,
    )
    mark = marks.of_office(work.store, (language,))
    return draw_request(content, language, work.clock.stamp(), mark, office_paper.of(work)).data
