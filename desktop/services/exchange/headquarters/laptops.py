"""The laptops that Headquarters authorized: what it holds of each, their withdrawal, what a withdrawn one still sent.

A laptop is withdrawn at the number of one of its changes (sync design 2.10): what it wrote up to there counts, what
comes after is archived and not applied. A person who looked at it may move that number on; nothing moves it back,
because what Headquarters took in stands in its records.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.base.change import Change
from desktop.base.errors import Problem
from desktop.base.text import N_, _
from desktop.bundles.keys import DeviceCertificate, DeviceKeys, Keyset
from desktop.services.exchange.arrivals import BundleReport
from desktop.services.exchange.headquarters import consolidating, recognition
from desktop.services.office.rights import Right, require
from desktop.services.work import Work
from desktop.store.records import Device, Position, Received


class LaptopState(StrEnum):
    """Where a laptop stands for Headquarters."""

    AWAITED = "awaited"  # authorized, and nothing has arrived yet
    AUTHORIZED = "authorized"
    REPLACED = "replaced"  # another identity goes on where it ended, and it was not withdrawn
    WITHDRAWN = "withdrawn"
    FORMER = "former"  # an identity that a laptop, or its backup, had before


@dataclass(frozen=True)
class LaptopLine:
    """One laptop as Headquarters sees it.

    `name` is what its office calls it, empty before its first bundle; `number` its last change held here, `heard_at`
    the moment of its last bundle, empty before one; `withdrawn_after` the last change that counts, None while it is
    authorized; `aside` the last change that came after that, 0 for none; `tested_at` the moment when it showed
    that its keys open what is sealed to them, empty before, None where they were never tested; `key_id` names its key
    in the bundles that it signs.
    """

    device: str
    office: str
    label: str
    name: str
    fingerprint: str
    authorized_at: str
    state: LaptopState
    number: int
    heard_at: str
    withdrawn_after: int | None
    reason: str
    aside: int
    tested_at: str | None
    key_id: str = ""


@dataclass(frozen=True)
class ChangeAside:
    """A change of a withdrawn laptop that was archived and not applied: its number, author's id and what it did.

    `at` is its laptop's clock, in ms since 1970 UTC; `records` how many it concerns.
    """

    number: int
    at: int
    by: str
    what: str
    records: int


def laptops(work: Work, keys: DeviceKeys) -> tuple[LaptopLine, ...]:
    """Every laptop that was ever authorized, by office and then by the order in which they were.

    Identities that a laptop had before it was restored are told of with the state `FORMER`.
    """
    keyset = recognition.trusted(work.machine, keys)
    certificates = sorted(keyset.certificates, key=lambda certificate: certificate.office)
    with work.store.read() as session:
        devices = [certificate.device for certificate in certificates]
        positions = {row.device: row for row in session.scalars(select(Position).where(Position.device.in_(devices)))}
        records = {row.id: row for row in session.scalars(select(Device).where(Device.id.in_(devices)))}
        replaced = {row.continues for row in records.values()}
        aside, passed = _last_aside(session, keyset), recognition.tests_passed(session)
    return tuple(
        _line(
            certificate,
            keyset,
            _LaptopRecords(
                positions.get(certificate.device),
                records.get(certificate.device),
                aside.get(certificate.device, 0),
                passed.get(certificate.device),
                certificate.device in replaced,
            ),
        )
        for certificate in certificates
    )


@dataclass(frozen=True)
class _LaptopRecords:
    """What the records hold of a laptop."""

    position: Position | None
    device: Device | None
    aside: int
    tested_at: str | None
    replaced: bool  # another laptop goes on where it ended


def _line(certificate: DeviceCertificate, keyset: Keyset, records: _LaptopRecords) -> LaptopLine:
    withdrawn = keyset.valid_to(certificate.device)
    position, record, last = records.position, records.device, records.aside
    return LaptopLine(
        device=certificate.device,
        office=certificate.office,
        label=certificate.label,
        name=record.name if record is not None else "",
        fingerprint=certificate.keys.fingerprint,
        authorized_at=certificate.valid_from,
        state=_state(certificate, withdrawn, records),
        number=position.number if position is not None else 0,
        heard_at=(position.heard_at if position is not None else None) or "",
        withdrawn_after=withdrawn,
        reason=record.withdrawal_reason if record is not None and withdrawn is not None else "",
        aside=last if withdrawn is not None and last > withdrawn else 0,
        tested_at=records.tested_at,
        key_id=certificate.keys.key_id,
    )


def _state(certificate: DeviceCertificate, withdrawn: int | None, records: _LaptopRecords) -> LaptopState:
    if withdrawn is not None:
        return LaptopState.WITHDRAWN
    if not certificate.rights:
        return LaptopState.FORMER
    if records.replaced:
        return LaptopState.REPLACED
    heard = records.position is not None and records.position.heard_at
    return LaptopState.AUTHORIZED if heard else LaptopState.AWAITED


def _last_aside(session: Session, keyset: Keyset) -> dict[str, int]:
    """Of each withdrawn laptop the number of the last change that was archived and not applied."""
    last: dict[str, int] = {}
    for row in _archived(session, keyset, tuple(keyset.revoked or {})):
        for device, number in ((row.detail.aside if row.detail else None) or {}).items():
            last[device] = max(number, last.get(device, 0))
    return last


def _archived(session: Session, keyset: Keyset, devices: Sequence[str]) -> Sequence[Received]:
    """The bundles that these laptops signed themselves: what another one carries for them counts."""
    senders = [keys.key_id for device in devices for keys in keyset.of_device(device)]
    if not senders:
        return ()
    return session.scalars(select(Received).where(Received.sender.in_(senders)).order_by(Received.taken_in)).all()


def withdraw(work: Work, keys: DeviceKeys, device: str, after: int, reason: str) -> None:
    """Withdraw a laptop that was lost or stolen: what it wrote after change `after` does not count.

    It gets no return any more. Raises Problem for one that was never authorized or is withdrawn already, without a
    reason, and for a number below what Headquarters took in.
    """
    require(work.officer, Right.HEADQUARTERS)
    keyset = _authorized(work, keys, device)
    if (until := keyset.valid_to(device)) is not None:
        raise Problem(
            _("This laptop is withdrawn already, after change {number}; nothing was changed.").format(number=until),
            _("What it sent since is kept aside: look at it, and import what counts."),
            code="laptop-withdrawn-already",
        )
    _require_reason(reason)
    if after < (held := work.store.position(device).number):
        raise Problem(
            _("Headquarters already holds change {number} of this laptop; nothing was changed.").format(number=held),
            _("Withdraw it after change {number}, then look at what it wrote last.").format(number=held),
            code="withdrawal-before-taken-in",
        )
    _cut_off(work, keys, keyset, device, after, reason, N_("Laptop withdrawn"))


def take_in_aside(
    work: Work, keys: DeviceKeys, inbox: Path, device: str, until: int, reason: str
) -> Sequence[BundleReport]:
    """Take in, up to change `until`, what a withdrawn laptop had sent: somebody looked at it and vouches for it.

    The laptop stays withdrawn, after that change. Returns what became of each archived bundle. Raises Problem for a
    laptop that is not withdrawn, without a reason, and for a number that none of its archived changes bears.
    """
    require(work.officer, Right.HEADQUARTERS)
    keyset = _authorized(work, keys, device)
    withdrawn = keyset.valid_to(device)
    if withdrawn is None:
        raise _never_withdrawn()
    _require_reason(reason)
    with work.store.read() as session:
        archived = [row for row in _archived(session, keyset, (device,)) if row.detail and row.detail.aside]
        last = _last_aside(session, keyset).get(device, 0)
    if not withdrawn < until <= last:
        raise Problem(
            _("No change {number} of this laptop is kept aside; nothing was changed.").format(number=until),
            _("Choose a change from the list of what is kept aside."),
            code="change-not-aside",
        )
    _cut_off(work, keys, keyset, device, until, reason, N_("Work of a withdrawn laptop imported"))
    return consolidating.take_again(work, keys, archived, inbox)


def changes_aside(work: Work, keys: DeviceKeys, inbox: Path, device: str) -> tuple[ChangeAside, ...]:
    """What a withdrawn laptop wrote after the change that counts last, from the bundles as they were archived.

    An archived file that is damaged tells nothing. Raises Problem for a laptop that is not withdrawn.
    """
    require(work.officer, Right.HEADQUARTERS)
    keyset = _authorized(work, keys, device)
    withdrawn = keyset.valid_to(device)
    if withdrawn is None:
        raise _never_withdrawn()
    with work.store.read() as session:
        digests = [row.digest for row in _archived(session, keyset, (device,)) if row.detail and row.detail.aside]
    changes: dict[int, ChangeAside] = {}
    with consolidating.reader_aside(work, keyset, keys, device) as reader:
        for digest in digests:
            with suppress(Problem):
                for journal in reader.read(inbox / f"{digest}.psb").journals:
                    if journal.device == device:
                        changes.update((change.number, _aside(change)) for change in journal.changes)
    return tuple(changes[number] for number in sorted(changes) if number > withdrawn)


def _aside(change: Change) -> ChangeAside:
    records = {(entry.kind, entry.id) for entry in change.entries}
    return ChangeAside(change.number, change.at, change.by, change.what, len(records))


def _authorized(work: Work, keys: DeviceKeys, device: str) -> Keyset:
    keyset = recognition.trusted(work.machine, keys)
    if not any(certificate.device == device for certificate in keyset.certificates):
        raise Problem(
            _("This laptop was never authorized; nothing was changed."),
            _("Check which laptop is meant."),
            code="laptop-not-recognised",
        )
    return keyset


def _never_withdrawn() -> Problem:
    return Problem(
        _("This laptop is not withdrawn: nothing of it is kept aside."),
        _("Check which laptop is meant."),
        code="laptop-not-withdrawn",
    )


def _require_reason(reason: str) -> None:
    if not reason.strip():
        raise Problem(
            _("A reason is missing; nothing was changed."),
            _("Say what happened to the laptop, and who told you."),
            code="withdrawal-without-reason",
        )


def _cut_off(work: Work, keys: DeviceKeys, keyset: Keyset, device: str, after: int, reason: str, deed: str) -> None:
    """Keys first: what stops the laptop holds from then on, even where the records do not answer and are told later."""
    office = next(certificate.office for certificate in keyset.certificates if certificate.device == device)
    renewed = replace(keyset, revoked={**(keyset.revoked or {}), device: after}, version=keyset.version + 1)
    work.machine.remember("keyset", renewed.signed(keys).to_json())
    with work.store.change(deed, work.officer.id, office=office) as session:
        record = session.get(Device, device)
        if record is None:
            record = Device(id=device)  # its other fields are the office's to write
            session.add(record)
        record.revoked_after, record.withdrawal_reason = after, reason.strip()
