"""What persons rule on candidates, and what a ruling forbids.

A nearly exact name on the list of the UN Security Council is set aside by two persons; so is a candidate that somebody
had confirmed.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.base.errors import Problem
from desktop.base.text import N_, _
from desktop.services.office.believed_clock import sealing_clock
from desktop.services.office.rights import Right, require
from desktop.services.registry.identity import Identities
from desktop.services.screening.candidates import Candidate, Pair, ruled_pair
from desktop.services.work import Work
from desktop.store.order import JournalOrder, strictness
from desktop.store.records import Case, Ruling
from desktop.store.sessions import once_in_a_state
from desktop.store.states import RulingKind

RULED_MILDEST_FIRST = (RulingKind.NOT_SAME, RulingKind.UNSURE, RulingKind.SAME)


def rule(work: Work, case_id: str, candidate: Candidate, ruling: RulingKind, reason: str) -> Ruling:
    """Store what a person ruled on a pair of a case; raises Problem without a reason."""
    with work.store.read() as session:
        partner_id = session.get_one(Case, case_id).partner_id
    return rule_on(work, partner_id, candidate, ruling, reason)


def rule_on(work: Work, partner_id: str, candidate: Candidate, ruling: RulingKind, reason: str) -> Ruling:
    """Store what a person ruled on a pair of a partner, in a case or outside; raises Problem without a reason."""
    require(work.officer, Right.SCREEN)
    if not reason.strip():
        raise Problem(
            _("A ruling needs its reason; nothing was saved."),
            _("Write which facts agree or contradict, and what shows it."),
            code="ruling-without-reason",
        )
    clock = sealing_clock(work)
    with work.store.change(N_("Match ruled on"), work.officer.id) as session:
        before = _last_on(session, partner_id, candidate.pair)
        record = Ruling(
            partner_id=partner_id,
            subject=candidate.subject.id,
            subject_kind=candidate.subject.kind.value,
            subject_digest=candidate.subject.digest(),
            list=candidate.hit.list_id,
            entry=candidate.hit.entry_id,
            entry_digest=candidate.hit.entry_digest,
            band=candidate.hit.band,
            ruling=ruling,
            reason=reason.strip(),
            ruled_by=work.officer.id,
            ruled_at=clock.stamp(),
            follows=[earlier.id for earlier in before],
        )
        session.add(record)
    return record


def confirm(work: Work, ruling_id: str) -> Ruling:
    """A second person agrees that a candidate is not the same; until then it stays open.

    Raises Problem for the person who ruled, and for a ruling that needs no confirmation any more.
    """
    require(work.officer, Right.ANSWER)  # an office's rulings are confirmed in an office, never at Headquarters
    clock = sealing_clock(work)
    with work.store.change(N_("Ruling confirmed by a second person"), work.officer.id) as session:
        ruling = session.get_one(Ruling, ruling_id)
        if ruling.ruling != RulingKind.NOT_SAME or ruling.confirmed_by:
            raise Problem(
                _("This ruling needs no confirmation; nothing was changed."),
                _("Look at the possible match."),
                code="ruling-needs-no-second",
            )
        if work.officer.id == ruling.ruled_by:
            raise Problem(
                _("You ruled on this match yourself; nothing was confirmed."),
                _("Ask another officer of the office, or the regional office, to look at it and confirm."),
                code="second-person-is-first",
            )
        ruling.confirmed_by, ruling.confirmed_at = work.officer.id, clock.stamp()
    return ruling


def rulings_on(session: Session, partner_id: str) -> Sequence[Ruling]:
    """The rulings on a partner and those behind it; those on one pair newest first.

    What is newest is told by the journal (`JournalOrder`); of two whose makers knew nothing of each other the one that
    keeps the pair open or recognises somebody comes first.
    """
    return rulings_of(session, [partner_id]).get(partner_id, ())


@once_in_a_state
def rulings_of(session: Session, partner_ids: Collection[str]) -> Mapping[str, Sequence[Ruling]]:
    """The same for several partners at once, by partner; those without any are left out."""
    if not partner_ids:
        return {}
    identities = Identities.read_in(session)
    on_pairs: dict[Pair, list[Ruling]] = {}
    of_records = Ruling.partner_id.in_(identities.all_records(partner_ids))
    for ruling in session.scalars(select(Ruling).where(of_records).order_by(Ruling.id)):
        on_pairs.setdefault(ruled_pair(ruling), []).append(ruling)
    order = _order(session, on_pairs.values())
    rulings: dict[str, list[Ruling]] = {}
    for on_pair in on_pairs.values():
        for ruling in order.newest_first(on_pair, _strictness):
            rulings.setdefault(identities.partner(ruling.partner_id), []).append(ruling)
    on_partner = {partner_id: rulings.get(identities.partner(partner_id), []) for partner_id in partner_ids}
    return {partner_id: several for partner_id, several in on_partner.items() if several}


def _last_on(session: Session, partner_id: str, pair: Pair) -> Sequence[Ruling]:
    """The rulings on a pair that no other one follows."""
    on_pair = [ruling for ruling in rulings_on(session, partner_id) if ruled_pair(ruling) == pair]
    return _order(session, [on_pair]).last(on_pair)


def _order(session: Session, on_pairs: Iterable[Sequence[Ruling]]) -> JournalOrder:
    ids = [ruling.id for on_pair in on_pairs if len(on_pair) > 1 for ruling in on_pair]
    return JournalOrder.of(session, Ruling, ids) if ids else JournalOrder({})


def _strictness(ruling: Ruling) -> int:
    return strictness(RULED_MILDEST_FIRST, ruling.ruling) * 2 - bool(ruling.confirmed_by)


# --- somebody was recognised


def recognised(session: Session, partner_id: str) -> Ruling | None:
    """The ruling by which somebody behind this partner is on a list; None when there is none, or it was an error.

    *The same* holds whatever becomes of the list and of our record, until another ruling is confirmed by a second
    person.
    """
    return _recognising(rulings_on(session, partner_id))


def recognised_partners(session: Session) -> frozenset[str]:
    """Every partner for which `recognised` finds somebody, by the ids of all its records."""
    ruled = select(Ruling.partner_id).where(Ruling.ruling == RulingKind.SAME).distinct()
    on_partners = rulings_of(session, Identities.read_in(session).all_records(session.scalars(ruled)))
    return frozenset(partner_id for partner_id, on_one in on_partners.items() if _recognising(on_one) is not None)


def _recognising(newest_first: Sequence[Ruling]) -> Ruling | None:
    settled: set[Pair] = set()
    for ruling in newest_first:
        pair = ruled_pair(ruling)
        if pair in settled:
            continue
        if ruling.ruling == RulingKind.SAME:
            return ruling
        if ruling.ruling == RulingKind.NOT_SAME and ruling.confirmed_by:
            settled.add(pair)
    return None


def require_unrecognised(session: Session, partner_id: str) -> None:
    """Raise Problem while somebody behind the partner is taken for a listed person or organisation (¶22 b)."""
    if recognised(session, partner_id) is not None:
        raise Problem(
            _("Somebody behind this partner was identified on a sanctions list: its agreements are frozen (¶22 b)."),
            _("Sign and deliver nothing, and say nothing to the partner. Call the regional office and Headquarters."),
            code="partner-recognised",
        )
