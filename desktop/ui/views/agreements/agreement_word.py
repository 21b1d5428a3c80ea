"""The draft that goes out as a Word file, and what the file that comes back says otherwise."""

from collections.abc import Sequence
from pathlib import Path

from desktop.base.text import _
from desktop.presenters.agreements.agreement_word import FILES, DifferenceLine
from desktop.ui import deeds
from desktop.ui.comparison import Point, Points
from desktop.ui.forms.fields import TextField
from desktop.ui.lists import Row, RowList
from desktop.ui.reading import Passage, Reading, Run
from desktop.ui.views.agreements.agreement_clauses import WORDINGS
from desktop.ui.views.face import Face
from desktop.ui.views.opened_paper import OpenedPaperPreview
from desktop.ui.widgets import EmptyState, Mark, SectionBox, Text, set_shown


class WordFace(Face):
    """How it goes, out and back; then each difference with its words, and one reason for what is taken over."""

    def build(self) -> None:
        word, page = self.shown.word, self.page
        self.order = page.add(SectionBox(_("How it goes")))
        self.order.add(Points(numbered=True)).set(
            [
                Point(_("Save the draft as a Word file, and give it to the partner.")),
                Point(_("Read the file that comes back: choose it, or drop it on this window.")),
                Point(_("Take each change over, or leave it aside."), _("Until then nothing in the draft is changed.")),
            ]
        )
        self.where = page.add(Text(role="note", measure=0))
        self.differences = page.add_section(_("What the Word file says otherwise"))
        note = _("Enter or a click takes a change over, or leaves it aside.")
        self.differences.add(Text(note, "note"))
        self.list = self.differences.add(RowList(_("Differences"), EmptyState("good", _("No difference.")), fits=True))
        self.list.current.connect(lambda key: word.show(int(str(key))))
        self.list.opened.connect(lambda key: word.toggle(int(str(key))))
        self.how = self.differences.add(Text(role="quiet"))
        self.text = self.differences.add(Reading(_("The words of the difference")))
        self.text.show_whole(True)
        self.reason = self.differences.add(TextField(_("Reason: who asked for it, and why")))
        keeper = self.view.keeping(word.reason_draft)
        keeper.hold_field("reason", self.reason)
        page.add_stretch()
        self.paper = OpenedPaperPreview(self.view, word.paper, _("Back to the comparison"), self._fill_bar)
        self._fill_bar()

    def _fill_bar(self) -> None:
        word, bar = self.shown.word, self.page.bar
        bar.back(_("Clauses"), word.to_clauses)
        self.save = bar.other(_("Save as Word…"), word.save, drawing="save")
        self.read = bar.other(_("Read the file that came back…"), word.choose, drawing="attach")
        self.comparison = bar.other(_("Comparison on paper"), word.show_comparison).says_key(deeds.PRINT)
        self.take = bar.primary(_("Take the changes over"), self._take)

    def put_on_paper(self) -> None:
        """The comparison with a file that came back; without one, the pages of the agreement."""
        word = self.shown.word
        word.show_comparison() if word.differences else super().put_on_paper()

    def take_files(self, paths: Sequence[Path]) -> bool:
        """The Word file that came back."""
        takes = self.shown.word.may_read and paths[0].suffix.lower() in FILES
        if takes:
            self.shown.word.take(paths[0])
        return takes

    def show(self) -> None:
        """Show what was found."""
        word = self.shown.word
        self.where.set(_("Saved: {file}").format(file=word.saved.name) if word.saved else "")
        set_shown(self.where, word.saved is not None)
        lines = word.lines
        if self.list.rows and not lines:  # they were taken over, with the reason
            self.reason.forget()
            self.reason.set_value("")
        set_shown(self.differences, bool(lines))
        set_shown(self.order, not lines)
        self.list.set_rows([_row(line) for line in lines])
        self.list.set_current(word.current)
        self.how.set(word.how)
        runs = tuple(Run(piece.text, WORDINGS[piece.wording]) for piece in word.words)
        self.text.show_passages([Passage("", (runs,))] if runs else [])
        self.paper.agree()
        if word.paper.pdf is None:
            self._agree_on_bar(bool(lines))

    def _agree_on_bar(self, differs: bool) -> None:
        word = self.shown.word
        self.read.setEnabled(word.may_read)
        leads = None if differs or not word.may_read else self.read if word.saved else self.save
        self.page.bar.lead_with(leads, (self.save, self.read))
        for button in (self.comparison, self.take):
            set_shown(button, differs)
        self.take.setEnabled(bool(word.chosen))

    def _take(self) -> None:
        self.reason.commit()
        self.shown.word.take_over(self.reason.text())


def _row(line: DifferenceLine) -> Row:
    if line.is_taken is None:
        mark = Mark("info", _("For information"))
    else:
        mark = Mark("good", _("To be taken over")) if line.is_taken else Mark("neutral", _("Left aside"))
    return Row(line.key, line.title, line.note, mark)
