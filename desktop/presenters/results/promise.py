"""A promise, written down as soon as somebody made it: six fields; the rest is told when it is corrected."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from desktop.base import places
from desktop.base.errors import Problem
from desktop.base.places import DOLLARS
from desktop.base.progress import Runner
from desktop.base.text import _, language, pick
from desktop.base.values import Json
from desktop.presenters.agreements.contribution_fields import (
    another_field,
    details_of,
    details_rows,
    details_typed,
    twin_words,
)
from desktop.presenters.form import FieldSpec, FormRows, InputKind, options, text_of
from desktop.presenters.results.about_partner import AboutPartner
from desktop.services.office.rights import Right, may
from desktop.services.results import ledger
from desktop.services.results.ledger import ContributionDetails, NewPromise
from desktop.store.records import Contribution

if TYPE_CHECKING:
    from desktop.office import Office


class PromisePresenter(AboutPartner):
    """A new promise without an `id`, of a `partner` or `like` another contribution; else the one on record."""

    shows = frozenset({"contribution", "partner"})

    def __init__(
        self,
        office: "Office",
        runner: Runner,
        id: str = "",  # noqa: A002
        partner: str = "",
        like: str = "",
    ) -> None:
        super().__init__(office, runner)
        self.id, self.about, self.like = id, partner, like
        self.form_name = f"promise:{id or like or partner or 'new'}"
        self._read()
        self.find()

    def _read(self) -> None:
        before = self.id or self.like
        self.before: Contribution | None = ledger.read(self.office.work, before) if before else None
        self.read_partner()

    @property
    def own_partner(self) -> str:
        return self.before.partner_id if self.before is not None else self.about

    def refresh(self) -> None:
        """Read everything again."""
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
        """What the page does."""
        return _("Correct the promise") if self.id else _("New promise")

    @property
    def state(self) -> str:
        """Of whom."""
        return self.partner.name if self.partner is not None else _("Who promises what, and by when.")

    # --- the form

    @property
    def _form(self) -> str:
        return text_of(self.fields.get("form"))

    @property
    def rows(self) -> FormRows:
        """The fields."""
        rules = self.office.definitions.contributions
        chosen = rules.by_form.get(self._form)
        partner = FieldSpec("partner_name", InputKind.TEXT, _("Partner"), live=True)
        form = FieldSpec(
            "form",
            InputKind.DROPDOWN,
            _("Form"),
            options=options((own.id, pick(own.label)) for own in rules.forms),
            required=_("Say what is given."),
            chars=0,
        )
        what = FieldSpec("description", InputKind.TEXT, _("What is promised"), required=_("Write it in a few words."))
        money = options((code, code) for code, _name in places.currencies(language()))
        worth = FieldSpec("worth", InputKind.MONEY, _("What it is worth"), options=money, currency_alone=True)
        count = FieldSpec("quantity", InputKind.NUMBER, _("How many"), chars=10, places=3)
        unit = FieldSpec("unit", InputKind.TEXT, _("Of what"), _("Cartons, rooms, days…"), chars=16)
        day = FieldSpec("promised_on", InputKind.DATE, _("Promised on"), required=_("Say on which day."))
        due = FieldSpec("due_on", InputKind.DATE, _("Expected by"))
        reference = FieldSpec(
            "reference", InputKind.TEXT, _("Reference"), _("Of the letter, the invoice, the transfer.")
        )
        in_kind = chosen is not None and chosen.is_in_kind
        return [
            *([] if self.partner is not None else [[partner]]),
            [form, worth],
            [what],
            *([[count, unit]] if in_kind else []),
            [day, due],
            [reference],
            *([[another_field(self.twin)]] if self.twin else []),
            *(details_rows(self.office.definitions) if self.id else []),
        ]

    @property
    def twin(self) -> str:
        """Another contribution with the reference that is typed, in words; empty for none."""
        return twin_words(self.office.work, text_of(self.fields.get("reference")), self.id)

    @property
    def proposed(self) -> Mapping[str, Json]:
        """What is on record; for a new one today, in the money of the country, or like another one."""
        before, office = self.before, self.office
        if before is None:
            own = places.currency_of(office.profile.country) or DOLLARS
            return {
                "form": next(form.id for form in office.definitions.contributions.forms),
                "worth": {"amount": "", "currency": own},
                "promised_on": office.work.today().strftime("%Y-%m-%d"),
            }
        shown_fields: Mapping[str, Json] = {
            "form": office.definitions.contributions.form_of(before.form, str(before.kind)).id,
            "description": before.description,
            "worth": {"amount": before.amount or "", "currency": before.currency},
            "quantity": before.quantity or "",
            "unit": before.unit,
            "promised_on": office.work.today().strftime("%Y-%m-%d"),
        }
        if not self.id:
            return shown_fields
        return {
            **shown_fields,
            "promised_on": before.promised_on or "",
            "due_on": before.due_on or "",
            "reference": before.reference,
            **details_typed(before),
        }

    def save(self) -> None:
        """Record it, and go to its page. Raises Problem where something lacks, and for a partner who was not chosen."""
        typed = self.fields
        if self.partner is None:
            raise Problem(
                _("No partner of the register is chosen; nothing was recorded."),
                _("Type its name and choose it below the form."),
                code="promise-partner-not-chosen",
            )
        worth = typed.get("worth")
        money = worth if isinstance(worth, Mapping) else {}
        corrected = self.before if self.id else None
        like = self.before
        new = NewPromise(
            partner_id=self.partner.id,
            form=self._form,
            description=text_of(typed.get("description")),
            promised_on=text_of(typed.get("promised_on")),
            amount=text_of(money.get("amount")),
            currency=text_of(money.get("currency")) or DOLLARS,
            due_on=text_of(typed.get("due_on")),
            partnership_id=(like.partnership_id or "") if like is not None else "",
            agreement_id=(like.agreement_id or "") if like is not None else "",
            quantity=text_of(typed.get("quantity")),
            unit=text_of(typed.get("unit")),
            details=details_of(
                typed, ContributionDetails.of(corrected or like) if like is not None else None, bool(corrected)
            ),
        )
        work, another = self.office.work, typed.get("another") is True
        if self.id:
            ledger.correct_promise(work, self.id, new, another)
        else:
            self.id = ledger.promise(work, new, another).id
        self.forget()
        self.open_place("contribution", id=self.id)

    def open_back(self) -> None:
        """Where somebody came from."""
        if self.id:
            self.open_place("contribution", id=self.id)
        elif self.about:
            self.open_place("partner", id=self.about, tab="agreements")
        else:
            self.open_place("contributions")
