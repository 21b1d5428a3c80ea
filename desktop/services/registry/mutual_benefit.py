"""What each party of a partnership invests in it and draws from it (¶6, ¶11, ¶13, ¶16), and what the migrants gain.

The decision brief reads it, the first article of an agreement proposes it, and it prints.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.base.text import N_
from desktop.base.values import canonical, digest
from desktop.services.office.rights import Right, require
from desktop.services.registry.identity import partners_in
from desktop.services.registry.partners import set_fields
from desktop.services.work import Work
from desktop.store.records import Partnership, Party

ASPECTS = ("motives", "resource", "benefit", "risk", "responsibility")  # the fields of a party that it speaks of


class PartyKind(StrEnum):
    """Whose share it is: three that every partnership has, and any further party."""

    PARTNER = "partner"
    IOM = "iom"
    FURTHER = "further"
    MIGRANTS = "migrants"


@dataclass(frozen=True)
class PartyShare:
    """Why a party takes part, what it brings and gains, which risks and responsibilities it takes; "" is not said.

    `key` is the id of its record; `name` is empty for IOM and for the migrants.
    """

    key: str
    kind: PartyKind
    name: str = ""
    motives: str = ""
    resource: str = ""
    benefit: str = ""
    risk: str = ""
    responsibility: str = ""

    @property
    def is_said(self) -> bool:
        """Whether anything of it is written."""
        return any(getattr(self, aspect) for aspect in ASPECTS)


def read(work: Work, partnership_id: str) -> tuple[PartyShare, ...]:
    """The shares of a partnership: the partner, IOM, further parties, the migrants."""
    with work.store.read() as session:
        return read_in(session, session.get_one(Partnership, partnership_id))


def read_in(session: Session, partnership: Partnership) -> tuple[PartyShare, ...]:
    """The same, read with what else a page reads."""
    parties = _parties(session, partnership.id)
    names = partners_in(session, {partnership.partner_id, *(p.partner_id for p in parties if p.partner_id)})
    by_kind: dict[PartyKind, list[PartyShare]] = {kind: [] for kind in PartyKind}
    for party in parties:
        kind = _kind(party, partnership)
        if kind in (PartyKind.FURTHER, PartyKind.PARTNER) or not by_kind[kind]:
            named = names.get(party.partner_id or "")
            by_kind[kind].append(
                PartyShare(
                    party.id,
                    kind,
                    named.name if named is not None else party.name,
                    **{aspect: getattr(party, aspect) for aspect in ASPECTS},
                )
            )
    own = names.get(partnership.partner_id)
    for kind in (PartyKind.PARTNER, PartyKind.IOM, PartyKind.MIGRANTS):
        if not by_kind[kind]:
            name = own.name if kind == PartyKind.PARTNER and own is not None else ""
            by_kind[kind].append(PartyShare(_id(partnership.id, kind), kind, name))
    return tuple(share for kind in PartyKind for share in by_kind[kind])


def keep(work: Work, partnership_id: str, shares: Mapping[str, Mapping[str, str]]) -> None:
    """Write what the shares say, by their keys and by ASPECTS; what stays equal is not journaled."""
    require(work.officer, Right.REGISTER)
    with work.store.change(N_("Mutual benefit written down"), work.officer.id) as session:
        partnership = session.get_one(Partnership, partnership_id)
        for share in read_in(session, partnership):
            said = {aspect: text.strip() for aspect, text in shares.get(share.key, {}).items() if aspect in ASPECTS}
            party = session.get(Party, share.key)
            if party is None and any(said.values()):
                partner_id = partnership.partner_id if share.kind == PartyKind.PARTNER else None
                party = Party(id=share.key, partnership_id=partnership_id, partner_id=partner_id, role=str(share.kind))
                session.add(party)
            if party is not None:
                set_fields(party, said)


def _parties(session: Session, partnership_id: str) -> Sequence[Party]:
    query = select(Party).where(Party.partnership_id == partnership_id, Party.archived.is_(False))
    return session.scalars(query.order_by(Party.name, Party.id)).all()


def _kind(party: Party, partnership: Partnership) -> PartyKind:
    if party.partner_id == partnership.partner_id:
        return PartyKind.PARTNER
    own = not party.partner_id and not party.name
    if own and party.role in (PartyKind.IOM, PartyKind.MIGRANTS):
        return PartyKind(party.role)
    return PartyKind.FURTHER


def _id(partnership_id: str, kind: PartyKind) -> str:
    """The same on every computer, so that two laptops write one record."""
    return digest(canonical(["party", partnership_id, str(kind)]))[:32]
