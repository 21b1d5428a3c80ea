"""The reference texts of the questionnaire on one page, with a way to each of them beside it."""

from functools import partial

from PySide6.QtCore import QTimer

from desktop.base.text import _
from desktop.presenters.diligence.references import ReferencesPresenter, TextInShort
from desktop.ui.views.view import View
from desktop.ui.widgets import Button, Card, SectionBox, Text


class ReferencesView(View[ReferencesPresenter]):
    """What each text says, in short."""

    def build(self) -> None:
        """The texts below one another; beside them their names."""
        page, presenter = self.page, self.presenter
        page.set_title(
            _("Reference texts"), _("In short and in our own words: only the texts themselves are authoritative.")
        )
        ways = page.add_side(Card(_("Texts")))
        self.sections: dict[str, SectionBox] = {}
        self.ways: dict[str, Button] = {}
        for text in presenter.texts:
            self.sections[text.id] = self._section(text)
            self.ways[text.id] = ways.add(Button(text.short, partial(self.lead, text.id), "link"))
        page.add_stretch()

    def _section(self, text: TextInShort) -> SectionBox:
        section = self.page.add_section(text.title, text.source)
        card = section.add(Card())
        card.add(Text(text.about))
        for head, wording in text.principles:
            card.add(Text(head, "strong"))
            card.add(Text(wording, "quiet"))
        return section

    def show_state(self) -> None:
        """Nothing on this page changes."""

    def focus_first(self) -> None:
        """At the text asked for."""
        super().focus_first()
        if self.presenter.text in self.sections:
            QTimer.singleShot(0, self, lambda: self.lead(self.presenter.text))

    def lead(self, text: str) -> None:
        """Scroll to a text."""
        if (layout := self.page.content.layout()) is not None:
            layout.activate()  # a page only just made has no places before
        self.page.scroll_to(self.sections[text])
