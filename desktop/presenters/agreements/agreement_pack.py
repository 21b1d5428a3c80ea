"""The pack of an agreement: making, saving, printing, and what comes back of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from desktop.base.dates import day_in_words, day_known, moment_in_words
from desktop.base.errors import Problem
from desktop.base.files import write_safely
from desktop.base.numbers import format_number
from desktop.base.progress import Progress
from desktop.base.text import N_, _, language, plural
from desktop.base.values import fingerprint
from desktop.presenters.agreements.agreement_originals import AgreementOriginals
from desktop.presenters.agreements.open_agreement import OpenAgreement
from desktop.presenters.agreements.signed_copy import SignedCopy
from desktop.presenters.listing import ListColumn, Listing, RowCell
from desktop.presenters.presenter import Confirmation, Printout
from desktop.services.agreements import drafting, finalising, gate, lookup, packs
from desktop.store.records import PrintedPack
from desktop.store.states import AgreementState

COLUMNS = (
    ListColumn("made", N_("Made on")),
    ListColumn("pages", N_("Pages"), figures=True),
    ListColumn("fingerprint", N_("Fingerprint")),
    ListColumn("state", N_("State")),
)


@dataclass(frozen=True)
class PackLine:
    """A pack made before."""

    id: str
    title: str
    note: str
    tone: str
    label: str
    cells: Mapping[str, RowCell]


def _no_viewer(path: Path) -> bool:
    """No window yet."""
    return False


class PackStage(StrEnum):
    """What is to be done with the paper."""

    FINISH = "finish"  # make the text final
    TAKE_BACK = "take_back"  # the partnership was decided anew: the text becomes a draft again
    MAKE = "make"
    PRINT = "print"
    SIGN = "sign"
    NOTHING = "nothing"


class AgreementPacks:
    """The packs of the open agreement. `view_file` opens a file in the system's own viewer."""

    def __init__(self, agreement: OpenAgreement) -> None:
        self._agreement = agreement
        self.listing = Listing(agreement, "packs", N_("Packs made"), COLUMNS, first_title=N_("Pack"))
        self.stored: tuple[PrintedPack, ...] = ()
        self.preview: bytes = b""
        self.undrawable = False  # why is said above the page
        self.returned = SignedCopy(agreement)
        self.originals = AgreementOriginals(agreement)
        self.saved: Path | None = None
        self.saved_for_partner: Path | None = None  # the partner's copy
        self.view_file = _no_viewer

    def read(self) -> None:
        """The packs made so far, and what came back of the last one."""
        self.stored = tuple(packs.of_agreement(self._agreement.office.store, self._agreement.id))
        self.originals.read(self.final is not None)
        if self.stage is PackStage.SIGN:
            self.returned.read()

    # --- looking at it

    def draw(self) -> None:
        """Draw the pages as they would be printed now."""
        office, agreement_id = self._agreement.office, self._agreement.id

        def draw(progress: Progress) -> bytes | Problem:
            try:
                return packs.preview(office.work, agreement_id)
            except Problem as problem:
                return problem

        self._agreement.runner.run(_("Drawing the pages"), draw, self._show_preview)

    def _show_preview(self, drawn: bytes | Problem) -> None:
        """Show the pages, or say why there are none."""
        self.undrawable = isinstance(drawn, Problem)
        if isinstance(drawn, Problem):
            self._agreement.refuse(drawn)
            return
        self.preview = drawn
        self._agreement.changed()

    # --- what to do now

    @property
    def final(self) -> PrintedPack | None:
        """The last pack of the final text."""
        return next((pack for pack in self.stored if not pack.draft), None)

    @property
    def stage(self) -> PackStage:
        """What is to be done now."""
        state = self._agreement.agreement_state
        if state is AgreementState.DRAFT:
            return PackStage.FINISH
        composition = self._agreement.composition
        if gate.decided_anew(composition.agreement, composition.decision):
            return PackStage.TAKE_BACK
        if state in (AgreementState.ACTIVE, AgreementState.ENDED):
            return PackStage.NOTHING
        if self.final is None:
            return PackStage.MAKE
        return PackStage.SIGN if state is AgreementState.PRINTED else PackStage.PRINT

    @property
    def lines(self) -> tuple[PackLine, ...]:
        """The packs made before, the newest first."""
        return tuple(self._line(pack) for pack in self.stored)

    def _line(self, pack: PrintedPack) -> PackLine:
        when = moment_in_words(pack.made_at, language())
        pages = plural("{count} page", "{count} pages", pack.pages)
        note = _("{when} · {pages} · fingerprint {fingerprint}").format(
            when=when, pages=pages, fingerprint=fingerprint(pack.record_digest)
        )
        tone, label = ("neutral", _("Draft")) if pack.draft else ("info", _("Final"))
        if pack.printed_at:
            tone, label = "good", _("Printed")
        title = lookup.pack_reference(self._agreement.composition.agreement, pack.number)
        cells = {
            "made": RowCell(when, day_known(pack.made_at)),
            "pages": RowCell(format_number(pack.pages, language()), pack.pages),
            "fingerprint": RowCell(fingerprint(pack.record_digest)),
            "state": RowCell(label),
        }
        return PackLine(pack.id, title, note, tone, label, cells)

    # --- deeds

    def ask_to_finish(self) -> None:
        """Ask once more, then make the agreement final."""
        question = Confirmation(
            _("Make the agreement final?"),
            _("Its text is locked and it receives its number; only a new decision makes it a draft again."),
            _("Make it final"),
            _("Not yet"),
        )
        self._agreement.asker.confirm(question, self.finish)

    def finish(self) -> None:
        """Make the agreement final; the gates answer in a sentence."""
        agreement = self._agreement
        try:
            finalising.finalise(agreement.office.work, agreement.id)
        except Problem as problem:
            agreement.refuse(problem)
            return
        agreement.problem = None
        self.make()

    def take_back(self) -> None:
        """Make the text a draft again under the new decision; the gates answer in a sentence."""
        agreement = self._agreement
        finalising.take_back(agreement.office.work, agreement.id)
        agreement.problem = None
        agreement.refresh()

    def make(self) -> None:
        """Draw the pack of the text as it stands and store it."""
        agreement, office = self._agreement, self._agreement.office
        if agreement.editable:
            drafting.record_fields(office.work, agreement.id)

        def draw(progress: Progress) -> packs.StoredPack:
            return packs.make(office.work, agreement.id)

        agreement.runner.run(_("Making the pack"), draw, lambda _pack: agreement.refresh())
        agreement.refresh()

    def save(self, pack_id: str = "") -> None:
        """Ask where to write a pack, the newest unless another is named."""
        pack = self._pack(pack_id)
        if pack is None:
            return
        name = f"{self._file_name(pack)}.pdf"
        self._agreement.asker.place_to_save(_("Save the pack"), name, lambda path: self._write(pack, path))

    def put_on_paper(self) -> None:
        """Print the pack as it is stored, by the system's own dialogue."""
        pack = self._pack("")
        if pack is None:
            return
        store, name = self._agreement.office.store, self._file_name(pack)
        self._agreement.runner.quietly(
            lambda: packs.pdf(store, pack),
            lambda pdf: self._agreement.put_on_paper(Printout(name, pdf), self.save),
        )

    def print_preview(self) -> None:
        """Print the pages as they are shown: the pack of a final text, a draft of any other."""
        if self.preview:
            self._agreement.put_on_paper(Printout(self._preview_name, self.preview), self.save_preview)

    def save_preview(self) -> None:
        """Ask where to write the pages as they are shown."""
        pdf = self.preview
        if pdf:
            title, name = _("Save as PDF"), f"{self._preview_name}.pdf"
            self._agreement.asker.place_to_save(title, name, lambda path: write_safely(_as_pdf(path), pdf))

    @property
    def _preview_name(self) -> str:
        if self.final is not None and self.stage is not PackStage.TAKE_BACK:
            return self._file_name(self.final)
        return _("{agreement} – draft").format(agreement=self._agreement.composition.partner.name)

    @property
    def was_handed_out(self) -> bool:
        """Whether the pack was saved or given to a printer since the page is open: it may be on paper by now."""
        return bool(self.saved or self.originals.saved) or self._agreement.handed_over is not None

    def save_for_partner(self) -> None:
        """Ask where to write the partner's copy of the final pack."""
        if self.final is None:
            return
        name = _("{reference}-partner.pdf").format(reference=self._file_name(self.final))
        self._agreement.asker.place_to_save(_("Save the partner’s copy"), name, self._write_for_partner)

    def _file_name(self, pack: PrintedPack) -> str:
        return lookup.pack_reference(self._agreement.composition.agreement, pack.number).replace("/", "-")

    def _write_for_partner(self, path: Path) -> None:
        agreement, office, target = self._agreement, self._agreement.office, _as_pdf(path)

        def draw(progress: Progress) -> Path:
            write_safely(target, packs.for_partner(office.work, agreement.id))
            return target

        agreement.runner.run(_("Drawing the partner’s copy"), draw, self._show_saved_for_partner)

    def _show_saved_for_partner(self, path: Path) -> None:
        self.saved_for_partner = path
        self._agreement.changed()

    def _pack(self, pack_id: str) -> PrintedPack | None:
        if pack_id:
            return next((pack for pack in self.stored if pack.id == pack_id), None)
        return self.final or (self.stored[0] if self.stored else None)

    def _write(self, pack: PrintedPack, path: Path) -> None:
        target = _as_pdf(path)
        write_safely(target, packs.pdf(self._agreement.office.store, pack))
        self.saved = target
        self._agreement.changed()

    def view(self) -> None:
        """Open the saved pack in the system's viewer, which also prints it."""
        if self.saved is not None and not self.view_file(self.saved):
            raise Problem(
                _("No program of this computer opens “{name}”; the file is saved.").format(name=self.saved.name),
                _("Open it yourself in the folder {folder}, or print it on another computer.").format(
                    folder=self.saved.parent
                ),
                code="no-viewer",
            )

    def mark_printed(self) -> None:
        """The paper came out well: the agreement is printed."""
        if self.final is not None:
            packs.mark_printed(self._agreement.office.work, self.final.id)
            self._agreement.refresh()

    @property
    def signature(self) -> str:
        """When and where it was signed, once it is on file."""
        agreement = self._agreement.composition.agreement
        if not agreement.signed_on:
            return ""
        day = day_in_words(agreement.signed_on, language(), "long")
        return _("Signed on {day} in {place}; the scan is on file.").format(day=day, place=agreement.signed_place)


def _as_pdf(path: Path) -> Path:
    return path if path.suffix.lower() == ".pdf" else path.with_name(f"{path.name}.pdf")
