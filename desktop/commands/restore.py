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
from desktop.store.vault import Vault


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=terminal.file, metavar=_("FILE"), help=_("the backup"))
    parser.add_argument("--yes", action="store_true", help=_("restore it; without this, only say what would happen"))
    parser.add_argument("--words", action="store_true", help=_("open it with the words of the recovery sheet"))
    parser.add_argument("--words-file", type=terminal.file, metavar=_("FILE"), help=_("file that holds the words"))
    terminal.office_arguments(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    folder = options.office or paths.default_office()
    key, by, empty = _open_key(options, folder)
    data: dict[str, Json] = {"office": str(folder), "file": str(options.file), "restored": False}
    lines: list[str] = []
    if not empty and (folder / place.DATABASE).exists():
        seen = backup.preview(options.file, folder, key)
        data |= {"lost": seen.lost, "regained": seen.regained, "latest": [asdict(deed) for deed in seen.latest]}
        lines.append(plural("{count} change made since is lost.", "{count} changes made since are lost.", seen.lost))
    if not options.yes:
        lines.append(_("Nothing was changed. Add --yes to restore the backup."))
    else:
        moved_to = backup.restore(folder, options.file, key, by)
        data |= {"restored": True, "kept": str(moved_to or "")}
        lines.append(_("The backup is restored; Headquarters must authorize this computer again."))
        if moved_to:
            lines.append(_("The state before is kept in {file}.").format(file=moved_to))
    terminal.answer(options, data, lines)
    return 0


def _open_key(options: argparse.Namespace, folder: Path) -> tuple[bytes, str, bool]:
    """The key of the office or, in a folder without one, of the backup; who opens it; whether there is no office."""
    terminal.require_backup(options)
    if Vault(folder).exists:
        vault = Vault.open(folder)
        officer = terminal.chosen_officer(vault.officers, options.officer)
        opened = vault.unlock(officer.id, terminal.passphrase(options, officer.name))
        return opened.key, opened.officer_id, False
    if options.words or options.words_file:
        key, by = terminal.open_backup_with_words(options)
    else:
        opened = terminal.open_backup(options)
        key, by = opened.key, opened.officer_id
    place.prepare(folder)
    return key, by, True
