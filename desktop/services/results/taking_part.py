"""Who may take part in what comes of a partnership: its partners and those named beside them, and what they plan.

The pieces of evidence that show it are read here too.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.services.registry.identity import Identities
from desktop.store.records import Evidence, Partner, Partnership, Party


@dataclass(frozen=True)
class TakingPart:
    """The names of partners by id, the first the partner of the partnership; the titles of what they plan, by id."""

    partners: Mapping[str, str] = field(default_factory=dict)
    planned: Mapping[str, str] = field(default_factory=dict)


def taking_part(session: Session, partnership_id: str, named: Iterable[str]) -> TakingPart:
    """The partners of a partnership, with those that are named beside them, and every partnership of them all.

    A record that was merged is named by the partner that it became, and stands under both ids.
    """
    own = session.get(Partnership, partnership_id) if partnership_id else None
    ids = [own.partner_id] if own is not None else []
    if own is not None:
        of_it = select(Party.partner_id).where(Party.partnership_id == own.id, Party.archived.is_(False))
        ids += [id_ for id_ in session.scalars(of_it.order_by(Party.id)) if id_]
    ids = [id_ for id_ in dict.fromkeys([*ids, *named]) if id_]
    if not ids:
        return TakingPart()
    identities = Identities.read_in(session)
    records = identities.all_records(ids)
    names = {
        row.id: row.name for row in session.execute(select(Partner.id, Partner.name).where(Partner.id.in_(records)))
    }
    plans = select(Partnership.id, Partnership.title).where(
        Partnership.partner_id.in_(records), Partnership.archived.is_(False)
    )
    planned = {row.id: row.title for row in session.execute(plans.order_by(Partnership.title, Partnership.id))}
    if own is not None:
        planned.setdefault(own.id, own.title)
    named_now = {id_: names.get(identities.partner(id_), names.get(id_, "")) for id_ in ids}
    return TakingPart({id_: name for id_, name in named_now.items() if name}, planned)


def evidence_in(session: Session, ids: Sequence[str]) -> Sequence[Evidence]:
    """These pieces of evidence, as far as they are on record, in their order."""
    if not ids:
        return ()
    pieces = {piece.id: piece for piece in session.scalars(select(Evidence).where(Evidence.id.in_(ids)))}
    return [pieces[id_] for id_ in ids if id_ in pieces]


@dataclass(frozen=True)
class NamedPartnership:
    """What a partnership is called and whose it is now: the partner's id and name; empty where it is not here."""

    title: str = ""
    partner_id: str = ""
    partner: str = ""
    in_charge: str = ""  # the id of the officer in charge of it, or who follows the partner


def named_partnerships(session: Session, ids: Iterable[str]) -> Mapping[str, NamedPartnership]:
    """The partnerships of these ids that are on record here."""
    wanted = {id_ for id_ in ids if id_}
    if not wanted:
        return {}
    identities = Identities.read_in(session)
    columns = (Partnership.id, Partnership.title, Partnership.partner_id, Partnership.owner)
    planned = session.execute(select(*columns).where(Partnership.id.in_(wanted))).all()
    whose = {row.id: identities.partner(row.partner_id) for row in planned}
    rows = session.execute(select(Partner.id, Partner.name, Partner.owner).where(Partner.id.in_(set(whose.values()))))
    partners = {row.id: row for row in rows}
    return {
        row.id: NamedPartnership(
            row.title,
            whose[row.id],
            partners[whose[row.id]].name if whose[row.id] in partners else "",
            row.owner or (partners[whose[row.id]].owner if whose[row.id] in partners else ""),
        )
        for row in planned
    }
