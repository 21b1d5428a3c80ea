"""The words for what partners and partnerships are made of: codes and choices."""

from collections.abc import Mapping

from desktop.base import places
from desktop.base.dates import day_in_words
from desktop.base.text import N_, UNKNOWN, CodeTable, language, pick
from desktop.definitions.answers import is_day
from desktop.definitions.strategy import Strategy
from desktop.definitions.terms import PartnerGroup
from desktop.store.states import ContributionKind, Feature, PersonRole

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
    "high_impact": N_("Its activity weighs heavily on the environment"),
}
ROLES: Mapping[str, str] = CodeTable(
    {
        PersonRole.OWNER: N_("Owner"),
        PersonRole.DIRECTOR: N_("Director"),
        PersonRole.SIGNATORY: N_("Signatory"),
        PersonRole.CONTACT: N_("Contact"),
    },
    UNKNOWN,
)
CONTRIBUTIONS: Mapping[str, tuple[str, str]] = {
    ContributionKind.CASH: (N_("Money"), ""),
    ContributionKind.GOODS: (N_("Goods"), ""),
    ContributionKind.SERVICES: (N_("Services or staff time"), ""),
}
GOODS = {
    "medicines": N_("Medicines or medical supplies"),
    "food": N_("Food"),
    "it": N_("Computers, telephones, software"),
    "vehicles": N_("Vehicles"),
    "other": N_("Other goods"),
}
# What rules ask of a partnership; each opens questions or clauses of its own.
FEATURES: Mapping[str, tuple[str, str]] = {
    Feature.LOGO: (N_("The partner will use IOM’s name or emblem"), N_("On a package, a site, a poster, a report.")),
    Feature.WORKS: (N_("Something will be written, created or invented together"), N_("A study, a film, software.")),
    Feature.PUBLIC: (N_("The partnership will be announced to the public"), N_("Press, social networks, ceremony.")),
    Feature.SALES: (
        N_("The gift depends on sales to the public"),
        N_("For example, a share of the price of a product."),
    ),
    Feature.PERSONAL_DATA: (N_("The partner will receive personal data"), N_("Names, telephone numbers, photographs.")),
    Feature.BENEFICIARY_CONTACT: (N_("The partner’s people will meet beneficiaries"), ""),
    Feature.CHILDREN: (N_("Children are among these beneficiaries"), ""),
    Feature.EVENT: (N_("It is only an event, attended or sponsored"), ""),
    Feature.MATCHING_FUNDS: (N_("IOM or another party adds money of its own"), ""),
    Feature.OTHER_PARTIES: (N_("A government, an NGO or another party also takes part"), ""),
    Feature.OTHER_LIST_REQUIRED: (N_("A donor or the host country requires a further sanctions list"), ""),
}


_SCREENED = N_(
    "Owners, directors and signatories are screened: their birth dates and nationalities avoid false matches."
)
_BEHIND = (_SCREENED, N_("Nobody yet. Add at least the owners, the directors and the person who signs."))
PERSONS: Mapping[str, tuple[str, str]] = CodeTable(
    {
        PartnerGroup.ENTERPRISE: _BEHIND,
        PartnerGroup.FOUNDATION: _BEHIND,
        PartnerGroup.INDIVIDUAL: (
            N_("Who acts for this person, and the family where it gives together; all of them are screened."),
            N_("Nobody else. Add a member of the family who gives too, or whoever signs or speaks in their place."),
        ),
        PartnerGroup.PUBLIC: (
            N_("Only who runs the campaign: nobody who gives is recorded by name (¶28)."),
            N_("Nobody yet. Add the person who runs the campaign."),
        ),
    },
    _BEHIND,
)  # what is said above the persons behind a partner, and where there are none


def group_name(strategy: Strategy, code: str) -> str:
    """A target group of ¶28."""
    return next((pick(group.label) for group in strategy.groups if group.id == code), "")


def fact_name(strategy: Strategy, group: str, fact: str) -> str:
    """What a fact of a partner is called in a target group, where that is not what it is called elsewhere; or empty."""
    words = strategy.group(group).words
    return pick(words[fact]) if fact in words else ""


def subtype_name(strategy: Strategy, code: str) -> str:
    """A sub-type of footnotes 11 to 14."""
    return next((pick(subtype.label) for subtype in strategy.subtypes if subtype.id == code), "")


def stage_name(strategy: Strategy, code: str) -> str:
    """A stage of the pipeline, or one of its exits."""
    labels = {stage.id: stage.label for stage in strategy.stages} | {way.id: way.label for way in strategy.exits}
    return pick(labels[code]) if code in labels else ""


def country(code: str) -> str:
    """A country in the language now spoken."""
    return places.country_name(code, language())


def place(city: str, code: str) -> str:
    """A city and its country."""
    return ", ".join(part for part in (city, country(code)) if part)


def typed_date(text: str) -> str:
    """A whole day as it is typed; a year or a month as it is stored."""
    return day_in_words(text, language(), "short") if is_day(text) else text
