"""The sheets that go with an agreement: decision and certificate for IOM alone, and what may be disclosed (¶27)."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from desktop.base.dates import day_in_words, day_of
from desktop.base.numbers import format_money
from desktop.base.places import DOLLARS, country_name
from desktop.base.text import N_, Text, in_series, said_in
from desktop.base.values import fingerprint
from desktop.definitions.answer_content import AnswerContent
from desktop.definitions.answers import Question, fields_of
from desktop.definitions.facts import Facts
from desktop.definitions.terms import ConductTest, Level, QuestionRole, QuestionType
from desktop.documents.blocks import ChipLevel, Sentence, Tick
from desktop.documents.enclosures.certificate import PrintedCertificate
from desktop.documents.enclosures.decision_sheet import (
    PrintedCheck,
    PrintedCondition,
    PrintedDecision,
    PrintedGround,
    PrintedMeasure,
)
from desktop.documents.enclosures.transparency import PrintedContribution, TransparencySheet
from desktop.services import labels
from desktop.services.agreements.composing import Composition
from desktop.services.diligence import answers, assessments, conditions, decided, risks
from desktop.services.diligence.evidence import unopenable, unopenable_files
from desktop.services.office import office_profile, people
from desktop.services.registry import dollars
from desktop.services.screening import certificate
from desktop.services.work import Work
from desktop.store.records import Answer, Case, OfficeProfile, Verdict
from desktop.store.records.values import BriefSummary, DecisionCondition, ReviewSummary

PrintedVerdict = tuple[Tick, Sentence]
Verdicts = tuple[PrintedVerdict, PrintedVerdict, PrintedVerdict]

SATISFIED: Mapping[str, Tick] = {  # whether a test of ¶22 is met: yes up to medium, no from high, else open
    Level.LOW: Tick.YES,
    Level.MEDIUM: Tick.YES,
    Level.NONE: Tick.YES,
    Level.HIGH: Tick.NO,
    Level.EXCLUDED: Tick.NO,
}
WHY: Mapping[str, str] = {
    Level.LOW: N_("Nothing adverse was found."),
    Level.NONE: N_("Nothing adverse was found."),
    Level.MEDIUM: N_("Points to watch, covered by the decision."),
    Level.HIGH: N_("Serious points, set out below."),
    Level.EXCLUDED: N_("An exclusionary fact was found."),
}
NOTHING = N_("No money, goods or services change hands")
NO_VALUE = N_("No value was written")
NO_INTEREST = N_("The decider declared no personal or financial interest in the partner, nor of a relative.")
AD_HOC = N_("Ad hoc collaboration (¶23)")
IN_THE_TOTAL = N_("in the total")
NONE = "–"
OPEN = N_("To be completed")
UNKNOWN = N_("Not everything is known yet.")
RATED = (Level.LOW, Level.MEDIUM, Level.HIGH, Level.EXCLUDED)


def purpose(composition: Composition, languages: Sequence[str]) -> Sentence:
    """The common purpose (¶18) in these languages of the agreement, else as the partnership says it."""
    purpose, planned = composition.facts.get("agreement.purpose"), composition.partnership.purpose
    if isinstance(purpose, Mapping):
        return tuple(str(purpose.get(language) or planned) for language in languages)
    return str(purpose or planned)


def further(facts: Facts) -> tuple[Facts, ...]:
    """The parties that sign beside the Organization and the partner, as the agreement names them."""
    return tuple(row for row in facts.rows("agreement.parties") if row.get("name"))


class SheetWriter:
    """Writes the sheets of one agreement in its languages, or in those that are named."""

    def __init__(self, work: Work, composition: Composition, languages: Sequence[str] = ()) -> None:
        self._work, self._composition = work, composition
        self.languages = tuple(languages or composition.agreement.languages)
        self.profile: OfficeProfile = office_profile.read(work.store)
        self._names = people.names(work.store)

    # --- in every language

    def each_language(self, write: Callable[[str], str]) -> tuple[str, ...]:
        """What a function writes in each language."""
        return tuple(map(write, self.languages))

    def sentence(self, sentence: str) -> tuple[str, ...]:
        """A sentence of the catalogue."""
        return self.each_language(lambda language: said_in(language, sentence))

    def text(self, text: Text) -> tuple[str, ...]:
        """A text of the definitions."""
        return self.each_language(lambda language: text[language])

    def series(self, texts: Iterable[Text]) -> tuple[str, ...]:
        """Several texts of the definitions on one line."""
        series = tuple(texts)
        return self.each_language(lambda language: in_series(language, (text[language] for text in series)))

    def country(self, code: str) -> Sentence:
        """The name of a country; empty without a code."""
        return self.each_language(lambda language: country_name(code, language)) if code else ""

    def day(self, stamp: str | None) -> Sentence:
        """The day of a date or a moment in words; empty without one."""
        if not stamp:
            return ""
        return self.each_language(lambda language: day_in_words(stamp, language, "long"))

    def place_and_date(self, made_at: str) -> Sentence:
        """The city of the office, and the month in which the text was made; the day is written by hand at signature."""
        month = day_of(made_at).isoformat()[:7]
        city = self.profile.city
        return self.each_language(
            lambda language: ", ".join(part for part in (city, day_in_words(month, language)) if part)
        )

    def period(self) -> Sentence:
        """From which day to which day the agreement runs."""
        facts = self._composition.facts
        start, end = str(facts.get("agreement.start") or ""), str(facts.get("agreement.end") or "")
        if not start or not end:
            return self.sentence(N_("To be completed"))
        return self.each_language(
            lambda language: said_in(language, N_("{start} to {end}")).format(
                start=day_in_words(start, language, "long"),
                end=day_in_words(end, language, "long"),
            )
        )

    def kinds(self, kinds: Iterable[str]) -> Sentence:
        """Kinds of contribution on one line; that there are none."""
        named = [labels.KINDS[kind] for kind in kinds]
        if not named:
            return self.sentence(NOTHING)
        return self.each_language(lambda language: in_series(language, (said_in(language, kind) for kind in named)))

    def contributed(self) -> Sentence:
        """The kinds of contribution, as every sheet of this agreement says them."""
        return self.kinds(self._composition.facts.texts("contribution.kinds"))

    def value(self) -> Sentence:
        """The total of what changes hands, as every sheet of this agreement says it."""
        value = self._composition.facts.branch("contribution.value")
        if not value.get("amount"):
            return self.sentence(NOTHING if not self._composition.facts.texts("contribution.kinds") else OPEN)
        return self._money(str(value["amount"]), str(value["currency"]))

    # --- the decision

    def decision(self) -> PrintedDecision | None:
        """The decision sheet; None while no decision is valid."""
        decision, definitions = self._composition.decision, self._work.definitions
        if decision is None:
            return None
        with self._work.store.read() as session:
            case = session.get_one(Case, decision.case_id)
            assessment = assessments.assess(session, self._work, case)
            measures = risks.printed(session, case, assessment.register)
        review = decision.brief.outcome if decision.brief else ReviewSummary()
        role = definitions.authority.role(decision.decider_role)
        depth = next((tier.label for tier in definitions.form.tiers if tier.id == review.tier), None)
        summary = decision.brief
        return PrintedDecision(
            level=ChipLevel.of(decision.level),
            reason=decision.reason,
            depth=self.text(depth) if depth else NONE,
            verdicts=self._verdicts(review),
            outcome=self.sentence(labels.OUTCOMES[decision.outcome]),
            prepared_by=self._names.get(case.submitted_by, ""),
            decided_by=self.each_language(lambda language: self._decider(decision, role, language)),
            decided_on=self.day(decision.decided_at),
            valid_until=self.day(decision.valid_until),
            reviewed_by=self._names.get(case.reviewed_by, ""),
            questionnaire=f"{definitions.form.version} · {fingerprint(case.form_digest)}",
            grounds=self._grounds(assessment, review),
            conditions=tuple(self._condition(decision, condition) for condition in decision.conditions),
            unknown=(
                *(self._question(question) for question in review.not_established),
                *(self.text(unopenable(piece)) for piece in unopenable_files(assessment.evidence)),
            ),
            benefit=self._benefit(review),
            seal=fingerprint(decision.seal),
            residual=ChipLevel.of(decision.residual) if decision.residual else None,
            path=self.sentence(AD_HOC) if decision.ad_hoc else "",
            partnership=summary.partnership if summary else "",
            kind=self._kind(summary.type, summary.agreement_type) if summary else "",
            kinds=self.kinds(summary.kinds) if summary and "kinds" not in summary.absent else "",
            value=self._decided_value(summary) if summary else "",
            dollars=self._decided_dollars(summary) if summary else "",
            in_writing=decision.route.in_writing if decision.route else "",
            opinion=self.sentence(labels.OPINIONS[summary.opinion]) if summary and summary.opinion else "",
            opinion_reason=summary.opinion_reason if summary else "",
            interest=self.sentence(NO_INTEREST) if decision.no_interest else "",
            measures=tuple(
                PrintedMeasure(measure.risk, measure.measure, measure.owner, self.day(measure.due))
                for measure in measures
            ),
            checks=self._checks(assessment),
        )

    def _kind(self, type_: str, agreement_type: str) -> Sentence:
        label = next(
            (declared.label for declared in self._work.definitions.strategy.types if declared.id == type_), None
        )
        agreement = self._work.definitions.agreements.get(agreement_type)
        return self._side_by_side(label, agreement.name if agreement else None)

    def _decided_value(self, decided: BriefSummary) -> Sentence:
        return self._money(decided.value, decided.currency) if decided.value else self.sentence(NO_VALUE)

    def _decided_dollars(self, decided: BriefSummary) -> Sentence:
        """What the authority of the decider rested on; a brief of a version before 0.3 does not say it."""
        if not decided.value or decided.currency == DOLLARS or "value_usd" in decided.absent:
            return ""
        return self.each_language(lambda language: dollars.said(decided.value_usd, decided.dollars, language))

    def _checks(self, assessment: assessments.Assessment) -> tuple[PrintedCheck, ...]:
        """Every question that a list or a register answers: searched here, or attested by an officer with its day."""
        form = self._work.definitions.form
        register = form.role(QuestionRole.PROCUREMENT_CHECK)
        asked = [question for question in form.questions if question.id in assessment.review.answers]
        return tuple(
            self._check(assessment, question)
            for question in asked
            if question.type == QuestionType.SCREENING or question == register
        )

    def _check(self, assessment: assessments.Assessment, question: Question) -> PrintedCheck:
        content = assessment.answers.get(question.id, AnswerContent())
        told = fields_of(content.value)
        choice = question.choice(told.get("result") if question.type == QuestionType.SCREENING else content.value)
        run = assessment.screening.run
        searched = bool(told.get("list_digest")) and run is not None
        answer = None if searched else self._last_answer(assessment.case.id, question.id)
        by = run.run_by if searched and run is not None else answer.author if answer else ""
        day = str(told.get("list_day") or "") or (answer.answered_at if answer else "")
        return PrintedCheck(
            self.text(question.label), self.text(choice.label) if choice else "", self._names.get(by, ""), self.day(day)
        )

    def _last_answer(self, case_id: str, question: str) -> Answer | None:
        with self._work.store.read() as session:
            return answers.last_version(session, case_id, question)

    def _decider(self, decision: Verdict, role: Text, language: str) -> str:
        """Who decided, with the function, and by whose hands a sheet of paper came in."""
        with self._work.store.read() as session:
            ink = decided.in_ink(session, decision, language)
        return ". ".join(part for part in (f"{decided.decider(decision, language)}, {role[language]}", ink) if part)

    def _verdicts(self, review: ReviewSummary) -> Verdicts:
        """¶22 a, b, c, each with its reason."""
        conduct, sanctions, reputation = (self._verdict(review.verdicts.get(f"22{test}", "")) for test in ConductTest)
        return conduct, sanctions, reputation

    def _verdict(self, level: str) -> PrintedVerdict:
        return SATISFIED.get(level, Tick.OPEN), self.sentence(WHY.get(level, UNKNOWN))

    def _condition(self, decision: Verdict, condition: DecisionCondition) -> PrintedCondition:
        return PrintedCondition(
            self.each_language(lambda language: conditions.wording(condition, language)),
            self.each_language(lambda language: conditions.bound(decision, condition, language)),
            self.each_language(lambda language: conditions.day(condition, language)),
        )

    def _grounds(self, assessment: assessments.Assessment, review: ReviewSummary) -> tuple[PrintedGround, ...]:
        """The questions that led to the level, as they are answered now."""
        grounds = []
        for question in review.deciding:
            rating = assessment.review.answers.get(question)
            if rating is not None and rating.level in RATED:
                reasons = self.series(rating.reasons)
                grounds.append(PrintedGround(question, self._question(question), reasons, ChipLevel.of(rating.level)))
        return tuple(grounds)

    def _question(self, question: str) -> Sentence:
        return self.text(self._work.definitions.form.by_id[question].label)

    def _benefit(self, review: ReviewSummary) -> Sentence:
        benefits = self._work.definitions.form.benefits
        return next((self.text(benefit.label) for benefit in benefits if benefit.id == review.benefit), "")

    # --- the screening

    def certificate(self) -> PrintedCertificate | None:
        """The screening certificate of the case that was decided; None while no decision is valid."""
        decision = self._composition.decision
        if decision is None:
            return None
        return certificate.case_certificate(self._work, decision.case_id, self.languages)

    # --- what may be disclosed

    def transparency(self) -> TransparencySheet:
        """¶27 and dossier 4.5: never answers, findings, a level or personal data."""
        composition, strategy = self._composition, self._work.definitions.strategy
        partner, partnership = composition.partner, composition.partnership
        aims = strategy.labels("aims")
        themes = strategy.labels("themes")
        label = next((declared.label for declared in strategy.types if declared.id == partnership.type), None)
        countries = partnership.countries or [self.profile.country]
        return TransparencySheet(
            number=partnership.register_number or self.sentence(N_("Given when the agreement is final")),
            office=self.profile.name,
            countries=self.each_language(
                lambda language: ", ".join(country_name(code, language) for code in countries if code)
            ),
            partner=partner.name,
            partner_type=self._partner_type(),
            others=", ".join(str(row.get("name")) for row in further(composition.facts)),
            nature=self._side_by_side(label, composition.type.name),
            scope=purpose(composition, self.languages),
            dates=self.period(),
            status=self.sentence(labels.STATES[composition.agreement.state]),
            contributions=self._contributions(),
            total=self._total(),
            aims=self.series(aims[aim] for aim in self._aims() if aim in aims),
            themes=self.series(themes[theme] for theme in partnership.themes if theme in themes),
            diligence_on=self.day(composition.decision.decided_at) if composition.decision else "",
            document=composition.agreement.reference,
            contact=self.profile.email,
            visibility=self.sentence(labels.VISIBILITY[partnership.visibility]),
        )

    def _aims(self) -> list[str]:
        rows = self._composition.facts.get("partnership.aims")
        listed = rows if isinstance(rows, list | tuple) else ()
        return [str(row.get("code", "") if isinstance(row, Mapping) else row) for row in listed]

    def _partner_type(self) -> Sentence:
        strategy, partner = self._work.definitions.strategy, self._composition.partner
        subtypes = {subtype.id: subtype.label for subtype in strategy.subtypes_of(partner.group)}
        return self._side_by_side(strategy.labels("groups").get(partner.group), subtypes.get(partner.subtype))

    def _side_by_side(self, *texts: Text | None) -> Sentence:
        return self.each_language(lambda language: " · ".join(text[language] for text in texts if text))

    def _contributions(self) -> tuple[PrintedContribution, ...]:
        """Cash, goods and services as three lines, always (product decision 11)."""
        facts = self._composition.facts
        brought, lines = facts.texts("contribution.kinds"), []
        for kind, label in labels.KINDS.items():
            if brought == (kind,):
                lines.append(PrintedContribution(self.sentence(label), self.value(), self._dollars(), NONE))
            else:  # of several kinds, nobody knows what each is worth
                share: Sentence = self.sentence(IN_THE_TOTAL) if kind in brought else NONE
                lines.append(PrintedContribution(self.sentence(label), share, share, NONE))
        return tuple(lines)

    def _total(self) -> PrintedContribution:
        has_value = bool(self._composition.facts.branch("contribution.value").get("amount"))
        value = self.value() if has_value else NONE
        return PrintedContribution(self.sentence(N_("Total")), value, self._dollars(), NONE)

    def _dollars(self) -> Sentence:
        usd = self._composition.facts.get("contribution.value_usd")
        return self._money(str(usd), DOLLARS) if usd else NONE

    def _money(self, amount: str, currency: str) -> Sentence:
        return self.each_language(lambda language: format_money(amount, currency, language))
