"""What is due of a signed agreement, and how it is suspended, ended, renewed or amended."""

from PySide6.QtWidgets import QWidget

from desktop.base.text import _
from desktop.presenters.agreements.agreement_life import DueLine
from desktop.presenters.agreements.open_agreement import AgreementStep
from desktop.ui import deeds
from desktop.ui.forms.days import DateField
from desktop.ui.forms.fields import ChoiceField, FieldRow, TextField
from desktop.ui.lists import Row, RowList
from desktop.ui.views.face import Face
from desktop.ui.widgets import Button, ButtonFlow, EmptyState, Mark, Text, set_shown


class LifeFace(Face):
    """The obligations by day; below them what changes the agreement, and what follows it."""

    def build(self) -> None:
        life, page = self.shown.life, self.page
        self.due = page.add_section(_("What is due"))
        self.hint = self.due.add(Text(_("Enter or a click notes that it is done."), "note"))
        none = EmptyState("good", _("Nothing is due."))
        self.list = self.due.add(RowList(_("What is due"), none, fits=True, listing=life.listing))
        self.list.opened.connect(lambda key: life.finish(str(key)))
        self.plan = self.due.add(Button(_("Note the obligations"), life.plan, "outlined"))
        self.where = self.due.add(Text(role="note", measure=0))
        self.following = page.add_section(_("Amendments and renewals"))
        self.others = self.following.add(
            RowList(_("Amendments and renewals"), EmptyState("document", _("None.")), fits=True)
        )
        self.others.opened.connect(lambda key: life.open(str(key)))
        sentence = _("What would you tell a colleague who begins the same? One sentence is enough (¶30 f).")
        self.lesson = page.add_section(_("What it taught"), sentence)
        self.lesson.add(alone(Button(_("Record a lesson"), life.record_lesson, "outlined")))
        self.outgrown = page.add_section(_("The partnership has outgrown this type"))
        self.reasons = self.outgrown.add(Text())
        self.become = Button(self.shown.becoming, self.shown.become, "outlined")
        self.outgrown.add(alone(self.become))
        self._change()
        page.add_stretch()
        page.bar.back(_("Agreement overview"), lambda: self.shown.go(AgreementStep.PLAN)).says_key(deeds.PLAN)
        self.renew = page.bar.other(_("Renew…"), life.renew, drawing="refresh")
        self.receive = page.bar.other(_("Record what arrived…"), life.receive, drawing="add")
        self.given = page.bar.other(_("Contributions"), life.open_contributions)
        self.shown_names = page.bar.other(_("Names and emblems"), life.open_visibility)
        self.amend = page.bar.other(_("Amend…"), life.amend, drawing="edit")
        self.main = page.bar.primary(_("Save the calendar…"), self._press)

    def _change(self) -> None:
        life = self.shown.life
        self.change = self.page.add_section(_("Suspend or end"))
        self.day = DateField(_("Since"), self.shown.office.work.clock)
        self.how = ChoiceField(_("How it ends"), life.endings, chars=18)
        self.how.set_value(life.endings[0][0])
        self.change.add(FieldRow(self.day, self.how))
        self.reason = self.change.add(TextField(_("Reason")))
        keeper = self.view.keeping(life.change_draft)
        for name, field in (("day", self.day), ("how", self.how), ("reason", self.reason)):
            keeper.hold_field(name, field)
        row = QWidget()
        buttons = ButtonFlow(row)
        self.suspend = Button(_("Suspend the agreement"), self._suspend, "outlined")
        self.resume = Button(_("Take it up again"), life.resume, "outlined")
        self.end = Button(_("End the agreement…"), self._end, "outlined").destroys()
        for button in (self.suspend, self.resume, self.end):
            buttons.addWidget(button)
        buttons.addStretch(1)
        self.change.add(row)

    def show(self) -> None:
        """Show what is due and what can be done."""
        life = self.shown.life
        self.list.set_rows([_row(line) for line in life.lines])
        self.hint.setVisible(bool(life.lines))
        self.plan.setVisible(life.lacks_tasks)
        self.where.set(_("Saved: {file}").format(file=life.saved.name) if life.saved else "")
        set_shown(self.where, life.saved is not None)
        following = life.following
        self.others.set_rows([Row(line.id, line.title, mark=Mark("info", line.label)) for line in following])
        set_shown(self.following, bool(following))
        set_shown(self.lesson, life.asks_lesson)
        self.reasons.set(self.shown.outgrown)
        self.become.setText(self.shown.becoming)
        set_shown(self.become, bool(self.shown.becoming))
        set_shown(self.outgrown, bool(self.shown.outgrown))
        if not life.in_force and self.change.isVisible():
            self.reason.forget()
            self.reason.set_value("")
        set_shown(self.change, life.in_force)
        self.suspend.setVisible(not life.is_suspended)
        self.resume.setVisible(life.is_suspended)
        for button, on in (
            (self.shown_names, life.is_signed),
            (self.renew, life.can_renew),
            (self.receive, life.can_receive),
            (self.amend, life.can_amend),
        ):
            set_shown(button, on)
        self.main.setText(_("Save the calendar…") if life.is_signed else _("Pack and signature"))
        self.main.setEnabled(bool(life.lines) or not life.is_signed)

    def _press(self) -> None:
        if self.shown.life.is_signed:
            self.shown.life.save_calendar()
        else:
            self.shown.go(AgreementStep.PACK)

    def _suspend(self) -> None:
        self._commit()
        self.shown.life.suspend(self.day.value(), self.reason.text())

    def _end(self) -> None:
        self._commit()
        self.shown.life.ask_to_end(self.how.value() or "", self.day.value(), self.reason.text())

    def _commit(self) -> None:
        for field in (self.day, self.reason):
            field.commit()


def alone(button: Button) -> QWidget:
    """A button below a text, as broad as its words."""
    row = QWidget()
    buttons = ButtonFlow(row)
    buttons.addWidget(button)
    buttons.addStretch(1)
    return row


def _row(line: DueLine) -> Row:
    mark = Mark(line.tone, line.label)
    return Row(line.id, line.title, line.note, mark, cells=line.cells, brief="", mark_in="state")
