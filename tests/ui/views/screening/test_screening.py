"""The stop page of screening looks as grave as it is, and says in order what to do."""

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from desktop.base.progress import RunNow
from desktop.base.text import speak
from desktop.presenters.screening.screening import ScreeningPage, ScreeningPresenter
from desktop.store.records import Case, ScreeningRun
from desktop.store.states import RulingKind
from desktop.ui.theme import Theme, look
from desktop.ui.views.screening.screening import ScreeningView, candidate_mark
from desktop.ui.widgets import Chip, Text
from tests.exchanging import User, seated, user
from tests.offices import Templates
from tests.training import opened, set_up_training

__all__ = ["user"]


def bar_of(view: ScreeningView) -> str:
    """The colour of the left edge of the page's head."""
    head = view.page._head
    picture = view.grab().toImage()
    at = head.mapTo(view, QPoint(2, head.height() // 2))
    return QColor(picture.pixel(at)).name().upper()


@pytest.mark.parametrize("choice", ["light", "dark"])
def test_the_stop_page_is_grave_and_its_acts_are_numbered(
    templates: Templates, tmp_path: Path, qtbot: QtBot, theme: Theme, user: User, choice: str
) -> None:
    speak("fr")
    theme.choose(choice)
    folder = Path(shutil.copytree(templates.folder(set_up_training)[0], tmp_path / "training"))
    with opened(folder) as office:
        with office.store.read() as session:
            cases = list(session.scalars(select(Case.id)))
        view = ScreeningView(ScreeningPresenter(office, RunNow(), case=cases[0]))
        qtbot.addWidget(view)
        view.setStyleSheet(theme.sheet)
        view.resize(1100, 700)
        view.show()
        excluded = look().tone("excluded")[1].upper()
        assert bar_of(view) != excluded
        view.presenter.stop()
        assert bar_of(view) == excluded
        chips = [chip for chip in view.page._head.findChildren(Chip) if chip.isVisible()]
        assert [chip.accessibleName() for chip in chips] == ["exclu"]
        numbers = [text.text() for text in view.acts.findChildren(Text) if text.text().rstrip(".").isdigit()]
        assert numbers == ["1.", "2.", "3.", "4."]
        view.presenter.back()
        assert bar_of(view) != excluded
        screened = [ScreeningPresenter(office, RunNow(), case=about) for about in cases]
        presenter, candidate = next((p, c) for p in screened for c in p.state.candidates if p.state.run is not None)
        other = ScreeningView(seated(presenter, user))
        qtbot.addWidget(other)
        other.setStyleSheet(theme.sheet)
        other.resize(1100, 700)
        other.show()
        presenter.look_at(candidate.pair)
        assert bar_of(other) != excluded
        presenter.choose(RulingKind.SAME.value)
        presenter.explain("Même nom, même date et même lieu de naissance.")
        presenter.save()
        assert presenter.shown == ScreeningPage.STOP and bar_of(other) == excluded
        presenter.back()
        assert bar_of(other) == excluded and candidate_mark(presenter.state.candidates[0]).tone == "excluded"


def test_a_match_of_a_list_that_the_last_search_left_out_opens(
    templates: Templates, tmp_path: Path, qtbot: QtBot
) -> None:
    speak("fr")
    folder = Path(shutil.copytree(templates.folder(set_up_training)[0], tmp_path / "training"))
    with opened(folder) as office:
        with office.store.change("x", office.user.id) as session:
            for run in session.scalars(select(ScreeningRun)):
                run.lists = ()
            cases = list(session.scalars(select(Case.id)))
        screened = [ScreeningPresenter(office, RunNow(), case=about) for about in cases]
        presenter, candidate = next((p, c) for p in screened for c in p.state.candidates)
        view = ScreeningView(presenter)
        qtbot.addWidget(view)
        presenter.look_at(candidate.pair)
        assert view.page.state.text() == f"Liste\u00a0: {candidate.hit.list_id}"
