"""Every value that a history or a disagreement shows is said in the reader's language, never as its code."""

import re
from collections.abc import Mapping

import pytest

from desktop.base.progress import RunNow
from desktop.base.text import LANGUAGE_NAMES, LANGUAGES, speak
from desktop.base.values import today
from desktop.definitions.facts import GROUPS, SECTORS, SUBTYPES, TIERS, TYPES
from desktop.definitions.loading import Definitions, shipped
from desktop.definitions.strategy import PERSON_ROLES
from desktop.office import Office
from desktop.presenters.record_labels import UNTOLD, RecordLabels, field_name, tells
from desktop.presenters.registry.partner import PartnerPresenter
from desktop.services.agreements import packs
from desktop.services.diligence import cases
from desktop.services.registry import partners, partnerships
from desktop.store.records import Agreement, Case, Officer, Partner, Partnership, Person, Record
from desktop.store.records.base import Family
from desktop.store.states import Role
from tests.agreed import Agreed, agreed, agreed_folder, final_agreement
from tests.makers import on

__all__ = ["agreed", "agreed_folder", "final_agreement"]

SHOWN: tuple[type[Record], ...] = (Partner, Person, Partnership, Case, Agreement)
OFFICER, OTHER = "5e1d" * 8, "c0de" * 8  # the ids of a person and of another partner
TEXTS = frozenset(
    {
        *("name", "other_names", "city", "address", "registration", "lei", "website", "email", "phone", "brought_by"),
        "entrusted_note",
        *(
            "supplier_note",
            "discretion_note",
            "summary",
            "next_action",
            "archived_reason",
            "labels",
            "notes",
            "watch_note",
            "title",
        ),
        "known_to",
        *("purpose", "register_number", "project_code", "visibility_reason", "lessons", "document", "number"),
        "closed_note",
        *("depth_reason", "opinion_reason", "reference", "signed_place", "ended_reason", "suspended_reason"),
        *("currency", "matching_currency"),  # written as the forms write them: USD, XOF
    }
)
YES_OR_NO = frozenset({"supplier", "discreet", "archived", "emergency", "ad_hoc"})
NUMBERS = frozenset({"employees", "value", "value_usd", "matching", "share"})
DAYS = frozenset(
    {
        *(
            "founded",
            "next_action_on",
            "birth_date",
            "retain_until",
            "role_began",
            "role_ended",
            "starts_on",
            "ends_on",
            "signed_on",
        ),
        *("active_from", "suspended_on", "ended_on", "closed_on"),
    }
)
NAMED = {
    **dict.fromkeys(("owner", "entrusted_to"), OFFICER),
    **dict.fromkeys(("parent_id", "same_as"), OTHER),
}
COUNTRIES = frozenset({"country", "countries", "nationality"})


def coded(definitions: Definitions) -> Mapping[str, tuple[str, ...]]:
    """Every value that each coded field may hold, as the records and the vocabulary of facts say."""
    strategy, pipeline = definitions.strategy, definitions.pipeline
    return {
        "partnership.form": tuple(pipeline.labels("forms")),
        "level": tuple(pipeline.labels("levels")),
        "moments": tuple(pipeline.labels("moments")),
        "closed_reason": tuple(pipeline.labels("reasons")),
        "group": GROUPS,
        "subtype": SUBTYPES,
        "sectors": SECTORS,
        "stage": tuple(one.id for one in (*strategy.stages, *strategy.exits)),
        "traits": ("state_owned", "corporate_funder", "high_impact"),
        "roles": PERSON_ROLES,
        "aims": tuple(one.id for one in strategy.aims),
        "partnership.type": TYPES,
        "other_types": TYPES,
        "agreement.type": tuple(definitions.agreements),
        "agreement_type": tuple(definitions.agreements),
        "themes": tuple(one.id for one in strategy.themes),
        "features": (
            *("logo", "sales", "public", "event", "personal_data", "beneficiary_contact", "children"),
            *("matching_funds", "works", "other_parties", "other_list_required"),
        ),
        "goods_kinds": ("medicines", "food", "it", "vehicles", "other"),
        "contribution_kinds": ("cash", "goods", "services"),
        "visibility": ("internal", "members", "public"),
        "diligence_case.state": ("open", "ready", "decided"),
        "depth_raised_to": TIERS,
        "depth_reached": TIERS,
        "opinion": ("favourable", "conditions", "unfavourable"),
        "agreement.state": ("draft", "final", "printed", "active", "ended"),
        "ended_how": ("completed", "terminated", "expired"),
        "languages": LANGUAGES,
        "ruling_language": LANGUAGES,
    }


@pytest.fixture(scope="module")
def words() -> RecordLabels:
    names = {OFFICER: "Awa Ndiaye"}
    return RecordLabels(shipped(), names, {OTHER: "Holding SA"})


def told(family: type[Record]) -> list[str]:
    return [name for name in Family(family).number if tells(family.__tablename__, name)]


@pytest.mark.parametrize("family", SHOWN, ids=lambda family: family.__tablename__)
def test_every_field_is_named_and_told_or_left_out_knowingly(family: type[Record]) -> None:
    table = family.__tablename__
    untold = {name for name in Family(family).number if not tells(table, name)}
    assert untold == {key.partition(".")[2] for key in UNTOLD if key.startswith(f"{table}.")}
    for language in LANGUAGES:
        speak(language)
        names = [field_name(table, name) for name in told(family)]
        assert not {*names} & {*Family(family).number, field_name(table, "?")}
        assert len({*names}) == len(names), "two fields with one name"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("family", SHOWN, ids=lambda family: family.__tablename__)
def test_no_value_comes_out_as_its_code(words: RecordLabels, family: type[Record], language: str) -> None:
    speak(language)
    table, known = family.__tablename__, coded(words.definitions)
    for name in told(family):
        codes = known.get(f"{table}.{name}") or known.get(name)
        if codes:
            said = [words.value(table, name, code) for code in codes]
            assert not {*said} & {*codes}, name
            assert not [word for word in said if not word or re.search(r"[a-z]_[a-z]", word)], name
            assert len({*said}) == len(codes), name
        else:
            assert said_plainly(words, table, name), f"{table}.{name} is neither a text nor worded"


def said_plainly(words: RecordLabels, table: str, name: str) -> bool:
    """Whether a value that is no code of a closed list is said as people write it."""
    if name in NAMED:
        return words.value(table, name, NAMED[name]) in ("Awa Ndiaye", "Holding SA")
    if name in COUNTRIES:
        return "SN" not in words.value(table, name, "SN")
    if name in DAYS:
        return "2026" in (day := words.value(table, name, "2026-11-03")) and "-" not in day
    if name in NUMBERS:
        return re.fullmatch(r"1\D234\D567[.,]5", words.value(table, name, "1234567.5")) is not None
    if name in YES_OR_NO:
        return words.value(table, name, True) in ("oui", "yes", "sí")
    return name in TEXTS


def test_a_month_is_said_in_words_and_roles_of_officers_too(words: RecordLabels) -> None:
    months = {"fr": "mars 1984", "en": "March 1984", "es": "marzo de 1984"}
    for language in LANGUAGES:
        speak(language)
        assert words.value("person", "birth_date", "1984-03") == months[language]
        assert not {words.value("officer", "role", role) for role in Role} & {*Role}
        assert words.value("person", "birth_date", "1984") == "1984"
        assert words.value("agreement", "languages", ["fr", "es"]) == ", ".join(LANGUAGE_NAMES[c] for c in ("fr", "es"))


def test_what_is_empty_gone_or_no_line_says_so(words: RecordLabels) -> None:
    for nothing in (None, "", [], {}):
        assert words.value("partner", "notes", nothing) == ""
    assert words.value("partner", "owner", "0" * 32) == "inconnu"
    assert words.value("agreement", "content", {"title": "Cartes"}) == "non affiché ici"
    assert words.value("diligence_case", "mitigation", [{"what": "Former"}]) == "non affiché ici"


# --- the lines of a partner's history


def lines(office: Office, partner_id: str, title: str = "") -> list[str]:
    """The second lines of the history, of one deed when it is named."""
    screen = PartnerPresenter(office, RunNow(), partner_id)
    screen.refresh()
    screen.timeline.narrow("changes")
    deeds = [deed for deed in screen.deeds or () if title in deed.what]
    return [screen.lines.deed_note(deed, screen.partner.name) for deed in deeds]


def test_the_history_of_an_agreement_says_its_states(agreed: Agreed, final_agreement: Agreement) -> None:
    office = agreed.office
    partner = final_agreement.partner_id
    assert any("État\u00a0: Projet → Définitif, à signer" in line for line in lines(office, partner))
    pack = packs.make(on(office, today()), final_agreement.id)
    packs.mark_printed(office.work, pack.record.id)
    assert any("État\u00a0: Définitif, à signer → Imprimé, à signer" in line for line in lines(office, partner))
    handed, *_others = lines(office, partner, "remise pour décision")
    assert "État\u00a0: En cours → Attend une décision" in handed
    assert "Avis\u00a0: – → Favorable" in handed
    everything = "\n".join(lines(office, partner))
    assert not re.search(
        r"\b(open|ready|decided|draft|final|printed|ENT|INK|MOU|RES|identified|cash|goods)\b", everything
    )


def test_the_history_says_yes_names_and_days(office: Office, chief: Officer) -> None:
    one = partners.register(office.work, Partner(name="Alpha", country="SN"))
    mother = partners.register(office.work, Partner(name="Alpha Holding"))
    partners.change(
        *(office.work, one.id),
        supplier=True,
        owner=chief.id,
        parent_id=mother.id,
        founded="2009-11-05",
        employees=12400,
    )
    line = lines(office, one.id, "modifié")[0]
    assert "Fournisseur de l’OIM\u00a0: non → oui" in line
    assert "Suivi par\u00a0: Awa Ndiaye → Ibrahima Fall" in line
    assert "Société mère\u00a0: – → Alpha Holding" in line
    assert "Date de création\u00a0: – → 5\u00a0novembre\u00a02009" in line
    assert re.search("Effectif\u00a0: – → 12.400", line)


def test_a_new_record_tells_no_values_but_what_it_changes_elsewhere(office: Office) -> None:
    one = partners.register(office.work, Partner(name="Alpha", country="SN", city="Dakar"))
    planned = partnerships.plan(office.work, Partnership(partner_id=one.id, title="Cartes", type="RES"))
    cases.open_case(on(office, today()), office.definitions.form, planned)
    assert lines(office, one.id, "enregistré") == [""]
    (opened,) = lines(office, one.id, "Diligence raisonnable ouverte")
    assert "Étape\u00a0: Repéré → Diligence raisonnable" in opened
