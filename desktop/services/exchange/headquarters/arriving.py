"""Whatever lies before Headquarters is imported: bundles, what came by mail, what the receiver took."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop.base.files import make_folder
from desktop.base.progress import Progress
from desktop.bundles.keys import DeviceKeys
from desktop.services.exchange import arrivals, by_mail
from desktop.services.exchange.arrivals import BundleReport
from desktop.services.exchange.headquarters import consolidating, door, every_arrival
from desktop.services.work import Work


@dataclass(frozen=True)
class Arrivals:
    """What became of each file, and of which bundles parts are still awaited, a sentence for each."""

    reports: Sequence[BundleReport]
    awaited: Sequence[str]


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
