"""Opening the office, at the start and after a pause: a passphrase, the computer's keyring, or the recovery words.

Nothing heavier than the vault is imported here, so that the window stands before the rest of the program is read.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING, Generic, TypeVar

from desktop.base.errors import Problem
from desktop.base.progress import Progress, Runner
from desktop.base.text import _
from desktop.presenters.presenter import Screen
from desktop.store.vault import Opened, Vault, advice, delay_after, is_enough

if TYPE_CHECKING:
    from desktop.store.cipher import Damaged

T = TypeVar("T")
TRAINING_PASSPHRASE = "open to everybody, nothing in it is real"  # noqa: S105 - of the invented office
PASSPHRASE, WORDS = "passphrase", "words"


@dataclass(frozen=True)
class Damage:
    """What is left when the key opens but the database does not: the way to the backups."""

    opened: Opened
    problem: "Damaged"


class UnlockPresenter(Screen, Generic[T]):
    """Ask one officer for one secret.

    `enter` turns what the vault gave into what the program wants; it runs away from the window, and `done` gets its
    result. `damaged` is told when the key is right and the database is not. `office` is what the office is called, or
    empty where that is not known before it is open.
    """

    def __init__(
        self,
        vault: Vault,
        runner: Runner,
        enter: Callable[[Vault, Opened], T],
        done: Callable[[T], None],
        damaged: Callable[[Damage], None],
        *,
        office: str,
        officer: str = "",
        locked: bool = False,
        training: bool = False,
        roles: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(runner)
        self.vault = vault
        self._enter, self._done, self._damaged = enter, done, damaged
        self.officers = self.vault.officers
        self.officer = next((o for o in self.officers if o.id == officer), self.officers[0])
        self.office, self.locked, self.training = office, locked, training
        self.roles: Mapping[str, str] = roles or {}  # known only while the office is open
        self.mode, self.busy, self.wrong = PASSPHRASE, False, 0
        self._until = 0.0

    # --- what is shown

    @property
    def title(self) -> str:
        """What is to be opened, by its name where that is known."""
        if self.locked:
            return _("“{office}” is locked").format(office=self.office)
        if self.training:
            return _("Open the training office")
        return _("Open “{office}”").format(office=self.office) if self.office else _("Open the office")

    @property
    def with_keyring(self) -> bool:
        """Whether the computer's keyring may open for this officer: never after a pause, where presence is asked."""
        return self.officer.remembered and not self.locked and not self.training

    @property
    def has_words(self) -> bool:
        """Whether a recovery sheet was ever made."""
        return self.vault.has_recovery and not self.locked

    @property
    def wait(self) -> int:
        """Seconds until the next try is taken."""
        return max(0, round(self._until - monotonic()))

    def advice(self, passphrase: str) -> str:
        """How well a new passphrase would protect the office."""
        return advice(passphrase)

    # --- gestures

    def choose(self, officer_id: str) -> None:
        """Another officer opens."""
        self.officer = next(o for o in self.officers if o.id == officer_id)
        self.problem = None
        self.changed()

    def ask_for(self, mode: str) -> None:
        """Turn to the recovery words, or back to the passphrase."""
        self.mode, self.problem = mode, None
        self.changed()

    def open(self, passphrase: str) -> None:
        """Try a passphrase; in the training office everybody has the same."""
        secret = TRAINING_PASSPHRASE if self.training else passphrase
        if not secret:
            self.refuse(
                Problem(
                    _("No passphrase was typed."),
                    _("Type the passphrase you chose for this office."),
                    code="no-passphrase-typed",
                )
            )
            return
        self._try(lambda: self.vault.unlock(self.officer.id, secret))

    def open_with_keyring(self) -> None:
        """Open with what the computer's keyring remembers."""
        self._try(lambda: self.vault.unlock_with_keyring(self.officer.id))

    def open_with_words(self, typed: str, fresh: str) -> None:
        """Open with the recovery words and give this officer a new passphrase."""
        if not is_enough(fresh):
            self.refuse(
                Problem(
                    _("The new passphrase is too easily guessed; nothing was changed."),
                    advice(fresh),
                    code="new-passphrase-weak",
                )
            )
            return

        def unlock() -> Opened:
            by = self.vault.unlock_with_words(typed)
            return self.vault.reset_passphrase(by, self.officer.id, fresh)

        self._try(unlock)

    def _try(self, unlock: Callable[[], Opened]) -> None:
        if self.busy or self.wait:
            return
        self.busy, self.problem = True, None
        self.changed()
        self.runner.run(_("Opening the office"), lambda progress: self._work(unlock, progress), self._answered)

    def _work(self, unlock: Callable[[], Opened], progress: Progress) -> "T | Damage | Problem":
        from desktop.store.cipher import Damaged

        try:
            opened = unlock()
        except Problem as problem:
            return problem
        try:
            return self._enter(self.vault, opened)
        except Damaged as problem:
            return Damage(opened, problem)
        except Problem as problem:
            return _NotOpened(problem)

    def _answered(self, answer: "T | Damage | Problem") -> None:
        self.busy = False
        if isinstance(answer, Damage):
            self._damaged(answer)
        elif isinstance(answer, _NotOpened):
            self.refuse(answer)
        elif isinstance(answer, Problem):
            self._refused(answer)
        else:
            self._done(answer)

    def _refused(self, problem: Problem) -> None:
        self.wrong += 1
        self._until = monotonic() + delay_after(self.wrong)
        self.refuse(problem)


class _NotOpened(Problem):
    """The secret was right, but the office could not be opened: no wrong try."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.text, problem.remedy, code=problem.code)
