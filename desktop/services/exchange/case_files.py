"""The files that go to Headquarters: the papers of cases that wait for it, and what sealed editions say.

Records always travel; the bytes of evidence go only where somebody at Headquarters has to read them, for a decision or
an opinion that was asked, and of each sealed edition of the register what it says, from which its files are written
there. A file is sent again with each bundle until a return names it, so that a lost stick needs no
action; what has no room goes with a later bundle. Headquarters believes the digest of a file, and takes only what the
records of that office name.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.base.errors import RefusedFile
from desktop.bundles.content import BundleFile
from desktop.documents.foreign.judging import judge
from desktop.services.diligence import requests
from desktop.services.results.register import content
from desktop.services.results.register.editions import EDITION_SUFFIX
from desktop.services.work import Work
from desktop.store import files
from desktop.store.records import Agreement, Case, Evidence, Local, Received, SealedEdition
from desktop.store.store import recall_in

MOST_FILES = 24 << 20  # bytes of files in one bundle; with the records it stays far below what a reader takes
MOST_NAMED = 5_000  # files that one return names
AT_HEADQUARTERS = "hq_files"  # the name in this computer's store of the files that Headquarters says it has


@dataclass(frozen=True)
class CaseFile:
    """A file that waits for Headquarters, of a case or of an edition; `size` in bytes."""

    digest: str
    name: str
    size: int
    of_edition: bool = False


@dataclass(frozen=True)
class WaitingFiles:
    """The files that the next bundle carries, and those for which it has no room."""

    carried: tuple[CaseFile, ...] = ()
    left: tuple[CaseFile, ...] = ()


# --- at the office


def waiting_in(session: Session, work: Work) -> WaitingFiles:
    """What Headquarters has to read and has not, as far as the next bundle has room: the smallest first."""
    has = set(recall_in(session, AT_HEADQUARTERS).get("files", ()))
    named = [file for file in (*_papers(session, work), *_editions(session, work)) if file.digest not in has]
    here = files.present(session, {file.digest for file in named})
    lacking = {file.digest: file for file in named if file.digest in here}
    carried, left, room = [], [], MOST_FILES
    for file in sorted(lacking.values(), key=lambda file: (file.size, file.digest)):
        if file.size > room:
            left.append(file)
            continue
        room -= file.size
        carried.append(file)
    return WaitingFiles(tuple(carried), tuple(left))


def _papers(session: Session, work: Work) -> list[CaseFile]:
    """The papers of the cases that wait for Headquarters."""
    case_ids = _cases_at_headquarters(session, work)
    if not case_ids:
        return []
    query = select(Evidence).where(Evidence.case_id.in_(case_ids), Evidence.archived.is_(False), Evidence.digest != "")
    pieces = session.scalars(query.order_by(Evidence.id))
    return [CaseFile(piece.digest, piece.name, piece.size or 0) for piece in pieces]


def _editions(session: Session, work: Work) -> list[CaseFile]:
    """What the sealed editions of this office say: a hundredth of what their files weigh."""
    query = select(SealedEdition.content, SealedEdition.number).where(
        SealedEdition.office == work.store.identity.office
    )
    return [
        CaseFile(digest, f"{number}{EDITION_SUFFIX}", own.size, of_edition=True)
        for digest, number in session.execute(query.order_by(SealedEdition.id))
        if (own := files.about(session, digest)) is not None
    ]


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
    """Keep what an office’s evidence names, once it is judged as the office judged it, and what its sealed editions
    say; the digests of what was kept.

    Whatever no record of that office names, and a file of a kind that is never kept, is left out: nobody asked for it.
    """
    if not arrived:
        return ()
    by_digest = {file.sha256: file for file in arrived}
    query = select(Evidence.digest).where(Evidence.office == office, Evidence.digest.in_(by_digest))
    digests = _take_editions(session, office, by_digest)
    for digest in sorted(set(session.scalars(query))):
        file = by_digest[digest]
        try:
            judged = judge(file.data, file.name)
        except RefusedFile:
            continue
        files.put(session, file.data, file.name, judged.kind.media_type)
        digests.append(digest)
    return tuple(digests)


def _take_editions(session: Session, office: str, arrived: Mapping[str, BundleFile]) -> list[str]:
    """Keep what the sealed editions of the office say."""
    query = select(SealedEdition.content, SealedEdition.number).where(
        SealedEdition.office == office, SealedEdition.content.in_(arrived)
    )
    digests = []
    for digest, number in session.execute(query.order_by(SealedEdition.content)):
        files.put(session, arrived[digest].data, f"{number}{EDITION_SUFFIX}", content.MEDIA_TYPE)
        digests.append(digest)
    return digests


def at_headquarters(session: Session, office: str) -> tuple[str, ...]:
    """The files that this office sent and that are here: of what other offices sent it learns nothing."""
    details = session.scalars(select(Received.detail).where(Received.office == office))
    sent = {digest for detail in details if detail is not None for digest in detail.files or ()}
    return tuple(sorted(files.present(session, sent)))[:MOST_NAMED]
