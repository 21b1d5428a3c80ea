"""An agreement beside an earlier one of its type: the list to choose from, then what differs, article by article."""

from PySide6.QtWidgets import QWidget

from desktop.base.errors import Problem
from desktop.base.text import _
from desktop.presenters.agreements.agreement_comparison import ComparedLine, EarlierLine
from desktop.ui import deeds
from desktop.ui.forms.fields import Choice
from desktop.ui.list_filters import FilterBar
from desktop.ui.lists import Row, RowList
from desktop.ui.reading import Passage, Reading, ReadingArea, Run, RunTone
from desktop.ui.views.agreements.agreement_clauses import WORDINGS
from desktop.ui.views.face import Face
from desktop.ui.views.opened_paper import OpenedPaperPreview
from desktop.ui.widgets import EmptyState, Mark, Message, Text, column, line, set_shown


class ComparisonFace(Face):
    """Without an earlier agreement chosen, those there are; with one, the words that only one of the two says."""

    def build(self) -> None:
        comparison = self.shown.comparison
        if comparison.other_id:
            self._build_texts()
        else:
            self._build_choice()
        comparison.read()

    def show(self) -> None:
        """Show what was read."""
        if self.shown.comparison.other_id:
            self._show_texts()
        else:
            self._show_choice()

    def put_on_paper(self) -> None:
        """The list of the earlier agreements, or the comparison with the one chosen."""
        comparison = self.shown.comparison
        if comparison.other_id:
            comparison.show_paper()
        else:
            self.list.print_rows()

    # --- which one

    def _build_choice(self) -> None:
        comparison, page = self.shown.comparison, self.page
        self.filters = page.add(FilterBar(_("Partner or reference")))
        self.filters.searched.connect(comparison.search)
        self.filters.into_list.connect(self._into_list)
        none = _("No agreement of this type is older than this one.")
        scans = _("What was signed before the program is kept as a scan, whose words cannot be compared.")
        empty = EmptyState("agreements", f"{none} {scans}")
        self.list = page.add(RowList(_("Earlier agreements"), empty, listing=comparison.listing), 1)
        self.list.opened.connect(lambda key: comparison.choose(str(key)))
        unfound = _("No agreement matches. Look for another word, or show them all again.")
        self.unfound = page.add(EmptyState("search", unfound, _("Show all"), self.filters.edit.clear, "outlined"), 1)
        page.bar.back(_("Clauses"), comparison.to_clauses)
        self.compare = page.bar.primary(_("Compare"), self._choose)

    def _show_choice(self) -> None:
        comparison = self.shown.comparison
        listed, lines = comparison.listed, comparison.lines
        set_shown(self.filters, bool(listed) and len(listed or ()) > 1)
        self.list.set_rows([self._row(row) for row in lines])
        missed = bool(listed) and not lines
        set_shown(self.list, listed is not None and not missed)
        set_shown(self.unfound, missed)
        if lines and self.list.current_key() is None:
            self.list.set_current(lines[0].id)
        self.compare.setEnabled(bool(lines))

    def _row(self, row: EarlierLine) -> Row:
        brief = self.shown.comparison.brief(row)
        mark = Mark(row.tone, row.label)
        return Row(row.id, row.title, row.note, mark, cells=row.cells, brief=brief, mark_in="state")

    def _into_list(self) -> None:
        if self.list.rows:
            self.list.view.go_to(0)
            self.list.view.setFocus()

    def _choose(self) -> None:
        key = self.list.current_key()
        if key is not None:
            self.shown.comparison.choose(str(key))

    # --- the two texts

    def _build_texts(self) -> None:
        comparison, page = self.shown.comparison, self.page
        inside = QWidget()
        rows = column(inside, 8)
        self.head = QWidget()
        across = line(self.head, 12)
        self.language = Choice()
        self.language.setAccessibleName(_("Language of the texts"))
        self.language.picked.connect(lambda: comparison.choose_language(str(self.language.currentData())))
        self.jump = Choice()
        self.jump.setAccessibleName(_("Part of the agreement"))
        self.jump.picked.connect(self._go_to_part)
        across.addWidget(self.language)
        across.addWidget(self.jump, 1)
        across.addStretch(0)
        self._offered: tuple[object, object] = ((), ())
        self._refusal: Problem | None = None
        self.note = Text(
            _("Struck through: only in the earlier agreement. Underlined: only in this one."), "note", measure=0
        )
        self.text = Reading(_("What differs"))
        self.text.moved.connect(self._follow)
        self.same = Text(role="quiet", measure=0)
        for part in (self.head, self.note, self.text, self.same):
            rows.addWidget(part, 1 if part is self.text else 0)
        self.area = page.add(ReadingArea(self.text, inside), 1)
        self.paper = OpenedPaperPreview(self.view, comparison.paper, _("Back to the comparison"), self._fill_bar)
        self._fill_bar()

    def _fill_bar(self) -> None:
        comparison, bar = self.shown.comparison, self.page.bar
        bar.back(_("Clauses"), comparison.to_clauses)
        bar.other(_("Compare with another one…"), comparison.choose_another)
        self.printing = bar.primary(_("Comparison on paper"), comparison.show_paper).says_key(deeds.PRINT)
        self.printing.setEnabled(comparison.compared is not None)

    def _show_texts(self) -> None:
        comparison = self.shown.comparison
        if comparison.refusal is not self._refusal:
            self._refusal = refusal = comparison.refusal
            if refusal is None:
                self.page.clear_message("refused")
            else:
                self.page.show_message(Message("warn", refusal.text, refusal.remedy), "refused")
        offered = (comparison.headings, comparison.languages)
        if offered != self._offered:
            self._offered = offered
            self.jump.offer(comparison.headings)
            self.language.offer(comparison.languages)
        self.language.setCurrentIndex(self.language.findData(comparison.code))
        set_shown(self.jump, len(comparison.headings) > 1)
        self.text.show_passages([_passage(row) for row in comparison.compared_lines])
        self.same.set(comparison.alike)
        differs = bool(comparison.headings)
        for part in (self.note, self.text):
            set_shown(part, differs)
        self.paper.agree()
        if comparison.paper.pdf is None:
            self.printing.setEnabled(comparison.compared is not None)

    def _go_to_part(self) -> None:
        self.text.go_to(int(str(self.jump.currentData())))

    def _follow(self, place: int) -> None:
        """The part that is read is the one chosen above."""
        places = [int(key) for key, _heading in self.shown.comparison.headings if int(key) <= place]
        if places:
            self.jump.setCurrentIndex(self.jump.findData(str(places[-1])))


def _passage(row: ComparedLine) -> Passage:
    if row.heading:
        return Passage("", ((Run(row.heading, RunTone.HEADING), Run(f"  {row.note}", RunTone.QUIET)),))
    runs = tuple(Run(piece.text, WORDINGS[piece.wording]) for piece in row.words)
    return Passage(row.number, (runs,))
