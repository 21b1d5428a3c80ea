"""What Member States read of partnerships, by country, region, target group, theme and year (¶27)."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from desktop.base.numbers import format_money
from desktop.base.places import DOLLARS
from desktop.base.progress import Runner
from desktop.base.text import N_, _, language, plural
from desktop.documents.register.edition import RegisterEdition
from desktop.presenters.listing import FilterOption, ListColumn, ListFilter, Listing, NotedLine, RowCell
from desktop.presenters.presenter import Presenter
from desktop.services.results.register import difference_words, members_view
from desktop.services.results.register.members_view import PublishedEditions, PublishedGroup

if TYPE_CHECKING:
    from desktop.office import Office

WAYS: Mapping[str, str] = {
    members_view.COUNTRY: N_("By country"),
    members_view.REGION: N_("By region"),
    members_view.GROUP: N_("By target group"),
    members_view.THEME: N_("By theme"),
    members_view.YEAR: N_("By year"),
}
GROUP_COLUMNS = (
    ListColumn("partnerships", N_("Partnerships"), figures=True),
    ListColumn("received", N_("Received in the period"), figures=True),
)
ROW_COLUMNS = (
    ListColumn("number", N_("Register number")),
    ListColumn("received", N_("Received in the period"), figures=True),
    ListColumn("status", N_("Status")),
)


class MembersViewPresenter(Presenter):
    """The editions for Member States that stand, read away from the window; every number leads to rows of them."""

    shows = frozenset({"register_edition"})

    def __init__(self, office: "Office", runner: Runner) -> None:
        super().__init__(office, runner)
        title = N_("What Member States read")
        self.groups = Listing(
            self, "members-view", title, GROUP_COLUMNS, first_title=N_("Group"), arrange=self._arranged
        )
        self.rows = Listing(
            self, "members-rows", N_("Published rows"), ROW_COLUMNS, first_title=N_("Partner"), arrange=self._arranged
        )
        self.published: PublishedEditions | None = None
        self.group = ""  # the key of the group that is open
        self._is_open = False
        self.number = ""  # the register number of the row that is open

    def _arranged(self) -> None:
        self.changed()

    def refresh(self) -> None:
        """Read them again."""
        work = self.office.work
        if self.published is None:
            self.changed()

        def read() -> Callable[[], None]:
            published = members_view.read(work)

            def show() -> None:
                self.published = published
                self.changed()

            return show

        self.runner.quietly(read, lambda show: show())

    # --- what is chosen

    @property
    def way(self) -> str:
        """By what the rows are grouped."""
        chosen = self.groups.filter("way")
        return chosen if chosen in WAYS else members_view.COUNTRY

    @property
    def way_title(self) -> str:
        """The same in words."""
        return _(WAYS[self.way])

    @property
    def edition(self) -> RegisterEdition | None:
        """The edition that is looked at: by year, that of the year that is open."""
        if self.published is None:
            return None
        chosen = self.group if self.way == members_view.YEAR else self.groups.filter("edition")
        return self.published.content(chosen)

    @property
    def filters(self) -> tuple[ListFilter, ...]:
        """By what, and in which edition."""
        ways = tuple(FilterOption(way, _(words), None) for way, words in WAYS.items() if way != members_view.COUNTRY)
        own = ListFilter("way", _("In groups"), _(WAYS[members_view.COUNTRY]), ways, self.groups.filter("way"))
        sealed = self.published.sealed if self.published is not None else ()
        if len(sealed) < 2 or self.way == members_view.YEAR:
            return (own,)
        options = tuple(FilterOption(one.id, f"{one.period} · {one.number}", None) for one in sealed[1:])
        newest = f"{sealed[0].period} · {sealed[0].number}"
        return (own, ListFilter("edition", _("Edition"), newest, options, self.groups.filter("edition")))

    def narrow(self, **codes: str) -> None:
        """In other groups, or another edition."""
        self.group, self.number, self._is_open = "", "", False
        self.groups.narrow(**codes)

    # --- what is shown

    @property
    def is_empty(self) -> bool:
        """Whether nothing was sealed for Member States yet."""
        return self.published is not None and not self.published.sealed

    @property
    def state(self) -> str:
        """Which edition it is."""
        edition = self.edition
        if edition is None:
            return ""
        if self.way == members_view.YEAR and not self.group:
            count = len(self.published.sealed) if self.published is not None else 0
            return plural("{count} edition", "{count} editions", count)
        return " · ".join((edition.period, edition.number))

    @property
    def _every(self) -> Sequence[PublishedGroup]:
        if self.published is None:
            return ()
        chosen = self.groups.filter("edition")
        return members_view.grouped(self.office.definitions, self.published, chosen, self.way, language())

    @property
    def group_lines(self) -> Sequence[NotedLine]:
        """The groups, each with how many rows it has and what these say was received."""
        lines = []
        for own in self._every:
            count = plural("{count} partnership", "{count} partnerships", len(own.numbers))
            money = format_money(own.received, DOLLARS, language())
            silent = plural("{count} without an amount", "{count} without an amount", own.silent) if own.silent else ""
            cells = {
                "partnerships": RowCell(str(len(own.numbers)), len(own.numbers)),
                "received": RowCell(money, own.received),
            }
            note = " · ".join(part for part in (count, money, silent) if part)
            lines.append(NotedLine(own.key, own.label, note, cells))
        return lines

    @property
    def row_lines(self) -> Sequence[NotedLine]:
        """The rows behind the numbers of the group that is open."""
        edition = self.edition
        chosen = next((own for own in self._every if own.key == self.group and self._is_open), None)
        return [self._row(edition, own) for own in chosen.numbers] if edition is not None and chosen is not None else ()

    @staticmethod
    def _row(edition: RegisterEdition, number: str) -> NotedLine:
        spoken = language()
        partner, status, received = (
            members_view.cell(edition, number, field, spoken) for field in ("partner", "status", "received_usd")
        )
        money = format_money(received, DOLLARS, spoken) if isinstance(received, Decimal) else ""
        cells = {
            "number": RowCell(number),
            "received": RowCell(money, received if isinstance(received, Decimal) else None),
            "status": RowCell(str(status or "")),
        }
        note = " · ".join(part for part in (number, money, str(status or "")) if part)
        return NotedLine(number, str(partner or number), note, cells)

    @property
    def row_title(self) -> str:
        """The row that is open."""
        return _("Row {number}").format(number=self.number) if self.number else ""

    @property
    def fields(self) -> Sequence[tuple[str, str]]:
        """What the row that is open says, field by field."""
        edition = self.edition
        if edition is None or not self.number:
            return ()
        return [
            (heading, difference_words.cell_words(own) if own is not None else "")
            for heading, own in members_view.row(edition, self.number, language())
        ]

    # --- gestures

    def open_group(self, key: object) -> None:
        """The rows of a group."""
        self.group, self.number, self._is_open = str(key), "", True
        self.changed()

    def open_row(self, key: object) -> None:
        """A row as it was published; never the record."""
        self.number = str(key)
        self.changed()

    def open_register(self) -> None:
        """To the register, where an edition is prepared and sealed."""
        self.open_place("register")
