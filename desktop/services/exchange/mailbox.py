"""A folder that another program shares with Headquarters: bundles are dropped there, returns taken from there.

It is a mailbox and no more: a file that is not there means nothing, one that still grows is not there yet, names say
nothing, and nothing of others is deleted.
"""

from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.base.errors import Problem
from desktop.base.files import make_folder, write_safely
from desktop.base.text import _
from desktop.bundles import bundle
from desktop.bundles.bundle import SUFFIX, BundleKind, Refused
from desktop.bundles.folder import FolderTransport
from desktop.bundles.keys import DeviceKeys
from desktop.services.exchange import arrivals, depositing, enrolment, sending
from desktop.services.office.rights import Right, require
from desktop.services.work import Work
from desktop.store.records import Received, Sent
from desktop.store.store import Store, recall_in

NAME = "mailbox"  # in this computer's store


def read_in(session: Session) -> Path | None:
    """The folder, if one was chosen."""
    folder = str(recall_in(session, NAME).get("folder", ""))
    return Path(folder) if folder else None


def read(machine: Store) -> Path | None:
    """The same."""
    with machine.read() as session:
        return read_in(session)


def choose(work: Work, folder: Path | None) -> None:
    """Choose the folder, or have none any more. Raises Problem when it is not there; the former choice stays."""
    require(work.officer, Right.SEND)
    if folder is not None and not folder.is_dir():
        raise Problem(
            _("“{name}” is not there; the shared folder was not changed.").format(name=folder.name or str(folder)),
            _("Connect the folder, then choose it again."),
            code="mailbox-not-there",
        )
    work.machine.remember(NAME, {"folder": str(folder)} if folder is not None else {})


def drop(work: Work, sent: Sent, outbox: Path) -> Path:
    """Put a packed bundle into the folder, read it back, and note that it was handed over there.

    Raises Problem when there is no such folder now, or it does not keep what is written.
    """
    folder = read(work.machine)
    if folder is None:
        raise Problem(
            _("No folder shared with Headquarters is chosen here; nothing was written."),
            _("Choose it in the settings."),
            code="mailbox-not-chosen",
        )
    path = outbox / sent.name
    if not path.is_file():
        raise depositing.changed(sent)
    FolderTransport(folder).put(sent.name, path.read_bytes())
    sending.hand_over(work, sent.number, _("shared folder {name}").format(name=folder.name or str(folder)))
    return folder / sent.name


def collect(work: Work, keys: DeviceKeys, folder: Path) -> bool:
    """Copy the returns for this laptop that lie in the shared folder and were not looked at yet, to be offered here;
    whether there were any. `folder` is the office's.

    A folder that is not there now, or cannot be read, holds nothing.
    """
    shared = read(work.machine)
    trusted = enrolment.keyset(work.machine) if shared is not None else None
    if shared is None or trusted is None:
        return False
    with work.store.read() as session:
        seen = set(session.scalars(select(Received.digest)))
    for place in (folder / "inbox", arrivals.refused_folder(folder / "inbox"), folder / depositing.ARRIVED):
        seen |= {path.stem for path in place.glob(f"*{SUFFIX}")}
    transport = FolderTransport(shared)
    place = make_folder(folder / depositing.ARRIVED)
    copied = False
    try:
        for file in transport.arrived(frozenset(seen)):
            path = place / f"{file.sha256}{depositing.COMING}"
            write_safely(path, transport.take(file))
            try:
                envelope = bundle.show(path, trusted)
            except Refused:
                continue
            header = envelope.header
            if envelope.signed and header.kind is BundleKind.RETURN and keys.public.key_id in header.to:
                write_safely(place / f"{file.sha256}{SUFFIX}", path.read_bytes())
                copied = True
    except Problem:
        return copied
    finally:
        for rest in place.glob(f"*{depositing.COMING}"):
            if "-" not in rest.name:  # pieces of a return that comes over the Internet stay
                rest.unlink(missing_ok=True)
    return copied
