"""What the window needs of this installation, loaded in a process of its own that shows nothing."""

from collections.abc import Iterator, Sequence
from importlib import import_module

from desktop.base.system_errors import not_loaded

FLAG = "--window-parts"  # the argument with which the program looks at them
QT = ("PySide6.QtCore", "PySide6.QtGui", "PySide6.QtWidgets", "PySide6.QtPdf", "PySide6.QtPrintSupport")


def main(_arguments: Sequence[str] = ()) -> int:
    """Write the name of each file or library that is missing, one a line; 0 when none is."""
    missing = list(dict.fromkeys(_missing()))
    print(*missing, sep="\n")
    return 1 if missing else 0


def _missing() -> Iterator[str]:
    for name in QT:
        try:
            import_module(name)
        except ImportError as error:
            yield not_loaded(error)
            return  # the others need it, or what it needs
    from desktop.ui.display import lacking_of_plugins

    yield from lacking_of_plugins()
