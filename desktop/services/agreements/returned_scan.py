"""The signed paper as it comes back, page by page, until every page is there and can be filed (¶26).

What was scanned stays on this machine until it is filed with the agreement or dropped: another scan can complete it.
"""

from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from sqlalchemy.orm import Session

from desktop.base.errors import Problem
from desktop.base.text import _
from desktop.base.values import Json, JsonObject, canonical, parse_json, sha256
from desktop.documents import scans
from desktop.documents.codes import Code
from desktop.documents.scans import PrintedPages, ScannedPage
from desktop.services.agreements import lookup, packs
from desktop.services.office import drafts
from desktop.services.office.rights import Right, require
from desktop.services.work import Work
from desktop.store import files
from desktop.store.records import Agreement
from desktop.store.states import AgreementState

IDENTIFIED = "identified"  # the part of the draft that says which pages a person told by looking at them


@dataclass(frozen=True, slots=True)
class ScanPlace:
    """A page of a scanned file: `file` counts the files, `page` the pages of the file, both from 0."""

    file: int
    page: int


@dataclass(frozen=True, slots=True)
class ReturnedPage:
    """A page of the document and where it came back, if it did; `by_hand` when a person identified it.

    `replaced` are earlier scans of the same page, which are left out.
    """

    number: int
    place: ScanPlace | None = None
    by_hand: bool = False
    replaced: tuple[ScanPlace, ...] = ()


@dataclass(frozen=True)
class ReturnedScan:
    """What came back of an agreement: `document` is the pack, or the partner's copy when that was signed.

    `names` are those of the scanned files, `files` what they hold, each as a PDF. On `unread` pages no code could be
    read, and nobody identified them; `foreign` ones belong to another document or version. Both are left out, as are
    `blank` ones.
    """

    names: tuple[str, ...]
    files: tuple[bytes, ...] = field(repr=False)
    document: PrintedPages
    is_partner_copy: bool
    pages: tuple[ReturnedPage, ...]
    unread: tuple[ScanPlace, ...]
    foreign: tuple[tuple[ScanPlace, Code], ...]
    blank: tuple[ScanPlace, ...]

    @cached_property
    def missing(self) -> tuple[int, ...]:
        """The pages that did not come back."""
        return tuple(page.number for page in self.pages if page.place is None)

    @cached_property
    def by_hand(self) -> tuple[int, ...]:
        """The pages that a person identified."""
        return tuple(page.number for page in self.pages if page.by_hand)

    @property
    def complete(self) -> bool:
        """Whether every page came back; a person still confirms the signatures."""
        return not self.missing


@dataclass(frozen=True)
class _ScannedFile:
    name: str
    content: bytes  # a PDF
    pages: tuple[ScannedPage, ...]


@dataclass(frozen=True)
class _Scans:
    """What is stored of an agreement's scans; a person identified pages of the document with that record."""

    files: tuple[_ScannedFile, ...] = ()
    record: str = ""
    identified: Mapping[ScanPlace, int] = field(default_factory=dict)

    def identified_of(self, document: PrintedPages) -> Mapping[ScanPlace, int]:
        """Which pages a person identified of this document: of another one, or another version, it says nothing."""
        return self.identified if self.record == document.record else {}


def exists(work: Work, agreement_id: str) -> bool:
    """Whether anything came back that is not filed yet."""
    with work.store.read() as session:
        return drafts.exist(session, _about(agreement_id))


def read(work: Work, agreement_id: str) -> ReturnedScan | None:
    """What came back so far; None when nothing did.

    Raises Problem when no final pack was made.
    """
    stored = _stored(work, agreement_id)
    return _compared(stored, _documents(work, agreement_id, stored)) if stored.files else None


def add(work: Work, agreement_id: str, name: str, data: bytes) -> ReturnedScan:
    """Keep one more scanned file, a PDF or a picture, beside those that came before.

    Raises Problem for an agreement that is not final or signed already, without a final pack, for a file that cannot
    be read or is the pack itself, and RefusedFile for more than 25 MB in all.
    """
    require(work.officer, Right.DRAFT)
    require_unsigned(lookup.agreement(work.store, agreement_id))
    files.require_size(len(data), name)
    before = _stored(work, agreement_id)
    content = scans.as_pdf(data, name)
    after = replace(before, files=(*before.files, _ScannedFile(name, content, scans.read_pages(content))))
    documents = _documents(work, agreement_id, after)
    if any(sha256(data) in document.files for document in documents):
        raise Problem(
            _("“{name}” is the document as it was printed, not what came back signed; nothing was changed.").format(
                name=name
            ),
            _("Choose the scan of the signed paper."),
            code="scan-is-printed",
        )
    files.require_size(sum(len(file.content) for file in after.files), name)
    drafts.save(work, _about(agreement_id), f"{len(before.files):04}", _as_json(after.files[-1]))
    return _compared(after, documents)


def identify(work: Work, agreement_id: str, place: ScanPlace, number: int | None) -> ReturnedScan:
    """Say which page of the document a scanned page is whose code cannot be read; None takes that back.

    Raises Problem for a page that has a code, or a number that the document does not have.
    """
    require(work.officer, Right.DRAFT)
    stored = _stored(work, agreement_id)
    documents = _documents(work, agreement_id, stored)
    document = _document(stored, documents)
    if stored.files[place.file].pages[place.page].codes:
        raise Problem(
            _("This page has a code that says what it is; nothing was changed."),
            _("Scan the page of this agreement."),
            code="scan-page-known",
        )
    if number is not None and not 1 <= number <= document.count:
        raise Problem(
            _("The paper has pages 1 to {count}; nothing was changed.").format(count=document.count),
            _("Correct the number of the page."),
            code="scan-page-unknown",
        )
    numbers = {where: page for where, page in stored.identified_of(document).items() if where != place}
    if number is not None:
        numbers[place] = number
    pages: JsonObject = {f"{where.file}/{where.page}": page for where, page in numbers.items()}
    drafts.save(work, _about(agreement_id), IDENTIFIED, {"of": document.record, "pages": pages})
    return _compared(replace(stored, record=document.record, identified=numbers), documents)


def drop(work: Work, agreement_id: str) -> None:
    """Forget everything that was scanned and not filed."""
    require(work.officer, Right.DRAFT)
    drafts.discard(work, _about(agreement_id))


def as_printed(work: Work, agreement_id: str, returned: ReturnedScan) -> bytes:
    """The PDF of the document as it was printed, to be looked at beside what came back of it."""
    if returned.is_partner_copy:
        return packs.for_partner(work, agreement_id)
    return packs.pdf(work.store, next(pack for pack in packs.of_agreement(work.store, agreement_id) if not pack.draft))


def to_file(returned: ReturnedScan) -> tuple[bytes, str]:
    """The pages of the document in their order as one PDF, and its name."""
    places = [(page.place.file, page.place.page) for page in returned.pages if page.place is not None]
    used = {file for file, _page in places}
    name = f"{returned.document.reference.replace('/', '-')}.pdf" if len(used) > 1 else returned.names[places[0][0]]
    return scans.in_order(returned.files, places), name


def remove(session: Session, agreement_id: str) -> None:
    """Forget what was scanned, within the deed that files it."""
    drafts.remove(session, _about(agreement_id))


def require_unsigned(agreement: Agreement) -> None:
    """Raise Problem for an agreement that is not final yet, or that is signed already."""
    if agreement.state not in (AgreementState.FINAL, AgreementState.PRINTED):
        raise Problem(
            _("Only a final agreement can be signed; nothing was filed."),
            _("Make it final and print its pack first."),
            code="agreement-not-final",
        )


def _documents(work: Work, agreement_id: str, stored: _Scans) -> tuple[PrintedPages, ...]:
    """What these pages may belong to: the pack, and the partner's copy where one of them is none of the pack's.

    The copy is drawn anew each time, which takes a quarter of a second.
    """
    whole = packs.printed(work, agreement_id)
    pages = [page for file in stored.files for page in file.pages]
    others = [page for page in pages if whole.page_of(page) is None]
    if not any(page.codes or page.content for page in others):
        return (whole,)
    copy = packs.printed_copy(work, agreement_id)
    if copy is not None and any(page.content and copy.page_of(page) is None for page in others):
        copy = packs.printed_copy(work, agreement_id, originals=True)
    return (whole,) if copy is None else (whole, copy)


def _document(stored: _Scans, documents: Sequence[PrintedPages]) -> PrintedPages:
    """The one that most of the pages belong to, the first of several."""
    pages = [page for file in stored.files for page in file.pages]
    return max(documents, key=lambda each: sum(each.page_of(page) is not None for page in pages))


def _compared(stored: _Scans, documents: Sequence[PrintedPages]) -> ReturnedScan:
    """What was scanned, held against the document that it is of."""
    places = [ScanPlace(file, page) for file, one in enumerate(stored.files) for page in range(len(one.pages))]
    document = _document(stored, documents)
    report = scans.compare([stored.files[place.file].pages[place.page] for place in places], document)
    identified = stored.identified_of(document)
    by_hand = {number: place for place, number in identified.items()}
    scanned = {number: tuple(places[at] for at in where) for number, where in report.places.items()}
    numbers = range(1, document.count + 1)
    return ReturnedScan(
        names=tuple(file.name for file in stored.files),
        files=tuple(file.content for file in stored.files),
        document=document,
        is_partner_copy=document is not documents[0],
        pages=tuple(_page(number, scanned.get(number, ()), by_hand.get(number)) for number in numbers),
        unread=tuple(places[at] for at in report.unread if places[at] not in identified),
        foreign=tuple((places[at], code) for at, code in report.foreign),
        blank=tuple(places[at] for at in report.blank if places[at] not in identified),
    )


def _page(number: int, scanned: Sequence[ScanPlace], by_hand: ScanPlace | None) -> ReturnedPage:
    """The last scan of a page counts; one with a code before one that a person identified."""
    if scanned:
        return ReturnedPage(number, scanned[-1], replaced=(*scanned[:-1], *([by_hand] if by_hand else [])))
    return ReturnedPage(number, by_hand, by_hand=by_hand is not None)


# --- what is stored on this machine


def _about(agreement_id: str) -> str:
    return f"scan:{agreement_id}"


def _stored(work: Work, agreement_id: str) -> _Scans:
    parts = drafts.read(work, _about(agreement_id))
    by_hand = parts.pop(IDENTIFIED, {})
    identified = {}
    pages = by_hand.get("pages")
    for where, number in pages.items() if isinstance(pages, Mapping) else ():
        file, _slash, page = where.partition("/")
        identified[ScanPlace(int(file), int(page))] = int(str(number))
    return _Scans(tuple(_from_json(parts[part]) for part in sorted(parts)), str(by_hand.get("of", "")), identified)


def _as_json(file: _ScannedFile) -> JsonObject:
    """One file as it is stored; each page as its blankness, what draws it and its codes."""
    pages: list[Json] = [[page.blank, page.content, [list(code) for code in page.codes]] for page in file.pages]
    return {"name": file.name, "content": b64encode(file.content).decode("ascii"), "pages": pages}


def _from_json(stored: JsonObject) -> _ScannedFile:
    pages = parse_json(canonical(stored["pages"]))
    return _ScannedFile(
        str(stored["name"]),
        b64decode(str(stored["content"])),
        tuple(ScannedPage(tuple(Code(*code) for code in codes), blank, drawn) for blank, drawn, codes in pages),
    )
