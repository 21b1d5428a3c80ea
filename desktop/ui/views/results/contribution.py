"""One contribution: what is on record, what belongs to it, what can be done with it, and its receipt."""

from functools import partial

from PySide6.QtWidgets import QWidget

from desktop.base.text import LANGUAGE_NAMES, LANGUAGES, _
from desktop.presenters.results.contribution import ContributionPresenter
from desktop.ui import deeds
from desktop.ui.keyboard import shortcut
from desktop.ui.lists import Row, RowList
from desktop.ui.views.last_deed import LastDeed
from desktop.ui.views.paper import PaperView
from desktop.ui.views.results.about_partner import beside
from desktop.ui.widgets import Button, Card, Chip, KeyValueGrid, Mark, Message, SectionBox, Text, set_shown


class ContributionView(PaperView[ContributionPresenter]):
    """Ctrl+R records what arrived, Ctrl+Shift+V says what it is worth, Ctrl+D promises the same again."""

    _spoken = ""  # the language of the receipt that the bar knows

    def build(self) -> None:
        """Every section once; those without anything are hidden."""
        page, shown = self.page, self.presenter
        page.set_crumbs(
            [
                (_("Contributions"), lambda: shown.open_place("contributions")),
                (shown.page.partner.name, shown.open_partner),
                (_("Contribution"), None),
            ]
        )
        self.which = page.add(Card(_("Under which agreement did it arrive?")))
        self.reader = page.add(Card())
        self.reader_words = self.reader.add(Text(""))
        self.agree = Button(_("I agree to this value"), shown.read_again, "outlined")
        self.agreeing = self.reader.add(beside(self.agree))
        self.record = page.add(SectionBox(_("On record")))
        self.chip = Chip()
        self.record.add_beside_title(self.chip)
        self.facts = self.record.add(KeyValueGrid())
        self.finance = self.record.add(Text("", "note"))
        self.life = page.add(SectionBox(_("What belongs to it")))
        rows = RowList(_("What belongs to it"), fits=True, arrows=True, listing=shown.life)
        self.life_list = self.life.add(rows)
        self.life_list.opened.connect(shown.open_one)
        self.more = page.add(SectionBox(_("What can be done")))
        self._deeds_shown: object = None
        self.links: QWidget | None = None
        page.add_stretch()
        self.undoing = LastDeed(self, shown)
        shortcut(self, deeds.RECEIVE, shown.receive, ready=lambda: shown.is_expected and shown.editable)
        shortcut(self, deeds.VALUE, shown.value, ready=lambda: shown.is_in_kind and shown.editable)
        repeat = partial(shown.open_place, "promise", like=shown.id)
        shortcut(self, deeds.REPEAT, repeat, ready=lambda: shown.editable)
        self.add_paper(self._receipt)

    def _receipt(self) -> None:
        if self.presenter.has_receipt:
            self.presenter.show_paper()

    def show_state(self) -> None:
        """Everything from the presenter."""
        shown, page = self.presenter, self.page
        page.set_title(shown.title, shown.state)
        tone, words = shown.mark
        self.chip.set(Mark(tone, words))
        self.facts.set(shown.facts)
        self.finance.set(shown.finance_note)
        set_shown(self.finance, bool(shown.finance_note))
        self.reader_words.set(shown.reader_words)
        set_shown(self.reader, bool(shown.reader_words))
        set_shown(self.agreeing, shown.may_read)
        lines = shown.life_lines
        self.life_list.set_rows([Row(key, title, note, cells=cells, brief="") for key, title, note, cells in lines])
        set_shown(self.life, bool(lines))
        self._show_deeds()
        self.undoing.show()
        self.agree_on_paper()
        if shown.paper_language != self._spoken:
            self._spoken, self._bar_is_paper = shown.paper_language, None
        self.agree_on_bar()
        if shown.handed_words:
            page.show_message(Message("info", shown.handed_words), "handed")
        else:
            page.clear_message("handed")

    def _show_deeds(self) -> None:
        """The secondary deeds as links; those that stay the same keep the focus."""
        shown = self.presenter
        state = (shown.chooses_agreement, [words for words, _deed in shown.deeds], shown.record.state, shown.mark)
        set_shown(self.which, shown.chooses_agreement)
        set_shown(self.more, shown.editable)
        if state == self._deeds_shown:
            return
        self._deeds_shown = state
        self._bar_is_paper = None
        self.which.clear()
        if shown.chooses_agreement:
            self.which.add(Text(_("Under which agreement did it arrive?"), "strong"))
            if not shown.page.receivable:
                self.which.add(
                    Text(_("None of this partner is in force: a contribution is received under a signed one (¶26)."))
                )
            for id_, reference in shown.page.receivable:
                self.which.add(beside(Button(reference or "–", partial(shown.receive_under, id_), "link")))
        if self.links is not None:
            self.links.hide()
            self.links.deleteLater()
        buttons = [Button(words, deed, "link") for words, deed in shown.deeds]
        if shown.editable:
            buttons.append(Button(shown.mistake_words, shown.take_back, "link"))
        self.links = self.more.add(beside(*buttons))

    def fill_paper_bar(self) -> None:
        bar, shown = self.page.bar, self.presenter
        bar.back(_("Back to the contribution"), shown.hide_paper)
        for code in LANGUAGES:
            if code != shown.paper_language:
                button = bar.other(LANGUAGE_NAMES[code], partial(shown.show_paper_in, code))
                button.setToolTip(_("In this language"))
        self.add_paper_buttons()

    def fill_bar(self) -> None:
        bar, shown = self.page.bar, self.presenter
        bar.back(_("Back to the contributions"), lambda: shown.open_place("contributions"))
        if shown.has_receipt:
            bar.other(_("Thanks by email"), shown.write_mail)
            bar.other(_("Letter of thanks"), shown.show_thanks)
            bar.other(_("Receipt"), shown.show_paper, drawing="document").says_key(deeds.PRINT)
        if not shown.editable:
            return
        if shown.is_expected:
            if shown.is_in_kind:
                bar.other(_("Say what it is worth"), shown.value).says_key(deeds.VALUE)
            bar.primary(_("Record what arrived"), shown.receive).says_key(deeds.RECEIVE)
        elif shown.is_in_kind and shown.has_arrived:
            bar.primary(_("Say what it is worth"), shown.value).says_key(deeds.VALUE)
