"""What is wrong with a questionnaire that can be read: names that no rule can read, questions that nobody is ever
asked, and what the decision matrix and the library of clauses do not know.

The tests hold the shipped file to it, and a questionnaire that Headquarters edited is held to it before it is taken.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice, product

from desktop.base.text import _
from desktop.definitions.answers import CHOICE_TYPES, Outcome, Question
from desktop.definitions.authority import ANSWERS, Authority, missing_questions
from desktop.definitions.facts import VOCABULARY, Facts, FactValue, undeclared
from desktop.definitions.form import Questionnaire
from desktop.definitions.questionnaire import LabelledRule
from desktop.definitions.rules import Rule
from desktop.definitions.terms import Depth, QuestionType
from desktop.definitions.toml_lines import TomlPath

KIND = "kind."  # before the name of a rule of [kinds], in the name of a fact
DAY = "2026-06-15"  # any day: rules only count days between two
COMBINATIONS = 20_000  # of facts, that are tried before a question counts as one that may be asked


@dataclass(frozen=True, slots=True)
class UnsoundPlace:
    """One thing that is wrong, and the path of the file at which it stands."""

    path: TomlPath
    code: str
    wrong: str


def unsound(form: Questionnaire, authority: Authority, clauses: Collection[str]) -> tuple[UnsoundPlace, ...]:
    """Everything that is wrong with a questionnaire beside the decision matrix and the clauses it will be used with."""
    unknown = tuple(_unknown_names(form))
    circular = tuple(_circular(form))
    unreachable = () if unknown or circular else tuple(_never_asked(form))
    return (*unknown, *circular, *unreachable, *_unknown_codes(form, authority, clauses), *_holes(form, authority))


def rules_of(form: Questionnaire) -> Iterator[tuple[TomlPath, Rule]]:
    """Every rule of a questionnaire, with its path in the file."""
    yield from ((("kinds", name, "when"), rule) for name, rule in form.kinds.items())
    labelled: tuple[tuple[str, tuple[LabelledRule, ...]], ...] = (
        ("benefits", form.benefits),
        ("uplifts", form.uplifts),
        ("adhoc_limits", form.adhoc_limits),
    )
    for key, entries in labelled:
        yield from (((key, number, "when"), entry.when) for number, entry in enumerate(entries))
    yield from ((("openings", number, "when"), opening.when) for number, opening in enumerate(form.openings))
    yield from ((("questions", number, "when"), question.when) for number, question in enumerate(form.questions))
    yield ("light", "when"), form.light.when
    yield from ((("finding_cases", number, "when"), case.when) for number, case in enumerate(form.finding_cases))
    for number, question in enumerate(form.questions):
        for place, case in enumerate(question.cases):
            yield ("questions", number, "cases", place, "when"), case.when
        for row, choice in enumerate(question.choices):
            for place, case in enumerate(choice.cases):
                yield ("questions", number, "choices", row, "cases", place, "when"), case.when


def outcomes_of(question: Question) -> Iterator[Outcome]:
    """Everything that the answers to a question can come to."""
    for choice in question.choices:
        yield choice.outcome
        yield from (case.outcome for case in choice.cases)
    yield from (case.outcome for case in question.cases)


def _unknown_names(form: Questionnaire) -> Iterator[UnsoundPlace]:
    for path, rule in rules_of(form):
        for name in sorted(rule.names()):
            if not _is_known(form, name):
                wrong = _("the rule reads “{name}”, which nothing declares.").format(name=name)
                yield UnsoundPlace(path, "rule-name-unknown", wrong)


def _is_known(form: Questionnaire, name: str) -> bool:
    if name.startswith(ANSWERS):
        return _question_read(name) in form.by_id
    return name.removeprefix(KIND) in form.kinds if name.startswith(KIND) else not undeclared([name])


def _question_read(name: str) -> str:
    return name.removeprefix(ANSWERS).split(".")[0]


# --- questions that wait for each other


def _circular(form: Questionnaire) -> Iterator[UnsoundPlace]:
    kinds = {name: {read.removeprefix(KIND) for read in rule.names()} for name, rule in form.kinds.items()}
    for name in form.kinds:
        if name in _reached(kinds, name):
            yield UnsoundPlace(("kinds", name, "when"), "rule-circular", _("this rule depends on itself."))
            return  # what reads it cannot be followed
    waits = {question.id: _questions_read(form, question.when) for question in form.questions}
    for number, question in enumerate(form.questions):
        if question.id in _reached(waits, question.id):
            around = ", ".join(
                sorted(id_ for id_ in _reached(waits, question.id) if question.id in _reached(waits, id_))
            )
            wrong = _("whether this question is asked depends on itself, by way of {questions}.")
            yield UnsoundPlace(("questions", number, "when"), "rule-circular", wrong.format(questions=around))


def _reached(graph: Mapping[str, Collection[str]], start: str) -> set[str]:
    reached: set[str] = set()
    ahead = list(graph.get(start, ()))
    while ahead:
        name = ahead.pop()
        if name not in reached:
            reached.add(name)
            ahead += graph.get(name, ())
    return reached


def _questions_read(form: Questionnaire, rule: Rule) -> set[str]:
    return {_question_read(name) for name in _names_read(form, rule) if name.startswith(ANSWERS)}


def _names_read(form: Questionnaire, rule: Rule) -> set[str]:
    """The facts that a rule reads, by way of [kinds] too."""
    names: set[str] = set()
    for name in rule.names():
        kind = form.kinds.get(name.removeprefix(KIND)) if name.startswith(KIND) else None
        names |= {name} if kind is None else _names_read(form, kind)
    return names


# --- questions that are never asked


def _never_asked(form: Questionnaire) -> Iterator[UnsoundPlace]:
    never: set[str] = set()
    fresh = True
    while fresh:  # a question that waits for one that is never asked is never asked either
        fresh = False
        for number, question in enumerate(form.questions):
            if question.id not in never and not _may_hold(form, question.when, never):
                never.add(question.id)
                fresh = True
                wrong = _("this question is never asked: its rule cannot hold, whatever is answered.")
                yield UnsoundPlace(("questions", number, "when"), "question-never-asked", wrong)


def _may_hold(form: Questionnaire, rule: Rule, never: Collection[str]) -> bool:
    """Whether a rule holds for some facts: all that its words can tell apart are tried, unless they are too many."""
    names = sorted(_names_read(form, rule))
    literals = _literals_read(form, rule)
    domains = [list(_possible(form, name, literals, never)) for name in names]
    tried = 0
    for values in islice(product(*domains), COMBINATIONS):
        tried += 1
        facts = Facts.of(dict(zip(names, values, strict=True)) | {"today": DAY})
        facts = facts.with_("kind", {name: kind.holds(facts) for name, kind in form.kinds.items()})
        if rule.holds(facts):
            return True
    return tried == COMBINATIONS


def _literals_read(form: Questionnaire, rule: Rule) -> set[str | int | Decimal]:
    literals = set(rule.literals())
    for name in rule.names():
        if name.startswith(KIND):
            literals |= _literals_read(form, form.kinds[name.removeprefix(KIND)])
    return literals


def _possible(
    form: Questionnaire, name: str, literals: Collection[str | int | Decimal], never: Collection[str]
) -> Iterator[FactValue]:
    yield None
    if name.startswith(ANSWERS):
        question = form.by_id[_question_read(name)]
        if question.id not in never:
            yield from _answers(question, _figures(literals))
        return
    fact = VOCABULARY.get(name)
    texts = [text for text in literals if isinstance(text, str)]
    match fact.type if fact else "":
        case "code":
            closed = fact.values if fact and name != "agreement.type" else ()  # a new type has a code of its own
            yield from closed or (*texts, "another")
        case "codes" | "list":
            yield from ([], *([text] for text in texts), ["another", *texts])
        case "yes" | "yesno":
            yield from (True, False)
        case "date":
            yield from (DAY, "1900-01-01", "2026-06-14", "2025-06-15", "2100-01-01")
        case _:
            yield from _figures(literals)


def _figures(literals: Collection[str | int | Decimal]) -> Sequence[Decimal]:
    """The numbers that a rule can tell apart: those written in it, one less and one more."""
    written = {Decimal(figure) for figure in literals if not isinstance(figure, str)} | {Decimal(0)}
    return sorted({figure + step for figure in written for step in (-1, 0, 1)})


def _answers(question: Question, figures: Sequence[Decimal]) -> Iterator[FactValue]:
    ids = [choice.id for choice in question.choices]
    if question.type in CHOICE_TYPES:
        yield from ids
    elif question.type is QuestionType.CHOICES:
        yield from ([], *([id_] for id_ in ids), ids)
    elif question.type is QuestionType.PERCENTS:
        for figure in figures:
            for role in (None, *(role.id for role in question.roles)):
                yield {"percents": {share.id: figure for share in question.shares}, "role": role}
    else:
        yield from ids
        yield from figures


# --- what others do not know


def _unknown_codes(form: Questionnaire, authority: Authority, clauses: Collection[str]) -> Iterator[UnsoundPlace]:
    conditions = {condition.id for condition in authority.conditions}
    for path, outcome in _placed_outcomes(form):
        for code in set(outcome.conditions) - conditions:
            wrong = _("the decision matrix has no condition “{name}”: nobody would be told of it.").format(name=code)
            yield UnsoundPlace((*path, "conditions"), "condition-unknown", wrong)
        for code in set(outcome.clauses) - set(clauses):
            wrong = _("the library has no clause “{name}”.").format(name=code)
            yield UnsoundPlace((*path, "clauses"), "clause-unknown", wrong)


def _placed_outcomes(form: Questionnaire) -> Iterator[tuple[TomlPath, Outcome]]:
    for number, question in enumerate(form.questions):
        for place, case in enumerate(question.cases):
            yield ("questions", number, "cases", place), case.outcome
        for row, choice in enumerate(question.choices):
            yield ("questions", number, "choices", row), choice.outcome
            for place, case in enumerate(choice.cases):
                yield ("questions", number, "choices", row, "cases", place), case.outcome


def _holes(form: Questionnaire, authority: Authority) -> Iterator[UnsoundPlace]:
    """Where nobody could decide: the decision matrix names a question, or goes by a depth, that is not here."""
    for _key, entry, question in missing_questions(authority, form.by_id):
        wrong = _("the decision matrix goes by the question {question} in its entry “{entry}”, and it is not here.")
        yield UnsoundPlace(("questions",), "authority-hole", wrong.format(question=question, entry=entry))
    for depth in Depth:
        if depth not in {tier.id for tier in form.tiers}:
            wrong = _("the tier “{depth}” is missing: the decision matrix goes by it.").format(depth=depth)
            yield UnsoundPlace(("tiers",), "authority-hole", wrong)
