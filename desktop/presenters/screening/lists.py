"""The sanctions lists of this computer: which, how old, what changed; importing one from a file."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.base import paths
from desktop.base.dates import day_and_age, day_in_words, day_known
from desktop.base.errors import Problem
from desktop.base.numbers import format_number
from desktop.base.progress import Progress, Runner
from desktop.base.text import N_, _, language, plural
from desktop.base.values import fingerprint
from desktop.presenters.listing import ListColumn, Listing, NotedLine, RowCell
from desktop.presenters.presenter import Presenter
from desktop.presenters.screening import published_words, rates_in_words
from desktop.screening import library, lists
from desktop.screening.changes import ChangedEntry, ListChanges
from desktop.screening.entries import ListVersion
from desktop.screening.freshness import Freshness, freshness_of
from desktop.screening.library import Examination, Installation
from desktop.screening.lists import UnknownFormat, table_start
from desktop.services.agreements import receiving
from desktop.services.exchange import published_lists
from desktop.services.exchange.published_lists import InstalledList, ListPreview, PublishedList
from desktop.services.office.rights import Right, may, require
from desktop.services.registry import exchange_rates
from desktop.services.registry.exchange_rates import ImportedRates, RateGap, RatesKept
from desktop.services.screening import rescreening
from desktop.services.screening.rescreening import Rescreening
from desktop.store.records.values import RATES

if TYPE_CHECKING:
    from desktop.office import Office

LIST_FILES = (".xml", ".csv", ".tsv", ".xlsx", ".ods", ".json", ".txt")
PATTERNS = " ".join(f"*{suffix}" for suffix in LIST_FILES)
RATE_FILES = "*.csv *.tsv *.xlsx *.ods *.txt"
TABLES = (".csv", ".tsv", ".txt", ".xlsx", ".ods")
COLUMNS = (
    ListColumn("published", N_("Published on")),
    ListColumn("entries", N_("Entries"), figures=True),
    ListColumn("names", N_("Names"), figures=True),
    ListColumn("languages", N_("Languages"), shown=False),
    ListColumn("fingerprint", N_("Fingerprint"), shown=False),
    ListColumn("state", N_("State")),
)
MOST_LINES = 6  # about the rates, of each kind
PUBLISHED_COLUMNS = (ListColumn("state", N_("State")), ListColumn("reason", N_("Reason")))
PREVIEW_COLUMNS = (ListColumn("before", N_("Until now")), ListColumn("after", N_("From then on")))
CHANGED_COLUMNS = (ListColumn("reference", N_("Reference")), ListColumn("change", N_("State")))


def is_list(path: Path) -> bool:
    """Whether a file is a sanctions list, or a part of one, by its name and its content."""
    return path.suffix.lower() in LIST_FILES and lists.is_list(path)


class ListsPresenter(Presenter):
    """Reads the lists in use; a file is examined first, and used when nothing is doubtful or somebody accepted."""

    def __init__(self, office: "Office", runner: Runner) -> None:
        super().__init__(office, runner)
        title = N_("Sanctions lists")
        self.listing = Listing(self, "sanctions-lists", title, COLUMNS, first_title=N_("List"))
        self.unsearched = Listing(self, "sanctions-lists-unsearched", N_("Kept, not searched"))
        self.changed_entries = Listing(
            self, "sanctions-list-changes", N_("Changes"), CHANGED_COLUMNS, first_title=N_("Entry")
        )
        self.versions: Sequence[ListVersion] = ()
        self.unusable: Problem | None = None  # the index must be made again
        self.doubtful: Examination | None = None  # waits for a person's word
        self.published: date | None = None  # the date that a person gives to a list without one
        self.called = ""  # what a person calls a list whose file does not say which it is
        self.imported: Installation | None = None  # the last one, to be told
        self.opened: ListVersion | None = None  # the list that the reader looks at
        self.searched: Rescreening | None = None  # everybody, after an import
        self.left_out: Mapping[str, str] = {}  # the lists kept and not searched: source and title
        self.changes: ListChanges | None = None  # opened by the reader
        self.kept_rates = RatesKept()
        self.rate_gaps: Sequence[RateGap] = ()
        self.convertible = 0  # contributions that could have their dollars now
        self.rates_brought: ImportedRates | None = None  # by the last import, to be told
        self.from_headquarters = Listing(
            self, "published-lists", N_("From Headquarters"), PUBLISHED_COLUMNS, first_title=N_("List")
        )
        changes = N_("What changes")
        self.previewed = Listing(self, "published-changes", changes, PREVIEW_COLUMNS, first_title=N_("Where"))
        self.published_lists: Sequence[PublishedList] = ()  # that Headquarters published and are not in use
        self.preview: ListPreview | None = None  # of the one that the reader looks at

    def refresh(self) -> None:
        """Look which lists are in use."""
        self.unusable = None
        try:
            self.versions = library.installed(self.office.lists)
        except Problem as problem:
            self.versions, self.unusable = (), problem
        self.left_out = library.unsearched_titles(self.office.lists)
        self.kept_rates = exchange_rates.kept_rates(self.office.work)
        work = self.office.work
        with work.store.read() as session:
            self.rate_gaps = exchange_rates.gaps_in(session, work)
            arrived = () if self.office.is_hq else published_lists.standing_in(session, work)
        self.published_lists = [own for own in arrived if not (own.is_in_use or own.outdated)]
        self.convertible = len(receiving.convertible(self.office.work)) if may(self.office.user, Right.DRAFT) else 0
        self.changed()

    # What is shown

    @property
    def day(self) -> date:
        """The office's day."""
        return self.office.work.today()

    @property
    def state(self) -> str:
        """One sentence: whether the lists can support a decision."""
        if not self.versions:
            return ""
        worst = self._worst()
        limit = self.office.definitions.authority.stale_days
        if worst is Freshness.STALE:
            sentence = _(
                "A list is more than {days} days old: it can no longer support a decision. Import a newer one."
            )
            return sentence.format(days=limit)
        if worst is Freshness.UNDATED:
            return _("A list has no date: it cannot support a decision. Import it again and give its date.")
        if worst is Freshness.AGING:
            return _(
                "A list is ageing. It still supports a decision; import a newer one when you can get it on a stick."
            )
        return _("The lists are recent. Screening works without a network.")

    def _worst(self) -> Freshness:
        present = {self.freshness(version) for version in self.versions}
        order = (Freshness.UNDATED, Freshness.STALE, Freshness.AGING)
        return next((freshness for freshness in order if freshness in present), Freshness.FRESH)

    def freshness(self, version: ListVersion) -> Freshness:
        """How far the list may be relied on at its age."""
        return freshness_of(version, self.day, self.office.definitions.authority.limits)

    def dated(self, version: ListVersion) -> str:
        """The list's date and age: `3 nov. 2026, il y a 21 jours`."""
        if not version.published:
            return _("without a date")
        return day_and_age(version.published, self.day, language())

    @staticmethod
    def words(version: ListVersion) -> Mapping[str, str]:
        """How much the list holds and the start of its fingerprint, by column."""
        entries = plural("{count} entry", "{count} entries", version.entries) if version.entries < 1000 else ""
        entries = entries or _("{count} entries").format(count=format_number(version.entries, language()))
        names = _("{count} names").format(count=format_number(version.names, language()))
        languages = lists.languages_in_words(version)
        return {
            "entries": entries,
            "names": names,
            "languages": languages,
            "fingerprint": _("fingerprint {mark}").format(mark=fingerprint(version.digest)),
        }

    def about(self, version: ListVersion) -> str:
        """The same in one line."""
        return " · ".join(filter(None, self.words(version).values()))

    def cells(self, version: ListVersion) -> Mapping[str, RowCell]:
        """What a list says in each column but that of its state, which is a chip."""
        return {
            "published": RowCell(self.dated(version), day_known(version.published)),
            "entries": RowCell(format_number(version.entries, language()), version.entries),
            "names": RowCell(format_number(version.names, language()), version.names),
            "languages": RowCell(lists.languages_in_words(version)),
            "fingerprint": RowCell(fingerprint(version.digest)),
        }

    @staticmethod
    def entry_cells(entry: ChangedEntry, change: str) -> Mapping[str, RowCell]:
        """What an entry says in each column; `change` is the word for what became of it."""
        return {"reference": RowCell(entry.reference), "change": RowCell(change)}

    @property
    def may_import(self) -> bool:
        """Whether this officer manages the lists."""
        return may(self.office.user, Right.ADMINISTER)

    @property
    def offers_practice(self) -> bool:
        """Whether the invented list is offered: in the training office, as long as it has no list."""
        return self.office.is_practice and self.may_import and not self.versions

    # The rates of exchange

    @property
    def rates(self) -> str:
        """Which United Nations rates are in use, and their age."""
        kept = self.kept_rates
        if not kept.days:
            return _("None yet: the value of a partnership in US dollars is typed by whoever plans it.")
        newest = _("{count} currencies, of {day}.").format(
            count=format_number(len(kept.stored), language()),
            day=day_and_age(kept.days[-1].isoformat(), self.day, language()),
        )
        months = _("{months}, from {first} on.").format(
            months=plural("{count} month is kept", "{count} months are kept", len(kept.months)),
            first=day_in_words(kept.months[0], language()),
        )
        return f"{newest} {months}"

    @property
    def rates_lacking(self) -> Sequence[str]:
        """The months since the first contribution of which rates lack, the latest first, as many as fit a page."""
        lines = [rates_in_words.gap_in_words(gap) for gap in reversed(self.rate_gaps)]
        more = len(lines) - MOST_LINES
        if more <= 0:
            return lines
        return [*lines[:MOST_LINES], plural("{count} earlier month.", "{count} earlier months.", more)]

    @property
    def rates_news(self) -> Sequence[str]:
        """What the last import brought; empty before one."""
        return rates_in_words.import_in_words(self.rates_brought) if self.rates_brought is not None else ()

    @property
    def rates_corrected(self) -> Sequence[str]:
        """The rates that imports corrected, with both values, the latest first."""
        return [rates_in_words.correction_in_words(correction) for correction in self.kept_rates.corrected[:MOST_LINES]]

    @property
    def convert_words(self) -> str:
        """What the button that works the dollars out says."""
        return plural(
            "Work out the dollars of {count} contribution",
            "Work out the dollars of {count} contributions",
            self.convertible,
        )

    def convert(self) -> None:
        """Work out the dollars of what arrived while its rate lacked."""
        count = receiving.convert(self.office.work)
        self.refresh()
        self.tell(
            plural("{count} contribution has its dollars now.", "{count} contributions have their dollars now.", count)
        )

    def choose_rates(self) -> None:
        """Ask for a file of rates, wherever it is."""
        self.asker.files(
            _("Choose the table of rates"), RATE_FILES, lambda chosen: self.import_rates(chosen[0]) if chosen else None
        )

    def import_rates(self, path: Path) -> None:
        """Use the rates of a file from now on."""
        self._begin()
        work = self.office.work
        self.runner.run(_("Reading the rates"), lambda progress: exchange_rates.install(work, path), self._rates_in)

    def _rates_in(self, brought: ImportedRates) -> None:
        self.rates_brought = brought
        self._over()

    # What Headquarters published

    @property
    def published_lines(self) -> Sequence[NotedLine]:
        """The lists and rates of Headquarters that are not in use here, and where they stand."""
        return [
            NotedLine(
                own.pack.subject,
                published_words.notice_words(own.pack),
                own.pack.reason,
                {"state": RowCell(published_words.state_words(own)), "reason": RowCell(own.pack.reason)},
            )
            for own in self.published_lists
        ]

    @property
    def preview_facts(self) -> Sequence[str]:
        """What is to be read before the list that the reader looks at is used."""
        preview = self.preview
        if preview is None:
            return ()
        again = ""
        if preview.pack.subject != RATES and self.may_search:
            again = _("As soon as it is used, every partner of this office is searched in it.")
        return [
            line
            for line in (
                published_words.reason_words(preview.pack),
                published_words.counted(len(preview.differences)),
                again,
                *preview.doubts,
            )
            if line
        ]

    @property
    def preview_lines(self) -> Sequence[NotedLine]:
        """What changes in it, a line for each difference."""
        return published_words.lines(self.preview.differences) if self.preview is not None else ()

    def look_at_published(self, subject: object) -> None:
        """See what a list that waits would change, before it is used."""
        own = next((own for own in self.published_lists if own.pack.subject == subject), None)
        if own is None or not own.waits:
            return
        self._begin()
        work, name = self.office.work, own.pack.subject
        self.runner.run(
            _("Comparing the lists"), lambda progress: published_lists.preview(work, name, progress), self._show_preview
        )

    def _show_preview(self, preview: ListPreview) -> None:
        self.preview = preview
        self.changed()

    def use_published(self) -> None:
        """Use the list that the reader looked at, with its doubts; then everybody is searched, as after any import."""
        preview = self.preview
        if preview is None:
            return
        require(self.office.user, Right.ADMINISTER)
        self._begin()
        work, name = self.office.work, preview.pack.subject
        self.runner.run(
            _("Importing the list"),
            lambda progress: published_lists.put_in_use(work, name, True, progress),
            self._show_used,
        )

    def _show_used(self, used: InstalledList) -> None:
        if used.rates is not None:
            self._rates_in(used.rates)
        elif used.installation is not None:
            self._done(used.installation)
        else:
            self._over()

    def leave_published(self) -> None:
        """Not now: it goes on waiting."""
        self.preview = None
        self.changed()

    # Importing

    def choose(self) -> None:
        """Ask for a list file, wherever it is."""
        self.asker.files(
            _("Choose the list file"), PATTERNS, lambda chosen: self.examine(chosen[0]) if chosen else None
        )

    def import_list(self, path: Path) -> None:
        """Read a file that was given; raises Problem when this officer does not manage the lists."""
        require(self.office.user, Right.ADMINISTER)
        self.examine(path)

    def examine(self, path: Path, published: str = "") -> None:
        """Read a file and use it when nothing is doubtful; otherwise show the doubts."""
        self._begin()
        office, folder, practice = self.office, self.office.lists, self.office.is_practice

        def work(progress: Progress) -> tuple[Examination, Installation | None] | None:
            if not practice and library.is_practice(path):
                raise Problem(
                    _("This is the invented list for training; it cannot screen anybody real. Nothing was imported."),
                    _("Choose a list from its publisher."),
                    code="list-is-practice",
                )
            try:
                examination = library.examine(folder, path, progress, published=published)
            except UnknownFormat:
                if path.suffix.lower() not in TABLES:
                    raise
                table_start(path)  # a sentence when it is no table at all
                return None
            if examination.doubts or examination.is_in_use:
                return examination, None
            office.back_up_before_import(progress)
            return examination, library.install(folder, path, progress, published=published)

        self.runner.run(_("Importing the list"), work, lambda result: self._show_examination(result, path))

    def _show_examination(self, result: tuple[Examination, Installation | None] | None, path: Path) -> None:
        if result is None:
            self.open_place("list_columns", path=str(path))
            return
        examination, done = result
        if done is None and not examination.is_in_use:
            self.doubtful = examination
            self.changed()
            return
        if done is None:
            sentence = _("“{title}” of this very day and content is in use already; nothing was changed.")
            self.refuse(
                Problem(
                    sentence.format(title=_(examination.version.title)),
                    "",
                    code="list-in-use-already",
                )
            )
            return
        self._done(done)

    def date_it(self, day: date | None) -> None:
        """Give a date to a list that has none."""
        self.published = day
        self.changed()

    def call(self, name: str) -> None:
        """How the list is called whose file does not say which of its publisher's it is; empty for the one in use."""
        self.called = name.strip()

    @property
    def needs_name(self) -> bool:
        """Whether the file of the doubtful list does not say which of its publisher's lists it is."""
        return self.doubtful is not None and self.doubtful.is_nameless

    @property
    def needs_date(self) -> bool:
        """Whether the doubtful list has no date of its own."""
        return self.doubtful is not None and not self.doubtful.version.published

    def accept(self) -> None:
        """Use the doubtful list: the doubts were read. Raises Problem when its date is missing or lies ahead."""
        examination = self.doubtful
        if examination is None:
            return
        published = self.published.isoformat() if self.needs_date and self.published else ""
        if self.needs_date and not (self.published and self.published <= self.day):
            raise Problem(
                _("The list has no date; nothing was imported."),
                _("Write the day on which it was published, today or earlier."),
                code="list-without-date",
            )
        called = self.called if self.needs_name else ""
        self._begin()
        office, folder, path = self.office, self.office.lists, examination.path

        def work(progress: Progress) -> Installation:
            office.back_up_before_import(progress)
            return library.install(folder, path, progress, accept=True, published=published, called=called)

        self.runner.run(_("Importing the list"), work, self._done)

    def give_up(self) -> None:
        """Leave the doubtful file alone."""
        self.doubtful, self.published, self.called = None, None, ""
        self.changed()

    def use_practice(self) -> None:
        """Import the invented list, as if it were three days old; in the training office only."""
        if not self.offers_practice:
            return
        self._begin()
        folder, path = self.office.lists, paths.resources() / "reference" / library.PRACTICE
        day = (self.day - timedelta(days=3)).isoformat()
        self.runner.run(
            _("Importing the list"),
            lambda progress: library.install(folder, path, progress, accept=True, published=day),
            self._done,
        )

    def rebuild(self) -> None:
        """Make the lists kept searchable again."""
        self._begin()
        folder = self.office.lists
        self.runner.run(_("Making the list searchable"), partial(library.rebuild, folder), lambda done: self._over())

    @property
    def may_leave_out(self) -> bool:
        """Whether the list that was opened may be left out: any but the one that binds everybody."""
        return self.may_import and self.opened is not None and self.opened.source != library.UN

    def leave_out(self) -> None:
        """No longer search the list that was opened."""
        if self.opened is not None:
            self.use(self.opened.source, False)

    def _begin(self) -> None:
        self.opened = self.searched = None
        self.doubtful = self.imported = self.changes = self.problem = self.rates_brought = self.preview = None
        self.changed()

    def _done(self, done: Installation) -> None:
        self.imported, self.published, self.called = done, None, ""
        self._over()
        self.search_again()

    def _over(self) -> None:
        self.refresh()

    # Everybody again

    @property
    def due(self) -> bool:
        """Whether everybody is still to be searched in the lists in use: after a stop, or before the first time."""
        digests = [version.digest for version in self.versions]
        return self.may_search and rescreening.is_due(self.office.machine, digests)

    @property
    def may_search(self) -> bool:
        """Whether this officer's role screens for an office; Headquarters has no partners of its own to search."""
        return may(self.office.user, Right.ANSWER)

    def search_again(self) -> None:
        """Search every partner and everybody behind them in the lists in use, while the window stays free."""
        if not (self.may_search and self.versions):
            return
        office, self.searched = self.office, None
        folder = office.lists

        def work(progress: Progress) -> Rescreening:
            with library.open_index(folder) as index:
                return rescreening.rescreen(office.work, index, progress)

        self.runner.run(_("Searching every partner in the lists"), work, self._searched)

    def _searched(self, rescreened: Rescreening) -> None:
        self.searched = rescreened
        self.changed()

    @property
    def again(self) -> str:
        """What searching everybody brought, in a sentence; empty before, and where there is nobody to search."""
        if self.searched is None or not self.searched.partners:
            return ""
        sentence = plural(
            "{count} partner was searched again.", "{count} partners were searched again.", self.searched.partners
        )
        if not self.searched.changed:
            return f"{sentence} " + _("Nothing has changed for them.")
        lines = plural(
            "For {count} of them possible matches are new or have changed: see Today.",
            "For {count} of them possible matches are new or have changed: see Today.",
            self.searched.changed,
        )
        return f"{sentence} {lines}"

    # Which lists apply

    def use(self, source: str, searched: bool) -> None:
        """Search a kept list from now on, or no longer. Raises Problem for the list that binds everybody."""
        require(self.office.user, Right.ADMINISTER)
        if source == library.UN and not searched:
            library.set_searched(self.office.lists, source, searched)
        self._begin()
        folder = self.office.lists

        def done(_nothing: None) -> None:
            self._over()
            self.search_again()

        self.runner.run(_("Making the list searchable"), partial(library.set_searched, folder, source, searched), done)

    @property
    def news(self) -> str:
        """What the last import brought, in a sentence."""
        if self.imported is None:
            return ""
        version, changes = self.imported.version, self.imported.changes
        sentence = _("“{title}” is in use, with {count} entries.").format(
            title=_(version.title), count=format_number(version.entries, language())
        )
        if changes is None:
            return sentence
        lines = _("Against the list before: {added} added, {changed} changed, {removed} removed.").format(
            added=len(changes.added), changed=len(changes.changed), removed=len(changes.removed)
        )
        return f"{sentence} {lines}"

    # What changed

    def show_changes(self, version: ListVersion) -> None:
        """Open the difference with the version used before."""
        folder, self.opened = self.office.lists, version
        self.changed()
        self.runner.run(_("Comparing the lists"), partial(library.changes, folder, version), self._show)

    def _show(self, changes: ListChanges | None) -> None:
        if changes is None:
            self.refuse(
                Problem(
                    _("This is the first version of this list here: there is nothing to compare."),
                    "",
                    code="list-has-no-earlier",
                )
            )
            return
        self.changes = changes
        self.changed()

    def hide_changes(self) -> None:
        """Back to the lists."""
        self.changes = None
        self.changed()
