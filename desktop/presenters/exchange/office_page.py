"""The page of one office at Headquarters: where it stands, its laptops, what it asks, what arrived, its return."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.base.dates import day_known
from desktop.base.errors import Problem
from desktop.base.numbers import format_number, format_size
from desktop.base.places import country_name
from desktop.base.progress import Progress, Runner
from desktop.base.text import N_, _, language
from desktop.presenters.diligence.request_lines import RequestLine, request_line
from desktop.presenters.exchange import exchange_labels as labels
from desktop.presenters.exchange import laptop_words, office_lines, office_summary
from desktop.presenters.exchange.office_summary import OfficeRow
from desktop.presenters.listing import ListColumn, Listing, NotedLine, RowCell
from desktop.presenters.presenter import Presenter, Tone
from desktop.services.exchange.headquarters import answering, office_page
from desktop.services.exchange.headquarters.laptops import LaptopLine
from desktop.services.exchange.headquarters.office_page import OfficePage
from desktop.services.exchange.list_differences import RATES_TITLE
from desktop.store.records import Received
from desktop.store.records.values import RATES, SenderReport

if TYPE_CHECKING:
    from desktop.office import Office

LAPTOP_COLUMNS = (
    ListColumn("number", N_("Received up to"), figures=True),
    ListColumn("heard", N_("Last bundle")),
    ListColumn("lists", N_("Lists")),
    ListColumn("version", N_("Version")),
    ListColumn("state", N_("State")),
)
ASKED_COLUMNS = (ListColumn("due", N_("Answer due by")), ListColumn("state", N_("State")))
ARRIVED_COLUMNS = (
    ListColumn("day", N_("Imported on")),
    ListColumn("size", N_("Size"), figures=True),
    ListColumn("state", N_("State")),
)


class OfficePagePresenter(Presenter):
    """One office by its `code`; read away from the window."""

    shows = frozenset({"partner", "device", "officer", "diligence_case", "decision", "agreement", "incident"})

    def __init__(self, office: "Office", runner: Runner, code: str = "") -> None:
        super().__init__(office, runner)
        self.code = code
        self.laptops = Listing(self, "office-laptops", N_("Laptops"), LAPTOP_COLUMNS, first_title=N_("Laptop"))
        self.requests = Listing(
            self, "office-requests", N_("Asked of Headquarters"), ASKED_COLUMNS, first_title=N_("Asked of")
        )
        self.arrived = Listing(self, "office-arrivals", N_("What arrived"), ARRIVED_COLUMNS, first_title=N_("File"))
        self.is_read, self.busy = False, False
        self.written = ""  # the file of the return just written
        self._page: OfficePage | None = None
        self._row: OfficeRow | None = None
        self._reading = 0

    def refresh(self) -> None:
        """Read it again; of several readings the last is shown."""
        if not self.office.is_hq:
            self.is_read = True
            self.changed()
            return
        self._reading += 1
        reading, work, keys, code = self._reading, self.office.work, self.office.keys, self.code

        def show(page: OfficePage) -> None:
            if reading == self._reading:
                rows = office_lines.rows(work.definitions, page.state, work.clock.today())
                self._page, self.is_read = page, True
                self._row = next((row for row in rows if row.code == code), None)
                self.changed()

        self.changed()
        self.runner.quietly(lambda: office_page.read(work, keys, code), show)

    # --- what it is

    @property
    def is_known(self) -> bool:
        """Whether anything is known of it."""
        return self._page is not None and self._page.is_known

    @property
    def title(self) -> str:
        """Its code and name."""
        return " · ".join(part for part in (self.code, self._row.name if self._row else "") if part) or _("Office")

    @property
    def sentence(self) -> str:
        """What Headquarters has to do about it."""
        return self._row.next if self._row is not None else ""

    @property
    def chip(self) -> tuple[str, Tone] | None:
        """Where it stands; None as long as that is not read."""
        return (self._row.state, self._row.tone) if self._row is not None else None

    @property
    def facts(self) -> Sequence[tuple[str, str]]:
        """Where it is, how to reach it, how far its work is here, what stands open."""
        page, row = self._page, self._row
        if page is None or row is None:
            return ()
        profile = page.short.profile
        place = (profile.city, country_name(profile.country, language())) if profile is not None else ()
        line = next((line for line in page.state.offices if line.office == self.code), None)
        facts = [(_("Place"), ", ".join(part for part in place if part)), (_("Region"), row.region_words)]
        if line is not None:
            theirs = line.report.conflicts if line.report is not None else 0
            facts += [
                (_("Last bundle"), row.cells["heard"].text),
                (_("Changes received"), row.cells["changes"].text),
                (_("Gaps"), row.cells["missing"].text),
                (_("Disagreements"), office_lines.disagreement_words(line.disagreements, theirs)),
                (_("Values set aside"), format_number(line.set_aside, language()) if line.set_aside else ""),
            ]
        returned = labels.day(page.returned) if page.returned else _("none yet")
        facts.append((_("Last return"), returned))
        return [fact for fact in (*facts, *office_summary.facts_of(page.short)) if fact[1]]

    # --- its lists

    @property
    def laptop_lines(self) -> Sequence[tuple[NotedLine, Tone, str]]:
        """A line for each of its laptops, with the tone and the word of its chip."""
        page = self._page
        if page is None:
            return ()
        chips = [laptop_words.state_chip(line) for line in page.laptops]
        lines = [self._laptop(line, page.reports.get(line.device)) for line in page.laptops]
        return [(line, tone, word) for line, (word, tone) in zip(lines, chips, strict=True)]

    def _laptop(self, line: LaptopLine, report: SenderReport | None) -> NotedLine:
        today = self.office.work.clock.today()
        listed = laptop_words.listed(line, today)
        version = office_lines.version_words(report.app) if report is not None else ""
        lists = office_lines.lists_words(report, today)
        cells = {**listed.cells, "lists": RowCell(lists), "version": RowCell(version)}
        dated = _("lists {ago}").format(ago=lists) if lists else ""
        note = " · ".join(part for part in (laptop_words.held_words(line, today), dated, version) if part)
        return NotedLine(line.device, listed.title, note, cells)

    @property
    def lists_held(self) -> Sequence[tuple[str, str]]:
        """Each sanctions list that its last bundle says it had, with the day on which it was published."""
        state = self._page.state.offices if self._page is not None else ()
        report = next((line.report for line in state if line.office == self.code), None)
        lists = report.lists if report is not None else {}
        titles = {RATES: _(RATES_TITLE)}
        return [
            (titles.get(name, name), labels.day(day) if day_known(day) else _("without a date"))
            for name, day in lists.items()
        ]

    @property
    def asked_lines(self) -> Sequence[RequestLine]:
        """What it asks of Headquarters and nobody answered yet, the first due first."""
        standings = self._page.open_requests if self._page is not None else ()
        return [request_line(self.office, standing) for standing in standings]

    @property
    def arrived_lines(self) -> Sequence[tuple[NotedLine, Tone, str]]:
        """The files that arrived, the last one first, with the tone and the word of what became of each."""
        return [_arrived(row) for row in (self._page.arrived if self._page is not None else ())]

    # --- where it leads, what can be done

    def open_laptop(self, device: object) -> None:
        """One of its laptops."""
        self.open_place("hq_laptop", id=str(device))

    def open_request(self, request_id: object) -> None:
        """What it asks, where it is answered."""
        line = next(line for line in self.asked_lines if line.id == request_id)
        self.open_place(line.place, **line.arguments)

    def open_partners(self) -> None:
        """Its partners."""
        self.office.list_choices.narrow("partners", office=self.code)
        self.open_place("partners")

    def open_disagreements(self) -> None:
        """What disagrees or was set aside, of all offices."""
        self.open_place("disagreements")

    @property
    def has_troubles(self) -> bool:
        """Whether something disagrees or was set aside."""
        return self._row is not None and office_lines.Attention.DISAGREES in self._row.attention

    @property
    def may_return(self) -> bool:
        """Whether a return can be written: one of its laptops is authorized."""
        lines = self._page.laptops if self._page is not None else ()
        return not self.busy and any(line.withdrawn_after is None for line in lines)

    def write_return(self) -> None:
        """Its return, due or not: a laptop that begins has everything in it that ever arrived of its office."""
        self.asker.folder(_("The stick or folder for the return"), self._write_return)

    def _write_return(self, folder: Path) -> None:
        office, code = self.office, self.code
        self.busy, self.written, self.problem = True, "", None
        self.changed()

        def work(_progress: Progress) -> Path:
            path = answering.answer(office.work, office.keys, code, folder)
            office.offer_return(code, path)
            return path

        self.runner.run(_("Writing the returns…"), work, self._show_return)

    def _show_return(self, path: Path) -> None:
        self.busy, self.written = False, path.name
        self.refresh()

    def refuse(self, problem: Problem) -> None:
        """Work that failed is over."""
        self.busy = False
        super().refuse(problem)

    def go_back(self) -> None:
        """The list of offices."""
        self.open_place("hq")


def _arrived(row: Received) -> tuple[NotedLine, Tone, str]:
    word, tone = labels.verdict_chip(row.verdict)
    day, size = labels.day(row.arrived_at), format_size(row.size, language())
    cells = {
        "day": RowCell(day, day_known(row.arrived_at)),
        "size": RowCell(size, row.size),
        "state": RowCell(word),
    }
    return NotedLine(row.digest, row.name, f"{day} · {size}", cells), tone, word
