"""The state of one screen, without Qt: a view shows it, a test drives it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from desktop.base.errors import Problem
from desktop.base.progress import Runner
from desktop.base.text import _, plural
from desktop.base.values import Json, JsonObject
from desktop.presenters import only_reading
from desktop.presenters.form_draft import FormDraft
from desktop.store.place import FOLDER_GONE

if TYPE_CHECKING:
    from desktop.office import Office


PAPER_REFUSED = ("no-printer", "printer-not-ready")
WaysOn = tuple[tuple[str, Callable[[], None]], ...]  # the words of a button and what it does


class Tone(StrEnum):
    """What a coloured mark means, whatever the colours of the theme."""

    GOOD = "good"
    INFO = "info"
    NEUTRAL = "neutral"
    WARN = "warn"
    BAD = "bad"


@dataclass(frozen=True)
class Confirmation:
    """One of the few confirmations: the verb on the button says what will be done."""

    title: str
    text: str
    confirm: str
    refuse: str
    grave: bool = False  # cannot be undone: the refusing button has the focus


class Asker(Protocol):
    """Who asks the user; answers come later, on the window's thread, and not at all when the user closes the box."""

    def confirm(self, question: Confirmation, confirmed: Callable[[], None]) -> None: ...

    def files(self, title: str, patterns: str, chosen: Callable[[Sequence[Path]], None]) -> None: ...

    def folder(self, title: str, chosen: Callable[[Path], None]) -> None: ...

    def place_to_save(self, title: str, name: str, chosen: Callable[[Path], None]) -> None: ...


@dataclass(frozen=True)
class Printout:
    """Pages for a printer: the name under which they wait there, and the PDF as it is archived or shown."""

    name: str
    pdf: bytes


@dataclass(frozen=True)
class HandedOver:
    """What a printer took, as far as this computer knows: how many pages, how often."""

    printer: str
    pages: int


class Printers(Protocol):
    """The printers of this computer, behind the system's own dialogue."""

    def put_on_paper(self, paper: Printout, handed_over: Callable[[HandedOver], None]) -> None:
        """Ask which printer and pages, hand them over, then say so; raises Problem when there is no printer."""


class OpenPlace(Protocol):
    """Goes to a screen: `open_place("partner", id=…)`."""

    def __call__(self, key: str, /, **arguments: object) -> None: ...


def _nowhere(key: str, /, **arguments: object) -> None:
    """No window yet."""


def _unseen() -> None:
    """No view yet."""


class Screen:
    """The state of a screen that may come before any office is open: welcome, unlocking.

    `shows` names the kinds of record whose change makes this screen stale. `problem` is shown above the content
    until it is None. The window sets `open_place` and `asker`, the view sets `changed`.
    """

    shows: frozenset[str] = frozenset()
    asker: Asker

    def __init__(self, runner: Runner) -> None:
        self.runner = runner
        self.problem: Problem | None = None
        self.deed_sentence = ""  # what was just done, said above the content
        self.changed: Callable[[], None] = _unseen
        self.open_place: OpenPlace = _nowhere

    @property
    def ways_on(self) -> WaysOn:
        """What can be done about the problem shown, as words and deeds."""
        return ()

    @property
    def printed_sentence(self) -> str:
        """What a printer took from this screen; empty when nothing was handed over."""
        return ""

    def arrive(self) -> None:
        """A view is there: show what was read when the screen was made; a screen that had not read yet does it now."""
        self.refresh()

    def refresh(self) -> None:
        """Read the records again and show them."""
        self.changed()

    def leave(self) -> None:
        """The screen is about to go: keep what was typed."""

    @property
    def holds_unsaved(self) -> bool:
        """Whether something is typed on this screen that is not saved."""
        return False

    def refuse(self, problem: Problem) -> None:
        """Show a problem above the content."""
        self.problem = problem
        self.changed()

    def tell(self, sentence: str) -> None:
        """Say above the content what was just done."""
        self.deed_sentence = sentence
        self.changed()

    def dismiss(self) -> None:
        """The user has read the problem."""
        self.problem = None
        self.changed()


class Presenter(Screen):
    """Read what is shown fresh in `refresh`; call `changed` after every change of state. The window sets `printers`."""

    printers: Printers

    def __init__(self, office: "Office", runner: Runner) -> None:
        super().__init__(runner)
        self.office = office
        self.handed_over: HandedOver | None = None
        self._save_instead: Callable[[], None] | None = None  # where there is no printer
        self._form_drafts: dict[str, FormDraft] = {}
        self._whole_forms: set[str] = set()  # those that this screen holds by itself

    @property
    def only_reads(self) -> str:
        """Why nothing can be changed on any screen of this office; empty where it can."""
        why = self.office.store.only_reading
        return only_reading.words(why) if why is not None else ""

    def form_draft(self, name: str) -> FormDraft:
        """What this officer has typed into the form of this name and not saved."""
        if name not in self._form_drafts:
            self._form_drafts[name] = FormDraft(self.office.unsaved, self.runner, name)
        return self._form_drafts[name]

    def held(self, name: str) -> dict[str, Json]:
        """A form that this screen holds by itself, as it was left; empty when nothing waits."""
        self._whole_forms.add(name)
        return self.office.unsaved.form(name)

    def hold(self, name: str, content: JsonObject) -> None:
        """Hold the whole of a form that this screen knows by itself; an empty one is done with."""
        self._whole_forms.add(name)
        self.office.unsaved.tell(name, content)
        self.runner.at_once(self.office.unsaved.write)

    @property
    def holds_unsaved(self) -> bool:
        """Whether something is typed on this screen that is not saved."""
        typed = any(draft.waits or draft.fields for draft in self._form_drafts.values())
        return typed or any(self.office.unsaved.form(name) for name in self._whole_forms)

    # --- paper

    def put_on_paper(self, paper: Printout, save: Callable[[], None]) -> None:
        """Print by the system's own dialogue; where there is no printer, offer to save the PDF."""
        self._save_instead, self.handed_over, self.problem = save, None, None
        try:
            self.printers.put_on_paper(paper, self.show_handed_over)
        except Problem as problem:
            self.refuse(problem)

    def show_handed_over(self, handed_over: HandedOver) -> None:
        """Say what the printer took: that it came out well, only whoever looks at the paper knows."""
        self.handed_over = handed_over
        self.changed()

    @property
    def printed_sentence(self) -> str:
        """What the printer took; empty when nothing was handed over."""
        if self.handed_over is None:
            return ""
        pages = plural("{count} page", "{count} pages", self.handed_over.pages)
        return _("Handed to the printer “{printer}”: {pages}. See whether all of it came out well.").format(
            printer=self.handed_over.printer, pages=pages
        )

    @property
    def ways_on(self) -> WaysOn:
        """Without a printer, the PDF; without the folder, another place for everything that was saved."""
        if self.problem is not None and self.problem.code in PAPER_REFUSED and self._save_instead is not None:
            return ((_("Save as PDF…"), self._save_instead),)
        if self.problem is None or self.problem.code != FOLDER_GONE:
            return ()
        return ((_("Save everything in another folder…"), self.rescue),)

    def rescue(self) -> None:
        """Ask where to, and write a backup there of what is open."""
        self.asker.folder(_("Where should everything be saved?"), self._rescue_to)

    def _rescue_to(self, folder: Path) -> None:
        office = self.office
        self.runner.run(_("Saving everything"), lambda _progress: office.rescue(folder), self._show_rescued)

    def _show_rescued(self, path: Path) -> None:
        text = _("The folder of this office is gone. Everything saved before lies in “{name}”, read back.")
        again = _(
            "Put the folder back at {folder}, or restore this backup into a new folder with “passerelle restore”."
        )
        if self.office.is_hq:
            text = _("The folder of Headquarters is gone. Its keys and records lie in “{name}”, read back.")
            again = _(
                "Put the folder back at {folder}, or restore this backup into a new folder with "
                "“passerelle hq restore”."
            )
        name, folder = path.name, self.office.folder
        self.refuse(Problem(text.format(name=name), again.format(folder=folder), code="office-rescued"))
