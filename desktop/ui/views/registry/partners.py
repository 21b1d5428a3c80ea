"""The list of partners."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QTimer

from desktop.base.text import _
from desktop.presenters.registry.partners import LEVELS, PartnersPresenter
from desktop.services.registry.partner_list import UNRATED, PartnerLine
from desktop.ui import deeds
from desktop.ui.forms.fields import ChoiceField, FieldRow, TextField
from desktop.ui.keyboard import shortcut
from desktop.ui.lists import Row, RowList
from desktop.ui.theme import look
from desktop.ui.views.view import View
from desktop.ui.widgets import EmptyState, level_mark, level_word, set_shown

NARROW = 7  # em: the least width of a filter
TYPING = 120  # ms without a key before the list is searched


class PartnersView(View[PartnersPresenter]):
    """Search, three filters, the list; Enter opens, the arrow down goes from the search into the list."""

    wide = True
    scrolls = False

    def build(self) -> None:
        """The filters above, the list or a sentence below."""
        page, presenter = self.page, self.presenter
        self._build_filters()
        self.list = page.add(RowList(_("Partners")), 1)
        self.list.opened.connect(presenter.open)
        self.list.more.connect(presenter.more)
        none = _("No partner yet. Add the first one: a name and a country are enough to begin.")
        self.none = page.add(EmptyState("partners", none), 1)
        unfound = _("No partner matches. Look for another word, or show them all again.")
        self.unfound = page.add(EmptyState("search", unfound, _("Show all"), self._clear, "outlined"), 1)
        self.turn = page.bar.back(_("Show archived partners"), self._turn_archived)
        page.bar.primary(_("Add a partner"), presenter.add)

    def _build_filters(self) -> None:
        presenter = self.presenter
        self.text = TextField(_("Name or number"), placeholder=_("Filter this list"))
        self.text.edit.setMinimumWidth(look().em(NARROW))
        self._pause = QTimer(self, singleShot=True, interval=TYPING)
        self._pause.timeout.connect(lambda: presenter.search(self.text.text()))
        self.text.edit.textEdited.connect(lambda: self._pause.start())
        self.text.committed.connect(presenter.search)
        self.text.edit.returnPressed.connect(self._into_list)
        shortcut(self.text, deeds.INTO_LIST, self._into_list, whole_window=False)
        self.group = self._filter(_("Target group"), presenter.groups(), lambda code: presenter.narrow(group=code))
        self.stage = self._filter(_("Stage"), presenter.stages(), lambda code: presenter.narrow(stage=code))
        levels = (
            ("", _("All levels")),
            *((level, level_word(level)) for level in LEVELS),
            (UNRATED, level_word(UNRATED)),
        )
        self.level = self._filter(_("Risk level"), levels, lambda code: presenter.narrow(level=code))
        self.page.add(FieldRow(self.text, self.group, self.stage, self.level))

    def _filter(self, label: str, options: Sequence[tuple[str, str]], keep: Callable[[str], None]) -> ChoiceField:
        field = ChoiceField(label, options, chars=0)
        field.combo.setMinimumWidth(look().em(NARROW))  # at a large text size the four share what there is
        field.chosen.connect(keep)
        return field

    def show_state(self) -> None:
        """The rows, how many they are, and what filters them."""
        presenter, filters = self.presenter, self.presenter.filter
        title = _("Archived partners") if filters.archived else _("Partners")
        self.page.set_title(title, presenter.counted)
        self.turn.setText(_("Show active partners") if filters.archived else _("Show archived partners"))
        self.text.set_value(filters.text)
        for field, code in ((self.group, filters.group), (self.stage, filters.stage), (self.level, filters.level)):
            field.combo.setCurrentIndex(max(field.combo.findData(code), 0))
        self.list.set_rows([self._row(line) for line in presenter.lines], presenter.total)
        set_shown(self.list, bool(presenter.lines))
        set_shown(self.none, not presenter.lines and not presenter.filtered)
        set_shown(self.unfound, not presenter.lines and presenter.filtered)

    def _row(self, line: PartnerLine) -> Row:
        presenter = self.presenter
        return Row(line.id, line.name, presenter.about(line), level_mark(line.level), right=presenter.stage(line))

    def _into_list(self) -> None:
        self._pause.stop()
        self.presenter.search(self.text.text())
        if self.list.rows:
            self.list.set_current(self.list.rows[0].key)
            self.list.view.setFocus()

    def _turn_archived(self) -> None:
        self.presenter.show_archived(not self.presenter.filter.archived)

    def _clear(self) -> None:
        self.text.edit.clear()
        self.presenter.clear()
        self.text.edit.setFocus()
