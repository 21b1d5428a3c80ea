"""One incident: a short form, then who is told and the way back or out."""

from desktop.base.text import _
from desktop.presenters.diligence.incident import IncidentPresenter
from desktop.ui import deeds
from desktop.ui.forms.fields import ChoiceField, TextArea, TextField
from desktop.ui.forms.form import Form
from desktop.ui.keyboard import shortcut
from desktop.ui.views.view import View
from desktop.ui.widgets import Button, KeyValueGrid, Mark, SectionBox, SideHelp, Text, set_shown


class IncidentView(View[IncidentPresenter]):
    """The form of a new one, else the record with what can be done. Ctrl+Enter records, or lifts."""

    def build(self) -> None:
        """The form, the record, who is told, and the reason of the way back or out."""
        page, presenter = self.page, self.presenter
        page.set_crumbs(
            [
                (_("Partners"), lambda: presenter.open_place("partners")),
                (presenter.partner.name, presenter.open_partner),
                (_("Incident"), None),
            ]
        )
        self.form = page.add(Form(presenter.office.work.clock, gap=12))
        self.form.changed.connect(presenter.take)
        if presenter.is_new:
            keeper = self.keeping(presenter.typed, presenter.start_over, restored=bool(presenter.fields))
            keeper.hold_form(self.form, told=True)
        self.record = page.add(SectionBox(_("On record")))
        self.facts = self.record.add(KeyValueGrid())
        self.informing = page.add(SectionBox(_("Who is told")))
        self.informed = self.informing.add(KeyValueGrid())
        self.role = self.informing.add(ChoiceField(_("Told today"), (), chars=0))
        self.name = self.informing.add(TextField(_("Name of whoever was told")))
        self.note = self.informing.add(Button(_("Note it"), self._inform, "outlined"))
        self._left: list[tuple[str, str]] = []
        self.answer = page.add(SectionBox(_("What becomes of it")))
        self.why_not = self.answer.add(Text())
        self.reason = self.answer.add(TextArea(_("Reason"), _("What was found out, and who was asked."), 3))
        answering = self.keeping(presenter.answering)
        answering.hold_field("reason", self.reason)
        answering.hold_field("name", self.name)
        page.add_stretch()
        self.guidance = page.add_side(SideHelp())
        self._bar_of = ""
        shortcut(self, deeds.CONTINUE, self._go_on)

    def show_state(self) -> None:
        """Everything from the presenter."""
        page, presenter = self.page, self.presenter
        page.set_title(presenter.title, presenter.state)
        page.show_grave(None if presenter.is_new or presenter.is_over else Mark("excluded", _("Frozen")))
        if presenter.is_new:
            self.form.show_fields(presenter.rows)
            self.form.set_values(presenter.fields)
        self.facts.set(presenter.facts)
        self.guidance.set(presenter.guidance)
        self.why_not.set(presenter.why_not)
        self._show_informed()
        for part, on in (
            (self.form, presenter.is_new),
            (self.record, not presenter.is_new),
            (self.informing, bool(presenter.informed)),
            (self.answer, bool(presenter.why_not) or presenter.may_lift or presenter.may_end),
            (self.why_not, bool(presenter.why_not)),
            (self.reason, presenter.may_lift or presenter.may_end),
        ):
            set_shown(part, on)
        self._show_bar()

    def _show_informed(self) -> None:
        presenter = self.presenter
        self.informed.set([(role, words) for _due, role, words in presenter.informed])
        left = list(presenter.to_inform)
        if left != self._left:
            self._left = left
            self.role.set_options(left)
            if left:
                self.role.write(left[0][0])
            self.name.write("")
        for part in (self.role, self.name, self.note):
            set_shown(part, bool(left))

    def _inform(self) -> None:
        self.presenter.inform(self.role.value() or "", self.name.text())

    def _show_bar(self) -> None:
        presenter, bar = self.presenter, self.page.bar
        ways = (presenter.is_new, presenter.may_lift, presenter.may_end, presenter.may_reopen, presenter.may_pass_on)
        if (kind := f"{ways}{presenter.way_back}") == self._bar_of:
            return
        self._bar_of = kind
        bar.clear()
        bar.back(_("Back to the partner"), presenter.open_partner)
        if presenter.may_end:
            bar.other(_("End the partnership…"), lambda: presenter.end(self.reason.text())).destroys()
        if presenter.is_new:
            bar.primary(_("Record the incident"), self._record)
            return
        if presenter.page is not None and presenter.page.case is not None:
            bar.other(_("Go to the case"), presenter.open_case)
        if presenter.may_lift:
            if presenter.may_reopen:
                bar.other(_("Examine again"), presenter.reopen)
            bar.primary(presenter.way_back, lambda: presenter.lift(self.reason.text()))
        elif presenter.may_reopen:
            if presenter.may_pass_on:
                bar.other(_("Pass it on"), presenter.pass_on)
            bar.primary(_("Examine again"), presenter.reopen)

    def _go_on(self) -> None:
        if self.presenter.is_new:
            self._record()
        elif self.presenter.may_lift:
            self.presenter.lift(self.reason.text())

    def _record(self) -> None:
        if self.filled_in(self.form):
            self.presenter.record()
