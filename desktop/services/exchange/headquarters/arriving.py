"""Whatever lies before Headquarters is imported: bundles, what came by mail, what the receiver took."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop.base.files import beginning_of, make_folder
from desktop.base.progress import Progress
from desktop.bundles import bundle, parts
from desktop.bundles.bundle import Envelope, Refused
from desktop.bundles.keys import DeviceKeys
from desktop.bundles.parts import FileSort
from desktop.services.exchange import arrivals, by_mail
from desktop.services.exchange.arrivals import BundleReport
from desktop.services.exchange.headquarters import consolidating, door, every_arrival, recognition
from desktop.services.work import Work


@dataclass(frozen=True)
class Arrivals:
    """What became of each file, and of which bundles parts are still awaited, a sentence for each."""

    reports: Sequence[BundleReport]
    awaited: Sequence[str]


@dataclass(frozen=True)
class OfferedFile:
    """A file that nobody imported yet, as it looks from outside; a part of a bundle has no envelope."""

    path: Path
    envelope: Envelope | None


def look_at(work: Work, keys: DeviceKeys, path: Path) -> OfferedFile:
    """What a file is that somebody opened: nothing of it is decrypted, imported or set aside.

    Raises Refused where it is no bundle, damaged, or not what its known laptop signed; NotRead where it cannot be read.
    """
    if parts.sort_of(beginning_of(path, len(parts.MAGIC))) is FileSort.PART:
        return OfferedFile(path, None)
    envelope = bundle.show(path, recognition.trusted(work.machine, keys))
    if envelope.sender is not None and not envelope.signed:
        raise Refused("bad-signature")
    return OfferedFile(path, envelope)


def take_in(
    work: Work, keys: DeviceKeys, folder: Path, files: Sequence[Path], progress: Progress | None = None
) -> Arrivals:
    """Import these files as `consolidating.take_in` does; `folder` is Headquarters' own.

    What the receiver or a mail left in that folder goes once it is archived. A note stays of each file of which nothing
    was taken in; one that was refused is set aside once it is noted.
    """
    work.store.require_writing()
    inbox = make_folder(folder / "inbox")
    mailed = by_mail.opened(files, folder)
    reports = consolidating.take_in(work, keys, mailed.files, inbox, progress)
    every_arrival.note_untaken(work, reports, inbox)
    arrivals.set_aside(work, inbox, every_arrival.refused(work))
    arrivals.forget_refused(inbox, [report.digest for report in reports])
    door.clear(folder, inbox)
    by_mail.clear(folder, inbox)
    return Arrivals(reports, mailed.awaited)
