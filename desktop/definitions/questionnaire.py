"""What a questionnaire is made of: tiers and what opens them, sections, questions, the grid of benefits."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from desktop.base.text import Text
from desktop.definitions.answers import FindingRules, OutcomeCase, Question
from desktop.definitions.rules import Rule
from desktop.definitions.terms import Depth, LabelledCode, Level, QuestionRole


@dataclass(frozen=True, slots=True)
class TierOpening:
    """A reason that opens a tier."""

    id: str
    tier: Depth
    when: Rule
    label: Text


@dataclass(frozen=True, slots=True)
class Tier:
    """A depth of due diligence (dossier 2.1), and how many minutes an officer should count for it."""

    id: Depth
    label: Text
    minutes: int


@dataclass(frozen=True, slots=True)
class QuestionnaireSection:
    """One of the thirteen sections; `mitigable` says whether agreed measures may lower its level (dossier 2.5)."""

    id: str
    title: Text
    mitigable: bool


@dataclass(frozen=True, slots=True)
class LabelledRule:
    """A rule with the sentence that is shown where it holds: a cell of the grid of benefit against risk, a reason
    that raises the level, a limit of the path of ¶23."""

    id: str
    when: Rule
    label: Text


@dataclass(frozen=True, slots=True)
class LightRoute:
    """The route of a low-risk gift in kind (¶21: as much examination as there is risk).

    It needs `when` and not one adverse answer; the depth is then the basic one, `besides` are asked too, and joint
    answers may be given. `minutes` is what an officer should count for it.
    """

    when: Rule
    label: Text
    minutes: int
    besides: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class JointAnswer:
    """One statement that answers several questions of the light route, each of which records its own answer.

    With `log`, what the officer writes of the search becomes the text of each.
    """

    id: str
    title: Text
    statement: Text
    log: bool
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The numbers by which answers are judged.

    So many answers rated medium make a section high, or the whole (dossier 2.5); findings of more days than
    `old_finding_days` weigh one level less (dossier 2.4).
    """

    mediums_in_section: int
    mediums_in_all: int
    old_finding_days: int


@dataclass(frozen=True)
class QuestionnaireFile:
    """A questionnaire as written. `digest` names the bytes of its file: a case keeps the one it was answered in."""

    id: str
    version: str
    digest: str
    title: Text
    about: Text
    kinds: Mapping[str, Rule]
    tiers: tuple[Tier, ...]
    openings: tuple[TierOpening, ...]
    light: LightRoute
    joint_answers: tuple[JointAnswer, ...]
    sections: tuple[QuestionnaireSection, ...]
    questions: tuple[Question, ...]
    benefits: tuple[LabelledRule, ...]
    uplifts: tuple[LabelledRule, ...]
    adhoc_limits: tuple[LabelledRule, ...]
    thresholds: Thresholds
    index: Mapping[Level, int]  # the weight of an answer of this level when cases are sorted
    finding_cases: tuple[OutcomeCase, ...]  # of findings about questions that are not answered by findings
    findings: Mapping[
        str, tuple[LabelledCode, ...]
    ]  # texts of a finding's codes: status, link, response, credibility, grade

    @cached_property
    def by_id(self) -> Mapping[str, Question]:
        """The questions by their id."""
        return {question.id: question for question in self.questions}

    @cached_property
    def finding_rules(self) -> FindingRules:
        """How findings are rated."""
        return FindingRules(self.thresholds.old_finding_days, self.finding_cases)

    @cached_property
    def asking_findings(self) -> tuple[Question, ...]:
        """The questions that findings answer, in order."""
        return tuple(question for question in self.questions if question.found_choice is not None)

    @cached_property
    def by_role(self) -> Mapping[QuestionRole, Question]:
        """The question that holds each role."""
        return {question.role: question for question in self.questions if question.role is not None}

    def role(self, role: QuestionRole) -> Question:
        """The question of a role; every role has one in a questionnaire that was read from a file."""
        return self.by_role[role]

    @cached_property
    def by_section(self) -> Mapping[str, tuple[Question, ...]]:
        """The questions of each section, in order."""
        return {s.id: tuple(q for q in self.questions if q.section == s.id) for s in self.sections}
