"""Parties and details, and the tables of the annexes."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QTimer

from desktop.base.text import _, plural
from desktop.base.values import Json
from desktop.definitions.agreements.assembling import LOCAL_ANNEX
from desktop.presenters.agreements.agreement_fields import CONDITIONS, GROUPS, FieldGroup
from desktop.presenters.form import FieldSpec, in_runs, rows_of
from desktop.ui import deeds
from desktop.ui.comparison import Point, Points
from desktop.ui.forms.anchors import Anchor, Anchors
from desktop.ui.forms.folding import Folding
from desktop.ui.forms.form import Form
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
            if not self.forms[name].inputs and (scheduled or fresh >= AT_ONCE):
                self.waiting[name] = specs
                continue
            fresh += 0 if self.forms[name].inputs else self._count(specs)
            self.fill(name, specs)
        if self.waiting and not scheduled:
            self.view.make_later(self._fill_further)

    def _count(self, specs: Sequence[FieldSpec]) -> int:
        """How many fields a form has, those in the rows of its tables included."""
        return sum(len(spec.columns) * len(rows_of(self.shown.fields.value(spec.key))) or 1 for spec in specs)

    def fill_next(self) -> None:
        """Make the next fields of the first form that still waits for some; a long one is seen in a turn of its own."""
        name, specs = next(iter(self.waiting.items()))
        form = self.forms[name]
        lacking = [spec for spec in specs if spec.key not in form.inputs]
        few = 0
        while few < len(lacking) and self._count(lacking[:few]) < EACH_TURN:
            few += 1
        if few and (few < len(lacking) or len(lacking) < len(specs)):
            form.make(lacking[:few], self._values(lacking[:few]))
            return
        self.fill(name, specs)
        if self.waiting.get(name) is specs:  # a field left meanwhile has all shown anew
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


class PartiesFace(_FormFace):
    """The fields under their headings; an answer may bring others in."""

    def build(self) -> None:
        self.begin()
        self.sections: dict[str, SectionBox] = {}
        self.folded: dict[str, Folding] = {}
        self.anchors = Anchors(
            self.page, self._to_group, _("F8 goes to the next field to complete, F7 to the one before.")
        )
        for name, title in GROUPS.items():
            self.sections[name] = self.page.add_section(_(title))
            if name == CONDITIONS:
                self.sections[name].add(Text(_("As they were decided: nobody rewords them here."), "note"))
                self.conditions = self.sections[name].add(Points())
            self.sections[name].add(self.form(name))
            if name not in UNFOLDED and self.shown.editable:
                self.folded[name] = Folding(self.page, self.sections[name], self.forms[name])
                self.forms[name].fold(True)
        self.page.add_stretch()
        self.keys()
        self.foot()

    def reveal(self, key: str) -> None:
        for form in self.forms.values():
            if key in form.shown and form.is_read(key):
                form.fold(False)
        super().reveal(key)

    def _to_group(self, name: str) -> None:
        """Go to the first field of a group that is to be completed, else to its first."""
        fields = next(group.fields for group in self.shown.fields.groups if group.key == name)
        missing = next((field.key for field in fields if field.missing), "")
        if missing or not self.forms[name].reads:
            self.reveal(missing or fields[0].key)
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
        groups = {group.key: group.fields for group in self.shown.fields.groups}
        for name, section in self.sections.items():
            set_shown(section, name in groups or (name == CONDITIONS and bool(self.shown.fields.conditions)))
        for group in self.shown.fields.groups:
            self._show_group(group)
        self.anchors.show([_anchor(group) for group in self.shown.fields.groups])
        self.conditions.set([Point(text, day) for text, day in self.shown.fields.conditions])
        self.fill_all({name: groups.get(name, ()) for name in self.sections})
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
