"""`passerelle screen NAME… [--list FILE…]`: names searched in sanctions lists, with the reason of every hit.

`passerelle screen --batch FILE.csv --out FILE.csv` searches a whole register: columns name, kind, birth, country.
"""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from desktop.base.errors import Problem
from desktop.base.text import _, plural
from desktop.base.values import Json
from desktop.commands import terminal
from desktop.screening import library
from desktop.screening.entries import EntryKind
from desktop.screening.index import Index, IndexHit, build_index
from desktop.screening.lists import read_list
from desktop.screening.remarks import remark, searchable
from desktop.services.screening import batch


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("names", nargs="*", metavar=_("NAME"), help=_("names to search"))
    parser.add_argument("--batch", type=terminal.file, metavar=_("FILE.csv"), help=_("search every name of this table"))
    parser.add_argument(
        "--out", type=terminal.file, metavar=_("FILE.csv"), help=_("write the possible matches of the table here")
    )
    parser.add_argument("--kind", choices=("person", "organisation"), default="", help=_("what the names are"))
    parser.add_argument(
        "--list", type=terminal.file, action="append", metavar=_("FILE"), help=_("search this list file")
    )
    parser.add_argument("--limit", type=int, default=10, help=_("matches for each name"))
    terminal.office_arguments(parser)
    parser.set_defaults(run=screen, parser=parser)


def screen(options: argparse.Namespace) -> int:
    if options.batch or options.out:
        return _batch(options)
    if not options.names:
        options.parser.error(_("give a name, or a table with --batch and --out"))
    kind = EntryKind(options.kind) if options.kind else None
    for name in options.names:
        if not searchable(name):
            raise Problem(
                remark(name, kind), _("Write the name as it stands on the person's papers."), code="name-not-searchable"
            )
    with _index(options) as index:
        hits_by_name = {name: index.search(name, kind, options.limit) for name in options.names}
        searched = [{"title": v.title, "published": v.published, "digest": v.digest} for v in index.lists]
    data: dict[str, Json] = {
        "lists": searched,
        "names": [_answer(kind, name, hits) for name, hits in hits_by_name.items()],
    }
    lines: list[str] = []
    for name, hits in hits_by_name.items():
        lines.append(f"{name}: " + (_("no confirmed match") if not hits else ""))
        lines += [f"  {sentence}" for sentence in (remark(name, kind),) if sentence]
        lines += [_line(hit) for hit in hits]
    terminal.answer(options, data, lines)
    return 0


def _answer(kind: EntryKind | None, name: str, hits: tuple[IndexHit, ...]) -> dict[str, Json]:
    sentence = remark(name, kind)
    line: dict[str, Json] = {"name": name, "hits": [_hit(hit) for hit in hits]}
    return {**line, "remark": sentence} if sentence else line


def _batch(options: argparse.Namespace) -> int:
    if not (options.batch and options.out) or options.names:
        options.parser.error(_("a table needs --batch and --out, and no names beside it"))
    if options.batch.resolve() == options.out.resolve():
        raise Problem(
            _("The answer would replace the register; nothing was written."),
            _("Give --out another name."),
            code="register-would-be-replaced",
        )
    with _index(options) as index:
        summary = batch.screen_register(index, options.batch, options.out)
    data = {"file": options.out, "names": summary.names, "bands": dict(summary.bands), "unsearched": summary.unsearched}
    lines = [
        _("{names} names searched: {strong} very close, {review} fairly close, {weak} far.").format(
            names=summary.names, **{str(band): count for band, count in summary.bands.items()}
        )
    ]
    if summary.unsearched:
        lines.append(
            plural("{count} name could not be searched.", "{count} names could not be searched.", summary.unsearched)
        )
    terminal.answer(options, data, lines)
    return 0


@contextmanager
def _index(options: argparse.Namespace) -> Iterator[Index]:
    """The lists named, indexed for this one search; else those of the office."""
    if not options.list:
        with terminal.open_office(options) as office, library.open_index(office.lists) as index:
            yield index
        return
    with TemporaryDirectory() as folder:
        path = Path(folder) / library.INDEX
        build_index(path, [read_list(file) for file in options.list])
        with Index.open(path) as index:
            yield index


def _line(hit: IndexHit) -> str:
    number = hit.entry.reference or hit.entry.id
    return f"  {hit.score:.2f} {hit.band:<6} {hit.name} [{number}] {hit.sentence()}"


def _hit(hit: IndexHit) -> dict[str, Json]:
    return {
        "score": round(hit.score, 3),
        "band": hit.band,
        "name": hit.name,
        "quality": hit.quality,
        "list": hit.entry.list_id,
        "entry": hit.entry.id,
        "reference": hit.entry.reference,
        "primary": hit.entry.name,
        "kind": hit.entry.kind,
        "births": list(hit.entry.births),
        "nationalities": list(hit.entry.nationalities),
        "programme": hit.entry.programme,
        "why": [{"query": p.query, "name": p.name, "reason": p.reason} for p in hit.alignment.pairs],
        "explanation": hit.sentence(),
    }
