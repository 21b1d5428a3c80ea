"""The laptops that Headquarters authorized, of every office."""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from desktop.base.progress import Runner
from desktop.base.text import N_, _, plural
from desktop.presenters.exchange import laptop_words
from desktop.presenters.listing import FilterOption, ListColumn, ListFilter, Listing, NotedLine
from desktop.presenters.presenter import Presenter, Tone
from desktop.services.exchange.headquarters import laptops
from desktop.services.exchange.headquarters.laptops import LaptopLine, LaptopState

if TYPE_CHECKING:
    from desktop.office import Office

COLUMNS = (
    ListColumn("office", N_("Office")),
    ListColumn("state", N_("State")),
    ListColumn("number", N_("Received up to"), figures=True),
    ListColumn("heard", N_("Last bundle")),
    ListColumn("authorized", N_("Authorized on"), shown=False),
)


class LaptopsPresenter(Presenter):
    """Every laptop that was ever authorized; read away from the window."""

    shows = frozenset({"device"})

    def __init__(self, office: "Office", runner: Runner) -> None:
        super().__init__(office, runner)
        self.listing = Listing(self, "laptops", N_("Laptops"), COLUMNS, first_title=N_("Laptop"))
        self._every: Sequence[LaptopLine] | None = None
        self._reading = 0

    def refresh(self) -> None:
        """Read them again; of several readings the last is shown."""
        if not self.office.is_hq:
            self._every = ()
            self.changed()
            return
        self._reading += 1
        reading, work, keys = self._reading, self.office.work, self.office.keys

        def read() -> Callable[[], None]:
            every = laptops.laptops(work, keys)

            def show() -> None:
                if reading == self._reading:
                    self._every = every
                    self.changed()

            return show

        self.runner.quietly(read, lambda show: show())
        self.changed()

    @property
    def is_empty(self) -> bool:
        """Whether none was ever authorized, as far as it was read."""
        return self._every is not None and not self._every

    @property
    def sentence(self) -> str:
        """How many are authorized, and of how many something waits for a person."""
        every = self._every or ()
        working = sum(line.state in (LaptopState.AUTHORIZED, LaptopState.AWAITED) for line in every)
        words = plural("{count} laptop is authorized.", "{count} laptops are authorized.", working)
        aside = sum(bool(line.aside) for line in every)
        if not aside:
            return words
        waits = plural(
            "What {count} withdrawn laptop sent is kept aside.",
            "What {count} withdrawn laptops sent is kept aside.",
            aside,
        )
        return f"{words} {waits}"

    @property
    def lines(self) -> Sequence[tuple[NotedLine, Tone, str]]:
        """A line for each, by office, with the tone and the word of its chip."""
        today, chosen = self.office.work.clock.today(), self.listing.filter("state")
        shown = [line for line in self._every or () if not chosen or line.state == chosen]
        chips = [laptop_words.state_chip(line) for line in shown]
        return [(laptop_words.listed(line, today), tone, word) for line, (word, tone) in zip(shown, chips, strict=True)]

    @property
    def filters(self) -> tuple[ListFilter, ...]:
        """Where they stand, with how many stand there."""
        counts = Counter(line.state for line in self._every or ())
        words = {
            LaptopState.AWAITED: _("Awaited"),
            LaptopState.AUTHORIZED: _("Authorized"),
            LaptopState.REPLACED: _("Replaced"),
            LaptopState.WITHDRAWN: _("Withdrawn"),
            LaptopState.FORMER: _("Former identities"),
        }
        options = tuple(FilterOption(state, text, counts[state]) for state, text in words.items() if counts[state])
        return (ListFilter("state", _("State"), _("All laptops"), options, self.listing.filter("state")),)

    def narrow(self, **codes: str) -> None:
        """Only those that stand somewhere; an empty code shows all."""
        self.listing.narrow(**codes)

    def open_laptop(self, device: object) -> None:
        """One of them."""
        self.open_place("hq_laptop", id=str(device))

    def enrol(self) -> None:
        """Authorize another one."""
        self.open_place("hq_enrol")
