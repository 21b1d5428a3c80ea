"""Searching the names of a partner in the lists installed; the result is stored with the lists' dates and ages."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from desktop.base.text import N_
from desktop.screening import match
from desktop.screening.entries import ListVersion
from desktop.screening.freshness import age_in_days
from desktop.screening.index import Index, IndexHit
from desktop.services.office.rights import Right, require
from desktop.services.screening.candidates import ALERTING, PAST, Pair, pair_of, ruled_pair
from desktop.services.screening.rulings import rulings_on
from desktop.services.screening.subjects import COUNTERPART, Subject, subjects
from desktop.services.work import Work
from desktop.store.records import Case, Ruling, ScreeningRun
from desktop.store.records.values import ListedName, ListUsed, NameSearched, ScreeningHit, WordMatch
from desktop.store.states import HitBand

MOST_HITS = 20  # candidates stored for one name
LONGEST_TEXT = 1000  # characters of a list's text that are stored with a candidate


def screen_case(work: Work, index: Index, case_id: str) -> ScreeningRun:
    """Search every name of the case in the lists installed and store the run."""
    require(work.officer, Right.SCREEN)
    with work.store.read() as session:
        partner_id = session.get_one(Case, case_id).partner_id
    return store_run(work, search(work, index, partner_id, case_id))


def screen_partner(work: Work, index: Index, partner_id: str) -> ScreeningRun:
    """The same outside a case: for a partner that no case is open on."""
    require(work.officer, Right.SCREEN)
    return store_run(work, search(work, index, partner_id))


def search(work: Work, index: Index, partner_id: str, case_id: str | None = None) -> ScreeningRun:
    """Search every name of a partner; nothing is stored yet.

    What the search before this one proposed and this one does not is carried along: of a list that was not searched
    now unchanged, otherwise marked as past.
    """
    with work.store.read() as session:
        searched = subjects(session, partner_id)
        before = last_run_of_partner(session, partner_id)
        rulings = rulings_on(session, partner_id)
    hits = _closest(
        _screening_hit(subject, name, hit)
        for subject in searched
        for name in subject.names
        for hit in _index_hits(index, subject, name)
    )
    carried = _carried_along(before, hits, index, {subject.id for subject in searched}, rulings)
    return ScreeningRun(
        case_id=case_id,
        partner_id=partner_id,
        run_at=work.clock.stamp(),
        run_by=work.officer.id,
        lists=tuple(_list_used(version, work.today()) for version in index.lists),
        names=tuple(_name_searched(subject) for subject in searched),
        hits=(*hits, *carried),
        threshold=f"{match.WEAK:.2f}",
        matcher=match.VERSION,
    )


def store_run(work: Work, run: ScreeningRun) -> ScreeningRun:
    """Store the result of a search."""
    with work.store.change(N_("Names screened"), work.officer.id) as session:
        session.add(run)
    return run


def last_run_of_partner(session: Session, partner_id: str) -> ScreeningRun | None:
    """The newest search of a partner, in a case or outside."""
    return last_runs_of_partners(session, [partner_id]).get(partner_id)


def last_runs_of_partners(
    session: Session, partner_ids: Collection[str], *where: ColumnElement[bool]
) -> Mapping[str, ScreeningRun]:
    """The newest search of each of these partners that meets the conditions, by partner."""
    return {run.partner_id: run for run in _newest(session, ScreeningRun.partner_id, partner_ids, *where)}


def last_runs_of_cases(session: Session, case_ids: Collection[str]) -> Mapping[str, ScreeningRun]:
    """The newest search made in each of these cases, by case."""
    return {run.case_id or "": run for run in _newest(session, ScreeningRun.case_id, case_ids)}


def _newest(
    session: Session,
    column: InstrumentedAttribute[str] | InstrumentedAttribute[str | None],
    ids: Collection[str],
    *where: ColumnElement[bool],
) -> Sequence[ScreeningRun]:
    """The newest run of each id in a column: a run holds every candidate, so that no other is read."""
    place = func.row_number().over(partition_by=column, order_by=ScreeningRun.run_at.desc())
    ranked = select(ScreeningRun.id, place.label("place")).where(column.in_(ids), *where).subquery()
    newest = select(ranked.c.id).where(ranked.c.place == 1)
    return session.scalars(select(ScreeningRun).where(ScreeningRun.id.in_(newest))).all()


def _index_hits(index: Index, subject: Subject, name: str) -> tuple[IndexHit, ...]:
    """A counterpart may be a person or an organisation: nothing is known of it but its name."""
    return index.search(name, None if subject.role == COUNTERPART else subject.kind, MOST_HITS)


def _closest(hits: Iterable[ScreeningHit]) -> list[ScreeningHit]:
    """One hit for each pair, the closest, best first."""
    best: dict[Pair, ScreeningHit] = {}
    for hit in hits:
        pair = pair_of(hit)
        if pair not in best or float(hit.score) > float(best[pair].score):
            best[pair] = hit
    return sorted(best.values(), key=lambda hit: -float(hit.score))


def _carried_along(
    before: ScreeningRun | None,
    hits: Sequence[ScreeningHit],
    index: Index,
    subject_ids: Collection[str],
    rulings: Sequence[Ruling],
) -> Iterator[ScreeningHit]:
    """The candidates of the search before this one that this one no longer proposes; weak ones that nobody ruled on
    are left behind."""
    proposed, searched = set(map(pair_of, hits)), {version.source for version in index.lists}
    ruled = set(map(ruled_pair, rulings))
    for hit in before.hits if before else ():
        pair = pair_of(hit)
        if pair in proposed or hit.subject not in subject_ids:
            continue
        if hit.list_id not in searched:
            yield hit
        elif hit.band in (*ALERTING, *PAST) or pair in ruled:
            listed = index.entry(hit.list_id, hit.entry_id) is not None
            yield replace(hit, band=HitBand.PAST if listed else HitBand.REMOVED)


def _list_used(version: ListVersion, today: date) -> ListUsed:
    return ListUsed(
        list_id=version.source,
        title=version.title,
        published=version.published,
        age_days=age_in_days(version, today),
        digest=version.digest,
        entries=version.entries,
    )


def _name_searched(subject: Subject) -> NameSearched:
    return NameSearched(
        subject=subject.id,
        kind=subject.kind.value,
        role=subject.role,
        names=tuple(subject.names),
        digest=subject.digest(),
    )


def _screening_hit(subject: Subject, searched: str, hit: IndexHit) -> ScreeningHit:
    """A candidate as it is stored and printed: enough to rule on it years later, without the list."""
    entry = hit.entry
    return ScreeningHit(
        subject=subject.id,
        searched=searched,
        list_id=entry.list_id,
        entry_id=entry.id,
        entry_digest=entry.digest(),
        name=hit.name,
        primary=entry.name,
        quality=hit.quality.value,
        score=f"{hit.score:.3f}",
        band=HitBand(hit.band),
        why=tuple(WordMatch(pair.query, pair.name, pair.reason.value) for pair in hit.alignment.pairs),
        reordered=hit.alignment.reordered,
        kind=entry.kind.value,
        names=tuple(ListedName(name.text, name.quality.value) for name in entry.names),
        births=entry.births,
        places=entry.places,
        nationalities=entry.nationalities,
        documents=entry.documents,
        programme=entry.programme,
        reference=entry.reference,
        listed_on=entry.listed_on,
        text=entry.text[:LONGEST_TEXT],
    )
