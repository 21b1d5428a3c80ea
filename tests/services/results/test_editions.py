"""Sealed editions of the transparency register: numbered, kept, handed out to the byte, corrected and never changed."""

import json
import shutil
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import update

from desktop.base.progress import Progress
from desktop.base.text import LANGUAGES
from desktop.definitions.authority import DelegatedDeed
from desktop.definitions.indicator import Period
from desktop.definitions.loading import Definitions
from desktop.definitions.terms import Audience
from desktop.office import Office
from desktop.services.office import delegating
from desktop.services.registry import partners, partnerships
from desktop.services.results import period_words, periods
from desktop.services.results.register import content, editions, questions
from desktop.services.results.register.editions import EditionOrder
from desktop.services.results.register.questions import NewMembersQuestion
from desktop.services.work import Work
from desktop.store.records import Officer, Party, PeriodClosing, SealedEdition
from desktop.store.records.base import table_of
from desktop.store.records.values import OnBehalf
from desktop.store.slots import seal_public
from tests.makers import on
from tests.offices import chief, chief_seal, office, office_folder
from tests.refusal import refused
from tests.services.results.test_register import SECRET, YEAR, registered

__all__ = ["chief", "chief_seal", "office", "office_folder", "registered"]

DAY = date(2026, 12, 7)
MEMBERS = EditionOrder(Audience.MEMBERS, YEAR)


def test_an_edition_is_numbered_kept_and_handed_out_to_the_byte(
    registered: Office, chief: Officer, chief_seal: bytes
) -> None:
    office, boss = registered, registered.work.acting_as(chief)
    before = editions.prepare(office.work, MEMBERS)
    assert before.last is None and before.difference is None and not before.edition.is_sealed
    with refused("edition-not-yours"):
        editions.seal(office.work, MEMBERS, chief_seal, Progress())
    with refused("no-seal-key"):
        editions.seal(boss, MEMBERS, b"", Progress())
    first = editions.seal(boss, MEMBERS, chief_seal, Progress())
    code = office.profile.code
    assert first.number == f"{code} R-2026-M-01"
    assert editions.seal(boss, EditionOrder(Audience.PUBLIC, YEAR), chief_seal, Progress()).number.endswith("P-01")
    assert (first.partnerships, first.received_usd) == (5, "13118.02")
    (members, public) = editions.listed(office.work)
    assert members.seal_holds and members.is_here and public.edition.audience == Audience.PUBLIC
    names = [file.name for file in first.files]
    assert {name.rpartition(".")[2] for name in names} >= {"json", "xlsx", "csv"}
    handed = editions.hand_out(office.work, first.id, names)
    assert handed == editions.hand_out(office.work, first.id, names) and len(handed) == len(names)
    assert not any(SECRET.encode() in data for data in handed.values())
    kept = editions.read_content(office.work, first.id)
    assert kept.number == first.number
    assert content.packed(kept) == content.packed(content.unpacked(content.packed(kept)))
    totals = {str(table.partnerships.totals[table.partnerships.place("received_usd") or 0]) for table in kept.tables}
    assert totals == {first.received_usd} and len(kept.tables) == len(LANGUAGES)


def test_errata_are_a_new_edition_that_names_rows_and_reason(
    registered: Office, chief: Officer, chief_seal: bytes
) -> None:
    office, boss = registered, registered.work.acting_as(chief)
    first = editions.seal(boss, MEMBERS, chief_seal, Progress())
    wrong = EditionOrder(Audience.MEMBERS, YEAR, corrects=first.number, reason="Le nom était mal écrit")
    with refused("nothing-corrected"):
        editions.seal(boss, wrong, chief_seal, Progress())
    partners.change(office.work, "open", name="Teranga Câbles & Réseaux")
    partnerships.change(office.work, "S-5", visibility="members", purpose="Former les guides")
    with refused("correction-without-reason"):
        editions.seal(boss, EditionOrder(Audience.MEMBERS, YEAR, corrects=first.number), chief_seal, Progress())
    with refused("no-such-edition"):
        editions.seal(boss, EditionOrder(Audience.MEMBERS, YEAR, "R-0", "x"), chief_seal, Progress())
    prepared = editions.prepare(office.work, wrong)
    assert prepared.difference is not None
    assert [row.number for row in prepared.difference.new] == ["S-5"]
    changed = {row.number: {cell.field for cell in row.cells} for row in prepared.difference.changed}
    assert changed["S-6"] == {"partner"} and "received_usd" in changed["S-4"]
    assert not prepared.difference.gone
    second = editions.seal(boss, wrong, chief_seal, Progress())
    assert second.number.endswith("M-02") and second.corrects == first.number
    assert set(second.corrected) == {"S-4", "S-5", "S-6"}
    newest, former = editions.listed(office.work)
    assert (newest.edition.id, former.corrected_by) == (second.id, second.number)
    table = editions.read_content(office.work, second.id).table("fr")
    assert any(first.number in notice.text and "mal écrit" in notice.text for notice in table.notices)
    assert editions.read_content(office.work, first.id).table("fr").partnerships.totals[21] == Decimal("13118.02")


def test_a_deputy_seals_an_edition_and_signs_figures_in_the_place_of_the_chief_who_is_away(
    registered: Office, chief: Officer, chief_seal: bytes
) -> None:
    office, seed, year = registered, b"5" * 32, Period.half(2026, 1)
    deputy = Officer(name="Awa d’essai", role="officer", seal_key=seal_public(seed).hex())
    with office.store.change("Hired", office.user.id) as session:
        session.add(deputy)
    own, day = on(office, DAY).acting_as(deputy), on(office, DAY).today()
    closing = periods.prepare(on(office, DAY).acting_as(chief), year)
    with refused("edition-not-yours"):
        editions.seal(own, MEMBERS, seed, Progress())
    with refused("period-not-yours"):
        periods.sign(own, closing.id, seed)
    boss = on(office, DAY).acting_as(chief)
    naming = delegating.name_deputy(boss, deputy.id, day, day + timedelta(days=6), "Mission.", chief_seal)
    sealed = editions.seal(own, MEMBERS, seed, Progress())
    with refused("period-own-preparation"):  # the one in whose place it is signed put them forward
        periods.sign(own, closing.id, seed)
    periods.prepare(on(office, DAY), year)
    assert [one.id for one in waiting(own)] == [closing.id]
    periods.sign(own, closing.id, seed)
    (listed,), (line,) = editions.listed(office.work), periods.listed(office.work)
    assert listed.seal_holds and line.seal_holds
    for record in (listed.edition, line.closing):
        assert record.on_behalf == OnBehalf(chief=chief.id, chief_name=chief.name, delegation=naming.id)
    assert chief.name in period_words.state(line) and deputy.name in period_words.state(line)
    delegating.withdraw(boss, naming.id)  # what was sealed before stays
    assert editions.listed(office.work)[0].seal_holds and periods.listed(office.work)[0].seal_holds
    with refused("edition-not-yours"):
        editions.seal(own, MEMBERS, seed, Progress())
    with office.store.change("Forged", office.user.id) as session:
        session.get_one(SealedEdition, sealed.id).on_behalf = OnBehalf(chief=office.user.id, delegation=naming.id)
    assert not editions.listed(office.work)[0].seal_holds


def waiting(work: Work) -> Sequence[PeriodClosing]:
    with work.store.read() as session:
        return periods.waiting_in(session, work)


def test_the_matrix_says_which_deeds_a_deputy_does(
    registered: Office, chief: Officer, chief_seal: bytes, tmp_path: Path
) -> None:
    office, folder = registered, tmp_path / "forms"
    shutil.copytree(office.definitions.folder, folder)
    deputy = Officer(name="Awa d’essai", role="officer")
    with office.store.change("Hired", office.user.id) as session:
        session.add(deputy)
    boss = on(office, DAY).acting_as(chief)
    delegating.name_deputy(boss, deputy.id, DAY, DAY, "Mission.", chief_seal)
    matrix = (folder / "authority.toml").read_text(encoding="utf-8")
    line = next(line for line in matrix.split("\n") if line.startswith("deeds = "))
    for deeds in ((), (DelegatedDeed.EDITION,), (DelegatedDeed.FIGURES,)):
        listed = json.dumps(list(map(str, deeds)))
        (folder / "authority.toml").write_text(matrix.replace(line, f"deeds = {listed}"), encoding="utf-8")
        own = replace(boss, definitions=Definitions.load(folder)).acting_as(deputy)
        assert (editions.may_seal(own), periods.may_sign(own)) == tuple(one in deeds for one in DelegatedDeed)


def test_an_altered_edition_is_not_handed_out(registered: Office, chief: Officer, chief_seal: bytes) -> None:
    office, boss = registered, registered.work.acting_as(chief)
    sealed = editions.seal(boss, MEMBERS, chief_seal, Progress())
    table = table_of(SealedEdition)
    with office.store.engine.execution_options(write=True).begin() as connection:
        connection.execute(update(table).values(received_usd="1.00"))
    assert not editions.listed(office.work)[0].seal_holds
    with refused("edition-altered"):
        editions.hand_out(office.work, sealed.id, ["register-fr.csv"])


@pytest.mark.parametrize("field", ["notes", "visibility_reason"])
def test_what_must_not_leave_refuses_the_edition(
    registered: Office, chief: Officer, chief_seal: bytes, field: str
) -> None:
    office, boss = registered, registered.work.acting_as(chief)
    note = "le directeur a été entendu par la police en mars"
    if field == "notes":
        partners.change(office.work, "open", notes=note)
    else:
        partnerships.change(office.work, "S-5", visibility_reason=note)
    with office.store.change("Party", office.user.id) as session:
        session.add(Party(partnership_id="S-4", name=note))
    with refused("edition-leaks"):
        editions.seal(boss, MEMBERS, chief_seal, Progress())
    assert editions.listed(office.work) == []


def test_a_member_state_asks_about_an_edition_and_is_answered(
    registered: Office, chief: Officer, chief_seal: bytes
) -> None:
    office, boss = registered, registered.work.acting_as(chief)
    number = editions.seal(boss, MEMBERS, chief_seal, Progress()).number
    asked = NewMembersQuestion(number.replace(" ", ""), "fr", "Qui a donné les tablettes ?")
    for wrong, code in (
        (replace(asked, edition="R-0"), "no-such-edition"),
        (replace(asked, state="Jeanne"), "no-such-state"),
        (replace(asked, question=" "), "question-empty"),
        (replace(asked, asked_on="2999-01-01"), "question-day"),
    ):
        with refused(code):
            questions.record(office.work, wrong)
    own = questions.record(office.work, asked)
    assert (own.edition, own.state, own.answer) == (number, "FR", "")
    other = questions.record(office.work, replace(asked, question="Combien ?"))
    answered = questions.answer(office.work, own.id, "Une fondation ; sa fiche est publiée.")
    assert (answered.answerer_name, answered.answered_on) == (office.user.name, own.asked_on)
    assert [line.id for line in questions.listed(office.work, number)] == [other.id, own.id]
    questions.withdraw(office.work, other.id)
    assert [line.id for line in questions.listed(office.work)] == [own.id]
    assert questions.answer(office.work, own.id, "").answered_on is None
