"""A file that arrives, at an office or at Headquarters: stored as it came, then noted with what became of it."""

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select

from desktop.base.errors import Problem
from desktop.base.text import _
from desktop.base.values import sha256, stamp
from desktop.bundles import bundle
from desktop.bundles.reader import Bundle
from desktop.store.records import Received
from desktop.store.store import Store


@dataclass(frozen=True)
class BundleReport:
    """What became of one received file. `verdict`: applied, known, waiting, refused or fork."""

    name: str
    verdict: str
    text: str = ""  # one sentence when it was not applied
    office: str = ""
    device: str = ""
    number: int = 0
    changes: int = 0
    reviews: int = 0
    parked: int = 0
    refused: int = 0
    receipts: int = 0
    detail: Mapping[str, Any] = field(default_factory=dict)


def archive(path: Path, inbox: Path) -> Path:
    """Keep a received file as it came, under its SHA-256, before anything looks inside."""
    if not path.is_file():
        raise Problem(
            _("“{name}” is not there any more; nothing was changed.").format(name=path.name),
            _("Check that the folder or the stick is present, then try again."),
        )
    if path.stat().st_size > bundle.LIMITS.bundle + bundle.HEADER + 1024:
        raise bundle.Refused("too-big")
    part = inbox / f"{path.name}.part"
    shutil.copyfile(path, part)
    kept = inbox / f"{sha256(part.read_bytes())}.psb"
    part.replace(kept)
    return kept


def received_row(kept: Path, name: str, content: Bundle, office: str, verdict: str, **detail: Any) -> Received:
    """The local note of a bundle taken in."""
    return Received(
        digest=kept.stem,
        name=name,
        sender=content.header.sender,
        office=office,
        kind=content.header.kind,
        size=kept.stat().st_size,
        arrived_at=stamp(datetime.now(UTC)),
        verdict=verdict,
        detail=detail,
    )


def listed(store: Store, count: int = 50) -> Sequence[Received]:
    """The files taken in here, the newest first."""
    with store.read() as session:
        return session.scalars(select(Received).order_by(Received.arrived_at.desc()).limit(count)).all()
