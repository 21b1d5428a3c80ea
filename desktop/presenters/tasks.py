"""The tasks of the office: everything that is to be done by a day, one's own or everybody's."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from desktop.base.dates import day_in_words, day_known
from desktop.base.progress import Runner
from desktop.base.text import N_, _, language, plural
from desktop.base.values import JsonObject
from desktop.presenters.listing import ListColumn, Listing, ListLine, RowCell
from desktop.presenters.presenter import Presenter
from desktop.presenters.putting_off import PuttingOffPresenter
from desktop.presenters.today_cards import CardState, card_of
from desktop.services import open_tasks, putting_off
from desktop.services.open_tasks import OpenTask, OpenTasks

if TYPE_CHECKING:
    from desktop.office import Office

COLUMNS = (
    ListColumn("partner", N_("Partner")),
    ListColumn("owner", N_("Person in charge")),
    ListColumn("due", N_("Due on")),
)

NOTHING = N_("Nothing is due within seven days: there is no sheet to print.")
WEEK = 7  # days of the sheet of the week, today among them


@dataclass(frozen=True)
class TaskLine:
    """One task in words: the card that Today has of it, and what stands in the columns."""

    card: CardState
    words: Mapping[str, str]
    cells: Mapping[str, RowCell]
    mine: bool
    key: str  # by which a command names it
    until: str = ""  # the day until which it is put off, and why
    why: str = ""

    @property
    def comes(self) -> date | None:
        """The day on which it is to be done: its own, or the one until which it was put off."""
        return day_known(self.until) or day_known(self.card.waits.due_on if self.card.waits else None)


class TasksPresenter(PuttingOffPresenter):
    """Every open task, read away from the window; the reader's own and nobody's until those of everybody are asked."""

    shows = frozenset(
        {
            *("task", "partner", "decision", "clearance", "officer", "agreement", "interaction"),
            *("earlier_agreement", "put_off", "partnership", "training", "focal_point"),
            *("period_closing", "restatement"),
        }
    )

    def __init__(self, office: "Office", runner: Runner) -> None:
        super().__init__(office, runner, "tasks")
        self.listing = Listing(self, "tasks", N_("Tasks"), COLUMNS, first_title=N_("What is to be done"))
        self.week_listing = week_listing(self)
        self.of_everybody = False
        self.known = False
        self.every: Sequence[TaskLine] = ()

    def refresh(self) -> None:
        """Read them again."""
        work = self.office.work
        if not self.known:
            self.changed()
        self.runner.quietly(lambda: open_tasks.read(work), self._show)

    def _show(self, read: OpenTasks) -> None:
        self.known = True
        self.every = [task_line(self.office, task, read.names) for task in read.tasks]
        self.changed()

    @property
    def lines(self) -> Sequence[TaskLine]:
        """The tasks shown, the nearest day first."""
        return [line for line in self.every if line.mine or self.of_everybody]

    @property
    def state(self) -> str:
        """How many there are, and how many are late."""
        if not self.known or not self.lines:
            return ""
        counted = plural("{count} task", "{count} tasks", len(self.lines))
        late = sum(line.card.warns for line in self.lines)
        if not late:
            return _("{counted}, none overdue.").format(counted=counted)
        return _("{counted}, {late} overdue.").format(counted=counted, late=late)

    @property
    def week(self) -> Sequence[TaskLine]:
        """Of those shown, what is overdue and what is due within seven days; not what is put off beyond them."""
        return of_the_week(self.office, self.lines)

    def print_week(self) -> None:
        """The sheet of the week on paper; a sentence where nothing is due."""
        if lines := _listed(self.week):
            self.week_listing.put_on_paper(lines)
        else:
            self.tell(_(NOTHING))

    def save_week(self) -> bool:
        """The same as a PDF, where the asker says; whether there was something to save."""
        if lines := _listed(self.week):
            self.week_listing.save_as_pdf(lines)
        return bool(lines)

    def turn(self) -> None:
        """Show those of everybody, or one's own again."""
        self.of_everybody = not self.of_everybody
        self.changed()

    @staticmethod
    def way(card: object) -> tuple[str, JsonObject]:
        """Where a task leads."""
        return (card.place, dict(card.arguments)) if isinstance(card, CardState) else ("tasks", {})

    def is_put_off(self, card: CardState) -> bool:
        """Whether somebody put a task off."""
        return any(line.card == card and bool(line.until) for line in self.every)

    def open(self, card: CardState) -> None:
        """Go where the task is done."""
        if card.place:
            self.open_place(card.place, **dict(card.arguments))


def week_listing(presenter: Presenter) -> Listing:
    """The sheet of the week as a list."""
    return Listing(presenter, "week", N_("Tasks of the week"), COLUMNS, first_title=N_("What is to be done"))


def of_the_week(office: "Office", lines: Sequence[TaskLine]) -> Sequence[TaskLine]:
    """Those that are overdue or due within seven days; not what is put off beyond them."""
    last = office.work.today() + timedelta(days=WEEK - 1)
    return [line for line in lines if line.comes is not None and line.comes <= last]


def print_week(presenter: Presenter, listing: Listing, read: OpenTasks) -> None:
    """The reader's own sheet of the week, and nobody's, on paper; a sentence where nothing is due."""
    every = [task_line(presenter.office, task, read.names) for task in read.tasks]
    if lines := _listed(of_the_week(presenter.office, [line for line in every if line.mine])):
        listing.put_on_paper(lines)
    else:
        presenter.tell(_(NOTHING))


def _listed(lines: Sequence[TaskLine]) -> Sequence[ListLine]:
    return [ListLine(line.card.title, line.cells) for line in lines]


def task_line(office: "Office", task: OpenTask, names: Mapping[str, str]) -> TaskLine:
    """One open task in words; `names` are those of officers by id."""
    card = card_of(task.item, names, office.work.today())
    later = task.put_off
    if later is not None:
        card = replace(card, warns=False)
    day = day_in_words(task.item.on, language()) if task.item.on else ""
    words = {"partner": task.partner, "owner": names.get(task.owner, ""), "due": day}
    cells = {name: RowCell(text) for name, text in words.items()}
    cells["due"] = RowCell(day, day_known(task.item.on))
    until, why = (
        (later.until or "", putting_off.reason_in_words(office.definitions.put_off, later)) if later else ("", "")
    )
    mine = task.owner in (office.user.id, "")
    return TaskLine(card, words, cells, mine, task.item.about, until, why)
