"""The company's own form of a case: made as a PDF or an XLSForm, and its answers read back (¶20; dossier 2.9).

What the partner answers is recorded as what it declares; what the officer finds stays as it is. A blank erases nothing.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from csv import Error as CsvError
from dataclasses import dataclass
from pathlib import Path

from desktop.base.errors import Problem
from desktop.base.tables import rows
from desktop.base.text import LANGUAGES, N_, _, language, pick
from desktop.base.values import Json, parse_json
from desktop.definitions.answer_content import AnswerContent, AnswerParts
from desktop.definitions.company_form import (
    AskedQuestion,
    declared_value,
    filled_in,
    partner_questions,
    with_blanks,
)
from desktop.definitions.filled_blanks import ReadBlank, read_blanks
from desktop.definitions.terms import AnsweredBy, HiddenReason, QuestionType
from desktop.definitions.xlsforms.company import company_sheets
from desktop.documents.company_form import PrintedCompanyForm, PrintedQuestion, draw_company_form, filled_fields
from desktop.documents.sheet import Spreadsheet, workbook
from desktop.services.diligence import answers, assessments, evidence, recording
from desktop.services.diligence.answer_words import AnswerWords
from desktop.services.diligence.assessments import Assessment
from desktop.services.office import office_paper, office_profile
from desktop.services.work import Work

MOST = 32 << 20  # bytes of a file with answers
PDF_MARK = b"%PDF"
ANSWERS = "answers."


@dataclass(frozen=True, slots=True)
class DeclaredChange:
    """One question to which the company answers otherwise than is on record; `before` and `after` in words."""

    question: str
    label: str
    before: str
    after: str
    declared: Json


@dataclass(frozen=True, slots=True)
class CompanyAnswers:
    """What a file that came back would change. `doubts` have to be chosen and `wrong` cannot be taken as they are.

    `same` counts the questions answered as on record. Nothing is recorded while there are doubts.
    """

    changes: tuple[DeclaredChange, ...]
    same: int
    doubts: tuple[ReadBlank, ...]
    wrong: tuple[ReadBlank, ...]


def make_pdf(work: Work, case_id: str, spoken: str) -> bytes:
    """The form of a case as a PDF to be filled in, in one language, with what the company declared before."""
    assessment = assessments.read(work, case_id)
    form = work.definitions.form
    shown = _asked_of(work, assessment)
    filled = {
        name: text
        for question, _condition in shown
        for name, text in filled_in(question, _declared(assessment, question)).items()
    }
    sections = tuple(
        (section.title, own)
        for section in form.sections
        if (own := tuple(PrintedQuestion(*pair) for pair in shown if pair[0].question.section == section.id))
    )
    office = office_profile.read(work.store).name
    printed = PrintedCompanyForm(assessment.partner.name, assessment.case.number, office, sections, filled)
    return draw_company_form(printed, spoken, office_paper.of(work))


def make_xlsform(work: Work, case_id: str, spoken: str) -> bytes:
    """The form of a case for KoboToolbox and ODK; it opens in one language and has all of them."""
    assessment = assessments.read(work, case_id)
    sheets = company_sheets(work.definitions.form, assessment.review.facts, spoken)
    return workbook([Spreadsheet(name, tuple(table[0]), table[1:]) for name, table in sheets.items()])


def _asked_of(work: Work, assessment: Assessment) -> tuple[tuple[AskedQuestion, str], ...]:
    """The questions for the company, each with the sentence that says when it is to be answered.

    A question that an answer on the form may yet call for is there too; one that a deeper examination would ask is not.
    """
    form, review = work.definitions.form, assessment.review
    visible = {id_ for section in review.sections for id_ in section.questions}
    hidden = {id_: why for section in review.sections for id_, why in section.hidden.items()}
    own = {question.id for question in partner_questions(form)}
    shown = []
    for question in partner_questions(form):
        reads = sorted({name.removeprefix(ANSWERS) for name in question.when.names() if name.startswith(ANSWERS)} & own)
        if question.id in visible:
            shown.append((question, ""))
        elif hidden.get(question.id) is HiddenReason.WHEN and set(reads) & visible:
            shown.append(
                (question, _("Only if your answer to {questions} calls for it.").format(questions=", ".join(reads)))
            )
    return tuple(
        zip(with_blanks([question for question, _c in shown]), [condition for _q, condition in shown], strict=True)
    )


def _declared(assessment: Assessment, question: AskedQuestion) -> Json:
    """What the company declared: its own answer on questions that only it answers."""
    content = assessment.answers.get(question.question.id, AnswerContent())
    if question.question.who is AnsweredBy.PARTNER and content.declared is None:
        return content.value
    return content.declared


# --- reading what came back


def read_answers(work: Work, path: Path) -> Mapping[str, str]:
    """What stands in the blanks of a file that came back: the PDF itself, or the answers exported as JSON, CSV or XLSX.

    A table has the names of the blanks, or the questions in their words, as headings; typed answers may stand below one
    another too, each beside its name.

    Raises Problem for a file that is none of these, or holds the answers of several companies.
    """
    data = _bytes_of(path)
    if data.startswith(PDF_MARK):
        return filled_fields(data, path.name)
    if data.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] in (b"{", b"["):
        return _only(list(_records(path, data)), path)
    try:
        table = [row for row in rows(path) if any(cell.strip() for cell in row)]
    except (CsvError, UnicodeDecodeError) as error:
        raise _unreadable(path) from error
    names = {
        blank.name for question in with_blanks(partner_questions(work.definitions.form)) for blank in question.blanks
    }
    return _only(list(_table_records(table, names)), path)


def _bytes_of(path: Path) -> bytes:
    if not path.is_file() or path.stat().st_size > MOST:
        raise _unreadable(path)
    return path.read_bytes()


def _unreadable(path: Path) -> Problem:
    return Problem(
        _("“{name}” holds no answers that can be read; nothing was recorded.").format(name=path.name),
        _("Choose the PDF form that came back, or the answers exported as JSON, CSV or XLSX; or type them."),
        code="company-answers-unreadable",
    )


def _only(records: Sequence[Mapping[str, str]], path: Path) -> Mapping[str, str]:
    if not records:
        raise _unreadable(path)
    if len(records) > 1:
        raise Problem(
            _("“{name}” holds {count} answers; nothing was recorded.").format(name=path.name, count=len(records)),
            _("Keep only the row of this partner, and choose the file again."),
            code="company-answers-several",
        )
    return records[0]


def _records(path: Path, data: bytes) -> Iterator[Mapping[str, str]]:
    try:
        content = parse_json(data)
    except ValueError as error:
        raise _unreadable(path) from error
    if isinstance(content, dict) and isinstance(content.get("results"), list):
        content = content["results"]
    for record in content if isinstance(content, list) else [content]:
        if isinstance(record, dict):
            yield dict(_flat(record, 0))


def _flat(record: Mapping[str, Json], depth: int) -> Iterator[tuple[str, str]]:
    """The answers of a submission by the last word of their path: `section_A/A01_text`, groups within groups too."""
    for key, part in record.items():
        if isinstance(part, Mapping) and depth < 8:
            yield from _flat(part, depth + 1)
        elif isinstance(part, str | int | float):
            yield _last_word(str(key)), _json_text(part)


def _json_text(part: str | int | float) -> str:
    return str(int(part)) if isinstance(part, float) and part.is_integer() else str(part)


def _last_word(heading: str) -> str:
    return heading.strip().replace("\\", "/").rsplit("/", 1)[-1].strip()


def _table_records(table: Sequence[Sequence[str]], names: Collection[str]) -> Iterator[Mapping[str, str]]:
    """The rows of a table under their headings; one record where the names stand below one another."""
    below = [row for row in table if _last_word(row[0]) in names]
    beside = [heading for heading in (table[0] if table else []) if _last_word(heading) in names]
    if len(below) > len(beside):
        yield {_last_word(row[0]): row[1] for row in below if len(row) > 1}
        return
    for row in table[1:]:
        cells = zip(table[0], row, strict=False)
        yield {_last_word(heading): cell for heading, cell in cells if cell.strip()}


# --- what it would change, and recording it


def compare(work: Work, case_id: str, written: Mapping[str, str], chosen: Mapping[str, str]) -> CompanyAnswers:
    """What these answers would change in a case. `chosen` says which reading of a doubt is meant, by its blank."""
    assessment = assessments.read(work, case_id)
    form = work.definitions.form
    questions = with_blanks(partner_questions(form))
    read = read_blanks(questions, _by_label(questions, written), chosen, language(), work.today())
    doubts = tuple(blank for blank in read if blank.readings)
    wrong = [blank for blank in read if blank.wrong]
    filled = {blank.blank.name: blank.text for blank in read if blank.text}
    words = AnswerWords(language(), form.findings)
    changes, same = [], 0
    for question in questions:
        own = [blank for blank in read if blank.blank in question.blanks and blank.text]
        if not own:
            continue
        before = _declared(assessment, question)
        after = declared_value(question, filled, before)
        refused = question.question.check(AnswerContent(declared=after))
        if refused is not None:
            wrong += [ReadBlank(own[0].blank, own[0].written, wrong=pick(refused))]
        elif after == before:
            same += 1
        else:
            asked_for = question.question
            earlier, later = words.answer(asked_for, before), words.answer(asked_for, after)
            changes.append(DeclaredChange(asked_for.id, pick(asked_for.short), earlier, later, after))
    return CompanyAnswers(tuple(changes), same, doubts, tuple(wrong))


def _by_label(questions: Sequence[AskedQuestion], written: Mapping[str, str]) -> Mapping[str, str]:
    """The answers by the names of blanks, also where the headings of an export are the questions in their words."""
    names = {
        question.blanks[0].label[code].casefold(): question.blanks[0].name
        for question in questions
        if len(question.blanks) == 1
        for code in LANGUAGES
    }
    return {names.get(heading.casefold(), heading): text for heading, text in written.items()}


def record_answers(work: Work, case_id: str, returned: CompanyAnswers, file: Path | None) -> int:
    """Record what the company declares, a new version of each answer that changes; the file is kept as evidence.

    Raises Problem while a doubt is not settled. Returns how many answers changed.
    """
    if returned.doubts:
        raise Problem(
            _("A date or a number may be read in two ways; nothing was recorded."),
            _("Choose what is meant, then record the answers."),
            code="company-answers-doubtful",
        )
    assessment = assessments.read(work, case_id)
    contents = {}
    for change in returned.changes:
        answer = assessment.answers.get(change.question, AnswerContent())
        parts = AnswerParts(declared=change.declared)
        if work.definitions.form.by_id[change.question].who is AnsweredBy.PARTNER:
            parts["value"] = change.declared
        contents[change.question] = answer.with_(**parts)
    if contents:
        answers.save_joint(work, case_id, contents)
    count = recording.record(work, case_id)
    if file is not None and file.suffix.lower() == ".pdf":
        for question in work.definitions.form.questions:
            if question.type is QuestionType.SIGNED:
                evidence.attach(work, case_id, question.id, file)
    return count


FORM_NAME = N_("declaration-{number}")


def file_name(number: str, ending: str) -> str:
    """The name of the form's file: `declaration-DD-SN-2026-0001.pdf`."""
    return f"{_(FORM_NAME).format(number=number.replace('/', '-'))}.{ending}"
