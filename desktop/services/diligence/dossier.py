"""The due-diligence dossier: the whole case as one PDF, with a copy that a program can read inside it."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.base.text import N_, CodeTable, in_series
from desktop.base.values import JsonObject
from desktop.definitions.answer_content import AnswerContent
from desktop.definitions.answers import Question
from desktop.definitions.terms import Level, QuestionType
from desktop.documents.blocks import ChipLevel
from desktop.documents.enclosures.dossier import (
    PrintedAnswer,
    PrintedDossier,
    PrintedEvidence,
    PrintedReason,
    PrintedSection,
    PrintedVerdict,
    draw_dossier,
)
from desktop.services.diligence import (
    assessments,
    brief,
    conditions,
    coverage,
    decided,
    findings,
    opinions,
    renewing,
    requests,
    risks,
    verdicts,
)
from desktop.services.diligence.answer_words import NOT_ASKED, AnswerWords
from desktop.services.diligence.assessments import Assessment
from desktop.services.diligence.question_reasons import QuestionReasons
from desktop.services.diligence.requests import RequestStanding
from desktop.services.labels import OPINIONS, OUTCOMES, ROLES
from desktop.services.office import marks, office_paper, office_profile, people
from desktop.services.screening import certificate
from desktop.services.work import Work
from desktop.store.records import Answer, Case, Evidence, HeadquartersOpinion, ScreeningRun, Verdict
from desktop.store.states import EvidenceForm

FORMS: Mapping[str, str] = CodeTable(
    {
        EvidenceForm.FILE: N_("file"),
        EvidenceForm.LINK: N_("web page"),
        EvidenceForm.PAPER: N_("paper"),
        EvidenceForm.SEARCH: N_("search"),
    },
    otherwise="",
)


def pdf(work: Work, case_id: str, language: str) -> bytes:
    """The whole case as PDF bytes in one language of the program; the record attached to it is the case as JSON."""
    with work.store.read() as session:
        assessment = assessments.assess(session, work, session.get_one(Case, case_id))
        writer = DossierWriter(session, work, assessment, language)
        content, record = writer.dossier(), writer.record()
    office, mark = office_profile.read(work.store).name, marks.of_office(work.store, (language,))
    number, drawn_at, paper = assessment.case.number, work.clock.stamp(), office_paper.of(work)
    return draw_dossier(content, language, number, drawn_at, office, record, mark, paper).data


class DossierWriter:
    """Writes the dossier of one case in one language."""

    def __init__(self, session: Session, work: Work, assessment: Assessment, language: str) -> None:
        self.session, self.work, self.assessment, self.language = session, work, assessment, language
        self.form, self.review = work.definitions.form, assessment.review
        self.brief = brief.BriefWriter(session, work, assessment, language)
        self.words = AnswerWords(language, self.form.findings)
        self.officers = people.names_in(session)
        self.versions = self._versions()
        self.decisions = verdicts.on_case(session, assessment.case)
        self.opinions = opinions.of_cases(session, [assessment.case.id]).get(assessment.case.id, ())
        self.requests = requests.of_case(session, work, assessment.case.id)
        self.measures = risks.printed(session, assessment.case, assessment.register)

    def dossier(self) -> PrintedDossier:
        """The dossier as it is printed."""
        assessment, sheet = self.assessment, self.brief.sheet()
        facts = (
            (N_("Partner"), sheet.partner),
            (N_("Where"), sheet.where),
            (N_("Partnership"), f"{sheet.partnership} · {sheet.kind}"),
            (N_("Case"), assessment.case.number),
            (N_("Questionnaire"), self.form.version),
            (N_("Opened on"), self.brief.day(assessment.case.opened_on)),
        )
        summary = (
            (N_("Common purpose"), sheet.purpose),
            (N_("Total value"), " · ".join(part for part in (sheet.value, sheet.dollars) if part)),
            (N_("Period"), sheet.period),
            (N_("Depth of due diligence"), self._depth(sheet.depth)),
            (N_("Screening"), " ".join(sheet.screening)),
            (N_("Opinion"), " – ".join(part for part in (sheet.opinion, sheet.opinion_reason) if part)),
            (N_("Officer"), sheet.officer),
        )
        return PrintedDossier(
            partner=sheet.partner,
            facts=tuple((self.brief.sentence(label), words) for label, words in facts if words),
            level=ChipLevel.of(sheet.level),
            reason=in_series(self.language, (ground.reason or ground.label for ground in sheet.grounds[:4])),
            summary=tuple((self.brief.sentence(label), words) for label, words in summary),
            verdicts=tuple((sentence, ChipLevel.of(level)) for _test, sentence, level in sheet.verdicts),
            missing=tuple(sheet.missing),
            sections=tuple(self._sections()),
            evidence=tuple(map(self._evidence, assessment.evidence)),
            certificate=certificate.case_certificate(self.work, assessment.case.id, (self.language,)),
            measures=tuple((row.risk, row.measure, row.owner, self.brief.day(row.due)) for row in self.measures),
            reviews=tuple(self._reviews()),
            decisions=tuple(map(self._decision, self.decisions)),
            history=tuple(self._history()),
            coverage=coverage.printed(self.work, assessment, self.language),
            changes=self._changes(),
            reasons=tuple(self._asked_because()),
        )

    def _changes(self) -> tuple[tuple[str, str, str], ...] | None:
        """What is not as it was in the case that this one renews."""
        if not self.assessment.case.renews:
            return None
        return tuple(
            (
                row.question.short[self.language],
                self._said(row.question, row.before),
                self._said(row.question, row.after),
            )
            for row in renewing.differences(self.session, self.form, self.assessment)
        )

    def _said(self, question: Question, content: AnswerContent | None) -> str:
        if content is None:
            return ""
        return self.words.answer(question, content.value if content.value is not None else content.declared)

    def record(self) -> JsonObject:
        """The case as a program reads it: every version of every answer, the review, the evidence, the decisions."""
        case = self.assessment.case
        return {
            "kind": "due-diligence-dossier",
            "case": case.id,
            "number": case.number,
            "form": {"id": case.form, "version": self.form.version, "digest": case.form_digest},
            "partner": self.assessment.partner.name,
            "review": assessments.summary_of(self.review).to_json(),
            "answers": {id_: [self._version(row) for row in rows] for id_, rows in self.versions.items()},
            "evidence": [
                {"title": piece.title, "digest": piece.digest, "link": piece.link, "questions": list(piece.questions)}
                for piece in self.assessment.evidence
            ],
            "findings": [
                {"question": line.question, "text": line.text, "level": line.level, "origin": line.origin, **line.row}
                for line in findings.lines(self.form, self.assessment)
            ],
            "risks": [row.to_json() for row in self.measures],
            "requests": [
                {"to": row.request.role, "asks": row.request.asks, "due": row.request.due_on, "state": row.state}
                for row in self.requests
            ],
            "opinions": [
                {"role": row.role, "opinion": row.opinion, "reason": row.reason, "by": row.giver_name}
                for row in self.opinions
            ],
            "decisions": [
                {
                    "outcome": row.outcome,
                    "by": row.decider_name,
                    "at": row.decided_at,
                    "brief": row.brief_digest,
                    **self._hands(row),
                }
                for row in self.decisions
            ],
        }

    def _hands(self, decision: Verdict) -> JsonObject:
        """What a decision says of a deputy and of paper, where it does."""
        hands = {
            "on_behalf_of": decision.on_behalf_name,
            "signed_on": decision.signed_on,
            "sheet": decision.paper_code,
            "scan": decision.scan,
            "entered_by": self._name(decision.entered_by),
            "confirmed_by": self._name(decision.confirmed_by),
        }
        return {name: words for name, words in hands.items() if words}

    # --- words

    def _depth(self, depth: str) -> str:
        reasons = [self.brief.text(opening.label) for opening in self.review.opened]
        return " — ".join(part for part in (depth, " ".join(reasons), self.assessment.case.depth_reason) if part)

    # --- answers

    def _versions(self) -> Mapping[str, Sequence[Answer]]:
        query = select(Answer).where(Answer.case_id == self.assessment.case.id).order_by(Answer.version, Answer.id)
        by_question: dict[str, list[Answer]] = {}
        for answer in self.session.scalars(query):
            by_question.setdefault(answer.question, []).append(answer)
        return by_question

    def _version(self, row: Answer) -> JsonObject:
        return {
            "version": row.version,
            "content": row.content,
            "by": self.officers.get(row.author, row.author),
            "at": row.answered_at,
        }

    def _sections(self) -> Iterator[PrintedSection]:
        for head, section in zip(self.form.sections, self.review.sections, strict=True):
            questions = [self.form.by_id[id_] for id_ in section.questions]
            hidden = [
                f"{id_} · {self.brief.text(self.form.by_id[id_].short)} — {self.brief.sentence(NOT_ASKED[reason])}"
                for id_, reason in section.hidden.items()
            ]
            level, answers = ChipLevel.of(section.level), tuple(map(self._answer, questions))
            yield PrintedSection(section.id, self.brief.text(head.title), level, answers, tuple(hidden))

    def _answer(self, question: Question) -> PrintedAnswer:
        content = self.assessment.answers.get(question.id, AnswerContent())
        rated = self.review.answers.get(question.id)
        record = self.words.milestone if question.type is QuestionType.PLAN else None
        rows = [record(row) for row in content.plan] if record else []
        rows += [self.words.finding(question, row) for row in content.every_finding]
        unknown = self.words.unknown(content) if content.unknown else ""
        answer = self.words.answer(question, content.value)
        return PrintedAnswer(
            code=question.id,
            question=self.brief.text(question.label),
            answer=" — ".join(part for part in (answer, unknown) if part),
            declared=self._declared(question, content),
            note=content.note,
            level=ChipLevel.of(rated.level) if rated and rated.level is not Level.NONE else None,
            reasons=in_series(self.language, self._reasons(question, answer)),
            records=tuple(rows),
            evidence=tuple(piece.title for piece in self.assessment.evidence if question.id in piece.questions),
            author=self._author(question.id),
        )

    def _asked_because(self) -> Iterator[PrintedReason]:
        """Why each question was asked, and what good evidence of it looks like."""
        reasons = QuestionReasons(self.work.definitions, self.language)
        for section in self.review.sections:
            for id_ in section.questions:
                question = self.form.by_id[id_]
                name = f"{id_} · {self.brief.text(question.short)}"
                yield PrintedReason(name, tuple(reasons.passages(question)))

    def _declared(self, question: Question, content: AnswerContent) -> str:
        if content.declared is not None and content.declared == content.value:
            return self.brief.sentence(N_("The same."))
        return self.words.answer(question, content.declared)

    def _reasons(self, question: Question, answer: str) -> Iterator[str]:
        """Why the answer is rated as it is, where the answer does not say so already."""
        rated = self.review.answers.get(question.id)
        reasons = map(self.brief.text, rated.reasons) if rated else ()
        return (reason for reason in reasons if reason not in answer)

    def _author(self, question: str) -> str:
        rows = self.versions.get(question, ())
        if not rows:
            return self.brief.sentence(N_("taken from what is on record")) if self._is_registered(question) else ""
        last = rows[-1]
        words = (self.officers.get(last.author, ""), self.brief.day(last.answered_at))
        version = (
            self.brief.sentence(N_("last of {number} versions"), number=str(last.version)) if last.version > 1 else ""
        )
        return " · ".join(part for part in (*words, version) if part)

    def _is_registered(self, question: str) -> bool:
        return self.assessment.is_registered(question)

    # --- what it rests on, and what became of it

    def _evidence(self, piece: Evidence) -> PrintedEvidence:
        day = self.brief.day(piece.dated_on or piece.seen_on)
        form = self.brief.sentence(FORMS[piece.form])
        title = f"{piece.title} ({piece.link})" if piece.link else piece.title
        title = f"{title} — {piece.quoted}" if piece.quoted else title
        return PrintedEvidence(title, form, ", ".join(piece.questions), day, piece.digest)

    def _decision(self, decision: Verdict) -> PrintedVerdict:
        rows = (
            (N_("Decided by"), decided.decider(decision, self.language)),
            (N_("Function"), self.brief.sentence(ROLES[decision.decider_role]) if decision.decider_role else ""),
            (N_("Decided on"), self.brief.day(decision.decided_at)),
            (N_("On paper"), decided.in_ink(self.session, decision, self.language)),
            (N_("Reason"), decision.reason),
            (N_("Valid until"), self.brief.day(decision.valid_until)),
            (N_("Sent back for"), ", ".join(decision.send_back)),
        )
        bound = [
            " · ".join(part for part in self._condition(decision, place) if part)
            for place in range(len(decision.conditions))
        ]
        return PrintedVerdict(
            outcome=self.brief.sentence(OUTCOMES[decision.outcome]),
            level=ChipLevel.of(decision.level or Level.NONE),
            rows=tuple((self.brief.sentence(label), words) for label, words in rows if words),
            conditions=tuple(bound),
            warning=self.brief.warning_of(decision),
        )

    def _reviews(self) -> Iterator[tuple[str, str]]:
        """Who read the case before its decision, or was asked to: the office's own reviewer, then Headquarters."""
        case = self.assessment.case
        if case.reviewed_by:
            spoken = self.brief.sentence(OPINIONS.get(case.review_opinion, ""))
            parts = (spoken, case.review_reason, self.brief.day(case.reviewed_at))
            yield self._name(case.reviewed_by), " · ".join(part for part in parts if part)
        for row in self.requests:
            yield self._role(row.request.role), " · ".join(part for part in self._request(row) if part)
        printed = {row.opinion.id for row in self.requests if row.opinion is not None}
        for opinion in self.opinions:
            if opinion.id not in printed:
                yield self._role(opinion.role), " · ".join(part for part in self._opinion(opinion) if part)

    def _role(self, code: str) -> str:
        return next(
            (self.brief.text(role.label) for role in self.work.definitions.authority.roles if role.id == code), ""
        )

    def _request(self, row: RequestStanding) -> Iterator[str]:
        request = row.request
        yield self.brief.sentence(requests.ASKED[request.asks], who=self._name(request.asked_by) or "–")
        yield request.question
        if request.due_on:
            yield self.brief.sentence(N_("answer due by {day}"), day=self.brief.day(request.due_on))
        if row.opinion is not None:
            yield from self._opinion(row.opinion)
        else:
            yield self.brief.sentence(requests.LATE if row.late else requests.STATES[row.state])

    def _opinion(self, opinion: HeadquartersOpinion) -> Iterator[str]:
        yield self.brief.sentence(opinions.word(opinion.role, opinion.opinion))
        yield opinion.reason
        yield ", ".join(part for part in (opinion.giver_name, self.brief.day(opinion.given_at)) if part)

    def _condition(self, decision: Verdict, place: int) -> tuple[str, str, str]:
        condition = decision.conditions[place]
        return (
            conditions.wording(condition, self.language),
            conditions.bound(decision, condition, self.language),
            conditions.day(condition, self.language),
        )

    def _history(self) -> Iterator[tuple[str, str, str]]:
        """What was done to the case, the first deed first, days as the records say them."""
        case = self.assessment.case
        deeds = [(case.opened_on, self._name(case.opened_by), self.brief.sentence(N_("Due diligence opened")))]
        counts = Counter((row.answered_at[:10], row.author) for rows in self.versions.values() for row in rows)
        for (day, author), count in counts.items():
            answered = self.brief.sentence(N_("Answers recorded: {count}"), count=str(count))
            deeds.append((day, self._name(author), answered))
        runs = self.session.scalars(select(ScreeningRun).where(ScreeningRun.case_id == case.id))
        deeds += [(run.run_at, self._name(run.run_by), self.brief.sentence(N_("Names screened"))) for run in runs]
        if case.submitted_at:
            submitted = self.brief.sentence(N_("Submitted for decision"))
            deeds.append((case.submitted_at, self._name(case.submitted_by), submitted))
        for decision in self.decisions:
            who, outcome = decided.decider(decision, self.language), self.brief.sentence(OUTCOMES[decision.outcome])
            deeds.append((decision.decided_at, who, outcome))
        for written, person, deed in sorted(deeds, key=lambda entry: entry[0][:10]):
            yield self.brief.day(written), person, deed

    def _name(self, officer: str) -> str:
        return self.officers.get(officer, "")
