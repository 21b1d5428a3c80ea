"""The cost of the function in a year at a glance: month by source, the dearest partners; at Headquarters by office."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from desktop.base.dates import MONTHS
from desktop.base.numbers import format_money, format_number
from desktop.base.places import DOLLARS
from desktop.base.progress import Progress, Runner
from desktop.base.text import N_, _, language, pick, plural
from desktop.documents.charts.chart import Chart
from desktop.presenters.listing import FilterOption, ListColumn, ListFilter, Listing, NotedLine, RowCell
from desktop.presenters.office_filters import OFFICE, REGION, office_filters, offices_chosen
from desktop.presenters.paper import PaperPresenter
from desktop.presenters.results.cost import counted, hours_in_words
from desktop.services.office import office_profile
from desktop.services.office.office_profile import KnownOffice
from desktop.services.office.rights import Right, may
from desktop.services.partner_papers import cost_sheet
from desktop.services.results import cost_charts, function_costs
from desktop.services.results.function_costs import CostYear, Spent

if TYPE_CHECKING:
    from desktop.office import Office

DEAREST = 10  # partners that are listed
TOTAL = "total"
WHOLE = "whole"  # the key of what was spent on no partner


def dollars_in_words(usd: Decimal) -> str:
    """US dollars to the cent, without their sign, as a column of dollars says them; empty for none."""
    return format_number(usd, language(), 2) if usd else ""


def spent_words(spent: Spent) -> str:
    """Hours and dollars in a line."""
    hours = hours_in_words(str(spent.plain_hours)) if spent.hours else ""
    usd = format_money(spent.usd, DOLLARS, language()) if spent.usd else ""
    return " · ".join(part for part in (hours, usd) if part)


class CostsPresenter(PaperPresenter):
    """The sums of one year, read away from the window; the year, and at Headquarters the offices, are filters."""

    shows = frozenset({"function_cost", "partner", "office_profile"})

    def __init__(self, office: "Office", runner: Runner) -> None:
        super().__init__(office, runner)
        sources = [(own.id, pick(own.short)) for own in office.definitions.function.sources]
        by_source = tuple(ListColumn(code, words, figures=True) for code, words in sources)
        all_together = ListColumn(TOTAL, N_("Total"), figures=True)
        columns, month = (*by_source, all_together), N_("Month")
        self.hours = Listing(self, "cost-hours", N_("Time, in hours"), columns, first_title=month)
        self.money = Listing(self, "cost-money", N_("Money, in US dollars"), columns, first_title=month)
        figures = (
            ListColumn("hours", N_("Hours"), figures=True),
            ListColumn("usd", N_("US dollars"), figures=True),
            ListColumn("entries", N_("Cost entries"), figures=True, shown=False),
        )
        self.dearest = Listing(self, "cost-partners", N_("Partners that cost most"), figures, first_title=N_("Partner"))
        of_source = tuple(ListColumn(f"usd:{code}", words, figures=True, shown=False) for code, words in sources)
        region = ListColumn(REGION, N_("Region"))
        self.offices = Listing(
            self, "cost-offices", N_("By office"), (region, *of_source, *figures), first_title=N_("Office")
        )
        self.regions = Listing(self, "cost-regions", N_("By region"), (*of_source, *figures), first_title=N_("Region"))
        self.year = CostYear(office.work.today().year)
        self.hour_chart: Chart | None = None
        self.money_chart: Chart | None = None
        self.is_read = False
        self._reading = 0
        self._offices: Mapping[str, KnownOffice] = {}
        self._of_offices: Mapping[str, int] = {}

    @property
    def may_add(self) -> bool:
        """Whether this reader's role records what was spent in this office."""
        return may(self.office.user, Right.REGISTER) and not self.office.is_hq

    def refresh(self) -> None:
        """Read the sums again; of several readings the last is shown."""
        self._reading += 1
        reading, work, year = self._reading, self.office.work, self._wanted
        if not self.is_read:
            self.changed()

        def read() -> tuple[CostYear, CostYear, Mapping[str, KnownOffice]]:
            offices = office_profile.known(work)
            regions = {code: own.region for code, own in offices.items()}
            chosen = offices_chosen(self.hours, regions) if self.office.is_hq else None
            whole = function_costs.of_year(work, year)
            return whole, whole if chosen is None else function_costs.of_year(work, year, chosen), offices

        self.runner.quietly(read, lambda answer: self._show(reading, *answer))

    def _show(self, reading: int, whole: CostYear, year: CostYear, offices: Mapping[str, KnownOffice]) -> None:
        if reading != self._reading:
            return
        self.is_read, self.year, self._offices = True, year, offices
        work = self.office.work
        self.hour_chart, self.money_chart = cost_charts.hours(work, year), cost_charts.money(work, year)
        counts: dict[str, int] = {}
        for (code, _source), spent in whole.by_office.items():
            counts[code] = counts.get(code, 0) + spent.entries
        self._of_offices = counts
        self.changed()

    @property
    def _wanted(self) -> int:
        """The year that is shown: the one chosen, else the present one."""
        chosen = self.hours.filter("year")
        return int(chosen) if chosen.isascii() and chosen.isdigit() and len(chosen) == 4 else self._present

    @property
    def _present(self) -> int:
        return self.office.work.today().year

    # --- what is shown

    @property
    def state(self) -> str:
        """The year and its sums."""
        if not self.is_read:
            return ""
        total = self.year.total
        if not total.entries:
            return _("Nothing is recorded for {year}.").format(year=self.year.year)
        return " · ".join((str(self.year.year), spent_words(total) or "0", counted(total.entries)))

    @property
    def caution(self) -> str:
        """That some amounts have no dollars, and are in no sum."""
        unknown = self.year.total.unknown
        if not unknown:
            return ""
        return plural(
            "{count} amount has no rate: it is in no sum of dollars.",
            "{count} amounts have no rate: they are in no sum of dollars.",
            unknown,
        )

    def month_lines(self, worth: Callable[[Spent], Decimal], words: Callable[[Decimal], str]) -> Sequence[NotedLine]:
        """A line for each month in which something of this was spent, and the total."""
        names, by_month = MONTHS[language()], dict[int, dict[str, Decimal]]()
        together: dict[str, Decimal] = {}
        for (month, source), spent in sorted(self.year.by_month.items()):
            if amount := worth(spent):
                by_month.setdefault(month, {})[source] = amount
                together[source] = together.get(source, Decimal(0)) + amount
        lines = [self._of_sources(str(month), names[month - 1], sums, words) for month, sums in by_month.items()]
        return [*lines, self._of_sources(TOTAL, _("Total"), together, words)] if lines else ()

    def _of_sources(
        self, key: str, title: str, amounts: Mapping[str, Decimal], words: Callable[[Decimal], str]
    ) -> NotedLine:
        sources = {own.id: pick(own.short) for own in self.office.definitions.function.sources}
        total = sum(amounts.values(), Decimal(0))
        cells = {code: RowCell(words(amount), amount) for code, amount in amounts.items()}
        note = " · ".join(
            f"{sources.get(code, code)} {words(amounts[code])}"
            for code in (*sources, *sorted(amounts.keys() - sources))
            if code in amounts
        )
        return NotedLine(key, title, note, {**cells, TOTAL: RowCell(words(total), total)})

    @property
    def hour_lines(self) -> Sequence[NotedLine]:
        """The hours, month by source."""
        return self.month_lines(lambda spent: spent.hours, _plain_hours)

    @property
    def money_lines(self) -> Sequence[NotedLine]:
        """The dollars, month by source."""
        return self.month_lines(lambda spent: spent.usd, dollars_in_words)

    @property
    def partner_lines(self) -> Sequence[NotedLine]:
        """The dearest partners, and what was spent on none."""
        listed = [own for own in self.year.partners if own.partner_id][:DEAREST]
        whole = [own for own in self.year.partners if not own.partner_id]
        return [
            self._sums(own.partner_id or WHOLE, own.name or _("The function as a whole"), {"": own.spent})
            for own in (*listed, *whole)
        ]

    @property
    def office_lines(self) -> Sequence[NotedLine]:
        """At Headquarters: each office that spent something."""
        by_office: dict[str, dict[str, Spent]] = {}
        for (code, source), spent in self.year.by_office.items():
            by_office.setdefault(code, {})[source] = spent
        return [self._sums(code, code, by_office[code], self._region_words(code)) for code in sorted(by_office)]

    @property
    def region_lines(self) -> Sequence[NotedLine]:
        """At Headquarters: each region that spent something, in their order."""
        by_region: dict[str, dict[str, Spent]] = {}
        for (code, source), spent in self.year.by_office.items():
            sums = by_region.setdefault(self._offices[code].region if code in self._offices else "", {})
            sums[source] = sums.get(source, Spent()) + spent
        labels = self.office.definitions.regions.labels
        order = [code for code in (*labels, "") if code in by_region]
        return [self._sums(code or WHOLE, labels.get(code, _("Region not known")), by_region[code]) for code in order]

    def _region_words(self, office: str) -> str:
        region = self._offices[office].region if office in self._offices else ""
        return self.office.definitions.regions.labels.get(region, "")

    @staticmethod
    def _sums(key: str, title: str, by_source: Mapping[str, Spent], region: str = "") -> NotedLine:
        total = sum(by_source.values(), Spent())
        cells = {
            REGION: RowCell(region),
            **{f"usd:{code}": RowCell(dollars_in_words(own.usd), own.usd) for code, own in by_source.items()},
            "hours": RowCell(_plain_hours(total.hours), total.hours),
            "usd": RowCell(dollars_in_words(total.usd), total.usd),
            "entries": RowCell(str(total.entries), total.entries),
        }
        return NotedLine(key, title, " · ".join(part for part in (region, spent_words(total)) if part), cells)

    @property
    def filters(self) -> tuple[ListFilter, ...]:
        """The years, and at Headquarters the offices and regions."""
        counts = {self._present: 0, self._wanted: 0, **self.year.years}
        years = tuple(FilterOption(str(year), str(year), counts[year]) for year in sorted(counts, reverse=True))
        own = ListFilter("year", _("Year"), _("This year"), years, self.hours.filter("year"))
        if not self.office.is_hq:
            return (own,)
        regions = {code: office.region for code, office in self._offices.items()}
        labels = self.office.definitions.regions.labels
        return (own, *office_filters(self.hours, regions, labels, self._of_offices))

    # --- gestures

    def narrow(self, **codes: str) -> None:
        """Another year, or only some offices."""
        self.hours.narrow(**codes)

    def open_partner(self, key: object) -> None:
        """Go to a partner, or to the entries of the year."""
        if key == WHOLE:
            self.open_entries()
        else:
            self.open_place("partner", id=str(key))

    def open_entries(self) -> None:
        """Every entry of the year."""
        self.open_place("cost_entries", year=str(self.year.year))

    def open_office(self, key: object) -> None:
        """The entries of one office."""
        self.office.list_choices.narrow("cost-entries", **{OFFICE: str(key), REGION: ""})
        self.open_entries()

    def open_region(self, key: object) -> None:
        """The entries of one region."""
        self.office.list_choices.narrow("cost-entries", **{OFFICE: "", REGION: "" if key == WHOLE else str(key)})
        self.open_entries()

    def add(self) -> None:
        """Record time or money."""
        self.open_place("cost")

    def convert(self) -> None:
        """Work out the dollars that lack by the rates in use. Raises Problem where none can be."""
        count = function_costs.convert(self.office.work)
        self.refresh()
        self.tell(
            plural("{count} amount has its dollars now.", "{count} amounts have their dollars now.", count)
            if count
            else _("No rate is in use for these currencies: import the United Nations rates under Sanctions lists.")
        )

    # --- on paper

    @property
    def paper_name(self) -> str:
        """The name of the sheet as a file."""
        return _("Cost of the function {year}.pdf").format(year=self.year.year)

    @property
    def paper_titles(self) -> tuple[str, str]:
        """What is said while it is drawn and saved."""
        return _("Drawing the sheet"), _("Save the sheet")

    def paper_draft(self) -> Callable[[Progress], bytes]:
        """The year as it is shown, from the same sums."""
        work, year = self.office.work, self.year
        offices = {code: (own.name, self._region_words(code)) for code, own in self._offices.items()}
        shown = offices if self.office.is_hq else {}
        return lambda progress: cost_sheet.pdf(work, year, shown)


def _plain_hours(hours: Decimal) -> str:
    return format_number(Spent(hours).plain_hours, language()) if hours else ""
