"""The pack of an agreement: making, saving, printing, and filing what comes back signed."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.base.dates import day_in_words, format_moment
from desktop.base.errors import Problem
from desktop.base.files import write_safely
from desktop.base.progress import Progress
from desktop.base.text import _, language, plural
from desktop.base.values import fingerprint, moment
from desktop.presenters.agreements.agreement_in_hand import AgreementInHand
from desktop.presenters.presenter import Question
from desktop.services.agreements import drafting, finalising, lookup, packs, signing
from desktop.services.agreements.signing import SignatureDetails
from desktop.store.records import PrintedPack

if TYPE_CHECKING:
    from desktop.documents.seal import ScanReport


@dataclass(frozen=True)
class PackLine:
    """A pack made before."""

    id: str
    title: str
    note: str
    tone: str
    word: str


@dataclass(frozen=True)
class Chosen:
    """The signed scan that was chosen: its bytes, its name and what its codes say."""

    name: str
    data: bytes
    scan: "ScanReport"


def _no_viewer(path: Path) -> bool:
    """No window yet."""
    return False


class PackDesk:
    """The packs of the agreement that a presenter shows. `view_file` opens a file in the system's own viewer."""

    def __init__(self, owner: AgreementInHand) -> None:
        self._owner = owner
        self.made: tuple[PrintedPack, ...] = ()
        self.preview: bytes = b""
        self.chosen: Chosen | None = None
        self.saved: Path | None = None
        self.given: Path | None = None  # the partner's copy
        self.view_file = _no_viewer

    def read(self) -> None:
        """The packs made so far."""
        self.made = tuple(packs.of_agreement(self._owner.office.store, self._owner.id))

    # --- looking at it

    def draw(self) -> None:
        """Draw the pages as they would be printed now."""
        office, agreement_id = self._owner.office, self._owner.id

        def composition(progress: Progress) -> bytes:
            return packs.preview(office.work, agreement_id)

        self._owner.runner.run(_("Drawing the pages"), composition, self._drawn)

    def _drawn(self, data: bytes) -> None:
        self.preview = data
        self._owner.changed()

    # --- what to do now

    @property
    def final(self) -> PrintedPack | None:
        """The last pack of the final text."""
        return next((pack for pack in self.made if not pack.draft), None)

    @property
    def stage(self) -> str:
        """What is to be done: finish, make, print, sign or nothing."""
        state = self._owner.composition.agreement.state
        if state == "draft":
            return "finish"
        if state in ("active", "ended"):
            return "nothing"
        if self.final is None:
            return "make"
        return "sign" if state == "printed" else "print"

    @property
    def lines(self) -> tuple[PackLine, ...]:
        """The packs made before, the newest first."""
        return tuple(self._line(pack) for pack in self.made)

    def _line(self, pack: PrintedPack) -> PackLine:
        when = format_moment(moment(pack.made_at), language())
        pages = plural("{count} page", "{count} pages", pack.pages)
        note = _("{when} · {pages} · fingerprint {fingerprint}").format(
            when=when, pages=pages, fingerprint=fingerprint(pack.record_digest)
        )
        tone, word = ("neutral", _("Draft")) if pack.draft else ("info", _("Final"))
        if pack.printed_at:
            tone, word = "good", _("Printed")
        title = lookup.pack_reference(self._owner.composition.agreement, pack.number)
        return PackLine(pack.id, title, note, tone, word)

    # --- deeds

    def ask_to_finish(self) -> None:
        """Ask once more, then make the agreement final."""
        question = Question(
            _("Make the agreement final?"),
            _("Its text is locked and it receives its number; it does not become a draft again."),
            _("Make it final"),
            _("Not yet"),
        )
        self._owner.asker.confirm(question, self.finish)

    def finish(self) -> None:
        """Make the agreement final; the gates answer in a sentence."""
        office = self._owner.office
        try:
            finalising.finalise(office.work, self._owner.id)
        except Problem as problem:
            self._owner.refuse(problem)
            return
        self._owner.problem = None
        self.make()

    def make(self) -> None:
        """Draw the pack of the text as it stands and keep it."""
        owner, office = self._owner, self._owner.office
        if owner.editable:
            drafting.record_fields(office.work, owner.id)

        def composition(progress: Progress) -> packs.StoredPack:
            return packs.make(office.work, owner.id)

        owner.runner.run(_("Making the pack"), composition, lambda made: owner.refresh())
        owner.refresh()

    def save(self, pack_id: str = "") -> None:
        """Ask where to write a pack, the newest unless another is named."""
        pack = self._pack(pack_id)
        if pack is None:
            return
        name = lookup.pack_reference(self._owner.composition.agreement, pack.number).replace("/", "-") + ".pdf"
        self._owner.asker.place_to_save(_("Save the pack"), name, lambda path: self._write(pack, path))

    def save_for_partner(self) -> None:
        """Ask where to write the partner's copy of the final pack."""
        if self.final is None:
            return
        reference = lookup.pack_reference(self._owner.composition.agreement, self.final.number).replace("/", "-")
        name = _("{reference}-partner.pdf").format(reference=reference)
        self._owner.asker.place_to_save(_("Save the partner’s copy"), name, self._write_for_partner)

    def _write_for_partner(self, path: Path) -> None:
        owner, office, target = self._owner, self._owner.office, _as_pdf(path)

        def composition(progress: Progress) -> Path:
            write_safely(target, packs.for_partner(office.work, owner.id))
            return target

        owner.runner.run(_("Drawing the partner’s copy"), composition, self._given)

    def _given(self, path: Path) -> None:
        self.given = path
        self._owner.changed()

    def _pack(self, pack_id: str) -> PrintedPack | None:
        if pack_id:
            return next((pack for pack in self.made if pack.id == pack_id), None)
        return self.final or (self.made[0] if self.made else None)

    def _write(self, pack: PrintedPack, path: Path) -> None:
        target = _as_pdf(path)
        write_safely(target, packs.pdf(self._owner.office.store, pack))
        self.saved = target
        self._owner.changed()

    def view(self) -> None:
        """Open the saved pack in the system's viewer, which also prints it."""
        if self.saved is not None and not self.view_file(self.saved):
            raise Problem(
                _("No program of this computer opens “{name}”; the file is saved.").format(name=self.saved.name),
                _("Open it yourself in the folder {folder}, or print it on another computer.").format(
                    folder=self.saved.parent
                ),
            )

    def came_out(self) -> None:
        """The paper came out well: the agreement is printed."""
        if self.final is not None:
            packs.mark_printed(self._owner.office.work, self.final.id)
            self._owner.refresh()

    # --- what comes back

    def choose_scan(self) -> None:
        """Ask for the signed scan."""
        patterns = "*.pdf *.png *.jpg *.jpeg *.tif *.tiff"
        self._owner.asker.files(_("The signed scan"), patterns, lambda paths: self.take_scan(paths[0]))

    def take_scan(self, path: Path) -> None:
        """Read the codes on its pages and hold them against the pack."""
        owner = self._owner
        try:
            data = path.read_bytes()
        except OSError as error:
            raise Problem(
                _("“{name}” cannot be read; nothing was changed.").format(name=path.name), _("Choose it again.")
            ) from error
        store = owner.office.store

        def composition(progress: Progress) -> Chosen:
            return Chosen(path.name, data, signing.check_scan(store, owner.id, data))

        owner.runner.run(_("Reading the codes"), composition, self._taken)

    def _taken(self, chosen: Chosen) -> None:
        self.chosen = chosen
        self._owner.changed()

    @property
    def complete(self) -> bool:
        """Whether the codes show every page of the pack and nothing else."""
        return self.chosen is not None and self.chosen.scan.complete

    @property
    def verdict(self) -> str:
        """What the codes of the chosen scan say, in sentences."""
        if self.chosen is None:
            return ""
        scan = self.chosen.scan
        if scan.complete:
            count = len(scan.present)
            return plural(
                "The page is there, and it belongs to this pack.",
                "All {count} pages are there, and they belong to this pack.",
                count,
            )
        foreign = tuple(f"{code.reference} p. {code.page}" for code in scan.foreign)
        said = (
            (scan.missing, _("Pages missing or without a code that can be read: {pages}.")),
            (scan.twice, _("Pages that come twice: {pages}.")),
            (scan.extra, _("Pages beyond the last one: {pages}.")),
            (
                foreign,
                _("Pages of another document: {pages}."),
            ),
        )
        return " ".join(sentence.format(pages=_listed(pages)) for pages, sentence in said if pages)

    def file(self, signed_on: date | None, place: str, confirmed: str) -> None:
        """File the scan: the agreement is in force."""
        owner, office = self._owner, self._owner.office
        if self.chosen is None or signed_on is None or not place.strip():
            owner.refuse(
                Problem(
                    _("The scan, the date and the place of signature are all needed; nothing was filed."),
                    _("Complete what is missing."),
                )
            )
            return
        signature = SignatureDetails(signed_on, place, confirmed)
        try:
            signing.sign(office.work, owner.id, self.chosen.data, self.chosen.name, signature)
        except Problem as problem:
            owner.refuse(problem)
            return
        self.chosen, owner.problem = None, None
        owner.refresh()

    @property
    def signature(self) -> str:
        """When and where it was signed, once it is on file."""
        kept = self._owner.composition.agreement
        if not kept.signed_on:
            return ""
        day = day_in_words(kept.signed_on, language(), "long")
        return _("Signed on {day} in {place}; the scan is on file.").format(day=day, place=kept.signed_place)


def _as_pdf(path: Path) -> Path:
    return path if path.suffix.lower() == ".pdf" else path.with_name(f"{path.name}.pdf")


def _listed(pages: tuple[object, ...]) -> str:
    return ", ".join(map(str, pages))
