"""Bundles by mail: a draft for each part below what mail servers let pass, and reading whatever comes out of a mailbox.

Parts may come in any order, repeated, of several bundles, from different cuts of one: they are kept until the bundle is
whole, and those that are missing are named. The program sends nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

from desktop.base.errors import Problem
from desktop.base.files import beginning_of, discard, make_folder, write_safely
from desktop.base.text import _, plural
from desktop.base.values import sha256
from desktop.bundles import parts
from desktop.bundles.armour import MOST_MAIL, armoured, files_in
from desktop.bundles.bundle import SUFFIX
from desktop.bundles.parts import BundlePart, FileSort, sort_of
from desktop.services.exchange import arrivals, depositing
from desktop.services.work import Work
from desktop.store.records import Sent

WAITING = "parts"  # the folder of parts whose bundle is not whole
KEPT = 4_000  # parts there at most
LEAST, MOST = 64 << 10, 20 << 20  # bytes of a part that may be chosen


@dataclass(frozen=True)
class MailedFiles:
    """What came: files to be read as bundles, and what is said of parts whose bundle is not whole."""

    files: tuple[Path, ...]
    awaited: tuple[str, ...]


def drafts(
    work: Work,
    sent: Sent,
    outbox: Path,
    folder: Path,
    *,
    as_text: bool = False,
    text_beside: bool = False,
    size: int = parts.SIZE,
) -> list[Path]:
    """Write a draft of a message for each part of a packed bundle into the folder; they open in any mail program.

    The part is attached, or its text (`as_text`); `text_beside` writes that into a file of its own too.

    Raises Problem when the bundle is not here as it was packed, or the folder cannot be written.
    """
    path = outbox / sent.name
    data = path.read_bytes() if path.is_file() else b""
    if sha256(data) != sent.digest:
        raise depositing.changed(sent)
    pieces = parts.cut(data, min(max(size, LEAST), MOST))
    written = []
    for piece in pieces:
        whole = len(pieces) == 1
        file, name = (data, sent.name) if whole else (piece.to_bytes(), piece.name)
        stem = f"{Path(sent.name).stem}-{piece.index + 1}-{piece.count}"
        written.append(folder / f"{stem}.eml")
        write_safely(written[-1], _draft(work, sent, piece, file, name, as_text=as_text))
        if text_beside:
            write_safely(folder / f"{stem}.txt", armoured(file))
    return written


def _draft(work: Work, sent: Sent, piece: BundlePart, file: bytes, name: str, *, as_text: bool) -> bytes:
    office = work.store.identity.office
    place = {"number": piece.index + 1, "count": piece.count}
    subject = _("Passerelle {office}, bundle {bundle:04d}").format(office=office, bundle=sent.number)
    lines = [
        _("Attached is bundle {bundle:04d} of office {office} for Headquarters.").format(
            bundle=sent.number, office=office
        ),
        _("It is encrypted and signed: please save the attachment and import it, without changing it."),
    ]
    if piece.count > 1:
        subject = _("{subject} ({number}/{count})").format(subject=subject, **place)
        lines.append(_("This is part {number} of {count}; the others come in messages of their own.").format(**place))
    lines.append(_("Fingerprint: {digits}").format(digits=sent.digest[:16].upper()))
    message = EmailMessage(policy=SMTP)
    message["X-Unsent"] = "1"  # by which mail programs open it as a draft
    message["Subject"] = subject
    message.set_content("\n".join((*lines, "")))
    if as_text:
        message.add_attachment(armoured(file), maintype="text", subtype="plain", filename=f"{Path(name).stem}.txt")
    else:
        message.add_attachment(file, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


def opened(paths: Sequence[Path], folder: Path) -> MailedFiles:
    """The bundles in files of all kinds that come by mail; `folder` is the office's, or Headquarters'.

    A file in which there is nothing to be found is given back as it is: its reader says what it is. Parts are kept
    until their bundle is whole.
    """
    place = make_folder(folder / WAITING)
    files: list[Path] = []
    arrived: list[BundlePart] = []
    damaged: list[str] = []
    for path in paths:
        inside = _inside(path)
        if not inside:
            files.append(path)
            continue
        for file in inside:
            if sort_of(file[:4]) is FileSort.PART:
                try:
                    arrived.append(BundlePart.from_bytes(file))
                except Problem as problem:
                    damaged.append(f"{path.name}: {problem}")
            else:
                target = place / f"{sha256(file)}{SUFFIX}"
                write_safely(target, file)
                files.append(target)
    joined, awaited = _joined(arrived, place)
    return MailedFiles((*files, *joined), (*damaged, *awaited))


def _inside(path: Path) -> list[bytes]:
    """What is found in a file that is no bundle itself; nothing in one that is, or that cannot be read."""
    try:
        if not path.is_file() or path.stat().st_size > MOST_MAIL or sort_of(beginning_of(path, 4)) is FileSort.BUNDLE:
            return []
        return list(files_in(beginning_of(path, MOST_MAIL)))
    except (Problem, OSError):
        return []  # its reader tells why


def _joined(arrived: Sequence[BundlePart], place: Path) -> tuple[list[Path], list[str]]:
    """The bundles that are whole now, with the parts that came before; what the others wait for."""
    for part in arrived:
        write_safely(place / f"{sha256(part.to_bytes())}{parts.SUFFIX}", part.to_bytes())
    every = [BundlePart.from_bytes(path.read_bytes()) for path in sorted(place.glob(f"*{parts.SUFFIX}"))[:KEPT]]
    whole = []
    for digest, data in parts.join(every).items():
        whole.append(place / f"{digest}{SUFFIX}")
        write_safely(whole[-1], data)
        for part in every:
            if part.bundle == digest:
                discard(place / f"{sha256(part.to_bytes())}{parts.SUFFIX}")
    touched = {part.bundle for part in arrived}
    awaited = [
        _("Of bundle {digits}, {missing}: {numbers}. The others are kept.").format(
            digits=digest[:16].upper(),
            missing=plural("{count} part is missing", "{count} parts are missing", len(places)),
            numbers=", ".join(str(at + 1) for at in places[:20]),
        )
        for digest, places in parts.missing(every).items()
        if digest in touched
    ]
    return whole, awaited


def clear(folder: Path, inbox: Path) -> None:
    """Remove the bundles put together here that were archived since."""
    for path in (folder / WAITING).glob(f"*{SUFFIX}"):
        if arrivals.has_arrived(inbox, path.name):
            discard(path)
