"""The page of Headquarters' own keys."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from desktop.base.text import _
from desktop.presenters.exchange import own_key_words
from desktop.presenters.exchange.own_keys import OwnKeysPresenter
from desktop.services.exchange.headquarters.key_ceremony import KeyDeed
from desktop.ui.lists import RowList, rows_of
from desktop.ui.views.view import View
from desktop.ui.widgets import Button, ButtonFlow, Card, KeyValueGrid, Message, SectionBox, Text, set_shown

LOST = (KeyDeed.REVOKE, KeyDeed.RECOVER, KeyDeed.ROOT, KeyDeed.SPARE)
MOST_ROWS = 12  # of the list; with more of them it scrolls by itself


class OwnKeysView(View[OwnKeysPresenter]):
    """The list and its fingerprint, who has not heard of it, then what is done when something was lost."""

    def build(self) -> None:
        """Every part once."""
        page, shown = self.page, self.presenter
        page.set_crumbs([(_("Headquarters"), shown.go_back), (_("Keys of Headquarters"), None)])
        self.list = page.add(Card(_("The list that holds")))
        self.facts = self.list.add(KeyValueGrid())
        self.list.add(Text(_("Whoever compares it by voice hears the same fingerprint in every office."), "quiet"))
        self.first = page.add(Card(_("Before the first time")))
        self.first.add(Text(_(own_key_words.EXPLANATIONS[KeyDeed.BEGIN])))
        note = _("A new answer for an office is saved from its line.")
        self.lagging = page.add(SectionBox(_("Offices that have not imported the list"), note))
        name = _("Offices that have not imported the list")
        self.rows = self.lagging.add(RowList(name, fits=True, most=MOST_ROWS, listing=shown.listing))
        self.rows.opened.connect(shown.save_answer)
        self.lost = page.add(Card(_("When something was lost or stolen")))
        box = QWidget()
        flow = ButtonFlow(box)
        self.ways = {
            deed: Button(f"{_(own_key_words.TITLES[deed])}…", self._beginning(deed), "outlined") for deed in LOST
        }
        for button in self.ways.values():
            flow.addWidget(button)
        flow.addStretch(1)
        self.lost.add(box)
        page.add_stretch()
        page.bar.back(_("Back to Headquarters"), shown.go_back)
        self.main = page.bar.primary(f"{_(own_key_words.TITLES[KeyDeed.RENEW])}…", self._begin_main)

    def _beginning(self, deed: KeyDeed) -> Callable[[], None]:
        return lambda: self.presenter.begin(deed)

    def _begin_main(self) -> None:
        if self.presenter.main_deed is not None:
            self.presenter.begin(self.presenter.main_deed)

    def show_state(self) -> None:
        """What holds now."""
        shown = self.presenter
        self.page.set_title(_("Keys of Headquarters"), shown.sentence)
        self.facts.set(list(shown.facts))
        set_shown(self.list, bool(shown.lists))
        set_shown(self.first, shown.is_read and not shown.lists and shown.office.is_hq)
        self.rows.set_rows(rows_of(shown.lines))
        set_shown(self.lagging, bool(shown.lists) and bool(shown.lines))
        others = shown.other_deeds
        set_shown(self.lost, bool(others))
        for deed, button in self.ways.items():
            set_shown(button, deed in others)
        main = shown.main_deed
        set_shown(self.main, main is not None)
        if main is not None:
            self.main.setText(f"{_(own_key_words.TITLES[main])}…")
        if shown.saved:
            text = _("The answer is saved as “{name}”.").format(name=shown.saved)
            note = _("Read the office this fingerprint aloud: {fingerprint}").format(fingerprint=shown.fingerprint)
            self.page.show_message(Message("good", text, note), "saved")
        else:
            self.page.clear_message("saved")
