"""Everything that the page of one partner shows, read together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from desktop.services import merging, next_step
from desktop.services.agreements import earlier, realised, receiving
from desktop.services.agreements.realised import RealisedDifference
from desktop.services.diligence import freezing, incidents, inherited, papers, verdicts
from desktop.services.diligence.freezing import Freeze
from desktop.services.diligence.inherited import InheritedFlag
from desktop.services.diligence.papers import PartnerPaper
from desktop.services.merging import FormerRecord
from desktop.services.next_step import NextStep
from desktop.services.office import people
from desktop.services.registry import corporate_group, identity, meetings, partner_list, partners
from desktop.services.results import activities, delivery_risks, function_costs, innovations, lessons, visibility
from desktop.services.work import Work
from desktop.store.records import (
    Activity,
    Agreement,
    Case,
    Contribution,
    DeliveryRisk,
    EarlierAgreement,
    FunctionCost,
    Incident,
    Interaction,
    Lesson,
    Partner,
    Partnership,
    Person,
    Result,
    Verdict,
    VisibilityUse,
)


@dataclass(frozen=True)
class DecidedCase:
    """A case with the title of its partnership and its last decision, when there is one."""

    case: Case
    title: str
    verdict: Verdict | None


@dataclass(frozen=True)
class PartnerPage:
    """A partner with all that hangs on it.

    `level` is the risk level said last, empty before one; `officers` are the names of the officers by id.
    """

    partner: Partner
    above: tuple[Partner, ...]  # the companies it belongs to, its parent first
    below: tuple[Partner, ...]  # its subsidiaries
    persons: tuple[Person, ...]
    partnerships: tuple[Partnership, ...]
    cases: tuple[DecidedCase, ...]
    agreements: tuple[Agreement, ...]
    level: str
    officers: Mapping[str, str]
    next: NextStep
    incidents: tuple[Incident, ...]
    frozen: tuple[Freeze, ...]  # what stands against its partnerships
    papers: Sequence[PartnerPaper]  # kept with it
    contacts: tuple[Interaction, ...]  # the latest first
    contributions: tuple[Contribution, ...]  # the latest first
    signed_before: tuple[EarlierAgreement, ...]  # the latest first
    inherited: Sequence[InheritedFlag]  # what stands against the companies above it
    spent: tuple[FunctionCost, ...]  # time and money, the latest first
    activities: tuple[Activity, ...]  # the latest first
    innovations: tuple[Result, ...]
    uses: tuple[VisibilityUse, ...]  # names and emblems that are shown
    risks: tuple[DeliveryRisk, ...]  # of its partnerships under way
    lessons: tuple[Lesson, ...]
    merged: tuple[FormerRecord, ...]  # records that became one with it, the last first

    @property
    def realised(self) -> Sequence[tuple[Partnership, RealisedDifference]]:
        """The partnerships for which something arrived, each with what parts it from its plan in US dollars."""
        differences = ((planned, realised.of_partnership(planned, self.contributions)) for planned in self.partnerships)
        return [(planned, difference) for planned, difference in differences if difference is not None]


def read(work: Work, partner_id: str) -> PartnerPage:
    """The page of a partner, for this officer on this day. Raises NoResultFound for an id that is not known here."""
    with work.store.read() as session:
        partner = identity.partner_in(session, partner_id)
        partner_id, own = partner.id, identity.records(session, partner_id)
        companies = corporate_group.ancestors_of(session, [partner_id]).get(partner_id, ())
        above, below = tuple(company.partner for company in companies), tuple(partners.children_in(session, own))
        flags = inherited.flags_of(session, work, [partner_id]).get(partner_id, ()) if above else ()
        behind = select(Person).where(Person.partner_id.in_(own), Person.archived.is_(False))
        persons = tuple(session.scalars(behind.order_by(Person.role_ended > "", Person.name)))
        planned = select(Partnership).where(Partnership.partner_id.in_(own), Partnership.archived.is_(False))
        partnerships = tuple(session.scalars(planned.order_by(Partnership.title)))
        opened = select(Case).where(Case.partner_id.in_(own), Case.archived.is_(False))
        cases = session.scalars(opened.order_by(Case.opened_on.desc(), Case.number.desc())).all()
        written = select(Agreement).where(Agreement.partner_id.in_(own), Agreement.archived.is_(False))
        agreements = tuple(session.scalars(written.order_by(Agreement.reference.desc())))
        titles = {partnership.id: partnership.title for partnership in partnerships}
        decided_last = verdicts.latest_of(session, [case.id for case in cases])
        level = partner_list.level_in(session, partner_id)
        officers = people.names_in(session)
        step = next_step.next_step_in(session, work, partner)
        recorded = tuple(incidents.of_partner(session, partner_id))
        in_drawer = papers.of_partner_in(session, partner_id)
        contacts = tuple(meetings.of_partner(session, partner_id))
        contributions = tuple(receiving.of_partner(session, partner_id))
        signed_before = tuple(earlier.of_partner(session, partner_id))
        spent = tuple(function_costs.of_partner(session, partner_id))
        came = (
            tuple(activities.of_partner(session, own)),
            tuple(innovations.of_partner(session, own)),
            tuple(visibility.of_partner(session, own)),
            tuple(delivery_risks.of_partner(session, own)),
            tuple(lessons.of_partner(session, own)),
        )
        former = tuple(merging.merged_records_in(session, partner_id))
        against = freezing.of_partnerships(session, work, partnerships, work.today())
    decided = tuple(DecidedCase(case, titles.get(case.partnership_id, ""), decided_last.get(case.id)) for case in cases)
    frozen = tuple(freeze for freezes in against.values() for freeze in freezes)
    shown = (partner, above, below, persons, partnerships, decided, agreements, level, officers, step)
    return PartnerPage(
        *shown, recorded, frozen, in_drawer, contacts, contributions, signed_before, flags, spent, *came, former
    )
