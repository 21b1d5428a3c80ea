"""A file dropped anywhere on the window: the page that takes it, or one sentence that says where it belongs."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QEvent, QMimeData
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QWidget

from desktop.base.file_kinds import ANSWER, BUNDLE, OPENED, PART, REQUEST, UPDATE, ending_of
from desktop.base.progress import Runner
from desktop.base.text import _
from desktop.ui.views.view import View
from desktop.ui.widgets import Message

if TYPE_CHECKING:
    from desktop.office import Office


class DropTarget(Protocol):
    """What is needed of a window: its office, the page shown, and ways to another one and to its reader."""

    office: "Office"
    view: View[Any] | None

    @property
    def tasks(self) -> Runner:
        """What does the work that the window does not wait for."""

    def go(self, key: str, /, **arguments: object) -> None:
        """Show a place."""

    def show_message(self, message: Message, key: str = "") -> None:
        """Show a message on the page shown."""


def files_of(given: QMimeData) -> list[Path]:
    """The files of this computer among what is dragged."""
    return [Path(url.toLocalFile()) for url in given.urls() if url.isLocalFile()]


def take_files(window: DropTarget, paths: Sequence[Path]) -> None:
    """Lead what travels to its page, other files to the page shown or to the one they are for; else say where to."""
    if window.view is None or _lead(window, paths) or window.view.take_files(paths):
        return
    if _lead_on(window, paths):
        return
    what = _("“{name}” was not imported: this page takes no such file.").format(name=paths[0].name)
    window.show_message(Message("warn", what, _where(window.office, paths[0].suffix.lower())), "dropped")


def open_file(window: DropTarget, path: Path) -> None:
    """Lead a file that the system was asked to open to its page, which shows it and applies nothing of it by itself."""
    from desktop.ui.views.exchange.every_arrival import EveryArrivalView  # readers of bundles, which no start waits for

    if not path.is_file():
        gone = _("“{name}” is not there any more: nothing was opened.").format(name=path.name)
        advice = _("Check that the stick is still there, and open the file again.")
        window.show_message(Message("warn", gone, advice), "dropped")
    elif window.office.is_hq and ending_of(path) in (BUNDLE, PART):
        if not isinstance(window.view, EveryArrivalView):
            window.go("hq")
        window.view.presenter.offer(path)  # type: ignore[union-attr]
    else:
        take_files(window, [path])


def _where(office: "Office", suffix: str) -> str:
    """Where a file that the page does not take belongs."""
    if suffix in OPENED and office.is_practice:
        return _("The training office sends and receives nothing: drop it on the window of your own office.")
    if suffix == ANSWER:
        return _("It is the answer to one laptop: it is opened on that laptop, under Send and receive.")
    if suffix == REQUEST:
        return _("A laptop’s request is opened at Headquarters, under Authorize a laptop.")
    if suffix == UPDATE:
        return _("Headquarters forwards a program update to the offices from “Rules and lists”, and installs none so.")
    return _(
        "Open the question that it supports, or the pack of the agreement whose signed copy it is, and drop it there. "
        "A bundle or a return can be dropped anywhere."
    )


def _lead(window: DropTarget, paths: Sequence[Path]) -> bool:
    """Open the page of what travels with it; False for other files and in the training office."""
    from desktop.services.exchange import carrying, enrolment  # readers of bundles, which no start waits for
    from desktop.ui.views.exchange.every_arrival import EveryArrivalView

    office, suffix, has_page = window.office, ending_of(paths[0]), True
    if office.is_practice:
        return False
    if suffix in (BUNDLE, PART) and office.is_hq:
        if not isinstance(window.view, EveryArrivalView):
            window.go("hq")
        window.view.presenter.take_in(paths)  # type: ignore[union-attr]
    elif suffix == BUNDLE:
        window.tasks.quietly(  # a bundle of hundreds of megabytes is read to its end to be sure of its signature
            lambda: carrying.is_carried(paths[0], enrolment.keyset(office.machine)),
            lambda carried: window.go("carry" if carried else "receive", path=str(paths[0])),
        )
    elif suffix == PART:
        window.go("sync")
        window.view.presenter.look_into(paths)  # type: ignore[union-attr]
    elif suffix == ANSWER and not office.is_hq:
        window.go("sync")
        window.view.presenter.read_kit(paths)  # type: ignore[union-attr]
    elif suffix == UPDATE and not office.is_hq:
        window.go("contents")
        window.view.presenter.look_at_update(paths[0])  # type: ignore[union-attr]
    elif suffix == REQUEST and office.is_hq:
        window.go("hq_enrol")
        window.view.presenter.read(paths[0])  # type: ignore[union-attr]
    else:
        has_page = False
    return has_page


def _lead_on(window: DropTarget, paths: Sequence[Path]) -> bool:
    """Open the page that the record shown has for such a file, or the sanctions lists with a list; give it there."""
    from desktop.presenters.screening.lists import is_list  # readers of lists, which no start waits for

    view = window.view
    if view is None:
        return False
    place = view.place_of_files(paths)
    if place is None and is_list(paths[0]):
        place = ("lists", {})
    if place is None:
        return False
    key, arguments = place
    window.go(key, **arguments)
    return window.view is not None and window.view.take_files(paths)


# Dragged over the window

FILE_DRAGS = (QEvent.Type.DragEnter, QEvent.Type.DragMove, QEvent.Type.Drop)


def drag_of_files(event: QEvent) -> QDropEvent | None:
    """The event when files are dragged or dropped: a text field would write their addresses into what is typed."""
    carries = event.type() in FILE_DRAGS and isinstance(event, QDropEvent) and files_of(event.mimeData())
    return event if carries and isinstance(event, QDropEvent) else None


def is_over_own_field(window: QWidget, event: QDropEvent) -> bool:
    """Whether files are over a field that is for files: it takes them itself."""
    over = window.childAt(event.position().toPoint())
    while over is not None and over is not window:
        if over.acceptDrops() and over.layout() is not None:  # a text field has nothing laid out in it
            return True
        over = over.parentWidget()
    return False
