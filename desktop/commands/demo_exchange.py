"""The demonstration's second half: two offices, two laptops in one, a disagreement settled, Headquarters lost.

What lies at Headquarters in the end is compared with each laptop, record by record and field by field.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop.base.clock import Clock
from desktop.base.files import make_folder
from desktop.base.progress import Progress
from desktop.base.text import _, language
from desktop.bundles.keys import EnrolmentRequest
from desktop.office import Account, Office
from desktop.services.exchange import disagreements, enrolment, receiving, sending
from desktop.services.exchange.headquarters import answering, backing_up, consolidating, offices, recognition
from desktop.services.exchange.pending import pending
from desktop.services.registry import partners
from desktop.store import backup
from desktop.store.records import OfficeProfile, Partner
from desktop.store.states import Role
from desktop.store.vault import FLOOR, Vault

ROUNDS = 3  # after which both sides of any exchange hold the same
BAMAKO = "ML10"


@dataclass(frozen=True)
class ComparedSides:
    """How many laptops were compared with Headquarters, how many records of theirs, and each field that differs."""

    laptops: int
    records: int
    differences: Sequence[str]


def second_office(folder: Path, passphrase: str, clock: Clock, desk: Office) -> Office:
    """An office in Bamako with one partner, recognised by Headquarters."""
    account = Account("Ibrahim Seyni", _("Partnership officer in Bamako"), Role.OFFICER, passphrase)
    profile = OfficeProfile(code=BAMAKO, name=_("IOM Mali, Bamako office"), country="ML", language=language())
    bamako = Office.create(folder / "second-office", account, profile, cost=FLOOR, clock=clock)
    recognise(bamako, desk)
    partners.register(bamako.work, Partner(name="Banque du Fleuve", country="ML"))
    rounds(bamako, desk, folder)
    return bamako


def recognise(laptop: Office, desk: Office) -> str:
    """One file each way; the fingerprint that both read."""
    request = EnrolmentRequest.from_bytes(enrolment.request(laptop.work, laptop.keys))
    recognition.enrol(desk.work, desk.keys, request)
    kit = enrolment.read_kit(recognition.kit(desk.work, desk.keys, request.office), laptop.keys)
    enrolment.accept(laptop.work, kit)
    return kit.fingerprint


def rounds(laptop: Office, desk: Office, folder: Path, count: int = 1) -> None:
    """Ordinary exchanges: a bundle where there is anything to send, and a return."""
    stick = make_folder(folder / "stick")
    for _round in range(count):
        if pending(laptop.store).count:
            sent = sending.pack(laptop.work, laptop.keys, laptop.outbox)
            consolidating.take_in(desk.work, desk.keys, [laptop.outbox / sent.name], desk.inbox)
        answer = answering.answer(desk.work, desk.keys, laptop.profile.code, stick)
        receiving.take_in(laptop.work, laptop.keys, answer, laptop.inbox)


def disagree(laptops: Sequence[Office], desk: Office, partner_id: str, folder: Path) -> int:
    """Two laptops write into the same field, neither knowing of the other; how many disagreements there are then."""
    texts = (_("The delivery is planned for March."), _("The delivery is planned for May."))
    for laptop, text in zip(laptops, texts, strict=True):
        partners.change(laptop.work, partner_id, notes=text)
    for laptop in laptops:
        rounds(laptop, desk, folder)
    return disagreements.troubles(desk.store).disagreements


def settle(laptops: Sequence[Office], desk: Office, folder: Path) -> int:
    """Headquarters settles what disagrees; how many disagreements are left anywhere."""
    for waiting in disagreements.for_review(desk.store).disagreements:
        disagreements.settle(desk.work, waiting.id, written=_("Delivered in April: confirmed by telephone."))
    for laptop in laptops:
        rounds(laptop, desk, folder, 2)
    return sum(disagreements.troubles(side.store).disagreements for side in (*laptops, desk))


def put_back(desk: Office, copy: Path, passphrase: str, folder: Path, address: str, clock: Clock) -> Office:
    """Headquarters on another machine, from its backup; the former one is gone."""
    desk.close()
    slots = backup.slots(copy)
    opened = slots.unlock(slots.current.slots[0].id, passphrase)
    backing_up.restore(folder, copy, opened.key, opened.officer_id, address, clock)
    return Office.enter(folder, Vault.open(folder), opened, clock)


def back_up(desk: Office, folder: Path) -> Path:
    """Headquarters' backup of this moment."""
    return desk.back_up((make_folder(folder / "hq-backup"),), Progress())[0]


def compare(laptops: Sequence[Office], desk: Office, folder: Path) -> ComparedSides:
    """Exchange until nothing waits, then compare each laptop with Headquarters."""
    for _round in range(ROUNDS):
        for laptop in laptops:
            rounds(laptop, desk, folder)
    compared = [offices.differences(laptop.store, desk.store) for laptop in laptops]
    different = [line for _count, lines in compared for line in lines]
    return ComparedSides(len(laptops), sum(count for count, _lines in compared), different)


def another_database(address: str) -> str:
    """The address of a new database on the same server; empty where there is no server."""
    if not address:
        return ""
    import psycopg

    with psycopg.connect(address.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute("CREATE DATABASE put_back")
    return address.replace("/postgres?", "/put_back?")
