"""`passerelle backup [--to DIR]`: a verified copy of the office."""

import argparse
from pathlib import Path

from desktop.base.text import _
from desktop.commands import terminal
from desktop.services.office import backup
from desktop.store import backup as copies


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--to", type=Path, metavar="DIR", help=_("write it into this folder"))
    terminal.office_arguments(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        targets = (options.to,) if options.to else backup.places(office.backups, office.machine)
        made = backup.back_up(office.folder, office.opened.key, targets)
        found = copies.list_backups(made[0].parent, office.opened.key)
    contents = next(copy.contents for copy in found if copy.path == made[0])
    records = contents.records if contents else 0
    data = {"files": [str(path) for path in made], "records": records}
    said = _("{file}: written, read back, {count} records.")
    terminal.answer(options, data, [said.format(file=path, count=records) for path in made])
    return 0
