"""Due diligence as a service: drafts, versions, evidence, screening answers, handing over."""

from pathlib import Path

from desktop.base.values import today
from desktop.definitions.answer_content import AnswerContent
from desktop.office import Office
from desktop.services.diligence import (
    answers,
    assessments,
    cases,
    evidence,
    handing_over,
    persons,
    recording,
)
from desktop.services.diligence.depth import change_depth
from desktop.services.registry import partner_persons
from tests.casework import PASSPHRASE, Casework, complete, work
from tests.foreign import sound_png
from tests.makers import on
from tests.refusal import refused

__all__ = ["work"]


def test_drafts_survive_the_end_of_the_program_and_become_versions_once(work: Casework, tmp_path: Path) -> None:
    office, case = work.office, work.case.id
    answers.save_draft(office.work, case, "K01", AnswerContent(value="no", note="à vérifier"))
    officer = office.user.id
    office.close()
    with Office.unlock(tmp_path / "office", officer, PASSPHRASE) as again:
        assert assessments.read(on(again, today()), case).answers["K01"].note == "à vérifier"
        assert recording.record(again.work, case) == 1
        assert recording.record(again.work, case) == 0
        answers.save_draft(again.work, case, "K01", AnswerContent(value="no", note="vérifié"))
        recording.record(again.work, case)
        kept = answers.versions(again.store, case, "K01")
        assert [(one.version, one.content["note"]) for one in kept] == [(1, "à vérifier"), (2, "vérifié")]


def test_typing_changes_nothing_that_is_sent(work: Casework) -> None:
    before = work.office.store.position().number
    answers.save_draft(work.office.work, work.case.id, "K01", AnswerContent(value="no"))
    assert work.office.store.position().number == before


def test_an_attested_check_keeps_its_note_and_evidence(work: Casework, tmp_path: Path) -> None:
    office, case = work.office, work.case.id
    result = {"result": "clear", "list_day": today().isoformat()}
    attested = AnswerContent(value=result, note="Site du Conseil de sécurité")
    answers.save_draft(office.work, case, "B01", attested)
    paper = tmp_path / "capture.png"
    paper.write_bytes(sound_png())
    kept = evidence.attach(office.work, case, "B01", paper)
    answer = work.file.answers["B01"]
    assert answer.value == attested.value
    assert answer.note == attested.note
    assert answer.evidence == (kept.id,)
    assert evidence.open_file(office.store, kept.id) == ("capture.png", paper.read_bytes())
    assert "B01" not in [missing.question for missing in work.file.review.missing]


def test_persons_are_registered_once_whatever_their_accents(work: Casework) -> None:
    office, case = work.office, work.case.id
    named = [{"name": "Léa N’Diaye", "born": "1981-12-31", "signs": True}, {"name": "lea n’diaye"}, {"name": ""}]
    assert persons.name_persons(office.work, case, named) == 1
    assert persons.name_persons(office.work, case, named) == 0
    person = next(
        p for p in partner_persons.of_partner(office.store, work.case.partner_id) if "diaye" in p.name.lower()
    )
    assert person.roles in (["signatory"], ["director"])


def test_an_incomplete_case_is_not_handed_over_and_says_how_much_is_missing(work: Casework) -> None:
    office = work.office
    with refused("case-incomplete"):
        handing_over.submit(on(office, today()), work.case.id, "favourable", "Utile.")
    assert work.file.case.state == "open"


def test_a_case_handed_over_is_locked_in_every_way(work: Casework, tmp_path: Path) -> None:
    complete(work, tmp_path)
    office, case = work.office, work.case.id
    file = handing_over.submit(on(office, today()), case, "favourable", "Utile.")
    assert file.case.outcome is not None and file.case.outcome.inherent == file.review.inherent
    held = work.file.evidence[0].id
    for deed in (
        lambda: change_depth(office.work, case, "enhanced", "Par prudence"),
        lambda: evidence.attach(office.work, case, "A01", tmp_path / "extrait-registre.txt"),
        lambda: evidence.use_for(office.work, held, ["A02"], True),
        lambda: persons.name_persons(office.work, case, [{"name": "Quelqu’un"}]),
    ):
        with refused("case-locked"):
            deed()
    cases.recall(office.work, case)
    with refused("case-not-handed-over"):
        cases.recall(office.work, case)


def test_where_the_officer_stopped_stays_on_this_machine(work: Casework) -> None:
    before = work.office.store.position().number
    assert cases.stopped_at(work.office.machine, work.case.id) == {}
    cases.stop_at(work.office.machine, work.case.id, question="D04")
    cases.stop_at(work.office.machine, work.case.id, opinion="favourable")
    assert cases.stopped_at(work.office.machine, work.case.id) == {"question": "D04", "opinion": "favourable"}
    assert work.office.store.position().number == before
