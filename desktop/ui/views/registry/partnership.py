"""What a partner and IOM want to do together."""

from collections.abc import Callable, Mapping

from desktop.base.text import _
from desktop.presenters.form import FormRows, is_empty
from desktop.presenters.registry.partnership import PartnershipPresenter
from desktop.presenters.registry.partnership_form import (
    contribution_rows,
    feature_rows,
    kind_rows,
    openness_rows,
    partnership_shown,
    place_rows,
    purpose_rows,
)
from desktop.ui.forms.anchors import Anchor, Anchors
from desktop.ui.forms.folding import Folding
from desktop.ui.forms.form import Form
from desktop.ui.forms.inputs import FieldInput
from desktop.ui.views.view import View
from desktop.ui.widgets import SectionBox, SideHelp

ROWS: Mapping[str, Callable[[PartnershipPresenter], FormRows]] = {
    "purpose": purpose_rows,
    "kind": kind_rows,
    "contribution": contribution_rows,
    "features": feature_rows,
    "place": place_rows,
    "openness": openness_rows,
}


class PartnershipView(View[PartnershipPresenter]):
    """One page in five groups, with what the answers mean beside it; nothing but a title is needed to save."""

    wide = True

    def build(self) -> None:
        """What for, what kind, what is brought, what it involves, where and when."""
        page, presenter = self.page, self.presenter
        page.set_crumbs(
            [
                (_("Partners"), lambda: presenter.open_place("partners")),
                (presenter.partner.name, lambda: presenter.open_place("partner", id=presenter.partner.id)),
                (_("Partnership"), None),
            ]
        )
        self.forms: dict[str, Form] = {}
        self.sections: dict[str, SectionBox] = {}
        self.folded: dict[str, Folding] = {}
        self.anchors = Anchors(page, self._to_group)
        self.keeper = self.keeping(presenter.typed, presenter.start_over, restored=presenter.restored)
        self._group("purpose", _("Purpose"))
        self._group("kind", _("Type"))
        self._group("contribution", _("What the partner brings"))
        note = _("Each “yes” opens the questions and clauses it requires, and no others.")
        self._group("features", _("What it involves"), note)
        self._group("place", _("Where and when"))
        self._group("openness", _("Transparency"))
        self.meaning = page.add_to_guide(SideHelp())
        page.bar.back(_("Back to the partner"), lambda: presenter.open_place("partner", id=presenter.partner.id))
        if presenter.id:
            page.bar.other(_("Mutual benefit"), presenter.open_benefit)
            page.bar.other(_("Contributions"), presenter.open_contributions)
            page.bar.other(_("Activities"), presenter.open_activities)
            page.bar.other(_("Innovations"), presenter.open_innovations)
            page.bar.other(_("Names and emblems"), presenter.open_visibility)
            page.bar.other(_("Risks under way"), presenter.open_delivery_risks)
            page.bar.other(_("Lessons"), presenter.open_lessons)
        if presenter.editable:
            page.bar.primary(_("Save the partnership"), self._save)

    def _group(self, name: str, title: str, note: str = "") -> None:
        section = self.sections[name] = self.page.add(SectionBox(title, note))
        form = self.forms[name] = section.add(Form(self.presenter.office.work.clock, gap=12))
        form.changed.connect(self.presenter.take)
        self.folded[name] = Folding(self.page, section, form)
        form.fold(bool(self.presenter.id) and not self.presenter.restored)
        form.lock(not self.presenter.editable)
        self.keeper.hold_form(form, f"{name}.", told=True)

    def _to_group(self, name: str) -> None:
        """Go to the first field of a group that is empty, else to its first."""
        form = self.forms[name]
        fields = [field for key, field in form.shown.items() if not form.is_read(key)]
        if fields:
            self.page.reveal(next((field for field in fields if is_empty(field.value)), fields[0]).first())
        else:
            self.page.reveal(self.folded[name].change)

    def _anchor(self, name: str) -> Anchor:
        title, missing = self.sections[name].title.text(), len(self.presenter.gaps_of(name))
        words = _("{group}: {count} to complete")
        return Anchor(name, words.format(group=title, count=missing) if missing else title)

    @property
    def fields(self) -> dict[str, FieldInput]:
        """The fields that are asked for now, by key."""
        return {key: field for form in self.forms.values() for key, field in form.shown.items()}

    def show_state(self) -> None:
        """The form as it stands."""
        presenter = self.presenter
        title = presenter.draft.title or _("New partnership")
        with_whom = _("With {name}. Only the title is needed now.") if presenter.editable else _("With {name}.")
        state = with_whom.format(name=presenter.partner.name)
        self.page.set_title(title, state)
        self.meaning.set(presenter.meaning)
        self.anchors.show([self._anchor(name) for name in self.sections])
        shown = partnership_shown(presenter)
        for name, form in self.forms.items():
            form.show_fields(ROWS[name](presenter))
            form.set_values(shown)

    def _save(self) -> None:
        for form in self.forms.values():
            form.commit()
        wrong = [field for form in self.forms.values() for field in form.wrong()]
        if wrong:
            for form in self.forms.values():
                form.fold(form.reads and not form.wrong())
            self.page.reveal(wrong[0].first())
        else:
            self.presenter.save()
