"""The fields on which a sheet signed in ink is entered: those of the decision, with who signed, when, and the code."""

from dataclasses import replace

from desktop.base.text import _
from desktop.base.values import Json
from desktop.presenters.diligence.decision_form import decision_rows, decision_shown
from desktop.presenters.diligence.paper_decision import PaperDecisionPresenter
from desktop.presenters.form import FieldSpec, FormRows, InputKind, options

TICKED = ("outcome",)
OF_THE_DECIDER = ("decider", "no_interest", "passphrase")


def paper_rows(presenter: PaperDecisionPresenter) -> FormRows:
    """What stands on the sheet, in its order."""
    signed = presenter.deciders
    officers = [(officer.id, ", ".join(filter(None, (officer.name, officer.function)))) for officer in signed]
    asked = [row[0] for row in decision_rows(presenter) if row[0].key not in OF_THE_DECIDER]
    decided = [[replace(spec, label=_("What is ticked")) if spec.key in TICKED else spec] for spec in asked]
    return [
        [
            FieldSpec("decider", InputKind.DROPDOWN, _("Who signed"), options=options(officers)),
            FieldSpec("signed_on", InputKind.DATE, _("Signed on")),
            FieldSpec("code", InputKind.TEXT, _("Code below the signature"), chars=16),
        ],
        *decided,
        [
            FieldSpec(
                "no_interest",
                InputKind.YES,
                _("The sheet is signed below the sentence “I have no interest in this partner”."),
            )
        ],
    ]


def paper_shown(presenter: PaperDecisionPresenter) -> dict[str, Json]:
    """What the fields show."""
    sheet = presenter.sheet_draft
    return {**decision_shown(presenter), "signed_on": sheet.signed_on, "code": sheet.code}


def confirming_rows(presenter: PaperDecisionPresenter) -> FormRows:
    """What the second officer is asked for; nothing in the training office."""
    if not presenter.asks_passphrase:
        return []
    title = _("Passphrase of {name}").format(name=presenter.office.user.name)
    help_text = _("You confirm that the scan says what was entered; it seals the decision.")
    return [[FieldSpec("passphrase", InputKind.SECRET, title, help_text)]]
