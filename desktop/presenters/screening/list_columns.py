"""A table of any publisher as a list: which column holds what, looked at beside its first rows."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.base.errors import Problem
from desktop.base.progress import Progress, Runner
from desktop.base.text import N_, _, folded
from desktop.base.values import digest
from desktop.presenters.form_draft import FormDraft
from desktop.presenters.presenter import Presenter
from desktop.screening import library
from desktop.screening.entries import CsvMapping, EntryKind
from desktop.screening.library import Installation
from desktop.screening.lists import table_start
from desktop.screening.mappings import save_mapping, saved_mapping
from desktop.services.office.rights import Right, require

if TYPE_CHECKING:
    from desktop.office import Office

FIELDS = {  # what a column may hold, in the order of the screen; only the name is needed
    "name": N_("Name"),
    "aliases": N_("Other names"),
    "id": N_("Number of the entry"),
    "birth": N_("Birth"),
    "nationality": N_("Nationality or country"),
    "documents": N_("Documents"),
    "address": N_("Address"),
    "programme": N_("Reason or programme"),
    "listed_on": N_("Listed on"),
    "text": N_("Further text"),
}
GUESSES = {  # how such columns are often headed, in the languages of the offices; letters only
    "name": ("name", "nom", "nombre", "fullname", "nomcomplet", "nombrecompleto", "entity", "firm"),
    "aliases": ("alias", "aliases", "aka", "othernames", "autresnoms", "otrosnombres"),
    "id": ("id", "number", "numero", "reference", "ref"),
    "birth": ("birth", "dob", "dateofbirth", "nele", "naissance", "datedenaissance", "nacimiento", "fechadenacimiento"),
    "nationality": ("nationality", "country", "nationalite", "pays", "nacionalidad", "pais"),
    "documents": ("passport", "document", "documents", "passeport", "pasaporte", "documento"),
    "address": ("address", "adresse", "direccion"),
    "programme": ("programme", "program", "reason", "grounds", "motif", "motivo", "raison"),
    "listed_on": ("listedon", "listed", "date", "inscritle", "fecha"),
    "text": ("comments", "comment", "remarks", "text", "observations", "observaciones"),
}
KINDS = {"person": N_("Persons"), "organisation": N_("Organizations"), "": N_("Both, judged by the name")}


class ListColumnsPresenter(Presenter):
    """Proposes a column for each fact; a person corrects it, names the list and gives its day."""

    def __init__(self, office: "Office", runner: Runner, path: str) -> None:
        super().__init__(office, runner)
        self.path = Path(path)
        self.heads: tuple[str, ...] = ()
        self.rows: Sequence[tuple[str, ...]] = ()
        self.columns: dict[str, str] = {}
        self.title = self.path.stem
        self.kind: EntryKind | None = EntryKind.PERSON
        self.day: date | None = None

    def refresh(self) -> None:
        """Read the heads and the first rows; take what was said of such columns before."""
        self.heads, self.rows = table_start(self.path)
        saved = saved_mapping(self.office.lists, self.heads)
        if saved is not None:
            self.title, self.kind = saved.title, saved.kind
            self.columns = {field: str(getattr(saved, field)) for field in FIELDS}
        elif not self.columns:
            self.columns = {field: self._guess(field) for field in FIELDS}
        self.changed()

    def _guess(self, field: str) -> str:
        plain = {re.sub(r"[\W\d_]", "", folded(head)): head for head in self.heads}
        return next((plain[word] for word in GUESSES[field] if word in plain), "")

    @property
    def choices(self) -> Sequence[tuple[str, str]]:
        """The columns to choose from; an empty one for what the table does not tell."""
        return (("", _("None")), *((head, head) for head in self.heads if head))

    @property
    def preview(self) -> Sequence[tuple[str, str]]:
        """The first rows as they will be read: the name, and its facts in a line."""
        return [self._read(row) for row in self.rows]

    def _read(self, row: Sequence[str]) -> tuple[str, str]:
        cells: Mapping[str, str] = dict(zip(self.heads, row, strict=False))
        facts = [(field, cells.get(column, "")) for field, column in self.columns.items() if field != "name"]
        facts_line = " · ".join(f"{_(FIELDS[field])} {value}" for field, value in facts if value)
        return cells.get(self.columns["name"], "") or "–", facts_line

    def choose(self, field: str, column: str) -> None:
        """This column holds this fact."""
        self.columns[field] = column
        self.changed()

    def set_kind(self, kind: str) -> None:
        """Who is on the list."""
        self.kind = EntryKind(kind) if kind else None

    def call(self, title: str) -> None:
        """How the list is called."""
        self.title = title.strip()

    def date_it(self, day: date | None) -> None:
        """The day on which the list was published."""
        self.day = day

    def import_table(self) -> None:
        """Import the table as a list. Raises Problem without a column of names, a title, or a day that has passed."""
        require(self.office.user, Right.ADMINISTER)
        if not self.columns["name"] or not self.title:
            raise Problem(
                _("The list has no title, or no column of names; nothing was imported."),
                _("Say which column holds the names, and how the list is called."),
                code="list-without-title",
            )
        if self.day is None or self.day > self.office.work.today():
            raise Problem(
                _("The list has no date; nothing was imported."),
                _("Write the day on which it was published, today or earlier."),
                code="list-without-date",
            )
        folder, path, day, heads = self.office.lists, self.path, self.day.isoformat(), self.heads
        mapping = self.mapping

        def work(progress: Progress) -> Installation:
            done = library.install(folder, path, progress, accept=True, published=day, mapping=mapping)
            save_mapping(folder, heads, mapping)
            return done

        self.runner.run(_("Importing the list"), work, lambda done: self._imported())

    def _imported(self) -> None:
        self.typed.drop()
        self.open_place("lists")

    @property
    def typed(self) -> FormDraft:
        """What is typed and chosen about this table, and not imported yet."""
        return self.form_draft(f"columns:{self.path}")

    @property
    def mapping(self) -> CsvMapping:
        """What was said of the columns; the list is known by its title from now on."""
        plain = re.sub(r"[^a-z0-9]+", "-", folded(self.title)).strip("-")[:40]
        source = f"table-{plain or digest(self.title.encode())[:8]}"
        about = {"source": source, "title": self.title, "kind": self.kind or ""}
        return CsvMapping.from_json({**about, **self.columns})

    def give_up(self) -> None:
        """Back to the lists; nothing is imported, and what was typed is dropped."""
        self.typed.drop()
        self.open_place("lists")
