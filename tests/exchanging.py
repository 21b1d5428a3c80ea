"""An office and Headquarters that exchange files over one stick, each at its screen."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

import pytest

from desktop.base.progress import RunNow
from desktop.office import Office
from desktop.presenters.exchange.headquarters import HeadquartersPresenter
from desktop.presenters.exchange.overview import ExchangePresenter
from desktop.presenters.exchange.recognition import RecognitionPresenter
from desktop.presenters.exchange.sending import SendPresenter
from desktop.presenters.presenter import Confirmation, Presenter
from tests.offices import headquarters

__all__ = ["headquarters", "user"]


class User:
    """Somebody who keeps every file on one stick and remembers where the screens sent them."""

    def __init__(self, stick: Path) -> None:
        self.stick = stick
        self.opens: list[Path] = []
        self.asked: list[Confirmation] = []
        self.went: list[tuple[str, dict[str, object]]] = []

    def confirm(self, question: Confirmation, confirmed: Callable[[], None]) -> None:
        self.asked.append(question)
        confirmed()

    def files(self, title: str, patterns: str, chosen: Callable[[Sequence[Path]], None]) -> None:
        chosen([self.opens.pop(0)])

    def folder(self, title: str, chosen: Callable[[Path], None]) -> None:
        chosen(self.stick)

    def place_to_save(self, title: str, name: str, chosen: Callable[[Path], None]) -> None:
        self.opens.append(self.stick / name)
        chosen(self.stick / name)

    def go(self, key: str, /, **arguments: object) -> None:
        self.went.append((key, arguments))


@pytest.fixture
def user(tmp_path: Path) -> User:
    """A user with an empty stick."""
    stick = tmp_path / "CLE"
    stick.mkdir()
    return User(stick)


P = TypeVar("P", bound=Presenter)


def seated(presenter: P, user: User) -> P:
    """The screen as the window shows it."""
    presenter.asker, presenter.open_place = user, user.go
    presenter.refresh()
    return presenter


def enrol(office: Office, headquarters: Office, user: User, runner: RunNow) -> ExchangePresenter:
    """Both sides save, read and compare, as their screens ask."""
    screen = seated(ExchangePresenter(office, runner), user)
    screen.do_next()
    desk = seated(RecognitionPresenter(headquarters, runner), user)
    desk.choose()
    desk.recognise()
    desk.save()
    screen.do_next()
    assert screen.kit is not None and screen.kit.fingerprint == desk.fingerprint
    screen.do_next()
    return screen


def sent(office: Office, user: User, runner: RunNow) -> SendPresenter:
    """A bundle on the stick, said to be handed over."""
    screen = seated(SendPresenter(office, runner), user)
    screen.pack()
    screen.choose_folder()
    screen.write()
    screen.say_carrier("Moussa")
    screen.hand_over()
    return screen


def answer_of(office: Office, headquarters: Office, user: User, runner: RunNow) -> Path:
    """A return of Headquarters on the stick, after a first bundle of an office enrolled for it."""
    enrol(office, headquarters, user, runner)
    bundle = sent(office, user, runner).written
    desk = seated(HeadquartersPresenter(headquarters, runner), user)
    desk.take_in([user.stick])
    desk.write_returns()
    return next(path for path in user.stick.glob("*.psb") if path != bundle)
