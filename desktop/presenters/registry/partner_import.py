"""An office's own table of partners: what its columns hold, what must be answered, what becomes of each line."""

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.base import paths, places
from desktop.base.dates import moment_in_words
from desktop.base.progress import Progress, Runner
from desktop.base.text import N_, _, in_series, language, plural
from desktop.definitions.spreadsheets import SpreadsheetRules, TableField, TableKind
from desktop.documents.sheet import Content
from desktop.documents.typesetting import shortened
from desktop.presenters.listing import ListColumn, Listing, RowCell, RowDeed, in_order
from desktop.presenters.presenter import Confirmation, Presenter
from desktop.presenters.registry import import_labels
from desktop.presenters.registry.partners import TABLES
from desktop.services.agreements import earlier_tables
from desktop.services.office.list_choices import ListOrder
from desktop.services.office.rights import Right, may
from desktop.services.registry.spreadsheets import columns, importing
from desktop.services.registry.spreadsheets.columns import ColumnMapping
from desktop.services.registry.spreadsheets.dry_run import DryRun, LineOutcome, LineVerdict
from desktop.services.registry.spreadsheets.importing import PartnerImport, RolledBack
from desktop.services.registry.spreadsheets.questions import ImportAnswers, ImportQuestion, LineChoice
from desktop.services.registry.spreadsheets.reading import OfficeTable, read_table
from desktop.services.registry.spreadsheets.sheets import TableSheet

if TYPE_CHECKING:
    from desktop.office import Office

PRACTICE = "practice-partners.csv"  # the invented table of the training office
NOTED, OUT = "noted", "out"  # the choices of a column that goes into the notes, and of one that is left out
EVERY = "every"  # the choice that shows all lines
EXAMPLE = 24  # characters of a cell that is shown as an example
UNDECIDED = (LineVerdict.ALIKE, LineVerdict.ASKED)
LINE_COLUMNS = (
    ListColumn("line", N_("Line"), figures=True),
    ListColumn("verdict", N_("What becomes of it")),
    ListColumn("like", N_("The partner it names")),
    ListColumn("contents", N_("What it records")),
    ListColumn("remarks", N_("Remarks")),
)
IMPORT_COLUMNS = (
    ListColumn("at", N_("When")),
    ListColumn("registered", N_("Registered"), figures=True),
    ListColumn("completed", N_("Completed"), figures=True),
    ListColumn("entered", N_("Agreements and contributions"), figures=True, shown=False),
    ListColumn("state", N_("State")),
)


class PartnerImportPresenter(Presenter):
    """Without a file, the imports made here; with one, its dry run, anew after each choice; then the import."""

    shows = frozenset({"partner"})

    def __init__(self, office: "Office", runner: Runner, path: str = "") -> None:
        super().__init__(office, runner)
        self.path = Path(path) if path else None
        name = N_("Name")
        self.listing = Listing(
            self, "import-lines", N_("Lines of the table"), LINE_COLUMNS, first_title=name, arrange=self.arrange
        )
        self.made = Listing(self, "imports", N_("Imports"), IMPORT_COLUMNS, first_title=N_("File"))
        self.imports: Sequence[PartnerImport] = ()
        self.table: OfficeTable | None = None
        self.sheet: TableSheet | None = None
        self.mapping = ColumnMapping({})
        self.answers = ImportAnswers()
        self.plan: DryRun | None = None
        self.lines: Sequence[LineOutcome] = ()  # those of the verdict chosen, in the order chosen
        self.numbers: Sequence[int] = ()  # theirs, one for one
        self.result: PartnerImport | None = None
        self._kind: TableKind | None = None  # what somebody said the table holds
        self._turn = 0
        self._looking: Progress | None = None  # at the table, now or last
        self._examined: DryRun | None = None  # what the last look came to
        self._arranging = 0

    # --- what is read

    def refresh(self) -> None:
        """Read the imports made, and hold the table against the register again."""
        if self.path is None or not self.may_import:
            self.imports = importing.imports(self.office.store)
            self.changed()
        elif self.table is None:
            self.changed()  # an empty page, not all that may stand on it
            self._read(self.path)
        else:
            self._look()

    def _read(self, path: Path) -> None:
        rules, kind = self.office.definitions.spreadsheets, self._kind
        self.runner.run(_("Reading the table"), lambda _progress: read_table(path, rules, kind), self._take_table)

    def _take_table(self, table: OfficeTable) -> None:
        self.table = table
        self.choose_sheet(table.likeliest.name)

    def choose_sheet(self, name: str) -> None:
        """Look at this sheet; what was answered about it before is answered still."""
        if self.table is None:
            return
        office = self.office
        self.sheet = self.table.sheet(name)
        self.mapping = columns.proposed(office.store, self.sheet, self._rules, office.profile.country)
        self.answers = self._answers_held()
        self._look()

    def _look(self) -> None:
        """Away from the window; only the last look counts, and one that began before is not ended.

        An import writes many changes, each of which makes the page stale.
        """
        if self.sheet is None or self.table is None:
            return
        self._stop_looking()
        self._turn += 1
        turn, work, sheet, mapping, answers = self._turn, self.office.work, self.sheet, self.mapping, self.answers
        table = self.table

        def examine(progress: Progress) -> DryRun:
            return earlier_tables.examine(work, table, sheet, mapping, answers, progress)

        what = _("Holding the table against the register")
        self._looking = self.runner.run(what, examine, lambda plan: self._show(turn, plan))

    def _stop_looking(self) -> None:
        if self._looking is not None:
            self._looking.stop()

    def _show(self, turn: int, plan: DryRun) -> None:
        if turn == self._turn:
            self._examined = plan
            self.arrange()

    def arrange(self) -> None:
        """Narrow and sort the lines, away from the window; of several choices the last is shown."""
        plan, listing = self._examined, self.listing
        if plan is None:
            self.changed()
            return
        self._arranging += 1
        arranging, verdict, order = self._arranging, listing.filter("verdict"), listing.order
        self.runner.quietly(
            lambda: self._arranged(plan, verdict, order), lambda lines: self._show_lines(arranging, plan, *lines)
        )

    def _arranged(self, plan: DryRun, verdict: str, order: ListOrder) -> tuple[Sequence[LineOutcome], Sequence[int]]:
        narrowed = verdict in plan.counts
        lines = [line for line in plan.lines if not narrowed or line.verdict == verdict]
        if order.column:
            contents = [self._content(line, order.column) for line in lines]
            lines = [lines[at] for at in in_order(contents, descending=order.descending)]
        return lines, [line.number for line in lines]

    def _content(self, line: LineOutcome, column: str) -> Content:
        return line.name if column == self.listing.first else self.cells(line)[column].content

    def _show_lines(self, arranging: int, plan: DryRun, lines: Sequence[LineOutcome], numbers: Sequence[int]) -> None:
        if arranging == self._arranging:
            self.plan, self.lines, self.numbers = plan, lines, numbers
            self.changed()

    # --- what is chosen

    @property
    def may_import(self) -> bool:
        """Whether this person registers partners."""
        return may(self.office.user, Right.REGISTER)

    def choose_file(self) -> None:
        """Ask for a table."""
        patterns = " ".join(f"*{suffix}" for suffix in TABLES)
        self.asker.files(_("A table, or an activity file of IATI"), patterns, lambda paths: self.take_file(paths[0]))

    def take_file(self, path: Path) -> None:
        """Look at another table."""
        self.open_place("partner_import", path=str(path))

    @property
    def offers_practice(self) -> bool:
        """Whether the invented table of the training office is offered."""
        return self.office.is_practice and self.may_import and self.path is None

    def use_practice(self) -> None:
        """Look at the invented table of the training office."""
        self.take_file(paths.resources() / "reference" / PRACTICE)

    @property
    def _rules(self) -> SpreadsheetRules:
        kind = self.table.kind if self.table else TableKind.PARTNERS
        return self.office.definitions.spreadsheets.for_table(kind)

    @property
    def table_kinds(self) -> Sequence[tuple[str, str]]:
        """What a table may hold."""
        return [(str(kind), _(words)) for kind, words in import_labels.TABLES.items()]

    @property
    def table_kind(self) -> str:
        """What it is taken for."""
        return str(self.table.kind) if self.table else ""

    @property
    def is_published(self) -> bool:
        """Whether it is an activity file of IATI, of which nobody says what it holds."""
        return self.table is not None and self.table.is_published

    def choose_table_kind(self, code: str) -> None:
        """The table holds this: it is read again."""
        if self.path is not None and code != self.table_kind:
            self._kind = TableKind(code)
            self._read(self.path)

    @property
    def sheets(self) -> Sequence[tuple[str, str]]:
        """The sheets to choose from: only those that hold lines."""
        return [(sheet.name, sheet.name) for sheet in self.table.sheets] if self.table else []

    @property
    def columns(self) -> Sequence[tuple[int, str, str]]:
        """The columns in which something stands: index, heading, and the first cells as examples."""
        if self.sheet is None:
            return ()
        found = []
        for at, heading in enumerate(self.sheet.headings):
            filled = self.sheet.examples[at]
            if filled:
                cells = (shortened(" ".join(cell.split()), EXAMPLE) for cell in filled)
                title = heading or _("Column {number}").format(number=at + 1)
                found.append((at, title, in_series(language(), cells)))
        return found

    @property
    def column_choices(self) -> Sequence[tuple[str, str]]:
        """What a column may hold."""
        fields = [(str(rule.field), import_labels.field_label(rule.field)) for rule in self._rules.columns]
        return [(OUT, _("Left out")), *fields, (NOTED, _("Into the notes, after its heading"))]

    def column_choice(self, column: int) -> str:
        """What a column holds now."""
        if column in self.mapping.noted:
            return NOTED
        return next((str(field) for field, at in self.mapping.fields.items() if at == column), OUT)

    def choose_column(self, column: int, choice: str) -> None:
        """This column holds this; it is proposed again for the next table with the same headings."""
        before = next((field for field, at in self.mapping.fields.items() if at == column), None)
        mapping = self.mapping.with_note(column, choice == NOTED)
        if before is not None and choice != before:
            mapping = mapping.with_field(before, None)
        if choice not in (OUT, NOTED):
            mapping = mapping.with_field(TableField(choice), column)
        self._take_mapping(mapping)

    @property
    def kinds(self) -> Sequence[tuple[str, str]]:
        """Which kind lines are of that tell none."""
        strategy = self.office.definitions.strategy
        return import_labels.kinds(strategy)

    @property
    def kind(self) -> str:
        """The one chosen."""
        return self.mapping.subtype or self.mapping.group

    def choose_kind(self, code: str) -> None:
        """Lines that tell no kind are of this one: a group or a sub-type."""
        subtypes = {kind.id: kind.group for kind in self.office.definitions.strategy.subtypes}
        self._take_mapping(self.mapping.of_kind(subtypes.get(code, code), code if code in subtypes else ""))

    @property
    def countries(self) -> Sequence[tuple[str, str]]:
        """Of which country partners are where no column tells it."""
        return (("", _("None")), *places.countries(language()))

    @property
    def tells_countries(self) -> bool:
        """Whether a column tells the countries."""
        return TableField.COUNTRY in self.mapping.fields

    def choose_country(self, code: str) -> None:
        """Partners are of this country where no column tells it."""
        self._take_mapping(self.mapping.of_country(code))

    def _take_mapping(self, mapping: ColumnMapping) -> None:
        if mapping == self.mapping or self.sheet is None:
            return
        self.mapping = mapping
        store, sheet = self.office.store, self.sheet
        self.runner.at_once(lambda: columns.remember(store, sheet, mapping))
        self._look()

    # --- what is answered

    @property
    def questions(self) -> Sequence[ImportQuestion]:
        """What is asked, answered or not."""
        return self.plan.questions if self.plan else ()

    def answers_to(self, question: ImportQuestion) -> Sequence[tuple[str, str]]:
        """What may be answered."""
        return import_labels.answers(question, self.office.definitions.strategy)

    def answer_to(self, question: ImportQuestion) -> str:
        """What was answered; empty for nothing yet."""
        return self.answers.to(question.kind, question.about)

    def answer(self, question: str, code: str) -> None:
        """Answer a question, by its id."""
        self._take_answers(ImportAnswers({**self.answers.questions, question: code}, self.answers.lines))

    def decide(self, choice: LineChoice | None, lines: Sequence[object]) -> None:
        """Say what these lines are, by their numbers; None leaves it to the table again."""
        numbers = {int(str(number)) for number in lines}
        others = {number: said for number, said in self.answers.lines.items() if number not in numbers}
        chosen = dict.fromkeys(numbers, choice) if choice is not None else {}
        self._take_answers(ImportAnswers(self.answers.questions, {**others, **chosen}))

    @property
    def deeds(self) -> Sequence[RowDeed]:
        """What can be said of lines."""
        return (
            RowDeed(_("Leave out"), partial(self.decide, LineChoice.LEAVE), for_several=True),
            RowDeed(_("Register as a partner of its own"), partial(self.decide, LineChoice.NEW), for_several=True),
            RowDeed(_("It is the one it looks like"), partial(self.decide, LineChoice.SAME), for_several=True),
            RowDeed(_("As the table says"), partial(self.decide, None), for_several=True),
        )

    def _take_answers(self, answers: ImportAnswers) -> None:
        self.answers = answers
        lines = {str(number): str(choice) for number, choice in answers.lines.items()}
        self.hold(self._held_under, {"questions": dict(answers.questions), "lines": dict(lines)})
        self._look()

    @property
    def _held_under(self) -> str:
        """Under which the answers about this very file and sheet are held until it is imported."""
        digest = self.table.digest[:32] if self.table else ""
        kind = "" if self.table_kind in ("", TableKind.PARTNERS) else f"{self.table_kind}:"
        return f"import:{kind}{digest}:{self.sheet.name if self.sheet else ''}"

    def _answers_held(self) -> ImportAnswers:
        held = self.held(self._held_under)
        questions, lines = held.get("questions"), held.get("lines")
        return ImportAnswers(
            {str(id_): str(code) for id_, code in questions.items()} if isinstance(questions, dict) else {},
            {int(n): LineChoice(str(c)) for n, c in lines.items()} if isinstance(lines, dict) else {},
        )

    # --- what is shown

    @property
    def summary(self) -> str:
        """What the import would do, in one line."""
        if self.plan is None:
            return ""
        counts = [(count, kind) for kind in LineVerdict if (count := self.plan.counts.get(kind, 0))]
        parts = (f"{self.verdict_words(kind)}\u00a0{count}" for count, kind in counts)
        return " · ".join(parts)

    @property
    def filters(self) -> Sequence[tuple[str, str]]:
        """By what the lines can be narrowed."""
        if self.plan is None:
            return ()
        counts = self.plan.counts
        kinds = [(str(kind), f"{self.verdict_words(kind)} ({counts[kind]})") for kind in LineVerdict if counts[kind]]
        return [(EVERY, _("All lines")), *kinds]

    def verdict_words(self, verdict: LineVerdict) -> str:
        """What becomes of a line, in words of what the table holds."""
        return import_labels.verdict(verdict, self.table_kind)

    @property
    def shown_verdict(self) -> str:
        """By which verdict they are narrowed."""
        verdict = self.listing.filter("verdict")
        return verdict if self.plan is not None and verdict in self.plan.counts else EVERY

    def show_verdict(self, verdict: str) -> None:
        """Show the lines of this verdict, or all."""
        self.listing.narrow(verdict="" if verdict == EVERY else verdict)

    def cells(self, line: LineOutcome) -> Mapping[str, RowCell]:
        """What a line says in each column of the list."""
        return {
            "line": RowCell(str(line.number), line.number),
            "verdict": RowCell(self.verdict_words(line.verdict)),
            "like": RowCell(import_labels.like(line)),
            "contents": RowCell(import_labels.contents(line)),
            "remarks": RowCell(" ".join(import_labels.remark(remark) for remark in line.remarks)),
        }

    @property
    def is_ready(self) -> bool:
        """Whether nothing is unanswered and there is something to import."""
        if self.plan is None or self.plan.unanswered:
            return False
        counts = self.plan.counts
        written = importing.WRITTEN | importing.ENTERED
        return not any(counts.get(kind) for kind in UNDECIDED) and any(counts.get(kind) for kind in written)

    # --- the deed, and back

    def import_table(self) -> None:
        """Import what the dry run shows."""
        if self.table is None or self.plan is None:
            return
        office, work, table, plan = self.office, self.office.work, self.table, self.plan

        def write(progress: Progress) -> PartnerImport:
            office.back_up_before_import(progress)
            return earlier_tables.import_table(work, table, plan, progress)

        self.runner.run(_("Importing the table"), write, self._imported)

    def _imported(self, result: PartnerImport) -> None:
        self._stop_looking()
        self.hold(self._held_under, {})
        self.path = self.table = self.sheet = self.plan = self._examined = self._kind = None
        self.lines, self.numbers = (), ()
        self._arranging += 1  # what is arranged still is of a table that is done with
        self.result = result
        self.refresh()

    @property
    def result_sentence(self) -> str:
        """What was just imported."""
        if self.result is None:
            return ""
        return f"{import_labels.done(self.result)}."

    def undo(self) -> None:
        """Roll back what was just imported."""
        if self.result is not None:
            self.roll_back(self.result.id)

    def ask_to_roll_back(self, keys: Sequence[object]) -> None:
        """Say what rolling back does, then do it."""
        chosen = next((row for row in self.imports if row.id in keys), None)
        if chosen is None or chosen.rolled_back or not self.may_import:
            return
        sentence = _(
            "What it registered is archived, and fields that it filled in are empty again. What somebody worked with "
            "since stays, and is named."
        )
        title = _("Roll back the import of “{file}”?").format(file=chosen.file)
        question = Confirmation(title, sentence, _("Roll back"), _("Not now"))
        self.asker.confirm(question, lambda: self.roll_back(chosen.id))

    def roll_back(self, import_id: str) -> None:
        """Undo an import, away from the window."""
        work = self.office.work
        self.runner.run(
            _("Rolling the import back"),
            lambda _progress: importing.roll_back(work, import_id),
            self._rolled_back,
        )

    def _rolled_back(self, undone: RolledBack) -> None:
        self.result = None
        archived = plural("{count} partner was archived.", "{count} partners were archived.", undone.put_away)
        as_before = plural("{count} record is as before.", "{count} records are as before.", undone.set_back)
        withdrawn = plural(
            "{count} agreement or contribution counts no more.",
            "{count} agreements and contributions count no more.",
            undone.withdrawn,
        )
        names = in_series(language(), undone.staying)
        staying = _("These stay, because somebody worked with them since: {names}.").format(names=names)
        self.imports = importing.imports(self.office.store)
        before = [withdrawn] if undone.withdrawn else []
        self.tell(" ".join((archived, as_before, *before, *([staying] if undone.staying else []))))

    def import_cells(self, row: PartnerImport) -> Mapping[str, RowCell]:
        """What the list of imports says of one."""
        state = _("Rolled back") if row.rolled_back else "" if row.is_whole else _("Stopped before its end")
        return {
            "at": RowCell(moment_in_words(row.at, language()), row.at),
            "registered": RowCell(str(row.registered), row.registered),
            "completed": RowCell(str(row.completed), row.completed),
            "entered": RowCell(str(row.entered), row.entered),
            "state": RowCell(state),
        }

    @property
    def import_deeds(self) -> Sequence[RowDeed]:
        """What can be done with an import."""
        return (RowDeed(_("Roll back…"), self.ask_to_roll_back),) if self.may_import else ()

    def back(self) -> None:
        """To the list of partners."""
        self.open_place("partners")
