"""Three laptops of two offices and Headquarters on PostgreSQL: by stick, folder, mail and Internet, there and back."""

import random
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import select

from desktop.base.progress import Progress
from desktop.bundles import parts
from desktop.bundles.armour import armoured
from desktop.bundles.folder import bundles_among
from desktop.office import Account, Office
from desktop.services.exchange import by_mail, depositing, mailbox, receiver_address, receiving, sending
from desktop.services.exchange.headquarters import answering, consolidating, door, offices
from desktop.services.exchange.pending import pending
from desktop.store.journal import verify_chain
from desktop.store.records import ChangeRow, OfficeProfile, Partner, Position, Review
from desktop.store.vault import FLOOR
from tests.journeys.test_put_back import edit, name, partner_names, recognise
from tests.lines import certificate
from tests.lines import receiving as serving
from tests.offices import PASSPHRASE, office, office_folder

__all__ = ["office", "office_folder"]


@dataclass(frozen=True)
class Exchange:
    """Three laptops, of which the first two are one office's, and Headquarters with its receiver."""

    laptops: tuple[Office, Office, Office]
    hq: Office
    place: Path

    def folder(self, name: str, laptop: Office) -> Path:
        """The place of one laptop on one road."""
        path = self.place / name / laptop.store.identity.device[:8]
        path.mkdir(parents=True, exist_ok=True)
        return path

    def take_in(self, paths: list[Path]) -> None:
        reports = consolidating.take_in(self.hq.work, self.hq.keys, paths, self.hq.inbox)
        assert {str(report.verdict) for report in reports} == {"applied"}, reports


def by_stick(exchange: Exchange, laptop: Office) -> None:
    stick = exchange.folder("stick", laptop)
    sent = sending.pack(laptop.work, laptop.keys, laptop.outbox)
    sending.copy_to(laptop.outbox, sent, stick)
    sending.hand_over(laptop.work, sent.number, "stick")
    exchange.take_in(list(bundles_among([stick])))
    (stick / sent.name).unlink()
    apply(laptop, answering.answer(exchange.hq.work, exchange.hq.keys, laptop.profile.code, stick))


def by_folder(exchange: Exchange, laptop: Office) -> None:
    shared = exchange.folder("shared", laptop)
    mailbox.choose(laptop.work, shared)
    dropped = mailbox.drop(laptop.work, sending.pack(laptop.work, laptop.keys, laptop.outbox), laptop.outbox)
    exchange.take_in([dropped])
    answering.answer(exchange.hq.work, exchange.hq.keys, laptop.profile.code, shared)
    assert mailbox.collect(laptop.work, laptop.keys, laptop.folder)
    apply(laptop, waiting(laptop))
    mailbox.choose(laptop.work, None)


def by_post(exchange: Exchange, laptop: Office) -> None:
    """By mail: each part in a message of its own, the last one first; the return as a text in a letter."""
    hq = exchange.hq
    name(laptop, f"Long {laptop.store.identity.device}")
    edit(laptop, f"Long {laptop.store.identity.device}", random.Random(29).randbytes(70_000).hex())
    sent = sending.pack(laptop.work, laptop.keys, laptop.outbox)
    letters = by_mail.drafts(
        laptop.work, sent, laptop.outbox, exchange.folder("mail", laptop), as_text=True, size=by_mail.LEAST
    )
    assert len(letters) > 1
    assert by_mail.opened(letters[1:], hq.folder).files == ()
    arrived = by_mail.opened([*reversed(letters)], hq.folder)
    sending.hand_over(laptop.work, sent.number, "mail")
    exchange.take_in(list(arrived.files))
    answer = answering.answer(hq.work, hq.keys, laptop.profile.code, hq.outbox)
    texts = [exchange.place / f"{piece.index}.txt" for piece in parts.cut(answer.read_bytes(), by_mail.LEAST)]
    for text, piece in zip(texts, parts.cut(answer.read_bytes(), by_mail.LEAST), strict=True):
        text.write_bytes(b"> " + armoured(piece.to_bytes()).replace(b"\r\n", b"\n> "))
    (whole,) = by_mail.opened(texts, laptop.folder).files
    apply(laptop, whole)


def over_the_internet(exchange: Exchange, laptop: Office) -> None:
    hq = exchange.hq
    public, secret = certificate(exchange.folder("tls", laptop))
    with serving(hq.folder, public, secret) as port:
        receiver_address.set_address(laptop.work, f"localhost:{port}/")
        receiver_address.set_authority(laptop.work, public.read_bytes())
        sent = sending.pack(laptop.work, laptop.keys, laptop.outbox)
        depositing.deposit(laptop.work, laptop.keys, sent, laptop.folder, Progress())
        exchange.take_in(door.arrived(hq.folder))
        door.clear(hq.folder, hq.inbox)
        code = laptop.profile.code
        hq.offer_return(code, answering.answer(hq.work, hq.keys, code, hq.outbox))
        fetched = depositing.fetch(laptop.work, laptop.keys, laptop.folder, Progress()).fetched
    assert fetched is not None
    apply(laptop, fetched)


def apply(laptop: Office, answer: Path) -> None:
    assert str(receiving.take_in(laptop.work, laptop.keys, answer, laptop.inbox).verdict) == "applied"


def waiting(laptop: Office) -> Path:
    with laptop.store.read() as session:
        found = depositing.waiting_in(session, laptop.folder)
    assert found is not None
    return found


def watch(hq: Office, code: str, partner: str) -> None:
    with hq.store.change("Watched", hq.user.id, office=code) as session:
        session.scalars(select(Partner).where(Partner.name == partner)).one().watch_note = f"seen {partner}"


def watched(side: Office) -> int:
    with side.store.read() as session:
        return len(session.scalars(select(Partner.id).where(Partner.watch_note != "")).all())


def chains(side: Office, code: str) -> dict[str, list[str]]:
    """The heads of every change of an office and of Headquarters' for it, each chain verified from its first change."""
    with side.store.read() as session:
        devices = session.scalars(select(Position.device).where(Position.office == code)).all()
        assert all(verify_chain(session, device) for device in devices)
        heads = select(ChangeRow.head).order_by(ChangeRow.number)
        return {device: list(session.scalars(heads.where(ChangeRow.device == device))) for device in devices}


def disagreements(side: Office, code: str) -> dict[tuple[str, int], set[tuple[str, int, str]]]:
    """The values that wait for a person, with the changes that wrote them, by record and field."""
    with side.store.read() as session:
        rows = session.scalars(select(Review).where(Review.office == code, Review.closed_by.is_(None))).all()
    return {(row.record, row.field): {(c.device, c.number, str(c.value)) for c in row.candidates} for row in rows}


ROADS: tuple[Callable[[Exchange, Office], None], ...] = (by_stick, by_folder, by_post, over_the_internet)


@pytest.fixture
def exchange(office: Office, database: Callable[[], str], tmp_path: Path) -> Iterator[Exchange]:
    """Headquarters knows all three; the second laptop has joined the first one's office."""
    administrator = Account("Omar Haddad", "", "hq_administrator", PASSPHRASE)
    officer = Account("Moussa Ba", "Assistant", "officer", PASSPHRASE)
    other = Account("Salma Idrissi", "", "officer", PASSPHRASE)
    desk = OfficeProfile(code="HQ", kind="hq", name="Siège", language="fr")
    rabat = OfficeProfile(code="MA20", name="Rabat", country="MA", language="fr")
    with ExitStack() as stack:
        hq = stack.enter_context(Office.create(tmp_path / "hq", administrator, desk, cost=FLOOR, address=database()))
        recognise(office, hq)
        second = stack.enter_context(Office.join(tmp_path / "second", officer, "SN10", "fr", cost=FLOOR))
        third = stack.enter_context(Office.create(tmp_path / "third", other, rabat, cost=FLOOR))
        for laptop in (second, third):
            recognise(laptop, hq)
        hq.renew_door()
        yield Exchange((office, second, third), hq, tmp_path / "roads")


def test_every_laptop_by_every_road_and_the_four_databases_hold_the_same(exchange: Exchange) -> None:
    """In each round the laptops of one office write into the same field, and Headquarters writes to both offices."""
    hq = exchange.hq
    for turn in range(len(ROADS)):
        for place, laptop in enumerate(exchange.laptops):
            name(laptop, f"{'ABC'[place]}{turn}")
            for written in {f"A{turn - 1}", f"C{turn - 1}"} & set(partner_names(laptop)):
                edit(laptop, written, f"{place}{turn}")
        for place, laptop in enumerate(exchange.laptops):
            ROADS[(turn + place) % len(ROADS)](exchange, laptop)
            watch(hq, laptop.profile.code, f"{'ABC'[place]}{turn}")
    for laptop in exchange.laptops:
        apply(laptop, answering.answer(hq.work, hq.keys, laptop.profile.code, hq.outbox))

    first, second, third = exchange.laptops
    assert partner_names(first) == partner_names(second) and len(partner_names(third)) == 5
    assert watched(hq) == 12 and sum(watched(laptop) for laptop in (first, third)) == 12
    for laptop in exchange.laptops:
        compared, different = offices.differences(laptop.store, hq.store)
        assert compared >= 8 and different == []
        assert pending(laptop.store).count == 0
        assert chains(laptop, laptop.profile.code) == chains(hq, laptop.profile.code)
        assert disagreements(laptop, laptop.profile.code) == disagreements(hq, laptop.profile.code)
    assert offices.differences(first.store, second.store)[1] == []
    assert len(disagreements(hq, "SN10")) == 3 and not disagreements(hq, "MA20")
    assert {len(values) for values in disagreements(hq, "SN10").values()} == {2}
