"""What the officer at work has typed into forms and not saved, by the name of each form.

What is told here is in memory at once. `write` puts it on the disk, and may run away from the window while more is
told. Until a deed records it, or the officer throws it away, each form finds here what was typed into it, however it
was left.
"""

from collections.abc import Callable
from functools import cached_property
from threading import Lock

from desktop.base.values import Json, JsonObject
from desktop.services.office import drafts
from desktop.services.work import Work


class UnsavedForms:
    """The half-filled forms of one officer.

    `written` is called after each write that changed something, on the thread that wrote.
    """

    def __init__(self, work: Callable[[], Work]) -> None:
        self._work_at = work
        self._lock, self._pen = Lock(), Lock()
        self._forms: dict[str, JsonObject] | None = None
        self._waiting: set[str] = set()
        self.written: Callable[[], None] = _unheard

    def form(self, name: str) -> dict[str, Json]:
        """What was typed into a form and not saved; empty when nothing was."""
        with self._lock:
            return dict(self._all().get(name, {}))

    def begun(self, start: str) -> tuple[str, ...]:
        """The names of the half-filled forms that begin so."""
        with self._lock:
            return tuple(name for name in self._all() if name.startswith(start))

    def tell(self, name: str, content: JsonObject) -> None:
        """Hold what is in a form now; an empty one is done with. `write` makes it safe."""
        with self._lock:
            forms = self._all()
            if content == forms.get(name, {}):
                return
            if content:
                forms[name] = dict(content)
            else:
                del forms[name]
            self._waiting.add(name)

    def write(self) -> None:
        """Put on the disk whatever is not there yet. Raises Problem when it cannot be; what was told stays told."""
        with self._pen:  # one after the other: an older state never over a newer one
            with self._lock:
                names, self._waiting = self._waiting, set()
                contents = {name: self._all().get(name, {}) for name in names}
            if not names:
                return
            try:
                drafts.save_forms(self._work, contents)
            except BaseException:
                with self._lock:
                    self._waiting |= names
                raise
        self.written()

    @cached_property
    def _work(self) -> Work:
        """Made once: making it looks for the office's folder, which may be gone when something has to be written."""
        return self._work_at()

    def _all(self) -> dict[str, JsonObject]:
        if self._forms is None:
            self._forms = dict(drafts.forms(self._work))
        return self._forms


def _unheard() -> None:
    """Nobody asked to know."""
