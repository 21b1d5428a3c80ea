"""What of the register leaves for an audience, field by field, by the rules of forms/register.toml (¶27).

Whatever is withheld says by which rule, why, and until when. What is withheld cannot be worked out from what is not:
texts that name somebody hidden are withheld too, and so are amounts where only one partnership would remain between
the rows and the total. The totals of the whole stay what the indicator of ¶29 c says, whoever reads.
"""

from calendar import monthrange
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from desktop.base.numbers import EXACT
from desktop.base.text import Text
from desktop.definitions.indicator import Period
from desktop.definitions.register import MENTION, REMAINDER, Publication, RegisterField, RegisterRules
from desktop.definitions.terms import Audience
from desktop.documents.leaks import leaks
from desktop.documents.leaks.hidden import HiddenValue
from desktop.services.results.figures import Scope
from desktop.services.results.register import entries as register_entries
from desktop.services.results.register import hidden_names, hidden_values
from desktop.services.results.register.entries import (
    NOTHING,
    EntryPartner,
    EntryParty,
    LeftOutPartnership,
    RegisterBasis,
    RegisterEntry,
    total,
)
from desktop.services.results.register.hidden_names import HiddenNames
from desktop.services.work import Work
from desktop.store.states import Matcher, Visibility

RANKS: Mapping[str, int] = {Visibility.INTERNAL: 0, Visibility.MEMBERS: 1, Visibility.PUBLIC: 2}
NAME = "partner"
TEXTS = ("purpose", "activities", "document", "contact")  # that people typed, and in which somebody may be named
AMOUNTS = (
    *("committed", "committed_currency", "committed_usd", "received", "received_usd"),
    *("cash_usd", "goods_usd", "services_usd", "matching_organization", "matching_partner", "matching_third"),
)
WHOLE, KINDS = "received_usd", ("cash_usd", "goods_usd", "services_usd")
SUMMED = (  # the fields that have a total, in the order of the register
    *("committed_usd", WHOLE, *KINDS),
    *("matching_organization", "matching_partner", "matching_third"),
)


@dataclass(frozen=True, slots=True)
class Withheld:
    """Why a field of a row does not leave: the rule, its reason, what stands in its place; until when it is held.

    `rule` is never, hold, or the id of a rule of forms/register.toml. Without a day it is held for as long as the
    partnership has no end.
    """

    rule: str
    reason: Text
    words: Text | None = None
    until: date | None = None


@dataclass(frozen=True)
class PublishedEntry:
    """A row with what of it does not leave, by the id of the field; `parties` are named, or not by a rule."""

    entry: RegisterEntry
    withheld: Mapping[str, Withheld]
    parties: tuple[EntryParty | Withheld, ...]

    def shows(self, field: str) -> bool:
        """Whether a field leaves."""
        return field not in self.withheld


@dataclass(frozen=True)
class RegisterTotals:
    """What all of it comes to, by the id of the field, whatever leaves; None for a total that would give one away.

    `in_rows` is what the rows that are read add up to of what was received, and `beside` the rest.
    """

    whole: Mapping[str, Decimal | None]
    in_rows: Decimal
    beside: Decimal

    @property
    def not_broken_down(self) -> tuple[str, ...]:
        """The fields whose total is not told."""
        return tuple(field for field in SUMMED if self.whole[field] is None)


@dataclass(frozen=True)
class PublishedRegister:
    """Everything that leaves for an audience, and what does not, with its rule."""

    audience: Audience
    basis: RegisterBasis
    rules: RegisterRules
    entries: tuple[PublishedEntry, ...]
    left_out: tuple[LeftOutPartnership, ...]
    totals: RegisterTotals
    outside: int  # contributions that are in no row

    @property
    def fields(self) -> tuple[RegisterField, ...]:
        """The fields that leave in some row at least: one that never leaves for this audience is no column."""
        return tuple(own for own in self.rules.fields if own.rules[self.audience] != Publication.NEVER)

    def gives_away(self, records: Collection[str]) -> bool:
        """Whether a sum of these contributions, less what of them is read row by row, is the amount of one partnership
        alone."""
        read = {own.entry.id for own in self.entries}
        kept_in = [own for own in self.basis.entries if own.id not in read]

        def amount(entry: RegisterEntry) -> Decimal:
            return total(own.usd for own in entry.receipts if own.record in records)

        outside = total(own.usd for own in self.basis.outside if own.record in records)
        return _is_one_alone(_secret(self.entries, kept_in, WHOLE, amount), outside)

    @property
    def has_contributions(self) -> bool:
        """Whether contributions leave one by one."""
        return self.rules.contributions[self.audience] == Publication.PUBLISH


def publish(work: Work, basis: RegisterBasis, audience: Audience) -> PublishedRegister:
    """What of these rows leaves for an audience today."""
    with work.store.read() as session:
        return publish_in(session, work, basis, audience)


def publish_in(session: Session, work: Work, basis: RegisterBasis, audience: Audience) -> PublishedRegister:
    """The same, read with what else an edition needs."""
    rules = work.definitions.register
    shown = [own for own in basis.entries if _is_read(own, audience)]
    kept_in = [own for own in basis.entries if not _is_read(own, audience)]
    names = hidden_names.read(session, rules, audience)
    people = hidden_values.of_people(session, rules, audience)
    published = [_published(rules, own, audience, names, work.today()) for own in shown]
    published = _proven(rules, published, people)
    published = _guarded(rules, published, kept_in, basis)
    left_out = [LeftOutPartnership(own.id, own.office, own.title, "visibility") for own in kept_in]
    totals = _totals(published, kept_in, basis)
    return PublishedRegister(
        audience, basis, rules, tuple(published), (*basis.left_out, *left_out), totals, len(basis.outside)
    )


def read(work: Work, scope: Scope, period: Period, audience: Audience) -> PublishedRegister:
    """The same from the records as they are now."""
    with work.store.read() as session:
        return read_in(session, work, scope, period, audience)


def read_in(session: Session, work: Work, scope: Scope, period: Period, audience: Audience) -> PublishedRegister:
    """The same, read with what else an edition needs."""
    return publish_in(session, work, register_entries.read_in(session, work, scope, period), audience)


def _is_read(entry: RegisterEntry, audience: Audience) -> bool:
    """Whether the office lets this audience read of a partnership; a code that nobody knows stays in."""
    return RANKS.get(entry.visibility, 0) >= RANKS[audience]


# --- names


def unnamed_by(rules: RegisterRules, partner: EntryPartner, audience: Audience) -> Withheld | None:
    """The rule by which a partner is not named, by what any of its records says."""
    for group in (partner.group, *sorted(partner.groups)):
        rule = rules.unnamed_by(audience, group, partner.is_discreet)
        if rule is not None:
            return Withheld(rule.id, rule.reason, rule.words)
    return None


# --- fields


def _published(
    rules: RegisterRules, entry: RegisterEntry, audience: Audience, names: HiddenNames, today: date
) -> PublishedEntry:
    withheld = dict(_by_rule(rules, entry, audience, today))
    if (unnamed := unnamed_by(rules, entry.partner, audience)) is not None:
        withheld.setdefault(NAME, unnamed)
    mention = _mention(rules)
    shown = () if NAME in withheld else (entry.partner.name,)
    for field in TEXTS:
        if field not in withheld and names.are_in(_text(entry, field), shown):
            withheld[field] = mention
    parties = tuple(_party(rules, own, audience, names, mention) for own in entry.parties)
    return PublishedEntry(entry, withheld, parties)


def _text(entry: RegisterEntry, field: str) -> str:
    texts = {"purpose": entry.purpose, "document": entry.document, "contact": entry.contact}
    return texts.get(field, "") or "\n".join(entry.activities if field == "activities" else ())


def _mention(rules: RegisterRules) -> Withheld:
    guard = rules.guards[MENTION]
    return Withheld(MENTION, guard.reason, guard.words)


def _proven(
    rules: RegisterRules, published: Sequence[PublishedEntry], people: Sequence[HiddenValue]
) -> list[PublishedEntry]:
    """The rows, without the texts in which the scanner finds somebody: what it would refuse in the files does not
    come so far."""
    texts = {
        f"{at}.{field}.txt": _text(own.entry, field).encode()
        for at, own in enumerate(published)
        for field in TEXTS
        if own.shows(field) and _text(own.entry, field)
    }
    named = [own.entry.partner.name for own in published if own.shows(NAME)]
    mention, found_in = _mention(rules), {leak.file for leak in leaks.look(texts, people, named)}
    return [
        replace(own, withheld={**dict.fromkeys(hidden, mention), **own.withheld})
        if (hidden := [field for field in TEXTS if f"{at}.{field}.txt" in found_in])
        else own
        for at, own in enumerate(published)
    ]


def _party(
    rules: RegisterRules, party: EntryParty, audience: Audience, names: HiddenNames, mention: Withheld
) -> EntryParty | Withheld:
    if party.partner is not None:
        return unnamed_by(rules, party.partner, audience) or party
    return mention if names.are_in(party.name) else party


def _by_rule(
    rules: RegisterRules, entry: RegisterEntry, audience: Audience, today: date
) -> Iterator[tuple[str, Withheld]]:
    for field in rules.fields:
        rule = field.rules[audience]
        if rule == Publication.PUBLISH or field.reason is None:
            continue
        if rule == Publication.NEVER:
            yield field.id, Withheld(str(rule), field.reason)
            continue
        until = field.until or _later(entry.ended_on or entry.ends_on, field.months_after_end)
        if until is None or today < until:
            yield field.id, Withheld(str(rule), field.reason, None, until)


def _later(day: date | None, months: int) -> date | None:
    """The same day so many months later, never later than the last of its month."""
    if day is None:
        return None
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


# --- totals


def amount_of(entry: RegisterEntry, field: str) -> Decimal:
    """What a row holds of a field that has a total; nothing where nobody knows it."""
    match field:
        case "committed_usd":
            return entry.committed_usd or NOTHING
        case "received_usd":
            return entry.usd()
        case "cash_usd" | "goods_usd" | "services_usd":
            return entry.usd(kind=field.removesuffix("_usd"))
        case _:
            return entry.usd(matching=str(Matcher(field.removeprefix("matching_"))))


def _secret(
    published: Iterable[PublishedEntry],
    kept_in: Iterable[RegisterEntry],
    field: str,
    amount: Callable[[RegisterEntry], Decimal],
) -> list[Decimal]:
    """The amounts of rows without this field that nobody may work out, other than nothing."""
    hidden = [own.entry for own in published if not own.shows(field)]
    return [own for entry in (*hidden, *kept_in) if (own := amount(entry))]


def _is_one_alone(secret: Sequence[Decimal], outside: Decimal) -> bool:
    """Whether of a sum only one partnership's amount remains beside what is read row by row."""
    return len(secret) == 1 and not outside


def told_together(sums: Mapping[str, Decimal | None]) -> Mapping[str, Decimal | None]:
    """The parts of a total that is told: where one of them alone is not, the least other one is not either, since the
    total would give it away."""
    others = {part: own for part, own in sums.items() if own}
    if list(sums.values()).count(None) != 1 or not others:
        return sums
    return {**sums, min(others, key=lambda part: (others[part], part)): None}


def _outside(basis: RegisterBasis, field: str) -> Decimal:
    kind = field.removesuffix("_usd")
    if field == WHOLE:
        return total(own.usd for own in basis.outside)
    if field in ("cash_usd", "goods_usd", "services_usd"):
        return total(own.usd for own in basis.outside if own.kind == kind)
    if field == "matching_partner":
        return total(own.usd for own in basis.outside if own.matching)
    return NOTHING


def _gives_away(
    published: Sequence[PublishedEntry], kept_in: Sequence[RegisterEntry], basis: RegisterBasis, field: str
) -> bool:
    """Whether the total less the rows that are read is the amount of one partnership alone."""
    secret = _secret(published, kept_in, field, lambda entry: amount_of(entry, field))
    return _is_one_alone(secret, _outside(basis, field))


def _guarded(
    rules: RegisterRules,
    published: Sequence[PublishedEntry],
    kept_in: Sequence[RegisterEntry],
    basis: RegisterBasis,
) -> list[PublishedEntry]:
    """The rows, with the amounts of one more withheld where the total would otherwise give another away: the row of
    which least was received, as statistics offices do it."""
    if not _gives_away(published, kept_in, basis, WHOLE):
        return list(published)
    able = [own for own in published if own.shows(WHOLE) and own.entry.usd() > 0]
    if not able:
        return list(published)
    least = min(able, key=lambda own: (own.entry.usd(), own.entry.number))
    guard = rules.guards[REMAINDER]
    withheld = Withheld(REMAINDER, guard.reason, guard.words)
    hidden = {**dict.fromkeys(AMOUNTS, withheld), **least.withheld}
    return [replace(own, withheld=hidden) if own is least else own for own in published]


def _totals(
    published: Sequence[PublishedEntry], kept_in: Sequence[RegisterEntry], basis: RegisterBasis
) -> RegisterTotals:
    every = [*(own.entry for own in published), *kept_in]
    whole: dict[str, Decimal | None] = {}
    for field in SUMMED:
        added = total([*(amount_of(own, field) for own in every), _outside(basis, field)])
        whole[field] = None if _gives_away(published, kept_in, basis, field) else added
    if whole[WHOLE] is not None:
        whole |= told_together({field: whole[field] for field in KINDS})
    in_rows = total(own.entry.usd() for own in published if own.shows(WHOLE))
    everything = total([*(own.usd() for own in every), *(own.usd for own in basis.outside)])
    return RegisterTotals(whole, in_rows, EXACT.subtract(everything, in_rows))
