"""The transparency register as data: its fields, for whom each leaves, and who is not named (¶27; dossier 4.5)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from pathlib import Path

from desktop.base.dates import day_known
from desktop.base.text import Text, _
from desktop.definitions.source import DefinitionTable, Source, read_toml
from desktop.definitions.terms import Audience, PartnerGroup

FIELDS = (  # in the order of dossier 4.5; what a field holds is the program's matter, whether it leaves is the file's
    *("number", "office", "countries", "partner", "partner_type", "partner_subtype", "partner_country", "type"),
    *("agreement_type", "purpose", "activities", "places", "starts_on", "ends_on", "aims", "themes"),
    *("committed", "committed_currency", "committed_usd", "committed_kinds", "received", "received_usd"),
    *("cash_usd", "goods_usd", "services_usd", "matching_organization", "matching_partner", "matching_third"),
    *("parties", "status", "diligence", "document", "contact"),
)
KINDS = ("text", "long", "code", "day", "money")
LEFT_OUT = ("withdrawn", "unsigned", "period", "visibility")
MENTION, REMAINDER = "mention", "remainder"


class Publication(StrEnum):
    """Whether a field leaves for an audience."""

    PUBLISH = "publish"
    HOLD = "hold"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class RegisterField:
    """A field: its kind, its heading, what it means, its rule for each audience and why where it does not leave.

    What is held leaves from the day `until`, or `months_after_end` months after the end of the partnership.
    """

    id: str
    kind: str
    label: Text
    meaning: Text
    rules: Mapping[Audience, Publication]
    reason: Text | None = None
    until: date | None = None
    months_after_end: int = 0


@dataclass(frozen=True, slots=True)
class UnnamedRule:
    """Who is not named for these audiences: partners of these groups, without any those that asked for discretion.

    `words` stand in the place of the name.
    """

    id: str
    groups: frozenset[str]
    audiences: frozenset[Audience]
    words: Text
    reason: Text

    def holds(self, audience: Audience, group: str, is_discreet: bool) -> bool:
        """Whether a partner is not named."""
        return audience in self.audiences and (group in self.groups if self.groups else is_discreet)


@dataclass(frozen=True, slots=True)
class PublicationGuard:
    """Why something else is taken away, so that nothing hidden can be read or worked out; `words` stand there."""

    id: str
    words: Text
    reason: Text


@dataclass(frozen=True)
class RegisterRules:
    """Everything that the file says."""

    version: str
    digest: str
    fields: tuple[RegisterField, ...]
    contributions: Mapping[Audience, Publication]
    contributions_reason: Text
    unnamed: tuple[UnnamedRule, ...]
    guards: Mapping[str, PublicationGuard]
    left_out: Mapping[str, Text]
    seals_office: frozenset[str]
    seals_headquarters: frozenset[str]

    @cached_property
    def by_field(self) -> Mapping[str, RegisterField]:
        """The fields by id."""
        return {own.id: own for own in self.fields}

    def unnamed_by(self, audience: Audience, group: str, is_discreet: bool) -> UnnamedRule | None:
        """The first rule by which a partner is not named for an audience."""
        return next((own for own in self.unnamed if own.holds(audience, group, is_discreet)), None)


KEYS = (
    *("id", "version", "seals_office", "seals_headquarters", "fields", "contributions", "unnamed", "guards"),
    "left_out",
)


def load_register(path: Path) -> RegisterRules:
    """Read the file; a mistake raises Problem naming the file, the line and the entry."""
    return register_of(read_toml(path))


def register_of(source: Source) -> RegisterRules:
    """What a file that was read declares."""
    top = source.top("register")
    top.only(KEYS)
    top.one_of("id", ("register",))
    tables = top.tables("fields")
    fields = tuple(_field(table) for table in tables)
    if tuple(own.id for own in fields) != FIELDS:
        wrong = _("the fields must be these, in this order: {fields}.").format(fields=", ".join(FIELDS))
        raise top.refuse("register-fields", wrong, "fields")
    contributions = top.table("contributions")
    contributions.only((*Audience, "reason"))
    guards = {table.one_of("id", (MENTION, REMAINDER)): _guard(table) for table in top.tables("guards")}
    reasons = _reasons(top)
    if len(guards) != 2 or reasons.keys() != set(LEFT_OUT):
        wrong = _("each of these reasons is needed: {reasons}.").format(
            reasons=", ".join((MENTION, REMAINDER, *LEFT_OUT))
        )
        raise top.refuse("register-reasons", wrong, "guards")
    return RegisterRules(
        version=top.string("version"),
        digest=source.digest,
        fields=fields,
        contributions={own: contributions.code(own, Publication) for own in Audience},
        contributions_reason=contributions.text("reason"),
        unnamed=tuple(_unnamed(table) for table in top.tables("unnamed")),
        guards=guards,
        left_out=reasons,
        seals_office=frozenset(top.strings("seals_office")),
        seals_headquarters=frozenset(top.strings("seals_headquarters")),
    )


def _reasons(top: DefinitionTable) -> Mapping[str, Text]:
    top.tables("left_out")
    return {code.id: code.label for code in top.labelled_codes("left_out")}


def _field(table: DefinitionTable) -> RegisterField:
    table.only(("id", "kind", *Audience, "reason", "until", "months_after_end", "label", "meaning"))
    rules = {own: table.code(own, Publication) for own in Audience}
    withheld = set(rules.values()) - {Publication.PUBLISH}
    months = table.number("months_after_end", default=0)
    until = day_known(table.string("until", default=""))
    if Publication.HOLD in withheld and until is None and months < 1:
        wrong = _("what is held says until when: “until” a day, or “months_after_end”.")
        raise table.refuse("register-held-for-ever", wrong)
    return RegisterField(
        table.string("id"),
        table.one_of("kind", KINDS),
        table.text("label"),
        table.text("meaning"),
        rules,
        table.text("reason") if withheld else table.optional_text("reason"),
        until,
        months,
    )


def _unnamed(table: DefinitionTable) -> UnnamedRule:
    table.only(("id", "groups", "audiences", "words", "reason"))
    return UnnamedRule(
        table.string("id"),
        frozenset(table.codes("groups", tuple(PartnerGroup))),
        frozenset(Audience(own) for own in table.codes("audiences", tuple(Audience))),
        table.text("words"),
        table.text("reason"),
    )


def _guard(table: DefinitionTable) -> PublicationGuard:
    table.only(("id", "words", "reason"))
    return PublicationGuard(table.string("id"), table.text("words"), table.text("reason"))
