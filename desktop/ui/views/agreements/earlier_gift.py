"""What a partner gave before the program: a short form."""

from desktop.base.text import _
from desktop.presenters.agreements.earlier_gift import EarlierGiftPresenter
from desktop.ui import deeds
from desktop.ui.keyboard import shortcut
from desktop.ui.views.held_form import add_held_form
from desktop.ui.views.view import View
from desktop.ui.widgets import EmptyState, SideHelp, set_shown


class EarlierGiftView(View[EarlierGiftPresenter]):
    """The form; Ctrl+Enter records."""

    def build(self) -> None:
        """The form and what it is for."""
        page, presenter = self.page, self.presenter
        page.set_crumbs(
            [
                (_("Partners"), lambda: presenter.open_place("partners")),
                (presenter.partner, presenter.open_partner),
                (_("Given before the program"), None),
            ]
        )
        page.bar.back(_("Back to the partner"), presenter.open_partner)
        reads = _("Your role reads what was given; colleagues who register partners record it.")
        self.none = page.add(EmptyState("results", reads), 1)
        set_shown(self.none, not presenter.may_record)
        if not presenter.may_record:
            return
        self.form = add_held_form(self, presenter.rows)
        shortcut(self, deeds.CONTINUE, self._record)
        page.add_stretch()
        why = _(
            "What arrived before the office worked with the program is counted in its year and shown as given before. "
            "No receipt is made of it. What arrives now needs a due diligence first (¶21)."
        )
        page.add_side(SideHelp()).set([(_("What this is for"), why)])
        page.bar.primary(_("Record as given before"), self._record)

    def show_state(self) -> None:
        """Everything from the presenter."""
        self.page.set_title(_("Given before the program"), self.presenter.state)
        if self.presenter.may_record:
            self.form.show_fields(self.presenter.rows)
            self.form.set_values(self.presenter.fields)

    def _record(self) -> None:
        if self.filled_in(self.form):
            self.presenter.record()
