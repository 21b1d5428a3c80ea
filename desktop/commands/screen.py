"""`passerelle screen NAME… [--list FILE…]`: names searched in sanctions lists, with the reason of every hit.

`passerelle screen --batch FILE.csv --out FILE.csv` searches a whole register: columns name, kind, birth, country.
Searched in the lists of an office, this computer remembers who searched what for a time; `--remembered` shows that.
"""

import argparse
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from desktop.base.dates import moment_in_words
from desktop.base.errors import Problem
from desktop.base.files import write_safely
from desktop.base.text import _, language, plural
from desktop.base.values import Json
from desktop.commands import terminal
from desktop.screening import library
from desktop.screening.entries import EntryKind, ListVersion
from desktop.screening.index import Index, IndexHit, build_index
from desktop.screening.lists import read_list
from desktop.screening.readings import latin_reading
from desktop.screening.remarks import remark, searchable
from desktop.services.office import people
from desktop.services.screening import batch, lookup_notes, lookup_paper, lookup_words, lookups
from desktop.services.screening.batch import RegisterSummary
from desktop.services.screening.candidates import other_names_met
from desktop.services.screening.lookups import PartnerOfName, SearchedLookup


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
    parser.add_argument(
        "--paper", type=terminal.file, metavar=_("FILE.pdf"), help=_("write the search as a paper here")
    )
    parser.add_argument(
        "--remembered", action="store_true", help=_("show which names were searched before on this computer")
    )
    terminal.office_arguments(parser)
    parser.set_defaults(run=screen, parser=parser)


def screen(options: argparse.Namespace) -> int:
    if options.remembered:
        return _remembered(options)
    if options.batch or options.out:
        return _batch(options)
    if not options.names:
        options.parser.error(_("give a name, or a table with --batch and --out"))
    if options.paper and options.list:
        options.parser.error(_("a paper is written of a search in the lists of an office, not in files"))
    kind = EntryKind(options.kind) if options.kind else None
    for name in options.names:
        if not searchable(name):
            raise Problem(
                remark(name, kind), _("Write the name as it stands on the person's papers."), code="name-not-searchable"
            )
    if options.list:
        with _index_of_files(options.list) as index:
            searched = [
                SearchedLookup(n, True, remark(n, kind), index.search(n, kind, options.limit)) for n in options.names
            ]
            return _tell(options, index.lists, searched, [])
    with terminal.open_office(options) as office, library.open_index(office.lists) as index:
        names = tuple(dict.fromkeys(options.names))
        answer = lookups.look_up(office.work, index, names, kind, most=options.limit)
        warnings = [lookup_words.warning(index.lists, office.work.today(), office.definitions.authority.limits)]
        if options.paper:
            write_safely(options.paper, lookup_paper.pdf(office.work, answer))
            warnings.append(_("The paper is in {file}").format(file=options.paper))
        return _tell(options, index.lists, answer.names, [line for line in warnings if line])


def _tell(
    options: argparse.Namespace, lists: Sequence[ListVersion], searched: Sequence[SearchedLookup], last: Sequence[str]
) -> int:
    data: dict[str, Json] = {
        "lists": [{"title": v.title, "published": v.published, "digest": v.digest} for v in lists],
        "names": [_answer(own) for own in searched],
    }
    lines: list[str] = []
    for own in searched:
        lines.append(f"{own.name}: " + (_("no confirmed match") if not own.hits else ""))
        lines += [f"  {sentence}" for sentence in (own.remark,) if sentence]
        lines += [_line(own.name, hit) for hit in own.hits]
        lines += [f"  {_registered(partner)}" for partner in own.registered]
    terminal.answer(options, data, [*lines, *last])
    return 0


def _answer(own: SearchedLookup) -> dict[str, Json]:
    line: dict[str, Json] = {"name": own.name, "hits": [_hit(own.name, hit) for hit in own.hits]}
    if own.registered:
        line["partners"] = [{"id": p.partner_id, "name": p.partner, "person": p.person} for p in own.registered]
    return {**line, "remark": own.remark} if own.remark else line


def _registered(partner: PartnerOfName) -> str:
    if partner.person:
        return _("{person} is recorded at the partner {partner}.").format(
            person=partner.person, partner=partner.partner
        )
    return _("A partner of this name is registered: {partner}.").format(partner=partner.partner)


def _remembered(options: argparse.Namespace) -> int:
    """The searches of this computer without a record, the last first."""
    with terminal.open_office(options) as office:
        searches, officers = lookup_notes.remembered(office.work), people.names(office.store)
    data: list[Json] = [
        {
            "at": own.at,
            "by": officers.get(own.by, own.by),
            "kind": own.kind,
            "names": [{"name": name.name, "hits": name.hits} for name in own.names],
            "count": own.count,
            "hits": own.hits,
            "lists": list(own.lists),
        }
        for own in searches
    ]
    lines = terminal.table(
        (
            moment_in_words(own.at, language()),
            officers.get(own.by, "?"),
            plural("{count} match", "{count} matches", own.hits),
            lookup_words.names_of(own),
        )
        for own in searches
    )
    terminal.answer(options, {"searches": data}, lines)
    return 0


def _batch(options: argparse.Namespace) -> int:
    if not (options.batch and options.out) or options.names:
        options.parser.error(_("a table needs --batch and --out, and no names beside it"))
    if options.batch.resolve() == options.out.resolve():
        raise Problem(
            _("The answer would replace the register; nothing was written."),
            _("Give --out another name."),
            code="register-would-be-replaced",
        )
    summary = _screened(options)
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


def _screened(options: argparse.Namespace) -> RegisterSummary:
    """What the table came to, in the files named, else in the lists of the office, which remembers that."""
    if options.list:
        with _index_of_files(options.list) as index:
            return batch.screen_register(index, options.batch, options.out)
    with terminal.open_office(options) as office, library.open_index(office.lists) as index:
        lookups.begin_table(office.work)
        summary = batch.screen_register(index, options.batch, options.out)
        lookups.remember_table(office.work, index, summary.names, sum(summary.bands.values()))
        return summary


@contextmanager
def _index_of_files(files: Sequence[Path]) -> Iterator[Index]:
    """The lists named, indexed for this one search."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / library.INDEX
        build_index(path, [read_list(file) for file in files])
        with Index.open(path) as index:
            yield index


def _line(searched: str, hit: IndexHit) -> str:
    number, listed = hit.entry.reference or hit.entry.id, lookup_words.listed(hit)
    return f"  {hit.score:.2f} {lookup_words.band(hit)}: {listed} [{number}] {lookup_words.explained(searched, hit)}"


def _hit(searched: str, hit: IndexHit) -> dict[str, Json]:
    names = ((name.text, str(name.quality)) for name in hit.entry.names)
    return {
        "score": round(hit.score, 3),
        "band": hit.band,
        "name": hit.name,
        "reading": latin_reading(hit.name),
        "others": list(other_names_met(searched, hit.name, names, hit.entry.kind)),
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
