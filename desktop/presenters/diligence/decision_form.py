"""The fields of the form on which a case is decided; those that do not apply are not asked for."""

from collections.abc import Sequence

from desktop.base.text import _, language
from desktop.base.values import Json
from desktop.presenters.diligence.decision import DecisionPresenter
from desktop.presenters.form import FieldSpec, FormRows, InputKind, Option, options, rows_of, text_of
from desktop.store.records.values import DecisionCondition
from desktop.store.states import ConditionKind, DecisionOutcome, Obligor


def decision_rows(presenter: DecisionPresenter) -> FormRows:
    """What the decider is asked now."""
    outcome = presenter.draft.outcome
    alone = len(presenter.deciders) == 1 and presenter.as_id == presenter.office.user.id
    fields = (
        (not alone, _decider(presenter)),
        (True, _outcome(presenter.outcomes)),
        (outcome == DecisionOutcome.CONDITIONS, _conditions(presenter)),
        (outcome == DecisionOutcome.SENT_BACK, _questions(presenter.questions)),
        (presenter.asks_agreement, _call() if presenter.asks_call else _agreement()),
        (True, _reason()),
        (True, _interest()),
        (presenter.asks_passphrase, _passphrase(presenter.decider.name)),
    )
    return [[spec] for applies, spec in fields if applies]


def decision_shown(presenter: DecisionPresenter) -> dict[str, Json]:
    """What the fields show."""
    typed = presenter.draft
    return {
        "decider": presenter.as_id,
        "outcome": typed.outcome,
        "conditions": [_condition_row(condition) for condition in typed.conditions],
        "questions": list(typed.questions),
        "in_writing": typed.in_writing,
        "reason": typed.reason,
        "no_interest": typed.no_interest,
    }


def _decider(presenter: DecisionPresenter) -> FieldSpec:
    officers = [(own.id, ", ".join(filter(None, (own.name, own.function)))) for own in presenter.deciders]
    return FieldSpec(
        "decider",
        InputKind.DROPDOWN,
        _("Decide as"),
        _("Each decider seals with their own passphrase."),
        options=options(officers),
    )


def _outcome(outcomes: Sequence[str]) -> FieldSpec:
    titles = {
        "approved": Option("approved", _("&Approve"), _("The partnership may go on as planned.")),
        "conditions": Option("conditions", _("Approve with con&ditions"), _("You say who does what, and by when.")),
        "sent_back": Option("sent_back", _("Send &back"), _("You tick what is to be completed.")),
        "refused": Option("refused", _("&Refuse"), _("No partnership follows; the reason is recorded.")),
    }
    return FieldSpec(
        "outcome", InputKind.RADIO, _("What do you decide?"), options=tuple(titles[outcome] for outcome in outcomes)
    )


def conditions_typed(presenter: DecisionPresenter, value: object) -> tuple[DecisionCondition, ...]:
    """The conditions that the rows of the form hold; those of which nothing is typed are left out."""
    names = {key: name for key, name, _title in presenter.bound}
    rows = [(row, presenter.wordings_of(row.get("wording"))) for row in rows_of(value)]
    return tuple(
        DecisionCondition(
            text=wordings.get(language()) or next(iter(wordings.values()), ""),
            owner=names.get(text_of(row.get("bound")), ""),
            due=text_of(row.get("due")),
            kind=text_of(row.get("kind")),
            obligor=text_of(row.get("bound")).partition(":")[0],
            wordings=wordings,
        )
        for row, wordings in rows
    )


def _condition_row(condition: DecisionCondition) -> dict[str, Json]:
    bound = f"{condition.obligor}:{condition.owner}" if condition.obligor == Obligor.ORGANIZATION else condition.obligor
    wording = dict(condition.wordings) or condition.text
    return {"wording": wording, "bound": bound, "kind": condition.kind, "due": condition.due}


def _conditions(presenter: DecisionPresenter) -> FieldSpec:
    kinds = (
        (ConditionKind.BY, _("To be done by")),
        (ConditionKind.UNTIL, _("To be respected until")),
    )
    columns = (
        FieldSpec(
            "wording",
            InputKind.PROSE,
            _("What must be done or respected"),
            languages=presenter.wording_languages,
            lines=2,
        ),
        FieldSpec(
            "bound",
            InputKind.DROPDOWN,
            _("Whom it binds"),
            options=options((key, title) for key, _name, title in presenter.bound),
            chars=40,
        ),
        FieldSpec("kind", InputKind.DROPDOWN, _("What the day means"), options=options(kinds), chars=20),
        FieldSpec("due", InputKind.DATE, _("Day")),
    )
    note = _("One that binds the partner becomes a clause, in these words; each becomes a task.")
    return FieldSpec("conditions", InputKind.ROWS, _("Conditions"), note, columns=columns, add=_("Add a condition"))


def _questions(questions: Sequence[tuple[str, str]]) -> FieldSpec:
    titles = options((key, label.replace("&", "&&")) for key, label in questions)
    return FieldSpec("questions", InputKind.CHECKS, _("What is to be completed"), options=titles)


def _agreement() -> FieldSpec:
    return FieldSpec(
        "in_writing",
        InputKind.TEXT,
        _("The regional office’s written agreement"),
        _("Reference and date of its letter or message."),
    )


def _call() -> FieldSpec:
    return FieldSpec(
        "in_writing",
        InputKind.TEXT,
        _("The call to the regional office"),
        _("With whom you spoke, on which day and at what time."),
    )


def _reason() -> FieldSpec:
    help_text = _("One or two sentences; they are sealed and printed.")
    return FieldSpec("reason", InputKind.AREA, _("&Reason"), help_text)


def _interest() -> FieldSpec:
    return FieldSpec(
        "no_interest",
        InputKind.YES,
        _("I have no personal or financial interest in this partner, and neither has a relative."),
    )


def _passphrase(name: str) -> FieldSpec:
    return FieldSpec(
        "passphrase",
        InputKind.SECRET,
        _("Passphrase of {name}").format(name=name),
        _("It seals the decision in your name."),
    )
