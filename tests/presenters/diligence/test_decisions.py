"""The screens of lists, screening and decisions, without a window."""

import shutil
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import TypeVar

import pytest

from desktop.base import paths
from desktop.base.dates import day_in_words
from desktop.base.progress import RunNow
from desktop.base.values import today
from desktop.office import Office
from desktop.presenters.diligence.decision import DecisionPresenter
from desktop.presenters.diligence.decisions import DecisionsPresenter
from desktop.presenters.diligence.hub import DiligencePresenter
from desktop.presenters.presenter import Confirmation
from desktop.presenters.screening.lists import ListsPresenter
from desktop.presenters.screening.screening import ScreeningPresenter
from desktop.presenters.today import TodayPresenter
from desktop.screening import library
from desktop.services import today as day
from desktop.services.demo import invented, sound_answers
from desktop.services.diligence import cases, decisions, handing_over
from desktop.services.diligence.decisions import PAGE
from desktop.services.screening import standing
from desktop.store.records import Case, Officer
from tests.makers import on
from tests.offices import PASSPHRASE
from tests.reads import counted
from tests.refusal import refused

PRACTICE = paths.resources() / "reference" / library.PRACTICE


T = TypeVar("T")


class Answers:
    """Somebody who says yes, and chooses the file prepared."""

    def __init__(self, path: Path | None = None) -> None:
        self.path, self.asked = path, list[Confirmation]()

    def confirm(self, question: Confirmation, confirmed: Callable[[], None]) -> None:
        self.asked.append(question)
        confirmed()

    def files(self, title: str, patterns: str, chosen: Callable[[Sequence[Path]], None]) -> None:
        chosen([self.path] if self.path else [])

    def folder(self, title: str, chosen: Callable[[Path], None]) -> None:
        chosen(self.path or Path())

    def place_to_save(self, title: str, name: str, chosen: Callable[[Path], None]) -> None:
        chosen((self.path or Path()) / name)


@pytest.fixture
def case(office: Office) -> Case:
    """An open case with the practice list, three days old."""
    partner = invented.partner(office.work, "fr")
    planned = invented.partnership(on(office, today()), partner.id, "fr")
    published = (today() - timedelta(days=3)).isoformat()
    library.install(office.lists, PRACTICE, published=published, accept=True)
    return cases.open_case(on(office, today()), office.definitions.form, planned)


@pytest.fixture
def ready(office: Office, chief: Officer, case: Case) -> Case:
    """The case handed over."""
    with library.open_index(office.lists) as index:
        sound_answers.screen(on(office, today()), chief, index, case.id, "fr")
    proof = sound_answers.evidence(office.outbox, "fr")
    sound_answers.answer_all(on(office, today()), case.id, proof, "fr")
    handing_over.submit(on(office, today()), case.id, "favourable", "Utile.")
    return cases.case(office.store, case.id)


# --- lists


def undated(folder: Path) -> Path:
    text = PRACTICE.read_text(encoding="utf-8").replace(' dateGenerated="2026-11-03T00:00:00.000Z"', "")
    path = folder / "liste.xml"
    path.write_text(text, encoding="utf-8")
    return path


def made(office: Office, path: Path | None = None) -> ListsPresenter:
    presenter = ListsPresenter(office, RunNow())
    presenter.asker = Answers(path)
    presenter.refresh()
    return presenter


def test_a_list_without_a_date_waits_for_one(office: Office, tmp_path: Path) -> None:
    presenter = made(office, undated(tmp_path))
    presenter.choose()
    assert presenter.doubtful is not None and presenter.needs_date and not presenter.versions
    with refused("list-without-date"):
        presenter.accept()
    presenter.date_it(today() + timedelta(days=1))
    with refused("list-without-date"):
        presenter.accept()
    presenter.date_it(today() - timedelta(days=40))
    presenter.accept()
    assert presenter.doubtful is None
    assert [presenter.freshness(version) for version in presenter.versions] == ["stale"]
    assert "ne peut plus fonder une décision" in presenter.state


def test_a_doubtful_file_can_be_left_alone(office: Office, tmp_path: Path) -> None:
    presenter = made(office, undated(tmp_path))
    presenter.choose()
    presenter.give_up()
    assert presenter.doubtful is None
    assert library.installed(office.lists) == ()


def test_the_invented_list_never_enters_a_real_office(office: Office, tmp_path: Path) -> None:
    shutil.copyfile(PRACTICE, tmp_path / "un.xml")
    presenter = made(office, tmp_path / "un.xml")
    assert not presenter.offers_practice
    with refused("list-is-practice"):
        presenter.choose()
    presenter.use_practice()
    assert library.installed(office.lists) == ()


def test_the_training_office_is_offered_the_invented_list(office: Office) -> None:
    from desktop.services.office import office_profile

    office_profile.change(office.work, kind="practice")
    presenter = made(office)
    assert presenter.offers_practice
    presenter.use_practice()
    assert len(presenter.versions) == 1 and not presenter.offers_practice
    assert "en service" in presenter.news


def test_the_same_file_again_changes_nothing_and_says_so(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "liste.xml"
    path.write_text(PRACTICE.read_text(encoding="utf-8") + "<!-- copy -->", encoding="utf-8")
    presenter = made(office, path)
    presenter.choose()
    assert len(presenter.versions) == 1
    presenter.choose()
    assert presenter.problem is not None and "déjà en service" in presenter.problem.text
    presenter.show_changes(presenter.versions[0])
    assert presenter.changes is None and "première version" in presenter.problem.text


# --- screening


def test_screening_goes_from_search_to_certificate_with_a_second_person(
    office: Office, chief: Officer, case: Case, tmp_path: Path
) -> None:
    presenter = ScreeningPresenter(office, RunNow(), case=case.id)
    presenter.asker = Answers(tmp_path)
    assert presenter.run is None
    presenter.search()
    presenter.begin()
    assert presenter.shown == "candidate"
    assert "deux personnes" in presenter.second
    with refused("ruling-not-chosen"):
        presenter.save()
    presenter.choose("not_same")
    with refused("ruling-without-reason"):
        presenter.save()
    presenter.explain("Naissance et nationalité contredites.")
    presenter.save()
    assert presenter.shown == "overview" and not presenter.mine
    (waits,) = presenter.state.open
    assert chief.name in presenter.second_of(waits)
    board = day.board(on(office, today()))
    assert "rule" not in [item.kind for item in board.mine] and "confirm" in [item.kind for item in board.others]
    office.user = chief
    presenter.refresh()
    presenter.begin()
    assert presenter.may_confirm and not (presenter.choice or presenter.reason)  # a second person judges for themselves
    presenter.confirm()
    assert presenter.shown == "overview"
    assert "certificat est prêt" in presenter.sentence
    presenter.show_paper()
    assert presenter.pdf is not None and presenter.pdf.startswith(b"%PDF")
    presenter.save_paper()
    assert [path.suffix for path in tmp_path.glob("Certificat*")] == [".pdf"]


def test_the_same_asks_gravely_then_stops(office: Office, case: Case) -> None:
    presenter, somebody = ScreeningPresenter(office, RunNow(), case=case.id), Answers()
    presenter.asker = somebody
    presenter.search()
    presenter.begin()
    presenter.choose("same")
    presenter.explain("Même naissance.")
    presenter.save()
    assert [question.grave for question in somebody.asked] == [True]
    assert presenter.shown == "stop" and presenter.recognised
    assert "Division des relations avec les donateurs" in presenter.whom_to_call
    presenter.back()
    assert "exclu" in presenter.sentence


def test_a_list_imported_later_asks_for_a_new_search(office: Office, case: Case, tmp_path: Path) -> None:
    presenter = ScreeningPresenter(office, RunNow(), case=case.id)
    presenter.search()
    assert not presenter.newer_list
    text = PRACTICE.read_text(encoding="utf-8").replace("2026-11-03T", f"{today().isoformat()}T")
    (tmp_path / "un.xml").write_text(text, encoding="utf-8")
    library.install(office.lists, tmp_path / "un.xml")
    presenter.refresh()
    assert presenter.newer_list


def test_without_a_list_nothing_is_searched_and_the_page_says_so(office: Office, case: Case) -> None:
    shutil.rmtree(office.lists)
    presenter = ScreeningPresenter(office, RunNow(), case=case.id)
    assert presenter.installed == ()
    with refused("no-list-imported"):
        presenter.search()


# --- decisions


def decision(office: Office, case: Case) -> DecisionPresenter:
    presenter = DecisionPresenter(office, RunNow(), case=case.id)
    presenter.asker = Answers()
    presenter.refresh()
    return presenter


def test_the_chief_seals_on_the_officers_laptop_with_a_passphrase_of_their_own(
    office: Office, chief: Officer, ready: Case
) -> None:
    presenter = decision(office, ready)
    assert presenter.waits and presenter.as_id == chief.id
    assert presenter.outcomes == decisions.OUTCOMES
    presenter.change(outcome="conditions", reason="Risques couverts.")
    presenter.change(conditions=(invented.condition(invented.PARTNER, date(2027, 12, 31)),))
    with refused("interests-not-declared"):
        presenter.seal(f"{PASSPHRASE} chef")
    presenter.change(no_interest=True)
    with refused("passphrase-missing"):
        presenter.seal("")
    with refused("passphrase-wrong"):
        presenter.seal(PASSPHRASE)  # the officer's own
    assert presenter.waits
    presenter.seal(f"{PASSPHRASE} chef")
    assert not presenter.waits and presenter.seal_holds
    assert chief.name in presenter.seal_sentence and "empreinte" in presenter.seal_sentence
    text, note = presenter.conditions[0]
    assert text == "Pas d’usage de l’emblème de l’OIM dans la publicité commerciale."
    assert note == "Teranga Câbles & Réseaux SA (partenaire) · jusqu’au 31\u00a0décembre\u00a02027"


def test_what_was_typed_survives_leaving_but_neither_passphrase_nor_declaration(office: Office, ready: Case) -> None:
    presenter = decision(office, ready)
    presenter.change(outcome="refused", reason="Je réfléchis.", no_interest=True)
    presenter.leave()
    again = decision(office, ready)
    assert (again.draft.outcome, again.draft.reason, again.draft.no_interest) == ("refused", "Je réfléchis.", False)


def test_who_prepared_reads_why_instead_of_deciding(office: Office, chief: Officer, ready: Case) -> None:
    with office.store.change("Chief opened it", chief.id) as session:
        session.get_one(Case, ready.id).opened_by = chief.id
    presenter = decision(office, ready)
    assert not presenter.can_decide
    assert presenter.why_not
    assert presenter.outcomes == ("sent_back",)


def test_sending_back_needs_questions_and_goes_to_the_inbox(office: Office, ready: Case) -> None:
    presenter, gone = decision(office, ready), list[str]()
    presenter.open_place = lambda key, /, **arguments: gone.append(key)
    presenter.change(outcome="sent_back", reason="Le registre date.", no_interest=True)
    with refused("nothing-sent-back"):
        presenter.seal(f"{PASSPHRASE} chef")
    assert presenter.questions
    presenter.change(questions=(presenter.questions[0][0],))
    presenter.seal(f"{PASSPHRASE} chef")
    assert gone == ["decisions"]
    assert cases.case(office.store, ready.id).state == "open"
    hub = DiligencePresenter(office, RunNow(), ready.id)
    assert "Le registre date." in hub.sent_back
    assert [gap.question for gap in hub.gaps] == [presenter.questions[0][0]]
    assert "section" in hub.next_detail


def test_the_inbox_says_for_whom_each_case_waits(office: Office, chief: Officer, ready: Case) -> None:
    presenter = DecisionsPresenter(office, RunNow())
    presenter.refresh()
    assert (len(presenter.mine), len(presenter.others)) == (0, 1)
    assert "d’autres" in presenter.state
    office.user = chief
    presenter.refresh()
    assert (len(presenter.mine), len(presenter.others)) == (1, 0)
    assert "vous décidez" in presenter.about(presenter.mine[0])


def test_the_day_by_which_a_decision_is_due_stands_in_the_list_and_on_its_page(office: Office, ready: Case) -> None:
    presenter = DecisionsPresenter(office, RunNow())
    presenter.refresh()
    (waits,) = presenter.others
    due = waits.authority.route.due(today())
    assert presenter.cells(waits)["due"].text == day_in_words(due.isoformat(), "fr")
    page = DecisionPresenter(office, RunNow(), ready.id)
    assert f"La décision est attendue d’ici au {day_in_words(due.isoformat(), 'fr', 'long')}." in page.who_decides


def test_nothing_is_read_of_the_cases_that_wait_while_the_window_stands(office: Office, ready: Case) -> None:
    """They are judged away from the window; until then the page knows nothing, and says nothing false."""
    later: list[Callable[[], None]] = []

    class Away(RunNow):
        def quietly(self, work: Callable[[], T], done: Callable[[T], None]) -> None:
            later.append(lambda: done(work()))

    for made in (DecisionsPresenter(office, Away()), TodayPresenter(office, Away())):
        with counted(office) as reads:
            made.refresh()
        assert not [line for line in reads.statements if "answer" in line], "no answer of a case"
        assert not made.known
        later.pop()()
        assert made.known and not later


def test_the_screening_says_who_decides_as_the_case_does(office: Office, ready: Case) -> None:
    hub = DiligencePresenter(office, RunNow(), ready.id)
    assert hub.who_decides.startswith("Qui décide\u00a0: ")
    screening = ScreeningPresenter(office, RunNow(), ready.id)
    assert screening.who_decides == hub.who_decides and screening.next_step == hub.next_step
    partner = ScreeningPresenter(office, RunNow(), partner=ready.partner_id)
    assert partner.who_decides == "", "outside a case nothing is decided"


def test_every_waiting_case_is_within_reach(office: Office, ready: Case) -> None:
    with office.store.change("Due diligence opened", office.user.id) as session:
        for number in range(PAGE + 4):
            session.add(
                Case(
                    partner_id=ready.partner_id,
                    partnership_id=ready.partnership_id,
                    number=f"SN10-{number}",
                    state=ready.state,
                    submitted_at=ready.submitted_at,
                )
            )
    presenter = DecisionsPresenter(office, RunNow())
    presenter.refresh()
    assert (len(presenter.waiting), presenter.hidden) == (PAGE, 5)
    presenter.more()
    assert (len({waiting.assessment.case.id for waiting in presenter.waiting}), presenter.hidden) == (PAGE + 5, 0)
    presenter.refresh()
    assert (len(presenter.waiting), presenter.hidden) == (PAGE + 5, 0)


def test_the_brief_is_saved_as_a_file(office: Office, ready: Case, tmp_path: Path) -> None:
    presenter = decision(office, ready)
    presenter.asker = Answers(tmp_path)
    presenter.show_paper()
    presenter.save_paper()
    found = list(tmp_path.glob("Note de décision*.pdf"))
    assert len(found) == 1 and found[0].read_bytes() == presenter.pdf


def test_a_search_after_the_case_was_handed_over_is_still_shown(office: Office, ready: Case) -> None:
    assert standing.of_case(on(office, today()), ready.id).current
    assert ScreeningPresenter(office, RunNow(), case=ready.id).locked
