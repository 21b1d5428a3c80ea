"""The columns of an unknown table: what was guessed, what a choice changes, what is refused."""

from datetime import date
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.base.progress import RunNow
from desktop.office import Office
from desktop.presenters.screening.list_columns import ListColumnsPresenter
from desktop.screening import library
from desktop.ui.keyboard import mnemonics, unnamed
from desktop.ui.theme import Theme
from desktop.ui.views.screening.list_columns import ListColumnsView
from desktop.ui.widgets import Text
from tests.exchanging import User, user
from tests.offices import office, office_folder, runner
from tests.refusal import refused

__all__ = ["office", "office_folder", "runner", "user"]
TABLE = "Nom complet;Né le;Pays;Motif\nMoussa Harouna Abdou;1984;Niger;Décret 12\nFatou Sarr;;Sénégal;Décret 13\n"


@pytest.fixture
def view(qtbot: QtBot, theme: Theme, office: Office, runner: RunNow, user: User, tmp_path: Path) -> ListColumnsView:
    path = tmp_path / "liste nationale.csv"
    path.write_text(TABLE, encoding="utf-8")
    presenter = ListColumnsPresenter(office, runner, str(path))
    presenter.open_place = user.go
    made = ListColumnsView(presenter)
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    return made


def test_the_columns_guessed_are_shown_beside_the_first_rows(view: ListColumnsView) -> None:
    assert view.fields["name"].value() == "Nom complet"
    assert not view.fields["aliases"].value()
    shown = [text.text() for text in view.points.findChildren(Text)]
    assert [name for name in shown if name in TABLE] == ["Moussa Harouna Abdou", "Fatou Sarr"]
    assert unnamed(view) == [] and all(times == 1 for times in mnemonics(view).values())


def test_a_choice_changes_the_rows_that_are_shown(view: ListColumnsView) -> None:
    view.fields["name"].chosen.emit("Motif")
    assert view.presenter.columns["name"] == "Motif"
    assert [name for name, _facts in view.presenter.preview] == ["Décret 12", "Décret 13"]


def test_a_list_without_a_day_is_refused_and_one_with_it_is_used(
    view: ListColumnsView, office: Office, user: User
) -> None:
    main = view.page.bar.main
    assert main is not None
    with refused("list-without-date"):
        view.presenter.import_table()
    view.name.set_value("Liste nationale")
    view.presenter.call("Liste nationale")
    view.day.day.emit(date(2026, 11, 1))
    main.click()
    assert not library.installed(office.lists), "the doubts are read first"
    main.click()
    assert [version.title for version in library.installed(office.lists)] == ["Liste nationale"]
    assert user.went == [("lists", {})]


def test_going_back_imports_nothing(view: ListColumnsView, office: Office, user: User) -> None:
    view.presenter.give_up()
    assert user.went == [("lists", {})] and not library.installed(office.lists)
