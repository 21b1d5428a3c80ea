"""The due-diligence questionnaire: tiers, sections and questions as HQ's file says, and the door to judging answers.

form = load_form(folder / "diligence" / "questionnaire.toml")
review = form.review(answers, facts)

A question or a choice that the program itself needs carries a `role` (`terms.QuestionRole`, `terms.ChoiceRole`): its
number and its id are HQ's to change.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desktop.base.text import Text, _
from desktop.definitions import answers as kinds
from desktop.definitions.answers import Answer, AnswerChoice, LabelledCode, Outcome, OutcomeCase, Question
from desktop.definitions.facts import LISTS, TIERS
from desktop.definitions.questionnaire import (
    LabelledRule,
    QuestionnaireFile,
    QuestionnaireSection,
    Thresholds,
    Tier,
    TierOpening,
)
from desktop.definitions.review import CaseReview, review
from desktop.definitions.rules import Facts
from desktop.definitions.source import Entry, Source, read_toml
from desktop.definitions.terms import ChoiceRole, Level, QuestionRole


@dataclass(frozen=True)
class Questionnaire(QuestionnaireFile):
    """A questionnaire that judges the answers given to it."""

    def review(self, answers: Mapping[str, Answer], facts: Facts) -> CaseReview:
        """What the answers come to (dossier 2.3 to 2.8): pure, and fast enough to be called at every keystroke.

        `facts` are nested (see `facts.VOCABULARY`) and should hold `today` and `limits` (`Authority.limits`);
        without limits the review is strict: every list is stale and the depth is enhanced.
        """
        return review(self, answers, facts)


QUESTION_KEYS = {
    *("id", "section", "tier", "who", "type", "label", "why", "evidence", "when", "verdict", "paragraphs"),
    *("principles", "guiding", "sources", "any_tier", "file", "emergency", "adhoc", "ages", "unknown", "list"),
    *("choices", "cases", "shares", "roles", "kinds", "role"),
}
OUTCOME_KEYS = {"outcome", "remedy", "never_adhoc", "blocks_signature", "conditions", "clauses"}


def load_form(path: Path) -> Questionnaire:
    """Read a questionnaire; a mistake raises Problem naming the file, the line and the question."""
    source = read_toml(path)
    table = source.table
    head = str(table.get("id", "?"))
    source.known(head, table, FORM_KEYS)
    form = Questionnaire(
        id=source.value(head, table, "id", str),
        version=source.value(head, table, "version", str),
        digest=source.digest,
        title=source.words(head, table, "title"),
        about=source.words(head, table, "about"),
        kinds={name: source.rule(head, table["kinds"], name) for name in table.get("kinds", {})},
        tiers=tuple(_tier(source, entry) for entry in _entries(source, "tiers")),
        openings=tuple(_opening(source, entry) for entry in _entries(source, "openings")),
        sections=tuple(_section(source, entry) for entry in _entries(source, "sections")),
        questions=tuple(_question(source, entry) for entry in _entries(source, "questions")),
        benefits=_labelled(source, "benefits"),
        uplifts=_labelled(source, "uplifts"),
        adhoc_limits=_labelled(source, "adhoc_limits"),
        thresholds=_thresholds(source, head),
        index={Level(level): source.value(head, table["index"], level, int) for level in table.get("index", {})},
        findings=_findings(source),
    )
    for group in (form.questions, form.sections, form.openings, form.benefits, form.uplifts, form.adhoc_limits):
        source.unique(one.id for one in group)
    _placed(source, form)
    _roles_held(source, form)
    return form


FORM_KEYS = {
    *("id", "version", "title", "about", "kinds", "tiers", "openings", "sections", "questions", "benefits", "findings"),
    *("uplifts", "adhoc_limits", "thresholds", "index"),
}


def _entries(source: Source, key: str) -> list[Entry]:
    found = source.table.get(key)
    if not isinstance(found, list) or not all(isinstance(one, Mapping) and one.get("id") for one in found):
        raise source.wrong(str(source.table.get("id", "?")), _("“{key}” is missing or has no id.").format(key=key))
    return found


FINDING_CODES = {
    "status": kinds.STATUSES,
    "link": kinds.LINKS,
    "response": kinds.RESPONSES,
    "credibility": kinds.CREDIBILITIES,
    "grade": ("1", "2", "3"),
}


def _findings(source: Source) -> Mapping[str, tuple[LabelledCode, ...]]:
    found: dict[str, list[LabelledCode]] = {name: [] for name in FINDING_CODES}
    for entry in _entries(source, "findings"):
        id_ = str(entry["id"])
        name = source.one_of(id_, entry, "field", FINDING_CODES)
        code = source.one_of(id_, entry, "id", FINDING_CODES[name])
        found[name].append(LabelledCode(code, source.words(id_, entry, "label")))
    return {name: tuple(many) for name, many in found.items()}


def _placed(source: Source, form: Questionnaire) -> None:
    sections = {section.id for section in form.sections}
    for question in form.questions:
        if question.section not in sections:
            raise source.wrong(question.id, _("“{key}” is not known here.").format(key=question.section))


def _roles_held(source: Source, form: Questionnaire) -> None:
    """Refuse a questionnaire in which a role has no question, or two."""
    holders: dict[QuestionRole, str] = {}
    for question in form.questions:
        if question.role is not None and question.role in holders:
            said = _("the role “{role}” is held by question {other} already.")
            raise source.wrong(question.id, said.format(role=question.role, other=holders[question.role]))
        if question.role is not None:
            holders[question.role] = question.id
    for role in QuestionRole:
        if role not in holders:
            raise source.wrong(form.id, _("no question has the role “{role}”.").format(role=role))
    plan = form.role(QuestionRole.REMEDY_PLAN)
    if not any(choice.role is ChoiceRole.CREDIBLE for choice in plan.choices):
        raise source.wrong(plan.id, _("no choice has the role “{role}”.").format(role=ChoiceRole.CREDIBLE))


def _thresholds(source: Source, head: str) -> Thresholds:
    table = source.value(head, source.table, "thresholds", dict)
    source.known(head, table, ("mediums_in_section", "mediums_in_all", "old_finding_days"))
    section, whole, days = (
        source.value(head, table, key, int) for key in ("mediums_in_section", "mediums_in_all", "old_finding_days")
    )
    return Thresholds(section, whole, days)


def _tier(source: Source, entry: Entry) -> Tier:
    id_ = source.one_of(str(entry["id"]), entry, "id", TIERS)
    return Tier(id_, source.words(id_, entry, "label"), source.value(id_, entry, "minutes", int))


def _opening(source: Source, entry: Entry) -> TierOpening:
    id_ = str(entry["id"])
    tier = source.one_of(id_, entry, "tier", TIERS)
    return TierOpening(id_, tier, source.rule(id_, entry, "when"), source.words(id_, entry, "label"))


def _section(source: Source, entry: Entry) -> QuestionnaireSection:
    id_ = str(entry["id"])
    return QuestionnaireSection(
        id_, source.words(id_, entry, "title"), source.value(id_, entry, "mitigable", bool, True)
    )


def _labelled(source: Source, key: str) -> tuple[LabelledRule, ...]:
    return tuple(
        LabelledRule(str(entry["id"]), source.rule(str(entry["id"]), entry, "when"), _label(source, entry))
        for entry in _entries(source, key)
    )


def _label(source: Source, entry: Entry) -> Text:
    return source.words(str(entry["id"]), entry, "label")


def _question(source: Source, entry: Entry) -> Question:
    id_ = str(entry["id"])
    source.known(id_, entry, QUESTION_KEYS)
    question = Question(
        id=id_,
        section=source.value(id_, entry, "section", str),
        tier=source.one_of(id_, entry, "tier", TIERS),
        who=source.one_of(id_, entry, "who", ("O", "P", "PO")),
        type=source.one_of(id_, entry, "type", kinds.TYPES),
        label=source.words(id_, entry, "label"),
        why=source.words(id_, entry, "why"),
        evidence=source.words(id_, entry, "evidence") if "evidence" in entry else None,
        when=source.rule(id_, entry, "when"),
        verdict=source.one_of(id_, entry, "verdict", ("a", "b", "c")),
        **_references(source, id_, entry),
        **{flag: source.value(id_, entry, flag, bool, flag == "ages") for flag in FLAGS},
        unknown=source.one_of(id_, entry, "unknown", kinds.RANK, "medium"),
        list=source.one_of(id_, entry, "list", ("", *LISTS), ""),
        choices=tuple(_choice(source, id_, one) for one in entry.get("choices", ())),
        cases=tuple(_case(source, id_, one) for one in entry.get("cases", ())),
        shares=_names(source, id_, entry, "shares"),
        roles=_names(source, id_, entry, "roles"),
        kinds=_names(source, id_, entry, "kinds"),
        role=QuestionRole(source.one_of(id_, entry, "role", QuestionRole)) if "role" in entry else None,
    )
    source.unique(f"{id_}/{choice.id}" for choice in question.choices)
    _answerable(source, question)
    return question


FLAGS = ("any_tier", "file", "emergency", "adhoc", "ages")


def _references(source: Source, id_: str, entry: Entry) -> dict[str, Any]:
    return {
        "paragraphs": tuple(str(one) for one in source.value(id_, entry, "paragraphs", list)),
        "principles": tuple(source.value(id_, entry, "principles", list, [])),
        "guiding": tuple(source.value(id_, entry, "guiding", list, [])),
        "sources": tuple(source.value(id_, entry, "sources", list, [])),
    }


def _answerable(source: Source, question: Question) -> None:
    """Refuse a question that could not be answered, or whose answer would come to nothing."""
    needs = {"percents": question.shares, "findings": question.cases, "amount": question.cases}
    offered = needs.get(question.type, question.choices)
    if not offered and question.type not in ("persons", "scale"):
        raise source.wrong(question.id, _("no answer is offered."))
    if question.type == "screening" and not question.list:
        raise source.wrong(question.id, _("“{key}” is missing or is not of the right kind.").format(key="list"))


def _choice(source: Source, question: str, entry: Entry) -> AnswerChoice:
    id_ = f"{question}/{entry.get('id', '?')}"
    source.known(id_, entry, {"id", "label", "says", "cases", "sets", "role", *OUTCOME_KEYS})
    plain = source.value(id_, entry, "id", str)
    return AnswerChoice(
        id=plain,
        label=source.words(id_, entry, "label"),
        outcome=_outcome(source, id_, entry),
        says=source.value(id_, entry, "says", str, plain),
        cases=tuple(_case(source, id_, one) for one in entry.get("cases", ())),
        sets=source.value(id_, entry, "sets", dict, {}),
        role=ChoiceRole(source.one_of(id_, entry, "role", ChoiceRole)) if "role" in entry else None,
    )


def _case(source: Source, id_: str, entry: Entry) -> OutcomeCase:
    source.known(id_, entry, {"when", "label", *OUTCOME_KEYS})
    label = source.words(id_, entry, "label") if "label" in entry else None
    return OutcomeCase(source.rule(id_, entry, "when"), _outcome(source, id_, entry), label)


def _outcome(source: Source, id_: str, entry: Entry) -> Outcome:
    level = source.one_of(id_, entry, "outcome", kinds.RANK)
    return Outcome(
        level,
        remedy=source.value(id_, entry, "remedy", bool, False),
        never_adhoc=source.value(id_, entry, "never_adhoc", bool, False),
        blocks_signature=source.value(id_, entry, "blocks_signature", bool, False),
        conditions=tuple(source.value(id_, entry, "conditions", list, [])),
        clauses=tuple(source.value(id_, entry, "clauses", list, [])),
    )


def _names(source: Source, question: str, entry: Entry, key: str) -> tuple[LabelledCode, ...]:
    return tuple(_named(source, question, one) for one in entry.get(key, ()))


def _named(source: Source, question: str, entry: Entry) -> LabelledCode:
    id_ = f"{question}/{entry.get('id', '?')}"
    return LabelledCode(source.value(id_, entry, "id", str), source.words(id_, entry, "label"))
