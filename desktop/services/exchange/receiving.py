"""An office looks into a return of Headquarters, then takes it in: receipts, changes, keys. All or nothing."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.base.errors import Problem
from desktop.base.text import _, plural
from desktop.bundles import bundle, root_signed
from desktop.bundles import key_list as key_lists
from desktop.bundles import keys as signing
from desktop.bundles.content import DeviceJournal, Return, checkpoint_bytes
from desktop.bundles.content_packs import ContentPack
from desktop.bundles.editions import EditionTold
from desktop.bundles.extract import RegisterExtract
from desktop.bundles.figures import AimTold, FiguresTold
from desktop.bundles.innovations import InnovationsTold
from desktop.bundles.key_list import KeyList
from desktop.bundles.keys import DeviceKeys, Keyset
from desktop.bundles.reader import Bundle, BundleReader
from desktop.services.exchange import (
    arrivals,
    arrived_authors,
    arrived_decisions,
    case_files,
    contents,
    enrolment,
    published_lists,
    restored_laptop,
)
from desktop.services.exchange.arrivals import BundleReport
from desktop.services.exchange.contents import ArrivedContents
from desktop.services.exchange.pending import VOUCHED
from desktop.services.exchange.published_lists import ArrivedList
from desktop.services.exchange.restored_laptop import RegainedWork
from desktop.services.office import joining, laptop_keys
from desktop.services.office.rights import Right, require
from desktop.services.registry import elsewhere
from desktop.services.results import confirmed, innovations_elsewhere, strategy_figures
from desktop.services.results.register import headquarters_edition
from desktop.services.work import Work
from desktop.store import merge
from desktop.store.records import ChangeRow, Local, Owner, Position, Received, Sent
from desktop.store.states import BundleVerdict
from desktop.store.store import recall_in

ANOTHER_HISTORY = "another-history"  # the code of the refusal after which a new identity is offered


@dataclass(frozen=True)
class ReturnContents:
    """What a return holds, before anything of it is applied.

    `confirmed` are the numbers of the bundles it acknowledges, `deeds` what Headquarters did, in words; `known` says
    that it, or a later one, was already taken in. Of the values sent, `disagreements` and `refused` were not applied.
    """

    path: Path
    name: str
    size: int
    at: str
    already_taken_in: bool
    confirmed: tuple[int, ...]
    deeds: tuple[str, ...]
    disagreements: int
    refused: int
    version: int = 0  # of the contents that come with it and are not here yet; 0 for none
    lists: tuple[ContentPack, ...] = ()  # and the lists and rates
    aims: tuple[AimTold, ...] = ()  # targets, baselines and budgets of Headquarters that are not here so yet
    registers: tuple[str, ...] = ()  # the offices of whose partners it brings a newer list


def look_into(work: Work, keys: DeviceKeys, path: Path, inbox: Path) -> ReturnContents:
    """Look into a return of HQ without applying it; the file is archived as it came.

    Raises Refused or Problem when it is damaged, not for this office or no return at all.
    """
    opened = _open(work, keys, path, inbox)
    content, answer = opened.content, opened.answer
    states = Counter(state.state for state in answer.states)
    hq = {keys.device for keys in opened.trusted.hq}
    with work.store.read() as session:
        acked: dict[str, int] = {}
        if _is_newest(session, answer):
            acked = {**{ack.device: ack.number for ack in answer.acks}, **_own_chains(session, hq, answer)}
        return ReturnContents(
            path=path,
            name=path.name,
            size=opened.archived.stat().st_size,
            at=answer.at,
            already_taken_in=_was_applied(session, opened),
            confirmed=tuple(sent.number for sent in _arrived(session, acked)),
            deeds=tuple(_(change.what) for journal in content.journals for change in journal.changes),
            disagreements=states["conflict"],
            refused=states["refused"] + states["parked"],
            version=contents.newer_version_in(session, opened.contents),
            lists=published_lists.newer_in(session, opened.lists),
            aims=_newer_aims(session, work, opened.figures),
            registers=tuple(
                code
                for code, listed in (opened.extract.offices.items() if opened.extract is not None else ())
                if listed.partners is not None
            ),
        )


def _newer_aims(session: Session, work: Work, figures: FiguresTold | None) -> tuple[AimTold, ...]:
    """What Headquarters sets in these figures otherwise than this office has it."""
    if figures is None or figures.content is None:
        return ()
    here = set(strategy_figures.known_in(session, work.definitions, work.store.identity.office, ""))
    return tuple(aim for aim in figures.content.aims if aim not in here)


def take_in(work: Work, keys: DeviceKeys, path: Path, inbox: Path) -> BundleReport:
    """Take in a return bundle of HQ: receipts, HQ's own changes, those of the office's other laptops, keys.

    All or nothing, in one transaction. A file that was taken in before, or says nothing new, changes nothing. Raises
    Refused or Problem, nothing applied, when it is damaged or for somebody else.
    """
    opened = _open(work, keys, path, inbox)
    intake = _ReturnIntake(work, opened, path.name)
    with work.store.read() as session:
        if _was_applied(session, opened):
            return intake.report(BundleVerdict.KNOWN, merge.Merged())
    merged = merge.apply(work.store, intake.incoming(), intake.finish)
    return intake.report(BundleVerdict.APPLIED if intake.applied else BundleVerdict.KNOWN, merged)


def own_history(work: Work, keys: DeviceKeys, path: Path, inbox: Path) -> DeviceJournal | None:
    """What a return of HQ says of this laptop's own changes; None when it says nothing of them.

    Raises Refused or Problem when it is damaged, not for this office or no return at all.
    """
    journals = _open(work, keys, path, inbox).content.journals
    own = work.store.identity.device
    return next((journal for journal in journals if journal.device == own and journal.changes), None)


@dataclass(frozen=True)
class _OpenedReturn:
    """A return that was read, and the file as it was archived; `trusted` are the keys by which it was read.

    `keyset` and `key_list` are those that hold once it is taken in.
    """

    archived: Path
    trusted: Keyset
    keyset: Keyset
    key_list: KeyList | None
    content: Bundle
    answer: Return
    extract: RegisterExtract | None
    figures: FiguresTold | None
    innovations: InnovationsTold | None
    edition: EditionTold | None
    contents: ArrivedContents | None
    lists: tuple[ArrivedList, ...]


def _open(work: Work, keys: DeviceKeys, path: Path, inbox: Path) -> _OpenedReturn:
    """Archive the file and read it; raises Refused or Problem when it is no sound return for this laptop."""
    require(work.officer, Right.SEND)
    trusted = enrolment.keyset(work.machine)
    if trusted is None:
        raise Problem(
            _("This laptop does not know Headquarters yet; nothing was changed."),
            _("Have Headquarters authorize this laptop first: it takes one file each way."),
            code="laptop-not-enrolled",
        )
    archived = arrivals.archive(path, inbox)
    pinned = enrolment.key_list(work.machine)
    reading = BundleReader(trusted, (keys, *laptop_keys.former(work.machine)))
    with arrivals.setting_refused_aside(work, archived), reading as reader:
        try:
            content = reader.read(archived)
        except bundle.Refused as refusal:
            if pinned is not None and refusal.code == bundle.UNKNOWN_SENDER and refusal.detail in pinned.revoked:
                raise _by_revoked_key(work, archived) from refusal
            raise
        answer = content.answer()
        if answer is None:
            raise bundle.Refused("bad-contents", "no return")
    extract, figures, innovations = content.extract(), content.figures(), content.innovations()
    newest = root_signed.newest(pinned, answer.key_lists)
    if newest is not None and content.header.sender in newest.revoked:
        raise _by_revoked_key(work, archived)
    keyset = trusted.renewed(answer.keyset) if answer.keyset is not None else trusted
    enrolment.require_fitting(work.machine, keyset)
    edition = content.edition()
    believed = contents.believed(keyset, newest)
    arrived, lists = contents.arrived_in(content, believed), published_lists.arrived_in(content, believed)
    return _OpenedReturn(
        archived, trusted, keyset, newest, content, answer, extract, figures, innovations, edition, arrived, lists
    )


def _was_applied(session: Session, opened: _OpenedReturn) -> bool:
    """Whether this very file was taken in: a number alone says nothing, for HQ may have lost count of it."""
    row = session.get(Received, opened.archived.stem)
    return row is not None and row.verdict == BundleVerdict.APPLIED


def _is_newest(session: Session, answer: Return) -> bool:
    """Whether no later return was taken in: an earlier one, late or played back, says nothing of what HQ has today."""
    return answer.number > int(recall_in(session, "hq").get("number", 0))


def _arrived(session: Session, acked: Mapping[str, int]) -> list[Sent]:
    """The bundles without a receipt whose every change HQ has, by the last number it has of each device."""
    awaited = session.scalars(select(Sent).where(Sent.received_at.is_(None)).order_by(Sent.number))
    return [sent for sent in awaited if sent.runs and all(run.last <= acked.get(run.device, 0) for run in sent.runs)]


def _own_chains(session: Session, hq: Collection[str], answer: Return) -> dict[str, int]:
    """Up to which change HQ has each of its own chains that are known here: all of it, but for what it asks for."""
    held = session.execute(select(Position.device, Position.number).where(Position.device.in_(hq)))
    return {device: answer.need_from.get(device, number + 1) - 1 for device, number in held}


class _ReturnIntake:
    """What applying one return does in the transaction of its changes, and what it reports afterwards."""

    def __init__(self, work: Work, opened: _OpenedReturn, name: str) -> None:
        self._work, self._opened, self._name = work, opened, name
        self._identity = work.store.identity
        self._keyset = key_lists.held_to(opened.keyset, opened.key_list)
        self._hq = {keys.device for keys in (*opened.trusted.hq, *self._keyset.hq)}
        self.wanted_again = 0  # changes that HQ had acknowledged and lacks: it was put back, or its disk lost them
        self.receipts = 0  # bundles that HQ newly has
        self.newest = False  # whether no later return was taken in before
        self.applied = False  # whether it said anything new
        self.regained: RegainedWork | None = None  # of laptops that are no more, where this completed it

    def incoming(self) -> list[merge.Incoming]:
        """HQ's changes as its own; those of the office's other laptops, which HQ vouches for, as the office's.

        Of a laptop that the newest keys do not name nothing is taken.
        """
        office = self._identity.office
        laptops = {c.device for c in self._keyset.certificates if c.office == office} - {self._identity.device}
        owners = {**dict.fromkeys(laptops, Owner.OFFICE), **dict.fromkeys(self._hq, Owner.HQ)}
        return [
            merge.Incoming(
                journal.device, office, owners[journal.device], journal.before, journal.changes, journal.heads
            )
            for journal in self._opened.content.journals
            if journal.device in owners
        ]

    def finish(self, merged: merge.Merged, session: Session) -> None:
        """Note receipts, keys and the return itself; raises Problem where HQ's changes do not follow ours."""
        opened, answer = self._opened, self._opened.answer
        arrived_decisions.check_seals(session, merged)
        arrived_authors.check_authors(session, merged)
        self.newest = _is_newest(session, answer)
        self._note_vouched(merged, session)
        if self.newest:
            self._acknowledge(session)
        verdicts = {arrival.verdict for arrival in merged.arrivals if arrival.device in self._hq}
        if merge.ArrivalVerdict.GAP in verdicts:
            raise Problem(
                _("An earlier return of Headquarters is missing; nothing was changed."),
                _("Import the earlier return first, or send a bundle and ask for a new return."),
                code="earlier-return-missing",
            )
        if merge.ArrivalVerdict.FORK in verdicts:
            raise _headquarters_lost_its_own()
        enrolment.note_trusted(session, self._keyset, opened.key_list)
        if self.newest:
            lacks = {device: first for device, first in answer.need_from.items() if device in self._hq}
            session.merge(Local(name="hq", value={"number": answer.number, "at": answer.at, "lacks": lacks}))
            enrolment.note_answered(session)
            acknowledged = {ack.device: ack.number for ack in answer.acks}
            joining.note_arrived(session, acknowledged)
            self.regained = restored_laptop.note_regained(session, self._identity.device, acknowledged)
            case_files.note_at_headquarters(session, answer.files)
            if opened.extract is not None:
                elsewhere.take_in(session, opened.extract)
            if opened.figures is not None:
                confirmed.take_in(session, opened.figures)
            if opened.innovations is not None:
                innovations_elsewhere.take_in(session, opened.innovations)
            if opened.edition is not None:
                headquarters_edition.take_in(session, opened.edition)
            if opened.contents is not None:
                contents.take_in(session, opened.contents)
            published_lists.take_in(session, opened.lists, by_return=True)
        self.applied = bool(merged.changes or self.receipts or self.newest)
        if not self.applied:
            return
        office, at = self._identity.office, self._work.clock.stamp()
        content = opened.content
        arrivals.note_taken_in(session, opened.archived, self._name, content, office, BundleVerdict.APPLIED, at)

    def _acknowledge(self, session: Session) -> None:
        """Move the receipts on, where HQ's head is the head of the same change here.

        Of a former identity HQ may have more than a backup held: then those changes stay to be sent until HQ has given
        the rest back. Raises Problem where HQ holds another history of this very laptop.
        """
        answer = self._opened.answer
        self._send_again(session)
        acked: dict[str, int] = {}
        for ack in answer.acks:
            position = session.get(Position, ack.device)
            if position is None or ack.device in self._hq:
                continue
            if ack.number > position.acked:
                query = select(ChangeRow.head).where(ChangeRow.device == ack.device, ChangeRow.number == ack.number)
                if session.scalar(query) == ack.head:
                    position.acked, position.acked_at = ack.number, answer.at
                elif ack.device == self._identity.device:
                    raise _other_history()
            acked[ack.device] = position.acked
        arrived = _arrived(session, {**acked, **_own_chains(session, self._hq, answer)})
        for sent in arrived:
            sent.received_at = answer.at
            sent.handed_at = sent.handed_at or answer.at
        self.receipts = len(arrived)

    def _send_again(self, session: Session) -> None:
        """Take receipts back where HQ, put back or on a disk that lost them, says from which change it lacks a chain.

        Of a chain that this laptop could not sign nothing is taken back: its own laptop sends it again.
        """
        answer = self._opened.answer
        heads = {ack.device: ack.head for ack in answer.acks}
        for device, first in answer.need_from.items():
            position = session.get(Position, device)
            if position is None or device in self._hq or first > position.acked:
                continue
            query = select(ChangeRow.head).where(ChangeRow.device == device, ChangeRow.number == first - 1)
            if first > 1 and session.scalar(query) != heads.get(device):
                continue  # of another history nothing can be sent; the receipts below say so of this very laptop
            if self._can_sign(session, position):
                self.wanted_again += position.acked - first + 1
                position.acked = first - 1
        if answer.need_from:
            _take_receipts_back(session, _own_chains(session, self._hq, answer))

    def _can_sign(self, session: Session, position: Position) -> bool:
        """Whether the keys of this chain are here, or HQ signed it to its end."""
        own = {self._identity.device, *(keys.device for keys in laptop_keys.former_in(session))}
        vouched = recall_in(session, VOUCHED).get(position.device, {})
        return position.device in own or vouched.get("number") == position.number

    def _note_vouched(self, merged: merge.Merged, session: Session) -> None:
        """Keep HQ's signature over each chain that it gave: with it HQ believes the chain, should it ever lack it."""
        vouched = recall_in(session, VOUCHED)
        taken = (merge.ArrivalVerdict.APPLIED, merge.ArrivalVerdict.KNOWN)
        devices = {arrival.device for arrival in merged.arrivals if arrival.verdict in taken}
        for journal in self._opened.content.journals:
            if journal.device not in devices or not journal.changes:
                continue
            last = journal.changes[-1].number
            signed = checkpoint_bytes(journal.device, last, journal.heads[-1])
            by_hq = any(
                signing.verify(keys.sign, signing.CHECKPOINT, signed, journal.checkpoint) for keys in self._keyset.hq
            )
            if by_hq and last >= vouched.get(journal.device, {}).get("number", 0):
                vouched[journal.device] = {
                    "number": last,
                    "signature": journal.checkpoint,
                    "head": journal.heads[-1],
                }
        session.merge(Local(name=VOUCHED, value=vouched))

    def report(self, verdict: BundleVerdict, merged: merge.Merged) -> BundleReport:
        """What became of the file."""
        known = verdict is BundleVerdict.KNOWN
        return BundleReport(
            self._name,
            verdict,
            self._said(known),
            office="" if known else self._identity.office,
            number=self._opened.answer.number,
            changes=merged.changes,
            reviews=merged.reviews,
            parked=merged.parked,
            refused=merged.refused,
            receipts=self.receipts,
            regained=self.regained,
        )

    def _said(self, known: bool) -> str:
        if known:
            return _("This return, or a later one, was already imported.")
        if not self.wanted_again:
            return ""
        return plural(
            "Headquarters lacks {count} change that it had received: it must be sent again.",
            "Headquarters lacks {count} changes that it had received: they must be sent again.",
            self.wanted_again,
        )


def _take_receipts_back(session: Session, own_chains: Mapping[str, int]) -> None:
    """A bundle of which HQ lacks a change today, of a laptop or of its own, is no longer called received."""
    acked = {row.device: row.acked for row in session.scalars(select(Position))} | dict(own_chains)
    for sent in session.scalars(select(Sent).where(Sent.received_at.is_not(None))):
        if any(run.last > acked.get(run.device, run.last) for run in sent.runs):
            sent.received_at = None


def _other_history() -> Problem:
    return Problem(
        _("Headquarters holds another history of this laptop than the one here; nothing was changed."),
        _(
            "A copy of this office works elsewhere, or this disk lost what was written last. Give this laptop a new "
            "identity; nothing is lost."
        ),
        code=ANOTHER_HISTORY,
    )


def _headquarters_lost_its_own() -> Problem:
    return Problem(
        _("Headquarters’ own work in this return is not what it sent here before; nothing was changed."),
        _("Tell Headquarters: its database lost what it had sent. It makes a backup, restores it, and writes again."),
        code="headquarters-history-differs",
    )


def _by_revoked_key(work: Work, archived: Path) -> Problem:
    """What is told of it; the file is set aside with those that were refused, for whoever asks about it."""
    arrivals.set_aside(work, archived.parent, [archived.stem])
    return Problem(
        _("This return was signed with a key of Headquarters that was revoked; nothing was changed."),
        _("Call Headquarters: either it wrote the return before it knew, or somebody else has the key."),
        code="return-by-revoked-key",
    )
