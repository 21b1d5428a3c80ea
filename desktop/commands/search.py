"""`passerelle search WORDS`: everything that an office records, by what one remembers of it."""

import argparse

from desktop.base.progress import RunNow
from desktop.base.text import _
from desktop.base.values import JsonObject
from desktop.commands import terminal
from desktop.presenters.search import SearchPresenter


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("words", nargs="+", metavar=_("WORDS"), help=_("what you remember: names, words, numbers"))
    terminal.office_arguments(parser)
    parser.set_defaults(run=look)


def look(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        screen = SearchPresenter(office, RunNow(), " ".join(options.words))
        screen.refresh()
    hits: list[JsonObject] = [
        {"kind": line.kind, "title": line.title.text, "around": line.note.text, "put_away": line.away,
         "place": line.way[0], **dict(line.way[1])}
        for line in screen.lines
    ]  # fmt: skip
    rows = terminal.table((line.kind, line.title.text, line.note.text) for line in screen.lines)
    words = [screen.state, *rows] if rows and not screen.whole else rows or list(screen.nothing)
    terminal.answer(options, {"whole": screen.whole, "hits": hits}, words)
    return 0
