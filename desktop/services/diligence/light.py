"""Whether a decided partnership went the light route and still would: what it may then be spared."""

from sqlalchemy.orm import Session

from desktop.definitions.terms import Depth, Level
from desktop.services.diligence.facts import gather, surroundings
from desktop.services.work import Work
from desktop.store.records import Case, Partner, Partnership, Verdict


def holds(session: Session, work: Work, partner: Partner, partnership: Partnership, decision: Verdict | None) -> bool:
    """Whether a decision rests on the light route, and the partnership is still one of those that it is for.

    The decision says how deep was looked and that nothing was rated above low; whether the route is open is asked of
    the records of today, by the rule of the questionnaire: what is added since closes it.
    """
    brief = decision.brief if decision is not None else None
    if brief is None or brief.tier != Depth.BASIC or brief.outcome.inherent != Level.LOW:
        return False
    around = surroundings(session, work.definitions, [partner], [partnership], work.today())
    case = Case(partner_id=partner.id, partnership_id=partnership.id)
    facts = gather(around, work.definitions.authority, partner, partnership, case, {})
    return work.definitions.form.light.when.holds(facts)
