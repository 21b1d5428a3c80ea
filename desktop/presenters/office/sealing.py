"""A page whose deed the reader confirms with the own passphrase: a decision, a deputy, an edition, signed figures."""

from desktop.presenters.office.unlock import TRAINING_PASSPHRASE
from desktop.presenters.presenter import Presenter


class SealingPresenter(Presenter):
    """Says whether the passphrase is asked for, and which one opens the key of whoever is at work."""

    @property
    def asks_passphrase(self) -> bool:
        """Whether a passphrase confirms it: everywhere but in the training office."""
        return not self.office.is_practice

    def own_passphrase(self, typed: str) -> str:
        """What was typed, empty while it is missing; in the training office the one that is open to everybody."""
        return typed if self.asks_passphrase else TRAINING_PASSPHRASE
