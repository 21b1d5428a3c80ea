"""A file that arrives, at an office or at Headquarters: stored as it came, then noted with what became of it.

Whatever was refused lies in a folder of its own inside the inbox, by whichever road it came: no part of a backup, taken
for nothing, imported again like any other file, and deleted by nobody but a person.
"""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.base.errors import Problem
from desktop.base.files import PART, copy_safely, discard, explaining, make_folder, put_in_place
from desktop.base.text import _
from desktop.base.values import new_id
from desktop.bundles import bundle
from desktop.bundles.bundle import SUFFIX
from desktop.bundles.reader import Bundle
from desktop.services.exchange.restored_laptop import RegainedWork
from desktop.services.work import Work
from desktop.store.records import Received
from desktop.store.records.values import ReceivedDetail
from desktop.store.states import BundleVerdict

REFUSED = "refused"  # the folder in the inbox


@dataclass(frozen=True)
class BundleReport:
    """What became of one received file."""

    name: str
    verdict: BundleVerdict
    text: str = ""  # one sentence when it was not applied
    office: str = ""
    device: str = ""
    number: int = 0
    changes: int = 0
    reviews: int = 0
    parked: int = 0
    refused: int = 0
    receipts: int = 0
    regained: RegainedWork | None = None  # of a laptop that is no more, where a return completed it
    digest: str = ""  # of the file as it was archived
    reason: str = ""  # the code of a refusal
    size: int = 0  # of a file that was refused, in bytes


def archive(path: Path, inbox: Path) -> Path:
    """Store a received file as it came, under its SHA-256, before anything looks inside; returns where it lies.

    Raises Problem when the file is gone, Refused when it is larger than any bundle.
    """
    if not path.is_file():
        raise Problem(
            _("“{name}” is not there any more; nothing was changed.").format(name=path.name),
            _("Check that the folder or the stick is present, then try again."),
            code="file-gone",
        )
    if path.stat().st_size > bundle.LIMITS.bundle + bundle.HEADER + 1024:
        raise bundle.Refused("too-big")
    incoming = inbox / f"incoming-{new_id()}{PART}"  # a name of ours: the file's own may be too long with an ending
    digest = copy_safely(path, incoming)
    archived = inbox / f"{digest}{SUFFIX}"
    with explaining(archived):
        put_in_place(incoming, archived)
    return archived


def refused_folder(inbox: Path) -> Path:
    """Where refused files lie."""
    return inbox / REFUSED


def has_arrived(inbox: Path, name: str) -> bool:
    """Whether a file of this name (its SHA-256 and the ending of bundles) was archived, whatever became of it."""
    return (inbox / name).is_file() or (refused_folder(inbox) / name).is_file()


@contextmanager
def setting_refused_aside(work: Work, archived: Path) -> Iterator[None]:
    """Set an archived file aside where what is done inside refuses it; the refusal goes on to whoever asked."""
    try:
        yield
    except bundle.Refused:
        set_aside(work, archived.parent, [archived.stem])
        raise


def set_aside(work: Work, inbox: Path, digests: Collection[str]) -> None:
    """Move these refused files out of the inbox, but for those that the records name: they were taken in before.

    What cannot be moved, or while the records do not answer, stays until a later file is refused.
    """
    lying = {digest for digest in digests if (inbox / f"{digest}{SUFFIX}").is_file()}
    if not lying:
        return
    with suppress(Problem, OSError):
        with work.store.read() as session:
            lying -= set(session.scalars(select(Received.digest).where(Received.digest.in_(lying))))
        folder = make_folder(refused_folder(inbox))
        for digest in sorted(lying):
            put_in_place(inbox / f"{digest}{SUFFIX}", folder / f"{digest}{SUFFIX}")


def forget_refused(inbox: Path, digests: Collection[str]) -> None:
    """Of files that lie in the inbox now, because they were taken in after all, drop the copy set aside before."""
    for digest in digests:
        if digest and (inbox / f"{digest}{SUFFIX}").is_file():
            discard(refused_folder(inbox) / f"{digest}{SUFFIX}")


def note_taken_in(
    session: Session,
    archived: Path,
    name: str,
    content: Bundle,
    office: str,
    verdict: BundleVerdict,
    at: str,
    detail: ReceivedDetail | None = None,
) -> None:
    """Note here a bundle taken in at the moment `at`; `detail` is what its sender says of itself."""
    last = session.scalar(select(func.max(Received.taken_in))) or 0
    row = Received(
        digest=archived.stem,
        name=name,
        sender=content.header.sender,
        office=office,
        kind=content.header.kind,
        size=archived.stat().st_size,
        arrived_at=at,
        verdict=verdict,
        detail=detail,
        taken_in=last + 1,
    )
    session.merge(row)


def latest(session: Session, count: int = 50) -> Sequence[Received]:
    """The files taken in here, the last one first: no clock says which was.

    Those of before the order was noted come after, by the day that they bear.
    """
    order = (Received.taken_in.desc(), Received.arrived_at.desc())
    return session.scalars(select(Received).order_by(*order).limit(count)).all()
