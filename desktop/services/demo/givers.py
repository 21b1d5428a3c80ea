"""Who gives to the invented office in a year beside the partner of the exercise: companies whose agreement was signed
before the program, with due diligence made since where money or goods still come, and a foundation that promises money.

Everything here is fictional.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from desktop.base.dates import months_later
from desktop.base.text import N_, said_in
from desktop.screening.index import Index
from desktop.services.agreements import drafting, earlier
from desktop.services.agreements.earlier import SignedBefore
from desktop.services.demo import agreement_fields, sound_answers
from desktop.services.diligence import cases, decisions, handing_over
from desktop.services.registry import partner_persons, partners, partnerships
from desktop.services.work import Work
from desktop.store.records import Agreement, Officer, Partner, Partnership, Person
from desktop.store.states import DecisionOutcome

OPINION = N_("A useful gift, a sound company, and few risks.")
DECIDED = N_("The benefit for returning migrants is clear and the risks are covered.")
DIRECTOR = N_("Managing Director")
FOUNDATION, FOUNDATION_NUMBER = "Fondation des Deux Dunes", "SN-THI-2009-F-0077"
SCHOLARSHIPS = N_("Scholarships for young people who return to learn a trade")
PROMISED = "24000000"  # CFA francs, by the foundation


@dataclass(frozen=True)
class SealingChief:
    """The Chief of Mission on the laptop of the office, with the key of his or her seal."""

    officer: Officer
    seed: bytes


@dataclass(frozen=True)
class InventedGiver:
    """A company that had an agreement before the program: signed so many months ago, in force for so many more.

    `theme` is one of footnote 15; `is_examined` says whether its due diligence was made since, without which nothing
    more is received (¶21).
    """

    name: str
    subtype: str
    city: str
    number: str
    head: str
    born: str
    title: str
    type: str
    theme: str
    kinds: tuple[str, ...]
    value: str
    signed: int
    runs: int
    is_examined: bool


@dataclass(frozen=True)
class KnownGiver:
    """The records of a giver: the partner, its partnership and the agreement under which it gives."""

    partner: str
    partnership: str
    agreement: str


RADIO = InventedGiver(
    "Radio Tama Bleu SARL", "medium", "Dakar", "SN-DKR-2015-B-0977", "Ndella Fall Sylla", "1975-03-08",
    N_("Radio spots on safe migration"), "ADV", "trafficking", ("cash", "services"), "12000.00", 11, 18,
    is_examined=True,
)  # fmt: skip
SOLAR = InventedGiver(
    "Soleil du Ferlo SA", "large_national", "Matam", "SN-MAT-2012-B-0154", "Oumar Kanté Dieng", "1969-12-01",
    N_("Solar charging points where people wait"), "INN", "community", ("goods",), "60000.00", 47, 24, is_examined=True,
)  # fmt: skip
COOPERATIVE = InventedGiver(
    "Coopérative Ndimbal Gox", "cooperative", "Ziguinchor", "SN-ZIG-2017-C-0031", "Fatou Badji Mané", "1982-07-19",
    N_("Housing for those who return, built by a cooperative"), "IMP", "community", ("cash", "services"),
    "30000.00", 8, 20, is_examined=False,
)  # fmt: skip
STUDIES = InventedGiver(
    "Cabinet Lamp Ba SARL", "small", "Dakar", "SN-DKR-2018-B-2210", "Souleymane Ka Thiaw", "1980-10-30",
    N_("Studies on what migrants find when they return"), "ADV", "labour", ("services",), "9000.00", 26, 14,
    is_examined=False,
)  # fmt: skip
GIVERS = (RADIO, SOLAR, COOPERATIVE, STUDIES)


def known_before(
    work: Work, giver: InventedGiver, chief: SealingChief, index: Index, proof: Path, language: str
) -> KnownGiver:
    """Register a giver with what it signed before the program, and make its due diligence where it is examined."""
    registered = partners.register(work, _partner(giver))
    _head(work, registered, giver.head, giver.born, language)
    today, title = work.today(), said_in(language, giver.title)
    signed = earlier.record(
        work,
        SignedBefore(
            partner_id=registered.id,
            title=title,
            signed=months_later(today, -giver.signed).isoformat(),
            signed_by=chief.officer.name,
            ends_on=months_later(today, giver.runs).isoformat(),
        ),
    )
    partnerships.change(
        work,
        signed.partnership_id,
        purpose=title,
        aims=["c"],
        type=giver.type,
        other_types=["RES"],  # each of them gives as well
        themes=[giver.theme],
        countries=["SN"],
        contribution_kinds=list(giver.kinds),
        value=giver.value,
        currency="USD",
        value_usd=giver.value,
    )
    if giver.is_examined:
        planned = partnerships.partnership(work.store, signed.partnership_id)
        _examine(work, planned, chief, index, proof, language)
    return KnownGiver(registered.id, signed.partnership_id, signed.id)


def foundation(work: Work, chief: SealingChief, index: Index, proof: Path, language: str) -> Agreement:
    """A foundation whose contribution agreement, with three instalments, is complete and can be made final."""
    today = work.today()
    registered = partners.register(
        work,
        Partner(
            name=FOUNDATION,
            group="FOA",
            subtype="foundation",
            country="SN",
            city="Thiès",
            address="3, avenue fictive, Thiès",
            registration=FOUNDATION_NUMBER,
            employees=18,
            founded="2009-11-05",
        ),
    )
    _head(work, registered, "Aïssatou Ba Sarr", "1968-05-12", language)
    title = said_in(language, SCHOLARSHIPS)
    planned = partnerships.plan(
        work,
        Partnership(
            partner_id=registered.id,
            title=title,
            purpose=title,
            aims=["c"],
            type="RES",
            themes=["labour"],
            agreement_type="CON",
            value=PROMISED,
            currency="XOF",
            contribution_kinds=["cash"],
            countries=["SN"],
            starts_on=today.isoformat(),
            ends_on=(today + timedelta(days=540)).isoformat(),
        ),
    )
    _examine(work, planned, chief, index, proof, language)
    draft = drafting.draft(work, planned.id, "CON", [language])
    for field, value in agreement_fields.money([language], today, PROMISED).items():
        drafting.save_field(work, draft.id, field, value)
    drafting.record_fields(work, draft.id)
    return draft


def _partner(giver: InventedGiver) -> Partner:
    return Partner(
        name=giver.name,
        group="ENT",
        subtype=giver.subtype,
        country="SN",
        city=giver.city,
        registration=giver.number,
        sectors=["other"],
        founded=f"{giver.number[7:11]}-01-15",
    )


def _head(work: Work, partner: Partner, name: str, born: str, language: str) -> None:
    person = Person(
        partner_id=partner.id,
        name=name,
        roles=["director", "signatory", "contact"],
        title=said_in(language, DIRECTOR),
        birth_date=born,
        nationality="SN",
        email=f"direction@{partner.registration.lower()}.exemple.test",
    )
    partner_persons.add(work, person)


def _examine(work: Work, planned: Partnership, chief: SealingChief, index: Index, proof: Path, language: str) -> None:
    """The due diligence of a partnership, from its opening to the decision of the Chief of Mission."""
    case = cases.open_case(work, work.definitions.form, planned)
    sound_answers.screen(work, chief.officer, index, case.id, language)
    sound_answers.answer_all(work, case.id, proof, language)
    handing_over.submit(work, case.id, "favourable", said_in(language, OPINION))
    decider, reason = work.acting_as(chief.officer), said_in(language, DECIDED)
    decisions.decide(decider, case.id, DecisionOutcome.APPROVED, reason, chief.seed, interest=False)


def days_ago(today: date, days: int) -> str:
    """The ISO day so many days before."""
    return (today - timedelta(days=days)).isoformat()
