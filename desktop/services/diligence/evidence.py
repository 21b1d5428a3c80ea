"""The evidence of a case: files stored once by their digest, links with their day, references to paper."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.base.errors import Problem
from desktop.base.text import LANGUAGES, N_, Text, _, said_in
from desktop.base.values import sha256
from desktop.definitions.answer_content import AnswerContent
from desktop.documents.foreign.judging import JudgedFile, judge
from desktop.services.diligence.cases import require_open
from desktop.services.labels import FLAWS
from desktop.services.office import believed_clock
from desktop.services.office.rights import Right, require
from desktop.services.work import Work
from desktop.store import files
from desktop.store.records import Case, Evidence
from desktop.store.states import EvidenceForm
from desktop.store.store import Store


def attach(work: Work, case_id: str, question: str, path: Path) -> Evidence:
    """Attach a file as evidence for a question: stored once by its digest, whatever becomes of the original.

    It gets the ending of what it is; its `flaw` says when it cannot be opened. Raises RefusedFile for a file of a kind
    that is not kept, with the reason.
    """
    require(work.officer, Right.ANSWER)
    data = files.read_file(path)
    judged = judge(data, path.name)
    with work.store.change(N_("Evidence attached"), work.officer.id) as session:
        case = session.get_one(Case, case_id)
        require_open(case)
        same = session.scalars(
            select(Evidence).where(
                Evidence.case_id == case_id, Evidence.digest == sha256(data), Evidence.archived.is_(False)
            )
        ).first()
        if same is not None:
            same.questions = sorted({*same.questions, question})
            return same
        evidence = of_file(work, session, path, data, judged)
        evidence.case_id, evidence.partner_id, evidence.questions = case_id, case.partner_id, [question]
        session.add(evidence)
    return evidence


def of_file(work: Work, session: Session, path: Path, data: bytes, judged: JudgedFile) -> Evidence:
    """The record of a file that was read and judged, of no case yet; its bytes are put into the store."""
    return Evidence(
        title=path.stem,
        digest=files.put(session, data, path.name, judged.kind.media_type),
        name=judged.name,
        size=len(data),
        media_type=judged.kind.media_type,
        flaw=judged.flaw,
        added_by=work.officer.id,
        seen_on=believed_clock.believed_day(work),
    )


def cite(work: Work, case_id: str, question: str, evidence: Evidence) -> Evidence:
    """Attach a link or a paper reference as evidence for a question."""
    require(work.officer, Right.ANSWER)
    with work.store.change(N_("Evidence attached"), work.officer.id) as session:
        case = session.get_one(Case, case_id)
        require_open(case)
        evidence.case_id, evidence.partner_id = case_id, case.partner_id
        evidence.questions, evidence.added_by = [question], work.officer.id
        session.add(evidence)
    return evidence


def log_search(work: Work, case_id: str, questions: Collection[str], search: Evidence) -> Evidence:
    """Record a search of the press and the web: where, with which words, when and what came of it.

    That nothing was found is evidence too, for each of these questions. Raises Problem where one of the three lacks.
    """
    require(work.officer, Right.ANSWER)
    if not (search.title.strip() and search.link.strip() and search.quoted.strip()) or not questions:
        raise Problem(
            _("A search needs where you searched, with which words and what came of it; nothing was saved."),
            _("Complete the fields that are marked."),
            code="search-incomplete",
        )
    with work.store.change(N_("Search recorded"), work.officer.id) as session:
        case = session.get_one(Case, case_id)
        require_open(case)
        search.case_id, search.partner_id, search.form = case_id, case.partner_id, EvidenceForm.SEARCH
        search.questions, search.added_by = sorted(questions), work.officer.id
        session.add(search)
    return search


def remove(work: Work, evidence_id: str, removed: bool) -> None:
    """Take a piece of evidence off every question, or bring it back."""
    require(work.officer, Right.ANSWER)
    deed = N_("Evidence removed") if removed else N_("Evidence brought back")
    with work.store.change(deed, work.officer.id) as session:
        evidence = session.get_one(Evidence, evidence_id)
        require_open(session.get_one(Case, evidence.case_id))
        evidence.archived = removed


def use_for(work: Work, evidence_id: str, questions: Collection[str], used: bool) -> None:
    """Let one piece of evidence support further questions, or no longer."""
    require(work.officer, Right.ANSWER)
    with work.store.change(N_("Evidence reassigned"), work.officer.id) as session:
        evidence = session.get_one(Evidence, evidence_id)
        require_open(session.get_one(Case, evidence.case_id))
        own = set(evidence.questions)
        evidence.questions = sorted(own | set(questions) if used else own - set(questions))


def share(work: Work, case_id: str, questions: Collection[str]) -> None:
    """Let every piece that supports one of these questions support all of them, in one write; none where it does."""
    require(work.officer, Right.ANSWER)
    together = set(questions)
    with work.store.read() as session:
        if not any(map(partial(_is_partly, together), evidence_of(session, [case_id])[case_id])):
            return
    with work.store.change(N_("Evidence reassigned"), work.officer.id) as session:
        require_open(session.get_one(Case, case_id))
        for piece in evidence_of(session, [case_id])[case_id]:
            if _is_partly(together, piece):
                piece.questions = sorted({*piece.questions, *together})


def _is_partly(together: Collection[str], piece: Evidence) -> bool:
    """Whether a piece supports some of these questions, and not all."""
    return 0 < len(set(piece.questions) & set(together)) < len(set(together))


def open_file(store: Store, evidence_id: str) -> tuple[str, bytes]:
    """The name and the bytes of a file attached as evidence."""
    with store.read() as session:
        evidence = session.get_one(Evidence, evidence_id)
        return evidence.name, files.get(session, evidence.digest)


def evidence_of(session: Session, case_ids: Collection[str]) -> Mapping[str, Sequence[Evidence]]:
    """The evidence of each of these cases, by title."""
    pieces: dict[str, list[Evidence]] = {case_id: [] for case_id in case_ids}
    query = select(Evidence).where(Evidence.case_id.in_(pieces), Evidence.archived.is_(False)).order_by(Evidence.title)
    for piece in session.scalars(query):
        pieces[piece.case_id or ""].append(piece)
    return pieces


def supported(content: AnswerContent, evidence: Sequence[Evidence], question: str) -> AnswerContent:
    """An answer with the evidence of its case that is attached to its question."""
    pieces = [piece for piece in evidence if question in piece.questions]
    sound = tuple(piece.id for piece in pieces if not piece.flaw)
    unopenable = tuple(piece.id for piece in pieces if piece.flaw)
    if (content.evidence, content.unopenable) == (sound, unopenable):
        return content
    return replace(content, evidence=sound, unopenable=unopenable)


def unopenable_files(evidence: Sequence[Evidence]) -> Sequence[Evidence]:
    """The files among them that support a question and that nobody can open, as it was found when they came."""
    return [piece for piece in evidence if piece.flaw and piece.questions]


def unopenable(piece: Evidence) -> Text:
    """What papers say of such a file, in the languages of the program."""
    sentence, flaw = N_("Document that cannot be read: “{name}” {flaw} ({questions})."), FLAWS[piece.flaw]
    questions = ", ".join(piece.questions)
    return {
        language: said_in(language, sentence).format(name=piece.name, flaw=said_in(language, flaw), questions=questions)
        for language in LANGUAGES
    }
