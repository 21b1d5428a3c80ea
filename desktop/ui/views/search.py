"""The page of all hits of a search: what was found, the words around it, and the way there."""

from desktop.base.text import _
from desktop.presenters.search import HitLine, SearchPresenter
from desktop.ui import deeds
from desktop.ui.lists import Row, RowList
from desktop.ui.views.view import View
from desktop.ui.widgets import EmptyState, Mark, set_shown


class SearchView(View[SearchPresenter]):
    """One list; Enter opens the place of the hit. The words are typed into the box above every page."""

    wide = True
    scrolls = False

    def build(self) -> None:
        """The list, or what to try."""
        self.list = self.page.add(RowList(_("Search")), 1)
        self.list.opened.connect(self.presenter.open)
        self.none = self.page.add(EmptyState("search", ""), 1)
        self.elsewhere = self.page.bar.other(_("Look through the other offices"), self.presenter.look_elsewhere)
        self.lists = self.page.bar.other(_("Look it up in the lists"), self.presenter.look_up).says_key(deeds.LOOK_UP)
        self._begun = False

    def show_state(self) -> None:
        """The rows, how many they are; the first has the focus once it is there."""
        presenter = self.presenter
        self.page.set_title(_("Search"), presenter.state)
        self.list.set_rows([row_of(line) for line in presenter.lines])
        set_shown(self.list, bool(presenter.lines))
        self.none.say("\n".join(presenter.nothing))
        set_shown(self.elsewhere, presenter.asks_elsewhere)
        set_shown(self.lists, presenter.may_look_up)
        set_shown(self.none, presenter.answered is not None and not presenter.lines)
        if presenter.lines and not self._begun:
            self._begun = True
            self.list.set_current(presenter.lines[0])
            self.list.view.setFocus()


def row_of(line: HitLine) -> Row:
    """A hit as a row of a list: what answers is bold."""
    return Row(
        line,
        line.title.text,
        line.note.text,
        Mark("neutral", _("Archived")) if line.away else None,
        line.kind,
        line.drawing,
        bold_title=line.title.marked,
        bold_note=line.note.marked,
    )
