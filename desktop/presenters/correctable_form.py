"""The form of one record, which is recorded, corrected, taken back as a mistake and brought back."""

from abc import abstractmethod

from desktop.presenters.form import FormRows
from desktop.presenters.held_form import HeldForm


class CorrectableForm(HeldForm):
    """The form of one record: a new one without an `id`, else one on record, which is corrected or taken back."""

    id: str

    @property
    @abstractmethod
    def editable(self) -> bool:
        """Whether this reader writes it."""

    @property
    @abstractmethod
    def title(self) -> str:
        """What it is called."""

    @property
    @abstractmethod
    def state(self) -> str:
        """Where it stands, in a line; of a new one, what is needed."""

    @property
    @abstractmethod
    def rows(self) -> FormRows:
        """The fields."""

    @property
    @abstractmethod
    def is_set_aside(self) -> bool:
        """Whether it was taken back as recorded by mistake."""

    @abstractmethod
    def set_aside(self, aside: bool) -> None:
        """Take it back, or bring it back."""

    @abstractmethod
    def save(self) -> None:
        """Record it, or correct what is on record. Raises Problem where something lacks."""
