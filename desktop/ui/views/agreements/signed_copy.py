"""The signed paper: which pages came back, each beside the one that was printed, and filing them (¶26)."""

from PySide6.QtWidgets import QWidget

from desktop.base.text import _
from desktop.presenters.agreements.signed_copy import SheetLine, SignedCopy
from desktop.ui.forms.choices import CheckLine
from desktop.ui.forms.days import DateField
from desktop.ui.forms.fields import FieldRow, TextField
from desktop.ui.forms.keeping import DraftKeeper
from desktop.ui.forms.numbers import NumberField
from desktop.ui.lists import Row, RowList
from desktop.ui.preview.page_picture import PagePicture
from desktop.ui.scanner import ScannerButton, ScannerPanel
from desktop.ui.theme import px
from desktop.ui.widgets import Button, EmptyState, Mark, Text, UndoLine, column, line, row_of, set_shown

LIST_WIDTH = 280
HEIGHT = 440


class SignedCopySection(QWidget):
    """Choosing scans, the pages that came back beside the printed ones, and the filing."""

    def __init__(self, copy: SignedCopy, day: DateField, place: TextField, keeper: DraftKeeper) -> None:
        super().__init__()
        self.copy, self.day, self.place = copy, day, place
        layout = column(self, 12)
        self.choose = Button(_("Add a scan…"), copy.choose, "outlined", "attach")
        self.again = Button(_("Begin again"), copy.ask_to_drop).destroys()
        self.from_scanner = ScannerButton(copy.scanner)
        layout.addWidget(row_of(self.choose, self.from_scanner, self.again))
        self.scanner = ScannerPanel(copy.scanner, copy.take)
        layout.addWidget(self.scanner)
        self.verdict = Text()
        layout.addWidget(self.verdict)
        self.papers = self._papers()
        layout.addWidget(self.papers)
        self.undo = UndoLine(self)
        layout.addWidget(self.undo)
        self.fields = FieldRow(day, place)
        layout.addWidget(self.fields)
        self.seen = CheckLine(copy.signatories)
        self._seen_on = copy.scan  # the paper that the tick is about
        layout.addWidget(self.seen)
        self.file = Button(_("File the signed agreement"), self._file, "outlined", "sign")
        layout.addWidget(row_of(self.file))
        for name, field in (("day", day), ("place", place)):
            keeper.hold_field(name, field)

    def _papers(self) -> QWidget:
        papers = QWidget()
        halves = line(papers, 16)
        self.list = RowList(_("Pages of the signed copy"), EmptyState("document", _("Nothing came back yet.")))
        self.list.opens_by_click = False
        self.list.current.connect(lambda key: self.copy.show(int(str(key))))
        self.list.opened.connect(lambda key: self.copy.show(int(str(key))))
        self.list.setFixedWidth(px(LIST_WIDTH))
        self.printed, self.scanned = PagePicture(_("As printed")), PagePicture(_("As it came back"))
        beside, sheets = QWidget(), QWidget()
        across, down = line(sheets, 12), column(beside, 8)
        for title, sheet in ((_("As printed"), self.printed), (_("As it came back"), self.scanned)):
            half = QWidget()
            inner = column(half, 4)
            inner.addWidget(Text(title, "quiet", measure=0))
            inner.addWidget(sheet, 1)
            across.addWidget(half, 1)
        down.addWidget(sheets, 1)
        self.number = NumberField(_("It is page number"), chars=4, places=0)
        self.confirm = Button(_("Confirm this page"), self._identify, "outlined", "check")
        self.take_back = Button(_("It is not this page"), self._take_back, "link")
        self.telling = row_of(self.number, self.confirm, self.take_back)
        down.addWidget(self.telling)
        halves.addWidget(self.list)
        halves.addWidget(beside, 1)
        papers.setFixedHeight(px(HEIGHT))
        return papers

    def show_pages(self, may_file: bool) -> None:
        """Show what came back."""
        copy = self.copy
        set_shown(self.from_scanner, may_file)
        may_file = may_file and copy.scan is not None
        for part in (self.choose, self.again, self.fields, self.file):
            part.setVisible(may_file)
        self.seen.setVisible(may_file and copy.complete)
        if copy.scan != self._seen_on:  # nobody has looked at what came since
            self.seen.setChecked(False)
            self._seen_on = copy.scan
        self.verdict.set(copy.verdict)
        self.verdict.set_role("body" if copy.complete or copy.scan is None else "error")
        self.papers.setVisible(may_file)
        self.list.set_rows([_row(str(at), sheet) for at, sheet in enumerate(copy.lines)])
        self.list.set_current(str(copy.shown))
        self._show_line(copy.line)

    def _show_line(self, sheet: SheetLine | None) -> None:
        set_shown(self.telling, sheet is not None and sheet.is_open)
        if sheet is None:
            return
        number = self.copy.offered if sheet.is_open else sheet.number
        set_shown(self.take_back, sheet.number is not None)
        set_shown(self.confirm, sheet.number is None)
        set_shown(self.number, sheet.number is None)
        if sheet.is_open and sheet.number is None and not self.number.edit.hasFocus():
            self.number.set_value(str(number))
        printed, scan = self.copy.printed, self.copy.scan
        if printed is None or scan is None:
            self.printed.say("")
            self.scanned.say("")
            return
        if number is None:
            self.printed.say(_("No page of this agreement"))
        else:
            self.printed.show_page(printed, number - 1)
        if sheet.place is None:
            self.scanned.say(_("This page has not come back."))
        else:
            self.scanned.show_page(scan.files[sheet.place.file], sheet.place.page)

    def _identify(self) -> None:
        self.number.commit()
        typed = self.number.value()
        if typed is None:
            self.number.set_error(_("Type the number at the foot of the page."))
            return
        number = int(typed)
        sentence = _("Page {number} was identified.").format(number=number)
        self._offer(_("identifying a page"), sentence, number)

    def _take_back(self) -> None:
        self._offer(_("taking back a page"), _("The page is not identified any more."), None)

    def _offer(self, name: str, sentence: str, number: int | None) -> None:
        def again() -> None:
            self._offer(name, sentence, number)

        self.copy.identify(number, lambda back: self.undo.offer_after(name, sentence, back, again))

    def _file(self) -> None:
        for field in (self.day, self.place):
            field.commit()
        self.copy.file(self.day.value(), self.place.text(), seen=self.seen.isChecked())


def _row(key: str, sheet: SheetLine) -> Row:
    return Row(key, sheet.title, sheet.note, Mark(sheet.tone, sheet.label))
