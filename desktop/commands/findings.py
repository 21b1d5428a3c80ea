"""`passerelle findings list|add|remove|restore`: the adverse facts of a case."""

import argparse
from dataclasses import asdict

from desktop.base.text import _
from desktop.commands import named, terminal
from desktop.definitions.answers import STATUSES
from desktop.services.diligence import assessments, findings
from desktop.services.diligence.findings import FindingFacts


def arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(metavar=_("COMMAND"), required=True)
    shown = verbs.add_parser("list", help=_("list the findings of a case, the gravest first"))
    shown.add_argument("case", metavar=_("NUMBER"), help=_("the number of the case"))
    shown.set_defaults(run=show)
    add = verbs.add_parser("add", help=_("record an adverse fact"))
    add.add_argument("case", metavar=_("NUMBER"), help=_("the number of the case"))
    add.add_argument("text", metavar=_("TEXT"), help=_("what happened"))
    add.add_argument("--question", required=True, metavar=_("CODE"), help=_("the question that it touches, like F02"))
    add.add_argument("--source", required=True, metavar=_("TEXT"), help=_("who says so"))
    add.add_argument(
        "--status", required=True, choices=[str(status) for status in STATUSES], help=_("how far the matter has come")
    )
    add.add_argument("--on", type=named.day, metavar=_("DAY"), help=_("the day on which it happened"))
    for grade in ("scale", "scope", "irremediability"):
        add.add_argument(f"--{grade}", type=int, choices=(1, 2, 3), help=_("how grave it is, from 1 to 3"))
    add.set_defaults(run=record)
    for name, aside, about in (
        ("remove", True, _("let a finding no longer count; it stays in the history")),
        ("restore", False, _("let a removed finding count again")),
    ):
        verb = verbs.add_parser(name, help=about)
        verb.add_argument("id", metavar="ID", help=_("the id of the finding, as the list shows it"))
        verb.set_defaults(run=set_aside, aside=aside)
        terminal.office_arguments(verb)
    for verb in (shown, add):
        terminal.office_arguments(verb)


def show(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        assessment = assessments.read(office.work, named.case(office, options.case).id)
        listed = findings.lines(office.definitions.form, assessment)
    rows = [asdict(line) for line in listed]
    lines = terminal.table((line.key, line.question, line.level, line.text) for line in listed)
    terminal.answer(options, {"findings": rows}, lines or [_("No adverse fact is recorded.")])
    return 0


def record(options: argparse.Namespace) -> int:
    facts = FindingFacts(
        question=options.question,
        text=options.text,
        source=options.source,
        status=options.status,
        happened_on=options.on.isoformat() if options.on else None,
        scale=options.scale,
        scope=options.scope,
        irremediability=options.irremediability,
    )
    with terminal.open_office(options) as office:
        assessment = assessments.read(office.work, named.case(office, options.case).id)
        named.require_code(options.question, findings.may_touch(office.definitions.form, assessment))
        finding = findings.add(office.work, assessment.case.id, facts)
    terminal.answer(options, {"id": finding.id}, [_("The finding is recorded.")])
    return 0


def set_aside(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        findings.set_aside(office.work, options.id, options.aside)
    done = _("The finding no longer counts.") if options.aside else _("The finding counts again.")
    terminal.answer(options, {"id": options.id}, [done])
    return 0
