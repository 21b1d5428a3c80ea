"""The clauses: which are in and why, and the text of the one in front."""

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from desktop.base.rewording import Wording
from desktop.base.text import LANGUAGE_NAMES, _
from desktop.definitions.clauses.filling import FilledValue, MissingValue, Paragraph
from desktop.presenters.agreements.agreement_clauses import ClauseMark, ClauseRow, ParagraphLevel
from desktop.presenters.agreements.open_agreement import AgreementStep
from desktop.ui import deeds
from desktop.ui.forms.fields import Choice, Field, FieldRow, TextArea, TextField
from desktop.ui.keyboard import FINDS, SETTLES, bring_into_sight, shortcut
from desktop.ui.lists import Row, RowList
from desktop.ui.reading import Passage, Reading, ReadingArea, Run, RunTone
from desktop.ui.theme import look, px
from desktop.ui.views.face import Face
from desktop.ui.widgets import Button, ButtonFlow, Mark, Text, UndoLine, column, set_shown

BESIDE = 32  # em: the narrowest page in which the list has room beside the text
HEADED = 28  # em: below this height the list, or what stands in its place, alone says which clause is in front
WORDINGS = {Wording.BOTH: RunTone.PLAIN, Wording.OLD: RunTone.REMOVED, Wording.NEW: RunTone.ADDED}
DRAWINGS = {
    ClauseMark.MANDATORY: "lock",
    ClauseMark.OUT: "close",
    ClauseMark.WAIVED: "warn",
    ClauseMark.CHANGED: "edit",
}


class _Halves(QSplitter):
    """The list and the text; `room` tells whether a page has any for both beside one another, and for a heading."""

    room = Signal(bool, bool)

    def __init__(self, page: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._page = page

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        current = look()
        self.room.emit(self._page.width() >= current.em(BESIDE), self._page.height() >= current.em(HEADED))


class ClausesFace(Face):
    """The list at the left, the text at the right, and under it the place where a paragraph is changed.

    In the narrowest window one chooses the clause above its text instead.
    """

    def build(self) -> None:
        clauses = self.shown.clauses
        self.halves = halves = _Halves(self.page)
        halves.setChildrenCollapsible(False)
        halves.setHandleWidth(px(24))
        side, right = QWidget(), column(gap=8)
        self.side = side
        left = column(side, 8)
        side.setMinimumWidth(look().em(12))
        self.search = TextField("", placeholder=_("Search in the clauses"))
        self.search.edit.setAccessibleName(_("Search in the clauses"))
        self.search.edit.setMinimumHeight(self.search.edit.sizeHint().height())  # whatever room a message takes
        self.search.edit.setProperty(FINDS, True)
        self.search.edit.textChanged.connect(clauses.search)
        self.list = RowList(_("Clauses"))
        self.list.current.connect(lambda key: clauses.show(str(key)))
        left.addWidget(self.search)
        left.addWidget(self.list, 1)
        self.title, self.why = Text(role="section", measure=0), Text(role="quiet", measure=0)
        self.text = Reading(_("Text of the clause"))
        self.text.moved.connect(self._moved)
        self.jump = Choice()
        self.jump.setAccessibleName(_("Clauses"))
        self.jump.picked.connect(lambda: clauses.show(str(self.jump.currentData())))
        self.jump.hide()
        self._offered: list[tuple[str, str]] = []
        self._headed = True
        for part in (self.jump, self.title, self.why):
            right.addWidget(part)
        buttons = self._deeds()
        for shown in (self.text, self._editor(), self._waiver()):
            right.addWidget(shown, 1 if shown is self.text else 0)
        right.addLayout(buttons)
        right.addStretch(0)
        halves.addWidget(side)
        inside = QWidget()
        inside.setLayout(right)
        self.area = ReadingArea(self.text, inside)
        halves.addWidget(self.area)
        halves.setStretchFactor(1, 1)
        halves.setSizes([clauses.list_width or look().em(24), look().em(40)])
        halves.room.connect(self._stand)
        halves.splitterMoved.connect(lambda width, _handle: clauses.draw_list(width))
        self.page.add(halves, 1)
        shortcut(self.view, deeds.EDIT_TEXT, self._edit)
        self.foot()
        self.page.bar.other(_("Compare with an earlier agreement…"), self.shown.compare).says_key(deeds.COMPARE)
        self.word = self.page.bar.other(
            _("Negotiate in Word…"), lambda: self.shown.go(AgreementStep.WORD), drawing="document"
        )

    def _stand(self, beside: bool, headed: bool) -> None:
        """Choose the clause in the list, or above its text where the list has no room beside it."""
        set_shown(self.side, beside)
        set_shown(self.jump, not beside)
        self._headed = beside and headed
        self.title.set(self.shown.clauses.title if self._headed else "")

    def _deeds(self) -> QVBoxLayout:
        """What can be done with the paragraph, and at the other end with the whole clause."""
        clauses, rows = self.shown.clauses, column(gap=8)
        self.edit = Button("", self._edit, "outlined", "edit").says_key(deeds.EDIT_TEXT)
        self.library = Button(_("Restore the standard text"), self._back, "outlined").destroys()
        self.toggle = Button("", self._toggle)
        self.waive = Button(_("Exclude clause…"), lambda: clauses.ask_waiver(True)).destroys()
        self.restore = Button(_("Restore clause"), self._take_in)
        self.clear = Button(_("Legal cleared it…"), clauses.ask_to_clear, "outlined", "good")
        row = ButtonFlow()
        for button in (self.edit, self.library):
            row.addWidget(button)
        row.addStretch(1)
        for button in (self.toggle, self.waive, self.restore, self.clear):
            row.addWidget(button)
        rows.addLayout(row)
        self.undo = UndoLine(self.view)
        rows.addWidget(self.undo)
        return rows

    def _editor(self) -> QWidget:
        self.editor = QWidget()
        layout, foot = column(self.editor, 8), ButtonFlow()
        self.areas = {
            code: TextArea(LANGUAGE_NAMES[code], lines=4)
            for code in self.shown.languages  # each is told which paragraph it is when it is opened
        }
        self.warning = Text(role="note", measure=0)
        self.reason = TextField(_("Reason: who asked for it, and why"))
        layout.addWidget(FieldRow(*self.areas.values()))
        layout.addWidget(self.warning)
        layout.addWidget(self.reason)
        self.text_keeper = self.view.keeping(self.shown.clauses.text_draft)
        for code, area in self.areas.items():
            self.text_keeper.hold_field(code, area)
        self.text_keeper.hold_field("reason", self.reason)
        self.save = Button(_("Save text"), self._save)
        foot.addWidget(self.save)
        foot.addWidget(Button(_("Cancel"), self._give_up_text, "link"))
        foot.addStretch(1)
        layout.addLayout(foot)
        self.editor.hide()
        self._edited = 0
        return self.editor

    def _waiver(self) -> QWidget:
        self.waiver = QWidget()
        layout, foot = column(self.waiver, 8), ButtonFlow()
        help_text = _("The agreement stays a draft until Legal clears it.")
        self.waiver_reason = TextField(_("Reason: who asked for it, and why"), help_text)
        layout.addWidget(self.waiver_reason)
        self.waiver_keeper = self.view.keeping(self.shown.clauses.waiver_draft)
        self.waiver_keeper.hold_field("reason", self.waiver_reason)
        self._waived = ""  # the clause whose leaving out the field is about
        foot.addWidget(Button(_("Exclude the clause"), self._leave_out))
        foot.addWidget(Button(_("Cancel"), self._give_up_waiver, "link"))
        foot.addStretch(1)
        layout.addLayout(foot)
        self.waiver.hide()
        return self.waiver

    # --- showing

    def show(self) -> None:
        """Show the list and the clause in front."""
        clauses = self.shown.clauses
        inclusion = clauses.inclusion
        self.list.set_rows([_row(row) for row in clauses.rows])
        self.list.set_current(clauses.current)
        offered = [(row.id, f"{row.number or '–'} · {row.title}") for row in clauses.rows]
        if offered != self._offered:
            self._offered = offered
            self.jump.offer(offered)
        self.jump.setCurrentIndex(self.jump.findData(clauses.current))
        self.title.set(clauses.title if self._headed else "")
        self.why.set("" if clauses.editing else clauses.why)
        self.text.show_passages([_passage(level) for level in clauses.levels])
        included = inclusion is not None and inclusion.included
        editable = self.shown.editable and included and not clauses.editing and not clauses.waiving
        self.edit.setText(_("Change paragraph {number}…").format(number=self._number()))
        self.edit.setVisible(editable)
        self.library.setVisible(editable and any(level.departed for level in clauses.levels))
        self.toggle.setVisible(clauses.can_toggle)
        self.toggle.setText(_("Exclude clause") if included else _("Include clause"))
        self.waive.setVisible(clauses.can_waive and not clauses.waiving and not clauses.editing)
        self.restore.setVisible(clauses.is_waived and self.shown.editable)
        self.clear.setVisible(clauses.can_clear)
        set_shown(self.word, self.shown.editable)
        self._show_editor()
        self._show_waiver()

    def _show_waiver(self) -> None:
        clauses = self.shown.clauses
        self.waiver.setVisible(clauses.waiving)
        about = clauses.current if clauses.waiving else ""
        if about != self._waived:
            self._waived = about
            self.waiver_keeper.put_away()
            _empty(self.waiver_reason)
            if about:
                self.waiver_keeper.turn_to(clauses.waiver_draft)
                self.waiver_reason.edit.setFocus()
                bring_into_sight(self.waiver_reason.edit)
                for pause in SETTLES:  # with the button below it
                    QTimer.singleShot(pause, self.view, lambda: self.area.ensureWidgetVisible(self.waiver))

    def _show_editor(self) -> None:
        clauses = self.shown.clauses
        level = clauses.edited
        self.editor.setVisible(level is not None)
        set_shown(self.text, level is None)  # its fields have the words of the paragraph, and need the room
        if level is None:
            if self._edited:
                self._edited = 0
                self.text_keeper.put_away()
            return
        self.warning.set(clauses.warning)
        if self._edited != level.place:
            self._edited = level.place
            for (code, area), text in zip(self.areas.items(), level.texts, strict=True):
                words = _("Paragraph {number} — {language}")
                area.set_label(words.format(number=level.number, language=LANGUAGE_NAMES[code]))
                area.forget()
                area.set_value(text.text)
            _empty(self.reason)
            self.text_keeper.turn_to(clauses.text_draft)
            next(iter(self.areas.values())).setFocus()
            QTimer.singleShot(0, self.view, lambda: self.area.ensureWidgetVisible(self.editor))

    def _number(self) -> str:
        levels = {level.place: level.number for level in self.shown.clauses.levels}
        return levels.get(self.text.place or 1, "")

    # --- deeds

    def _moved(self, place: int) -> None:
        self.edit.setText(_("Change paragraph {number}…").format(number=self._number()))

    def _edit(self) -> None:
        if self.edit.isVisible():
            self.shown.clauses.edit(self.text.place or 1)

    def _give_up_text(self) -> None:
        clauses = self.shown.clauses
        clause, place = clauses.current, clauses.editing

        def open_again() -> None:
            clauses.show(clause)
            clauses.edit(place)

        self.text_keeper.give_up(lambda: clauses.edit(0), open_again, self.undo.offer_after)

    def _give_up_waiver(self) -> None:
        clauses = self.shown.clauses
        clause = clauses.current

        def open_again() -> None:
            clauses.show(clause)
            clauses.ask_waiver(True)

        self.waiver_keeper.give_up(lambda: clauses.ask_waiver(False), open_again, self.undo.offer_after)

    def _back(self) -> None:
        clauses = self.shown.clauses
        sentence = _("The standard text is restored in “{clause}”.").format(clause=clauses.title)
        clause = clauses.current

        def again() -> None:
            clauses.show(clause)
            self._back()

        self.undo.offer_after(_("going back to the library’s text"), sentence, clauses.back_to_library(), again)

    def _save(self) -> None:
        texts = {code: area.text() for code, area in self.areas.items()}
        self.undo.forget()  # what was taken back would stand beside what is kept now
        self.shown.clauses.depart(texts, self.reason.text())

    def _leave_out(self) -> None:
        self._choose(lambda: self.shown.clauses.waive(self.waiver_reason.text()))

    def _toggle(self) -> None:
        self._choose(self.shown.clauses.toggle)

    def _take_in(self) -> None:
        self._choose(self.shown.clauses.restore)

    def _choose(self, deed: Callable[[], None]) -> None:
        """Take the clause in front in, or leave it out; that can be brought back, with the reason it had."""
        clauses = self.shown.clauses
        before, title = clauses.choice, clauses.title
        deed()
        after = clauses.choice
        if after.included != before.included:
            sentence = _("Included: {clause}") if after.included else _("Excluded: {clause}")
            name = _("including {clause}") if after.included else _("leaving out {clause}")

            def again() -> None:
                clauses.show(after.clause)
                self._choose(lambda: clauses.choose_again(after))

            self.undo.offer_after(
                name.format(clause=title),
                sentence.format(clause=title),
                lambda: clauses.choose_again(before),
                again,
            )


def _empty(field: Field) -> None:
    field.forget()
    field.set_value("")


def _row(row: ClauseRow) -> Row:
    mark = None if row.mark is ClauseMark.MANDATORY else Mark(row.tone, row.label)
    return Row(row.id, row.title, row.id, mark, number=row.number or "–", drawing=DRAWINGS.get(row.mark, "check"))


def _passage(level: ParagraphLevel) -> Passage:
    if level.rewordings:
        runs = tuple(tuple(Run(piece.text, WORDINGS[piece.wording]) for piece in words) for words in level.rewordings)
        return Passage(level.number, runs, level.departed)
    return Passage(level.number, tuple(runs_of(text) for text in level.texts), level.departed)


def runs_of(paragraph: Paragraph) -> tuple[Run, ...]:
    """A paragraph and its list as they are read, values lit up and gaps marked."""
    runs = [_run(part) for part in paragraph.parts]
    for item in paragraph.items:
        runs += [Run("\n• "), *(_run(part) for part in item)]
    return tuple(runs)


def _run(part: object) -> Run:
    if isinstance(part, MissingValue):
        return Run(str(part), RunTone.GAP)
    return Run(str(part), RunTone.VALUE if isinstance(part, FilledValue) else RunTone.PLAIN)
