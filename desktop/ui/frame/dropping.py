"""A file dropped anywhere on the window: the page that takes it, or one sentence that says where it belongs."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QMimeData

from desktop.base.text import _
from desktop.ui.views.view import View
from desktop.ui.widgets import Message

if TYPE_CHECKING:
    from desktop.office import Office

BUNDLE, ANSWER, REQUEST = ".psb", ".kit", ".enrol"  # how what travels between offices and Headquarters is named


class DropTarget(Protocol):
    """What is needed of a window: its office, the page shown, and ways to another one and to its reader."""

    office: "Office"
    view: View[Any] | None

    def go(self, key: str, /, **arguments: object) -> None:
        """Show a place."""

    def show_message(self, message: Message, key: str = "") -> None:
        """Show a message on the page shown."""


def files_of(given: QMimeData) -> list[Path]:
    """The files of this computer among what is dragged."""
    return [Path(url.toLocalFile()) for url in given.urls() if url.isLocalFile()]


def take_files(window: DropTarget, paths: Sequence[Path]) -> None:
    """Lead what travels to its page, other files to the page shown; what neither takes is said."""
    if window.view is None or _lead(window, paths) or window.view.take_files(paths):
        return
    what = _("“{name}” was not imported: this page takes no such file.").format(name=paths[0].name)
    where = _(
        "Open the question that it supports, or the pack of the agreement whose signed copy it is, and drop it there. "
        "A bundle or a return can be dropped anywhere."
    )
    window.show_message(Message("warn", what, where), "dropped")


def _lead(window: DropTarget, paths: Sequence[Path]) -> bool:
    """Open the page of a bundle, a request or an answer with it; False for other files and in the training office."""
    office, suffix, has_page = window.office, paths[0].suffix.lower(), True
    if office.is_practice:
        return False
    if suffix == BUNDLE and office.is_hq:
        window.go("hq")
        window.view.presenter.take_in(paths)  # type: ignore[union-attr]
    elif suffix == BUNDLE:
        window.go("receive", path=str(paths[0]))
    elif suffix == ANSWER and not office.is_hq:
        window.go("sync")
        window.view.presenter.read_kit(paths)  # type: ignore[union-attr]
    elif suffix == REQUEST and office.is_hq:
        window.go("hq_enrol")
        window.view.presenter.read(paths[0])  # type: ignore[union-attr]
    else:
        has_page = False
    return has_page
