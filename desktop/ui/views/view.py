"""A view shows a presenter and passes gestures to it. It decides nothing."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar

from PySide6.QtCore import QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from desktop.base.errors import Problem
from desktop.presenters.form_draft import FormDraft
from desktop.presenters.presenter import Screen
from desktop.ui import deeds
from desktop.ui.keyboard import FINDS, shortcut
from desktop.ui.widgets import Message, PageFrame

if TYPE_CHECKING:  # neither is needed until the office is open, and both are slow to load
    from desktop.ui.forms.form import Form
    from desktop.ui.forms.keeping import DraftKeeper
    from desktop.ui.preview import DocumentPreview

P = TypeVar("P", bound=Screen)


def _nothing_else() -> None:
    """The page holds nothing typed by itself."""


class View(QWidget, Generic[P]):
    """Fill `self.page` once in `build`; make it agree with the presenter in `show_state`, which may come any time.

    `wide` pages use the whole width (lists, boards); the others keep to a column for reading. A page that `scrolls`
    has one scroll area; the others give their height to one list, table or document. A `centred` page stands alone as
    a card in the middle of its window.
    """

    wide = False
    scrolls = True
    centred = False

    def __init__(self, presenter: P) -> None:
        super().__init__()
        self.presenter = presenter
        self.page = PageFrame(wide=self.wide, scrolls=self.scrolls, centred=self.centred)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.page)
        self._problem: Problem | None = None
        self._printed_sentence = ""
        self.keepers: list[DraftKeeper] = []
        self._to_make: list[Callable[[], object]] = []
        self._is_painted = False
        self._turns = QTimer(self, interval=0)  # what `singleShot(0)` asks for is done before keys are heeded
        self._turns.timeout.connect(self._make_next)
        self.build()
        presenter.changed = self._agree
        presenter.arrive()
        for keeper in self.keepers:
            if not keeper.has_begun:
                keeper.begin()

    def build(self) -> None:
        """Make the widgets and connect them, once."""
        raise NotImplementedError

    def show_state(self) -> None:
        """Make the widgets agree with the presenter: safe to call at any time."""
        raise NotImplementedError

    def keeping(
        self, draft: FormDraft, start_over: Callable[[], None] = _nothing_else, *, restored: bool = False
    ) -> "DraftKeeper":
        """A keeper of what is typed into one form of this page; fields are told to it in `build`."""
        from desktop.ui.forms.keeping import DraftKeeper

        keeper = DraftKeeper(self.page, draft, start_over, restored=restored)
        self.keepers.append(keeper)
        return keeper

    def make_later(self, make: Callable[[], object]) -> None:
        """Have a part that nobody sees yet made in an event turn of its own, once the page was painted."""
        self._to_make.append(make)
        if self._is_painted:
            self._turns.start()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._is_painted:
            self._is_painted = True
            QTimer.singleShot(0, self._turns, self._turns.start)

    @property
    def is_made(self) -> bool:
        """Whether everything that was to be made later stands."""
        return not self._to_make

    def make_all(self) -> None:
        """Have everything that `make_later` was told made now, before somebody asks for it."""
        while self._to_make:
            self._make_next()

    def _make_next(self) -> None:
        if self._to_make:
            self._to_make.pop(0)()
        if not self._to_make:
            self._turns.stop()

    def filled_in(self, *forms: "Form") -> bool:
        """Tell what is being typed, and whether every field is as it must be; leads to the first that is not."""
        for form in forms:
            form.commit()
        wrong = [field for form in forms for field in form.wrong()]
        if wrong:
            self.page.reveal(wrong[0].first())
        return not wrong

    def settle_typing(self) -> None:
        """Have written what is typed on this page and not saved: it may be left, covered or closed now."""
        for keeper in self.keepers:
            keeper.settle()

    @property
    def document(self) -> "DocumentPreview | None":
        """The document that the page shows now."""
        from desktop.ui.preview import DocumentPreview

        return next((preview for preview in self.findChildren(DocumentPreview) if preview.isVisible()), None)

    @property
    def search_field(self) -> QLineEdit | None:
        """The field in which what the page lists is searched."""
        fields = (field for field in self.findChildren(QLineEdit) if field.property(FINDS) and field.isVisible())
        return next(fields, None)

    def bind_paper(self, deed: Callable[[], object]) -> None:
        """Let Ctrl+P do this for the paper of the page: it shows it, and prints a document that is shown."""

        def put_on_paper() -> None:
            document = self.document
            document.to_paper() if document is not None else deed()

        shortcut(self, deeds.PRINT, put_on_paper)

    def take_files(self, paths: Sequence[Path]) -> bool:
        """Take files that were dropped beside every field for files; False when this page has no use for them."""
        return False

    def place_of_files(self, paths: Sequence[Path]) -> tuple[str, dict[str, str]] | None:
        """Which other page of the record shown takes such files, with its arguments; None for none."""
        return None

    def focus_first(self) -> None:
        """Where a reader begins: the first field of a page that asks for something, the heading of another."""
        self.page.begin()

    def go_on(self) -> None:
        """Where somebody goes on who comes back to this page: where it begins, unless it knows the place."""

    def _agree(self) -> None:
        if self.presenter.problem is not self._problem:
            self._problem = self.presenter.problem
            self.page.show_problem(self._problem, self.presenter.dismiss, self.presenter.ways_on)
        if self.presenter.deed_sentence:
            self.page.show_message(Message("good", self.presenter.deed_sentence), "notice")
            self.presenter.deed_sentence = ""
        self._say_handed_over()
        self.show_state()

    def _say_handed_over(self) -> None:
        sentence = self.presenter.printed_sentence
        if sentence == self._printed_sentence:
            return
        self._printed_sentence = sentence
        if sentence:
            self.page.show_message(Message("info", sentence), "printed")
        else:
            self.page.clear_message("printed")
