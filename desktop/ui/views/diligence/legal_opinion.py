"""A question to Legal and its answer: the form of whoever asks or is asked, then everything asked so far."""

from functools import partial

from PySide6.QtWidgets import QWidget

from desktop.base.text import _
from desktop.presenters.diligence.legal_opinion import LegalOpinionPresenter
from desktop.presenters.diligence.request_lines import RequestLine
from desktop.presenters.form import Option
from desktop.services.diligence.requests import LEGAL
from desktop.ui import deeds
from desktop.ui.comparison import Point, Points
from desktop.ui.forms.choices import ChoiceRows
from desktop.ui.forms.fields import ChoiceField, TextArea
from desktop.ui.keyboard import shortcut
from desktop.ui.views.diligence.case_papers import CasePapersSection
from desktop.ui.views.opened_paper import OpenedPaperPreview
from desktop.ui.views.view import View
from desktop.ui.widgets import (
    Button,
    Card,
    EmptyState,
    KeyValueGrid,
    Mark,
    SectionBox,
    column,
    empty_layout,
    line,
    set_shown,
)


class LegalOpinionView(View[LegalOpinionPresenter]):
    """Ctrl+Enter asks or answers."""

    def build(self) -> None:
        """The question, the form, what was asked before."""
        page, presenter = self.page, self.presenter
        self.asked_card = page.add(Card(_("What is asked")))
        self.facts = self.asked_card.add(KeyValueGrid())
        self.papers = page.add(CasePapersSection(presenter.papers))
        self.answering = page.add(Card(_("Your opinion")))
        self.opinion = self.answering.add(
            ChoiceRows(_("What do you say?"), [Option(code, word) for code, word in presenter.advice])
        )
        read_by = _("The office and the decider read it.")
        self.reason = self.answering.add(TextArea(_("Why, or which changes"), read_by, 4))
        self.asking = page.add(Card(_("Ask for an opinion")))
        self.whom = self.asking.add(ChoiceField(_("Who is asked"), presenter.may_be_asked, chars=0))
        self.whom.set_value(LEGAL)
        set_shown(self.whom, len(presenter.may_be_asked) > 1)
        travels = _("One question at a time. It goes with the next bundle, and the answer comes with a return.")
        self.question = self.asking.add(TextArea(_("Your question"), travels, 3))
        keeper = self.keeping(presenter.typed)
        keeper.hold_field("reason", self.reason)
        keeper.hold_field("question", self.question)
        keeper.hold_field("whom", self.whom)
        self.section = page.add(SectionBox(_("Asked so far")))
        self._rows = column(self.section.add(QWidget()), 8)
        self.none = page.add(EmptyState("compare", _("Nothing has been asked about it yet.")))
        page.add_stretch()
        self._bar_of = ""
        self.opened = OpenedPaperPreview(self, presenter.papers.opened, _("Back to the opinion"), self._bar_again)
        shortcut(self, deeds.CONTINUE, self._do)

    def show_state(self) -> None:
        """Everything from the presenter."""
        page, presenter = self.page, self.presenter
        inbox, subject = (_("Decisions"), presenter.open_inbox), (presenter.about, presenter.open_subject)
        page.set_crumbs([inbox, subject, (_("Legal opinion"), None)])
        answers, asks = presenter.waiting is not None, presenter.waiting is None and presenter.may_ask
        self.facts.set(list(presenter.question))
        for part, on in ((self.asked_card, answers), (self.answering, answers), (self.asking, asks)):
            set_shown(part, on)
        empty_layout(self._rows)
        for request, may_withdraw in presenter.lines:
            self._rows.addWidget(self._row(request, may_withdraw))
        set_shown(self.section, bool(presenter.lines))
        nothing = not (presenter.lines or answers or asks)
        set_shown(self.none, nothing)
        page.set_title(presenter.partner_name, "" if nothing else presenter.state)  # else it would be said twice
        self.papers.show_papers()
        self.opened.agree()
        if not self.opened.is_shown:
            self._show_bar("answer" if answers else "ask" if asks else "read")

    def _bar_again(self) -> None:
        self._bar_of = ""

    def _show_bar(self, kind: str) -> None:
        if kind == self._bar_of:
            return
        self._bar_of = kind
        bar, presenter = self.page.bar, self.presenter
        bar.clear()
        bar.back(_("All decisions"), presenter.open_inbox)
        read = _("Read the case") if presenter.case_id else _("Read the draft")
        if kind == "read":
            bar.primary(read, presenter.open_subject)
            return
        bar.other(read, presenter.open_subject)
        bar.primary(_("Record the opinion") if kind == "answer" else _("Ask for an opinion"), self._do)

    def _row(self, request: RequestLine, may_withdraw: bool) -> QWidget:
        row = QWidget()
        across = line(row, 8)
        point = Points()
        point.set([Point(request.title, request.note, Mark(request.tone, request.word))])
        across.addWidget(point, 1)
        if may_withdraw:
            button = Button(_("Withdraw the question"), partial(self.presenter.withdraw, request.id), "outlined")
            button.setAccessibleDescription(request.note)
            across.addWidget(button)
        return row

    def _do(self) -> None:
        presenter = self.presenter
        if presenter.waiting is not None:
            presenter.answer(self.opinion.value() or "", self.reason.text())
        elif presenter.may_ask:
            presenter.ask(self.question.text(), self.whom.value() or LEGAL)
            self.question.write("")
