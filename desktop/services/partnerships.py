"""Partnerships: what a partner and IOM want to do together, from idea to closure (¶16, ¶29)."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from desktop.base.errors import Problem
from desktop.base.text import N_, _
from desktop.services.people import require
from desktop.store.records import Officer, Partnership, Party
from desktop.store.store import Store


def plan(store: Store, by: Officer, partnership: Partnership) -> Partnership:
    """Keep a new partnership of a partner; raises Problem without a title."""
    require(by, "register")
    if not partnership.title.strip():
        raise Problem(_("A partnership needs a title; nothing was saved."), _("Say in a few words what is planned."))
    with store.change(N_("Partnership planned"), by.id) as session:
        session.add(partnership)
        session.add(Party(partnership_id=partnership.id, partner_id=partnership.partner_id, role="partner"))
    return partnership


def change(store: Store, by: Officer, partnership_id: str, **fields: Any) -> None:
    """Change fields of a partnership; those that stay equal are not journaled."""
    require(by, "register")
    with store.change(N_("Partnership changed"), by.id) as session:
        record = session.get_one(Partnership, partnership_id)
        for name, value in fields.items():
            if getattr(record, name) != value:
                setattr(record, name, value)


def partnership(store: Store, partnership_id: str) -> Partnership:
    with store.read() as session:
        return session.get_one(Partnership, partnership_id)


def of_partner(store: Store, partner_id: str) -> Sequence[Partnership]:
    """A partner's partnerships, those not archived, by title."""
    with store.read() as session:
        query = (
            select(Partnership)
            .where(Partnership.partner_id == partner_id, Partnership.archived.is_(False))
            .order_by(Partnership.title)
        )
        return session.scalars(query).all()


def parties(store: Store, partnership_id: str) -> Sequence[Party]:
    with store.read() as session:
        query = select(Party).where(Party.partnership_id == partnership_id, Party.archived.is_(False))
        return session.scalars(query).all()
