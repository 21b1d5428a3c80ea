"""`passerelle backup [--to DIR] [--save FILE] [--test]`: a verified copy of the office, or a test of the newest one."""

import argparse
from pathlib import Path

from desktop.base.errors import Problem
from desktop.base.progress import Progress
from desktop.base.text import _
from desktop.base.values import Json
from desktop.commands import terminal
from desktop.office import Office
from desktop.presenters.office.backups import test_in_words
from desktop.services.office import backup, second_place
from desktop.store import backup as copies


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--to", type=terminal.folder, metavar=_("DIR"), help=_("write it into this folder, in one file")
    )
    parser.add_argument(
        "--save", type=terminal.file, metavar=_("FILE"), help=_("save this backup instead, in one file, with --to")
    )
    parser.add_argument("--test", action="store_true", help=_("restore the newest backup on trial instead"))
    terminal.office_arguments(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    if options.test:
        return _test(options)
    with terminal.open_office(options) as office:
        if options.save:
            paths: tuple[Path, ...] = (_saved(options, office),)
        elif options.to:
            paths = office.back_up_whole(options.to, Progress())
        else:
            paths = office.back_up(backup.places(office.backups, second_place.read(office.machine)), Progress())
        contents = copies.describe(paths[0], office.opened.key).contents
    records = contents.records if contents else 0
    data: dict[str, Json] = {"files": [str(path) for path in paths], "records": records}
    sentence = _("{file}: written, read back, {count} records.")
    terminal.answer(options, data, [sentence.format(file=path, count=records) for path in paths])
    return 0


def _saved(options: argparse.Namespace, office: Office) -> Path:
    if not options.to:
        raise Problem(
            _("No folder was named for the backup; nothing was written."),
            _("Name it with --to DIR."),
            code="backup-folder-not-named",
        )
    if not options.save.is_file():
        raise terminal.backup_missing(options.save)
    return backup.save_whole(options.save, options.to, office.opened.key, office.folder)


def _test(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        outcome = office.test_restore(Progress())
    passed = outcome is not None and outcome.passed
    data: dict[str, Json] = {
        "passed": passed,
        "backup": outcome.backup if outcome else "",
        "records": outcome.records if outcome else 0,
        "attached": outcome.attached if outcome else 0,
        "damaged": outcome.damaged if outcome else 0,
    }
    terminal.answer(options, data, [test_in_words(outcome)])
    return 0 if passed else 1
