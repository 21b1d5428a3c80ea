"""The note before a meeting with a partner: what is typed of the meeting, and what the program knows beside it."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from desktop.base.progress import Progress, Runner
from desktop.base.text import _
from desktop.base.values import Json
from desktop.presenters.form import FormRows, text_of
from desktop.presenters.registry.meeting_form import plan_rows, plan_typed
from desktop.presenters.written_paper import WrittenPaper
from desktop.services.partner_papers import briefing, in_short
from desktop.services.partner_papers.in_short import PartnerInShort
from desktop.services.registry import partner_persons
from desktop.store.records import Person

if TYPE_CHECKING:
    from desktop.office import Office

BROUGHT_ALONG = {"on": "happened_on", "place": "place", "theirs": "theirs", "ours": "ours", "why": "subject"}


class BriefingPresenter(WrittenPaper):
    """What is typed stays on this machine until the meeting is recorded: nothing of a plan is a record."""

    shows = frozenset(
        {
            *("partner", "person", "partnership", "diligence_case", "decision", "clearance", "agreement"),
            *("interaction", "task", "incident", "contribution"),
        }
    )

    def __init__(self, office: "Office", runner: Runner, partner: str) -> None:
        super().__init__(office, runner)
        self.partner_id, self.form_name = partner, f"briefing:{partner}"
        self._read()

    def refresh(self) -> None:
        """Read everything again."""
        self._read()
        self.changed()

    def arrive(self) -> None:
        self.changed()

    def _read(self) -> None:
        self.in_short: PartnerInShort = in_short.read(self.office.work, self.partner_id)
        self.persons: Sequence[Person] = partner_persons.of_partner(self.office.store, self.partner_id)

    # --- what is typed

    @property
    def proposed(self) -> Mapping[str, Json]:
        """Who goes."""
        return {"ours": [self.office.user.name]}

    @property
    def rows(self) -> FormRows:
        """The fields."""
        return plan_rows(self.persons)

    # --- what is shown beside it

    @property
    def title(self) -> str:
        """What the page is."""
        return _("Prepare a meeting")

    @property
    def state(self) -> str:
        """With whom, and that nothing is recorded."""
        return _("With {name}. The note is for IOM alone; nothing is recorded before the meeting took place.").format(
            name=self.in_short.name
        )

    @property
    def passages(self) -> Sequence[tuple[str, str]]:
        """What the note says by itself, heading and text."""
        promised = [in_short.promise_in_words(promised) for promised in self.in_short.promises]
        passages = (
            (_("What not to say"), briefing.cautions(self.office.work, self.in_short)),
            (_("What was promised"), promised),
            (_("What is open"), self.in_short.open),
        )
        return [(heading, "\n".join(f"• {line}" for line in lines)) for heading, lines in passages if lines]

    # --- on paper, and afterwards

    @property
    def paper_name(self) -> str:
        """The name of the note as a file."""
        return _("Briefing note {name}.pdf").format(name=self.in_short.name.replace("/", "-"))

    @property
    def paper_titles(self) -> tuple[str, str]:
        """What is said while it is drawn and saved."""
        return _("Drawing the note"), _("Save the note")

    def paper_draft(self) -> Callable[[Progress], bytes]:
        """The note as it stands now."""
        work, partner_id, plan = self.office.work, self.partner_id, plan_typed(self.fields)
        return lambda progress: briefing.pdf(work, partner_id, plan)

    def word_draft(self) -> Callable[[], bytes]:
        """The note as a Word file."""
        return partial(briefing.docx, self.office.work, self.partner_id, plan_typed(self.fields))

    def record(self) -> None:
        """The meeting took place: go to its record, and take along what was typed here."""
        typed = self.held(self.form_name)
        brought = {to: typed[key] for key, to in BROUGHT_ALONG.items() if typed.get(key)}
        if text_of(brought.get("happened_on")) > self.office.work.today().isoformat():
            del brought["happened_on"]
        name = f"meeting:{self.partner_id}"
        self.hold(name, {**brought, **self.held(name)})
        self.open_place("meeting", partner=self.partner_id)

    def open_partner(self) -> None:
        """Back to the partner."""
        self.open_place("partner", id=self.partner_id, tab="contacts")
