"""A page with a form from which a paper is written, and what the paper says by itself beside it."""

from abc import abstractmethod
from collections.abc import Sequence

from desktop.presenters.form import FormRows
from desktop.presenters.held_form import HeldForm
from desktop.presenters.paper import WordPaperPresenter


class WrittenPaper(HeldForm, WordPaperPresenter):
    """A paper that is written from a form, and says something by itself beside it."""

    @property
    @abstractmethod
    def title(self) -> str:
        """What the page is."""

    @property
    @abstractmethod
    def state(self) -> str:
        """For whom the paper is."""

    @property
    @abstractmethod
    def rows(self) -> FormRows:
        """The fields."""

    @property
    @abstractmethod
    def passages(self) -> Sequence[tuple[str, str]]:
        """What the paper says by itself, heading and text."""
