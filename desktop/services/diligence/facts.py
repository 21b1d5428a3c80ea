"""The facts that rules read, gathered from the records; see `definitions.facts.VOCABULARY` for what each one is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.base.dates import months_between
from desktop.base.places import DOLLARS
from desktop.definitions.authority import Authority
from desktop.definitions.facts import Facts, FactValue
from desktop.definitions.loading import Definitions
from desktop.services.registry import dollars
from desktop.services.results import contributions
from desktop.store.records import Case, OfficeProfile, Officer, Partner, Partnership
from desktop.store.states import ContributionKind, Feature

FEATURES: Mapping[str, str] = {
    Feature.LOGO: "partnership.logo",
    Feature.SALES: "partnership.sales",
    Feature.PUBLIC: "partnership.public",
    Feature.EVENT: "partnership.event",
    Feature.PERSONAL_DATA: "partnership.personal_data",
    Feature.BENEFICIARY_CONTACT: "partnership.beneficiary_contact",
    Feature.CHILDREN: "partnership.children",
    Feature.MATCHING_FUNDS: "partnership.matching_funds",
    Feature.WORKS: "partnership.works",
    Feature.OTHER_PARTIES: "partnership.other_parties",
    Feature.OTHER_LIST_REQUIRED: "partnership.other_list_required",
}
TRAITS = {
    "state_owned": "partner.state_owned",
    "corporate_funder": "partner.corporate_funder",
    "high_impact": "partner.high_impact",
}


@dataclass(frozen=True)
class Surroundings:
    """What facts say beside the records of a case itself, read once for several cases.

    `received_usd` is by partner, over the twelve months before `today`; `profiles` and `staff`, how many officers
    have not left, are by office.
    """

    today: date
    received_usd: Mapping[str, Decimal]
    profiles: Mapping[str, OfficeProfile]
    staff: Mapping[str, int]


def surroundings(
    session: Session,
    definitions: Definitions,
    partners: Sequence[Partner],
    partnerships: Sequence[Partnership],
    today: date,
) -> Surroundings:
    """What surrounds cases on these partners and partnerships."""
    offices = {record.office for record in (*partners, *partnerships)}
    payers = {partnership.partner_id for partnership in partnerships}
    profiles: dict[str, OfficeProfile] = {}
    for profile in session.scalars(select(OfficeProfile).where(OfficeProfile.office.in_(offices))):
        profiles.setdefault(profile.office, profile)
    working = select(Officer.office, func.count()).where(Officer.office.in_(offices), Officer.left_on.is_(None))
    return Surroundings(
        today,
        contributions.received_usd_of(session, definitions, payers, contributions.year_before(today), today),
        profiles,
        {row[0]: row[1] for row in session.execute(working.group_by(Officer.office))},
    )


def gather(
    around: Surroundings,
    authority: Authority,
    partner: Partner,
    partnership: Partnership,
    case: Case,
    screening: Mapping[str, FactValue],
) -> Facts:
    """Everything known of a case. `screening` are the flat facts of its `services.screening.standing`."""
    flat: dict[str, FactValue] = {"today": around.today.isoformat(), "emergency": partnership.emergency}
    flat |= _partner(partner)
    flat |= _partnership(around, partnership)
    flat |= _office(around, partner.office)
    flat |= screening
    if case.depth_raised_to:
        flat["diligence.raised_tier"] = case.depth_raised_to
    if case.depth_reached:
        flat["diligence.reached_tier"] = case.depth_reached
    return _as_facts(authority, flat)


def of_plan(authority: Authority, partner: Partner, partnership: Partnership) -> Facts:
    """What the records say of a partner and of a planned partnership, whether saved or not, without any case."""
    return _as_facts(authority, {**_partner(partner), **_plan(partnership)})


def _as_facts(authority: Authority, flat: Mapping[str, FactValue]) -> Facts:
    stated = {name: value for name, value in flat.items() if value not in (None, "")}
    return Facts.of({**stated, "limits": authority.limits})


def _partner(partner: Partner) -> dict[str, FactValue]:
    return {
        "partner.group": partner.group,
        "partner.subtype": partner.subtype,
        "partner.country": partner.country,
        "partner.employees": partner.employees,
        "partner.founded": partner.founded,
        "partner.sectors": partner.sectors,
        "partner.supplier": partner.supplier,
        **{fact: trait in partner.traits for trait, fact in TRAITS.items()},
    }


def _partnership(around: Surroundings, partnership: Partnership) -> dict[str, FactValue]:
    received = around.received_usd.get(partnership.partner_id)
    return {
        **_plan(partnership),
        "partnership.source_12_months_usd": None if received is None else str(received),
        "partnership.office_income_share": _share(around.profiles.get(partnership.office), partnership),
        "agreement.type": partnership.agreement_type,
        "agreement.months": months_between(partnership.starts_on, partnership.ends_on),
    }


def _plan(partnership: Partnership) -> dict[str, FactValue]:
    return {
        "partnership.type": partnership.type,
        "partnership.secondary_types": partnership.other_types,
        "partnership.aims": partnership.aims,
        "partnership.valued": Decimal(partnership.value or 0) > 0,
        "partnership.value_usd": dollars.known(partnership),
        "partnership.months": months_between(partnership.starts_on, partnership.ends_on),
        "partnership.cash": ContributionKind.CASH in partnership.contribution_kinds,
        "partnership.goods": ContributionKind.GOODS in partnership.contribution_kinds,
        "partnership.services": ContributionKind.SERVICES in partnership.contribution_kinds,
        "partnership.goods_kinds": partnership.goods_kinds,
        "partnership.countries": partnership.countries,
        "partnership.themes": partnership.themes,
        **{fact: feature in partnership.features for feature, fact in FEATURES.items()},
    }


def _share(profile: OfficeProfile | None, partnership: Partnership) -> str | None:
    """The percent of the office's yearly income that this partnership would make."""
    usd = dollars.known(partnership)
    if not profile or not profile.yearly_income or not usd or profile.income_currency != DOLLARS:
        return None
    income = Decimal(profile.yearly_income)
    return str(round(Decimal(usd) * 100 / income, 2)) if income else None


def _office(around: Surroundings, office: str) -> dict[str, FactValue]:
    profile = around.profiles.get(office)
    return {
        "office.country": profile.country if profile else None,
        "office.conflict": profile.conflict_affected if profile else False,
        "office.people": around.staff.get(office, 0),
    }
