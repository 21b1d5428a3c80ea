"""The decision on one case: what the decider reads, then what the decider says."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QWidget

from desktop.base.text import _
from desktop.definitions.terms import Level
from desktop.presenters.diligence.decision import DecisionPresenter
from desktop.presenters.diligence.decision_form import conditions_typed, decision_rows, decision_shown
from desktop.presenters.form import Option, text_of, texts_of
from desktop.presenters.record_labels import OUTCOME_TONES
from desktop.services.labels import OUTCOMES
from desktop.store.states import DecisionOutcome
from desktop.ui import deeds
from desktop.ui.comparison import Point, Points
from desktop.ui.forms.choices import ChoiceRows
from desktop.ui.forms.fields import FieldRow, TextArea
from desktop.ui.forms.form import Form
from desktop.ui.forms.inputs import SecretInput
from desktop.ui.keyboard import shortcut
from desktop.ui.theme import Shape
from desktop.ui.views.diligence.case_papers import CasePapersSection
from desktop.ui.views.office.people import as_somebody_else
from desktop.ui.views.paper import PaperView
from desktop.ui.widgets import (
    Button,
    ButtonFlow,
    Card,
    Chip,
    KeyValueGrid,
    Mark,
    Message,
    MessagePanel,
    SectionBox,
    Text,
    column,
    empty_layout,
    level_mark,
    literal,
    set_shown,
)


class DecisionView(PaperView[DecisionPresenter]):
    """The brief, then the form or the sealed decision. Ctrl+Enter seals, Ctrl+P shows the page for paper."""

    def build(self) -> None:
        """The brief, the form, the result and the paper."""
        page, presenter = self.page, self.presenter
        self.chip = Chip()
        page.add_beside_title(self.chip)
        self.result = page.add(SealedDecision())
        self.brief = page.add(BriefPanel(presenter))
        self.papers = page.add(CasePapersSection(presenter.papers))
        self.refused = page.add(Card(_("Who decides")))
        self.refused_text = self.refused.add(Text())
        self.as_decider = self.refused.add(Text(as_somebody_else(), "note"))
        self.reviewed = page.add(Text())
        self.review = page.add(ReviewForm(presenter)) if presenter.may_review else None
        if self.review is not None:
            self.keeping(presenter.review_draft).hold_field("reason", self.review.reason)
        self.form = page.add(DecisionForm(presenter))
        if presenter.can_decide:
            keeper = self.keeping(presenter.typed, presenter.start_over, restored=presenter.restored)
            keeper.hold_form(self.form.form, told=True)
        page.add_stretch()
        self.add_paper()
        self.authority = page.add_side(AuthorityCard(presenter))
        self.requested = page.add_side(RequestsCard(presenter))
        self._bar_of, self._was_made = "", presenter.decision is not None
        shortcut(self, deeds.CONTINUE, self._seal)

    def show_state(self) -> None:
        """Everything from the presenter."""
        page, presenter = self.page, self.presenter
        paper, sheet = presenter.looked_at is not None, presenter.sheet
        page.set_crumbs([(_("Decisions"), presenter.open_inbox), (presenter.assessment.case.number, None)])
        page.set_title(sheet.partner, presenter.state)
        self.chip.set(level_mark(sheet.level))
        for part, on in (
            (self.brief, not paper),
            (self.result, not paper and presenter.decision is not None),
            (self.refused, not paper and bool(presenter.why_not)),
            (self.reviewed, not paper and bool(presenter.reviewed)),
            (self.form, not paper and presenter.can_decide),
            (self.authority, not paper),
            (self.requested, not paper and bool(presenter.requested or presenter.may_ask_for_decision)),
        ):
            set_shown(part, on)
        if self.review is not None:
            set_shown(self.review, not paper and presenter.may_review)
        self.agree_on_paper()
        self.reviewed.set(presenter.reviewed)
        self.refused_text.set(presenter.why_not)
        set_shown(self.as_decider, presenter.office.is_practice)
        self.brief.agree()
        self.papers.show_papers()
        self._say_what_lacks(*presenter.not_arrived)
        self.authority.agree(presenter)
        self.requested.agree(presenter)
        self.result.agree(presenter)
        if presenter.can_decide:
            self.form.agree()
        self._show_bar()
        if presenter.decision is not None and not self._was_made:
            page.to_top()  # where the seal is
        self._was_made = presenter.decision is not None

    def _say_what_lacks(self, words: str, to_do: str) -> None:
        if words:
            self.page.show_message(Message("warn", words, to_do), "papers")
        else:
            self.page.clear_message("papers")

    def _show_bar(self) -> None:
        presenter = self.presenter
        kind = "paper" if presenter.looked_at is not None else "form" if presenter.can_decide else "read"
        kind = "reopen" if kind == "read" and presenter.may_reopen else kind
        kind = "choose" if kind == "form" and not presenter.draft.outcome else kind
        if kind == self._bar_of:
            return
        self._bar_of = kind
        bar = self.page.bar
        bar.clear()
        if kind == "paper":
            bar.back(_("Back to the decision"), presenter.hide_paper)
            self.add_paper_buttons()
            return
        bar.back(_("All decisions"), presenter.open_inbox)
        bar.other(_("Print the brief"), presenter.show_paper, drawing="print").says_key(deeds.PRINT)
        if kind == "form":
            bar.primary(_("Seal the decision"), self._seal)
        elif kind == "choose":  # nothing is sealed before something is chosen, and the form stands far down
            bar.other(_("Decide"), self._choose, drawing="sign").says_key(deeds.CONTINUE)
        elif kind == "reopen":
            bar.primary(_("Open the case again"), presenter.reopen)
        else:
            bar.primary(_("Read the answers"), presenter.open_case)

    def _choose(self) -> None:
        self.page.reveal(next(iter(self.form.form.shown.values())).first())

    def _seal(self) -> None:
        if not self.presenter.can_decide or self.presenter.looked_at is not None:
            return
        if self.presenter.draft.outcome:
            self.form.seal()
        else:
            self._choose()


class BriefPanel(QWidget):
    """Everything that the decision rests on."""

    def __init__(self, presenter: DecisionPresenter) -> None:
        super().__init__()
        self.presenter = presenter
        layout = column(self, 20)
        self.facts = KeyValueGrid()
        self.level = self._section(_("Why this level"))
        self.verdicts = self._section(_("The three tests of the strategy (¶22)"))
        self.unknown = self._section(_("What could not be established"))
        self.benefits, self.risks = self._section(_("Benefits")), self._section(_("Risks and measures"))
        self.interests, self.screening = SectionBox(_("Interests and procurement")), self._section(_("Screening"))
        self.interest_facts = self.interests.add(Points())
        self.opinion, self.earlier = self._section(_("The officer’s opinion")), self._section(_("Earlier decisions"))
        for widget in (
            *(self.facts, self.level[0], self.verdicts[0], self.unknown[0]),
            FieldRow(self.benefits[0], self.risks[0]),
            *(self.interests, self.screening[0], self.opinion[0], self.earlier[0]),
        ):
            layout.addWidget(widget)

    @staticmethod
    def _section(title: str) -> tuple[SectionBox, Points]:
        section = SectionBox(title)
        return section, section.add(Points())

    def agree(self) -> None:
        """Show the sheet."""
        sheet = self.presenter.sheet
        self.facts.set(
            [
                (_("Partner"), sheet.where),
                (_("Partnership"), sheet.partnership),
                (_("Common purpose"), sheet.purpose),
                (_("Kind"), sheet.kind),
                (_("Value"), sheet.value),
                *([(_("In US dollars"), sheet.dollars)] if sheet.dollars else []),
                (_("Period"), sheet.period),
                (_("Depth of due diligence"), sheet.depth),
            ]
        )
        grounds = [Point(ground.label, ground.reason, level_mark(ground.level)) for ground in sheet.grounds]
        self.level[1].set(grounds or [Point(_("No answer is rated above low."))])
        self.verdicts[1].set(
            [Point(f"{test}) {sentence}", mark=verdict_mark(level)) for test, sentence, level in sheet.verdicts]
        )
        self.unknown[1].set(self._plain([*sheet.missing, *sheet.unknown]))
        self.benefits[1].set(self._plain(sheet.benefits))
        self.risks[1].set(self._plain(sheet.risks))
        self.interest_facts.set([Point(label, sentence) for label, sentence in sheet.interests] or self._plain(()))
        self.screening[1].set(self._plain(sheet.screening))
        self.opinion[1].set([Point(f"{sheet.opinion} – {sheet.officer}", sheet.opinion_reason)])
        self.earlier[1].set(self._plain(sheet.earlier))

    @staticmethod
    def _plain(texts: Sequence[str]) -> list[Point]:
        return [Point(text) for text in texts] or [Point(_("Nothing."))]


class AuthorityCard(Card):
    """Whose decision it is and what the authority table attaches to it; the way to the answers."""

    def __init__(self, presenter: DecisionPresenter) -> None:
        super().__init__(_("Authority"))
        self.why, self.dollars, self.route, self.rules = Text(role="strong"), Text(role="note"), Text(), Points()
        for part in (self.why, self.dollars, self.route, self.rules):
            self.add(part)
        self.add(Button(_("Read the answers"), presenter.open_case, "link"))
        self.add(Button(_("See the screening results"), presenter.open_screening, "link"))
        self.carry = self.add(Button(_("Carry it on a stick…"), presenter.carry, "link"))
        self.paper = self.add(Button(_("Decided on paper…"), presenter.decide_on_paper, "link"))
        self.ask = self.add(Button(_("Ask Legal Affairs…"), presenter.ask_legal, "link"))

    def agree(self, presenter: DecisionPresenter) -> None:
        """Show what applies now."""
        self.why.set(presenter.whose)
        self.dollars.set(presenter.dollars)
        self.route.set(presenter.who_decides)
        self.rules.set([Point(rule) for rule in presenter.sheet.rules])
        set_shown(self.carry, presenter.may_carry)
        set_shown(self.paper, presenter.waits)
        set_shown(self.ask, presenter.may_ask_legal)


class RequestsCard(Card):
    """What was asked of Headquarters about the case, by which day, and what came back."""

    def __init__(self, presenter: DecisionPresenter) -> None:
        super().__init__(_("Asked of Headquarters"))
        self.lines = self.add(Points())
        self.none = self.add(Text(_("Nobody in the office may decide this case any more, and nobody was asked yet.")))
        self.ask = self.add(Button(_("Ask Headquarters for the decision"), presenter.ask_for_decision, "outlined"))

    def agree(self, presenter: DecisionPresenter) -> None:
        """Show what was asked, or the way to ask."""
        self.lines.set([Point(line.title, line.beside) for line in presenter.requested])
        set_shown(self.lines, bool(presenter.requested))
        set_shown(self.none, presenter.may_ask_for_decision)
        set_shown(self.ask, presenter.may_ask_for_decision)


def verdict_mark(level: str) -> Mark:
    """One of the three tests: met, at risk, failed, or not known."""
    if level in (Level.NONE, Level.LOW):
        return Mark("good", _("met"), Shape.CHECK)
    if level == Level.MEDIUM:
        return Mark("warn", _("to watch"))
    return (
        Mark("bad", _("not met"), Shape.CROSS)
        if level in (Level.HIGH, Level.EXCLUDED)
        else Mark("neutral", _("not known"), Shape.RING)
    )


class ReviewForm(Card):
    """What a reviewer thinks of the case, before whoever decides reads it."""

    def __init__(self, presenter: DecisionPresenter) -> None:
        super().__init__(_("Your review"))
        options = [Option(code, word) for code, word in presenter.advice]
        self.opinion = self.add(ChoiceRows(_("What do you advise?"), options))
        self.reason = self.add(TextArea(_("Why"), _("One or two sentences, for the person who decides."), 3))
        self.presenter = presenter
        buttons = ButtonFlow(gap=8)
        buttons.addWidget(Button(_("Record the review"), self._record, "outlined", "check"))
        buttons.addStretch(1)
        self._layout.addLayout(buttons)

    def _record(self) -> None:
        self.presenter.review(self.opinion.value() or "", self.reason.text())


class DecisionForm(Card):
    """What the decider says. Parts that do not apply are hidden, never greyed."""

    def __init__(self, presenter: DecisionPresenter) -> None:
        super().__init__(_("Your decision"))
        self.presenter = presenter
        self.form = self.add(Form(presenter.office.work.clock, gap=8))
        self.form.changed.connect(self._take)

    def agree(self) -> None:
        """Show what was typed and what applies."""
        self.form.show_fields(decision_rows(self.presenter))
        self.form.set_values(decision_shown(self.presenter))

    def _take(self, key: str, value: object) -> None:
        if key == "decider":
            self.presenter.decide_as(text_of(value))
        elif key == DecisionOutcome.CONDITIONS:
            self.presenter.change(conditions=conditions_typed(self.presenter, value))
        elif key == "questions":
            self.presenter.change(questions=tuple(texts_of(value)))
        else:
            self.presenter.change(**{key: value})

    def seal(self) -> None:
        """Take what is still being typed, then seal; not while something typed cannot be understood."""
        if not self.form.complete():
            return
        secret = self.form.inputs.get("passphrase")
        self.presenter.seal(secret.take_secret() if isinstance(secret, SecretInput) else "")


class SealedDecision(SectionBox):
    """The decision as it was sealed."""

    def __init__(self) -> None:
        super().__init__(_("Decision"))
        self.outcome, self.facts = Chip(), KeyValueGrid()
        self.add_beside_title(self.outcome)
        self.add(self.facts)
        self.conditions = self.add(Points())
        self._tasks = self.add(QWidget())
        self._task_rows = column(self._tasks, 4)
        self.ink = self.add(Text())
        self._seal = self.add(QWidget())
        self._seal_rows = column(self._seal, 0)

    def agree(self, presenter: DecisionPresenter) -> None:
        """Show the decision, when there is one."""
        decision = presenter.decision
        if decision is None:
            return
        self.outcome.set(Mark(OUTCOME_TONES[decision.outcome], _(OUTCOMES[decision.outcome])))
        self.facts.set([(_("Reason"), decision.reason), (_("Valid until"), presenter.valid_until)])
        self.conditions.set([Point(text, note) for text, note in presenter.conditions])
        self.ink.set(presenter.case.in_ink)
        empty_layout(self._task_rows)
        for task in presenter.tasks_open:
            words = _("It is done: {what}").format(what=task.what)
            self._task_rows.addWidget(Button(literal(words), partial(presenter.finish_task, task), "link"))
        empty_layout(self._seal_rows)
        kind = "good" if presenter.seal_holds else "bad"
        self._seal_rows.addWidget(MessagePanel(Message(kind, presenter.seal_sentence)))
