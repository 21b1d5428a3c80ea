"""One contribution with its life: the promise, the parts that arrived, what was refused and what was paid back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from desktop.services.office import people
from desktop.services.registry import identity
from desktop.services.results import contribution_list, counted, ledger
from desktop.services.results.ledger import Outstanding
from desktop.services.work import Work
from desktop.store.records import Agreement, Contribution, EarlierAgreement, Evidence, Partner, Partnership
from desktop.store.states import AgreementState


@dataclass(frozen=True)
class ContributionPage:
    """A contribution as its page shows it. `life` are the records that belong together with it, by day, without it.

    `receivable` are the agreements under which it can arrive: their ids and what they are called.
    """

    record: Contribution
    partner: Partner
    agreement: str
    partnership: str
    life: tuple[Contribution, ...]
    outstanding: Outstanding
    names: Mapping[str, str]
    receivable: Sequence[tuple[str, str]]
    papers: tuple[str, ...]  # titles of those that show its value
    care: str  # whether it is late or expires soon, as the list says it
    not_counted: str  # why what arrived is in no sum, a reason of forms/indicators.toml


def read(work: Work, contribution_id: str) -> ContributionPage:
    """The page of a contribution. Raises NoResultFound for an id that is not known here."""
    with work.store.read() as session:
        record = session.get_one(Contribution, contribution_id)
        partner = identity.partner_in(session, record.partner_id)
        whole = record.fulfils or record.refund_of
        ids = [record.id, *([whole] if whole else [])]
        belongs = or_(Contribution.id.in_(ids), Contribution.fulfils.in_(ids), Contribution.refund_of.in_(ids))
        query = select(Contribution).where(belongs, Contribution.id != record.id, Contribution.archived.is_(False))
        life = sorted(session.scalars(query), key=lambda own: (own.received_on or own.promised_on or "", own.id))
        planned = session.get(Partnership, record.partnership_id or "")
        evidence = record.valuation.evidence if record.valuation is not None else ()
        titles = select(Evidence.title, Evidence.name).where(Evidence.id.in_(evidence))
        return ContributionPage(
            record,
            partner,
            dict(_agreements(session, record.partner_id)).get(record.agreement_id or "", ""),
            planned.title if planned is not None else "",
            tuple(life),
            ledger.outstanding_in(session, record),
            people.names_in(session),
            _receivable(session, record, work.today()),
            tuple(title or name for title, name in session.execute(titles)),
            contribution_list.care_in(session, work, record.id),
            counted.why_not_in(session, work.definitions, record.id, work.today()),
        )


def _agreements(session: Session, partner_id: str) -> Sequence[tuple[str, str]]:
    own = identity.records(session, partner_id)
    concluded = select(Agreement.id, Agreement.reference).where(Agreement.partner_id.in_(own))
    before = select(EarlierAgreement.id, EarlierAgreement.reference, EarlierAgreement.title)
    earlier = session.execute(before.where(EarlierAgreement.partner_id.in_(own)))
    return [
        *((id_, reference) for id_, reference in session.execute(concluded)),
        *((id_, reference or title) for id_, reference, title in earlier),
    ]


def _receivable(session: Session, record: Contribution, today: date) -> Sequence[tuple[str, str]]:
    """The agreement that promises it where it is in force, else those of the partner that are."""
    own = identity.records(session, record.partner_id)
    in_force = select(Agreement.id).where(
        Agreement.partner_id.in_(own),
        Agreement.state == AgreementState.ACTIVE,
        Agreement.amends.in_(("", None)) | Agreement.amends.is_(None),
        Agreement.suspended_on.is_(None),
        Agreement.archived.is_(False),
    )
    runs = or_(EarlierAgreement.ends_on.is_(None), EarlierAgreement.ends_on >= today.isoformat())
    before = select(EarlierAgreement.id).where(
        EarlierAgreement.partner_id.in_(own), EarlierAgreement.archived.is_(False), runs
    )
    ids = {*session.scalars(in_force), *session.scalars(before)}
    listed = [pair for pair in _agreements(session, record.partner_id) if pair[0] in ids]
    promised = [pair for pair in listed if pair[0] == record.agreement_id]
    return promised or sorted(listed, key=lambda pair: pair[1])
