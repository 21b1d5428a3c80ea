"""A fault of a form in a workbook, by its sheet, row and column: what whoever edits it in a spreadsheet looks for."""

from dataclasses import dataclass

from desktop.base.text import _


@dataclass(frozen=True, slots=True, order=True)
class FormFault:
    """One fault: `row` counts from 1, the row of the headings; `heading` is empty where a whole row or sheet is meant.

    `column` is the letter of the column, empty where it is missing from the sheet.
    """

    sheet: str
    row: int
    heading: str
    code: str
    wrong: str
    column: str = ""

    def sentence(self) -> str:
        """The fault in one sentence, its place first."""
        if not self.heading:
            return _("“{sheet}”, row {row}: {wrong}").format(sheet=self.sheet, row=self.row, wrong=self.wrong)
        if not self.column:
            place = _("“{sheet}”, row {row}, column “{heading}”: {wrong}")
            return place.format(sheet=self.sheet, row=self.row, heading=self.heading, wrong=self.wrong)
        place = _("“{sheet}”, row {row}, column {column} “{heading}”: {wrong}")
        return place.format(sheet=self.sheet, row=self.row, column=self.column, heading=self.heading, wrong=self.wrong)


def column_letters(number: int) -> str:
    """The letters by which a spreadsheet calls a column, from 1: A, Z, AA."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
