"""The training office of the tests: opened, made many times as large, and every place of its window."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from inspect import Parameter, signature
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QEventLoop, QSize
from PySide6.QtWidgets import QApplication
from sqlalchemy import inspect, select

from desktop.base import paths
from desktop.base.progress import Progress
from desktop.base.text import speak
from desktop.base.values import new_id
from desktop.definitions.answer_content import AnswerContent
from desktop.definitions.terms import QuestionRole
from desktop.office import Office
from desktop.presenters.office.unlock import TRAINING_PASSPHRASE
from desktop.presenters.office.welcome import _new_training_office
from desktop.presenters.registry.partner_import import PRACTICE
from desktop.screening import library
from desktop.services.agreements import drafting, finalising, living, packs
from desktop.services.demo import agreement_fields, givers, invented, sound_answers, year_of_giving, year_of_results
from desktop.services.demo.givers import SealingChief
from desktop.services.demo.year_of_giving import YearOfGiving
from desktop.services.diligence import cases, decisions, handing_over, remedying
from desktop.services.diligence.remedying import NewCheck
from desktop.services.office import people
from desktop.services.registry import partner_list, partners, partnerships
from desktop.services.registry.partner_list import PartnerFilter
from desktop.services.results import ledger
from desktop.services.results.ledger import NewPromise
from desktop.store.records import (
    Agreement,
    Answer,
    Case,
    Contribution,
    Decision,
    EarlierAgreement,
    Interaction,
    Partner,
    Partnership,
    Result,
)
from desktop.store.records.base import Record, families
from desktop.store.states import AgreementState, MilestoneOutcome, PartnerStage, Role
from desktop.store.vault import Vault
from desktop.ui.frame.window import Window
from desktop.ui.navigation import places
from desktop.ui.tasks import Tasks
from desktop.ui.theme import Theme
from tests.offices import Templates, set_up_headquarters

LATER = ("Ateliers du Fleuve SARL", "Recrutement Sahel SA")  # of whom the office knows more than of others
OF_A_RECORD = (  # the places that show one partner, case, agreement or file, and so open with arguments
    *("partner", "partnership", "diligence", "question", "answers", "company_form"),
    *("risks", "findings", "finding", "coverage", "principle", "screening", "decision", "incident", "renewal"),
    *(
        "letters",
        "remedy",
        "meeting",
        "briefing",
        "merge_partners",
        "mutual_benefit",
        "arrival",
        "earlier",
        "earlier_gift",
    ),
    *("replication", "assisted"),
    *("paper_decision", "legal_opinion"),
    *("agreement", "new_agreement", "clause"),
    *("contribution", "contribution_step", "valuation", "trail"),
    *("list_columns", "partner_import"),
)


def set_up_training(folder: Path) -> None:
    """A training office as the welcome page makes it, in French; for `Templates.folder`."""
    speak("fr")
    _new_training_office(folder, Progress()).close()
    with opened(folder) as office:
        partner = next(iter(partner_list.page(office.store, PartnerFilter(), 0, 1).lines)).id
        day = office.work.today().isoformat()
        ledger.promise(office.work, NewPromise(partner, "goods", "Deux tentes", day, "1200", quantity="2"))


def set_up_later_stages(folder: Path) -> None:
    """A training office where more has happened: an agreement in force, its renewal begun, a remedy, a year of giving.

    Its partners are like that of the exercise, and the chief decided on them.
    """
    set_up_training(folder)
    with opened(folder) as office:
        work, planned = office.work, []
        chief = next(person for person in people.officers(office.store) if person.role == Role.CHIEF_OF_MISSION)
        seed = office.vault.unlock(chief.id, TRAINING_PASSPHRASE).seal_seed
        proof = sound_answers.evidence(office.outbox, "fr")
        for number, name in enumerate(LATER):
            partner = invented.partner(work, "fr", f"SN-DKR-2012-B-{number}")
            partners.change(work, partner.id, name=name, other_names=[])
            plan = invented.partnership(work, partner.id, "fr")
            partnerships.change(work, plan.id, starts_on=work.today().isoformat())
            case = cases.open_case(work, work.definitions.form, plan)
            with library.open_index(office.lists) as index:
                sound_answers.screen(work, chief, index, case.id, "fr")
            sound_answers.answer_all(work, case.id, proof, "fr")
            handing_over.submit(work, case.id, "favourable", "Un don utile.")
            condition = invented.condition(name, work.today() + timedelta(days=365))
            reason = "Le bénéfice est clair et les risques sont couverts."
            decisions.decide(work.acting_as(chief), case.id, "conditions", reason, seed, [condition], interest=False)
            planned.append(plan)
        _live_a_year(office, _put_in_force(office, planned[0]), SealingChief(chief, seed), proof)
        cases.open_case(work, work.definitions.form, planned[0])
        _take_the_ad_hoc_road(office, planned[1])


def _live_a_year(office: Office, donation: Agreement, chief: SealingChief, proof: Path) -> None:
    """What other givers brought and what came of it, as in the demonstration."""
    year_of_giving.keep_rates(office.work, office.outbox)
    with library.open_index(office.lists) as index:
        known = {own: givers.known_before(office.work, own, chief, index, proof, "fr") for own in givers.GIVERS}
    year = YearOfGiving(office.work, chief.officer, known, proof, "fr")
    year_of_giving.add(year, donation)
    year_of_results.add(year)


def _put_in_force(office: Office, planned: Partnership) -> Agreement:
    """A complete agreement, as it stands once it was signed on paper."""
    drafted = drafting.draft(office.work, planned.id, "INK", ["fr"])
    agreement_fields.complete(office.work, drafted)
    final = finalising.finalise(office.work, drafted.id)
    packs.make(office.work, final.id)
    with office.store.change("Signed earlier", office.user.id) as session:
        signed = session.get_one(Agreement, final.id)
        signed.state = AgreementState.ACTIVE
        signed.signed_on, signed.signed_place = office.work.today().isoformat(), "Dakar"
        signed.active_from = signed.signed_on
        session.get_one(Partnership, planned.id).stage = PartnerStage.ACTIVE
        session.get_one(Partner, planned.partner_id).stage = PartnerStage.ACTIVE
    living.plan(office.work, final.id)
    return signed


def _take_the_ad_hoc_road(office: Office, planned: Partnership) -> None:
    """The decision allowed a collaboration with two milestones, of which the first was verified."""
    day = office.work.today()
    due = [(day + timedelta(days=days)).isoformat() for days in (60, 120)]
    steps = zip(("Rembourser les frais de recrutement", "Former les recruteurs"), due, strict=True)
    value = {"assessment": "credible", "verifier": "Cabinet Ndao", "know_how": "Recrutement équitable"}
    plan = AnswerContent(
        value=value, plan=tuple({"what": what, "owner": "Direction", "due": until} for what, until in steps)
    )
    with office.store.change("Ad hoc", office.user.id) as session:
        case = session.scalars(select(Case).where(Case.partnership_id == planned.id)).one()
        session.scalars(select(Decision).where(Decision.case_id == case.id)).one().ad_hoc = True
        question = office.definitions.form.role(QuestionRole.REMEDY_PLAN).id
        session.add(Answer(case_id=case.id, question=question, version=2, content=plan.to_json()))
    remedying.check(office.work, case.id, NewCheck(0, MilestoneOutcome.VERIFIED, "Cabinet Ndao", "Rapport n° 4", day))


def opened(folder: Path) -> Office:
    """The office of a folder with its first officer at work."""
    officer = next(iter(Vault.open(folder).officers)).id
    return Office.unlock(folder, officer, TRAINING_PASSPHRASE)


@contextmanager
def office_and_headquarters(templates: Templates, folder: Path) -> Iterator[dict[str, Office]]:
    """A training office with all stages and Headquarters, open for this block, as `office` and `hq`."""
    shutil.copytree(templates.folder(set_up_later_stages)[0], folder / "office")
    template, administrator = templates.folder(set_up_headquarters)
    shutil.copytree(template, folder / "hq")
    headquarters = Office.enter(folder / "hq", Vault.open(folder / "hq"), administrator)
    with opened(folder / "office") as office, headquarters:
        yield {"office": office, "hq": headquarters}


@contextmanager
def window_of(office: Office, app: QApplication, size: QSize, theme: Theme | None = None) -> Iterator[Window]:
    """The window of an office, this large, for this block; nothing is left of it after the block."""
    tasks = Tasks()
    window = Window(office, places(), tasks, theme or Theme(app, "light"))
    window.resize(size)
    window.show()
    try:
        yield window
    finally:
        tasks.settle()
        window.close()
        tasks.close()
        app.processEvents()
        window.deleteLater()
        app.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def finish(window: Window, app: QApplication) -> None:
    """Until nothing is under way; work away from the window has the computer to itself meanwhile."""
    app.processEvents()
    while window.tasks.busy:
        app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)


def multiply(office: Office, copies: int) -> None:
    """Repeat every partner with all that belongs to it, or to what belongs to it."""
    kinds = [family.record for family in families().values() if family.record is Partner or owners_of(family.record)]
    with office.store.read() as session:
        records = [record for kind in kinds for record in session.scalars(select(kind))]
    for number in range(copies):
        ids = {record.id: new_id() for record in records}
        with office.store.change("Records repeated", office.user.id) as session:
            session.add_all([repeated(record, ids, number) for record in records])


def owners_of(kind: type[Record]) -> list[str]:
    """The fields of a family that say to which partner, case or agreement a record belongs."""
    names = ("partner_id", "partnership_id", "case_id", "agreement_id", "decision_id")
    return [name for name in names if name in inspect(kind).column_attrs]


def repeated(record: Any, ids: dict[str, str], number: int) -> Any:
    """A copy of a record under its new id, its references to copied records changed with it."""
    values = {column.key: getattr(record, column.key) for column in inspect(type(record)).column_attrs}
    values["id"] = ids[record.id]
    for name in owners_of(type(record)):
        values[name] = ids.get(values[name], values[name])
    if "name" in values:
        values["name"] = f"{values['name']} {number}"
    return type(record)(**{name: value for name, value in values.items() if name != "office"})


def gestures(office: Office) -> Iterator[tuple[str, dict[str, str]]]:
    """Every place of the window with the arguments that open it."""
    with office.store.read() as session:
        partner = session.scalars(select(Partner.id).order_by(Partner.name)).first() or ""
        group = select(Partner.group).where(Partner.id == partner).scalar_subquery()
        like = select(Partner.id).where(Partner.group == group, Partner.id != partner)
        other = session.scalars(like.order_by(Partner.name)).first() or ""
        any_plan = session.scalars(select(Partnership).order_by(Partnership.title)).first() or Partnership(
            partner_id=partner
        )
        planned = session.scalars(select(Partnership.id).where(Partnership.partner_id == partner)).first() or ""
        cases = {case.state: case.id for case in session.scalars(select(Case).order_by(Case.number.desc()))}
        contacts = session.scalars(select(Interaction).limit(1)).all()
        agreement = session.scalars(select(Agreement.id).order_by(Agreement.reference)).first() or ""
        before = session.scalars(select(EarlierAgreement.id).limit(1)).all()
        came = {row.kind: row for row in session.scalars(select(Result).order_by(Result.id))}
        given = session.scalars(select(Contribution.id).order_by(Contribution.id)).first() or ""
    met = [{"partner": contact.partner_id, "id": contact.id} for contact in contacts]
    pages = ("parties", "annexes", "clauses", "pack", "life", "word", "comparison", f"comparison:{agreement}")
    steps = ({"id": agreement, "step": step} for step in pages)
    known: dict[str, list[dict[str, str]]] = {
        "partner": [{"id": partner}],
        "partnership": [{"partner": partner}, {"partner": partner, "id": planned}],
        "diligence": [{"case": case} for case in cases.values()],
        "question": [{"case": cases["open"]}],
        "answers": [{"case": cases["open"]}],
        "risks": [{"case": cases["open"]}],
        "findings": [{"case": cases["open"]}],
        "finding": [{"case": cases["open"]}],
        "company_form": [{"case": cases["open"]}],
        "coverage": [{"case": cases["open"]}],
        "principle": [{"case": cases["open"], "point": "compact-4"}],
        "letters": [{"case": cases["open"]}],
        "remedy": [{"case": cases["open"]}],
        "renewal": [{"case": cases["open"]}],
        "incident": [{"partner": partner}, {"partner": partner, "kind": "expired", "partnership": planned}],
        "clause": [{"id": "S-GEN"}],
        "arrival": [{"agreement": agreement}, {"agreement": agreement, "promise": given}],
        "contribution": [{"id": given}],
        "contribution_step": [{"id": given, "step": step} for step in ("confirm", "refund", "write_off", "refuse")],
        "valuation": [{"id": given}],
        "trail": [{"id": given}],
        "earlier": [{"partner": partner}, *({"id": id_} for id_ in before)],
        "earlier_gift": [{"partner": partner}],
        "meeting": [{"partner": partner}, *met],
        "briefing": [{"partner": partner}],
        "merge_partners": [{"partner": partner}, {"partner": partner, "other": other}],
        "replication": [
            {"innovation": row.activity_id, "id": row.id} for kind, row in came.items() if kind == "replication"
        ],
        "assisted": [{"about": row.activity_id, "id": row.id} for kind, row in came.items() if kind == "assisted"],
        "mutual_benefit": [{"partner": any_plan.partner_id, "id": any_plan.id}],
        "screening": [{"case": cases["open"]}, {"partner": partner}],
        "decision": [{"case": cases["ready"]}],
        "paper_decision": [{"case": cases["ready"]}],
        "legal_opinion": [{"case": cases["ready"]}, {"agreement": agreement}],
        "agreement": [{"id": agreement}, *steps],
        "new_agreement": [{"partnership": planned}],
        "list_columns": [],  # needs a file of the user's; it reads nothing but that
        "partner_import": [{}, {"path": str(paths.resources() / "reference" / PRACTICE)}],
    }
    assert known.keys() == set(OF_A_RECORD)
    for place in places().all:
        if place.allowed is None or place.allowed(office):
            for arguments in known.get(place.key, [{}]):
                lacking = needed(place.presenter) - arguments.keys()
                assert not lacking, f"{place.key}: say in `known` of tests/training.py with which arguments it opens"
                yield place.key, arguments


def needed(presenter: Callable[..., Any]) -> set[str]:
    """The arguments without which a presenter cannot be made, beside the office and the runner."""
    parameters = list(signature(presenter).parameters.values())
    plain = (Parameter.POSITIONAL_OR_KEYWORD, Parameter.KEYWORD_ONLY)
    return {
        parameter.name
        for position, parameter in enumerate(parameters)
        if position > 1 and parameter.kind in plain and parameter.default is Parameter.empty
    }
