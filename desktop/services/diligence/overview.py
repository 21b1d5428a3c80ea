"""A case as its hub shows it, read in one session: the assessment, its last decision, who handed it over."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from desktop.services.diligence import assessments, entrusting, verdicts
from desktop.services.diligence.assessments import Assessment
from desktop.services.diligence.authority import Deciders, KnownDeciders
from desktop.services.office import people
from desktop.services.work import Work
from desktop.store.records import Case, Officer, Verdict


@dataclass(frozen=True)
class CaseOverview:
    """`decision` is the last one, of the office or of Headquarters; `submitted_by` is a name, empty before.

    `deciders` are the officers who may decide it, `colleagues` those who could go on with it, and `entrusted` the names
    of who handed it over last and of who has it since, empty when nobody did.
    """

    assessment: Assessment
    deciders: KnownDeciders
    decision: Verdict | None
    submitted_by: str
    colleagues: Sequence[Officer]
    entrusted: tuple[str, str]


def read(work: Work, case_id: str) -> CaseOverview:
    """The case as it stands today."""
    with work.store.read() as session:
        return read_in(session, work, case_id)


def read_in(session: Session, work: Work, case_id: str) -> CaseOverview:
    """The same, for a page that reads more beside it."""
    case = session.get_one(Case, case_id)
    names = people.names_in(session)
    return CaseOverview(
        assessment=assessments.assess(session, work, case),
        deciders=Deciders(session, work, [case]).deciders_of(case),
        decision=verdicts.latest(session, case_id),
        submitted_by=names.get(case.submitted_by, ""),
        colleagues=entrusting.colleagues(session, case),
        entrusted=(names.get(case.entrusted_by, ""), names.get(case.entrusted_to, "")),
    )
