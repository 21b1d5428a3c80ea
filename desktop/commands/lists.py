"""`passerelle lists import|show|diff`: the sanctions lists of this machine."""

import argparse
from pathlib import Path

from desktop.base.text import _
from desktop.base.values import today
from desktop.commands import terminal
from desktop.screening.lists import ListVersion, summary
from desktop.services import lists


def arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(metavar=_("COMMAND"), required=True)
    take = verbs.add_parser("import", help=_("import a list file"))
    take.add_argument("file", type=Path, metavar="FILE")
    take.add_argument("--published", default="", metavar="YYYY-MM-DD", help=_("for a file that carries no date"))
    take.add_argument("--accept", action="store_true", help=_("import although a warning was given"))
    take.set_defaults(run=import_list)
    shown = verbs.add_parser("show", help=_("show the lists in use and their age"))
    shown.set_defaults(run=show)
    diff = verbs.add_parser("diff", help=_("compare two files of one list"))
    diff.add_argument("old", type=Path)
    diff.add_argument("new", type=Path)
    diff.set_defaults(run=compare)
    for verb in (take, shown):
        terminal.office_arguments(verb)


def _version(version: ListVersion) -> dict[str, object]:
    return {
        "list": version.source,
        "title": version.title,
        "published": version.published,
        "age_days": lists.age(version, today()),
        "digest": version.digest,
        "counts": dict(version.counts),
    }


def import_list(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        done = lists.install(office.lists, options.file, accept=options.accept, published=options.published)
    data = _version(done.version)
    if done.changes:
        data["changes"] = {k: len(getattr(done.changes, k)) for k in ("added", "changed", "removed")}
    said = _("{title} of {published} is in use: {summary}.")
    terminal.answer(options, data, [said.format(**data, summary=summary(done.version))])
    return 0


def show(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        versions = [_version(v) for v in lists.installed(office.lists)]
    rows = terminal.table((v["title"], v["published"], v["age_days"], str(v["digest"])[:12]) for v in versions)
    terminal.answer(options, {"lists": versions}, rows or [_("No list is installed yet.")])
    return 0


def compare(options: argparse.Namespace) -> int:
    _old, _new, found = lists.compare(options.old, options.new)
    data = {"added": found.added, "changed": found.changed, "removed": found.removed}
    rows = [
        (_("added"), len(found.added)),
        (_("changed"), len(found.changed)),
        (_("removed"), len(found.removed)),
    ]
    terminal.answer(options, data, terminal.table(rows))
    return 0
