"""One focal point or substitute: the form, and on record which training is still to follow."""

from desktop.base.text import _
from desktop.presenters.office.focal_point import FocalPointPresenter
from desktop.ui.views.held_form import CorrectableFormView
from desktop.ui.widgets import Chip, EmptyState, KeyValueGrid, Mark, SectionBox, SideHelp, set_shown


class FocalPointView(CorrectableFormView[FocalPointPresenter]):
    """Ctrl+Enter records, or saves what was corrected."""

    def build(self) -> None:
        """The form, and of one on record the training that is needed."""
        page, shown = self.page, self.presenter
        page.set_crumbs(
            [
                (_("Settings"), lambda: shown.open_place("settings")),
                (_("Focal points"), shown.open_list),
                (_("Focal point of the office"), None),
            ]
        )
        page.bar.back(_("Back to the focal points"), shown.open_list)
        reads = _("Your role reads who the focal points are; colleagues who manage accounts name them.")
        self.none = page.add(EmptyState("user", reads), 1)
        self.has_form = shown.editable or bool(shown.id)
        set_shown(self.none, not self.has_form)
        self.chip = Chip()
        page.add_beside_title(self.chip)
        if self.has_form:
            self._build_form()

    def _build_form(self) -> None:
        page, shown = self.page, self.presenter
        self.add_record_form()
        self.needed = page.add(SectionBox(_("Training that a focal point needs")))
        self.facts = self.needed.add(KeyValueGrid())
        set_shown(self.needed, bool(shown.id))
        self.add_undo()
        self.add_way_back()
        page.add_stretch()
        page.add_side(SideHelp()).set([(_("What this is for"), _why())])
        if shown.id and shown.editable:
            page.bar.other(_("Record a training"), shown.record_training)
        self.add_saving(_("Name the focal point"))

    def show_state(self) -> None:
        """Everything from the presenter."""
        shown = self.presenter
        self.show_record()
        tone, word = shown.mark
        self.chip.set(Mark(tone, word))
        set_shown(self.chip, bool(word))
        if self.has_form:
            self.facts.set(shown.facts)
            set_shown(self.needed, bool(shown.facts))


def _why() -> str:
    return _(
        "The focal point follows private-sector partners in the office, with the days on which that began and ended; a "
        "substitute stands in during absences. Both are trained (¶30 e). This opens no account and gives no right."
    )
