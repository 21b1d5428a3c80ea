"""What Member States read of partnerships, in groups."""

from collections.abc import Sequence

from desktop.base.text import _
from desktop.presenters.listing import Listing, NotedLine
from desktop.presenters.results.members_view import MembersViewPresenter
from desktop.ui.list_filters import FilterBar
from desktop.ui.lists import RowList, rows_of
from desktop.ui.views.view import View
from desktop.ui.widgets import Card, EmptyState, KeyValueGrid, SectionBox, set_shown

MOST_ROWS = 12  # of a list; with more of them it scrolls by itself


class MembersView(View[MembersViewPresenter]):
    """The groups, then the rows behind the one that is open, then the row that is open."""

    wide = True

    def build(self) -> None:
        """Every section once; those without anything are hidden."""
        page, shown = self.page, self.presenter
        title = _("What Member States read")
        page.set_crumbs([(_("Transparency register"), shown.open_register), (title, None)])
        self.filters = page.add(FilterBar(_("In groups"), searches=False))
        self.filters.narrowed.connect(lambda name, code: shown.narrow(**{name: code}))
        self.groups, self.group_list = self._section(shown.groups)
        self.group_list.opened.connect(shown.open_group)
        self.rows, self.row_list = self._section(shown.rows)
        self.row_list.opened.connect(shown.open_row)
        self.card = page.add(Card())
        self.fields = self.card.add(KeyValueGrid())
        none = _("No edition for Member States was sealed yet: what they read is what was sealed.")
        self.none = page.add(EmptyState("results", none, _("Prepare an edition"), shown.open_register, "outlined"))
        page.add_stretch()
        page.bar.back(_("Back to the register"), shown.open_register)

    def _section(self, listing: Listing) -> tuple[SectionBox, RowList]:
        section = self.page.add(SectionBox(listing.title))
        rows = section.add(RowList(listing.title, fits=True, most=MOST_ROWS, arrows=True, listing=listing))
        return section, rows

    def show_state(self) -> None:
        """The groups of the edition."""
        shown = self.presenter
        self.page.set_title(_("What Member States read"), shown.state)
        self.filters.show_filters(shown.filters)
        set_shown(self.filters, not shown.is_empty)
        self.groups.title.setText(shown.way_title)
        self._show(self.groups, self.group_list, shown.group_lines)
        self._show(self.rows, self.row_list, shown.row_lines)
        fields = shown.fields
        self.fields.set(fields)
        set_shown(self.card, bool(fields))
        set_shown(self.none, shown.is_empty)

    @staticmethod
    def _show(section: SectionBox, rows: RowList, lines: Sequence[NotedLine]) -> None:
        rows.set_rows(rows_of(lines))
        set_shown(section, bool(lines))
