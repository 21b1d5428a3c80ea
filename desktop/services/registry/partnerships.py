"""Partnerships: what a partner and IOM want to do together, from idea to closure (¶16, ¶29)."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.base.errors import Problem
from desktop.base.text import N_, _, folded
from desktop.services.office.rights import Right, require
from desktop.services.registry import dollars, identity
from desktop.services.registry.partners import set_fields
from desktop.services.work import Work
from desktop.store.records import Partnership, Party
from desktop.store.store import Store

VALUE = frozenset({"value", "currency", "value_usd"})


def plan(work: Work, partnership: Partnership) -> Partnership:
    """Plan a partnership with a partner; raises Problem without a title."""
    require(work.officer, Right.REGISTER)
    _check(partnership)
    dollars.settle(work, partnership, partnership.value_usd)
    with work.store.change(N_("Partnership planned"), work.officer.id) as session:
        session.add(partnership)
        session.add(Party(partnership_id=partnership.id, partner_id=partnership.partner_id, role="partner"))
    return partnership


def change(work: Work, partnership_id: str, **fields: Any) -> None:
    """Change fields of a partnership; those that stay equal are not journaled.

    `value_usd` are dollars typed for the value; without them the rate in use gives them, or nothing does.
    """
    require(work.officer, Right.REGISTER)
    if fields.keys() & {"stage", "dollars", "closed_on", "closed_reason", "closed_note"}:
        raise ValueError("the pipeline moves and closes a partnership, and a rate or a person gives its dollars")
    with work.store.change(N_("Partnership changed"), work.officer.id) as session:
        record = session.get_one(Partnership, partnership_id)
        set_fields(record, fields)
        if VALUE & fields.keys():
            dollars.settle(work, record, fields.get("value_usd"))
        _check(record)


def require_going(record: Partnership) -> None:
    """Raise Problem when a partnership was closed: nothing is begun for it until it is reopened."""
    if record.closed_on:
        raise Problem(
            _("This partnership was closed; nothing was begun."),
            _("Reopen it in the pipeline first."),
            code="partnership-closed",
        )


def _check(record: Partnership) -> None:
    if record.starts_on and record.ends_on and record.ends_on < record.starts_on:
        raise Problem(
            _("The partnership would end before it starts; nothing was saved."),
            _("Correct one of the two days."),
            code="ends-before-start",
        )
    if not record.title.strip():
        raise Problem(
            _("A partnership needs a title; nothing was saved."),
            _("Say in a few words what is planned."),
            code="partnership-without-title",
        )


def partnership(store: Store, partnership_id: str) -> Partnership:
    with store.read() as session:
        return session.get_one(Partnership, partnership_id)


def of_partner(store: Store, partner_id: str) -> Sequence[Partnership]:
    """A partner's partnerships, those not archived, by title."""
    with store.read() as session:
        query = (
            select(Partnership)
            .where(Partnership.partner_id.in_(identity.records(session, partner_id)), Partnership.archived.is_(False))
            .order_by(Partnership.title)
        )
        return session.scalars(query).all()


def titles(store: Store) -> Mapping[str, str]:
    """The titles of the partnerships that are not archived, by their ids."""
    with store.read() as session:
        query = select(Partnership.id, Partnership.title).where(Partnership.archived.is_(False))
        return {row.id: row.title for row in session.execute(query)}


def archive(work: Work, partnership_id: str) -> None:
    """Put a partnership out of the way; `restore` brings it back."""
    require(work.officer, Right.REGISTER)
    with work.store.change(N_("Partnership archived"), work.officer.id) as session:
        session.get_one(Partnership, partnership_id).archived = True


def restore(work: Work, partnership_id: str) -> None:
    """Bring an archived partnership back."""
    require(work.officer, Right.REGISTER)
    with work.store.change(N_("Partnership restored"), work.officer.id) as session:
        session.get_one(Partnership, partnership_id).archived = False


def parties(store: Store, partnership_id: str) -> Sequence[Party]:
    """Every party of a partnership, the partner itself included, without the archived ones."""
    with store.read() as session:
        query = select(Party).where(Party.partnership_id == partnership_id, Party.archived.is_(False))
        return session.scalars(query).all()


def others(session: Session, partnership_id: str) -> Sequence[Party]:
    """The parties that are no partners of the register (a ministry, an NGO…), by name, without the archived ones."""
    query = select(Party).where(
        Party.partnership_id == partnership_id,
        Party.partner_id.is_(None),
        Party.name != "",
        Party.archived.is_(False),
    )
    return session.scalars(query.order_by(Party.name)).all()


def keep_others(session: Session, partnership_id: str, named: Mapping[str, Mapping[str, str]]) -> None:
    """Make these the further parties of a partnership (¶16), by name, inside a deed that is under way.

    `named` holds what each is (`role`) and brings: any of `responsibility`, `resource`, `risk`, `benefit`. One that is
    not named any more is archived: the lists are searched for the parties that there are.
    """
    there = {folded(party.name): party for party in others(session, partnership_id)}
    signing = {folded(name): (name.strip(), roles) for name, roles in named.items() if name.strip()}
    for key, party in there.items():
        if key not in signing:
            party.archived = True
    for key, (name, roles) in signing.items():
        if key not in there:
            there[key] = Party(partnership_id=partnership_id, name=name)
            session.add(there[key])
        set_fields(there[key], dict(roles))
