"""An invented office with one open due-diligence case, and a sound value for every question of the form."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from desktop.base.values import today
from desktop.definitions.answer_content import AnswerContent
from desktop.definitions.answers import CHOICE_TYPES, Question
from desktop.office import Office
from desktop.services.demo import invented, sound_answers
from desktop.services.diligence import answers, assessments, cases
from desktop.store.records import Case
from desktop.store.vault import FLOOR, Opened
from tests.makers import on
from tests.offices import OFFICER, PASSPHRASE, Templates, entered

__all__ = ["PASSPHRASE", "Casework", "complete", "records", "sound", "work"]

DAY = date(2026, 11, 2)


@dataclass(frozen=True)
class Casework:
    """An office at work on a case."""

    office: Office
    case: Case

    @property
    def file(self) -> assessments.Assessment:
        """The case as it is kept now."""
        return assessments.read(on(self.office, today()), self.case.id)


def set_up(folder: Path) -> tuple[Opened, Case]:
    """Set up the office and open the case."""
    with Office.create(folder, OFFICER, invented.profile("fr"), cost=FLOOR) as office:
        partner = invented.partner(office.work, "fr")
        planned = invented.partnership(on(office, today()), partner.id, "fr")
        return office.opened, cases.open_case(on(office, today()), office.definitions.form, planned)


@pytest.fixture
def work(templates: Templates, tmp_path: Path) -> Iterator[Casework]:
    """An office of its own for one test, at work on its case."""
    template, (opened, case) = templates.folder(set_up)
    with entered(template, tmp_path / "office", opened) as office:
        yield Casework(office, case)


def complete(work: Casework, folder: Path) -> None:
    """Answer everything that is asked, as a sound company would; the lists are attested."""
    office = work.office
    for question in office.definitions.form.questions:
        if question.type == "screening":
            clear = AnswerContent(value={"result": "clear", "list_day": today().isoformat()})
            answers.save_draft(office.work, work.case.id, question.id, clear)
    proof = sound_answers.evidence(folder, "fr")
    sound_answers.answer_all(on(office, today()), work.case.id, proof, "fr")


def sound(question: Question) -> Any:
    """A well-formed value of a question's type that uses every part of it."""
    first = question.choices[0].id if question.choices else ""
    last = question.choices[-1].id if question.choices else ""
    return (
        last
        if question.type in CHOICE_TYPES
        else {
            "choices": {"choices": [first], "text": "Précisions"},
            "text": {"text": "Deux lignes\net demie", "assessment": first},
            "number": {"number": 3, "text": "Trois cas", "assessment": last},
            "names": {
                "names": [{"name": "Aïssatou Ba", "share": "25.5", "born": "1970-02-01", "nationality": "Sénégal"}],
                "assessment": first,
            },
            "persons": {"persons": [{"name": "Léa N’Diaye", "born": "1981-12-31", "role": "gérante", "signs": True}]},
            "screening": {"result": first, "list_day": DAY.isoformat()},
            "percents": {"percents": {share.id: "12.5" for share in question.shares}}
            | ({"role": question.roles[-1].id} if question.roles else {}),
            "scale": {"scale": 4, "text": "Proche"},
            "amount": {"usd": "18400.5", "text": "Estimation"},
            "findings": {"found": "found", "text": "Presse, le 20 novembre"},
            "plan": {
                "assessment": first,
                "acknowledged": True,
                "signed_by_head": True,
                "verifier": "Cabinet d’audit",
                "know_how": "Formation au recrutement équitable",
            },
        }[question.type]
    )


def records(question: Question) -> list[dict[str, Any]]:
    """A finding with every part, or a milestone."""
    if question.type == "plan":
        return [{"what": "Rembourser les frais", "owner": "Direction", "due": "2027-03-01"}]
    if question.type != "findings":
        return []
    kind = {"kind": question.kinds[0].id} if question.kinds else {}
    return [
        {
            "source": "Le Quotidien du 3 mars 2024",
            "status": "allegation",
            "link": "linked",
            "scale": 2,
            "scope": 1,
            "irremediability": 3,
            "date": "2024-03-03",
            "running": False,
            "response": "investigates",
            "credibility": "reliable",
            **kind,
        }
    ]
