"""One office as Headquarters sees it: who works there, what it has, what arrived last."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from desktop.services.diligence import freezing
from desktop.services.diligence.decisions import waits
from desktop.services.office.people import DECIDING
from desktop.services.registry.identity import is_no_merged_record
from desktop.services.work import Work
from desktop.store.records import Agreement, Case, EarlierAgreement, OfficeProfile, Officer, Partner, Received
from desktop.store.states import AgreementState

MOST = 5  # files that arrived


@dataclass(frozen=True)
class OfficeInShort:
    """`profile` is None as long as nothing arrived; `deciding` are the names of who decides there."""

    code: str
    profile: OfficeProfile | None
    partners: int
    waiting: int  # cases handed over and not decided
    in_force: int  # agreements
    signed_before: int  # the program, which are no agreements of it
    overdue: int  # of these, whose due diligence should have been made by now
    deciding: tuple[str, ...]
    arrived: Sequence[Received]


def read(work: Work, code: str) -> OfficeInShort:
    """Read everything at once."""
    with work.store.read() as session:
        profile = session.scalars(select(OfficeProfile).where(OfficeProfile.office == code)).first()
        used = Partner.archived.is_(False), is_no_merged_record(session)
        partners = select(func.count()).where(Partner.office == code, *used)
        waiting = select(func.count()).select_from(Case).where(Case.office == code, waits())
        in_force = select(func.count()).where(
            Agreement.office == code, Agreement.archived.is_(False), Agreement.state == AgreementState.ACTIVE
        )
        before = select(func.count()).where(EarlierAgreement.office == code, EarlierAgreement.archived.is_(False))
        today = work.today()
        overdue = [
            row
            for row in freezing.without_diligence(session)
            if row.office == code and row.diligence_due_on and date.fromisoformat(row.diligence_due_on) < today
        ]
        deciding = select(Officer.name).where(
            Officer.office == code, Officer.role.in_(DECIDING), Officer.left_on.is_(None)
        )
        order = (Received.taken_in.desc(), Received.arrived_at.desc())
        arrived = select(Received).where(Received.office == code).order_by(*order).limit(MOST)
        return OfficeInShort(
            code,
            profile,
            session.scalar(partners) or 0,
            session.scalar(waiting) or 0,
            session.scalar(in_force) or 0,
            session.scalar(before) or 0,
            len(overdue),
            tuple(session.scalars(deciding.order_by(Officer.name))),
            session.scalars(arrived).all(),
        )
