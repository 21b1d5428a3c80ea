"""The exercises of the training office are done when the records say so, and what is in it never leaves by any road."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from desktop.base.progress import Progress, RunNow
from desktop.base.text import LANGUAGES
from desktop.base.values import today
from desktop.bundles.bundle import SUFFIX
from desktop.definitions.handbook import handbook
from desktop.documents.blocks import Paper
from desktop.office import Office
from desktop.presenters.exchange.overview import ExchangePresenter
from desktop.presenters.exchange.sending import SendPresenter
from desktop.presenters.office.unlock import TRAINING_PASSPHRASE
from desktop.screening import library
from desktop.services import handing_on
from desktop.services.agreements import finalising, packs
from desktop.services.demo import agreement_fields, exercises, invented, sound_answers, training
from desktop.services.demo.certificate import certificate
from desktop.services.diligence import decisions, handing_over, papers
from desktop.services.exchange import carrying, enrolment, sending
from desktop.services.office import people
from desktop.services.registry import partner_persons, partners
from desktop.services.results import ledger, valuing
from desktop.services.results.ledger import NewPromise
from desktop.services.results.valuing import NewValuation
from desktop.store.records import Agreement, Case, Partner, Person
from desktop.store.states import Role
from tests.commands.running import Run, run
from tests.offices import Templates
from tests.paper import words_of
from tests.refusal import refused
from tests.training import opened, set_up_training

__all__ = ["run"]
DAY = today().isoformat()


@pytest.fixture
def folder(templates: Templates, tmp_path: Path) -> Path:
    """A training office of its own."""
    shutil.copytree(templates.folder(set_up_training)[0], tmp_path / "training")
    return tmp_path / "training"


@pytest.fixture
def office(folder: Path) -> Iterator[Office]:
    with opened(folder) as training_office:
        yield training_office


def lacking(office: Office) -> list[str]:
    """The exercises that are not done."""
    every = exercises.read(office.work, office.backups)
    return [exercise.key.removeprefix("exercise_") for exercise in every if not exercise.is_done]


def test_each_exercise_is_done_once_the_records_say_so(office: Office, folder: Path) -> None:
    work = office.work
    every = ["partner", "diligence", "name", "agreement", "contribution", "handover"]
    assert lacking(office) == every
    sections = handbook("fr").sections
    assert {exercise.key for exercise in exercises.read(work, office.backups)} <= set(sections)
    with work.store.read() as session:
        teranga = session.scalars(select(Partner).where(Partner.registration == invented.NUMBER)).one()
        freight = session.scalars(select(Partner).where(Partner.registration == exercises.FREIGHT)).one()
        case = session.scalars(select(Case).where(Case.partner_id == teranga.id)).one()
        other = session.scalars(select(Case).where(Case.partner_id == freight.id)).one()
        drafted = session.scalars(select(Agreement).where(Agreement.partner_id == teranga.id)).one()
    chief = next(person for person in people.officers(office.store) if person.role == Role.CHIEF_OF_MISSION)
    seed = office.vault.unlock(chief.id, TRAINING_PASSPHRASE).seal_seed
    proof = sound_answers.evidence(office.outbox, "fr")

    new = Partner(name="Baobab Énergie Solaire SARL", group="ENT", country="SN", registration=exercises.NEW_NUMBER)
    registered = partners.register(work, new)
    assert "partner" in lacking(office), "nobody stands behind it yet"
    partner_persons.add(work, Person(partner_id=registered.id, name="Aïssatou Diop", roles=["director"]))
    double = partners.register(work, Partner(name="TCR Dakar", group="ENT", country="SN"))
    assert "partner" in lacking(office), "the second card was registered again"
    partners.archive(work, double.id, "Un double")
    assert lacking(office) == every[1:]

    sound_answers.answer_some(work, case.id, training.questions(work.definitions), proof, "fr")
    handing_over.submit(work, case.id, "favourable", "Un don utile.")
    decisions.decide(work.acting_as(chief), case.id, "approved", "Tout est en ordre.", seed, [], interest=False)
    assert lacking(office) == every[2:]

    with library.open_index(office.lists) as index:
        sound_answers.screen(work, chief, index, other.id, "fr")
    agreement_fields.complete(work, drafted)
    final = finalising.finalise(work, drafted.id)
    packs.make(work, final.id)
    assert lacking(office) == every[4:]

    promise = ledger.promise(work, NewPromise(teranga.id, "goods", "Cartes SIM", DAY, "1500", quantity="1500"))
    paper = papers.add(work, teranga.id, proof)
    valuing.value(work, promise.id, NewValuation("market", "1500.00", evidence=(paper.id,)))
    assert lacking(office) == every[5:]
    with refused("exercises-not-done"):
        certificate("Fatou Sarr", exercises.read(work, office.backups), work.today(), "fr", Paper.A4)

    note = "Teranga livre ses cartes vendredi. La décision est prise et l’accord est prêt à signer."
    handing_on.hand_on(work.acting_as(chief), office.user.id, note, chief.id)
    office.back_up([office.backups], Progress())
    assert lacking(office) == []
    done = exercises.read(work, office.backups)
    for language in LANGUAGES:
        words = words_of(certificate("Fatou Sarr", done, work.today(), language, Paper.A4).data)
        title = " ".join(handbook(language).sections["exercise_name"].title.split())
        assert "Fatou Sarr" in words and title in " ".join(words.split())
        assert "Teranga" not in words and office.user.name not in words
    with refused("certificate-without-name"):
        certificate(" ", done, work.today(), "fr", Paper.A4)


def test_what_is_in_the_training_office_leaves_by_no_road(office: Office, tmp_path: Path) -> None:
    work, keys = office.work, office.keys
    with work.store.read() as session:
        waiting = session.scalars(select(Case.id)).all()
    for road in (
        lambda: sending.pack(work, keys, office.outbox),
        lambda: carrying.pass_on(work, keys, tmp_path),
        lambda: carrying.carry(work, keys, waiting[0], tmp_path),
        lambda: enrolment.request(work, keys),
        ExchangePresenter(office, RunNow()).save_request,
        ExchangePresenter(office, RunNow()).pass_on,
        ExchangePresenter(office, RunNow()).renew_keys,
        SendPresenter(office, RunNow()).pack,
    ):
        with refused("training-office"):
            road()
    assert sealed_files(tmp_path) == []


def test_no_command_takes_it_out(folder: Path, run: Run, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    for line in (
        ("bundle", "export", "--to", out),
        ("bundle", "send", "--address", "https://hq.exemple.test"),
        ("bundle", "mail", "--to", out),
        ("bundle", "drop", "--folder", out),
        ("laptop", "request", "--out", out / "request.enrol"),
        ("laptop", "new-keys"),
        ("laptop", "pass-on", "--to", out),
    ):
        code, _said, why = run(*line, "--office", folder, "--officer", "Awa Ndiaye")
        assert code == 1 and "entraînement" in why, (line, why)
    assert list(out.iterdir()) == [] and sealed_files(tmp_path) == []


def sealed_files(folder: Path) -> list[Path]:
    """Bundles, parts of them and requests below a folder."""
    return [path for path in folder.rglob("*") if path.suffix in (SUFFIX, ".part", ".enrol", ".kit", ".eml")]
