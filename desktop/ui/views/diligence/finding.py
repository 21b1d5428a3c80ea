"""One finding: what happened and who says so, how grave it is; beside it what it makes of the level."""

from collections.abc import Sequence
from pathlib import Path

from desktop.base.text import _
from desktop.presenters.diligence.finding import FindingPresenter
from desktop.ui.evidence import FileDrop
from desktop.ui.forms.form import Form
from desktop.ui.views.diligence.case_crumbs import case_crumbs
from desktop.ui.views.view import View
from desktop.ui.widgets import Button, Card, Chip, Message, SideHelp, Text, UndoLine, level_mark, level_word, set_shown


class FindingView(View[FindingPresenter]):
    """The form of one adverse fact."""

    def build(self) -> None:
        """The fields, the copy of the source, and beside them what it comes to."""
        presenter, page = self.presenter, self.page
        page.set_crumbs(case_crumbs(presenter, (_("Findings"), presenter.open_findings), (_("Finding"), None)))
        self.form = page.add(Form(presenter.office.work.clock, presenter.rows))
        self.form.set_values(presenter.shown)
        self.form.changed.connect(presenter.take)
        self.keeper = self.keeping(presenter.typed)
        self.keeper.hold_form(self.form)
        for_link = _(
            "Nothing was added: a link is not a file, and its page may change. "
            "Open the page, save it as a PDF, and attach that file here."
        )
        self.copy = page.add(FileDrop(_("Copy of the source"), for_link, scanner=presenter.scanner("")))
        self.copy.added.connect(presenter.attach_copy)
        self.undo = page.add(UndoLine(page))
        self.remove = page.add(Button("", self._turn, "link"))
        page.add_stretch()
        self.effect = page.add_side(Card(_("What this finding comes to")))
        self.level = self.effect.add(Chip())
        self.words = self.effect.add(Text(role="quiet"))
        help_ = page.add_side(SideHelp())
        help_.set([(_("How it weighs"), presenter.weighing)])
        page.bar.back(_("Back"), presenter.go_back)
        self.save = page.bar.primary(_("Save"), self._save)

    def show_state(self) -> None:
        """Everything from the presenter."""
        presenter, page = self.presenter, self.page
        page.set_title(_("Finding"), _("An adverse fact, with its source, at the question that it touches."))
        self.form.show_fields(presenter.rows)
        self.form.set_values(presenter.shown)
        self.form.setEnabled(not presenter.locked and not presenter.removed)
        set_shown(self.copy, not presenter.locked and not presenter.removed)
        self.copy.set_error(presenter.notice)
        set_shown(self.remove, bool(presenter.id) and not presenter.locked)
        self.remove.setText(_("Bring this finding back") if presenter.removed else _("Remove this finding"))
        self.save.setEnabled(not presenter.locked and not presenter.removed)
        if presenter.removed:
            page.show_message(Message("warn", _("This finding was removed: it does not count.")), "removed")
        else:
            page.clear_message("removed")
        self._show_effect()

    def _show_effect(self) -> None:
        own = self.presenter.own_level
        set_shown(self.level, own is not None)
        if own is None:
            self.words.set(_("Say which question it touches and how far the matter has come."))
            return
        self.level.set(level_mark(own))
        before, after = self.presenter.case_levels
        if before == after:
            self.words.set(_("The level of the case stays: {level}.").format(level=level_word(after)))
        else:
            sentence = _("The level of the case goes from “{before}” to “{after}”.")
            self.words.set(sentence.format(before=level_word(before), after=level_word(after)))

    def _save(self) -> None:
        if self.form.complete():
            self.presenter.save()

    def _turn(self) -> None:
        aside = not self.presenter.removed
        sentence = _("The finding was removed.") if aside else _("The finding was brought back.")
        self.undo.do_and_offer(self.presenter.set_aside, aside, _("removing a finding"), sentence)

    def take_files(self, paths: Sequence[Path]) -> bool:
        """A copy of the source."""
        if self.copy.isHidden():
            return False
        self.presenter.attach_copy(list(paths))
        return True
