"""Partners: registered once, found again, never deleted."""

import pytest
from sqlalchemy import select

from desktop.office import Office
from desktop.services.registry import (
    capitals,
    duplicates,
    history,
    partner_list,
    partner_persons,
    partners,
    partnerships,
)
from desktop.services.registry.duplicates import TypedPartner
from desktop.services.registry.partner_counts import UNRATED
from desktop.services.registry.partner_list import PartnerFilter
from desktop.store.records import Decision, Officer, Partner, Partnership, Person, Task
from tests.refusal import refused


def add(office: Office, name: str, **fields: object) -> Partner:
    return partners.register(office.work, Partner(name=name, **fields))


def names(office: Office, **wanted: object) -> list[str]:
    return [line.name for line in partner_list.page(office.store, PartnerFilter(**wanted)).lines]


def test_a_list_is_read_by_the_page_in_the_order_of_names(office: Office) -> None:
    for name in ("Zone franche", "Étoile Maïs", "Banque du Fleuve", "eau pure"):
        add(office, name)
    first, second = (partner_list.page(office.store, PartnerFilter(), first=at, size=2) for at in (0, 2))
    assert [line.name for line in (*first.lines, *second.lines)] == [
        "Banque du Fleuve",
        "eau pure",
        "Étoile Maïs",
        "Zone franche",
    ]
    assert first.total == second.total == 4


def test_words_are_found_without_accents_in_names_numbers_and_towns(office: Office) -> None:
    add(office, "Étoile Maïs", city="Thiès", registration="SN-TH-7", other_names=["Maïs du Saloum"])
    add(office, "Banque du Fleuve")
    for text in ("etoile", "mais saloum", "THIES", "sn-th-7"):
        assert names(office, text=text) == ["Étoile Maïs"]
    assert [names(office, text=text) for text in ("50%_", "%", "_", "'; DROP TABLE partner; --")] == [[], [], [], []]


def test_a_partner_is_found_through_its_persons_and_its_papers(office: Office) -> None:
    one = add(office, "Alpha")
    add(office, "Beta")
    person = partner_persons.add(office.work, Person(partner_id=one.id, name="Mame Diarra Sow"))
    partnerships.plan(office.work, Partnership(partner_id=one.id, title="Cartes SIM"))
    for text, through in (("diarra", "Mame Diarra Sow"), ("cartes sim", "Cartes SIM"), ("alpha", "")):
        (line,) = partner_list.page(office.store, PartnerFilter(text)).lines
        assert (line.name, line.through) == ("Alpha", through)
    partner_persons.archive(office.work, person.id)
    assert names(office, text="diarra") == []


def test_filters_narrow_the_list(office: Office) -> None:
    one = add(office, "Alpha", group="ENT", stage="diligence")
    two = add(office, "Beta", group="FOA", stage="identified")
    for outcome, level, at in (("approved", "high", "2"), ("approved", "low", "1"), ("sent_back", "medium", "3")):
        with office.store.change("Decision for a test", office.user.id) as session:  # under clocks that disagree
            session.add(
                Decision(
                    case_id="c",
                    partner_id=one.id,
                    outcome=outcome,
                    level=level,
                    decided_at=f"2026-01-0{at}T10:00:00.000Z",
                )
            )
    assert names(office, group="FOA") == ["Beta"]
    assert names(office, stage="diligence") == ["Alpha"]
    assert names(office, level="low") == ["Alpha"]
    assert names(office, level="high") == []
    assert names(office, level=UNRATED) == ["Beta"]
    assert partner_list.level(office.store, one.id) == "low"
    partners.archive(office.work, two.id, "doublon")
    assert names(office) == ["Alpha"]
    assert names(office, archived=True) == ["Beta"]
    partners.restore(office.work, two.id)
    assert names(office) == ["Alpha", "Beta"]


def test_a_name_much_alike_and_a_shared_number_are_noticed(office: Office) -> None:
    known = add(office, "Teranga Câbles & Réseaux SA", registration="SN-DKR-2011-B-04417")
    add(office, "Banque agricole du Fleuve")
    by_name = duplicates.possible(office.work, TypedPartner("TERANGA CABLES ET RESEAUX"))
    assert [one.partner.id for one in by_name] == [known.id]
    by_number = duplicates.possible(
        office.work, TypedPartner("Un tout autre nom", "sn-dkr-2011-b 04417".replace(" ", "-"))
    )
    assert [one.same_registration for one in by_number] == [True]
    assert duplicates.possible(office.work, TypedPartner("Teranga Câbles", but=known.id)) == ()


@pytest.mark.parametrize(
    ("registered", "typed"),
    [
        ({"website": "https://www.teranga.sn/fr"}, {"website": "teranga.sn"}),
        ({"website": "http://teranga.com.sn"}, {"email": "awa@mail.teranga.com.sn"}),
        ({"email": "contact@teranga.sn"}, {"email": "AWA@TERANGA.SN"}),
    ],
)
def test_a_shared_domain_is_noticed(office: Office, registered: dict[str, str], typed: dict[str, str]) -> None:
    known = add(office, "Banque du Fleuve", **registered)
    (match,) = duplicates.possible(office.work, TypedPartner("Zone franche", **typed))
    assert match.partner.id == known.id and match.same_domain.startswith("teranga.")


def test_a_domain_that_anybody_may_use_says_nothing(office: Office) -> None:
    add(office, "Banque du Fleuve", email="banque@gmail.com", website="facebook.com/banque")
    typed = {"email": "zone@gmail.com", "website": "https://www.facebook.com/zone"}
    assert duplicates.possible(office.work, TypedPartner("Zone franche", **typed)) == ()


@pytest.mark.parametrize(
    ("registered", "typed"),
    [
        ("Société Générale de Travaux SARL", "SOCIETE GENERALE DE TRAVAUX"),
        ("Œuvres du Sahel", "Oeuvres du Sahel SA"),
        ("Сахель Логистика", "Sakhel Logistika"),
        ("Sakhel Logistika", "Сахель Логистика"),
        ("N’Diaye & Fils SARL", "Ndiaye et fils"),
        ("Terranga Cable", "Téranga Câbles"),
    ],
)
def test_accents_legal_forms_and_other_letters_hide_nothing(office: Office, registered: str, typed: str) -> None:
    known = add(office, registered)
    assert [match.partner.id for match in duplicates.possible(office.work, TypedPartner(typed))] == [known.id]


def test_a_number_that_another_has_is_not_saved_without_an_answer(office: Office) -> None:
    known = add(office, "Alpha", registration="SN-DKR 1", country="SN")
    with refused("number-without-answer"):
        add(office, "Beta", registration="sndkr1", country="SN")
    with refused("number-without-answer"):
        add(office, "Beta", registration="SN-DKR-1")  # no country is said
    add(office, "Beta", registration="SN-DKR 1", country="ML")
    child = add(office, "Alpha Énergie", registration="SN-DKR 1", country="SN", parent_id=known.id)
    apart = duplicates.told_apart({known.id: "Deux greffes.", child.id: "Filiale."}, office.user)
    add(office, "Gamma", registration="SN-DKR 1", country="SN", not_same_as=apart)
    late = add(office, "Delta", country="SN")
    with refused("number-without-answer"):
        partners.change(office.work, late.id, registration="SN-DKR 1")
    assert partners.partner(office.store, late.id).registration == ""
    partners.change(office.work, late.id, city="Dakar")


def test_who_is_not_sure_has_a_task_to_find_out(office: Office) -> None:
    known = add(office, "Alpha", registration="1", country="SN")
    doubtful = Partner(name="Alfa", registration="1", country="SN")
    partners.register(office.work, doubtful, doubts=[known.id])
    with office.store.read() as session:
        (task,) = session.scalars(select(Task).where(Task.about == doubtful.id)).all()
    assert "Alpha" in task.what and "Alfa" in task.what
    assert task.owner == office.user.id and task.due_on is not None


def test_a_partner_needs_a_name(office: Office) -> None:
    with refused("partner-without-name"):
        add(office, "   ")
    assert partners.count(office.store) == 0


def test_a_reader_registers_nobody(office: Office) -> None:
    reader = Officer(name="Lecteur", role="reader")
    with refused("role-not-allowed"):
        partners.register(office.work.acting_as(reader), Partner(name="Alpha"))


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("TERANGA CÂBLES ET RÉSEAUX SA", "Teranga Câbles et Réseaux SA"),
        ("L’ORÉAL-NESTLÉ SARL", "L’Oréal-Nestlé SARL"),
        ("Teranga SA", ""),
        ("SONATEL", "Sonatel"),
        ("TERANGA S.A.R.L.", "Teranga S.A.R.L."),
        ("DIALLO FRÈRES (S.A.)", "Diallo Frères (S.A.)"),
        ("IOM", ""),
        ("شركة تيرانغا", ""),
    ],
)
def test_capitals_are_put_into_ordinary_letters(typed: str, said: str) -> None:
    assert capitals.in_ordinary_letters(typed) == said


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("", ""),
        ("1984", "1984"),
        ("03/1984", "1984-03"),
        ("24/11/1984", "1984-11-24"),
        ("1984-11-24", "1984-11-24"),
        ("1984-11", "1984-11"),
    ],
)
def test_a_birth_may_be_known_in_part(office: Office, typed: str, kept: str) -> None:
    assert partner_persons.partial_day(office.work, typed) == kept


@pytest.mark.parametrize("typed", ["hier", "1984-13", "31/02/1984", "84", "2091", "2091-04"])
def test_a_birth_that_is_no_date_or_has_not_come_is_refused(office: Office, typed: str) -> None:
    with refused("not-a-date"):
        partner_persons.partial_day(office.work, typed)


def test_the_history_tells_who_changed_what_from_what_to_what(office: Office) -> None:
    one = add(office, "Alpha", city="Dakar")
    partners.change(office.work, one.id, city="Rufisque")
    partner_persons.add(office.work, Person(partner_id=one.id, name="Mame Diarra Sow"))
    person, changed, registered = history.of_partner(office.store, one.id).lines
    assert (person.by, person.about) == ("Awa Ndiaye", "Mame Diarra Sow")
    assert [(c.field, c.before, c.after) for c in changed.changed] == [("city", "Dakar", "Rufisque")]
    assert registered.sentence == "Partenaire enregistré par Awa Ndiaye"
    assert all(c.before is None for c in registered.changed)


def test_a_partnership_ends_after_it_starts_and_has_a_title(office: Office) -> None:
    one = add(office, "Alpha")
    crossed = Partnership(partner_id=one.id, title="Cartes", starts_on="2026-12-01", ends_on="2026-11-30")
    untitled = Partnership(partner_id=one.id, title=" ")
    for wrong, code in ((crossed, "ends-before-start"), (untitled, "partnership-without-title")):
        with refused(code):
            partnerships.plan(office.work, wrong)
    made = partnerships.plan(office.work, Partnership(partner_id=one.id, title="Cartes"))
    with refused("ends-before-start"):
        partnerships.change(office.work, made.id, starts_on="2026-12-01", ends_on="2026-11-30")
    assert partnerships.partnership(office.store, made.id).starts_on is None
    partnerships.archive(office.work, made.id)
    assert not partnerships.of_partner(office.store, one.id)
    partnerships.restore(office.work, made.id)
    assert [p.title for p in partnerships.of_partner(office.store, one.id)] == ["Cartes"]
