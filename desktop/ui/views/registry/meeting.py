"""One contact with a partner: a form, then the record with who does what by when, and its paper."""

from desktop.base.text import _
from desktop.presenters.registry.meeting import MeetingPresenter, PromiseLine
from desktop.ui import deeds
from desktop.ui.keyboard import shortcut
from desktop.ui.lists import Row, RowList
from desktop.ui.views.held_form import add_held_form
from desktop.ui.views.paper import PaperView
from desktop.ui.widgets import (
    Button,
    EmptyState,
    KeyValueGrid,
    Mark,
    Message,
    SectionBox,
    SideHelp,
    Text,
    UndoLine,
    set_shown,
)


class MeetingView(PaperView[MeetingPresenter]):
    """The form of a new one, else the record. Ctrl+Enter records; Ctrl+P shows the record on paper."""

    def build(self) -> None:
        """The form, or what is on record with its lines."""
        page, presenter = self.page, self.presenter
        partner = (presenter.partner.name, presenter.open_partner)
        page.set_crumbs(
            [(_("Partners"), lambda: presenter.open_place("partners")), partner, (_("Contact with a partner"), None)]
        )
        if presenter.page is None:
            self.form = add_held_form(self, presenter.rows)
            shortcut(self, deeds.CONTINUE, self._record)
            page.add_stretch()
            page.add_side(SideHelp()).set([(_("What this is for"), _why())])
            return
        self.record = page.add(SectionBox(_("On record")))
        self.facts = self.record.add(KeyValueGrid())
        self.doing = page.add(SectionBox(_("Who does what by when")))
        self.hint = self.doing.add(Text(_("Enter or a click notes that it is done."), "note"))
        none = EmptyState("good", _("Nothing was agreed to be done."))
        self.list = self.doing.add(RowList(_("Who does what by when"), none, fits=True, listing=presenter.listing))
        self.list.opened.connect(lambda key: presenter.finish(str(key)))
        self.undo = page.add(UndoLine(page))
        self.away = page.add(Button("", self._turn, "link"))
        page.add_stretch()
        self.add_paper()

    def show_state(self) -> None:
        """Everything from the presenter."""
        presenter, page = self.presenter, self.page
        page.set_title(presenter.title, presenter.state)
        if presenter.page is None:
            self.form.show_fields(presenter.rows)
            self.form.set_values(presenter.fields)
            self.agree_on_bar()
            return
        self.facts.set(presenter.facts)
        set_shown(self.hint, presenter.may_finish)
        self.list.set_rows([self._row(line) for line in presenter.lines])
        set_shown(self.away, presenter.editable)
        self.away.setText(_("Bring this record back") if presenter.withdrawn else _("Take this record back"))
        if presenter.withdrawn:
            page.show_message(Message("warn", _("This record was taken back: nothing is asked of it.")), "withdrawn")
        else:
            page.clear_message("withdrawn")
        self.agree_on_paper()
        self.agree_on_bar()

    def fill_paper_bar(self) -> None:
        bar, presenter = self.page.bar, self.presenter
        bar.back(_("Back to the record"), presenter.hide_paper)
        self.add_paper_buttons()

    def fill_bar(self) -> None:
        bar, presenter = self.page.bar, self.presenter
        bar.back(_("Back to the partner"), presenter.open_partner)
        if presenter.page is None:
            bar.primary(_("Record the contact"), self._record)
            return
        if presenter.editable:
            bar.other(_("Prepare the next meeting"), presenter.prepare)
        bar.other(_("Email draft…"), presenter.write_mail)
        bar.primary(_("Record on paper"), presenter.show_paper).says_key(deeds.PRINT)

    def _row(self, line: PromiseLine) -> Row:
        mark, brief = Mark(line.tone, line.label), self.presenter.listing.brief({"by": line.note})
        return Row(line.id or line.title, line.title, line.note, mark, cells=line.cells, brief=brief, mark_in="state")

    def _record(self) -> None:
        if self.filled_in(self.form):
            self.presenter.record()

    def _turn(self) -> None:
        aside = not self.presenter.withdrawn
        sentence = _("The record was taken back.") if aside else _("The record was brought back.")
        self.undo.do_and_offer(self.presenter.withdraw, aside, _("taking back a record"), sentence)


def _why() -> str:
    return _(
        "A contact is recorded once and not rewritten: who follows the partner after you, and Headquarters, read what "
        "was said and what was promised. What was told in confidence stays out of it."
    )
