"""After a list changed, every partner and person of the office is searched again; only what is new is kept and told.

A partner whose candidates are the same as before, in the same versions, leaves no trace but the count: two thousand
partners screened each week would fill every bundle with the same answers.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.base.progress import Progress
from desktop.base.text import _
from desktop.screening.entries import EntryKind
from desktop.screening.index import Index
from desktop.services.office.rights import Right, require
from desktop.services.screening import screening
from desktop.services.screening.screening import ALERTING, Candidate, State, Subject, pair_of
from desktop.services.work import Work
from desktop.store.records import Case, Partner, Ruling, ScreeningRun
from desktop.store.store import Store

Pair = tuple[str, str, str]  # our subject, the list, the entry
NOTE = "rescreened"  # this machine's note of its last search of everybody


@dataclass(frozen=True)
class Rescreened:
    """What searching everybody came to. `changed` partners have new, changed or removed candidates."""

    at: str = ""
    by: str = ""
    lists: tuple[str, ...] = ()  # digests
    partners: int = 0
    names: int = 0
    changed: int = 0


@dataclass(frozen=True)
class Waiting:
    """A partner with candidates to rule on outside an open case. `why`: list, record, or new."""

    partner_id: str
    name: str
    count: int
    why: str


def rescreen(work: Work, index: Index, progress: Progress | None = None) -> Rescreened:
    """Search every name of every partner that is not archived; keep a run where the candidates are not as before.

    Raises Cancelled when stopped: what was found until then is kept, and the next search begins anew. No transaction
    is held while names are searched, so that the window can save meanwhile.
    """
    require(work.officer, Right.SCREEN)
    progress = progress or Progress()
    with work.store.read() as session:
        ids = session.scalars(select(Partner.id).where(Partner.archived.is_(False)).order_by(Partner.id)).all()
    names = changed = 0
    for done, partner_id in enumerate(ids):
        progress.step(done, len(ids), _("Searching every partner in the lists"))
        found = screening.search(work, index, partner_id)
        names += sum(len(row["names"]) for row in found.names)
        if _tells(work.store, found):
            screening.keep(work, found)
            changed += 1
    result = Rescreened(work.clock.stamp(), work.officer.id, _digests(index), len(ids), names, changed)
    work.machine.keep_local(NOTE, asdict(result) | {"lists": list(result.lists)})
    return result


def _digests(index: Index) -> tuple[str, ...]:
    return tuple(sorted(version.digest for version in index.lists))


def _tells(store: Store, found: ScreeningRun) -> bool:
    """Whether a search says something that the one before it did not: other pairs, other versions, other bands."""
    with store.read() as session:
        query = select(ScreeningRun).where(ScreeningRun.partner_id == found.partner_id)
        before = session.scalars(query.order_by(ScreeningRun.run_at.desc()).limit(1)).first()
    return _said(found) != (_said(before) if before else set())


def _said(run: ScreeningRun) -> set[tuple[str, ...]]:
    """The candidates that alert or are past, with the versions of both sides."""
    ours = {row["subject"]: row["digest"] for row in run.names}
    return {
        (*pair_of(hit), hit["entry_digest"], hit["band"], ours[hit["subject"]])
        for hit in run.hits
        if hit["band"] != "weak" and hit["subject"] in ours
    }


def last(desk: Store) -> Rescreened:
    """The last search of everybody on this machine; a blank one before the first."""
    kept = desk.local(NOTE)
    return Rescreened(**{**kept, "lists": tuple(kept["lists"])}) if kept else Rescreened()


def due(desk: Store, digests: Sequence[str]) -> bool:
    """Whether the lists in use are not those with which everybody was searched last."""
    return bool(digests) and last(desk).lists != tuple(sorted(digests))


# --- what waits


def waiting(session: Session, today: date, most: int) -> tuple[Waiting, ...]:
    """The first few partners with candidates to rule on, outside open cases.

    Read from the last search outside a case of each partner; their states are worked out for the first few only.
    """
    states = (_waiting(session, partner_id, today) for partner_id in _outside_cases(session)[:most])
    return tuple(partner for partner in states if partner is not None)


def count(session: Session) -> int:
    """How many partners have candidates to rule on, outside open cases."""
    return len(_outside_cases(session))


def _outside_cases(session: Session) -> Sequence[str]:
    busy = set(session.scalars(select(Case.partner_id).where(Case.state == "open", Case.archived.is_(False))))
    return [partner_id for partner_id in _undecided(session) if partner_id not in busy]


def _undecided(session: Session) -> Sequence[str]:
    """The partners whose last search was outside a case and holds a pair to rule on, the newest search first."""
    newest = select(ScreeningRun.partner_id, func.max(ScreeningRun.run_at).label("at"))
    last_of = newest.group_by(ScreeningRun.partner_id).subquery()
    query = (
        select(ScreeningRun)
        .join(last_of, (last_of.c.partner_id == ScreeningRun.partner_id) & (last_of.c.at == ScreeningRun.run_at))
        .join(Partner, Partner.id == ScreeningRun.partner_id)
        .where(ScreeningRun.case_id.is_(None), Partner.archived.is_(False))
        .order_by(ScreeningRun.run_at.desc())
    )
    runs = session.scalars(query).all()
    outside = select(ScreeningRun.partner_id).where(ScreeningRun.case_id.is_(None))
    ruled: dict[Pair, list[Ruling]] = {}
    for ruling in session.scalars(
        select(Ruling).where(Ruling.partner_id.in_(outside)).order_by(Ruling.ruled_at.desc())
    ):
        ruled.setdefault((ruling.subject, ruling.list, ruling.entry), []).append(ruling)
    return [run.partner_id for run in runs if _is_open(run, ruled)]


def _is_open(run: ScreeningRun, ruled: Mapping[Pair, Sequence[Ruling]]) -> bool:
    """Whether a pair of the run is to be ruled on, as `screening.Candidate` says, from the run alone."""
    ours = {row["subject"]: row["digest"] for row in run.names}
    for hit in run.hits:
        rulings = ruled.get(pair_of(hit), ())
        versions = (ours.get(hit["subject"]), hit["entry_digest"])
        held = next((r for r in rulings if (r.subject_digest, r.entry_digest) == versions), None)
        subject = Subject(hit["subject"], EntryKind.OTHER, (), "")
        if hit["band"] in ALERTING and Candidate(subject, hit, held, [r for r in rulings if r is not held]).open:
            return True
    return False


def _waiting(session: Session, partner_id: str, today: date) -> Waiting | None:
    state = screening.partner_state(session, partner_id, today)
    if not state.open:
        return None
    name = session.get_one(Partner, partner_id).name
    return Waiting(partner_id, name, len(state.open), why(state))


def why(state: State) -> str:
    """Why candidates wait: a list changed (`list`), our record changed (`record`), or they are new (`new`)."""
    reasons = {candidate.reopened for candidate in state.open}
    return next((reason for reason in ("list", "record") if reason in reasons), "new")


def changes(state: State) -> Sequence[Candidate]:
    """The candidates of a partner that came back or went since somebody ruled on them."""
    return [c for c in state.candidates if c.reopened or c.hit["band"] in screening.PAST]
