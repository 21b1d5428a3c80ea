"""`passerelle pipeline list|figures|move|close|reopen|next|stops`: partnerships by stage, and what moves them on."""

import argparse
from pathlib import Path

from desktop.base.errors import Problem
from desktop.base.files import write_safely
from desktop.base.text import N_, _, pick
from desktop.base.values import Json
from desktop.commands import named, terminal
from desktop.definitions.pipeline import PipelineStage
from desktop.services import pipeline
from desktop.services.partner_papers import pipeline_sheet
from desktop.services.pipeline import BY_HAND, PipelineCard

WHICH = N_("the partnership: its title, its id or the beginning of that")


def arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(metavar=_("COMMAND"), required=True)
    shown = verbs.add_parser("list", help=_("list the partnerships by stage"))
    shown.add_argument("--stage", choices=[str(stage) for stage in PipelineStage], help=_("those of one stage"))
    shown.add_argument("--dormant", action="store_true", help=_("those without a contact or a change for long"))
    shown.add_argument("--overdue", action="store_true", help=_("those whose next action is overdue"))
    shown.set_defaults(run=show)
    summed = verbs.add_parser("figures", help=_("how many partnerships stand at each stage, and what they are worth"))
    summed.add_argument("--out", type=Path, metavar=_("FILE"), help=_("the sheet as a PDF file"))
    summed.set_defaults(run=show_figures)
    moved = verbs.add_parser("move", help=_("move a partnership to a stage, or say what stands in the way"))
    moved.add_argument("stage", choices=[str(stage) for stage in PipelineStage], help=_("the stage"))
    moved.set_defaults(run=move)
    closed = verbs.add_parser("close", help=_("end a partnership, or give it up, with a reason"))
    closed.add_argument("--reason", required=True, metavar=_("CODE"), help=_("why, a code of forms/pipeline.toml"))
    closed.add_argument("--note", default="", metavar=_("TEXT"), help=_("more about it"))
    closed.add_argument("--lessons", default="", metavar=_("TEXT"), help=_("what was learned"))
    closed.set_defaults(run=close)
    opened = verbs.add_parser("reopen", help=_("take up a partnership that was closed"))
    opened.set_defaults(run=reopen)
    following = verbs.add_parser("next", help=_("say what is done next for a partnership, by whom and when"))
    following.add_argument("--what", required=True, metavar=_("TEXT"), help=_("what is to be done"))
    following.add_argument("--on", type=named.day, metavar=_("DAY"), help=_("the day, like 2026-11-24"))
    following.add_argument("--by", default="", metavar=_("NAME"), help=_("who does it"))
    following.set_defaults(run=plan_next)
    stopped = verbs.add_parser("stops", help=_("count why partnerships stop, by country and sector"))
    stopped.set_defaults(run=show_stops)
    for verb in (moved, closed, opened, following):
        verb.add_argument("partnership", metavar=_("PARTNERSHIP"), help=_(WHICH))
    for verb in (shown, summed, moved, closed, opened, following, stopped):
        terminal.office_arguments(verb)


def show(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        rules = office.definitions.pipeline
        cards = [card for card in pipeline.read(office.work) if _wanted(options, card)]
    names = {stage: pick(rule.label) for stage, rule in rules.by_stage.items()}
    lines = terminal.table(
        (card.id[: named.BEGINNING], names[card.stage], card.partner, card.title, card.next_action_on, _signs(card))
        for card in cards
    )
    data: list[Json] = [_told(card) for card in cards]
    terminal.answer(options, {"partnerships": data}, lines or [_("No partnership matches.")])
    return 0


def show_figures(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        sums = pipeline.by_stage(card for card in pipeline.read(office.work) if card.living)
        names = {stage: pick(rule.label) for stage, rule in office.definitions.pipeline.by_stage.items()}
        if options.out is not None:
            write_safely(options.out, pipeline_sheet.pdf(office.work, sums, office.profile.name))
    lines = terminal.table((names[own.stage], str(own.count), f"{own.usd} USD") for own in sums)
    data: list[Json] = [
        {
            "stage": str(own.stage),
            "partnerships": own.count,
            "overdue": own.overdue,
            "dormant": own.dormant,
            "usd": str(own.usd),
            "unknown": own.unknown,
        }
        for own in sums
    ]
    terminal.answer(options, {"stages": data}, lines)
    return 0


def _wanted(options: argparse.Namespace, card: PipelineCard) -> bool:
    of_stage = card.stage == options.stage if options.stage else card.living
    return of_stage and (card.dormant or not options.dormant) and (card.overdue or not options.overdue)


def _signs(card: PipelineCard) -> str:
    return ", ".join(word for word, holds in ((_("overdue"), card.overdue), (_("dormant"), card.dormant)) if holds)


def _told(card: PipelineCard) -> dict[str, Json]:
    return {
        "id": card.id,
        "title": card.title,
        "partner": card.partner,
        "stage": str(card.stage),
        "usd": card.usd,
        "next_action": card.next_action,
        "next_action_on": card.next_action_on,
        "overdue": card.overdue,
        "dormant": card.dormant,
        "touched_on": card.touched_on,
        "closed_on": card.closed_on,
        "closed_reason": card.closed_reason,
    }


def move(options: argparse.Namespace) -> int:
    to = PipelineStage(options.stage)
    with terminal.open_office(options) as office:
        id_ = named.partnership(office, options.partnership)
        if to not in BY_HAND:
            stands = pipeline.gate(office.work, id_, to)
            raise Problem(
                stands.sentence or _("A reason is needed for that; nothing was moved."),
                (stands.step.sentence or stands.step.button) if stands.step else _("Use “passerelle pipeline close”."),
                code="stage-gated",
            )
        pipeline.move(office.work, id_, to)
    terminal.answer(options, {"id": id_, "stage": str(to)}, [_("The partnership is moved.")])
    return 0


def close(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        id_ = named.partnership(office, options.partnership)
        named.require_code(options.reason, (reason.id for reason in office.definitions.pipeline.reasons))
        pipeline.close(office.work, id_, options.reason, options.note, options.lessons)
    terminal.answer(options, {"id": id_}, [_("The partnership is closed; “reopen” takes it up again.")])
    return 0


def reopen(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        id_ = named.partnership(office, options.partnership)
        pipeline.reopen(office.work, id_)
    terminal.answer(options, {"id": id_}, [_("The partnership is open again.")])
    return 0


def plan_next(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        id_ = named.partnership(office, options.partnership)
        owner = named.officer(office, options.by) if options.by else None
        pipeline.plan_next(office.work, id_, options.what, options.on, owner)
    terminal.answer(options, {"id": id_}, [_("The next action is planned.")])
    return 0


def show_stops(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        counts = pipeline.stops(pipeline.read(office.work))
    data: list[Json] = [
        {"reason": row.reason, "country": row.country, "sector": row.sector, "count": row.count} for row in counts
    ]
    lines = terminal.table((row.reason, row.country, row.sector, str(row.count)) for row in counts)
    terminal.answer(options, {"stops": data}, lines or [_("No partnership has stopped.")])
    return 0
