"""The findings of a case in a list, with the searches that found nothing; each line leads to where it is written."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from desktop.base.dates import day_in_words
from desktop.base.errors import Problem
from desktop.base.progress import Runner
from desktop.base.text import N_, _, language, pick, plural
from desktop.base.values import Json
from desktop.definitions.terms import Level
from desktop.presenters.diligence.case import CasePresenter
from desktop.presenters.form import FieldSpec, InputKind, options, text_of, texts_of
from desktop.presenters.form_draft import FormDraft
from desktop.presenters.listing import ListColumn, Listing, RecordSummary, RowCell, SummaryGroup
from desktop.services.diligence import evidence, findings
from desktop.services.diligence.answer_words import AnswerWords
from desktop.services.diligence.assessments import Assessment
from desktop.services.diligence.findings import FindingLine, FindingOrigin
from desktop.services.office import believed_clock
from desktop.store.records import Evidence
from desktop.store.states import EvidenceForm

if TYPE_CHECKING:
    from desktop.office import Office

COLUMNS = (
    ListColumn("question", N_("Question")),
    ListColumn("happened", N_("Date of the facts")),
    ListColumn("source", N_("Source"), shown=False),
    ListColumn("status", N_("Status")),
    ListColumn("link", N_("Link with the entity"), shown=False),
    ListColumn("response", N_("Response of the entity"), shown=False),
    ListColumn("credibility", N_("Credibility of the source"), shown=False),
    ListColumn("level", N_("Level")),
)
SEARCH_COLUMNS = (
    ListColumn("where", N_("Where you searched")),
    ListColumn("found", N_("What came of it")),
    ListColumn("day", N_("Searched on")),
)
CODES = ("status", "link", "response", "credibility")


class FindingsPresenter(CasePresenter):
    """One case. `finding` is the one from which the reader comes back."""

    def __init__(self, office: "Office", runner: Runner, case: str, finding: str = "") -> None:
        super().__init__(office, runner, case)
        self.listing = Listing(self, "findings", N_("Findings"), COLUMNS, first_title=N_("What happened"))
        self.search_list = Listing(self, "searches", N_("Searches"), SEARCH_COLUMNS, first_title=N_("Words searched"))
        self.finding = finding
        self.searching = bool(self.search_draft.fields) and not self.locked  # the form for a search is open

    def _read(self) -> Assessment:
        assessment = super()._read()
        self.lines: Sequence[FindingLine] = findings.lines(self.form, assessment)
        return assessment

    # What is shown

    @property
    def state(self) -> str:
        """How many, and what they come to."""
        if not self.lines:
            return _("No adverse fact is recorded.")
        grave = sum(line.level.rank >= Level.HIGH.rank for line in self.lines)
        total = plural("{count} finding", "{count} findings", len(self.lines))
        weight = plural("{count} of them weighs heavily", "{count} of them weigh heavily", grave)
        return f"{total} · {weight}" if grave else total

    @property
    def searches(self) -> Sequence[Evidence]:
        """The searches of the press and the web, the latest first."""
        logged = [piece for piece in self.assessment.evidence if piece.form == EvidenceForm.SEARCH]
        return sorted(logged, key=lambda piece: piece.seen_on or "", reverse=True)

    def words(self, line: FindingLine) -> Mapping[str, str]:
        """What a line says, by column."""
        question, row = self.form.by_id[line.question], line.row
        codes = {
            name: next((pick(code.label) for code in self.form.findings[name] if code.id == row.get(name)), "")
            for name in CODES
        }
        if line.origin is FindingOrigin.DIFFERENCE:
            codes["status"] = _("False or missing statement")
        source = ", ".join(str(row[part]) for part in ("source", "publisher") if row.get(part))
        happened = day_in_words(str(row.get("date") or ""), language())
        return {"question": f"{question.id} · {pick(question.short)}", "happened": happened, "source": source, **codes}

    def cells(self, line: FindingLine, level_words: str) -> Mapping[str, RowCell]:
        """What a row says, by column."""
        return self.cells_of(line, self.words(line), level_words)

    @staticmethod
    def cells_of(line: FindingLine, words: Mapping[str, str], level_words: str) -> Mapping[str, RowCell]:
        """The same of a line whose words are at hand."""
        cells = {key: RowCell(text) for key, text in words.items()}
        cells["happened"] = RowCell(cells["happened"].text, str(line.row.get("date") or "") or None)
        return {**cells, "level": RowCell(level_words, line.level.rank)}

    def search_cells(self, search: Evidence) -> Mapping[str, RowCell]:
        """What the row of a search says, by column."""
        return {
            "where": RowCell(search.link),
            "found": RowCell(search.quoted),
            "day": RowCell(day_in_words(search.seen_on, language()), search.seen_on),
        }

    def summarise(self, key: object, take: Callable[[RecordSummary], None]) -> None:
        """One finding in full, beside the list."""
        line = next((line for line in self.lines if line.key == key), None)
        if line is None:
            return
        question = self.form.by_id[line.question]
        said = self.words(line)
        facts = tuple((_(column.title), said[column.key]) for column in COLUMNS[1:-1] if said.get(column.key))
        whole = AnswerWords(language(), self.form.findings).finding(question, line.row) if line.row else ""
        take(
            RecordSummary(
                key,
                line.text,
                said["question"],
                whole or line.text,
                level=line.level,
                facts=facts,
                groups=(SummaryGroup(_("Question"), ((pick(question.label), "", "", ""),)),),
            )
        )

    # A search of the press and the web

    @property
    def search_draft(self) -> FormDraft:
        """What is typed of a search that is not recorded yet."""
        return self.form_draft(f"search:{self.case_id}")

    @property
    def search_fields(self) -> Sequence[Sequence[FieldSpec]]:
        """The fields of a search; the questions are those that findings answer."""
        asked = [id_ for section in self.review.sections for id_ in section.questions]
        about = [question for question in self.form.asking_findings if question.id in asked]
        needed = _("Needed: without it the search proves nothing.")
        return [
            [
                FieldSpec(
                    "where",
                    InputKind.TEXT,
                    _("Where you searched"),
                    _("Newspapers, sites, registers, search engines."),
                    required=needed,
                ),
            ],
            [
                FieldSpec(
                    "words",
                    InputKind.TEXT,
                    _("With which words"),
                    _("Also in the language of the country."),
                    required=needed,
                ),
                FieldSpec("day", InputKind.DATE, _("On which day"), _("Today, if left empty.")),
            ],
            [
                FieldSpec(
                    "found",
                    InputKind.AREA,
                    _("What came of it"),
                    _("For example: nothing adverse in the first fifty results."),
                    required=needed,
                    lines=2,
                )
            ],
            [
                FieldSpec(
                    "questions",
                    InputKind.CHECKS,
                    _("It is evidence for"),
                    options=options((question.id, f"{question.id} · {pick(question.short)}") for question in about),
                )
            ],
        ]

    def ask_search(self, on: bool) -> None:
        """Open the form of a search, or close it and drop what was typed into it."""
        self.searching = on
        if not on:
            self.search_draft.drop()
        self.changed()

    def log_search(self, typed: Mapping[str, Json]) -> Evidence:
        """Record a search. Raises Problem where a part of it lacks."""
        questions = texts_of(typed.get("questions"))
        if not questions:
            raise Problem(
                _("Choose at least one question for which this search is evidence; nothing was saved."),
                _("Tick the questions that the search answers."),
                code="search-without-question",
            )
        search = evidence.log_search(
            self.office.work,
            self.case_id,
            questions,
            Evidence(
                title=text_of(typed.get("words")),
                link=text_of(typed.get("where")),
                quoted=text_of(typed.get("found")),
                seen_on=text_of(typed.get("day")) or believed_clock.believed_day(self.office.work),
            ),
        )
        self.ask_search(False)
        self.refresh()
        return search

    def remove_search(self, search: str, removed: bool) -> None:
        """Take a search off, or bring it back."""
        evidence.remove(self.office.work, search, removed)
        self.refresh()

    # Elsewhere

    def open_line(self, key: str) -> None:
        """Go to where a finding is written: its own page, or the question whose answers make it plain."""
        line = next(line for line in self.lines if line.key == key)
        if line.origin is FindingOrigin.RECORD:
            self.open_place("finding", case=self.case_id, finding=key)
        else:
            self.open_place("question", case=self.case_id, question=line.question)

    def add(self) -> None:
        """Write a new finding."""
        self.open_place("finding", case=self.case_id)
