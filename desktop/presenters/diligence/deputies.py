"""Who stands in for whom: naming a deputy for an absence, and ending it."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from desktop.base.dates import day_in_words
from desktop.base.errors import Problem
from desktop.base.plausibility import is_day_before
from desktop.base.progress import Progress, Runner
from desktop.base.text import _, language, pick
from desktop.presenters.form import FieldSpec, FormRows, InputKind, options, text_of
from desktop.presenters.held_form import HeldForm
from desktop.presenters.office.sealing import SealingPresenter
from desktop.presenters.presenter import Tone
from desktop.services.office import delegating, people
from desktop.services.office.delegating import ActingFor
from desktop.store.records import Delegation, Officer

if TYPE_CHECKING:
    from desktop.office import Office


class DeputiesPresenter(SealingPresenter, HeldForm):
    """Every delegation known here, and the form for whoever may name a deputy."""

    shows = frozenset({"delegation", "officer"})

    def __init__(self, office: "Office", runner: Runner) -> None:
        super().__init__(office, runner)
        self.may_name = delegating.may_name(office.work)
        self.form_name = "deputy"
        self._read()

    def _read(self) -> None:
        work = self.office.work
        with self.office.store.read() as session:
            self.names = people.names_in(session)
            self.possible: Sequence[Officer] = delegating.possible_deputies(session, work) if self.may_name else ()
            self.acting: Sequence[ActingFor] = delegating.in_force(session, work)
        self.delegations: Sequence[Delegation] = delegating.listed(work)

    def arrive(self) -> None:
        self.changed()

    def refresh(self) -> None:
        """Read the delegations again."""
        self._read()
        self.changed()

    # --- what is shown

    @property
    def sentence(self) -> str:
        """One sentence: who stands in for whom today."""
        if not self.acting:
            return _("Nobody stands in for anybody today.")
        words = _("{deputy} decides on behalf of {chief} until {day}.")
        return " ".join(
            words.format(
                deputy=acting.deputy.name,
                chief=acting.chief.name,
                day=day_in_words(acting.delegation.last_day, language(), "long"),
            )
            for acting in self.acting
        )

    @property
    def limits(self) -> str:
        """What the matrix lets be delegated, and for how long."""
        limits = self.office.definitions.authority.delegation
        if limits is None:
            return _("The decision matrix lets nothing be delegated.")
        words = _("A deputy decides {cases}, for {count} days at most, and no case that one of the two prepared.")
        return words.format(cases=pick(limits.about), count=limits.most_days)

    def title(self, delegation: Delegation) -> str:
        """Who stands in for whom."""
        return _("{deputy} for {chief}").format(
            deputy=self.names.get(delegation.deputy, "–"), chief=self.names.get(delegation.chief, "–")
        )

    def note(self, delegation: Delegation) -> str:
        """From when to when, and why."""
        days = _("from {first} to {last}").format(
            first=day_in_words(delegation.first_day, language()), last=day_in_words(delegation.last_day, language())
        )
        office = delegation.office if self.office.is_hq else ""
        return " · ".join(part for part in (office, days, delegation.reason) if part)

    def mark(self, delegation: Delegation) -> tuple[Tone, str]:
        """Where it stands, in a word."""
        if delegation.withdrawn_at is not None:
            return Tone.NEUTRAL, _("ended")
        if any(acting.delegation.id == delegation.id for acting in self.acting):
            return Tone.GOOD, _("in force")
        days = delegating.days_of(delegation)
        begins = days is not None and is_day_before(self.office.work.today(), days[0])
        return (Tone.INFO, _("to come")) if begins else (Tone.NEUTRAL, _("over"))

    def may_end(self, delegation: Delegation) -> bool:
        """Whether the officer at work may end it, while it lasts."""
        days = delegating.days_of(delegation)
        over = days is None or is_day_before(days[1], self.office.work.today())
        return not over and delegating.may_withdraw(self.office.work, delegation)

    # --- naming

    @property
    def rows(self) -> FormRows:
        """What is asked for."""
        titles = [(officer.id, ", ".join(filter(None, (officer.name, officer.function)))) for officer in self.possible]
        rows: list[list[FieldSpec]] = [
            [
                FieldSpec("deputy", InputKind.DROPDOWN, _("Who stands in for you"), options=options(titles)),
                FieldSpec("first", InputKind.DATE, _("First day")),
                FieldSpec("last", InputKind.DATE, _("Last day")),
            ],
            [FieldSpec("reason", InputKind.TEXT, _("Why you are away"), chars=0)],
        ]
        if self.asks_passphrase:
            title = _("Passphrase of {name}").format(name=self.office.user.name)
            rows.append([FieldSpec("passphrase", InputKind.SECRET, title, _("It seals the naming in your name."))])
        return rows

    def name_deputy(self, passphrase: str) -> None:
        """Name the deputy, sealed with the own passphrase; raises Problem while something is missing."""
        passphrase = self.own_passphrase(passphrase)
        deputy, reason = text_of(self.fields.get("deputy")), text_of(self.fields.get("reason"))
        first, last = text_of(self.fields.get("first")), text_of(self.fields.get("last"))
        if not (deputy and first and last and passphrase):
            raise Problem(
                _("The deputy, the two days or your passphrase are missing; nobody was named."),
                _("Fill in what is missing."),
                code="delegation-incomplete",
            )
        office = self.office

        def work(progress: Progress) -> Delegation:
            progress.step(0, 1, _("Sealing the naming"))
            seed = office.vault.unlock(office.user.id, passphrase).seal_seed
            days = date.fromisoformat(first), date.fromisoformat(last)
            return delegating.name_deputy(office.work, deputy, *days, reason, seed)

        self.runner.run(_("Sealing the naming"), work, self._after_naming)

    def _after_naming(self, delegation: Delegation) -> None:
        self.start_over()
        self.deed_sentence = _("{name} stands in for you from the first day on; it ends by itself.").format(
            name=self.names.get(delegation.deputy, "")
        )
        self.refresh()

    def end(self, delegation: Delegation) -> None:
        """End a delegation at once; what was decided stays decided."""
        delegating.withdraw(self.office.work, delegation.id)
        self.deed_sentence = _("Ended; what was decided meanwhile stays decided.")
        self.refresh()

    def open_inbox(self) -> None:
        """Back to the cases that wait."""
        self.open_place("decisions")
