"""`passerelle partners list | export | sheet | import | imports | roll-back`: the partners of the office."""

import argparse
from dataclasses import asdict
from pathlib import Path

from desktop.base.errors import Problem
from desktop.base.files import write_safely
from desktop.base.progress import RunNow
from desktop.base.text import _, plural
from desktop.commands import named, partner_imports, terminal
from desktop.documents.sheet import SheetKind
from desktop.presenters.listing import ListLine
from desktop.presenters.registry.partners import PartnersPresenter
from desktop.services.partner_papers import sheet
from desktop.services.registry import partner_list


def arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(metavar=_("COMMAND"), required=True)
    shown = verbs.add_parser("list", help=_("list the partners"))
    shown.add_argument("text", nargs="?", default="", help=_("words of the name, the number or the city"))
    terminal.office_arguments(shown)
    shown.set_defaults(run=list_partners)
    written = verbs.add_parser("export", help=_("write the list, as this officer has it in the window, into a file"))
    written.add_argument("file", type=Path, metavar=_("FILE"), help=_("ends in .xlsx or .csv"))
    written.add_argument("text", nargs="?", default="", help=_("words of the name, the number or the city"))
    terminal.office_arguments(written)
    written.set_defaults(run=export_partners)
    paper = verbs.add_parser("sheet", help=_("write the sheet of one partner as a PDF"))
    paper.add_argument("partner", metavar=_("NAME"), help=_("the partner"))
    paper.add_argument("--out", required=True, type=terminal.file, metavar=_("FILE"), help=_("the PDF"))
    terminal.office_arguments(paper)
    paper.set_defaults(run=write_sheet)
    partner_imports.arguments(verbs)


def list_partners(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        listed = partner_list.find(office.store, options.text)
    lines = terminal.table((p.name, p.place, p.stage, p.level) for p in listed)
    terminal.answer(options, {"partners": [asdict(p) for p in listed]}, lines or [_("No partner matches.")])
    return 0


def export_partners(options: argparse.Namespace) -> int:
    target: Path = options.file
    kind = _kind(target)
    with terminal.open_office(options) as office:
        screen = PartnersPresenter(office, RunNow(), options.text)
        screen.refresh()
        sheet = screen.listing.sheet(ListLine(line.name, screen.cells(line)) for line in screen.lines)
    write_safely(target, sheet.written(kind))
    rows = plural("{count} row", "{count} rows", len(sheet.rows))
    sentence = _("The list is written: {rows}, in {path}.").format(rows=rows, path=target)
    terminal.answer(options, {"rows": len(sheet.rows), "file": str(target)}, [sentence])
    return 0


def write_sheet(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        data = sheet.pdf(office.work, named.partner(office, options.partner))
    write_safely(options.out, data)
    terminal.answer(options, {"file": str(options.out)}, [_("The sheet is in {file}").format(file=options.out)])
    return 0


def _kind(target: Path) -> SheetKind:
    for kind in SheetKind:
        if target.suffix.lower() == f".{kind}":
            return kind
    raise Problem(
        _("“{name}” is no kind of file that a list is written into; nothing was written.").format(name=target.name),
        _("Let the name end in .xlsx or .csv."),
        code="list-file-unknown",
    )
