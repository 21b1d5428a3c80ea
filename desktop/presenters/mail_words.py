"""What is said of an email draft: where it lies, and that nobody has it yet."""

from pathlib import Path

from desktop.base.text import _


def mail_sentence(path: Path) -> str:
    """Where the draft lies and what to do with it."""
    return _("The draft is in {path}. Open it in your mail program, complete it, and send it from there.").format(
        path=path
    )
