"""The register of the whole Organization, as Headquarters sealed it inside IOM last: each return tells it (¶27).

An office keeps what it says and reads it; it is no record of the office, and its seal is that of the return.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.base.progress import Progress
from desktop.base.values import local_day, moment
from desktop.bundles.editions import EditionTold
from desktop.definitions.terms import Audience
from desktop.documents.register.edition import RegisterEdition
from desktop.services.office.rights import Right, require
from desktop.services.results.register import content, edition_files, editions
from desktop.services.results.register.editions import ListedEdition
from desktop.services.work import Work
from desktop.store import files
from desktop.store.records import Local, SealedEdition
from desktop.store.store import HQ, recall_in

TOLD = "edition-of-headquarters"  # the name under which this installation keeps which it holds, or has told


@dataclass(frozen=True)
class HeardEdition:
    """The edition of Headquarters that is here, or was announced; `content` is its digest."""

    number: str
    period: str
    sealed_on: str
    sealer: str
    partnerships: int
    content: str
    is_here: bool


# --- at Headquarters


def told_to(work: Work, at: str) -> EditionTold | None:
    """The last edition inside IOM that was sealed here, whole; None before there is one. `at` is the moment of the
    return."""
    require(work.officer, Right.HEADQUARTERS)
    with work.store.read() as session:
        query = select(SealedEdition).where(SealedEdition.office == HQ, SealedEdition.audience == Audience.INTERNAL)
        own = session.scalars(query.order_by(SealedEdition.sequence.desc(), SealedEdition.id)).first()
        if own is None or files.about(session, own.content) is None:
            return None
        sealed_on = local_day(moment(own.sealed_at)).isoformat()
        about = (own.number, own.period, sealed_on, own.sealer_name, own.partnerships)
        return EditionTold(at, own.content, *about, files.get(session, own.content))


# --- at an office


def take_in(session: Session, arriving: EditionTold) -> None:
    """Keep what a return tells, in the transaction that takes it in."""
    if arriving.content is not None:
        files.put(session, arriving.content, f"{arriving.number}.edition", content.MEDIA_TYPE)
    stored = {
        "number": arriving.number,
        "period": arriving.period,
        "sealed_on": arriving.sealed_on,
        "sealer": arriving.sealer,
        "partnerships": arriving.partnerships,
        "content": arriving.fingerprint,
    }
    session.merge(Local(name=TOLD, value=stored))


def heard(work: Work) -> HeardEdition | None:
    """What was heard of it; None before a return told of one."""
    with work.store.read() as session:
        return heard_in(session)


def heard_in(session: Session) -> HeardEdition | None:
    """The same, read with what else a page shows."""
    stored = recall_in(session, TOLD)
    if "content" not in stored:
        return None
    return HeardEdition(**stored, is_here=files.about(session, stored["content"]) is not None)


def beside(work: Work) -> tuple[Sequence[ListedEdition], HeardEdition | None]:
    """The sealed editions that are known here, and what was heard of that of Headquarters."""
    with work.store.read() as session:
        return editions.listed_in(session), heard_in(session)


def read_content(work: Work) -> RegisterEdition:
    """What it says; raises Problem where it is not on this computer."""
    with work.store.read() as session:
        return content.unpacked(files.get(session, str(recall_in(session, TOLD).get("content", ""))))


def files_of(work: Work, progress: Progress) -> Mapping[str, bytes]:
    """Its files, written from what it says. Raises Problem where it is not on this computer."""
    return edition_files.write(work, read_content(work), progress)
