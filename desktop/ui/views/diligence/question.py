"""The pages of the questions: each question with its answer, its evidence, why it is asked and what it changes."""

from collections.abc import Callable, Sequence
from functools import cached_property, partial
from pathlib import Path
from textwrap import shorten

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from desktop.base.clock import Clock
from desktop.base.dates import day_in_words
from desktop.base.errors import Problem
from desktop.base.text import _, language, pick
from desktop.base.values import JsonObject
from desktop.definitions.answer_content import UNKNOWN
from desktop.definitions.answers import CHOICE_TYPES, fields_of, is_day
from desktop.definitions.questionnaire import JointAnswer, QuestionnaireFile
from desktop.definitions.terms import AnsweredBy, Level, QuestionType
from desktop.presenters.diligence.answer_fields import unknown_fields
from desktop.presenters.diligence.question import OTHER, SAME, TWO_SIDED, QuestionPresenter, QuestionState
from desktop.presenters.form import Option
from desktop.services.diligence.findings import FindingLine
from desktop.services.labels import FLAWS
from desktop.store.records import Evidence
from desktop.store.states import EvidenceForm
from desktop.ui import deeds
from desktop.ui.deeds import menu_letters, with_key
from desktop.ui.evidence import AttachmentLine, FileDrop
from desktop.ui.forms.answers import AnswerForm, PersonsForm, answer_form, declared_form
from desktop.ui.forms.choices import CheckLine, ChoiceRows
from desktop.ui.forms.fields import ChoiceField, Field, FieldRow, TextArea, TextField
from desktop.ui.forms.form import Form
from desktop.ui.forms.keeping import DraftKeeper
from desktop.ui.keyboard import Letters, announce, first_field, shortcut
from desktop.ui.views.diligence.case_crumbs import case_crumbs
from desktop.ui.views.view import View
from desktop.ui.widgets import (
    Button,
    Card,
    Chip,
    Message,
    ProgressLine,
    Remark,
    SideHelp,
    Text,
    column,
    hairline,
    level_mark,
    level_word,
    line,
    literal,
    set_shown,
)

LONGEST = 64  # letters of a finding in one line; its page says the rest
OWN_WORDS = ("text", "number", "choices", "scale", "amount", "findings")  # types with a text of their own


class UnknownPlan(Card):
    """“I don't know yet”: who will find out by when, or why it could not be established."""

    def __init__(self, clock: Clock, tell: Callable[..., None]) -> None:
        super().__init__(_("Who will find out, and by when?"), "card")
        self._clock, self._tell = clock, tell
        self.hold: Callable[[Form], None] | None = None  # what holds what is typed into the form
        self.hide()

    @cached_property
    def form(self) -> Form:
        """The fields, made after the page was painted, or once somebody does not know."""
        form = self.add(Form(self._clock, unknown_fields(), gap=8))
        set_shown(form, True)  # at once: who typed on already may be there before the next turn of events
        form.changed.connect(lambda key, value: self._tell(**{key: value}))
        if self.hold is not None:
            self.hold(form)
        return form

    def make(self) -> Form:
        """Have the fields ready before they are asked for."""
        return self.form

    def show_plan(self, plan: JsonObject, asked: bool) -> None:
        """Show what was said, where it is asked for."""
        self.setVisible(asked)
        if asked:
            self.form.set_values({key: plan.get(key) for key in self.form.inputs})

    def lock(self, on: bool) -> None:
        """Let it be read only."""
        if "form" in vars(self):
            self.form.lock(on)


class EvidenceBox(QWidget):
    """The evidence of one question: files dropped, pasted or chosen, links, paper, and what the case already has."""

    def __init__(self, presenter: QuestionPresenter, question: str, expected: str, name: str = "") -> None:
        super().__init__()
        self.presenter, self.question = presenter, question
        self.name = name or question  # under which its fields are saved while they are typed
        layout = column(self, 8)
        for_link = _(
            "Nothing was added: a link is not a file, and its page may change. "
            "Open the page, save it as a PDF, and attach that file here."
        )
        self.drop = FileDrop(_("Evidence"), for_link, expected, scanner=presenter.scanner(question))
        self.drop.button.says_key(deeds.EVIDENCE)
        self.drop.added.connect(partial(presenter.attach, question))
        self.drop.removed.connect(lambda key: presenter.use(question, key, False))
        self.drop.restored.connect(lambda key: presenter.use(question, key, True))
        self.drop.opened.connect(presenter.save_copy)
        self.cite = Button(_("Add a link or a paper document"), self._turn_form, "link")
        self.form: Card | None = None  # made when first asked for, like the choice of what was attached before
        self.again: ChoiceField | None = None
        self._keeper: DraftKeeper | None = None
        self._rows = layout
        foot = line()
        foot.addWidget(self.cite)
        foot.addStretch(1)
        layout.addWidget(self.drop)
        layout.addLayout(foot)

    def _turn_form(self) -> None:
        """Open the form of a link or a paper, or close it."""
        if self.form is None:
            self._make_form().setVisible(True)
        else:
            self.form.setVisible(self.form.isHidden())

    def _make_form(self) -> Card:
        self.form = Card()
        self.title = TextField(_("Title"), _("What the document or the page is."))
        self.link = TextField(_("Address of the page"), _("Leave empty for a document kept on paper."))
        self.quoted = TextField(_("Words quoted"), _("The very words that matter: the page may change."))
        self.form.add(FieldRow(self.title, self.link))
        self.form.add(self.quoted)
        self.form.add(Button(_("Add"), self._cite))
        self._rows.insertWidget(2, self.form)
        if self._keeper is not None:
            for part, field in (("title", self.title), ("link", self.link), ("quoted", self.quoted)):
                self._keeper.hold_field(f"{self.name}.{part}", field)
        return self.form

    def keep_typing(self, keeper: DraftKeeper) -> None:
        """Hold what is typed about a link or a paper document; the fields are open where something was."""
        self._keeper = keeper
        if any(f"{self.name}.{part}" in keeper.draft.fields for part in ("title", "link", "quoted")):
            self._make_form()

    def _cite(self) -> None:
        self.presenter.cite(self.question, self.title.text(), self.link.text(), self.quoted.text())
        for part, field in (("title", self.title), ("link", self.link), ("quoted", self.quoted)):
            self.presenter.cited.recorded(f"{self.name}.{part}")
            field.set_value("")
        if self.form is not None:
            self.form.hide()

    def set_locked(self, locked: bool) -> None:
        """Let the evidence only be read."""
        self.drop.set_locked(locked)
        self.cite.setVisible(not locked)

    def show_evidence(self, attached: Sequence[Evidence], elsewhere: Sequence[tuple[str, str]]) -> None:
        """Show what is attached and what could be used again."""
        self.drop.set_files([_held(evidence) for evidence in attached])
        notice = self.presenter.notice if self.presenter.noticed == self.question else ""
        if notice != self.drop.error.text():
            announce(self, notice)
        self.drop.set_error(notice)
        if self.again is None and not elsewhere:
            return
        if self.again is None:
            self.again = ChoiceField(_("Use evidence of this case or a paper of the partner"), (), chars=0)
            self.again.chosen.connect(lambda key: self.presenter.use(self.question, key, True))
            self._rows.addWidget(self.again)
        self.again.set_options(elsewhere)
        self.again.set_value("")
        self.again.setVisible(bool(elsewhere))


def _held(evidence: Evidence) -> AttachmentLine:
    day = day_in_words(evidence.seen_on, language())
    if evidence.form == EvidenceForm.LINK and day:
        seen = _("page seen on {day}").format(day=day)
        note = " · ".join(part for part in (seen, evidence.quoted) if part)
        return AttachmentLine(evidence.id, evidence.title, 0, note)
    if evidence.form == EvidenceForm.SEARCH:
        about = " · ".join(
            part for part in (_("search of {day}").format(day=day), evidence.link, evidence.quoted) if part
        )
        return AttachmentLine(evidence.id, evidence.title, 0, about)
    if evidence.form == EvidenceForm.PAPER:
        return AttachmentLine(evidence.id, evidence.title, 0, _("kept on paper"))
    when = _("attached on {day}").format(day=day) if day else _("without a day")
    note = f"{when} · {_(FLAWS[evidence.flaw])}" if evidence.flaw else when
    return AttachmentLine(evidence.id, evidence.name or evidence.title, evidence.size or 0, note)


class FindingsBox(QWidget):
    """The adverse facts at one question: each with what it comes to, leading to its page; and the way to a new one."""

    def __init__(self, presenter: QuestionPresenter, question: str) -> None:
        super().__init__()
        self.presenter, self.question = presenter, question
        layout = column(self, 4)
        self.heading = Text(_("Findings"), "label")
        self.list = Card(role="clear")
        self.add = Button(_("Record a finding…"), lambda: presenter.open_finding(question), "link")
        for part in (self.heading, self.list, self.add):
            layout.addWidget(part)
        self._shown: Sequence[FindingLine] | None = None

    def show_findings(self, findings: Sequence[FindingLine], locked: bool) -> None:
        """Show those on record."""
        self.add.setVisible(not locked)
        self.setVisible(bool(findings) or not locked)
        if findings == self._shown:
            return
        self._shown = findings
        self.heading.setVisible(bool(findings))
        self.list.setVisible(bool(findings))
        self.list.clear()
        for finding in findings:
            row = QWidget()
            beside = line(row, 8)
            beside.addWidget(Chip(level_mark(finding.level)))
            open_it = partial(self.presenter.open_finding, self.question, finding.key)
            beside.addWidget(Button(literal(shorten(finding.text, LONGEST, placeholder="…")), open_it, "link"))
            beside.addStretch(1)
            self.list.add(row)


class QuestionBox(QWidget):
    """One question with everything that answers it."""

    def __init__(self, presenter: QuestionPresenter, question: str, letters: Letters) -> None:
        super().__init__()
        self.presenter, self.form = presenter, presenter.form
        self.question = presenter.form.by_id[question]
        self.two_sided = self.question.who == AnsweredBy.BOTH and self.question.type in TWO_SIDED
        self.inline = self.question.type in CHOICE_TYPES and not self.two_sided
        self.rows = column(self, 16)
        if question != presenter.page[0]:
            self.rows.addWidget(hairline())
        self.heading = Text(pick(self.question.label), "question", measure=0)
        self.heading.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.rows.addWidget(self.heading)
        self.registered = Remark(lambda said: self.rows.insertWidget(self.rows.indexOf(self.heading) + 1, said), "note")
        self._build_answer(letters)
        self._build_rest()

    def _build_answer(self, letters: Letters) -> None:
        id_, presenter = self.question.id, self.presenter
        self.declared: AnswerForm | None = None
        self.sides: ChoiceRows | None = None
        if self.two_sided:
            self.rows.addWidget(Text(_("The partner declares"), "section"))
            self.declared = self._put(declared_form(self.question, presenter.office.work.clock, letters))
            self.declared.answered.connect(lambda value: presenter.declare(id_, value))
            self.sides = self._sides(letters)
        if self.question.type == QuestionType.SCREENING:
            self._build_screening()
        self.difference = Remark(lambda said: self.rows.insertWidget(self.rows.indexOf(self.control), said), "error")
        self.control = self._put(answer_form(self.question, presenter.office.work.clock, letters, self.form.findings))
        self.control.answered.connect(lambda value: presenter.answer(id_, value))
        if self.question.type == QuestionType.PLAN:
            self.control.recorded.connect(lambda records: presenter.put(id_, plan=tuple(records)))
        else:
            self.control.recorded.connect(lambda records: presenter.put(id_, findings=tuple(records)))
        self._build_unknown(letters)

    def _put(self, form: AnswerForm) -> AnswerForm:
        self.rows.addWidget(form)
        return form

    def _sides(self, letters: Letters) -> ChoiceRows:
        options = [
            Option(SAME, letters.mark(_("The same as the declaration")), _("You have checked it.")),
            Option(
                OTHER, letters.mark(_("Different from the declaration")), _("Also when the partner has not answered.")
            ),
            Option(UNKNOWN, letters.mark(_("I don’t know yet")), _("You will say who finds out, and by when.")),
        ]
        self.rows.addWidget(Text(_("Your finding"), "section"))
        sides = ChoiceRows(_("Your finding"), options, heading=False)
        sides.chosen.connect(lambda key: self.presenter.find(self.question.id, key))
        self.rows.addWidget(sides)
        return sides

    def _build_screening(self) -> None:
        self.result = Card()
        self.result_text, self.result_day = Text(role="strong"), Text(role="quiet")
        self.result.add(self.result_text)
        self.result.add(self.result_day)
        self.rows.addWidget(self.result)
        row = line()
        row.addWidget(Button(_("Open the screening page"), self.presenter.open_screening, "outlined", "screening"))
        row.addStretch(1)
        self.rows.addLayout(row)
        note = _("If the list is not installed here, check it elsewhere and attest the result with the list’s date:")
        self.attest = Text(note, "quiet")
        self.rows.addWidget(self.attest)

    def _build_unknown(self, letters: Letters) -> None:
        id_ = self.question.id
        self.not_known = CheckLine(letters.mark(_("I don’t know yet")), _("You will say who finds out, and by when."))
        self.not_known.clicked.connect(lambda: self.presenter.not_known(id_, self.not_known.isChecked()))
        self.not_known.setAccessibleDescription(pick(self.question.label))
        self.not_known.setToolTip(with_key(_("I don’t know yet"), deeds.NOT_KNOWN))
        self.rows.addWidget(self.not_known)
        presenter = self.presenter
        self.plan = UnknownPlan(presenter.office.work.clock, lambda **plan: presenter.plan_unknown(id_, **plan))
        self.rows.addWidget(self.plan)

    def _build_rest(self) -> None:
        id_ = self.question.id
        self.note: TextArea | None = None
        if self.question.type not in OWN_WORDS:
            self.note = TextArea(_("Explain in a few sentences"), _("Who, where, when, and how you know it."), 3)
            self.note.committed.connect(lambda text: self.presenter.put(id_, note=text))
            self.rows.addWidget(self.note)
        self.findings = FindingsBox(self.presenter, id_)
        self.rows.addWidget(self.findings)
        expected = pick(self.question.evidence) if self.question.evidence else ""
        self.evidence = EvidenceBox(self.presenter, id_, expected)
        self.rows.addWidget(self.evidence)
        # these last: appearing above, they would move the answers from under a click
        self.missing = Remark(lambda said: self.rows.insertWidget(self.rows.indexOf(self.evidence) + 1, said), "note")
        self.wrong = Remark(self.rows.addWidget, "error")

    def show_asked(self, state: QuestionState, elsewhere: Sequence[tuple[str, str]], locked: bool) -> None:
        """Show the answer so far."""
        content = state.content
        value, is_known = content.value, content.value != UNKNOWN
        records = content.plan if self.question.type == QuestionType.PLAN else content.findings
        begun = content.value is not None or content.declared is not None
        self.missing.set(state.missing if begun else "")
        known = _("What is on record says so already; correct it here if it does not hold for this case.")
        self.registered.set(known if state.registered else "")
        self._show_sides(state)
        self.control.show_answer(value, records)
        if isinstance(self.control, PersonsForm):
            self.control.offer(self.presenter.registered)
        if self.question.type == QuestionType.SCREENING:
            self._show_screening(state)
        self.not_known.setChecked(not is_known)
        self.plan.show_plan(content.unknown, not is_known)
        if self.note is not None:
            self.note.set_value(content.note)
        self.findings.show_findings(self.presenter.findings_at(self.question.id), locked)
        self.evidence.set_locked(locked)
        self.evidence.show_evidence(state.evidence, [] if locked else elsewhere)
        self.wrong.set(state.wrong)
        differs = state.rated is not None and state.rated.differs
        words = _(
            "Your finding differs from the declaration: the answer is rated high at least, whatever each of them says."
        )
        self.difference.set(words if differs else "")
        self._lock(locked)

    def _show_sides(self, state: QuestionState) -> None:
        is_known = state.content.value != UNKNOWN
        self.not_known.setVisible(not self.two_sided)
        self.control.setVisible(is_known)
        if self.declared is None or self.sides is None:
            return
        self.declared.show_answer(state.content.declared)
        self.sides.set_value(state.finding or None)
        self.sides.buttons[SAME].setEnabled(state.content.declared is not None)
        whole = self.question.type in (
            QuestionType.FINDINGS,
            QuestionType.NUMBER,
        )  # the search log and the assessment are always asked
        self.control.setVisible(is_known and (state.finding == OTHER or (whole and state.finding == SAME)))

    def _show_screening(self, state: QuestionState) -> None:
        searched = self.presenter.screened(self.question.id)
        value = state.content.value
        choice = self.question.choice(fields_of(value).get("result")) if searched else None
        self.result_text.set(pick(choice.label) if choice else _("The lists have not been searched for this case."))
        day = fields_of(value).get("list_day") if choice else None
        words = _("List of {day}").format(day=day_in_words(str(day), language())) if is_day(day) else ""
        self.result_day.set(words)
        for part in (self.attest, self.not_known):
            part.setVisible(not searched)
        self.control.setVisible(not searched and value != UNKNOWN)

    def _lock(self, locked: bool) -> None:
        for part in (self.declared, self.sides, self.control, self.not_known, self.plan, self.note):
            if part is not None:
                part.lock(locked)
        if locked and not self.not_known.isChecked():
            self.not_known.hide()

    def commit(self) -> None:
        """Tell everything that is being typed."""
        for field in self.findChildren(Field):
            field.commit()


class StatementBox(QWidget):
    """One statement that answers several questions, each named, with the evidence that supports it."""

    def __init__(self, presenter: QuestionPresenter, joint: JointAnswer, letters: Letters) -> None:
        super().__init__()
        self.presenter, self.joint = presenter, joint
        form, rows = presenter.form, column(self, 16)
        rows.addWidget(Text(pick(joint.title), "question", measure=0))
        rows.addWidget(Text(pick(joint.statement)))
        self.log: TextArea | None = None
        if joint.log:
            self.log = TextArea(
                _("How you searched"), _("The words, the languages and the places in which you searched."), 3
            )
            self.log.committed.connect(self._log_told)
            rows.addWidget(self.log)
        self.choice = ChoiceRows(
            pick(joint.title),
            [
                Option(
                    SAME, letters.mark(_("It is so, for each of these questions")), _("You have checked each of them.")
                ),
                Option(
                    OTHER,
                    letters.mark(_("Not so, or not known, for one of them")),
                    _("You will answer these questions one by one."),
                ),
            ],
            heading=False,
        )
        self.choice.chosen.connect(self._chosen)
        rows.addWidget(self.choice)
        self.wrong = Text(role="error")
        rows.addWidget(self.wrong)
        named = Card(_("It answers each of these questions"))
        for id_ in presenter.asked_jointly:
            named.add(Text(f"{id_} · {pick(form.by_id[id_].label)}", "quiet"))
        rows.addWidget(named)
        expected = dict.fromkeys(
            pick(evidence) for id_ in presenter.asked_jointly if (evidence := form.by_id[id_].evidence)
        )
        self.evidence = EvidenceBox(presenter, presenter.page[0], " · ".join(expected), joint.id)
        rows.addWidget(self.evidence)
        self.missing = Text(role="note")
        rows.addWidget(self.missing)

    def _chosen(self, key: str) -> None:
        if key == OTHER:
            self.presenter.answer_apart()
            return
        try:
            self.presenter.state_jointly(self.log.text() if self.log is not None else "")
            self.wrong.set("")
        except Problem as problem:
            self.choice.set_value(None)
            self.wrong.set(f"{problem.text} {problem.remedy}")
            announce(self, problem.text)

    def _log_told(self, text: str) -> None:
        if self.presenter.is_stated and text.strip():
            self.presenter.state_jointly(text)

    def show_statement(self, locked: bool) -> None:
        """Make the box agree with the presenter."""
        presenter = self.presenter
        self.choice.set_value(SAME if presenter.is_stated else None)
        if self.log is not None and presenter.search_log:
            self.log.set_value(presenter.search_log)
        first = presenter.page[0]
        state = presenter.shown(first)
        self.evidence.set_locked(locked)
        self.evidence.show_evidence(state.evidence, [] if locked else presenter.elsewhere(first))
        gaps = [presenter.shown(id_).missing for id_ in presenter.asked_jointly] if presenter.is_stated else []
        self.missing.set(next((gap for gap in gaps if gap), ""))
        for part in (self.choice, self.log):
            if part is not None:
                part.lock(locked)


class QuestionView(View[QuestionPresenter]):
    """One page of the questionnaire."""

    def build(self) -> None:
        presenter, page = self.presenter, self.page
        form: QuestionnaireFile = presenter.form
        self._crumbs(form)
        self.progress = page.add(ProgressLine())
        letters = Letters(menu_letters())
        joint = presenter.joint
        self.statement = page.add(StatementBox(presenter, joint, Letters(menu_letters()))) if joint else None
        self.boxes = {id_: page.add(QuestionBox(presenter, id_, letters)) for id_ in presenter.page}
        if not presenter.locked:
            self._keep_typing()
        page.add_stretch()
        self.why = page.add_side(SideHelp())
        self.why.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.read = page.add_side(
            Button(_("Read the reference texts"), lambda: presenter.open_references(self._here()), "link")
        )
        self.effect = page.add_side(Card(_("Effect of this answer")))
        self.go_to = page.add_side(ChoiceField(_("Go to question…"), (), chars=0))
        self.who_decides = page.add_side(Text(role="note"))
        self.go_to.chosen.connect(presenter.open_question)
        self.go_to.combo.setToolTip(with_key(_("Go to question…"), deeds.GO_TO_QUESTION))
        page.bar.back(_("Back"), presenter.go_back)
        later = _("Back to the case") if presenter.locked else _("Save and resume later")
        page.bar.other(later, presenter.open_case)
        page.bar.primary(_("Back to your answers") if presenter.back else _("Continue"), self._continue)
        page.content.setAccessibleName(" ".join(pick(form.by_id[id_].label) for id_ in presenter.asked[:1]))
        self._level = ""
        self._led: set[str] = set()  # questions below the others to which Continue has led
        presenter.collect = self.commit
        self._keys()

    def _keep_typing(self) -> None:
        told, cited = self.keeping(self.presenter.typed), self.keeping(self.presenter.cited)
        for id_, box in self.boxes.items():
            for name, form in {"answer": box.control, "declared": box.declared}.items():
                if form is not None:
                    told.hold_form(form, f"{id_}.{name}.", told=True)
            box.plan.hold = partial(told.hold_form, start=f"{id_}.plan.", told=True)
            if any(name.startswith(f"{id_}.plan.") for name in told.draft.fields):
                box.plan.make()
            else:
                self.make_later(box.plan.make)
            if box.note is not None:
                told.hold_field(f"{id_}.note", box.note, told=True)
            box.evidence.keep_typing(cited)
        if self.statement is not None and self.statement.log is not None:
            told.hold_field("statement.log", self.statement.log)
        if self.statement is not None:
            self.statement.evidence.keep_typing(cited)

    def _crumbs(self, form: QuestionnaireFile) -> None:
        presenter = self.presenter
        section = next(part for part in form.sections if part.id == form.by_id[presenter.at].section)
        self.page.set_crumbs(case_crumbs(presenter, (pick(section.title), None)))

    def _keys(self) -> None:
        shortcut(self, deeds.NOT_KNOWN, self._unknown, whole_window=False)
        shortcut(self, deeds.EVIDENCE, self._evidence, whole_window=False)
        shortcut(self, deeds.GO_TO_QUESTION, lambda: self.page.reveal(self.go_to.combo), whole_window=False)
        QApplication.instance().focusChanged.connect(self._focused)  # type: ignore[union-attr]

    def focus_first(self) -> None:
        """At the question asked for, where it stands below others."""
        super().focus_first()
        at = self.presenter.at
        if self.presenter.asked[:1] != [at] and at in self.boxes:
            QTimer.singleShot(0, self, lambda: self._lead(at))

    def _lead(self, question: str) -> None:
        self._led.add(question)
        if (layout := self.page.content.layout()) is not None:
            layout.activate()  # a page only just made has no places before
        self.page.scroll_to(self.boxes[question])
        (first_field(self.boxes[question]) or self.boxes[question]).setFocus()

    def _continue(self) -> None:
        """On to a question of this page that has no answer and was not seen yet, else to the next page."""
        self.commit()
        below = [id_ for id_ in self.presenter.blank if id_ not in self._led and not self.page.is_seen(self.boxes[id_])]
        if below:
            self._lead(below[0])
        else:
            self.presenter.go_on()

    # Showing

    def show_state(self) -> None:
        """Make the page agree with the presenter."""
        presenter, visible = self.presenter, set(self.presenter.asked)
        words, done, total = presenter.progress
        self.progress.set(words, done, total, level_mark(presenter.review.inherent))
        together = presenter.offers_statement
        if self.statement is not None:
            self.statement.setVisible(together)
            self.statement.show_statement(presenter.locked)
        for id_, box in self.boxes.items():
            if id_ in visible and not together and box.isHidden() and self.isVisible():
                announce(self, _("A question was added: {question}").format(question=pick(box.question.label)))
            box.setVisible(id_ in visible and not together)
            box.show_asked(presenter.shown(id_), presenter.elsewhere(id_), presenter.locked)
        self.page.state.set(presenter.saved)
        self.go_to.set_options(presenter.places)
        self.go_to.set_value(presenter.at)
        self.who_decides.set(presenter.who_decides)
        self._show_side(self._here())
        self._show_notice()

    def _show_side(self, question: str) -> None:
        presenter = self.presenter
        passages = presenter.why(question)
        self.why.set(passages)
        self.why.setAccessibleName(passages[0][0])
        self.why.setAccessibleDescription(" ".join(text for _head, text in passages))
        effects, rated = presenter.changes(question), presenter.review.answers.get(question)
        self.effect.clear()
        self.effect.setVisible(rated is not None)
        if rated is not None and rated.level != Level.NONE:
            self.effect.add(Chip(level_mark(rated.level)))
        for text in effects:
            self.effect.add(Text(text, "quiet"))
        level = presenter.review.inherent
        if self._level and level != self._level:
            announce(self, _("Level at this stage: {level}").format(level=level_word(level)))
        self._level = level

    def _show_notice(self) -> None:
        if self.presenter.sent_back and self.presenter.assessment.asked_again & set(self.presenter.asked):
            self.page.show_message(Message("warn", self.presenter.sent_back), "sent_back")
        else:
            self.page.clear_message("sent_back")
        if self.presenter.locked:
            words = _("This case is read-only: it was submitted or decided, or your role does not answer questions.")
            self.page.show_message(Message("info", words), "locked")
        else:
            self.page.clear_message("locked")

    def _here(self) -> str:
        """The question that has the focus, or the first."""
        focus = QApplication.focusWidget()
        within = (id_ for id_, box in self.boxes.items() if focus is not None and box.isAncestorOf(focus))
        return next(within, None) or next(iter(self.presenter.asked), self.presenter.at)

    def _focused(self, old: QWidget | None, new: QWidget | None) -> None:
        if len(self.boxes) > 1 and new is not None and any(box.isAncestorOf(new) for box in self.boxes.values()):
            self._show_side(self._here())

    # Keys

    def _unknown(self) -> None:
        self.presenter.not_known(self._here(), True)
        self.page.reveal(self.boxes[self._here()].plan.form.inputs["who"].first())

    def _evidence(self) -> None:
        self.page.reveal(self.boxes[self._here()].evidence.drop.button)

    def take_files(self, paths: Sequence[Path]) -> bool:
        """Evidence of the question at hand."""
        drop = self.boxes[self._here()].evidence.drop
        if drop.acceptDrops():
            drop.added.emit(list(paths))
        return drop.acceptDrops()

    def event(self, event: QEvent) -> bool:
        """Take F1 before the window does."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._asks_why(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._asks_why(event):
            self.page.reveal(self.why)
        else:
            super().keyPressEvent(event)

    def _asks_why(self, event: QKeyEvent) -> bool:
        plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == Qt.KeyboardModifier.NoModifier
        return event.key() == Qt.Key.Key_F1 and plain

    def commit(self) -> None:
        """Tell everything that is being typed: before the page goes."""
        for box in self.boxes.values():
            box.commit()
