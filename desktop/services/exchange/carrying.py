"""What goes from laptop to laptop of an office on a stick, no network, no server: a case to be decided, the decision
that is brought back, or simply everything.

One file each way, a bundle like any other (docs/bundle-format.md): signed by the laptop that writes it, encrypted to
the office's other laptops, with every change of the office, each laptop's chain under its own signature or
Headquarters', and a document that says what it is about. A decision that is carried back is believed only if it
answers the case as it stands here; a file that was altered, is older, or is about another case changes nothing.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.base.errors import Problem
from desktop.base.files import pieces_of, remove_leftovers_beside, safe_name, write_safely
from desktop.base.text import _
from desktop.base.values import sha256
from desktop.bundles import bundle, strict
from desktop.bundles import keys as signing
from desktop.bundles.bundle import BundleKind
from desktop.bundles.content import BundleFile, checkpoint_bytes
from desktop.bundles.keys import DeviceCertificate, DeviceKeys, Keyset
from desktop.bundles.reader import Bundle, BundleReader
from desktop.bundles.strict import JsonFields, JsonObject
from desktop.services.diligence import seals, verdicts
from desktop.services.exchange import arrivals, arrived_authors, arrived_decisions, enrolment, sending
from desktop.services.exchange.pending import VOUCHED
from desktop.services.office import laptop_keys, office_profile
from desktop.services.office.believed_clock import sealing_clock
from desktop.services.office.rights import Right, require
from desktop.services.registry import identity
from desktop.services.work import Work
from desktop.store import files, merge
from desktop.store.records import (
    Case,
    Evidence,
    Local,
    Owner,
    PaperDecision,
    Position,
    Received,
    Verdict,
)
from desktop.store.records.values import ChangeRun
from desktop.store.states import BundleVerdict, CaseState, PaperState
from desktop.store.store import recall_in

DOCUMENT = "carried-case"  # in the bundle
CARRIED = "carried"  # what this laptop remembers of the cases that it wrote out, by case
MOST_FILES = 24 << 20  # bytes of evidence that travel with a case


class Errand(StrEnum):
    """What a carried file asks for, or brings."""

    TO_DECIDE = "to-decide"
    DECIDED = "decided"
    EVERYTHING = "everything"  # it is about no case


ERRAND = re.compile("|".join(Errand))
NO_CASE = re.compile("")


@dataclass(frozen=True)
class CarriedCase:
    """What a carried file says of itself: `by` is the laptop that wrote it, `hand_over` names the handing over.

    One that brings everything names no case, and the office's code in the place of its number.
    """

    errand: Errand
    case_id: str
    hand_over: str
    number: str
    partner: str
    by: str = ""

    def to_json(self) -> JsonFields:
        """The document as it travels."""
        about: JsonFields = {"v": 1, "errand": str(self.errand), "case": self.case_id, "hand_over": self.hand_over}
        return {**about, "number": self.number, "partner": self.partner}

    @classmethod
    def from_json(cls, source: object, by: str) -> "CarriedCase":
        """Raises Unsound for anything but what `to_json` gives."""
        fields = JsonObject(source)
        fields.whole("v", 1, 1)
        errand = Errand(fields.text("errand", form=ERRAND))
        form = NO_CASE if errand is Errand.EVERYTHING else strict.HEX32
        return cls(
            errand,
            fields.text("case", form=form),
            fields.text("hand_over", form=form),
            fields.text("number", 40),
            fields.text("partner", 400),
            by,
        )


@dataclass(frozen=True)
class CarriedFile:
    """A file written to a stick and read back. `to` are the laptops that can open it; `left_out` counts the pieces of
    evidence that had no room in it."""

    path: Path
    errand: Errand
    to: tuple[str, ...]
    left_out: int


# --- writing


def carry(work: Work, keys: DeviceKeys, case_id: str, folder: Path) -> CarriedFile:
    """Write a case that waits, or the decision on it, for the office's other laptops into a folder, and read it back.

    Raises Problem when no other laptop of the office is known here, or there is nothing to carry.
    """
    require(work.officer, Right.SEND)
    office_profile.require_real(work.store)
    clock = sealing_clock(work)
    _others(enrolment.keyset(work.machine), keys)  # before the case: without one there is nothing to be said of it
    with work.store.read() as session:
        about = _errand(session, session.get_one(Case, case_id))
        evidence, left_out = _evidence(session, case_id)
    written = replace(_write(work, keys, about, evidence, folder), left_out=left_out)
    with work.machine.note() as session:
        note = {"at": clock.stamp(), "hand_over": about.hand_over, "file": written.path.name, "errand": about.errand}
        session.merge(Local(name=CARRIED, value={**recall_in(session, CARRIED), case_id: note}))
    return written


def pass_on(work: Work, keys: DeviceKeys, folder: Path) -> CarriedFile:
    """Write every change of the office that is here for its other laptops into a folder, and read the file back.

    Files stay behind: they go with a case, or to Headquarters. Raises Problem when no other laptop is known here.
    """
    require(work.officer, Right.SEND)
    about = CarriedCase(Errand.EVERYTHING, "", "", work.store.identity.office, "")
    return _write(work, keys, about, (), folder)


def _write(
    work: Work, keys: DeviceKeys, about: CarriedCase, evidence: Sequence[BundleFile], folder: Path
) -> CarriedFile:
    office_profile.require_real(work.store)
    others = _others(enrolment.keyset(work.machine), keys)
    with work.store.read() as session:
        runs, vouched = _chains(session, work, keys), recall_in(session, VOUCHED)
    signers = {signer.device: signer for signer in (keys, *laptop_keys.former(work.machine))}
    journals = [sending.signed(sending.journal_of(work.store, run), signers, vouched) for run in runs]
    load = bundle.Load(journals, {DOCUMENT: about.to_json()}, evidence)
    to = [other.keys for other in others]
    whole = bundle.compose(BundleKind.CHANGES, keys, to, sending.about(work), load)
    remove_leftovers_beside(folder, f"{safe_name(about.number)}-*{bundle.SUFFIX}")
    path = folder / f"{safe_name(about.number)}-{about.errand}-{sha256(whole)[:8]}{bundle.SUFFIX}"
    write_safely(path, whole)
    if sha256(b"".join(pieces_of(path))) != sha256(whole):
        path.unlink(missing_ok=True)
        raise Problem(
            _("What was written there does not read back; nothing incomplete was left."),
            _("Try again, or use another stick."),
            code="carried-differs",
        )
    return CarriedFile(path, about.errand, tuple(other.label for other in others), 0)


def carried_at(session: Session, case: Case) -> str:
    """The moment at which a case was written out as it waits now; empty when it was not, or was handed over anew."""
    note = recall_in(session, CARRIED).get(case.id, {})
    return str(note.get("at", "")) if note and note.get("hand_over") == case.hand_over else ""


def has_others(work: Work) -> bool:
    """Whether another laptop of this office is known here, to which a case can be carried."""
    trusted = enrolment.keyset(work.machine)
    return trusted is not None and bool(_laptops(trusted, work.store.identity.device))


def _others(trusted: Keyset | None, keys: DeviceKeys) -> Sequence[DeviceCertificate]:
    others = _laptops(trusted, keys.device) if trusted is not None else ()
    if not others:
        raise Problem(
            _("No other laptop of this office is known here; nothing was written."),
            _("Have Headquarters authorize the other laptop, then import its next return here, or print the brief."),
            code="no-other-laptop",
        )
    return others


def _laptops(trusted: Keyset, own: str) -> Sequence[DeviceCertificate]:
    """The office's other laptops that may send and were not withdrawn."""
    return [c for c in trusted.certificates if c.rights and c.device != own and trusted.valid_to(c.device) is None]


def _errand(session: Session, case: Case) -> CarriedCase:
    decided = bool(verdicts.on_case(session, case)) and case.state != CaseState.READY
    if not case.hand_over or (case.state != CaseState.READY and not decided):
        raise Problem(
            _("This case has not been submitted for decision, so there is nothing to carry; nothing was written."),
            _("Have it completed and submitted."),
            code="nothing-to-carry",
        )
    partner = identity.partner_in(session, case.partner_id)
    errand = Errand.DECIDED if decided else Errand.TO_DECIDE
    return CarriedCase(errand, case.id, case.hand_over, case.number, partner.name[:400])


def _chains(session: Session, work: Work, keys: DeviceKeys) -> Sequence[ChangeRun]:
    """The changes of the office held here that are vouched for: this laptop's own, others' up to their signature."""
    own = {keys.device, *(former.device for former in laptop_keys.former_in(session))}
    vouched = recall_in(session, VOUCHED)
    positions = session.scalars(select(Position).where(Position.office == work.store.identity.office)).all()
    last = {
        row.device: row.number if row.device in own else int(vouched.get(row.device, {}).get("number", 0))
        for row in positions
    }
    ordered = sorted(last, key=lambda device: (device == keys.device, device))
    return [ChangeRun(device=device, first=1, last=last[device]) for device in ordered if last[device]]


def _evidence(session: Session, case_id: str) -> tuple[Sequence[BundleFile], int]:
    """The files of the case as far as they have room, and how many have none.

    The scans of its signed sheets come first: without one nobody else confirms what was entered.
    """
    sheets = select(PaperDecision).where(PaperDecision.case_id == case_id, PaperDecision.state != PaperState.WITHDRAWN)
    query = select(Evidence).where(Evidence.case_id == case_id, Evidence.digest != "", Evidence.archived.is_(False))
    wanted = [(sheet.scan, sheet.scan_name) for sheet in session.scalars(sheets.order_by(PaperDecision.id))]
    wanted += [(piece.digest, piece.name) for piece in session.scalars(query.order_by(Evidence.id))]
    carried: dict[str, BundleFile] = {}
    room, left_out = MOST_FILES, 0
    for digest, file_name in wanted:
        attached = files.about(session, digest)
        if attached is None or digest in carried:
            continue
        if attached.size > room:
            left_out += 1
            continue
        room -= attached.size
        carried[digest] = BundleFile(files.get(session, digest), file_name[:255], attached.media_type)
    return tuple(carried.values()), left_out


# --- reading


def is_carried(path: Path, trusted: Keyset | None) -> bool:
    """Whether a file is of the kind that laptops of an office hand to one another; one that is unsound is not."""
    if trusted is None:
        return False
    try:
        return bundle.show(path, trusted).header.kind is BundleKind.CHANGES
    except Problem:
        return False


def look_into(work: Work, keys: DeviceKeys, path: Path, inbox: Path, case_id: str = "") -> CarriedCase:
    """What a carried file is about, with nothing of it applied. `case_id` is the case it must be about, if any.

    Raises Refused or Problem, in one sentence, for a file that was altered, is for somebody else, older, or about
    another case.
    """
    return _open(work, keys, path, inbox, case_id).about


def take_in(work: Work, keys: DeviceKeys, path: Path, inbox: Path, case_id: str = "") -> CarriedCase:
    """Take in a carried case, or the decision that comes back: all or nothing, in one transaction.

    A file that was taken in before changes nothing. Raises as `look_into` does, with nothing applied.
    """
    opened = _open(work, keys, path, inbox, case_id)
    if not opened.taken_in:
        intake = _CaseIntake(work, opened, path.name)
        merge.apply(work.store, intake.incoming(), intake.finish)
    return opened.about


@dataclass(frozen=True)
class _OpenedCase:
    """A carried file that was read, and where it was archived; `taken_in` says that it was applied before."""

    about: CarriedCase
    archived: Path
    trusted: Keyset
    content: Bundle
    taken_in: bool


def _open(work: Work, keys: DeviceKeys, path: Path, inbox: Path, case_id: str) -> _OpenedCase:
    require(work.officer, Right.SEND)
    trusted = enrolment.keyset(work.machine)
    if trusted is None:
        raise Problem(
            _("This laptop does not know the office’s other laptops yet; nothing was changed."),
            _("Have Headquarters authorize this laptop first: it takes one file each way."),
            code="laptop-not-enrolled",
        )
    sender = _require_sound(path, trusted, keys)
    archived = arrivals.archive(path, inbox)
    reading = BundleReader(trusted, (keys, *laptop_keys.former(work.machine)))
    with arrivals.setting_refused_aside(work, archived), reading as reader:
        content = reader.read(archived)
    about = _about(content, sender)
    with work.store.read() as session:
        row = session.get(Received, archived.stem)
        taken_in = row is not None and row.verdict == BundleVerdict.APPLIED
        if about.errand is Errand.EVERYTHING:
            return _OpenedCase(about, archived, trusted, content, taken_in)
        if case_id and about.case_id != case_id:
            raise Problem(
                _("This file is about another case, {number} ({partner}); nothing was changed.").format(
                    number=about.number, partner=about.partner
                ),
                _("Open it from the list of decisions, or choose the file of this case."),
                code="carried-other-case",
            )
        case = session.get(Case, about.case_id)
        if not taken_in:
            _require_current(session, about, case)
        elif case is None or case.hand_over != about.hand_over:
            raise _older(about)
    return _OpenedCase(about, archived, trusted, content, taken_in)


def _require_sound(path: Path, trusted: Keyset, keys: DeviceKeys) -> DeviceCertificate:
    """Look at the outside first: of a file with one altered byte nothing is stored and nothing is decrypted."""
    envelope = bundle.show(path, trusted)
    sender = envelope.sender
    if sender is None:
        raise bundle.Refused("unknown-sender", envelope.header.sender)
    if not envelope.signed:
        raise bundle.Refused("bad-signature")
    if envelope.header.kind is not BundleKind.CHANGES or trusted.is_hq(envelope.header.sender):
        raise _no_case()
    if sender.device == keys.device:
        raise Problem(
            _("This very laptop wrote this file; nothing was changed."),
            _("Open it on the other laptop."),
            code="carried-by-this-laptop",
        )
    if trusted.valid_to(sender.device) is not None:
        raise bundle.Refused("revoked", sender.device)
    return sender


def _about(content: Bundle, sender: DeviceCertificate) -> CarriedCase:
    if DOCUMENT not in content.documents:
        raise _no_case()
    try:
        return CarriedCase.from_json(content.documents[DOCUMENT], sender.label)
    except strict.Unsound as error:
        raise bundle.Refused("bad-contents", f"{DOCUMENT}: {error}") from error


def _no_case() -> Problem:
    return Problem(
        _("This file comes from no other laptop of this office; nothing was changed."),
        _("A return from Headquarters is opened under “Send and receive”."),
        code="carries-no-case",
    )


def _require_current(session: Session, about: CarriedCase, case: Case | None) -> None:
    """Raise Problem unless the case here, if it is known, is the one that the file is about as it stands."""
    if case is None:
        if about.errand is Errand.DECIDED:
            raise _older(about)
        return
    if about.errand is Errand.TO_DECIDE:
        if case.hand_over == about.hand_over and case.state != CaseState.READY:
            raise Problem(
                _("This case was already decided or taken back here; nothing was changed."),
                _("Open it under “Decisions” and carry the decision back."),
                code="carried-decided-already",
            )
        return
    if case.hand_over != about.hand_over or case.state != CaseState.READY or verdicts.on_case(session, case):
        raise _older(about)


def _older(about: CarriedCase) -> Problem:
    return Problem(
        _("This file is older than the case {number}, which was changed since; nothing was changed.").format(
            number=about.number
        ),
        _("Carry the case anew, as it stands now."),
        code="carried-older",
    )


class _CaseIntake:
    """What applying one carried file does in the transaction of its changes."""

    def __init__(self, work: Work, opened: _OpenedCase, name: str) -> None:
        self._work, self._opened, self._name = work, opened, name
        self._office = work.store.identity.office
        self._hq = {keys.device for keys in opened.trusted.hq}

    def incoming(self) -> list[merge.Incoming]:
        """The changes of the office's other laptops as the office's, those of Headquarters as its own."""
        laptops = {c.device for c in self._opened.trusted.certificates} - {self._work.store.identity.device}
        owners = {**dict.fromkeys(laptops, Owner.OFFICE), **dict.fromkeys(self._hq, Owner.HQ)}
        return [
            merge.Incoming(
                journal.device, self._office, owners[journal.device], journal.before, journal.changes, journal.heads
            )
            for journal in self._opened.content.journals
            if journal.device in owners and journal.doubtful_from is None
        ]

    def finish(self, merged: merge.Merged, session: Session) -> None:
        """Note files, signatures and the file itself; raises Problem where the case is not what the file says."""
        opened = self._opened
        arrived_decisions.check_seals(session, merged)
        arrived_authors.check_authors(session, merged)
        if any(a.verdict in (merge.ArrivalVerdict.GAP, merge.ArrivalVerdict.FORK) for a in merged.arrivals):
            raise Problem(
                _("The other laptop holds another history of this office; nothing was changed."),
                _("Exchange with Headquarters on both laptops first, then write the file anew."),
                code="carried-other-history",
            )
        self._require_what_was_said(session)
        for file in opened.content.files:
            files.put(session, file.data, file.name, file.media)
        self._note_vouched(merged, session)
        arrivals.note_taken_in(
            session, opened.archived, self._name, opened.content, self._office, BundleVerdict.APPLIED,
            self._work.clock.stamp(),
        )  # fmt: skip

    def _require_what_was_said(self, session: Session) -> None:
        about = self._opened.about
        if about.errand is Errand.EVERYTHING:
            return
        case = session.get(Case, about.case_id)
        if case is None or case.hand_over != about.hand_over:
            raise _older(about)
        answers: Sequence[Verdict] = verdicts.on_case(session, case)
        if about.errand is Errand.TO_DECIDE:
            if case.state != CaseState.READY or answers:
                raise _older(about)
        elif not any(seals.holds(session, answer) for answer in answers):
            raise Problem(
                _("The decision in this file is not as its decider sealed it; nothing was changed."),
                _("Ask the decider to decide again, and tell Headquarters where the file came from."),
                code="carried-seal-broken",
            )

    def _note_vouched(self, merged: merge.Merged, session: Session) -> None:
        """Keep each laptop's signature over its own chain: with it Headquarters believes what this laptop passes on."""
        vouched = recall_in(session, VOUCHED)
        taken = {a.device for a in merged.arrivals if a.verdict is merge.ArrivalVerdict.APPLIED}
        for journal in self._opened.content.journals:
            last = journal.changes[-1].number if journal.changes else 0
            if journal.device not in taken or last < vouched.get(journal.device, {}).get("number", 0):
                continue
            signed = checkpoint_bytes(journal.device, last, journal.heads[-1])
            signers = (*self._opened.trusted.of_device(journal.device), *self._opened.trusted.hq)
            if any(signing.verify(k.sign, signing.CHECKPOINT, signed, journal.checkpoint) for k in signers):
                vouched[journal.device] = {
                    "number": last,
                    "signature": journal.checkpoint,
                    "head": journal.heads[-1],
                }
        session.merge(Local(name=VOUCHED, value=vouched))
