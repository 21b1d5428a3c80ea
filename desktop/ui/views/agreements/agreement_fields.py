"""Parties and details, and the tables of the annexes."""

from collections.abc import Iterable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from desktop.base.text import _
from desktop.presenters.agreements.asks import Ask
from desktop.ui.forms.asks import Asked, CodesAsked, ProseAsked, RowsAsked, YesAsked, made
from desktop.ui.forms.fields import FieldRow
from desktop.ui.keyboard import shortcut
from desktop.ui.views.face import Face
from desktop.ui.widgets import Button, Section, Text

Widgets = dict[str, Asked]


class _Form(Face):
    """Fields by name, with F7 and F8 between those that are missing."""

    fields: Widgets

    def keys(self) -> None:
        """The gap before and after."""
        shortcut(self.view, "F7", lambda: self.turn(-1))
        shortcut(self.view, "F8", lambda: self.turn(1))

    def field(self, ask: Ask) -> Asked:
        """The widget of one field, connected."""
        one = made(ask)
        one.setEnabled(self.shown.editable)
        one.committed.connect(lambda value: self.shown.details.keep(ask.key, value))
        self.fields[ask.key] = one
        return one

    def fill(self, asks: Iterable[Ask]) -> None:
        """Show the values and where they come from."""
        for ask in asks:
            one = self.fields[ask.key]
            one.set_value(self.shown.details.value(ask.key))
            one.show_note(ask)

    def here(self) -> str:
        """The field that has the focus; empty when none has."""
        focus = self.view.window().focusWidget()
        return next((key for key, one in self.fields.items() if focus and one.isAncestorOf(focus)), "")

    def turn(self, by: int) -> None:
        """Go to the next field that is missing."""
        self.reveal(self.shown.details.neighbour(self.here(), by))

    def reveal(self, key: str) -> None:
        """Bring a field into sight, with the focus where it is empty."""
        if key in self.fields:
            self.page.reveal(self.fields[key].first())

    def reveal_target(self) -> None:
        """Begin where somebody asked to mend something; once the page has its size."""
        target, self.shown.target = self.shown.target, ""
        if target:
            QTimer.singleShot(0, self.view, lambda: self._settled(target))

    def _settled(self, key: str) -> None:
        """Reveal a field of a page that was only just made: it has no places before its layout ran."""
        if (layout := self.page.content.layout()) is not None:
            layout.activate()
        QTimer.singleShot(0, self.view, lambda: self.reveal(key))


class PartiesFace(_Form):
    """The fields under their headings, made again when an answer brings others in."""

    def build(self) -> None:
        self.fields: Widgets = {}
        self._asked: tuple[tuple[str, tuple[str, ...]], ...] = ()
        self._sections: list[Section] = []
        self.keys()
        self.foot()

    def show(self) -> None:
        """Show every field."""
        groups = self.shown.details.groups
        asked = tuple((group.key, tuple(ask.key for ask in group.asks)) for group in groups)
        if asked != self._asked:
            self._make()
            self._asked = asked
        for group in groups:
            self.fill(group.asks)
        self.reveal_target()

    def _make(self) -> None:
        here = self.here()
        self.page.clear()
        self.fields = {}
        self.page.add(Text(_("F8 goes to the next field to complete, F7 to the one before."), "note"))
        for group in self.shown.details.groups:
            section = self.page.add_section(group.title)
            for row in self._rows([self.field(ask) for ask in group.asks]):
                section.add(row)
        self.page.add_stretch()
        if here:
            QTimer.singleShot(0, self.view, lambda: self._settled(here))

    def _rows(self, fields: list[Asked]) -> list[QWidget]:
        """Short fields two by two in their order; sentences and tables across."""
        rows: list[QWidget] = []
        waiting: list[Asked] = []
        for one in fields:
            if isinstance(one, (ProseAsked, RowsAsked, CodesAsked, YesAsked)):
                rows += [*self._pairs(waiting), one]
                waiting = []
            else:
                waiting.append(one)
        return rows + self._pairs(waiting)

    def _pairs(self, fields: list[Asked]) -> list[QWidget]:
        return [FieldRow(*fields[at : at + 2]) for at in range(0, len(fields), 2)]


class AnnexesFace(_Form):
    """A table for each annex, with the sum of the goods beside the total of the agreement."""

    def build(self) -> None:
        self.fields: Widgets = {}
        self.sums: dict[str, Text] = {}
        details = self.shown.details
        for annex in details.annexes:
            section = self.page.add_section(_("Annex {code} — {title}").format(code=annex.code, title=annex.title))
            if annex.ask is None:
                section.add(Text(_("This form is printed blank, to be filled in by hand."), "quiet"))
                continue
            section.add(self.field(annex.ask))
            if annex.sums or annex.ask.key == "contribution.goods":
                self._total(section, annex.ask.key)
        self.page.add_stretch()
        self.keys()
        self.foot()

    def _total(self, section: Section, key: str) -> None:
        self.sums[key] = section.add(Text(role="quiet"))
        total = self.shown.details.total()
        if total is None:
            return
        one = section.add(self.field(total))
        self.take = Button(_("Take the sum of the list"), self.shown.details.take_sum)
        getattr(one, "box").add_beside(self.take)  # noqa: B009 - a total is always a field of one box

    def show(self) -> None:
        """Show the tables."""
        details = self.shown.details
        for annex in details.annexes:
            if annex.ask is not None:
                self.fill([annex.ask])
                if annex.ask.key in self.sums:
                    self.sums[annex.ask.key].set(annex.sums)
                    self.sums[annex.ask.key].set_role("quiet" if annex.agrees else "error")
                    self.take.setVisible(bool(annex.sums) and not annex.agrees and self.shown.editable)
        if (total := details.total()) is not None and total.key in self.fields:
            self.fill([total])
        self.reveal_target()
