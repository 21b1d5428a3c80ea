"""A short form for one step of a contribution: confirmed, reported, paid back, written off, refused on arrival."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from desktop.base.progress import Runner
from desktop.base.text import N_, _, pick
from desktop.base.values import Json
from desktop.presenters.form import FieldSpec, FormRows, InputKind, options, text_of
from desktop.presenters.held_form import HeldForm
from desktop.presenters.results.contribution_words import amount_words, quantity_words
from desktop.services.office.rights import Right, may
from desktop.services.registry import partners
from desktop.services.results import ledger
from desktop.services.results.ledger import RefusedGoods
from desktop.store.records import Contribution

if TYPE_CHECKING:
    from desktop.office import Office


class ContributionStep(StrEnum):
    """What becomes of a contribution, one short form each."""

    CONFIRM = "confirm"
    REPORT = "report"
    REFUND = "refund"
    WRITE_OFF = "write_off"
    REFUSE = "refuse"


TITLES: Mapping[str, str] = {
    ContributionStep.CONFIRM: N_("Since when is it confirmed?"),
    ContributionStep.REPORT: N_("When was it reported to the partner?"),
    ContributionStep.REFUND: N_("How much is paid back?"),
    ContributionStep.WRITE_OFF: N_("Why will the rest not come?"),
    ContributionStep.REFUSE: N_("What was refused on arrival?"),
}
BUTTONS: Mapping[str, str] = {
    ContributionStep.CONFIRM: N_("Record as confirmed"),
    ContributionStep.REPORT: N_("Record as reported"),
    ContributionStep.REFUND: N_("Record as paid back"),
    ContributionStep.WRITE_OFF: N_("Write off the rest"),
    ContributionStep.REFUSE: N_("Record as refused"),
}


class ContributionStepPresenter(HeldForm):
    """The step `step` of the contribution of this `id`."""

    shows = frozenset({"contribution", "partner"})

    record: Contribution

    def __init__(self, office: "Office", runner: Runner, id: str, step: str) -> None:  # noqa: A002
        super().__init__(office, runner)
        self.id, self.step = id, ContributionStep(step) if step in TITLES else ContributionStep.CONFIRM
        self.form_name = f"contribution:{self.step}:{id}"
        self._read()

    def _read(self) -> None:
        self.record = ledger.read(self.office.work, self.id)
        self.left = ledger.outstanding(self.office.work, self.id).left
        self.partner = partners.partner(self.office.store, self.record.partner_id).name

    def refresh(self) -> None:
        """Read it again."""
        self._read()
        self.changed()

    def arrive(self) -> None:
        self.changed()

    @property
    def editable(self) -> bool:
        """Whether this reader's role records contributions in this office."""
        return may(self.office.user, Right.DRAFT) and not self.office.is_hq

    @property
    def title(self) -> str:
        """What is asked."""
        return _(TITLES[self.step])

    @property
    def button(self) -> str:
        """What the filled button says."""
        return _(BUTTONS[self.step])

    @property
    def state(self) -> str:
        """Of which contribution, and of whom."""
        parts = (self.partner, self.record.description, amount_words(self.record), quantity_words(self.record))
        return " · ".join(part for part in parts if part)

    @property
    def rows(self) -> FormRows:
        """The fields of the step."""
        rules = self.office.definitions.contributions
        day = FieldSpec("on", InputKind.DATE, _("On which day"), required=_("Say on which day."))
        note = FieldSpec("note", InputKind.TEXT, _("In a few words"))
        reasons = rules.refusals if self.step == ContributionStep.REFUSE else rules.write_offs
        why = FieldSpec(
            "reason",
            InputKind.DROPDOWN,
            _("Why"),
            options=options((code, pick(label)) for code, label in reasons.items()),
            required=_("Choose a reason."),
            chars=0,
        )
        question = _("Say how much.")
        amount = FieldSpec(
            "amount", InputKind.NUMBER, _("Amount"), unit=self.record.currency, required=question, chars=14
        )
        count = FieldSpec("quantity", InputKind.NUMBER, _("How many"), unit=self.record.unit, chars=10, places=3)
        if self.step == ContributionStep.REFUND:
            return [[amount, day], [note]]
        if self.step == ContributionStep.WRITE_OFF:
            return [[why], [note]]
        if self.step == ContributionStep.REFUSE:
            return [[count, day], [why], [note]]
        return [[day]]

    @property
    def proposed(self) -> Mapping[str, Json]:
        """Today; of goods all that is expected."""
        left = (
            str(self.left)
            if self.step == ContributionStep.REFUSE and self.left is not None and self.record.quantity
            else ""
        )
        return {"on": self.office.work.today().strftime("%Y-%m-%d"), "quantity": left}

    def save(self) -> None:
        """Record the step, and go back to the contribution. Raises Problem where it cannot be."""
        typed, work = self.fields, self.office.work
        day, note, reason = (text_of(typed.get(name)) for name in ("on", "note", "reason"))
        on = date.fromisoformat(day) if day else work.today()
        if self.step == ContributionStep.CONFIRM:
            ledger.set_confirmed(work, self.id, on)
        elif self.step == ContributionStep.REPORT:
            ledger.set_reported(work, self.id, on)
        elif self.step == ContributionStep.REFUND:
            ledger.refund(work, self.id, text_of(typed.get("amount")), on, note)
        elif self.step == ContributionStep.WRITE_OFF:
            ledger.write_off(work, self.id, reason, note)
        else:
            ledger.refuse(work, RefusedGoods(reason, on, text_of(typed.get("quantity")), note, self.id))
        self.forget()
        self.open_contribution()

    def open_contribution(self) -> None:
        """Back to the contribution."""
        self.open_place("contribution", id=self.id)
