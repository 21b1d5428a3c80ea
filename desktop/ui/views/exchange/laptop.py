"""One laptop of an office, as Headquarters sees it."""

from desktop.base.text import _
from desktop.presenters.exchange.laptop import LaptopPresenter
from desktop.ui import deeds
from desktop.ui.forms.form import Form
from desktop.ui.keyboard import shortcut
from desktop.ui.lists import RowList, rows_of
from desktop.ui.views.view import View
from desktop.ui.widgets import Card, Chip, EmptyState, KeyValueGrid, Mark, Message, SectionBox, Text, set_shown

MOST_ROWS = 20  # of the list; with more of them it scrolls by itself


class LaptopView(View[LaptopPresenter]):
    """What it is, what it sent after its withdrawal, then the deed. Ctrl+Enter does it."""

    def build(self) -> None:
        """Every part once; those without anything are hidden."""
        page, shown = self.page, self.presenter
        laptops = (_("Laptops"), shown.go_back)
        page.set_crumbs([(_("Headquarters"), lambda: shown.open_place("hq")), laptops, (_("Laptop"), None)])
        self.chip = Chip()
        page.add_beside_title(self.chip)
        self.none = page.add(EmptyState("headquarters", _("This laptop was never authorized here.")))
        self.card = page.add(Card())
        self.facts = self.card.add(KeyValueGrid())
        self.aside = page.add(SectionBox(_("Kept aside")))
        self.rows = self.aside.add(RowList(_("Kept aside"), fits=True, most=MOST_ROWS, listing=shown.aside))
        self.doing = page.add(Card(shown.deed_title))
        self.explanation = self.doing.add(Text(role="quiet"))
        self.form = self.doing.add(Form(shown.office.work.clock, gap=8))
        self.form.changed.connect(shown.take)
        self.keeping(shown.typed, shown.start_over, restored=shown.has_begun).hold_form(self.form, told=True)
        page.add_stretch()
        page.bar.back(_("Back to the laptops"), shown.go_back)
        self.main = page.bar.primary(_("Withdraw the laptop"), self._do)
        shortcut(self, deeds.CONTINUE, self._do)

    def show_state(self) -> None:
        """The laptop."""
        shown = self.presenter
        self.page.set_title(shown.title, shown.sentence)
        chip, known = shown.chip, shown.line is not None
        set_shown(self.chip, chip is not None)
        if chip is not None:
            self.chip.set(Mark(chip[1], chip[0]))
        set_shown(self.none, shown.is_read and not known)
        self.facts.set([fact for fact in shown.facts if fact[1]])
        set_shown(self.card, known)
        lines = shown.aside_lines
        self.rows.set_rows(rows_of(lines))
        set_shown(self.aside, bool(lines))
        does = shown.deed is not None
        set_shown(self.doing, does)
        set_shown(self.main, does)
        if does:
            self.doing.title.set(shown.deed_title)
            self.explanation.set(shown.explanation)
            self.form.show_fields(shown.rows)
            self.form.set_values(shown.fields)
            self.main.setText(shown.verb)
        self.main.setEnabled(not shown.busy)
        if shown.outcome:
            self.page.show_message(Message("good", shown.outcome), "done")
        else:
            self.page.clear_message("done")

    def _do(self) -> None:
        if self.presenter.deed is not None and not self.presenter.busy and self.filled_in(self.form):
            self.presenter.do()
