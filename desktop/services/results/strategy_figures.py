"""What Headquarters sets for the strategy: targets, the baseline of 31 December 2015, the budget of IOM (¶29, ¶30 a).

A target is for a year, of the whole Organization, a region or an office; a baseline is for the year that the indicators
name; a budget is of the Organization. Each has one record, the document it stands in, and its history in the journal.
They reach the offices that they concern with the figures of a return, and never replace what an office aims at itself.
What a peer published (¶7) stands beside them with its source; its `scope` is the name of that organization.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.base.errors import Problem
from desktop.base.text import N_, _
from desktop.base.values import canonical, digest
from desktop.bundles.figures import SOURCE, AimTold, FiguresContent
from desktop.definitions.loading import Definitions
from desktop.services.office import office_profile, people
from desktop.services.office.office_profile import KnownOffice
from desktop.services.office.rights import Right, require
from desktop.services.registry import history
from desktop.services.registry.history import HistoryLine
from desktop.services.registry.partners import set_fields
from desktop.services.work import Work
from desktop.store.records import OfficeProfile, StrategyFigure
from desktop.store.states import FigureMeaning
from desktop.store.store import HQ, recall_in

CONFIRMED = "figures"  # under this name an office keeps what Headquarters told, which notes what it told by office
ID_LENGTH = 32
LAST_YEAR, FIRST_OF_PEERS = 2100, 2000
OF_NO_INDICATOR = (FigureMeaning.BUDGET, FigureMeaning.PEER)
WRITTEN = N_("Figure of the strategy")


@dataclass(frozen=True)
class NewStrategyFigure:
    """What somebody at Headquarters writes down; `scope` as the record has it, `amount` decimal text or empty."""

    meaning: FigureMeaning
    indicator: str
    year: str
    scope: str
    amount: str
    source: str
    dated_on: str = ""


@dataclass(frozen=True)
class StrategyFigures:
    """Every figure on record, those taken back too, with the offices and the names of whoever wrote them."""

    every: Sequence[StrategyFigure]
    offices: Mapping[str, KnownOffice]
    names: Mapping[str, str]


def record(work: Work, new: NewStrategyFigure) -> StrategyFigure:
    """Write a figure down; the same thing for the same scope and year is one record, which is corrected or put back.

    Raises Problem for a number that cannot be, without a document, and for what no indicator, scope or year is.
    """
    require(work.officer, Right.HEADQUARTERS)
    new = _fixed(work, new)
    _require_sound(work, new)
    with work.store.change(WRITTEN, work.officer.id) as session:
        id_ = _id(new)
        figure: StrategyFigure | None = session.get(StrategyFigure, id_)
        if figure is None:
            figure = StrategyFigure(id=id_)
            session.add(figure)
        set_fields(
            figure,
            {
                "meaning": new.meaning,
                "indicator": new.indicator,
                "year": new.year,
                "scope": new.scope,
                "amount": new.amount,
                "source": new.source.strip(),
                "dated_on": new.dated_on or None,
                "set_by": work.officer.id,
                "archived": False,
            },
        )
    return figure


def set_aside(work: Work, figure_id: str, aside: bool) -> None:
    """Take a figure back, or put it on record again."""
    require(work.officer, Right.HEADQUARTERS)
    with work.store.change(WRITTEN, work.officer.id) as session:
        set_fields(session.get_one(StrategyFigure, figure_id), {"archived": aside, "set_by": work.officer.id})


def take_back(work: Work, new: NewStrategyFigure) -> StrategyFigure:
    """Take back what is on record for the same thing, scope and year. Raises Problem where nothing is."""
    require(work.officer, Right.HEADQUARTERS)
    figure = same_as(work, new)
    if figure is None:
        raise Problem(
            _("Nothing is on record for that year; nothing was changed."),
            _("See what is with “passerelle hq targets”."),
            code="strategy-figure-missing",
        )
    set_aside(work, figure.id, True)
    return figure


def restore(work: Work, former: NewStrategyFigure | None, figure_id: str) -> None:
    """Put a figure back as it was before the last deed: with its former number, or on no record at all."""
    if former is None:
        set_aside(work, figure_id, True)
    else:
        record(work, former)


def as_written(figure: StrategyFigure) -> NewStrategyFigure:
    """A figure on record as somebody wrote it."""
    return NewStrategyFigure(
        figure.meaning,
        figure.indicator,
        figure.year,
        figure.scope,
        figure.amount or "",
        figure.source,
        figure.dated_on or "",
    )


def read(work: Work, figure_id: str) -> StrategyFigure | None:
    """One of them; None for an id that is not known here."""
    with work.store.read() as session:
        return session.get(StrategyFigure, figure_id)


def same_as(work: Work, new: NewStrategyFigure) -> StrategyFigure | None:
    """The figure that is on record for the same thing, scope and year, unless it was taken back."""
    figure = read(work, _id(_fixed(work, new)))
    return figure if figure is not None and not figure.archived else None


def every(work: Work) -> StrategyFigures:
    """All of them, the latest year first."""
    offices = office_profile.known(work)
    with work.store.read() as session:
        rows = session.scalars(select(StrategyFigure)).all()
        names = people.names_in(session)
    ordered = sorted(rows, key=lambda own: (own.meaning, own.indicator, own.scope))
    ordered.sort(key=lambda own: own.year, reverse=True)
    return StrategyFigures(ordered, {code: own for code, own in offices.items() if code != HQ}, names)


def history_of(work: Work, figure_id: str) -> Sequence[HistoryLine]:
    """Who wrote what of a figure, the newest first."""
    return history.of_records(work.store, [figure_id])


def _fixed(work: Work, new: NewStrategyFigure) -> NewStrategyFigure:
    """The figure with what its meaning fixes: a baseline has its year, a budget no indicator and no scope."""
    match new.meaning:
        case FigureMeaning.BASELINE:
            return replace(new, year=str(work.definitions.indicators.baseline.year))
        case FigureMeaning.BUDGET:
            return replace(new, indicator="", scope="")
        case FigureMeaning.PEER:
            return replace(new, indicator="", scope=" ".join(new.scope.split()))
        case _target:
            return new


def _require_sound(work: Work, new: NewStrategyFigure) -> None:
    indicators = work.definitions.indicators
    amount = Decimal(new.amount) if new.amount else None
    least = Decimal(1) if new.meaning == FigureMeaning.BUDGET else Decimal(0)
    if amount is None or amount < least:
        raise Problem(
            _("A number that is not less than nothing is needed; nothing was changed."),
            _("Write it, or take the figure back where it no longer holds."),
            code="strategy-figure-number",
        )
    if not new.source.strip():
        raise Problem(
            _("Nothing says where this figure comes from; nothing was changed."),
            _("Name the document: what the strategy is judged by has to be verified (¶29)."),
            code="strategy-figure-without-source",
        )
    if new.meaning not in OF_NO_INDICATOR and new.indicator not in {own.id for own in indicators.every}:
        raise Problem(
            _("“{code}” is no indicator; nothing was changed.").format(code=new.indicator),
            _("Choose one of the list."),
            code="indicator-unknown",
        )
    is_year = new.year.isascii() and new.year.isdigit() and len(new.year) == 4
    earliest = FIRST_OF_PEERS if new.meaning == FigureMeaning.PEER else indicators.baseline.year
    if not is_year or not earliest <= int(new.year) <= LAST_YEAR:
        raise Problem(
            _("“{year}” is no year of the strategy; nothing was changed.").format(year=new.year),
            _("Write a year like 2026."),
            code="strategy-figure-year",
        )
    if new.meaning == FigureMeaning.PEER:
        if not new.scope:
            raise Problem(
                _("Nothing says whose total it is; nothing was changed."),
                _("Name the organization."),
                code="strategy-figure-of-nobody",
            )
    elif new.scope and new.scope not in {*work.definitions.regions.labels, *office_profile.known(work)} - {HQ}:
        raise Problem(
            _("“{code}” is neither a region nor an office known here; nothing was changed.").format(code=new.scope),
            _("Choose one of the list, or leave it empty for the whole Organization."),
            code="strategy-figure-scope",
        )


def _id(new: NewStrategyFigure) -> str:
    """The id of what is set of one thing, for one scope and year."""
    return digest(canonical(["strategy", new.meaning, new.indicator, new.year, new.scope]))[:ID_LENGTH]


# --- for whom


def told_in(session: Session, definitions: Definitions, office: str) -> tuple[AimTold, ...]:
    """At Headquarters, what concerns an office: what is set for it, its region and the Organization."""
    return _concerning(session, ("", region_in(session, definitions, office), office))


def known_in(session: Session, definitions: Definitions, own: str, scope: str) -> tuple[AimTold, ...]:
    """What is set for a scope and what holds it: at Headquarters by its records, in an office by what it was told.

    `own` is the code of this office, `scope` that of an office or a region, or empty for the Organization.
    """
    if own == HQ:
        is_region = scope in definitions.regions.labels
        return _concerning(session, ("", scope)) if is_region else told_in(session, definitions, scope)
    stored = recall_in(session, CONFIRMED)
    return FiguresContent.from_json(stored["content"]).aims if "content" in stored else ()


def region_in(session: Session, definitions: Definitions, office: str) -> str:
    """The id of the region of an office; empty where nothing says it."""
    profile = OfficeProfile
    row = session.execute(select(profile.region, profile.country).where(profile.office == office)).first()
    return (row.region or definitions.regions.of_country(row.country)) if row is not None else ""


def budgets_in(session: Session) -> Mapping[int, Decimal]:
    """The budget of the whole Organization by year, in US dollars."""
    aims = _concerning(session, ("",))
    return {
        int(own.year): own.amount
        for own in aims
        if own.meaning == FigureMeaning.BUDGET and own.year.isascii() and own.year.isdigit()
    }


def _concerning(session: Session, scopes: Sequence[str]) -> tuple[AimTold, ...]:
    query = select(StrategyFigure).where(StrategyFigure.archived.is_(False), StrategyFigure.scope.in_(set(scopes)))
    rows = session.scalars(query.order_by(StrategyFigure.year, StrategyFigure.indicator, StrategyFigure.scope))
    return tuple(
        AimTold(
            str(own.meaning),
            own.indicator,
            own.year,
            own.scope,
            Decimal(own.amount),
            own.source[:SOURCE],
            own.dated_on or "",
        )
        for own in rows
        if own.amount
    )
