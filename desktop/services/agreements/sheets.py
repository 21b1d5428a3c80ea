"""The sheets that go with an agreement: decision and certificate for IOM alone, and what may be disclosed (¶27)."""

from collections.abc import Callable, Iterable, Mapping

from desktop.base.dates import day_in_words
from desktop.base.numbers import format_money
from desktop.base.places import country_name
from desktop.base.text import N_, Text, in_series, said_in
from desktop.base.values import fingerprint
from desktop.definitions.terms import ConductTest, Level, MoneyMoved
from desktop.documents.blocks import ChipLevel, Sentence, Tick
from desktop.documents.enclosures.certificate import PrintedCertificate
from desktop.documents.enclosures.decision_sheet import PrintedCondition, PrintedDecision, PrintedGround
from desktop.documents.enclosures.transparency import PrintedContribution, TransparencySheet
from desktop.services import labels
from desktop.services.agreements.composing import Composition
from desktop.services.diligence import assessments
from desktop.services.diligence.evidence import unopenable, unopenable_files
from desktop.services.office import office_profile, people
from desktop.services.screening import certificate
from desktop.services.work import Work
from desktop.store.records import Case, OfficeProfile
from desktop.store.records.values import DecisionCondition, ReviewSummary

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
UNKNOWN = N_("Not everything is known yet.")
RATED = (Level.LOW, Level.MEDIUM, Level.HIGH, Level.EXCLUDED)


def purpose(composition: Composition) -> Sentence:
    """The common purpose (¶18) in the languages of the agreement, else as the partnership says it."""
    purpose, planned = composition.facts.get("agreement.purpose"), composition.partnership.purpose
    if isinstance(purpose, Mapping):
        return tuple(str(purpose.get(language) or planned) for language in composition.agreement.languages)
    return str(purpose or planned)


class SheetWriter:
    """Writes the sheets of one agreement in its languages."""

    def __init__(self, work: Work, composition: Composition) -> None:
        self._work, self._composition = work, composition
        self.languages = tuple(composition.agreement.languages)
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

    def value(self) -> Sentence:
        """The total of what changes hands."""
        value = self._composition.facts.get("contribution.value")
        if self._composition.type.money == MoneyMoved.NONE or not isinstance(value, Mapping) or not value.get("amount"):
            return self.sentence(N_("No money or goods change hands"))
        return self.each_language(lambda language: format_money(str(value["amount"]), str(value["currency"]), language))

    # --- the decision

    def decision(self) -> PrintedDecision | None:
        """The decision sheet; None while no decision is valid."""
        decision, definitions = self._composition.decision, self._work.definitions
        if decision is None:
            return None
        with self._work.store.read() as session:
            case = session.get_one(Case, decision.case_id)
        assessment = assessments.read(self._work, case.id)
        review = decision.brief.outcome if decision.brief else ReviewSummary()
        role = definitions.authority.role(decision.decider_role)
        return PrintedDecision(
            level=ChipLevel.of(decision.level),
            reason=decision.reason,
            depth=self.text(next(tier.label for tier in definitions.form.tiers if tier.id == review.tier)),
            verdicts=self._verdicts(review),
            outcome=self.sentence(labels.OUTCOMES[decision.outcome]),
            prepared_by=self._names.get(case.submitted_by, ""),
            decided_by=self.each_language(lambda language: f"{decision.decider_name}, {role[language]}"),
            decided_on=self.day(decision.decided_at),
            valid_until=self.day(decision.valid_until),
            reviewed_by=self._names.get(case.reviewed_by, ""),
            questionnaire=f"{definitions.form.version} · {fingerprint(case.form_digest)}",
            grounds=self._grounds(assessment, review),
            conditions=tuple(map(self._condition, decision.conditions)),
            unknown=(
                *(self._question(question) for question in review.not_established),
                *(self.text(unopenable(piece)) for piece in unopenable_files(assessment.evidence)),
            ),
            benefit=self._benefit(review),
            seal=fingerprint(decision.seal),
        )

    def _verdicts(self, review: ReviewSummary) -> Verdicts:
        """¶22 a, b, c, each with its reason."""
        conduct, sanctions, reputation = (self._verdict(review.verdicts.get(f"22{test}", "")) for test in ConductTest)
        return conduct, sanctions, reputation

    def _verdict(self, level: str) -> PrintedVerdict:
        return SATISFIED.get(level, Tick.OPEN), self.sentence(WHY.get(level, UNKNOWN))

    def _condition(self, condition: DecisionCondition) -> PrintedCondition:
        return PrintedCondition(condition.text, condition.owner, self.day(condition.due))

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
            nature=self._side_by_side(label, composition.type.name),
            scope=purpose(composition),
            dates=self.period(),
            status=self.sentence(labels.STATES[composition.agreement.state]),
            contributions=self._contributions(),
            aims=self.series(aims[aim] for aim in partnership.aims if aim in aims),
            themes=self.series(themes[theme] for theme in partnership.themes if theme in themes),
            diligence_on=self.day(composition.decision.decided_at) if composition.decision else "",
            document=composition.agreement.reference,
            contact=self.profile.email,
            visibility=self.sentence(labels.VISIBILITY[partnership.visibility]),
        )

    def _partner_type(self) -> Sentence:
        strategy, partner = self._work.definitions.strategy, self._composition.partner
        subtypes = {subtype.id: subtype.label for subtype in strategy.subtypes_of(partner.group)}
        return self._side_by_side(strategy.labels("groups").get(partner.group), subtypes.get(partner.subtype))

    def _side_by_side(self, *texts: Text | None) -> Sentence:
        return self.each_language(lambda language: " · ".join(text[language] for text in texts if text))

    def _contributions(self) -> tuple[PrintedContribution, ...]:
        """Cash, goods and services as three lines, always (product decision 11)."""
        partnership = self._composition.partnership
        lines = []
        for kind, label in labels.KINDS.items():
            alone = partnership.contribution_kinds == [kind]  # of several kinds, nobody knows what each is worth
            amount = self._money(partnership.value, partnership.currency) if alone else "–"
            usd = self._money(partnership.value_usd, "USD") if alone else "–"
            lines.append(PrintedContribution(self.sentence(label), amount, usd, "–"))
        return tuple(lines)

    def _money(self, amount: str | None, currency: str) -> Sentence:
        return self.each_language(lambda language: format_money(amount, currency, language)) if amount else "–"
