"""The fields that the forms of promises and of arrivals have in common."""

from collections.abc import Mapping

from desktop.base.dates import day_in_words
from desktop.base.text import _, language, pick
from desktop.base.values import Json
from desktop.definitions.loading import Definitions
from desktop.presenters.form import FieldSpec, FormRows, InputKind, Option, options, text_of, texts_of
from desktop.services.labels import MATCHERS
from desktop.services.results import ledger
from desktop.services.results.ledger import ContributionDetails
from desktop.services.work import Work
from desktop.store.records import Contribution


def another_field(twin: str) -> FieldSpec:
    """The question whether a contribution with a reference in use is another one."""
    return FieldSpec("another", InputKind.YES, _("It is &another contribution"), twin)


def twin_words(work: Work, reference: str, own_id: str) -> str:
    """The contribution that has a reference already, in words; empty for none."""
    other = ledger.twins(work, reference, own_id)
    if not other:
        return ""
    day = day_in_words(other[0].received_on or other[0].promised_on, language())
    return _("This reference stands on another contribution already: {what}, {day}.").format(
        what=other[0].description, day=day or "–"
    )


def reference_field() -> FieldSpec:
    """The reference by which one contribution is told from another."""
    return FieldSpec("reference", InputKind.TEXT, _("Reference"), _("Of the letter, the invoice, the transfer."))


def details_rows(definitions: Definitions) -> FormRows:
    """The fields of what is told beside what a contribution is."""
    rules, strategy = definitions.contributions, definitions.strategy
    channel = FieldSpec(
        "channel",
        InputKind.DROPDOWN,
        _("Channel"),
        options=options([("", "–"), *((code, pick(label)) for code, label in rules.channels.items())]),
        chars=0,
    )
    earmark = FieldSpec(
        "earmark",
        InputKind.DROPDOWN,
        _("Earmark"),
        options=options([("", "–"), *((code, pick(label)) for code, label in rules.earmarks.items())]),
        chars=0,
    )
    themes = FieldSpec(
        "themes",
        InputKind.CHECKS,
        _("Themes"),
        options=tuple(Option(code, pick(label)) for code, label in strategy.labels("themes").items()),
        rare=True,
    )
    project = FieldSpec("project_code", InputKind.TEXT, _("Project code"), chars=16)
    matchers = [("", _("No: what the partner gives")), *((code, _(words)) for code, words in MATCHERS.items())]
    matching = FieldSpec(
        "matching_by",
        InputKind.DROPDOWN,
        _("Counterpart funds"),
        options=options(matchers),
        chars=0,
    )
    notes = FieldSpec("notes", InputKind.AREA, _("Notes"), lines=2)
    return [[channel, earmark], [themes], [project, matching], [notes]]


def details_typed(contribution: Contribution) -> Mapping[str, Json]:
    """What these fields hold of a record."""
    return {
        "channel": contribution.channel,
        "earmark": contribution.earmark,
        "themes": list(contribution.themes),
        "project_code": contribution.project_code,
        "matching_by": str(contribution.matching_by),
        "notes": contribution.notes,
    }


def details_of(
    typed: Mapping[str, Json], before: ContributionDetails | None = None, corrects: bool = False
) -> ContributionDetails:
    """The details that were typed; of one that is like another, those of that one but its reference."""
    if before is not None and not corrects:
        own = ContributionDetails(reference=text_of(typed.get("reference")))
        like = ContributionDetails(
            channel=before.channel,
            earmark=before.earmark,
            themes=before.themes,
            project_code=before.project_code,
            matching_by=before.matching_by,
        )
        return own.over(like)
    return ContributionDetails(
        channel=text_of(typed.get("channel")),
        earmark=text_of(typed.get("earmark")),
        themes=tuple(texts_of(typed.get("themes"))),
        project_code=text_of(typed.get("project_code")),
        reference=text_of(typed.get("reference")),
        matching_by=text_of(typed.get("matching_by")),
        expires_on=text_of(typed.get("expires_on")) or (before.expires_on if before is not None else ""),
        notes=text_of(typed.get("notes")),
    )
