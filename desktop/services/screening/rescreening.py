"""After a list changed, every partner and person of the office is searched again; only what is new is stored and told.

A partner whose candidates are the same as before, in the same versions, leaves no trace but the count: two thousand
partners screened each week would fill every bundle with the same answers.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.base.progress import Progress
from desktop.base.text import _
from desktop.screening.index import Index
from desktop.services.office.believed_clock import sealing_clock
from desktop.services.office.rights import Right, require
from desktop.services.registry.identity import Identities, is_no_merged_record
from desktop.services.screening.candidates import (
    ALERTING,
    Pair,
    Reopened,
    is_open,
    pair_of,
    ruled_pair,
)
from desktop.services.screening.rulings import rulings_of
from desktop.services.screening.search import last_runs_of_partner, last_runs_outside_cases, search, store_run
from desktop.services.screening.standing import ScreeningState, partner_states
from desktop.services.work import Work
from desktop.store.records import Case, Partner, Ruling, ScreeningRun
from desktop.store.states import CaseState, HitBand
from desktop.store.store import Store

NOTE = "rescreened"  # this computer's note of its last search of everybody


class WaitingReason(StrEnum):
    """Why candidates wait for a ruling."""

    LIST = "list"  # the list changed
    RECORD = "record"  # our record changed
    NEW = "new"


@dataclass(frozen=True)
class Rescreening:
    """What searching everybody came to. `changed` partners have new, changed or removed candidates."""

    at: str = ""
    by: str = ""
    lists: tuple[str, ...] = ()  # digests
    partners: int = 0
    names: int = 0
    changed: int = 0


@dataclass(frozen=True)
class WaitingPartner:
    """A partner with candidates to rule on outside an open case."""

    partner_id: str
    name: str
    count: int
    why: WaitingReason


def rescreen(work: Work, index: Index, progress: Progress | None = None) -> Rescreening:
    """Search every name of every partner that is not archived; store a run where the candidates are not as before.

    Raises Cancelled when stopped: what was found until then is stored, and the next search begins anew. No
    transaction is held while names are searched, so that the window can save meanwhile.
    """
    require(work.officer, Right.SCREEN)
    clock = sealing_clock(work)
    progress = progress or Progress()
    with work.store.read() as session:
        used = Partner.archived.is_(False), is_no_merged_record(session)
        ids = session.scalars(select(Partner.id).where(*used).order_by(Partner.id)).all()
    names = changed = 0
    for done, partner_id in enumerate(ids):
        progress.step(done, len(ids), _("Searching every partner in the lists"))
        run = search(work, index, partner_id)
        names += sum(len(row.names) for row in run.names)
        if _differs_from_last(work.store, run):
            store_run(work, run)
            changed += 1
    rescreening = Rescreening(clock.stamp(), work.officer.id, _digests(index), len(ids), names, changed)
    work.machine.remember(NOTE, asdict(rescreening) | {"lists": list(rescreening.lists)})
    return rescreening


def _digests(index: Index) -> tuple[str, ...]:
    return tuple(sorted(version.digest for version in index.lists))


def _differs_from_last(store: Store, run: ScreeningRun) -> bool:
    """Whether a search says something that the one before it did not: other pairs, other versions, other bands."""
    with store.read() as session:
        before = last_runs_of_partner(session, run.partner_id)
    return _pairs_told(run) != {told for earlier in before for told in _pairs_told(earlier)}


def _pairs_told(run: ScreeningRun) -> set[tuple[str, ...]]:
    """The candidates that alert or are past, with the versions of both sides."""
    subject_digests = {row.subject: row.digest for row in run.names}
    return {
        (*pair_of(hit), hit.entry_digest, hit.band, subject_digests[hit.subject])
        for hit in run.hits
        if hit.band != HitBand.WEAK and hit.subject in subject_digests
    }


def last_rescreening(machine: Store) -> Rescreening:
    """The last search of everybody on this computer; a blank one before the first."""
    note = machine.recall(NOTE)
    return Rescreening(**{**note, "lists": tuple(note["lists"])}) if note else Rescreening()


def is_due(machine: Store, digests: Sequence[str]) -> bool:
    """Whether the lists in use are not those with which everybody was searched last."""
    return bool(digests) and last_rescreening(machine).lists != tuple(sorted(digests))


# --- what waits


def waiting_partners(session: Session, partner_ids: Sequence[str], today: date) -> tuple[WaitingPartner, ...]:
    """What waits at each of some partners that `partners_to_rule_on` names."""
    if not partner_ids:
        return ()
    named = session.execute(select(Partner.id, Partner.name).where(Partner.id.in_(partner_ids)))
    names = {row.id: row.name for row in named}
    states = partner_states(session, partner_ids, today)
    return tuple(
        WaitingPartner(partner_id, names[partner_id], len(state.open), waiting_reason(state))
        for partner_id, state in states.items()
        if state.open
    )


def partners_to_rule_on(session: Session) -> Sequence[str]:
    """The partners with candidates to rule on, outside open cases, by id; those searched last come first."""
    open_cases = select(Case.partner_id).where(Case.state == CaseState.OPEN, Case.archived.is_(False))
    busy = Identities.read_in(session).all_records(session.scalars(open_cases))
    return [partner_id for partner_id in _undecided(session) if partner_id not in busy]


def _undecided(session: Session) -> Sequence[str]:
    """The partners whose last search was outside a case and holds a pair to rule on, as a list shows them."""
    runs = sorted(last_runs_outside_cases(session), key=lambda run: run.run_at, reverse=True)
    alerting = {run.partner_id for run in runs if any(hit.band in ALERTING for hit in run.hits)}
    on_pairs: dict[Pair, list[Ruling]] = {}
    for ruled in rulings_of(session, alerting).values():
        for ruling in ruled:
            on_pairs.setdefault(ruled_pair(ruling), []).append(ruling)
    waiting = (run.partner_id for run in runs if run.partner_id in alerting and _has_open_pair(run, on_pairs))
    return list(dict.fromkeys(waiting))


def _has_open_pair(run: ScreeningRun, on_pairs: Mapping[Pair, Sequence[Ruling]]) -> bool:
    """Whether an alerting pair of the run is to be ruled on, from the run alone."""
    subject_digests = {row.subject: row.digest for row in run.names}
    for hit in run.hits:
        rulings = on_pairs.get(pair_of(hit), ())
        versions = (subject_digests.get(hit.subject), hit.entry_digest)
        holding = next((r for r in rulings if (r.subject_digest, r.entry_digest) == versions), None)
        earlier = [ruling for ruling in rulings if ruling is not holding]
        if hit.band in ALERTING and is_open(hit, holding, earlier):
            return True
    return False


def waiting_reason(state: ScreeningState) -> WaitingReason:
    """Why the open candidates wait; a changed list is said before a changed record."""
    reopened = {candidate.reopened for candidate in state.open}
    if Reopened.LIST in reopened:
        return WaitingReason.LIST
    return WaitingReason.RECORD if Reopened.RECORD in reopened else WaitingReason.NEW
