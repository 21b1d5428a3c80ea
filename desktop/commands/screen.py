"""`passerelle screen NAME… [--list FILE…]`: names searched in sanctions lists, with the reason of every hit."""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from desktop.base.text import _
from desktop.commands import terminal
from desktop.screening.index import Hit, Index, build_index
from desktop.screening.lists import read_list
from desktop.services import lists


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("names", nargs="+", metavar="NAME")
    parser.add_argument("--kind", choices=("person", "organisation"), default="", help=_("what the names are"))
    parser.add_argument("--list", type=Path, action="append", metavar="FILE", help=_("search this list file"))
    parser.add_argument("--limit", type=int, default=10, help=_("hits for each name"))
    terminal.office_arguments(parser)
    parser.set_defaults(run=screen)


def screen(options: argparse.Namespace) -> int:
    with _index(options) as index:
        found = {name: index.search(name, options.kind, options.limit) for name in options.names}
        searched = [{"title": v.title, "published": v.published, "digest": v.digest} for v in index.lists]
    data = {"lists": searched, "names": [{"name": n, "hits": [_hit(h) for h in hits]} for n, hits in found.items()]}
    lines: list[str] = []
    for name, hits in found.items():
        lines.append(f"{name}: " + (_("no match") if not hits else ""))
        lines += [
            f"  {h.score:.2f} {h.band:<6} {h.name} [{h.entry.reference or h.entry.id}] {h.sentence()}" for h in hits
        ]
    terminal.answer(options, data, lines)
    return 0


@contextmanager
def _index(options: argparse.Namespace) -> Iterator[Index]:
    """The lists named, indexed for this one search; else those of the office."""
    if not options.list:
        with terminal.open_office(options) as office, lists.open_index(office.lists) as index:
            yield index
        return
    with TemporaryDirectory() as folder:
        path = Path(folder) / lists.INDEX
        build_index(path, [read_list(file) for file in options.list])
        with Index.open(path) as index:
            yield index


def _line(hit: Hit) -> str:
    number = hit.entry.reference or hit.entry.id
    return f"  {hit.score:.2f} {hit.band:<6} {hit.name} [{number}] {hit.sentence()}"


def _hit(hit: Hit) -> dict[str, object]:
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
