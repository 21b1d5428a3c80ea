"""The fields of the two forms of the pipeline: why a partnership stops, and what is next for one."""

from desktop.base.text import _
from desktop.base.values import Json
from desktop.presenters.form import FieldSpec, FormRows, InputKind, Option, options
from desktop.presenters.registry.pipeline import PipelinePresenter

FOLLOWS = "*"  # whoever follows the partner


def closing_rows(presenter: PipelinePresenter) -> FormRows:
    """Why it stops, and what is learned of it."""
    reason = FieldSpec(
        "reason",
        InputKind.DROPDOWN,
        _("Reason"),
        _("It is counted by country and sector, to learn what stops partnerships."),
        options=options(presenter.reasons),
        required=_("Choose why this partnership stops."),
        chars=40,
    )
    note = FieldSpec("note", InputKind.TEXT, _("In a few words"))
    lessons = FieldSpec("lessons", InputKind.AREA, _("What is to be remembered?"), lines=2)
    return [[reason, note], [lessons]]


def next_rows(presenter: PipelinePresenter) -> FormRows:
    """What is done next, on which day, by whom."""
    what = FieldSpec(
        "what", InputKind.TEXT, _("What is to be done"), required=_("Say in a few words what is to be done.")
    )
    day = FieldSpec("on", InputKind.DATE, _("Day"), _("On this day it is listed under Today."))
    owner = FieldSpec(
        "owner",
        InputKind.DROPDOWN,
        _("Person in charge"),
        options=(Option(FOLLOWS, _("Whoever follows the partner")), *options(presenter.officers)),
        chars=0,
    )
    return [[what], [day, owner]]


def next_shown(presenter: PipelinePresenter) -> dict[str, Json]:
    """What the form of the next action begins with: what is planned now."""
    card = presenter.card(presenter.asking)
    at_work = {id_ for id_, _name in presenter.officers}
    owner = card.owner if card is not None and card.owner in at_work else FOLLOWS
    action, on = (card.next_action, card.next_action_on) if card is not None else ("", "")
    return {"what": action, "on": on, "owner": owner}
