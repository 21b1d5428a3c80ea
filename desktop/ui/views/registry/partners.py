"""The list of partners."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from desktop.base.text import _
from desktop.presenters.form import text_of
from desktop.presenters.registry.partner_form import reminder_rows
from desktop.presenters.registry.partners import TABLES, PartnersPresenter
from desktop.services.registry.partner_list import PartnerLine
from desktop.ui.forms.form import Form
from desktop.ui.forms.keeping import DraftKeeper
from desktop.ui.list_filters import FilterBar
from desktop.ui.lists import LazyRows, Row, RowList
from desktop.ui.record_pane import ListBeside
from desktop.ui.views.last_deed import LastDeed
from desktop.ui.views.view import View
from desktop.ui.widgets import (
    Button,
    ButtonFlow,
    Card,
    EmptyState,
    column,
    level_mark_in_list,
    set_shown,
)


class PartnersView(View[PartnersPresenter]):
    """Search and filters, the list; Enter opens, the arrow down goes from the search into the list."""

    wide = True
    scrolls = False

    def build(self) -> None:
        """The filters above, the list or a sentence below."""
        page, presenter = self.page, self.presenter
        self.filters = page.add(FilterBar(_("Name or number")))
        self.text = self.filters
        self.filters.searched.connect(presenter.search)
        self.filters.narrowed.connect(lambda name, code: presenter.narrow(**{name: code}))
        self.filters.into_list.connect(self._into_list)
        self.reminder: ReminderForm | None = None  # made when first asked for
        self.filled = page.add(QWidget(), 1)
        self._filled = column(self.filled, 16)
        self.list = RowList(_("Partners"), listing=presenter.listing, way=presenter.way)
        self.beside = ListBeside(self.list, [self.list], presenter.summarise)
        self._filled.addWidget(self.beside, 1)
        self.list.view.find_row = presenter.find
        presenter.rows_came = self.list.look_again
        self.list.opened.connect(presenter.open)
        self.bind_paper(self.list.print_rows)
        none = _("No partner yet. Add the first one: a name and a country are enough to begin.")
        none = none if presenter.may_add else _("No partner yet.")
        button = _("Add a partner") if presenter.may_add else ""
        self.none = page.add(EmptyState("partners", none, button, presenter.add, "outlined"), 1)
        unfound = _("No partner matches. Look for another word, or show them all again.")
        self.unfound = page.add(EmptyState("search", unfound, _("Show all"), self._clear, "outlined"), 1)
        self.turn = page.bar.back(_("Show archived partners"), self._turn_archived)
        if presenter.may_add:
            page.bar.other(_("Import a table…"), presenter.import_table)
        page.bar.other(_("Messages by theme"), lambda: presenter.open_place("kit"))
        if presenter.office.is_hq:
            page.bar.other(_("One company in several offices"), lambda: presenter.open_place("same_companies"))
        else:
            page.bar.other(_("Other offices"), lambda: presenter.open_place("elsewhere"))
        self.addition = page.bar.primary(_("Add a partner"), presenter.add) if presenter.may_add else None
        self.undoing = LastDeed(self, self.presenter)

    def take_files(self, paths: Sequence[Path]) -> bool:
        """A table of partners."""
        takes = self.presenter.may_add and paths[0].suffix.lower() in TABLES
        if takes:
            self.presenter.import_table(str(paths[0]))
        return takes

    def show_state(self) -> None:
        """The rows, how many they are, and what filters them."""
        presenter = self.presenter
        title = _("Archived partners") if presenter.archived else _("Partners")
        self.page.set_title(title, presenter.counted)
        self.turn.setText(_("Show active partners") if presenter.archived else _("Show archived partners"))
        self.filters.write(presenter.text)
        if presenter.known:
            self.filters.show_filters(presenter.filters)
        self.list.deeds = presenter.deeds
        self.list.set_rows(LazyRows(presenter.ids, presenter.lines, self._row))
        self.undoing.show()
        self._show_reminder()
        set_shown(self.filled, bool(presenter.lines) or bool(presenter.reminding))
        set_shown(self.beside, bool(presenter.lines))
        self.beside.look_again()
        set_shown(self.none, presenter.known and not presenter.lines and not presenter.filtered)
        set_shown(self.unfound, presenter.known and not presenter.lines and presenter.filtered)

    def _show_reminder(self) -> None:
        if self.presenter.reminding and self.reminder is None:
            self.reminder = ReminderForm(self.presenter, self.keeping(self.presenter.reminder_draft))
            self._filled.insertWidget(0, self.reminder)
        if self.addition is not None:
            set_shown(self.addition, not self.presenter.reminding)
        if self.reminder is not None and self.reminder.show_state():
            self.reminder.form.inputs["next_action"].first().setFocus()

    def _row(self, line: PartnerLine) -> Row:
        presenter = self.presenter
        if not line.id:  # nothing is known of it yet
            return Row("", line.name)
        return Row(
            line.id,
            line.name,
            presenter.about(line),
            level_mark_in_list(line.level),
            right=presenter.stage(line),
            cells=presenter.cells(line),
            brief=presenter.brief(line),
            mark_in="level",
            right_in="stage",
        )

    def go_on(self) -> None:
        """In the list, on the row of the record that was shown."""
        self.list.focus_rows()

    def _into_list(self) -> None:
        if self.list.rows:
            self.list.set_current(self.list.rows[0].key)
            self.list.view.setFocus()

    def _turn_archived(self) -> None:
        self.presenter.show_archived(not self.presenter.archived)

    def _clear(self) -> None:
        self.filters.edit.clear()
        self.presenter.clear()
        self.filters.edit.setFocus()


class ReminderForm(Card):
    """What the partners chosen are to be reminded of, above their list."""

    def __init__(self, presenter: PartnersPresenter, keeper: DraftKeeper) -> None:
        super().__init__(presenter.reminded)
        self._presenter, self._keeper = presenter, keeper
        self._about: tuple[str, ...] = ()
        self.form = self.add(Form(presenter.office.work.clock, reminder_rows(), gap=8))
        keeper.hold_form(self.form)
        foot = QWidget()
        row = ButtonFlow(foot)
        row.addStretch(1)
        row.addWidget(Button(_("Cancel"), self._give_up))
        self.keep = Button(_("Set the reminder"), self._save, "filled").leads()
        row.addWidget(self.keep)
        self.add(foot)

    def show_state(self) -> bool:
        """Open for the partners chosen, or closed; what is being typed stays. Says whether it was just opened."""
        reminding = self._presenter.reminding
        set_shown(self, bool(reminding))
        if reminding == self._about:
            return False
        self._about = reminding
        if not reminding:
            return False
        self.title.set(self._presenter.reminded)
        self.form.fill({"next_action": "", "next_action_on": ""})
        self._keeper.begin()
        return True

    def _give_up(self) -> None:
        presenter, reminding = self._presenter, self._presenter.reminding
        again = partial(presenter.remind, reminding)
        self._keeper.give_up(presenter.give_up_reminder, again, presenter.undoable)

    def _save(self) -> None:
        if self.form.complete():
            values = self.form.values()
            what = " ".join(text_of(values["next_action"]).split())
            self._presenter.save_reminder(what, text_of(values["next_action_on"]))
