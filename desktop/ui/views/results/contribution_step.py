"""A short form for one step of a contribution."""

from desktop.base.text import _
from desktop.presenters.results.contribution_step import ContributionStepPresenter
from desktop.ui import deeds
from desktop.ui.keyboard import shortcut
from desktop.ui.views.held_form import add_held_form
from desktop.ui.views.view import View
from desktop.ui.widgets import EmptyState, set_shown


class ContributionStepView(View[ContributionStepPresenter]):
    """Ctrl+Enter records it."""

    def build(self) -> None:
        """The form."""
        page, shown = self.page, self.presenter
        page.set_crumbs(
            [
                (_("Contributions"), lambda: shown.open_place("contributions")),
                (shown.record.description or shown.partner, shown.open_contribution),
                (shown.title, None),
            ]
        )
        page.bar.back(_("Back to the contribution"), shown.open_contribution)
        reads = _("Your role reads contributions; colleagues who prepare agreements record them.")
        self.none = page.add(EmptyState("contributions", reads), 1)
        set_shown(self.none, not shown.editable)
        if not shown.editable:
            return
        self.form = add_held_form(self, shown.rows)
        page.add_stretch()
        shortcut(self, deeds.CONTINUE, self._save)
        page.bar.primary(shown.button, self._save)

    def show_state(self) -> None:
        """Everything from the presenter."""
        shown = self.presenter
        self.page.set_title(shown.title, shown.state)
        if shown.editable:
            self.form.show_fields(shown.rows)
            self.form.set_values(shown.fields)

    def _save(self) -> None:
        if self.filled_in(self.form):
            self.presenter.save()
