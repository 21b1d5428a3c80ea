"""One focal point or substitute: the form, and on record which training is still to follow."""

from desktop.base.text import _
from desktop.presenters.office.focal_point import FocalPointPresenter
from desktop.ui import deeds
from desktop.ui.keyboard import shortcut
from desktop.ui.views.held_form import add_held_form, take_back_or_again
from desktop.ui.views.view import View
from desktop.ui.widgets import Button, Chip, EmptyState, KeyValueGrid, Mark, SectionBox, SideHelp, UndoLine, set_shown


class FocalPointView(View[FocalPointPresenter]):
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
        self.form = add_held_form(self, shown.rows)
        self.form.lock(not shown.editable)
        self.needed = page.add(SectionBox(_("Training that a focal point needs")))
        self.facts = self.needed.add(KeyValueGrid())
        set_shown(self.needed, bool(shown.id))
        self.undo = page.add(UndoLine(page))
        self.away = page.add(Button("", self._turn, "link"))
        set_shown(self.away, bool(shown.id) and shown.editable)
        page.add_stretch()
        page.add_side(SideHelp()).set([(_("What this is for"), _why())])
        if not shown.editable:
            return
        shortcut(self, deeds.CONTINUE, self._save)
        if shown.id:
            page.bar.other(_("Record a training"), shown.record_training)
        page.bar.primary(_("Save the corrections") if shown.id else _("Name the focal point"), self._save)

    def show_state(self) -> None:
        """Everything from the presenter."""
        shown = self.presenter
        self.page.set_title(shown.title, shown.state)
        tone, word = shown.mark
        self.chip.set(Mark(tone, word))
        set_shown(self.chip, bool(word))
        if not self.has_form:
            return
        self.form.show_fields(shown.rows)
        self.form.set_values(shown.fields)
        self.facts.set(shown.facts)
        set_shown(self.needed, bool(shown.facts))
        self.away.setText(_("Put it back on record") if shown.is_set_aside else _("Recorded by mistake: take it back"))

    def _save(self) -> None:
        if self.filled_in(self.form):
            self.presenter.save()

    def _turn(self) -> None:
        take_back_or_again(self.presenter, self.undo)


def _why() -> str:
    return _(
        "The focal point follows private-sector partners in the office, with the days on which that began and ended; a "
        "substitute stands in during absences. Both are trained (¶30 e). This opens no account and gives no right."
    )
