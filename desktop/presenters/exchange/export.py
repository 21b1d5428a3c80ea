"""Everything that the office holds, written into a folder that anybody can read: asked for, and never by itself."""

from pathlib import Path
from typing import TYPE_CHECKING

from desktop.base.errors import Problem
from desktop.base.progress import Progress, Runner
from desktop.base.text import _
from desktop.presenters.exchange.export_words import export_words
from desktop.presenters.form import FieldSpec, FormRows, InputKind
from desktop.presenters.office.sealing import SealingPresenter
from desktop.services.exchange import everything
from desktop.services.exchange.everything import WrittenExport
from desktop.services.office.rights import Right, may

if TYPE_CHECKING:
    from desktop.office import Office


class ExportPresenter(SealingPresenter):
    """Says what the folder is, asks for the passphrase and where, and writes it away from the window."""

    shows = frozenset({"officer"})

    def __init__(self, office: "Office", runner: Runner) -> None:
        super().__init__(office, runner)
        self.written: WrittenExport | None = None
        self.busy = False

    def refresh(self) -> None:
        """Nothing is read before it is written."""
        self.changed()

    @property
    def may_export(self) -> bool:
        """Whether this reader's role administers the office, and the office is no Headquarters."""
        return may(self.office.user, Right.ADMINISTER) and not self.office.is_hq

    @property
    def why_not(self) -> str:
        """Why nothing can be written here."""
        if self.office.is_hq:
            return _("Headquarters copies its records with its backups; each office writes out its own.")
        return _("Your role reads; whoever administers the office writes out what it holds.")

    @property
    def rows(self) -> FormRows:
        """The passphrase."""
        if not self.asks_passphrase:
            return []
        why = _("It is asked again, because what is written is readable by anybody.")
        return [[FieldSpec("passphrase", InputKind.SECRET, _("Your passphrase"), why)]]

    def choose_place(self, passphrase: str) -> None:
        """Ask where to, then write; raises Problem without a passphrase."""
        passphrase = self.own_passphrase(passphrase)
        if not passphrase:
            raise Problem(
                _("Your passphrase is missing; nothing was written."),
                _("Type your own passphrase."),
                code="export-without-passphrase",
            )
        self.asker.folder(_("Where should the folder be made?"), lambda folder: self._write(folder, passphrase))

    def _write(self, folder: Path, passphrase: str) -> None:
        office, words = self.office, export_words(self.office)
        self.busy = True
        self.changed()

        def write(progress: Progress) -> WrittenExport | Problem:
            try:
                office.vault.unlock(office.user.id, passphrase)
                return everything.write(office.work, folder, words, progress)
            except Problem as problem:
                return problem

        self.runner.run(_("Writing everything that the office holds"), write, self._show)

    def _show(self, outcome: WrittenExport | Problem) -> None:
        self.busy = False
        if isinstance(outcome, Problem):
            self.refuse(outcome)
        else:
            self.written = outcome
        self.changed()

    @property
    def result(self) -> str:
        """What was written and where."""
        if self.written is None:
            return ""
        sentence = _("{records} records and {files} files were written: {folder}. Anybody who has it reads everything.")
        return sentence.format(records=self.written.records, files=self.written.files, folder=self.written.folder)

    def back(self) -> None:
        """To the settings."""
        self.open_place("settings")
