"""Due diligence (¶21–23): open a case, answer, attach evidence, hand it over for decision.

Typing is kept as local drafts at once; when the officer moves on, the drafts become a version of the answer in the
journal. Answers are never overwritten (dossier 2.3).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.base.errors import Problem
from desktop.base.text import N_, _, folded, language, plural
from desktop.base.values import sha256
from desktop.definitions.answers import is_day
from desktop.definitions.form import Questionnaire
from desktop.definitions.loading import Definitions
from desktop.definitions.review import CaseReview
from desktop.services.diligence import facts as gathering
from desktop.services.office import drafts
from desktop.services.office.rights import Right, require
from desktop.services.registry import partners
from desktop.services.screening import standing
from desktop.services.work import Work
from desktop.store import files
from desktop.store.records import Answer, Case, Clearance, Draft, Evidence, Officer, Partner, Partnership, Person
from desktop.store.records.values import MissingSummary as UnansweredQuestion
from desktop.store.records.values import ReviewSummary, SectionSummary
from desktop.store.store import Store

Content = dict[str, Any]  # one answer, in the shape that `definitions.answers` describes
OPINIONS = ("favourable", "conditions", "unfavourable")


@dataclass(frozen=True)
class File:
    """A case with everything that judges it: read once, shown or decided on."""

    case: Case
    partner: Partner
    partnership: Partnership
    answers: Mapping[str, Content]
    evidence: Sequence[Evidence]
    facts: Mapping[str, Any]
    review: CaseReview


# --- cases


def open_case(work: Work, form: Questionnaire, partnership: Partnership) -> Case:
    """Begin due diligence for a partnership, or give back the case that is already open."""
    require(work.officer, Right.ANSWER)
    known = next(
        (c for c in of_partner(work.store, partnership.partner_id) if c.partnership_id == partnership.id), None
    )
    if known and known.state != "decided" and not _settled_above(work.store, known):
        return known
    case = Case(
        partner_id=partnership.partner_id,
        partnership_id=partnership.id,
        form=form.id,
        form_digest=form.digest,
        opened_on=work.today().isoformat(),
        opened_by=work.officer.id,
    )
    with work.store.change(N_("Due diligence opened"), work.officer.id) as session:
        case.number = _next_number(session, work.store.identity.office, work.today())
        session.add(case)
        partner = session.get_one(Partner, partnership.partner_id)
        if partner.stage in ("identified", "researched", "qualified", "dialogue"):
            partner.stage = "diligence"
    return case


def _settled_above(store: Store, kept: Case) -> bool:
    """Whether Headquarters decided the case as it was handed over; its record still says that it waits."""
    with store.read() as session:
        return _final_clearance(session, kept) is not None


def _final_clearance(session: Session, kept: Case) -> Clearance | None:
    query = select(Clearance).where(Clearance.case_id == kept.id, Clearance.outcome != "sent_back")
    since = query.where(Clearance.decided_at > (kept.submitted_at or ""))
    return session.scalars(since.limit(1)).first() if kept.state == "ready" else None


def _next_number(session: Session, office: str, today: date) -> str:
    """`SN10-2026-007`: unique for one laptop; another laptop's may repeat it, the id never does."""
    prefix = f"{office}-{today.year}-"
    numbers = session.scalars(select(Case.number).where(Case.number.startswith(prefix)))
    return f"{prefix}{max((int(n.rsplit('-', 1)[1]) for n in numbers), default=0) + 1:03d}"


def case(store: Store, case_id: str) -> Case:
    with store.read() as session:
        return session.get_one(Case, case_id)


def of_partner(store: Store, partner_id: str) -> Sequence[Case]:
    """A partner's cases, the newest first."""
    with store.read() as session:
        query = (
            select(Case)
            .where(Case.partner_id == partner_id, Case.archived.is_(False))
            .order_by(Case.opened_on.desc(), Case.number.desc())
        )
        return session.scalars(query).all()


def in_state(store: Store, state: str) -> Sequence[Case]:
    """The cases that are open, ready for decision or decided, oldest first."""
    with store.read() as session:
        query = select(Case).where(Case.state == state, Case.archived.is_(False)).order_by(Case.opened_on)
        return session.scalars(query).all()


# --- reading and judging


def read(work: Work, case_id: str) -> File:
    """A case with everything that judges it today."""
    with work.store.read() as session:
        return assess(session, work, session.get_one(Case, case_id))


def assess(session: Session, work: Work, kept: Case) -> File:
    """Everything that judges a case today, and what the questionnaire makes of it."""
    partner = session.get_one(Partner, kept.partner_id)
    partnership = session.get_one(Partnership, kept.partnership_id)
    evidence = _evidence(session, kept.id)
    searched = standing.case_state(session, kept, work.today())
    facts = gathering.gather(
        session, work.definitions.authority, partner, partnership, kept, searched.facts, work.today()
    )
    answers = _answers(session, kept, evidence)
    for question, found in standing.answers(work.definitions.form, searched).items():
        answers[question] = {**answers.get(question, {}), **found}
    review = work.definitions.form.review(answers, facts)
    return File(kept, partner, partnership, answers, evidence, facts, review)


def judge(definitions: Definitions, file: File, question: str, content: Content) -> File:
    """The file as it would stand with this answer: pure, for every keystroke."""
    answers = {**file.answers, question: {**content, "evidence": _attached(file.evidence, question)}}
    return replace(file, answers=answers, review=definitions.form.review(answers, file.facts))


def _answers(session: Session, kept: Case, evidence: Sequence[Evidence]) -> dict[str, Content]:
    found: dict[str, Content] = {}
    for answer in session.scalars(
        select(Answer).where(Answer.case_id == kept.id).order_by(Answer.version, Answer.answered_at)
    ):
        found[answer.question] = dict(answer.content)
    if kept.state == "open":
        found |= {draft.part: dict(draft.content) for draft in drafts.of(session, kept.id)}
    for question in {q for e in evidence for q in e.questions} | set(found):
        found[question] = {**found.get(question, {}), "evidence": _attached(evidence, question)}
    return found


def _attached(evidence: Sequence[Evidence], question: str) -> list[str]:
    return [e.id for e in evidence if question in e.questions]


def versions(store: Store, case_id: str, question: str) -> Sequence[Answer]:
    """Every recorded version of one answer, oldest first."""
    with store.read() as session:
        query = select(Answer).where(Answer.case_id == case_id, Answer.question == question).order_by(Answer.version)
        return session.scalars(query).all()


# --- answering


def keep(work: Work, case_id: str, question: str, content: Content) -> str:
    """Keep what is typed, at once and on this machine only; returns the moment at which it was safe."""
    require(work.officer, Right.ANSWER)
    plain = {key: value for key, value in content.items() if key != "evidence"}
    return drafts.save(work, case_id, question, plain)


def record(work: Work, case_id: str) -> int:
    """Make the drafts of a case part of the record: a new version of each answer that really changed."""
    require(work.officer, Right.ANSWER)
    with work.store.read() as session:
        if not drafts.exist(session, case_id):
            return 0
    with work.store.change(N_("Due diligence answered"), work.officer.id) as session:
        _require_open(session.get_one(Case, case_id))
        typed = drafts.of(session, case_id)
        fresh = [answer for draft in typed if (answer := _version(session, work.officer, case_id, draft))]
        session.add_all(fresh)
        drafts.remove(session, case_id, [draft.part for draft in typed])
    return len(fresh)


def _version(session: Session, by: Officer, case_id: str, draft: Draft) -> Answer | None:
    last = session.scalars(
        select(Answer)
        .where(Answer.case_id == case_id, Answer.question == draft.part)
        .order_by(Answer.version.desc(), Answer.answered_at.desc())
        .limit(1)
    ).first()
    if last is not None and last.content == draft.content:
        return None
    return Answer(
        case_id=case_id,
        question=draft.part,
        version=last.version + 1 if last else 1,
        content=draft.content,
        author=by.id,
        answered_at=draft.kept_at,
        language=language(),
    )


def raise_depth(work: Work, case_id: str, tier: str, reason: str) -> None:
    """Ask for more depth than the rules compute; a written reason is needed to go back to the computed one."""
    require(work.officer, Right.ANSWER)
    if not reason.strip():
        raise Problem(_("A reason is needed to change the depth; nothing was changed."), _("Say why in a sentence."))
    with work.store.change(N_("Depth of due diligence changed"), work.officer.id) as session:
        kept = session.get_one(Case, case_id)
        _require_open(kept)
        kept.depth_raised_to, kept.depth_reason = tier, reason


def _require_open(kept: Case) -> None:
    if kept.state != "open":
        raise Problem(
            _("This case has been handed over for decision, so its answers are locked; nothing was changed."),
            _("Recall it, or ask the decider to send it back."),
        )


def name_persons(work: Work, case_id: str, persons: Sequence[Mapping[str, Any]]) -> int:
    """Register the persons of an answer who are not yet known behind the partner, so that their names are screened.

    `persons` are in the shape of an answer of type `persons`; those without a name are left out.
    """
    require(work.officer, Right.ANSWER)
    kept = case(work.store, case_id)
    known = {folded(person.name) for person in partners.persons(work.store, kept.partner_id)}
    named = {folded(str(one.get("name", ""))): one for one in persons}
    fresh = [one for name, one in named.items() if name and name not in known]
    if not fresh:
        return 0
    with work.store.change(N_("Persons behind the partner registered"), work.officer.id) as session:
        _require_open(session.get_one(Case, case_id))
        session.add_all(_person_of(kept.partner_id, one) for one in fresh)
    return len(fresh)


def _person_of(partner_id: str, named: Mapping[str, Any]) -> Person:
    return Person(
        partner_id=partner_id,
        name=str(named["name"]).strip(),
        title=str(named.get("role", "")),
        roles=["signatory"] if named.get("signs") else ["director"],
        birth_date=str(named.get("born", "")) if is_day(named.get("born")) else "",
        nationality=str(named.get("nationality", "")),
    )


def registered_persons(store: Store, partner_id: str) -> list[dict[str, Any]]:
    """The persons already known behind a partner, in the shape of an answer of type `persons`."""
    return [
        {
            "name": person.name,
            "born": person.birth_date if is_day(person.birth_date) else "",
            "nationality": person.nationality,
            "role": person.title,
            "signs": "signatory" in person.roles,
        }
        for person in partners.persons(store, partner_id)
    ]


# --- where the officer stopped


def stop_at(desk: Store, case_id: str, **place: str) -> None:
    """Remember on this machine where the officer is in a case: `question`, or `opinion` and `reason` half written."""
    desk.remember(f"diligence.{case_id}", {**stopped_at(desk, case_id), **place})


def stopped_at(desk: Store, case_id: str) -> dict[str, str]:
    """What `stop_at` remembered; empty on a first visit."""
    return desk.recall(f"diligence.{case_id}")


# --- evidence


def attach(work: Work, case_id: str, question: str, path: Path) -> Evidence:
    """Keep a file as evidence for a question: stored once by its digest, whatever becomes of the original."""
    require(work.officer, Right.ANSWER)
    data = _bytes_of(path)
    kept = case(work.store, case_id)
    with work.store.change(N_("Evidence attached"), work.officer.id) as session:
        _require_open(session.get_one(Case, case_id))
        same = session.scalars(
            select(Evidence).where(
                Evidence.case_id == case_id, Evidence.digest == sha256(data), Evidence.archived.is_(False)
            )
        ).first()
        if same is not None:
            same.questions = sorted({*same.questions, question})
            return same
        digest = files.put(session, data, path.name)
        about = files.about(session, digest)
        evidence = Evidence(
            case_id=case_id,
            partner_id=kept.partner_id,
            title=path.stem,
            digest=digest,
            name=path.name,
            size=len(data),
            media_type=about.media_type if about else "",
            questions=[question],
            added_by=work.officer.id,
            seen_on=work.clock.now().date().isoformat(),
        )
        session.add(evidence)
    return evidence


def _bytes_of(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(files.REFUSE_ABOVE + 1)  # more is refused, and need not be read to be
    except OSError as error:
        raise Problem(
            _("“{name}” cannot be read; nothing was attached.").format(name=path.name),
            _("Check that the folder or the stick is present, then try again."),
        ) from error


def cite(work: Work, case_id: str, question: str, evidence: Evidence) -> Evidence:
    """Keep a link or a paper reference as evidence for a question."""
    require(work.officer, Right.ANSWER)
    with work.store.change(N_("Evidence attached"), work.officer.id) as session:
        kept = session.get_one(Case, case_id)
        _require_open(kept)
        evidence.case_id, evidence.partner_id = case_id, kept.partner_id
        evidence.questions, evidence.added_by = [question], work.officer.id
        session.add(evidence)
    return evidence


def use_for(work: Work, evidence_id: str, question: str, used: bool) -> None:
    """Let one piece of evidence support a further question, or no longer."""
    require(work.officer, Right.ANSWER)
    with work.store.change(N_("Evidence reassigned"), work.officer.id) as session:
        kept = session.get_one(Evidence, evidence_id)
        _require_open(session.get_one(Case, kept.case_id))
        kept.questions = sorted({*kept.questions, question} if used else set(kept.questions) - {question})


def open_file(store: Store, evidence_id: str) -> tuple[str, bytes]:
    """The name and the bytes of a file kept as evidence."""
    with store.read() as session:
        kept = session.get_one(Evidence, evidence_id)
        return kept.name, files.get(session, kept.digest)


def _evidence(session: Session, case_id: str) -> Sequence[Evidence]:
    query = select(Evidence).where(Evidence.case_id == case_id, Evidence.archived.is_(False)).order_by(Evidence.title)
    return session.scalars(query).all()


# --- handing over


def submit(work: Work, case_id: str, opinion: str, reason: str) -> File:
    """Hand a complete case over for decision with the officer's opinion; its answers are locked.

    Raises Problem while anything mandatory is missing or the opinion has no reason.
    """
    require(work.officer, Right.ANSWER)
    if opinion not in OPINIONS or not reason.strip():
        raise Problem(
            _("Your opinion and its reason are needed; the case stays open."),
            _("Choose an opinion and say why in one or two sentences."),
        )
    record(work, case_id)
    file = read(work, case_id)
    if not file.review.decidable:
        raise Problem(
            plural(
                "{count} answer is still missing or unknown, so the case stays open.",
                "{count} answers are still missing or unknown, so the case stays open.",
                len(file.review.missing),
            ),
            _("Complete the answers listed, then hand the case over."),
        )
    with work.store.change(N_("Due diligence handed over for decision"), work.officer.id) as session:
        kept = session.get_one(Case, case_id)
        _require_open(kept)
        kept.opinion, kept.opinion_reason = opinion, reason
        kept.state, kept.submitted_by, kept.submitted_at = "ready", work.officer.id, work.clock.stamp()
        kept.outcome = outcome(file.review)
    return replace(file, case=kept)


def recall(work: Work, case_id: str) -> None:
    """Take a case back before it was decided."""
    require(work.officer, Right.ANSWER)
    with work.store.change(N_("Due diligence recalled"), work.officer.id) as session:
        kept = session.get_one(Case, case_id)
        if kept.state != "ready":
            raise Problem(_("This case is not waiting for a decision; nothing was changed."), _("Open the case."))
        if _final_clearance(session, kept):
            raise Problem(
                _("Headquarters has decided this case, so its answers stay as they were decided on."),
                _("Begin a new due diligence for the partnership."),
            )
        kept.state = "open"


def outcome(review: CaseReview) -> dict[str, Any]:
    """A review as it is kept and sent: plain values, nothing that the definitions could change later."""
    summary = ReviewSummary(
        tier=review.tier,
        inherent=review.inherent,
        residual=review.residual,
        result=review.result,
        verdicts=review.verdicts,
        deciding=tuple(review.deciding),
        sections={s.id: SectionSummary(level=s.level, residual=s.residual, state=s.state) for s in review.sections},
        missing=tuple(UnansweredQuestion(question=m.question, reason=m.reason) for m in review.missing),
        not_established=tuple(review.not_established),
        differences=tuple(review.differences),
        conditions=tuple(review.conditions),
        clauses=tuple(review.clauses),
        blocks_signature=tuple(review.blocks_signature),
        benefit=review.benefit.id if review.benefit else "",
        adhoc=review.adhoc.applies,
    )
    return summary.to_json()
