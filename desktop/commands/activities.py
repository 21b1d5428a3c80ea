"""`passerelle activities list|record|attach|take-back|bring-back`: what partners and IOM do together (¶29 a, d)."""

import argparse

from desktop.base.text import _
from desktop.base.values import Json
from desktop.commands import named, terminal
from desktop.services.diligence import papers
from desktop.services.results import activities
from desktop.services.results.activities import NewActivity
from desktop.store.records.values import PartnerRole


def arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(metavar=_("COMMAND"), required=True)
    shown = verbs.add_parser("list", help=_("list every activity, with what it lacks before it counts"))
    shown.set_defaults(run=show)
    _record_arguments(verbs.add_parser("record", help=_("record an activity")))
    attached = verbs.add_parser("attach", help=_("keep a file that shows an activity"))
    attached.add_argument("id", metavar="ID", help=_("the id, as the list shows it"))
    attached.add_argument("file", type=terminal.file, metavar=_("FILE"), help=_("the file"))
    attached.set_defaults(run=attach)
    away = verbs.add_parser("take-back", help=_("take back an activity that was recorded by mistake"))
    away.set_defaults(run=take_back)
    back = verbs.add_parser("bring-back", help=_("bring back an activity that was taken back"))
    back.set_defaults(run=bring_back)
    for verb in (away, back):
        verb.add_argument("id", metavar="ID", help=_("the id, as the list shows it"))
    for verb in (shown, attached, away, back):
        terminal.office_arguments(verb)


def _record_arguments(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("kind", metavar=_("CODE"), help=_("what it is, a code of forms/results.toml"))
    verb.add_argument("title", metavar=_("TEXT"), help=_("what it is called"))
    verb.add_argument("--partnership", default="", metavar=_("NAME"), help=_("the title or id of its partnership"))
    verb.add_argument(
        "--partner",
        action="append",
        default=[],
        nargs=2,
        metavar=(_("NAME"), _("CODE")),
        help=_("a partner and its part; repeat it"),
    )
    verb.add_argument("--country", action="append", default=[], metavar=_("COUNTRY"), help=_("where; repeat it"))
    verb.add_argument("--from", dest="first", type=named.day, metavar=_("DAY"), help=_("its first day"))
    verb.add_argument("--to", dest="last", type=named.day, metavar=_("DAY"), help=_("its last day"))
    verb.add_argument("--released", type=named.day, metavar=_("DAY"), help=_("when a study was released"))
    verb.add_argument("--in", dest="spoken", default="", metavar=_("CODE"), help=_("the language of a study"))
    verb.add_argument("--edition-of", default="", metavar="ID", help=_("the study of which it is an edition"))
    verb.add_argument("--number", default="", metavar="DOI|ISBN", help=_("the number of a study"))
    verb.add_argument("--theme", action="append", default=[], metavar=_("CODE"), help=_("a theme; repeat it"))
    verb.add_argument("--project", default="", metavar=_("CODE"), help=_("the project code"))
    verb.add_argument("--donor", default="", metavar=_("NAME"), help=_("who else pays"))
    terminal.office_arguments(verb)
    verb.set_defaults(run=record)


def show(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        lines = activities.every(office.work)
    data: list[Json] = [
        {
            "id": line.activity.id,
            "office": line.activity.office,
            "kind": line.activity.kind,
            "title": line.activity.title,
            "partnership": line.activity.partnership_id,
            "partners": list(line.partners.values()),
            "countries": list(line.activity.countries),
            "from": line.activity.starts_on,
            "to": line.activity.ends_on,
            "released": line.activity.released_on,
            "number": line.activity.work,
            "edition_of": line.activity.edition_of,
            "project": line.activity.project_code,
            "evidence": len(line.activity.evidence),
            "lacks": [str(code) for code in line.lacks],
        }
        for line in lines
    ]
    table = terminal.table(
        (
            line.activity.id[: named.BEGINNING],
            line.activity.kind,
            line.activity.title,
            ", ".join(line.partners.values()),
            activities.day_of_activity(line.activity),
            ", ".join(line.lacks),
        )
        for line in lines
    )
    terminal.answer(options, {"activities": data}, table or [_("No activity.")])
    return 0


def record(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        rules = office.definitions.results
        named.require_code(options.kind, rules.by_kind)
        named.require_code(options.spoken, ("", *rules.languages))
        named.require_codes([role for _name, role in options.partner], rules.roles)
        named.require_codes(options.theme, office.definitions.strategy.labels("themes"))
        new = NewActivity(
            kind=options.kind,
            title=options.title,
            partnership_id=named.partnership(office, options.partnership) if options.partnership else "",
            partner_roles=tuple(
                PartnerRole(partner=named.partner(office, name), role=role) for name, role in options.partner
            ),
            countries=tuple(code.upper() for code in options.country),
            starts_on=options.first.isoformat() if options.first else "",
            ends_on=options.last.isoformat() if options.last else "",
            themes=tuple(options.theme),
            project_code=options.project,
            donor=options.donor,
            released_on=options.released.isoformat() if options.released else "",
            language=options.spoken,
            edition_of=named.activity(office, options.edition_of) if options.edition_of else "",
            work=options.number,
        )
        alike = [] if new.edition_of else activities.alike(office.work, new)
        activity = activities.record(office.work, new)
        lacks = activities.line(office.work, activity.id).lacks
    sentences = [_("The activity is recorded.")]
    if lacks:
        sentences.append(_("It does not count yet; it lacks: {codes}").format(codes=", ".join(lacks)))
    sentences += [
        _("Is it an edition of “{title}” ({id})? Then say so with --edition-of: it counts once.").format(
            title=work.title, id=work.id[: named.BEGINNING]
        )
        for work in alike
    ]
    like: list[Json] = [work.id for work in alike]
    terminal.answer(options, {"id": activity.id, "lacks": [str(code) for code in lacks], "alike": like}, sentences)
    return 0


def attach(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        papers.add_to_result(office.work, named.activity(office, options.id), options.file)
    terminal.answer(options, {"id": options.id}, [_("The file is kept with the activity.")])
    return 0


def take_back(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        activities.set_aside(office.work, named.activity(office, options.id), True)
    terminal.answer(options, {"id": options.id}, [_("The activity was taken back.")])
    return 0


def bring_back(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        activities.set_aside(office.work, named.activity(office, options.id, archived=True), False)
    terminal.answer(options, {"id": options.id}, [_("The activity was brought back.")])
    return 0
