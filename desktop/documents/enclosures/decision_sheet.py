"""The due-diligence decision sheet (¶21, ¶22), for IOM alone."""

from dataclasses import dataclass

from desktop.base.text import N_
from desktop.documents.blocks import (
    Block,
    BulletsBlock,
    CellLines,
    CellText,
    ChipLevel,
    HeadingBlock,
    KeyValuesBlock,
    LevelChip,
    PartBlock,
    RatingBlock,
    Sentence,
    TableBlock,
    TableColumn,
    Tick,
    each_language,
)
from desktop.documents.enclosures.wording import Languages, in_languages, level_chip

VERDICT_LABELS: dict[Tick, tuple[ChipLevel, str]] = {
    Tick.YES: (ChipLevel.LOW, N_("satisfied")),
    Tick.NO: (ChipLevel.HIGH, N_("not satisfied")),
    Tick.OPEN: (ChipLevel.UNRATED, N_("cannot be said yet")),
}
_GROUNDS = (
    ("¶ 22 a", N_("Conduct: human rights, labour, environment, corruption")),
    ("¶ 22 b", N_("Sanctions: no listing by the United Nations or ineligibility")),
    ("¶ 22 c", N_("Reputation, neutrality and safety of IOM and of migrants")),
)


@dataclass(frozen=True, slots=True)
class PrintedGround:
    """A deciding question: its id, text, answer, and the level that the answer led to."""

    id: str
    question: Sentence
    answer: Sentence
    level: ChipLevel


@dataclass(frozen=True, slots=True)
class PrintedCondition:
    """A condition of the decision, who is responsible for it and for whom, and by or until which day."""

    text: Sentence
    owner: Sentence
    due: Sentence


@dataclass(frozen=True, slots=True)
class PrintedMeasure:
    """What is done against a risk, by whom, by which day."""

    risk: str
    measure: str
    owner: str
    due: Sentence


@dataclass(frozen=True, slots=True)
class PrintedCheck:
    """A check in a list or a register: what was asked, the result, who attests it, the day of the list or answer."""

    check: Sentence
    result: Sentence
    by: str
    on: Sentence


@dataclass(frozen=True, slots=True)
class PrintedDecision:
    """A decision as it was sealed.

    `verdicts` are those of ¶22 a, b and c, in this order, each with its reason. `outcome` is the decision as a
    sentence, `unknown` what could not be learnt, `seal` the fingerprint of the sealed case ("" before it is sealed).
    `kind` (of partnership and agreement), `kinds` (of contribution), `value` and `dollars` are what was decided on.
    `path` names the ad hoc collaboration of ¶23, `residual` is the level after the measures, `in_writing` the regional
    office's written agreement, `interest` the decider's declaration.
    """

    level: ChipLevel
    reason: Sentence
    depth: Sentence
    verdicts: tuple[tuple[Tick, Sentence], tuple[Tick, Sentence], tuple[Tick, Sentence]]
    outcome: Sentence
    prepared_by: str
    decided_by: Sentence
    decided_on: Sentence
    valid_until: Sentence
    reviewed_by: str = ""
    questionnaire: str = ""
    grounds: tuple[PrintedGround, ...] = ()
    conditions: tuple[PrintedCondition, ...] = ()
    unknown: tuple[Sentence, ...] = ()
    benefit: Sentence = ""
    seal: str = ""
    residual: ChipLevel | None = None
    partnership: str = ""
    path: Sentence = ""
    kind: Sentence = ""
    kinds: Sentence = ""
    value: Sentence = ""
    dollars: Sentence = ""
    in_writing: str = ""
    opinion: Sentence = ""
    opinion_reason: str = ""
    interest: Sentence = ""
    measures: tuple[PrintedMeasure, ...] = ()
    checks: tuple[PrintedCheck, ...] = ()


def decision_blocks(decision: PrintedDecision, languages: Languages) -> list[Block]:
    """The due-diligence decision sheet (¶21, ¶22): internal."""
    blocks: list[Block] = [
        PartBlock(in_languages(languages, N_("Due-diligence decision")), internal=True),
        RatingBlock(level_chip(decision.level, languages), decision.reason),
        HeadingBlock(in_languages(languages, N_("The three verdicts of paragraph 22"))),
        _verdict_table(decision, languages),
    ]
    if decision.grounds:
        blocks += [
            HeadingBlock(in_languages(languages, N_("Deciding questions"))),
            _ground_table(decision.grounds, languages),
        ]
    if decision.checks:
        blocks += [
            HeadingBlock(in_languages(languages, N_("Checks in lists and registers"))),
            _check_table(decision.checks, languages),
        ]
    if decision.unknown:
        blocks += [
            HeadingBlock(in_languages(languages, N_("What could not be established"))),
            BulletsBlock(decision.unknown),
        ]
    if decision.measures:
        blocks += [
            HeadingBlock(in_languages(languages, N_("Risks and measures"))),
            _measure_table(decision.measures, languages),
        ]
    if decision.conditions:
        blocks += [
            HeadingBlock(in_languages(languages, N_("Conditions"))),
            _condition_table(decision.conditions, languages),
        ]
    return [
        *blocks,
        HeadingBlock(in_languages(languages, N_("Decision"))),
        KeyValuesBlock(_decision_rows(decision, languages)),
    ]


def _verdict_table(decision: PrintedDecision, languages: Languages) -> TableBlock:
    rows: list[tuple[CellText, ...]] = []
    for (paragraph, ground), (verdict, reason) in zip(_GROUNDS, decision.verdicts, strict=True):
        level, word = VERDICT_LABELS[verdict]
        rows.append(
            (paragraph, in_languages(languages, ground), LevelChip(level, in_languages(languages, word)), reason)
        )
    return TableBlock(
        (
            TableColumn("¶", 1),
            TableColumn(in_languages(languages, N_("Ground")), 4),
            TableColumn(in_languages(languages, N_("Verdict")), 2.6),
            TableColumn(in_languages(languages, N_("Reason")), 4),
        ),
        tuple(rows),
    )


def _ground_table(grounds: tuple[PrintedGround, ...], languages: Languages) -> TableBlock:
    columns = (
        TableColumn(in_languages(languages, N_("No.")), 1),
        TableColumn(in_languages(languages, N_("Question")), 5),
        TableColumn(in_languages(languages, N_("Answer")), 3.4),
        TableColumn(in_languages(languages, N_("Level")), 2.6),
    )
    return TableBlock(
        columns,
        tuple((ground.id, ground.question, ground.answer, level_chip(ground.level, languages)) for ground in grounds),
    )


def _check_table(checks: tuple[PrintedCheck, ...], languages: Languages) -> TableBlock:
    columns = (
        TableColumn(in_languages(languages, N_("Check")), 4.6),
        TableColumn(in_languages(languages, N_("Result")), 3),
        TableColumn(in_languages(languages, N_("Attested by")), 2.2),
        TableColumn(in_languages(languages, N_("List or answer of")), 3),
    )
    return TableBlock(columns, tuple((check.check, check.result, check.by, check.on) for check in checks))


def _measure_table(measures: tuple[PrintedMeasure, ...], languages: Languages) -> TableBlock:
    columns = (
        TableColumn(in_languages(languages, N_("Risk")), 4),
        TableColumn(in_languages(languages, N_("Measure")), 4),
        TableColumn(in_languages(languages, N_("Responsible")), 2.6),
        TableColumn(in_languages(languages, N_("By")), 2.2),
    )
    rows = tuple((measure.risk, measure.measure, measure.owner, measure.due) for measure in measures)
    return TableBlock(columns, rows)


def _condition_table(conditions: tuple[PrintedCondition, ...], languages: Languages) -> TableBlock:
    columns = (
        TableColumn(in_languages(languages, N_("Condition")), 5.2),
        TableColumn(in_languages(languages, N_("Responsible")), 3),
        TableColumn(in_languages(languages, N_("Due date")), 2.8),
    )
    return TableBlock(columns, tuple((condition.text, condition.owner, condition.due) for condition in conditions))


def _decision_rows(decision: PrintedDecision, languages: Languages) -> tuple[tuple[Sentence, CellText], ...]:
    rows: list[tuple[str, CellText]] = [
        (N_("Decision"), decision.outcome),
        (N_("Path"), decision.path),
        (N_("Partnership"), decision.partnership),
        (N_("Kind"), decision.kind),
        (N_("Contribution"), decision.kinds),
        (N_("Total value"), decision.value),
        (N_("In US dollars"), decision.dollars),
        (N_("Depth of due diligence"), decision.depth),
        (N_("Level after the measures"), level_chip(decision.residual, languages) if decision.residual else ""),
        (N_("Benefit against risk"), decision.benefit),
        (N_("Opinion of the officer"), decision.opinion),
        (N_("Reason for this opinion"), decision.opinion_reason),
        (N_("The regional office’s written agreement"), decision.in_writing),
        (N_("Questionnaire"), decision.questionnaire),
        (N_("Prepared by"), decision.prepared_by),
        (N_("Reviewed by"), decision.reviewed_by),
        (N_("Decided by"), decision.decided_by),
        (N_("Declaration of interests"), decision.interest),
        (N_("Decided on"), decision.decided_on),
        (N_("Valid until"), decision.valid_until),
        (N_("Seal"), decision.seal),
    ]
    return tuple(
        (in_languages(languages, label), value)
        for label, value in rows
        if isinstance(value, LevelChip | CellLines) or any(each_language(value))
    )
