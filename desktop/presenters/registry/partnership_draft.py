"""What is typed about a partnership, and what one answer says about another."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from desktop.base.places import DOLLARS
from desktop.base.values import Json, JsonObject
from desktop.presenters.form import text_of, texts_of
from desktop.services.registry import dollars
from desktop.services.registry.partners import set_fields
from desktop.store.records import Partnership
from desktop.store.states import ContributionKind, Feature, Visibility


@dataclass(frozen=True)
class PartnershipDraft:
    """The fields of the form, named as those of the record. Amounts are decimal text, days ISO text; "" is none."""

    title: str = ""
    purpose: str = ""
    aims: tuple[str, ...] = ()
    type: str = ""
    other_types: tuple[str, ...] = ()
    level: str = ""
    form: str = ""
    moments: tuple[str, ...] = ()
    contribution_kinds: tuple[str, ...] = ()
    goods_kinds: tuple[str, ...] = ()
    value: str = ""
    currency: str = DOLLARS
    value_usd: str = ""
    features: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    starts_on: str = ""
    ends_on: str = ""
    emergency: bool = False
    agreement_type: str = ""
    visibility: str = Visibility.MEMBERS.value
    visibility_reason: str = ""

    @classmethod
    def of(cls, record: Partnership) -> "PartnershipDraft":
        """What a partnership holds."""
        draft = cls().with_stored({name: getattr(record, name) for name in NAMES})
        return replace(draft, value_usd=dollars.known(record) or "")

    def with_stored(self, stored: JsonObject) -> "PartnershipDraft":
        """The same with fields as a record or a draft stores them."""
        return replace(self, **{name: _read(name, value) for name, value in stored.items() if name in NAMES})

    def stored(self) -> dict[str, Json]:
        """All fields as a record and a draft store them: lists, and None for an amount or a day that is not known."""
        return {name: _written(name, getattr(self, name)) for name in NAMES}

    def record(self, partner_id: str) -> Partnership:
        """A new partnership of this partner."""
        partnership = Partnership(partner_id=partner_id)
        set_fields(partnership, self.stored())
        return partnership

    def with_field(self, key: str, value: Json) -> "PartnershipDraft":
        """The same with one field of the form answered anew, and what that answer says about others."""
        if key == "value" and isinstance(value, Mapping):
            draft = replace(self, value=text_of(value["amount"]), currency=text_of(value["currency"]))
        else:
            draft = self.with_stored({key: value})
        return draft if draft == self else draft.following(key)

    def following(self, key: str) -> "PartnershipDraft":
        """Dollars go with one amount; no goods have no kinds; children are among beneficiaries; a type is once."""
        match key:
            case "value":  # dollars go with one amount in one currency
                return replace(self, value_usd=self.value if self.currency == DOLLARS else "")
            case "contribution_kinds" if not self.has_goods:
                return replace(self, goods_kinds=())
            case "features" if not self.meets_beneficiaries:
                return replace(
                    self, features=tuple(feature for feature in self.features if feature != Feature.CHILDREN)
                )
            case "type":
                return replace(self, other_types=tuple(code for code in self.other_types if code != self.type))
        return self

    @property
    def has_goods(self) -> bool:
        """Whether goods are given."""
        return ContributionKind.GOODS in self.contribution_kinds

    @property
    def meets_beneficiaries(self) -> bool:
        """Whether the partner's people meet beneficiaries."""
        return Feature.BENEFICIARY_CONTACT in self.features

    @property
    def needs_usd(self) -> bool:
        """Whether the value must also be told in US dollars, in which limits are written."""
        return bool(self.value) and self.currency != DOLLARS


NAMES = tuple(field.name for field in fields(PartnershipDraft))
UNKNOWN_AS_NONE = frozenset({"value", "value_usd", "starts_on", "ends_on"})


def _read(name: str, value: Json) -> Any:
    match getattr(PartnershipDraft, name):  # the default tells the type
        case bool():
            return value is True
        case tuple():
            return tuple(texts_of(value))
        case _:
            return text_of(value)


def _written(name: str, value: str | bool | tuple[str, ...]) -> Json:
    if isinstance(value, tuple):
        return list(value)
    return value or None if name in UNKNOWN_AS_NONE else value
