"""Partnerships: what a partner and IOM want to do together, from idea to closure (¶16, ¶29)."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from desktop.base.errors import Problem
from desktop.base.text import N_, _
from desktop.services.office.rights import Right, require
from desktop.services.registry import dollars
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
    if fields.keys() & {"stage", "dollars"}:
        raise ValueError("a signed agreement makes a partnership active (¶26), and a rate or a person its dollars")
    with work.store.change(N_("Partnership changed"), work.officer.id) as session:
        record = session.get_one(Partnership, partnership_id)
        set_fields(record, fields)
        if VALUE & fields.keys():
            dollars.settle(work, record, fields.get("value_usd"))
        _check(record)


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
            .where(Partnership.partner_id == partner_id, Partnership.archived.is_(False))
            .order_by(Partnership.title)
        )
        return session.scalars(query).all()


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
    """The parties of a partnership beside the partner itself, without the archived ones."""
    with store.read() as session:
        query = select(Party).where(Party.partnership_id == partnership_id, Party.archived.is_(False))
        return session.scalars(query).all()
