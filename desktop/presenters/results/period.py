"""The figures of a period: as they were signed, restated, and as they are now; signing and restating them (¶30 a)."""

from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING

from desktop.base.errors import Problem
from desktop.base.progress import Progress, Runner
from desktop.base.text import N_, _, pick
from desktop.definitions.authority import DelegatedDeed
from desktop.presenters.form import FieldSpec, FormRows, InputKind, text_of
from desktop.presenters.held_form import HeldForm
from desktop.presenters.listing import ListColumn, Listing, NotedLine, RowCell
from desktop.presenters.office.sealing import SealingPresenter
from desktop.presenters.paper import PaperPresenter
from desktop.presenters.results.periods import PERIOD_RECORDS
from desktop.services.results import period_sheet, period_words, periods, sealers
from desktop.services.results.periods import ListedPeriod
from desktop.services.results.sealers import SealingRight
from desktop.store.records.values import SignedFigure
from desktop.store.store import HQ

if TYPE_CHECKING:
    from desktop.office import Office


class SigningDeed(StrEnum):
    """What a signature does."""

    SIGN = "sign"
    ACCEPT = "accept"  # by Headquarters
    RESTATE = "restate"


class PeriodPresenter(SealingPresenter, HeldForm, PaperPresenter):
    """One closing, read away from the window."""

    shows = PERIOD_RECORDS

    def __init__(self, office: "Office", runner: Runner, id: str = "") -> None:  # noqa: A002
        super().__init__(office, runner)
        self.id = id
        columns = (
            ListColumn("signed", N_("As signed"), figures=True),
            ListColumn("restated", N_("Restated"), figures=True),
            ListColumn("now", N_("Now"), figures=True),
            ListColumn("left_out", N_("Not counted"), figures=True),
        )
        self.listing = Listing(self, "period-figures", N_("Figures"), columns, first_title=N_("Indicator"))
        self.own: ListedPeriod | None = None
        self.is_missing = False
        self.right = SealingRight(False)  # of this reader to sign figures here
        self.form_name = f"period-{id}"
        self._reading = 0

    def refresh(self) -> None:
        """Read it again; of several readings the last is shown."""
        self._reading += 1
        reading, work = self._reading, self.office.work
        if self.own is None:
            self.changed()

        def read() -> tuple[Sequence[ListedPeriod], SealingRight]:
            with work.store.one_state():
                return periods.listed(work), sealers.right(work, DelegatedDeed.FIGURES)

        def show(there: tuple[Sequence[ListedPeriod], SealingRight]) -> None:
            if reading == self._reading:
                listed, self.right = there
                self.own = next((own for own in listed if own.closing.id == self.id), None)
                self.is_missing = self.own is None
                self.changed()

        self.runner.quietly(read, show)

    # --- what is shown

    @property
    def title(self) -> str:
        """The period."""
        own = self.own
        if own is None:
            return _("Figures of a period")
        whose = own.closing.office
        is_foreign = self.office.is_hq and whose != HQ
        name = period_words.name(own.period)
        return _("{period}, {office}").format(period=name, office=whose) if is_foreign else name

    @property
    def state(self) -> str:
        """How far it has come."""
        if self.is_missing:
            return _("This period is not closed here: it was taken back.")
        return period_words.state(self.own) if self.own is not None else ""

    @property
    def lines(self) -> Sequence[NotedLine]:
        """A line for each figure."""
        return [self._line(figure) for figure in self.own.closing.figures] if self.own is not None else ()

    def _line(self, figure: SignedFigure) -> NotedLine:
        assert self.own is not None
        indicators = self.office.definitions.indicators
        signed, restated, now = (period_words.amount(indicators, own) for own in self.own.stages(figure))
        own = next((own for own in reversed(indicators.every) if own.id == figure.indicator), None)
        cells = {
            "signed": RowCell(signed),
            "restated": RowCell(restated),
            "now": RowCell(now),
            "left_out": RowCell(str(figure.left_out) if figure.left_out else "", figure.left_out),
        }
        parts = [
            signed,
            _("restated: {value}").format(value=restated) if restated else "",
            _("now: {value}").format(value=now) if now else "",
        ]
        label = pick(own.label) if own is not None else figure.indicator
        return NotedLine(figure.indicator, label, " · ".join(filter(None, parts)), cells)

    @property
    def restatement_lines(self) -> Sequence[NotedLine]:
        """Each restatement in a sentence, the last first."""
        indicators = self.office.definitions.indicators
        restated = self.own.restatements if self.own is not None else ()
        return [NotedLine(own.id, period_words.restatement(indicators, own), "", {}) for own in reversed(restated)]

    @property
    def facts(self) -> Sequence[tuple[str, str]]:
        """Who put it forward and signed it, on what it rests, and what Headquarters counts otherwise."""
        return period_words.facts(self.office.definitions.indicators, self.own) if self.own is not None else ()

    # --- deeds

    @property
    def deed(self) -> SigningDeed | None:
        """What this reader may sign now; None for nothing."""
        own = self.own
        if own is None or not self.right.may:
            return None
        is_own = own.closing.office == self.office.store.identity.office
        if is_own and not own.is_signed:
            return None if self._is_prepared_by_signer else SigningDeed.SIGN
        if is_own:
            return SigningDeed.RESTATE if own.changed else None
        return SigningDeed.ACCEPT if self.office.is_hq and own.is_signed and not own.is_accepted else None

    @property
    def _is_prepared_by_signer(self) -> bool:
        """Whether this reader would sign, and put the figures forward, or stands in for who did."""
        own = self.own
        return (
            self.right.may
            and own is not None
            and own.closing.prepared_by in periods.hands(self.office.work, self.right)
        )

    @property
    def waits_for(self) -> str:
        """What lacks, for a reader who cannot do it."""
        own = self.own
        if own is None or self.deed or own.closing.office != self.office.store.identity.office:
            return ""
        if not own.is_signed and self._is_prepared_by_signer:
            return _("You put these figures forward: somebody else who may signs them, or puts them forward again.")
        if not own.is_signed:
            return _("These figures wait for a signature.")
        return _("These figures wait for a restatement by who signs them.") if own.changed else ""

    @property
    def may_withdraw(self) -> bool:
        """Whether this reader may take it back, before it is signed."""
        own = self.own
        is_own = own is not None and own.closing.office == self.office.store.identity.office
        return is_own and own is not None and not own.is_signed and periods.may_prepare(self.office.work)

    @property
    def rows(self) -> FormRows:
        """What is asked for before it is signed."""
        rows: list[list[FieldSpec]] = []
        if self.deed is SigningDeed.RESTATE:
            help_ = _("It stands beside the figure, with what it was and what it is.")
            rows.append([FieldSpec("reason", InputKind.TEXT, _("What was corrected, and why"), help_, chars=0)])
        if self.deed and self.asks_passphrase:
            title = _("Passphrase of {name}").format(name=self.office.user.name)
            rows.append([FieldSpec("passphrase", InputKind.SECRET, title, _("It signs the figures in your name."))])
        return rows

    def sign(self, passphrase: str) -> None:
        """Do what `deed` says, with the own passphrase, away from the window; raises Problem while it is missing."""
        passphrase = self.own_passphrase(passphrase)
        if not passphrase:
            raise Problem(
                _("Your passphrase signs the figures; nothing was signed."),
                _("Type your own passphrase."),
                code="passphrase-missing",
            )
        office, deed, reason = self.office, self.deed, text_of(self.fields.get("reason"))

        def work(progress: Progress) -> None:
            seed = office.vault.unlock(office.user.id, passphrase).seal_seed
            if deed is SigningDeed.RESTATE:
                periods.restate(office.work, self.id, reason, seed)
            elif deed is SigningDeed.ACCEPT:
                periods.accept(office.work, self.id, seed)
            else:
                periods.sign(office.work, self.id, seed)
            progress.step(1, 1)

        self.runner.run(_("Signing the figures"), work, self._after_signing)

    def _after_signing(self, _none: None) -> None:
        self.start_over()
        self.refresh()

    def put_forward_again(self) -> None:
        """As the records say them now."""
        own, work = self.own, self.office.work
        if own is not None:
            self.runner.run(
                _("Putting the figures forward"),
                lambda _progress: periods.prepare(work, own.period),
                lambda _closing: self.refresh(),
            )

    def withdraw(self) -> None:
        """Take back what is not signed; it may be put forward again."""
        periods.withdraw(self.office.work, self.id)
        self.open_place("periods")

    def open_figure(self, key: object) -> None:
        """The indicator with its records."""
        self.open_place("indicator", id=str(key))

    # --- on paper

    @property
    def paper_name(self) -> str:
        """The name of the sheet as a file."""
        return _("Figures {period}.pdf").format(period=self.title)

    @property
    def paper_titles(self) -> tuple[str, str]:
        """What is said while it is drawn and saved."""
        return _("Drawing the sheet"), _("Save the sheet")

    def paper_draft(self) -> Callable[[Progress], bytes]:
        """The figures as they are shown."""
        work, own, title = self.office.work, self.own, self.title
        if own is None:
            raise Problem(
                _("The figures are not computed yet; nothing was drawn."),
                _("Wait a moment, then try again."),
                code="figures-not-read",
            )
        return lambda progress: period_sheet.pdf(work, own, title)
