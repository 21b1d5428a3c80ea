"""`passerelle innovations`: how far they came, who took them up, whom they assisted (¶29 b)."""

import argparse

from desktop.base.text import _
from desktop.base.values import Json
from desktop.commands import named, terminal
from desktop.services.results import innovations, innovations_elsewhere
from desktop.services.results.innovations import NewHeadCount, NewInnovation, NewReplication
from desktop.store.records.values import HeadCount, StageReached


def arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(metavar=_("COMMAND"), required=True)
    shown = verbs.add_parser("list", help=_("list every innovation, who took it up and whom it assisted"))
    shown.set_defaults(run=show)
    recorded = verbs.add_parser("record", help=_("record an innovation"))
    recorded.add_argument("title", metavar=_("TEXT"), help=_("what it is called"))
    recorded.add_argument(
        "--partnership", required=True, metavar=_("NAME"), help=_("the title or id of its partnership")
    )
    recorded.add_argument("--sort", default="", metavar=_("CODE"), help=_("what it is, a code of forms/results.toml"))
    recorded.add_argument("--origin", default="", metavar=_("CODE"), help=_("the office where it began, if not here"))
    recorded.add_argument("--withheld", action="store_true", help=_("other offices are not told of it"))
    recorded.set_defaults(run=record)
    reached = verbs.add_parser("reach", help=_("record the stage that an innovation reached"))
    reached.set_defaults(run=reach)
    for verb in (recorded, reached):
        verb.add_argument("--stage", required=True, metavar=_("CODE"), help=_("which stage"))
        verb.add_argument("--on", required=True, type=named.day, metavar=_("DAY"), help=_("since which day"))
    taken_up = verbs.add_parser("replicate", help=_("record that another office took an innovation up"))
    taken_up.add_argument("--by", required=True, metavar=_("CODE"), help=_("the code of the office"))
    taken_up.add_argument("--on", required=True, type=named.day, metavar=_("DAY"), help=_("since which day"))
    taken_up.add_argument("--country", default="", metavar=_("CODE"), help=_("in which country"))
    taken_up.add_argument("--text", default="", metavar=_("TEXT"), help=_("in a few words"))
    taken_up.set_defaults(run=replicate)
    like = verbs.add_parser("elsewhere", help=_("what other offices have that is like an innovation"))
    like.add_argument("title", metavar=_("TEXT"), help=_("what it is called"))
    like.set_defaults(run=elsewhere)
    helped = verbs.add_parser("assist", help=_("record persons whom an innovation assisted"))
    _assist_arguments(helped)
    away = verbs.add_parser("take-back", help=_("take back an innovation that was recorded by mistake"))
    away.set_defaults(run=take_back)
    back = verbs.add_parser("bring-back", help=_("bring back an innovation that was taken back"))
    back.set_defaults(run=bring_back)
    for verb in (reached, taken_up, helped, away, back):
        verb.add_argument("id", metavar="ID", help=_("the id, as the list shows it"))
    for verb in (shown, recorded, like, reached, taken_up, helped, away, back):
        terminal.office_arguments(verb)


def _assist_arguments(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--count", required=True, type=int, metavar=_("NUMBER"), help=_("how many persons"))
    verb.add_argument("--method", required=True, metavar=_("CODE"), help=_("how they were counted"))
    verb.add_argument("--from", dest="first", required=True, type=named.day, metavar=_("DAY"), help=_("the first day"))
    verb.add_argument("--to", dest="last", type=named.day, metavar=_("DAY"), help=_("the last day"))
    verb.add_argument("--text", default="", metavar=_("TEXT"), help=_("how the number was made"))
    verb.add_argument(
        "--group",
        action="append",
        default=[],
        nargs=3,
        metavar=(_("CODE"), _("CODE"), _("NUMBER")),
        help=_("a heading, a group of it and how many, like sex women 120; repeat it"),
    )
    verb.add_argument("--others", action="store_true", help=_("they are others than those reported before"))
    verb.set_defaults(run=assist)


def show(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        lines = innovations.every(office.work)
    data: list[Json] = [
        {
            "id": line.innovation.id,
            "office": line.innovation.office,
            "title": line.innovation.title,
            "sort": line.innovation.sort,
            "partnership": line.partnership,
            "partner": line.partner,
            "stages": {reached.stage: reached.on for reached in line.innovation.stages},
            "counts": line.counts,
            "replications": {row.office_code: row.happened_on for row in line.replications},
            "persons": line.persons,
        }
        for line in lines
    ]
    table = terminal.table(
        (
            line.innovation.id[: named.BEGINNING],
            line.innovation.title,
            line.partner,
            line.innovation.stage,
            ", ".join(row.office_code for row in line.replications),
            str(line.persons or ""),
        )
        for line in lines
    )
    terminal.answer(options, {"innovations": data}, table or [_("No innovation.")])
    return 0


def record(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        rules = office.definitions.results
        named.require_code(options.sort, ("", *rules.sorts))
        named.require_code(options.stage, rules.stage_order)
        new = NewInnovation(
            partnership_id=named.partnership(office, options.partnership),
            title=options.title,
            sort=options.sort,
            stages=(StageReached(stage=options.stage, on=options.on.isoformat()),),
            origin=options.origin,
            withheld=options.withheld,
        )
        innovation = innovations.record(office.work, new)
    terminal.answer(options, {"id": innovation.id}, [_("The innovation is recorded.")])
    return 0


def reach(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        named.require_code(options.stage, office.definitions.results.stage_order)
        own = innovations.read(office.work, named.innovation(office, options.id))
        days = {reached.stage: reached.on for reached in own.stages} | {options.stage: options.on.isoformat()}
        new = NewInnovation(
            partnership_id=own.partnership_id,
            title=own.title,
            sort=own.sort,
            stages=tuple(StageReached(stage=stage, on=day) for stage, day in days.items()),
            text=own.text,
            origin=own.office_code,
            withheld=own.withheld,
        )
        innovations.correct(office.work, own.id, new)
    terminal.answer(options, {"id": own.id}, [_("The stage is recorded.")])
    return 0


def elsewhere(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        likely = innovations_elsewhere.alike(office.work, options.title, office.store.identity.office)
    data: list[Json] = [
        {
            "office": own.office,
            "title": own.title,
            "sort": own.sort,
            "stage": own.stage,
            "since": own.since,
            "origin": own.origin,
            "countries": list(own.countries),
            "themes": list(own.themes),
        }
        for own in likely
    ]
    table = terminal.table((own.office, own.title, own.stage, own.since, ", ".join(own.countries)) for own in likely)
    terminal.answer(options, {"innovations": data}, table or [_("Nothing like it is known of other offices.")])
    return 0


def replicate(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        day, country = options.on.isoformat(), options.country.strip().upper()
        new = NewReplication(office_code=options.by, happened_on=day, text=options.text, country=country)
        replication = innovations.replicate(office.work, named.innovation(office, options.id), new)
    terminal.answer(options, {"id": replication.id}, [_("It is recorded that the office took it up.")])
    return 0


def assist(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        rules = office.definitions.results
        named.require_code(options.method, rules.by_method)
        for dimension, group, _number in options.group:
            named.require_code(dimension, rules.by_dimension)
            named.require_code(group, rules.by_dimension[dimension].groups)
        new = NewHeadCount(
            count=options.count,
            method=options.method,
            happened_on=options.first.isoformat(),
            until=options.last.isoformat() if options.last else "",
            breakdown=tuple(
                HeadCount(dimension=dimension, group=group, count=int(terminal.number(number)))
                for dimension, group, number in options.group
            ),
            text=options.text,
            others=options.others,
        )
        about = named.innovation(office, options.id)
        before = innovations.reported_before(office.work, about)
        assisted = innovations.assist(office.work, about, new)
    sentences = [_("The persons assisted are recorded.")]
    if before and not new.others:
        sentences.append(_("Persons are on record already for the same thing: only the highest number counts."))
    terminal.answer(options, {"id": assisted.id, "before": [row.id for row in before]}, sentences)
    return 0


def take_back(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        innovations.set_aside(office.work, named.innovation(office, options.id), True)
    terminal.answer(options, {"id": options.id}, [_("The innovation was taken back.")])
    return 0


def bring_back(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        innovations.set_aside(office.work, named.innovation(office, options.id, archived=True), False)
    terminal.answer(options, {"id": options.id}, [_("The innovation was brought back.")])
    return 0
