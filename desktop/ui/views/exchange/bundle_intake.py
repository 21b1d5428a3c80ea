"""What the pages have in common on which Headquarters imports bundles: where they are dropped, what became of each."""

from collections.abc import Sequence
from pathlib import Path

from desktop.base.text import _
from desktop.presenters.exchange.bundle_intake import BundleIntakePresenter, FileVerdict
from desktop.ui.evidence import FileDrop
from desktop.ui.lists import Row, RowList
from desktop.ui.widgets import Mark, Message, PageFrame, SectionBox, set_shown


class ImportedFiles(SectionBox):
    """The files just imported, each with its verdict; hidden until there are some."""

    def __init__(self, presenter: BundleIntakePresenter) -> None:
        title = _("What was just imported")
        super().__init__(title)
        self._presenter = presenter
        self.files = self.add(RowList(title, fits=True, listing=presenter.arrivals))

    def show_verdicts(self) -> None:
        """What became of each."""
        verdicts = self._presenter.verdicts
        self.files.set_rows([self._row(number, verdict) for number, verdict in enumerate(verdicts)])
        set_shown(self, bool(verdicts))

    def _row(self, number: int, verdict: FileVerdict) -> Row:
        brief = self._presenter.arrivals.brief({"text": verdict.text})
        mark = Mark(verdict.tone, verdict.word)
        return Row(number, verdict.name, verdict.text, mark, cells=verdict.cells, brief=brief, mark_in="state")


def bundle_drop(presenter: BundleIntakePresenter) -> FileDrop:
    """Where files and folders of files are dropped or chosen."""
    for_link = _("Nothing was imported: a link is not a file. Save the bundle on this computer, then drop it here.")
    order = _("Any number of files, in any order.")
    drop = FileDrop(_("Bundles of offices"), for_link, order, "*.psb")
    drop.button.setText(_("Choose files…"))
    drop.added.connect(presenter.take_in)
    return drop


def take_dropped(presenter: BundleIntakePresenter, paths: Sequence[Path]) -> bool:
    """Import a folder, or what comes by mail, that was dropped anywhere on the page; False for other files."""
    if not presenter.may_hold_bundles(paths):
        return False
    presenter.take_in(paths)
    return True


def show_intake(page: PageFrame, presenter: BundleIntakePresenter) -> None:
    """Say what waits to be imported, what was opened from outside, and what the last import came to."""
    if (waiting := presenter.at_the_door) and not presenter.busy:
        ways = ((_("Import them"), presenter.take_in_arrived),)
        page.show_message(Message("info", waiting, actions=ways), "arrived")
    else:
        page.clear_message("arrived")
    if (opened := presenter.offer_words) and not presenter.busy:
        import_it = () if presenter.only_reads else ((_("Import it"), presenter.take_in_offered),)
        page.show_message(Message("info", opened, actions=import_it), "opened", presenter.set_offer_aside)
    else:
        page.clear_message("opened")
    if presenter.verdicts:
        page.show_message(Message("info", presenter.summary), "taken")
    else:
        page.clear_message("taken")
