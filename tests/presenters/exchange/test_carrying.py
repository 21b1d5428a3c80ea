"""A case carried on a stick, as the page offers it: what is said before and after, and which files it is for."""

from pathlib import Path

from desktop.base.progress import RunNow
from desktop.presenters.exchange.carrying import CarryPresenter
from tests.carried import TwoLaptops, original, two
from tests.exchanging import User, seated

__all__ = ["original", "two"]


def test_what_is_written_is_said_and_the_file_that_came_back_is_asked_for(two: TwoLaptops) -> None:
    user = User(two.stick)
    with two.awa() as awa:
        page = seated(CarryPresenter(awa, RunNow(), two.case_id), user)
        assert len(page.acts) == 3 and not page.may_write_again
        page.press()
        (file,) = two.stick.iterdir()
        assert dict(page.facts)["Fichier"] == file.name and page.may_write_again
        assert page.main_button == "Ouvrir le fichier revenu…"
    with two.chef() as chef:
        page = seated(CarryPresenter(chef, RunNow(), path=str(file)), user)
        assert dict(page.facts)["Écrit par"] and page.acts == ()
        page.press()
        assert user.went[-1] == ("decision", {"case": two.case_id})


def test_only_files_that_can_carry_a_case_are_for_the_page(two: TwoLaptops) -> None:
    with two.awa() as awa:
        page = CarryPresenter(awa, RunNow(), two.case_id)
        assert [page.takes(Path(name)) for name in ("a.psb", "A.PSB", "a.pdf", "a")] == [True, True, False, False]
