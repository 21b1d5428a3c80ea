"""A sample that anybody draws again, one dollar followed to its evidence, and a sealed copy that shows every change."""

import hashlib
from decimal import Decimal
from pathlib import Path

import pytest

from desktop.base.progress import Progress
from desktop.base.text import LANGUAGES, speaking
from desktop.base.values import today
from desktop.definitions.indicator import RECEIVED, Period
from desktop.office import Office
from desktop.services.agreements import earlier, receiving
from desktop.services.agreements.earlier import GivenBefore
from desktop.services.audit import proving, sampling, sealed_copy, trail
from desktop.services.audit.sampling import SampleMethod, SampleOrder
from desktop.services.audit.trail import StepKind, StepProof
from desktop.services.registry import partners
from desktop.services.results import figures, ledger
from desktop.services.results.figures import FiguresReader
from desktop.store.records import Agreement, Attachment, Decision, Partner
from desktop.store.states import ContributionKind
from tests.agreed import Agreed, agreed, agreed_folder, in_force
from tests.makers import on
from tests.offices import office, office_folder
from tests.paper import assert_archivable, words_of
from tests.refusal import refused
from tests.services.agreements.test_receiving import arrival

__all__ = ["agreed", "agreed_folder", "in_force", "office", "office_folder"]

YEAR = Period.year(today().year - 1)
KINDS = (ContributionKind.CASH,) * 7 + (ContributionKind.GOODS,) * 2 + (ContributionKind.SERVICES,)


@pytest.fixture
def given(office: Office) -> Office:
    """Ten gifts of before the program: money seven times, goods twice, services once; of one nobody knows dollars."""
    on(office, today())
    partner = partners.register(office.work, Partner(name="Atelier du Port", country="SN"))
    with office.store.change("Given", office.user.id) as session:
        for number, kind in enumerate(KINDS):
            amount, currency = Decimal(100 * (number + 1)), "XOF" if number == 3 else "USD"
            day = f"{YEAR.first.year}-03-{number + 1:02}"
            gift = GivenBefore(partner.id, f"Don {number}", day, kind, amount, currency)
            earlier.record_gift_in(office.work, session, gift)
    return office


def test_a_sample_is_drawn_again_and_its_population_is_the_indicator(given: Office) -> None:
    order = SampleOrder(SampleMethod.RANDOM, YEAR, 4, "Dakar")
    first, again = sampling.draw(given.work, order), sampling.draw(given.work, order)
    assert first == again and len(first.records) == 4
    figure = FiguresReader(given.work, figures.own_scope(given.work)).of_period(YEAR).figures[RECEIVED]
    assert (first.total_usd, first.count) == (figure.value, len(KINDS))
    everything = sampling.draw(given.work, SampleOrder(SampleMethod.RANDOM, YEAR, 10, "Dakar"))
    by_hand = sorted(ledger.ids(given.work), key=lambda id_: hashlib.sha256(f"Dakar:{id_}".encode()).hexdigest())
    assert [own.id for own in everything.records] == by_hand
    assert first.records == everything.records[:4]
    assert sampling.draw(given.work, SampleOrder(SampleMethod.RANDOM, YEAR, 10, "Bamako")).records != everything.records
    assert [own.not_counted for own in everything.records if own.usd is None] == ["rate"]


def test_samples_are_drawn_by_amount_and_by_kind(given: Office) -> None:
    above = sampling.draw(given.work, SampleOrder(SampleMethod.ABOVE, YEAR, above_usd=Decimal(700)))
    assert [own.description for own in above.records][-1] == "Don 6"
    assert all(own.usd is not None and own.usd >= 700 for own in above.records)
    largest = sampling.draw(given.work, SampleOrder(SampleMethod.LARGEST, YEAR, 2))
    assert largest.records == above.records[:2]
    drawn = sampling.draw(given.work, SampleOrder(SampleMethod.STRATIFIED, YEAR, 5, "x"))
    assert sorted(own.kind for own in drawn.records) == ["cash", "cash", "cash", "goods", "services"]
    with refused("sample-without-seed"):
        sampling.draw(given.work, SampleOrder(SampleMethod.RANDOM, YEAR, 5))
    with refused("sample-size"):
        sampling.draw(given.work, SampleOrder(SampleMethod.LARGEST, YEAR, 0))


def test_a_gift_of_before_says_what_lacks(given: Office) -> None:
    followed = trail.follow(given.work, ledger.ids(given.work)[0])
    assert [step.kind for step in followed.gaps] == [StepKind.AGREEMENT, StepKind.DECISION]


def test_one_dollar_is_followed_to_its_evidence_and_what_was_altered_is_seen(
    agreed: Agreed, in_force: Agreement
) -> None:
    agreement = in_force
    work = on(agreed.office, today())
    received = receiving.receive(work, arrival(agreement.id, amount=Decimal(9600)))
    followed = trail.follow(work, received.id)
    kinds = [step.kind for step in followed.steps]
    assert kinds[:4] == [StepKind.RECEIPT, StepKind.PARTNER, StepKind.AGREEMENT, StepKind.SIGNED]
    proofs = {step.kind: step.proof for step in followed.steps}
    assert proofs[StepKind.SIGNED] is proofs[StepKind.DECISION] is StepProof.HOLDS
    assert {step.place for step in followed.steps} >= {"contribution", "partner", "agreement", "diligence", "decision"}
    assert proving.prove(work).is_sound
    for language in LANGUAGES:
        with speaking(language):
            data = sealed_copy.pdf(work, [trail.follow(work, received.id)])
        assert received.receipt in words_of(data)
        assert_archivable(data)
    with agreed.office.store.change("Altered", agreed.office.user.id) as session:
        session.get_one(Decision, agreement.decision_id).reason = "Autre chose"
        session.get_one(Attachment, agreement.signed_digest).content = b"autre"
    proofs = {step.kind: step.proof for step in trail.follow(work, received.id).steps}
    assert proofs[StepKind.SIGNED] is proofs[StepKind.DECISION] is StepProof.BROKEN
    assert not proving.prove(work).is_sound


def test_a_sealed_copy_shows_what_was_changed_in_it(given: Office, tmp_path: Path) -> None:
    sample = sampling.draw(given.work, SampleOrder(SampleMethod.RANDOM, YEAR, 3, "Dakar"))
    seed = given.opened.seal_seed
    copy = sealed_copy.write(given.work, sample, tmp_path / "copie", seed, Progress())
    report = sealed_copy.check(copy.folder)
    assert report.is_sound and report.key == copy.key == given.user.seal_key and report.officer == given.user.name
    names = {path.name for path in copy.folder.iterdir()}
    assert names >= {
        "sample.json",
        "sample.xlsx",
        "trails.pdf",
        "history.json",
        "manifest.json",
        "seal.json",
        "README.txt",
    }
    assert "contribution.amount" in (copy.folder / "history.json").read_text("utf-8")
    (copy.folder / "sample.json").write_text("{}", "utf-8")
    (copy.folder / "README.txt").unlink()
    (copy.folder / "autre.txt").write_text("x", "utf-8")
    report = sealed_copy.check(copy.folder)
    assert (report.altered, report.missing, report.added) == (("sample.json",), ("README.txt",), ("autre.txt",))
    assert not report.is_sound
    manifest = copy.folder / "manifest.json"
    manifest.write_text(manifest.read_text("utf-8").replace("README", "LISEZ"), "utf-8")
    assert not sealed_copy.check(copy.folder).is_signed
    manifest.write_text("[" * 100_000, "utf-8")
    with refused("audit-no-copy"):
        sealed_copy.check(copy.folder)
    with refused("no-seal-key"):
        sealed_copy.write(given.work, sample, tmp_path / "autre", b"", Progress())
    assert not (tmp_path / "autre").exists()
