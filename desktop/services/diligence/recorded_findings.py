"""The findings of cases as they are read, and at the questions that they touch: there the questionnaire rates them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.base.values import JsonObject
from desktop.definitions.answer_content import AnswerContent
from desktop.definitions.answers import Question, core, fields_of
from desktop.definitions.form import Questionnaire
from desktop.store.records import Finding


def of_cases(session: Session, case_ids: Collection[str]) -> Mapping[str, Sequence[Finding]]:
    """The findings of each of these cases that count, the latest facts first."""
    by_case: dict[str, list[Finding]] = {case_id: [] for case_id in case_ids}
    query = select(Finding).where(Finding.case_id.in_(by_case), Finding.archived.is_(False))
    for finding in session.scalars(query.order_by(Finding.happened_on.desc(), Finding.id)):
        by_case[finding.case_id].append(finding)
    return by_case


def row_of(finding: Finding) -> JsonObject:
    """A finding in the shape in which the questionnaire rates it; what nobody knows is left out."""
    row = {
        "id": finding.id,
        "text": finding.text,
        "source": finding.source,
        "publisher": finding.publisher,
        "published_on": finding.published_on,
        "language": finding.source_language,
        "status": finding.status,
        "link": finding.link,
        "scale": finding.scale,
        "scope": finding.scope,
        "irremediability": finding.irremediability,
        "date": finding.happened_on,
        "running": finding.running,
        "response": finding.response,
        "credibility": finding.credibility,
        "kind": finding.kind,
    }
    return {key: part for key, part in row.items() if part not in (None, "")}


def with_findings(
    form: Questionnaire, answers: Mapping[str, AnswerContent], recorded: Sequence[Finding]
) -> dict[str, AnswerContent]:
    """The answers of a case with the findings on record at their questions.

    A finding at a question that the questionnaire does not have counts at the first that findings answer.
    """
    rows: dict[str, list[JsonObject]] = {}
    for finding in recorded:
        touched = finding.question if finding.question in form.by_id else (form.asking_findings or form.questions)[0].id
        rows.setdefault(touched, []).append(row_of(finding))
    return {**answers, **{id_: _with_rows(form, answers, id_, of_one) for id_, of_one in rows.items()}}


def with_row(
    form: Questionnaire, answers: Mapping[str, AnswerContent], question: str, row: JsonObject
) -> dict[str, AnswerContent]:
    """The answers with one more finding at this question, as `row_of` gives it."""
    return {**answers, question: _with_rows(form, answers, question, [row])}


def _with_rows(
    form: Questionnaire, answers: Mapping[str, AnswerContent], question: str, rows: Sequence[JsonObject]
) -> AnswerContent:
    before = answers.get(question, AnswerContent())
    return agreeing(form.by_id[question], replace(before, on_record=(*before.on_record, *rows)))


def agreeing(question: Question, content: AnswerContent) -> AnswerContent:
    """An answer that says no less than what is on record: with a finding there, something was found."""
    found = question.found_choice
    if found is None or not content.on_record or core(question, content.value) == found:
        return content
    return content.with_(value={**fields_of(content.value), "found": found})
