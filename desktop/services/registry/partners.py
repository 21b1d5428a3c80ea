"""Partners and the persons behind them: register once, find again, never delete."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, Select, Subquery, case, func, select, union, union_all
from sqlalchemy.orm import Session

from desktop.base.errors import Problem
from desktop.base.text import N_, _, folded
from desktop.services.office.rights import Right, require
from desktop.services.work import Work
from desktop.store import search
from desktop.store.records import (
    Agreement,
    Case,
    Clearance,
    Decision,
    Findable,
    Officer,
    Partner,
    Partnership,
    Person,
)
from desktop.store.records.values import ToldApart
from desktop.store.store import Store

ALIKE = 0.72  # from this score two names are shown as possibly the same partner
PAGE = 200  # lines of a list that are read at once
UNRATED = "unrated"
LEGAL_FORMS = frozenset(
    (
        *("SA", "SAS", "SASU", "SARL", "SURL", "SUARL", "SNC", "SCS", "SCI", "SCA", "GIE", "EURL", "EI", "ONG", "SPA"),
        *("SRL", "SL", "SLU", "SLL", "SAC", "LTDA", "LTD", "PLC", "LLC", "LLP", "INC", "GMBH", "AG", "BV", "NV"),
        *("ASBL", "CV", "RL"),
    )
)
SMALL_WORDS = frozenset(
    (
        *("de", "du", "des", "la", "le", "les", "et", "d", "l", "of", "and", "the", "y", "e", "del", "los", "las"),
        *("en", "pour", "sur", "for"),
    )
)
WORTH = 3  # letters typed before persons and papers are searched too
BEHIND = (Person, Partnership, Agreement)  # what leads from a word to its partner
PERSON_ROLES = ("owner", "director", "signatory", "contact")


@dataclass(frozen=True)
class PartnerLine:
    """One line of the list of partners."""

    id: str
    name: str
    place: str  # city and country code
    group: str
    stage: str
    level: str  # of the last decision or complete case; empty before one
    next_action: str
    next_action_on: str | None
    city: str = ""
    country: str = ""
    through: str = ""  # the person or paper that holds the words searched, when the partner itself does not


@dataclass(frozen=True)
class Wanted:
    """Which partners a list shows; empty means any. `level` is a risk level, or UNRATED for none."""

    text: str = ""
    group: str = ""
    stage: str = ""
    level: str = ""
    archived: bool = False


@dataclass(frozen=True)
class Page:
    """Some lines of a list, and how many lines the whole list has."""

    lines: tuple[PartnerLine, ...]
    total: int


@dataclass(frozen=True)
class Alike:
    """A registered partner that may be the one being typed, and why."""

    partner: Partner
    score: float
    same_registration: bool


def register(work: Work, partner: Partner) -> Partner:
    """Keep a new partner. A name is needed; raises Problem without one."""
    require(work.officer, Right.REGISTER)
    if not partner.name.strip():
        raise Problem(_("A partner needs a name; nothing was saved."), _("Type its full legal name."))
    partner.name = " ".join(partner.name.split())
    partner.owner = partner.owner or work.officer.id
    with work.store.change(N_("Partner registered"), work.officer.id) as session:
        session.add(partner)
    return partner


def change(work: Work, partner_id: str, **fields: Any) -> None:
    """Change fields of a partner; those that stay equal are not journaled."""
    require(work.officer, Right.REGISTER)
    with work.store.change(N_("Partner changed"), work.officer.id) as session:
        _set(session.get_one(Partner, partner_id), fields)


def archive(work: Work, partner_id: str, reason: str) -> None:
    """Put a partner out of the way; `restore` brings it back."""
    require(work.officer, Right.REGISTER)
    with work.store.change(N_("Partner put away"), work.officer.id) as session:
        _set(session.get_one(Partner, partner_id), {"archived": True, "archived_reason": reason})


def restore(work: Work, partner_id: str) -> None:
    require(work.officer, Right.REGISTER)
    with work.store.change(N_("Partner brought back"), work.officer.id) as session:
        _set(session.get_one(Partner, partner_id), {"archived": False, "archived_reason": ""})


def partner(store: Store, partner_id: str) -> Partner:
    with store.read() as session:
        return session.get_one(Partner, partner_id)


def name(store: Store, partner_id: str) -> str:
    """A partner's name; empty when it is not here."""
    with store.read() as session:
        return session.scalar(select(Partner.name).where(Partner.id == partner_id)) or ""


def names_in(session: Session, ids: Collection[str]) -> dict[str, str]:
    """The names of these partners, those that are here."""
    query = select(Partner.id, Partner.name).where(Partner.id.in_(ids))
    return dict(session.execute(query).all()) if ids else {}


def find(store: Store, text: str = "", limit: int = 200, archived: bool = False) -> tuple[PartnerLine, ...]:
    """The partners whose name, other names, number or city hold these words; all of them without words."""
    return page(store, Wanted(text, archived=archived), size=limit if text else 0).lines


def page(store: Store, wanted: Wanted, first: int = 0, size: int = PAGE) -> Page:
    """One page of the partners wanted, from the `first` on, and how many there are; all of them with `size` 0."""
    with store.read() as session:
        ids, total = _ids(session, wanted, first, size)
        return Page(_with_reasons(session, _lines(session, ids), wanted.text), total)


def _ids(session: Session, wanted: Wanted, first: int, size: int) -> tuple[list[str], int]:
    """The ids of one page and how many there are in all; words are looked for once, because that is what costs."""
    kept = _wanted(wanted)
    query = _in_order(kept, wanted.text)
    if wanted.text or not size:
        ids = list(session.scalars(query))
        return ids[first : first + size] if size else ids, len(ids)
    total = session.scalar(select(func.count()).select_from(kept.subquery())) or 0
    return list(session.scalars(query.limit(size).offset(first))), total


def _wanted(wanted: Wanted) -> Select[str]:
    """The ids of the partners wanted, in no order."""
    query = select(Partner.id).where(Partner.archived.is_(wanted.archived), Partner.merged_into.is_(None))
    if wanted.text:
        query = query.join(Findable, Findable.id == Partner.id)
        if len(wanted.text) >= WORTH:
            query = query.where(Partner.id.in_(_holding(wanted.text)))
        else:
            query = query.where(*_holds(wanted.text))
    if wanted.group:
        query = query.where(Partner.group == wanted.group)
    if wanted.stage:
        query = query.where(Partner.stage == wanted.stage)
    if wanted.level == UNRATED:
        return query.where(Partner.id.not_in(select(_last_levels().c.partner_id)))
    if wanted.level:
        last = _last_levels()
        query = query.where(Partner.id.in_(select(last.c.partner_id).where(last.c.level == wanted.level)))
    return query


def _holding(text: str) -> CompoundSelect[str]:
    """The ids of the partners whose own line holds every word, or that of one of their persons or papers."""
    found = select(Findable.id).where(*_holds(text)).cte("found")
    behind = (
        select(family.partner_id).where(family.id.in_(select(found.c.id)), family.archived.is_(False))
        for family in BEHIND
    )
    return union(select(found.c.id), *behind)


def _holds(text: str) -> list[ColumnElement[bool]]:
    """A line that holds every word."""
    return [Findable.text.contains(word, autoescape=True) for word in folded(text).split()]


def _in_order(query: Select[str], text: str) -> Select[str]:
    """Names that begin with the words typed come first, then shorter ones; without words, by name."""
    if not text:
        return query.join(Findable, Findable.id == Partner.id).order_by(Findable.text, Partner.id)
    begins = case((Findable.text.startswith(folded(text), autoescape=True), 0), else_=1)
    return query.order_by(begins, func.length(Findable.text), Findable.text, Partner.id)


def _last_levels() -> Subquery:
    """The level said last of each partner: by a decision, or by a complete case handed over since."""
    decided = [
        select(k.partner_id, k.level, k.decided_at).where(k.outcome != "sent_back") for k in (Decision, Clearance)
    ]
    complete = select(Case.partner_id, Case.outcome["residual"].as_string(), Case.submitted_at)
    made = union_all(*decided, complete.where(Case.state == "ready", Case.archived.is_(False))).subquery()
    order = func.row_number().over(partition_by=made.c.partner_id, order_by=made.c.decided_at.desc())
    ranked = select(made.c.partner_id, made.c.level, order.label("place")).subquery()
    return select(ranked.c.partner_id, ranked.c.level).where(ranked.c.place == 1).subquery()


def _lines(session: Session, ids: Sequence[str]) -> tuple[PartnerLine, ...]:
    columns = (
        Partner.id,
        Partner.name,
        Partner.city,
        Partner.country,
        Partner.group,
        Partner.stage,
        Partner.next_action,
        Partner.next_action_on,
    )
    last = _last_levels()
    query, levels = select(*columns), select(last.c.partner_id, last.c.level)
    if len(ids) <= PAGE * 2:
        query, levels = query.where(Partner.id.in_(ids)), levels.where(last.c.partner_id.in_(ids))
    rows = {row.id: row for row in session.execute(query)}
    rated = {row.partner_id: row.level for row in session.execute(levels)}
    return tuple(
        PartnerLine(
            row.id,
            row.name,
            ", ".join(part for part in (row.city, row.country) if part),
            row.group,
            row.stage,
            rated.get(row.id, ""),
            row.next_action,
            row.next_action_on,
            row.city,
            row.country,
        )
        for row in (rows[i] for i in ids if i in rows)
    )


def _with_reasons(session: Session, lines: tuple[PartnerLine, ...], text: str) -> tuple[PartnerLine, ...]:
    """Name the person or paper through which a partner was found that does not hold the words itself."""
    words = folded(text).split()
    if len(text) < WORTH or not lines:
        return lines
    ids = [line.id for line in lines]
    rows = session.execute(select(Findable.id, Findable.text).where(Findable.id.in_(ids)))
    own = {row.id: row.text for row in rows}
    left = [i for i in ids if not all(word in own.get(i, "") for word in words)]
    through: dict[str, str] = {}
    for family in BEHIND if left else ():
        query = select(family.partner_id, Findable.title).join(Findable, Findable.id == family.id)
        query = query.where(family.partner_id.in_(left), family.archived.is_(False), *_holds(text))
        through |= {row.partner_id: row.title for row in session.execute(query)}
    return tuple(replace(line, through=through.get(line.id, "")) for line in lines)


def level(store: Store, partner_id: str) -> str:
    """The risk level said last of a partner, by a decision or by a complete case; empty before one."""
    last = _last_levels()
    with store.read() as session:
        return session.scalar(select(last.c.level).where(last.c.partner_id == partner_id)) or ""


def children(store: Store, partner_id: str) -> Sequence[Partner]:
    """The subsidiaries of a partner, by name."""
    with store.read() as session:
        query = select(Partner).where(Partner.parent_id == partner_id, Partner.archived.is_(False))
        return session.scalars(query.order_by(Partner.name)).all()


def count(store: Store) -> int:
    """How many partners there are, without those put away."""
    with store.read() as session:
        return session.scalar(select(func.count()).select_from(Partner).where(Partner.archived.is_(False))) or 0


def alike(store: Store, name: str, registration: str = "", but: str = "") -> tuple[Alike, ...]:
    """Registered partners that may be the same as this name or number, most alike first; never the partner `but`."""
    wanted = folded(registration).replace(" ", "")
    with store.read() as session:
        found = {f.id for f in _sharing_a_word(session, name)} - {but}
        candidates = list(session.scalars(select(Partner).where(Partner.id.in_(found))))
        if wanted:
            numbered = session.execute(select(Partner.id, Partner.registration).where(Partner.registration != ""))
            same = {i for i, number in numbered if folded(number).replace(" ", "") == wanted} - {but}
            candidates += list(session.scalars(select(Partner).where(Partner.id.in_(same - found))))
    judged = [_judge(c, name, wanted) for c in candidates]
    return tuple(sorted((a for a in judged if a.same_registration or a.score >= ALIKE), key=lambda a: -a.score))


def _sharing_a_word(session: Session, name: str) -> list[search.Found]:
    found: list[search.Found] = []
    for word in folded(name).replace("&", " ").split():
        if len(word) >= 4:
            found += search.find(session, word[:5], (Partner.KIND,), 200)
    return found


def _judge(candidate: Partner, name: str, number: str) -> Alike:
    from desktop.screening.entries import EntryKind
    from desktop.screening.match import score

    kind = EntryKind.PERSON if candidate.group == "HNW" else EntryKind.ORGANISATION
    names = (candidate.name, *candidate.other_names)
    best = max(score(name, known, kind) for known in names)
    return Alike(candidate, best, bool(number) and folded(candidate.registration).replace(" ", "") == number)


def told_apart(others: Mapping[str, str], by: Officer) -> tuple[ToldApart, ...]:
    """What a new partner remembers of those it is not: other partners' ids with the reasons."""
    return tuple(ToldApart(partner=other, reason=reason, by=by.id) for other, reason in others.items())


def in_plain_capitals(name: str) -> str:
    """The same name in ordinary letters, when it was typed all in capitals: `TERANGA SA` as `Teranga SA`; else empty.

    Legal forms stay as typed, small words go small.
    """
    letters = [c for c in name if c.upper() != c.lower()]  # scripts without capitals have nothing to say
    if len(letters) < 6 or not all(c.isupper() for c in letters):
        return ""
    return " ".join(_ordinary(word, first=at == 0) for at, word in enumerate(name.split()))


def _ordinary(word: str, *, first: bool) -> str:
    if word.strip(".,()") in LEGAL_FORMS:
        return word
    if word.lower() in SMALL_WORDS and not first:
        return word.lower()
    parts = re.split(r"([-’'])", word)
    return "".join(part.capitalize() for part in parts)


def not_the_same(work: Work, partner_id: str, other_id: str, reason: str) -> None:
    """Remember that two registered partners that look alike are two."""
    require(work.officer, Right.REGISTER)
    with work.store.change(N_("Two partners told apart"), work.officer.id) as session:
        record = session.get_one(Partner, partner_id)
        record.not_same_as = (*record.not_same_as, ToldApart(partner=other_id, reason=reason, by=work.officer.id))


# --- persons


def persons(store: Store, partner_id: str) -> Sequence[Person]:
    """The persons behind a partner, those not archived, by name."""
    with store.read() as session:
        query = select(Person).where(Person.partner_id == partner_id, Person.archived.is_(False)).order_by(Person.name)
        return session.scalars(query).all()


def add_person(work: Work, person: Person) -> Person:
    """Keep a person behind a partner; raises Problem without a name."""
    require(work.officer, Right.REGISTER)
    if not person.name.strip():
        raise Problem(_("A person needs a name; nothing was saved."), _("Type the name as in the identity document."))
    with work.store.change(N_("Person added"), work.officer.id) as session:
        session.add(person)
    return person


def partial_day(typed: str) -> str:
    """A day as it is kept when only its year may be known: `1984`, `1984-03` or a whole day; empty stays empty.

    Raises Problem for anything else: screening compares births, so a wrong one is worse than none.
    """
    from desktop.base.dates import NotADate, parse_date

    text = typed.strip()
    if not text or re.fullmatch(r"(1[89]|20)\d\d(-(0[1-9]|1[0-2]))?", text):
        return text
    if month := re.fullmatch(r"(0?[1-9]|1[0-2])[/.-]((?:1[89]|20)\d\d)", text):
        return f"{month[2]}-{int(month[1]):02}"
    try:
        return parse_date(text).isoformat()
    except NotADate as error:
        raise Problem(
            _("“{typed}” is not a date; nothing was saved.").format(typed=text),
            _("Write the day like 24/11/1984, or only the year."),
        ) from error


def change_person(work: Work, person_id: str, **fields: Any) -> None:
    require(work.officer, Right.REGISTER)
    with work.store.change(N_("Person changed"), work.officer.id) as session:
        _set(session.get_one(Person, person_id), fields)


def archive_person(work: Work, person_id: str) -> None:
    require(work.officer, Right.REGISTER)
    with work.store.change(N_("Person taken off"), work.officer.id) as session:
        session.get_one(Person, person_id).archived = True


def _set(record: Any, fields: dict[str, Any]) -> None:
    for name, value in fields.items():
        if getattr(record, name) != value:
            setattr(record, name, value)
