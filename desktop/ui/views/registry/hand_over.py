"""What an officer holds and hands on: the list, the note with its receivers; or what came, with its note."""

from desktop.base.text import _
from desktop.presenters.registry.hand_over import HandOverPresenter
from desktop.services.handing_on import HeldThing
from desktop.ui import deeds
from desktop.ui.keyboard import shortcut
from desktop.ui.lists import Row, RowList
from desktop.ui.views.held_form import add_held_form
from desktop.ui.views.last_deed import LastDeed
from desktop.ui.views.paper import PaperView
from desktop.ui.widgets import Card, EmptyState, SectionBox, Text, literal, set_shown


class HandOverView(PaperView[HandOverPresenter]):
    """Ctrl+Enter hands everything on, or says that it was read; Ctrl+P shows the note."""

    def build(self) -> None:
        """The form or the note, and what it is about."""
        page, shown = self.page, self.presenter
        page.set_crumbs([(_("Today"), lambda: shown.open_place("today")), (_("Hand over"), None)])
        self.note = page.add(Card(_("The note")))
        self.note_text = self.note.add(Text())
        self.why_not = page.add(Text(role="note"))
        self.form = add_held_form(self, shown.rows)
        self.held = page.add(SectionBox(_("What is held")))
        nothing = EmptyState("good", _("Nothing is held: there is nothing to hand over."))
        self.list = self.held.add(
            RowList(_("What is held"), nothing, fits=True, arrows=True, listing=shown.listing, way=shown.way)
        )
        self.list.opened.connect(shown.open)
        page.add_stretch()
        self.add_paper(self._show_note)
        shortcut(self, deeds.CONTINUE, self._go_on)
        self.undoing = LastDeed(self, self.presenter)
        self._may: tuple[bool, bool] | None = None

    def show_state(self) -> None:
        """Everything from the presenter."""
        shown = self.presenter
        self.page.set_title(shown.title, shown.state)
        self.note_text.set(literal(shown.note))
        set_shown(self.note, bool(shown.note))
        self.why_not.set(shown.why_not)
        set_shown(self.why_not, bool(shown.why_not))
        self.form.show_fields(shown.rows)
        self.form.set_values(shown.fields)
        set_shown(self.form, shown.may_hand_on)
        self.list.set_rows([self._row(f"{at}", thing) for at, thing in enumerate(shown.things)])
        self.agree_on_paper()
        may = (shown.may_hand_on, shown.may_note_read)
        if may != self._may:  # the page has other buttons
            self._may, self._bar_is_paper = may, None
        self.agree_on_bar()
        self.undoing.show()

    def _row(self, key: str, thing: HeldThing) -> Row:
        cells = self.presenter.cells(thing)
        about = "" if cells["partner"].text == thing.title else cells["partner"].text
        note = " · ".join(text for text in (cells["kind"].text, thing.detail, about) if text)
        brief = self.presenter.listing.brief({"kind": cells["kind"].text, "detail": thing.detail})
        return Row(key, thing.title, note, right=cells["due"].text, cells=cells, brief=brief, right_in="due")

    def fill_paper_bar(self) -> None:
        self.page.bar.back(_("Back"), self.presenter.hide_paper)
        self.page.bar.other(_("Save as Word…"), self._save_word)
        self.add_paper_buttons()

    def fill_bar(self) -> None:
        bar, shown = self.page.bar, self.presenter
        bar.back(_("Today"), lambda: shown.open_place("today"))
        bar.other(_("Save as Word…"), self._save_word)
        bar.other(_("Show the note"), self._show_note).says_key(deeds.PRINT)
        if shown.may_hand_on:
            bar.primary(_("Hand everything over"), self._hand_on)
        elif shown.may_note_read:
            bar.primary(_("I have read it"), shown.note_read)

    def _show_note(self) -> None:
        self.form.commit()
        self.presenter.show_paper()

    def _save_word(self) -> None:
        self.form.commit()
        self.presenter.save_word()

    def _go_on(self) -> None:
        if self.presenter.pdf is not None:
            self.presenter.print_paper()
        elif self.presenter.may_hand_on:
            self._hand_on()
        elif self.presenter.may_note_read:
            self.presenter.note_read()

    def _hand_on(self) -> None:
        if self.filled_in(self.form):
            self.presenter.hand_on()
