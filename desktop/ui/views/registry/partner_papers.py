"""The papers kept with a partner: where they are added, the list of them, and the title of one."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QWidget

from desktop.base.text import _
from desktop.presenters.form import text_of
from desktop.presenters.listing import RowDeed
from desktop.presenters.registry.partner import PartnerPresenter
from desktop.presenters.registry.partner_form import title_rows
from desktop.presenters.registry.partner_papers import PartnerPapers, state
from desktop.services.diligence.papers import PartnerPaper
from desktop.ui import deeds
from desktop.ui.evidence import FileDrop
from desktop.ui.forms.form import Form
from desktop.ui.forms.keeping import DraftKeeper
from desktop.ui.keyboard import shortcut
from desktop.ui.list_filters import FilterBar
from desktop.ui.lists import Row, RowList
from desktop.ui.widgets import Button, ButtonFlow, Card, EmptyState, Mark, column, set_shown

FEW = 5  # papers that are found without searching


class PapersFace(QWidget):
    """Adding above, the list below; Enter opens a paper, Ctrl+Shift+Del takes it away, the menu does the rest."""

    def __init__(self, presenter: PartnerPresenter, keeping: Callable[..., DraftKeeper]) -> None:
        super().__init__()
        self.presenter, self._keeping = presenter, keeping
        papers = presenter.papers
        self._column = column(self, 12)
        for_link = _("A link is no paper: open the page, save it as a PDF, and add that file.")
        self.drop = FileDrop(_("Papers of the partner"), for_link, scanner=papers.scanner)
        self.drop.added.connect(papers.add)
        self.drop.set_locked(not presenter.editable)
        self._column.addWidget(self.drop)
        self.form: TitleForm | None = None  # made when first asked for
        self.filters = FilterBar(_("Title or name of a file"))
        self.filters.searched.connect(papers.search)
        self.filters.into_list.connect(self._into_list)
        self._column.addWidget(self.filters)
        none = EmptyState(
            "document", _("No paper yet. What is added here needs not be asked for again by the next case.")
        )
        self.list = RowList(_("Papers"), none, fits=True, arrows=True, listing=papers.listing)
        self.list.opened.connect(lambda key: papers.open(str(key)))
        self.list.deeds = self._deeds()
        if presenter.editable:
            shortcut(self.list.view, deeds.TAKE_OFF, self._take_off, whole_window=False)
        self._column.addWidget(self.list)
        self._column.addStretch(1)

    def _deeds(self) -> Sequence[RowDeed]:
        presenter = self.presenter
        save = RowDeed(_("Save a copy"), lambda keys: presenter.papers.save_copy(str(keys[0])))
        if not presenter.editable:
            return (save,)
        title = RowDeed(_("Change the title"), lambda keys: presenter.edit_title(str(keys[0])))
        remove = RowDeed(_("Remove"), lambda keys: presenter.remove_paper(str(keys[0])))
        return save, title, remove

    def show_papers(self) -> None:
        """Make the face agree with the presenter."""
        papers = self.presenter.papers
        self.drop.set_error(papers.intake.notice)
        set_shown(self.filters, len(papers.all) > FEW or bool(papers.text))
        self.list.set_rows([_row(papers, paper) for paper in papers.lines])
        if self.presenter.renamed and self.form is None:
            self.form = TitleForm(self.presenter, self._keeping(self.presenter.title_draft))
            self._column.insertWidget(1, self.form)
        if self.form is not None:
            self.form.show_state()

    def _into_list(self) -> None:
        if self.list.rows:
            self.list.set_current(self.list.rows[0].key)
            self.list.view.setFocus()

    def _take_off(self) -> None:
        if (key := self.list.current_key()) is not None:
            self.presenter.remove_paper(str(key))


class TitleForm(Card):
    """The title of one paper."""

    def __init__(self, presenter: PartnerPresenter, keeper: DraftKeeper) -> None:
        super().__init__(_("Title of the paper"))
        self._presenter, self._keeper, self._about = presenter, keeper, ""
        self.form = self.add(Form(presenter.office.work.clock, title_rows(), gap=8))
        keeper.hold_form(self.form)
        foot = QWidget()
        row = ButtonFlow(foot)
        row.addStretch(1)
        row.addWidget(Button(_("Cancel"), self._give_up))
        row.addWidget(Button(_("Save the title"), self._save).leads())
        self.add(foot)

    def show_state(self) -> None:
        """Open with the title of the paper, or closed; what is being typed stays."""
        paper_id = self._presenter.renamed
        set_shown(self, bool(paper_id))
        if paper_id == self._about:
            return
        self._about = paper_id
        if not paper_id:
            return
        self._keeper.settle()  # of the paper before
        self.form.fill({"title": self._presenter.papers.title(paper_id)})
        self._keeper.turn_to(self._presenter.title_draft)
        self.form.inputs["title"].first().setFocus()

    def _give_up(self) -> None:
        presenter, paper_id = self._presenter, self._presenter.renamed
        self._keeper.give_up(presenter.give_up_title, partial(presenter.edit_title, paper_id), presenter.undoable)

    def _save(self) -> None:
        if self.form.complete():
            self._presenter.save_title(" ".join(text_of(self.form.values()["title"]).split()))


def _row(papers: PartnerPapers, shown: PartnerPaper) -> Row:
    words = state(shown)
    cells = papers.cells(shown)
    return Row(
        shown.paper.id,
        shown.paper.title,
        papers.note(shown),
        Mark("warn" if shown.paper.flaw else "neutral", words) if words else None,
        drawing="document",
        cells=cells,
        brief=papers.listing.brief({"used": ", ".join(shown.used_in)}),
        mark_in="state",
    )
