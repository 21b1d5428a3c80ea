"""Who may decide a case: the role that the decision matrix names, and nobody who prepared or reviewed the case.

This is the only rule of it: Today, the list of decisions, the page of a decision, the next step and the deed itself ask
it. `Deciders` reads what the rule needs once, for as many cases as a page shows.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.base.dates import day_in_words
from desktop.base.text import N_, _, language, pick
from desktop.definitions.authority import Authority, Route
from desktop.definitions.facts import Facts
from desktop.definitions.loading import Definitions
from desktop.definitions.review import CaseReview
from desktop.services.diligence import opinions
from desktop.services.diligence.assessments import Assessment
from desktop.services.office import delegating
from desktop.services.office.delegating import ActingFor
from desktop.services.office.rights import ROLES_WITH, Right, may
from desktop.services.registry.identity import Identities
from desktop.services.work import Work
from desktop.store.order import JournalOrder
from desktop.store.records import Answer, Case, Evidence, Officer, Ruling, ScreeningRun
from desktop.store.states import Role
from desktop.store.store import HQ

RATED: Mapping[str, str] = {"low": N_("low"), "medium": N_("medium"), "high": N_("high")}
HEADQUARTERS = frozenset({Role.HQ_REVIEWER, Role.DDG})  # their decision is a clearance, taken at Headquarters only


@dataclass(frozen=True)
class AuthorityToDecide:
    """Whether an officer may decide a case, and the sentence that says why or why not.

    `may_send_back` holds also where nobody can decide yet: whoever decides in this office may ask for the rest.
    """

    may: bool
    why: str
    route: Route
    may_send_back: bool = False
    deputy_of: ActingFor | None = None  # the delegation by which the officer decides; None in their own right


def route(definitions: Definitions, assessment: Assessment) -> Route:
    """The line of the decision matrix that this case follows."""
    return definitions.authority.route(assessment.review.facts)


@dataclass(frozen=True)
class KnownDeciders:
    """Who may decide one case: the names by role, and by role the next authority up where nobody of it may.

    `deputies` are those who stand in for one of them now, as far as what is decided may be delegated.
    """

    names: Mapping[str, Sequence[str]]
    instead: Mapping[str, str]
    deputies: Sequence[ActingFor] = ()

    def way(self, authority: Authority, way: Route) -> Route:
        """The route with the role that decides in this office."""
        role = self.instead.get(way.decides)
        if not role:
            return way
        days = max(way.target_days, authority.days_to_answer(role) if role in HEADQUARTERS else 0)
        return replace(way, decides=role, because=authority.escalated, target_days=days)

    def named(self, authority: Authority, role: str, facts: Facts) -> str:
        """A role with the names of who holds it here, and of their deputies where the matrix lets it be delegated."""
        limits = authority.delegation
        standing_in = [
            _("{deputy} on behalf of {chief} until {day}").format(
                deputy=acting.deputy.name,
                chief=acting.chief.name,
                day=day_in_words(acting.delegation.last_day, language()),
            )
            for acting in self.deputies
            if acting.chief.role == role and limits is not None and limits.when.holds(facts)
        ]
        officers, title = ", ".join((*self.names.get(role, ()), *standing_in)), pick(authority.role(role))
        return _("{role} ({names})").format(role=title, names=officers) if officers else title


def who_decides(authority: Authority, review: CaseReview, able_here: KnownDeciders) -> str:
    """Who will decide a case, and why, in one sentence; every page and paper that says it asks here.

    While no level is known it says who decides at each level that the case may come to.
    """
    if review.decidable or review.adhoc.applies:
        way = able_here.way(authority, authority.route(review.facts))
        return _one_way(authority, way, able_here.named(authority, way.decides, review.facts))
    ways: dict[str, list[str]] = {}
    routes: list[Route] = []
    named: dict[str, str] = {}
    for level, word in RATED.items():
        facts = review.facts.with_all({"diligence.level": level, "diligence.deciding": [], "diligence.adhoc": False})
        routes.append(able_here.way(authority, authority.route(facts)))
        ways.setdefault(routes[-1].decides, []).append(_(word))
        named.setdefault(routes[-1].decides, able_here.named(authority, routes[-1].decides, facts))
    if len(ways) == 1:
        return _one_way(authority, routes[0], named[routes[0].decides])
    parts = [
        _("{who} if the level is {levels}").format(who=named[role], levels=_either(levels))
        for role, levels in ways.items()
    ]
    joined = reduce(lambda first, second: _("{first}; {second}").format(first=first, second=second), parts)
    return _("Who decides: {ways}.").format(ways=joined)


def _one_way(authority: Authority, way: Route, who: str) -> str:
    reason = pick(way.because)
    if not way.decides:
        return _("Nobody can decide yet, because {reason}.").format(reason=reason)
    if not way.before:
        return _("Who decides: {who}, because {reason}.").format(who=who, reason=reason)
    reviewers = ", ".join(pick(authority.role(role)) for role in way.before)
    words = _("Who decides: {who}, after review ({reviewers}), because {reason}.")
    return words.format(who=who, reviewers=reviewers, reason=reason)


def _either(words: Sequence[str]) -> str:
    return reduce(lambda first, second: _("{first} or {second}").format(first=first, second=second), words)


def preparers(session: Session, cases: Sequence[Case]) -> Mapping[str, frozenset[str]]:
    """By case, everybody who prepared or edited it: who answered, attached, searched in the lists or ruled on a match.

    Those who only confirmed a ruling did not prepare the case. A ruling made before the case was opened is not of it:
    the case names those that were known then; one of a version before 0.3 comes after what its device wrote earlier.
    """
    if not cases:
        return {}
    identities = Identities.read_in(session)
    ids, partners = [case.id for case in cases], identities.all_records(case.partner_id for case in cases)
    hands: dict[str, set[str]] = {case.id: {case.opened_by, case.submitted_by} for case in cases}
    for query in (
        select(Answer.case_id, Answer.author).where(Answer.case_id.in_(ids)).distinct(),
        select(Evidence.case_id, Evidence.added_by).where(Evidence.case_id.in_(ids)).distinct(),
        select(ScreeningRun.case_id, ScreeningRun.run_by).where(ScreeningRun.case_id.in_(ids)).distinct(),
    ):
        for case_id, officer_id in session.execute(query):
            hands[str(case_id)].add(officer_id)
    ruled = session.execute(
        select(Ruling.id, Ruling.partner_id, Ruling.ruled_by).where(Ruling.partner_id.in_(partners))
    )
    of_partner: dict[str, list[tuple[str, str]]] = {}
    for ruling_id, partner_id, officer_id in ruled:
        of_partner.setdefault(identities.partner(partner_id), []).append((ruling_id, officer_id))
    order = JournalOrder.of(session, Case, ids) if of_partner else JournalOrder({})
    order = order.and_of(session, Ruling, [ruling_id for rulings in of_partner.values() for ruling_id, _by in rulings])
    for case in cases:
        hands[case.id] |= {
            officer_id
            for ruling_id, officer_id in of_partner.get(identities.partner(case.partner_id), ())
            if ruling_id not in case.rulings_before and not order.stands_before(ruling_id, case.id)
        }
    return {case_id: frozenset(officers - {""}) for case_id, officers in hands.items()}


class Deciders:
    """The officers of this office who decide, and who of them took part in these cases: read once."""

    def __init__(self, session: Session, work: Work, cases: Sequence[Case]) -> None:
        self._definitions = work.definitions
        self._at_headquarters = work.store.identity.office == HQ
        self._prepared = preparers(session, cases)
        spoken = opinions.of_cases(session, [case.id for case in cases])
        self._reviewed = {
            case.id: {one.given_by for one in opinions.counting(case, spoken.get(case.id, ())).values()}
            for case in cases
        }
        query = select(Officer).where(Officer.role.in_(ROLES_WITH[Right.DECIDE])).order_by(Officer.role, Officer.name)
        self._ever = session.scalars(query).all()
        self._officers = [officer for officer in self._ever if not officer.left_on]
        self._deputies = delegating.in_force(session, work)

    def is_barred(self, officer: Officer, case: Case) -> bool:
        """Whether separation of duties keeps this officer from deciding the case."""
        return self._bar(officer, case) is not None

    def of(self, officer: Officer, assessment: Assessment) -> AuthorityToDecide:
        """Whether this officer may decide, in their own right or on behalf of somebody who is away.

        Role first, then separation of duties.
        """
        able_here = self.deciders_of(assessment.case)
        way = able_here.way(self._definitions.authority, route(self._definitions, assessment))
        own = self._in_own_right(officer, assessment, able_here, way)
        if own.may:
            return own
        for acting in self._deputies:
            if acting.deputy.id == officer.id and acting.chief.role == way.decides:
                return self._on_behalf(acting, assessment, able_here, way)
        return own

    def _in_own_right(
        self, officer: Officer, assessment: Assessment, able_here: KnownDeciders, way: Route
    ) -> AuthorityToDecide:
        matrix = route(self._definitions, assessment)
        bar = self._bar(officer, assessment.case)
        returns = bar is None and may(officer, Right.DECIDE) and (officer.role in HEADQUARTERS) == self._at_headquarters
        if not way.decides:
            why = _("Nobody can decide while answers are missing or unknown.")
            return AuthorityToDecide(False, why, way, returns)
        who = able_here.named(self._definitions.authority, way.decides, assessment.review.facts)
        if bar is not None and officer.role in (way.decides, matrix.decides):
            why = _("You took part in this case. {reason} The decision belongs to {who}.").format(reason=bar, who=who)
            return AuthorityToDecide(False, why, way)
        if officer.role != way.decides or not may(officer, Right.DECIDE):
            why = _("This decision exceeds your authority: it belongs to {role}.").format(role=who)
            return AuthorityToDecide(False, why, way, returns)
        if way.decides in HEADQUARTERS and not self._at_headquarters:
            why = _("This decision is taken at Headquarters: send the case with the next bundle.")
            return AuthorityToDecide(False, why, way)
        why = _("Your authority covers this case: {why}").format(why=pick(way.why[0]))
        return AuthorityToDecide(True, why, way, True)

    def _on_behalf(
        self, acting: ActingFor, assessment: Assessment, able_here: KnownDeciders, way: Route
    ) -> AuthorityToDecide:
        """What a deputy may: what the matrix lets be delegated, of a case that neither of the two took part in."""
        case, limits = assessment.case, self._definitions.authority.delegation
        who = able_here.named(self._definitions.authority, way.decides, assessment.review.facts)
        bar = self._bar(acting.deputy, case) or self._bar(acting.chief, case)
        if bar is not None:
            why = _("{reason} The decision belongs to {who}.").format(reason=bar, who=who)
            return AuthorityToDecide(False, why, way, False, acting)
        elsewhere = (acting.chief.role in HEADQUARTERS) != self._at_headquarters
        if elsewhere or limits is None or not limits.when.holds(assessment.review.facts):
            why = _("This decision cannot be delegated: it belongs to {role}.").format(role=who)
            return AuthorityToDecide(False, why, way, False, acting)
        day = day_in_words(acting.delegation.last_day, language())
        why = _("You decide on behalf of {chief}, who is away until {day}: {why}")
        why = why.format(chief=acting.chief.name, day=day, why=pick(way.why[0]))
        return AuthorityToDecide(True, why, way, True, acting)

    def able(self, assessment: Assessment) -> Sequence[Officer]:
        """The officers here who may decide the case, or at least send it back; those who decide come first."""
        standing_in = {acting.deputy.id: acting.deputy for acting in self._deputies}
        officers = {officer.id: officer for officer in self._officers} | standing_in
        standings = [(self.of(officer, assessment), officer) for officer in officers.values()]
        able = [(authority, officer) for authority, officer in standings if authority.may or authority.may_send_back]
        return [officer for _authority, officer in sorted(able, key=lambda pair: not pair[0].may)]

    def decides(self, officer: Officer) -> bool:
        """Whether this officer decides cases here at all: by role, or as a deputy now."""
        return may(officer, Right.DECIDE) or any(acting.deputy.id == officer.id for acting in self._deputies)

    def _bar(self, officer: Officer, case: Case) -> str | None:
        """Why separation of duties keeps this officer from deciding; None when it does not."""
        took_part = {
            "prepared": self._prepared[case.id],
            "reviewed": {case.reviewed_by, *self._reviewed[case.id]} - {""},
        }
        bar = self._definitions.authority.barred(officer.id, "decides", took_part)
        return pick(bar) if bar is not None else None

    def deciders_of(self, case: Case) -> KnownDeciders:
        """The officers of the case's office and of Headquarters who may decide it, and who decides in whose place."""
        names: dict[str, list[str]] = {}
        for officer in self._officers:
            if officer.office in (case.office, HQ) and not self.is_barred(officer, case):
                names.setdefault(officer.role, []).append(officer.name)
        ladder = self._definitions.authority.ladder
        holding = {officer.role for officer in self._ever if officer.office == case.office}
        instead = {
            role: next(up for up in ladder[at + 1 :] if up in HEADQUARTERS or up in names)
            for at, role in enumerate(ladder)
            if role in holding and role not in names and role not in HEADQUARTERS
        }
        deputies = [
            acting
            for acting in self._deputies
            if acting.chief.office in (case.office, HQ)
            and not self.is_barred(acting.chief, case)
            and not self.is_barred(acting.deputy, case)
        ]
        return KnownDeciders(names, instead, deputies)


def authority_to_decide(work: Work, assessment: Assessment) -> AuthorityToDecide:
    """Whether the officer at work may decide this one case."""
    with work.store.read() as session:
        return Deciders(session, work, [assessment.case]).of(work.officer, assessment)


def deciders(work: Work, assessment: Assessment) -> Sequence[Officer]:
    """The officers here who may decide this one case, or at least send it back."""
    with work.store.read() as session:
        return Deciders(session, work, [assessment.case]).able(assessment)
