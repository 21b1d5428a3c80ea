"""The page of one record about what came of a partnership: its form, what shows it, how it is taken back."""

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from desktop.base.text import _
from desktop.presenters.results.recorded_form import EvidencedForm, RecordedForm
from desktop.ui import deeds
from desktop.ui.evidence import AttachmentLine, FileDrop
from desktop.ui.keyboard import shortcut
from desktop.ui.views.held_form import CorrectableFormView
from desktop.ui.views.opened_paper import OpenedPaperPreview
from desktop.ui.views.results.result_form import ProposedPartners
from desktop.ui.widgets import EmptyState, KeyValueGrid, Message, SectionBox, SideHelp, set_shown

F = TypeVar("F", bound=RecordedForm)
E = TypeVar("E", bound=EvidencedForm)


@dataclass(frozen=True)
class RecordWords:
    """What a page says of its kind of record: the list and one of it, for whom only reads, its buttons, what it is for.

    `help` and `why` stand at the side.
    """

    every: str
    one: str
    reads: str
    back: str
    record: str
    help: str
    why: str


class RecordedFormView(CorrectableFormView[F]):
    """Ctrl+Enter records, or saves what was corrected."""

    @property
    @abstractmethod
    def words(self) -> RecordWords:
        """What the page says."""

    def build(self) -> None:
        """The form, and of one on record what is known of it."""
        page, shown = self.page, self.presenter
        words = self.words
        pipeline = (_("Pipeline"), lambda: shown.open_place("pipeline"))
        page.set_crumbs([pipeline, (words.every, shown.open_list), (words.one, None)])
        self.none = page.add(EmptyState("results", words.reads), 1)
        self.has_form = shown.editable or bool(shown.id)
        self._remarks = 0
        set_shown(self.none, not self.has_form)
        if self.has_form:
            self._build_form(words)
        self.fill_bar()

    def _build_form(self, words: RecordWords) -> None:
        page, shown = self.page, self.presenter
        self.build_above()
        self.add_record_form()
        self.proposed = page.add(ProposedPartners(self))
        self.build_below()
        self.on_record = page.add(SectionBox(_("On record")))
        self.build_evidence()
        self.facts = self.on_record.add(KeyValueGrid())
        self.add_undo()
        self.add_way_back()
        set_shown(self.on_record, bool(shown.id))
        page.add_stretch()
        page.add_side(SideHelp()).set([(words.help, words.why)])
        self.add_saving()

    def build_above(self) -> None:
        """What stands above the form."""

    def build_below(self) -> None:
        """What stands between the form and what is on record."""

    def build_evidence(self) -> None:
        """What shows the record, in `on_record`."""

    def fill_bar(self) -> None:
        """The buttons of the page."""
        bar, shown, words = self.page.bar, self.presenter, self.words
        bar.back(words.back, shown.open_list)
        if shown.editable:
            self.fill_bar_beside()
            self.add_saving_button(words.record)

    def fill_bar_beside(self) -> None:
        """The buttons beside the main one."""

    def show_state(self) -> None:
        """Everything from the presenter."""
        shown = self.presenter
        self.show_record()
        if not self.has_form:
            return
        self.proposed.show_partners()
        self.show_below()
        self.facts.set(shown.facts)
        self._say(shown.remarks)

    def show_below(self) -> None:
        """What stands beside the form, from the presenter."""

    def _say(self, remarks: Sequence[tuple[str, str]]) -> None:
        for number, (tone, sentence) in enumerate(remarks):
            self.page.show_message(Message(tone, sentence), f"remark-{number}")
        for number in range(len(remarks), self._remarks):
            self.page.clear_message(f"remark-{number}")
        self._remarks = len(remarks)


class EvidencedFormView(RecordedFormView[E]):
    """A file dropped on the page of one on record is a piece of its evidence."""

    def build(self) -> None:
        back = _("Back to the page")
        self.looked_at = OpenedPaperPreview(self, self.presenter.opened, back, self.fill_bar)
        super().build()

    def build_evidence(self) -> None:
        shown = self.presenter
        for_link = _("A link is no evidence: open the page, save it as a PDF, and add that file.")
        self.drop = self.on_record.add(FileDrop(_("Evidence"), for_link, scanner=shown.scanner))
        self.drop.set_locked(not shown.editable)
        self.drop.added.connect(shown.attach)
        self.drop.opened.connect(shown.open_piece)
        self.drop.removed.connect(lambda key: shown.detach(key, True))
        self.drop.restored.connect(lambda key: shown.detach(key, False))
        if shown.id and shown.editable:
            self.drop.button.says_key(deeds.EVIDENCE)
            shortcut(self, deeds.EVIDENCE, self.drop.choose, whole_window=False)

    def take_files(self, paths: Sequence[Path]) -> bool:
        """Evidence of the one on record."""
        takes = bool(self.presenter.id) and self.presenter.editable
        if takes:
            self.presenter.attach(paths)
        return takes

    def show_below(self) -> None:
        shown = self.presenter
        self.drop.set_files([AttachmentLine(piece.id, piece.name, piece.size or 0) for piece in shown.pieces])
        self.drop.set_error(shown.intake.notice)

    def show_state(self) -> None:
        super().show_state()
        self.looked_at.agree()
