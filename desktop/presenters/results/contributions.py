"""The ledger of contributions: every promise and every receipt, narrowed, added up by heading, put on paper."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from desktop.base.long_list import LongList
from desktop.base.numbers import format_money
from desktop.base.places import DOLLARS
from desktop.base.progress import Runner
from desktop.base.text import N_, _, language, pick, plural
from desktop.base.values import JsonObject
from desktop.presenters.listing import (
    NAME,
    FilterOption,
    ListColumn,
    ListFilter,
    Listing,
    PagedLines,
    PagedList,
    RecordSummary,
    RowCell,
    list_filter,
)
from desktop.presenters.office_filters import AT_HEADQUARTERS, office_cells
from desktop.presenters.results.contribution_words import CARES, HEADINGS, STANDINGS, TONES, row_cells
from desktop.services.office import office_profile, people
from desktop.services.office.list_choices import ListOrder
from desktop.services.office.rights import Right, may
from desktop.services.results import contribution_list, valuing
from desktop.services.results.contribution_list import (
    NO_CARE,
    ContributionFilter,
    ContributionOrder,
    ContributionsAbout,
    ListedContribution,
)
from desktop.services.results.office_contributions import ContributionSums

if TYPE_CHECKING:
    from desktop.office import Office

COLUMNS = (
    ListColumn("what", N_("What")),
    ListColumn("form", N_("Form")),
    ListColumn("day", N_("Day")),
    ListColumn("due", N_("Expected by"), shown=False),
    ListColumn("amount", N_("Value"), figures=True),
    ListColumn("currency", N_("Currency"), shown=False),
    ListColumn("usd", N_("US dollars"), figures=True),
    ListColumn("rate", N_("Rate"), figures=True, shown=False),
    ListColumn("channel", N_("Channel"), shown=False),
    ListColumn("earmark", N_("Earmark"), shown=False),
    ListColumn("project", N_("Project"), shown=False),
    ListColumn("matching", N_("Counterpart funds"), shown=False),
    ListColumn("reference", N_("Reference"), shown=False),
    ListColumn("receipt", N_("Receipt"), shown=False),
    ListColumn("standing", N_("State")),
)


@dataclass(frozen=True)
class ContributionLine:
    """A contribution as a row."""

    id: str
    title: str
    note: str
    brief: str
    state: str
    tone: str
    cells: Mapping[str, RowCell] = field(default_factory=dict)


class ContributionsPresenter(PagedList[ContributionLine]):
    """The order is read away from the window, and the rows as somebody looks; of one `partner` where one is given, or
    of one `partnership` or `agreement` of it."""

    shows = frozenset({"contribution", "partner"})

    def __init__(
        self,
        office: "Office",
        runner: Runner,
        partner: str = "",
        care: str = "",
        partnership: str = "",
        agreement: str = "",
    ) -> None:
        super().__init__(office, runner)
        columns = (*AT_HEADQUARTERS, *COLUMNS) if office.is_hq else COLUMNS
        self.listing = Listing(
            self, "contributions", N_("Contributions"), columns, first_title=N_("Partner"), by_store=True
        )
        if care and self.listing.filter("care") != care:
            self.listing.narrow(care=care)
        about = contribution_list.about(office.work, partner, partnership, agreement)
        self.partner_id, self.partner, self.about = about.partner_id, about.partner, about
        self.search_text = ""
        self.is_read = False
        self.lines = ()
        self.total = 0
        self.sums = ContributionSums()
        self.may_record = may(office.user, Right.DRAFT) and not office.is_hq
        self.may_import = self.may_record and may(office.user, Right.REGISTER)
        self._counts: Mapping[str, Mapping[str, int]] = {}
        self._reading = 0

    def import_table(self, path: str = "") -> None:
        """Begin the import of a table or an activity file, of this one where it is told."""
        self.open_place("partner_import", **({"path": path} if path else {}))

    def refresh(self) -> None:
        """Read the order and the first rows again, away from the window; of several readings the last is shown."""
        self._reading += 1
        reading, of, order, row = self._reading, self.listing.filter, self.listing.order, self.listing.stands_on
        if not self.is_read:
            self.changed()
        choice = ContributionFilter(
            text=self.search_text,
            standing=of("standing"),
            form=of("form"),
            year=of("year"),
            channel=of("channel"),
            care=of("care"),
            partner=self.partner_id,
            partnership=self.about.partnership_id,
            agreement=self.about.agreement_id,
            office=of("office"),
            region=of("region"),
        )
        before = self.listed_before(self.listing, row)
        self.runner.quietly(lambda: self._read(choice, order, row, before), lambda answer: self._show(reading, *answer))

    def _read(
        self, choice: ContributionFilter, order: ListOrder, row: object, before: Sequence[object]
    ) -> tuple[ContributionOrder, PagedLines[ContributionLine]]:
        work = self.office.work
        regions = office_profile.regions(work) if self.office.is_hq else {}
        whole = contribution_list.ordered(work, replace(choice, regions=regions), order, self._ranks(regions))

        def read(ids: Sequence[str]) -> Sequence[ContributionLine]:
            return [self._line(listed, regions) for listed in contribution_list.lines(work, ids)]

        unread = None
        if isinstance(whole.ids, LongList):
            unread = ContributionLine("", _("Being read…"), "", "", "", "")
            whole.ids.go_on_from(before, row)
        lines = PagedLines(whole.ids, read, self.read_ahead, unread)
        lines.read_near(row)
        return whole, lines

    def _show(self, reading: int, whole: ContributionOrder, lines: PagedLines[ContributionLine]) -> None:
        if reading != self._reading:
            return
        self.is_read, self.lines = True, lines
        self._counts, self.total, self.sums = whole.counts, whole.total, whole.sums
        self.changed()

    def _ranks(self, regions: Mapping[str, str]) -> contribution_list.Ranks:
        """In which order the codes of a column are read."""
        rules = self.office.definitions.contributions
        of_regions = {region: at for at, region in enumerate(self.office.definitions.regions.labels)}
        return {
            "form": {form.id: at for at, form in enumerate(rules.forms)},
            "standing": {code: at for at, code in enumerate(contribution_list.STANDINGS)},
            "channel": {code: at for at, code in enumerate(rules.channels)},
            "earmark": {code: at for at, code in enumerate(rules.earmarks)},
            "region": {office: of_regions[region] for office, region in regions.items() if region in of_regions},
        }

    def _line(self, listed: ListedContribution, regions: Mapping[str, str]) -> ContributionLine:
        row, rules = listed.record, self.office.definitions.contributions
        region = self.office.definitions.regions.labels.get(regions.get(row.office, ""), "")
        cells = {**row_cells(rules, listed), **office_cells(row.office, region)}
        words = {name: cell.text for name, cell in cells.items() if name not in ("standing", "region", "rate")}
        if not self.office.is_hq:
            words.pop("office")
        shown_fields = ("what", "form", "day", "amount", "reference")
        note = " · ".join(words[name] for name in shown_fields if words[name])
        brief = self.listing.brief({name: words[name] for name in shown_fields})
        tone = "warn" if listed.care != NO_CARE else TONES[listed.standing]
        return ContributionLine(row.id, listed.partner, note, brief, cells["standing"].text, tone, cells)

    def find(self, spelt: str, after: int, valued: Callable[[int], None]) -> None:
        """Tell where the next row stands whose partner’s name begins so, -1 for none."""
        store = self.office.store
        self.tell_place(lambda ids: contribution_list.position(store, ids, spelt, after), valued)

    # --- what is shown

    @property
    def state(self) -> str:
        """How many there are, and of whom."""
        if not self.is_read or not self.total:
            return " · ".join(part for part in (self.partner, self.about.title) if part)
        count = len(self.lines)
        counted = plural("{count} contribution", "{count} contributions", count)
        return " · ".join(part for part in (self.partner, self.about.title, counted) if part)

    @property
    def sum_words(self) -> Sequence[tuple[str, str]]:
        """The dollars of what is shown: by heading, together, expected, of others; and what is in no sum."""
        sums, spoken = self.sums, language()
        pairs = [(_(HEADINGS[kind]), format_money(usd, DOLLARS, spoken)) for kind, usd in sums.received.items() if usd]
        if len(pairs) > 1:
            pairs.append((_("Received in all"), format_money(sums.total, DOLLARS, spoken)))
        if sums.expected.usd:
            pairs.append((_("Still promised"), format_money(sums.expected.usd, DOLLARS, spoken)))
        if sums.others:
            pairs.append((_("Counterpart funds of others"), format_money(sums.others, DOLLARS, spoken)))
        return pairs

    @property
    def total_words(self) -> Sequence[tuple[str, str]]:
        """What arrived in all, where there is no room for every sum."""
        if not self.sums.total:
            return self.sum_words[:1]
        return [(_("Received in all"), format_money(self.sums.total, DOLLARS, language()))]

    @property
    def caution(self) -> str:
        """What is in no sum of dollars, and why, by the rule of the indicator."""
        labels, spoken, parts = self.office.definitions.indicators.reasons, language(), []
        for reason, left_out in self.sums.left_out.items():
            usd = format_money(left_out.usd, DOLLARS, spoken) if left_out.usd else ""
            count = plural("{count} contribution", "{count} contributions", left_out.count)
            in_brackets = ", ".join(part for part in (count, usd) if part)
            parts.append(f"{pick(labels[reason]) if reason in labels else reason} ({in_brackets})")
        if unknown := self.sums.expected.unknown:
            promises = plural("{count} promise without dollars", "{count} promises without dollars", unknown)
            parts.append(promises)
        return _("In no sum: {parts}.").format(parts=" · ".join(parts)) if parts else ""

    @property
    def filtered(self) -> bool:
        """Whether anything narrows the list."""
        return bool(self.search_text) or bool(self.partner_id) or self.listing.is_narrowed

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to narrow."""
        return self.is_read and not self.total

    @property
    def filters(self) -> tuple[ListFilter, ...]:
        """By what the list can be narrowed, with how many contributions each choice would leave."""
        rules, labels = self.office.definitions.contributions, self.office.definitions.regions.labels
        years = [(year, year) for year in sorted(self._counts.get("year", ()), reverse=True) if year]
        every = (
            self._filter(
                "office", _("Office"), _("All offices"), [(o, o) for o in sorted(self._counts.get("office", ()))]
            ),
            self._filter("region", _("Region"), _("All regions"), list(labels.items())),
            self._filter(
                "standing", _("State"), _("All states"), [(code, _(words)) for code, words in STANDINGS.items()]
            ),
            self._filter("form", _("Form"), _("All forms"), [(form.id, pick(form.label)) for form in rules.forms]),
            self._filter("year", _("Year of receipt"), _("Whenever"), years),
            self._filter(
                "channel", _("Channel"), _("All channels"), [(c, pick(label)) for c, label in rules.channels.items()]
            ),
            self._filter("care", _("To look after"), _("Everything"), [(c, _(words)) for c, words in CARES.items()]),
        )
        own = every if self.office.is_hq else every[2:]
        if not self.partner_id:
            return own
        only = FilterOption(self.partner_id, self.partner, len(self.lines))
        return (*own, ListFilter("partner", _("Partner"), _("All partners"), (only,), self.partner_id))

    def _filter(self, name: str, title: str, everything: str, choices: Sequence[tuple[str, str]]) -> ListFilter:
        return list_filter(name, title, everything, choices, self._counts.get(name, {}), self.listing.filter(name))

    # --- gestures

    def filter(self, text: str) -> None:
        """List only the contributions that contain this text."""
        if text != self.search_text:
            self.search_text = text
            self.refresh()

    def narrow(self, **codes: str) -> None:
        """Keep only these; an empty code keeps all."""
        partner = codes.pop("partner", None)
        if partner is not None and partner != self.partner_id:
            self._of_everybody()
            self.refresh()
        if codes:
            self.listing.narrow(**codes)

    def clear(self) -> None:
        """Every contribution again."""
        self.search_text = ""
        self._of_everybody()
        if self.listing.is_narrowed:
            self.listing.widen_again()
        else:
            self.refresh()

    def _of_everybody(self) -> None:
        self.partner_id = self.partner = ""
        self.about = ContributionsAbout()

    @staticmethod
    def way(key: object) -> tuple[str, JsonObject]:
        """Where a row leads."""
        return "contribution", {"id": str(key)}

    def open(self, key: object) -> None:
        """Go to a contribution."""
        self.open_place("contribution", id=str(key))

    def new(self) -> None:
        """Record a promise."""
        arguments = {"partner": self.partner_id} if self.partner_id else {}
        self.open_place("promise", **arguments)

    def receive(self, key: object) -> None:
        """Record what arrived of a promise."""
        self.open_place("contribution", id=str(key), step="receive")

    def value(self, key: object) -> None:
        """Say what something given in kind is worth."""
        self.open_place("valuation", id=str(key))

    def repeat(self, key: object) -> None:
        """Promise the same again."""
        self.open_place("promise", like=str(key))

    def summarise(self, key: object, show: Callable[[RecordSummary], None]) -> None:
        """A contribution in short, read away from the window."""
        if key not in self.ids:
            return
        work, line = self.office.work, self.lines[self.ids.index(str(key))]
        names = {NAME: _("Partner"), **{column.key: _(column.title) for column in COLUMNS}}
        facts = tuple((names[n], c.text) for n, c in line.cells.items() if c.text and n in names and n != "what")

        def read() -> RecordSummary:
            (listed,) = contribution_list.lines(work, [line.id])
            rules, spoken = work.definitions.contributions, language()
            worth = valuing.in_words(rules, listed.record, people.names(work.store), spoken)
            return RecordSummary(
                line.id, line.title, listed.record.description, worth, state=line.state, tone=line.tone, facts=facts
            )

        self.runner.quietly(read, show)
