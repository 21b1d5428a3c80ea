"""The questionnaire out into a workbook and back: what Headquarters does without a programmer.

sheets = workbook_sheets(source)                     # written, edited in a spreadsheet, read again
edited = edited_questionnaire(sheets, name, definitions)
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.base.errors import Problem
from desktop.base.text import _
from desktop.definitions.form import Questionnaire
from desktop.definitions.soundness import UnsoundPlace, unsound
from desktop.definitions.source import Source
from desktop.definitions.worked_cases import ChangedResult, changed_results
from desktop.definitions.xlsforms.exporting import questionnaire_sheets
from desktop.definitions.xlsforms.faults import FormFault
from desktop.definitions.xlsforms.importing import read_questionnaire
from desktop.definitions.xlsforms.layout import Sheets

if TYPE_CHECKING:
    from desktop.definitions.loading import Definitions


@dataclass(frozen=True)
class EditedQuestionnaire:
    """What an edited workbook comes to. `text` is the questionnaire's file, empty where there are faults.

    `changed` are the worked cases that come out otherwise than with the questionnaire in force, of `tried`.
    """

    questions: int
    faults: tuple[FormFault, ...]
    text: str = ""
    changed: tuple[ChangedResult, ...] = ()
    tried: int = 0


def workbook_sheets(source: Source) -> Sheets:
    """The sheets of the workbook to edit; raises Problem for a file that would not come back as it is.

    Such a file holds something that no cell can, or is not written as `toml_text` writes: its content would be the
    same, its bytes would not.
    """
    sheets = questionnaire_sheets(source)
    if read_questionnaire(sheets, source.name).text != source.text:
        raise Problem(
            _("“{name}” would not come back from a workbook as it is; nothing was written.").format(name=source.name),
            _("Write it in the way of the file that the program ships, each entry on lines of its own."),
            code="questionnaire-not-standard",
        )
    return sheets


def edited_questionnaire(sheets: Sheets, name: str, definitions: "Definitions") -> EditedQuestionnaire:
    """Read an edited workbook, hold it against the matrix and the clauses in force, and try it on the worked cases."""
    reading = read_questionnaire(sheets, name)
    if reading.form is not None:
        wrongs = unsound(reading.form, definitions.authority, definitions.library.clauses)
        reading = reading.with_unsound([*wrongs, *_without_guidance(reading.form, definitions)])
    if reading.form is None or reading.faults:
        return EditedQuestionnaire(reading.questions, reading.faults)
    cases = definitions.worked_cases
    changed = changed_results(cases, definitions.authority, definitions.form, reading.form)
    return EditedQuestionnaire(reading.questions, (), reading.text, changed, len(cases))


def _without_guidance(form: Questionnaire, definitions: "Definitions") -> Iterator[UnsoundPlace]:
    """New questions that have no help beside the questionnaire yet: the program shows none without."""
    for number, question in enumerate(form.questions):
        if question.id not in definitions.guidance.by_question:
            wrong = _("question {question} has no example and no place to look.").format(question=question.id)
            yield UnsoundPlace(("questions", number, "id"), "guidance-missing", wrong)
