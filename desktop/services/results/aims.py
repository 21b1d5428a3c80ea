"""The budget of an office for a year, and what it aims at (¶29 c, dossier 4.4 RES-2): one of each, with its source."""

from decimal import Decimal
from typing import TypeVar

from sqlalchemy.orm import Session

from desktop.base.errors import Problem
from desktop.base.text import N_, _
from desktop.base.values import canonical, digest
from desktop.services.office.rights import Right, require
from desktop.services.registry import dollars
from desktop.services.registry.partners import set_fields
from desktop.services.work import Work
from desktop.store.records import Budget, Target

ID_LENGTH = 32
Aim = TypeVar("Aim", Budget, Target)


def set_budget(
    work: Work, year: int, amount: Decimal | None, currency: str, source: str, dated_on: str = "", usd: str = ""
) -> Budget:
    """Write the budget of the office for a year; `dated_on` is the ISO day of its source.

    `usd` are the dollars that somebody typed where no rate is known; those of the very amount that is on record stay.

    The same year on another laptop of the office is the same record. Without an amount it is taken back. Raises Problem
    for an amount that is not more than nothing, and for one without its source.
    """
    require(work.officer, Right.ADMINISTER)
    if amount is not None and amount <= 0:
        raise Problem(
            _("A budget has to be more than nothing; nothing was changed."),
            _("Write the amount, or leave it empty where it is not known."),
            code="budget-not-positive",
        )
    if amount is not None and not source.strip():
        raise Problem(
            _("Nothing says where this budget comes from; nothing was changed."),
            _("Name the document: a share of a budget has to be verified (¶29 c)."),
            code="budget-without-source",
        )
    typed = str(amount) if amount is not None else None
    before = budget_of(work, year)
    known_basis = before.dollars if before is not None else None
    worth, basis = dollars.worked_out(work, typed, currency, usd or None, known_basis)
    return _write_budget(
        work,
        year,
        amount=typed,
        currency=currency,
        amount_usd=worth,
        dollars=basis,
        source=source.strip(),
        dated_on=dated_on or None,
        archived=amount is None,
    )


def put_back_budget(work: Work, former: Budget) -> Budget:
    """Write a budget as it stood on record, with the dollars that it had then, whatever the rate in use says now."""
    require(work.officer, Right.ADMINISTER)
    names = ("amount", "currency", "amount_usd", "dollars", "source", "dated_on", "archived")
    return _write_budget(work, int(former.year), **{name: getattr(former, name) for name in names})


def _write_budget(work: Work, year: int, **fields: object) -> Budget:
    with work.store.change(N_("Budget of the office"), work.officer.id) as session:
        budget = _one(session, Budget, _id(work, "budget", str(year)))
        set_fields(budget, {**fields, "year": str(year), "noted_by": work.officer.id})
    return budget


def budget_of(work: Work, year: int) -> Budget | None:
    """The budget of this office for a year; None where nobody wrote one."""
    with work.store.read() as session:
        budget = session.get(Budget, _id(work, "budget", str(year)))
    return budget if budget is not None and not budget.archived else None


def set_target(work: Work, indicator: str, year: int, amount: Decimal | None, source: str = "") -> None:
    """Write what the office means to reach of an indicator in a year; without an amount it is taken back.

    Raises Problem for one that is less than nothing, and for an indicator that is not defined.
    """
    require(work.officer, Right.ADMINISTER)
    if amount is not None and amount < 0:
        raise Problem(
            _("A target cannot be less than nothing; nothing was changed."), _("Correct it."), code="target-negative"
        )
    if indicator not in {own.id for own in work.definitions.indicators.every}:
        raise Problem(
            _("“{code}” is no indicator; nothing was changed.").format(code=indicator),
            _("Choose one of the list."),
            code="indicator-unknown",
        )
    with work.store.change(N_("Target of an indicator"), work.officer.id) as session:
        target = _one(session, Target, _id(work, "target", indicator, str(year)))
        set_fields(
            target,
            {
                "indicator": indicator,
                "year": str(year),
                "amount": str(amount) if amount is not None else None,
                "source": source.strip(),
                "noted_by": work.officer.id,
                "archived": amount is None,
            },
        )


def _id(work: Work, *parts: str) -> str:
    """The id that every laptop of this office gives to the same thing."""
    return digest(canonical([work.store.identity.office, *parts]))[:ID_LENGTH]


def _one(session: Session, kind: type[Aim], id_: str) -> Aim:
    record = session.get(kind, id_)
    if record is None:
        record = kind(id=id_)
        session.add(record)
    return record
