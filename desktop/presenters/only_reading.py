"""How it is said that records can only be read here, and why no deed is offered."""

from desktop.base.text import _
from desktop.store.only_reading import OnlyReading


def words(why: OnlyReading) -> str:
    """That nothing can be changed here, and why."""
    if why is OnlyReading.COPY:
        return _("Read only: this is a copy that follows the database of Headquarters. Nothing is changed here.")
    return _("Read only: the account with which the database is opened may not write. Nothing is changed here.")
