"""`passerelle kit THEME`: what the office says of a theme of the strategy, as a PDF or a Word file.

The paper is in the language of the command (`--language`). Its texts are changed in the window, or in the Word file.
"""

import argparse
from pathlib import Path

from desktop.base.errors import Problem
from desktop.base.files import write_safely
from desktop.base.text import _, language
from desktop.commands import terminal
from desktop.definitions.kits import KitPaper
from desktop.services.partner_papers import kits
from desktop.services.partner_papers.kits import KitChoice

WRITTEN = {"pdf": kits.pdf, "docx": kits.docx}


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("theme", metavar=_("THEME"), help=_("a theme of the strategy, like emergency, or general"))
    papers = [str(paper) for paper in KitPaper]
    what = _("messages for colleagues, a sheet for a partner (pitch), or a note before a meeting")
    parser.add_argument("--paper", choices=papers, default=str(KitPaper.MESSAGES), help=what)
    kinds = _("the kind of file: {kinds}; without it, as its name ends").format(kinds=", ".join(WRITTEN))
    parser.add_argument("--format", choices=list(WRITTEN), default="", help=kinds)
    parser.add_argument("--to", required=True, type=terminal.file, metavar=_("FILE"), help=_("the file"))
    terminal.office_arguments(parser)
    parser.set_defaults(run=write)


def write(options: argparse.Namespace) -> int:
    """Write the paper, and say where it is."""
    target: Path = options.to
    ending = options.format or target.suffix.lower().lstrip(".")
    if ending not in WRITTEN:
        raise Problem(
            _("“{name}” is neither a PDF nor a Word file; nothing was written.").format(name=target.name),
            _("Let the name end in .pdf or .docx."),
            code="note-file-unknown",
        )
    choice = KitChoice(options.theme, KitPaper(options.paper), language())
    with terminal.open_office(options) as office:
        texts = kits.proposed(office.work, choice)
        data = WRITTEN[ending](office.work, choice, texts)
    write_safely(target, data)
    terminal.answer(options, {"file": str(target)}, [_("The paper is in {file}").format(file=target)])
    return 0
