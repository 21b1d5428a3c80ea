"""What the system refuses, in words: one place for the errors of files, folders, disks and texts."""

import errno
import re
from pathlib import Path

from desktop.base import paths
from desktop.base.errors import Problem
from desktop.base.text import N_, _

ASIDE, RIGHTS = N_("Check its name."), N_("Check its rights, and whether it is open elsewhere.")
SENTENCES = {
    errno.ENOENT: (N_("“{name}” is not there."), ASIDE),
    errno.EISDIR: (N_("“{name}” is a folder, and a file is needed."), N_("Name the file in it.")),
    errno.ENOTDIR: (N_("A folder is needed, and a file stands in the way of “{name}”."), ASIDE),
    errno.EEXIST: (N_("“{name}” is there already, and nothing was written over it."), N_("Choose another name.")),
    errno.EACCES: (N_("“{name}” may not be read or written."), RIGHTS),
    errno.EPERM: (N_("“{name}” may not be read or written."), RIGHTS),
    errno.EROFS: (N_("“{name}” can only be read: nothing was written there."), N_("Choose another folder.")),
    errno.ENAMETOOLONG: (N_("The name “{name}” is too long for this computer."), N_("Choose a shorter name.")),
    errno.ELOOP: (N_("“{name}” is a link that leads back to itself."), N_("Name the file itself.")),
    errno.ENOSPC: (N_("The disk is full: “{name}” was not written."), N_("Make room, then try again.")),
    errno.EDQUOT: (N_("The disk is full: “{name}” was not written."), N_("Make room, then try again.")),
}
SHOWN = 60  # characters of a name that a sentence holds
LIBRARY = re.compile(r"([^\s/():]+\.so[.\d]*):")  # in what Linux says of a library that is not loaded


def problem_of(error: OSError | UnicodeError | ImportError) -> Problem:
    """The sentence for what the system refused; its code is `system-` and the kind of error (`system-enoent`).

    Of what is missing of the program itself, libraries of the system too, the code is `installation-incomplete`.
    """
    if isinstance(error, ImportError):
        return incomplete(not_loaded(error))
    if isinstance(error, UnicodeError):
        return Problem(
            _("A file or a name holds characters that cannot be read as text here; nothing more was done."),
            _("Save the file as UTF-8, or give it a name in plain letters."),
            code="system-unicode",
        )
    name = _shown(error)
    if _is_of_the_program(error):
        return incomplete(name)
    code = errno.errorcode.get(error.errno or 0, "unknown").lower()
    if error.errno in SENTENCES and name:
        text, remedy = SENTENCES[error.errno]
        return Problem(_(text).format(name=name), _(remedy), code=f"system-{code}")
    reason = error.strerror or type(error).__name__
    return Problem(
        _("The system refused: {reason}. Nothing more was done.").format(reason=reason),
        _("Try again; if it happens again, tell support these words."),
        code=f"system-{code}",
    )


def incomplete(name: str) -> Problem:
    """The Problem of an installation that lacks the file or library of this name, or has it damaged."""
    return Problem(
        _("This installation is not complete: “{name}” is missing or damaged. Your records are safe.").format(
            name=name
        ),
        _("Install the program again; if it happens again, tell support this name."),
        code="installation-incomplete",
    )


def library_in(reason: str) -> str:
    """The library that a loader complains of, by its own words; empty when it names none.

    It names first what it was asked for, last what that needs in turn and does not find, or finds damaged.
    """
    named = LIBRARY.findall(reason)
    return named[-1] if named else ""


def not_loaded(error: ImportError) -> str:
    """The library or module that is missing or damaged."""
    if isinstance(error, ModuleNotFoundError):
        return error.name or str(error)
    return library_in(str(error)) or Path(error.path or "").name or error.name or str(error)


def _is_of_the_program(error: OSError) -> bool:
    """Whether what is missing should lie among the program's own files."""
    if error.errno != errno.ENOENT or not isinstance(error.filename, str | Path):
        return False
    return any(Path(error.filename).is_relative_to(folder) for folder in (paths.resources(), paths.forms()))


def _shown(error: OSError) -> str:
    """The last part of the path that the error is about; empty when it names none."""
    if not isinstance(error.filename, str | bytes | Path):
        return ""
    path = error.filename.decode(errors="replace") if isinstance(error.filename, bytes) else str(error.filename)
    name = Path(path).name or path
    return name if len(name) <= SHOWN else f"{name[: SHOWN - 1]}…"
