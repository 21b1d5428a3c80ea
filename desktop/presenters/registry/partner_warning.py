"""The warning of Headquarters about a partner: written there, read in the office on the page of the partner."""

from collections.abc import Callable
from functools import partial

from desktop.base.text import _
from desktop.presenters.form import FieldSpec, FormRows, InputKind
from desktop.presenters.form_draft import FormDraft
from desktop.presenters.presenter import Presenter
from desktop.services.office.rights import Right, may
from desktop.services.registry import partners
from desktop.store.records import Partner


def warning_rows() -> FormRows:
    """What the office is to know."""
    return [
        [
            FieldSpec(
                "warning",
                InputKind.AREA,
                _("What the office must know before it goes on"),
                _("In one or two sentences, without the name of a victim or of a source. Empty for no warning."),
                lines=2,
            )
        ]
    ]


class PartnerWarning:
    """The warning on the page of one partner. `partner` is what was read last; `writing` while the form is open."""

    partner: Partner

    def __init__(
        self,
        presenter: Presenter,
        partner_id: str,
        undoable: Callable[[str, str, Callable[[], None], Callable[[], None]], None],
    ) -> None:
        self._presenter, self._partner_id, self._tell = presenter, partner_id, undoable
        self.writing = self.may_write and bool(self.draft.fields)

    @property
    def may_write(self) -> bool:
        """Whether this is Headquarters, and its reader may warn."""
        return may(self._presenter.office.user, Right.HEADQUARTERS)

    @property
    def text(self) -> str:
        """The warning; empty for none."""
        return self.partner.watch_note

    @property
    def draft(self) -> FormDraft:
        """What is typed of a warning and not saved."""
        return self._presenter.form_draft(f"warning:{self._partner_id}")

    def write(self, on: bool) -> None:
        """Open the form, or close it; what was typed is dropped."""
        if not on:
            self.draft.drop()
        self.writing = on and self.may_write
        self._presenter.changed()

    def save(self, text: str) -> None:
        """Warn the office from now on; an empty text takes the warning back."""
        before = self.text
        again, back = partial(self._save, text), partial(self._save, before)
        again()
        self.draft.drop()
        self.writing = False
        sentence = _("The office reads the warning with the next return.")
        self._tell(_("the warning"), sentence, back, again)

    def _save(self, text: str) -> None:
        partners.warn(self._presenter.office.work, self._partner_id, text)
