"""The sanctions lists of this computer."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QWidget

from desktop.base.text import _
from desktop.presenters.listing import RowCell
from desktop.presenters.screening.lists import LIST_FILES, ListsPresenter
from desktop.screening.changes import ChangedEntry
from desktop.screening.entries import ListVersion
from desktop.screening.freshness import Freshness
from desktop.ui import deeds
from desktop.ui.comparison import Point, Points
from desktop.ui.forms.days import DateField
from desktop.ui.forms.fields import TextField
from desktop.ui.lists import Row, RowList, rows_of
from desktop.ui.views.view import View
from desktop.ui.widgets import Button, ButtonFlow, Card, EmptyState, Mark, Message, SectionBox, Text, set_shown

MOST_ROWS = 60  # of what changes; with more of them the list scrolls by itself


def freshness_mark(freshness: Freshness) -> Mark:
    """The chip of a list's age."""
    return {
        Freshness.FRESH: Mark("good", _("Recent")),
        Freshness.AGING: Mark("warn", _("Ageing")),
        Freshness.STALE: Mark("bad", _("Too old to support a decision")),
        Freshness.UNDATED: Mark("bad", _("Without a date")),
    }[freshness]


class ListsView(View[ListsPresenter]):
    """The lists with their ages; doubts to read before a file is used; what the last version changed."""

    wide = True

    def build(self) -> None:
        """The list, the doubts, the difference: shown as they are needed."""
        page, presenter = self.page, self.presenter
        page.set_crumbs([(_("Settings"), lambda: presenter.open_place("settings")), (_("Sanctions lists"), None)])
        where = _(
            "No list yet. The list that every United Nations entity must check is the Consolidated List of the "
            "United Nations Security Council, published on the Council’s site as an XML file. Any copy on a stick "
            "will do: Headquarters, the regional office or a colleague with a network can give you one."
        )
        self.doubts = page.add(Card(_("Read this before the list is used")))
        self.doubt_points = self.doubts.add(Points())
        help_text = _("As the publisher’s site or letter says.")
        self.date = self.doubts.add(DateField(_("Published on"), presenter.office.work.clock, help_text))
        self.date.day.connect(presenter.date_it)
        which = _("Empty where it is a newer version of the list in use. It is remembered for the next file.")
        self.called = self.doubts.add(TextField(_("How the list is called"), which, chars=40))
        self.called.committed.connect(presenter.call)
        self.doubts.add(self._answers())
        self.published = page.add(SectionBox(_("From Headquarters")))
        self.published_rows = self.published.add(
            RowList(_("From Headquarters"), fits=True, arrows=True, listing=presenter.from_headquarters)
        )
        self.published_rows.opened.connect(presenter.look_at_published)
        self.published.note.set(_("Open one to see what changes in it; nothing does before you use it."))
        self.preview = page.add(Card(_("Read this before the list is used")))
        self.preview_facts = self.preview.add(Points())
        self.preview.add(self._answers_about_published())
        self.preview_rows = self.preview.add(
            RowList(_("What changes"), fits=True, most=MOST_ROWS, listing=presenter.previewed)
        )
        self.none = page.add(EmptyState("shield", where, _("Import a list…"), presenter.choose, "outlined"))
        self.versions = page.add(RowList(_("Sanctions lists"), fits=True, arrows=True, listing=presenter.listing))
        self.versions.opened.connect(lambda key: self._open(key))
        self.hint = page.add(Text(_("Open a list to see what its last version changed."), "note"))
        self.leave_out = page.add(Button("", presenter.leave_out, "link").destroys())
        self.out = page.add(SectionBox(_("Kept, not searched")))
        self.out_rows = self.out.add(
            RowList(_("Kept, not searched"), fits=True, arrows=True, listing=presenter.unsearched)
        )
        self.out_rows.opened.connect(lambda key: presenter.use(str(key), True))
        self.out.note.set(_("Open a list to search it again. What it proposed before stays to be looked at."))
        self.again = page.add(Button(_("Search all partners now"), presenter.search_again, "link", "refresh"))
        self.practice = page.add(Button(_("Use the invented list for training"), presenter.use_practice, "link", "add"))
        self.rebuild = page.add(Button(_("Make the lists searchable again"), presenter.rebuild, drawing="refresh"))
        self.changes = page.add(SectionBox())
        self.changes.add_beside_title(Button(_("Close"), presenter.hide_changes, "link"))
        self.changed = [self.changes.add(EntryGroup(presenter)) for _turn in range(3)]
        self.rates = page.add(SectionBox(_("United Nations rates of exchange")))
        self.rates_in_use = self.rates.add(Text())
        self.rates_news = self.rates.add(Card(_("What the import brought"), "clear"))
        self.rates_brought = self.rates_news.add(Points())
        self.rates_lack = self.rates.add(Card(_("Months whose rates lack"), "clear"))
        self.rates_lacking = self.rates_lack.add(Points())
        self.rates_mended = self.rates.add(Card(_("Rates that an import corrected"), "clear"))
        self.rates_corrected = self.rates_mended.add(Points())
        self.convert = self.rates.add(Button("", presenter.convert, "link", "refresh"))
        self.import_rates = self.rates.add(Button(_("Import rates…"), presenter.choose_rates, "link", "add"))
        page.add_stretch()
        page.bar.other(_("Look a name up"), lambda: presenter.open_place("look_up")).says_key(deeds.LOOK_UP)
        self.main = page.bar.primary(_("Import a list…"), presenter.choose)

    def _answers(self) -> QWidget:
        holder = QWidget()
        row = ButtonFlow(holder, 8)
        row.addWidget(Button(_("Use this list"), self._accept))
        row.addWidget(Button(_("Cancel"), self.presenter.give_up, "link"))
        row.addStretch(1)
        return holder

    def _answers_about_published(self) -> QWidget:
        holder = QWidget()
        row = ButtonFlow(holder, 8)
        self.use = Button(_("Use what Headquarters sent"), self.presenter.use_published)
        row.addWidget(self.use)
        row.addWidget(Button(_("Not now"), self.presenter.leave_published, "link"))
        row.addStretch(1)
        return holder

    def take_files(self, paths: Sequence[Path]) -> bool:
        """A list; somebody who may not import one is told so."""
        if paths[0].suffix.lower() not in LIST_FILES:
            return False
        self.presenter.import_list(paths[0])
        return True

    def _accept(self) -> None:
        self.date.commit()
        self.called.commit()
        self.presenter.accept()

    def _open(self, key: object) -> None:
        version = next((v for v in self.presenter.versions if v.source == key), None)
        if version is not None:
            self.presenter.show_changes(version)

    def show_state(self) -> None:
        """Everything from the presenter."""
        presenter = self.presenter
        self.page.set_title(_("Sanctions lists"), presenter.state)
        empty = not presenter.versions and presenter.unusable is None
        set_shown(self.none, empty)
        set_shown(self.versions, bool(presenter.versions))
        set_shown(self.hint, bool(presenter.versions))
        set_shown(self.practice, presenter.offers_practice and presenter.unusable is None)
        set_shown(self.rebuild, presenter.unusable is not None)
        set_shown(self.main, presenter.may_import)
        self.versions.set_rows([self._row(version) for version in presenter.versions])
        self.out_rows.set_rows([Row(source, _(title)) for source, title in presenter.left_out.items()])
        set_shown(self.out, bool(presenter.left_out))
        set_shown(self.again, presenter.due)
        set_shown(self.leave_out, presenter.may_leave_out)
        if presenter.opened is not None:
            self.leave_out.setText(_("No longer search “{title}”").format(title=_(presenter.opened.title)))
        self.rates_in_use.set(presenter.rates)
        for card, points, lines in (
            (self.rates_news, self.rates_brought, presenter.rates_news),
            (self.rates_lack, self.rates_lacking, presenter.rates_lacking),
            (self.rates_mended, self.rates_corrected, presenter.rates_corrected),
        ):
            points.set([Point(line) for line in lines])
            set_shown(card, bool(lines))
        self.convert.setText(presenter.convert_words)
        set_shown(self.convert, presenter.convertible > 0)
        set_shown(self.import_rates, presenter.may_import)
        self._show_published()
        self._show_doubts()
        self._show_news()
        self._show_changes()

    def _row(self, version: ListVersion) -> Row:
        presenter = self.presenter
        mark = freshness_mark(presenter.freshness(version))
        return Row(
            version.source,
            _(version.title),
            presenter.about(version),
            mark,
            right=presenter.dated(version),
            cells={**presenter.cells(version), "state": RowCell(mark.text)},
            brief=presenter.listing.brief(presenter.words(version)),
            mark_in="state",
            right_in="published",
        )

    def _show_published(self) -> None:
        presenter = self.presenter
        self.published_rows.set_rows(rows_of(presenter.published_lines))
        set_shown(self.published, bool(presenter.published_lines))
        self.preview_facts.set([Point(line) for line in presenter.preview_facts])
        self.preview_rows.set_rows(rows_of(presenter.preview_lines))
        set_shown(self.preview, presenter.preview is not None)
        set_shown(self.use, presenter.may_import)

    def _show_doubts(self) -> None:
        doubtful = self.presenter.doubtful
        set_shown(self.doubts, doubtful is not None)
        set_shown(self.date, self.presenter.needs_date)
        set_shown(self.called, self.presenter.needs_name)
        self.called.set_value(self.presenter.called)
        if doubtful is not None:
            self.doubts.title.set(_("“{name}”: read this before the list is used").format(name=doubtful.path.name))
            self.doubt_points.set([Point(doubt, mark=Mark("warn", _("Doubt"))) for doubt in doubtful.doubts])
            self.date.set_day(self.presenter.published)

    def _show_news(self) -> None:
        presenter = self.presenter
        if presenter.unusable is not None:
            problem = presenter.unusable
            self.page.show_message(Message("warn", problem.text, problem.remedy), "news")
        elif presenter.news:
            cases = _("Screen again the cases that wait for a decision: their results name the list they used.")
            again = f"{presenter.again} {cases}".strip()
            self.page.show_message(Message("good", presenter.news, again), "news")
        else:
            self.page.clear_message("news")

    def _show_changes(self) -> None:
        changes = self.presenter.changes
        set_shown(self.changes, changes is not None)
        if changes is None:
            return
        self.changes.title.set(_("What changed in “{title}”").format(title=_(changes.after.title)))
        self.changes.note.set(
            _("From {before} to {after}").format(
                before=self.presenter.dated(changes.before), after=self.presenter.dated(changes.after)
            )
        )
        heads = (
            (_("Added"), "good", changes.added),
            (_("Modified"), "info", changes.changed),
            (_("Removed"), "neutral", changes.removed),
        )
        for group, (word, tone, entries) in zip(self.changed, heads, strict=True):
            group.show_entries(word, tone, entries)


class EntryGroup(SectionBox):
    """The entries added, changed or removed."""

    def __init__(self, presenter: ListsPresenter) -> None:
        super().__init__()
        self._presenter = presenter
        none = EmptyState("check", _("None."))
        self.rows = self.add(RowList("", none, fits=True, listing=presenter.changed_entries))

    def show_entries(self, word: str, tone: str, entries: "tuple[ChangedEntry, ...]") -> None:
        """Show them with their word."""
        self.title.set(f"{word} ({len(entries)})")
        self.rows.view.setAccessibleName(word)
        self.rows.set_rows([self._row(entry, Mark(tone, word)) for entry in entries])
        set_shown(self.rows, bool(entries))

    def _row(self, entry: ChangedEntry, mark: Mark) -> Row:
        cells = self._presenter.entry_cells(entry, mark.text)
        brief = self._presenter.changed_entries.brief({"reference": entry.reference})
        return Row(entry.id, entry.name, entry.reference, mark, cells=cells, brief=brief, mark_in="change")
