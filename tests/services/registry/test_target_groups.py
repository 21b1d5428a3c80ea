"""The four target groups of ¶28: each with its own facts, and with its own rule on who is recorded by name."""

from pathlib import Path

import pytest

from desktop.definitions.loading import Definitions
from desktop.definitions.strategy import FACTS_OF_SOME_GROUPS, PERSON_ROLES, Strategy
from desktop.office import Office
from desktop.screening.entries import EntryKind
from desktop.services.agreements import proposals
from desktop.services.diligence import registered
from desktop.services.registry import partner_persons, partners
from desktop.services.screening import subjects
from desktop.store.records import Agreement, Partner, Partnership, Person
from desktop.store.states import PersonRole
from tests.refusal import refused


@pytest.fixture
def strategy(office: Office) -> Strategy:
    return office.definitions.strategy


def registered_partner(office: Office, group: str, **fields: object) -> Partner:
    return partners.register(office.work, Partner(name="Awa Diop", group=group, country="SN", **fields))


def test_an_individual_is_never_asked_for_a_register_of_companies(strategy: Strategy) -> None:
    group = strategy.group("HNW")
    assert not any(group.asks(fact) for fact in ("registration", "lei", "founded", "employees", "traits"))
    assert group.asks("birth_date") and group.asks("nationality") and group.asks("name")


@pytest.mark.parametrize("code", ["ENT", "FOA", "PUB"])
def test_only_an_individual_is_asked_when_it_was_born(strategy: Strategy, code: str) -> None:
    assert not strategy.group(code).asks("birth_date") and not strategy.group(code).asks("nationality")


def test_every_fact_and_every_role_belongs_to_some_group(strategy: Strategy) -> None:
    assert {fact for group in strategy.groups for fact in group.facts} == set(FACTS_OF_SOME_GROUPS)
    assert {role for group in strategy.groups for role in group.persons} == set(PERSON_ROLES) == set(PersonRole)


@pytest.mark.parametrize("roles", [[], ["owner"], ["director"], ["signatory"], ["contact", "owner"]])
def test_nobody_who_gives_is_recorded_by_name_in_a_campaign(office: Office, roles: list[str]) -> None:
    campaign = registered_partner(office, "PUB")
    with refused("campaign-names-nobody"):
        partner_persons.add(office.work, Person(partner_id=campaign.id, name="Moussa Fall", roles=roles))
    assert partner_persons.of_partner(office.store, campaign.id) == ()


def test_who_runs_a_campaign_is_recorded_and_never_becomes_a_giver(office: Office) -> None:
    campaign = registered_partner(office, "PUB")
    person = partner_persons.add(office.work, Person(partner_id=campaign.id, name="Moussa Fall", roles=["contact"]))
    with refused("campaign-names-nobody"):
        partner_persons.change(office.work, person.id, roles=["owner"])
    assert partner_persons.of_partner(office.store, campaign.id)[0].roles == ["contact"]


def test_a_partner_with_named_persons_does_not_become_a_campaign(office: Office) -> None:
    company = registered_partner(office, "ENT")
    person = partner_persons.add(office.work, Person(partner_id=company.id, name="Moussa Fall", roles=["owner"]))
    with refused("persons-of-another-group") as problem:
        partners.change(office.work, company.id, group="PUB", subtype="public")
    assert "Moussa Fall" in problem.value.text
    assert partners.partner(office.store, company.id).group == "ENT"
    partner_persons.archive(office.work, person.id)
    partners.change(office.work, company.id, group="PUB", subtype="public")
    with refused("campaign-names-nobody"):  # nor does the person come back
        partner_persons.change(office.work, person.id, archived=False)


def test_an_individual_is_searched_with_birth_and_nationality(office: Office) -> None:
    individual = registered_partner(office, "HNW", birth_date="1961-04", nationality="FR")
    with office.store.read() as session:
        (subject,) = subjects.subjects(session, individual.id)
    assert (subject.kind, subject.birth, subject.nationality) == (EntryKind.PERSON, "1961-04", "FR")
    before = subject.digest()
    partners.change(office.work, individual.id, birth_date="1962-04")
    with office.store.read() as session:
        (subject,) = subjects.subjects(session, individual.id)
    assert subject.digest() != before  # a ruling on one birth holds for no other


def test_without_a_nationality_an_individual_is_searched_with_its_country(office: Office) -> None:
    individual = registered_partner(office, "HNW")
    with office.store.read() as session:
        (subject,) = subjects.subjects(session, individual.id)
    assert (subject.birth, subject.nationality) == ("", "SN")


def test_what_is_known_of_an_individual_is_not_asked_again(office: Office) -> None:
    form, planned = office.definitions.form, Partnership(partner_id="p")
    question = next(q.id for q in form.questions if q.role == "persons")
    known = registered_partner(office, "HNW", birth_date="1961-04-02", nationality="FR")
    stated = registered.registered_values(form, known, planned, ())[question]
    assert stated == {
        "persons": [{"name": "Awa Diop", "born": "1961-04-02", "nationality": "FR", "role": "", "signs": True}]
    }
    half_known = registered_partner(office, "HNW", birth_date="1961-04-02")
    assert question not in registered.registered_values(form, half_known, planned, ())
    company = registered_partner(office, "ENT")
    assert question not in registered.registered_values(form, company, planned, ())


def test_a_region_says_from_which_sum_an_individual_is_wealthy(office: Office, tmp_path: Path) -> None:
    regions = office.definitions.regions
    assert {regions.wealth_usd_in(country) for country in ("SN", "CH", "ZZ")} == {1_000_000}
    text = (office.definitions.folder / "regions.toml").read_text(encoding="utf-8")
    (tmp_path / "regions.toml").write_text(
        text.replace('id = "wca"\n', 'id = "wca"\nwealth_usd = 250000\n'), encoding="utf-8"
    )
    other = Definitions.load(tmp_path).regions
    assert (other.wealth_usd_in("SN"), other.wealth_usd_in("CH")) == (250_000, 1_000_000)


def test_who_left_a_role_comes_last_is_searched_on_and_speaks_for_nobody(office: Office) -> None:
    company = registered_partner(office, "ENT")
    for name, until in (("Ali Ba", "2024-05"), ("Zoé Diagne", "")):
        person = Person(
            partner_id=company.id, name=name, roles=["signatory"], role_began="2019", role_ended=until, title="Gérant"
        )
        partner_persons.add(office.work, person)
    behind = partner_persons.of_partner(office.store, company.id)
    assert [(person.name, person.is_former) for person in behind] == [("Zoé Diagne", False), ("Ali Ba", True)]
    draft = Agreement(partner_id=company.id, partnership_id="", type="INK")
    with office.store.read() as session:
        searched = {name for subject in subjects.subjects(session, company.id) for name in subject.names}
        proposed = proposals.of_records(session, draft, company, Partnership(partner_id=""))
    assert {"Ali Ba", "Zoé Diagne"} <= searched
    assert proposed["partner.signatory_name"] == "Zoé Diagne"


@pytest.mark.parametrize(
    ("since", "until", "is_possible"),
    [
        ("2019", "2019-05-02", True),
        ("2019-06", "2019", True),
        ("2019-06", "2019-05-31", False),
        ("2020", "2019", False),
        ("", "2019", True),
        ("2020", "", True),
    ],
)
def test_a_role_ends_after_it_began_as_far_as_is_known(
    office: Office, since: str, until: str, is_possible: bool
) -> None:
    company = registered_partner(office, "ENT")
    person = Person(partner_id=company.id, name="Ali Ba", roles=["owner"], role_began=since, role_ended=until)
    if is_possible:
        partner_persons.add(office.work, person)
    else:
        with refused("ends-before-start"):
            partner_persons.add(office.work, person)
    assert len(partner_persons.of_partner(office.store, company.id)) == is_possible
