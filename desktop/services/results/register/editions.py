"""Sealed, numbered editions of the transparency register: made, proven to leak nothing, kept, handed out as they were.

An edition is never changed and never deleted: what was wrong in one is corrected by a later one, which names it, the
rows and the reason (errata). What it says and its files lie in the database as attachments; handed out again, they are
the same to the byte.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.base.errors import Problem
from desktop.base.progress import Progress
from desktop.base.text import LANGUAGES, N_, _, language
from desktop.base.values import Json, canonical, sha256
from desktop.definitions.authority import DelegatedDeed
from desktop.definitions.indicator import Period
from desktop.definitions.terms import Audience
from desktop.documents.register.edition import RegisterEdition, RegisterTable
from desktop.services.office import office_profile, officer_seals
from desktop.services.office.believed_clock import sealing_clock
from desktop.services.office.officer_seals import RegisteredKeys
from desktop.services.registry import identity
from desktop.services.results import sealers
from desktop.services.results.figures import own_scope
from desktop.services.results.register import content, differences, edition_files, publishing, scanning, wording
from desktop.services.results.register.differences import EditionDifference
from desktop.services.results.register.publishing import WHOLE, PublishedRegister
from desktop.services.results.register.wording import EditionHead
from desktop.services.results.sealers import SealingRight
from desktop.services.work import Work
from desktop.store import files
from desktop.store.records import Officer, Partnership, SealedEdition
from desktop.store.records.forms import is_amount
from desktop.store.records.values import EditionFile

LETTERS: Mapping[str, str] = {Audience.INTERNAL: "I", Audience.MEMBERS: "M", Audience.PUBLIC: "P"}
EDITION_SUFFIX = ".edition"  # of the name of what an edition says
SEALED = N_("Edition of the transparency register sealed")


@dataclass(frozen=True)
class EditionOrder:
    """What is to be made: for whom, over which days; and of an edition that corrects another, which, and why."""

    audience: Audience
    period: Period
    corrects: str = ""
    reason: str = ""


@dataclass(frozen=True)
class PreparedEdition:
    """An edition as it would be sealed now: what of it leaves, in words, and in what it differs from the last one."""

    published: PublishedRegister
    edition: RegisterEdition
    last: SealedEdition | None
    difference: EditionDifference | None

    @property
    def table(self) -> RegisterTable:
        """The table in the language now spoken."""
        return self.edition.table(language())


# --- who


def may_seal(work: Work) -> bool:
    """Whether the officer at work seals editions here, in their own right or in somebody’s place."""
    return sealers.right(work, DelegatedDeed.EDITION).may


def _require_sealer(work: Work) -> SealingRight:
    own = sealers.right(work, DelegatedDeed.EDITION)
    if not own.may:
        raise Problem(
            _("An edition of the register is sealed by: {roles}. Nothing was sealed.").format(
                roles=sealers.role_names(work)
            ),
            _("Prepare it, and ask one of them to seal it."),
            code="edition-not-yours",
        )
    return own


# --- before


def prepare(work: Work, order: EditionOrder) -> PreparedEdition:
    """What an edition would say now, exactly, and its difference from the last one for the same audience."""
    with work.store.read() as session:
        published = publishing.read_in(session, work, own_scope(work), order.period, order.audience)
        last = _last(session, work, order)
        before = _content_in(session, last) if last is not None else None
    edition = wording.edition(work, published, EditionHead(work.today(), corrects=order.corrects))
    difference = differences.compare(before.table(language()), edition.table(language())) if before else None
    return PreparedEdition(published, edition, last, difference)


def _last(session: Session, work: Work, order: EditionOrder) -> SealedEdition | None:
    """The edition that this one is compared with: the one it corrects, else the newest for the same audience."""
    every = [own for own in _own(session, work) if own.audience == order.audience]
    if order.corrects:
        return next((own for own in every if own.number == order.corrects), None)
    return every[-1] if every else None


def _own(session: Session, work: Work) -> Sequence[SealedEdition]:
    """The editions of this office, or of Headquarters, in the order in which those of an audience were sealed."""
    query = select(SealedEdition).where(SealedEdition.office == work.store.identity.office)
    return session.scalars(query.order_by(SealedEdition.sequence, SealedEdition.id)).all()


def _content_in(session: Session, edition: SealedEdition) -> RegisterEdition | None:
    if files.about(session, edition.content) is None:
        return None
    return content.unpacked(files.get(session, edition.content))


# --- sealing


def seal(work: Work, order: EditionOrder, seed: bytes, progress: Progress) -> SealedEdition:
    """Seal an edition: number it, write its files, prove that nothing hidden is in them, sign and keep it.

    Everything is written in one transaction, so that nothing of an edition that was interrupted is left. Raises Problem
    for an officer who does not seal here, without a key, for a correction without a reason or of nothing, and where the
    scanner finds something that may not leave.
    """
    by = _require_sealer(work)
    clock = sealing_clock(work)
    if not seed:
        raise Problem(
            _("The recovery words open the records but cannot seal an edition; nothing was sealed."),
            _("Choose a new passphrase first, then seal."),
            code="no-seal-key",
        )
    prepared = prepare(work, order)
    _require_correction(order, prepared)
    today, at = clock.today(), clock.stamp()
    number, sequence = _next_number(work, order.audience, today)
    words = dict.fromkeys(LANGUAGES, order.reason.strip()) if order.corrects else {}
    head = EditionHead(today, number, order.corrects, words)
    edition = wording.edition(work, prepared.published, head)
    written = edition_files.write(work, edition, progress)
    scanning.require_clean(work, prepared.published, edition, written)
    whole = content.packed(edition)
    received = prepared.published.totals.whole[WHOLE]
    rules = work.definitions
    sealed = SealedEdition(
        number=number,
        sequence=sequence,
        audience=str(order.audience),
        period=edition.period,
        first_on=order.period.first.isoformat(),
        last_on=order.period.last.isoformat(),
        content=sha256(whole),
        files=tuple(EditionFile(name=name, digest=sha256(data), size=len(data)) for name, data in written.items()),
        partnerships=len(prepared.published.entries),
        received_usd=_stored(received),
        definitions=[rules.register.digest, rules.indicators.digest, rules.contributions.digest],
        corrects=order.corrects,
        corrected=list(prepared.difference.numbers) if order.corrects and prepared.difference else [],
        reason=order.reason.strip() if order.corrects else "",
        sealed_at=at,
        sealed_by=work.officer.id,
        sealer_name=work.officer.name,
        sealer_role=str(work.officer.role),
        on_behalf=by.on_behalf,
    )
    sealed.seal, sealed.seal_key = officer_seals.sign(_sealed_bytes(sealed), seed)
    progress.step(1, 1)
    with work.store.change(SEALED, work.officer.id) as session:
        files.put(session, whole, f"{number}{EDITION_SUFFIX}", content.MEDIA_TYPE)
        for name, data in written.items():
            files.put(session, data, name, edition_files.media_type(name))
        session.add(sealed)
    return sealed


def _stored(amount: Decimal | None) -> str | None:
    text = str(amount) if amount is not None else None
    return text if text is not None and is_amount(text) else None


def _require_correction(order: EditionOrder, prepared: PreparedEdition) -> None:
    if not order.corrects:
        return
    if prepared.last is None:
        raise Problem(
            _("There is no edition {number} for this audience; nothing was sealed.").format(number=order.corrects),
            _("Choose the edition that this one corrects."),
            code="no-such-edition",
        )
    if not order.reason.strip():
        raise Problem(
            _("Nothing says why the edition is corrected; nothing was sealed."),
            _("Say in a sentence what was wrong."),
            code="correction-without-reason",
        )
    if not prepared.difference:
        raise Problem(
            _("Nothing would be corrected: both say the same. Nothing was sealed."),
            _("Correct the records first."),
            code="nothing-corrected",
        )


def _next_number(work: Work, audience: Audience, day: date) -> tuple[str, int]:
    """`SN-DKR R-2026-M-03`: the office, the year, the audience, its number in the year; and its place among all."""
    code = office_profile.read(work.store).code or work.store.identity.office
    begins = f"{code} R-{day.year}-{LETTERS[audience]}-"
    with work.store.read() as session:
        before = [own for own in _own(session, work) if own.audience == audience]
    numbers = [own.number.removeprefix(begins) for own in before if own.number.startswith(begins)]
    last = max((int(number) for number in numbers if number.isdecimal()), default=0)
    return f"{begins}{last + 1:02d}", max((own.sequence for own in before), default=0) + 1


def _sealed_bytes(edition: SealedEdition) -> bytes:
    """What an officer signs: everything that the record says."""
    contents: dict[str, Json] = {
        "number": edition.number,
        "audience": edition.audience,
        "days": [edition.first_on, edition.last_on],
        "content": edition.content,
        "files": [own.to_json() for own in edition.files],
        "partnerships": edition.partnerships,
        "received": edition.received_usd,
        "definitions": list(edition.definitions),
        "corrects": [edition.corrects, list(edition.corrected), edition.reason],
        "sealed": [edition.sealed_at, edition.sealed_by, edition.sealer_name, edition.sealer_role],
    }
    if edition.on_behalf is not None:
        contents["on_behalf"] = edition.on_behalf.to_json()
    return b"passerelle-edition\0" + canonical(contents)


def holds(session: Session, edition: SealedEdition) -> bool:
    """Whether an edition is as it was sealed, with a key registered for the officer who is said to have sealed it."""
    if not officer_seals.is_signed(_sealed_bytes(edition), edition.seal, edition.seal_key):
        return False
    officer = session.get(Officer, edition.sealed_by)
    if officer is None or officer.office != edition.office:
        return False
    if not sealers.stood(session, edition, officer.id, edition.on_behalf):
        return False
    return RegisteredKeys(session, [officer]).knew(officer, edition)


# --- what there is


@dataclass(frozen=True)
class ListedEdition:
    """An edition as it is listed: whether its seal holds, whether its files are here, and which one corrects it."""

    edition: SealedEdition
    seal_holds: bool
    is_here: bool
    corrected_by: str = ""


def listed(work: Work) -> Sequence[ListedEdition]:
    """Every edition known here, those of offices at Headquarters too; of each audience the newest first."""
    with work.store.read() as session:
        return listed_in(session)


def listed_in(session: Session) -> Sequence[ListedEdition]:
    """The same, read with what else a page shows."""
    every = session.scalars(select(SealedEdition)).all()
    every = sorted(every, key=lambda own: (own.office, own.audience, -own.sequence, own.id))
    here = files.present(session, [own.content for own in every])
    corrected = {(own.office, own.corrects): own.number for own in reversed(every) if own.corrects}
    return [
        ListedEdition(own, holds(session, own), own.content in here, corrected.get((own.office, own.number), ""))
        for own in every
    ]


def find(work: Work, number: str) -> SealedEdition:
    """The edition of a number, whatever its spaces; raises Problem where there is none."""
    bare = number.replace(" ", "").casefold()
    with work.store.read() as session:
        for own in session.scalars(select(SealedEdition).order_by(SealedEdition.id)):
            if own.number.replace(" ", "").casefold() == bare or own.id == number:
                return own
    raise Problem(
        _("There is no edition {number} here.").format(number=number),
        _("Look at the list of editions."),
        code="no-such-edition",
    )


def read_content(work: Work, edition_id: str) -> RegisterEdition:
    """What a sealed edition says; raises Problem where it is not on this computer or was altered."""
    with work.store.read() as session:
        own = session.get_one(SealedEdition, edition_id)
        return content.unpacked(files.get(session, own.content))


def hand_out(work: Work, edition_id: str, names: Sequence[str]) -> Mapping[str, bytes]:
    """Files of a sealed edition, as they were sealed to the byte.

    Raises Problem where the seal does not hold, and for a file that is not on this computer or was altered.
    """
    with work.store.read() as session:
        own = session.get_one(SealedEdition, edition_id)
        if not holds(session, own):
            raise Problem(
                _("The seal of edition {number} does not hold; nothing was handed out.").format(number=own.number),
                _("Restore a backup, or seal a new edition."),
                code="edition-altered",
            )
        return {file.name: files.get(session, file.digest) for file in own.files if file.name in names}


@dataclass(frozen=True)
class OpenedEdition:
    """Files of a sealed edition; `differing` are the names of those that this program wrote from what was sealed, and
    that are not those of the office to the byte: it has another version, or other paper."""

    files: Mapping[str, bytes]
    differing: tuple[str, ...] = ()


def open_files(work: Work, edition_id: str, names: Sequence[str], progress: Progress) -> OpenedEdition:
    """Files of a sealed edition: as they were sealed, or where only what it says is here, written from that, each
    compared with its digest.

    Raises Problem where the seal does not hold, and where nothing of it is here or it was altered.
    """
    with work.store.read() as session:
        own = session.get_one(SealedEdition, edition_id)
        digests = {file.name: file.digest for file in own.files if file.name in names}
        if files.present(session, list(digests.values())) >= set(digests.values()) or not holds(session, own):
            return OpenedEdition(hand_out(work, edition_id, names))
        says = content.unpacked(files.get(session, own.content))
    written = edition_files.write(work, says, progress)
    opened = {name: written[name] for name in digests if name in written}
    return OpenedEdition(opened, tuple(name for name, data in opened.items() if sha256(data) != digests[name]))


def compare_with(work: Work, edition: SealedEdition, before: SealedEdition) -> EditionDifference:
    """In what a sealed edition differs from another one, in the language now spoken."""
    newer, older = read_content(work, edition.id), read_content(work, before.id)
    return differences.compare(older.table(language()), newer.table(language()))


def partner_of(work: Work, partnership_id: str) -> str:
    """The id of the partner of a partnership; empty for one that is not known here."""
    with work.store.read() as session:
        own = session.get(Partnership, partnership_id)
        return identity.partner_in(session, own.partner_id).id if own is not None else ""
