"""The words for what partners and partnerships are made of: names of fields, codes and choices."""

from collections.abc import Mapping
from typing import Any

from desktop.base import places
from desktop.base.numbers import format_date, format_number
from desktop.base.text import N_, _, language, pick
from desktop.definitions.strategy import Strategy

FIELDS = {
    "name": N_("Legal name"),
    "other_names": N_("Other names"),
    "group": N_("Target group"),
    "subtype": N_("Kind"),
    "country": N_("Country"),
    "city": N_("Town"),
    "address": N_("Address"),
    "registration": N_("Registration number"),
    "lei": N_("LEI"),
    "website": N_("Website"),
    "email": N_("Email address"),
    "phone": N_("Telephone"),
    "sectors": N_("Sectors"),
    "employees": N_("People employed"),
    "founded": N_("Founded"),
    "brought_by": N_("Brought by"),
    "owner": N_("Followed by"),
    "supplier": N_("Supplier of IOM"),
    "supplier_note": N_("Purchase concerned"),
    "summary": N_("What it does"),
    "stage": N_("Stage"),
    "next_action": N_("Next action"),
    "next_action_on": N_("Day of the next action"),
    "archived": N_("Archived"),
    "archived_reason": N_("Reason for putting away"),
    "parent_id": N_("Parent company"),
    "traits": N_("Particular traits"),
    "notes": N_("Notes"),
    "title": N_("Title"),
    "purpose": N_("Common purpose"),
    "aims": N_("Aims"),
    "type": N_("Type"),
    "other_types": N_("Further types"),
    "agreement_type": N_("Type of agreement"),
    "value": N_("Value"),
    "currency": N_("Currency"),
    "value_usd": N_("Value in US dollars"),
    "themes": N_("Themes"),
    "countries": N_("Countries of the activities"),
    "emergency": N_("Emergency"),
    "features": N_("What it involves"),
    "goods_kinds": N_("Kinds of goods"),
    "contribution_kinds": N_("What the partner brings"),
    "starts_on": N_("Start"),
    "ends_on": N_("End"),
    "roles": N_("Roles"),
    "birth_date": N_("Date of birth"),
    "nationality": N_("Nationality"),
    "document": N_("Identity document"),
    "share": N_("Share held"),
    "state": N_("State"),
    "outcome": N_("Outcome"),
    "opinion": N_("Opinion"),
    "opinion_reason": N_("Reason"),
    "reference": N_("Reference"),
    "signed_on": N_("Signed on"),
}
SECTORS = {
    "agriculture": N_("Agriculture and food"),
    "construction": N_("Construction"),
    "extractives": N_("Mines, oil and gas"),
    "garments": N_("Garments and textiles"),
    "land_fishing": N_("Land and fishing concessions"),
    "logging": N_("Logging"),
    "palm_oil": N_("Palm oil"),
    "pharmaceuticals": N_("Pharmaceuticals"),
    "infant_formula": N_("Infant formula"),
    "private_security": N_("Private security"),
    "recruitment": N_("Recruitment and placement"),
    "domestic_work": N_("Domestic work"),
    "surveillance": N_("Surveillance technology"),
    "crypto": N_("Crypto-assets"),
    "other": N_("Another sector"),
}
TRAITS = {
    "state_owned": N_("A State holds the majority"),
    "corporate_funder": N_("Funded by a company"),
    "high_impact": N_("Its work weighs heavily on the environment"),
}
ROLES = {
    "owner": N_("Owner"),
    "director": N_("Director"),
    "signatory": N_("Signatory"),
    "contact": N_("Contact"),
}
CONTRIBUTIONS = {
    "cash": (N_("Money"), ""),
    "goods": (N_("Goods"), ""),
    "services": (N_("Services or staff time"), ""),
}
GOODS = {
    "medicines": N_("Medicines or medical supplies"),
    "food": N_("Food"),
    "it": N_("Computers, telephones, software"),
    "vehicles": N_("Vehicles"),
    "other": N_("Other goods"),
}
# What rules ask of a partnership; each opens questions or clauses of its own.
FEATURES = {
    "logo": (N_("The partner will use IOM’s name or emblem"), N_("On a package, a site, a poster, a report.")),
    "public": (N_("The partnership will be announced to the public"), N_("Press, social networks, ceremony.")),
    "sales": (N_("The gift depends on sales to the public"), N_("For instance a share of the price of a product.")),
    "event": (N_("It is only an event, attended or sponsored"), ""),
    "personal_data": (N_("The partner will receive personal data"), N_("Names, telephone numbers, photographs.")),
    "beneficiary_contact": (N_("The partner’s people will meet beneficiaries"), ""),
    "children": (N_("Children are among these beneficiaries"), ""),
    "matching_funds": (N_("IOM or another party adds money of its own"), ""),
    "works": (N_("Something will be written, made or invented together"), N_("A study, a film, software.")),
    "other_parties": (N_("A government, an NGO or another party also takes part"), ""),
    "other_list_required": (N_("A donor or the host country requires a further sanctions list"), ""),
}


def field_name(name: str) -> str:
    """The label of a field; a field that has none is named as it is kept."""
    return _(FIELDS[name]) if name in FIELDS else name


def group_name(strategy: Strategy, code: str) -> str:
    """A target group of ¶28."""
    return next((pick(one.label) for one in strategy.groups if one.id == code), "")


def subtype_name(strategy: Strategy, code: str) -> str:
    """A sub-type of footnotes 11 to 14."""
    return next((pick(one.label) for one in strategy.subtypes if one.id == code), "")


def stage_name(strategy: Strategy, code: str) -> str:
    """A stage of the pipeline, or one of its exits."""
    named = {one.id: one.label for one in strategy.stages} | {one.id: one.label for one in strategy.exits}
    return pick(named[code]) if code in named else ""


def type_name(strategy: Strategy, code: str) -> str:
    """A type of partnership of ¶29."""
    return next((pick(one.label) for one in strategy.types if one.id == code), "")


def country(code: str) -> str:
    """A country in the language now spoken."""
    return places.country_name(code, language()) if code else ""


def place(city: str, code: str) -> str:
    """A town and its country."""
    return ", ".join(part for part in (city, country(code)) if part)


def partial_date(text: str) -> str:
    """A day, or a year that is all one knows."""
    from datetime import date

    return format_date(date.fromisoformat(text), language(), "long") if len(text) == 10 else text


def shown(strategy: Strategy, field: str, value: Any, officers: Mapping[str, str]) -> str:
    """A field's value as a person reads it; lists are parted by commas."""
    if value in (None, "", [], {}):
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(shown(strategy, field, one, officers) for one in value if not isinstance(one, dict))
    if isinstance(value, dict):
        return ""
    return _worded(strategy, field, str(value), officers)


def _worded(strategy: Strategy, field: str, value: str, officers: Mapping[str, str]) -> str:
    tables: dict[str, Mapping[str, str]] = {
        "sectors": SECTORS,
        "traits": TRAITS,
        "roles": ROLES,
        "goods_kinds": GOODS,
        "contribution_kinds": {key: words for key, (words, _note) in CONTRIBUTIONS.items()},
        "features": {key: words for key, (words, _note) in FEATURES.items()},
    }
    if field in tables:
        return _(tables[field][value]) if value in tables[field] else value
    if field in ("country", "countries", "nationality"):
        return country(value)
    if field == "owner":
        return officers.get(value, "")
    named = {
        "group": group_name,
        "subtype": subtype_name,
        "stage": stage_name,
        "type": type_name,
        "other_types": type_name,
    }
    if field in named:
        return named[field](strategy, value) or value
    if field in ("next_action_on", "starts_on", "ends_on", "founded", "birth_date", "signed_on"):
        return partial_date(value)
    return value


def typed_date(text: str) -> str:
    """A whole day as it is typed; a year or a month as it is kept."""
    from datetime import date

    return format_date(date.fromisoformat(text), language(), "short") if len(text) == 10 else text


def whole_number(value: int | None) -> str:
    """A count as the language writes it."""
    return "" if value is None else format_number(value, language())
