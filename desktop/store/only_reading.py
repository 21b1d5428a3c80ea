"""Why records on a server can only be read: apart from the server, so that no page waits for what opens one."""

from enum import StrEnum


class OnlyReading(StrEnum):
    """Why records on a server can only be read."""

    COPY = "copy"  # it follows another server
    ACCOUNT = "account"  # the account has no right to write, or the server takes nothing from it
