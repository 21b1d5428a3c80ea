"""The papers of a partner: statutes, letters, photographs kept with the partner itself, whatever case needs them.

A paper is a piece of evidence of no case. A case takes it as its own evidence under the same digest, so its bytes are
kept once; what a case uses is not removed.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from desktop.base.errors import Problem
from desktop.base.text import N_, _, searchable
from desktop.base.values import sha256
from desktop.documents.foreign.judging import JudgedFile, judge
from desktop.services.diligence.cases import newest_first, of_partnership, require_open
from desktop.services.diligence.evidence import of_file
from desktop.services.office.rights import Right, require
from desktop.services.registry import identity
from desktop.services.results import activities
from desktop.services.work import Work
from desktop.store import files
from desktop.store.records import Activity, Case, Evidence, Partner, Result, VisibilityUse


@dataclass(frozen=True)
class PartnerPaper:
    """A paper with the numbers of the cases, or the questions of its case, that it supports.

    `is_here` says whether its file is on this computer.
    """

    paper: Evidence
    used_in: tuple[str, ...]
    is_here: bool


def add(work: Work, partner_id: str, path: Path) -> Evidence:
    """Keep a file with a partner: its bytes once by their digest, whatever becomes of the original.

    A file that is kept with the partner already stays one paper; one that was removed comes back. Raises RefusedFile
    for a file of a kind that is not kept, with the reason.
    """
    require(work.officer, Right.REGISTER)
    data = files.read_file(path)
    judged = judge(data, path.name)
    with work.store.change(N_("Paper of the partner added"), work.officer.id) as session:
        return keep_in(work, session, session.get_one(Partner, partner_id).id, path, data, judged)


def keep_in(work: Work, session: Session, partner_id: str, path: Path, data: bytes, judged: JudgedFile) -> Evidence:
    """The same inside a deed that is under way, for a file that was read and judged."""
    own = _in_drawer(identity.records(session, partner_id))
    same = session.scalars(select(Evidence).where(own, Evidence.digest == sha256(data))).first()
    if same is not None:
        same.archived = False
        return same
    paper = of_file(work, session, path, data, judged)
    paper.partner_id = partner_id
    session.add(paper)
    return paper


Shown = Activity | Result | VisibilityUse  # what pieces of evidence show


def add_to_result(work: Work, about_id: str, path: Path) -> Evidence:
    """Keep a file that shows an activity, a result or the use of a name, among the papers of its partner; its bytes
    once by their digest.

    Raises RefusedFile for a file of a kind that is not kept, and Problem for an activity without a partner.
    """
    require(work.officer, Right.REGISTER)
    data = files.read_file(path)
    judged = judge(data, path.name)
    with work.store.change(N_("Evidence of a result added"), work.officer.id) as session:
        about = _shown(session, about_id)
        paper = keep_in(work, session, activities.keeper(session, about), path, data, judged)
        session.flush()
        about.evidence = list(dict.fromkeys([*about.evidence, paper.id]))
    return paper


def detach(work: Work, about_id: str, evidence_id: str, detached: bool) -> None:
    """Take a piece of evidence off what it shows, or put it back; it stays among the papers of the partner."""
    require(work.officer, Right.REGISTER)
    deed = N_("Evidence taken off a result") if detached else N_("Evidence put back to a result")
    with work.store.change(deed, work.officer.id) as session:
        about = _shown(session, about_id)
        others = [id_ for id_ in about.evidence if id_ != evidence_id]
        about.evidence = others if detached else [*others, evidence_id]


def _shown(session: Session, about_id: str) -> Shown:
    """Raises NoResultFound for an id that none of them has."""
    about = session.get(Activity, about_id) or session.get(Result, about_id)
    return about or session.get_one(VisibilityUse, about_id)


def retitle(work: Work, paper_id: str, title: str) -> None:
    """Give a paper another title. Raises Problem for an empty one."""
    require(work.officer, Right.REGISTER)
    if not title.strip():
        raise Problem(
            _("A paper needs a title; nothing was changed."), _("Say what it is."), code="paper-without-title"
        )
    with work.store.change(N_("Paper of the partner renamed"), work.officer.id) as session:
        _paper(session, paper_id).title = " ".join(title.split())


def remove(work: Work, paper_id: str, removed: bool) -> None:
    """Put a paper away, or bring it back; nothing is deleted.

    Raises Problem, naming the cases, for one that is evidence of a case.
    """
    require(work.officer, Right.REGISTER)
    deed = N_("Paper of the partner removed") if removed else N_("Paper of the partner brought back")
    with work.store.change(deed, work.officer.id) as session:
        paper = _paper(session, paper_id)
        used = _uses(session, identity.records(session, str(paper.partner_id))).get(paper.digest, ())
        if removed and used:
            raise Problem(
                _("“{title}” is evidence of {cases}: it stays with the partner, and nothing was changed.").format(
                    title=paper.title, cases=", ".join(used)
                ),
                _("Take it off the questions that it supports first, if it is the wrong paper."),
                code="paper-in-use",
            )
        paper.archived = removed


def take(work: Work, case_id: str, questions: Collection[str], paper_id: str) -> Evidence:
    """Make a paper of the partner evidence for these questions of a case; its bytes stay those of the paper.

    Raises Problem for a case that is not open any more, or a paper of another partner.
    """
    require(work.officer, Right.ANSWER)
    with work.store.change(N_("Evidence taken from the papers of the partner"), work.officer.id) as session:
        case = session.get_one(Case, case_id)
        require_open(case)
        paper = _paper(session, paper_id)
        if paper.partner_id not in identity.records(session, case.partner_id):
            raise _unknown()
        of_case = Evidence.case_id == case_id, Evidence.archived.is_(False), Evidence.digest == paper.digest
        same = session.scalars(select(Evidence).where(*of_case)).first()
        if same is not None:
            same.questions = sorted({*same.questions, *questions})
            return same
        evidence = Evidence(
            case_id=case_id,
            partner_id=case.partner_id,
            title=paper.title,
            digest=paper.digest,
            name=paper.name,
            size=paper.size,
            media_type=paper.media_type,
            flaw=paper.flaw,
            questions=sorted(questions),
            added_by=work.officer.id,
            seen_on=paper.seen_on,
        )
        session.add(evidence)
    return evidence


def of_partner(work: Work, partner_id: str, text: str = "") -> Sequence[PartnerPaper]:
    """The papers kept with a partner by title, those whose title or file name has every word of `text`."""
    with work.store.read() as session:
        return of_partner_in(session, partner_id, text)


def of_partner_in(session: Session, partner_id: str, text: str = "") -> Sequence[PartnerPaper]:
    """The same, read with what else a page reads."""
    own = identity.records(session, partner_id)
    query = select(Evidence).where(_in_drawer(own), Evidence.archived.is_(False)).order_by(Evidence.title)
    papers = [paper for paper in session.scalars(query) if tells(paper, text)]
    if not papers:
        return ()
    uses, present = _uses(session, own), files.present(session, [paper.digest for paper in papers])
    return [PartnerPaper(paper, uses.get(paper.digest, ()), paper.digest in present) for paper in papers]


def of_case_in(session: Session, case_id: str) -> Sequence[PartnerPaper]:
    """The files attached to a case by title, with the questions that they support."""
    query = select(Evidence).where(Evidence.case_id == case_id, Evidence.archived.is_(False), Evidence.digest != "")
    pieces = session.scalars(query.order_by(Evidence.title)).all()
    present = files.present(session, [piece.digest for piece in pieces])
    return [PartnerPaper(piece, tuple(piece.questions), piece.digest in present) for piece in pieces]


def behind_in(session: Session, partnership_id: str) -> Sequence[PartnerPaper]:
    """The files of the newest case of a partnership: what its agreement rests on."""
    behind = newest_first(session, of_partnership(session, partnership_id))
    return of_case_in(session, behind[0].id) if behind else ()


def titles(session: Session, partner_id: str) -> Sequence[Evidence]:
    """The papers kept with a partner by title, without what uses them."""
    own = _in_drawer(identity.records(session, partner_id))
    query = select(Evidence).where(own, Evidence.archived.is_(False)).order_by(Evidence.title)
    return session.scalars(query).all()


def open_paper(work: Work, paper_id: str) -> tuple[str, bytes]:
    """The name and the bytes of a paper; raises Problem where its file is not on this computer."""
    with work.store.read() as session:
        paper = _paper(session, paper_id)
        return paper.name, files.get(session, paper.digest)


def paper_in(session: Session, paper_id: str) -> Evidence:
    """What is known of a paper; raises Problem for none of a partner."""
    return _paper(session, paper_id)


def tells(paper: Evidence, text: str) -> bool:
    """Whether the title or the file name of a paper has every word of `text`, whatever its accents and capitals."""
    line = searchable(f"{paper.title} {paper.name}")
    return all(word in line for word in searchable(text).split())


def _in_drawer(records: Collection[str]) -> ColumnElement[bool]:
    """That a paper is kept with one of the records of a partner."""
    return Evidence.partner_id.in_(records) & Evidence.case_id.is_(None)


def _paper(session: Session, paper_id: str) -> Evidence:
    paper = session.get(Evidence, paper_id)
    if paper is None or paper.case_id is not None:
        raise _unknown()
    return paper


def _unknown() -> Problem:
    return Problem(
        _("This is no paper of the partner; nothing was changed."),
        _("Choose one from the papers of the partner."),
        code="paper-not-known",
    )


def _uses(session: Session, records: Collection[str]) -> Mapping[str, tuple[str, ...]]:
    """The numbers of the cases of one partner that use a file, by its digest."""
    query = (
        select(Evidence, Case.number)
        .join(Case, Case.id == Evidence.case_id)
        .where(Evidence.partner_id.in_(records), Evidence.archived.is_(False), Evidence.digest != "")
    )
    used: dict[str, set[str]] = {}
    for evidence, number in session.execute(query):
        if evidence.questions:
            used.setdefault(evidence.digest, set()).add(number)
    return {file: tuple(sorted(numbers)) for file, numbers in used.items()}
