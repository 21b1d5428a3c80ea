"""`passerelle lists import|show|diff|verify|published|use`: the sanctions lists of this machine."""

import argparse
from pathlib import Path

from desktop.base.dates import day_in_words
from desktop.base.errors import Problem
from desktop.base.progress import Progress, RunNow
from desktop.base.text import _, language
from desktop.base.values import Json, today
from desktop.commands import terminal
from desktop.commands.hq_packs import difference_data
from desktop.office import Office
from desktop.presenters.exchange import content_words
from desktop.presenters.screening import published_words
from desktop.presenters.screening.lists import ListsPresenter
from desktop.screening import library
from desktop.screening.changes import ChangedEntry, compare_files
from desktop.screening.entries import CsvMapping, EntryKind, ListVersion
from desktop.screening.freshness import age_in_days
from desktop.screening.lists import holdings, is_list, table_start
from desktop.screening.mappings import save_mapping, saved_mapping, source_called
from desktop.services.exchange import published_lists


def arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(metavar=_("COMMAND"), required=True)
    take = verbs.add_parser("import", help=_("import a list file"))
    take.add_argument("file", type=terminal.file, metavar=_("FILE"), help=_("the list, as its publisher gives it"))
    take.add_argument("--published", default="", metavar=_("YYYY-MM-DD"), help=_("for a file that carries no date"))
    take.add_argument("--accept", action="store_true", help=_("import although a warning was given"))
    take.add_argument(
        "--called", default="", metavar=_("NAME"), help=_("how the list is called, where its file does not say it")
    )
    take.add_argument(
        "--map",
        action="append",
        default=[],
        metavar=_("FACT=COLUMN"),
        help=_("what a column of an unknown table holds, once for each; it is remembered. Facts: {facts}").format(
            facts=", ".join(FACTS)
        ),
    )
    take.set_defaults(run=import_list)
    shown = verbs.add_parser("show", help=_("show the lists in use and their age"))
    shown.set_defaults(run=show)
    diff = verbs.add_parser("diff", help=_("compare two files of one list"))
    diff.add_argument("old", type=terminal.file, metavar=_("OLD"), help=_("the earlier file"))
    diff.add_argument("new", type=terminal.file, metavar=_("NEW"), help=_("the later file"))
    diff.set_defaults(run=compare)
    checked = verbs.add_parser("verify", help=_("compare the kept files with what is searched"))
    checked.set_defaults(run=verify)
    published = verbs.add_parser("published", help=_("lists of Headquarters that wait here, and what changes in them"))
    published.set_defaults(run=show_published)
    used = verbs.add_parser("use", help=_("use a list, or rates, that Headquarters published"))
    used.add_argument("subject", metavar=_("LIST"), help=_("as “lists published” calls it, like un-sc or rates"))
    used.add_argument("--accept", action="store_true", help=_("use it although a warning was given"))
    used.set_defaults(run=use_published)
    for verb in (take, shown, checked, published, used):
        terminal.office_arguments(verb)


def _version(version: ListVersion) -> dict[str, Json]:
    return {
        "list": version.source,
        "title": version.title,
        "published": version.published,
        "age_days": age_in_days(version, today()),
        "digest": version.digest,
        "entries": version.entries,
        "names": version.names,
        "languages": list(version.languages),
        "counts": dict(version.counts),
    }


FACTS = (  # of a mapping, as the page of the columns has them
    *("name", "aliases", "weak_aliases", "binding", "id", "birth", "nationality", "documents", "address", "programme"),
    *("listed_on", "text", "kind", "kind_column", "person_words", "separator", "head", "sheet"),
)


def import_list(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        mapping = _mapping(options, office.lists)
        office.back_up_before_import(Progress())
        installation = library.install(
            office.lists,
            options.file,
            accept=options.accept,
            published=options.published,
            mapping=mapping,
            called=options.called,
        )
        if mapping is not None:
            heads = table_start(options.file, mapping.sheet).rows[mapping.head]
            save_mapping(office.lists, heads, mapping)
        searched, again = _search_everybody(office)
    version = installation.version
    data = {**_version(version), **searched}
    if installation.changes:
        data["changes"] = {k: len(getattr(installation.changes, k)) for k in ("added", "changed", "removed")}
    sentence = _("{title} of {published} is in use: {summary}.")
    title, published = _(version.title), day_in_words(version.published, language())
    lines = [sentence.format(title=title, published=published, summary=holdings(version)), again]
    terminal.answer(options, data, [line for line in lines if line])
    return 0


def _search_everybody(office: Office) -> tuple[dict[str, Json], str]:
    """Search every partner in the lists now in use, as the window does after an import, by whoever may; and say so."""
    page = ListsPresenter(office, RunNow())
    page.refresh()
    page.search_again()
    if page.searched is None:
        return {}, ""
    return {"searched": {"partners": page.searched.partners, "changed": page.searched.changed}}, page.again


def _mapping(options: argparse.Namespace, folder: Path) -> CsvMapping | None:
    """What the columns hold, as said now, or before for columns of these names; None for a list that is known."""
    if options.map:
        return _said_mapping(options)
    if is_list(options.file):
        return None
    start = table_start(options.file)
    every = (start, *(table_start(options.file, sheet) for sheet in start.sheets[1:]))
    return next(filter(None, (saved_mapping(folder, table.rows) for table in every)), None)


def _said_mapping(options: argparse.Namespace) -> CsvMapping:
    """`--map name=Nom --map name=Prénom --map head=3`: rows are counted from 1, as a spreadsheet counts them."""
    facts: dict[str, list[str]] = {}
    for given in options.map:
        fact, equals, column = given.partition("=")
        if fact not in FACTS or not equals:
            raise Problem(
                _("“{given}” does not say what a column holds; nothing was imported.").format(given=given),
                _("Write it as FACT=COLUMN, with one of: {facts}.").format(facts=", ".join(FACTS)),
                code="list-map-unclear",
            )
        facts.setdefault(fact, []).append(column.strip())
    title = options.called or options.file.stem
    name, *more_names = facts.pop("name", [""])
    head = facts.pop("head", ["1"])[0]
    about = {fact: "\n".join(columns) for fact, columns in facts.items()}
    known_kinds = {"", *EntryKind}
    if not name or not head.isdigit() or int(head) < 1 or about.get("kind", "") not in known_kinds:
        raise Problem(
            _("The columns are not said clearly (a name, a row, a kind); nothing was imported."),
            _("Write it as FACT=COLUMN, with one of: {facts}.").format(facts=", ".join(FACTS)),
            code="list-map-unclear",
        )
    about |= {"kind": about.get("kind", ""), "head": str(int(head) - 1), "more_names": "\n".join(more_names)}
    return CsvMapping.from_json({"source": source_called(title), "title": title, "name": name, **about})


def show(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        versions = library.installed(office.lists)
    rows = terminal.table(
        (
            _(version.title),
            version.published,
            age_in_days(version, today()),
            version.digest[:12],
            holdings(version),
        )
        for version in versions
    )
    data: list[Json] = [_version(version) for version in versions]
    terminal.answer(options, {"lists": data}, rows or [_("No list is installed yet.")])
    return 0


def show_published(options: argparse.Namespace) -> int:
    """Each list of Headquarters that is here, and of those that wait what they would change."""
    lines: list[str] = []
    data: list[Json] = []
    with terminal.open_office(options) as office:
        for own in published_lists.standing(office.work):
            lines.append(published_words.standing_words(own))
            preview = published_lists.preview(office.work, own.pack.subject, Progress()) if own.waits else None
            differences = preview.differences if preview is not None else ()
            lines += [*(preview.doubts if preview is not None else ()), *map(content_words.sentence, differences)]
            data.append(
                {
                    **own.pack.to_json(),
                    "waits": own.waits,
                    "in_use": own.is_in_use,
                    "lacking": own.lacking,
                    "differences": [difference_data(line) for line in differences],
                }
            )
    terminal.answer(options, {"published": data}, lines or [_("Headquarters published no list yet that is here.")])
    return 0


def use_published(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        used = published_lists.put_in_use(office.work, options.subject, options.accept, Progress())
        searched, again = _search_everybody(office)
    data: dict[str, Json] = {**used.pack.to_json(), **searched}
    terminal.answer(options, data, [line for line in (published_words.used_words(used.pack), again) if line])
    return 0


def compare(options: argparse.Namespace) -> int:
    changes = compare_files(options.old, options.new)
    parts = {"added": changes.added, "changed": changes.changed, "removed": changes.removed}
    data: dict[str, Json] = {
        "list": changes.after.source,
        "from": changes.before.published,
        "to": changes.after.published,
        **{part: [_entry(entry) for entry in entries] for part, entries in parts.items()},
    }
    words = {"added": _("added"), "changed": _("changed"), "removed": _("removed")}
    lines = terminal.table((words[part], len(entries)) for part, entries in parts.items())
    for part, entries in parts.items():
        for entry in entries:
            facts = ", ".join(_(published_words.FACTS[fact]) for fact in entry.facts)
            lines.append(
                f"{words[part]}: {entry.id}  {entry.reference}  {entry.name}" + (f"  ({facts})" if facts else "")
            )
    terminal.answer(options, data, lines)
    return 0


def _entry(entry: ChangedEntry) -> dict[str, Json]:
    facts: dict[str, Json] = {"id": entry.id, "reference": entry.reference, "name": entry.name, "kind": entry.kind}
    return {**facts, "facts": list(entry.facts)} if entry.facts else facts


def verify(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        verifications = library.verify(office.lists)
    data = [
        {
            **_version(verified.version),
            "digest_agrees": verified.digest,
            "counts_agree": verified.counts,
            "problem": verified.problem,
        }
        for verified in verifications
    ]
    sound = all(verified.sound for verified in verifications)
    lines = terminal.table(
        (_(v.version.title), v.version.published, _outcome(v), str(v.version.digest)[:12]) for v in verifications
    )
    terminal.answer(options, {"lists": data, "sound": sound}, lines or [_("No list is installed yet.")])
    return 0 if sound else 1


def _outcome(verification: library.Verification) -> str:
    if verification.problem:
        return verification.problem
    if verification.sound:
        return _("intact")
    return _("the file is not the one that is searched") if not verification.digest else _("the counts differ")
