"""More partners of the invented office, each at another stage: what its screens look like in the midst of work."""

from datetime import timedelta
from pathlib import Path

from desktop.base.text import N_, said_in
from desktop.screening.index import Index
from desktop.services.demo import sound_answers
from desktop.services.diligence import assessments, cases, handing_over
from desktop.services.registry import partner_persons, partners, partnerships
from desktop.services.screening import search
from desktop.services.work import Work
from desktop.store.records import Case, Officer, Partner, Partnership, Person

BEGUN = 3  # sections answered of a case under way
OPINION = N_("A known foundation, a modest sum, and no finding that weighs.")


def add(work: Work, second: Officer, index: Index, proof: Path, language: str) -> tuple[Case, Case]:
    """Three more partners: a case under way with a match to rule on, one handed over for decision, one just met.

    Returns the case under way and the one handed over.
    """
    under_way = _freight(work, index, proof, language)
    handed_over = _foundation(work, second, index, proof, language)
    _bank(work, language)
    return under_way, handed_over


def _freight(work: Work, index: Index, proof: Path, language: str) -> Case:
    """A carrier whose director has a name of the list; its case is half answered."""
    registered = partners.register(
        work,
        Partner(
            name="Sahel Fret Logistique SARL",
            group="ENT",
            subtype="medium",
            country="NE",
            city="Niamey",
            registration="RCCM-NE-NIA-2014-B-1187",
            sectors=["other"],
            employees=64,
            founded="2014-02-17",
            summary=said_in(language, N_("Carries goods by road between Cotonou, Niamey and Agadez.")),
            next_action=said_in(language, N_("Compare the director’s identity document with the list")),
            next_action_on=(work.today() + timedelta(days=2)).isoformat(),
        ),
    )
    _person(work, registered, "Moussa Harouna Abdou", "1979-08-30", "NE", ["director", "owner"])
    planned = _plan(
        work, registered, said_in(language, N_("Lorries for relief goods in Agadez")), "22500.00", ["services"]
    )
    case = cases.open_case(work, work.definitions.form, planned)
    search.screen_case(work, index, case.id)
    assessment = assessments.read(work, case.id)
    questions = [name for section in assessment.review.sections[:BEGUN] for name in section.questions]
    sound_answers.answer_some(work, case.id, questions, proof, language)
    return case


def _foundation(work: Work, second: Officer, index: Index, proof: Path, language: str) -> Case:
    """A foundation whose complete case waits for the Chief of Mission."""
    registered = partners.register(
        work,
        Partner(
            name="Fondation Kër Jigéen",
            group="FOA",
            subtype="foundation",
            country="SN",
            city="Thiès",
            registration="SN-THI-2009-F-0032",
            employees=18,
            founded="2009-11-05",
            summary=said_in(language, N_("Trains women who start a business after a return.")),
        ),
    )
    _person(work, registered, "Aïssatou Ba Sarr", "1968-05-12", "SN", ["director", "signatory"])
    title = said_in(language, N_("Start-up training for returning women"))
    planned = _plan(work, registered, title, "9000.00", ["services"])
    case = cases.open_case(work, work.definitions.form, planned)
    sound_answers.screen(work, second, index, case.id, language)
    sound_answers.answer_all(work, case.id, proof, language)
    handing_over.submit(work, case.id, "favourable", said_in(language, OPINION))
    return case


def _bank(work: Work, language: str) -> None:
    """A bank met yesterday: a name, a town and what to do next."""
    partners.register(
        work,
        Partner(
            name="Banque agricole du Fleuve",
            group="ENT",
            subtype="large_national",
            country="SN",
            city="Saint-Louis",
            next_action=said_in(language, N_("Ask for the registration extract")),
            next_action_on=(work.today() + timedelta(days=9)).isoformat(),
        ),
    )


def _person(work: Work, partner: Partner, name: str, born: str, nationality: str, roles: list[str]) -> None:
    person = Person(partner_id=partner.id, name=name, roles=roles, birth_date=born, nationality=nationality)
    partner_persons.add(work, person)


def _plan(work: Work, partner: Partner, title: str, value: str, kinds: list[str]) -> Partnership:
    start = work.today() + timedelta(days=45)
    return partnerships.plan(
        work,
        Partnership(
            partner_id=partner.id,
            title=title,
            purpose=title,
            aims=["c"],
            type="RES",
            agreement_type="INK",
            value=value,
            currency="USD",
            value_usd=value,
            contribution_kinds=kinds,
            countries=["SN"],
            starts_on=start.isoformat(),
            ends_on=(start + timedelta(days=364)).isoformat(),
        ),
    )
