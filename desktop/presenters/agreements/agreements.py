"""The agreements of the office, from drafts to those signed."""

from dataclasses import dataclass

from desktop.base.dates import day_in_words
from desktop.base.numbers import format_money
from desktop.base.progress import Runner
from desktop.base.text import _, language, pick, plural, searchable
from desktop.office import Office
from desktop.presenters.presenter import Presenter
from desktop.presenters.record_labels import AGREEMENT_TONES
from desktop.services.agreements import lookup
from desktop.services.labels import STATES
from desktop.services.office.rights import Right, may
from desktop.store.records import Agreement, Partner
from desktop.store.states import AgreementState

UNSIGNED = (AgreementState.DRAFT, AgreementState.FINAL, AgreementState.PRINTED)


@dataclass(frozen=True)
class AgreementLine:
    """One agreement of the list."""

    id: str
    title: str
    note: str
    state: str
    tone: str


class AgreementsPresenter(Presenter):
    """Every agreement with its partner and its state; `filter` narrows by what is typed."""

    shows = frozenset({"agreement", "partner", "partnership"})

    def __init__(self, office: Office, runner: Runner) -> None:
        super().__init__(office, runner)
        self.search_text = ""
        self.lines: tuple[AgreementLine, ...] = ()
        self.total = 0
        self.waiting = 0
        self.may_draft = may(office.user, Right.DRAFT)

    def refresh(self) -> None:
        """Read the list again."""
        listed = lookup.listed(self.office.store)
        lines = [self._line(agreement, partner) for agreement, partner in listed]
        self.total = len(lines)
        self.waiting = sum(agreement.state in UNSIGNED for agreement, _partner in listed)
        search = searchable(self.search_text)
        self.lines = tuple(line for line in lines if search in searchable(f"{line.title} {line.note} {line.state}"))
        self.changed()

    def _line(self, agreement: Agreement, partner: Partner) -> AgreementLine:
        kind = self.office.definitions.agreements.get(agreement.type)
        parts = [
            agreement.reference,
            pick(kind.name) if kind else agreement.type,
            self._value(agreement),
            self._when(agreement),
        ]
        note = " · ".join(part for part in parts if part)
        return AgreementLine(
            agreement.id, partner.name, note, _(STATES[agreement.state]), AGREEMENT_TONES[agreement.state]
        )

    def _value(self, agreement: Agreement) -> str:
        value = agreement.content.get("contribution.value")
        if not isinstance(value, dict) or not value.get("amount"):
            return ""
        return format_money(value["amount"], value["currency"], language())

    def _when(self, agreement: Agreement) -> str:
        if agreement.state == AgreementState.DRAFT or not agreement.final_at:
            return ""
        day = day_in_words(agreement.final_at, language())
        return _("final since {day}").format(day=day)

    @property
    def state(self) -> str:
        """What is here, and how much of it is not signed yet."""
        if not self.total:
            return ""
        counted = plural("{count} agreement", "{count} agreements", self.total)
        if not self.waiting:
            return _("{counted}, all signed.").format(counted=counted)
        waiting = plural("{count} not signed yet", "{count} not signed yet", self.waiting)
        return _("{counted}, of which {waiting}.").format(counted=counted, waiting=waiting)

    def filter(self, text: str) -> None:
        """List only the agreements that contain this text."""
        self.search_text = text
        self.refresh()

    def open(self, agreement_id: str) -> None:
        """Go to an agreement."""
        self.open_place("agreement", id=agreement_id)

    def new(self) -> None:
        """Prepare another agreement."""
        self.open_place("new_agreement")
