"""What a version of the rules would touch in the records that offices sent: open cases, drafts of agreements.

Each open case is judged twice, by the rules in force and by the new ones; a case goes on with the questionnaire with
which it was begun, as it will in its office. A draft is touched where its type or a clause of it has other words.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.base.progress import Progress
from desktop.definitions.content_differences import ContentDifference
from desktop.definitions.loading import Definitions
from desktop.definitions.source import read_toml
from desktop.services.diligence import assessments
from desktop.services.diligence.assessments import Assessment
from desktop.services.work import Work
from desktop.store.records import Agreement, Case, Partner
from desktop.store.states import AgreementState, CaseState

AT_ONCE = 50  # cases read together
QUESTIONNAIRE = "diligence/questionnaire.toml"


@dataclass(frozen=True)
class CaseResult:
    """What a case comes to: its level, and the code of who decides it."""

    level: str
    decides: str


@dataclass(frozen=True)
class TouchedCase:
    """An open case that would come out otherwise."""

    office: str
    number: str
    partner: str
    before: CaseResult
    after: CaseResult


@dataclass(frozen=True)
class TouchedDraft:
    """A draft of an agreement of whose texts some would be others; `files` are the names of their contents."""

    office: str
    partner: str
    files: tuple[str, ...]


@dataclass(frozen=True)
class ContentEffects:
    """What would be touched, of all offices. `keeping` are the open cases that keep a questionnaire which changes."""

    open_cases: int = 0
    keeping: int = 0
    cases: tuple[TouchedCase, ...] = ()
    drafts: tuple[TouchedDraft, ...] = ()


def effects_of(
    work: Work, definitions: Definitions, lines: Sequence[ContentDifference], progress: Progress
) -> ContentEffects:
    """What these definitions would touch, were they in force instead of those of `work`."""
    with work.store.read() as session:
        query = select(Case).where(Case.state != CaseState.DECIDED, Case.archived.is_(False))
        cases = session.scalars(query.order_by(Case.office, Case.number, Case.id)).all()
        new = replace(work, definitions=definitions)
        touched = []
        for first in range(0, len(cases), AT_ONCE):
            progress.check()
            several = cases[first : first + AT_ONCE]
            before = assessments.assess_all(session, work, several)
            after = assessments.assess_all(session, new, several)
            touched += [own for pair in zip(before, after, strict=True) if (own := _touched(work, new, *pair))]
        drafts = _drafts(session, definitions, {line.file for line in lines})
    changed = any(line.file == QUESTIONNAIRE for line in lines)
    return ContentEffects(len(cases), len(cases) if changed else 0, tuple(touched), drafts)


def _touched(work: Work, new: Work, before: Assessment, after: Assessment) -> TouchedCase | None:
    results = _result(work, before), _result(new, after)
    if results[0] == results[1]:
        return None
    case = before.case
    return TouchedCase(case.office, case.number or case.id, before.partner.name, *results)


def _result(work: Work, assessment: Assessment) -> CaseResult:
    review = assessment.review
    return CaseResult(str(review.result), str(work.definitions.authority.route(review.facts).decides))


def _drafts(session: Session, definitions: Definitions, changed: set[str]) -> tuple[TouchedDraft, ...]:
    """The drafts whose type, or a clause of whose type, is among the changed files."""
    clauses = {name.rpartition("/")[2].removesuffix(".clause"): name for name in changed if name.endswith(".clause")}
    types = {
        str(read_toml(definitions.folder / name).content["code"]): name
        for name in changed
        if name.startswith("agreements/")
    }
    if not clauses and not types:
        return ()
    query = (
        select(Agreement, Partner.name)
        .join(Partner, Partner.id == Agreement.partner_id)
        .where(Agreement.state == AgreementState.DRAFT, Agreement.archived.is_(False))
        .order_by(Agreement.office, Partner.name, Agreement.id)
    )
    touched = []
    for draft, partner in session.execute(query):
        kind = definitions.agreements.get(draft.type)
        of_type = [types[draft.type]] if draft.type in types else []
        of_clauses = [clauses[use.clause] for use in kind.clauses if use.clause in clauses] if kind is not None else []
        if files := (*of_type, *of_clauses):
            touched.append(TouchedDraft(draft.office, partner, files))
    return tuple(touched)
