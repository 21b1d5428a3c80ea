"""One office, as Headquarters sees it."""

from desktop.base.text import _
from desktop.presenters.exchange.office_page import OfficePagePresenter
from desktop.ui.lists import Row, RowList
from desktop.ui.views.only_reading import shut
from desktop.ui.views.view import View
from desktop.ui.widgets import Card, Chip, EmptyState, KeyValueGrid, Mark, Message, SectionBox, set_shown

MOST_ROWS = 20  # of a list; with more of them it scrolls by itself


class OfficePageView(View[OfficePagePresenter]):
    """What it is, what it asks, its laptops, its lists, what arrived; then its return."""

    wide = True

    def build(self) -> None:
        """Every part once; those without anything are hidden."""
        page, shown = self.page, self.presenter
        page.set_crumbs([(_("Headquarters"), shown.go_back), (_("Office"), None)])
        self.chip = Chip()
        page.add_beside_title(self.chip)
        self.none = page.add(EmptyState("headquarters", _("Nothing has arrived of this office.")))
        self.card = page.add(Card())
        self.facts = self.card.add(KeyValueGrid())
        self.asking = page.add(SectionBox(_("Asked of Headquarters")))
        self.requests = self.asking.add(
            RowList(_("Asked of Headquarters"), fits=True, most=MOST_ROWS, arrows=True, listing=shown.requests)
        )
        self.requests.opened.connect(shown.open_request)
        self.working = page.add(SectionBox(_("Laptops")))
        self.laptops = self.working.add(
            RowList(_("Laptops"), fits=True, most=MOST_ROWS, arrows=True, listing=shown.laptops)
        )
        self.laptops.opened.connect(shown.open_laptop)
        self.held = page.add(Card(_("Sanctions lists there")))
        self.lists = self.held.add(KeyValueGrid())
        self.coming = page.add(SectionBox(_("What arrived")))
        self.arrived = self.coming.add(RowList(_("What arrived"), fits=True, most=MOST_ROWS, listing=shown.arrived))
        page.add_stretch()
        page.bar.back(_("Back to Headquarters"), shown.go_back)
        self.troubles = page.bar.other(_("Disagreements"), shown.open_disagreements)
        self.partners = page.bar.other(_("Partners"), shown.open_partners)
        self.main = page.bar.primary(_("Write its return…"), shown.write_return)

    def show_state(self) -> None:
        """The office."""
        shown = self.presenter
        self.page.set_title(shown.title, shown.sentence)
        chip, facts = shown.chip, shown.facts
        set_shown(self.chip, chip is not None)
        if chip is not None:
            self.chip.set(Mark(chip[1], chip[0]))
        set_shown(self.none, shown.is_read and not shown.is_known)
        self.facts.set(facts)
        set_shown(self.card, bool(facts))
        self.requests.set_rows(
            [
                Row(
                    line.id,
                    line.title,
                    line.note,
                    Mark(line.tone, line.word),
                    cells=line.cells,
                    brief=line.brief,
                    mark_in="state",
                )
                for line in shown.asked_lines
            ]
        )
        set_shown(self.asking, bool(shown.asked_lines))
        for rows, box, lines in (
            (self.laptops, self.working, shown.laptop_lines),
            (self.arrived, self.coming, shown.arrived_lines),
        ):
            rows.set_rows(
                [
                    Row(line.key, line.title, line.note, Mark(tone, word), cells=line.cells, brief="", mark_in="state")
                    for line, tone, word in lines
                ]
            )
            set_shown(box, bool(lines))
        self.lists.set(shown.lists_held)
        set_shown(self.held, bool(shown.lists_held))
        set_shown(self.troubles, shown.has_troubles)
        set_shown(self.partners, shown.is_known)
        set_shown(self.main, shown.is_known)
        self.main.setEnabled(shown.may_return)
        shut(shown.only_reads, self.main)
        if shown.written:
            text = _("The return is written: {file}. Hand it over: only then the office learns what has arrived.")
            self.page.show_message(Message("good", text.format(file=shown.written)), "done")
        else:
            self.page.clear_message("done")
