"""One incident of a partner, or a change that re-opens its case: recorded, and what becomes of it."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from desktop.base.dates import day_in_words
from desktop.base.progress import Runner
from desktop.base.text import N_, CodeTable, _, language, pick
from desktop.definitions.follow_up import FollowUpKind, FrozenDeed
from desktop.presenters.diligence.incident_form import incident_rows, incident_typed
from desktop.presenters.form import FormRows, text_of
from desktop.presenters.form_draft import FormDraft
from desktop.presenters.held_form import HeldForm
from desktop.presenters.presenter import Confirmation
from desktop.services.diligence import cases, freezing, incidents
from desktop.services.diligence.freezing import EXPIRED, Freeze
from desktop.services.diligence.incidents import DueInformation, IncidentPage
from desktop.services.office import people
from desktop.services.office.rights import Right, may
from desktop.services.registry import partners, partnerships
from desktop.store.records import Partner, Partnership
from desktop.store.states import CaseState, IncidentEnd

if TYPE_CHECKING:
    from desktop.office import Office

DEEDS: Mapping[str, str] = CodeTable(
    {
        FrozenDeed.DRAFT: N_("No new agreement"),
        FrozenDeed.PACK: N_("No pack"),
        FrozenDeed.FINAL: N_("No final text, no signature"),
        FrozenDeed.RECEIPT: N_("No contribution received"),
    },
    "",
)
END_WORDS: Mapping[str, str] = CodeTable(
    {
        IncidentEnd.LIFTED: N_("The suspension was lifted."),
        IncidentEnd.UNCHANGED: N_("The decision stands as it was taken."),
        IncidentEnd.ENDED: N_("The partnership was ended."),
    },
    "",
)


class IncidentPresenter(HeldForm):
    """A new incident without an `id`; with a `kind` and a `partnership`, what the program noticed there by itself."""

    shows = frozenset({"incident", "partner", "partnership", "diligence_case", "decision", "clearance", "person"})

    def __init__(
        self,
        office: "Office",
        runner: Runner,
        partner: str,
        id: str = "",  # noqa: A002
        kind: str = "",
        partnership: str = "",
    ) -> None:
        super().__init__(office, runner)
        self.partner_id, self.id, self.noticed_kind, self.partnership_id = partner, id, kind, partnership
        self.form_name = f"incident-fields:{partner}"
        self._read()

    def refresh(self) -> None:
        """Read everything again."""
        self._read()
        self.changed()

    def arrive(self) -> None:
        self.changed()

    def _read(self) -> None:
        office = self.office
        self.partner: Partner = partners.partner(office.store, self.partner_id)
        self.planned: Sequence[Partnership] = partnerships.of_partner(office.store, self.partner_id)
        self.officers = people.names(office.store)
        self.freeze = self._freeze() if self.noticed_kind and not self.id else None
        if self.freeze is not None and self.freeze.incident is not None:
            self.id = self.freeze.incident.id
        self.page: IncidentPage | None = incidents.read(office.work, self.id) if self.id else None

    def _freeze(self) -> Freeze | None:
        standing_against = freezing.of_partnership(self.office.work, self.partnership_id) if self.partnership_id else ()
        return next((freeze for freeze in standing_against if freeze.kind == self.noticed_kind), None)

    # --- a new one

    @property
    def is_new(self) -> bool:
        """Whether the form is shown: nothing is recorded yet, and the program noticed nothing."""
        return self.page is None and self.freeze is None

    @property
    def typed(self) -> FormDraft:
        """What is typed into the form, or into the reason, and not recorded."""
        return self.form_draft(f"incident:{self.id or self.partner_id}:{self.noticed_kind}")

    @property
    def answering(self) -> FormDraft:
        """What is typed of who was told and of the reason, and not recorded."""
        return self.form_draft(f"incident-answer:{self.id or self.partner_id}:{self.noticed_kind}")

    @property
    def rows(self) -> FormRows:
        """The fields of a new one."""
        return incident_rows(self.office.definitions.follow_up, self.kind, self.planned)

    def record(self) -> None:
        """Record it and show it; from now on what its kind freezes is refused."""
        incident = incidents.record(self.office.work, incident_typed(self.partner_id, self.fields, self.planned))
        self.forget()
        self.deed_sentence = _("Recorded; it goes to the office with its next return.") if self.office.is_hq else ""
        self.open_place("incident", partner=self.partner_id, id=incident.id)

    # --- what is shown

    @property
    def kind(self) -> FollowUpKind | None:
        """What it is about; None while nobody has said."""
        if self.page is not None:
            return self.page.kind
        code = self.noticed_kind if self.freeze is not None else text_of(self.fields.get("kind"))
        return freezing.kind_of(self.office.work, code) if code and code != EXPIRED else None

    @property
    def title(self) -> str:
        """What it is about, in words."""
        if self.freeze is not None and self.freeze.kind == EXPIRED:
            return _("The decision has run out")
        return pick(self.kind.label) if self.kind is not None and not self.is_new else _("Report an incident")

    @property
    def state(self) -> str:
        """Where it stands, in one sentence."""
        if self.is_new:
            return _("With {name}. It takes a minute; what is frozen is said beside it.").format(name=self.partner.name)
        if self.page is not None and self.page.end:
            return f"{self.partner.name} · {_(END_WORDS[self.page.end])}"
        return f"{self.partner.name} · " + _("Frozen until somebody with the authority answers.")

    @property
    def is_ours(self) -> bool:
        """Whether it is an incident of this office: who was told of another one's is noted there."""
        return self.page is not None and self.page.incident.office in ("", self.office.store.identity.office)

    @property
    def is_over(self) -> bool:
        """Whether it was lifted or ended."""
        return self.page is not None and bool(self.page.end)

    @property
    def facts(self) -> Sequence[tuple[str, str]]:
        """What is on record, or what the program noticed."""
        if self.page is None:
            return [(_("Noticed by the program"), self.freeze.why)] if self.freeze is not None else []
        incident = self.page.incident
        recorder = self.officers.get(incident.recorded_by, "")
        if incident.hq_recorder:
            recorder = _("{name}, Headquarters").format(name=incident.hq_recorder)
        recorded = self._signed(recorder, incident.recorded_at)
        day = day_in_words(incident.happened_on, language(), "long") if incident.happened_on else ""
        pairs = [
            (_("What happened"), incident.summary),
            (_("Day"), day),
            (_("From"), incident.source),
            (
                _("Partnership"),
                self.page.partnership.title if incident.partnership_id and self.page.partnership else "",
            ),
            (_("Reported by"), recorded),
            (_("In confidence"), incident.account),
            (_("Case"), self.page.case.number if self.page.case is not None else ""),
            *self._ends(),
        ]
        return [(name, words) for name, words in pairs if words]

    def _ends(self) -> Sequence[tuple[str, str]]:
        incident = self.page.incident if self.page is not None else None
        if incident is None:
            return ()
        office = self._signed(self.officers.get(incident.ended_by, ""), incident.ended_at)
        ends = [
            (_("The office"), incident.ended, incident.ended_reason, office),
            (_("Headquarters"), incident.hq_ended, incident.hq_reason, self._signed(incident.hq_by, incident.hq_at)),
        ]
        return [
            (who, " ".join(part for part in (_(END_WORDS[how]), reason, f"({signed})") if part))
            for who, how, reason, signed in ends
            if how
        ]

    @staticmethod
    def _signed(name: str, at: str | None) -> str:
        return " · ".join(part for part in (name, day_in_words(at, language(), "long") if at else "") if part)

    @property
    def guidance(self) -> Sequence[tuple[str, str]]:
        """What stands beside the page: what to do first, what is frozen, who may lift it."""
        work, kind = self.office.work, self.kind
        if self.freeze is not None and self.freeze.kind == EXPIRED:
            return [(_("What to do"), self.freeze.first), (_("Frozen"), self._frozen(self.freeze.deeds))]
        if kind is None:
            return [
                (
                    _("What this does"),
                    _("What you choose says what is frozen at once, who is told, and who may lift it."),
                )
            ]
        needed = self.page.needed if self.page is not None else freezing.needed_role(work, kind.id, None)
        lifts = pick(work.definitions.authority.role(needed))
        passages = [
            (_("Before anything else"), pick(kind.first)),
            (_("Frozen"), self._frozen(kind.freezes)),
            (_("Who may lift it"), lifts),
        ]
        if kind.urgent:
            passages.append((_("Headquarters"), _("Send a bundle today: it is marked urgent.")))
        return passages

    @staticmethod
    def _frozen(deeds: frozenset[FrozenDeed]) -> str:
        return "\n".join(_(DEEDS[deed]) for deed in FrozenDeed if deed in deeds)

    # --- who is told

    @property
    def informed(self) -> Sequence[tuple[DueInformation, str, str]]:
        """Who is told: which role, and until when or by whose name and on which day."""
        role = self.office.definitions.authority.role
        return [
            (due, pick(role(due.role)), self._information(due)) for due in (self.page.informed if self.page else ())
        ]

    def _information(self, due: DueInformation) -> str:
        if due.name:
            day = day_in_words(due.on, language())
            return _("{name} was told on {day}.").format(name=due.name, day=day)
        if not due.by:
            return _("Not told yet.")
        return _("To tell by {day}.").format(day=day_in_words(due.by, language()))

    @property
    def to_inform(self) -> Sequence[tuple[str, str]]:
        """The roles that nobody was told in yet: code and words."""
        if self.is_over or not self.is_ours:
            return ()
        return [(due.role, role) for due, role, _words in self.informed if not due.name]

    def inform(self, role: str, name: str) -> None:
        """Note that somebody was told today."""
        incidents.inform(self.office.work, self.id, role, name, self.office.work.today())
        self.answering.recorded("name")
        self.refresh()

    # --- what becomes of it

    @property
    def may_lift(self) -> bool:
        """Whether this officer may lift it, or confirm the decision after a change."""
        if self.page is not None:
            return self.page.may_lift and not (self.page.end and self.page.end != IncidentEnd.ENDED)
        if self.freeze is None or self.freeze.kind == EXPIRED:
            return False
        ladder, officer = self.office.definitions.authority.ladder, self.office.user
        needed = freezing.needed_role(self.office.work, self.freeze.kind, None)
        able = officer.role in ladder and ladder.index(officer.role) >= ladder.index(needed)
        return able and may(officer, Right.DECIDE)

    @property
    def may_end(self) -> bool:
        """Whether this officer may end the partnership."""
        return self.page is not None and self.page.may_end and not self.page.end

    @property
    def why_not(self) -> str:
        """Who may lift it, where it is not this officer."""
        if self.is_new or self.may_lift or self.is_over:
            return ""
        if self.page is not None:
            return self.page.why_not
        return _("Pass it on: whoever may decide answers it on this page.") if self._is_noticed else ""

    @property
    def _is_noticed(self) -> bool:
        return self.freeze is not None and self.freeze.kind != EXPIRED

    @property
    def may_pass_on(self) -> bool:
        """Whether what the program noticed can be made a record, for Headquarters too."""
        return self.page is None and self._is_noticed and not self.may_lift

    @property
    def way_back(self) -> str:
        """What the button of the way back says."""
        noticed = self.freeze is not None or (self.page is not None and self.page.incident.fingerprint)
        return _("The decision stands") if noticed else _("Lift the suspension")

    def lift(self, reason: str) -> None:
        """The way back: the suspension is lifted, or the decision confirmed for what the program noticed."""
        how = IncidentEnd.LIFTED
        if self.page is None and self.freeze is not None:
            self.id = incidents.take_up(self.office.work, self.freeze, self.freeze.why).id
        if self.freeze is not None or (self.page is not None and self.page.incident.fingerprint):
            how = IncidentEnd.UNCHANGED
        incidents.end(self.office.work, self.id, how, reason)
        self.answering.drop()
        self.deed_sentence = _(END_WORDS[how])
        self.freeze = None
        self.refresh()

    def end(self, reason: str) -> None:
        """The way out, asked about first: agreements in force end with the partnership."""
        question = Confirmation(
            _("End the partnership with {name}?").format(name=self.partner.name),
            _("Its agreements in force end today, and nothing more can be signed or received."),
            _("End the partnership"),
            _("Cancel"),
            grave=True,
        )
        self.asker.confirm(question, lambda: self._end(reason))

    def _end(self, reason: str) -> None:
        incidents.end(self.office.work, self.id, IncidentEnd.ENDED, reason)
        self.answering.drop()
        self.deed_sentence = _(END_WORDS[IncidentEnd.ENDED])
        self.refresh()

    def pass_on(self) -> None:
        """Make a record of what the program noticed."""
        if self.freeze is not None:
            self.id = incidents.take_up(self.office.work, self.freeze, self.freeze.why).id
            self.deed_sentence = _("Recorded. It goes to Headquarters with the next bundle.")
            self.refresh()

    # --- elsewhere

    @property
    def may_reopen(self) -> bool:
        """Whether the due diligence can be done again because of it."""
        if self.is_new or self.is_over or not self.planned or not may(self.office.user, Right.ANSWER):
            return False
        case = self.page.case if self.page is not None else None
        return case is None or case.state != CaseState.OPEN

    def reopen(self) -> None:
        """Open the case anew, or go on with the one that is open, and show it."""
        office = self.office
        if self.page is not None:
            case = incidents.reopen(office.work, self.id)
        else:
            planned = next(row for row in self.planned if row.id == self.partnership_id)
            case = cases.open_case(office.work, office.definitions.form, planned)
        self.open_place("diligence", case=case.id)

    def open_case(self) -> None:
        """Go to the case that was opened because of it."""
        if self.page is not None and self.page.case is not None:
            self.open_place("diligence", case=self.page.case.id)

    def open_partner(self) -> None:
        """Back to the partner."""
        self.open_place("partner", id=self.partner_id)
