"""The list of partners: find one, or begin a new one."""

from dataclasses import replace
from typing import TYPE_CHECKING

from desktop.base.dates import day_in_words
from desktop.base.progress import Runner
from desktop.base.text import _, language, pick, plural
from desktop.presenters import partner_labels as labels
from desktop.presenters.presenter import Presenter
from desktop.services.registry import partner_list, partners
from desktop.services.registry.partner_list import PAGE, PartnerFilter, PartnerLine

if TYPE_CHECKING:
    from desktop.office import Office

LEVELS = ("low", "medium", "high", "excluded")


class PartnersPresenter(Presenter):
    """Shows the partners wanted, a page at a time; the list asks for more as it is scrolled."""

    shows = frozenset({"partner", "decision", "clearance"})

    def __init__(self, office: "Office", runner: Runner, text: str = "") -> None:
        super().__init__(office, runner)
        self.filter = PartnerFilter(text=text.strip())
        self.lines: tuple[PartnerLine, ...] = ()
        self.total = 0  # of those wanted
        self.count = 0  # of all partners

    def refresh(self) -> None:
        """Read again as many lines as are shown."""
        read = partner_list.page(self.office.store, self.filter, size=max(PAGE, len(self.lines)))
        self.lines, self.total = read.lines, read.total
        self.count = partners.count(self.office.store)
        self.changed()

    def search(self, text: str) -> None:
        """Show the partners whose name, other names, number or city hold these labels."""
        self._show_only(replace(self.filter, text=text.strip()))

    def narrow(self, *, group: str | None = None, stage: str | None = None, level: str | None = None) -> None:
        """Keep only these; an empty code keeps all."""
        filter_ = self.filter
        self._show_only(
            replace(
                filter_,
                group=filter_.group if group is None else group,
                stage=filter_.stage if stage is None else stage,
                level=filter_.level if level is None else level,
            )
        )

    def show_archived(self, on: bool) -> None:
        """Show the partners put away, or the others."""
        self._show_only(replace(self.filter, archived=on))

    def clear(self) -> None:
        """Every partner again."""
        self._show_only(PartnerFilter())

    def _show_only(self, choice: PartnerFilter) -> None:
        if choice != self.filter:
            self.filter, self.lines = choice, ()
            self.refresh()

    def more(self) -> None:
        """The next page of the same list."""
        if len(self.lines) < self.total:
            read = partner_list.page(self.office.store, self.filter, first=len(self.lines))
            self.lines, self.total = (*self.lines, *read.lines), read.total
            self.changed()

    def open(self, partner_id: object) -> None:
        """Go to a partner."""
        self.open_place("partner", id=partner_id)

    def add(self) -> None:
        """Begin a partner; what was searched for and not found is its name."""
        self.open_place("add_partner", name=self.filter.text if not self.total else "")

    @property
    def filtered(self) -> bool:
        """Whether anything narrows the list."""
        return self.filter != PartnerFilter()

    @property
    def counted(self) -> str:
        """How many partners, in labels."""
        if not self.filtered:
            return plural("{count} partner", "{count} partners", self.count) if self.count else ""
        if self.filter.archived:
            if not self.total:
                return _("No partner is archived.")
            return plural(
                "{count} archived partner: open it to restore it to the lists.",
                "{count} archived partners: open one to restore it to the lists.",
                self.total,
            )
        return plural("{count} partner found", "{count} partners found", self.total)

    def groups(self) -> tuple[tuple[str, str], ...]:
        """The target groups to choose from, all of them first."""
        strategy = self.office.definitions.strategy
        return (("", _("All groups")), *((group.id, pick(group.label)) for group in strategy.groups))

    def stages(self) -> tuple[tuple[str, str], ...]:
        """The stages to choose from, all of them first."""
        strategy = self.office.definitions.strategy
        exits = tuple((stage.id, pick(stage.label)) for stage in strategy.exits)
        return (("", _("All stages")), *((stage.id, pick(stage.label)) for stage in strategy.stages), *exits)

    def stage(self, line: PartnerLine) -> str:
        """A line's stage in labels."""
        return labels.stage_name(self.office.definitions.strategy, line.stage)

    def about(self, line: PartnerLine) -> str:
        """The quiet second line: where it is, what it is, what comes next."""
        parts = (
            line.through,
            labels.place(line.city, line.country),
            labels.group_name(self.office.definitions.strategy, line.group),
            self._next(line),
        )
        return " · ".join(part for part in parts if part)

    def _next(self, line: PartnerLine) -> str:
        if not line.next_action or not line.next_action_on:
            return line.next_action

        day = day_in_words(line.next_action_on, language())
        return _("{action} on {day}").format(action=line.next_action, day=day)
