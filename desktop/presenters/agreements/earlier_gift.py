"""What a partner gave before the office worked with the program: one page to type it."""

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from desktop.base import places
from desktop.base.places import DOLLARS
from desktop.base.progress import Runner
from desktop.base.text import _, language
from desktop.base.values import Json
from desktop.presenters.form import FieldSpec, FormRows, InputKind, options, text_of
from desktop.presenters.held_form import HeldForm
from desktop.presenters.partner_labels import CONTRIBUTIONS
from desktop.services.agreements import earlier
from desktop.services.agreements.earlier import GivenBefore
from desktop.services.office.rights import Right, may
from desktop.services.registry import partners, partnerships
from desktop.store.states import ContributionKind

if TYPE_CHECKING:
    from desktop.office import Office


class EarlierGiftPresenter(HeldForm):
    """A short form; what is recorded counts, and no receipt is made of it."""

    shows = frozenset({"partner", "partnership"})

    def __init__(self, office: "Office", runner: Runner, partner: str) -> None:
        super().__init__(office, runner)
        self.partner_id, self.form_name = partner, f"earlier-gift:{partner}"
        self._read()

    def refresh(self) -> None:
        """Read the partner again."""
        self._read()
        self.changed()

    def arrive(self) -> None:
        self.changed()

    def _read(self) -> None:
        self.partner = partners.partner(self.office.store, self.partner_id).name
        self.planned = partnerships.of_partner(self.office.store, self.partner_id)

    @property
    def may_record(self) -> bool:
        """Whether this reader's role records what was given before."""
        return may(self.office.user, Right.REGISTER) and not self.office.is_hq

    @property
    def state(self) -> str:
        """By whom."""
        return _("By {name}. It counts in the sums of its year.").format(name=self.partner)

    @property
    def rows(self) -> FormRows:
        """The fields."""
        described = FieldSpec("description", InputKind.TEXT, _("What arrived"), required=_("Say what arrived."))
        day = FieldSpec("received_on", InputKind.DATE, _("On which day"), required=_("Say on which day it arrived."))
        kinds = options((str(kind), _(CONTRIBUTIONS[kind][0])) for kind in ContributionKind)
        kind = FieldSpec("kind", InputKind.DROPDOWN, _("Kind of contribution"), options=kinds, chars=0)
        money = options((code, code) for code, _name in places.currencies(language()))
        worth = FieldSpec("worth", InputKind.MONEY, _("What it was worth"), options=money, currency_alone=True)
        count = FieldSpec("quantity", InputKind.NUMBER, _("How many"), chars=10, places=3)
        unit = FieldSpec("unit", InputKind.TEXT, _("Of what"), _("Cartons, rooms, days…"), chars=16)
        about = options((partnership.id, partnership.title) for partnership in self.planned)
        under = FieldSpec("partnership", InputKind.DROPDOWN, _("Under which partnership"), options=about, chars=36)
        notes = FieldSpec("notes", InputKind.AREA, _("Notes"), lines=2)
        return [[described], [kind, day], [worth], [count, unit], *([[under]] if self.planned else []), [notes]]

    @property
    def proposed(self) -> Mapping[str, Json]:
        """Money in dollars, and the only partnership."""
        only = self.planned[0].id if len(self.planned) == 1 else ""
        return {
            "kind": str(ContributionKind.CASH),
            "worth": {"amount": "", "currency": DOLLARS},
            "partnership": only,
        }

    def record(self) -> None:
        """Record it, and go to the partner's page."""
        typed_fields = self.fields
        worth = typed_fields.get("worth")
        amount = text_of(worth.get("amount")) if isinstance(worth, dict) else ""
        currency = text_of(worth.get("currency")) if isinstance(worth, dict) else ""
        quantity = text_of(typed_fields.get("quantity"))
        gift = GivenBefore(
            self.partner_id,
            text_of(typed_fields.get("description")),
            text_of(typed_fields.get("received_on")),
            ContributionKind(text_of(typed_fields.get("kind"))),
            Decimal(amount) if amount else None,
            currency or DOLLARS,
            Decimal(quantity) if quantity else None,
            text_of(typed_fields.get("unit")),
            text_of(typed_fields.get("notes")),
            text_of(typed_fields.get("partnership")),
        )
        earlier.record_gift(self.office.work, gift)
        self.forget()
        self.open_partner()

    def open_partner(self) -> None:
        """To the partner, among its agreements."""
        self.open_place("partner", id=self.partner_id, tab="agreements")
