"""A screen whose content is also a paper: drawn away from the window, looked at, printed, saved as a file."""

from abc import abstractmethod
from collections.abc import Callable
from functools import partial
from pathlib import Path

from desktop.base.files import write_safely
from desktop.base.progress import Progress
from desktop.base.text import _
from desktop.presenters.presenter import Presenter, Printout


class PaperPresenter(Presenter):
    """A screen with one paper. `pdf` is what is looked at instead of the screen, None while it is not."""

    pdf: bytes | None = None

    @property
    def looked_at(self) -> bytes | None:
        """The document in place of the screen: its paper, or another one that it opened."""
        return self.pdf

    @property
    @abstractmethod
    def paper_name(self) -> str:
        """The name of the paper as a file."""

    @property
    @abstractmethod
    def paper_titles(self) -> tuple[str, str]:
        """What is said while the paper is drawn, and above the question where to save it."""

    @abstractmethod
    def paper_draft(self) -> Callable[[Progress], bytes]:
        """What draws the paper, away from the window."""

    def show_paper(self) -> None:
        """Draw the paper and show it."""
        self.runner.run(self.paper_titles[0], self.paper_draft(), self._show_pdf)

    def _show_pdf(self, data: bytes) -> None:
        self.pdf = data
        self.changed()

    def hide_paper(self) -> None:
        """Back to the screen."""
        self.pdf, self.handed_over = None, None
        self.changed()

    def print_paper(self) -> None:
        """Print the paper by the system's own dialogue."""
        if self.pdf is not None:
            self.put_on_paper(Printout(self.paper_name.removesuffix(".pdf"), self.pdf), self.save_paper)

    def save_paper(self) -> None:
        """Ask where to save the paper as a file."""
        if self.pdf is not None:
            self.asker.place_to_save(self.paper_titles[1], self.paper_name, partial(write_safely, data=self.pdf))


class WordPaperPresenter(PaperPresenter):
    """A screen whose paper may be saved as a Word file too."""

    @abstractmethod
    def word_draft(self) -> Callable[[], bytes]:
        """What writes the Word file, away from the window, of what stands there when it is asked for."""

    def save_word(self) -> None:
        """Ask where to save the paper as a Word file, and say where it is."""
        name = f"{self.paper_name.removesuffix('.pdf')}.docx"
        self.asker.place_to_save(self.paper_titles[1], name, self._write_word)

    def _write_word(self, path: Path) -> None:
        target = path if path.suffix.lower() == ".docx" else path.with_name(f"{path.name}.docx")
        draft = self.word_draft()

        def write(_progress: Progress) -> None:
            write_safely(target, draft())

        self.runner.run(self.paper_titles[0], write, partial(self._say_where, target))

    def _say_where(self, path: Path, _written: object) -> None:
        self.deed_sentence = _("The paper is in {file}").format(file=path)
        self.changed()
