"""A table of any publisher as a list: which column holds what, looked at beside its first entries."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.base.dates import day_in_words
from desktop.base.errors import Problem
from desktop.base.progress import Progress, Runner
from desktop.base.tables import TITLE_LINES
from desktop.base.text import N_, _, folded, language
from desktop.presenters.form_draft import FormDraft
from desktop.presenters.presenter import Presenter
from desktop.screening import library
from desktop.screening.entries import CsvMapping, EntryKind, ListEntry
from desktop.screening.lists import TableStart, table_start
from desktop.screening.mapped import KIND_WORDS, preview
from desktop.screening.mappings import save_mapping, saved_mapping, source_called
from desktop.services import labels
from desktop.services.office.rights import Right, require

if TYPE_CHECKING:
    from desktop.office import Office

WORKBOOKS = (".xlsx", ".ods")
LARGE = 1 << 20  # bytes: a larger table is read away from the window
FIELDS = {  # what a column may hold, in the order of the screen; only the name is needed
    "name": N_("Name"),
    "aliases": N_("Other names"),
    "weak_aliases": N_("Names that the list calls uncertain"),
    "binding": N_("What binds the rows of one entry"),
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
    "weak_aliases": (),
    "binding": (),
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
KIND_COLUMNS = ("type", "kind", "grouptype", "nature", "categorie", "entitytype", "tipo", "clase")  # as guessed
MOST_NAMES = 5  # columns joined after the first
MOST_SHOWN = 5  # entries of the preview
KINDS = {"person": N_("Persons"), "organisation": N_("Organizations"), "": N_("Both, judged by the name")}


class ListColumnsPresenter(Presenter):
    """Proposes a column for each fact; a person corrects it, names the list and gives its day."""

    def __init__(self, office: "Office", runner: Runner, path: str) -> None:
        super().__init__(office, runner)
        self.path = Path(path)
        self.start = TableStart((), ())
        self.sheet = ""
        self.head = 0  # the row that names the columns
        self.columns: dict[str, str] = {}
        self.more_names: tuple[str, ...] = ()  # columns that are joined to the name
        self.kind_column = ""
        self.person_words: tuple[str, ...] = ()  # its values that mean a person
        self.title = self.path.stem
        self.kind: EntryKind | None = EntryKind.PERSON
        self.day: date | None = None
        self.doubts: tuple[str, ...] = ()  # that wait for a person's word

    def refresh(self) -> None:
        """Read the first rows; take what was said of such columns before."""
        if self.start.rows:
            self.changed()
        elif self._is_read_at_once():
            self._show_rows(table_start(self.path))
        else:
            self._read("")

    def _is_read_at_once(self) -> bool:
        """A small table, or one that is not there any more, about which a sentence is said at once."""
        is_there = self.path.is_file()
        return not is_there or (self.path.suffix.lower() not in WORKBOOKS and self.path.stat().st_size < LARGE)

    def _read(self, sheet: str) -> None:
        """A workbook is opened whole, so the window does not wait for it; a sheet known from before is taken first."""
        folder, path = self.office.lists, self.path

        def work(progress: Progress) -> TableStart:
            start = table_start(path, sheet)
            others = () if sheet else start.sheets[1:]
            for name in others if saved_mapping(folder, start.rows) is None else ():
                other = table_start(path, name)
                if saved_mapping(folder, other.rows) is not None:
                    return other
            return start

        self.runner.run(_("Reading the table"), work, self._show_rows)

    def _show_rows(self, start: TableStart) -> None:
        self.start = start
        saved = saved_mapping(self.office.lists, start.rows)
        if saved is not None:
            self.title, self.kind, self.head = saved.title, saved.kind, saved.head
            self.kind_column, self.person_words = saved.kind_column, saved.person_words
            self.more_names, self.sheet = saved.more_names, saved.sheet or self.sheet
            self.columns = {field: str(getattr(saved, field)) for field in FIELDS}
        else:
            self._guess_columns(start.head)
        self.changed()

    def _guess_columns(self, head: int) -> None:
        self.head, self.more_names = head, ()
        self.columns = {field: self._guess(GUESSES[field]) for field in FIELDS}
        self.choose_kind_column(self._guess(KIND_COLUMNS))

    def _guess(self, words: Sequence[str]) -> str:
        plain = {re.sub(r"[\W\d_]", "", folded(head)): head for head in self.heads}
        return next((plain[word] for word in words if word in plain), "")

    @property
    def heads(self) -> Sequence[str]:
        """The columns by their names."""
        return self.start.rows[self.head] if self.head < len(self.start.rows) else ()

    @property
    def rows(self) -> Sequence[Mapping[str, str]]:
        """The rows below the heads, by column in lower case."""
        names = [head.lower() for head in self.heads]
        return [dict(zip(names, row, strict=False)) for row in self.start.rows[self.head + 1 :]]

    @property
    def choices(self) -> Sequence[tuple[str, str]]:
        """The columns to choose from; an empty one for what the table does not tell."""
        return (("", _("None")), *((head, head) for head in dict.fromkeys(self.heads) if head))

    @property
    def head_choices(self) -> Sequence[tuple[str, str]]:
        """The first rows, one of which names the columns."""
        lines = (", ".join(filter(None, row))[:60] for row in self.start.rows[:TITLE_LINES])
        return [(str(number), f"{number + 1} – {line}") for number, line in enumerate(lines) if line]

    @property
    def kinds_told(self) -> Sequence[str]:
        """The values in the column of the kind, as far as the first rows show them."""
        return tuple(dict.fromkeys(filter(None, (row.get(self.kind_column.lower(), "") for row in self.rows))))

    @property
    def preview(self) -> Sequence[tuple[str, str]]:
        """The first entries as they will be read: the name, and its facts in a line."""
        return [(entry.name, self._facts(entry)) for entry in preview(self.rows, self.mapping, MOST_SHOWN)]

    @staticmethod
    def _facts(entry: ListEntry) -> str:
        kind = labels.LISTED_AS.get(entry.kind, "")
        named = {
            "aliases": [name.text for name in entry.names[1:]],
            "birth": [day_in_words(when, language()) for when in entry.births],
            "nationality": entry.nationalities,
            "documents": entry.documents,
            "address": entry.addresses,
            "programme": [entry.programme],
            "listed_on": [day_in_words(entry.listed_on, language())] if entry.listed_on else [],
            "text": [entry.text],
        }
        facts = (f"{_(FIELDS[field])} {'; '.join(filter(None, texts))}" for field, texts in named.items() if any(texts))
        return " · ".join(filter(None, (_(kind) if kind else "", *facts)))

    def choose_sheet(self, sheet: str) -> None:
        """Read this sheet of the workbook."""
        if sheet and sheet != self.sheet:
            self.sheet = sheet
            self._read(sheet)

    def choose_head(self, number: str) -> None:
        """This row names the columns; those above it are titles."""
        if number.isdigit() and int(number) != self.head:
            self._guess_columns(int(number))
            self.changed()

    def choose(self, field: str, column: str) -> None:
        """This column holds this fact."""
        if self.start.rows:
            self.columns[field] = column
            self.changed()

    def join(self, place: int, column: str) -> None:
        """This column is joined to the name, after so many others; none takes it away."""
        if self.start.rows:
            names = [*self.more_names, *[""] * MOST_NAMES][:MOST_NAMES]
            names[place] = column
            self.more_names = tuple(filter(None, names))
            self.changed()

    def choose_kind_column(self, column: str) -> None:
        """This column says who each entry is; its usual words for people are proposed."""
        self.kind_column = column
        self.person_words = tuple(w for w in self.kinds_told if KIND_WORDS.get(w.lower()) is EntryKind.PERSON)
        self.changed()

    def call_people(self, words: str) -> None:
        """These values of that column, parted by `;`, mean a person."""
        self.person_words = tuple(filter(None, map(str.strip, words.split(";"))))
        self.changed()

    def set_kind(self, kind: str) -> None:
        """Who is on the list, where no column says it."""
        self.kind = EntryKind(kind) if kind else None
        self.changed()

    def call(self, title: str) -> None:
        """How the list is called."""
        self.title = title.strip()

    def date_it(self, day: date | None) -> None:
        """The day on which the list was published."""
        self.day = day

    def import_table(self) -> None:
        """Import the table as a list; what is doubtful about it is shown first, and read when this is asked again.

        Raises Problem without a column of names, a title, or a day that has passed.
        """
        require(self.office.user, Right.ADMINISTER)
        if not self.columns.get("name") or not self.title:
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
        office, mapping, read = self.office, self.mapping, self.doubts

        def work(progress: Progress) -> tuple[str, ...]:
            """The doubts that nobody has read; without any, the list is in use."""
            doubts = library.examine(folder, path, progress, published=day, mapping=mapping).doubts
            if doubts == read or not doubts:
                office.back_up_before_import(progress)
                library.install(folder, path, progress, accept=True, published=day, mapping=mapping)
                save_mapping(folder, heads, mapping)
                return ()
            return doubts

        self.runner.run(_("Importing the list"), work, self._imported)

    def _imported(self, doubts: tuple[str, ...]) -> None:
        self.doubts = doubts
        if doubts:
            self.changed()
            return
        self.typed.drop()
        self.open_place("lists")

    @property
    def typed(self) -> FormDraft:
        """What is typed and chosen about this table, and not imported yet."""
        return self.form_draft(f"columns:{self.path}")

    @property
    def mapping(self) -> CsvMapping:
        """What was said of the columns; the list is known by its title from now on."""
        about = CsvMapping(
            source_called(self.title),
            self.title,
            self.columns.get("name", ""),
            kind=self.kind,
            kind_column=self.kind_column,
            more_names=self.more_names,
            person_words=self.person_words,
            head=self.head,
            sheet=self.sheet,
        )
        return CsvMapping.from_json({**about.to_json(), **self.columns})

    def give_up(self) -> None:
        """Back to the lists; nothing is imported, and what was typed is dropped."""
        self.typed.drop()
        self.open_place("lists")
