"""The findings of a case: one record for each adverse fact, at the question that it touches (dossier 2.4).

What answers of versions before 0.3 hold is listed with them, and what follows from an answer by itself: where partner
and officer differ, that is a finding too (dossier 2.3).
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from enum import StrEnum

from desktop.base.dates import day_of
from desktop.base.errors import Problem
from desktop.base.text import N_, _
from desktop.base.values import JsonObject
from desktop.definitions.answers import is_day
from desktop.definitions.form import Questionnaire
from desktop.definitions.rating import rated_findings
from desktop.definitions.terms import HiddenReason, Level
from desktop.services.diligence import depth
from desktop.services.diligence.assessments import Assessment
from desktop.services.diligence.cases import require_open
from desktop.services.office.rights import Right, require
from desktop.services.work import Work
from desktop.store.records import Case, Finding


@dataclass(frozen=True, kw_only=True)
class FindingFacts:
    """What an officer writes of an adverse fact; the codes are those of `definitions.answers`, days are ISO text."""

    question: str = ""
    kind: str = ""
    text: str = ""
    source: str = ""
    publisher: str = ""
    published_on: str | None = None
    source_language: str = ""
    evidence_id: str = ""
    status: str = ""
    link: str = ""
    scale: int | None = None
    scope: int | None = None
    irremediability: int | None = None
    happened_on: str | None = None
    running: bool = False
    response: str = ""
    credibility: str = ""


class FindingOrigin(StrEnum):
    """Where a finding stands: in a record, in an answer of a version before 0.3, or in what two answers make plain."""

    RECORD = "record"
    ANSWER = "answer"
    DIFFERENCE = "difference"


@dataclass(frozen=True, slots=True)
class FindingLine:
    """A finding as lists show it. `key` is the id of a record; `row` is in the shape of `answer_content`."""

    key: str
    question: str
    text: str
    origin: FindingOrigin
    row: JsonObject
    level: Level


def add(work: Work, case_id: str, facts: FindingFacts) -> Finding:
    """Record an adverse fact; what it touches is asked from then on, and the light route is left.

    Raises Problem without what happened, its source, its status and a question, or for a day that has not come.
    """
    require(work.officer, Right.ANSWER)
    _require_sound(work, facts)
    with work.store.change(N_("Finding recorded"), work.officer.id) as session:
        case = session.get_one(Case, case_id)
        require_open(case)
        finding = Finding(case_id=case_id, partner_id=case.partner_id, added_by=work.officer.id, **asdict(facts))
        session.add(finding)
        session.flush()
        depth.reach(session, work, case)
    return finding


def change(work: Work, finding_id: str, facts: FindingFacts) -> None:
    """Write an adverse fact anew; refused as in `add`."""
    require(work.officer, Right.ANSWER)
    _require_sound(work, facts)
    with work.store.change(N_("Finding changed"), work.officer.id) as session:
        finding = session.get_one(Finding, finding_id)
        case = session.get_one(Case, finding.case_id)
        require_open(case)
        for name, part in asdict(facts).items():
            if getattr(finding, name) != part:
                setattr(finding, name, part)
        session.flush()
        depth.reach(session, work, case)


def set_aside(work: Work, finding_id: str, aside: bool) -> None:
    """Let a finding no longer count, or count again: it stays in the history either way."""
    require(work.officer, Right.ANSWER)
    deed = N_("Finding removed") if aside else N_("Finding brought back")
    with work.store.change(deed, work.officer.id) as session:
        finding = session.get_one(Finding, finding_id)
        require_open(session.get_one(Case, finding.case_id))
        finding.archived = aside


def facts_of(finding: Finding) -> FindingFacts:
    """What is written of a finding."""
    return FindingFacts(**{name: getattr(finding, name) for name in asdict(FindingFacts())})


def _require_sound(work: Work, facts: FindingFacts) -> None:
    if not all(part.strip() for part in (facts.text, facts.source, facts.status, facts.question)):
        raise Problem(
            _("A finding needs what happened, its source, its status and the question it touches; nothing was saved."),
            _("Complete the fields that are marked."),
            code="finding-incomplete",
        )
    today = work.today()
    for written in (facts.happened_on, facts.published_on):
        if written and is_day(written) and day_of(written) > today:
            raise Problem(
                _("A finding speaks of what has happened, and that day has not come; nothing was saved."),
                _("Correct the date."),
                code="finding-in-future",
            )


# --- how they are listed


def lines(form: Questionnaire, assessment: Assessment) -> Sequence[FindingLine]:
    """Every finding of a case, the gravest first, each with what it comes to by itself."""
    gathered = [line for question in form.questions for line in lines_at(form, assessment, question.id)]
    for question_id in assessment.review.differences:
        text = _("What the partner declared and what the officer found are not the same.")
        key = f"{FindingOrigin.DIFFERENCE}.{question_id}"
        gathered.append(FindingLine(key, question_id, text, FindingOrigin.DIFFERENCE, {}, Level.HIGH))
    return sorted(gathered, key=lambda line: -line.level.rank)


def lines_at(form: Questionnaire, assessment: Assessment, question: str) -> Sequence[FindingLine]:
    """The findings at one question, each with what it comes to by itself."""
    content = assessment.answers.get(question)
    if content is None or not content.every_finding:
        return ()
    alone = replace(content, findings=(), on_record=content.every_finding)
    outcomes = rated_findings(form.by_id[question], alone, assessment.review.facts, form.finding_rules)
    return [
        FindingLine(
            str(row.get("id") or f"{question}.{position}"),
            question,
            str(row.get("text") or row.get("source") or ""),
            FindingOrigin.RECORD if "id" in row else FindingOrigin.ANSWER,
            row,
            outcome.level,
        )
        for position, (row, (outcome, _reason)) in enumerate(zip(alone.on_record, outcomes, strict=True))
    ]


def may_touch(form: Questionnaire, assessment: Assessment) -> Sequence[str]:
    """The questions that a finding may be about: those that are asked, or would be in a deeper review."""
    hidden = {id_: why for section in assessment.review.sections for id_, why in section.hidden.items()}
    return [q.id for q in form.questions if hidden.get(q.id) is not HiddenReason.WHEN]
