"""Where the program's own files are, from source and frozen alike."""

import sys
from pathlib import Path

PORTABLE = "portable.txt"  # the mark of a portable program


def _root() -> Path:
    bundled = getattr(sys, "_MEIPASS", None)
    return Path(bundled) if bundled else Path(__file__).resolve().parents[2]


def forms() -> Path:
    """The definitions shipped with the program."""
    return _root() / "forms"


def resources() -> Path:
    """Icons, fonts, catalogues and reference lists shipped with the program."""
    return _root() / "resources"


def portable_data() -> Path | None:
    """The folder of everything that a portable program writes, beside it; None for one that is installed.

    A program is portable when the folder that holds its own holds `portable.txt` too.
    """
    if not getattr(sys, "frozen", False):
        return None
    folder = Path(sys.executable).parent.parent
    return folder / "data" if (folder / PORTABLE).is_file() else None


def default_office() -> Path:
    """Where an office's folder lies unless the user chose another: local to the machine, never roaming."""
    if data := portable_data():
        return data / "Passerelle"
    from platformdirs import user_data_path

    return user_data_path("Passerelle", appauthor=False, roaming=False)


def training_office() -> Path:
    """Where the training office lies: beside the office, never in it."""
    return default_office().with_name("Passerelle-training")
