"""The annex that an office adds to an agreement: what it says, and the place where it is written."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from desktop.base.text import LANGUAGE_NAMES, _
from desktop.ui.forms.fields import FieldRow, TextArea, TextField
from desktop.ui.reading import Passage, Reading, Run, RunTone
from desktop.ui.views.agreements.agreement_clauses import runs_of
from desktop.ui.views.face import Face
from desktop.ui.widgets import Button, ButtonFlow, Text, UndoLine, column, set_shown


class LocalAnnexSection:
    """The last section of the annexes page; without an annex it says what one is for and offers to add it."""

    def __init__(self, face: Face) -> None:
        self.face, self.shown = face, face.shown.local_annex
        self.section = section = face.page.add_section(_("Local annex"))
        section.add(
            Text(
                _(
                    "What local law or custom asks, in the office’s own words. Its first line says that the articles "
                    "prevail over it, and the agreement stays a draft until Legal clears it."
                ),
                "quiet",
            )
        )
        self.title = section.add(Text(role="strong"))
        self.text = section.add(Reading(_("Text of the local annex")))
        self.text.show_whole(True)
        self.about = section.add(Text(role="note"))
        self.add = Button(_("Add a local annex…"), lambda: self._edit(), "outlined")
        self.change = Button(_("Change the local annex…"), lambda: self._edit(), "outlined", "edit")
        self.remove = Button(_("Remove the local annex"), self._remove).destroys()
        self.clear = Button(_("Legal cleared it…"), self.shown.ask_to_clear, "outlined", "good")
        row, box = ButtonFlow(), QWidget()
        for button in (self.add, self.change, self.remove, self.clear):
            row.addWidget(button)
        row.addStretch(1)
        box.setLayout(row)
        section.add(box)
        self.editor = section.add(QWidget())  # its fields are made when it is opened first
        self.editor.hide()
        self.titles: dict[str, TextField] = {}
        self.texts: dict[str, TextArea] = {}
        self.undo = section.add(UndoLine(face.view))
        self._open = False

    def _fill_editor(self) -> None:
        layout, foot = column(self.editor, 8), ButtonFlow()
        codes = self.face.shown.languages
        titles, texts = _("Title — {language}"), _("Text — {language}")
        help_text = _("An empty line begins a new paragraph; a line that begins with “- ” is an item of a list.")
        self.titles = {code: TextField(titles.format(language=LANGUAGE_NAMES[code])) for code in codes}
        self.texts = {code: TextArea(texts.format(language=LANGUAGE_NAMES[code]), help_text, lines=6) for code in codes}
        self.reason = TextField(_("Reason: which law or custom asks for it"))
        layout.addWidget(FieldRow(*self.titles.values()))
        layout.addWidget(FieldRow(*self.texts.values()))
        layout.addWidget(self.reason)
        self.keeper = self.face.view.keeping(self.shown.draft)
        for code in codes:
            self.keeper.hold_field(f"title.{code}", self.titles[code])
            self.keeper.hold_field(f"text.{code}", self.texts[code])
        self.keeper.hold_field("reason", self.reason)
        foot.addWidget(Button(_("Save the local annex"), self._save))
        foot.addWidget(Button(_("Cancel"), self._give_up, "link"))
        foot.addStretch(1)
        layout.addLayout(foot)

    def show(self) -> None:
        """Make it agree with the presenter."""
        shown, editable = self.shown, self.face.shown.editable
        annex, editing = shown.annex, shown.editing
        reads = annex is not None and not editing
        self.title.set(shown.title if reads else "")
        set_shown(self.title, reads)
        heads = Passage("", tuple((Run(title, RunTone.HEADING),) for title in shown.heads))
        levels = [Passage("", tuple(runs_of(paragraph) for paragraph in level)) for level in shown.levels]
        self.text.show_passages([heads, *levels] if reads else [])
        set_shown(self.text, reads)
        self.about.set(shown.about if reads else "")
        set_shown(self.about, reads)
        set_shown(self.add, editable and annex is None and not editing)
        set_shown(self.change, editable and reads)
        set_shown(self.remove, editable and reads)
        set_shown(self.clear, shown.can_clear)
        set_shown(self.section, editable or annex is not None)
        self._show_editor()

    def _show_editor(self) -> None:
        editing = self.shown.editing
        if editing and not self.titles:
            self._fill_editor()
        set_shown(self.editor, editing)
        if editing == self._open:
            return
        self._open = editing
        if not editing:
            self.keeper.put_away()
            return
        annex = self.shown.annex
        for fields, said in ((self.titles, annex.titles if annex else {}), (self.texts, annex.texts if annex else {})):
            for code, field in fields.items():
                field.forget()
                field.set_value(said.get(code, ""))
        self.reason.forget()
        self.reason.set_value(annex.reason if annex else "")
        self.keeper.turn_to(self.shown.draft)

    def come_into_sight(self) -> None:
        """Have the whole section in sight, as far as the window has room."""
        self.face.page.scroll_to(self.section)

    # --- deeds

    def _edit(self) -> None:
        self.shown.edit(True)
        first = next(iter(self.titles.values()))
        first.edit.setFocus()
        QTimer.singleShot(0, self.face.view, self.come_into_sight)

    def _give_up(self) -> None:
        self.keeper.give_up(lambda: self.shown.edit(False), lambda: self.shown.edit(True), self.undo.offer_after)

    def _save(self) -> None:
        self.undo.forget()  # what was taken back would stand beside what is kept now
        titles = {code: field.text() for code, field in self.titles.items()}
        texts = {code: field.text() for code, field in self.texts.items()}
        self.shown.save(titles, texts, self.reason.text())

    def _remove(self) -> None:
        sentence = _("The local annex is no longer part of the agreement.")
        self.undo.offer_after(_("removing the local annex"), sentence, self.shown.remove(), self._remove)
