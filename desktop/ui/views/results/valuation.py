"""What something given in kind is worth, in four short pages."""

from desktop.base.text import _
from desktop.presenters.results.valuation import ValuationPresenter
from desktop.ui import deeds
from desktop.ui.keyboard import shortcut
from desktop.ui.views.held_form import add_held_form
from desktop.ui.views.view import View
from desktop.ui.widgets import EmptyState, SideHelp, Text, set_shown


class ValuationView(View[ValuationPresenter]):
    """Ctrl+Enter goes on; what was typed on every page stays until the value is recorded."""

    def build(self) -> None:
        """The form of the page that is shown."""
        page, shown = self.page, self.presenter
        page.set_crumbs(
            [
                (_("Contributions"), lambda: shown.open_place("contributions")),
                (shown.record.description or shown.partner, shown.open_contribution),
                (_("Value"), None),
            ]
        )
        reads = _("Only what is given in kind is valued, by those who record contributions.")
        self.none = page.add(EmptyState("contributions", reads), 1)
        set_shown(self.none, not shown.editable)
        self._bar_shows = 0
        if not shown.editable:
            page.bar.back(_("Back to the contribution"), shown.open_contribution)
            return
        self.words = page.add(Text(""))
        self.form = add_held_form(self, shown.rows)
        page.add_stretch()
        page.add_side(SideHelp()).set([(_("What this is for"), _why())])
        shortcut(self, deeds.CONTINUE, self._go_on)

    def show_state(self) -> None:
        """Everything from the presenter."""
        shown = self.presenter
        self.page.set_title(shown.title, shown.state)
        if not shown.editable:
            return
        self.form.show_fields(shown.rows)
        self.form.set_values(shown.fields)
        self.words.set(shown.guidance)
        set_shown(self.words, bool(shown.guidance))
        if self._bar_shows != shown.number:
            self._bar_shows = shown.number
            bar = self.page.bar
            bar.clear()
            bar.back(_("Back to the contribution") if shown.number == 1 else _("Page before"), shown.back)
            bar.primary(shown.button, self._go_on)

    def _go_on(self) -> None:
        if self.filled_in(self.form):
            self.presenter.go_on()


def _why() -> str:
    return _(
        "A gift in kind counts with the same care as money (¶11): the method, the paper that shows it, the range in "
        "which the value lies, and above a limit a second person who read it."
    )
