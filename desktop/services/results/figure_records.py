"""The records behind a figure as people know them: what each is called, whose it is, of which day, where it stands."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.base.dates import day_in_words
from desktop.services.registry import identity
from desktop.services.work import Work
from desktop.store.records import Activity, Contribution, Partner, Partnership, Record, Result
from desktop.store.states import ResultKind

AT_ONCE = 500  # ids in one question to the store
FAMILIES: Mapping[str, type[Record]] = {  # whose records the rows of each table of facts are about
    "contributions": Contribution,
    **dict.fromkeys(("activities", "countries", "products"), Activity),
    **dict.fromkeys(("innovations", "replications", "assisted"), Result),
    **dict.fromkeys(("partnerships", "participants"), Partnership),
}


@dataclass(frozen=True)
class FigureRecord:
    """A record behind a figure; `place` and `arguments` are where the window shows it."""

    id: str
    office: str
    title: str
    partner: str
    on: str
    place: str
    arguments: Mapping[str, str]

    def day_words(self, language: str) -> str:
        """Its day; empty where it has none."""
        return day_in_words(self.on, language) if self.on else ""


def read(work: Work, overs: Collection[str], ids: Collection[str]) -> Mapping[str, FigureRecord]:
    """The records with these ids that rows of these tables of facts are about, by id; one that is not known here is
    left out."""
    kinds = dict.fromkeys(FAMILIES[over] for over in overs)
    with work.store.read() as session:
        records = {record.id: record for kind in kinds for record in _of(session, kind, ids)}
        partnerships = {record.id: record for record in _of(session, Partnership, _partnerships_of(records.values()))}
        innovations = _of(session, Result, {own.activity_id for own in records.values() if isinstance(own, Result)})
        names = identity.partners_in(session, _partners_of([*records.values(), *partnerships.values()]))
    titles = {innovation.id: innovation.title for innovation in innovations if isinstance(innovation, Result)}
    return {id_: _shown(record, partnerships, names, titles) for id_, record in records.items()}


def _of(session: Session, kind: type[Record], ids: Collection[str]) -> Sequence[Record]:
    listed, records = sorted(ids), list[Record]()
    for first in range(0, len(listed), AT_ONCE):
        records += session.scalars(select(kind).where(kind.id.in_(listed[first : first + AT_ONCE]))).all()
    return records


def _partnerships_of(records: Collection[Record]) -> Collection[str]:
    return {own.partnership_id for own in records if isinstance(own, Activity | Result) and own.partnership_id}


def _partners_of(records: Collection[Record]) -> Collection[str]:
    return {own.partner_id for own in records if isinstance(own, Contribution | Partnership)}


def _shown(
    record: Record,
    partnerships: Mapping[str, Record],
    partners: Mapping[str, Partner],
    titles: Mapping[str, str],
) -> FigureRecord:
    def partner(id_: str) -> str:
        return partners[id_].name if id_ in partners else ""

    def of_partnership(id_: str) -> str:
        own = partnerships.get(id_)
        return partner(own.partner_id) if isinstance(own, Partnership) else ""

    match record:
        case Contribution():
            whose, day, title = partner(record.partner_id), record.received_on or "", record.description
            return FigureRecord(record.id, record.office, title, whose, day, "contribution", {"id": record.id})
        case Activity():
            day, whose = record.starts_on or record.released_on or "", of_partnership(record.partnership_id)
            return FigureRecord(record.id, record.office, record.title, whose, day, "activity", {"id": record.id})
        case Result():
            is_innovation = record.kind == ResultKind.INNOVATION
            innovation = record.id if is_innovation else record.activity_id
            title = record.title or titles.get(record.activity_id, "")
            day, whose = record.until or record.happened_on or "", of_partnership(record.partnership_id)
            return FigureRecord(record.id, record.office, title, whose, day, "innovation", {"id": innovation})
        case Partnership():
            whose, where = partner(record.partner_id), {"id": record.id}
            return FigureRecord(record.id, record.office, record.title, whose, "", "partnership", where)
    raise TypeError(record)
