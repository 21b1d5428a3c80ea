"""Which two records of two offices are worth laying side by side: those that share what few have (`one_company`).

Compared are records that have an unusual word, all words, a domain or a number in common. Headquarters' server keeps
what each record is compared by and which are alike (`store/company_rows`), with a stamp of each office; of an office of
which something was taken in since, the records that say something else now are found by the server, and compared again.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import lru_cache
from hashlib import blake2b
from itertools import combinations
from typing import Any

from sqlalchemy import ColumnElement, Select, Text, and_, cast, func, select
from sqlalchemy.orm import Session

import desktop
from desktop.base import likeness
from desktop.base.errors import Problem
from desktop.base.progress import Progress, undisturbed
from desktop.base.text import _
from desktop.base.values import canonical, digest
from desktop.definitions.duplicates import DuplicateRules
from desktop.services.registry import identity, office_counts
from desktop.services.registry.duplicates import number_key
from desktop.services.registry.elsewhere import TOLD_GROUPS
from desktop.services.work import Work
from desktop.store import company_rows, figure_rows
from desktop.store.company_rows import ComparedCompany, LikePair
from desktop.store.figure_rows import DerivedEntry
from desktop.store.records import Partner

USUAL = 60  # records that share what tells no company from another
ROUGHLY = 80  # of 100: the likeness of two names, quickly worked out, below which they are not compared
SURE = 100  # added where they share more than a word
MANY = 50_000  # changed records, from which on all are compared anew
STEP = 2_000  # tests between two words to whoever waits
WAY = 1  # how they are kept
KEPT_AS = "companies"
LARGEST = 15  # figures of a number of sixteen that a server takes for whole
_COLUMNS = (Partner.id, Partner.office, Partner.name, Partner.other_names, Partner.registration)
_REACHED = (Partner.website, Partner.email)


@undisturbed()
def likeliest(work: Work, most: int, progress: Progress | None = None) -> Sequence[tuple[str, str]]:
    """The ids of the two records of so many pairs, the lesser first, the most alike before others.

    Records of one office, those of individuals and those that were merged into another are not compared.
    """
    anew: tuple[Sequence[ComparedCompany], Sequence[LikePair]] | None = None
    with work.store.read() as session:
        connection, stamps = session.connection(), _stamps(session, work)
        is_server = connection.dialect.name == "postgresql"
        is_there = is_server and company_rows.is_there(connection)
        stale = _stale(session, stamps) if is_there else stamps
        if not stale and is_there:
            return company_rows.likeliest(connection, most)
        may_keep = is_server and work.store.only_reading is None
        if not may_keep or not is_there or _are_many(session, work, stale):
            anew = _of_all(session, work, progress)
    if may_keep:
        with suppress(Problem), work.store.note() as session:  # what cannot be kept is compared again the next time
            if anew is None:
                _bring_up(session, work)
            else:
                company_rows.fill(session.connection(), *anew)
                _keep(session, stamps)
            return company_rows.likeliest(session.connection(), most)
    if anew is None:
        with work.store.read() as session:
            anew = _of_all(session, work, progress)
    return [pair[:2] for pair in anew[1][:most]]


def _of_all(
    session: Session, work: Work, progress: Progress | None
) -> tuple[Sequence[ComparedCompany], Sequence[LikePair]]:
    """Every record that is compared, and all pairs that are alike, the most alike first."""
    companies = _read(session, work, _compared_ones(session))
    return companies, sorted(_alike(companies, None, None, progress), key=lambda pair: (-pair.weight, *pair[:2]))


def _bring_up(session: Session, work: Work) -> None:
    """Compare again what changed in the offices of which something was taken in."""
    stamps, connection = _stamps(session, work), session.connection()
    stale = _stale(session, stamps)
    name = company_rows.NAME.c
    there = select(Partner.id).where(Partner.id == name.record, _compared_ones(session))
    gone = session.scalars(select(name.record).where(name.office.in_(stale), ~there.exists())).all()
    ids = session.scalars(_changed(session, work, stale)).all()
    changed = _read(session, work, Partner.id.in_(ids))
    again = company_rows.replace(connection, changed, gone, USUAL)
    near, tests = company_rows.beside(connection, again, USUAL)
    company_rows.add(connection, _alike(near, tests, again, None))
    _keep(session, {office: stamps[office] for office in stale})


# --- what is stale


def _way(work: Work) -> list[str | int]:
    """How records are compared."""
    return [KEPT_AS, WAY, work.definitions.duplicates.digest]


def _stamps(session: Session, work: Work) -> Mapping[str, str]:
    """Of each office, on what that rests which its records say."""
    return office_counts.stamps(session, Partner, _way(work))


def _stale(session: Session, stamps: Mapping[str, str]) -> Collection[str]:
    """The offices of which something was taken in since their records were compared."""
    kept = {own.office: own.stamp for own in figure_rows.read_in(session, stamps, [office_counts.ALWAYS], [KEPT_AS])}
    return [office for office, stamp in stamps.items() if kept.get(office) != stamp]


def _keep(session: Session, stamps: Mapping[str, str]) -> None:
    entries = [DerivedEntry(office, *office_counts.ALWAYS, KEPT_AS, stamp, "{}") for office, stamp in stamps.items()]
    figure_rows.keep_in(session, entries)


def _compared_ones(session: Session) -> ColumnElement[bool]:
    return and_(Partner.group.in_(TOLD_GROUPS), identity.is_no_merged_record(session))


def _mark(work: Work) -> ColumnElement[int]:
    """A number that is another one when a record says something else of what it is compared by, or is so otherwise."""
    way = digest(canonical([desktop.__version__, _way(work)]))
    said = func.concat_ws("\x1f", Partner.name, cast(Partner.other_names, Text), Partner.registration, *_REACHED)
    return func.hashtextextended(said, int(way[:LARGEST], 16))


def _are_many(session: Session, work: Work, stale: Collection[str]) -> bool:
    """Whether so many records changed that all are compared in less time than these."""
    changed = _changed(session, work, stale).limit(MANY + 1).subquery()
    return (session.scalar(select(func.count()).select_from(changed)) or 0) > MANY


def _changed(session: Session, work: Work, stale: Collection[str]) -> Select[str]:
    """The ids of the records of these offices that say something else than what is kept of them."""
    name = company_rows.NAME.c
    same = and_(name.record == Partner.id, name.office == Partner.office, name.mark == _mark(work))
    return (
        select(Partner.id)
        .outerjoin(company_rows.NAME, same)
        .where(Partner.office.in_(stale), _compared_ones(session), name.record.is_(None))
    )


# --- by what records are compared


def _read(session: Session, work: Work, which: ColumnElement[bool]) -> Sequence[ComparedCompany]:
    is_server = session.connection().dialect.name == "postgresql"
    query = select(*_COLUMNS, *_REACHED, *([_mark(work)] if is_server else [])).where(which)
    rules = work.definitions.duplicates
    return [_compared(tuple(row), rules) for row in session.execute(query)]


def _compared(row: Sequence[Any], rules: DuplicateRules) -> ComparedCompany:
    record, office, name, other_names, registration, website, email, *mark = row
    forms = _forms(name)
    words = {form for own in (name, *other_names) if own for form in _forms(own)}
    tests = {_test(word) for word in words}
    tests.add(_further(f"all {' '.join(sorted(forms))}"))
    if domain := rules.domain(website) or rules.domain(email):
        tests.add(_further(f"domain {domain}"))
    if number := number_key(registration):
        tests.add(_further(f"number {number}"))
    return ComparedCompany(record, office, mark[0] if mark else 0, " ".join(forms), tuple(tests))


def _forms(name: str) -> list[str]:
    return [word.forms[0] for word in likeness.words_of(likeness.composed(name)) if len(word.forms[0]) > 1]


@lru_cache(maxsize=65536)
def _test(word: str) -> int:
    """The number of a word: an even one."""
    return _number(f"word {word}") & ~1


def _further(test: str) -> int:
    """The number of what is more than a word: an odd one."""
    return _number(test) | 1


def _number(test: str) -> int:
    return int.from_bytes(blake2b(test.encode(), digest_size=8).digest(), signed=True)


def _alike(
    companies: Sequence[ComparedCompany],
    usual: Collection[int] | None,
    about: Collection[str] | None,
    progress: Progress | None,
) -> Iterator[LikePair]:
    """The pairs of records of two offices that share one of these tests (or any that few of them have), of which one
    is `about` (or any), and whose names are roughly alike, or that share more than a word."""
    from rapidfuzz.fuzz import token_set_ratio

    sharing: dict[int, list[int]] = {}
    for at, company in enumerate(companies):
        for test in company.tests if usual is None else (test for test in company.tests if test in usual):
            sharing.setdefault(test, []).append(at)
    looked_at: set[tuple[int, int]] = set()
    number = 0
    for test, places in sorted(sharing.items(), key=lambda own: not own[0] & 1):  # what is more than a word first
        if progress is not None and number % STEP == 0:
            progress.step(number, len(sharing), _("Comparing the partners of the offices"))
        number += 1
        for pair in combinations(places, 2) if len(places) <= USUAL else ():
            one, other = companies[pair[0]], companies[pair[1]]
            if one.office == other.office or pair in looked_at:
                continue
            if about is not None and one.record not in about and other.record not in about:
                continue
            looked_at.add(pair)
            weight = token_set_ratio(one.spelt, other.spelt) + (SURE if test & 1 else 0)
            if weight >= ROUGHLY:
                first, second = (one, other) if one.record < other.record else (other, one)
                yield LikePair(first.record, second.record, first.office, weight)
