"""The page of what two versions disagree on."""

from functools import partial

from desktop.base.text import _
from desktop.presenters.exchange.disagreements import DisagreementsPresenter
from desktop.presenters.listing import RowCell
from desktop.services.exchange.disagreements import Disagreement
from desktop.ui.forms.fields import TextField
from desktop.ui.lists import Row, RowList
from desktop.ui.views.view import View
from desktop.ui.widgets import Button, Card, EmptyState, KeyValueGrid, SectionBox, Text, set_shown


class DisagreementsView(View[DisagreementsPresenter]):
    """One card for each field, both values in it."""

    def build(self) -> None:
        page, presenter = self.page, self.presenter
        page.set_crumbs([(_("Send and receive"), presenter.close), (_("Disagreements"), None)])
        self.none = page.add(
            EmptyState(
                "good",
                _("No disagreement. Where two laptops changed the same value, you choose here which one stands."),
            )
        )
        self.both = page.add(SectionBox(_("Two versions disagree")))
        self.aside = page.add(SectionBox(_("Set aside")))
        self.rows = RowList(_("Set aside"), fits=True, listing=presenter.set_aside)
        self.aside.add(self.rows)
        page.add_stretch()
        back = _("Back to Headquarters") if presenter.office.is_hq else _("Send and receive")
        page.bar.back(back, presenter.close)
        self.keeper = self.keeping(presenter.typed)

    def show_state(self) -> None:
        presenter = self.presenter
        nothing = not presenter.review.disagreements and not presenter.review.unapplied
        self.page.set_title(_("Disagreements"), "" if nothing else presenter.sentence)  # else it would be said twice
        set_shown(self.none, nothing)
        set_shown(self.both, bool(presenter.review.disagreements))
        set_shown(self.aside, bool(presenter.review.unapplied))
        self.keeper.settle()  # the fields go, and come again with what was typed
        self.both.clear()
        for disagreement in presenter.review.disagreements:
            card = self.both.add(Card(presenter.title(disagreement)))
            card.add(KeyValueGrid(presenter.versions(disagreement)))
            self._add_ways(card, disagreement)
        parts = [presenter.unapplied(part) for part in presenter.review.unapplied]
        brief = presenter.set_aside.brief
        self.rows.set_rows(
            [
                Row(n, title, why, cells={"reason": RowCell(why)}, brief=brief({"reason": why}))
                for n, (title, why) in enumerate(parts)
            ]
        )

    def _add_ways(self, card: Card, disagreement: Disagreement) -> None:
        """The buttons that settle it, or who does."""
        presenter = self.presenter
        if not disagreement.ours:
            card.add(Text(_("The other side owns this value and settles it."), "quiet"))
            return
        if presenter.only_reads:
            card.add(Text(presenter.only_reads, "quiet"))
            return
        for version in disagreement.versions:
            card.add(Button(presenter.verb(version), partial(presenter.ask_to_settle, disagreement, version)))
        if disagreement.writable:
            other = card.add(TextField(_("Another value")))
            self.keeper.hold_field(str(disagreement.id), other)
            card.add(Button(_("Keep this other value"), partial(self._write, disagreement, other)))

    def _write(self, disagreement: Disagreement, other: TextField) -> None:
        self.presenter.ask_to_write(disagreement, other.text())
