"""Groups of companies: who is above whom, and that what stands against a company is inherited below it (¶21)."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from desktop.base.office_codes import HQ
from desktop.base.values import new_id, today
from desktop.definitions.follow_up import FrozenDeed
from desktop.services.diligence import assessments, brief, decisions, freezing, incidents, inherited
from desktop.services.diligence.incidents import NewIncident
from desktop.services.diligence.inherited import FlagKind
from desktop.services.registry import corporate_group, partners
from desktop.services.screening import subjects
from desktop.services.work import Work
from desktop.store.records import Case, Decision, Partner, Partnership, Ruling
from desktop.store.states import DecisionOutcome, IncidentEnd, RulingKind
from desktop.store.store import Identity
from tests.agreed import Agreed, agreed, agreed_folder
from tests.makers import on
from tests.refusal import refused

__all__ = ["agreed", "agreed_folder"]


def company(work: Work, name: str, parent: str | None = None) -> str:
    return partners.register(work, Partner(name=name, parent_id=parent)).id


@pytest.fixture
def group(agreed: Agreed) -> tuple[Agreed, str, str, str]:
    """The office; the partner decided on, its parent, and the company above that."""
    with agreed.office.store.read() as session:
        partner = session.get_one(Partnership, agreed.partnership).partner_id
    top = company(agreed.office.work, "Holding Sahel")
    parent = company(agreed.office.work, "Sahel Câbles International", top)
    corporate_group.set_parent(agreed.office.work, partner, parent)
    return agreed, partner, parent, top


def flags(agreed: Agreed, partner: str) -> list[tuple[FlagKind, str]]:
    with agreed.office.store.read() as session:
        found = inherited.flags_of(session, agreed.office.work, [partner]).get(partner, ())
        return [(flag.kind, flag.company) for flag in found]


def frozen_by_group(agreed: Agreed) -> bool:
    against = freezing.of_partnership(on(agreed.office, today()), agreed.partnership)
    return freezing.GROUP in {freeze.kind for freeze in against}


def test_the_companies_above_are_told_the_nearest_first(group: tuple[Agreed, str, str, str]) -> None:
    agreed, partner, parent, top = group
    with agreed.office.store.read() as session:
        above = corporate_group.ancestors_of(session, [partner, parent, top])
        assert {id_: [company.partner.id for company in companies] for id_, companies in above.items()} == {
            partner: [parent, top],
            parent: [top],
        }
        assert [child.id for child in partners.children_in(session, [parent])] == [partner]
        searched = {subject.id: subject.role for subject in subjects.subjects(session, partner)}
    assert searched[parent] == searched[top] == subjects.PARENT


def test_nobody_is_above_itself(group: tuple[Agreed, str, str, str]) -> None:
    agreed, partner, parent, top = group
    work = agreed.office.work
    for below, above in ((top, partner), (parent, partner), (top, parent), (partner, partner)):
        with refused("parent-below"):
            corporate_group.set_parent(work, below, above)
    with agreed.office.store.change("Two laptops made a circle", work.officer.id) as session:
        session.get_one(Partner, top).parent_id = partner
    with agreed.office.store.read() as session:
        above = corporate_group.ancestors_of(session, [partner, top])
        assert [company.partner.id for company in above[partner]] == [parent, top]
        assert [company.partner.id for company in above[top]] == [partner, parent]
        assert len(subjects.subjects(session, partner)) == len(
            {subject.id for subject in subjects.subjects(session, partner)}
        )
    corporate_group.set_parent(work, top, None)  # and the circle can be opened
    assert not flags(agreed, partner)


def test_what_stands_against_a_company_above_is_inherited_until_it_is_settled_there(
    group: tuple[Agreed, str, str, str],
) -> None:
    agreed, partner, parent, top = group
    work = on(agreed.office, today())
    assert flags(agreed, partner) == [] and not frozen_by_group(agreed)
    incident = incidents.record(work, NewIncident(top, "press", "Un article."))
    assert flags(agreed, partner) == [(FlagKind.INCIDENT, "Holding Sahel")] == flags(agreed, parent)
    assert flags(agreed, top) == []  # its own, and not inherited
    assert frozen_by_group(agreed)
    with refused("partnership-frozen"):
        decisions.require_in_force(work, agreed.partnership, today(), FrozenDeed.FINAL)
    chief, _seal = agreed.chief
    incidents.end(work.acting_as(chief), incident.id, IncidentEnd.LIFTED, "Démenti publié.")
    assert flags(agreed, partner) == [] and not frozen_by_group(agreed)


def test_every_kind_of_flag_is_told_the_gravest_first(group: tuple[Agreed, str, str, str]) -> None:
    agreed, partner, parent, top = group
    work = on(agreed.office, today())
    incidents.record(work, NewIncident(parent, "press", "Un article."))
    planned = Partnership(partner_id=parent, title="Antennes")
    case = Case(partner_id=parent, partnership_id=planned.id, state="decided")
    with agreed.office.store.change("Flags for a test", work.officer.id) as session:
        session.add_all([planned, case])
        session.add(
            Decision(
                case_id=case.id,
                partner_id=parent,
                outcome=DecisionOutcome.REFUSED,
                decided_at="2026-01-02T10:00:00.000Z",
            )
        )
        session.add(Ruling(partner_id=top, subject=top, ruling=RulingKind.SAME, reason="C’est elle."))
    with as_headquarters(agreed), agreed.office.store.change("Warned", work.officer.id, office="SN10") as session:
        session.get_one(Partner, top).watch_note = "Ne rien signer."
    assert flags(agreed, partner) == [
        (FlagKind.LISTED, "Holding Sahel"),
        (FlagKind.REFUSED, "Sahel Câbles International"),
        (FlagKind.INCIDENT, "Sahel Câbles International"),
        (FlagKind.WARNING, "Holding Sahel"),
    ]
    with agreed.office.store.read() as session:
        own = session.query(Case).filter(Case.partnership_id == agreed.partnership).one()
    sheet = brief.sheet(work, assessments.read(work, own.id), "fr")
    assert "Hérité du groupe\u00a0: Holding Sahel\u00a0: avertissement du Siège (Ne rien signer.)" in sheet.risks
    assert [freeze.kind for freeze in stands_on_today(agreed)].count(freezing.GROUP) == 1


def test_a_decision_in_spite_of_it_holds_for_what_was_known_then(group: tuple[Agreed, str, str, str]) -> None:
    agreed, _partner, parent, _top = group
    work, (chief, _seal) = on(agreed.office, today()), agreed.chief
    incidents.record(work, NewIncident(parent, "press", "Un article."))
    (freeze,) = [
        freeze for freeze in freezing.of_partnership(work, agreed.partnership) if freeze.kind == freezing.GROUP
    ]
    taken_up = incidents.take_up(work, freeze, "Sans lien avec nos activités.")
    incidents.end(work.acting_as(chief), taken_up.id, IncidentEnd.LIFTED, "Le partenaire n’est pas concerné.")
    assert not frozen_by_group(agreed)
    incidents.record(work, NewIncident(parent, "charge", "Une mise en examen."))
    assert frozen_by_group(agreed)  # something else stands now


@contextmanager
def as_headquarters(agreed: Agreed) -> Iterator[None]:
    """The same records as Headquarters holds them."""
    store, own = agreed.office.store, agreed.office.store.identity
    store.identity = Identity(own.device, HQ)
    yield
    store.identity = own


def stands_on_today(agreed: Agreed) -> list[freezing.Freeze]:
    with agreed.office.store.read() as session:
        against = freezing.against_everybody(session, on(agreed.office, today()))
        return [freeze for _partnership, freezes in against for freeze in freezes]


def test_an_unknown_parent_is_above_nobody(agreed: Agreed) -> None:
    """A bundle may bring a subsidiary before its parent."""
    alone = company(agreed.office.work, "Filiale", new_id())
    with agreed.office.store.read() as session:
        assert corporate_group.ancestors_of(session, [alone]) == {}
