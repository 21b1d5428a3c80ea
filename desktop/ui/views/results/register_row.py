"""One partnership of the transparency register, field by field."""

from desktop.base.text import _
from desktop.presenters.results.register_row import RegisterRowPresenter
from desktop.ui.views.view import View
from desktop.ui.widgets import Card, KeyValueGrid, SectionBox, set_shown


class RegisterRowView(View[RegisterRowPresenter]):
    """Every field with what leaves of it, or why it does not."""

    def build(self) -> None:
        """The card of the fields."""
        page, shown = self.page, self.presenter
        page.set_crumbs(
            [
                (_("Transparency register"), lambda: shown.open_place("register")),
                (_("Partnership"), None),
            ]
        )
        self.section = page.add(SectionBox(_("What leaves, field by field")))
        self.fields = self.section.add(Card()).add(KeyValueGrid())
        page.add_stretch()
        page.bar.back(_("Back to the register"), lambda: shown.open_place("register"))
        page.bar.other(_("The partnership"), shown.open_partnership)

    def show_state(self) -> None:
        """The fields."""
        shown = self.presenter
        self.page.set_title(shown.title, shown.state)
        self.fields.set(shown.fields)
        set_shown(self.section, bool(shown.fields))
