"""A screening with whom and what it is about, read for a whole page at once."""

from collections.abc import Mapping
from dataclasses import dataclass

from desktop.services.office import people
from desktop.services.screening import standing
from desktop.services.screening.standing import ScreeningState
from desktop.services.work import Work
from desktop.store.records import Case, Partner


@dataclass(frozen=True)
class ScreeningOverview:
    """Where a screening stands; `case` is None for a partner searched outside a case, `names` are the officers'."""

    case: Case | None
    partner: Partner
    state: ScreeningState
    names: Mapping[str, str]


def of_case(work: Work, case_id: str) -> ScreeningOverview:
    """The screening of a case; raises NoResultFound for one that is not known here."""
    with work.store.read() as session:
        case = session.get_one(Case, case_id)
        partner = session.get_one(Partner, case.partner_id)
        state = standing.case_state(session, case, work.today())
        return ScreeningOverview(case, partner, state, people.names_in(session))


def of_partner(work: Work, partner_id: str) -> ScreeningOverview:
    """The screening of a partner outside a case; raises NoResultFound for one that is not known here."""
    with work.store.read() as session:
        partner = session.get_one(Partner, partner_id)
        state = standing.partner_state(session, partner_id, work.today())
        return ScreeningOverview(None, partner, state, people.names_in(session))
