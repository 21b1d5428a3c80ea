"""What is typed into the agreement of the invented partner: a donation of SIM cards."""

from collections.abc import Collection, Sequence
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
RISKS = (
    (N_("SIM cards are resold or registered under a false name"), "partner"),
    (N_("The cards reach the office after the first returns"), "both"),
)
INDICATORS = ((N_("Returning migrants who received a card"), N_("1,200 within twelve months")),)
WORK = (
    (N_("Deliver the cards to the transit centre in Dakar"), PARTNER, 21),
    (N_("Hand out the cards and record each recipient"), N_("IOM"), 60),
)
TEXTS = {
    "agreement.benefit_people": N_("they call home on the day they arrive and receive information in their language"),
    "agreement.benefit_organization": N_("it reaches returning migrants after they leave the transit centre"),
    "agreement.benefit_partner": N_("it fulfils its social commitment and knows the needs of a new public"),
    "agreement.role_organization": N_("hand out the cards, inform the recipients and keep the register"),
    "agreement.role_partner": N_("deliver active cards, waive all fees for a year and answer questions"),
    "contribution.earmark": N_("reception of returning migrants in Dakar"),
    "data.purpose": N_("none"),
}

OF_EVERY_TYPE = ("agreement.", "partner.", "iom.", "data.", "contribution.earmark")
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
    days = [(today + timedelta(days=after)).isoformat() for _what, _who, after in WORK]
    return {
        "agreement.purpose": prose(PURPOSE),
        "partner.signatory_title": prose(N_("Managing Director")),
        "iom.signatory_title": prose(N_("Chief of Mission in Senegal")),
        **{name: prose(sentence) for name, sentence in TEXTS.items()},
        "agreement.risks": [{"risk": prose(risk), "manager": manager} for risk, manager in RISKS],
        "agreement.indicators": [{"name": prose(name), "target": prose(target)} for name, target in INDICATORS],
        "agreement.workplan": [
            {"task": prose(what), "who": prose(who), "due": day}
            for (what, who, _after), day in zip(WORK, days, strict=True)
        ],
        "contribution.goods": goods,
        "contribution.valuation": "price_list",
        "contribution.valuation_date": today.isoformat(),
        "contribution.specifications": [
            {"name": prose(name), "specification": prose(N_("usable from the day of delivery")), "expiry": prose("–")}
            for name, _quantity, _value in GOODS
        ],
        "delivery.place": "Dakar",
        "delivery.by": days[0],
        "delivery.shelf_months": "12",
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
    common = {name: value for name, value in fields(languages, today).items() if name.startswith(OF_EVERY_TYPE)}
    return {
        **common,
        "contribution.payments": instalments,
        "project.description": prose(N_("a year of training and a small grant for forty young people who return")),
        "project.budget": [
            {"line": prose(N_("Training and tools")), "amount": francs(80)},
            {"line": prose(N_("Transport and follow-up")), "amount": francs(20)},
        ],
        "payment.account": "OIM Dakar, Banque fictive du Sénégal, SN00 0000 0000 0001",
    }
