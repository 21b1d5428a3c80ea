"""The figures of a period: signed, restated, and as they are now."""

from desktop.base.text import _
from desktop.presenters.results.period import PeriodPresenter, SigningDeed
from desktop.ui import deeds
from desktop.ui.forms.form import Form
from desktop.ui.forms.inputs import SecretInput
from desktop.ui.keyboard import shortcut
from desktop.ui.lists import RowList, rows_of
from desktop.ui.views.paper import PaperView
from desktop.ui.widgets import Card, KeyValueGrid, SectionBox, Text, set_shown

MOST_ROWS = 20  # of a list; with more of them it scrolls by itself


class PeriodView(PaperView[PeriodPresenter]):
    """Who signed, the figures, the restatements, then what is to be signed."""

    wide = True

    def build(self) -> None:
        """Every part once; those without anything are hidden."""
        page, shown = self.page, self.presenter
        self._bar_of: tuple[SigningDeed | None, bool] | None = None  # for which deed the buttons are
        page.set_crumbs(
            [
                (_("Indicators"), lambda: shown.open_place("indicators")),
                (_("Closed periods"), lambda: shown.open_place("periods")),
                (_("Figures of a period"), None),
            ]
        )
        self.waits = page.add(Text(role="strong"))
        self.facts_card = page.add(Card())
        self.facts = self.facts_card.add(KeyValueGrid())
        self.figures = page.add(SectionBox(_("Figures")))
        self.rows = self.figures.add(
            RowList(_("Figures"), fits=True, most=MOST_ROWS, arrows=True, listing=shown.listing)
        )
        self.rows.opened.connect(shown.open_figure)
        self.restated = page.add(SectionBox(_("Restatements")))
        self.restated_rows = self.restated.add(RowList(_("Restatements"), fits=True, most=MOST_ROWS))
        self.card = page.add(Card(_("Signature")))
        self.form = self.card.add(Form(shown.office.work.clock, gap=8))
        self.form.changed.connect(shown.take)
        self.keeping(shown.typed, shown.start_over, restored=shown.has_begun).hold_form(self.form, told=True)
        page.add_stretch()
        shortcut(self, deeds.CONTINUE, self._sign)
        self.add_paper()

    def show_state(self) -> None:
        """The closing."""
        shown = self.presenter
        self.page.set_title(shown.title, shown.state)
        self.waits.set(shown.waits_for)
        self.facts.set(shown.facts)
        set_shown(self.facts_card, bool(shown.facts))
        self.rows.set_rows(rows_of(shown.lines))
        set_shown(self.figures, bool(shown.lines))
        restated = shown.restatement_lines
        self.restated_rows.set_rows(rows_of(restated))
        set_shown(self.restated, bool(restated))
        rows = shown.rows
        set_shown(self.card, bool(rows))
        if rows:
            self.form.show_fields(rows)
            self.form.set_values(shown.fields)
        self.agree_on_paper()
        if self._bar_of != (shown.deed, shown.may_withdraw):
            self._bar_of, self._bar_is_paper = (shown.deed, shown.may_withdraw), None
        self.agree_on_bar()

    def fill_paper_bar(self) -> None:
        self.page.bar.back(_("Back to the figures"), self.presenter.hide_paper)
        self.add_paper_buttons()

    def fill_bar(self) -> None:
        bar, shown = self.page.bar, self.presenter
        bar.back(_("Back to the periods"), lambda: shown.open_place("periods"))
        bar.other(_("Sheet on paper"), shown.show_paper).says_key(deeds.PRINT)
        if shown.may_withdraw:
            bar.other(_("Take back"), shown.withdraw)
            bar.other(_("Put forward again"), shown.put_forward_again)
        if shown.deed:
            words = _("Restate the figures") if shown.deed is SigningDeed.RESTATE else _("Sign the figures")
            bar.primary(words, self._sign)

    def _sign(self) -> None:
        if self.presenter.deed and self.form.complete():
            secret = self.form.inputs.get("passphrase")
            self.presenter.sign(secret.take_secret() if isinstance(secret, SecretInput) else "")
