"""What a questionnaire is made of: tiers and what opens them, sections, questions, the grid of benefits."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from desktop.base.text import Text
from desktop.definitions.answers import Named, Question
from desktop.definitions.rules import Rule


@dataclass(frozen=True, slots=True)
class Opening:
    """A reason that opens a tier."""

    id: str
    tier: str
    when: Rule
    label: Text


@dataclass(frozen=True, slots=True)
class Tier:
    """A depth of due diligence (dossier 2.1), and how many minutes an officer should count for it."""

    id: str
    label: Text
    minutes: int


@dataclass(frozen=True, slots=True)
class Section:
    """One of the thirteen sections; `mitigable` says whether agreed measures may lower its level (dossier 2.5)."""

    id: str
    title: Text
    mitigable: bool


@dataclass(frozen=True, slots=True)
class Benefit:
    """One cell of the grid of benefit against risk (dossier 2.6)."""

    id: str
    when: Rule
    label: Text


@dataclass(frozen=True)
class Questionnaire:
    """A questionnaire as written. `digest` names the bytes of its file: a case keeps the one it was answered in."""

    id: str
    version: str
    digest: str
    title: Text
    about: Text
    kinds: Mapping[str, Rule]
    tiers: tuple[Tier, ...]
    openings: tuple[Opening, ...]
    sections: tuple[Section, ...]
    questions: tuple[Question, ...]
    benefits: tuple[Benefit, ...]
    findings: Mapping[str, tuple[Named, ...]]  # texts of a finding's codes: status, link, response, credibility, grade

    @cached_property
    def by_id(self) -> Mapping[str, Question]:
        """The questions by their id."""
        return {question.id: question for question in self.questions}

    @cached_property
    def by_section(self) -> Mapping[str, tuple[Question, ...]]:
        """The questions of each section, in order."""
        return {s.id: tuple(q for q in self.questions if q.section == s.id) for s in self.sections}
