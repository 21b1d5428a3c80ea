"""What arrives under an agreement: a short form, or why nothing can be recorded."""

from desktop.base.text import _
from desktop.presenters.agreements.arrival import ArrivalPresenter
from desktop.ui import deeds
from desktop.ui.keyboard import shortcut
from desktop.ui.views.held_form import add_held_form
from desktop.ui.views.view import View
from desktop.ui.widgets import EmptyState, SideHelp, set_shown


class ArrivalView(View[ArrivalPresenter]):
    """The form; Ctrl+Enter records."""

    def build(self) -> None:
        """The form and what it is for."""
        page, presenter = self.page, self.presenter
        page.set_crumbs(
            [
                (_("Agreements"), lambda: presenter.open_place("agreements")),
                (presenter.page.reference or presenter.page.partner, presenter.open_agreement),
                (_("What arrived"), None),
            ]
        )
        back = _("Back to the contribution") if presenter.before is not None else _("Back to the agreement")
        page.bar.back(back, presenter.open_agreement)
        self.none = page.add(EmptyState("results", presenter.why_not), 1)
        set_shown(self.none, not presenter.may_record)
        if not presenter.may_record:
            return
        self.form = add_held_form(self, presenter.rows)
        shortcut(self, deeds.CONTINUE, self._record)
        page.add_stretch()
        page.add_side(SideHelp()).set([(_("What this is for"), _why())])
        page.bar.primary(_("Save the corrections") if presenter.id else _("Record as received"), self._record)

    def show_state(self) -> None:
        """Everything from the presenter."""
        self.page.set_title(_("Record what arrived"), self.presenter.state)
        if self.presenter.may_record:
            self.form.show_fields(self.presenter.rows)
            self.form.set_values(self.presenter.fields)

    def _record(self) -> None:
        if self.filled_in(self.form):
            self.presenter.record()


def _why() -> str:
    return _(
        "A contribution counts when it has arrived. It is recorded under the agreement that promises it, with the day "
        "and what it is worth, and the partner is given a receipt: it lies on the partner’s page."
    )
