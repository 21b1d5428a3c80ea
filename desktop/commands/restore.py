"""`passerelle restore FILE`: a backup put in the place of the office, or into an empty folder."""

import argparse
from dataclasses import asdict
from pathlib import Path

from desktop.base import paths
from desktop.base.text import _, plural
from desktop.base.values import Json
from desktop.commands import terminal
from desktop.services.office import backup
from desktop.store import place
from desktop.store.vault import Opened, Vault


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--yes", action="store_true", help=_("put it back; without this, only say what would happen"))
    terminal.office_arguments(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    folder = options.office or paths.default_office()
    opened, empty = _open_key(options, folder)
    data: dict[str, Json] = {"office": str(folder), "file": str(options.file), "restored": False}
    lines: list[str] = []
    if not empty and (folder / place.DATABASE).exists():
        seen = backup.preview(options.file, folder, opened.key)
        data |= {"lost": seen.lost, "regained": seen.regained, "latest": [asdict(deed) for deed in seen.latest]}
        lines.append(plural("{count} change made since is lost.", "{count} changes made since are lost.", seen.lost))
    if not options.yes:
        lines.append(_("Nothing was changed. Add --yes to put the backup back."))
    else:
        moved_to = backup.restore(folder, options.file, opened.key, opened.officer_id)
        data |= {"restored": True, "kept": str(moved_to or "")}
        lines.append(_("The backup is in place; Headquarters must recognise this computer again."))
        if moved_to:
            lines.append(_("The state before is kept in {file}.").format(file=moved_to))
    terminal.answer(options, data, lines)
    return 0


def _open_key(options: argparse.Namespace, folder: Path) -> tuple[Opened, bool]:
    """What opens the office, or, in a folder without one, what opens the backup; says whether there is none."""
    terminal.require_backup(options)
    if Vault(folder).exists:
        vault = Vault.open(folder)
        officer = terminal.chosen_officer(vault.officers, options.officer)
        return vault.unlock(officer.id, terminal.passphrase(options, officer.name)), False
    opened = terminal.open_backup(options)
    place.prepare(folder)
    return opened, True
