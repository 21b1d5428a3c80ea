"""A question of a Member State about an edition of the register, and its answer."""

from desktop.base.text import _
from desktop.presenters.results.members_question import MembersQuestionPresenter
from desktop.ui import deeds
from desktop.ui.keyboard import shortcut
from desktop.ui.views.held_form import add_held_form, take_back_or_again
from desktop.ui.views.view import View
from desktop.ui.widgets import Button, EmptyState, UndoLine, set_shown


class MembersQuestionView(View[MembersQuestionPresenter]):
    """Ctrl+Enter records it; what was recorded can be taken back."""

    def build(self) -> None:
        """The form."""
        page, shown = self.page, self.presenter
        register = (_("Transparency register"), lambda: shown.open_place("register"))
        page.set_crumbs([register, (_("Sealed edition"), shown.go_back), (shown.title, None)])
        page.bar.back(_("Back to the edition"), shown.go_back)
        self.has_form = shown.editable
        if not self.has_form:
            none = _("Questions are recorded from the page of a sealed edition, by who keeps the register.")
            page.add(EmptyState("results", none), 1)
            return
        self.undo = page.add(UndoLine(page))
        self.form = add_held_form(self, shown.rows)
        self.away = page.add(Button("", self._turn, "link"))
        set_shown(self.away, bool(shown.id))
        page.add_stretch()
        shortcut(self, deeds.CONTINUE, self._save)
        page.bar.primary(_("Save the corrections") if shown.id else _("Record it"), self._save)

    def show_state(self) -> None:
        """Everything from the presenter."""
        shown = self.presenter
        self.page.set_title(shown.title, shown.state)
        if not self.has_form:
            return
        self.form.show_fields(shown.rows)
        self.form.set_values(shown.fields)
        self.away.setText(_("Put it back on record") if shown.is_set_aside else _("Recorded by mistake: take it back"))

    def _save(self) -> None:
        if self.filled_in(self.form):
            shown = self.presenter
            shown.save()
            self.undo.offer_after(_("recording a question"), shown.recorded_sentence, shown.undo, shown.undo)

    def _turn(self) -> None:
        take_back_or_again(self.presenter, self.undo)
