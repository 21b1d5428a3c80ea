"""The papers of cases that wait for Headquarters: their files go with the bundles until Headquarters says it has them.

Records always travel; the bytes of evidence go only where somebody at Headquarters has to read them, for a decision or
an opinion that was asked. A file is sent again with each bundle until a return names it, so that a lost stick needs no
action; what has no room goes with a later bundle. Headquarters believes the digest of a file, and takes only what the
records of that office name.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.base.errors import RefusedFile
from desktop.bundles.content import BundleFile
from desktop.documents.foreign.judging import judge
from desktop.services.diligence import requests
from desktop.services.work import Work
from desktop.store import files
from desktop.store.records import Agreement, Case, Evidence, Local, Received
from desktop.store.store import recall_in

MOST_FILES = 24 << 20  # bytes of files in one bundle; with the records it stays far below what a reader takes
MOST_NAMED = 5_000  # files that one return names
AT_HEADQUARTERS = "hq_files"  # the name in this computer's store of the files that Headquarters says it has


@dataclass(frozen=True)
class CaseFile:
    """A file of a case that waits for Headquarters; `size` in bytes."""

    digest: str
    name: str
    size: int


@dataclass(frozen=True)
class WaitingFiles:
    """The files that the next bundle carries, and those for which it has no room."""

    carried: tuple[CaseFile, ...] = ()
    left: tuple[CaseFile, ...] = ()


# --- at the office


def waiting_in(session: Session, work: Work) -> WaitingFiles:
    """What Headquarters has to read and has not, as far as the next bundle has room: the smallest first."""
    case_ids = _cases_at_headquarters(session, work)
    if not case_ids:
        return WaitingFiles()
    has = set(recall_in(session, AT_HEADQUARTERS).get("files", ()))
    query = select(Evidence).where(Evidence.case_id.in_(case_ids), Evidence.archived.is_(False), Evidence.digest != "")
    pieces = {piece.digest: piece for piece in session.scalars(query.order_by(Evidence.id)) if piece.digest not in has}
    lacking = [
        CaseFile(digest, pieces[digest].name, pieces[digest].size or 0)
        for digest in files.present(session, pieces.keys())
    ]
    carried, left, room = [], [], MOST_FILES
    for file in sorted(lacking, key=lambda file: (file.size, file.digest)):
        if file.size > room:
            left.append(file)
            continue
        room -= file.size
        carried.append(file)
    return WaitingFiles(tuple(carried), tuple(left))


def _cases_at_headquarters(session: Session, work: Work) -> Collection[str]:
    """The cases on which a decision or an opinion of Headquarters is awaited, and those of such drafts."""
    asked = [standing.request for standing in requests.open_in(session, work)]
    drafts = {request.agreement_id for request in asked} - {""}
    of_drafts = select(Case.id).join(Agreement, Agreement.partnership_id == Case.partnership_id)
    behind = session.scalars(of_drafts.where(Agreement.id.in_(drafts), Case.archived.is_(False))) if drafts else ()
    return {*(request.case_id for request in asked), *behind} - {""}


def packed(session: Session, carried: Sequence[CaseFile]) -> tuple[BundleFile, ...]:
    """These files as a bundle carries them; raises Problem for one that was altered since it was added."""
    return tuple(
        BundleFile(files.get(session, file.digest), file.name[:255], about.media_type)
        for file in carried
        if (about := files.about(session, file.digest)) is not None
    )


def note_at_headquarters(session: Session, digests: Sequence[str]) -> None:
    """Remember which of the office's files Headquarters says it has: these, and no others."""
    session.merge(Local(name=AT_HEADQUARTERS, value={"files": list(digests)}))


# --- at Headquarters


def take(session: Session, office: str, arrived: Sequence[BundleFile]) -> tuple[str, ...]:
    """Keep what an office's evidence names, once it is judged as the office judged it; the digests of what was kept.

    Whatever no record of that office names, and a file of a kind that is never kept, is left out: nobody asked for it.
    """
    by_digest = {file.sha256: file for file in arrived}
    query = select(Evidence.digest).where(Evidence.office == office, Evidence.digest.in_(by_digest))
    digests = []
    for digest in sorted(set(session.scalars(query))):
        file = by_digest[digest]
        try:
            judged = judge(file.data, file.name)
        except RefusedFile:
            continue
        files.put(session, file.data, file.name, judged.kind.media_type)
        digests.append(digest)
    return tuple(digests)


def at_headquarters(session: Session, office: str) -> tuple[str, ...]:
    """The files that this office sent and that are here: of what other offices sent it learns nothing."""
    details = session.scalars(select(Received.detail).where(Received.office == office))
    sent = {digest for detail in details if detail is not None for digest in detail.files or ()}
    return tuple(sorted(files.present(session, sent)))[:MOST_NAMED]
