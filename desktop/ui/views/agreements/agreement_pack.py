"""The pages on screen, and the pack on paper: made, printed, signed, filed."""

from collections.abc import Sequence
from functools import cached_property, partial
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from desktop.base.text import _, plural
from desktop.presenters.agreements.agreement import Fix
from desktop.presenters.agreements.agreement_pack import PackLine, PackStage
from desktop.presenters.agreements.open_agreement import AgreementStep
from desktop.presenters.listing import RowCell
from desktop.ui import deeds
from desktop.ui.forms.choices import CheckLine
from desktop.ui.forms.days import DateField
from desktop.ui.forms.fields import TextField
from desktop.ui.lists import Row, RowList
from desktop.ui.preview import DocumentPreview
from desktop.ui.views.agreements.signed_copy import SignedCopySection
from desktop.ui.views.face import Face
from desktop.ui.widgets import (
    Button,
    ButtonFlow,
    EmptyState,
    Mark,
    NextStepBox,
    Tabs,
    Text,
    column,
    line,
    literal,
    row_of,
    set_shown,
)


class PreviewFace(Face):
    """The pages as they would be printed now, and the list before the final document."""

    def build(self) -> None:
        self.tabs = self.page.add(Tabs(), 1)
        self.page.shrink_head(True)
        self.pages = DocumentPreview(self.shown.packs.print_preview, self.shown.packs.save_preview)
        nothing = EmptyState("good", _("Nothing is left to fix."))
        self.fixes = RowList(_("Issues before the final document"), nothing, listing=self.shown.issues)
        self.fixes.opened.connect(lambda key: self.shown.mend(self.shown.fixes[int(str(key))]))
        self.tabs.add("pages", _("Pages"), self.pages)
        self.tabs.add("fixes", _("Issues to fix"), self.fixes)
        self.pages.lend_tools(self.tabs.row)
        self.tabs.turned.connect(lambda key: set_shown(self.pages.head, key == "pages"))
        self._drawn = b""
        self.foot()
        self.saving = self.page.bar.other(_("Save as PDF…"), self.shown.packs.save_preview, drawing="save")
        self.printing = self.page.bar.other(_("Print…"), self.shown.packs.print_preview, drawing="print")
        self.printing.says_key(deeds.PRINT)
        self.shown.packs.draw()

    def show(self) -> None:
        """Show the pages and the list."""
        pack, fixes = self.shown.packs, self.shown.fixes
        if pack.preview and pack.preview is not self._drawn:
            self._drawn = pack.preview
            self.pages.set_pdf(pack.preview)
        elif pack.undrawable and not self._drawn:
            self.pages.show_none()
        for button in (self.saving, self.printing):
            button.setEnabled(self.pages.pages > 0)
        self.tabs.bar.setTabText(1, _counted(sum(fix.blocks for fix in fixes), len(fixes)) or _("Issues to fix"))
        self.fixes.set_rows([_issue(str(at), fix) for at, fix in enumerate(fixes)])


def _issue(key: str, fix: Fix) -> Row:
    mark = _blocks(fix.blocks)
    return Row(key, fix.text, mark=mark, right=_("Fix"), cells={"state": RowCell(mark.text)}, mark_in="state")


def _counted(blocking: int, count: int) -> str:
    """How many of `count` issues keep the text from being final, and how many are only to be known."""
    fixes = plural("{count} to fix", "{count} to fix", blocking) if blocking else ""
    others = count - blocking
    known = plural("{count} for information", "{count} for information", others) if others else ""
    return ", ".join(part for part in (fixes, known) if part)


def _blocks(blocks: bool) -> Mark:
    return Mark("bad", _("Must be fixed")) if blocks else Mark("warn", _("For information"))


def _pack(pack_line: PackLine) -> Row:
    mark = Mark(pack_line.tone, pack_line.label)
    return Row(
        pack_line.id,
        pack_line.title,
        pack_line.note,
        mark,
        right=_("Save"),
        cells=pack_line.cells,
        brief="",
        mark_in="state",
    )


class PackFace(Face):
    """What to do now with the paper, and the packs made before."""

    def build(self) -> None:
        pack, page = self.shown.packs, self.page
        pack.view_file = _view
        self.now = page.add(NextStepBox())
        self._papers()
        self.scan = page.add_section(_("The signed copy"))
        self._scan()
        self._originals()
        self._partner()
        self.before = page.add_section(_("Packs made"))
        none = EmptyState("document", _("No pack yet."))
        self.list = self.before.add(RowList(_("Packs made"), none, fits=True, listing=pack.listing))
        self.list.opened.connect(lambda key: pack.save(str(key)))
        page.add_stretch()
        page.bar.back(_("Agreement overview"), lambda: self.shown.go(AgreementStep.PLAN)).says_key(deeds.PLAN)

    def put_on_paper(self) -> None:
        """A pack that was made is printed here; elsewhere the pages are shown first."""
        pack = self.shown.packs
        pack.put_on_paper() if pack.stored else super().put_on_paper()

    def _papers(self) -> None:
        pack, row = self.shown.packs, QWidget()
        across = line(row, 12)
        self.draft = Button(_("Make a draft pack"), pack.make, "outlined", "document")
        self.printing = Button(_("Print…"), pack.put_on_paper, "outlined", "print").says_key(deeds.PRINT)
        self.save = Button(_("Save as PDF…"), pack.save, "outlined", "save")
        self.open = Button(_("Open the PDF"), pack.view, "outlined", "link")
        self.printed = Button(_("Already printed"), pack.mark_printed, "link")
        self.where = Text(role="note", measure=0)
        for part in (self.draft, self.printing, self.save, self.open, self.printed):
            across.addWidget(part)
        across.addWidget(self.where, 1)
        across.addStretch(0)
        self.page.add(row)

    def _originals(self) -> None:
        originals = self.shown.packs.originals
        self.originals = self.page.add_section(_("Originals to sign"))
        alike = _(
            "One for each party, without IOM’s own sheets; they are alike but for the mark on the cover and pages."
        )
        back = _("Any of them that comes back signed counts as the pack.")
        self.originals.add(Text(f"{alike} {back}", "quiet"))
        self.ticks = QWidget()
        self.lines = column(self.ticks, 0)
        self.originals.add(self.ticks)
        self.marks: dict[int, CheckLine] = {}
        self.told: tuple[object, ...] = ()  # whose lines they are
        self.print_originals = Button(_("Print the originals…"), originals.put_on_paper, "outlined", "print")
        self.save_originals = Button(_("Save the originals as PDF…"), originals.save, "outlined", "save")
        self.saved_originals = Text(role="note", measure=0)
        across = QWidget()
        buttons = ButtonFlow(across)
        buttons.addWidget(self.print_originals)
        buttons.addWidget(self.save_originals)
        self.originals.add(across)
        self.originals.add(self.saved_originals)

    def _show_originals(self) -> None:
        originals = self.shown.packs.originals
        self.originals.setVisible(bool(originals.all))
        if originals.all != self.told:
            self.told = originals.all
            for tick in self.marks.values():
                tick.deleteLater()
            self.marks = {original.number: CheckLine(literal(original.mark)) for original in originals.all}
            for number, tick in self.marks.items():
                tick.setChecked(number not in originals.left_out)
                tick.toggled.connect(partial(originals.choose, number))
                self.lines.addWidget(tick)
        for button in (self.print_originals, self.save_originals):
            button.setEnabled(bool(originals.chosen))
        self.saved_originals.set(originals.saved_sentence)

    def _partner(self) -> None:
        self.partner = self.page.add_section(_("For the partner"))
        sheets = _("The same agreement without IOM’s own sheets: decision, screening certificate and clause checklist.")
        warning = _("The whole pack names everybody who was screened: it stays within IOM.")
        self.partner.add(Text(f"{sheets} {warning}", "quiet"))
        self.give = Button(_("Save the partner’s copy…"), self.shown.packs.save_for_partner, "outlined", "save")
        self.saved_for_partner = Text(role="note", measure=0)
        self.partner.add(row_of(self.give, filling=self.saved_for_partner))

    def take_files(self, paths: Sequence[Path]) -> bool:
        """The signed scan, while one is waited for."""
        waits = self.shown.packs.stage is PackStage.SIGN and self.shown.may_draft
        if waits:
            self.shown.packs.returned.take(paths)
        return waits

    def _scan(self) -> None:
        self.keeper = self.view.keeping(self.shown.typed)
        self.place_of_copy = self.scan.add(QWidget())
        column(self.place_of_copy, 0)
        self.view.make_later(lambda: self.copy)
        self.filed = self.scan.add(Text())

    @cached_property
    def copy(self) -> SignedCopySection:
        """What came back beside what was printed: as many widgets as a small page, which does not wait for them."""
        returned = self.shown.packs.returned
        day, place = DateField(_("Date of signature"), self.shown.office.work.clock), TextField(_("Place of signature"))
        day.set_day(returned.day)
        place.set_value(self.shown.city)
        section = SignedCopySection(returned, day, place, self.keeper)
        if (layout := self.place_of_copy.layout()) is not None:
            layout.addWidget(section)
            set_shown(section, True)  # at once: the page may be in sight already
        return section

    def show(self) -> None:
        """Show what is to be done."""
        pack, stage = self.shown.packs, self.shown.packs.stage
        self._show_now(stage)
        may = self.shown.may_draft
        self.draft.setVisible(stage is PackStage.FINISH and may)
        leads = stage is PackStage.PRINT and may and not pack.was_handed_out  # the filled button prints
        self.printing.setVisible(bool(pack.stored) and not leads)
        self.save.setVisible(bool(pack.stored))
        self.open.setVisible(pack.saved is not None)
        self.printed.setVisible(leads)
        self.where.set(_("Saved: {file}").format(file=pack.saved.name) if pack.saved else "")
        self._show_originals()
        self.partner.setVisible(pack.final is not None)
        self.saved_for_partner.set(
            _("Saved: {file}").format(file=pack.saved_for_partner.name) if pack.saved_for_partner else ""
        )
        self.scan.setVisible(stage in (PackStage.SIGN, PackStage.NOTHING))
        set_shown(self.place_of_copy, stage is PackStage.SIGN)
        if stage is PackStage.SIGN or "copy" in vars(self):
            self.copy.show_pages(stage is PackStage.SIGN and may)
        self.filed.set(self.shown.packs.signature)
        self.list.set_rows([_pack(pack_line) for pack_line in pack.lines])

    def _show_now(self, stage: PackStage) -> None:
        pack, shown = self.shown.packs, self.shown
        step = shown.next_step.sentence
        if not shown.may_draft:
            self.now.set(step)
        elif stage is PackStage.FINISH and shown.blocking:
            self.now.set(step, "", _("See the points"), lambda: shown.go(AgreementStep.PREVIEW))
        elif stage is PackStage.FINISH:
            detail = _("The text is locked, the agreement receives its number, and the pack is made.")
            self.now.set(step, detail, _("Make it final"), pack.ask_to_finish)
        elif stage is PackStage.TAKE_BACK:
            detail = _(
                "Its packs count as drafts from then on: destroy what was printed, and have the new pack signed."
            )
            self.now.set(step, detail, _("Make it a draft again"), pack.take_back)
        elif stage is PackStage.MAKE:
            self.now.set(step, _("Make the pack of the final text."), _("Make the pack"), pack.make)
        elif stage is PackStage.PRINT and not pack.was_handed_out:
            detail = _("Print it here, or save the PDF and print it on another computer.")
            self.now.set(step, detail, _("Print…"), pack.put_on_paper)
        elif stage is PackStage.PRINT:
            detail = _("Did the paper come out well? Only when every page is there is the agreement printed.")
            self.now.set(step, detail, _("Yes, every page"), pack.mark_printed)
        elif stage is PackStage.SIGN and pack.returned.scan is None:
            detail = _("One PDF or pictures of its pages, in any order; what is missing is named.")
            self.now.set(step, detail, _("Choose the signed scan…"), pack.returned.choose)
        elif stage is PackStage.SIGN and pack.returned.complete:
            self.now.set(_("Every page is back: look at the signatures, tick the box below, and file the agreement."))
        elif stage is PackStage.SIGN:
            self.now.set(_("Add the scan of the pages that are missing; what came back is kept."))
        else:
            self.now.set(step, shown.next_step.detail, shown.next_step.button, shown.go_on)


def _view(path: Path) -> bool:
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
