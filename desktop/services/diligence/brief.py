"""The decider's page (S9): everything a decision rests on, in words, for the screen and for paper alike."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.base.dates import ago, day_in_words, day_of
from desktop.base.numbers import format_money, format_number
from desktop.base.places import country_name
from desktop.base.text import N_, Text, in_series, said_in
from desktop.base.values import JsonObject
from desktop.definitions.answer_content import AnswerContent
from desktop.definitions.answers import fields_of
from desktop.definitions.terms import Level, QuestionRole
from desktop.services.diligence import (
    assessments,
    decided,
    decisions,
    inherited,
    opinions,
    paper_decisions,
    risks,
    seals,
    verdicts,
)
from desktop.services.diligence.assessments import Assessment
from desktop.services.diligence.authority import authority_to_decide, route
from desktop.services.diligence.evidence import unopenable, unopenable_files
from desktop.services.labels import OPINIONS, OUTCOMES
from desktop.services.office import marks, office_paper, office_profile, people
from desktop.services.registry import dollars, identity, mutual_benefit
from desktop.services.registry.mutual_benefit import PartyKind
from desktop.services.screening.standing import ScreeningState
from desktop.services.work import Work
from desktop.store.records import Case, Clearance, Decision, Partner, Verdict
from desktop.store.records.values import ListUsed, MitigationMeasure
from desktop.store.states import CaseState

ABOUT_INTERESTS = (
    QuestionRole.STAFF_INTEREST,
    QuestionRole.SUPPLIER_STATUS,
    QuestionRole.EARLIER_REFUSALS,
)  # dossier 2.4
TESTS = {  # ¶22
    "a": N_("Conduct: human rights, labour, environment, corruption"),
    "b": N_("Sanctions: no listing by the United Nations or ineligibility"),
    "c": N_("Reputation, neutrality and safety of IOM and of migrants"),
}
SEAL_BROKEN = N_("This decision is not as it was sealed: do not rely on it.")
NOT_IN_PLACE = N_(
    "Whoever decided was no deputy any more, as far as is known: do not rely on it, have it decided again."
)


@dataclass(frozen=True)
class DecidingGround:
    """One answer that makes the level: its number, the question, why, and its own level."""

    question: str
    label: str
    reason: str
    level: str


@dataclass(frozen=True)
class BriefSheet:
    """What the decider reads, every text in one language. `level` is a key of `answers.RANK`."""

    partner: str
    where: str
    partnership: str
    purpose: str
    kind: str
    value: str
    dollars: str  # where a value in another currency comes from, in US dollars; empty for US dollars
    period: str
    level: str
    residual: str
    adhoc: bool
    depth: str
    grounds: Sequence[DecidingGround]
    verdicts: Sequence[tuple[str, str, str]]  # test of ¶22, its sentence, its level
    unknown: Sequence[str]
    missing: Sequence[str]
    benefits: Sequence[str]
    risks: Sequence[str]
    interests: Sequence[tuple[str, str]]
    screening: Sequence[str]
    opinion: str
    opinion_reason: str
    officer: str
    submitted: str
    earlier: Sequence[str]
    rules: Sequence[str]  # what the authority table attaches to this decision
    reviews: Sequence[str]  # what those say who read it before the decision, in the office and at Headquarters


class BriefWriter:
    """Writes the sheet of one case in one language."""

    def __init__(self, session: Session, work: Work, assessment: Assessment, language: str) -> None:
        self.session, self.work, self.assessment, self.language = session, work, assessment, language
        self.form, self.review = work.definitions.form, assessment.review

    def sheet(self) -> BriefSheet:
        assessment, review = self.assessment, self.review
        return BriefSheet(
            partner=assessment.partner.name,
            where=self._where(),
            partnership=assessment.partnership.title,
            purpose=assessment.partnership.purpose,
            kind=self._kind(),
            value=self._value(),
            dollars=dollars.in_words(assessment.partnership, self.language, self.work.today()),
            period=self._period(),
            level=review.inherent,
            residual=review.residual,
            adhoc=review.adhoc.applies,
            depth=next(self.text(tier.label) for tier in self.form.tiers if tier.id == review.tier),
            grounds=[self._ground(id_) for id_ in review.deciding if id_ in review.answers],
            verdicts=[
                (test, self.sentence(TESTS[test]), review.verdicts.get(f"22{test}", "incomplete")) for test in TESTS
            ],
            unknown=[self._label(id_) for id_ in review.not_established],
            missing=[*(f"{self._label(m.question)} {self.text(m.text)}" for m in review.missing), *self._unopenable()],
            benefits=self._benefits(),
            risks=self._risks(),
            interests=self._interests(),
            screening=self._screening(),
            opinion=self.sentence(OPINIONS.get(assessment.case.opinion, "")),
            opinion_reason=assessment.case.opinion_reason,
            officer=people.names_in(self.session).get(assessment.case.submitted_by, ""),
            submitted=self.day(assessment.case.submitted_at),
            earlier=self._earlier(),
            rules=[self.text(condition.label) for condition in route(self.work.definitions, assessment).conditions],
            reviews=self._reviews(),
        )

    def _reviews(self) -> list[str]:
        case, spoken = self.assessment.case, opinions.on_case(self.session, self.assessment.case)
        lines = [opinions.in_words(self.work.definitions.authority, one, self.language) for one in spoken.values()]
        if case.reviewed_by and case.reviewed_hand_over == case.hand_over:
            who = people.names_in(self.session).get(case.reviewed_by, "")
            opinion = self.sentence(OPINIONS.get(case.review_opinion, ""))
            parts = (opinion, case.review_reason, ", ".join(part for part in (who, self.day(case.reviewed_at)) if part))
            lines.insert(0, " · ".join(part for part in parts if part))
        return lines

    # --- words

    def sentence(self, sentence: str, **places: str) -> str:
        return said_in(self.language, sentence).format(**places)

    def text(self, text: Text) -> str:
        return text[self.language]

    def day(self, written: str | None) -> str:
        return day_in_words(written, self.language)

    def _label(self, question: str) -> str:
        return self.text(self.form.by_id[question].label)

    def _unopenable(self) -> list[str]:
        return [self.text(unopenable(piece)) for piece in unopenable_files(self.assessment.evidence)]

    # --- who, what, value

    def _where(self) -> str:
        partner = self.assessment.partner
        country = country_name(partner.country, self.language)
        return " · ".join(part for part in (partner.city, country, partner.registration) if part)

    def _kind(self) -> str:
        partnership = self.assessment.partnership
        kinds = {kind.id: self.text(kind.label) for kind in self.work.definitions.strategy.types}
        types = {code: self.text(type_.name) for code, type_ in self.work.definitions.agreements.items()}
        names = (kinds.get(partnership.type, ""), types.get(partnership.agreement_type, ""))
        return " · ".join(part for part in names if part)

    def _value(self) -> str:
        partnership = self.assessment.partnership
        if not partnership.value:
            return self.sentence(N_("No value was written"))
        return format_money(partnership.value, partnership.currency, self.language)

    def _period(self) -> str:
        start, end = self.assessment.partnership.starts_on, self.assessment.partnership.ends_on
        if not start or not end:
            return ""
        return self.sentence(N_("{start} to {end}"), start=self.day(start), end=self.day(end))

    # --- what it comes to

    def _ground(self, question: str) -> DecidingGround:
        rated = self.review.answers[question]
        reasons = in_series(self.language, map(self.text, rated.reasons))
        return DecidingGround(question, self._label(question), reasons, rated.level)

    def _benefits(self) -> list[str]:
        scale = self._answer(QuestionRole.BENEFIT)
        lines = []
        if scale:
            grade = scale.get("scale")
            worth = format_number(grade if isinstance(grade, int) else 0, self.language)
            sentence = self.sentence(N_("Benefit for migrants and society: {worth} of 5."), worth=worth)
            lines.append(f"{sentence} {scale.get('text') or ''}".strip())
        cost = self._answer(QuestionRole.COST)
        if cost.get("usd"):
            money = format_money(str(cost["usd"]), "USD", self.language)
            lines.append(self.sentence(N_("Cost for IOM: {amount}."), amount=money))
        if self.review.benefit is not None:
            advice = self.text(self.review.benefit.label)
            lines.append(self.sentence(N_("Benefit against risk: “{advice}”"), advice=advice))
        return [*lines, *self._shares()]

    def _shares(self) -> list[str]:
        """What each party gains, as the mutual-benefit sheet says it (¶16)."""
        own = {
            PartyKind.IOM: self.sentence(N_("IOM")),
            PartyKind.MIGRANTS: self.sentence(N_("Migrants and communities")),
        }
        return [
            self.sentence(N_("{party} gains: {what}"), party=own.get(share.kind, share.name), what=share.benefit)
            for share in mutual_benefit.read_in(self.session, self.assessment.partnership)
            if share.benefit
        ]

    def _answer(self, role: QuestionRole) -> JsonObject:
        """The officer's answer to the question of a role, whose value is an object; empty without one."""
        return fields_of(self.assessment.answers.get(self.form.role(role).id, AnswerContent()).value)

    def _risks(self) -> list[str]:
        measures = risks.printed(self.session, self.assessment.case, self.assessment.register)
        partner = self.assessment.partner.id
        records = select(Partner).where(Partner.id.in_(identity.records(self.session, partner))).order_by(Partner.id)
        own_records = self.session.scalars(records).all()
        flags = inherited.flags_of(self.session, self.work, [partner]).get(partner, ())
        warnings = [record.watch_note for record in own_records if record.watch_note]
        rows = [self.sentence(N_("Warning of Headquarters: {what}"), what=warning) for warning in warnings]
        rows += [self.sentence(N_("Inherited: {what}"), what=flag.in_words(self.language)) for flag in flags]
        rows += [self._measure(row) for row in measures]
        prevented = self._answer(QuestionRole.PREVENTION)
        if prevented.get("text"):
            rows.append(str(prevented["text"]))
        rows += [
            self._risk_of(id_)
            for id_, rated in self.review.answers.items()
            if rated.level in (Level.MEDIUM, Level.HIGH, Level.EXCLUDED)
        ]
        return list(dict.fromkeys(rows))

    def _risk_of(self, question: str) -> str:
        """What an answer puts at risk: many say no more than yes, so the question is named."""
        short, answer = self.text(self.form.by_id[question].short), self._ground(question).reason
        return self.sentence(N_("{question}: {answer}"), question=short, answer=answer) if answer else short

    def _measure(self, row: MitigationMeasure) -> str:
        return " · ".join(part for part in (row.risk, row.measure, row.owner, self.day(row.due)) if part)

    def _interests(self) -> list[tuple[str, str]]:
        interests = []
        for id_ in (self.form.role(role).id for role in ABOUT_INTERESTS):
            if id_ in self.review.answers:
                rated = self.review.answers[id_]
                sentence = in_series(self.language, map(self.text, rated.reasons)) or self._chosen(id_)
                interests.append((self._label(id_), sentence))
        return interests

    def _chosen(self, question: str) -> str:
        choice = self.form.by_id[question].choice(self.assessment.answers.get(question, AnswerContent()).value)
        return self.text(choice.label) if choice else ""

    # --- the screening

    def _screening(self) -> list[str]:
        state = self.assessment.screening
        if state.run is None:
            return [self.sentence(N_("No name has been searched."))]
        lines = [self._searched(used) for used in state.run.lists]
        lines.append(self._result(state))
        if not state.current:
            lines.append(self.sentence(N_("Names changed after the search: it must be done again.")))
        return lines

    def _searched(self, used: ListUsed) -> str:
        title = said_in(self.language, used.title)  # what arrived is a text, with no places to fill
        if not used.published:
            return self.sentence(N_("{list}, without a date."), list=title)
        dated = day_in_words(used.published, self.language)
        age = ago(day_of(used.published), self.work.today(), self.language)
        return self.sentence(N_("{list} of {day}, {age}."), list=title, day=dated, age=age)

    def _result(self, state: ScreeningState) -> str:
        names = format_number(sum(len(s.names) for s in state.subjects), self.language)
        alerting = [c for c in state.candidates if c.alerting]
        if any(c.confirmed for c in state.candidates):
            return self.sentence(N_("A listed person or organization was identified: the partner is excluded."))
        if not alerting:
            return self.sentence(N_("{names} names searched, no match."), names=names)
        if state.open:
            left = format_number(len(state.open), self.language)
            return self.sentence(
                N_("{names} names searched; possible matches still open: {count}."), names=names, count=left
            )
        ruled = format_number(len(alerting), self.language)
        sentence = N_("{names} names searched; possible matches set aside with their reasons: {count}.")
        return self.sentence(sentence, names=names, count=ruled)

    # --- before

    def _earlier(self) -> list[str]:
        case = self.assessment.case
        own = identity.records(self.session, case.partner_id)
        numbers = {
            row.id: row.number
            for row in self.session.execute(select(Case.id, Case.number).where(Case.partner_id.in_(own)))
        }
        return [
            self._earlier_line(decision, numbers.get(decision.case_id, ""))
            for decision in _decisions_on(self.session, own)
            if decision.case_id != case.id or not verdicts.answers(decision, case)
        ]

    def _earlier_line(self, decision: Verdict, number: str) -> str:
        day, outcome = self.day(decision.decided_at), self.sentence(OUTCOMES[decision.outcome])
        line = f"{day} · {number} · {outcome} · {decided.decider(decision, self.language)} · {decision.reason}"
        return " · ".join(part for part in (line, self.warning_of(decision)) if part)

    def warning_of(self, decision: Verdict) -> str:
        """Why nobody may rely on a decision; empty where its seal holds and its decider, if a deputy, was one."""
        if not seals.holds(self.session, decision):
            return self.sentence(SEAL_BROKEN)
        return "" if seals.stood_in(self.session, decision) else self.sentence(NOT_IN_PLACE)


def _decisions_on(session: Session, records: Collection[str]) -> list[Verdict]:
    """Every decision on a partner, the newest first."""
    decisions: Iterable[Verdict] = (
        *session.scalars(select(Decision).where(Decision.partner_id.in_(records))),
        *session.scalars(select(Clearance).where(Clearance.partner_id.in_(records))),
    )
    return sorted(decisions, key=lambda decision: decision.decided_at, reverse=True)


def sheet(work: Work, assessment: Assessment, language: str) -> BriefSheet:
    """The page of one case in one language of the program."""
    with work.store.read() as session:
        return sheet_in(session, work, assessment, language)


def sheet_in(session: Session, work: Work, assessment: Assessment, language: str) -> BriefSheet:
    """The same page, read with what else a screen reads."""
    return BriefWriter(session, work, assessment, language).sheet()


def pdf(work: Work, case_id: str, language: str) -> bytes:
    """The page as PDF bytes, with the record inside; it can be signed in ink where no laptop is at hand."""
    from desktop.documents.blocks import ChipLevel
    from desktop.documents.enclosures.brief import PrintedBrief, draw_brief

    assessment = assessments.read(work, case_id)
    written = sheet(work, assessment, language)
    authority = authority_to_decide(work, assessment)
    content = PrintedBrief(
        partner=written.partner,
        where=written.where,
        purpose=written.purpose,
        kind=f"{written.partnership} · {written.kind}",
        value=" · ".join(part for part in (written.value, written.dollars) if part),
        level=ChipLevel.of(written.level),
        reason=in_series(language, (ground.reason or ground.label for ground in written.grounds[:4])),
        depth=written.depth,
        benefits=tuple(written.benefits),
        risks=tuple(written.risks[:6]),
        unknown=(*written.unknown, *written.missing),
        interests=tuple(written.interests),
        screening=" ".join(written.screening),
        opinion=" – ".join(part for part in (written.opinion, written.opinion_reason) if part),
        officer=written.officer,
        authority=authority.why,
        earlier=tuple(written.earlier),
        reviews=tuple(written.reviews),
        within_authority=authority.may,
        code=paper_decisions.sheet_code(work, assessment) if assessment.case.state == CaseState.READY else "",
    )
    record = decisions.brief(work.definitions, assessment, assessment.case.submitted_by).to_json()
    office, mark = office_profile.read(work.store).name, marks.of_office(work.store, (language,))
    number, drawn_at, paper = assessment.case.number, work.clock.stamp(), office_paper.of(work)
    return draw_brief(content, language, number, drawn_at, office, record, mark, paper).data
