"""An invented office in Dakar and its partner: what the demonstration and the training office are made of.

Everything here is fictional. The deeds are the same services that the window calls; only the typing is done here.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from desktop.base.errors import Problem
from desktop.base.text import N_, said_in
from desktop.definitions.answers import Question
from desktop.definitions.terms import QuestionRole
from desktop.screening.index import Index
from desktop.services.agreements import composing, drafting
from desktop.services.diligence import answers, assessments
from desktop.services.diligence.evidence import attach
from desktop.services.registry import partners, partnerships
from desktop.services.screening import rulings, search, standing
from desktop.services.work import Work
from desktop.store.records import Agreement, Case, OfficeProfile, Officer, Partner, Partnership, Person
from desktop.store.records.states import RulingKind

OFFICE = "SN10"
PARTNER = "Teranga Câbles & Réseaux SA"
LIST = "practice-un.xml"
SECOND = {"fr": "en", "en": "fr", "es": "en"}  # the pack's other language
TITLE = N_("Getting in touch with home: SIM cards for returning migrants")
PURPOSE = N_("allow migrants who return to Senegal to reach their families and the services that help them")
SUMMARY = N_("Builds and runs telecommunication networks in Senegal; offers SIM cards and text messages.")
GOODS = (
    (N_("Prepaid SIM card with one month of data"), "1200", "9600.00"),
    (N_("Bundle of 1,000 text messages"), "200", "8800.00"),
)
NOTE = N_("Checked with the partner on the phone and against the document attached.")
ANSWERS = {  # to the questions that ask for words of one's own
    QuestionRole.IDENTITY: N_("As in the register extract attached: name, number and country agree."),
    QuestionRole.WEALTH: N_("The surplus of earlier years, as the audited accounts show."),
    QuestionRole.PAYER: N_("The partner itself, from its own account at a bank of its country."),
    QuestionRole.BENEFIT: N_("Everybody on the list has the benefit of it within the year."),
    QuestionRole.COST: N_("Two days of work a month for the focal point, and transport within the country."),
    QuestionRole.PREVENTION: N_(
        "Nothing foreseen: each recipient signs the register, and the office checks it with the partner every month."
    ),
}
SEARCH = N_(
    "Searched on {date} in the press archives and the courts’ register, in French and English: nothing adverse."
)
RULING = N_("Another person: the date of birth, the country and the document attached all differ.")
RISKS = (
    (N_("SIM cards are resold or registered under a false name"), "partner"),
    (N_("The cards reach the office after the first returns"), "both"),
)
INDICATORS = ((N_("Returning migrants who received a card"), N_("1,200 within twelve months")),)
WORK = (
    (N_("Deliver the cards to the transit centre in Dakar"), PARTNER, 21),
    (N_("Hand out the cards and record each recipient"), "OIM", 60),
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


def day_for(published: str, today: date) -> date:
    """The day on which the demonstration is played: today, or soon after an old list was published."""
    if not published:
        return today
    return min(today, date.fromisoformat(published) + timedelta(days=3))


def profile(language: str) -> OfficeProfile:
    """The invented office."""
    return OfficeProfile(
        code=OFFICE,
        name=said_in(language, N_("IOM Senegal, Dakar office")),
        country="SN",
        city="Dakar",
        address="12, rue des Almadies imaginaires, Dakar",
        email="partenariats.dakar@exemple.test",
        phone="+221 33 000 00 00",
        language=language,
        yearly_income="2064000.00",
    )


def partner(work: Work, language: str) -> Partner:
    """Register the partner with the persons behind it."""
    made = partners.register(
        work,
        Partner(
            name=PARTNER,
            other_names=["TCR", "شركة تيرانغا للكابلات"],
            group="ENT",
            subtype="large_national",
            country="SN",
            city="Dakar",
            address="Zone industrielle fictive, lot 47",
            registration="SN-DKR-2011-B-04417",
            website="teranga-cables.exemple.test",
            email="contact@teranga-cables.exemple.test",
            sectors=["other"],
            employees=240,
            founded="2011-05-09",
            summary=said_in(language, SUMMARY),
            brought_by="Mame Diarra Sow",
            next_action=said_in(language, N_("Call Ms Sow about the delivery dates")),
        ),
    )
    for person in _people(made.id, language):
        partners.add_person(work, person)
    return made


def _people(partner_id: str, language: str) -> tuple[Person, ...]:
    return (
        Person(
            partner_id=partner_id,
            name="Mame Diarra Sow",
            roles=["director", "signatory", "contact"],
            title=said_in(language, N_("Managing Director")),
            birth_date="1979-04-02",
            nationality="SN",
            email="md.sow@teranga-cables.exemple.test",
        ),
        Person(
            partner_id=partner_id,
            name="Moussa Harouna Abdou",
            roles=["director"],
            title=said_in(language, N_("Technical Director")),
            birth_date="1984-03-14",
            nationality="NE",
            document="CNI 1984-0314-55",
        ),
        Person(
            partner_id=partner_id,
            name="Ольга Викторовна Щербакова",
            other_names=["Olga Chtcherbakova"],
            roles=["owner"],
            title=said_in(language, N_("Shareholder")),
            birth_date="1971-10-21",
            nationality="FR",
            share="26",
        ),
    )


def partnership(work: Work, partner_id: str, language: str) -> Partnership:
    """Plan what the partner offers: goods worth 18,400 dollars over a year."""
    start = work.today().replace(day=1) + timedelta(days=40)
    first = start.replace(day=1)
    return partnerships.plan(
        work,
        Partnership(
            partner_id=partner_id,
            title=said_in(language, TITLE),
            purpose=said_in(language, PURPOSE),
            aims=["c"],
            type="RES",
            agreement_type="INK",
            value="18400.00",
            currency="USD",
            value_usd="18400.00",
            contribution_kinds=["goods"],
            goods_kinds=["other"],
            countries=["SN"],
            features=["public"],
            starts_on=first.isoformat(),
            ends_on=(first.replace(year=first.year + 1) - timedelta(days=1)).isoformat(),
        ),
    )


# --- due diligence


def evidence(folder: Path, language: str) -> Path:
    """A file that stands for the register extract and the signed declarations."""
    path = folder / "extrait-registre.txt"
    path.write_text(said_in(language, N_("Extract of the trade register, invented for this demonstration.")) + "\n")
    return path


def answer_all(work: Work, case_id: str, proof: Path, language: str, leave: Collection[str] = ()) -> int:
    """Answer every question asked but those to `leave`, as a sound company would; returns how many were answered."""
    answered: set[str] = set()
    while True:
        file = assessments.read(work, case_id)
        asked = [q for section in file.review.sections for q in section.questions if q not in {*answered, *leave}]
        open_ = [q for q in asked if not _by_screening(file, work.definitions.form.by_id[q])]
        if not open_:
            break
        answer_some(work, case_id, open_, proof, language)
        answered.update(open_)
    return len(answered)


def answer_some(work: Work, case_id: str, names: Sequence[str], proof: Path, language: str) -> None:
    """Answer these questions, as a sound company would."""
    for name in names:
        question = work.definitions.form.by_id[name]
        answers.save_draft(work, case_id, name, _sound(question, language, work.today()))
        if question.file:
            attach(work, case_id, name, proof)
    answers.record(work, case_id)


def _by_screening(file: assessments.Assessment, question: Question) -> bool:
    return question.type == "screening" and question.id in file.answers


def _sound(question: Question, language: str, today: date) -> dict[str, Any]:
    value = _VALUES.get(question.type, _choice)(question, language, today)
    content = {"value": value, "note": said_in(language, NOTE)}
    if "P" in question.who:
        content["declared"] = value
    return content


def mildest(question: Question) -> str:
    """The choice with the mildest outcome, the earliest of those."""
    order = {"low": 0, "none": 1, "medium": 2}
    return min(question.choices, key=lambda choice: order.get(choice.outcome.level, 9)).id


def _choice(question: Question, language: str, today: date) -> Any:
    return mildest(question)


def _words(question: Question, language: str, today: date) -> Any:
    return {"text": _own(question, language), "assessment": mildest(question)}


def _own(question: Question, language: str) -> str:
    return said_in(language, ANSWERS.get(question.role, NOTE) if question.role else NOTE)


def _names(question: Question, language: str, today: date) -> Any:
    owner = {"name": "Ольга Викторовна Щербакова", "share": "26", "born": "1971-10-21", "nationality": "FR"}
    return {"names": [owner], "assessment": mildest(question)}


def _persons(question: Question, language: str, today: date) -> Any:
    return {
        "persons": [
            {"name": "Mame Diarra Sow", "born": "1979-04-02", "nationality": "SN", "role": "director", "signs": True},
            {"name": "Moussa Harouna Abdou", "born": "1984-03-14", "nationality": "NE", "role": "director"},
        ]
    }


def _percents(question: Question, language: str, today: date) -> Any:
    value: dict[str, Any] = {"percents": {share.id: "0" for share in question.shares}}
    return value | ({"role": question.roles[0].id} if question.roles else {})


def _attested(question: Question, language: str, today: date) -> Any:
    return {"result": "clear", "list_day": today.isoformat(), "list_digest": ""}


def _several(question: Question, language: str, today: date) -> Any:
    wanted = "c" if question.choice("c") else "none"
    return {"choices": [wanted], "text": said_in(language, PURPOSE) if wanted == "c" else ""}


def _log(question: Question, language: str, today: date) -> Any:
    return {"found": "none", "text": said_in(language, SEARCH).format(date=today.isoformat())}


_VALUES: Mapping[str, Callable[[Question, str, date], Any]] = {
    "text": _words,
    "number": lambda q, language, today: {"number": 0, "text": "", "assessment": mildest(q)},
    "names": _names,
    "persons": _persons,
    "percents": _percents,
    "screening": _attested,
    "choices": _several,
    "scale": lambda q, language, today: {"scale": 4, "text": _own(q, language)},
    "amount": lambda q, language, today: {"usd": "1200.00", "text": _own(q, language)},
    "findings": _log,
}


def screen(work: Work, second: Officer, index: Index, case_id: str, language: str) -> tuple[int, int]:
    """Search every name and rule on each candidate; returns how many names were searched and ruled on.

    `second` confirms the rulings that take two persons.
    """
    run = search.screen_case(work, index, case_id)
    with work.store.read() as session:
        found = standing.case_state(session, session.get_one(Case, case_id), work.today())
    for candidate in found.open:
        ruling = rulings.rule(work, case_id, candidate, RulingKind.NOT_SAME, said_in(language, RULING))
        if candidate.needs_second:
            rulings.confirm(work.acting_as(second), ruling.id)
    return sum(len(row.names) for row in run.names), len(found.open)


# --- the agreement


def fill(work: Work, agreement: Agreement, leave: Collection[str] = ()) -> None:
    """Type what the agreement still asks for, but the fields to `leave`."""
    for field, value in _fields(agreement.languages, work.today()).items():
        if field not in leave:
            drafting.save_field(work, agreement.id, field, value)
    drafting.record_fields(work, agreement.id)


def complete(work: Work, agreement: Agreement) -> None:
    """Type all that the agreement still asks for; raises Problem when something blocks it all the same."""
    fill(work, agreement)
    composition = composing.compose(work, agreement.id)
    blocking = [finding.text for finding in composition.findings if finding.blocks]
    if blocking:
        raise Problem(" ".join(blocking))


def _fields(languages: Sequence[str], today: date) -> Mapping[str, Any]:
    def prose(sentence: str) -> dict[str, str]:
        return {language: said_in(language, sentence) for language in languages}

    money = "USD"
    goods = [
        {"name": prose(name), "quantity": quantity, "value": {"amount": value, "currency": money}}
        for name, quantity, value in GOODS
    ]
    days = [(today + timedelta(days=after)).isoformat() for _what, _who, after in WORK]
    return {
        "agreement.purpose": prose(PURPOSE),
        "partner.signatory_title": prose(N_("Managing Director")),
        "iom.signatory_title": prose(N_("Chief of Mission")),
        **{name: prose(sentence) for name, sentence in TEXTS.items()},
        "agreement.risks": [{"risk": prose(risk), "manager": manager} for risk, manager in RISKS],
        "agreement.indicators": [{"name": prose(name), "target": prose(target)} for name, target in INDICATORS],
        "agreement.workplan": [
            {"task": prose(what), "who": who, "due": day} for (what, who, _after), day in zip(WORK, days, strict=True)
        ],
        "contribution.goods": goods,
        "contribution.value": {"amount": "18400.00", "currency": money},
        "contribution.valuation": "price_list",
        "contribution.valuation_date": today.isoformat(),
        "contribution.specifications": [
            {"name": prose(name), "specification": prose(N_("usable from the day of delivery")), "expiry": "–"}
            for name, _quantity, _value in GOODS
        ],
        "delivery.place": "Dakar",
        "delivery.by": days[0],
        "delivery.shelf_months": "12",
    }
