"""Parties and details, and the tables of the annexes."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QTimer

from desktop.base.text import _, plural
from desktop.base.values import Json
from desktop.definitions.agreements.assembling import LOCAL_ANNEX
from desktop.presenters.agreements.agreement_fields import CONDITIONS, GROUPS, FieldGroup
from desktop.presenters.form import FieldSpec, InputKind, in_runs, rows_of
from desktop.ui import deeds
from desktop.ui.comparison import Point, Points
from desktop.ui.forms.anchors import Anchor, Anchors
from desktop.ui.forms.folding import Folding
from desktop.ui.forms.form import Form, RowsInput
from desktop.ui.forms.inputs import FieldInput
from desktop.ui.forms.keeping import DraftKeeper
from desktop.ui.keyboard import shortcut, under_focus
from desktop.ui.views.agreements.local_annex import LocalAnnexSection
from desktop.ui.views.face import Face
from desktop.ui.widgets import Button, SectionBox, Text, UndoLine, set_shown

UNFOLDED = ("parties", "options", CONDITIONS)  # groups that only ask
AT_ONCE = 8  # fields made before the page is shown; the others follow while it is looked at
EACH_TURN = 4  # fields made between two looks at what the user does


class _FormFace(Face):
    """Forms of named facts, with F7 and F8 between the fields that are missing.

    A page of fifty fields takes a fifth of a second to make: the first of them are made at once, the further ones
    once the page was painted, a few in each turn, so that the window answers meanwhile.
    """

    forms: dict[str, Form]
    keeper: DraftKeeper
    waiting: dict[str, Sequence[FieldSpec]]

    def begin(self) -> None:
        """No form yet, and none that waits."""
        self.forms, self.waiting = {}, {}
        self.keeper = self.view.keeping(self.shown.typed)

    @property
    def fields(self) -> dict[str, FieldInput]:
        """The fields of the page, by the name of their fact."""
        while self.waiting:
            self.fill_next()
        return {key: field for form in self.forms.values() for key, field in form.shown.items()}

    def keys(self) -> None:
        """The gap before and after."""
        shortcut(self.view, deeds.PREVIOUS_GAP, lambda: self.turn(-1))
        shortcut(self.view, deeds.NEXT_GAP, lambda: self.turn(1))

    def place(self, name: str) -> None:
        """Have a form in its place on the page; a face that makes those further down later does it here."""

    def form(self, name: str) -> Form:
        """One more form, connected."""
        form = self.forms[name] = Form(self.shown.office.work.clock, gap=12)
        form.lock(not self.shown.editable)
        form.changed.connect(self.keeper.taking(lambda key, value: self.shown.fields.save(key, value), f"{name}/"))
        self.keeper.hold_form(form, f"{name}/", told=True)
        return form

    def fill(self, name: str, specs: Sequence[FieldSpec]) -> None:
        """Show the fields of a form with their values and where they come from."""
        form = self.forms[name]
        fresh = any(spec.key not in form.shown for spec in specs)
        apart = fresh and form.isVisible() and not under_focus(form)
        if apart:
            form.hide()  # in sight, each field that appears would lay the whole page out anew
        form.show_fields(in_runs(specs), self._values(specs))
        if apart:
            form.show()

    def _values(self, specs: Sequence[FieldSpec]) -> dict[str, Json]:
        return {spec.key: self.shown.fields.value(spec.key) for spec in specs}

    def fill_all(self, forms: Mapping[str, Sequence[FieldSpec]]) -> None:
        """Show the fields of every form of the page: those in sight now, those further down in the next moments."""
        scheduled = bool(self.waiting)
        self.waiting = {}
        fresh = 0
        for name, specs in forms.items():
            begun = name in self.forms and bool(self.forms[name].inputs)
            if not begun and (scheduled or fresh >= AT_ONCE):
                self.waiting[name] = specs
                continue
            if not begun:
                self.place(name)
                self._begin_tables(name, specs, AT_ONCE - fresh)
                fresh += self._count(specs)
            self.fill(name, specs)
            if self._tables_begun(name):
                self.waiting[name] = specs
        if self.waiting and not scheduled:
            self.view.make_later(self._fill_further)

    def _count(self, specs: Sequence[FieldSpec]) -> int:
        """How many fields a form has, those in the rows of its tables included."""
        return sum(_boxes(spec) * len(rows_of(self.shown.fields.value(spec.key))) or 1 for spec in specs)

    def _begin_tables(self, name: str, specs: Sequence[FieldSpec], boxes: int) -> None:
        """Have the tables of a form begin with the rows that so many fields make, and one at least."""
        tables = [spec for spec in specs if spec.kind is InputKind.ROWS]
        self.forms[name].make(tables, {})
        for spec in tables:
            table = self.forms[name].inputs[spec.key]
            if isinstance(table, RowsInput):
                table.begin(self.shown.fields.value(spec.key), max(boxes // _boxes(spec), 1))

    def _tables_begun(self, name: str) -> list[RowsInput]:
        """The tables of a form that lack rows."""
        tables = (table for table in self.forms[name].inputs.values() if isinstance(table, RowsInput))
        return [table for table in tables if table.lacks_rows]

    def fill_next(self) -> None:
        """Make the next fields of the first form that still waits for some; a long one is seen in a turn of its own."""
        name, specs = next(iter(self.waiting.items()))
        self.place(name)
        form = self.forms[name]
        if begun := self._tables_begun(name):
            begun[0].make_next()
        else:
            lacking = [spec for spec in specs if spec.key not in form.inputs]
            few = 0
            while few < len(lacking) and self._count(lacking[:few]) < EACH_TURN:
                few += 1
            if few:
                form.make([spec for spec in lacking[:few] if spec.kind is not InputKind.ROWS], self._values(lacking))
                self._begin_tables(name, lacking[:few], EACH_TURN)
            else:
                self.fill(name, specs)
        done = all(spec.key in form.shown for spec in specs) and not self._tables_begun(name)
        if done and self.waiting.get(name) is specs:  # a field left meanwhile has all shown anew
            del self.waiting[name]

    def _fill_further(self) -> None:
        if self.waiting:
            self.fill_next()
        if self.waiting:
            self.view.make_later(self._fill_further)

    def here(self) -> str:
        """The field that has the focus; empty when none has."""
        focus = self.view.window().focusWidget()
        return next((key for key, field in self.fields.items() if focus and field.isAncestorOf(focus)), "")

    def turn(self, by: int) -> None:
        """Go to the next field that is missing."""
        self.reveal(self.shown.fields.neighbour(self.here(), by))

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


def _boxes(spec: FieldSpec) -> int:
    """How many boxes are typed in for one value of a field, or in a row of a table: one for each language."""
    return sum(max(len(box.languages), 1) for box in spec.columns or (spec,))


class PartiesFace(_FormFace):
    """The fields under their headings; an answer may bring others in."""

    def build(self) -> None:
        self.begin()
        self.sections: dict[str, SectionBox] = {}
        self.folded: dict[str, Folding] = {}
        self.conditions = Points()
        self.anchors = Anchors(
            self.page, self._to_group, _("F8 goes to the next field to complete, F7 to the one before.")
        )
        self.page.add_stretch()
        self.keys()
        self.foot()

    def place(self, name: str) -> None:
        """Have the section of a group, between those that stand before it and after it on the page."""
        if name in self.sections:
            return
        earlier = list(GROUPS)[: list(GROUPS).index(name)]
        section = self.sections[name] = SectionBox(_(GROUPS[name]))
        if name == CONDITIONS:
            section.add(Text(_("As they were decided: nobody rewords them here."), "note"))
            section.add(self.conditions)
        section.add(self.form(name))
        if name not in UNFOLDED and self.shown.editable:
            self.folded[name] = Folding(self.page, section, self.forms[name])
            self.forms[name].fold(True)
        self.page.insert(sum(other in self.sections for other in earlier), section)
        for group in self.shown.fields.groups:
            if group.key == name:
                self._show_group(group)

    def reveal(self, key: str) -> None:
        if key in self.fields:  # all of them are made
            for form in self.forms.values():
                if key in form.shown and form.is_read(key):
                    form.fold(False)
        super().reveal(key)

    def _to_group(self, name: str) -> None:
        """Go to the first field of a group that is to be completed, else to its first."""
        fields = next(group.fields for group in self.shown.fields.groups if group.key == name)
        missing = next((field.key for field in fields if field.missing), "")
        inputs = self.fields
        if missing or not self.forms[name].reads:
            self.reveal(missing or next(field.key for field in fields if field.key in inputs))
        elif name in self.folded:
            self.page.reveal(self.folded[name].change)
        else:
            self.page.scroll_to(self.sections[name])

    def _show_group(self, group: FieldGroup) -> None:
        note = plural(
            "{count} value is taken from the records; change it here if need be.",
            "{count} values are taken from the records; change them here if need be.",
            group.proposed,
        )
        self.sections[group.key].note.set(note if group.proposed and self.shown.editable else "")

    def show(self) -> None:
        """Show every field."""
        groups = {group.key: group for group in self.shown.fields.groups}
        conditions = self.shown.fields.conditions
        for name, section in self.sections.items():
            set_shown(section, name in groups or (name == CONDITIONS and bool(conditions)))
            if name in groups:
                self._show_group(groups[name])
        self.anchors.show([_anchor(group) for group in groups.values()])
        self.conditions.set([Point(text, day) for text, day in conditions])
        needed = [
            name for name in GROUPS if name in groups or name in self.sections or (name == CONDITIONS and conditions)
        ]
        self.fill_all({name: groups[name].fields if name in groups else () for name in needed})
        self.reveal_target()


def _anchor(group: FieldGroup) -> Anchor:
    words = _("{group}: {count} to complete")
    return Anchor(group.key, words.format(group=group.title, count=group.missing) if group.missing else group.title)


class AnnexesFace(_FormFace):
    """A table for each annex, with the sum of the goods beside the total of the agreement; last the local annex."""

    def build(self) -> None:
        self.begin()
        self.sums: dict[str, Text] = {}
        for annex in self.shown.fields.annexes:
            section = self.page.add_section(_("Annex {code} — {title}").format(code=annex.code, title=annex.title))
            if annex.table is None:
                section.add(Text(_("This form is printed blank, to be filled in by hand."), "quiet"))
                continue
            section.add(self.form(annex.table.key))
            if annex.sums or annex.table.key == "contribution.goods":
                self._total(section, annex.table.key)
        self.local = LocalAnnexSection(self)
        self.page.add_stretch()
        self.keys()
        self.foot()

    def reveal(self, key: str) -> None:
        super().reveal(key)
        if key == LOCAL_ANNEX:
            QTimer.singleShot(0, self.view, self.local.come_into_sight)

    def _total(self, section: SectionBox, key: str) -> None:
        self.sums[key] = section.add(Text(role="quiet"))
        self.total = section.add(Text())
        self.take = section.add(Button(_("Make this sum the value of the partnership"), self._take_sum))
        self.undo = section.add(UndoLine(section))

    def _take_sum(self) -> None:
        bring_back = self.shown.fields.take_sum()
        sentence = _("The sum of this list is the value of the partnership now.")
        self.undo.offer_after(_("taking the sum as the value"), sentence, bring_back, self._take_sum)

    def show(self) -> None:
        """Show the tables."""
        forms: dict[str, Sequence[FieldSpec]] = {}
        for annex in self.shown.fields.annexes:
            if annex.table is not None:
                forms[annex.table.key] = (annex.table,)
                if annex.table.key in self.sums:
                    self.sums[annex.table.key].set(annex.sums)
                    self.sums[annex.table.key].set_role("quiet" if annex.agrees else "error")
                    self.take.setVisible(bool(annex.sums) and not annex.agrees and self.shown.editable)
        if self.sums:
            self.total.set(self.shown.fields.total)
        self.local.show()
        self.fill_all(forms)
        self.reveal_target()
