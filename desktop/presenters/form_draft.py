"""What is typed into one form and not saved: held while it is typed, offered back when the form is opened again."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from desktop.base.progress import Runner
from desktop.base.values import Json

if TYPE_CHECKING:
    from desktop.services.office.unsaved import UnsavedForms  # with the database, which the first page does without


def _unseen() -> None:
    """No page shows it yet."""


class FormDraft:
    """The fields of a form by their names, as the widgets hold them, understood or not.

    A field that is being typed in is `heed`ed with a way to read it, which gives None where it holds again what it
    held before; `settle` reads what was heeded since and has it written. `ended` is called when all was dropped.
    """

    def __init__(self, unsaved: "UnsavedForms", runner: Runner, name: str) -> None:
        self._unsaved, self._runner, self.name = unsaved, runner, name
        self._heeded: dict[str, Callable[[], Json]] = {}
        self.fields: dict[str, Json] = unsaved.form(name)
        self.ended: Callable[[], None] = _unseen

    def heed(self, field: str, read: Callable[[], Json]) -> None:
        """Something is typed into a field."""
        self._heeded[field] = read

    @property
    def waits(self) -> bool:
        """Whether something was typed that is not written yet."""
        return bool(self._heeded)

    def settle(self) -> None:
        """Have everything written that was typed."""
        heeded, self._heeded = self._heeded, {}
        self.hold({field: read() for field, read in heeded.items()})

    def hold(self, fields: Mapping[str, Json]) -> None:
        """Have what these fields hold written; None is nothing."""
        after: dict[str, Json] = {**self.fields, **fields}
        after = {field: content for field, content in after.items() if content is not None}
        if after != self.fields:
            self.fields = after
            self._tell()

    def recorded(self, field: str) -> None:
        """What was typed into a field is part of the record, or of a draft of its own: it is done with."""
        self._heeded.pop(field, None)
        if self.fields.pop(field, None) is not None:
            self._tell()

    def drop(self) -> None:
        """The form is done with, or what was typed is thrown away."""
        self._heeded = {}
        if self.fields:
            self.fields = {}
            self._tell()
        self.ended()

    def _tell(self) -> None:
        self._unsaved.tell(self.name, self.fields)
        self._runner.at_once(self._unsaved.write)
