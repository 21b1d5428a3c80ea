"""Contents leave Headquarters once a second person released them: who prepares is never who releases (S24).

One rule says which versions are released (`released_in`): what is in force at Headquarters, what travels and what the
page shows all ask it. The second person signs the whole notice with a key of their own, as decisions are sealed; the
office looks at the same signature before it shows the version.
"""

from collections.abc import Iterator, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.base.errors import Problem
from desktop.base.text import N_, _
from desktop.bundles.content_packs import ContentPack
from desktop.services.office import officer_seals
from desktop.services.office.believed_clock import sealing_clock
from desktop.services.office.officer_seals import RegisteredKeys
from desktop.services.office.rights import Right, may, require
from desktop.services.work import Work
from desktop.store.records import ContentVersion, Officer
from desktop.store.store import HQ

RELEASED = N_("Contents released")
WITHDRAWN = N_("Prepared contents withdrawn")
RULES = ""  # the subject of rules and templates


def pack_of(record: ContentVersion) -> ContentPack:
    """A version of Headquarters' records as its notice tells it."""
    return ContentPack(
        record.version,
        record.content,
        record.previous,
        record.published_at,
        record.valid_until or "",
        record.reason,
        record.publisher_name,
        record.program,
        record.changes,
        record.subject,
        record.title,
        record.dated_on,
        record.prepared_by,
        record.preparer_name,
        record.published_by,
        record.seal,
        record.seal_key,
    )


def every_in(session: Session, subject: str = RULES) -> Sequence[ContentVersion]:
    """Every version of a subject, those that wait or were withdrawn too, the newest first."""
    query = select(ContentVersion).where(ContentVersion.subject == subject)
    return session.scalars(query.order_by(ContentVersion.version.desc())).all()


def released_in(session: Session, subject: str = RULES) -> Iterator[ContentVersion]:
    """The versions of a subject that a second officer of Headquarters released with a key of their own, newest first.

    A record whose seal does not hold counts as one that nobody released: it neither is in force nor travels.
    """
    records = [record for record in every_in(session, subject) if record.published_at and not record.withdrawn_at]
    people = {record.published_by for record in records}
    officers = {own.id: own for own in session.scalars(select(Officer).where(Officer.id.in_(people)))}
    keys = RegisteredKeys(session, officers.values())
    return (record for record in records if _holds(record, officers.get(record.published_by), keys))


def _holds(record: ContentVersion, officer: Officer | None, keys: RegisteredKeys) -> bool:
    if officer is None or officer.office != HQ or not pack_of(record).is_released:
        return False
    return keys.knew(officer, record)


def waiting_in(session: Session) -> Sequence[ContentVersion]:
    """What was prepared and waits for a second person, by subject."""
    query = select(ContentVersion).where(ContentVersion.published_at == "", ContentVersion.withdrawn_at == "")
    return session.scalars(query.order_by(ContentVersion.subject, ContentVersion.version)).all()


def waiting(work: Work) -> Sequence[ContentVersion]:
    """The same, read from the store."""
    with work.store.read() as session:
        return waiting_in(session)


def may_release(work: Work, record: ContentVersion) -> bool:
    """Whether the officer at work is a second person for this version, and of a role that releases."""
    return may(work.officer, Right.RELEASE) and work.officer.id != record.prepared_by


def may_withdraw(work: Work, record: ContentVersion) -> bool:
    """Whether the officer at work prepared it, or may say no to it."""
    return work.officer.id == record.prepared_by or may_release(work, record)


def require_second(work: Work, record: ContentVersion, seed: bytes) -> None:
    """Raise Problem unless the officer at work may release this version: another person, with a key of their own."""
    require(work.officer, Right.RELEASE)
    if record.published_at or record.withdrawn_at:
        raise _not_waiting()
    if work.officer.id == record.prepared_by:
        raise Problem(
            _("You prepared this version yourself: a second person releases it. Nothing was released."),
            _("Ask a colleague at Headquarters to look at it."),
            code="contents-own-preparation",
        )
    if not seed:
        raise Problem(
            _("The recovery words open the records but cannot release contents; nothing was released."),
            _("Choose a new passphrase first, then release."),
            code="no-seal-key",
        )


def release_in(session: Session, work: Work, record_id: str, seed: bytes) -> ContentVersion:
    """Release a version in this transaction, sealed by the officer at work. Raises Problem as `require_second` does.

    Raises Problem too where another version was released since it was prepared.
    """
    record = session.get_one(ContentVersion, record_id)
    require_second(work, record, seed)
    last = next(released_in(session, record.subject), None)
    if (last.content if last is not None else "") != record.previous:
        raise Problem(
            _("Another version was released since this one was prepared; nothing was released."),
            _("Withdraw it, and prepare it again."),
            code="contents-published-meanwhile",
        )
    record.published_at, record.published_by = sealing_clock(work).stamp(), work.officer.id
    record.publisher_name = work.officer.name
    record.seal, record.seal_key = officer_seals.sign(pack_of(record).sealed_bytes(), seed)
    return record


def withdraw(work: Work, record_id: str) -> ContentVersion:
    """Take back what was prepared and nobody released. Raises Problem for anybody but its preparer and who releases."""
    require(work.officer, Right.HEADQUARTERS)
    with work.store.change(WITHDRAWN, work.officer.id) as session:
        record = session.get_one(ContentVersion, record_id)
        if record.published_at or record.withdrawn_at:
            raise _not_waiting()
        if not may_withdraw(work, record):
            require(work.officer, Right.RELEASE)
        record.withdrawn_at, record.withdrawn_by = sealing_clock(work).stamp(), work.officer.id
    return record


def _not_waiting() -> Problem:
    return Problem(
        _("This version does not wait for a second person any more; nothing was changed."),
        _("Look at the list of versions."),
        code="contents-not-waiting",
    )
