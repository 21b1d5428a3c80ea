"""The declared vocabulary of facts: everything a rule may read, and what it is.

Facts are nested mappings, `{"partner": {"group": "ENT"}}`; `nested` makes them from dotted names. A fact that is
not known is left out. A rule that reads an undeclared name is a mistake that the tests over all definitions find.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

# Types: text, code, codes (a list), number, amount (text decimal, USD), yesno, date (ISO text), map (answers by id)


@dataclass(frozen=True, slots=True)
class Fact:
    """One name of the vocabulary. `values` are the codes it may hold, when they are a closed list."""

    name: str
    type: str
    about: str
    values: tuple[str, ...] = ()


GROUPS = ("ENT", "FOA", "HNW", "PUB")  # ¶28
SUBTYPES = (  # ¶28, footnotes 11 to 14
    *("multinational", "large_national", "micro", "small", "medium", "public_enterprise", "cooperative"),
    *("chamber", "platform", "coalition", "forum", "foundation", "association", "network", "diaspora"),
    *("person", "family", "public"),
)
TYPES = ("ADV", "INN", "RES", "IMP")  # ¶29 a to d
AGREEMENTS = ("LTR", "LOI", "MOU", "FRA", "CON", "INK", "PBS", "LIC", "SPO", "IMP", "SEC")  # dossier 3.1
TIERS = ("basic", "standard", "enhanced")  # dossier 2.1
LEVELS = ("low", "medium", "high", "excluded", "incomplete")  # dossier 2.5
SECTORS = (  # the high-risk list of question C06, and two sectors that questions ask about
    *("extractives", "palm_oil", "logging", "land_fishing", "private_security", "garments", "construction"),
    *("domestic_work", "recruitment", "pharmaceuticals", "infant_formula", "surveillance", "crypto"),
    *("agriculture", "other"),
)
LISTS = ("un", "un_procurement", "world_bank", "other")  # questions B01 to B04


def _all() -> Iterable[Fact]:
    yield Fact("today", "date", "the day on which the rule is read")
    yield Fact("emergency", "yesno", "a sudden-onset emergency has been declared for this file")
    yield Fact("partner.group", "code", "target group of ¶28", GROUPS)
    yield Fact("partner.subtype", "code", "sub-type, footnotes 11 to 14", SUBTYPES)
    yield Fact("partner.country", "code", "ISO 3166 country of registration or residence")
    yield Fact("partner.employees", "number", "people employed")
    yield Fact("partner.founded", "date", "day of founding or registration")
    yield Fact("partner.sectors", "codes", "sectors of activity", SECTORS)
    yield Fact("partner.corporate_funder", "yesno", "a foundation or association funded by a company")
    yield Fact("partner.supplier", "yesno", "already sells to IOM, or is likely to bid")
    yield Fact("partner.high_impact", "yesno", "its work weighs heavily on the environment")
    yield Fact("partnership.type", "code", "main type of ¶29", TYPES)
    yield Fact("partnership.aims", "codes", "aims of ¶15", ("a", "b", "c", "d"))
    yield Fact("partnership.value_usd", "amount", "value of everything the partner brings, USD")
    yield Fact("partnership.source_12_months_usd", "amount", "gifts of this partner in the last 12 months, USD")
    yield Fact("partnership.months", "number", "length in months")
    yield Fact("partnership.cash", "yesno", "money is given")
    yield Fact("partnership.goods", "yesno", "goods are given")
    yield Fact("partnership.services", "yesno", "services are given free of charge")
    yield Fact(
        "partnership.goods_kinds", "codes", "what the goods are", ("medicines", "food", "it", "vehicles", "other")
    )
    yield Fact("partnership.logo", "yesno", "IOM's name or emblem is used by the partner")
    yield Fact("partnership.public", "yesno", "the partnership is announced to the public")
    yield Fact("partnership.event", "yesno", "only an event is attended or sponsored")
    yield Fact("partnership.personal_data", "yesno", "the partner receives personal data")
    yield Fact("partnership.beneficiary_contact", "yesno", "the partner's people meet beneficiaries")
    yield Fact("partnership.works", "yesno", "something is written, made or invented together")
    yield Fact("partnership.countries", "codes", "ISO 3166 countries of the activities")
    yield Fact("partnership.office_income_share", "number", "percent of the office's yearly income it would make")
    yield Fact("partnership.other_list_required", "yesno", "a donor or the host country requires a further list")
    yield Fact("agreement.type", "code", "type of agreement", AGREEMENTS)
    yield Fact("agreement.months", "number", "length in months")
    yield Fact("office.country", "code", "ISO 3166 country of the office")
    yield Fact("office.conflict", "yesno", "the country is affected by conflict")
    yield Fact("office.people", "number", "people in the office who may act in the file")
    yield Fact("office.lists", "codes", "further sanctions lists installed by the office")
    for list_ in LISTS:
        yield Fact(f"screening.{list_}.age_days", "number", f"age of {list_} when it was screened")
    yield Fact("diligence.tier", "code", "depth of the due diligence", TIERS)
    yield Fact("diligence.raised_tier", "code", "depth chosen by an officer, never below the computed one", TIERS)
    yield Fact("diligence.level", "code", "inherent level", LEVELS)
    yield Fact("diligence.residual", "code", "level after accepted measures", LEVELS)
    yield Fact("diligence.adhoc", "yesno", "the file takes the path of ¶23")
    yield Fact("diligence.conditions", "codes", "conditions of the decision")
    yield Fact("diligence.deciding", "codes", "questions that decide the level")
    yield Fact("diligence.cost", "code", "level of the question of the role `cost`, for the grid of benefits", LEVELS)
    yield Fact("diligence.high_answers", "codes", "questions rated high")
    yield Fact("diligence.remedy", "yesno", "an answer opens the remedy plan")
    yield Fact("limits.warn_days", "number", "age from which a sanctions list is announced as old")
    yield Fact("limits.stale_days", "number", "age beyond which a sanctions list supports no decision")
    yield Fact("limits.standard_usd", "amount", "value from which a gift needs standard depth, USD")
    yield Fact("limits.enhanced_usd", "amount", "value over which depth is enhanced, USD")
    yield Fact("limits.adhoc_months", "number", "length in months beyond which the path of ¶23 is closed")
    yield Fact("measures", "list", "agreed measures: section, what, owner, date, clause, accepted")
    yield Fact("answers", "map", "answers of the questionnaire: answers.F01 is the value given to F01")


VOCABULARY: Mapping[str, Fact] = {fact.name: fact for fact in _all()}


def undeclared(names: Iterable[str]) -> tuple[str, ...]:
    """The names that nothing declares; `answers.X` and a rule's own `answer` are checked by the form."""
    return tuple(sorted(name for name in names if not _declared(name)))


def _declared(name: str) -> bool:
    return name in VOCABULARY or name == "answer" or name.startswith(("answers.", "answer.", "kind."))


def nested(flat: Mapping[str, Any]) -> dict[str, Any]:
    """`{"partner.group": "ENT"}` as the nested mapping that rules read."""
    facts: dict[str, Any] = {}
    for name, value in flat.items():
        *owners, last = name.split(".")
        inner = facts
        for owner in owners:
            inner = inner.setdefault(owner, {})
        inner[last] = value
    return facts
