"""What is typed into the agreements of invented partners: a donation of SIM cards, and a gift of money."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from desktop.base.errors import Problem
from desktop.base.text import N_, said_in
from desktop.base.values import Json, JsonObject
from desktop.services.agreements import composing, drafting
from desktop.services.demo.invented import PARTNER, PURPOSE
from desktop.services.work import Work
from desktop.store.records import Agreement

GOODS = (
    (N_("Prepaid SIM card with one month of data"), "1200", "9600.00"),
    (N_("Bundle of 1,000 text messages"), "200", "8800.00"),
)


@dataclass(frozen=True)
class InventedAgreement:
    """What an agreement of any type asks for: texts by field; risks and who manages each; indicators and targets; the
    tasks, who does each, and after how many days."""

    texts: Mapping[str, str]
    risks: Sequence[tuple[str, str]]
    indicators: Sequence[tuple[str, str]]
    tasks: Sequence[tuple[str, str, int]]


DONATION = InventedAgreement(
    texts={
        "agreement.purpose": PURPOSE,
        "agreement.benefit_people": N_(
            "they call home on the day they arrive and receive information in their language"
        ),
        "agreement.benefit_organization": N_("it reaches returning migrants after they leave the transit centre"),
        "agreement.benefit_partner": N_("it fulfils its social commitment and knows the needs of a new public"),
        "agreement.role_organization": N_("hand out the cards, inform the recipients and keep the register"),
        "agreement.role_partner": N_("deliver active cards, waive all fees for a year and answer questions"),
        "contribution.earmark": N_("reception of returning migrants in Dakar"),
    },
    risks=(
        (N_("SIM cards are resold or registered under a false name"), "partner"),
        (N_("The cards reach the office after the first returns"), "both"),
    ),
    indicators=((N_("Returning migrants who received a card"), N_("1,200 within twelve months")),),
    tasks=(
        (N_("Deliver the cards to the transit centre in Dakar"), PARTNER, 21),
        (N_("Hand out the cards and record each recipient"), N_("IOM"), 60),
    ),
)
SCHOLARSHIP = InventedAgreement(
    texts={
        "agreement.purpose": N_("let forty young people who return to Senegal learn a trade and find work"),
        "agreement.benefit_people": N_("they learn a trade near their families and live by it within the year"),
        "agreement.benefit_organization": N_("its reintegration work reaches young people in Thiès and Matam"),
        "agreement.benefit_partner": N_("it sees where each grant goes and what keeps young people at a trade"),
        "agreement.role_organization": N_(
            "choose the young people with the training centres, pay the grants and report twice a year"
        ),
        "agreement.role_partner": N_("pay the instalments, receive two trainees a year and answer questions"),
        "contribution.earmark": N_("grants for young people who return"),
    },
    risks=(
        (N_("Trainees leave before the end of their year"), "both"),
        (N_("A training centre closes or raises its fees"), "both"),
    ),
    indicators=((N_("Young people who finish their year of training"), N_("Thirty-two of forty")),),
    tasks=(
        (N_("Choose the first twenty young people with the centres"), N_("IOM"), 45),
        (N_("Report on the first half year"), N_("IOM"), 200),
    ),
)
MINISTRY = N_("Ministry of Youth and Employment")


def parties(languages: Sequence[str]) -> list[Json]:
    """A ministry that signs beside the Organization and the partner."""

    def prose(sentence: str) -> dict[str, str]:
        return {language: said_in(language, sentence) for language in languages}

    return [
        {
            "name": said_in(languages[0], MINISTRY),
            "kind": "authority",
            "address": "Immeuble administratif fictif, Dakar",
            "signatory_name": "Aïssatou Ba",
            "signatory_title": prose(N_("Director of Employment")),
            "responsibility": prose(N_("inform the migrants at its counters")),
            "resource": prose(N_("two rooms in the transit centre")),
            "risk": prose(N_("the rooms are needed for something else")),
            "benefit": prose(N_("people who return find work sooner")),
        },
    ]


def amendment(languages: Sequence[str]) -> JsonObject:
    """What is typed into an amendment of the donation: the goods are handed over elsewhere."""

    def prose(sentence: str) -> dict[str, str]:
        return {language: said_in(language, sentence) for language in languages}

    changes = {"article": prose(N_("Annex C, place of delivery")), "text": prose(N_("the transit centre in Thiès"))}
    return {"amendment.changes": [changes]}


def fill(work: Work, agreement: Agreement, leave: Collection[str] = ()) -> None:
    """Type what the agreement still asks for, but the fields to `leave`."""
    for field, value in fields(agreement.languages, work.today()).items():
        if field not in leave:
            drafting.save_field(work, agreement.id, field, value)
    drafting.record_fields(work, agreement.id)


def complete(work: Work, agreement: Agreement) -> None:
    """Type all that the agreement still asks for; raises Problem when something blocks it all the same."""
    fill(work, agreement)
    composition = composing.compose(work, agreement.id)
    blocking = [finding.text for finding in composition.findings if finding.blocks]
    if blocking:
        raise Problem(" ".join(blocking), code="agreement-incomplete")


def fields(languages: Sequence[str], today: date) -> JsonObject:
    """What an officer types, by field: values of the shape that `ClauseField` describes."""

    def prose(sentence: str) -> dict[str, str]:
        return {language: said_in(language, sentence) for language in languages}

    goods: list[Json] = [
        {"name": prose(name), "quantity": quantity, "value": {"amount": value, "currency": "USD"}}
        for name, quantity, value in GOODS
    ]
    return {
        **_of_every_type(DONATION, languages, today),
        "contribution.goods": goods,
        "contribution.valuation": "price_list",
        "contribution.valuation_date": today.isoformat(),
        "contribution.specifications": [
            {"name": prose(name), "specification": prose(N_("usable from the day of delivery")), "expiry": prose("–")}
            for name, _quantity, _value in GOODS
        ],
        "delivery.place": "Dakar",
        "delivery.by": (today + timedelta(days=DONATION.tasks[0][2])).isoformat(),
        "delivery.shelf_months": "12",
    }


def _of_every_type(invented: InventedAgreement, languages: Sequence[str], today: date) -> JsonObject:
    """What is typed into an agreement of whatever type."""

    def prose(sentence: str) -> dict[str, str]:
        return {language: said_in(language, sentence) for language in languages}

    return {
        "partner.signatory_title": prose(N_("Managing Director")),
        "iom.signatory_title": prose(N_("Chief of Mission in Senegal")),
        **{name: prose(sentence) for name, sentence in invented.texts.items()},
        "agreement.risks": [{"risk": prose(risk), "manager": manager} for risk, manager in invented.risks],
        "agreement.indicators": [
            {"name": prose(name), "target": prose(target)} for name, target in invented.indicators
        ],
        "agreement.workplan": [
            {"task": prose(what), "who": prose(who), "due": (today + timedelta(days=after)).isoformat()}
            for what, who, after in invented.tasks
        ],
        "data.purpose": prose(N_("none")),
    }


def money(languages: Sequence[str], today: date, whole: str) -> JsonObject:
    """What is typed into a contribution agreement: CFA francs in three instalments, half of them at once."""

    def prose(sentence: str) -> dict[str, str]:
        return {language: said_in(language, sentence) for language in languages}

    def francs(share: int) -> JsonObject:
        return {"amount": str(int(whole) * share // 100), "currency": "XOF"}

    instalments: list[Json] = [
        {"due": (today + timedelta(days=days)).isoformat(), "amount": francs(share)}
        for days, share in ((0, 50), (120, 25), (240, 25))
    ]
    return {
        **_of_every_type(SCHOLARSHIP, languages, today),
        "contribution.payments": instalments,
        "project.description": prose(N_("a year of training and a small grant for forty young people who return")),
        "project.budget": [
            {"line": prose(N_("Training and tools")), "amount": francs(80)},
            {"line": prose(N_("Transport and follow-up")), "amount": francs(20)},
        ],
        "payment.account": "OIM Dakar, Banque fictive du Sénégal, SN00 0000 0000 0001",
    }
