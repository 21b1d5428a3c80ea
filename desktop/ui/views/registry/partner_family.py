"""The group of companies beside the page of a partner, and the form in which its parent company is looked for."""

from PySide6.QtWidgets import QWidget

from desktop.base.text import _
from desktop.presenters.listing import RowCell
from desktop.presenters.registry.partner import PartnerPresenter
from desktop.presenters.registry.partner_family import ProposedParent, Relative
from desktop.ui.list_filters import FilterBar
from desktop.ui.lists import Row, RowList
from desktop.ui.widgets import Button, ButtonFlow, Card, EmptyState, Mark, SectionBox, Text, set_shown


class FamilySection(SectionBox):
    """Who is above and below a partner, with what stands against those above; Enter opens one."""

    def __init__(self, presenter: PartnerPresenter) -> None:
        super().__init__(_("Group of companies"))
        self._presenter, family = presenter, presenter.family
        self.link = Button(_("Link to its parent company"), lambda: family.choose(True), "link", "add")
        self.add_beside_title(self.link)
        self.list = self.add(RowList(_("Group of companies"), fits=True, arrows=True, listing=family.listing))
        self.list.opened.connect(lambda key: presenter.open_partner(str(key)))
        self.unlink = self.add(Button(_("Remove the link to the parent company"), family.unlink, "link").destroys())

    def show_state(self) -> None:
        """Make the section agree with the presenter; it is there where there is a group, or may be one."""
        presenter, family = self._presenter, self._presenter.family
        relatives, editable = family.relatives, presenter.editable
        self.list.set_rows([_relative_row(relative) for relative in relatives])
        set_shown(self.list, bool(relatives))
        set_shown(self.link, editable and not family.has_parent and presenter.joins_groups)
        set_shown(self.unlink, editable and family.has_parent)
        set_shown(self, bool(relatives) or (editable and presenter.joins_groups))


class ParentForm(Card):
    """Where the parent company is looked for among the partners on record."""

    def __init__(self, presenter: PartnerPresenter) -> None:
        super().__init__(_("Parent company"))
        self._presenter, family = presenter, presenter.family
        self.add(Text(_("Type the name: the company must be on record as a partner, even if only to be screened.")))
        self.search = self.add(FilterBar(_("Name of the company")))
        self.search.edit.setPlaceholderText(_("Name of the company"))
        self.search.searched.connect(family.find)
        self.search.into_list.connect(self._into_list)
        self._nothing = EmptyState("partners", "")
        self.list = self.add(
            RowList(_("Parent company"), self._nothing, fits=True, arrows=True, listing=family.choices)
        )
        self.list.opened.connect(lambda key: family.link(str(key)))
        foot = QWidget()
        row = ButtonFlow(foot)
        row.addStretch(1)
        row.addWidget(Button(_("Cancel"), lambda: family.choose(False)))
        self.add(foot)

    def show_state(self) -> bool:
        """Open or closed, with what was found. Says whether it was just opened."""
        family, was_hidden = self._presenter.family, self.isHidden()
        set_shown(self, family.choosing)
        self.list.set_rows([_proposed_row(proposed) for proposed in family.proposed])
        no_partner = _("No partner on record has these words: add the company as a partner first, then link it here.")
        self._nothing.say(no_partner if family.text.strip() else _("What you type is looked for in the names."))
        opened = family.choosing and was_hidden
        if opened:
            self.search.edit.clear()
        return opened

    def first(self) -> QWidget:
        """Where the hands begin."""
        return self.search.edit

    def _into_list(self) -> None:
        if self.list.rows:
            self.list.set_current(self.list.rows[0].key)
            self.list.view.setFocus()


def _relative_row(relative: Relative) -> Row:
    mark = Mark("bad", _("Something stands against it")) if relative.flagged else None
    cells = {"relation": RowCell(relative.relation)}
    return Row(relative.id, relative.name, "", mark, right=relative.relation, cells=cells, right_in="relation")


def _proposed_row(proposed: ProposedParent) -> Row:
    cells = {"where": RowCell(proposed.note)}
    return Row(proposed.id, proposed.name, proposed.note, cells=cells, brief=proposed.note)
