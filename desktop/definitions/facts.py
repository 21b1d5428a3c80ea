"""The declared vocabulary of facts: everything a rule may read, and what it is.

A fact that is not known is left out. A rule that reads an undeclared name is a mistake that the tests over all
definitions find.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Self, TypeAlias

from desktop.base.text import LANGUAGES
from desktop.definitions.terms import AgreementCode, Depth, Level, PartnerGroup, PartnershipCode

FactValue: TypeAlias = "str | int | float | Decimal | Sequence[FactValue] | Mapping[str, FactValue] | None"


def empty(value: FactValue) -> bool:
    """Whether a fact says nothing: absent, blank, or an empty list."""
    return value is None or value == "" or value == [] or (isinstance(value, str) and not value.strip())


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a case or of an agreement: nested values, `{"partner": {"group": "ENT"}}`, read by dotted path.

    Never changed: `with_` and `with_all` give other facts, and copy no more of the tree than the branches they touch.
    """

    tree: Mapping[str, FactValue]

    @classmethod
    def of(cls, flat: Mapping[str, FactValue]) -> Self:
        """The facts of these dotted names, `{"partner.group": "ENT"}`."""
        return cls({}).with_all(flat)

    def get(self, path: str) -> FactValue:
        """The fact at a dotted path, or None. Over a list the path reads every row: `findings.status`."""
        return self.at(path.split("."))

    def at(self, names: Sequence[str]) -> FactValue:
        """The same for a path that is already cut at its dots, as rules hold it: they are read at every keystroke."""
        reached: FactValue = self.tree
        for name in names:
            reached = _member(reached, name)
        return reached

    def branch(self, path: str) -> Mapping[str, FactValue]:
        """A fact that should be a mapping; an empty one where it is anything else."""
        return _mapping(self.get(path))

    def rows(self, path: str) -> tuple["Facts", ...]:
        """A fact that should be a list of rows; what is no row counts as an empty one."""
        rows = self.get(path)
        return tuple(Facts(_mapping(row)) for row in rows) if isinstance(rows, list | tuple) else ()

    def texts(self, path: str) -> tuple[str, ...]:
        """A fact that should be a list of texts or codes; none where it is anything else."""
        texts = self.get(path)
        return tuple(text for text in texts if isinstance(text, str)) if isinstance(texts, list | tuple) else ()

    def with_(self, path: str, value: FactValue) -> Self:
        """These facts with one of them set."""
        return self.with_all({path: value})

    def with_all(self, flat: Mapping[str, FactValue]) -> Self:
        """These facts with some of them set, by their dotted names."""
        copies: _Copies = {(): dict(self.tree)}
        for path, value in flat.items():
            *owners, last = path.split(".")
            _copied(copies, tuple(owners))[last] = value
        return type(self)(copies[()])


_Copies = dict[tuple[str, ...], dict[str, FactValue]]  # the branches that were copied, by their path


def _copied(copies: _Copies, path: tuple[str, ...]) -> dict[str, FactValue]:
    """The copy of the branch at a path, made when it is first needed."""
    if path not in copies:
        above = _copied(copies, path[:-1])
        copies[path] = above[path[-1]] = dict(_mapping(above.get(path[-1])))
    return copies[path]


def _member(owner: FactValue, name: str) -> FactValue:
    if isinstance(owner, dict | Mapping):  # a plain one is told in a tenth of the time
        return owner.get(name)
    if isinstance(owner, list | tuple):
        return [row[name] for row in owner if isinstance(row, Mapping) and row.get(name) is not None]
    return None


def _mapping(value: FactValue) -> Mapping[str, FactValue]:
    return value if isinstance(value, Mapping) else {}


# Types: text, code, codes (a list), number, amount (text decimal, USD), yesno, date (ISO text), map (answers by id)


@dataclass(frozen=True, slots=True)
class DeclaredFact:
    """One name of the vocabulary. `values` are the codes it may hold, when they are a closed list."""

    name: str
    type: str
    about: str
    values: tuple[str, ...] = ()


GROUPS = tuple(PartnerGroup)
SUBTYPES = (  # ¶28, footnotes 11 to 14
    *("multinational", "large_national", "micro", "small", "medium", "public_enterprise", "cooperative"),
    *("chamber", "platform", "coalition", "forum", "foundation", "association", "network", "diaspora"),
    *("person", "family", "public"),
)
TYPES = tuple(PartnershipCode)
AGREEMENTS = tuple(AgreementCode)
TIERS = tuple(Depth)
LEVELS = (Level.LOW, Level.MEDIUM, Level.HIGH, Level.EXCLUDED, Level.INCOMPLETE)
SECTORS = (  # the high-risk list of question C06, and two sectors that questions ask about
    *("extractives", "palm_oil", "logging", "land_fishing", "private_security", "garments", "construction"),
    *("domestic_work", "recruitment", "pharmaceuticals", "infant_formula", "surveillance", "crypto"),
    *("agriculture", "other"),
)
LISTS = ("un", "un_procurement", "world_bank", "other")  # questions B01 to B04


def _all() -> Iterable[DeclaredFact]:
    yield DeclaredFact("today", "date", "the day on which the rule is read")
    yield DeclaredFact("emergency", "yesno", "a sudden-onset emergency has been declared for this file")
    yield DeclaredFact("partner.group", "code", "target group of ¶28", GROUPS)
    yield DeclaredFact("partner.subtype", "code", "sub-type, footnotes 11 to 14", SUBTYPES)
    yield DeclaredFact("partner.country", "code", "ISO 3166 country of registration or residence")
    yield DeclaredFact("partner.employees", "number", "people employed")
    yield DeclaredFact("partner.founded", "date", "day of founding or registration")
    yield DeclaredFact("partner.sectors", "codes", "sectors of activity", SECTORS)
    yield DeclaredFact("partner.corporate_funder", "yesno", "a foundation or association funded by a company")
    yield DeclaredFact("partner.supplier", "yesno", "already sells to IOM, or is likely to bid")
    yield DeclaredFact("partner.high_impact", "yesno", "its work weighs heavily on the environment")
    yield DeclaredFact("partnership.type", "code", "main type of ¶29", TYPES)
    yield DeclaredFact("partnership.aims", "codes", "aims of ¶15", ("a", "b", "c", "d"))
    yield DeclaredFact("partnership.valued", "yes", "a value of what the partner brings is written")
    yield DeclaredFact("partnership.value_usd", "amount", "value of everything the partner brings, USD")
    yield DeclaredFact("partnership.source_12_months_usd", "amount", "gifts of this partner in the last 12 months, USD")
    yield DeclaredFact("partnership.months", "number", "length in months")
    yield DeclaredFact("partnership.cash", "yesno", "money is given")
    yield DeclaredFact("partnership.goods", "yesno", "goods are given")
    yield DeclaredFact("partnership.services", "yesno", "services are given free of charge")
    yield DeclaredFact(
        "partnership.goods_kinds", "codes", "what the goods are", ("medicines", "food", "it", "vehicles", "other")
    )
    yield DeclaredFact("partnership.logo", "yesno", "IOM's name or emblem is used by the partner")
    yield DeclaredFact("partnership.public", "yesno", "the partnership is announced to the public")
    yield DeclaredFact("partnership.event", "yesno", "only an event is attended or sponsored")
    yield DeclaredFact("partnership.personal_data", "yesno", "the partner receives personal data")
    yield DeclaredFact("partnership.beneficiary_contact", "yesno", "the partner's people meet beneficiaries")
    yield DeclaredFact("partnership.sales", "yesno", "products are sold for the partnership")
    yield DeclaredFact("partnership.children", "yesno", "children are concerned")
    yield DeclaredFact("partnership.matching_funds", "yesno", "IOM or a third party adds money")
    yield DeclaredFact("partnership.other_parties", "yesno", "further parties take part")
    yield DeclaredFact("partnership.works", "yesno", "something is written, made or invented together")
    yield DeclaredFact("partnership.countries", "codes", "ISO 3166 countries of the activities")
    yield DeclaredFact(
        "partnership.office_income_share", "number", "percent of the office's yearly income it would make"
    )
    yield DeclaredFact(
        "partnership.other_list_required", "yesno", "a donor or the host country requires a further list"
    )
    yield DeclaredFact("agreement.type", "code", "type of agreement", AGREEMENTS)
    yield DeclaredFact("agreement.months", "number", "length in months")
    yield DeclaredFact("agreement.languages", "codes", "languages in which it is written", LANGUAGES)
    yield DeclaredFact("office.country", "code", "ISO 3166 country of the office")
    yield DeclaredFact("office.conflict", "yesno", "the country is affected by conflict")
    yield DeclaredFact("office.people", "number", "people in the office who may act in the file")
    yield DeclaredFact("office.lists", "codes", "further sanctions lists installed by the office")
    for list_ in LISTS:
        yield DeclaredFact(f"screening.{list_}.age_days", "number", f"age of {list_} when it was screened")
    yield DeclaredFact("diligence.tier", "code", "depth of the due diligence", TIERS)
    yield DeclaredFact(
        "diligence.raised_tier", "code", "depth chosen by an officer, never below the computed one", TIERS
    )
    yield DeclaredFact("diligence.reached_tier", "code", "deepest depth that the rules asked for so far", TIERS)
    yield DeclaredFact("diligence.light", "yesno", "the light route is open, unless a rule asks for more depth")
    yield DeclaredFact("diligence.level", "code", "inherent level", LEVELS)
    yield DeclaredFact("diligence.residual", "code", "level after accepted measures", LEVELS)
    yield DeclaredFact("diligence.adhoc", "yesno", "the file takes the path of ¶23")
    yield DeclaredFact("diligence.conditions", "codes", "conditions of the decision")
    yield DeclaredFact("diligence.deciding", "codes", "questions that decide the level")
    yield DeclaredFact(
        "diligence.cost", "code", "level of the question of the role `cost`, for the grid of benefits", LEVELS
    )
    yield DeclaredFact("diligence.high_answers", "codes", "questions rated high")
    yield DeclaredFact("diligence.remedy", "yesno", "an answer opens the remedy plan")
    yield DeclaredFact("limits.warn_days", "number", "age from which a sanctions list is announced as old")
    yield DeclaredFact("limits.stale_days", "number", "age beyond which a sanctions list supports no decision")
    yield DeclaredFact("limits.standard_usd", "amount", "value from which a gift needs standard depth, USD")
    yield DeclaredFact("limits.enhanced_usd", "amount", "value over which depth is enhanced, USD")
    yield DeclaredFact("limits.adhoc_months", "number", "length in months beyond which the path of ¶23 is closed")
    yield DeclaredFact("measures", "list", "agreed measures: section, what, owner, date, clause, accepted")
    yield DeclaredFact("answers", "map", "answers of the questionnaire: answers.F01 is the value given to F01")


VOCABULARY: Mapping[str, DeclaredFact] = {fact.name: fact for fact in _all()}


def undeclared(names: Iterable[str]) -> tuple[str, ...]:
    """The names that nothing declares; `answers.X` and a rule's own `answer` are checked by the form."""
    return tuple(sorted(name for name in names if not _declared(name)))


def _declared(name: str) -> bool:
    return name in VOCABULARY or name == "answer" or name.startswith(("answers.", "answer.", "kind."))
