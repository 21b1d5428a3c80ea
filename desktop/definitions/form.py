"""The due-diligence questionnaire: tiers, sections and questions as HQ's file says, and the door to judging answers.

form = load_form(folder / "diligence" / "questionnaire.toml")
review = form.review(answers, facts)

A question or a choice that the program itself needs carries a `role` (`terms.QuestionRole`, `terms.ChoiceRole`): its
number and its id are HQ's to change.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from desktop.base.errors import Problem
from desktop.base.text import _
from desktop.definitions import answers as kinds
from desktop.definitions.answer_content import AnswerContent
from desktop.definitions.answers import AnswerChoice, Outcome, OutcomeCase, Question, first_value
from desktop.definitions.facts import LISTS, Facts
from desktop.definitions.questionnaire import (
    JointAnswer,
    LabelledRule,
    LightRoute,
    QuestionnaireFile,
    QuestionnaireSection,
    Thresholds,
    Tier,
    TierOpening,
)
from desktop.definitions.rating import rate
from desktop.definitions.review import CaseReview, review
from desktop.definitions.rules import ALWAYS
from desktop.definitions.source import DefinitionTable, Source, read_toml
from desktop.definitions.terms import (
    AnsweredBy,
    ChoiceRole,
    Claim,
    ConductTest,
    Depth,
    LabelledCode,
    Level,
    QuestionRole,
    QuestionType,
)


@dataclass(frozen=True)
class Questionnaire(QuestionnaireFile):
    """A questionnaire that judges the answers given to it."""

    def review(self, answers: Mapping[str, AnswerContent], facts: Facts) -> CaseReview:
        """What the answers come to (dossier 2.3 to 2.8): pure, and fast enough to be called at every keystroke.

        `facts` (see `facts.VOCABULARY`) should hold `today` and `limits` (`Authority.limits`);
        without limits the review is strict: every list is stale and the depth is enhanced.
        """
        return review(self, answers, facts)


FORM_KEYS = (
    *("id", "version", "title", "about", "kinds", "tiers", "openings", "sections", "questions", "benefits", "findings"),
    *("uplifts", "adhoc_limits", "thresholds", "index", "light", "joint", "finding_cases"),
)
QUESTION_KEYS = (
    *("id", "section", "tier", "who", "type", "label", "short", "why", "evidence", "when", "verdict", "paragraphs"),
    *("principles", "guiding", "sources", "any_tier", "file", "emergency", "adhoc", "ages", "unknown", "list"),
    *("choices", "cases", "shares", "roles", "kinds", "role"),
)
PARAGRAPH = re.compile(r"[1-9]\d?[a-z]?")  # of the strategy
OUTCOME_KEYS = ("outcome", "remedy", "never_adhoc", "blocks_signature", "conditions", "clauses")
FINDING_CODES = {
    "status": kinds.STATUSES,
    "link": kinds.LINKS,
    "response": kinds.RESPONSES,
    "credibility": kinds.CREDIBILITIES,
    "grade": ("1", "2", "3"),
}


def load_form(path: Path) -> Questionnaire:
    """Read a questionnaire; a mistake raises Problem naming the file, the line and the question."""
    return questionnaire_of(read_toml(path))


def questionnaire_of(source: Source) -> Questionnaire:
    """What a file that was read declares."""
    top = source.top()
    top.only(FORM_KEYS)
    form = Questionnaire(
        id=top.string("id"),
        version=top.string("version"),
        digest=source.digest,
        title=top.text("title"),
        about=top.text("about"),
        kinds={name: top.table("kinds").rule(name) for name in top.table("kinds").content},
        tiers=tuple(_tier(table) for table in top.tables("tiers")),
        openings=tuple(_opening(table) for table in top.tables("openings")),
        light=_light(top.table("light")),
        joint_answers=tuple(_joint(table) for table in top.tables("joint")),
        sections=tuple(_section(table) for table in top.tables("sections")),
        questions=tuple(_question(table) for table in top.tables("questions")),
        benefits=_labelled_rules(top, "benefits"),
        uplifts=_labelled_rules(top, "uplifts"),
        adhoc_limits=_labelled_rules(top, "adhoc_limits"),
        thresholds=_thresholds(top.table("thresholds")),
        index=_index(top.table("index")),
        finding_cases=tuple(_finding_case(table) for table in top.tables("finding_cases")),
        findings=_finding_labels(top),
    )
    _check_sections(top, form)
    _check_roles(top, form)
    _check_light(top, form)
    return form


def mistakes(source: Source) -> tuple[Problem, ...]:
    """Every mistake of a file, entry by entry; what concerns several entries is looked at once each of them is right.

    `questionnaire_of` raises the first of them.
    """
    top = source.top()
    readers: Iterator[Callable[[], object]] = (
        partial(reader, table)
        for key, reader in ENTRY_READERS.items()
        for entry in _entries(top, key)
        for table, reader in (*_parts(entry, key), (entry, reader))
    )
    problems = [problem for read in readers if (problem := _mistake(read))]
    problems = problems or [problem for problem in [_mistake(lambda: questionnaire_of(source))] if problem]
    return tuple({str(problem): problem for problem in problems}.values())


def _entries(top: DefinitionTable, key: str) -> tuple[DefinitionTable, ...]:
    try:
        return top.nameless_tables(key)
    except Problem:  # raised again, as the mistake of the whole file
        return ()


def _parts(entry: DefinitionTable, key: str) -> Iterator[tuple[DefinitionTable, Callable[[DefinitionTable], object]]]:
    """The parts of a question, which a mistake in another part does not hide."""
    if key == "questions":
        yield from ((choice, _choice) for choice in _entries(entry, "choices"))
        yield from ((case, _case) for case in _entries(entry, "cases"))


def _mistake(read: Callable[[], object]) -> Problem | None:
    try:
        read()
    except Problem as problem:
        return problem
    return None


def _tier(table: DefinitionTable) -> Tier:
    table.only(("id", "label", "minutes"))
    return Tier(table.code("id", Depth), table.text("label"), table.number("minutes"))


def _opening(table: DefinitionTable) -> TierOpening:
    table.only(("id", "tier", "when", "label"))
    return TierOpening(table.string("id"), table.code("tier", Depth), table.rule("when"), table.text("label"))


def _light(table: DefinitionTable) -> LightRoute:
    table.only(("when", "label", "minutes", "besides"))
    return LightRoute(table.rule("when"), table.text("label"), table.number("minutes"), table.strings("besides"))


def _joint(table: DefinitionTable) -> JointAnswer:
    table.only(("id", "title", "statement", "log", "questions"))
    return JointAnswer(
        table.string("id"),
        table.text("title"),
        table.text("statement"),
        table.flag("log", False),
        table.strings("questions"),
    )


def _section(table: DefinitionTable) -> QuestionnaireSection:
    table.only(("id", "title", "mitigable"))
    return QuestionnaireSection(table.string("id"), table.text("title"), table.flag("mitigable", True))


def _labelled_rules(top: DefinitionTable, key: str) -> tuple[LabelledRule, ...]:
    tables = top.tables(key)
    for table in tables:
        table.only(("id", "when", "label"))
    return tuple(LabelledRule(table.string("id"), table.rule("when"), table.text("label")) for table in tables)


def _thresholds(table: DefinitionTable) -> Thresholds:
    keys = ("mediums_in_section", "mediums_in_all", "old_finding_days")
    table.only(keys)
    return Thresholds(*(table.number(key) for key in keys))


def _index(table: DefinitionTable) -> Mapping[Level, int]:
    table.only(Level)
    return {Level(level): table.number(level) for level in table.content}


def _finding_labels(top: DefinitionTable) -> Mapping[str, tuple[LabelledCode, ...]]:
    labels: dict[str, list[LabelledCode]] = {name: [] for name in FINDING_CODES}
    for table in top.nameless_tables("findings"):
        table.only(("field", "id", "label"))
        name = table.one_of("field", FINDING_CODES)
        labels[name].append(LabelledCode(table.one_of("id", FINDING_CODES[name]), table.text("label")))
    for name, codes in FINDING_CODES.items():
        for code in set(codes) - {label.id for label in labels[name]}:
            wrong = _("“{key}” is missing or is not of the right kind.").format(key=code)
            raise top.refuse("finding-label-missing", wrong, "findings")
    return {name: tuple(codes) for name, codes in labels.items()}


# One question


def _question(table: DefinitionTable) -> Question:
    table.only(QUESTION_KEYS)
    table.require("id", "section", "tier", "who", "type", "label", "short", "why", "verdict", "paragraphs")
    question = Question(
        id=table.string("id"),
        section=table.string("section"),
        tier=table.code("tier", Depth),
        who=table.code("who", AnsweredBy),
        type=table.code("type", QuestionType),
        label=table.text("label"),
        short=table.text("short"),
        why=table.text("why"),
        evidence=table.optional_text("evidence"),
        when=table.optional_rule("when") or ALWAYS,
        verdict=table.code("verdict", ConductTest),
        paragraphs=table.strings_like("paragraphs", PARAGRAPH, "22c"),
        principles=table.numbers("principles", ()),
        guiding=table.numbers("guiding", ()),
        sources=table.strings("sources", ()),
        any_tier=table.flag("any_tier", False),
        file=table.flag("file", False),
        emergency=table.flag("emergency", False),
        adhoc=table.flag("adhoc", False),
        ages=table.flag("ages", True),
        unknown=table.code("unknown", Level, Level.MEDIUM),
        list=table.one_of("list", LISTS) if "list" in table else "",
        choices=tuple(_choice(choice) for choice in table.tables("choices", required=False)),
        cases=tuple(_case(case) for case in table.nameless_tables("cases")),
        shares=table.labelled_codes("shares"),
        roles=table.labelled_codes("roles"),
        kinds=table.labelled_codes("kinds"),
        role=table.optional_code("role", QuestionRole),
    )
    _check_answerable(table, question)
    return question


def _choice(table: DefinitionTable) -> AnswerChoice:
    table.only(("id", "label", "says", "cases", "sets", "role", "claims", *OUTCOME_KEYS))
    table.require("id", "label", "outcome")
    return AnswerChoice(
        id=table.string("id"),
        label=table.text("label"),
        outcome=_outcome(table),
        says=table.string("says", table.string("id")),
        cases=tuple(_case(case) for case in table.nameless_tables("cases")),
        sets=table.table("sets").content if "sets" in table else {},
        role=table.optional_code("role", ChoiceRole),
        claims=table.codes("claims", tuple(Claim)) if "claims" in table else (),
    )


def _case(table: DefinitionTable) -> OutcomeCase:
    table.only(("when", "label", *OUTCOME_KEYS))
    table.require("when", "outcome")
    return OutcomeCase(table.rule("when"), _outcome(table), table.optional_text("label"))


def _finding_case(table: DefinitionTable) -> OutcomeCase:
    table.only(("id", "when", "label", "outcome"))
    return OutcomeCase(table.rule("when"), Outcome(table.code("outcome", Level)), table.text("label"))


def _outcome(table: DefinitionTable) -> Outcome:
    return Outcome(
        table.code("outcome", Level),
        remedy=table.flag("remedy", False),
        never_adhoc=table.flag("never_adhoc", False),
        blocks_signature=table.flag("blocks_signature", False),
        conditions=table.strings("conditions", ()),
        clauses=table.strings("clauses", ()),
    )


def _check_answerable(table: DefinitionTable, question: Question) -> None:
    """Refuse a question that could not be answered, or whose answer would come to nothing."""
    needs = {
        QuestionType.PERCENTS: question.shares,
        QuestionType.FINDINGS: question.cases,
        QuestionType.AMOUNT: question.cases,
    }
    offered = needs.get(question.type, question.choices)
    if not offered and question.type not in (QuestionType.PERSONS, QuestionType.SCALE):
        raise table.refuse("question-without-answers", _("no answer is offered."))
    if question.type == QuestionType.SCREENING and not question.list:
        wrong = _("“{key}” is missing or is not of the right kind.").format(key="list")
        raise table.refuse("definition-key-missing", wrong)


ENTRY_READERS: Mapping[str, Callable[[DefinitionTable], object]] = {
    "tiers": _tier,
    "openings": _opening,
    "joint": _joint,
    "sections": _section,
    "questions": _question,
}


# The questions together


def _check_sections(top: DefinitionTable, form: Questionnaire) -> None:
    sections = {section.id for section in form.sections}
    for table, question in zip(top.tables("questions"), form.questions, strict=True):
        if question.section not in sections:
            raise table.refuse("question-section-unknown", _unknown(question.section), "section")


def _check_roles(top: DefinitionTable, form: Questionnaire) -> None:
    """Refuse a questionnaire in which a role has no question, or two, or in which no plan can be credible."""
    holders: dict[QuestionRole, str] = {}
    tables = {table.id: table for table in top.tables("questions")}
    for question in form.questions:
        if question.role is not None and question.role in holders:
            wrong = _("the role “{role}” is held by question {other} already.")
            wrong = wrong.format(role=question.role, other=holders[question.role])
            raise tables[question.id].refuse("question-role-twice", wrong, "role")
        if question.role is not None:
            holders[question.role] = question.id
    for role in QuestionRole:
        if role not in holders:
            raise top.refuse("question-role-missing", _("no question has the role “{role}”.").format(role=role))
    plan = form.role(QuestionRole.REMEDY_PLAN)
    if not any(choice.role is ChoiceRole.CREDIBLE for choice in plan.choices):
        wrong = _("no choice has the role “{role}”.").format(role=ChoiceRole.CREDIBLE)
        raise tables[plan.id].refuse("choice-role-missing", wrong, "choices")


def _check_light(top: DefinitionTable, form: Questionnaire) -> None:
    """Refuse a light route that asks what does not exist, or a joint answer that is not the best one there is."""
    for id_ in form.light.besides:
        if id_ not in form.by_id:
            raise top.table("light").refuse("question-unknown", _unknown(id_), "besides")
    answered: dict[str, str] = {}
    for table, joint in zip(top.tables("joint"), form.joint_answers, strict=True):
        for id_ in joint.questions:
            question = form.by_id.get(id_)
            if question is None:
                raise table.refuse("question-unknown", _unknown(id_), "questions")
            if id_ in answered:
                wrong = _("question {question} is answered by “{other}” already.")
                raise table.refuse("joint-question-twice", wrong.format(question=id_, other=answered[id_]), "questions")
            answered[id_] = joint.id
            if not _is_best(form, question):
                wrong = _("the first answer to question {question} is not its best one.").format(question=id_)
                raise table.refuse("joint-answer-adverse", wrong, "questions")


def _is_best(form: Questionnaire, question: Question) -> bool:
    """Whether the first answer offered speaks for the partner, whatever else is known."""
    value = first_value(question)
    if value is None or question.reads:
        return False
    rated = rate(question, AnswerContent(value=value), Facts({}), form.finding_rules)
    return rated is not None and rated.level in (Level.LOW, Level.NONE)


def _unknown(id_: str) -> str:
    return _("“{key}” is not known here.").format(key=id_)
