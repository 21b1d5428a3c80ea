"""A decision signed in ink: what stands on the sheet, then what a second officer compares and confirms."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QLabel

from desktop.base.text import _
from desktop.presenters.diligence.decision_form import conditions_typed
from desktop.presenters.diligence.paper_decision import PATTERNS, PaperDecisionPresenter
from desktop.presenters.diligence.paper_form import confirming_rows, paper_rows, paper_shown
from desktop.presenters.form import text_of, texts_of
from desktop.store.states import DecisionOutcome
from desktop.ui import deeds
from desktop.ui.comparison import Point, Points
from desktop.ui.evidence import AttachmentLine, FileDrop
from desktop.ui.forms.form import Form
from desktop.ui.forms.inputs import SecretInput
from desktop.ui.keyboard import shortcut
from desktop.ui.views.paper import PaperView
from desktop.ui.widgets import Card, KeyValueGrid, SectionBox, Text, set_shown

OF_THE_SHEET = ("signed_on", "code")


class PaperDecisionView(PaperView[PaperDecisionPresenter]):
    """How it goes, the form and the scan; or what was entered, for whoever confirms it."""

    def build(self) -> None:
        """The parts of the page; which of them stand there depends on where the sheet is."""
        page, presenter = self.page, self.presenter
        beside = presenter.may_enter  # else it is all that this page has to say
        self.order = page.add_side(SectionBox(_("How it goes"))) if beside else page.add(SectionBox(_("How it goes")))
        self.order.add(Points(numbered=True)).set([Point(act) for act in presenter.acts])
        self.order.add(Text(presenter.of_scan, "note"))
        self.entered = page.add(SectionBox(_("What was entered")))
        self.facts = self.entered.add(KeyValueGrid())
        self.picture = self.entered.add(ScanPicture())
        self.confirming = self.entered.add(Form(presenter.office.work.clock, gap=8))
        self.card = page.add(Card(_("What stands on the sheet")))
        self.form = self.card.add(Form(presenter.office.work.clock, gap=8))
        self.form.changed.connect(self._take)
        no_link = _("A link is no scan: choose the file.")
        of_sheet = _("The scan of the signed sheet")
        self.scan = self.card.add(FileDrop(of_sheet, no_link, patterns=PATTERNS, scanner=presenter.scanner))
        self.scan.added.connect(lambda paths: presenter.tell_sheet(scan=str(paths[0])))
        self.scan.removed.connect(lambda _key: presenter.tell_sheet(scan=""))
        self.scan.restored.connect(lambda key: presenter.tell_sheet(scan=key))
        if presenter.may_enter:
            keeper = self.keeping(presenter.typed, presenter.start_over, restored=presenter.restored)
            keeper.hold_form(self.form, told=True)
        page.add_stretch()
        self.add_paper()
        self._bar_of = ""
        shortcut(self, deeds.CONTINUE, self._go_on)

    def show_state(self) -> None:
        """Everything from the presenter."""
        page, presenter = self.page, self.presenter
        page.set_crumbs(
            [
                (_("Decisions"), presenter.open_inbox),
                (presenter.assessment.case.number, presenter.open_decision),
                (_("Decision in ink"), None),
            ]
        )
        page.set_title(_("Decision in ink"), presenter.sentence)
        paper = presenter.pdf is not None
        for part, on in (
            (self.order, presenter.waits and presenter.entry is None),
            (self.entered, presenter.entry is not None),
            (self.confirming, presenter.may_confirm and presenter.asks_passphrase),
            (self.card, presenter.may_enter),
            (self.picture, bool(presenter.picture)),
        ):
            set_shown(part, on and not paper)
        self.agree_on_paper()
        self.facts.set(presenter.facts)
        self.picture.show_scan(presenter.picture)
        if presenter.may_confirm:
            self.confirming.show_fields(confirming_rows(presenter))
        if presenter.may_enter:
            self.form.show_fields(paper_rows(presenter))
            self.form.set_values(paper_shown(presenter))
            scan = presenter.sheet_draft.scan
            self.scan.set_files([AttachmentLine(scan, Path(scan).name, 0)] if scan else [])
        self._show_bar()

    def _show_bar(self) -> None:
        presenter = self.presenter
        kind = "paper" if presenter.pdf is not None else "confirm" if presenter.may_confirm else "wait"
        kind = "enter" if kind == "wait" and presenter.may_enter else kind
        kind = "withdraw" if kind == "wait" and presenter.may_withdraw else kind
        if kind == self._bar_of:
            return
        self._bar_of = kind
        bar = self.page.bar
        bar.clear()
        if kind == "paper":
            bar.back(_("Back to the sheet"), presenter.hide_paper)
            self.add_paper_buttons()
            return
        bar.back(_("Back to the decision"), presenter.open_decision)
        if presenter.may_withdraw:
            bar.other(_("Withdraw the sheet"), presenter.withdraw)
        if presenter.entry is not None:
            look = bar.primary if kind == "withdraw" else bar.other
            look(_("Look at the scan"), presenter.look_at_scan)
        else:
            bar.other(_("Print the brief"), presenter.show_paper, drawing="print").says_key(deeds.PRINT)
        if kind == "confirm":
            bar.primary(_("Confirm and seal"), self._confirm)
        elif kind == "enter":
            bar.primary(_("Enter the decision"), self._enter)
        elif kind == "wait":
            bar.primary(_("Read the answers"), presenter.open_case)

    def _take(self, key: str, value: object) -> None:
        presenter = self.presenter
        if key == "decider":
            presenter.decide_as(text_of(value))
        elif key in OF_THE_SHEET:
            presenter.tell_sheet(**{key: text_of(value)})
        elif key == DecisionOutcome.CONDITIONS:
            presenter.change(conditions=conditions_typed(presenter, value))
        elif key == "questions":
            presenter.change(questions=tuple(texts_of(value)))
        else:
            presenter.change(**{key: value})

    def _go_on(self) -> None:
        shown = self._bar_of
        if shown == "confirm":
            self._confirm()
        elif shown == "enter":
            self._enter()

    def _enter(self) -> None:
        if self.form.complete():
            self.presenter.enter()

    def _confirm(self) -> None:
        secret = self.confirming.inputs.get("passphrase")
        self.presenter.confirm(secret.take_secret() if isinstance(secret, SecretInput) else "")

    def take_files(self, paths: Sequence[Path]) -> bool:
        """A scan that is dropped beside its field."""
        if not self.presenter.takes(paths[0]):
            return False
        self.presenter.tell_sheet(scan=str(paths[0]))
        return True


class ScanPicture(QLabel):
    """The scan of a sheet as a picture, as wide as there is room for."""

    wide = 640

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(_("The scan of the signed sheet"))
        self._of = b""

    def show_scan(self, data: bytes) -> None:
        """Show these bytes of a picture, scaled down to the column."""
        if data == self._of:
            return
        self._of, picture = data, QPixmap()
        picture.loadFromData(data)
        smooth = Qt.TransformationMode.SmoothTransformation
        self.setPixmap(
            picture.scaledToWidth(min(self.wide, picture.width()), smooth) if not picture.isNull() else picture
        )
