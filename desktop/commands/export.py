"""`passerelle export --to DIR`: everything that an office holds, readable by anybody."""

import argparse
from dataclasses import asdict

from desktop.base.progress import Progress
from desktop.base.text import _
from desktop.commands import terminal
from desktop.presenters.exchange.export_words import export_words
from desktop.services.exchange import everything


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--to", required=True, type=terminal.folder, metavar=_("DIR"), help=_("make the folder in it"))
    terminal.office_arguments(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        written = everything.write(office.work, options.to, export_words(office), Progress())
    sentences = [
        _("{folder}: {records} records, {files} files.").format(
            folder=written.folder, records=written.records, files=written.files
        ),
        _("Nothing in it is encrypted: anybody who has it reads everything."),
    ]
    terminal.answer(options, {**asdict(written), "folder": str(written.folder)}, sentences)
    return 0
