"""`Definitions`: everything under one folder of definition files, each read when it is first asked for."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.base import paths
from desktop.base.errors import Problem
from desktop.base.text import _

if TYPE_CHECKING:
    from desktop.definitions.agreements.agreement_type import AgreementType
    from desktop.definitions.authority import Authority
    from desktop.definitions.briefing import MeetingCaution
    from desktop.definitions.clauses.library import ClauseLibrary
    from desktop.definitions.contributions import ContributionRules
    from desktop.definitions.duplicates import DuplicateRules
    from desktop.definitions.follow_up import FollowUp
    from desktop.definitions.form import Questionnaire
    from desktop.definitions.function import FunctionRules
    from desktop.definitions.guidance import Guidance
    from desktop.definitions.iati import IatiRules
    from desktop.definitions.indicator import Indicators
    from desktop.definitions.kits import ThemeKits
    from desktop.definitions.letters import LetterText
    from desktop.definitions.obligations import ObligationRule
    from desktop.definitions.pipeline import PipelineRules
    from desktop.definitions.putting_off import PutOffRules
    from desktop.definitions.references import References
    from desktop.definitions.regions import Regions
    from desktop.definitions.register import RegisterRules
    from desktop.definitions.report import ReportRules
    from desktop.definitions.results import ResultRules
    from desktop.definitions.spreadsheets import SpreadsheetRules
    from desktop.definitions.strategy import Strategy
    from desktop.definitions.worked_cases import WorkedCase


CHECKED = (
    *("authority", "form", "guidance", "references", "follow_up", "worked_cases", "strategy", "regions"),
    *(
        "cautions",
        "kits",
        "spreadsheets",
        "pipeline",
        "duplicates",
        "put_off",
        "function",
        "contributions",
        "results",
        "indicators",
        "register",
        "iati",
        "reports",
        "letters",
        "letter_countries",
    ),
)


@dataclass(frozen=True)
class Definitions:
    """Everything under one folder of definitions; each file is read when first asked for, then kept.

    `earlier` gives the file of a questionnaire that was in force before, by its digest; None where it is not here.
    """

    folder: Path
    earlier: Callable[[str], bytes | None] = field(default=lambda digest: None, compare=False)
    _forms: "dict[str, Questionnaire]" = field(default_factory=dict, init=False, compare=False, repr=False)

    @classmethod
    def load(cls, folder: Path) -> "Definitions":
        """Point at a folder; nothing is read yet. Raises Problem when the folder is not there."""
        if not folder.is_dir():
            raise Problem(
                _("The folder of definitions is missing."),
                _("Install the program again; no data is lost."),
                code="definitions-missing",
            )
        return cls(folder)

    @property
    def questionnaire_file(self) -> Path:
        """The file of the due-diligence questionnaire."""
        return self.folder / "diligence" / "questionnaire.toml"

    @cached_property
    def form(self) -> "Questionnaire":
        """The due-diligence questionnaire in force; with it, whether the matrix names questions that it has."""
        from desktop.definitions.authority import check_questions
        from desktop.definitions.form import load_form

        form = load_form(self.questionnaire_file)
        check_questions(self.authority, form.by_id)
        return form

    def form_of(self, digest: str) -> "Questionnaire":
        """The questionnaire with which a case was begun; the one in force where that is it, or where it is not here."""
        from desktop.definitions.form import questionnaire_of
        from desktop.definitions.source import parse_toml

        if not digest or digest == self.form.digest:
            return self.form
        if digest not in self._forms:
            data = self.earlier(digest)
            source = parse_toml(data.decode(), self.questionnaire_file.name, digest) if data is not None else None
            self._forms[digest] = questionnaire_of(source) if source is not None else self.form
        return self._forms[digest]

    @cached_property
    def guidance(self) -> "Guidance":
        """What helps to answer each question of the questionnaire in force."""
        from desktop.definitions.guidance import check_guidance, load_guidance

        guidance = load_guidance(self.folder / "diligence" / "guidance.toml")
        check_guidance(guidance, self.form.by_id)
        return guidance

    @cached_property
    def references(self) -> "References":
        """The texts on which the questionnaire in force rests; each of their principles is covered by a question."""
        from desktop.definitions.references import check_references, load_references

        references = load_references(self.folder / "diligence" / "references.toml")
        check_references(references, self.form.questions)
        return references

    @cached_property
    def authority(self) -> "Authority":
        """Who prepares, reviews and decides."""
        from desktop.definitions.authority import load_authority

        return load_authority(self.folder / "authority.toml")

    @cached_property
    def follow_up(self) -> "FollowUp":
        """What re-opens a decided case, and what becomes of an incident."""
        from desktop.definitions.follow_up import load_follow_up

        return load_follow_up(self.folder / "follow_up.toml")

    @cached_property
    def obligations(self) -> "tuple[ObligationRule, ...]":
        """What a signed agreement asks of the parties by a day."""
        from desktop.definitions.obligations import SUSPENSION, load_obligations

        types = self.agreements.values()
        known = {annex.source for kind in types for annex in kind.annexes} | self.library.fields.keys() | {SUSPENSION}
        return load_obligations(self.folder / "obligations.toml", known)

    @cached_property
    def letters(self) -> "tuple[LetterText, ...]":
        """The letters to a partner."""
        from desktop.definitions.letters import load_letters

        return load_letters(self.folder / "letters.toml")

    @cached_property
    def cautions(self) -> "tuple[MeetingCaution, ...]":
        """What is not said at a meeting with a partner."""
        from desktop.definitions.briefing import load_cautions

        return load_cautions(self.folder / "briefing.toml")

    @cached_property
    def worked_cases(self) -> "tuple[WorkedCase, ...]":
        """The cases on which an edited questionnaire is tried."""
        from desktop.definitions.worked_cases import load_worked_cases

        return load_worked_cases(self.folder / "diligence" / "worked_cases.toml", self.authority)

    @cached_property
    def strategy(self) -> "Strategy":
        """What the strategy itself names: groups, types, aims, principles, pillars, themes, stages."""
        from desktop.definitions.strategy import load_strategy

        return load_strategy(self.folder / "strategy.toml")

    @cached_property
    def letter_countries(self) -> frozenset[str]:
        """The countries whose offices print on Letter; all others print on A4."""
        from desktop.definitions.paper import read_letter_countries

        return read_letter_countries(self.folder / "paper.toml")

    @cached_property
    def duplicates(self) -> "DuplicateRules":
        """By what two records may be one partner."""
        from desktop.definitions.duplicates import load_duplicates

        return load_duplicates(self.folder / "duplicates.toml")

    @cached_property
    def regions(self) -> "Regions":
        """The regions to which offices belong."""
        from desktop.definitions.regions import load_regions

        return load_regions(self.folder / "regions.toml")

    @cached_property
    def kits(self) -> "ThemeKits":
        """What an office says of each theme of the strategy."""
        from desktop.definitions.kits import load_kits

        return load_kits(self.folder / "kits", [theme.id for theme in self.strategy.themes])

    @cached_property
    def spreadsheets(self) -> "SpreadsheetRules":
        """How an office's own tables of partners are read."""
        from desktop.definitions.spreadsheets import load_spreadsheet_rules

        return load_spreadsheet_rules(self.folder / "spreadsheets.toml", self.strategy)

    @cached_property
    def pipeline(self) -> "PipelineRules":
        """The stages of partnerships, why they stop, and what is asked of an offer."""
        from desktop.definitions.pipeline import load_pipeline

        return load_pipeline(self.folder / "pipeline.toml", self.strategy)

    @cached_property
    def put_off(self) -> "PutOffRules":
        """What of Today can be put off, and why."""
        from desktop.definitions.putting_off import load_put_off_rules

        return load_put_off_rules(self.folder / "today.toml")

    @cached_property
    def function(self) -> "FunctionRules":
        """In what people are trained, and how the cost of the private-sector function is told apart."""
        from desktop.definitions.function import load_function

        return load_function(self.folder / "function.toml")

    @cached_property
    def contributions(self) -> "ContributionRules":
        """In which forms contributions come, how their value is found, why one does not come."""
        from desktop.definitions.contributions import load_contributions

        return load_contributions(self.folder / "contributions.toml")

    @cached_property
    def results(self) -> "ResultRules":
        """The kinds of activities, the stages of innovations, and how persons assisted are counted."""
        from desktop.definitions.results import load_results

        return load_results(self.folder / "results.toml")

    @cached_property
    def indicators(self) -> "Indicators":
        """The indicators by which the strategy is judged."""
        from desktop.definitions.indicator import load_indicators

        return load_indicators(self.folder / "indicators.toml")

    @cached_property
    def iati(self) -> "IatiRules":
        """What the register is called in an activity file of IATI."""
        from desktop.definitions.iati import load_iati

        return load_iati(self.folder / "iati.toml")

    @cached_property
    def register(self) -> "RegisterRules":
        """What of the transparency register leaves for whom."""
        from desktop.definitions.register import load_register

        return load_register(self.folder / "register.toml")

    @cached_property
    def reports(self) -> "ReportRules":
        """The kinds of report, and what each contains."""
        from desktop.definitions.report import load_reports

        return load_reports(self.folder / "reports.toml", self.strategy)

    def problems(self) -> "Iterator[Problem]":
        """Everything wrong with these definitions: every fault of a clause, the first one of every other file."""
        from desktop.definitions.agreements.reading import agreement_problems
        from desktop.definitions.clauses.checklist import checklist_problems
        from desktop.definitions.clauses.library import clause_problems

        try:
            faults = list(clause_problems(self.folder / "clauses"))
        except Problem as problem:
            faults = [problem]
        faults = faults or list(agreement_problems(self.folder / "agreements", self.library))
        yield from faults
        try:
            yield from () if faults else checklist_problems(self.folder / "checklist.toml", self.library)
        except Problem as problem:
            yield problem
        for part in (*CHECKED, *(() if faults else ("obligations",))):
            try:
                getattr(self, part)
            except Problem as problem:
                yield problem

    @cached_property
    def library(self) -> "ClauseLibrary":
        """The clauses, and the fields they may name."""
        from desktop.definitions.clauses.library import read_library

        return read_library(self.folder / "clauses")

    @cached_property
    def agreements(self) -> "Mapping[str, AgreementType]":
        """The types of agreement, by code."""
        from desktop.definitions.agreements.reading import read_agreement_types

        return read_agreement_types(self.folder / "agreements", self.library)


@cache
def shipped() -> Definitions:
    """The definitions that come with the program, read once a process: nothing changes them while it runs."""
    return Definitions.load(paths.forms())
