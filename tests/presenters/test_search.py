"""The search over everything: each hit says what it is, and leads to the very place."""

from typing import Any

import pytest

from desktop.base.progress import RunNow
from desktop.office import Office
from desktop.presenters.search import KINDS, SearchPresenter
from desktop.store.records import (
    Agreement,
    Annex,
    Case,
    Contribution,
    Departure,
    EarlierAgreement,
    Evidence,
    Finding,
    FocalPoint,
    Incident,
    Interaction,
    Offer,
    Partner,
    Partnership,
    Party,
    Person,
    Record,
    Risk,
    Task,
    Training,
)
from desktop.store.search_index import SEARCHED
from tests.exchanging import User, user

__all__ = ["user"]

PARTNER = Partner(id="a" * 32, name="Téranga Câbles", country="SN", city="Dakar")
OF: dict[str, Any] = {"partner_id": PARTNER.id}


def looked_for(office: Office, user: User, text: str) -> SearchPresenter:
    page = SearchPresenter(office, RunNow(), text)
    page.open_place = user.go
    page.refresh()
    return page


def add(office: Office, *records: Record) -> None:
    with office.store.change("Registered", office.user.id) as session:
        session.add_all(records)


def test_every_family_that_is_searched_has_a_word_and_a_drawing() -> None:
    assert KINDS.keys() == SEARCHED.keys()


CASE: dict[str, Any] = {"partner_id": PARTNER.id, "partnership_id": "p" * 32}


@pytest.mark.parametrize(
    ("record", "kind", "way"),
    [
        (Person(id="b" * 32, name="Zébulon", **OF), "Personne", ("partner", {"id": PARTNER.id})),
        (
            Interaction(id="b" * 32, happened_on="2026-10-12", channel="visit", subject="Zébulon", **OF),
            "Visite · 12\xa0oct.\xa02026",
            ("meeting", {"partner": PARTNER.id, "id": "b" * 32}),
        ),
        (
            Partnership(id="b" * 32, title="Zébulon", **OF),
            "Partenariat",
            ("partnership", {"partner": PARTNER.id, "id": "b" * 32}),
        ),
        (Case(id="b" * 32, number="ZÉBULON-7", **CASE), "Diligence raisonnable", ("diligence", {"case": "b" * 32})),
        (Agreement(id="b" * 32, reference="ZÉBULON-7", type="MOU", **CASE), "Accord", ("agreement", {"id": "b" * 32})),
        (
            Offer(id="b" * 32, what="Zébulon", name="Sahel Fret"),
            "Offre",
            ("offer", {"id": "b" * 32}),
        ),
        (
            Party(id="b" * 32, partnership_id="c" * 32, partner_id=PARTNER.id, benefit="Zébulon"),
            "Avantage mutuel",
            ("mutual_benefit", {"partner": PARTNER.id, "id": "c" * 32}),
        ),
        (
            EarlierAgreement(id="b" * 32, title="Zébulon", **CASE),
            "Signé avant le programme",
            ("earlier", {"id": "b" * 32}),
        ),
        (
            Departure(id="b" * 32, agreement_id="c" * 32, clause="S-DPR", new="Le zébulon saute."),
            "Clause modifiée",
            ("agreement", {"id": "c" * 32, "step": "clauses"}),
        ),
        (
            Annex(id="b" * 32, agreement_id="c" * 32, code="A", text="zébulon"),
            "Annexe",
            ("agreement", {"id": "c" * 32, "step": "annexes"}),
        ),
        (Evidence(id="b" * 32, title="Zébulon", **OF), "Pièce", ("partner", {"id": PARTNER.id, "tab": "papers"})),
        (
            Evidence(id="b" * 32, title="Zébulon", case_id="c" * 32, questions=["q1"]),
            "Pièce",
            ("question", {"case": "c" * 32, "question": "q1"}),
        ),
        (
            Contribution(id="b" * 32, description="Don", reference="FA/Zébulon/14", amount="18400.00", **OF),
            "Contribution",
            ("contribution", {"id": "b" * 32}),
        ),
        (Task(id="b" * 32, about=PARTNER.id, what="Appeler Zébulon"), "Tâche", ("partner", {"id": PARTNER.id})),
        (
            Task(id="b" * 32, about=PARTNER.id, what="Appeler Zébulon", interaction_id="c" * 32),
            "Tâche",
            ("meeting", {"partner": PARTNER.id, "id": "c" * 32}),
        ),
        (
            Finding(id="b" * 32, text="Zébulon", case_id="c" * 32, **OF),
            "Constatation",
            ("finding", {"case": "c" * 32, "finding": "b" * 32}),
        ),
        (
            Risk(id="b" * 32, partnership_id="p" * 32, text="Zébulon", case_id="c" * 32, **OF),
            "Risque",
            ("risks", {"case": "c" * 32}),
        ),
        (Training(id="b" * 32, name="Zébulon"), "Formation", ("training", {"id": "b" * 32})),
        (FocalPoint(id="b" * 32, name="Zébulon"), "Point focal du bureau", ("focal_point", {"id": "b" * 32})),
        (
            Incident(id="b" * 32, summary="Zébulon", **OF),
            "Incident",
            ("incident", {"partner": PARTNER.id, "id": "b" * 32}),
        ),
    ],
)
def test_a_hit_leads_to_its_very_place(
    office: Office, user: User, record: Record, kind: str, way: tuple[str, dict[str, str]]
) -> None:
    fresh = type(record)(**{name: getattr(record, name) for name in ("id", *office.store.families[record.KIND].number)})
    add(office, Partner(id=PARTNER.id, name=PARTNER.name, country="SN"), fresh)
    page = looked_for(office, user, "zebulon")
    (line,) = page.lines
    assert line.kind == kind and (line.title.text or line.note.text)
    page.open(line)
    assert user.went[-1] == way


def test_a_contribution_is_found_by_what_stands_on_its_papers(office: Office, user: User) -> None:
    given = Contribution(
        id="c" * 32,
        description="Camion frigorifique",
        reference="FA-2026/014",
        project_code="TC.0123",
        amount="18400.00",
        receipt="SN10-R-007",
        **OF,
    )
    add(office, Partner(id=PARTNER.id, name=PARTNER.name, country="SN"), given)
    for typed in ("frigorifique", "fa 2026 014", "tc.0123", "18400", "18 400", "SN10-R-007", "camion sn10"):
        assert [line.way for line in looked_for(office, user, typed).lines if line.kind == "Contribution"] == [
            ("contribution", (("id", given.id),))
        ], typed


def test_a_partnership_is_found_by_its_level_form_or_moment_in_any_language(office: Office, user: User) -> None:
    planned = Partnership(title="Camions", level="global", form="ppp", moments=["before"], **OF)
    add(office, Partner(id=PARTNER.id, name=PARTNER.name, country="SN"), planned)
    for typed, called in (
        ("mondial", "Mondial"),
        ("public private", "Partenariat public-privé"),
        ("antes de una crisis", "Avant une crise"),
    ):
        line = looked_for(office, user, typed).lines[0]
        assert (line.title.text, line.note.text) == ("Camions", f"Téranga Câbles · {called}"), typed
    assert {line.kind for line in looked_for(office, user, "regional").lines} <= {"Clause"}


def test_clauses_come_after_records_at_work_and_before_those_put_away(office: Office, user: User) -> None:
    add(
        office,
        Partner(id=PARTNER.id, name="Force Majeure Transit", country="SN"),
        Partner(name="Force Majeure Conseil", country="SN", archived=True),
    )
    page = looked_for(office, user, "force majeure")
    assert [line.title.text for line in page.lines if line.kind != "Clause"] == [
        "Force Majeure Transit",
        "Force Majeure Conseil",
    ]
    kinds = [line.kind for line in page.lines]
    assert (kinds[0], kinds[1], kinds[-1]) == ("Partenaire", "Clause", "Partenaire") and page.lines[-1].away
    page.open(page.lines[1])
    assert user.went[-1] == ("clause", {"id": "S-FMJ"})
    assert page.state.startswith("2 fiches, 2 clauses pour")
    spanish = looked_for(office, user, "fuerza mayor").lines[0]
    assert (spanish.title.text, spanish.note.text) == ("Force majeure", "S-FMJ · Fuerza mayor")
    assert looked_for(office, user, "c-pur").lines[0].title.text == "Objectif commun", "by its mark, before all"


def test_a_partner_is_named_beside_what_is_his_and_the_words_are_marked(office: Office, user: User) -> None:
    add(
        office,
        Partner(id=PARTNER.id, name=PARTNER.name, country="SN"),
        Interaction(happened_on="2026-10-12", subject="Prêt", text="Qui paie le carburant ?", **OF),
    )
    (line,) = looked_for(office, user, "carburan").lines
    assert line.note.text == "Téranga Câbles · Qui paie le carburant ?"
    assert [line.note.text[a:b] for a, b in line.note.marked] == ["carburant"]


def test_what_was_searched_and_what_to_try_is_said_where_there_is_no_hit(office: Office, user: User) -> None:
    page = looked_for(office, user, "")
    assert page.nothing[0] == "Tapez ce dont vous vous souvenez." and page.state == ""
    page.look_for("xylophone")
    sentence, hint = page.nothing
    assert "xylophone" in sentence and "Essayez moins de mots" in hint and page.lines == ()


def test_how_many_there_are_and_whether_they_hold_every_word(office: Office, user: User) -> None:
    add(office, Partner(id=PARTNER.id, name=PARTNER.name, country="SN"))
    page = looked_for(office, user, "teranga")
    assert page.state == "1 fiche pour « teranga »".replace("« ", "«\u00a0").replace(" »", "\u00a0»")
    page.look_for("teranga xylophone")
    assert page.lines and page.state.startswith("Aucune ne contient tous les mots")


def test_of_words_typed_quickly_the_last_are_answered(office: Office, user: User) -> None:
    add(office, Partner(id=PARTNER.id, name=PARTNER.name, country="SN"))
    waiting: list[tuple[Any, Any]] = []

    class Later(RunNow):
        def quietly(self, work: Any, done: Any) -> None:
            waiting.append((work, done))

    page = SearchPresenter(office, Later(), "xylo")
    page.refresh()
    page.look_for("ter")
    page.look_for("tera")
    assert len(waiting) == 1, "one search at a time"
    while waiting:
        work, done = waiting.pop()
        done(work())
    assert page.answered == "tera" and len(page.lines) == 1
