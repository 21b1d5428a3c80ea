"""Headquarters answers an office: receipts, states of records, keys, and its own changes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.base.change import START, chain
from desktop.base.errors import Problem
from desktop.base.files import write_safely
from desktop.base.text import _
from desktop.base.values import local_day, moment
from desktop.bundles import bundle
from desktop.bundles import keys as signing
from desktop.bundles.content import Ack, BundleFile, DeviceJournal, RecordState, Return, checkpoint_bytes
from desktop.bundles.content_packs import CarriedPack, SignedPack, carried_documents
from desktop.bundles.editions import EditionTold
from desktop.bundles.extract import RegisterExtract
from desktop.bundles.figures import FiguresTold
from desktop.bundles.innovations import InnovationsTold
from desktop.bundles.keys import DeviceKeys, Keyset, PublicKeys
from desktop.services.exchange import case_files, sending
from desktop.services.exchange.headquarters import publishing, publishing_lists, put_back, recognition
from desktop.services.exchange.headquarters.key_lists_told import KeyListsTold
from desktop.services.office.believed_clock import sealing_clock
from desktop.services.office.rights import Right, require
from desktop.services.registry import elsewhere, global_key
from desktop.services.results import confirming, innovations_elsewhere, strategy_figures
from desktop.services.results.register import headquarters_edition
from desktop.services.work import Work
from desktop.store.records import Device, Local, Parked, Position, Received, Review
from desktop.store.records.values import ChangeRun
from desktop.store.states import WAITING, BundleVerdict
from desktop.store.store import Store, recall_in

ANSWERED = (BundleVerdict.APPLIED, BundleVerdict.FORK)  # bundles after which an office has something to learn
REPORTED = 5_000  # states of records named in one return
HIGHEST_TOLD = 1 << 52  # half of what a bundle may hold as a number
MOST_GIVEN_BACK = 20_000  # changes of laptops in one return; the next one goes on


def offices_to_answer(store: Store) -> tuple[str, ...]:
    """The offices that a return is due to, by code.

    Something came from them since the last one, or Headquarters decided or said something for them since, or published
    contents.
    """
    with store.read() as session:
        return offices_to_answer_in(session, store)


def offices_to_answer_in(session: Session, store: Store) -> tuple[str, ...]:
    """The same, read with what else a page reads."""
    query = select(Received.office, func.count()).where(Received.verdict.in_(ANSWERED))
    arrived = session.execute(query.group_by(Received.office)).all()
    names = [_returns_to(office) for office, _count in arrived]
    returns = session.scalars(select(Local).where(Local.name.in_(names))).all()
    answered = {row.name: int(row.value.get("answered", 0)) for row in returns}
    carried = {row.name: int(row.value.get("carried", {}).get(str(row.value.get("number", 0)), 0)) for row in returns}
    own = {store.writing_for(office).device: office for office, _count in arrived if office}
    positions = session.execute(select(Position.device, Position.number).where(Position.device.in_(own))).all()
    beyond = {own[device] for device, number in positions if number > carried.get(_returns_to(own[device]), 0)}
    untold = publishing.untold_in(session, [office for office, _count in arrived if office])
    due = (
        office
        for office, count in arrived
        if office and (office in beyond | untold or count > answered.get(_returns_to(office), 0))
    )
    return tuple(sorted(due))


def _count_arrived(store: Store, office: str) -> int:
    """How many bundles of an office were taken in so far: unlike their dates, it only rises."""
    query = select(func.count()).select_from(Received)
    with store.read() as session:
        return session.scalar(query.where(Received.verdict.in_(ANSWERED), Received.office == office)) or 0


def _returns_to(office: str) -> str:
    """Under which name this installation notes the returns written for an office."""
    return f"{put_back.RETURNS}{office}"


def last_return(store: Store, office: str) -> str:
    """The moment of the last return written for an office; empty before one."""
    return str(store.recall(_returns_to(office)).get("at", ""))


def answer_request(work: Work, keys: DeviceKeys, office: str, path: Path) -> Path | None:
    """Write the answer to the request of a laptop of this office, which was recognised.

    Where the office works already, a return with all its records is written beside it for the laptop to begin with;
    returns that one.
    """
    write_safely(path, recognition.kit(work, keys, office))
    return answer(work, keys, office, path.parent) if _has_work_of(work, office) else None


def _has_work_of(work: Work, office: str) -> bool:
    query = select(Position.device).where(Position.office == office, Position.heard_at.is_not(None))
    with work.store.read() as session:
        return session.scalars(query.limit(1)).first() is not None


def answer(work: Work, keys: DeviceKeys, office: str, outbox: Path) -> Path:
    """Write the return bundle of an office: receipts, states, keys, and HQ's own changes it has not seen."""
    require(work.officer, Right.HEADQUARTERS)
    clock = sealing_clock(work)
    keyset = recognition.keyset_for(work, keys, office)
    if not keyset.certificates:
        raise Problem(
            _("No laptop of office {office} is authorized; nothing was written.").format(office=office),
            _("Authorize one by the request that the office sends."),
            code="no-laptop-recognised",
        )
    global_key.note_known_elsewhere(work, office)
    returns = work.store.recall(_returns_to(office))
    before = put_back.earlier(work.store)
    recipients = [c.keys for c in keyset.certificates if c.rights and keyset.valid_to(c.device) is None]
    told = _what_laptops_say(work.store, office, recipients)
    lists = KeyListsTold(work, office, {report.device: report.ack_seen for report in told})
    keys = lists.signer(keys)
    channel = recognition.channel(work.store, keys, office)
    keyset = recognition.keyset_for(work, keys, office)
    number, seen = max(int(returns.get("number", 0)), before.floor), _last_taken_in(told)
    if seen > number:  # HQ was put back, or its disk lost what it had written: it gave out numbers and keys unknown now
        number = seen
        keyset = recognition.exceed(work, keys, office, put_back.beyond(seen))
    number += 1
    arrived, own = _count_arrived(work.store, office), work.store.position(channel.device).number
    returns |= {"number": number, "carried": {**returns.get("carried", {}), str(number): own}}
    # The number is taken before its file is written: a power cut between the two leaves a gap, never the same twice.
    work.store.remember(_returns_to(office), returns)
    at = clock.stamp()
    chains = before.chains(office)
    content = Return(
        number,
        at,
        _acks(work.store, keyset, chains),
        _states(work.store, office),
        need_from=_needed(work.store, keyset, (channel.device, *chains)),
        keyset=keyset,
        files=_files(work.store, office),
        key_lists=lists.to_carry(),
    )
    lists.note(number)
    runs = [
        *_not_held(work.store, keyset, chains, told),
        *_unseen(channel.device, own, told, returns),
        *_parted(work.store, office),
    ]
    extract, figures = _extract(work, told, content, office), _figures(work, told, content, office)
    innovations, edition = _innovations(work, told, content, office), _edition(work, told, content, office)
    contents, texts = _contents(work, channel, told, content, office)
    published, list_texts = _published_lists(work, channel, told, content, office)
    load = bundle.Load(
        journals=[_vouched_for(sending.journal_of(work.store, run), channel) for run in runs],
        documents={
            "return": content.to_json(),
            **extract.documents(),
            **innovations.documents(),
            **figures.documents(),
            **(edition.documents() if edition is not None else {}),
            **(contents.documents() if contents is not None else {}),
            **carried_documents(published),
        },
        files=(*texts, *list_texts),
    )
    path = bundle.write(outbox, bundle.BundleKind.RETURN, channel, recipients, sending.about(work), load)
    work.store.remember(_returns_to(office), {**returns, "at": at, "answered": arrived})
    return path


@dataclass(frozen=True)
class _LaptopReport:
    """What a laptop said of itself in the bundles that were taken in: HQ's last return it had, the chains it held."""

    device: str
    ack_seen: int
    chains: Mapping[str, int] | None


def _what_laptops_say(store: Store, office: str, laptops: Sequence[PublicKeys]) -> list[_LaptopReport]:
    """One report of each laptop: each number only ever rises, so the highest is the last, whatever clocks say."""
    with store.read() as session:
        rows = session.execute(select(Received.sender, Received.detail).where(Received.office == office)).all()
    reports = []
    for keys in laptops:
        details = [detail for sender, detail in rows if sender == keys.key_id and detail is not None]
        chains: dict[str, int] = {}
        for detail in details:
            for device, number in (detail.chains or {}).items():
                chains[device] = max(number, chains.get(device, 0))
        seen = max((detail.ack_seen for detail in details), default=0)
        is_new = not any(sender == keys.key_id for sender, _detail in rows)  # it holds nothing of its office yet
        reports.append(_LaptopReport(keys.device, seen, chains if chains or is_new else None))
    return reports


def _last_taken_in(told: Sequence[_LaptopReport]) -> int:
    """The highest number of a return that a laptop took in, of which HQ may know nothing any more itself.

    The same backup put back twice, under two clocks, could begin lower than the first time; a disk may have lost what
    it said was written. What a laptop says it has is believed up to a number from which ours can still rise.
    """
    return min(max((report.ack_seen for report in told), default=0), HIGHEST_TOLD)


def _unseen(device: str, last: int, told: Sequence[_LaptopReport], returns: Mapping[str, Any]) -> list[ChangeRun]:
    """HQ's changes for an office after the last return that every one of its laptops says it took in."""
    seen = min((report.ack_seen for report in told), default=0)
    first = int(returns.get("carried", {}).get(str(seen), 0)) + 1
    return [ChangeRun(device=device, first=first, last=last)] if first <= last else []


def _extract(work: Work, reports: Sequence[_LaptopReport], answered: Return, office: str) -> RegisterExtract:
    """What the other offices have in the register, without the lists that every laptop of this office took in before.

    Which lists each return told of is noted by its number, from the last that all say they have.
    """
    name = f"{elsewhere.EXTRACT}:{office}"
    noted = work.store.recall(name)
    seen = min((report.ack_seen for report in reports), default=0)
    extract = elsewhere.extract_for(work, office, noted.get(str(seen), {}), answered.at)
    lists = {code: listed.fingerprint for code, listed in extract.offices.items()}
    still = {number_of: codes for number_of, codes in noted.items() if seen <= int(number_of) < answered.number}
    work.store.remember(name, {**still, str(answered.number): lists})
    return extract


def _figures(work: Work, reports: Sequence[_LaptopReport], answered: Return, office: str) -> FiguresTold:
    """The figures of this office, without those that every laptop of it took in before, noted as the lists are."""
    figures = confirming.told_to(work, office, answered.at)
    has_it = _holds(work, f"{strategy_figures.CONFIRMED}:{office}", reports, answered, figures.fingerprint)
    return replace(figures, content=None) if has_it else figures


def _innovations(work: Work, reports: Sequence[_LaptopReport], answered: Return, office: str) -> InnovationsTold:
    """The innovations of the other offices, without the list that every laptop of this one took in before."""
    innovations = innovations_elsewhere.told_to(work, office, answered.at)
    has_it = _holds(work, f"{innovations_elsewhere.TOLD}:{office}", reports, answered, innovations.fingerprint)
    return replace(innovations, innovations=None) if has_it else innovations


def _edition(work: Work, reports: Sequence[_LaptopReport], answered: Return, office: str) -> EditionTold | None:
    """The last edition of the register inside IOM, without what it says where every laptop took that in before."""
    edition = headquarters_edition.told_to(work, answered.at)
    if edition is None:
        return None
    has_it = _holds(work, f"{headquarters_edition.TOLD}:{office}", reports, answered, edition.fingerprint)
    return replace(edition, content=None) if has_it else edition


def _contents(
    work: Work, channel: DeviceKeys, reports: Sequence[_LaptopReport], answered: Return, office: str
) -> tuple[SignedPack | None, tuple[BundleFile, ...]]:
    """The last version of the contents, with its texts where not every laptop of the office took them in before."""
    pack = publishing.latest(work)
    if pack is None:
        return None, ()
    has_it = _holds(work, f"{publishing.TOLD}:{office}", reports, answered, pack.content)
    return pack.signed(channel), () if has_it else (publishing.file_of(work, pack),)


def _published_lists(
    work: Work, channel: DeviceKeys, reports: Sequence[_LaptopReport], answered: Return, office: str
) -> tuple[tuple[CarriedPack, ...], tuple[BundleFile, ...]]:
    """The last version of each list and of the rates, with what of it not every laptop of the office took in before."""
    with work.store.read() as session:
        records = publishing_lists.last_in(session)
    carried = []
    for record in records:
        name = publishing_lists.told_name(record.subject, office)
        has = _told_before(work, name, reports, answered, record.content)
        carried.append(publishing_lists.carried(work, record, channel, has))
    return tuple(own for own, _file in carried), tuple(file for _own, file in carried if file is not None)


def _holds(work: Work, name: str, reports: Sequence[_LaptopReport], answered: Return, fingerprint: str) -> bool:
    """Whether every laptop of an office took in what has this fingerprint; notes by the name that it is told now."""
    return _told_before(work, name, reports, answered, fingerprint) == fingerprint


def _told_before(work: Work, name: str, reports: Sequence[_LaptopReport], answered: Return, fingerprint: str) -> str:
    """The fingerprint of what the last return told that every laptop of an office took in, empty for none.

    Notes by the name that this one is told now.
    """
    noted = work.store.recall(name)
    seen = min((report.ack_seen for report in reports), default=0)
    still = {number_of: print_ for number_of, print_ in noted.items() if seen <= int(number_of) < answered.number}
    work.store.remember(name, {**still, str(answered.number): fingerprint})
    return str(noted.get(str(seen), ""))


@dataclass(frozen=True)
class FiguresOfOffice:
    """Of which day the return is that told an office its figures, None before one; whether they are so still; how many
    of its records are disputed, wait or were refused here."""

    day: date | None
    is_current: bool
    waiting: int


def figures_told(work: Work, office: str) -> FiguresOfOffice:
    """What an office has heard of its figures."""
    with work.store.read() as session:
        at = recall_in(session, _returns_to(office)).get("at")
        ready = confirming.readiness_in(work, session, office)
    return FiguresOfOffice(local_day(moment(at)) if at else None, ready.is_current, ready.waiting)


def _parted(store: Store, office: str) -> list[ChangeRun]:
    """What HQ holds of laptops whose own history parted from it, from the first change of the bundle that showed it.

    By it the laptop finds where they parted. Once it goes on under a new identity, nothing more is given.
    """
    with store.read() as session:
        query = select(Received.detail).where(Received.office == office, Received.verdict == BundleVerdict.FORK)
        parted: dict[str, int] = {}
        for detail in session.scalars(query):
            for device, first in ((detail.parted if detail else None) or {}).items():
                parted[device] = min(first, parted.get(device, first))
        followed = select(Device.continues, Device.continues_at).where(Device.office == office)
        for former, reached in session.execute(followed):
            if former in parted and reached is not None and reached >= parted[former] - 1:
                del parted[former]
        positions = session.scalars(select(Position).where(Position.device.in_(parted))).all()
    return [ChangeRun(device=row.device, first=parted[row.device], last=row.number) for row in positions]


def _vouched_for(journal: DeviceJournal, channel: DeviceKeys) -> DeviceJournal:
    """The journal with HQ's signature over its head: with it an office gives it back, should HQ ever lack it."""
    head = chain(journal.before, journal.changes)
    signed = checkpoint_bytes(journal.device, journal.changes[-1].number, head)
    return replace(journal, checkpoint=channel.sign(signing.CHECKPOINT, signed))


def _not_held(store: Store, keyset: Keyset, former: Sequence[str], told: Sequence[_LaptopReport]) -> list[ChangeRun]:
    """The changes of HQ's former chains, and of the office's laptops, that one of the others says it does not hold.

    After a restore these are what was sent since the backup; where there are two laptops, what the other one wrote.
    """
    with store.read() as session:
        devices = {*former, *(certificate.device for certificate in keyset.certificates)}
        positions = session.scalars(select(Position).where(Position.device.in_(devices))).all()
    runs, room = [], MOST_GIVEN_BACK
    for position in sorted(positions, key=lambda position: (position.device not in former, position.device)):
        others = [report.chains for report in told if report.chains is not None and report.device != position.device]
        untold = 0 if position.device in former else position.number
        held = min((chains.get(position.device, 0) for chains in others), default=untold)
        last = min(position.number, held + room)
        if last > held:
            runs.append(ChangeRun(device=position.device, first=held + 1, last=last))
            room -= last - held
    return runs


def _needed(store: Store, keyset: Keyset, own: Sequence[str]) -> dict[str, int]:
    """For each chain of the office, HQ's `own` among them, the change from which HQ asks for it.

    An office that has no receipts beyond sends nothing because of it. It may have some, and hold more of HQ's own
    chains than HQ, once HQ was put back from a backup, or its disk lost what it had said was written.
    """
    return {
        device: store.position(device).number + 1
        for device in (*own, *(certificate.device for certificate in keyset.certificates))
    }


def _files(store: Store, office: str) -> tuple[str, ...]:
    with store.read() as session:
        return case_files.at_headquarters(session, office)


def _acks(store: Store, keyset: Keyset, former: Sequence[str]) -> tuple[Ack, ...]:
    devices = [*former, *(c.device for c in keyset.certificates)]
    with store.read() as session:
        rows = session.scalars(select(Position).where(Position.device.in_(devices))).all()
    return tuple(Ack(row.device, row.number, row.head or START) for row in rows)


def _states(store: Store, office: str) -> tuple[RecordState, ...]:
    """What was not simply applied, so that the office can see it."""
    with store.read() as session:
        reviews = session.scalars(
            select(Review).where(Review.office == office, Review.closed_by.is_(None)).limit(REPORTED)
        ).all()
        parked = session.execute(
            select(Parked)
            .join(Position, Position.device == Parked.device)
            .where(Position.office == office)
            .limit(REPORTED)
        ).scalars()
        states = [
            RecordState(r.kind, r.record, c.device, c.number, "conflict", "two-versions")
            for r in reviews
            for c in r.candidates[-1:]
        ]
        states += [
            RecordState(row.kind, row.record, row.device, row.number, _fate(row), str(row.reason)) for row in parked
        ]
    return tuple(states)


def _fate(row: Parked) -> str:
    """What became of a change that was not applied: refused for good, or parked until it can be."""
    return "parked" if row.reason in WAITING else "refused"
