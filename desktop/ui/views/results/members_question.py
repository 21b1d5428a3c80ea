"""A question of a Member State about an edition of the register, and its answer."""

from desktop.base.text import _
from desktop.presenters.results.members_question import MembersQuestionPresenter
from desktop.ui.views.held_form import CorrectableFormView
from desktop.ui.widgets import EmptyState


class MembersQuestionView(CorrectableFormView[MembersQuestionPresenter]):
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
        self.add_undo()
        self.add_record_form()
        self.add_way_back()
        page.add_stretch()
        self.add_saving(_("Record it"))

    def show_state(self) -> None:
        """Everything from the presenter."""
        self.show_record()

    def save(self) -> None:
        if self.filled_in(self.form):
            shown = self.presenter
            shown.save()
            self.undo.offer_after(_("recording a question"), shown.recorded_sentence, shown.undo, shown.undo)
