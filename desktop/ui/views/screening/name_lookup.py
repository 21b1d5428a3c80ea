"""Look a name up: names above, what the lists say below, one match beside; Ctrl+Enter searches, Ctrl+P prints."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from desktop.base.text import _
from desktop.presenters.listing import RowCell
from desktop.presenters.screening.name_lookup import NameLookupPresenter, key_of
from desktop.screening.index import IndexHit
from desktop.services.screening import lookup_words
from desktop.services.screening.lookup_notes import RememberedLookup
from desktop.services.screening.lookups import SearchedLookup
from desktop.store.states import HitBand
from desktop.ui import deeds
from desktop.ui.comparison import Point, Points
from desktop.ui.forms.fields import ChoiceField, TextArea
from desktop.ui.keyboard import shortcut
from desktop.ui.lists import Row, RowList
from desktop.ui.theme import Shape
from desktop.ui.views.paper import PaperView
from desktop.ui.views.screening.lists import freshness_mark
from desktop.ui.widgets import (
    Button,
    ButtonFlow,
    Card,
    EmptyState,
    Mark,
    Message,
    SectionBox,
    Text,
    empty_layout,
    set_shown,
)

MOST_ROWS = 12  # of names and of earlier searches; with more of them the list scrolls by itself


def result_mark(searched: SearchedLookup) -> Mark:
    """The chip of a name that was searched."""
    if not searched.searched:
        return Mark("warn", _("Not searched"))
    if lookup_words.alerting(searched):
        return Mark("warn", _("Possible match"))
    return Mark("neutral", _("No close match"), Shape.DASH) if searched.hits else Mark("good", _("No match"))


def match_mark(hit: IndexHit) -> Mark:
    """The chip of a match: how close it is."""
    weak = HitBand(hit.band) is HitBand.WEAK
    return Mark("neutral", lookup_words.band(hit), Shape.DASH) if weak else Mark("warn", lookup_words.band(hit))


class NameLookupView(PaperView[NameLookupPresenter]):
    """What is searched, what came of it, the lists, what this computer remembers."""

    def build(self) -> None:
        """The fields, the sections in their order, and the entry beside them."""
        page, presenter = self.page, self.presenter
        self.refused = page.add(EmptyState("shield", ""))
        self.names = page.add(
            TextArea(_("&Names"), _("In whatever letters. Several, one a line; Ctrl+Enter searches."), 2)
        )
        self.names.committed.connect(presenter.write)
        self.keeper = self.keeping(presenter.typed)
        self.keeper.hold_field("names", self.names)
        self.kind = page.add(ChoiceField(_("Searched &as"), presenter.kinds))
        self.kind.chosen.connect(presenter.choose_kind)
        self._add_answer()
        self.lists = page.add(SectionBox(_("Lists searched")))
        self.lists.add_beside_title(Button(_("Manage the lists"), presenter.open_lists, "link"))
        self.list_rows = self.lists.add(RowList(_("Lists searched"), fits=True, listing=presenter.lists))
        self.searches = page.add(SectionBox(_("Searched before")))
        self.search_rows = self.searches.add(
            RowList(_("Searched before"), fits=True, most=MOST_ROWS, listing=presenter.searches)
        )
        self.search_rows.opened.connect(presenter.search_again)
        page.add_stretch()
        self.add_paper()
        self.entry = page.add_side(Card(_("As on the list")))
        self.entry_facts, self.entry_names = self.entry.add(Points()), self.entry.add(Points())
        shortcut(self, deeds.CONTINUE, self._search_or_print)
        self._bar_of: tuple[bool, ...] | None = None
        self._ways: tuple[str, ...] | None = None
        self._answered = presenter.answer  # the answer that was brought before the reader's eyes

    def _add_answer(self) -> None:
        page, presenter = self.page, self.presenter
        self.result = page.add(SectionBox(_("Result")))
        self.name_rows = self.result.add(
            RowList(_("Names looked up"), fits=True, most=MOST_ROWS, arrows=True, listing=presenter.names)
        )
        self.name_rows.opened.connect(presenter.look_at_name)
        self.matches = page.add(SectionBox())
        self.remark = self.matches.add(Text(role="quiet"))
        self.match_rows = self.matches.add(
            RowList(_("Possible matches"), fits=True, most=MOST_ROWS, arrows=True, listing=presenter.matches)
        )
        self.match_rows.opened.connect(presenter.look_at_hit)
        self.why = self.matches.add(Text())
        self.ways = self.matches.add(QWidget())
        self._way_line = ButtonFlow(self.ways)
        self.disclaimer = page.add(Text(_(lookup_words.DISCLAIMER), "note"))

    def show_state(self) -> None:
        """Everything from the presenter."""
        page, shown = self.page, self.presenter
        page.set_title(_("Look a name up"), shown.state)
        self.agree_on_paper()
        may = not shown.refusal
        self.refused.say(shown.refusal)
        set_shown(self.refused, not may)
        for field in (self.names, self.kind):
            set_shown(field, may)
        self.names.set_value(shown.text)
        self.kind.set_value(shown.kind)
        self._show_warnings()
        self._show_names()
        self._show_matches()
        self._show_lists()
        self.searches.note.set(shown.retention)
        self.search_rows.set_rows([self._search_row(lookup) for lookup in shown.remembered])
        set_shown(self.searches, bool(shown.remembered))
        self._show_bar()
        if shown.answer is not self._answered:
            self._answered = shown.answer
            below = self.result if len(self.name_rows.rows) > 1 else self.matches
            QTimer.singleShot(0, self, lambda: self.page.lift(below))

    def _show_warnings(self) -> None:
        page, shown = self.page, self.presenter
        to_lists = ((_("Go to the lists"), shown.open_lists),)
        if not shown.is_read or shown.refusal or shown.looked_at is not None:
            page.clear_message("lists")
        elif not shown.versions:
            what = shown.no_lists.text if shown.no_lists is not None else _("No list has been imported yet.")
            do = _("Import the UN list; nothing can be searched before.")
            page.show_message(Message("warn", what, do, to_lists), "lists")
        elif shown.warning:
            do = _("Import a newer one, then search again.")
            page.show_message(Message("warn", shown.warning, do, to_lists), "lists")
        else:
            page.clear_message("lists")

    def _show_names(self) -> None:
        answer = self.presenter.answer
        names = answer.names if answer is not None else ()
        self.name_rows.set_rows([self._name_row(own) for own in names])
        set_shown(self.result, len(names) > 1)
        set_shown(self.disclaimer, bool(names))

    def _name_row(self, own: SearchedLookup) -> Row:
        words = lookup_words.result(own)
        return Row(own.name, own.name, words, result_mark(own), cells={"result": RowCell(words)}, mark_in="result")

    def _show_matches(self) -> None:
        shown = self.presenter
        own, hit = shown.at, shown.hit
        set_shown(self.matches, own is not None)
        set_shown(self.entry, hit is not None and shown.looked_at is None)
        if own is None:
            return
        self.matches.title.set(lookup_words.result(own))
        self.matches.note.set(own.name)
        self.remark.set(own.remark)
        set_shown(self.remark, bool(own.remark))
        self.match_rows.set_rows([self._match_row(match) for match in own.hits])
        set_shown(self.match_rows, bool(own.hits))
        self.why.set(shown.why)
        set_shown(self.why, bool(shown.why))
        self._show_ways()
        if hit is not None:
            self.match_rows.set_current(key_of(hit))
            self.entry_facts.set([Point(value, name) for name, value in shown.facts])
            self.entry_names.set([Point(text, quality) for text, quality in shown.listed_names])

    def _match_row(self, hit: IndexHit) -> Row:
        cells = self.presenter.match_cells(hit)
        brief = lookup_words.beside_name(hit.name, hit.entry.name)
        note = " · ".join(filter(None, (brief, cells["list"].text, cells["reference"].text)))
        return Row(key_of(hit), hit.name, note, match_mark(hit), cells=cells, brief=brief, mark_in="near")

    def _show_ways(self) -> None:
        """A button for each partner that has the name already."""
        ways = self.presenter.ways_to_partners
        words = tuple(text for text, _deed in ways)
        if words != self._ways:
            self._ways = words
            empty_layout(self._way_line)
            for text, deed in ways:
                self._way_line.addWidget(Button(text, deed, "link", "partners"))
        set_shown(self.ways, bool(ways))

    def _show_lists(self) -> None:
        rows = []
        for title, published, fresh in self.presenter.lists_used:
            mark = freshness_mark(fresh)
            cells = {"published": RowCell(published), "state": RowCell(mark.text)}
            brief = self.presenter.lists.brief({"published": published})
            rows.append(Row(title, title, published, mark, cells=cells, brief=brief, mark_in="state"))
        self.list_rows.set_rows(rows)
        set_shown(self.lists, bool(rows))

    def _search_row(self, lookup: RememberedLookup) -> Row:
        cells = self.presenter.search_cells(lookup)
        note = " · ".join((cells["when"].text, cells["who"].text))
        return Row(lookup.id, self.presenter.names_of(lookup), note, cells=cells)

    # --- the bar

    def _show_bar(self) -> None:
        shown = self.presenter
        kind = (shown.looked_at is not None, shown.may_search, shown.answer is not None, shown.may_add)
        if kind == self._bar_of:
            return
        self._bar_of = kind
        bar = self.page.bar
        bar.clear()
        if shown.looked_at is not None:
            bar.back(_("Back to the names"), shown.hide_paper)
            self.add_paper_buttons()
            return
        if shown.may_add:
            bar.other(_("Add as a partner"), shown.add_partner)
        if shown.answer is not None:
            bar.other(_("Show the paper"), shown.show_paper, drawing="document").says_key(deeds.PRINT)
        if shown.may_search:
            bar.primary(_("Search the lists"), self._search).says_key(deeds.CONTINUE)

    def _search(self) -> None:
        self.names.commit()
        self.presenter.search()

    def _search_or_print(self) -> None:
        if self.presenter.looked_at is not None:
            self.presenter.print_paper()
        elif self.presenter.may_search:
            self._search()
