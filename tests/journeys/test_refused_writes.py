"""Every deed that writes a file, where nothing can be written: a sentence, nothing left, and done when it can be."""

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from pathlib import Path

import pytest

from desktop.base import paths
from desktop.base.clock import Clock
from desktop.base.errors import Problem
from desktop.base.progress import Progress, RunNow
from desktop.base.settings import Settings, save_settings
from desktop.office import Account, Office
from desktop.presenters.agreements.agreement import AgreementPresenter
from desktop.presenters.agreements.agreement_pack import AgreementPacks
from desktop.presenters.agreements.open_agreement import AgreementStep
from desktop.presenters.diligence.question import QuestionPresenter
from desktop.presenters.exchange.headquarters import HeadquartersPresenter
from desktop.presenters.exchange.overview import ExchangePresenter
from desktop.presenters.exchange.receiving import ReceivePresenter
from desktop.presenters.exchange.recognition import RecognitionPresenter
from desktop.presenters.exchange.sending import SendPresenter
from desktop.presenters.office import recovery
from desktop.presenters.office.backups import BackupsPresenter
from desktop.presenters.office.settings import UnsavedSettings
from desktop.presenters.office.welcome import COUNTRY, WelcomePresenter
from desktop.presenters.presenter import Screen
from desktop.screening import library
from desktop.screening.entries import CsvMapping, EntryKind
from desktop.screening.mappings import save_mapping
from desktop.services.agreements import packs
from desktop.services.demo import invented
from desktop.services.diligence import cases, evidence
from desktop.services.exchange import enrolment, sending
from desktop.services.exchange.headquarters import answering, backing_up, consolidating
from desktop.services.office import backup
from desktop.services.screening.batch import screen_register
from desktop.store.records import Agreement, Case, OfficeProfile, Partnership
from desktop.store.states import CaseState
from desktop.store.vault import FLOOR, Opened, Vault
from tests.agreed import Agreed, build
from tests.exchanging import User, seated
from tests.faulty import DONE, REFUSED, can_fill, limit_files, obey_modes, refusing
from tests.journeys.test_put_back import name, partner_names, recognise
from tests.offices import PASSPHRASE, Templates, set_up_headquarters

LIST = paths.resources() / "reference" / invented.PRACTICE_LIST


@dataclass(frozen=True)
class Place:
    """A copy of everything that a deed needs, and the keys that open it."""

    folder: Path
    officer: Opened
    administrator: Opened

    @property
    def stick(self) -> Path:
        """Somebody's stick or shared folder."""
        return self.folder / "stick"

    @property
    def files(self) -> Path:
        """Files that a deed reads."""
        return self.folder / "files"

    def office(self) -> Office:
        return Office.enter(self.folder / "office", Vault.open(self.folder / "office"), self.officer)

    def headquarters(self) -> Office:
        return Office.enter(self.folder / "hq", Vault.open(self.folder / "hq"), self.administrator)

    def user(self) -> User:
        return User(self.stick)


@dataclass(frozen=True)
class Desks:
    """The office and Headquarters, open."""

    place: Place
    laptop: Office
    hq: Office


Deed = Callable[[Desks], None]
Closed = Callable[[Place], None]


def told(screen: Screen) -> None:
    """What a screen shows instead of raising it."""
    if screen.problem is not None:
        raise screen.problem


# --- onto a stick or into somebody's folder


def ask_for_recognition(desks: Desks) -> None:
    desks.laptop.machine.remember("keyset", {})
    screen = seated(ExchangePresenter(desks.laptop, RunNow()), desks.place.user())
    screen.do_next()
    told(screen)


def save_a_kit(desks: Desks) -> None:
    user = desks.place.user()
    user.opens.append(desks.place.files / "request.enrol")
    desk = seated(RecognitionPresenter(desks.hq, RunNow()), user)
    desk.choose()
    desk.recognise()
    desk.save()


def copy_a_bundle(desks: Desks) -> None:
    sending.copy_to(desks.laptop.outbox, sending.bundles(desks.laptop.store)[0], desks.place.stick)


def choose_a_stick(desks: Desks) -> None:
    screen = seated(SendPresenter(desks.laptop, RunNow(), 1), desks.place.user())
    screen.choose_folder()
    screen.write()


def save_the_slip(desks: Desks) -> None:
    seated(SendPresenter(desks.laptop, RunNow(), 1), desks.place.user()).save_slip()


def write_returns(desks: Desks) -> None:
    desk = seated(HeadquartersPresenter(desks.hq, RunNow()), desks.place.user())
    desk.to_answer = ("SN10",)  # as if it had asked again
    desk.write_returns()
    if desk.unwritten:
        raise Problem(desk.unwritten[0], "", code="return-unwritten")


def back_up_elsewhere(desks: Desks) -> None:
    screen = seated(BackupsPresenter(desks.laptop, RunNow(), UnsavedSettings()), desks.place.user())
    screen.make_elsewhere()
    told(screen)


def back_headquarters_up(desks: Desks) -> None:
    screen = seated(BackupsPresenter(desks.hq, RunNow(), UnsavedSettings()), desks.place.user())
    screen.make_elsewhere()
    told(screen)


def choose_a_second_place(desks: Desks) -> None:
    screen = seated(BackupsPresenter(desks.laptop, RunNow(), UnsavedSettings()), desks.place.user())
    screen.choose_second()


def save_a_pack(desks: Desks) -> None:
    pack_page(desks).save("")


def save_the_partners_copy(desks: Desks) -> None:
    pack_page(desks).save_for_partner()


def save_the_recovery_sheet(desks: Desks) -> None:
    recovery.write_sheet(desks.laptop, ("alpha",) * 12, desks.place.stick / recovery.sheet_name(desks.laptop))


def save_evidence(desks: Desks) -> None:
    page = seated(
        QuestionPresenter(desks.laptop, RunNow(), case=case_of(desks.laptop, CaseState.DECIDED)), desks.place.user()
    )
    page.save_copy(next(piece.id for piece in page.assessment.evidence if piece.form == "file"))


def write_a_report(desks: Desks) -> None:
    with library.open_index(desks.laptop.lists) as index:
        screen_register(index, desks.place.files / "register.csv", desks.place.stick / "report.csv")


def save_a_mapping(desks: Desks) -> None:
    save_mapping(desks.place.stick, ("id", "name"), CsvMapping("SN", "Registre", "name", kind=EntryKind.PERSON))


def keep_settings(desks: Desks) -> None:
    save_settings(Settings(language="es"), desks.place.stick / "config")


def put_headquarters_back(place: Place) -> None:
    backing_up.restore(
        place.stick / "hq again",
        next(place.files.glob("hq/*")),
        place.administrator.key,
        place.administrator.officer_id,
        "",
        Clock(),
    )


def set_up_an_office(place: Place) -> None:
    account = Account("Awa Ndiaye", "", "officer", PASSPHRASE)
    Office.create(place.stick / "new", account, invented.profile("fr"), cost=FLOOR).close()


def set_headquarters_up(place: Place) -> None:
    account, profile = Account("Omar", "", "hq_administrator", PASSPHRASE), OfficeProfile(code="HQ", kind="hq")
    Office.create(place.stick / "new hq", account, profile, cost=FLOOR).close()


def put_back_into_a_new_folder(place: Place) -> None:
    backup.restore(
        place.stick / "again", next(place.files.glob("office/*.backup")), place.officer.key, place.officer.officer_id
    )


def begin_to_set_up(place: Place) -> None:
    """The answers of the first run are saved page by page where the settings lie."""
    os.environ["PASSERELLE_CONFIG"] = str(place.stick / "config")
    page = WelcomePresenter(place.folder / "first", RunNow(), lambda office: None, lambda: None, lambda: None)
    page.choose_language("fr")
    page.choose_kind(COUNTRY)
    told(page)


# --- into the folder of the office or of Headquarters


def open_an_office(place: Place) -> None:
    place.office().close()


def open_headquarters(place: Place) -> None:
    place.headquarters().close()


def pack_a_bundle(desks: Desks) -> None:
    sending.pack(desks.laptop.work, desks.laptop.keys, desks.laptop.outbox)


def back_up(desks: Desks) -> None:
    screen = seated(BackupsPresenter(desks.laptop, RunNow(), UnsavedSettings()), desks.place.user())
    screen.make()
    told(screen)


def import_a_list(desks: Desks) -> None:
    library.install(desks.laptop.lists, LIST, accept=True, published=desks.laptop.work.today().isoformat())


def attach_evidence(desks: Desks) -> None:
    evidence.attach(desks.laptop.work, case_of(desks.laptop, CaseState.OPEN), "A01", desks.place.files / "proof.pdf")


def make_a_pack(desks: Desks) -> None:
    packs.make(desks.laptop.work, agreement_of(desks.laptop))


def change_a_passphrase(desks: Desks) -> None:
    officer = desks.laptop.opened.officer_id
    desks.laptop.vault.change_passphrase(officer, PASSPHRASE, PASSPHRASE, FLOOR)  # anew, and twice


def make_recovery_words(desks: Desks) -> None:
    desks.laptop.vault.make_recovery(desks.laptop.opened, "fr")


def take_a_return_in(desks: Desks) -> None:
    screen = seated(ReceivePresenter(desks.laptop, RunNow(), str(next(desks.place.files.glob("*.psb")))), User(Path()))
    screen.take_in()
    told(screen)


def take_a_bundle_in(desks: Desks) -> None:
    (report,) = consolidating.take_in(
        desks.hq.work, desks.hq.keys, [desks.place.files / "bundle" / "1.psb"], desks.hq.inbox
    )
    if report.verdict == "refused":
        raise Problem(report.text, "", code="bundle-unread")


def put_back(place: Place) -> None:
    backup.restore(
        place.folder / "office", next(place.files.glob("office/*.backup")), place.officer.key, place.officer.officer_id
    )


def save_work(desks: Desks) -> None:
    name(desks.laptop, "D")


ONTO_A_STICK: tuple[Deed | Closed, ...] = (
    *(ask_for_recognition, save_a_kit, copy_a_bundle, choose_a_stick, save_the_slip, write_returns, back_up_elsewhere),
    *(back_headquarters_up, choose_a_second_place, save_a_pack, save_the_partners_copy, save_the_recovery_sheet),
    *(save_evidence, write_a_report, save_a_mapping, keep_settings, put_headquarters_back, set_up_an_office),
    *(set_headquarters_up, put_back_into_a_new_folder, begin_to_set_up),
)
INSIDE: tuple[Deed | Closed, ...] = (
    *(open_an_office, open_headquarters, pack_a_bundle, back_up, import_a_list, attach_evidence, make_a_pack),
    *(change_a_passphrase, make_recovery_words, take_a_return_in, take_a_bundle_in, put_back, save_work),
)
CLOSED: tuple[Closed, ...] = (
    *(put_headquarters_back, set_up_an_office, set_headquarters_up, put_back_into_a_new_folder, begin_to_set_up),
    *(open_an_office, open_headquarters, put_back),
)


# --- what they need


def case_of(office: Office, state: CaseState) -> str:
    with office.store.read() as session:
        return session.query(Case).where(Case.state == state).one().id


def agreement_of(office: Office) -> str:
    with office.store.read() as session:
        return session.query(Agreement).one().id


def pack_page(desks: Desks) -> AgreementPacks:
    page = seated(
        AgreementPresenter(desks.laptop, RunNow(), agreement_of(desks.laptop), AgreementStep.PACK), desks.place.user()
    )
    return page.packs


@pytest.fixture(scope="module")
def template(templates: Templates, tmp_path_factory: pytest.TempPathFactory) -> Place:
    """A recognised office with a decided case, a final agreement and its pack, a bundle and a return on their way."""
    folder = tmp_path_factory.mktemp("refused")
    office_template, (officer, partnership) = templates.folder(build)
    hq_template, administrator = templates.folder(set_up_headquarters)
    shutil.copytree(office_template, folder / "office")
    shutil.copytree(hq_template, folder / "hq")
    place = Place(folder, officer, administrator)
    place.stick.mkdir()
    (place.files / "bundle").mkdir(parents=True)
    (place.files / "proof.pdf").write_bytes(b"%PDF-1.7\n" + bytes(60_000))
    (place.files / "register.csv").write_text("id,name,kind\n1,Moussa Harouna Abdou,person\n", "utf-8")
    with place.office() as laptop, place.headquarters() as hq:
        final = Agreed(laptop, partnership).final()
        packs.make(laptop.work, final.id)
        with laptop.store.read() as session:
            planned = session.get_one(Partnership, partnership)
        cases.open_case(laptop.work, laptop.definitions.form, planned)
        recognise(laptop, hq)
        (place.files / "request.enrol").write_bytes(enrolment.request(laptop.work, laptop.keys))
        first = sending.pack(laptop.work, laptop.keys, laptop.outbox)
        consolidating.take_in(hq.work, hq.keys, [laptop.outbox / first.name], hq.inbox)
        answering.answer(hq.work, hq.keys, laptop.profile.code, place.files)
        name(laptop, "A", "B")
        second = sending.pack(laptop.work, laptop.keys, laptop.outbox)
        shutil.copy(laptop.outbox / second.name, place.files / "bundle" / "1.psb")
        backup.back_up(laptop.work, laptop.folder, laptop.opened.key, (place.files / "office",))
        backing_up.back_up(hq.folder, hq.opened.key, hq.work, (place.files / "hq",), Progress())
        name(laptop, "C")
    return place


# --- where nothing can be written


class Trouble(StrEnum):
    """Why nothing can be written."""

    READ_ONLY = "read-only"
    GONE = "gone"
    FILE = "a file in its place"
    FULL = "full"
    NEARLY_FULL = "nearly full"


ROOM = {Trouble.FULL: 0, Trouble.NEARLY_FULL: 40_000}  # bytes that a file may have
SURE = (Trouble.READ_ONLY, Trouble.FILE, Trouble.FULL)  # nothing at all can be written to a stick


def close_to_writing(folder: Path) -> None:
    """Whoever obeys modes writes nothing there."""
    for path in [*folder.rglob("*"), folder]:
        path.chmod(0o500 if path.is_dir() else 0o400)


def open_to_writing(folder: Path) -> None:
    for path in [folder, *folder.rglob("*")]:
        path.chmod(0o700 if path.is_dir() else 0o600)


def copied(template: Place, folder: Path) -> Place:
    shutil.copytree(template.folder, folder)
    return Place(folder, template.officer, template.administrator)


def done(deed: Deed | Closed, place: Place, hinder: Callable[[], None]) -> None:
    """The deed, hindered once what it needs is open."""
    if deed in CLOSED:
        hinder()
        deed(place)  # type: ignore[arg-type]
        return
    with place.office() as laptop, place.headquarters() as hq:
        hinder()
        deed(Desks(place, laptop, hq))  # type: ignore[arg-type]


def unhindered() -> None:
    """Everything can be written."""


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def assert_done_when_it_can(deed: Deed | Closed, place: Place) -> None:
    """Nothing half-written lies anywhere, both sides open with what they held, and the deed is done after all."""
    assert not [*place.folder.rglob("*.part*")]
    with place.office() as laptop, place.headquarters():
        assert {"A", "B", "C"} <= set(partner_names(laptop))
    shutil.rmtree(place.stick, ignore_errors=True)
    place.stick.mkdir(exist_ok=True)
    assert refusing(partial(done, deed, place, unhindered)) == DONE


LARGE = (  # deeds that write more than `ROOM` leaves, and begin to
    *(back_up_elsewhere, back_headquarters_up, save_a_pack, save_the_partners_copy, put_headquarters_back),
    *(set_up_an_office, put_back_into_a_new_folder),
)
STICKS = [(deed, why) for deed in ONTO_A_STICK for why in Trouble if why is not Trouble.NEARLY_FULL or deed in LARGE]
of_posix = pytest.mark.skipif(os.name == "nt", reason="a folder closed to writing is played by modes, which POSIX has")
PLAYED_BY = {Trouble.READ_ONLY: [of_posix], Trouble.FULL: [can_fill], Trouble.NEARLY_FULL: [can_fill]}


def hinder_the_stick(place: Place, trouble: Trouble) -> None:
    match trouble:
        case Trouble.READ_ONLY:
            close_to_writing(place.stick)
            if not obey_modes():
                os._exit(REFUSED)  # this system writes nevertheless
        case Trouble.GONE:
            place.stick.rmdir()
        case Trouble.FILE:
            place.stick.rmdir()
            place.stick.write_bytes(b"")
        case Trouble.FULL | Trouble.NEARLY_FULL:
            limit_files(ROOM[trouble])


def hinder_the_program(place: Place, trouble: Trouble) -> None:
    if trouble in ROOM:
        limit_files(ROOM[trouble])
        return
    close_to_writing(place.folder / "office")
    close_to_writing(place.folder / "hq")
    if not obey_modes():
        os._exit(REFUSED)


@pytest.mark.matrix(3)
@pytest.mark.parametrize(
    ("deed", "trouble"),
    [pytest.param(deed, why, marks=PLAYED_BY.get(why, [])) for deed, why in STICKS],
    ids=lambda part: getattr(part, "__name__", part),
)
def test_a_stick_that_takes_nothing(template: Place, disk: Path, deed: Deed | Closed, trouble: Trouble) -> None:
    place = copied(template, disk / "try")
    code = refusing(partial(done, deed, place, partial(hinder_the_stick, place, trouble)))
    assert code == REFUSED or (code == DONE and trouble not in SURE)
    if place.stick.is_dir():
        open_to_writing(place.stick)
        assert code == DONE or not [path for path in place.stick.rglob("*") if path.is_file()], "nothing is left behind"
    else:
        place.stick.unlink(missing_ok=True)
    assert_done_when_it_can(deed, place)


@pytest.mark.matrix(4)
@pytest.mark.parametrize("trouble", [pytest.param(why, marks=marks) for why, marks in PLAYED_BY.items()])
@pytest.mark.parametrize("deed", INSIDE, ids=lambda deed: deed.__name__)
def test_a_folder_of_the_program_that_takes_nothing(
    template: Place, disk: Path, deed: Deed | Closed, trouble: Trouble
) -> None:
    place = copied(template, disk / "try")
    hinder = partial(hinder_the_program, place, trouble)
    assert refusing(partial(done, deed, place, hinder)) in (DONE, REFUSED)
    for side in ("office", "hq"):
        open_to_writing(place.folder / side)
    assert_done_when_it_can(deed, place)
