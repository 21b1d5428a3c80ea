"""A backup brought to a computer on which there is no office yet: the office goes on here as it was in it."""

from collections.abc import Callable
from pathlib import Path

from desktop.base.dates import format_moment
from desktop.base.errors import Problem
from desktop.base.numbers import format_size
from desktop.base.progress import Progress, Runner
from desktop.base.text import _, language
from desktop.presenters.office.backups import RestoreDeed, without_missing
from desktop.presenters.presenter import Screen
from desktop.services.office import backup
from desktop.store import backup as copies
from desktop.store.vault import KeyHolder


class RestoringPresenter(Screen):
    """Choose a file, say who you are, open it. `restored` shows the office then; `back` leads to the choice before."""

    def __init__(self, folder: Path, runner: Runner, restored: Callable[[], None], back: Callable[[], None]) -> None:
        super().__init__(runner)
        self.folder, self._restored, self.back = folder, restored, back
        self.path: Path | None = None
        self.holders: tuple[KeyHolder, ...] = ()
        self.officer = ""
        self.by_words, self.busy = False, False

    @property
    def about(self) -> str:
        """What the chosen file is."""
        if self.path is None:
            return ""
        made, size = copies.made_at(self.path), format_size(self.path.stat().st_size, language())
        when = _("made on {moment}").format(moment=format_moment(made, language())) if made is not None else ""
        return " · ".join(part for part in (self.path.name, when, size) if part)

    def choose(self) -> None:
        """The backup, on a stick or wherever it is."""
        self.asker.files(_("A backup of the office"), f"*{copies.SUFFIX}", lambda paths: self.take(paths[0]))

    def take(self, path: Path) -> None:
        """Look who could open it. Raises Problem where it is no sound backup."""
        self.holders = backup.holders(path)
        self.path, self.officer = path, self.holders[0].id if self.holders else ""
        self.problem = None
        self.changed()

    def choose_officer(self, officer: str) -> None:
        """Somebody else opens it."""
        self.officer, self.problem = officer, None
        self.changed()

    def turn(self) -> None:
        """Open it by the recovery words, or by the passphrase again."""
        self.by_words, self.problem = not self.by_words, None
        self.changed()

    def restore(self, typed: str) -> None:
        """Put the office here with the passphrase or words that were typed; opening it asks for them once more."""
        path = self.path
        if path is None or self.busy:
            return
        if not typed.strip():
            raise Problem(
                _("Nothing was typed; nothing was restored."),
                _("Type the passphrase that you had when the backup was made, or the words of the recovery sheet."),
                code="backup-secret-missing",
            )
        self._put_back(path, typed, backup.restore)

    def _put_back(self, path: Path, typed: str, deed: RestoreDeed) -> None:
        self.busy, self.problem = True, None
        self.changed()
        folder, officer, by_words = self.folder, self.officer, self.by_words

        def work(_progress: Progress) -> Problem | None:
            try:
                key = backup.key_by_words(path, typed) if by_words else backup.opened_by(path, officer, typed).key
                deed(folder, path, key, officer)
            except Problem as problem:
                return problem
            return None

        def without() -> None:
            self._put_back(path, typed, backup.restore_without_missing)

        self.runner.run(_("Restoring the backup"), work, lambda problem: self._done(problem, without))

    def _done(self, problem: Problem | None, without: Callable[[], None]) -> None:
        self.busy = False
        if problem is not None and problem.code == backup.LACKS_FILES:
            self.changed()
            self.asker.confirm(without_missing(), without)
        elif problem is not None:
            self.refuse(problem)
        else:
            self._restored()
