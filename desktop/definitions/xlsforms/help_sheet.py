"""The sheet of the workbook that says, in three languages, how Headquarters adds a question; nothing reads it back."""

from desktop.base.text import LANGUAGES, N_, said_in
from desktop.definitions.xlsforms.layout import language_name

HELP = "help"  # the name of the sheet, which XLSForm does not know
STEPS = (
    N_("How to add a question: nothing here is read back, and no other sheet needs a programmer."),
    N_("1. In “survey”, insert a row between the begin_group and the end_group of its section, where it is to stand."),
    N_("2. Give it a new name that was never used, like K08. Copy the type from a question that is answered likewise."),
    N_("3. Write label and why in all three languages; why names a paragraph (¶) of the strategy or a principle."),
    N_(
        "4. For a choice, add a row to “choices” for each answer: "
        "in list_name the name of the question, then the outcome."
    ),
    N_("5. To ask it only sometimes, write in relevant what a similar question has there, with other names."),
    N_(
        "6. What an answer means in special cases goes into “outcomes”; "
        "limits and rules for all are in “rules”, “numbers”."
    ),
    N_("7. Never change a name that exists, and delete no question: ask whoever keeps the forms."),
    N_(
        "8. Save, then try it: passerelle forms import FILE --trial "
        "names every fault and says which worked cases change."
    ),
)


def help_rows() -> list[list[str]]:
    """The rows: the languages, then each step in each of them."""
    return [
        [language_name(code) for code in LANGUAGES],
        *([said_in(code, step) for code in LANGUAGES] for step in STEPS),
    ]
