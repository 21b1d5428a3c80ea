"""The originals that the parties sign: which of them are printed or saved, and for whom each is."""

from collections.abc import Callable, Sequence
from pathlib import Path

from desktop.base.files import write_safely
from desktop.base.progress import Progress
from desktop.base.text import _
from desktop.documents.archive import for_a_printer
from desktop.presenters.agreements.open_agreement import OpenAgreement
from desktop.presenters.presenter import Printout
from desktop.services.agreements import packs
from desktop.services.agreements.packs import SignedOriginal


class AgreementOriginals:
    """One original for each party, and which of them were chosen: every one, until somebody leaves one out."""

    def __init__(self, agreement: OpenAgreement) -> None:
        self._agreement = agreement
        self.all: tuple[SignedOriginal, ...] = ()
        self.left_out: frozenset[int] = frozenset()
        self.saved: tuple[Path, ...] = ()

    def read(self, pack_made: bool) -> None:
        """For whom there are originals; none before a final pack was made."""
        self.all = packs.originals(self._agreement.composition) if pack_made else ()

    @property
    def chosen(self) -> tuple[SignedOriginal, ...]:
        """Those that are printed or saved, in their order."""
        return tuple(original for original in self.all if original.number not in self.left_out)

    def choose(self, number: int, on: bool) -> None:
        """Take one in, or leave it out."""
        self.left_out = self.left_out - {number} if on else self.left_out | {number}
        self._agreement.changed()

    def put_on_paper(self) -> None:
        """Print those that are chosen as one job, each from a new sheet on, by the system's own dialogue."""
        name = (
            self._name(self.chosen[0])
            if len(self.chosen) == 1
            else _("{reference}-originals").format(reference=self._reference)
        )
        self._draw(lambda drawn: self._agreement.put_on_paper(Printout(name, for_a_printer(drawn)), self.save))

    def save(self) -> None:
        """Ask where to write those that are chosen: one as a file, several into a folder, a file for each."""
        chosen = self.chosen
        if len(chosen) == 1:
            name = f"{self._name(chosen[0])}.pdf"
            self._agreement.asker.place_to_save(
                _("Save the original"), name, lambda path: self._write([path.with_suffix(".pdf")])
            )
        elif chosen:
            self._agreement.asker.folder(
                _("Into which folder are the originals saved?"),
                lambda folder: self._write([folder / f"{self._name(original)}.pdf" for original in chosen]),
            )

    @property
    def saved_sentence(self) -> str:
        """Where they are; "" before any was saved."""
        if not self.saved:
            return ""
        if len(self.saved) == 1:
            return _("Saved: {file}").format(file=self.saved[0].name)
        names = ", ".join(path.name for path in self.saved)
        return _("Saved in {folder}: {files}").format(folder=self.saved[0].parent.name, files=names)

    def _write(self, paths: Sequence[Path]) -> None:
        def write(drawn: Sequence[bytes]) -> None:
            for path, pdf in zip(paths, drawn, strict=True):
                write_safely(path, pdf)
            self.saved = tuple(paths)
            self._agreement.changed()

        self._draw(write)

    def _draw(self, drawn: Callable[[Sequence[bytes]], None]) -> None:
        """Draw those that are chosen, off the window's thread, and hand them on."""
        office, agreement_id = self._agreement.office, self._agreement.id
        numbers = [original.number for original in self.chosen]

        def draw(progress: Progress) -> list[bytes]:
            return [packs.original(office.work, agreement_id, number) for number in numbers]

        if numbers:
            self._agreement.runner.run(_("Drawing the originals"), draw, drawn)

    @property
    def _reference(self) -> str:
        return str(self._agreement.composition.agreement.reference or self._agreement.id[:6].upper()).replace("/", "-")

    def _name(self, original: SignedOriginal) -> str:
        return _("{reference}-original-{number}-of-{count}").format(
            reference=self._reference, number=original.number, count=len(self.all)
        )
