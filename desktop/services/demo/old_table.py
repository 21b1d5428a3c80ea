"""The spreadsheet that the invented office kept until now: 60 lines as offices write them, imported as officers do.

Two names for one partner, a day that is none, thousands in three ways, years of another calendar, ministries among the
partners, and names in nine scripts: what an import meets on its first morning.
"""

import csv
from pathlib import Path

from desktop.base import paths
from desktop.base.files import write_safely
from desktop.base.progress import Progress
from desktop.definitions.terms import PartnerGroup
from desktop.documents.sheet import Spreadsheet, workbook
from desktop.services.office import office_profile
from desktop.services.registry.spreadsheets import columns, importing
from desktop.services.registry.spreadsheets.dry_run import dry_run
from desktop.services.registry.spreadsheets.importing import PartnerImport
from desktop.services.registry.spreadsheets.questions import (
    NO_COUNTRY,
    DayOrder,
    GeneralAnswer,
    ImportAnswers,
    ImportQuestion,
    MarkReading,
    QuestionKind,
)
from desktop.services.registry.spreadsheets.reading import read_table
from desktop.services.work import Work

NAME = "partners.xlsx"
LINES = "demo-partners.csv"
TURNS = 4  # an answer may open one more question
OF_GROUPS = {"Particulier fortuné": PartnerGroup.INDIVIDUAL, "Campagne grand public": PartnerGroup.PUBLIC}
ANSWERS = {
    QuestionKind.COUNTRY: NO_COUNTRY,
    QuestionKind.COUNTRIES: GeneralAnswer.EACH,
    QuestionKind.PUBLIC: GeneralAnswer.OUTSIDE,
    QuestionKind.ALIKE: GeneralAnswer.LEAVE,
    QuestionKind.ARCHIVED: GeneralAnswer.LEAVE,
    QuestionKind.DAYS: DayOrder.DAY_FIRST,
    QuestionKind.NUMBERS: MarkReading.THOUSANDS,
}


def write(folder: Path) -> Path:
    """Leave the spreadsheet in a folder."""
    with (paths.resources() / "reference" / LINES).open(encoding="utf-8", newline="") as file:
        headings, *rows = csv.reader(file, delimiter=";")
    path = folder / NAME
    write_safely(path, workbook([Spreadsheet("Partenaires", tuple(headings), rows)]))
    return path


def take_in(work: Work, path: Path) -> PartnerImport:
    """Import it, with every question answered."""
    rules = work.definitions.spreadsheets
    table = read_table(path, rules)
    sheet = table.likeliest
    mapping = columns.proposed(work.store, sheet, rules, office_profile.read(work.store).country)
    answers: dict[str, str] = {}
    plan = dry_run(work, sheet, mapping, ImportAnswers(answers), Progress())
    for _turn in range(TURNS):
        if not plan.unanswered:
            break
        answers |= {question.id: _answer(question) for question in plan.unanswered}
        plan = dry_run(work, sheet, mapping, ImportAnswers(answers), Progress())
    return importing.import_partners(work, table, plan, Progress())


def _answer(question: ImportQuestion) -> str:
    if question.kind is QuestionKind.KIND:
        return str(OF_GROUPS.get(question.about, PartnerGroup.ENTERPRISE))
    return str(ANSWERS[question.kind])
