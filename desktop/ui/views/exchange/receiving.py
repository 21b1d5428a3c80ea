"""A return of Headquarters before and after it is applied, and what two versions disagree on."""

from functools import partial

from desktop.base.text import _
from desktop.presenters.exchange.receiving import DisagreementsPresenter, ReceivePresenter
from desktop.services.exchange.disagreements import Disagreement
from desktop.ui.forms.fields import TextField
from desktop.ui.lists import Row, RowList
from desktop.ui.views.view import View
from desktop.ui.widgets import Button, Card, EmptyState, KeyValueGrid, SectionBox, Text, set_shown


class ReceiveView(View[ReceivePresenter]):
    """What the file holds, then what was done with it."""

    def build(self) -> None:
        page, presenter = self.page, self.presenter
        page.set_crumbs([(_("Send and receive"), presenter.close), (_("A return of Headquarters"), None)])
        self.held = page.add(SectionBox(_("What the file holds")))
        self.facts = self.held.add(KeyValueGrid())
        self.done = page.add(SectionBox(_("What was done")))
        page.add_stretch()
        self.leave = page.bar.back(_("Do not take it in"), presenter.close)
        self.troubles = page.bar.other(_("Look at the disagreements"), presenter.show_troubles)
        self.main = page.bar.primary(_("Take it in"), self._press)

    def _press(self) -> None:
        presenter = self.presenter
        applies = presenter.holds is not None and presenter.taken is None and not presenter.holds.known
        (presenter.take_in if applies else presenter.close)()

    def show_state(self) -> None:
        presenter = self.presenter
        self.page.set_title(_("A return of Headquarters"), presenter.sentence)
        self.facts.set(presenter.facts())
        set_shown(self.held, presenter.holds is not None)
        self.done.clear()
        for text in presenter.summary():
            self.done.add(Text(text))
        set_shown(self.done, presenter.taken is not None)
        applies = presenter.holds is not None and presenter.taken is None and not presenter.holds.known
        self.main.setText(_("Take it in") if applies else _("Close"))
        self.main.setEnabled(not presenter.busy)
        set_shown(self.leave, applies)
        set_shown(self.troubles, presenter.has_troubles)


class DisagreementsView(View[DisagreementsPresenter]):
    """One card for each field, both values in it."""

    def build(self) -> None:
        page, presenter = self.page, self.presenter
        page.set_crumbs([(_("Send and receive"), presenter.close), (_("Disagreements"), None)])
        self.none = page.add(EmptyState("good", _("No disagreement.")))
        self.both = page.add(SectionBox(_("Two versions disagree")))
        self.aside = page.add(SectionBox(_("Set aside")))
        self.rows = RowList(_("Set aside"), fits=True)
        self.aside.add(self.rows)
        page.add_stretch()
        page.bar.primary(_("Close"), presenter.close)

    def show_state(self) -> None:
        presenter = self.presenter
        self.page.set_title(_("Disagreements"), presenter.sentence)
        set_shown(self.none, not presenter.found and not presenter.asides)
        set_shown(self.both, bool(presenter.found))
        set_shown(self.aside, bool(presenter.asides))
        self.both.clear()
        for disagreement in presenter.found:
            card = self.both.add(Card(presenter.title(disagreement)))
            card.add(KeyValueGrid(presenter.versions(disagreement)))
            self._add_ways(card, disagreement)
        self.rows.set_rows([Row(n, *presenter.aside(disagreement)) for n, disagreement in enumerate(presenter.asides)])

    def _add_ways(self, card: Card, disagreement: Disagreement) -> None:
        """The buttons that settle it, or who does."""
        presenter = self.presenter
        if not disagreement.ours:
            card.add(Text(_("The other side owns this value and settles it."), "quiet"))
            return
        for version in disagreement.versions:
            card.add(Button(presenter.verb(version), partial(presenter.settle, disagreement, version)))
        if disagreement.writable:
            other = card.add(TextField(_("Another value")))
            card.add(Button(_("Keep this other value"), lambda: presenter.write(disagreement, other.text())))
