"""The hub of a due-diligence case: the plan of work, what is missing, who decides, and handing over."""

from functools import partial

from desktop.base.text import _, plural
from desktop.definitions.terms import Level
from desktop.presenters.diligence.hub import DiligencePresenter, OpenPoint
from desktop.presenters.form import Option
from desktop.presenters.listing import RowCell
from desktop.store.states import CaseState
from desktop.ui import deeds
from desktop.ui.deeds import menu_letters
from desktop.ui.forms.choices import ChoiceRows
from desktop.ui.forms.fields import ChoiceField, TextArea
from desktop.ui.keyboard import Letters, plain_digit_shortcut, shortcut
from desktop.ui.lists import Row, RowList, Step, StepList
from desktop.ui.views.diligence.case_crumbs import case_crumbs
from desktop.ui.views.diligence.entrusting import EntrustForm
from desktop.ui.views.paper import PaperView
from desktop.ui.widgets import (
    Button,
    ButtonFlow,
    Card,
    Chip,
    EmptyState,
    KeyValueGrid,
    Message,
    NextStepBox,
    SectionBox,
    SideHelp,
    Text,
    UndoLine,
    level_mark,
)

SHOWN_GAPS = 6  # of what is missing, before the officer asks for all of it


class DiligenceView(PaperView[DiligencePresenter]):
    """One case as a whole."""

    def build(self) -> None:
        presenter, page = self.presenter, self.page
        page.set_crumbs(case_crumbs(presenter))
        self.level = Chip()
        page.add_beside_title(self.level)
        self.who_decides = page.add(Text(role="quiet"))
        self.next = page.add(NextStepBox())
        self.welcome = page.add(Card(_("Before you start")))
        self.welcome_facts = self.welcome.add(KeyValueGrid())
        self._build_hand_over()
        if few := len(presenter.gaps) <= SHOWN_GAPS:  # little is missing: it comes before the plan
            self._build_gaps()
        self.steps = page.add(StepList(_("Sections of the due diligence")))
        self.steps.opened.connect(lambda key: presenter.open_section(str(key)))
        if not few:
            self._build_gaps()
        ways = page.add(Card(role="clear"))
        flow = ButtonFlow(gap=16)
        flow.addWidget(Button(_("Check your answers"), presenter.open_answers, "link"))
        flow.addWidget(Button(_("Level and risks"), presenter.open_risks, "link"))
        flow.addWidget(Button(_("Findings"), presenter.open_findings, "link"))
        flow.addWidget(Button(_("Coverage of the principles"), presenter.open_coverage, "link"))
        flow.addStretch(1)
        ways._layout.addLayout(flow)
        page.add_stretch()
        self.add_paper()
        self._build_side()
        self._bar_of = ""
        self._build_bar()
        self._keys()

    def _build_hand_over(self) -> None:
        self.hand_over = self.page.add(SectionBox(_("Your opinion")))
        self.hand_over.hide()
        self.opinion_keeper = self.keeping(self.presenter.opinion_draft)
        self._opinion_is_made = False

    def _make_hand_over(self) -> None:
        """The opinion, once the case is ready to be handed over."""
        presenter, self._opinion_is_made = self.presenter, True
        letters = Letters(menu_letters())
        self.opinion = self.hand_over.add(
            ChoiceRows(
                _("What do you advise?"),
                [
                    Option("favourable", letters.mark(_("Favourable"))),
                    Option("conditions", letters.mark(_("Favourable with conditions"))),
                    Option("unfavourable", letters.mark(_("Unfavourable"))),
                ],
            )
        )
        self.opinion.chosen.connect(lambda key: presenter.give_opinion(opinion=key))
        self.reason = self.hand_over.add(TextArea(_("Why"), _("One or two sentences, for the person who decides."), 3))
        self.reason.committed.connect(lambda text: presenter.give_opinion(reason=text))
        self.opinion_keeper.hold_field("reason", self.reason, told=True)
        self.receiver_text = self.hand_over.add(Text(role="quiet"))

    def _build_gaps(self) -> None:
        self.gaps = self.page.add_section(_("What is missing"))
        nothing = EmptyState("check", _("Nothing is missing."))
        listing = self.presenter.missing
        self.gap_list = self.gaps.add(RowList(_("What is missing"), nothing, fits=True, arrows=True, listing=listing))
        self.gap_list.opened.connect(lambda key: self.presenter.open_question(str(key)))
        self.all_gaps = Button(_("Show everything that is missing"), self._show_all, "link")
        self.gaps.add(self.all_gaps)
        self._all = False

    def _build_side(self) -> None:
        page, presenter = self.page, self.presenter
        self.depth_help = page.add_side(SideHelp())
        self.change_depth = page.add_side(
            Button(_("Change the depth of the review…"), lambda: presenter.ask_depth(True), "link")
        )
        self.depth_form = page.add_side(Card(_("Change the depth of the review")))
        self.depth_form.hide()
        self.depth_keeper = self.keeping(presenter.depth_draft)
        self._depth_is_made = False
        self.depth_undo = page.add_side(UndoLine(page))
        self.entrust = EntrustForm(presenter, page, self.keeping(presenter.entrust_draft))
        self.remedy = page.add_side(Button(_("Remedy plan"), presenter.open_remedy, "link"))
        self.letters = page.add_side(Button(_("Letters to the partner…"), presenter.open_letters, "link"))
        self.dollars = page.add_side(SideHelp())
        self.risk = page.add_side(SideHelp())
        self.about = page.add_side(SideHelp())

    def _make_depth(self) -> None:
        """The form that changes the depth, once somebody opens it."""
        self._depth_is_made = True
        self.tier = self.depth_form.add(ChoiceField(_("Depth of due diligence"), (), chars=0))
        self.depth_reason = self.depth_form.add(TextArea(_("Why is this depth right?"), "", 2))
        self.depth_keeper.hold_field("depth", self.tier)
        self.depth_keeper.hold_field("reason", self.depth_reason)
        row = self.depth_form.add(Card(role="clear"))
        buttons = ButtonFlow(gap=8)
        buttons.addWidget(Button(_("Change"), self._change_depth))
        buttons.addWidget(Button(_("Cancel"), self._leave_depth, "link"))
        buttons.addStretch(1)
        row._layout.addLayout(buttons)

    def _build_bar(self) -> None:
        bar, presenter = self.page.bar, self.presenter
        kind = "paper" if presenter.pdf is not None else "case"
        if kind == self._bar_of:
            return
        self._bar_of = kind
        bar.clear()
        if kind == "paper":
            bar.back(_("Back to the case"), presenter.hide_paper)
            self.add_paper_buttons()
            return
        bar.other(_("Full dossier"), presenter.show_paper, drawing="document").says_key(deeds.PRINT)
        bar.other(_("Company’s form"), presenter.open_company_form, drawing="document")
        self.screening = bar.other(_("Screening"), presenter.open_screening, "outlined", "screening")
        self.recall = bar.other(_("Withdraw"), presenter.recall)
        self.carry = bar.other(_("Carry it on a stick…"), presenter.carry)
        self.earlier = bar.other(_("Earlier answers"), presenter.open_renewal)
        self.renew = bar.other(_("Renew"), presenter.renew)
        self.decision = bar.other(_("See the decision"), presenter.open_decision)
        self.main = bar.primary(_("Continue"), self._go_on)

    def _keys(self) -> None:
        presenter = self.presenter
        shortcut(self, deeds.NEXT_UNKNOWN, presenter.next_unknown, whole_window=False)
        shortcut(self, deeds.NEXT_EVIDENCE, presenter.next_evidence, whole_window=False)
        for digit in range(1, 10):
            plain_digit_shortcut(self, deeds.NTH_SECTION, digit, partial(presenter.open_nth, digit))

    # Showing

    def show_state(self) -> None:
        """Make the page agree with the presenter."""
        presenter, state = self.presenter, self.presenter.assessment.case.state
        self.page.set_title(_("Due diligence"), presenter.state)
        self.level.set(level_mark(presenter.review.inherent))
        repeated = state == CaseState.DECIDED or presenter.next_detail == presenter.who_decides
        self.who_decides.set("" if repeated else presenter.who_decides)
        here = presenter.pdf is None and not presenter.ready  # what is submitted is said below, and so is the button
        button = presenter.main_button if here else ""
        self.next.set(presenter.next_step.sentence, presenter.next_detail, button, self._go_on)
        self.welcome.setVisible(presenter.fresh and not presenter.locked)
        self.welcome_facts.set(presenter.welcome)
        self.steps.set_steps(
            [Step(section.id, section.title, section.state, section.note) for section in presenter.sections]
        )
        self.page.show_grave(level_mark(Level.EXCLUDED) if presenter.stop else None)
        self.level.setVisible(not presenter.stop)
        if presenter.stop:
            self.page.show_message(Message("bad", presenter.stop), "stop")
        else:
            self.page.clear_message("stop")
        if presenter.suspension:
            self.page.show_message(Message("warn", presenter.suspension), "suspension")
        else:
            self.page.clear_message("suspension")
        if presenter.sent_back:
            self.page.show_message(Message("warn", presenter.sent_back), "sent_back")
        else:
            self.page.clear_message("sent_back")
        if presenter.entrusted:
            self.page.show_message(Message("info", presenter.entrusted), "entrusted")
        else:
            self.page.clear_message("entrusted")
        self._show_hand_over()
        self._show_gaps()
        self._show_side()
        self.agree_on_paper()
        self._build_bar()
        if presenter.pdf is None:
            self._show_bar(state)

    def _show_bar(self, state: str) -> None:
        presenter = self.presenter
        self.recall.setVisible(state == CaseState.READY)
        self.carry.setVisible(presenter.may_carry)
        self.earlier.setVisible(bool(presenter.earlier_answers))
        self.renew.setVisible(presenter.may_renew)
        self.remedy.setVisible(presenter.has_remedy)
        self.decision.setVisible(state != CaseState.OPEN and not presenter.shows_decision_next)
        self.main.setText(presenter.main_button)
        self.main.setVisible(presenter.ready)
        here_only = state == CaseState.OPEN and presenter.goes_on_here
        for button in (self.main, self.next.button):
            button.setEnabled(not here_only or presenter.ready or bool(presenter.gaps))

    def _show_hand_over(self) -> None:
        presenter = self.presenter
        self.hand_over.setVisible(presenter.ready)
        if presenter.ready:
            if not self._opinion_is_made:
                self._make_hand_over()
            self.opinion.set_value(presenter.opinion or None)
            self.reason.set_value(presenter.reason)
            self.receiver_text.set(presenter.who_decides)

    def _show_gaps(self) -> None:
        gaps = self.presenter.gaps
        listed = [*self.presenter.unopenable, *gaps]
        self.gaps.setVisible(bool(listed) and not self.presenter.fresh)
        shown = listed if self._all else listed[:SHOWN_GAPS]
        self.gap_list.set_rows([self._gap(gap) for gap in shown])
        self.gaps.note.set(plural("{count} mandatory answer", "{count} mandatory answers", len(gaps)) if gaps else "")
        self.all_gaps.setVisible(len(listed) > len(shown))

    def _gap(self, gap: OpenPoint) -> Row:
        cells = {"section": RowCell(str(gap.section), gap.section), "reason": RowCell(gap.reason)}
        brief = self.presenter.missing.brief({"reason": gap.reason})
        return Row(gap.question, gap.label, gap.reason, number=str(gap.section), cells=cells, brief=brief)

    def _show_all(self) -> None:
        self._all = True
        self._show_gaps()

    def _show_side(self) -> None:
        presenter = self.presenter
        self.depth_help.set([(presenter.depth, " ".join(presenter.depth_reasons))])
        self.change_depth.setVisible(not presenter.raising and not presenter.locked and bool(presenter.other_depths))
        opens = presenter.raising and self.depth_form.isHidden() and self.isVisible()
        self.depth_form.setVisible(presenter.raising)
        if presenter.raising:
            if not self._depth_is_made:
                self._make_depth()
            self.tier.set_options(presenter.other_depths)
        if opens:  # below, in a narrow window
            self.page.reveal(self.tier.combo)
        self.entrust.show_form()
        self.dollars.set(presenter.dollars)
        self.risk.set([(_("Level at this stage"), "\n".join(presenter.level_reasons))])
        self.about.set([presenter.about])

    # Gestures

    def _leave_depth(self) -> None:
        ask_again = partial(self.presenter.ask_depth, True)
        self.depth_keeper.give_up(self._close_depth, ask_again, self.depth_undo.offer_after)

    def _close_depth(self) -> None:
        for field in (self.tier, self.depth_reason):
            field.write("")
            field.forget()
        self.presenter.ask_depth(False)

    def _change_depth(self) -> None:
        self.presenter.change_depth(self.tier.value() or self.presenter.review.tier, self.depth_reason.text())

    def _go_on(self) -> None:
        if self._opinion_is_made:
            self.reason.commit()
        self.presenter.go_on()
