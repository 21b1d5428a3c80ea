"""The training office of the tests: opened, made many times as large, and every place of its window."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
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
from desktop.office import Office
from desktop.presenters.office.unlock import TRAINING_PASSPHRASE
from desktop.presenters.office.welcome import _new_training_office
from desktop.presenters.registry.partner_import import PRACTICE
from desktop.store.records import Agreement, Case, EarlierAgreement, Interaction, Partner, Partnership
from desktop.store.records.base import Record, families
from desktop.store.vault import Vault
from desktop.ui.frame.window import Window
from desktop.ui.navigation import places
from desktop.ui.tasks import Tasks
from desktop.ui.theme import Theme
from tests.offices import Templates, set_up_headquarters

OF_A_RECORD = (  # the places that show one partner, case, agreement or file, and so open with arguments
    *("partner", "partnership", "diligence", "question", "answers", "company_form"),
    *("risks", "findings", "finding", "coverage", "principle", "screening", "decision", "incident", "renewal"),
    *("letters", "remedy", "meeting", "briefing", "arrival", "earlier", "earlier_gift"),
    *("paper_decision", "legal_opinion"),
    *("agreement", "new_agreement"),
    *("list_columns", "partner_import"),
)


def set_up_training(folder: Path) -> None:
    """A training office as the welcome page makes it, in French; for `Templates.folder`."""
    speak("fr")
    _new_training_office(folder, Progress()).close()


def opened(folder: Path) -> Office:
    """The office of a folder with its first officer at work."""
    officer = next(iter(Vault.open(folder).officers)).id
    return Office.unlock(folder, officer, TRAINING_PASSPHRASE)


@contextmanager
def office_and_headquarters(templates: Templates, folder: Path) -> Iterator[dict[str, Office]]:
    """A training office and Headquarters, open for this block, as `office` and `hq`."""
    shutil.copytree(templates.folder(set_up_training)[0], folder / "office")
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
        planned = session.scalars(select(Partnership.id).where(Partnership.partner_id == partner)).first() or ""
        cases = {case.state: case.id for case in session.scalars(select(Case).order_by(Case.number.desc()))}
        contacts = session.scalars(select(Interaction).limit(1)).all()
        agreement = session.scalars(select(Agreement.id).order_by(Agreement.reference)).first() or ""
        before = session.scalars(select(EarlierAgreement.id).limit(1)).all()
    met = [{"partner": contact.partner_id, "id": contact.id} for contact in contacts]
    steps = ({"id": agreement, "step": step} for step in ("parties", "annexes", "clauses", "pack", "life", "word"))
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
        "arrival": [{"agreement": agreement}],
        "earlier": [{"partner": partner}, *({"id": id_} for id_ in before)],
        "earlier_gift": [{"partner": partner}],
        "meeting": [{"partner": partner}, *met],
        "briefing": [{"partner": partner}],
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
