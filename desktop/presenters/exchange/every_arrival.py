"""Everything that arrived at Headquarters, the last file first, with what became of each and what is to be done."""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from desktop.base.dates import day_known, days_later
from desktop.base.errors import Problem
from desktop.base.numbers import format_number
from desktop.base.progress import Runner
from desktop.base.text import N_, _, language, plural
from desktop.bundles.bundle import UNKNOWN_SENDER
from desktop.presenters.exchange import arrival_words as words
from desktop.presenters.exchange import exchange_labels as labels
from desktop.presenters.exchange.bundle_intake import BundleIntakePresenter
from desktop.presenters.listing import (
    FilterOption,
    ListColumn,
    ListFilter,
    Listing,
    NotedLine,
    RecordSummary,
    RowCell,
    list_filter,
)
from desktop.presenters.office_filters import AT_HEADQUARTERS, OFFICE, REGION, office_cells, office_filters
from desktop.presenters.presenter import Tone
from desktop.services.exchange.headquarters import every_arrival
from desktop.services.exchange.headquarters.every_arrival import TROUBLES, ArrivalFilter, ArrivedFiles, FileArrival
from desktop.store.states import BundleVerdict

if TYPE_CHECKING:
    from desktop.office import Office

LIST = "hq-arrivals"
VERDICT, PERIOD = "verdict", "period"  # filters, beside those of offices and regions
TO_LOOK_AT, REFUSED = "troubles", "refused"  # of the first, what stands for several verdicts
COLUMNS = (
    *AT_HEADQUARTERS,
    ListColumn("laptop", N_("Laptop"), shown=False),
    ListColumn("day", N_("Arrived at")),
    ListColumn("kind", N_("Kind"), shown=False),
    ListColumn("size", N_("Size"), shown=False, figures=True),
    ListColumn("became", N_("What was done"), shown=False),
    ListColumn("to_do", N_("What to do"), shown=False),
    ListColumn("state", N_("State")),
)
VERDICTS: dict[str, frozenset[BundleVerdict]] = {
    TO_LOOK_AT: TROUBLES,
    REFUSED: frozenset({BundleVerdict.REFUSED, BundleVerdict.FORK}),
    BundleVerdict.ASIDE: frozenset({BundleVerdict.ASIDE}),
    BundleVerdict.WAITING: frozenset({BundleVerdict.WAITING}),
    BundleVerdict.UNTRIED: frozenset({BundleVerdict.UNTRIED}),
    BundleVerdict.APPLIED: frozenset({BundleVerdict.APPLIED}),
    BundleVerdict.KNOWN: frozenset({BundleVerdict.KNOWN}),
}
DAYS = (7, 30, 365)  # of the period that is listed, today included


class EveryArrivalPresenter(BundleIntakePresenter):
    """The newest files that the filters leave, read away from the window; files dropped here are imported.

    With a `state`, a key of `VERDICTS`, only those are shown at first.
    """

    shows = frozenset({"device"})

    def __init__(self, office: "Office", runner: Runner, state: str = "") -> None:
        super().__init__(office, runner)
        if state in VERDICTS:
            office.list_choices.narrow(LIST, verdict=state)
        self.listing = Listing(self, LIST, N_("Arrivals"), COLUMNS, first_title=N_("File"))
        self._files: ArrivedFiles | None = None
        self._reading = 0

    def refresh(self) -> None:
        """Read them again; of several readings the last is shown."""
        self.changed()
        if not self.office.is_hq:
            self._show(ArrivedFiles())
            return
        self._reading += 1
        reading, work, keys, chosen = self._reading, self.office.work, self.office.keys, self.chosen

        def read() -> ArrivedFiles:
            files = every_arrival.read(work, keys, chosen)
            if not chosen.office and not chosen.region:
                every_arrival.note_seen(work, files)
            return files

        def show(files: ArrivedFiles) -> None:
            if reading == self._reading:
                self._show(files)

        self.runner.quietly(read, show)

    def _show(self, files: ArrivedFiles) -> None:
        self._files = files
        self.changed()

    @property
    def chosen(self) -> ArrivalFilter:
        """What the filters ask for."""
        days, verdicts = self.listing.filter(PERIOD), VERDICTS.get(self.listing.filter(VERDICT), frozenset())
        since = begin_of(self.office, int(days)) if days.isdecimal() else ""
        return ArrivalFilter(self.listing.filter(OFFICE), self.listing.filter(REGION), verdicts, since)

    # --- the list

    @property
    def is_read(self) -> bool:
        """Whether the files were read."""
        return self._files is not None

    @property
    def is_empty(self) -> bool:
        """Whether nothing ever arrived, as far as was read."""
        return self._files is not None and not self._files.counts and not self.listing.filter(PERIOD)

    @property
    def sentence(self) -> str:
        """How many files there are, and of how many the newest are listed."""
        files = self._files
        if files is None or self.is_empty:
            return ""
        arrived = plural("{count} file.", "{count} files.", files.total)
        if len(files.files) == files.total:
            return arrived
        newest = _("The newest {count} are listed.").format(count=format_number(len(files.files), language()))
        return f"{arrived} {newest}"

    @property
    def files(self) -> Sequence[FileArrival]:
        """The files listed, the last one first; `line` puts one into words."""
        return (self._files or ArrivedFiles()).files

    def line(self, file: FileArrival) -> tuple[NotedLine, Tone, str, str]:
        """A file, the tone and the word of its chip, and what stands below its name beside columns."""
        word, tone = labels.verdict_chip(file.verdict)
        moment, became, to_do = words.moment(file), words.became(file), words.to_do(file)
        cells = {
            **office_cells(file.office, self._region(file.office)),
            "laptop": RowCell(file.laptop),
            "day": RowCell(moment, day_known(file.at)),
            "kind": RowCell(words.kind(file)),
            "size": RowCell(words.size(file), file.size),
            "became": RowCell(became),
            "to_do": RowCell(to_do),
            "state": RowCell(word),
        }
        said = self.listing.brief({"became": became, "to_do": to_do} if to_do else {})
        note = " · ".join(part for part in (file.office, moment, became if to_do else "", to_do) if part)
        return NotedLine(key_of(file), file.name, note, cells), tone, word, said

    def _region(self, office: str) -> str:
        regions = self._files.regions if self._files is not None else {}
        return self.office.definitions.regions.labels.get(regions.get(office, ""), "")

    @property
    def filters(self) -> tuple[ListFilter, ...]:
        """What became of them, when they came, of which office and region, with how many files each leaves."""
        files, chosen = self._files or ArrivedFiles(), self.chosen
        asked = VERDICTS.get(self.listing.filter(VERDICT), frozenset())
        by_office = Counter[str]()
        by_verdict = Counter[BundleVerdict]()
        for (office, verdict), count in files.counts.items():
            if office and (not asked or verdict in asked):
                by_office[office] += count
            if chosen.office in ("", office) and chosen.region in ("", files.regions.get(office, "")):
                by_verdict[verdict] += count
        of_state = {code: sum(by_verdict[verdict] for verdict in meant) for code, meant in VERDICTS.items()}
        states = [(code, _state_words(code)) for code in VERDICTS]
        periods = tuple(FilterOption(str(days), _period_words(days), None) for days in DAYS)
        regions = self.office.definitions.regions.labels
        return (
            list_filter(VERDICT, _("State"), _("All files"), states, of_state, self.listing.filter(VERDICT)),
            ListFilter(PERIOD, _("When"), _("At any time"), periods, self.listing.filter(PERIOD)),
            *office_filters(self.listing, files.regions, regions, by_office),
        )

    def narrow(self, **codes: str) -> None:
        """Only those of an office, a region, a state or a period; an empty code keeps all."""
        self.listing.narrow(**codes)

    def show_all(self) -> None:
        """No filter."""
        self.listing.widen_again()

    # --- one of them

    def summarise(self, key: object, show: Callable[[RecordSummary], None]) -> None:
        """A file in short: nothing has to be read for it."""
        file = self._file(key)
        if file is None:
            return
        word, tone = labels.verdict_chip(file.verdict)
        became, to_do = words.became(file), words.to_do(file)
        facts = (
            (_("Arrived at"), words.moment(file)),
            (_("Office"), file.office),
            (_("Laptop"), file.laptop),
            (_("Kind"), words.kind(file)),
            (_("Size"), words.size(file)),
            (_("Fingerprint"), file.digest[:16].upper()),
            (_("Set aside in"), words.set_aside_in(file, self.office.inbox)),
        )
        about = became if to_do else ""
        said = tuple((name, text) for name, text in facts if text)
        show(RecordSummary(key, file.name, about, to_do or became, state=word, tone=tone, facts=said))

    def open_file(self, key: object) -> None:
        """Where something can be done about it: its laptop, the authorizing of one, or else its office.

        Of a file of which nothing is known but that it was refused there is no page.
        """
        file = self._file(key)
        if file is None:
            return
        if file.verdict is BundleVerdict.ASIDE and file.device:
            self.open_place("hq_laptop", id=file.device)
        elif file.reason == UNKNOWN_SENDER:
            self.open_place("hq_enrol")
        elif file.office:
            self.open_place("hq_office", code=file.office)
        else:
            self.refuse(Problem(words.became(file), words.to_do(file), code=file.reason or "nothing-taken-in"))

    def _file(self, key: object) -> FileArrival | None:
        files = self._files.files if self._files is not None else ()
        return next((file for file in files if key_of(file) == key), None)

    def go_back(self) -> None:
        """The list of offices."""
        self.open_place("hq")


def begin_of(office: "Office", days: int) -> str:
    """The first of the last so many days, today included, as the beginning of a moment."""
    return days_later(office.work.today(), 1 - days).isoformat()


def key_of(file: FileArrival) -> str:
    """By what a file is known in the list: its digest, or its note."""
    return file.digest or f"note {file.order[1]}"


def _state_words(code: str) -> str:
    if code == TO_LOOK_AT:
        return _("To look at")
    return labels.verdict_chip(code)[0]


def _period_words(days: int) -> str:
    if days == DAYS[-1]:
        return _("The last twelve months")
    return plural("The last {count} day", "The last {count} days", days)
