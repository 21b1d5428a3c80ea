"""`passerelle incidents list|record|inform|end`: what happened to partners after their decision."""

import argparse

from desktop.base.text import _, pick
from desktop.base.values import JsonObject
from desktop.commands import named, terminal
from desktop.services.diligence import incidents
from desktop.services.diligence.incidents import NewIncident
from desktop.store.states import IncidentEnd


def arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(metavar=_("COMMAND"), required=True)
    shown = verbs.add_parser("list", help=_("list the incidents, the last recorded first"))
    shown.add_argument("partner", nargs="?", default="", metavar=_("PARTNER"), help=_("of this partner alone"))
    shown.set_defaults(run=show)
    record = verbs.add_parser("record", help=_("record an incident: what its kind says is frozen from then on"))
    record.add_argument("partner", metavar=_("PARTNER"), help=_("the partner, by name"))
    record.add_argument("summary", metavar=_("TEXT"), help=_("what happened, without the name of a victim"))
    record.add_argument("--kind", required=True, metavar=_("CODE"), help=_("its kind: a code of forms/follow_up.toml"))
    record.add_argument("--source", default="", metavar=_("TEXT"), help=_("who says so"))
    record.add_argument("--on", type=named.day, metavar=_("DAY"), help=_("the day on which it happened"))
    record.set_defaults(run=record_incident)
    inform = verbs.add_parser("inform", help=_("note that somebody was told"))
    inform.add_argument("id", metavar="ID", help=_("the id of the incident, as the list shows it"))
    inform.add_argument("--role", required=True, metavar=_("CODE"), help=_("the role that was told"))
    inform.add_argument("--name", required=True, metavar=_("NAME"), help=_("who was told"))
    inform.add_argument("--on", type=named.day, metavar=_("DAY"), help=_("on which day; today without it"))
    inform.set_defaults(run=note_informed)
    end = verbs.add_parser("end", help=_("say what becomes of an incident"))
    end.add_argument("id", metavar="ID", help=_("the id of the incident, as the list shows it"))
    end.add_argument(
        "how", choices=[str(how) for how in IncidentEnd], help=_("lifted, unchanged, or the partnership ended")
    )
    end.add_argument("--reason", required=True, metavar=_("TEXT"), help=_("what was found out, and who was asked"))
    end.set_defaults(run=end_incident)
    for verb in (shown, record, inform, end):
        terminal.office_arguments(verb)


def show(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        partner_id = named.partner(office, options.partner) if options.partner else ""
        listed = incidents.listed(office.work, partner_id)
        kinds = {kind.id: pick(kind.label) for kind in office.definitions.follow_up.kinds}
    rows: list[JsonObject] = [
        {
            "id": incident.id,
            "office": incident.office,
            "partner": partner,
            "kind": incident.kind,
            "summary": incident.summary,
            "happened_on": incident.happened_on,
            "recorded_at": incident.recorded_at,
            "ended": incident.hq_ended or incident.ended,
        }
        for incident, partner in listed
    ]
    lines = terminal.table(
        (row["id"], row["partner"], kinds.get(str(row["kind"]), row["kind"]), row["summary"]) for row in rows
    )
    terminal.answer(options, {"incidents": rows}, lines or [_("No incident is recorded.")])
    return 0


def record_incident(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        partner = named.partner(office, options.partner)
        named.require_code(options.kind, (kind.id for kind in office.definitions.follow_up.kinds if kind.incident))
        new = NewIncident(partner, options.kind, options.summary, source=options.source, happened_on=options.on)
        incident = incidents.record(office.work, new)
    terminal.answer(options, {"id": incident.id}, [_("The incident is recorded.")])
    return 0


def note_informed(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        incidents.inform(office.work, options.id, options.role, options.name, options.on or office.work.today())
    terminal.answer(options, {"id": options.id}, [_("It is noted that {name} was told.").format(name=options.name)])
    return 0


def end_incident(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        incidents.end(office.work, options.id, IncidentEnd(options.how), options.reason)
    terminal.answer(options, {"id": options.id}, [_("What becomes of the incident is recorded.")])
    return 0
