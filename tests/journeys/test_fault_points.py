"""Killed between any two durable writes of any deed, office and Headquarters agree after three ordinary rounds."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import select

from desktop.base import paths
from desktop.base.progress import Progress
from desktop.definitions.indicator import Period
from desktop.definitions.terms import Audience
from desktop.office import Office
from desktop.screening import library
from desktop.services import merging
from desktop.services.agreements import earlier
from desktop.services.agreements.earlier import GivenBefore
from desktop.services.demo import invented
from desktop.services.diligence import cases, evidence, incidents
from desktop.services.diligence.incidents import NewIncident
from desktop.services.exchange import depositing, receiver_address, receiving, sending
from desktop.services.exchange.headquarters import answering, consolidating, key_files
from desktop.services.exchange.headquarters.key_ceremony import KeyCeremony, KeyDeed
from desktop.services.office import backup, people
from desktop.services.registry import partners
from desktop.services.registry.spreadsheets import columns, importing, reading
from desktop.services.registry.spreadsheets.dry_run import dry_run
from desktop.services.registry.spreadsheets.questions import ImportAnswers
from desktop.services.results import ledger, periods, valuing
from desktop.services.results.ledger import NewPromise, RefusedGoods
from desktop.services.results.register import edition_files, editions, questions
from desktop.services.results.register.editions import EditionOrder
from desktop.services.results.register.questions import NewMembersQuestion
from desktop.services.results.valuing import NewValuation
from desktop.store.records import Case, Evidence, Partner, SealedEdition
from desktop.store.slots import FLOOR
from desktop.store.states import ContributionKind, EvidenceForm, Role
from desktop.store.vault import Opened, Vault
from tests.faulty import (
    DIED,
    DONE,
    REFUSED,
    SHARE,
    Hook,
    can_fill,
    deaths,
    full_disks,
    in_a_child,
    in_a_new_process,
    limit_files,
    packed,
    refusing,
)
from tests.journeys.test_put_back import assert_the_same, name, recognise, rounds, until_the_same
from tests.lines import certificate
from tests.lines import receiving as serving
from tests.offices import Staff, Templates, set_up, set_up_headquarters


@dataclass(frozen=True)
class Sides:
    """Where the two offices of one try lie, and what opens them."""

    folder: Path
    staff: Staff
    administrator: Opened

    def office(self) -> Office:
        return Office.enter(self.folder / "office", Vault.open(self.folder / "office"), self.staff.officer)

    def headquarters(self) -> Office:
        return Office.enter(self.folder / "hq", Vault.open(self.folder / "hq"), self.administrator)


Deed = Callable[[Sides], None]
STICKS = "a quiet harbour before dawn"  # opens each key file
LIST = paths.resources() / "reference" / invented.PRACTICE_LIST


def save(sides: Sides) -> None:
    with sides.office() as laptop:
        partners.register(laptop.work, Partner(name="X"))


def pack_and_hand_over(sides: Sides) -> None:
    with sides.office() as laptop:
        sent = sending.pack(laptop.work, laptop.keys, laptop.outbox)
        sending.copy_to(laptop.outbox, sent, sides.folder / "stick")
        sending.hand_over(laptop.work, sent.number, "stick")


def take_in(sides: Sides) -> None:
    with sides.office() as laptop, sides.headquarters() as hq:
        sent = sending.pack(laptop.work, laptop.keys, laptop.outbox)
        consolidating.take_in(hq.work, hq.keys, [laptop.outbox / sent.name], hq.inbox)


def answer_and_receive(sides: Sides) -> None:
    take_in(sides)
    with sides.office() as laptop, sides.headquarters() as hq:
        with hq.store.change("Watched", hq.user.id, office="SN10") as session:
            session.get_one(Partner, partner_id(laptop, "A")).watch_note = "seen"
        path = answering.answer(hq.work, hq.keys, "SN10", hq.outbox)
        receiving.take_in(laptop.work, laptop.keys, path, laptop.inbox)


def deposit_and_fetch(sides: Sides) -> None:
    """Over the Internet: the receiver, in the same process, dies with it."""
    public, secret = sides.folder / "localhost-130.pem", sides.folder / "localhost-130.key"
    with sides.office() as laptop, sides.headquarters() as hq, serving(hq.folder, public, secret) as port:
        receiver_address.set_address(laptop.work, f"https://localhost:{port}")
        receiver_address.set_authority(laptop.work, public.read_bytes())
        sent = depositing.next_bundle(laptop.work, laptop.keys, laptop.outbox)
        assert sent is not None
        assert depositing.deposit(laptop.work, laptop.keys, sent, laptop.folder, Progress()).fetched is not None


def put_back(sides: Sides) -> None:
    with sides.office() as laptop:
        copy = backup.back_up(laptop.work, laptop.folder, laptop.opened.key, (sides.folder / "stick",))[0]
        name(laptop, "Y")
        folder, opened = laptop.folder, laptop.opened
    backup.restore(folder, copy, opened.key, opened.officer_id)


def recognise_again(sides: Sides) -> None:
    put_back(sides)
    with sides.office() as laptop, sides.headquarters() as hq:
        recognise(laptop, hq)


def import_list(sides: Sides) -> None:
    with sides.office() as laptop:
        library.install(laptop.lists, LIST, accept=True)


def import_and_roll_back(sides: Sides) -> None:
    """A table that registers partners and completes one, rolled back, and imported again."""
    path = sides.folder / "table.csv"
    with sides.office() as laptop:
        rules = laptop.definitions.spreadsheets
        table = reading.read_table(path, rules)
        mapping = columns.proposed(laptop.store, table.likeliest, rules, "SN")
        answers = ImportAnswers({"archived": "restore", "alike": "new"})
        for again in (True, False):
            plan = dry_run(laptop.work, table.likeliest, mapping, answers, Progress())
            done = importing.import_partners(laptop.work, table, plan, Progress())
            if again:
                importing.roll_back(laptop.work, done.id)


def attach_and_take_away(sides: Sides) -> None:
    """Evidence of all three kinds, and a file that supports a question no longer."""
    with sides.office() as laptop:
        (case,) = case_ids(laptop)
        file = sides.folder / "proof.pdf"
        file.write_bytes(b"%PDF-1.7\n" + b"proof " * 5_000)
        attached = evidence.attach(laptop.work, case, "A01", file)
        evidence.cite(
            laptop.work,
            case,
            "A01",
            Evidence(title="Registry", form=EvidenceForm.LINK, link="https://example.org/registry"),
        )
        evidence.use_for(laptop.work, attached.id, ["A02"], True)
        evidence.use_for(laptop.work, attached.id, ["A01"], False)


def report_and_examine(sides: Sides) -> None:
    """An incident, somebody who is told, and the case that is examined because of it."""
    with sides.office() as laptop:
        new = NewIncident(partner_id(laptop, "A"), "labour", "De nouveaux frais.")
        incident = incidents.record(laptop.work, new)
        incidents.inform(laptop.work, incident.id, "chief_of_mission", "Ibrahima Fall", laptop.work.today())
        incidents.reopen(laptop.work, incident.id)


def merge_and_part(sides: Sides) -> None:
    """Two partners merged, sent, and parted again."""
    with sides.office() as laptop:
        one, other = partner_id(laptop, "A"), partner_id(laptop, "B")
        merging.merge(laptop.work, one, other, chosen={}, knowing=())
    take_in(sides)
    with sides.office() as laptop:
        merging.part(laptop.work, other)


def promise_value_and_pay_back(sides: Sides) -> None:
    """What changes several records of the ledger in one deed: goods refused and written off, a value and its refund."""
    with sides.office() as laptop:
        work, partner, now = laptop.work, partner_id(laptop, "A"), laptop.work.today()
        promise = NewPromise(partner, "goods", "Tentes", "2026-01-02", "90", quantity="3", unit="tentes")
        promised = ledger.promise(work, promise)
        ledger.refuse(work, RefusedGoods("damaged", now, "1", promise_id=promised.id))
        ledger.write_off(work, promised.id, "ended")
        gift = GivenBefore(partner, "Camion", "2020-05-01", ContributionKind.GOODS, amount=Decimal(100))
        given = earlier.record_gift(work, gift)
        ledger.refund(work, given.id, "50", now)
        valuing.value(work, given.id, NewValuation("market", amount="200", evidence=("p" * 32,)))


def seal_and_save(sides: Sides) -> None:
    """Two editions of the register, one of them saved as a folder of pages."""
    with sides.office() as laptop:
        chief = next(one for one in people.officers(laptop.store) if one.role == Role.CHIEF_OF_MISSION)
        boss, seed = laptop.work.acting_as(chief), sides.staff.chief.seal_seed
        for audience in (Audience.INTERNAL, Audience.MEMBERS):
            sealed = editions.seal(boss, EditionOrder(audience, Period.year(2026)), seed, Progress())
        pages = edition_files.names_of([own.name for own in sealed.files], "html", "fr")
        edition_files.save(editions.hand_out(boss, sealed.id, pages), laptop.outbox / "pages")


def sign_restate_and_answer(sides: Sides) -> None:
    """The figures of last year signed, a gift of it found, the figures restated, a State’s question answered."""
    with sides.office() as laptop:
        chief = next(one for one in people.officers(laptop.store) if one.role == Role.CHIEF_OF_MISSION)
        work, seed, year = laptop.work, sides.staff.chief.seal_seed, laptop.work.today().year - 1
        boss = work.acting_as(chief)
        closing = periods.prepare(work, Period.year(year))
        periods.sign(boss, closing.id, seed)
        gift = GivenBefore(partner_id(laptop, "A"), "Virement", f"{year}-05-01", ContributionKind.CASH, Decimal(100))
        earlier.record_gift(work, gift)
        assert periods.restate(boss, closing.id, "Un virement manquait", seed)
        with laptop.store.change("Sealed", laptop.user.id) as session:  # sealing one is a deed of its own
            session.add(SealedEdition(number="R-1"))
        asked = questions.record(work, NewMembersQuestion("R-1", "FR", "Pourquoi ?"))
        questions.answer(work, asked.id, "Un virement manquait.")
        questions.withdraw(work, asked.id)
    take_in(sides)


@dataclass(frozen=True)
class KeyChange:
    """Root keys sign for other keys, with these sticks, and the office hears of it."""

    deed: KeyDeed
    sticks: tuple[str, ...]

    def __call__(self, sides: Sides) -> None:
        with sides.headquarters() as hq:
            ceremony = KeyCeremony(hq.work, hq.keys, self.deed)
            for stick in self.sticks:
                step, path = ceremony.next_step, sides.folder / f"{stick}.hqkey"
                if step is not None and step.creates:
                    ceremony.create(path, STICKS, "en", FLOOR)
                else:
                    ceremony.open(path, STICKS)
            ceremony.finish()
            hq.read_keys_again()
            back = answering.answer(hq.work, hq.keys, "SN10", hq.outbox)
            with sides.office() as laptop:
                receiving.take_in(laptop.work, laptop.keys, back, laptop.inbox)


DEEDS: dict[str, Deed] = {
    "renew the keys of Headquarters": KeyChange(KeyDeed.RENEW, ("root-a", "root-c")),
    "revoke the keys of Headquarters": KeyChange(KeyDeed.REVOKE, ("root-a", "root-c", "spare", "spare-2")),
    "sign figures, restate them and answer a State": sign_restate_and_answer,
    "seal editions of the register and save one": seal_and_save,
    "promise goods, value some and pay back": promise_value_and_pay_back,
    "merge two partners and part them": merge_and_part,
    "report an incident and examine again": report_and_examine,
    "attach evidence and take it away": attach_and_take_away,
    "import a list": import_list,
    "import a table of partners, roll it back and import it again": import_and_roll_back,
    "save": save,
    "pack and hand over": pack_and_hand_over,
    "hand over the Internet and fetch": deposit_and_fetch,
    "take in, answer and receive": answer_and_receive,
    "back up, put back and recognise again": recognise_again,
}


def partner_id(laptop: Office, partner_name: str) -> str:
    with laptop.store.read() as session:
        return next(row.id for row in session.query(Partner) if row.name == partner_name)


def case_ids(laptop: Office) -> list[str]:
    with laptop.store.read() as session:
        return list(session.scalars(select(Case.id)))


def sides_in(folder: Path, templates: Templates) -> Sides:
    """An office and its Headquarters that do not know each other yet."""
    office_template, staff = templates.folder(set_up)
    hq_template, administrator = templates.folder(set_up_headquarters)
    shutil.copytree(office_template, folder / "office")
    shutil.copytree(hq_template, folder / "hq")
    return Sides(folder, staff, administrator)


@pytest.fixture(scope="module")
def two_sides(templates: Templates, tmp_path_factory: pytest.TempPathFactory) -> Sides:
    """An office recognised by Headquarters, with two partners that have a receipt and one that has none."""
    sides = sides_in(tmp_path_factory.mktemp("sides"), templates)
    with sides.office() as laptop, sides.headquarters() as hq:
        recognise(laptop, hq)
        ceremony = KeyCeremony(hq.work, hq.keys, KeyDeed.BEGIN)
        for key in ("root-a.hqkey", "root-b.hqkey", "root-c.hqkey", "spare.hqkey"):
            ceremony.create(sides.folder / key, STICKS, "en", FLOOR)
        ceremony.finish()
        hq.read_keys_again()
        name(laptop, "A")
        rounds(laptop, hq, 1)
        name(laptop, "B")  # whose bundle says that the list of keys arrived
        planned = invented.partnership(laptop.work, partner_id(laptop, "A"), "fr")
        cases.open_case(laptop.work, laptop.definitions.form, planned)
        rounds(laptop, hq, 1)
        name(laptop, "C")
        hq.offer_return("SN10", answering.answer(hq.work, hq.keys, "SN10", hq.outbox))
    (sides.folder / "stick").mkdir()
    certificate(sides.folder)
    table = "Nom;Pays;Contact\nA;Sénégal;Awa\nKora;Sénégal;Fatim\nBalafon;Mali;\n"
    (sides.folder / "table.csv").write_text(table, encoding="utf-8")
    return sides


@dataclass(frozen=True)
class Tries:
    """A deed tried again and again, each time on a copy of both sides below `folder`."""

    original: Sides
    folder: Path
    deed: Deed

    def sides(self, name: str) -> Sides:
        """The two sides of one try."""
        return Sides(self.folder / name, self.original.staff, self.original.administrator)

    def prepare(self, name: str) -> Callable[[], None]:
        """Copy both sides, and give back the deed to do on the copy."""
        shutil.copytree(self.original.folder, self.sides(name).folder)
        return partial(self.deed, self.sides(name))


@pytest.mark.parametrize("deed", DEEDS.values(), ids=DEEDS)
def test_killed_at_every_point_nothing_is_lost_or_twice(two_sides: Sides, tmp_path: Path, deed: Deed) -> None:
    tries = Tries(two_sides, tmp_path, deed)
    for try_ in deaths(tries.prepare, tmp_path / "points", SHARE):
        assert_nothing_lost(tries.sides(try_))
        shutil.rmtree(tries.sides(try_).folder)


def test_a_deed_is_killed_in_a_new_process_too_where_none_can_be_split_off(two_sides: Sides, tmp_path: Path) -> None:
    tries = Tries(two_sides, tmp_path, save)
    assert in_a_new_process(packed(tries.prepare("killed"), Hook(1))) == DIED
    assert in_a_new_process(packed(tries.prepare("whole"), Hook(), tmp_path / "points")) == DONE
    assert in_a_child(tries.prepare("again"), Hook(), tmp_path / "points of a child") == DONE
    assert (tmp_path / "points").read_text("utf-8") == (tmp_path / "points of a child").read_text("utf-8")
    assert_nothing_lost(tries.sides("killed"))


def assert_nothing_lost(sides: Sides) -> None:
    """Three ordinary rounds later at most both sides are the same, and nothing half-written lies anywhere."""
    with sides.office() as laptop, sides.headquarters() as hq:
        with laptop.store.read() as session:
            on_record = session.scalars(
                select(Partner)
            ).all()  # of two that are merged, each name is one of the partner's
            assert {"A", "B", "C"} <= {said for row in on_record for said in (row.name, *row.other_names)}
            pieces = session.scalars(select(Evidence).where(Evidence.digest != "")).all()
        assert all(evidence.open_file(laptop.store, piece.id)[1] for piece in pieces)
        if laptop.keyset() is None:
            recognise(laptop, hq)
        name(laptop, "Z")
        until_the_same(laptop, hq)
        if library.installed(laptop.lists):
            assert all(verified.sound for verified in library.verify(laptop.lists))
        if [*laptop.lists.glob("*")]:  # an import had begun
            library.install(laptop.lists, LIST, accept=True)
        name(laptop, "W")
        sent = sending.pack(laptop.work, laptop.keys, laptop.outbox)
        sending.copy_to(laptop.outbox, sent, sides.folder / "stick")
        backup.back_up(laptop.work, laptop.folder, laptop.opened.key, (sides.folder / "stick",))
        if [*sides.folder.glob("*.hqkey.part")]:  # the power went while a stick was written
            assert key_files.opened(sides.folder / "root-a.hqkey", STICKS).lists
        assert not [*sides.folder.rglob("*.part*")]


def answer(sides: Sides) -> None:
    with sides.headquarters() as hq:
        answering.answer(hq.work, hq.keys, "SN10", hq.outbox)


def test_whatever_is_lost_after_a_return_was_written_by_halves_comes_all_the_same(
    two_sides: Sides, tmp_path: Path
) -> None:
    """The file of a return that nobody noted is handed over; what was written after it goes into one that is lost."""

    def prepare(try_: str) -> Callable[[], None]:
        shutil.copytree(two_sides.folder, tmp_path / try_)
        return partial(answer, Sides(tmp_path / try_, two_sides.staff, two_sides.administrator))

    for try_ in deaths(prepare, tmp_path / "points", 1):
        sides = Sides(tmp_path / try_, two_sides.staff, two_sides.administrator)
        with sides.office() as laptop, sides.headquarters() as hq:
            for path in sorted(set(hq.outbox.glob("*.psb")), key=lambda path: path.stat().st_mtime_ns)[-1:]:
                receiving.take_in(laptop.work, laptop.keys, path, laptop.inbox)
            with hq.store.change("Watched", hq.user.id, office="SN10") as session:
                session.get_one(Partner, partner_id(laptop, "A")).watch_note = "seen"
            answering.answer(hq.work, hq.keys, "SN10", hq.outbox).unlink()
            rounds(laptop, hq, 2)
            assert_the_same(laptop, hq)


def on_a_full_disk(deed: Deed, sides: Sides, room: int) -> None:
    limit_files(room)
    deed(sides)


@can_fill
@pytest.mark.matrix(2)
@pytest.mark.parametrize("room", [0, 40_000, 400_000], ids=lambda room: f"{room} bytes")
@pytest.mark.parametrize("deed", DEEDS.values(), ids=DEEDS)
def test_a_full_disk_ends_every_deed_with_a_sentence(two_sides: Sides, disk: Path, deed: Deed, room: int) -> None:
    """`room` is how large a file may grow: none at all, a small one, one smaller than the database."""
    sides = Sides(disk / "sides", two_sides.staff, two_sides.administrator)
    shutil.copytree(two_sides.folder, sides.folder)
    assert refusing(partial(on_a_full_disk, deed, sides, room)) in (DONE, REFUSED)
    assert_nothing_lost(sides)


@pytest.mark.parametrize("deed", DEEDS.values(), ids=DEEDS)
def test_a_disk_full_at_any_one_file_ends_the_deed_with_a_sentence(
    two_sides: Sides, tmp_path: Path, deed: Deed
) -> None:
    """The database has room, the file beside it has not: what the store says of a full disk cannot stand in for it."""

    tries = Tries(two_sides, tmp_path, deed)
    for try_, end in full_disks(tries.prepare, tmp_path / "points"):
        assert end in (DONE, REFUSED)
        assert_nothing_lost(tries.sides(try_))
        shutil.rmtree(tries.sides(try_).folder)
