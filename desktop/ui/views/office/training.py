"""One training: the form of a new one, or the one on record with its certificate."""

from collections.abc import Sequence
from pathlib import Path

from desktop.base.text import _
from desktop.presenters.office.training import TrainingPresenter
from desktop.ui.views.held_form import CorrectableFormView
from desktop.ui.views.opened_paper import OpenedPaperPreview
from desktop.ui.widgets import EmptyState, KeyValueGrid, SectionBox, SideHelp, set_shown


class TrainingView(CorrectableFormView[TrainingPresenter]):
    """Ctrl+Enter records, or saves what was corrected. A file that is dropped on one on record is its certificate."""

    def build(self) -> None:
        """The form, and of one on record until when it holds."""
        page, shown = self.page, self.presenter
        page.set_crumbs(
            [
                (_("Settings"), lambda: shown.open_place("settings")),
                (_("Trainings"), shown.open_list),
                (_("Training"), None),
            ]
        )
        reads = _("Your role reads the trainings; colleagues who manage accounts record them.")
        self.none = page.add(EmptyState("book", reads), 1)
        self.has_form = shown.editable or bool(shown.id)
        set_shown(self.none, not self.has_form)
        self.looked_at = OpenedPaperPreview(self, shown.opened, _("Back to the training"), self._fill_bar)
        if self.has_form:
            self._build_form()
        self._bar_of: tuple[bool, bool] | None = None

    def _build_form(self) -> None:
        page, shown = self.page, self.presenter
        self.add_record_form()
        self.on_record = page.add(SectionBox(_("On record")))
        self.facts = self.on_record.add(KeyValueGrid())
        self.add_undo()
        self.add_way_back()
        set_shown(self.on_record, bool(shown.id))
        page.add_stretch()
        page.add_side(SideHelp()).set([(_("What this is for"), _why())])
        self.add_saving()

    def take_files(self, paths: Sequence[Path]) -> bool:
        """The certificate of the one on record."""
        takes = bool(self.presenter.id) and self.presenter.editable
        if takes:
            self.presenter.take_certificate(paths)
        return takes

    def show_state(self) -> None:
        """Everything from the presenter."""
        shown = self.presenter
        self.show_record()
        if self.has_form:
            self.facts.set(shown.facts)
        bar = (shown.opened.pdf is not None, shown.has_certificate)
        if bar != self._bar_of:
            self._bar_of = bar
            if not bar[0] and not self.looked_at.is_shown:
                self.page.bar.clear()
                self._fill_bar()
        if self.has_form:
            self.looked_at.agree()

    def _fill_bar(self) -> None:
        bar, shown = self.page.bar, self.presenter
        bar.back(_("Back to the trainings"), shown.open_list)
        if shown.has_certificate:
            bar.other(_("Show the certificate"), shown.show_certificate, drawing="document")
        if not shown.editable:
            return
        if shown.id:
            words = _("Another certificate…") if shown.has_certificate else _("Add the certificate…")
            bar.other(words, shown.choose_certificate, drawing="add")
        self.add_saving_button(_("Record the training"))


def _why() -> str:
    return _(
        "Key staff are trained (¶30 e). Each subject holds for a time that Headquarters fixes; the list says who was "
        "never trained and what lapses. Headquarters sees which offices have no focal point who is trained."
    )
