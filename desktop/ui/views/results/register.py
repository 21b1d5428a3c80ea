"""The transparency register: what leaves, what does not and why, what changed since, and the sealed editions."""

from collections.abc import Callable, Sequence

from desktop.base.text import _
from desktop.presenters.listing import Listing, NotedLine
from desktop.presenters.results.register import RegisterPresenter
from desktop.ui import deeds
from desktop.ui.forms.form import Form
from desktop.ui.forms.inputs import SecretInput
from desktop.ui.keyboard import shortcut
from desktop.ui.list_filters import FilterBar
from desktop.ui.lists import RowList, rows_of
from desktop.ui.views.view import View
from desktop.ui.widgets import Card, EmptyState, KeyValueGrid, SectionBox, set_shown

MOST_ROWS = 20  # of a list; with more of them it scrolls by itself


class RegisterView(View[RegisterPresenter]):
    """For whom and which year first; then what leaves, what is hidden or left out, what changed; then the seal."""

    wide = True

    def build(self) -> None:
        """Every section once; those without anything are hidden."""
        page, shown = self.page, self.presenter
        title = _("Transparency register")
        page.set_crumbs([(_("Indicators"), lambda: shown.open_place("indicators")), (title, None)])
        self.filters = page.add(FilterBar(_("Edition"), searches=False))
        self.filters.narrowed.connect(lambda name, code: shown.narrow(**{name: code}))
        self.rows, self.row_list = self._section(shown.listing.title, shown.open_row, shown.listing)
        none = _("No partnership is in this edition: none has a signed agreement that this audience reads of.")
        self.none = page.add(EmptyState("results", none))
        self.hidden, self.hidden_list = self._section(_("What is hidden, and why"))
        self.left_out, self.left_out_list = self._section(shown.absent.title, shown.open_left_out, shown.absent)
        self.difference, self.difference_list = self._section(shown.changes.title, None, shown.changes)
        self.notices = page.add(SectionBox(_("What the title page says"))).add(KeyValueGrid())
        self.card = page.add(Card(_("Seal this edition")))
        self.form = self.card.add(Form(shown.office.work.clock, gap=8))
        self.form.changed.connect(shown.take)
        self.sealed, self.sealed_list = self._section(shown.sealed.title, shown.open_edition, shown.sealed)
        page.add_stretch()
        page.bar.back(_("Back to the indicators"), lambda: shown.open_place("indicators"))
        if shown.office.is_hq:
            page.bar.other(_("What Member States read"), shown.open_members_view)
        if shown.may_seal:
            keeper = self.keeping(shown.typed, shown.start_over, restored=shown.has_begun)
            keeper.hold_form(self.form, told=True)
            page.bar.primary(_("Seal this edition"), self._seal)
            shortcut(self, deeds.CONTINUE, self._seal)

    def _section(
        self, title: str, opened: Callable[[object], None] | None = None, listing: Listing | None = None
    ) -> tuple[SectionBox, RowList]:
        section = self.page.add(SectionBox(title))
        rows = section.add(RowList(title, fits=True, most=MOST_ROWS, arrows=opened is not None, listing=listing))
        if opened is not None:
            rows.opened.connect(opened)
        return section, rows

    def show_state(self) -> None:
        """The edition as it would be sealed now."""
        shown = self.presenter
        self.page.set_title(_("Transparency register"), shown.state)
        self.filters.show_filters(shown.filters)
        self.notices.set(shown.notices)
        self._show(self.rows, self.row_list, shown.lines)
        set_shown(self.none, shown.is_read and not shown.lines)
        self._show(self.hidden, self.hidden_list, shown.hidden_lines)
        self._show(self.left_out, self.left_out_list, shown.left_out_lines)
        self._show(self.difference, self.difference_list, shown.difference_lines)
        self.difference.title.setText(shown.difference_title or _("Since the last edition"))
        self._show(self.sealed, self.sealed_list, shown.edition_lines)
        rows = shown.rows if shown.may_seal else ()
        set_shown(self.card, bool(rows))
        if rows:
            self.form.show_fields(rows)
            self.form.set_values(shown.fields)

    @staticmethod
    def _show(section: SectionBox, rows: RowList, lines: Sequence[NotedLine]) -> None:
        rows.set_rows(rows_of(lines))
        set_shown(section, bool(lines))

    def _seal(self) -> None:
        if self.form.complete():
            secret = self.form.inputs.get("passphrase")
            self.presenter.seal(secret.take_secret() if isinstance(secret, SecretInput) else "")
