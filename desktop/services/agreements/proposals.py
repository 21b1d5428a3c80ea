"""What the records propose for the fields of an agreement, by the fact that each field names as its source."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.base.dates import day_of
from desktop.base.values import Json
from desktop.services.screening.search import last_runs_of_partner
from desktop.store.records import (
    Agreement,
    OfficeProfile,
    Officer,
    Partner,
    Partnership,
    Person,
    Verdict,
)
from desktop.store.states import Feature, PersonRole, Role


def of_records(session: Session, agreement: Agreement, partner: Partner, partnership: Partnership) -> dict[str, Json]:
    """What the partner, the partnership and the office say; a value may be empty."""
    persons = session.scalars(
        select(Person).where(Person.partner_id == partner.id, Person.archived.is_(False)).order_by(Person.name)
    ).all()
    signatory = next((person for person in persons if PersonRole.SIGNATORY in person.roles), None)
    contact = next((person for person in persons if PersonRole.CONTACT in person.roles), None) or signatory
    profile = session.scalars(select(OfficeProfile).where(OfficeProfile.office == agreement.office)).first()
    chief = session.scalars(
        select(Officer).where(Officer.role == Role.CHIEF_OF_MISSION, Officer.office == agreement.office)
    ).first()
    author = session.get(Officer, agreement.created_by)
    return {
        "partner.name": partner.name,
        "partner.registration": partner.registration,
        "partner.address": ", ".join(part for part in (partner.address, partner.city) if part),
        "partner.country": partner.country,
        "partner.contact_name": contact.name if contact else "",
        "partner.contact_email": (contact.email if contact else "") or partner.email,
        "partner.signatory_name": signatory.name if signatory else "",
        "partner.signatory_title": signatory.title if signatory else "",
        "partner.screened_names": _screened_names(session, partner.id),
        "office.city": profile.city if profile else "",
        "office.country": profile.country if profile else "",
        "office.address": profile.address if profile else "",
        "office.chief_name": chief.name if chief else "",
        "office.chief_title": chief.function if chief else "",
        "officer.name": author.name if author else "",
        "officer.email": (author.email if author else "") or (profile.email if profile else ""),
        "partnership.purpose": partnership.purpose,
        "partnership.aims": [{"code": code} for code in partnership.aims],
        "partnership.start": partnership.starts_on,
        "partnership.end": partnership.ends_on,
        "contribution.value": _value(partnership),
        "partnership.personal_data": Feature.PERSONAL_DATA in partnership.features,
        "partnership.beneficiary_contact": Feature.BENEFICIARY_CONTACT in partnership.features,
        "partnership.works": Feature.WORKS in partnership.features,
    }


def _value(partnership: Partnership) -> Mapping[str, str] | None:
    return {"amount": partnership.value, "currency": partnership.currency} if partnership.value else None


def _screened_names(session: Session, partner_id: str) -> list[str] | None:
    """The names that the last screening of the partner searched; None before one."""
    runs = last_runs_of_partner(session, partner_id)
    names = dict.fromkeys(name for run in runs for searched in run.names for name in searched.names)
    return list(names) if runs else None


def of_decision(decision: Verdict | None) -> dict[str, Json]:
    """What the decision says: its day, its conditions, whether it is for an ad hoc collaboration (¶23)."""
    if decision is None:
        return {}
    return {
        "decision.date": day_of(decision.decided_at).isoformat(),
        "decision.conditions": [  # a clause goes on after the text, so that its full stop is left out
            {"id": str(number), "text": condition.text.rstrip(" ."), "due": condition.due}
            for number, condition in enumerate(decision.conditions, 1)
        ],
        "diligence.adhoc": decision.ad_hoc,
        "decision.ad_hoc": decision.ad_hoc,
    }
