"""The periods whose figures are signed off: what was put forward, signed, restated, and what is still open (¶30 a)."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from desktop.base.progress import Runner
from desktop.base.text import N_, _
from desktop.definitions.indicator import Period
from desktop.presenters.listing import ListColumn, Listing, NotedLine, RowCell
from desktop.presenters.presenter import Presenter
from desktop.presenters.results.indicators import FIGURE_RECORDS
from desktop.services.office import office_profile
from desktop.services.results import period_words, periods
from desktop.services.results.periods import ListedPeriod
from desktop.store.store import HQ

if TYPE_CHECKING:
    from desktop.office import Office

PERIOD_RECORDS = FIGURE_RECORDS | {"period_closing", "restatement"}
OFFERED = 3  # years of which figures are offered to be put forward


class PeriodsPresenter(Presenter):
    """Every closing known here, and the periods that are over and not closed; read away from the window."""

    shows = PERIOD_RECORDS

    def __init__(self, office: "Office", runner: Runner) -> None:
        super().__init__(office, runner)
        columns = (
            ListColumn("office", N_("Office"), shown=office.is_hq),
            ListColumn("state", N_("Status"), sentences=True),
        )
        self.listing = Listing(self, "periods", N_("Closed periods"), columns, first_title=N_("Period"))
        self.listed: Sequence[ListedPeriod] | None = None
        self._names: dict[str, str] = {}
        self._reading = 0

    def refresh(self) -> None:
        """Read them again; of several readings the last is shown."""
        self._reading += 1
        reading, work = self._reading, self.office.work
        if self.listed is None:
            self.changed()

        def read() -> Callable[[], None]:
            listed = periods.listed(work)
            names = {code: own.name for code, own in office_profile.known(work).items()} if self.office.is_hq else {}

            def show() -> None:
                if reading == self._reading:
                    self.listed, self._names = listed, names
                    self.changed()

            return show

        self.runner.quietly(read, lambda show: show())

    @property
    def is_empty(self) -> bool:
        """Whether nothing was ever put forward, as far as it was read."""
        return self.listed is not None and not self.listed

    @property
    def lines(self) -> Sequence[NotedLine]:
        """A line for each closing, the last period first."""
        return [self._line(own) for own in self.listed or ()]

    def _line(self, own: ListedPeriod) -> NotedLine:
        state, code = period_words.state(own), own.closing.office
        whose = _("All offices") if code == HQ else self._names.get(code, code)
        cells = {"office": RowCell(whose), "state": RowCell(state)}
        note = " · ".join((whose, state)) if self.office.is_hq else state
        return NotedLine(own.closing.id, period_words.name(own.period), note, cells)

    # --- putting forward

    @property
    def may_prepare(self) -> bool:
        """Whether this reader puts figures forward."""
        return periods.may_prepare(self.office.work)

    @property
    def open_lines(self) -> Sequence[NotedLine]:
        """The years and halves that are over and of which nothing is signed or put forward here, the last first."""
        if self.listed is None or not self.may_prepare:
            return ()
        own = self.office.store.identity.office
        there = {line.period for line in self.listed if line.closing.office == own}
        today = self.office.work.today()
        lines = []
        for year in range(today.year, today.year - OFFERED, -1):
            for period in (Period.year(year), Period.half(year, 2), Period.half(year, 1)):
                if period.last < today and period not in there:
                    key = f"{period.first.isoformat()}..{period.last.isoformat()}"
                    lines.append(NotedLine(key, period_words.name(period), _("Put its figures forward"), {}))
        return lines

    def prepare(self, key: object) -> None:
        """Put the figures of a period forward, away from the window, and show them."""
        first, _dots, last = str(key).partition("..")
        work, period = self.office.work, Period(date.fromisoformat(first), date.fromisoformat(last))

        self.runner.run(
            _("Putting the figures forward"), lambda _progress: periods.prepare(work, period).id, self.open_period
        )

    def open_period(self, key: object) -> None:
        """One closing."""
        self.open_place("period", id=str(key))
