"""What became of a file that arrived at Headquarters, in a sentence, and what is to be done about it."""

from collections.abc import Sequence
from pathlib import Path

from desktop.base.dates import moment_in_words
from desktop.base.numbers import format_number, format_size
from desktop.base.text import _, language, plural
from desktop.bundles import bundle
from desktop.bundles.bundle import SUFFIX, BundleKind
from desktop.services.exchange import arrivals
from desktop.services.exchange.headquarters.every_arrival import FileArrival
from desktop.store.states import BundleVerdict


def became(file: FileArrival) -> str:
    """What was done with it, in a sentence."""
    if file.verdict is BundleVerdict.REFUSED:
        return _(bundle.REFUSALS[file.reason]) if file.reason in bundle.REFUSALS else _("It was refused.")
    if file.verdict is BundleVerdict.WAITING and file.first_missing:
        words = _("It is kept, and imported by itself when change {number} of its laptop has arrived.")
        return words.format(number=format_number(file.first_missing, language()))
    return {
        BundleVerdict.APPLIED: _("What was new in it is in the records."),
        BundleVerdict.KNOWN: _("Everything in it was already here."),
        BundleVerdict.WAITING: _("It is kept, and imported by itself when an earlier bundle has arrived."),
        BundleVerdict.ASIDE: _("Its laptop was withdrawn: it is kept, and nothing of it counts."),
        BundleVerdict.FORK: _("Its laptop’s history differs from the one held here: it is kept, nothing was imported."),
        BundleVerdict.UNTRIED: file.said,
    }.get(file.verdict, "")


def to_do(file: FileArrival) -> str:
    """What is to be done about it; empty for nothing."""
    if file.verdict is BundleVerdict.REFUSED:
        return _(bundle.REMEDIES.get(file.reason, bundle.KEEP))
    return {
        BundleVerdict.WAITING: _("Ask the office for the bundle before it."),
        BundleVerdict.ASIDE: _("Look on the page of the laptop at what it wrote, and decide whether it counts."),
        BundleVerdict.FORK: _("Give the office its return: the laptop then goes on under a new identity."),
        BundleVerdict.UNTRIED: _("Import it again."),
    }.get(file.verdict, "")


def set_aside_in(file: FileArrival, inbox: Path) -> str:
    """The folder in which a refused file lies; empty where it lies in none. Deleting it is left to a person."""
    folder = arrivals.refused_folder(inbox)
    is_there = file.verdict is BundleVerdict.REFUSED and file.digest and (folder / f"{file.digest}{SUFFIX}").is_file()
    return str(folder) if is_there else ""


def refused_are_in(files: Sequence[FileArrival], inbox: Path) -> str:
    """Where the refused files among these lie, in a sentence; empty where none is."""
    if not any(set_aside_in(file, inbox) for file in files):
        return ""
    return _("Refused files are set aside in {folder}: nobody but you deletes them.").format(
        folder=arrivals.refused_folder(inbox)
    )


def kind(file: FileArrival) -> str:
    """What it brought; empty where that is not known."""
    if file.kind != BundleKind.CHANGES:
        return ""
    if not file.evidence:
        return _("Changes")
    return plural("Changes and {count} file of evidence", "Changes and {count} files of evidence", file.evidence)


def moment(file: FileArrival) -> str:
    """When it was imported, or refused."""
    return moment_in_words(file.at, language())


def size(file: FileArrival) -> str:
    """How large it is; empty where that is not known."""
    return format_size(file.size, language()) if file.size else ""
