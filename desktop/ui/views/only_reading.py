"""Deeds on a page whose records can only be read: they stay where they are, cannot be pressed, and say why."""

from desktop.ui.widgets import Button


def shut(why: str, *buttons: Button) -> None:
    """Let these not be pressed, for this reason; without one they are left as they are."""
    if not why:
        return
    for button in buttons:
        button.setEnabled(False)
        button.setToolTip(why)
        button.setAccessibleDescription(why)
