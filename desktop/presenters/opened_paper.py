"""A paper that was opened on a page: looked at in its place, printed, and saved as it was added."""

from collections.abc import Callable

from desktop.base.files import write_safely
from desktop.base.progress import Progress
from desktop.base.text import _
from desktop.definitions.terms import FileFlaw
from desktop.documents.foreign.judging import judge
from desktop.documents.scans import as_pdf
from desktop.presenters.presenter import Presenter, Printout
from desktop.store.records import Evidence

LOOKED_AT = ("application/pdf", "image/png", "image/jpeg", "image/tiff", "image/bmp", "image/webp")


class OpenedPaper:
    """The paper that is looked at: `pdf` is None while none is."""

    def __init__(self, presenter: Presenter) -> None:
        self._presenter = presenter
        self.pdf: bytes | None = None
        self._name, self._content = "", b""

    def open(self, paper: Evidence, content: bytes) -> None:
        """Show a PDF or a picture; of any other file, and of one that cannot be shown, ask where to save a copy."""
        self._open(paper.name, content, shows=paper.media_type in LOOKED_AT and not paper.flaw)

    def open_file(self, name: str, content: bytes) -> None:
        """The same of a file that is no piece of evidence, judged anew."""
        judged = judge(content, name)
        self._open(name, content, shows=judged.kind.media_type in LOOKED_AT and judged.flaw == FileFlaw.NONE)

    def _open(self, name: str, content: bytes, *, shows: bool) -> None:
        self._name, self._content = name, content
        if not shows:
            self.save()
            return
        draw = _("Opening the paper")
        self._presenter.runner.run(draw, lambda _progress: as_pdf(content, name), self._show)

    def draw(self, name: str, what: str, draw: Callable[[Progress], bytes]) -> None:
        """Show a paper that the program draws itself, away from the window; `what` is said meanwhile."""

        def show(pdf: bytes) -> None:
            self._content = pdf
            self._show(pdf)

        self._name = name
        self._presenter.runner.run(what, draw, show)

    def _show(self, pdf: bytes) -> None:
        self.pdf = pdf
        self._presenter.changed()

    def close(self) -> None:
        """Back from the paper to the page."""
        self.pdf = None
        self._presenter.changed()

    def save(self) -> None:
        """Ask where to write a copy of the file, as it was added."""
        content = self._content
        self._presenter.asker.place_to_save(_("Save a copy"), self._name, lambda path: write_safely(path, content))

    def put_on_paper(self) -> None:
        """Print it by the system's own dialogue."""
        if self.pdf is not None:
            self._presenter.put_on_paper(Printout(self._name, self.pdf), self.save)
