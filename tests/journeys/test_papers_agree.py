"""Partnerships made at random: cover, clauses, annexes, register sheet and decision sheet say one thing.

Read back from the words of the PDF, in French, English and Spanish. `PARTNERSHIPS=200` tries so many.
"""

import os
import random
import re
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from desktop.base.numbers import format_money
from desktop.base.text import LANGUAGES, said_in
from desktop.base.values import today
from desktop.documents.pack import build_pack
from desktop.screening import library
from desktop.services import labels
from desktop.services.agreements import composing, drafting, finalising, pack_content
from desktop.services.demo import agreement_fields, invented, sound_answers
from desktop.services.diligence import cases, conditions, decisions, handing_over
from desktop.services.registry import dollars, exchange_rates, partnerships
from desktop.store.records import Agreement, Partnership, Verdict
from desktop.store.records.values import DecisionCondition
from desktop.store.states import ConditionKind, Obligor
from tests.agreed import Agreed, agreed, agreed_folder
from tests.base.test_rates import HEADS, ROWS
from tests.makers import on
from tests.paper import page_texts

__all__ = ["agreed", "agreed_folder"]

COUNT = int(os.environ.get("PARTNERSHIPS", "3"))
KINDS = ("cash", "goods", "services")
UNITS = {"USD": Decimal(1), "XOF": Decimal(605), "EUR": Decimal("0.922"), "JPY": Decimal("151.35")}
SHEETS = {  # how the part of a pack begins, by language
    "register": {"fr": "Fiche de transparence", "en": "Transparency sheet", "es": "Ficha de transparencia"},
    "decision": {
        "fr": "Décision de diligence raisonnable",
        "en": "Due-diligence decision",
        "es": "Decisión de debida diligencia",
    },
}


def plain(text: str) -> str:
    return " ".join(text.split())


@dataclass(frozen=True)
class Tried:
    """What one partnership is made of."""

    kinds: tuple[str, ...]
    type: str
    value: str
    currency: str
    language: str
    second: str
    conditions: tuple[DecisionCondition, ...]


def tried(chance: random.Random, partner: str) -> Tried:
    kinds = tuple(kind for kind in KINDS if chance.random() < 0.35)
    if chance.random() < 0.5:
        kinds = ("goods",)
    language = chance.choice(LANGUAGES)
    second = chance.choice([code for code in LANGUAGES if code != language])
    currency = chance.choice(tuple(UNITS))
    worth = ""
    if kinds or chance.random() < 0.3:
        dollars_worth = Decimal(chance.randrange(2_000_000, 9_000_000)) / 100
        worth = str(round(dollars_worth * UNITS[currency], 0 if currency in ("XOF", "JPY") else 2))
    count = chance.randrange(4)
    return Tried(
        kinds,
        chance.choice(("INK", "MOU")) if worth else "MOU",  # of a donation the value must be known to be judged
        worth,
        currency,
        language,
        second,
        tuple(condition(chance, partner, number) for number in range(count)),
    )


def condition(chance: random.Random, partner: str, number: int) -> DecisionCondition:
    due = (today() + timedelta(days=chance.randrange(20, 900))).isoformat()
    words = {code: f"{text} {number} {chance.randrange(1000)}" for code, text in ASKED.items()}
    bound = chance.choice((Obligor.PARTNER, Obligor.ORGANIZATION))
    return DecisionCondition(
        text=words["fr"],
        owner=partner if bound is Obligor.PARTNER else "Awa Ndiaye",
        due=due,
        kind=chance.choice(tuple(ConditionKind)),
        obligor=bound,
        wordings=words,
    )


WRITTEN = "RO/2026/114 du 3 novembre 2026"
ASKED = {"fr": "Remettre la pièce", "en": "Deliver the paper", "es": "Entregar el documento"}


def decided(agreed: Agreed, made: Tried, folder: Path) -> Verdict:
    """A partnership of these, with its due diligence decided by the Chief of Mission."""
    office, (chief, seal) = agreed.office, agreed.chief
    work = on(office, today())
    first = partnerships.partnership(office.store, agreed.partnership)
    planned = partnerships.plan(
        work,
        Partnership(
            partner_id=first.partner_id,
            title="Cartes",
            purpose=first.purpose,
            aims=["c"],
            type="RES",
            agreement_type=made.type,
            value=made.value or None,
            currency=made.currency,
            contribution_kinds=list(made.kinds),
            countries=["SN"],
            starts_on=first.starts_on,
            ends_on=first.ends_on,
        ),
    )
    case = cases.open_case(work, office.definitions.form, planned)
    with library.open_index(office.lists) as index:
        sound_answers.screen(work, chief, index, case.id, "fr")
    sound_answers.answer_all(work, case.id, sound_answers.evidence(folder, "fr"), "fr")
    handing_over.submit(work, case.id, "favourable", "Utile.")
    outcome = "conditions" if made.conditions else "approved"
    decider = work.acting_as(chief)
    return decisions.decide(
        decider, case.id, outcome, "Pesé.", seal, made.conditions, agreement_in_writing=WRITTEN, interest=False
    )


def drafted(agreed: Agreed, made: Tried, partnership: str) -> Agreement:
    office = agreed.office
    agreement = drafting.draft(office.work, partnership, made.type, [made.language, made.second])
    work = on(office, today())
    fields = dict(agreement_fields.fields(agreement.languages, today()))
    if made.value:
        worth = {"amount": made.value, "currency": made.currency}
        name = dict.fromkeys(agreement.languages, "Cartes")
        fields["contribution.goods"] = [{"name": name, "quantity": "3", "value": worth}]
    for field, value in fields.items():
        drafting.save_field(work, agreement.id, field, value)
    drafting.save_field(work, agreement.id, "agreement.focal_points", focal_points(agreement.languages))
    drafting.record_fields(work, agreement.id)
    return agreement


def focal_points(languages: list[str]) -> list[dict[str, object]]:
    return [{"party": dict.fromkeys(languages, "OIM"), "name": "Awa Ndiaye", "email": "a@oim.example"}]


def sheet(pages: list[str], name: str, language: str) -> str:
    """The words of one sheet of the pack, by the title with which it begins, to the next sheet."""
    begins = [number for number, page in enumerate(pages) if number > 1 and SHEETS[name][language] in page]
    after = {"register": SHEETS["decision"][language], "decision": CERTIFICATE[language]}[name]
    ends = [number for number, page in enumerate(pages) if number > begins[0] and after in page]
    return " ".join(pages[begins[0] : ends[0] if ends else None])


CERTIFICATE = {"fr": "Certificat de filtrage", "en": "Screening certificate", "es": "Certificado de verificación"}


def written_kinds(made: Tried, language: str) -> str:
    named = [said_in(language, labels.KINDS[kind]) for kind in made.kinds]
    return ("\u00a0; " if language == "fr" else "; ").join(named)


@pytest.mark.parametrize("seed", range(COUNT))
def test_every_paper_of_a_partnership_says_the_same(agreed: Agreed, tmp_path: Path, seed: int) -> None:
    office, chance = agreed.office, random.Random(seed)
    table = tmp_path / "rates.csv"
    table.write_text(HEADS + ROWS, "utf-8")
    exchange_rates.install(on(office, today()), table)
    made = tried(chance, invented.PARTNER)
    decision = decided(agreed, made, tmp_path)
    case = cases.case(office.store, decision.case_id)
    agreement = drafted(agreed, made, case.partnership_id)
    composition = composing.compose(on(office, today()), agreement.id)
    allowed = {"INK": ("goods",), "MOU": ()}[made.type]
    blocking = [finding.rule for finding in composition.findings if finding.blocks]
    sound = set(made.kinds) <= set(allowed) and bool(made.kinds) == bool(allowed) and bool(made.value) == bool(allowed)
    assert (blocking == []) is sound, (made, blocking)
    if sound:
        finalising.finalise(on(office, today()), agreement.id)
        composition = composing.compose(on(office, today()), agreement.id)
    shown = pack_content.content(on(office, today()), composition, 1)
    pages = [plain(page) for page in page_texts(build_pack(shown).data)]
    partnership = partnerships.partnership(office.store, case.partnership_id)
    assert_same(made, pages, partnership, composition)


def assert_same(made: Tried, pages: list[str], partnership: Partnership, whole: composing.Composition) -> None:
    register, decision = (sheet(pages, name, made.language) for name in SHEETS)
    cover, text = pages[0], " ".join(pages[2:])
    for language in (made.language, made.second):
        nothing = plain(said_in(language, "No money, goods or services change hands"))
        kinds = plain(written_kinds(made, language))
        for name, words in (("cover", cover), ("decision", decision)):
            assert (kinds or nothing) in words, (name, language)
            assert (nothing in words) is (not made.kinds), (name, language)
        value = plain(format_money(made.value, made.currency, language)) if made.value else ""
        if value:
            for name, words in (("cover", cover), ("register", register), ("decision", decision)):
                assert value in words, (name, language, value)
        if value and made.type == "INK":
            amounts = re.findall(r"C-CTB", text)
            annex = " ".join(page for page in pages if said_in(language, "Total") in page)
            assert value in annex and amounts, (language, value)
        assert_conditions(made, whole, pages, decision, language)
    usd = dollars.known(partnership)
    if usd:
        said = plain(format_money(usd, "USD", made.language))
        assert said in register and said in decision
        assert made.currency == "USD" or "taux" in decision or "rate" in decision or "tipo operacional" in decision


def assert_conditions(
    made: Tried, whole: composing.Composition, pages: list[str], decision: str, language: str
) -> None:
    version = whole.assembled.in_language(language)
    clause = [article for article in version.articles if article.clause == "C-CND"]
    in_clause = plain(" ".join(numbered.paragraph.text for article in clause for numbered in article.paragraphs))
    paper = " ".join(pages)
    for asked in made.conditions:
        words, day = asked.wordings[language], plain(conditions.day(asked, language))
        assert words in decision and day in decision
        binds = asked.obligor == Obligor.PARTNER
        assert (words in in_clause) is binds
        if binds:
            assert f"{day}: {words}" in in_clause.replace(" :", ":")
            assert words in paper.replace(decision, "")
    assert bool(clause) is any(asked.obligor == Obligor.PARTNER for asked in made.conditions)
