"""The letters that a case allows: their text, and a PDF in each language."""

from PySide6.QtWidgets import QWidget

from desktop.base.text import _, pick
from desktop.presenters.diligence.letters import LettersPresenter
from desktop.ui.views.diligence.case_crumbs import case_crumbs
from desktop.ui.views.view import View
from desktop.ui.widgets import Button, ButtonFlow, Card, SideHelp, Text


class LettersView(View[LettersPresenter]):
    """One card for each letter."""

    def build(self) -> None:
        """The letters, and what none of them says."""
        page, presenter = self.page, self.presenter
        page.set_crumbs(case_crumbs(presenter, (_("Letters"), None)))
        for letter in presenter.letters:
            card = page.add(Card(pick(letter.label)))
            for paragraph in presenter.preview(letter):
                card.add(Text(paragraph))
            holder = QWidget()
            flow = ButtonFlow(holder, gap=8)
            for words, deed in presenter.papers(letter):
                flow.addWidget(Button(words, deed, "outlined"))
            card.add(holder)
        page.add_stretch()
        words = _(
            "No reason, no level, no list and no name that was searched. Say nothing more by telephone either: what is "
            "known of a case stays inside IOM."
        )
        page.add_side(SideHelp([(_("What these letters do not say"), words)]))
        page.bar.back(_("Back to the case"), presenter.open_case)

    def show_state(self) -> None:
        """The title; the letters do not change while the page is open."""
        self.page.set_title(_("Letters"), self.presenter.assessment.partner.name)
