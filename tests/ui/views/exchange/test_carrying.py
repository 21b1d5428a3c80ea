"""The page on which a case is carried on a stick: what it says on both laptops, and what it refuses."""

from pytestqt.qtbot import QtBot

from desktop.base.progress import RunNow
from desktop.office import Office
from desktop.presenters.diligence.decision import DecisionPresenter
from desktop.presenters.diligence.hub import DiligencePresenter
from desktop.presenters.exchange.carrying import CarryPresenter
from desktop.presenters.exchange.overview import ExchangePresenter
from desktop.store.records import Case
from desktop.ui.keyboard import mnemonics, unnamed
from desktop.ui.theme import Theme
from desktop.ui.views.exchange.carrying import CarryView
from desktop.ui.views.exchange.overview import ExchangeView
from tests.carried import UNTIL, TwoLaptops, original, two
from tests.exchanging import User, seated
from tests.offices import PASSPHRASE
from tests.refusal import refused

__all__ = ["original", "two"]


def page(qtbot: QtBot, office: Office, user: User, case: str = "", path: str = "") -> CarryView:
    presenter = CarryPresenter(office, RunNow(), case, path)
    presenter.asker, presenter.open_place = user, user.go
    view = CarryView(presenter)
    qtbot.addWidget(view)
    view.resize(1100, 640)
    view.show()
    presenter.refresh()
    return view


def test_story_16_a_case_goes_to_the_chief_of_mission_on_a_stick_and_comes_back_decided(
    qtbot: QtBot, theme: Theme, two: TwoLaptops
) -> None:
    user, case = User(two.stick), two.case_id
    with two.awa() as awa:
        hub = seated(DiligencePresenter(awa, RunNow(), case), user)
        assert hub.may_carry
        hub.carry()
        assert user.went[-1] == ("carry", {"case": case})
        view = page(qtbot, awa, user, case)
        assert unnamed(view) == [] and all(times == 1 for times in mnemonics(view).values())
        assert view.main.text() == "Écrire le fichier…" and len(view.presenter.acts) == 3
        view.main.click()
        assert "vous pouvez retirer la clé" in view.page.state.text()
        assert view.main.text() == "Ouvrir le fichier revenu…"
        view.close()
        assert "pas encore revenue" in page(qtbot, awa, user, case).page.state.text()
    (out,) = two.stick.iterdir()
    with two.chef() as chef:
        seated(ExchangePresenter(chef, RunNow()), user).receive(out)
        assert user.went[-1] == ("carry", {"path": str(out)})
        view = page(qtbot, chef, user, path=str(out))
        assert view.main.text() == "Importer le dossier"
        view.main.click()
        assert user.went[-1] == ("decision", {"case": case})
        decision = seated(DecisionPresenter(chef, RunNow(), case), user)
        assert decision.can_decide and decision.decider.name == "Jean-Marc Okafor"
        decision.change(outcome="conditions", conditions=(UNTIL,), reason="Utile.", no_interest=True)
        decision.seal(PASSPHRASE)
        assert decision.decision is not None and decision.may_carry
        decision.carry()
        view = page(qtbot, chef, user, case)
        assert view.main.text() == "Écrire le fichier…"
        view.main.click()
    (back,) = set(two.stick.iterdir()) - {out}
    with two.awa() as awa:
        user.opens.append(back)
        view = page(qtbot, awa, user, case)
        view.main.click()  # opens the file that came back
        assert "La décision sur ce dossier est revenue" in view.page.state.text()
        view.main.click()
        assert user.went[-1] == ("decision", {"case": case})
        read = seated(DecisionPresenter(awa, RunNow(), case), user)
        assert "Scellé par Jean-Marc Okafor" in read.seal_sentence and read.seal_holds
        assert [task.what for task in read.tasks_open] == [UNTIL.text]
        read.finish_task(read.tasks_open[0])
        assert not read.tasks_open, "the officer said that it is done"


def test_one_changed_byte_is_refused_in_one_sentence_on_the_page(qtbot: QtBot, theme: Theme, two: TwoLaptops) -> None:
    user = User(two.stick)
    with two.awa() as awa:
        page(qtbot, awa, user, two.case_id).main.click()
    (out,) = two.stick.iterdir()
    altered = bytearray(out.read_bytes())
    altered[-40] ^= 1
    out.write_bytes(bytes(altered))
    with two.chef() as chef:
        view = page(qtbot, chef, user)
        with refused("bad-signature") as problem:
            view.take_files([out])
        view.presenter.refuse(problem.value)
        assert view.presenter.problem is not None
        assert "Rien n’a été modifié" in view.presenter.problem.text and "Siège" in view.presenter.problem.remedy
        assert view.main.text() == "Ouvrir un fichier…"
        with chef.store.read() as session:
            assert session.get(Case, two.case_id) is None


def test_everything_goes_to_another_laptop_from_send_and_receive(qtbot: QtBot, theme: Theme, two: TwoLaptops) -> None:
    user = User(two.stick)
    with two.awa() as awa:
        view = ExchangeView(seated(ExchangePresenter(awa, RunNow()), user))
        qtbot.addWidget(view)
        view.show()
        view.show_state()
        view.pass_on.click()
        assert "Seuls ces ordinateurs peuvent l’ouvrir" in view.passed_on.text()
    (out,) = two.stick.iterdir()
    with two.chef() as chef:
        seated(ExchangePresenter(chef, RunNow()), user).receive(out)
        assert user.went[-1] == ("carry", {"path": str(out)})
        view_of_file = page(qtbot, chef, user, path=str(out))
        assert unnamed(view_of_file) == [] and "remet tout ce qu’il contient" in view_of_file.page.state.text()
        view_of_file.main.click()
        assert user.went[-1] == ("sync", {})
        with chef.store.read() as session:
            assert session.get(Case, two.case_id) is not None
