"""What becomes of a signed agreement: what is due, and how it is suspended, ended, renewed or amended."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from desktop.base.dates import day_in_words, day_known
from desktop.base.errors import Problem
from desktop.base.files import write_safely
from desktop.base.text import N_, _, language, plural
from desktop.definitions.follow_up import FrozenDeed
from desktop.presenters.agreements.open_agreement import AgreementStep, OpenAgreement
from desktop.presenters.form_draft import FormDraft
from desktop.presenters.listing import ListColumn, Listing, RowCell
from desktop.presenters.presenter import Confirmation
from desktop.presenters.record_labels import ENDINGS
from desktop.services.agreements import calendar_file, living
from desktop.services.agreements.living import AgreementLife, LifeState
from desktop.services.diligence import conditions
from desktop.services.labels import STATES
from desktop.services.results import lessons
from desktop.store.records import Agreement, Task
from desktop.store.states import AgreementEnd

COLUMNS = (ListColumn("due", N_("Due on")), ListColumn("state", N_("State")))
SUSPENDED = N_("Suspended")
STOPPED: Mapping[FrozenDeed, str] = {
    FrozenDeed.DRAFT: N_("No other agreement is begun for this partnership."),
    FrozenDeed.FINAL: N_("None is made final, printed or filed as signed."),
    FrozenDeed.RECEIPT: N_("No contribution is recorded as received."),
}
LABELS: Mapping[LifeState, str] = {
    LifeState.SIGNED: N_("Signed, not yet in force"),
    LifeState.SUSPENDED: SUSPENDED,
    LifeState.OVER: N_("Past its last day"),
}
TONES: Mapping[LifeState, str] = {LifeState.SIGNED: "info", LifeState.SUSPENDED: "warn", LifeState.OVER: "warn"}


@dataclass(frozen=True)
class DueLine:
    """One obligation as a list shows it."""

    id: str
    title: str
    note: str
    tone: str
    label: str
    cells: Mapping[str, RowCell]


@dataclass(frozen=True)
class FollowingLine:
    """An agreement that amends or renews the open one."""

    id: str
    title: str
    label: str


class AgreementFollowUp:
    """The life of the open agreement, as it was when it was read."""

    def __init__(self, agreement: OpenAgreement) -> None:
        self._agreement = agreement
        self.listing = Listing(agreement, "obligations", N_("What is due"), COLUMNS, first_title=N_("What is asked"))
        self.life = AgreementLife(LifeState.UNSIGNED, (), (), (), {})
        self.saved: Path | None = None
        self.has_taught = False  # whether a lesson of its partnership is on record

    def read(self) -> None:
        """Read what became of the agreement; where only its state is shown, tell that from the day."""
        work, composition = self._agreement.office.work, self._agreement.composition
        state = living.state_on(composition, work.today())
        if state is not LifeState.UNSIGNED and self._agreement.step in (AgreementStep.PLAN, AgreementStep.LIFE):
            self.life = living.read(work, composition)
            self.has_taught = lessons.taught(work, composition.agreement.partnership_id)
        else:
            self.life = AgreementLife(state, (), (), (), {})

    # --- what is shown

    @property
    def mark(self) -> tuple[str, str] | None:
        """Tone and label where the day says more than the record; else None."""
        state = self.life.state
        return (TONES[state], _(LABELS[state])) if state in LABELS else None

    @property
    def state(self) -> str:
        """Where the agreement stands, in a sentence or two."""
        agreement, today = self._agreement.composition.agreement, self._agreement.office.work.today()
        if self.life.state is LifeState.UNSIGNED:
            return _("Once the signed copy is on file, what the agreement asks for by a day stands here and on Today.")
        if self.life.state is LifeState.ENDED:
            how, on = _(ENDINGS[agreement.ended_how]), day_in_words(agreement.ended_on or "", language(), "long")
            sentence = _("Ended on {day}: {how}.").format(day=on, how=how)
            return f"{sentence} {agreement.ended_reason}".strip()
        if self.life.state is LifeState.SUSPENDED:
            on = day_in_words(agreement.suspended_on or "", language(), "long")
            why = _("Suspended since {day}: {reason}").format(day=on, reason=agreement.suspended_reason)
            why = why if why.endswith((".", "!", "?")) else f"{why}."
            frozen = self._agreement.office.work.definitions.follow_up.suspension.freezes
            stops = [_(sentence) for deed, sentence in STOPPED.items() if deed in frozen]
            return " ".join((why, *stops, _("The partner makes no use of the name or emblem of IOM.")))
        sentences = {
            LifeState.SIGNED: _("Signed; it enters into force on its first day."),
            LifeState.OVER: _("Its last day has passed: close it, or renew it."),
        }
        late = sum(1 for task in self._open if task.due_on and task.due_on < today.isoformat())
        sentence = sentences.get(self.life.state, _("In force."))
        if late:
            overdue = plural("{count} obligation is overdue.", "{count} obligations are overdue.", late)
            return f"{sentence} {overdue}"
        return sentence

    @property
    def _open(self) -> tuple[Task, ...]:
        return tuple(task for task in self.life.tasks if task.done_on is None)

    @property
    def note(self) -> str:
        """How much is still to be done, for the plan."""
        if self.life.state is LifeState.UNSIGNED:
            return ""
        count = len(self._open)
        return plural("{count} due", "{count} due", count) if count else ""

    @property
    def lines(self) -> tuple[DueLine, ...]:
        """What is due, by day."""
        return tuple(map(self._line, self.life.tasks))

    def _line(self, task: Task) -> DueLine:
        due, today = task.due_on or "", self._agreement.office.work.today().isoformat()
        written = day_in_words(due, language())
        if living.has_lapsed(task):
            tone, label = "neutral", _("Lapsed")
            note = _("Lapsed on {day}, done by nobody").format(day=day_in_words(task.done_on, language()))
        elif task.done_on:
            done = day_in_words(task.done_on, language())
            who = self.life.names.get(task.done_by, "")
            tone, label = "good", _("Done")
            note = _("Done on {day} by {name}").format(day=done, name=who) if who else done
        else:
            tone, label = ("bad", _("Overdue")) if due < today else ("neutral", _("To do"))
            note = self.life.names.get(task.owner, "")
        cells = {"due": RowCell(written, day_known(due)), "state": RowCell(label)}
        return DueLine(task.id, task.what, " · ".join(part for part in (written, note) if part), tone, label, cells)

    @property
    def following(self) -> tuple[FollowingLine, ...]:
        """The agreements that amend and renew it."""
        pairs = ((self.life.amendments, N_("Amendment {reference}")), (self.life.renewals, N_("Renewal {reference}")))
        return tuple(self._follows(successor, sentence) for agreements, sentence in pairs for successor in agreements)

    def _follows(self, agreement: Agreement, sentence: str) -> FollowingLine:
        title = _(sentence).format(reference=agreement.reference).strip()
        return FollowingLine(agreement.id, title, _(STATES[agreement.state]))

    @property
    def is_signed(self) -> bool:
        """Whether a signed copy is on file, from which everything here follows."""
        return self.life.state is not LifeState.UNSIGNED

    @property
    def in_force(self) -> bool:
        """Whether it is signed and goes on, and this reader may change that."""
        running = self.is_signed and self.life.state is not LifeState.ENDED
        return running and self._agreement.may_draft

    @property
    def has_ended(self) -> bool:
        """Whether it is closed."""
        return self.life.state is LifeState.ENDED

    @property
    def is_suspended(self) -> bool:
        """Whether it is suspended."""
        return self.life.state is LifeState.SUSPENDED

    @property
    def can_renew(self) -> bool:
        """Whether an agreement that follows it can be begun: not while it is suspended."""
        return self.is_signed and not self.is_suspended and self._agreement.may_draft

    @property
    def lacks_tasks(self) -> bool:
        """Whether an earlier version of the program filed it, which wrote no task."""
        return self.in_force and not self.life.tasks

    @property
    def endings(self) -> tuple[tuple[str, str], ...]:
        """How an agreement may end: code and words."""
        return tuple((code.value, _(ENDINGS[code])) for code in AgreementEnd)

    @property
    def can_receive(self) -> bool:
        """Whether what arrives is recorded under it: in force, and not suspended."""
        return self.in_force and not self.is_suspended and self.life.state is not LifeState.SIGNED

    # --- deeds

    def receive(self) -> None:
        """To the form of what arrived."""
        self._agreement.open_place("arrival", agreement=self._agreement.id)

    def open_contributions(self) -> None:
        """To what was promised and received under it."""
        self._agreement.open_place("contributions", agreement=self._agreement.id)

    def open_visibility(self) -> None:
        """To the names and emblems that are shown for its partnership."""
        agreement = self._agreement.composition.agreement
        self._agreement.open_place("visibility", partnership=agreement.partnership_id)

    @property
    def asks_lesson(self) -> bool:
        """Whether it has ended or is past its last day, and nobody wrote down what its partnership taught."""
        is_over = self.life.state in (LifeState.ENDED, LifeState.OVER)
        return is_over and self._agreement.may_draft and not self._agreement.office.is_hq and not self.has_taught

    def record_lesson(self) -> None:
        """To the form of what its partnership taught."""
        agreement = self._agreement.composition.agreement
        self._agreement.open_place("lesson", partnership=agreement.partnership_id, agreement=agreement.id)

    @property
    def change_draft(self) -> FormDraft:
        """What is typed of a suspension or an end."""
        return self._agreement.form_draft(f"life:{self._agreement.id}")

    def finish(self, task_id: str) -> None:
        """Note that an obligation was met."""
        if self._agreement.may_draft and any(task.id == task_id for task in self._open):
            conditions.finish(self._agreement.office.work, task_id)
            self._agreement.refresh()

    def plan(self) -> None:
        """Write the tasks of an agreement that was filed before the program knew them."""
        living.plan(self._agreement.office.work, self._agreement.id)
        self._agreement.refresh()

    def suspend(self, on: date | None, reason: str) -> None:
        """Suspend the agreement."""
        if self._has_day(on) and on is not None:
            self._do(lambda: living.suspend(self._agreement.office.work, self._agreement.id, on, reason))

    def resume(self) -> None:
        """Take it up again."""
        living.resume(self._agreement.office.work, self._agreement.id)
        self._agreement.refresh()

    def ask_to_end(self, how: str, on: date | None, reason: str) -> None:
        """Ask once more, then end the agreement."""
        if not self._has_day(on) or on is None:
            return
        question = Confirmation(
            _("End the agreement?"),
            _("What it still asks for after that day is dropped; it is not taken up again."),
            _("End it"),
            _("Not yet"),
        )
        work, agreement_id = self._agreement.office.work, self._agreement.id
        deed = lambda: living.end(work, agreement_id, AgreementEnd(how), on, reason)  # noqa: E731
        self._agreement.asker.confirm(question, lambda: self._do(deed))

    def _has_day(self, on: date | None) -> bool:
        if on is None:
            what, then = _("The day is missing; nothing was changed."), _("Say since when.")
            self._agreement.refuse(Problem(what, then, code="life-without-day"))
        return on is not None

    def _do(self, deed: Callable[[], None]) -> None:
        try:
            deed()
        except Problem as problem:
            self._agreement.refuse(problem)
            return
        self.change_draft.drop()
        self._agreement.problem = None
        self._agreement.refresh()

    def renew(self) -> None:
        """Begin the agreement that follows, and go to it."""
        renewed = living.renew(self._agreement.office.work, self._agreement.id)
        self._agreement.open_place("agreement", id=renewed.id, step="parties")

    @property
    def can_amend(self) -> bool:
        """Whether an amendment can be begun: of an agreement in force, not suspended, and not of an amendment."""
        return self.in_force and not self.is_suspended and not self._agreement.composition.agreement.amends

    def amend(self) -> None:
        """Begin an amendment, and go to it."""
        amendment = living.amend(self._agreement.office.work, self._agreement.id)
        self._agreement.open_place("agreement", id=amendment.id, step="parties")

    def open(self, agreement_id: str) -> None:
        """Go to an amendment or a renewal."""
        self._agreement.open_place("agreement", id=agreement_id)

    def save_calendar(self) -> None:
        """Ask where to write the calendar file."""
        agreement = self._agreement.composition.agreement
        name = f"{(agreement.reference or agreement.id[:6].upper()).replace('/', '-')}.ics"
        self._agreement.asker.place_to_save(_("Save the calendar"), name, self._write_calendar)

    def _write_calendar(self, path: Path) -> None:
        target = path if path.suffix.lower() == ".ics" else path.with_name(f"{path.name}.ics")
        write_safely(target, calendar_file.write(self._agreement.office.work, [self._agreement.id]))
        self.saved = target
        self._agreement.changed()
