"""A promise: a short form of six fields."""

from desktop.base.text import _
from desktop.presenters.results.promise import PromisePresenter
from desktop.ui import deeds
from desktop.ui.keyboard import shortcut
from desktop.ui.views.held_form import add_held_form
from desktop.ui.views.results.about_partner import WhoseCard
from desktop.ui.views.view import View
from desktop.ui.widgets import EmptyState, SideHelp, set_shown


class PromiseView(View[PromisePresenter]):
    """Ctrl+Enter records it."""

    def build(self) -> None:
        """The form, and whom it is about."""
        page, shown = self.page, self.presenter
        contributions = (_("Contributions"), lambda: shown.open_place("contributions"))
        page.set_crumbs([contributions, (_("Promise"), None)])
        page.bar.back(_("Back"), shown.open_back)
        reads = _("Your role reads contributions; colleagues who prepare agreements record them.")
        self.none = page.add(EmptyState("contributions", reads), 1)
        set_shown(self.none, not shown.editable)
        if not shown.editable:
            return
        self.form = add_held_form(self, shown.rows)
        self.whose = page.add(WhoseCard(shown, _("Another partner")))
        page.add_stretch()
        page.add_side(SideHelp()).set([(_("What this is for"), _why())])
        shortcut(self, deeds.CONTINUE, self._save)
        page.bar.primary(_("Save the corrections") if shown.id else _("Record the promise"), self._save)

    def show_state(self) -> None:
        """Everything from the presenter."""
        shown = self.presenter
        self.page.set_title(shown.title, shown.state)
        if shown.editable:
            self.form.show_fields(shown.rows)
            self.form.set_values(shown.fields)
            self.whose.show_whose(editable=True)

    def _save(self) -> None:
        if self.filled_in(self.form):
            self.presenter.save()


def _why() -> str:
    return _(
        "A promise counts for nothing yet: it says what is expected, and by when. What arrives is recorded on its "
        "page, whole or in parts; what is late stands on Today."
    )
