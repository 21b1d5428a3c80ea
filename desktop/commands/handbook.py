"""`passerelle handbook --to FILE`: the handbook as a PDF, in the language of the command; no office is opened."""

import argparse
from pathlib import Path

from desktop.base.files import write_safely
from desktop.base.text import _, language, plural
from desktop.commands import terminal
from desktop.documents.blocks import Paper
from desktop.services.office import handbook


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    sizes = [str(size) for size in Paper]
    parser.add_argument("--to", required=True, type=terminal.file, metavar=_("FILE"), help=_("the file, a PDF"))
    parser.add_argument("--paper", choices=sizes, default=str(Paper.A4), help=_("the size of the paper"))
    parser.set_defaults(run=write)


def write(options: argparse.Namespace) -> int:
    """Write the handbook, and say where it is."""
    target: Path = options.to
    if target.suffix.lower() != ".pdf":
        raise terminal.no_pdf(target)
    pdf = handbook.paper(language(), Paper(options.paper))
    write_safely(target, pdf.data)
    pages = plural("{count} page", "{count} pages", pdf.pages)
    words = _("The handbook is in {file}: {pages}.").format(file=target, pages=pages)
    terminal.answer(options, {"file": str(target), "pages": pdf.pages}, [words])
    return 0
