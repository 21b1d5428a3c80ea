"""`passerelle lists import|show|diff|verify`: the sanctions lists of this machine."""

import argparse
from pathlib import Path

from desktop.base.text import N_, _
from desktop.base.values import today
from desktop.commands import terminal
from desktop.screening import library
from desktop.screening.changes import ChangedEntry, compare_files
from desktop.screening.entries import ListVersion
from desktop.screening.freshness import age_in_days
from desktop.screening.lists import summary

FACTS = {  # what may change in an entry, as a difference names it
    "kind": N_("kind"),
    "names": N_("names"),
    "births": N_("births"),
    "places": N_("places"),
    "nationalities": N_("nationalities"),
    "documents": N_("documents"),
    "addresses": N_("addresses"),
    "programme": N_("programme"),
    "reference": N_("reference"),
    "listed_on": N_("listing date"),
    "text": N_("text"),
}


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
    checked = verbs.add_parser("verify", help=_("compare the kept files with what is searched"))
    checked.set_defaults(run=verify)
    for verb in (take, shown, checked):
        terminal.office_arguments(verb)


def _version(version: ListVersion) -> dict[str, object]:
    return {
        "list": version.source,
        "title": version.title,
        "published": version.published,
        "age_days": age_in_days(version, today()),
        "digest": version.digest,
        "counts": dict(version.counts),
    }


def import_list(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        done = library.install(office.lists, options.file, accept=options.accept, published=options.published)
    data = _version(done.version)
    if done.changes:
        data["changes"] = {k: len(getattr(done.changes, k)) for k in ("added", "changed", "removed")}
    said = _("{title} of {published} is in use: {summary}.")
    terminal.answer(options, data, [said.format(**data, summary=summary(done.version))])
    return 0


def show(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        versions = [_version(v) for v in library.installed(office.lists)]
    rows = terminal.table((v["title"], v["published"], v["age_days"], str(v["digest"])[:12]) for v in versions)
    terminal.answer(options, {"lists": versions}, rows or [_("No list is installed yet.")])
    return 0


def compare(options: argparse.Namespace) -> int:
    found = compare_files(options.old, options.new)
    parts = {"added": found.added, "changed": found.changed, "removed": found.removed}
    data: dict[str, object] = {
        "list": found.after.source,
        "from": found.before.published,
        "to": found.after.published,
        **{part: [_entry(one) for one in entries] for part, entries in parts.items()},
    }
    words = {"added": _("added"), "changed": _("changed"), "removed": _("removed")}
    lines = terminal.table((words[part], len(entries)) for part, entries in parts.items())
    for part, entries in parts.items():
        for one in entries:
            facts = ", ".join(_(FACTS[fact]) for fact in one.facts)
            lines.append(f"{words[part]}: {one.id}  {one.reference}  {one.name}" + (f"  ({facts})" if facts else ""))
    terminal.answer(options, data, lines)
    return 0


def _entry(one: ChangedEntry) -> dict[str, object]:
    found: dict[str, object] = {"id": one.id, "reference": one.reference, "name": one.name, "kind": one.kind}
    return {**found, "facts": list(one.facts)} if one.facts else found


def verify(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        found = library.verify(office.lists)
    data = [
        {**_version(one.version), "digest_agrees": one.digest, "counts_agree": one.counts, "problem": one.problem}
        for one in found
    ]
    sound = all(one.sound for one in found)
    lines = terminal.table(
        (_(v.version.title), v.version.published, _said(v), str(v.version.digest)[:12]) for v in found
    )
    terminal.answer(options, {"lists": data, "sound": sound}, lines or [_("No list is installed yet.")])
    return 0 if sound else 1


def _said(one: library.Verification) -> str:
    if one.problem:
        return one.problem
    if one.sound:
        return _("sound")
    return _("the file is not the one that is searched") if not one.digest else _("the counts differ")
