"""What was signed before the program: the form of one more, or the one on record with its scan."""

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

from desktop.base.text import _
from desktop.presenters.agreements.earlier import EarlierPresenter
from desktop.ui import deeds
from desktop.ui.keyboard import shortcut
from desktop.ui.preview import DocumentPreview
from desktop.ui.views.held_form import add_held_form
from desktop.ui.views.view import View
from desktop.ui.widgets import Button, KeyValueGrid, NextStepBox, SectionBox, SideHelp, UndoLine, set_shown


class EarlierView(View[EarlierPresenter]):
    """The form, and of one on record its next step. A file that is dropped on one on record is its scan."""

    def build(self) -> None:
        """The form, and on record what is next and the scan."""
        page, presenter = self.page, self.presenter
        page.set_crumbs(
            [
                (_("Partners"), lambda: presenter.open_place("partners")),
                (presenter.partner, presenter.open_partner),
                (_("Signed before the program"), None),
            ]
        )
        self.next = page.add(NextStepBox())
        set_shown(self.next, bool(presenter.id))
        self.form = add_held_form(self, presenter.rows)
        self.form.lock(not presenter.editable)
        self.kept = page.add(SectionBox(_("On record")))
        self.facts = self.kept.add(KeyValueGrid())
        self.undo = page.add(UndoLine(page))
        self.away = page.add(Button("", self._turn, "link"))
        set_shown(self.kept, bool(presenter.id))
        page.add_stretch()
        page.add_side(SideHelp()).set([(_("What this is for"), _why())])
        if presenter.editable:
            shortcut(self, deeds.CONTINUE, self._go_on)
        self._bar_of: tuple[bool, bool, bool, bool] | None = None

    @cached_property
    def preview(self) -> DocumentPreview:
        """What shows the scan."""
        opened = self.presenter.opened
        return self.page.add_document(DocumentPreview(opened.put_on_paper, opened.save))

    def take_files(self, paths: Sequence[Path]) -> bool:
        """The scan of the one on record."""
        takes = bool(self.presenter.id) and self.presenter.editable
        if takes:
            self.presenter.take_scan(paths)
        return takes

    def show_state(self) -> None:
        """Everything from the presenter."""
        presenter, page = self.presenter, self.page
        page.set_title(presenter.title, presenter.state)
        self.form.show_fields(presenter.rows)
        self.form.set_values(presenter.fields)
        self.facts.set(presenter.facts)
        if presenter.id:
            words = _("Make its due diligence") if presenter.asks_diligence and presenter.editable else ""
            self.next.set(presenter.next_sentence, "", words, presenter.begin)
        set_shown(self.away, bool(presenter.id) and presenter.editable)
        self.away.setText(_("Bring this entry back") if presenter.is_archived else _("Take this entry back"))
        pdf = presenter.opened.pdf
        if pdf is not None and self.preview.property("shown") != id(pdf):
            self.preview.setProperty("shown", id(pdf))
            self.preview.set_pdf(pdf)
        page.show_document(pdf is not None)
        bar = (pdf is not None, presenter.has_scan, presenter.may_receive, presenter.asks_diligence)
        if bar != self._bar_of:
            self._bar_of = bar
            page.bar.clear()
            self._fill_bar(looks=bar[0])

    def _fill_bar(self, *, looks: bool) -> None:
        bar, presenter = self.page.bar, self.presenter
        if looks:
            bar.back(_("Back to the record"), presenter.opened.close)
            bar.other(_("Save a copy"), presenter.opened.save, drawing="save")
            bar.other(_("Print…"), presenter.opened.put_on_paper, drawing="print").says_key(deeds.PRINT)
            return
        bar.back(_("Back to the partner"), presenter.open_partner)
        if presenter.has_scan:
            bar.other(_("Show the scan"), presenter.show_scan, drawing="document")
        if presenter.id and presenter.editable:
            words = _("Another scan…") if presenter.has_scan else _("Add the scan…")
            bar.other(words, presenter.choose_scan, drawing="add")
        if presenter.may_receive:
            bar.other(_("Record what arrived"), presenter.receive)
        if not presenter.editable:
            return
        if presenter.asks_diligence:  # then the filled button is that of the next step
            bar.other(_("Save the corrections"), self._save, drawing="save")
        else:
            bar.primary(_("Save the corrections") if presenter.id else _("Record as signed before"), self._save)

    def _go_on(self) -> None:
        """What the filled button says: of one whose due diligence is to be made, that; what is typed stays held."""
        self.presenter.begin() if self.presenter.asks_diligence else self._save()

    def _save(self) -> None:
        if self.filled_in(self.form):
            self.presenter.save()

    def _turn(self) -> None:
        aside = not self.presenter.is_archived
        sentence = _("The entry was taken back.") if aside else _("The entry was brought back.")
        self.undo.do_and_offer(self.presenter.archive, aside, _("taking back a record"), sentence)


def _why() -> str:
    return _(
        "What an office agreed before it worked with the program is counted, dated and shown with its scan, always as "
        "signed before. Its partnership gets a day by which due diligence must be made; until it is decided, nothing "
        "new is signed or received in it (¶21)."
    )
