"""The figures of this office beside those that Headquarters confirmed, with the cause of each difference (¶29).

A return brings what Headquarters worked out from the records that had reached it. Both sides count by one function, so
that a difference has a cause in the records or in the rules: it is looked for here, and where none is found that is
said.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.base.values import local_day, moment
from desktop.bundles.figures import FiguresContent, FiguresTold, FigureTold
from desktop.definitions.indicator import Figure, Period
from desktop.services.registry.global_key import SharedPartner, key_by_rule, known_elsewhere_in
from desktop.services.results.figure_records import FAMILIES
from desktop.services.results.figures import PeriodFigures
from desktop.services.results.strategy_figures import CONFIRMED
from desktop.services.work import Work
from desktop.store.journal import touched_records
from desktop.store.records import (
    Agreement,
    Budget,
    ChangeRow,
    EarlierAgreement,
    Local,
    Partner,
    Partnership,
    Party,
    Position,
    Record,
)
from desktop.store.store import recall_in

PARTNER_KEY = "partner.key"
BEARING: Mapping[str, tuple[type[Record], ...]] = {  # whose changes may alter a figure beside its own records
    "contributions": (Agreement, EarlierAgreement, Partner, Partnership),
    **dict.fromkeys(("activities", "countries", "products"), (Agreement, EarlierAgreement, Partner, Partnership)),
    **dict.fromkeys(("innovations", "replications", "assisted"), (Agreement, EarlierAgreement, Partner, Partnership)),
    **dict.fromkeys(("partnerships", "participants"), (Agreement, EarlierAgreement, Partner, Party)),
}


# --- what arrives


def take_in(session: Session, arriving: FiguresTold) -> None:
    """Keep what a return tells, in the transaction that takes it in; what it does not carry is what is here already.

    Should it not be here, as after a restore, the figures that are here stay, with the moment of which they are.
    """
    before = recall_in(session, CONFIRMED)
    content = arriving.content.to_json() if arriving.content is not None else None
    if content is None:
        if before.get("fingerprint") != arriving.fingerprint:
            return
        content = before["content"]
    stored = {
        "at": arriving.at,
        "chains": dict(arriving.chains),
        "fingerprint": arriving.fingerprint,
        "content": content,
    }
    session.merge(Local(name=CONFIRMED, value=stored))


@dataclass(frozen=True)
class ConfirmedFigures:
    """What Headquarters worked out, on which day, from the changes of each laptop of this office up to a number."""

    day: date
    chains: Mapping[str, int]
    content: FiguresContent

    def of_period(self, period: Period) -> Mapping[str, FigureTold] | None:
        """The figures of a period by indicator; None where it was not worked out."""
        days = period.first.isoformat(), period.last.isoformat()
        own = next((own for own in self.content.periods if (own.first, own.last) == days), None)
        return {figure.indicator: figure for figure in own.figures} if own is not None else None


def read(work: Work) -> ConfirmedFigures | None:
    """What is here; None before a return told of any."""
    with work.store.read() as session:
        return read_in(session)


def read_in(session: Session) -> ConfirmedFigures | None:
    """The same, read with what else a page reads."""
    stored = recall_in(session, CONFIRMED)
    if "content" not in stored:
        return None
    content = FiguresContent.from_json(stored["content"])
    return ConfirmedFigures(local_day(moment(stored["at"])), stored["chains"], content)


# --- why a figure differs


class CauseKind(StrEnum):
    """Why Headquarters has another figure than the office."""

    DEFINITION = "definition"  # it counts by another version
    LATER = "later"  # it has not had the last changes of this office
    AHEAD = "ahead"  # it had changes of another laptop of this office that are not here
    CONFLICT = "conflict"  # two versions of a record disagree there
    PARKED = "parked"  # a part of a change waits there
    REFUSED = "refused"  # a part of a change was refused there
    LEFT_OUT = "left_out"  # it leaves out what counts here
    COUNTED = "counted"  # it does not leave out what does not count here
    UNITED = "united"  # it ruled that partners of this office are one company
    UNKNOWN = "unknown"


VERDICTS = (CauseKind.LEFT_OUT, CauseKind.COUNTED)


@dataclass(frozen=True)
class DifferenceCause:
    """One cause, with the records that it concerns; `reason` is that of an indicator for what is left out or counted.

    `changes` are the first and the last that Headquarters has not had, or is ahead with; `bearing` is how many records
    beside those of the figure, such as agreements and partners, the cause concerns.
    """

    kind: CauseKind
    records: tuple[str, ...] = ()
    reason: str = ""
    changes: tuple[int, int] = (0, 0)
    bearing: int = 0


@dataclass(frozen=True)
class ComparedFigure:
    """A figure of the office beside that of Headquarters, which is None where it did not tell of it.

    `causes` say why they differ; without a difference there are none.
    """

    own: Figure
    theirs: FigureTold | None
    causes: tuple[DifferenceCause, ...] = ()

    @property
    def differs(self) -> bool:
        """Whether Headquarters has another figure, or has one where there is none, or the reverse."""
        return self.theirs is not None and self.theirs.value != self.own.value

    @property
    def difference(self) -> Decimal | None:
        """The office’s figure less that of Headquarters; None where one of them cannot be computed."""
        if self.theirs is None or self.theirs.value is None or self.own.value is None:
            return None
        return self.own.value - self.theirs.value


@dataclass(frozen=True)
class RegionStanding:
    """Where this office stands among those of its region: `place` from 1, the highest figure first.

    `total` is the figure of the region, which counts once what offices have in common; `offices` are the figures of
    all of them, without their names.
    """

    region: str
    total: Decimal | None
    offices: tuple[Decimal, ...]
    place: int


@dataclass(frozen=True)
class ComparedFigures:
    """Every figure of a period compared, by indicator; `confirmed` is None before Headquarters told any figure.

    `united` are the names of the partners of which Headquarters ruled that they are one with another, by id.
    """

    confirmed: ConfirmedFigures | None = None
    figures: Mapping[str, ComparedFigure] = field(default_factory=dict)
    united: Mapping[str, str] = field(default_factory=dict)
    known_elsewhere: Sequence[SharedPartner] = ()

    def beside(self, figures: Mapping[str, Figure]) -> "ComparedFigures":
        """The same with these figures of the office, which are those that were compared, without their records."""
        compared = {id_: replace(own, own=figures[id_]) for id_, own in self.figures.items()}
        return replace(self, figures=compared)

    def standing(self, figure: Figure) -> RegionStanding | None:
        """Where the confirmed figure stands in the region; None where Headquarters did not tell."""
        compared, days = self.figures.get(figure.indicator.id), tuple(map(date.isoformat, figure.period))
        value = compared.theirs.value if compared is not None and compared.theirs is not None else None
        if self.confirmed is None or value is None:
            return None
        content = self.confirmed.content
        for own in content.standings:
            if own.indicator == figure.indicator.id and (own.first, own.last) == days and value in own.offices:
                return RegionStanding(content.region, own.total, own.offices, own.offices.index(value) + 1)
        return None

    def shared(self, figure: Figure) -> Sequence[SharedPartner]:
        """The partners behind a count of partners that Headquarters counts once in the world, by name."""
        keys = _partner_keys(figure.behind)
        return [own for own in self.known_elsewhere if own.key in keys]


def compare(work: Work, answer: PeriodFigures) -> ComparedFigures:
    """The figures of this office beside those that Headquarters confirmed."""
    with work.store.read() as session:
        confirmed, known_elsewhere = read_in(session), known_elsewhere_in(session)
        theirs = (confirmed.of_period(answer.period) if confirmed is not None else None) or {}
        compared = {id_: ComparedFigure(own, theirs.get(id_)) for id_, own in answer.figures.items()}
        united: Mapping[str, str] = {}
        if confirmed is not None and any(own.differs for own in compared.values()):
            search = _CauseSearch(session, confirmed, theirs, answer, work.store.identity.device)
            compared = {
                id_: ComparedFigure(own.own, own.theirs, search.causes(own)) if own.differs else own
                for id_, own in compared.items()
            }
            united = search.names
    return ComparedFigures(confirmed, compared, united, known_elsewhere)


def _partner_keys(behind: Sequence[Figure]) -> Collection[str]:
    """The partners that counts of partners are made of."""
    return {
        row[figure.table.places[PARTNER_KEY]]
        for figure in behind
        if figure.table is not None and figure.indicator.of == PARTNER_KEY
        for row in figure.counted
    }


class _CauseSearch:
    """What is known of the way of this office's records to Headquarters, read once for all figures of a period."""

    def __init__(
        self,
        session: Session,
        confirmed: ConfirmedFigures,
        theirs: Mapping[str, FigureTold],
        answer: PeriodFigures,
        own_device: str,
    ) -> None:
        self._theirs = theirs
        self._content = confirmed.content
        indicators = answer.indicators
        self._are_other_rules = confirmed.content.definitions != (indicators.version, indicators.digest)
        reached = dict(session.execute(select(Position.device, Position.number)).all())
        self._later: dict[tuple[int, int], set[tuple[int, str]]] = {}  # the records of each run of changes
        for device, number in {own_device: 0, **confirmed.chains}.items():
            if reached.get(device, 0) > number:
                later = touched_after(session, device, number)
                self._later.setdefault((number + 1, reached[device]), set()).update(later)
        self._ahead = [
            (reached.get(device, 0) + 1, number)
            for device, number in confirmed.chains.items()
            if number > reached.get(device, 0)
        ]
        named = {record for group in confirmed.content.united for record in group}
        partners = session.scalars(select(Partner).where(Partner.id.in_(named))).all() if named else ()
        self.names = {partner.id: partner.name for partner in partners}
        keys = {partner.id: key_by_rule(partner) for partner in partners}
        self._united = [{record: keys[record] for record in own if record in keys} for own in confirmed.content.united]

    def causes(self, compared: ComparedFigure) -> tuple[DifferenceCause, ...]:
        """Why a figure differs, what is certain first; never nothing."""
        causes: list[DifferenceCause] = []
        theirs = compared.theirs
        assert theirs is not None
        if theirs.version != compared.own.indicator.version:
            causes.append(DifferenceCause(CauseKind.DEFINITION))
        behind = compared.own.behind
        own = {record for figure in behind for record in figure.records}
        missed = {line.record: line.reason for figure in behind for line in figure.left_out}
        later: set[str] = set()
        for changes, touched in self._later.items():
            direct, bearing = concerning(compared.own, touched, own | missed.keys())
            later |= {record for _kind, record in touched}
            if direct or bearing:
                causes.append(DifferenceCause(CauseKind.LATER, direct, changes=changes, bearing=len(bearing)))
        causes += [DifferenceCause(CauseKind.AHEAD, changes=changes) for changes in self._ahead]
        for kind in (CauseKind.CONFLICT, CauseKind.PARKED, CauseKind.REFUSED):
            waiting = {(line.kind, line.record) for line in self._content.waiting if line.why == kind}
            direct, bearing = concerning(compared.own, waiting, own | missed.keys())
            if direct or bearing:
                causes.append(DifferenceCause(kind, direct, bearing=len(bearing)))
            later |= {record for _kind, record in waiting}
        causes += self._verdicts(behind, later)
        causes += self._one_company(behind)
        last = CauseKind.DEFINITION if self._are_other_rules else CauseKind.UNKNOWN
        return tuple(causes) or (DifferenceCause(last),)

    def _verdicts(self, behind: Sequence[Figure], later: Collection[str]) -> Iterable[DifferenceCause]:
        """The records on which the two sides differ although both have the same of them.

        Each figure of a share is compared with its own: what counts in the one may be left out of the other.
        """
        by_verdict: dict[tuple[CauseKind, str], set[str]] = {}
        for figure in behind:
            theirs = self._theirs.get(figure.indicator.id)
            if theirs is None:
                continue
            there = {record: reason for reason, records in theirs.left_out.items() for record in records}
            own, missed = set(figure.records), {line.record: line.reason for line in figure.left_out}
            differing = [(CauseKind.LEFT_OUT, there[record], record) for record in there.keys() & own - missed.keys()]
            if not theirs.unnamed:
                differing += [(CauseKind.COUNTED, missed[record], record) for record in missed.keys() - there.keys()]
            for kind, reason, record in differing:
                if record not in later:
                    by_verdict.setdefault((kind, reason), set()).add(record)
        for (kind, reason), records in sorted(by_verdict.items(), key=lambda own: (VERDICTS.index(own[0][0]), own[0])):
            yield DifferenceCause(kind, tuple(sorted(records)), reason)

    def _one_company(self, behind: Sequence[Figure]) -> Iterable[DifferenceCause]:
        keys = _partner_keys(behind)
        for group in self._united:
            records = tuple(record for record, key in group.items() if key in keys)
            if len(records) > 1:
                yield DifferenceCause(CauseKind.UNITED, records)


def concerning(
    figure: Figure, touched: Collection[tuple[int, str]], records: Collection[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Of some records those of a figure, and the others that may bear on it."""
    tables = {own.indicator.over for own in figure.behind if own.indicator.over}
    kinds = {FAMILIES[table].KIND for table in tables}
    direct = {record for _kind, record in touched if record in records}
    bearing = {kind.KIND for table in tables for kind in BEARING[table]} | kinds
    if figure.part is not None and figure.whole is None:
        bearing.add(Budget.KIND)
    others = {record for kind, record in touched if kind in bearing and record not in direct}
    return tuple(sorted(direct)), tuple(sorted(others))


def touched_after(session: Session, device: str, after: int) -> set[tuple[int, str]]:
    """The records that the changes of a laptop touch after one of them, with the numbers of their families."""
    entries = session.scalars(select(ChangeRow.entries).where(ChangeRow.device == device, ChangeRow.number > after))
    return {record for text in entries for record in touched_records(text)}
