"""The list of agreements."""

from desktop.base.text import _
from desktop.presenters.agreements.agreements import AgreementsPresenter
from desktop.ui.forms.fields import TextField
from desktop.ui.lists import Row, RowList
from desktop.ui.views.view import View
from desktop.ui.widgets import EmptyState, Mark


class AgreementsView(View[AgreementsPresenter]):
    """Each agreement with its partner, its reference and its state."""

    wide, scrolls = True, False

    def build(self) -> None:
        shown = self.presenter
        self.search = self.page.add(TextField(_("Partner, reference or type"), placeholder=_("Filter this list")))
        self.search.edit.textChanged.connect(shown.filter)
        text = _("An agreement is prepared after a favourable decision; a draft may begin before it.")
        button = _("Prepare an agreement") if shown.may_draft else ""
        empty = EmptyState("agreements", text, button, shown.new, kind="outlined")
        self.list = self.page.add(RowList(_("Agreements"), empty), 1)
        self.list.opened.connect(lambda key: shown.open(str(key)))
        if shown.may_draft:
            self.page.bar.primary(_("Prepare an agreement"), shown.new)

    def show_state(self) -> None:
        shown = self.presenter
        self.page.set_title(_("Agreements"), shown.state)
        self.search.setVisible(shown.total > 1)
        self.list.set_rows([Row(line.id, line.title, line.note, Mark(line.tone, line.state)) for line in shown.lines])
