"""One activity: its form, what lacks before it counts, and its evidence."""

from collections.abc import Sequence
from pathlib import Path

from desktop.base.text import _
from desktop.presenters.results.activity import ActivityPresenter
from desktop.ui import deeds
from desktop.ui.evidence import AttachmentLine, FileDrop
from desktop.ui.keyboard import shortcut
from desktop.ui.views.held_form import add_held_form, take_back_or_again
from desktop.ui.views.opened_paper import OpenedPaperPreview
from desktop.ui.views.results.result_form import ProposedPartners
from desktop.ui.views.view import View
from desktop.ui.widgets import (
    Button,
    EmptyState,
    KeyValueGrid,
    Message,
    SectionBox,
    SideHelp,
    UndoLine,
    set_shown,
)


class ActivityView(View[ActivityPresenter]):
    """Ctrl+Enter records, or saves what was corrected. A file dropped on one on record is a piece of its evidence."""

    def build(self) -> None:
        """The form, and of one on record its evidence."""
        page, shown = self.page, self.presenter
        page.set_crumbs(
            [
                (_("Pipeline"), lambda: shown.open_place("pipeline")),
                (_("Activities"), shown.open_list),
                (_("Activity"), None),
            ]
        )
        reads = _("Your role reads the activities; colleagues who register partners record them.")
        self.none = page.add(EmptyState("results", reads), 1)
        self.has_form = shown.editable or bool(shown.id)
        set_shown(self.none, not self.has_form)
        self.looked_at = OpenedPaperPreview(self, shown.opened, _("Back to the activity"), self._fill_bar)
        if self.has_form:
            self._build_form()
        self._paper_shown: bool | None = None

    def _build_form(self) -> None:
        page, shown = self.page, self.presenter
        self.form = add_held_form(self, shown.rows)
        self.form.lock(not shown.editable)
        self.proposed = page.add(ProposedPartners(self))
        self.on_record = page.add(SectionBox(_("On record")))
        for_link = _("A link is no evidence: open the page, save it as a PDF, and add that file.")
        self.drop = self.on_record.add(FileDrop(_("Evidence"), for_link, scanner=shown.scanner))
        self.drop.set_locked(not shown.editable)
        self.drop.added.connect(shown.attach)
        self.drop.opened.connect(shown.open_piece)
        self.drop.removed.connect(lambda key: shown.detach(key, True))
        self.drop.restored.connect(lambda key: shown.detach(key, False))
        self.facts = self.on_record.add(KeyValueGrid())
        self.undo = page.add(UndoLine(page))
        self.away = page.add(Button("", self._turn, "link"))
        set_shown(self.on_record, bool(shown.id))
        set_shown(self.away, bool(shown.id) and shown.editable)
        page.add_stretch()
        page.add_side(SideHelp()).set([(_("How it counts"), _why())])
        if shown.editable:
            shortcut(self, deeds.CONTINUE, self._save)

    def take_files(self, paths: Sequence[Path]) -> bool:
        """Evidence of the one on record."""
        takes = bool(self.presenter.id) and self.presenter.editable
        if takes:
            self.presenter.attach(paths)
        return takes

    def show_state(self) -> None:
        """Everything from the presenter."""
        shown, page = self.presenter, self.page
        page.set_title(shown.title, shown.state)
        looks = shown.opened.pdf is not None
        if looks != self._paper_shown:
            self._paper_shown = looks
            if not looks and not self.looked_at.is_shown:
                page.bar.clear()
                self._fill_bar()
        if not self.has_form:
            return
        self.form.show_fields(shown.rows)
        self.form.set_values(shown.fields)
        self.proposed.show_partners()
        self.drop.set_files([AttachmentLine(piece.id, piece.name, piece.size or 0) for piece in shown.pieces])
        self.drop.set_error(shown.intake.notice)
        self.facts.set(shown.facts)
        words = _("Put it back on record") if shown.is_set_aside else _("Recorded by mistake: take it back")
        self.away.setText(words)
        self._say("lacks", "info", shown.lacks)
        self._say("same", "warn", shown.question)
        self.looked_at.agree()

    def _say(self, key: str, tone: str, sentence: str) -> None:
        if sentence:
            self.page.show_message(Message(tone, sentence), key)
        else:
            self.page.clear_message(key)

    def _fill_bar(self) -> None:
        bar, shown = self.page.bar, self.presenter
        bar.back(_("Back to the activities"), shown.open_list)
        if shown.editable:
            bar.primary(_("Save the corrections") if shown.id else _("Record the activity"), self._save)

    def _save(self) -> None:
        if self.filled_in(self.form):
            self.presenter.save()

    def _turn(self) -> None:
        take_back_or_again(self.presenter, self.undo)


def _why() -> str:
    return _(
        "A partner counts as supporting advocacy and awareness with one activity in which it facilitates or supports, "
        "with evidence; a country with one campaign, project or initiative; a study once, whatever its editions and "
        "translations (¶29 a). A project counts by its code, with a partner who implements it (¶29 d)."
    )
