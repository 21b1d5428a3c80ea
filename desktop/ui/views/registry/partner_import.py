"""An office's own table of partners: its columns, what must be answered, its lines; and the imports made before."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from desktop.base.numbers import NO_BREAK
from desktop.base.text import _
from desktop.presenters.form import options
from desktop.presenters.registry import import_labels
from desktop.presenters.registry.partner_import import PartnerImportPresenter
from desktop.presenters.registry.partners import TABLES
from desktop.services.registry.spreadsheets.dry_run import LineOutcome, LineVerdict
from desktop.services.registry.spreadsheets.importing import PartnerImport
from desktop.services.registry.spreadsheets.questions import ImportQuestion
from desktop.ui.comparison import Point, Points
from desktop.ui.forms.choices import ChoiceRows
from desktop.ui.forms.fields import ChoiceField, FieldRow
from desktop.ui.keyboard import SETTLES
from desktop.ui.lists import LazyRows, Row, RowList
from desktop.ui.views.view import View
from desktop.ui.widgets import Button, EmptyState, Mark, Message, SectionBox, set_shown

FEW = 3  # answers that stand side by side
MARKS = {
    LineVerdict.NEW: "good",
    LineVerdict.COMPLETED: "good",
    LineVerdict.RESTORED: "good",
    LineVerdict.PROMISED: "good",
    LineVerdict.RECEIVED: "good",
    LineVerdict.REFUNDED: "good",
    LineVerdict.UNCOVERED: "warn",
    LineVerdict.ALIKE: "warn",
    LineVerdict.ASKED: "warn",
}


class PartnerImportView(View[PartnerImportPresenter]):
    """Questions first, then the columns, then the lines; without a table, how it goes and the imports made."""

    wide = True

    def build(self) -> None:
        """The parts, shown as they are needed."""
        page, presenter = self.page, self.presenter
        self.order = page.add(SectionBox(_("How it goes")))
        self.order.add(Points(numbered=True)).set(
            [
                Point(
                    _("Choose the table that your office keeps, or drop it on this window."),
                    _("A workbook (XLSX, ODS), a CSV file or an activity file of IATI; it stays as it is."),
                ),
                Point(
                    _("See which column holds what, and what would become of each line."),
                    _("Nothing is written yet. What has two readings is asked once."),
                ),
                Point(
                    _("Import it."),
                    _("It can be rolled back; the same file again adds nothing."),
                ),
            ]
        )
        self.practice = page.add(
            Button(_("Use the invented table for training"), presenter.use_practice, "link", "add")
        )
        self.past = page.add(SectionBox(_("Imports on this laptop")))
        none = EmptyState("partners", _("No import yet."))
        self.imports = self.past.add(RowList(_("Imports"), none, fits=True, listing=presenter.made))
        self.imports.opened.connect(lambda key: presenter.ask_to_roll_back([key]))
        self.questions = page.add(SectionBox(_("To be answered first")))
        self.columns = page.add(SectionBox(_("Which column holds what")))
        self.holds = ChoiceField(_("What the table holds"), presenter.table_kinds)
        self.holds.chosen.connect(presenter.choose_table_kind)
        self.columns.add(self.holds)
        self.sheet = self.columns.add(ChoiceField(_("Sheet"), ()))
        self.sheet.chosen.connect(presenter.choose_sheet)
        kind_help = _("Where the table does not tell it.")
        self.kind = ChoiceField(_("Kind of partner"), presenter.kinds, kind_help)
        self.kind.chosen.connect(presenter.choose_kind)
        self.country = ChoiceField(_("Country"), presenter.countries, kind_help)
        self.country.chosen.connect(presenter.choose_country)
        self.columns.add(FieldRow(self.kind, self.country))
        self.choices = self.columns.add(SectionBox())
        self.lines = page.add(SectionBox(_("What becomes of each line")))
        self.narrowing = self.lines.add(ChoiceField(_("Show"), ()))
        self.narrowing.chosen.connect(presenter.show_verdict)
        self.list = self.lines.add(RowList(_("Lines of the table"), fits=True, listing=presenter.listing))
        page.add_stretch()
        page.bar.back(_("Partners"), presenter.back)
        self.other = page.bar.other(_("Another table…"), presenter.choose_file)
        self.deed = page.bar.primary(_("Choose a table…"), self._go_on)
        self._shows_table = False
        self._fields: dict[int, ChoiceField] = {}
        self._shown_columns: tuple[str, list[int]] = ("", [])  # of which kind of table, and which
        self._asked: dict[str, ChoiceField | ChoiceRows] = {}

    def take_files(self, paths: Sequence[Path]) -> bool:
        """Another table."""
        takes = self.presenter.may_import and paths[0].suffix.lower() in TABLES
        if takes:
            self.presenter.take_file(paths[0])
        return takes

    def show_state(self) -> None:
        """Everything from the presenter."""
        presenter, page = self.presenter, self.page
        has_table = presenter.plan is not None
        arrived, self._shows_table = has_table and not self._shows_table, has_table
        title = _("Import “{name}”").format(name=presenter.path.name) if presenter.path else _("Import a table")
        page.set_title(title, presenter.summary)
        page.set_crumbs([(_("Partners"), presenter.back), (_("Import"), None)])
        set_shown(self.order, presenter.path is None)
        set_shown(self.past, presenter.path is None)
        set_shown(self.columns, has_table)
        set_shown(self.lines, has_table)
        set_shown(self.other, has_table)
        self.deed.setText(_("Choose a table…") if presenter.path is None else _("Import the table"))
        self.deed.setEnabled(presenter.path is None or presenter.is_ready)
        set_shown(self.deed, presenter.may_import)
        set_shown(self.practice, presenter.offers_practice)
        self._show_imports()
        self._show_questions()
        self._show_columns()
        self._show_lines()
        if presenter.result is None:
            page.clear_message("imported")
        else:
            undo = ((_("Roll back"), presenter.undo),)
            page.show_message(Message("good", presenter.result_sentence, actions=undo), "imported")
        if arrived:  # the questions came after the page
            self.focus_first()
            QTimer.singleShot(SETTLES[1], self, self._focus_settled)

    def _focus_settled(self) -> None:
        """Begin at what asks once all of it is laid out, unless the reader has left by then."""
        if self.isVisible():
            self.focus_first()

    def _go_on(self) -> None:
        if self.presenter.path is None:
            self.presenter.choose_file()
        else:
            self.presenter.import_table()

    def _show_imports(self) -> None:
        self.imports.deeds = self.presenter.import_deeds
        self.imports.set_rows([self._import_row(row) for row in self.presenter.imports])

    def _import_row(self, row: PartnerImport) -> Row:
        cells = self.presenter.import_cells(row)
        brief = self.presenter.made.brief({key: cell.text for key, cell in cells.items()})
        return Row(row.id, row.file, cells["at"].text, cells=cells, brief=brief)

    def _show_questions(self) -> None:
        presenter = self.presenter
        asked = {question.id: question for question in presenter.questions}
        set_shown(self.questions, bool(asked))
        if asked.keys() != self._asked.keys():
            self.questions.clear()
            self._asked = {}
            for id_, question in asked.items():
                box = self._question(question)
                box.chosen.connect(partial(presenter.answer, id_))
                self._asked[id_] = self.questions.add(box)
        for id_, box in self._asked.items():
            answer = presenter.answer_to(asked[id_])
            box.set_value(answer) if isinstance(box, ChoiceField) else box.set_value(answer or None)

    def _question(self, question: ImportQuestion) -> ChoiceField | ChoiceRows:
        """A few answers stand side by side, many in a drop-down."""
        answers, sentence = self.presenter.answers_to(question), import_labels.question(question)
        note = import_labels.concerned(question)
        if len(answers) > FEW:
            return ChoiceField(sentence, answers, note)
        words = f"{sentence} ({note.replace(' ', NO_BREAK)})"
        return ChoiceRows(words, options(answers), in_columns=True)

    def _show_columns(self) -> None:
        presenter = self.presenter
        self.holds.set_value(presenter.table_kind)
        published = _("Partners that are not in the register yet")  # the standard says which column holds what
        self.columns.title.set(published if presenter.is_published else _("Which column holds what"))
        set_shown(self.holds, not presenter.is_published)
        set_shown(self.choices, not presenter.is_published)
        set_shown(self.sheet, len(presenter.sheets) > 1)
        self.sheet.set_options(presenter.sheets)
        self.sheet.set_value(presenter.sheet.name if presenter.sheet else "")
        self.kind.set_value(presenter.kind)
        set_shown(self.country, not presenter.tells_countries)
        self.country.set_value(presenter.mapping.country)
        columns = () if presenter.is_published else presenter.columns
        shown = (presenter.table_kind, [at for at, _heading, _cells in columns])
        if shown != self._shown_columns or not self._fields:
            self.choices.clear()
            self._fields, self._shown_columns = {}, shown
            for at, heading, cells in columns:
                box = ChoiceField(heading, presenter.column_choices, cells)
                box.chosen.connect(partial(presenter.choose_column, at))
                self._fields[at] = box
            boxes: list[QWidget] = list(self._fields.values())
            for first in range(0, len(boxes), 2):
                self.choices.add(FieldRow(*boxes[first : first + 2]))
        for at, box in self._fields.items():
            box.set_value(presenter.column_choice(at))

    def _show_lines(self) -> None:
        presenter = self.presenter
        self.narrowing.set_options(presenter.filters)
        self.narrowing.set_value(presenter.shown_verdict)
        self.list.deeds = presenter.deeds
        self.list.set_rows(LazyRows(presenter.numbers, presenter.lines, self._row))

    def _row(self, line: LineOutcome) -> Row:
        presenter = self.presenter
        cells = presenter.cells(line)
        brief = presenter.listing.brief({key: cell.text for key, cell in cells.items()})
        tone = MARKS.get(line.verdict, "neutral")
        mark = Mark(tone, presenter.verdict_words(line.verdict))
        return Row(line.number, line.name or "–", brief, mark, cells=cells, brief=brief, mark_in="verdict")
