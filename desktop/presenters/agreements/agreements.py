"""The agreements of the office, from drafts to those signed."""

from dataclasses import dataclass

from desktop.base.dates import day_in_words
from desktop.base.numbers import format_money
from desktop.base.progress import Runner
from desktop.base.text import _, folded, language, pick, plural
from desktop.office import Office
from desktop.presenters.presenter import Presenter
from desktop.services.agreements import lookup
from desktop.services.labels import STATES
from desktop.services.office.rights import Right, may
from desktop.store.records import Agreement, Partner

TONES = {"draft": "neutral", "final": "info", "printed": "info", "active": "good", "ended": "neutral"}


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
        self.typed = ""
        self.lines: tuple[AgreementLine, ...] = ()
        self.total = 0
        self.waiting = 0
        self.may_draft = may(office.user, Right.DRAFT)

    def refresh(self) -> None:
        """Read the list again."""
        found = lookup.listed(self.office.store)
        lines = [self._line(kept, partner) for kept, partner in found]
        self.total = len(lines)
        self.waiting = sum(kept.state in ("draft", "final", "printed") for kept, _partner in found)
        words = folded(self.typed)
        self.lines = tuple(each for each in lines if words in folded(f"{each.title} {each.note} {each.state}"))
        self.changed()

    def _line(self, kept: Agreement, partner: Partner) -> AgreementLine:
        kind = self.office.definitions.agreements.get(kept.type)
        parts = [kept.reference, pick(kind.name) if kind else kept.type, self._value(kept), self._when(kept)]
        note = " · ".join(part for part in parts if part)
        return AgreementLine(kept.id, partner.name, note, _(STATES[kept.state]), TONES[kept.state])

    def _value(self, kept: Agreement) -> str:
        value = kept.content.get("contribution.value")
        if not isinstance(value, dict) or not value.get("amount"):
            return ""
        return format_money(value["amount"], value["currency"], language())

    def _when(self, kept: Agreement) -> str:
        if kept.state == "draft" or not kept.final_at:
            return ""
        day = day_in_words(kept.final_at, language())
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

    def filter(self, typed: str) -> None:
        """Show only what holds these words."""
        self.typed = typed
        self.refresh()

    def open(self, agreement_id: str) -> None:
        """Go to an agreement."""
        self.open_place("agreement", id=agreement_id)

    def new(self) -> None:
        """Prepare another agreement."""
        self.open_place("new_agreement")
