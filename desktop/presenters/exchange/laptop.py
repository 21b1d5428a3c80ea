"""A laptop that Headquarters authorized: its withdrawal, and what it sent afterwards."""

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING

from desktop.base.errors import Problem
from desktop.base.numbers import format_number
from desktop.base.progress import Runner
from desktop.base.text import N_, _, language, plural
from desktop.base.values import Json
from desktop.presenters.exchange import exchange_labels, laptop_words
from desktop.presenters.form import FieldSpec, FormRows, InputKind, text_of
from desktop.presenters.held_form import HeldForm
from desktop.presenters.listing import Listing, NotedLine
from desktop.presenters.presenter import Confirmation, Tone
from desktop.services.exchange.arrivals import BundleReport
from desktop.services.exchange.headquarters import laptops
from desktop.services.exchange.headquarters.laptops import ChangeAside, LaptopLine, LaptopState
from desktop.services.office.people import Authors
from desktop.store.states import BundleVerdict

if TYPE_CHECKING:
    from desktop.office import Office


class LaptopDeed(StrEnum):
    """What is to be done about a laptop."""

    WITHDRAW = "withdraw"
    TAKE_IN = "take_in"


class LaptopPresenter(HeldForm):
    """One laptop; `id` is its device id. What it holds and what is kept aside are read away from the window."""

    shows = frozenset({"device"})

    def __init__(
        self,
        office: "Office",
        runner: Runner,
        id: str = "",  # noqa: A002
    ) -> None:
        super().__init__(office, runner)
        self.id, self.form_name = id, f"laptop:{id}"
        self.aside = Listing(self, "laptop-aside", N_("Kept aside"), first_title=N_("Change"))
        self.line: LaptopLine | None = None
        self.is_read, self.busy = False, False
        self.outcome = ""  # what became of the last deed
        self._changes: Sequence[ChangeAside] = ()
        self._authors: Authors | None = None
        self._reading = 0

    def refresh(self) -> None:
        """Read it again; of several readings the last is shown."""
        if not self.office.is_hq:
            self.is_read = True
            self.changed()
            return
        self._reading += 1
        reading, work, keys, inbox, id_ = self._reading, self.office.work, self.office.keys, self.office.inbox, self.id

        def read() -> Callable[[], None]:
            line = next((line for line in laptops.laptops(work, keys) if line.device == id_), None)
            aside = laptops.changes_aside(work, keys, inbox, id_) if line is not None and line.aside else ()
            with work.store.read() as session:
                authors = Authors.read_in(session, work.store.identity.office)

            def show() -> None:
                if reading == self._reading:
                    self.line, self._changes, self._authors, self.is_read = line, aside, authors, True
                    self.changed()

            return show

        self.runner.quietly(read, lambda show: show())
        self.changed()

    # --- what it is

    @property
    def title(self) -> str:
        """Its name."""
        return laptop_words.title(self.line) if self.line is not None else _("Laptop")

    @property
    def chip(self) -> tuple[str, Tone] | None:
        """Where it stands; None as long as that is not read."""
        return laptop_words.state_chip(self.line) if self.line is not None else None

    @property
    def sentence(self) -> str:
        """What Headquarters has of it."""
        words = laptop_words.held_words(self.line, self.office.work.clock.today()) if self.line is not None else ""
        return words[:1].upper() + words[1:]

    @property
    def facts(self) -> Sequence[tuple[str, str]]:
        """Whose it is, and what happened to it."""
        line = self.line
        if line is None:
            return ()
        authorized = exchange_labels.day(line.authorized_at) if line.authorized_at else ""
        facts = [(_("Office"), line.office), (_("Authorized on"), authorized), (_("Fingerprint"), line.fingerprint)]
        if line.tested_at is not None:
            passed = _("It showed on {day} that its keys open what is sealed to them.")
            not_yet = _("Not tested yet: its first bundle shows whether its keys open what is sealed to them.")
            day = exchange_labels.day(line.tested_at) if line.tested_at else ""
            facts.append((_("Keys"), passed.format(day=day) if day else not_yet))
        if line.withdrawn_after is not None:
            facts += [(_("Withdrawal"), laptop_words.withdrawal_words(line)), (_("Reason"), line.reason)]
        return facts

    @property
    def aside_lines(self) -> Sequence[NotedLine]:
        """What it wrote after the change that counts last."""
        authors = self._authors
        return [
            laptop_words.change_line(change, authors.name(self.id, change.by) if authors is not None else "")
            for change in self._changes
        ]

    # --- what is to be done

    @property
    def deed(self) -> LaptopDeed | None:
        """Withdraw it, or take in what it sent since; None where nothing may be changed, and for a former identity."""
        if self.line is None or self.line.state is LaptopState.FORMER or self.only_reads:
            return None
        if self.line.withdrawn_after is None:
            return LaptopDeed.WITHDRAW
        return LaptopDeed.TAKE_IN if self._changes else None

    @property
    def deed_title(self) -> str:
        """What the deed is about."""
        return _("Withdrawal") if self.deed is LaptopDeed.WITHDRAW else _("Import what is kept aside")

    @property
    def explanation(self) -> str:
        """What the deed does."""
        if self.line is not None and self.line.state is LaptopState.REPLACED:
            return _(
                "Another laptop, or this one with new keys, goes on where it ended. If nobody works with it any more, "
                "withdraw it: until then every return is written for it too."
            )
        if self.deed is LaptopDeed.WITHDRAW:
            return _(
                "A laptop that was lost or stolen is withdrawn: it gets no return any more, and what it wrote after "
                "the change named here is kept aside. What is on it stays readable to whoever can unlock it."
            )
        return _(
            "Ask the office which of these changes are its own. What you import counts from now on; what comes "
            "after stays aside, and the laptop stays withdrawn."
        )

    @property
    def rows(self) -> FormRows:
        """The fields of the deed."""
        withdraws = self.deed is LaptopDeed.WITHDRAW
        label = _("Last change that counts") if withdraws else _("Import up to change")
        held = format_number(self.line.number, language()) if self.line is not None else ""
        help_ = _("Headquarters holds its changes up to {number}.").format(number=held) if withdraws else ""
        number = FieldSpec("after", InputKind.NUMBER, label, help_, required=_("Write it."), chars=10, places=0)
        asked = _("What happened, and who told you") if withdraws else _("Who vouches for it")
        return [[number], [FieldSpec("reason", InputKind.AREA, asked, required=_("Write it."), chars=0, lines=2)]]

    @property
    def proposed(self) -> Mapping[str, Json]:
        """To withdraw it after what Headquarters holds; of what is aside nobody proposes how much counts."""
        number = str(self.line.number) if self.deed is LaptopDeed.WITHDRAW and self.line is not None else ""
        return {"after": number, "reason": ""}

    @property
    def verb(self) -> str:
        """What the button says."""
        return _("Withdraw the laptop") if self.deed is LaptopDeed.WITHDRAW else _("Import these changes")

    def do(self) -> None:
        """Ask, then do it: neither can be taken back. Raises Problem where the number is none."""
        deed, line = self.deed, self.line
        if deed is None or line is None:
            return
        fields = self.fields
        number, reason = _number(text_of(fields.get("after"))), text_of(fields.get("reason"))
        words = {"laptop": line.label, "office": line.office, "number": format_number(number, language())}
        if deed is LaptopDeed.WITHDRAW:
            question = Confirmation(
                _("Withdraw “{laptop}” of {office}?").format(**words),
                _(
                    "What it writes after change {number} will not count, and this laptop cannot be authorized again "
                    "with its present keys. This cannot be taken back."
                ).format(**words),
                _("Withdraw it"),
                _("Not now"),
            )
            self.asker.confirm(question, lambda: self._withdraw(number, reason))
            return
        question = Confirmation(
            _("Import the changes up to {number}?").format(**words),
            _("They go into the records of Headquarters as the work of {office}. This cannot be taken back.").format(
                **words
            ),
            _("Import them"),
            _("Not now"),
        )
        self.asker.confirm(question, lambda: self._take_in(number, reason))

    def _withdraw(self, number: int, reason: str) -> None:
        laptops.withdraw(self.office.work, self.office.keys, self.id, number, reason)
        self.office.renew_door()
        self.forget()
        self.outcome = _("The laptop is withdrawn. The next returns tell the other laptops of the office.")
        self.refresh()

    def _take_in(self, number: int, reason: str) -> None:
        office, id_ = self.office, self.id
        self.busy = True
        self.changed()
        self.runner.run(
            _("Importing what was kept aside…"),
            lambda _progress: laptops.take_in_aside(office.work, office.keys, office.inbox, id_, number, reason),
            self._show_taken_in,
        )

    def _show_taken_in(self, reports: Sequence[BundleReport]) -> None:
        changes = sum(report.changes for report in reports if report.verdict is BundleVerdict.APPLIED)
        self.outcome = plural("{count} change was imported.", "{count} changes were imported.", changes)
        if left := [report for report in reports if report.verdict in (BundleVerdict.UNTRIED, BundleVerdict.WAITING)]:
            self.outcome = f"{self.outcome} {left[0].text}"
        self.busy = False
        self.forget()
        self.refresh()

    def refuse(self, problem: Problem) -> None:
        """Work that failed is over."""
        self.busy = False
        super().refuse(problem)

    def go_back(self) -> None:
        """The list."""
        self.open_place("hq_laptops")


def _number(text: str) -> int:
    try:
        return int(text)
    except ValueError as error:
        raise Problem(
            _("“{text}” is no number of a change; nothing was changed.").format(text=text),
            _("Write a whole number, such as 214."),
            code="change-number-unreadable",
        ) from error
