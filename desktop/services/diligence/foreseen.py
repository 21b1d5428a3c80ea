"""What due diligence on a planned partnership will begin with, before any case is opened."""

from desktop.definitions.review import CaseReview
from desktop.services.diligence.facts import gather, surroundings
from desktop.services.work import Work
from desktop.store.records import Case, Partner, Partnership


def foreseen(work: Work, partner: Partner, partnership: Partnership) -> CaseReview:
    """The review of a case in which nothing is answered yet; the partnership may be one that is not saved."""
    with work.store.read() as session:
        around = surroundings(session, work.definitions, [partner], [], work.today())
    case = Case(partner_id=partner.id, partnership_id=partnership.id or "")
    facts = gather(around, work.definitions.authority, partner, partnership, case, {})
    return work.definitions.form.review({}, facts)
