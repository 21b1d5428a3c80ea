"""Figures of a period are signed off, by the office and then by Headquarters; a later correction is a restatement.

One officer puts the figures of a year or of half a year forward, another signs them with a key of its own: the Chief of
Mission (forms/register.toml names the roles). Headquarters then signs what it counts from the records that are there;
its own closing is that of all offices. Nothing is locked by it: whoever corrects a record goes on doing so, and where a
signed figure is another by that, it is shown as such until it is restated, with the records and a reason (¶30 a).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from weakref import WeakKeyDictionary

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from desktop.base.dates import day_known, day_of
from desktop.base.errors import Problem
from desktop.base.text import N_, _
from desktop.base.values import Json, canonical, digest
from desktop.definitions.authority import DelegatedDeed
from desktop.definitions.indicator import Figure, Period
from desktop.services.office import office_profile, officer_seals
from desktop.services.office.believed_clock import sealing_clock
from desktop.services.office.officer_seals import RegisteredKeys
from desktop.services.office.rights import Right, may, require
from desktop.services.results import condensing, confirmed, sealers
from desktop.services.results.figures import FiguresReader, Scope
from desktop.services.results.sealers import SealingRight
from desktop.services.work import Work
from desktop.store.records import Officer, Parked, PeriodClosing, Position, Restatement
from desktop.store.records.values import ChainReached, SignedFigure
from desktop.store.store import HQ, Store

PREPARED = N_("Figures of a period put forward")
SIGNED = N_("Figures of a period signed")
ACCEPTED = N_("Figures of an office signed by Headquarters")
RESTATED = N_("Signed figures restated")
LONGEST = 2_000  # records that a restatement names


# --- who


def may_prepare(work: Work) -> bool:
    """Whether the officer at work puts figures forward here."""
    return may(work.officer, _preparing(work))


def may_sign(work: Work) -> bool:
    """Whether the officer at work signs the figures of a period here, in their own right or in somebody’s place."""
    return sealers.right(work, DelegatedDeed.FIGURES).may


def _preparing(work: Work) -> Right:
    return Right.HEADQUARTERS if work.store.identity.office == HQ else Right.REGISTER


def _require_signer(work: Work, seed: bytes) -> SealingRight:
    own = sealers.right(work, DelegatedDeed.FIGURES)
    if not own.may:
        raise Problem(
            _("The figures of a period are signed by: {roles}. Nothing was signed.").format(
                roles=sealers.role_names(work)
            ),
            _("Ask one of them to sign."),
            code="period-not-yours",
        )
    if not seed:
        raise Problem(
            _("The recovery words open the records but cannot sign figures; nothing was signed."),
            _("Choose a new passphrase first, then sign."),
            code="no-seal-key",
        )
    return own


def hands(work: Work, right: SealingRight) -> frozenset[str]:
    """Who must not have put forward what the officer at work signs: whoever signs, and in whose place."""
    return frozenset({work.officer.id} | ({right.acting_for.chief.id} if right.acting_for is not None else set()))


# --- what there is


@dataclass(frozen=True)
class ChangedFigure:
    """A signed figure, as it was signed or last restated, that is another by the records of today."""

    before: SignedFigure
    after: SignedFigure


@dataclass(frozen=True)
class ListedPeriod:
    """A closing with what came of it: whether its seals hold, its restatements in their order, and what is another
    since and not restated yet."""

    closing: PeriodClosing
    seal_holds: bool
    acceptance_holds: bool
    restatements: Sequence[Restatement] = ()
    changed: Sequence[ChangedFigure] = ()

    @property
    def period(self) -> Period:
        """Its days."""
        return period_of(self.closing)

    @property
    def is_signed(self) -> bool:
        """Whether the office, or Headquarters for all offices, has signed it."""
        return self.closing.signed_at is not None

    @property
    def is_accepted(self) -> bool:
        """Whether Headquarters signed the figures of an office."""
        return self.closing.accepted_at is not None

    @property
    def current(self) -> Mapping[str, SignedFigure]:
        """Every figure as it was signed or last restated."""
        figures = {figure.indicator: figure for figure in self.closing.figures}
        return figures | {own.indicator: own.after for own in self.restatements if own.after is not None}

    @property
    def said_on(self) -> str:
        """The day on which its figures were signed, or last restated; empty before, and where a bundle brings none."""
        last = self.restatements[-1].signed_at if self.restatements else self.closing.signed_at
        try:
            return day_of(last).isoformat() if last else ""
        except (ValueError, OverflowError):
            return ""

    def stages(self, figure: SignedFigure) -> tuple[SignedFigure, SignedFigure | None, SignedFigure | None]:
        """A figure as it was signed, as it was restated last, and as it is now; None where that is the same."""
        current = self.current[figure.indicator]
        now = next((own.after for own in self.changed if own.after.indicator == figure.indicator), None)
        return figure, current if current != figure else None, now

    @property
    def disputed(self) -> Sequence[ChangedFigure]:
        """What Headquarters counted otherwise than the office when it signed."""
        own = {figure.indicator: figure for figure in self.closing.figures}
        theirs = self.closing.accepted_figures
        return [ChangedFigure(own[one.indicator], one) for one in theirs if one.indicator in own]


def period_of(closing: PeriodClosing) -> Period:
    """The days of a closing; a single day long ago where a bundle brought none that are days."""
    first, last = day_known(closing.first_on or ""), day_known(closing.last_on or "")
    return Period(first or date.min, last or date.min)


# --- what waits for somebody


def not_restated(work: Work) -> Sequence[ListedPeriod]:
    """The signed closings of this office, or at Headquarters those of all offices together, of which figures are others
    by now and no restatement says so; the oldest first. They are worked out again only where a change came since."""
    with work.store.one_state(), work.store.read() as session:
        own = [line for line in _lines(session, work.store.identity.office) if line.is_signed]
        if not own:
            return ()
        state = _state(session, work, own)
        remembered = _REMEMBERED.get(work.store)
        if remembered is None or remembered.state != state:
            changed = _with_changes(work, own, _scope(work.store.identity.office))
            remembered = _Remembered(state, [line for line in changed if line.changed])
            _REMEMBERED[work.store] = remembered
    return sorted(remembered.lines, key=lambda line: line.period)


@dataclass(frozen=True)
class _Remembered:
    """What was not restated while the records stood so."""

    state: str
    lines: Sequence[ListedPeriod]


_REMEMBERED: "WeakKeyDictionary[Store, _Remembered]" = WeakKeyDictionary()


def _state(session: Session, work: Work, lines: Sequence[ListedPeriod]) -> str:
    """On what the figures of closings stand: every chain of changes, what waits, the rules, and the closings."""
    positions = session.execute(select(Position.device, Position.head).order_by(Position.device))
    waiting = session.scalar(select(func.count()).select_from(Parked)) or 0
    heads: list[Json] = [[device, head] for device, head in positions]
    closings: list[Json] = [[line.closing.id, len(line.restatements)] for line in lines]
    return digest(canonical([condensing.rules_digest(work.definitions), heads, waiting, closings]))


def not_put_forward(session: Session, work: Work) -> Sequence[Period]:
    """The years that ended since the first day of the office and of which nobody put the figures forward, neither those
    of the year nor those of both its halves; the oldest first."""
    today, own = work.today(), _lines(session, work.store.identity.office)
    there = {line.period for line in own}
    begins = office_profile.first_day(session, today).year
    return [
        year
        for year in map(Period.year, range(begins, today.year))
        if year not in there and not {Period.half(year.first.year, half) for half in (1, 2)} <= there
    ]


def _lines(session: Session, office: str = "") -> list[ListedPeriod]:
    """The closings of an office, or of all that are known here, with their restatements: the last period first."""
    query = select(PeriodClosing).where(PeriodClosing.archived.is_(False))
    closings = session.scalars(query.where(PeriodClosing.office == office) if office else query).all()
    restated: dict[str, list[Restatement]] = {}
    for own in session.scalars(select(Restatement).order_by(Restatement.sequence, Restatement.id)):
        restated.setdefault(own.closing_id, []).append(own)
    closings = sorted(closings, key=lambda own: (own.office, own.last_on or "", own.first_on or ""), reverse=True)
    return [
        ListedPeriod(own, holds(session, own), acceptance_holds(session, own), restated.get(own.id, ()))
        for own in closings
    ]


def listed(work: Work) -> Sequence[ListedPeriod]:
    """The closings known here, those of offices at Headquarters too: of each office the last period first."""
    with work.store.read() as session:
        lines = _lines(session)
    signed: dict[str, list[ListedPeriod]] = {}
    for line in lines:
        if line.is_signed:
            signed.setdefault(line.closing.office, []).append(line)
    changed = {
        line.closing.id: line for office, own in signed.items() for line in _with_changes(work, own, _scope(office))
    }
    return [changed.get(line.closing.id, line) for line in lines]


def _with_changes(work: Work, lines: Sequence[ListedPeriod], scope: Scope) -> list[ListedPeriod]:
    """Closings of one scope with what is another since: the records are read once for all of them."""
    figures = condensing.figures_of(work, scope.offices, {line.period for line in lines})
    return [_changed(line, _signed_figures(figures[line.period])) for line in lines]


def _changed(line: ListedPeriod, present: Sequence[SignedFigure]) -> ListedPeriod:
    changed = [ChangedFigure(line.current[own.indicator], own) for own in present if own.indicator in line.current]
    changed = [own for own in changed if _differ(own.before, own.after)]
    return ListedPeriod(line.closing, line.seal_holds, line.acceptance_holds, line.restatements, changed)


def _differ(before: SignedFigure, after: SignedFigure) -> bool:
    """Whether the value is another: what is left out may grow without it."""
    return _number(before) != _number(after)


def _number(figure: SignedFigure) -> Decimal | None:
    try:
        return Decimal(figure.amount) if figure.amount else None
    except ArithmeticError:  # a bundle may hold anything
        return None


def waiting_in(session: Session, work: Work) -> Sequence[PeriodClosing]:
    """What the officer at work can sign now: figures that somebody else put forward, and at Headquarters those that an
    office signed."""
    right = sealers.right_in(session, work, DelegatedDeed.FIGURES)
    if not right.may:
        return ()
    own, query = work.store.identity.office, select(PeriodClosing).where(PeriodClosing.archived.is_(False))
    unsigned = and_(
        PeriodClosing.office == own,
        PeriodClosing.signed_at.is_(None),
        PeriodClosing.prepared_by.not_in(hands(work, right)),
    )
    signed = and_(
        PeriodClosing.office != own, PeriodClosing.signed_at.is_not(None), PeriodClosing.accepted_at.is_(None)
    )
    waits = or_(unsigned, signed) if own == HQ else unsigned
    return session.scalars(query.where(waits).order_by(PeriodClosing.last_on, PeriodClosing.id)).all()


def find(work: Work, closing_id: str) -> ListedPeriod:
    """One of them; raises Problem where it is not here."""
    found = next((own for own in listed(work) if own.closing.id == closing_id), None)
    if found is None:
        raise Problem(
            _("This period is not closed here; nothing was changed."),
            _("Look at the list of periods."),
            code="no-such-period",
        )
    return found


def standing(work: Work, scope: Scope, period: Period) -> ListedPeriod | None:
    """The signed closing of a scope in exactly this period: of one office, or at Headquarters of all; None without."""
    office = scope.name if scope.offices is not None else HQ
    if scope.region or not office:
        return None
    return next((own for own in listed(work) if _is_of(own, office, period)), None)


def _is_of(line: ListedPeriod, office: str, period: Period) -> bool:
    return line.is_signed and line.closing.office == office and line.period == period


# --- putting forward and signing


def require_closable(work: Work, period: Period) -> None:
    """Raise Problem unless a period is a whole year or half of one, and over."""
    if len(period.years) != 1 and not period.which_half:
        raise Problem(
            _("Figures are signed of a year or of half a year; nothing was put forward."),
            _("Choose a year, or its first or second half."),
            code="period-not-closable",
        )
    if period.last >= work.today():
        raise Problem(
            _("This period is not over yet; nothing was put forward."),
            _("Put its figures forward after its last day."),
            code="period-not-over",
        )


def prepare(work: Work, period: Period) -> PeriodClosing:
    """Put the figures of a period forward as the records say them now; before it is signed as often as need be.

    Raises Problem for what is no year or half of one, for a period that is not over, and for one that is signed.
    """
    require(work.officer, _preparing(work))
    require_closable(work, period)
    office = work.store.identity.office
    with work.store.read() as session:  # before the figures: what comes meanwhile is called later, never the reverse
        reached = _reached(session, office)
    figures, clock = _signed_figures(_figures(work, office, period)), sealing_clock(work)
    id_ = closing_id(office, period)
    with work.store.change(PREPARED, work.officer.id) as session:
        closing: PeriodClosing | None = session.get(PeriodClosing, id_)
        if closing is None:
            closing = PeriodClosing(id=id_, first_on=period.first.isoformat(), last_on=period.last.isoformat())
            session.add(closing)
        _require_unsigned(closing)
        rules = work.definitions.indicators
        closing.figures, closing.rests_on = figures, reached
        closing.definitions = [rules.version, condensing.rules_digest(work.definitions)]
        closing.prepared_at, closing.archived = clock.stamp(), False
        closing.prepared_by, closing.preparer_name = work.officer.id, work.officer.name
    return closing


def withdraw(work: Work, closing_id: str) -> None:
    """Take figures back that were put forward and are not signed. Raises Problem for signed ones."""
    require(work.officer, _preparing(work))
    with work.store.change(PREPARED, work.officer.id) as session:
        closing = session.get_one(PeriodClosing, closing_id)
        _require_unsigned(closing)
        closing.archived = True


def _require_unsigned(closing: PeriodClosing) -> None:
    if closing.signed_at is not None:
        raise Problem(
            _("The figures of this period are signed; nothing was changed."),
            _("Restate a figure that is another since."),
            code="period-signed",
        )


def sign(work: Work, closing_id: str, seed: bytes) -> PeriodClosing:
    """Sign the figures that were put forward, with the key of the officer at work.

    Raises Problem for an officer whose role does not sign or who put them forward alone, without a key, and where the
    records say something else by now.
    """
    by = _require_signer(work, seed)
    line = find(work, closing_id)
    _require_unsigned(line.closing)
    if line.closing.prepared_by in hands(work, by):
        raise Problem(
            _("You, or the officer in whose place you sign, put these figures forward; nothing was signed."),
            _("A colleague puts them forward, and you sign; or the reverse."),
            code="period-own-preparation",
        )
    present = {own.indicator: own for own in _signed_figures(_figures(work, line.closing.office, line.period))}
    if any(_differ(own, present.get(own.indicator, own)) for own in line.closing.figures):
        raise Problem(
            _("The records say something else since these figures were put forward; nothing was signed."),
            _("Have them put forward again."),
            code="period-changed",
        )
    at = sealing_clock(work).stamp()
    with work.store.change(SIGNED, work.officer.id) as session:
        closing = session.get_one(PeriodClosing, closing_id)
        closing.signed_at, closing.signed_by = at, work.officer.id
        closing.signer_name, closing.signer_role = work.officer.name, str(work.officer.role)
        closing.on_behalf = by.on_behalf
        closing.seal, closing.seal_key = officer_seals.sign(_signed_bytes(closing), seed)
    return closing


def accept(work: Work, closing_id: str, seed: bytes) -> PeriodClosing:
    """At Headquarters sign the figures of an office, and with them what is counted otherwise here.

    Raises Problem for an officer whose role does not sign, without a key, for figures that the office did not sign or
    whose seal does not hold, and for what is signed already.
    """
    require(work.officer, Right.HEADQUARTERS)
    _require_signer(work, seed)
    line = find(work, closing_id)
    office = line.closing.office
    if office == HQ or not line.is_signed or line.is_accepted or not line.seal_holds:
        raise Problem(
            _("The figures of this period do not wait for Headquarters; nothing was signed."),
            _("The office signs them first, once."),
            code="period-not-waiting",
        )
    signed = {own.indicator: own for own in line.closing.figures}
    present = _signed_figures(_figures(work, office, line.period))
    at = sealing_clock(work).stamp()
    with work.store.change(ACCEPTED, work.officer.id, office=office) as session:
        closing = session.get_one(PeriodClosing, closing_id)
        closing.accepted_at, closing.accepted_by = at, work.officer.id
        closing.acceptor_name, closing.acceptor_role = work.officer.name, str(work.officer.role)
        closing.accepted_figures = tuple(
            own for own in present if own.indicator in signed and _differ(signed[own.indicator], own)
        )
        closing.acceptance_seal, closing.acceptance_key = officer_seals.sign(_accepted_bytes(closing), seed)
    return closing


# --- afterwards


def restate(work: Work, closing_id: str, reason: str, seed: bytes) -> Sequence[Restatement]:
    """Say of every signed figure that is another since what it was, what it is, by which records, and why; signed.

    Raises Problem for an officer whose role does not sign, without a key, without a reason, and where nothing changed.
    """
    by = _require_signer(work, seed)
    line = find(work, closing_id)
    if not reason.strip():
        raise Problem(
            _("Nothing says why the figure is another; nothing was restated."),
            _("Say in a sentence what was corrected."),
            code="restatement-without-reason",
        )
    if not line.changed or line.closing.office != work.store.identity.office:
        raise Problem(
            _("The signed figures are still those of the records; nothing was restated."),
            _("Correct the records first."),
            code="nothing-restated",
        )
    concerned = _records(work, line)
    at, sequence = sealing_clock(work).stamp(), max((own.sequence for own in line.restatements), default=0)
    restatements = []
    with work.store.change(RESTATED, work.officer.id) as session:
        for number, own in enumerate(line.changed, sequence + 1):
            restatement = Restatement(
                closing_id=closing_id,
                sequence=number,
                indicator=own.after.indicator,
                before=own.before,
                after=own.after,
                records=list(concerned.get(own.after.indicator, ())),
                reason=reason.strip(),
                rests_on=_reached(session, line.closing.office),
                signed_at=at,
                signed_by=work.officer.id,
                signer_name=work.officer.name,
                signer_role=str(work.officer.role),
                on_behalf=by.on_behalf,
            )
            restatement.seal, restatement.seal_key = officer_seals.sign(_restated_bytes(restatement), seed)
            session.add(restatement)
            restatements.append(restatement)
    return restatements


def _records(work: Work, line: ListedPeriod) -> Mapping[str, Sequence[str]]:
    """The records that changed since a figure was signed or restated, by indicator: those behind it, or else those on
    which it rests, as the agreements of its partnerships."""
    figures = FiguresReader(work, _scope(line.closing.office)).measured(line.period)
    last = {own.indicator: own.rests_on for own in line.restatements}
    concerned: dict[str, Sequence[str]] = {}
    with work.store.read() as session:
        reached = {own.device: own.number for own in _reached(session, line.closing.office)}
        for own in line.changed:
            figure = figures[own.after.indicator]
            before = {own.device: own.number for own in last.get(own.after.indicator, line.closing.rests_on)}
            touched = {
                record
                for device, number in reached.items()
                if number > before.get(device, 0)
                for record in confirmed.touched_after(session, device, before.get(device, 0))
            }
            behind = {id_ for one in figure.behind for id_ in (*one.records, *(line.record for line in one.left_out))}
            direct, bearing = confirmed.concerning(figure, touched, behind)
            concerned[own.after.indicator] = (direct or bearing)[:LONGEST]
    return concerned


def _scope(office: str) -> Scope:
    return Scope() if office == HQ else Scope(frozenset({office}))


def _figures(work: Work, office: str, period: Period) -> Mapping[str, Figure]:
    return condensing.figures_of(work, _scope(office).offices, [period])[period]


def _signed_figures(figures: Mapping[str, Figure]) -> tuple[SignedFigure, ...]:
    return tuple(
        SignedFigure(
            indicator=id_,
            version=figure.indicator.version,
            amount=str(figure.value) if figure.value is not None else "",
            missing=figure.missing,
            left_out=figure.not_counted.records,
        )
        for id_, figure in figures.items()
    )


def _reached(session: Session, office: str) -> tuple[ChainReached, ...]:
    """How far the chains of changes of an office have come, or at Headquarters those of all."""
    query = select(Position.device, Position.number).order_by(Position.device)
    if office != HQ:
        query = query.where(Position.office == office)
    return tuple(ChainReached(device=device, number=number) for device, number in session.execute(query))


# --- seals


def closing_id(office: str, period: Period) -> str:
    """The id of the closing of a period, whether there is one yet or not."""
    return digest(canonical(["closing", office, *map(date.isoformat, period)]))[:32]


def holds(session: Session, closing: PeriodClosing) -> bool:
    """Whether signed figures are as they were signed, with a key registered for the officer who is said to have
    signed, and by somebody else than who put them forward."""
    behind = closing.on_behalf.chief if closing.on_behalf is not None else ""
    if closing.signed_at is None or closing.prepared_by in (closing.signed_by, behind):
        return False
    return _is_sealed(session, closing, _signed_bytes(closing), closing.signed_by)


def restatement_holds(session: Session, restatement: Restatement) -> bool:
    """The same of a restatement."""
    return _is_sealed(session, restatement, _restated_bytes(restatement), restatement.signed_by)


def acceptance_holds(session: Session, closing: PeriodClosing) -> bool:
    """Whether Headquarters’ signature is as it was given. An office has no record of the officers of Headquarters:
    there it holds by its own key, because only Headquarters’ signed changes can write it."""
    if closing.accepted_at is None:
        return False
    if not officer_seals.is_signed(_accepted_bytes(closing), closing.acceptance_seal, closing.acceptance_key):
        return False
    officer = session.get(Officer, closing.accepted_by)
    return officer is None or officer.office == HQ


def _is_sealed(session: Session, record: PeriodClosing | Restatement, content: bytes, signer: str) -> bool:
    if not officer_seals.is_signed(content, record.seal, record.seal_key):
        return False
    officer = session.get(Officer, signer)
    if officer is None or officer.office != record.office:
        return False
    if not sealers.stood(session, record, signer, record.on_behalf):
        return False
    return RegisteredKeys(session, [officer]).knew(officer, record)


def _signed_bytes(closing: PeriodClosing) -> bytes:
    contents: dict[str, Json] = {
        "days": [closing.first_on, closing.last_on],
        "figures": [own.to_json() for own in closing.figures],
        "definitions": list(closing.definitions),
        "rests_on": [own.to_json() for own in closing.rests_on],
        "prepared": [closing.prepared_at, closing.prepared_by, closing.preparer_name],
        "signed": [closing.signed_at, closing.signed_by, closing.signer_name, closing.signer_role],
    }
    if closing.on_behalf is not None:
        contents["on_behalf"] = closing.on_behalf.to_json()
    return b"passerelle-period\0" + canonical(contents)


def _accepted_bytes(closing: PeriodClosing) -> bytes:
    contents: dict[str, Json] = {
        "seal": closing.seal,
        "otherwise": [own.to_json() for own in closing.accepted_figures],
        "accepted": [closing.accepted_at, closing.accepted_by, closing.acceptor_name, closing.acceptor_role],
    }
    return b"passerelle-acceptance\0" + canonical(contents)


def _restated_bytes(restatement: Restatement) -> bytes:
    before, after = restatement.before, restatement.after
    contents: dict[str, Json] = {
        "closing": [restatement.closing_id, restatement.sequence, restatement.indicator],
        "before": before.to_json() if before is not None else None,
        "after": after.to_json() if after is not None else None,
        "records": list(restatement.records),
        "reason": restatement.reason,
        "rests_on": [own.to_json() for own in restatement.rests_on],
        "signed": [restatement.signed_at, restatement.signed_by, restatement.signer_name, restatement.signer_role],
    }
    if restatement.on_behalf is not None:
        contents["on_behalf"] = restatement.on_behalf.to_json()
    return b"passerelle-restatement\0" + canonical(contents)
