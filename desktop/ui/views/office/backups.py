"""The backups of an office, and the page that stands in its place when the database is damaged."""

from PySide6.QtWidgets import QWidget

from desktop.base.text import _
from desktop.presenters.listing import RowCell
from desktop.presenters.office.backups import BackupLine, BackupsPresenter, RescuePresenter
from desktop.ui import deeds
from desktop.ui.lists import Row, RowList
from desktop.ui.views.only_reading import shut
from desktop.ui.views.view import View
from desktop.ui.widgets import Button, ButtonFlow, Card, EmptyState, Mark, Message, Text, UndoLine, set_shown

MOST_DEEDS = 8  # shown of what restoring would lose, and of what it would bring back


class BackupsView(View[BackupsPresenter]):
    """The list, what restoring would do, and one button that makes a backup now."""

    wide = True

    def build(self) -> None:
        page, presenter = self.page, self.presenter
        page.set_crumbs([(_("Settings"), lambda: presenter.open_place("settings")), (_("Backups"), None)])
        none = _("There is no backup yet.")
        empty = EmptyState("backup", none, _("Back up now"), presenter.make, "outlined")
        self.list = page.add(RowList(_("Backups"), empty, fits=True, listing=presenter.listing))
        self.list.opened.connect(presenter.choose)
        self.erased = page.add(Text(role="note"))
        self._build_chosen()
        if not presenter.is_hq:
            self._build_test()
        section = page.add_section(
            _("Second location"), _("A stick or a shared folder: it helps when the computer itself is lost.")
        )
        self.second = section.add(Text(role="strong"))
        row = QWidget()
        across = ButtonFlow(row, 16)
        self.choose = Button(_("Choose a second location…"), self._choose, "outlined", "folder")
        across.addWidget(self.choose)
        self.forget = Button(_("No second location"), self._forget, "link").destroys()
        across.addWidget(self.forget)
        across.addStretch(1)
        section.add(row)
        self.undo = section.add(UndoLine(page))
        page.add_stretch()
        self.elsewhere = page.bar.other(
            _("Back up to a stick or folder…"), presenter.make_elsewhere, "outlined", "export"
        )
        self.make = page.bar.primary(_("Back up now"), presenter.make).says_key(deeds.BACK_UP)

    def _choose(self) -> None:
        self.undo.forget()
        self.presenter.choose_second()

    def _forget(self) -> None:
        bring_back = self.presenter.forget_second()
        sentence = _("Backups go to this computer only now.")
        self.undo.offer_after(_("giving up the second location"), sentence, bring_back, self._forget)

    def _build_test(self) -> None:
        section = self.page.add_section(
            _("Restore test"), _("Once a month the newest backup is restored into a temporary place and compared.")
        )
        self.tested = section.add(Text())
        row = QWidget()
        across = ButtonFlow(row)
        self.test = Button(_("Test it now"), self.presenter.test, "outlined", "check")
        across.addWidget(self.test)
        across.addStretch(1)
        section.add(row)

    def _build_chosen(self) -> None:
        self.chosen = self.page.add(Card())
        self.comparison = self.chosen.add(Text())
        self.losses = self.chosen.add(Text(role="note"))
        self.gains = self.chosen.add(Text(role="note"))
        row = QWidget()
        across = ButtonFlow(row)
        self.restore = Button(_("Restore this backup…"), self.presenter.restore, "danger")
        across.addWidget(self.restore)
        self.save = Button(_("Save it whole in one file…"), self.presenter.save_chosen, "outlined", "export")
        across.addWidget(self.save)
        across.addStretch(1)
        self.chosen.add(row)

    def show_state(self) -> None:
        """Show the backups and what the chosen one would do."""
        presenter = self.presenter
        self.page.set_title(_("Backups"), self._sentence())
        self.list.set_rows([_row(backup) for backup in presenter.lines])
        self.erased.set(presenter.erased)
        set_shown(self.erased, bool(presenter.erased))
        set_shown(self.chosen, presenter.chosen is not None)
        if presenter.chosen is not None:
            self.chosen.title.set(_("Backup of {moment}").format(moment=presenter.chosen.title))
            self.comparison.set(presenter.comparison if presenter.chosen.opens else presenter.why_not)
            if presenter.is_hq:
                self.comparison.set(presenter.way_back)
            _list_deeds(self.losses, _("It would be lost:"), presenter.losses)
            _list_deeds(self.gains, _("It would come back:"), presenter.gains)
            set_shown(self.restore, presenter.preview is not None and presenter.may)
            set_shown(self.save, presenter.chosen.opens and not presenter.is_hq)
            for button in (self.restore, self.save):
                button.setEnabled(not presenter.busy)
        if not presenter.is_hq:
            self.tested.set(presenter.tested)
            self.test.setEnabled(bool(presenter.lines) and not presenter.busy)
        self.second.set(presenter.second)
        set_shown(self.forget, presenter.has_second)
        self.make.setEnabled(not presenter.busy)
        shut(presenter.only_reads, self.make, self.elsewhere, self.choose, self.forget)
        if presenter.done:
            self.page.show_message(Message("good", presenter.done), "made")

    def _sentence(self) -> str:
        if not self.presenter.last:
            return _("The first start of each day makes a backup without asking.")
        sentence = _("The last one is of {moment}. The first start of each day makes one without asking.")
        return sentence.format(moment=self.presenter.last)


class RescueView(View[RescuePresenter]):
    """What happened, which backups can be put back, one button."""

    def build(self) -> None:
        page, presenter = self.page, self.presenter
        page.set_title(_("This office cannot be opened as it is"))
        self.what = page.add(Text(f"{presenter.damage.text} {presenter.damage.remedy}".strip()))
        none = _("No backup that can be restored was found here; look on a stick or in another folder.")
        elsewhere = _("Look in another folder…")
        empty = EmptyState("backup", none, elsewhere, presenter.look_elsewhere, "outlined")
        self.list = page.add(RowList(_("Backups that can be restored"), empty, fits=True))
        self.list.opened.connect(presenter.choose)
        self.said = page.add(Text(role="strong"))
        page.add_stretch()
        page.bar.back(_("Try again"), presenter.try_again)
        page.bar.other(_("Look in another folder…"), presenter.look_elsewhere, "outlined", "folder")
        self.go = page.bar.primary(_("Restore this backup"), presenter.restore)

    def show_state(self) -> None:
        """Show the backups that can be put back."""
        presenter = self.presenter
        self.page.state.set(_("Your backups are untouched. The damaged file is kept too when one is restored."))
        self.list.set_rows([_row(backup) for backup in presenter.lines])
        set_shown(self.list, presenter.looked)
        chosen = presenter.chosen
        self.said.set(_("Chosen: backup of {moment}").format(moment=chosen.title) if chosen else "")
        self.go.setEnabled(chosen is not None and not presenter.busy)


def _list_deeds(text: Text, heading: str, lines: tuple[str, ...]) -> None:
    """The deeds below their heading; nothing where there are none."""
    text.set("\n".join((heading, *lines[:MOST_DEEDS])) if lines else "")
    set_shown(text, bool(lines))


def _row(backup: BackupLine) -> Row:
    mark = Mark("good", _("can be restored")) if backup.opens else Mark("warn", _("cannot be restored"))
    if backup.opens and backup.lacking:
        mark = Mark("warn", _("lacks attached files"))
    cells = {**backup.cells, "state": RowCell(mark.text)}
    brief = "" if backup.opens else backup.note
    return Row(
        backup.path, backup.title, backup.note, mark, drawing="backup", cells=cells, brief=brief, mark_in="state"
    )
