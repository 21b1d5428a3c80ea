"""`passerelle backup [--to DIR]`: a verified copy of the office."""

import argparse

from desktop.base.progress import Progress
from desktop.base.text import _
from desktop.base.values import Json
from desktop.commands import terminal
from desktop.services.office import backup, second_place
from desktop.store import backup as copies


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--to", type=terminal.folder, metavar=_("DIR"), help=_("write it into this folder"))
    terminal.office_arguments(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        targets = (options.to,) if options.to else backup.places(office.backups, second_place.read(office.machine))
        paths = office.back_up(targets, Progress())
        copies_there = copies.list_backups(paths[0].parent, office.opened.key)
    contents = next(copy.contents for copy in copies_there if copy.path == paths[0])
    records = contents.records if contents else 0
    data: dict[str, Json] = {"files": [str(path) for path in paths], "records": records}
    sentence = _("{file}: written, read back, {count} records.")
    terminal.answer(options, data, [sentence.format(file=path, count=records) for path in paths])
    return 0
