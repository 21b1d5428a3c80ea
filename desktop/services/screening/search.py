"""Searching the names of a partner in the lists installed; the result is stored with the lists' dates and ages."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.base.text import N_
from desktop.screening import match
from desktop.screening.entries import ListVersion
from desktop.screening.freshness import age_in_days
from desktop.screening.index import Index, IndexHit
from desktop.services.office.believed_clock import sealing_clock
from desktop.services.office.rights import Right, require
from desktop.services.registry.identity import Identities, is_no_merged_record
from desktop.services.screening.candidates import ALERTING, PAST, Pair, pair_of, ruled_pair
from desktop.services.screening.rulings import rulings_on
from desktop.services.screening.subjects import COUNTERPART, Subject, subjects
from desktop.services.work import Work
from desktop.store.order import JournalOrder
from desktop.store.records import Case, Partner, Ruling, ScreeningRun
from desktop.store.records.values import ListedName, ListUsed, NameSearched, ScreeningHit, WordMatch
from desktop.store.references import chunks
from desktop.store.sessions import once_in_a_state
from desktop.store.states import CaseState, HitBand

MOST_HITS = 20  # candidates stored for one name
UNDECIDED = (CaseState.OPEN, CaseState.READY)  # the states of a case that a new candidate still reaches
LONGEST_TEXT = 1000  # characters of a list's text that are stored with a candidate


def screen_case(work: Work, index: Index, case_id: str) -> ScreeningRun:
    """Search every name of the case in the lists installed and store the run."""
    require(work.officer, Right.SCREEN)
    sealing_clock(work)
    with work.store.read() as session:
        partner_id = session.get_one(Case, case_id).partner_id
    return store_run(work, search(work, index, partner_id, case_id))


def screen_partner(work: Work, index: Index, partner_id: str) -> ScreeningRun:
    """The same outside a case: for a partner that no case is open on."""
    require(work.officer, Right.SCREEN)
    sealing_clock(work)
    return store_run(work, search(work, index, partner_id))


def search(work: Work, index: Index, partner_id: str, case_id: str | None = None) -> ScreeningRun:
    """Search every name of a partner; nothing is stored yet. Who stores it has asked for `sealing_clock` before.

    What the search before this one proposed and this one does not is carried along: of a list that was not searched
    now unchanged, otherwise marked as past.
    """
    with work.store.read() as session:
        searched = subjects(session, partner_id)
        before = [hit for run in last_runs_of_partner(session, partner_id) for hit in run.hits]
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
        lists=tuple(list_used(version, work.today()) for version in index.lists),
        names=tuple(_name_searched(subject) for subject in searched),
        hits=(*hits, *carried),
        threshold=f"{match.WEAK:.2f}",
        matcher=match.VERSION,
    )


def store_run(work: Work, run: ScreeningRun) -> ScreeningRun:
    """Store the result of a search, which names the ones that it follows."""
    with work.store.change(N_("Names screened"), work.officer.id) as session:
        run.follows = list(_last_ids(session, [run.partner_id]).get(run.partner_id, ()))
        session.add(run)
    return run


# --- which search counts


class SearchNote(NamedTuple):
    """What tells which search of a partner is the last one, without its candidates."""

    id: str
    partner_id: str
    case_id: str | None
    follows: Sequence[str]


def last_runs_of_partner(session: Session, partner_id: str) -> Sequence[ScreeningRun]:
    """The last search of a partner, in a case or outside; none before one.

    What is last is told by the journal (`JournalOrder`). Where two laptops searched and neither knew of the other,
    both are the last: what only one of them found is not hidden.
    """
    return last_runs_of_partners(session, [partner_id]).get(partner_id, ())


@once_in_a_state
def last_runs_of_partners(session: Session, partner_ids: Collection[str]) -> Mapping[str, Sequence[ScreeningRun]]:
    """The same for several partners at once, by partner; those without a search are left out."""
    return _runs(session, _last_ids(session, partner_ids))


def last_runs_outside_cases(session: Session) -> Sequence[ScreeningRun]:
    """The last search of every partner that is not archived, where it was made outside a case."""
    active = select(Partner.id).where(Partner.archived.is_(False), is_no_merged_record(session))
    ids = {run_id for last in _last_ids(session, session.scalars(active).all()).values() for run_id in last}
    if not ids:
        return ()
    outside = session.scalars(select(ScreeningRun).where(ScreeningRun.case_id.is_(None), ScreeningRun.id.in_(ids)))
    return outside.all()


def last_runs_of_cases(session: Session, cases: Sequence[Case]) -> Mapping[str, Sequence[ScreeningRun]]:
    """The last search that counts for each of these cases, by case; those in which nobody searched are left out.

    As long as a case is not decided, that is the last search of its partner, wherever it was made: what a new list
    brought must not be missed. For a decided one it is the last search made in the case.
    """
    if not cases:
        return {}
    searched = _notes(session, {case.partner_id for case in cases})
    last: dict[str, Sequence[str]] = {}
    for case in cases:
        notes = searched.get(case.partner_id, ())
        own = [note for note in notes if note.case_id == case.id]
        if own:
            last[case.id] = _last(session, notes, notes if case.state in UNDECIDED else own)
    return _runs(session, last)


def _last_ids(session: Session, partner_ids: Collection[str]) -> Mapping[str, Sequence[str]]:
    notes = _notes(session, partner_ids)
    return {partner_id: _last(session, searched, searched) for partner_id, searched in notes.items()}


@once_in_a_state
def _notes(session: Session, partner_ids: Collection[str]) -> Mapping[str, Sequence[SearchNote]]:
    """The searches of each partner, those of the records merged into it among them."""
    identities = Identities.read_in(session)
    columns = (ScreeningRun.id, ScreeningRun.partner_id, ScreeningRun.case_id, ScreeningRun.follows)
    notes: dict[str, list[SearchNote]] = {}
    for records in chunks(sorted(identities.all_records(partner_ids))):
        for row in session.execute(select(*columns).where(ScreeningRun.partner_id.in_(records))):
            notes.setdefault(row.partner_id, []).append(SearchNote(*row))
    return identities.together(partner_ids, notes)


def _last(session: Session, notes: Sequence[SearchNote], among: Sequence[SearchNote]) -> Sequence[str]:
    """Of some searches of one partner those that none of the others follows, at whatever distance, by id.

    Of two records that were merged the search of one says nothing of the other: both are the last, until one is made
    that follows both.
    """
    by_id = {note.id: note for note in notes}
    passed: set[str] = set()
    left = [run_id for note in among for run_id in note.follows]
    while left:
        run_id = left.pop()
        if run_id not in passed:
            passed.add(run_id)
            left += by_id[run_id].follows if run_id in by_id else ()
    last = [note for note in among if note.id not in passed] or list(among)
    if len(last) > 1:
        order = JournalOrder.of(session, ScreeningRun, [note.id for note in last])
        of_records = [[note for note in last if note.partner_id == record] for record in {n.partner_id for n in last}]
        last = sorted((note for notes in of_records for note in order.last(notes)), key=lambda note: note.id)
    return [note.id for note in last]


def _runs(session: Session, ids: Mapping[str, Sequence[str]]) -> Mapping[str, Sequence[ScreeningRun]]:
    """The runs of these ids, which hold every candidate: no other run is read."""
    if not ids:
        return {}
    query = select(ScreeningRun).where(ScreeningRun.id.in_({run_id for last in ids.values() for run_id in last}))
    runs = {run.id: run for run in session.scalars(query)}
    return {about: [runs[run_id] for run_id in last if run_id in runs] for about, last in ids.items()}


def _index_hits(index: Index, subject: Subject, name: str) -> tuple[IndexHit, ...]:
    """A counterpart may be a person or an organisation: nothing is known of it but its name."""
    return index.search(name, None if subject.role == COUNTERPART else subject.kind, MOST_HITS)


def _closest(hits: Iterable[ScreeningHit]) -> list[ScreeningHit]:
    """One hit for each pair, the closest, best first."""
    best: dict[Pair, ScreeningHit] = {}
    for hit in hits:
        pair = pair_of(hit)
        if pair not in best or hit.likeness > best[pair].likeness:
            best[pair] = hit
    return sorted(best.values(), key=lambda hit: -hit.likeness)


def _carried_along(
    before: Sequence[ScreeningHit],
    hits: Sequence[ScreeningHit],
    index: Index,
    subject_ids: Collection[str],
    rulings: Sequence[Ruling],
) -> Iterator[ScreeningHit]:
    """The candidates `before`, of the search that this one follows, that this one no longer proposes; weak ones that
    nobody ruled on are left behind."""
    proposed, searched = set(map(pair_of, hits)), {version.source for version in index.lists}
    ruled = set(map(ruled_pair, rulings))
    for hit in before:
        pair = pair_of(hit)
        if pair in proposed or hit.subject not in subject_ids:
            continue
        proposed.add(pair)
        if hit.list_id not in searched:
            yield hit
        elif hit.band in (*ALERTING, *PAST) or pair in ruled:
            listed = index.entry(hit.list_id, hit.entry_id) is not None
            yield replace(hit, band=HitBand.PAST if listed else HitBand.REMOVED)


def list_used(version: ListVersion, today: date) -> ListUsed:
    """A list as a search remembers it, with its age on this day."""
    return ListUsed(
        list_id=version.source,
        title=version.title,
        published=version.published,
        age_days=age_in_days(version, today),
        digest=version.digest,
        entries=version.entries,
        names=version.names,
        languages=version.languages,
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
