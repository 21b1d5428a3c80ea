"""The companies above a partner: its parent, the parent of that, and so on."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.base.errors import Problem
from desktop.base.text import N_, _
from desktop.services.office.rights import Right, require
from desktop.services.registry import identity
from desktop.services.registry.identity import Identities
from desktop.services.registry.partners import set_fields
from desktop.services.work import Work
from desktop.store.records import Partner
from desktop.store.sessions import once_in_a_state


@dataclass(frozen=True)
class CompanyAbove:
    """A company above a partner, with every record that was merged into it, its own first."""

    partner: Partner
    records: tuple[Partner, ...]


@once_in_a_state
def ancestors_of(session: Session, partner_ids: Collection[str]) -> Mapping[str, Sequence[CompanyAbove]]:
    """The companies above each of these partners, the nearest first; a partner that has none is left out.

    Two laptops may have made two partners the parent of one another: nobody is above itself, and each stands once. Of
    records that were merged, each may name a parent.
    """
    identities = Identities.read_in(session)
    by_id: dict[str, Partner] = {}
    to_read = identities.all_records(partner_ids)
    while to_read:
        read_now = session.scalars(select(Partner).where(Partner.id.in_(to_read))).all()
        by_id |= {record.id: record for record in read_now}
        to_read = identities.all_records(record.parent_id for record in read_now if record.parent_id) - set(by_id)
    above = {id_: _above(identities, by_id, identities.partner(id_)) for id_ in partner_ids}
    return {id_: companies for id_, companies in above.items() if companies}


def _above(identities: Identities, by_id: Mapping[str, Partner], partner_id: str) -> Sequence[CompanyAbove]:
    way = [partner_id]
    for at in way:  # grows as it is gone
        named = (by_id[record].parent_id for record in identities.records(at) if record in by_id)
        parents = [identities.partner(parent) for parent in named if parent]
        way += [parent for parent in dict.fromkeys(parents) if parent not in way]
    return tuple(
        CompanyAbove(by_id[company], tuple(by_id[record] for record in identities.records(company) if record in by_id))
        for company in way[1:]
        if company in by_id
    )


def set_parent(work: Work, partner_id: str, parent_id: str | None) -> None:
    """Say which company a partner belongs to; None for none.

    Raises Problem where the parent is the partner itself or one of the companies below it.
    """
    require(work.officer, Right.REGISTER)
    with work.store.change(N_("Parent company changed"), work.officer.id) as session:
        if parent_id is not None:
            above = ancestors_of(session, [parent_id]).get(parent_id, ())
            line_up = {identity.partner_in(session, parent_id).id, *(company.partner.id for company in above)}
            if identity.partner_in(session, partner_id).id in line_up:
                raise Problem(
                    _("{name} belongs to this partner already, or is the partner itself; nothing was saved.").format(
                        name=session.get_one(Partner, parent_id).name
                    ),
                    _("Remove the other link first, or choose another company."),
                    code="parent-below",
                )
        for record in identity.records(session, partner_id):
            set_fields(session.get_one(Partner, record), {"parent_id": parent_id})
