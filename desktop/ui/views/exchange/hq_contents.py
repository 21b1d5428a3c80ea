"""The page on which Headquarters publishes rules and templates."""

from desktop.base.text import _
from desktop.presenters.exchange.hq_contents import HqContentsPresenter
from desktop.ui import deeds
from desktop.ui.comparison import Point, Points
from desktop.ui.forms.form import Form
from desktop.ui.forms.inputs import SecretInput
from desktop.ui.keyboard import shortcut
from desktop.ui.lists import RowList, rows_of
from desktop.ui.views.only_reading import shut
from desktop.ui.views.view import View
from desktop.ui.widgets import Button, Card, EmptyState, Message, SectionBox, set_shown

MOST_ROWS = 60  # of a list; with more of them it scrolls by itself


class HqContentsView(View[HqContentsPresenter]):
    """What was chosen, or waits, stands above with its form; below it the versions and the laptops.

    Ctrl+Enter prepares what was chosen, and releases what waits.
    """

    wide = True

    def build(self) -> None:
        """Every part once; those without anything are hidden."""
        page, shown = self.page, self.presenter
        page.set_crumbs([(_("Headquarters"), shown.close), (_("Rules and lists"), None)])
        text = _(
            "Change a file of the rules or templates, choose it here, and see what changes before it leaves."
            " Sanctions lists and rates that are imported here are published from here too."
        )
        self.none = page.add(EmptyState("headquarters", text, _("Choose a folder…"), shown.choose_folder, "outlined"))
        self.wrong = page.add(SectionBox(_("What is wrong")))
        self.faults = self.wrong.add(Points())
        self.differing = page.add(SectionBox(_("What changes")))
        changes = RowList(_("What changes"), fits=True, most=MOST_ROWS, listing=shown.changes)
        self.changes = self.differing.add(changes)
        self.touching = page.add(SectionBox(_("What it touches")))
        self.touched = self.touching.add(Points())
        self.publishing = page.add(Card(_("Publish")))
        self.form = self.publishing.add(Form(shown.office.work.clock, gap=8))
        self.form.changed.connect(shown.take)
        self.keeping(shown.typed, shown.start_over, restored=shown.has_begun).hold_form(self.form, told=True)
        self.lists_box = page.add(SectionBox(_("Lists and rates")))
        self.lists_box.note.set(_("Open a list to publish the one with which Headquarters works."))
        own_lists = RowList(_("Lists and rates"), fits=True, arrows=True, listing=shown.lists)
        self.lists = self.lists_box.add(own_lists)
        self.lists.opened.connect(shown.look_at_list)
        self.history = page.add(SectionBox(_("Versions")))
        versions = RowList(_("Versions"), fits=True, most=MOST_ROWS, listing=shown.versions)
        self.versions = self.history.add(versions)
        self.versions.opened.connect(shown.open_version)
        self.holders = page.add(SectionBox(_("Laptops")))
        self.laptops = self.holders.add(RowList(_("Laptops"), fits=True, most=MOST_ROWS, listing=shown.laptops))
        self.forward = page.add(Button(_("Forward a program update…"), shown.choose_update, "link", "sending"))
        page.add_stretch()
        page.bar.back(_("Back to Headquarters"), shown.close)
        self.withdraw = page.bar.other(_("Withdraw the last version…"), shown.withdraw)
        self.write = page.bar.other(_("Write a file for all offices…"), shown.write_file)
        self.file = page.bar.other(_("Choose a file…"), shown.choose_files)
        self.folder = page.bar.other(_("Choose a folder…"), shown.choose_folder)
        self.back = page.bar.other(_("Withdraw what waits"), shown.withdraw_prepared)
        self.main = page.bar.primary(_("Prepare"), self._go_on)
        shortcut(self, deeds.CONTINUE, self._go_on)

    def show_state(self) -> None:
        """What there is."""
        shown = self.presenter
        self.page.set_title(_("Rules and lists"), shown.sentence)
        set_shown(self.none, shown.is_empty)
        self.faults.set([Point(text) for text in shown.faults])
        set_shown(self.wrong, bool(shown.faults))
        self.changes.set_rows(rows_of(shown.change_lines))
        set_shown(self.differing, bool(shown.change_lines))
        self.touched.set([Point(text) for text in shown.touched])
        set_shown(self.touching, bool(shown.touched))
        goes_on = shown.may_prepare or shown.may_release
        set_shown(self.publishing, goes_on and bool(shown.rows))
        set_shown(self.main, goes_on)
        set_shown(self.back, shown.may_withdraw)
        self.main.setText(_("Release it") if shown.may_release else _("Prepare"))
        if goes_on:
            self.form.show_fields(shown.rows)
            self.form.set_values(shown.fields)
        self.lists.set_rows(rows_of(shown.list_lines))
        set_shown(self.lists_box, bool(shown.list_lines) and not shown.busy)
        self.versions.set_rows(rows_of(shown.version_lines))
        set_shown(self.history, bool(shown.version_lines))
        self.history.note.set(_("Open a version that waits to look at it.") if shown.waiting is not None else "")
        self.laptops.set_rows(rows_of(shown.laptop_lines))
        set_shown(self.holders, bool(shown.version_lines and shown.laptop_lines))
        for button in (self.file, self.folder):
            button.setEnabled(shown.office.is_hq and not shown.busy)
        set_shown(self.folder, not shown.is_empty)  # the empty page says it already
        set_shown(self.forward, shown.office.is_hq and not shown.busy)
        alone = shown.waiting is None  # beside what waits there is no room for them
        set_shown(self.withdraw, shown.can_withdraw and alone)
        set_shown(self.write, shown.can_write and alone)
        shut(shown.only_reads, self.file, self.folder, self.withdraw, self.write, self.back, self.main, self.forward)
        shut(shown.only_reads, self.none.button)
        for key, tone, words in (("waits", "info", shown.notice), ("done", "good", shown.outcome)):
            if words:
                self.page.show_message(Message(tone, words), key)
            else:
                self.page.clear_message(key)

    def _go_on(self) -> None:
        shown = self.presenter
        if shown.may_prepare and self.filled_in(self.form):
            shown.prepare()
        elif shown.may_release and self.filled_in(self.form):
            secret = self.form.inputs.get("passphrase")
            shown.release(secret.take_secret() if isinstance(secret, SecretInput) else "")
