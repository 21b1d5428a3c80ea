"""Registered partners that may be the one being typed, and those that an officer told apart."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement, String, cast, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from desktop.base.errors import Problem
from desktop.base.likeness import composed, sounds, words_of
from desktop.base.text import N_, _, folded
from desktop.definitions.terms import PartnerGroup
from desktop.services.office.rights import Right, require
from desktop.services.registry.identity import Identities, partners_in, records
from desktop.services.work import Work
from desktop.store import search_index
from desktop.store.records import Officer, Partner, Task
from desktop.store.records.values import ToldApart
from desktop.store.search_index import Column, Sought
from desktop.store.states import TaskSource

_NAMES = (Column.NAMES, Column.OLD_NAMES)
ALIKE = 0.72  # from this score two names are shown as possibly the same partner
MOST_WORDS = 12  # of a name that are looked for
BEGINNING = 5  # letters in which two words that go on otherwise are taken for one
LOOKED_THROUGH = 64  # signs of a number in a register by which the database chooses
COMMON = 3_000  # partners with one word: it tells none of them from another
COMPARED = 200  # names that are laid side by side with the one typed, those that share its rarest words


@dataclass(frozen=True)
class TypedPartner:
    """What is known of a partner that is compared with those registered; any of it may be empty.

    `but` is its own id, where it is registered already.
    """

    name: str = ""
    registration: str = ""
    country: str = ""
    website: str = ""
    email: str = ""
    but: str = ""
    lei: str = ""
    other_names: tuple[str, ...] = ()


@dataclass(frozen=True)
class PossibleDuplicate:
    """A registered partner that may be the one being typed, and why.

    `same_domain` is the domain of web or mail that both have, empty for none.
    """

    partner: Partner
    score: float
    same_registration: bool
    same_domain: str = ""


def possible(work: Work, typed: TypedPartner) -> tuple[PossibleDuplicate, ...]:
    """Registered partners that may be the one typed, most alike first: by a name like its own in whatever letters, by
    its number in its country, or by its domain; never itself, and a record that was merged as what it became.

    Those it was told apart from are left out.
    """
    with work.store.read() as session:
        identities = Identities.read_in(session)
        own = identities.records(typed.but) if typed.but else ()
        apart = _apart(session, own)
        domains = _sharing_the_domain(session, work, typed)
        numbered = set(_numbered(session, typed))
        ids = {*_named_alike(session, typed.name), *numbered, *domains} - set(own)
        names = session.execute(
            select(Partner.id, Partner.name, Partner.other_names, Partner.group).where(Partner.id.in_(ids))
        )
        judged: dict[str, _Match] = {}
        for row in names:
            score = likeness(typed.name, (row.name, *row.other_names), row.group) if typed.name else 0.0
            match = _Match(row.id, score, row.id in numbered, domains.get(row.id, ""))
            partner = identities.partner(row.id)
            judged[partner] = match if partner not in judged else _both(judged[partner], match)
        left = (match for partner, match in judged.items() if partner not in apart)
        likely = [match for match in left if match.same_registration or match.same_domain or match.score >= ALIKE]
        shown = partners_in(session, [match.record for match in likely])
    return tuple(
        PossibleDuplicate(shown[match.record], match.score, match.same_registration, match.same_domain)
        for match in sorted(likely, key=lambda match: (-match.same_registration, -match.score))
    )


@dataclass(frozen=True)
class _Match:
    """A record of a partner and what it has in common with the one typed, as `PossibleDuplicate` has it."""

    record: str
    score: float
    same_registration: bool
    same_domain: str


def _both(one: _Match, other: _Match) -> _Match:
    """What two records of one partner say together."""
    return _Match(
        one.record,
        max(one.score, other.score),
        one.same_registration or other.same_registration,
        one.same_domain or other.same_domain,
    )


def _apart(session: Session, records: Collection[str]) -> frozenset[str]:
    """The partners that a registered one was told apart from, on either side."""
    if not records:
        return frozenset()
    own = session.scalars(select(Partner.not_same_as).where(Partner.id.in_(records)))
    named = {apart.partner for marks in own for apart in marks}
    marked = session.execute(select(Partner.id, Partner.not_same_as).where(cast(Partner.not_same_as, String) != "[]"))
    naming = {record for record, marks in marked if any(apart.partner in records for apart in marks)}
    return Identities.read_in(session).all_records(named | naming)


def with_the_number(session: Session, typed: TypedPartner) -> Sequence[Partner]:
    """The partners that have the number of a register already, in the same country or where one is not said."""
    ids = list(_numbered(session, typed))
    own = records(session, typed.but) if typed.but else ()
    return [partner for i, partner in partners_in(session, ids).items() if i not in own]


def _numbered(session: Session, typed: TypedPartner) -> Iterator[str]:
    number = number_key(typed.registration)
    if not number:
        return
    like = _may_hold(Partner.registration, "%".join(number[:LOOKED_THROUGH]))
    for record, other, country in session.execute(
        select(Partner.id, Partner.registration, Partner.country).where(like)
    ):
        if number_key(other) == number and (not country or not typed.country or country == typed.country):
            yield record


def _sharing_the_domain(session: Session, work: Work, typed: TypedPartner) -> Mapping[str, str]:
    """The records whose web or mail address lies in the same domain, with it."""
    rules = work.definitions.duplicates
    own = {rules.domain(typed.website), rules.domain(typed.email)} - {""}
    if not own:
        return {}
    reached = or_(*(_may_hold(column, domain) for column in (Partner.website, Partner.email) for domain in own))
    rows = session.execute(select(Partner.id, Partner.website, Partner.email).where(reached))
    domains = {record: {rules.domain(website), rules.domain(email)} & own for record, website, email in rows}
    return {record: min(same) for record, same in domains.items() if same}


def _may_hold(column: InstrumentedAttribute[str], part: str) -> ColumnElement[bool]:
    """That a text holds this, as far as the database can say: of letters beyond a-z it cannot, and lets them pass."""
    return or_(column.ilike(f"%{part}%"), func.octet_length(column) > func.length(column))


def number_key(number: str) -> str:
    """A number of a register by which two are one and the same: its letters and digits alone."""
    if not number:
        return ""
    key = folded(number)
    return key if key.isalnum() else "".join(character for character in key if character.isalnum())


def _named_alike(session: Session, name: str) -> tuple[str, ...]:
    """The records whose names hold words like those of this one, the same, begun alike or of one sound in any script:
    those that share its rarest words, and of many that share the same ones, those with the shortest names."""
    weights: dict[int, float] = {}
    words = [word.forms for word in words_of(composed(name))]
    for forms in list(dict.fromkeys(words))[:MOST_WORDS]:
        lines = search_index.numbers(session, _words_like(session, forms), _NAMES, COMMON, (Partner.KIND,))
        for line in lines:
            weights[line] = weights.get(line, 0.0) + 1 / len(lines)
    if len(weights) > COMPARED:
        least = sorted(weights.values(), reverse=True)[COMPARED - 1]
        weights = {line: weight for line, weight in weights.items() if weight >= least}
    return search_index.shortest(session, weights, COMPARED)


def _words_like(session: Session, forms: Collection[str]) -> Sought:
    """The words of the register that may stand for one with these forms."""
    long = [form[:BEGINNING] for form in forms if len(form) >= BEGINNING]
    heard = [sound for form in forms for sound in sounds(form) if len(sound) > 1]
    begun = search_index.words_begun(session, long, search_index.MOST_ALIKE) if long else ()
    return Sought((), (*forms, *begun, *search_index.words_sounding(session, heard, begin=False)))


def likeness(name: str, names: Iterable[str], group: str) -> float:
    """How close a name is to the closest of a partner's names, 0..1; from `ALIKE` on they may be the same partner.

    `group` is the partner's target group: names of persons are compared otherwise than those of companies.
    """
    from desktop.screening.entries import EntryKind
    from desktop.screening.match import score

    kind = EntryKind.PERSON if group == PartnerGroup.INDIVIDUAL else EntryKind.ORGANISATION
    return max(score(name, other, kind) for other in names)


def told_apart(others: Mapping[str, str], officer: Officer) -> tuple[ToldApart, ...]:
    """What a new partner remembers of those it is not: other partners' ids with the reasons."""
    return tuple(ToldApart(partner=other, reason=reason, by=officer.id) for other, reason in others.items())


def find_out(work: Work, partner: Partner, others: Collection[str]) -> Iterator[Task]:
    """Tasks to find out whether a partner is the same as others, for the officer at work, within the days set."""
    due = (work.today() + timedelta(days=work.definitions.duplicates.find_out_days)).isoformat()
    with work.store.read() as session:
        names = dict(session.execute(select(Partner.id, Partner.name).where(Partner.id.in_(others))).all())
    for other in names.values():
        what = _("Find out whether “{name}” and “{other}” are the same partner").format(name=partner.name, other=other)
        yield Task(about=partner.id, what=what, owner=work.officer.id, due_on=due, source=TaskSource.OWN)


def require_answered(session: Session, typed: TypedPartner, answered: Collection[str]) -> None:
    """Raise Problem while a partner has the same number of a register in the same country and nobody said what that
    means: `answered` are the ids of those of which somebody did."""
    for other in with_the_number(session, typed):
        if not set(records(session, other.id)) & set(answered):
            raise Problem(
                _("“{name}” has the number {number} already; nothing was saved.").format(
                    name=other.name, number=typed.registration
                ),
                _("Say first what it is to that partner: the same, one of its group, another one, or not sure yet."),
                code="number-without-answer",
            )


def not_the_same(work: Work, partner_id: str, other_id: str, reason: str) -> None:
    """Remember that two registered partners that look alike are two."""
    require(work.officer, Right.REGISTER)
    with work.store.change(N_("Two partners marked as different"), work.officer.id) as session:
        record = session.get_one(Partner, partner_id)
        record.not_same_as = (*record.not_same_as, ToldApart(partner=other_id, reason=reason, by=work.officer.id))
