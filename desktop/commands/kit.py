"""`passerelle kit THEME`: what the office says of a theme of the strategy, as a PDF or a Word file.

The paper is in the language of the command (`--language`). Its texts are changed in the window, or in the Word file.
"""

import argparse

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
    parser.add_argument("--format", choices=list(WRITTEN), default="pdf", help=_("what is written"))
    parser.add_argument("--to", required=True, type=terminal.file, metavar=_("FILE"), help=_("the file"))
    terminal.office_arguments(parser)
    parser.set_defaults(run=write)


def write(options: argparse.Namespace) -> int:
    """Write the paper, and say where it is."""
    choice = KitChoice(options.theme, KitPaper(options.paper), language())
    with terminal.open_office(options) as office:
        texts = kits.proposed(office.work, choice)
        data = WRITTEN[options.format](office.work, choice, texts)
    write_safely(options.to, data)
    terminal.answer(options, {"file": str(options.to)}, [_("The paper is in {file}").format(file=options.to)])
    return 0
