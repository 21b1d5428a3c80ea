"""One contact with a partner: recorded once it took place, then shown with what became of each promise."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.base.dates import day_in_words, day_known
from desktop.base.files import write_safely
from desktop.base.progress import Progress, Runner
from desktop.base.text import N_, _, language
from desktop.base.values import Json
from desktop.presenters.form import FormRows
from desktop.presenters.held_form import HeldForm
from desktop.presenters.listing import ListColumn, Listing, RowCell
from desktop.presenters.mail_words import mail_sentence
from desktop.presenters.paper import PaperPresenter
from desktop.presenters.registry.meeting_form import WHOLE, meeting_rows, meeting_typed
from desktop.services.diligence import conditions
from desktop.services.labels import CHANNELS
from desktop.services.office.rights import Right, may
from desktop.services.partner_papers import mail_draft, meeting_record
from desktop.services.registry import meetings, partner_persons, partners, partnerships
from desktop.services.registry.meetings import KeptPromise, MeetingPage
from desktop.store.records import Partner, Partnership, Person
from desktop.store.states import Channel

if TYPE_CHECKING:
    from desktop.office import Office

COLUMNS = (
    ListColumn("by", N_("Who")),
    ListColumn("due", N_("By when")),
    ListColumn("state", N_("State")),
)


@dataclass(frozen=True)
class PromiseLine:
    """One line of who does what: `id` is its task, empty where no day was said."""

    id: str
    title: str
    note: str
    tone: str
    label: str
    cells: Mapping[str, RowCell]


class MeetingPresenter(HeldForm, PaperPresenter):
    """A new contact without an `id`, else the record of one."""

    shows = frozenset({"interaction", "task", "partner", "partnership", "person"})

    def __init__(self, office: "Office", runner: Runner, partner: str, id: str = "") -> None:  # noqa: A002
        super().__init__(office, runner)
        self.partner_id, self.id, self.form_name = partner, id, f"meeting:{partner}"
        self.listing = Listing(self, "meeting-promises", N_("Who does what by when"), COLUMNS, first_title=N_("What"))
        self._read()

    def refresh(self) -> None:
        """Read everything again."""
        self._read()
        self.changed()

    def arrive(self) -> None:
        self.changed()

    def _read(self) -> None:
        store, of = self.office.store, self.partner_id
        self.page: MeetingPage | None = meetings.read(self.office.work, self.id) if self.id else None
        self.partner: Partner = self.page.partner if self.page else partners.partner(store, of)
        # what only the form of a new one offers
        self.planned: Sequence[Partnership] = () if self.page else partnerships.of_partner(store, of)
        self.persons: Sequence[Person] = () if self.page else partner_persons.of_partner(store, of)

    @property
    def editable(self) -> bool:
        """Whether this reader's role records contacts."""
        return may(self.office.user, Right.REGISTER)

    # --- a new one

    @property
    def proposed(self) -> Mapping[str, Json]:
        """The day, the way, who writes, and the only partnership."""
        return {
            "happened_on": self.office.work.today().isoformat(),
            "channel": str(Channel.MEETING),
            "ours": [self.office.user.name],
            "partnership": self.planned[0].id if len(self.planned) == 1 else WHOLE,
        }

    @property
    def rows(self) -> FormRows:
        """The fields of a new one."""
        return meeting_rows(self.persons, self.planned)

    def record(self) -> None:
        """Record the contact and show it."""
        recorded = meetings.record(self.office.work, meeting_typed(self.partner_id, self.fields))
        self.forget()
        self.open_place("meeting", partner=self.partner_id, id=recorded.id)

    # --- one on record

    @property
    def title(self) -> str:
        """What it was about."""
        return self.page.meeting.subject if self.page else _("Record a contact")

    @property
    def state(self) -> str:
        """With whom and when, in one line."""
        if self.page is None:
            return _("With {name}. It goes to Headquarters with the next bundle.").format(name=self.partner.name)
        day = day_in_words(self.page.meeting.happened_on, language(), "long")
        return " · ".join((self.partner.name, day))

    @property
    def withdrawn(self) -> bool:
        """Whether it was taken back."""
        return self.page is not None and self.page.meeting.archived

    @property
    def facts(self) -> Sequence[tuple[str, str]]:
        """What is on record, name and value."""
        if self.page is None:
            return ()
        meeting, planned = self.page.meeting, self.page.partnership
        pairs = (
            (_("How"), _(CHANNELS[meeting.channel]) if meeting.channel else ""),
            (_("Place"), meeting.place),
            (_("Partnership"), planned.title if planned else ""),
            (_("For the partner"), ", ".join(meeting.theirs)),
            (_("For IOM"), ", ".join(meeting.ours)),
            (_("What was said"), meeting.text),
        )
        return [(name, value) for name, value in pairs if value]

    @property
    def lines(self) -> Sequence[PromiseLine]:
        """Who does what by when, and how far it is."""
        return [self._line(promised) for promised in self.page.promises] if self.page else ()

    def _line(self, promised: KeptPromise) -> PromiseLine:
        promise, today = promised.promise, self.office.work.today().isoformat()
        due = day_in_words(promise.due, language())
        tone, label = "neutral", _("To do")
        if promised.done_on:
            tone, label = "good", _("Done")
        elif promise.due and promise.due < today:
            tone, label = "bad", _("Overdue")
        cells = {"by": RowCell(promise.by), "due": RowCell(due, day_known(promise.due)), "state": RowCell(label)}
        note = " · ".join(part for part in (promise.by, due) if part)
        return PromiseLine(promised.task.id if promised.task else "", promise.what, note, tone, label, cells)

    @property
    def may_finish(self) -> bool:
        """Whether a line can be noted as done."""
        return self.editable and any(not promised.done_on and promised.task for promised in self._kept)

    @property
    def _kept(self) -> Sequence[KeptPromise]:
        return self.page.promises if self.page else ()

    def finish(self, task_id: str) -> None:
        """Note that something was done."""
        if self.editable and any(
            promised.task and promised.task.id == task_id and not promised.done_on for promised in self._kept
        ):
            conditions.finish(self.office.work, task_id)
            self.refresh()

    def withdraw(self, aside: bool) -> None:
        """Take the record back, or bring it back."""
        deed = meetings.withdraw if aside else meetings.restore
        deed(self.office.work, self.id)
        self.refresh()

    # --- elsewhere, and on paper

    def open_partner(self) -> None:
        """Back to the partner."""
        self.open_place("partner", id=self.partner_id, tab="contacts")

    def write_mail(self) -> None:
        """Ask where to keep a draft of an email to those who were there: thanks, and who does what by when."""
        work, name = self.office.work, self.partner.name.replace("/", "-")

        def write(path: Path) -> None:
            write_safely(path, mail_draft.to_meeting(work, self.id))
            self.tell(mail_sentence(path))

        self.asker.place_to_save(_("Email draft"), _("Email to {name}.eml").format(name=name), write)

    def prepare(self) -> None:
        """Prepare the next meeting."""
        self.open_place("briefing", partner=self.partner_id)

    @property
    def paper_name(self) -> str:
        """The name of the record as a file."""
        day = self.page.meeting.happened_on if self.page else ""
        return _("Meeting record {name} {day}.pdf").format(name=self.partner.name.replace("/", "-"), day=day)

    @property
    def paper_titles(self) -> tuple[str, str]:
        """What is said while it is drawn and saved."""
        return _("Drawing the record"), _("Save the record")

    def paper_draft(self) -> Callable[[Progress], bytes]:
        """The record as it stands now."""
        work, id_ = self.office.work, self.id
        return lambda progress: meeting_record.pdf(work, id_)
