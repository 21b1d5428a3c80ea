"""The signed paper on screen: which pages came back, beside those that were printed, and filing them (¶26)."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from desktop.base.errors import Cancelled, Problem
from desktop.base.numbers import in_ranges
from desktop.base.progress import Progress
from desktop.base.text import _, plural
from desktop.presenters.agreements.open_agreement import OpenAgreement
from desktop.presenters.presenter import Confirmation
from desktop.presenters.scanner import ScannerFolder
from desktop.services.agreements import returned_scan, signing
from desktop.services.agreements.returned_scan import ReturnedPage, ReturnedScan, ScanPlace
from desktop.services.agreements.signing import SignatureDetails
from desktop.services.office import scanner
from desktop.store import files

SCANS = (".pdf", ".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".webp")


@dataclass(frozen=True)
class SheetLine:
    """A page of the paper, or a scanned page that is none of it.

    `number` is its place among the printed pages, from 1, None for what belongs to none of them; `place` is where it
    was scanned, None for what is missing.
    """

    title: str
    note: str
    tone: str
    label: str
    number: int | None = None
    place: ScanPlace | None = None
    is_open: bool = False


class SignedCopy:
    """What came back of the open agreement."""

    def __init__(self, agreement: OpenAgreement) -> None:
        self._agreement = agreement
        self.scanner = ScannerFolder(agreement)
        self.scan: ReturnedScan | None = None
        self.printed: bytes | None = None  # the document as it was printed, once it is read
        self.shown = 0  # the place of the line whose pages are shown

    def read(self) -> None:
        """What was scanned before and not filed yet."""
        office, agreement_id = self._agreement.office, self._agreement.id
        if returned_scan.exists(office.work, agreement_id):
            self._agreement.runner.quietly(lambda: returned_scan.read(office.work, agreement_id), self._show)
        else:
            self.scan, self.printed = None, None

    # --- what came back

    def choose(self) -> None:
        """Ask for one or several scanned files."""
        patterns = " ".join(f"*{suffix}" for suffix in SCANS)
        self._agreement.asker.files(_("The signed scan"), patterns, self.take)

    def take(self, paths: Sequence[Path]) -> None:
        """Read the pages of these files and add them to what came back before."""
        work, agreement_id = self._agreement.office.work, self._agreement.id

        def add(progress: Progress) -> tuple[ReturnedScan | None, Problem | None, int]:
            added = None
            for number, path in enumerate(paths):
                try:
                    progress.step(number, len(paths), path.name)
                    added = returned_scan.add(work, agreement_id, path.name, files.read_file(path))
                    scanner.note_taken(work, path)
                except Cancelled:  # what was read before stays
                    return added, None, len(paths) - number
                except Problem as problem:
                    return added, problem, 0
            return added, None, 0

        self._agreement.runner.run(_("Reading the pages"), add, lambda outcome: self._take(*outcome))

    def _take(self, added: ReturnedScan | None, problem: Problem | None, left_out: int) -> None:
        if left_out:
            sentence = plural("Stopped: {count} file was not read.", "Stopped: {count} files were not read.", left_out)
            self._agreement.deed_sentence = sentence
        if added is not None:
            self._show(added)
        if problem is not None:
            self._agreement.refuse(problem)
        else:
            self._agreement.problem = None

    def _show(self, scan: ReturnedScan | None) -> None:
        before, self.scan = self.scan, scan
        self.shown = next((at for at, line in enumerate(self.lines) if line.is_open), 0)
        if scan is None or before is None or scan.document != before.document:
            self.printed = None
        work, agreement_id = self._agreement.office.work, self._agreement.id
        if scan is not None and self.printed is None:
            self._agreement.runner.quietly(
                lambda: returned_scan.as_printed(work, agreement_id, scan), self._show_printed
            )
        self._agreement.changed()

    def _show_printed(self, printed: bytes) -> None:
        self.printed = printed
        self._agreement.changed()

    @property
    def verdict(self) -> str:
        """What came back, in sentences."""
        if self.scan is None:
            return ""
        scan, sentences = self.scan, []
        if scan.is_partner_copy:
            sentences.append(_("This is the partner’s copy."))
        if scan.complete:
            sentences.append(
                plural("The page is there.", "All {count} pages are there, in their order.", len(scan.pages))
            )
        else:
            sentences.append(_("Pages missing: {pages}.").format(pages=in_ranges(scan.missing)))
            sentences.append(
                _("The agreement stays printed. What came back is kept here: add the rest when you have it.")
            )
        left_out = len(scan.foreign) + len(scan.unread)
        if left_out and scan.complete:
            sentences.append(plural("{count} other page is left out.", "{count} other pages are left out.", left_out))
        return " ".join(sentences)

    @property
    def complete(self) -> bool:
        """Whether every page came back."""
        return self.scan is not None and self.scan.complete

    @property
    def lines(self) -> tuple[SheetLine, ...]:
        """What needs a person first, then page after page of the paper."""
        return tuple(self._lines(self.scan)) if self.scan is not None else ()

    def _lines(self, scan: ReturnedScan) -> Iterator[SheetLine]:
        for place in (*scan.unread, *(scan.blank if scan.missing else ())):
            label = _("Nothing on it") if place in scan.blank else _("No code")
            yield SheetLine(_("Page to identify"), self._where(scan, place), "warn", label, None, place, is_open=True)
        for place, code in scan.foreign:
            words = _("Page {page} of {reference}").format(page=code.page, reference=code.reference)
            note = f"{self._where(scan, place)} · {words}"
            yield SheetLine(_("Page of another document"), note, "bad", _("Not of this paper"), None, place)
        for page in scan.pages:
            yield self._line(scan, page)

    def _line(self, scan: ReturnedScan, page: ReturnedPage) -> SheetLine:
        title = _("Page {number}").format(number=page.number)
        if page.place is None:
            return SheetLine(title, "", "bad", _("Missing"), page.number)
        where = self._where(scan, page.place)
        if page.by_hand:
            return SheetLine(title, where, "info", _("Identified by hand"), page.number, page.place, is_open=True)
        if page.replaced:
            return SheetLine(title, where, "good", _("There, the last scan counts"), page.number, page.place)
        return SheetLine(title, where, "good", _("There"), page.number, page.place)

    def _where(self, scan: ReturnedScan, place: ScanPlace) -> str:
        return _("{file}, page {page}").format(file=scan.names[place.file], page=place.page + 1)

    # --- one page beside the other

    @property
    def line(self) -> SheetLine | None:
        """The line whose pages are shown."""
        lines = self.lines
        return lines[min(self.shown, len(lines) - 1)] if lines else None

    def show(self, place: int) -> None:
        """Show the pages of another line."""
        if place != self.shown:
            self.shown = place
            self._agreement.changed()

    @property
    def offered(self) -> int:
        """The page that an unknown one may be: the first that is missing."""
        line = self.line
        if line is not None and line.number is not None:
            return line.number
        missing = self.scan.missing if self.scan is not None else ()
        return missing[0] if missing else 1

    def identify(self, number: int | None, done: Callable[[Callable[[], None]], None]) -> None:
        """Say which page the scanned one is; once it is saved, `done` is handed what undoes it."""
        line = self.line
        if line is not None and line.place is not None:
            place, before = line.place, line.number
            self._identify(place, number, lambda: done(lambda: self._identify(place, before, _nothing_more)))

    def _identify(self, place: ScanPlace, number: int | None, done: Callable[[], None]) -> None:
        work, agreement_id = self._agreement.office.work, self._agreement.id

        def identify(progress: Progress) -> ReturnedScan:
            return returned_scan.identify(work, agreement_id, place, number)

        def show(scan: ReturnedScan) -> None:
            self._agreement.problem = None
            self._show(scan)
            done()

        self._agreement.runner.run_surely(_("Reading the pages"), identify, show)

    def ask_to_drop(self) -> None:
        """Ask once more, then forget what was scanned."""
        question = Confirmation(
            _("Begin again?"),
            _("What was scanned of this agreement is removed from here; the files it came from stay where they are."),
            _("Begin again"),
            _("Keep it"),
        )
        self._agreement.asker.confirm(question, self.drop)

    def drop(self) -> None:
        """Forget what was scanned."""
        returned_scan.drop(self._agreement.office.work, self._agreement.id)
        self._show(None)

    # --- filing

    @property
    def day(self) -> date:
        """The day of signature that the page offers: today."""
        return self._agreement.office.work.today()

    @property
    def signatories(self) -> str:
        """What a person confirms, with the names of those who sign."""
        facts = self._agreement.composition.facts
        names = [str(facts.get(f"{party}.signatory_name") or "") for party in ("iom", "partner")]
        names += [str(row.get("signatory_name") or row.get("name") or "") for row in facts.rows("agreement.parties")]
        named = ", ".join(filter(None, names))
        return _("I have seen on the paper that every party signed: {names}.").format(names=named)

    def file(self, signed_on: date | None, place: str, *, seen: bool) -> None:
        """File what came back: the agreement is in force."""
        agreement = self._agreement
        if signed_on is None or not place.strip():
            agreement.refuse(
                Problem(
                    _("The date and the place of signature are both needed; nothing was filed."),
                    _("Complete what is missing."),
                    code="signature-incomplete",
                )
            )
            return
        try:
            signing.sign(agreement.office.work, agreement.id, SignatureDetails(signed_on, place, seen))
        except Problem as problem:
            agreement.refuse(problem)
            return
        self.scan, self.printed, agreement.problem = None, None, None
        agreement.typed.drop()
        agreement.refresh()


def _nothing_more() -> None:
    """What was taken back offers nothing."""
