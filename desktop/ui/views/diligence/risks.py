"""The level of a case and the risk register of its partnership on one page: why, what would change it, what is done."""

from functools import partial

from PySide6.QtWidgets import QWidget

from desktop.base.text import _
from desktop.presenters.diligence.risks import LevelReason, RisksPresenter
from desktop.presenters.presenter import Tone
from desktop.services.diligence.risks import RiskLine
from desktop.ui.forms.form import Form
from desktop.ui.lists import Row, RowList
from desktop.ui.views.diligence.case_crumbs import case_crumbs
from desktop.ui.views.view import View
from desktop.ui.widgets import (
    Button,
    ButtonFlow,
    Card,
    Chip,
    EmptyState,
    Mark,
    SectionBox,
    SideHelp,
    Text,
    UndoLine,
    level_mark,
    level_mark_in_list,
    line,
    set_shown,
)


class RisksView(View[RisksPresenter]):
    """Why the level is what it is, and what is done about it."""

    def build(self) -> None:
        """Why and what would change it, then the register with its form; the levels stand beside."""
        presenter, page = self.presenter, self.page
        page.set_crumbs(case_crumbs(presenter, (_("Level and risks"), None)))
        self.why = page.add(SectionBox(_("Why this level")))
        none = EmptyState("check", _("No answer is rated above low."))
        self.reasons = self.why.add(RowList(_("Why this level"), none, fits=True, arrows=True))
        self.rules = self.why.add(Text(role="note"))
        self.would = page.add(SectionBox(_("What would change it")))
        self.prospects = self.would.add(RowList(_("What would change it"), fits=True, arrows=True))
        for rows in (self.reasons, self.prospects):
            rows.opened.connect(lambda key: presenter.open_question(str(key).split(" ")[0]))
        self._build_register()
        page.add_stretch()
        self.levels = page.add_side(Card(_("Levels")))
        self.benefit = page.add_side(SideHelp())
        page.add_side(
            SideHelp(
                [
                    (
                        _("When a measure counts"),
                        _(
                            "It counts once it says who sees to it, by which day and in which clause. "
                            "Until then its section keeps its level."
                        ),
                    ),
                    (
                        _("Who accepts it"),
                        _("Whoever approves the case accepts its measures; the annex of the agreement prints them."),
                    ),
                ]
            )
        )
        page.bar.back(_("Back to the case"), presenter.open_case)
        self.main = page.bar.primary(_("Add a risk"), self._press)

    def _build_register(self) -> None:
        presenter, page = self.presenter, self.page
        self.register = page.add(SectionBox(_("Risk register of the partnership")))
        self.none = EmptyState(
            "shield",
            _("No risk is written down yet. Add each one that is seen: what is done against it may lower the level."),
            _("Add a risk"),
            lambda: presenter.edit(""),
        )
        self.list = self.register.add(
            RowList(_("Risk register"), self.none, fits=True, arrows=True, listing=presenter.listing)
        )
        self.list.opened.connect(lambda key: presenter.edit(str(key)))
        self.undo = self.register.add(UndoLine(page))
        self.card = self.register.add(Card(_("Risk")))
        self.form = self.card.add(Form(presenter.office.work.clock, presenter.rows, gap=8))
        self.keeper = self.keeping(presenter.typed)
        self.keeper.hold_form(self.form)
        foot = QWidget()
        buttons = ButtonFlow(foot, gap=8)
        self.remove = Button(_("Remove risk"), self._remove, "link", "remove")
        self.done = Button(_("The measure is done"), self._finish, "link")
        buttons.addWidget(self.remove)
        buttons.addWidget(self.done)
        buttons.addStretch(1)
        buttons.addWidget(Button(_("Cancel"), self._leave))
        self.card.add(foot)
        self._about: str | None = None

    # Showing

    def show_state(self) -> None:
        """Everything from the presenter."""
        presenter = self.presenter
        self.page.set_title(_("Level and risks"), presenter.state)
        set_shown(self.why, bool(presenter.levels))
        self.reasons.set_rows([self._reason(reason, "") for reason in presenter.reasons])
        self.rules.set("\n".join(presenter.rules))
        would = presenter.prospects
        set_shown(self.would, bool(would))
        self.prospects.set_rows([self._reason(reason, f" {at}") for at, reason in enumerate(would)])
        self.list.set_rows([self._row(entry) for entry in presenter.lines])
        self.register.note.set(presenter.gaps)
        self.main.setText(_("Add a risk") if presenter.edited is None else _("Save risk"))
        set_shown(self.main, not presenter.locked)
        set_shown(self.none.button, not presenter.locked)
        if presenter.locked:
            self.none.say(_("No risk was written down."))
        set_shown(self.list, bool(presenter.lines) or presenter.edited is None)  # an empty one asks what the bar does
        self._show_levels()
        self._show_form()

    def _reason(self, reason: LevelReason, apart: str) -> Row:
        return Row(f"{reason.key}{apart}", reason.title, reason.words, level_mark_in_list(reason.level))

    def _row(self, entry: RiskLine) -> Row:
        presenter, words = self.presenter, self.presenter.words(entry)
        tone = Tone.GOOD if entry.done_on else Tone.WARN if entry.lacks else Tone.INFO
        lacks = presenter.lacks(entry)
        parts = (lacks, words["section"], words["measure"], words["owner"], words["due"])
        below = " · ".join(part for part in parts if part)
        brief = " · ".join(part for part in (lacks, presenter.listing.brief(words)) if part)
        return Row(
            entry.risk.id,
            entry.risk.text,
            below,
            Mark(tone, words["state"]),
            cells=presenter.cells(entry),
            brief=brief,
            mark_in="state",
        )

    def _show_levels(self) -> None:
        presenter = self.presenter
        self.levels.clear()
        set_shown(self.levels, bool(presenter.levels))
        for words, level in presenter.levels:
            row = QWidget()
            beside = line(row, 8)
            beside.addWidget(Text(words, "quiet"), 1)
            beside.addWidget(Chip(level_mark(level)))
            self.levels.add(row)
        self.benefit.set([(_("Benefit against risk (¶21)"), presenter.benefit)] if presenter.benefit else [])
        set_shown(self.benefit, bool(presenter.benefit))

    def _show_form(self) -> None:
        presenter = self.presenter
        set_shown(self.card, presenter.edited is not None)
        if presenter.edited is None or self._about == (presenter.edited or "new"):
            self._about = self._about if presenter.edited is not None else None
            return
        self._about = presenter.edited or "new"
        self.keeper.settle()
        self.form.show_fields(presenter.rows)
        self.form.fill(presenter.shown)
        self.keeper.turn_to(presenter.typed)
        entry = presenter.line
        self.form.setEnabled(not presenter.locked)
        set_shown(self.remove, entry is not None and not presenter.locked)
        set_shown(self.done, entry is not None and bool(entry.risk.measure) and not entry.done_on)
        self.page.reveal(self.form.inputs["text"].first())

    # Gestures

    def _press(self) -> None:
        if self.presenter.edited is None:
            self.presenter.edit("")
        else:
            self._save()

    def _save(self) -> None:
        if self.form.complete():
            self.presenter.save(self.form.values())

    def _finish(self) -> None:
        if (entry := self.presenter.line) is not None:
            self.presenter.finish(entry.risk.id)
            self._about = None
            self.presenter.changed()

    def _remove(self) -> None:
        if (entry := self.presenter.line) is None:
            return
        remove = partial(self.presenter.set_aside, entry.risk.id, True)
        remove()
        self.undo.offer(entry.risk.text, partial(self.presenter.set_aside, entry.risk.id, False), remove)

    def _leave(self) -> None:
        edited = self.presenter.edited
        ask_again = partial(self.presenter.edit, edited)
        self.keeper.give_up(partial(self.presenter.edit, None), ask_again, self.undo.offer_after)
