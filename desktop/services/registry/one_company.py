"""One company in the records of several offices, where no number decides it: a person at Headquarters says so.

The rule is `global_key`; what it does not decide is proposed here, with what speaks for and against, and ruled on once
for each two records. No office’s record is altered, and none names another’s: what follows is told to the offices as
`known_to`. A ruling is taken back as it was given, and the journal holds each.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.base.errors import Problem
from desktop.base.progress import Progress
from desktop.base.text import N_, _
from desktop.base.values import digest
from desktop.definitions.duplicates import DuplicateRules
from desktop.services.office.believed_clock import sealing_clock
from desktop.services.office.rights import Right, require
from desktop.services.registry import company_candidates, duplicates, identity
from desktop.services.registry.duplicates import ALIKE, number_key
from desktop.services.registry.global_key import Companies, global_key
from desktop.services.registry.partners import set_fields
from desktop.services.work import Work
from desktop.store.records import CompanyRuling, Officer, Partner
from desktop.store.references import chunks
from desktop.store.states import RulingKind

RULED = N_("Ruled whether two offices’ partners are one company")
MOST = 1_000  # pairs of one list
COMPARED = 4 * MOST  # pairs that are looked at closely, the likeliest by a quick look
COLUMNS = (
    *(Partner.id, Partner.office, Partner.name, Partner.other_names, Partner.country, Partner.city),
    *(
        Partner.registration,
        Partner.lei,
        Partner.website,
        Partner.email,
        Partner.group,
        Partner.stage,
        Partner.archived,
    ),
)


class Sign(StrEnum):
    """What speaks for two records being one company, or against it."""

    NAME = "name"
    NUMBER = "number"
    LEI = "lei"
    DOMAIN = "domain"
    COUNTRY = "country"
    CITY = "city"
    GROUP = "group"


@dataclass(frozen=True)
class CompanyRecord:
    """One office’s record of a company, with what tells it from others; `domain` is that of its web or mail address."""

    id: str
    office: str
    name: str
    other_names: tuple[str, ...]
    country: str
    city: str
    registration: str
    lei: str
    domain: str
    website: str
    group: str
    stage: str
    archived: bool

    @property
    def key(self) -> str:
        """Its global key by its numbers alone."""
        return global_key(self.id, self.lei, self.country, self.registration)

    @property
    def names(self) -> tuple[str, ...]:
        """All its names, its own first."""
        return (self.name, *self.other_names)


@dataclass(frozen=True)
class CompanyPair:
    """Two offices’ records that may be one company: how alike their names are (0..1), and what speaks for and against.

    `ruling` is empty until somebody ruled on the two.
    """

    first: CompanyRecord
    second: CompanyRecord
    score: float
    speaks_for: frozenset[Sign]
    speaks_against: frozenset[Sign]
    ruling: RulingKind | str = ""
    reason: str = ""
    ruled_by: str = ""
    ruled_on: str = ""

    @property
    def key(self) -> str:
        """The ids of the two."""
        return f"{self.first.id} {self.second.id}"


@dataclass(frozen=True)
class GivenRuling:
    """What was said of two records; an empty `ruling` takes back what was said before."""

    ruling: RulingKind | str = ""
    reason: str = ""


def rule(work: Work, records: Sequence[str], said: GivenRuling) -> GivenRuling:
    """Say whether two offices’ records are one company, and give back what was said before; at Headquarters alone.

    Raises Problem without a reason, for two records of one office, whose to say it is, and where it contradicts what
    was said of others, or what their numbers say.
    """
    require(work.officer, Right.HEADQUARTERS)
    day = sealing_clock(work).today().isoformat()
    if said.ruling and not said.reason.strip():
        raise Problem(
            _("The reason is missing; nothing was recorded."),
            _("Say in a few words what you rest it on."),
            code="ruling-without-reason",
        )
    first, second = sorted(records)
    with work.store.change(RULED, work.officer.id) as session:
        partners = [identity.partner_in(session, record) for record in (first, second)]
        if partners[0].office == partners[1].office:
            raise Problem(
                _("Both records are of one office; nothing was recorded."),
                _("The office merges its own records. Write to it."),
                code="records-of-one-office",
            )
        row = session.get(CompanyRuling, _id(first, second))
        if row is None:
            row = CompanyRuling(id=_id(first, second), partner_id=first, other_id=second)
            session.add(row)
        before = GivenRuling(row.ruling, row.reason)
        ruling = {"ruling": said.ruling, "reason": said.reason.strip()}
        by = {"ruled_by": work.officer.id, "ruled_on": day} if said.ruling else {"ruled_by": "", "ruled_on": ""}
        set_fields(row, {**ruling, **by})
        session.flush()
        _require_no_contradiction(session)
    return before


def _id(first: str, second: str) -> str:
    """The id of the ruling on two records, the same for whoever rules on them."""
    return digest(b"one company", first.encode(), second.encode())[:32]


def _require_no_contradiction(session: Session) -> None:
    """Raise Problem where two records that were told apart would be one company by way of others."""
    companies = Companies.read_in(session)
    apart = select(CompanyRuling).where(CompanyRuling.ruling == RulingKind.NOT_SAME)
    for row in session.scalars(apart):
        first, second = (session.get(Partner, record) for record in (row.partner_id, row.other_id))
        if first is None or second is None or companies.key_of(first) != companies.key_of(second):
            continue
        raise Problem(
            _("“{name}” ({office}) and “{other}” ({elsewhere}) are told apart; nothing was recorded.").format(
                name=first.name, office=first.office, other=second.name, elsewhere=second.office
            ),
            _("Look at the two first: by this ruling, or by their numbers, they would be one company."),
            code="ruling-contradicts",
        )


# --- what may be the same


def pair(work: Work, records: Sequence[str]) -> CompanyPair:
    """Two records side by side; raises NoResultFound for an id that is not known here."""
    first, second = sorted(records)
    with work.store.read() as session:
        rules, rulings = work.definitions.duplicates, _rulings(session)
        sides = [_record(session.get_one(Partner, record), rules) for record in (first, second)]
    return _ruled(_compared(*sides), rulings)


def pairs(work: Work, progress: Progress | None = None) -> tuple[CompanyPair, ...]:
    """Those on which somebody ruled, and those that may be one company and of which neither a number nor a ruling says
    so: the likeliest first, at most MOST. Records of one office, and those of individuals, are not compared."""
    likeliest = company_candidates.likeliest(work, COMPARED, progress)
    rules = work.definitions.duplicates
    with work.store.read() as session:
        rulings, companies = _rulings(session), Companies.read_in(session)
        named = {i for two in likeliest for i in two} | {i for two in rulings for i in two}
        every = {
            row.id: _record(row, rules)
            for some in chunks(sorted(named))
            for row in session.execute(select(*COLUMNS).where(Partner.id.in_(some)))
        }
    ruled = [
        _ruled(_compared(every[row.partner_id], every[row.other_id]), rulings)
        for row, _name in rulings.values()
        if row.ruling and row.partner_id in every and row.other_id in every
    ]
    settled = {pair.key for pair in ruled}
    likely = []
    for one, other in likeliest:
        first, second = every.get(one), every.get(other)
        if first is None or second is None or companies.key(first.key) == companies.key(second.key):
            continue
        pair = _compared(first, second)
        if pair.key not in settled and (pair.score >= ALIKE or {Sign.NUMBER, Sign.DOMAIN} & pair.speaks_for):
            likely.append(pair)
    likely.sort(key=lambda pair: (-_weight(pair), pair.first.name, pair.key))
    ruled.sort(key=lambda pair: (pair.first.name, pair.key))
    return (*ruled, *likely[:MOST])


def _weight(pair: CompanyPair) -> float:
    return pair.score + 0.3 * len(pair.speaks_for - {Sign.NAME}) - 0.3 * len(pair.speaks_against)


def _compared(first: CompanyRecord, second: CompanyRecord) -> CompanyPair:
    alike = (duplicates.likeness(name, second.names, first.group) for name in first.names if name)
    score = max(alike, default=0.0)
    both = Counter({Sign.NAME: 1 if score >= ALIKE else -1})
    own, others = number_key(first.registration), number_key(second.registration)
    if own and others:
        both[Sign.NUMBER] = 1 if own == others else -1 if first.country == second.country else 0
    if first.lei and second.lei:
        both[Sign.LEI] = 1 if number_key(first.lei) == number_key(second.lei) else -1
    for sign, own_says, other_says in (
        (Sign.DOMAIN, first.domain, second.domain),
        (Sign.COUNTRY, first.country, second.country),
        (Sign.GROUP, first.group, second.group),
    ):
        if own_says and other_says:
            both[sign] = 1 if own_says == other_says else -1
    if first.city and second.city and first.city.casefold() == second.city.casefold():
        both[Sign.CITY] = 1
    if both[Sign.GROUP] > 0:
        del both[Sign.GROUP]  # which most have in common
    speaks_for = frozenset(sign for sign, says in both.items() if says > 0)
    against = frozenset(sign for sign, says in both.items() if says < 0)
    return CompanyPair(first, second, score, speaks_for, against)


def _record(row: Any, rules: DuplicateRules) -> CompanyRecord:
    return CompanyRecord(
        row.id,
        row.office,
        row.name,
        tuple(name for name in row.other_names if name),
        row.country,
        row.city,
        row.registration,
        row.lei,
        rules.domain(row.website) or rules.domain(row.email),
        row.website,
        row.group,
        str(row.stage),
        row.archived,
    )


def _rulings(session: Session) -> Mapping[tuple[str, str], tuple[CompanyRuling, str]]:
    """What was ruled, by the two records, with the name of who ruled."""
    query = select(CompanyRuling, Officer.name).outerjoin(Officer, Officer.id == CompanyRuling.ruled_by)
    return {(row.partner_id, row.other_id): (row, name or "") for row, name in session.execute(query)}


def _ruled(pair: CompanyPair, rulings: Mapping[tuple[str, str], tuple[CompanyRuling, str]]) -> CompanyPair:
    """The pair with what was ruled on it, if anything was."""
    row, name = rulings.get((pair.first.id, pair.second.id), (None, ""))
    if row is None or not row.ruling:
        return pair
    return replace(pair, ruling=row.ruling, reason=row.reason, ruled_by=name, ruled_on=row.ruled_on)
