"""The fields of an incident that is being recorded: few enough for a minute."""

from collections.abc import Mapping, Sequence
from datetime import date

from desktop.base.text import _, pick
from desktop.base.values import Json
from desktop.definitions.follow_up import FollowUp, FollowUpKind
from desktop.presenters.form import FieldSpec, FormRows, InputKind, Option, options, text_of
from desktop.services.diligence.incidents import NewIncident
from desktop.store.records import Partnership

EVERY = "*"  # all partnerships of the partner


def incident_rows(follow_up: FollowUp, kind: FollowUpKind | None, planned: Sequence[Partnership]) -> FormRows:
    """What is asked; what was told in confidence only where the kind asks for it."""
    ordered = sorted(follow_up.kinds, key=lambda entry: not entry.incident)
    what = FieldSpec(
        "kind",
        InputKind.DROPDOWN,
        _("What is it about?"),
        required=_("Say what it is about."),
        options=options((entry.id, pick(entry.label)) for entry in ordered),
        chars=0,
    )
    where = FieldSpec(
        "partnership",
        InputKind.DROPDOWN,
        _("Which partnership?"),
        options=(Option(EVERY, _("All of them")), *options((row.id, row.title) for row in planned)),
        chars=0,
    )
    day = FieldSpec("happened_on", InputKind.DATE, _("Day"), _("When it happened, if that is known."))
    source = FieldSpec("source", InputKind.TEXT, _("Where do you have it from?"))
    summary = FieldSpec(
        "summary",
        InputKind.AREA,
        _("What happened?"),
        _("In one or two sentences, without the name of a victim or of a witness."),
        required=_("Say what happened."),
        lines=2,
    )
    account = FieldSpec(
        "account",
        InputKind.AREA,
        _("In confidence"),
        _("Only what whoever works on it must know. It is printed nowhere and no partner ever reads it."),
        lines=2,
    )
    in_confidence = kind is not None and kind.confidential
    return [
        [what],
        *([[where]] if len(planned) > 1 else []),
        [summary],
        [day, source],
        *([[account]] if in_confidence else []),
    ]


def incident_typed(partner_id: str, typed: Mapping[str, Json], planned: Sequence[Partnership]) -> NewIncident:
    """The incident that the fields hold; one partnership is meant where there is only one."""
    where = text_of(typed.get("partnership"))
    alone = planned[0].id if len(planned) == 1 else ""
    day = text_of(typed.get("happened_on"))
    return NewIncident(
        partner_id=partner_id,
        kind=text_of(typed.get("kind")),
        summary=text_of(typed.get("summary")),
        partnership_id=alone or (where if where != EVERY else ""),
        account=text_of(typed.get("account")),
        source=text_of(typed.get("source")),
        happened_on=date.fromisoformat(day) if day else None,
    )
