"""`passerelle restore FILE`: a backup put in the place of the office, or into an empty folder."""

import argparse
from pathlib import Path

from desktop.base import paths
from desktop.base.dates import format_moment
from desktop.base.text import _, language, plural
from desktop.base.values import Json
from desktop.commands import terminal
from desktop.services.exchange import restore_preview
from desktop.services.exchange.unsent import UnsentDeed
from desktop.services.office import backup
from desktop.store import place
from desktop.store.vault import Vault


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=terminal.file, metavar=_("FILE"), help=_("the backup"))
    parser.add_argument("--yes", action="store_true", help=_("restore it; without this, only say what would happen"))
    parser.add_argument(
        "--without-missing", action="store_true", help=_("leave out attached files that are missing beside it")
    )
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
        preview = restore_preview.read(options.file, folder, key)
        lost, regained = preview.counts.lost, preview.counts.regained
        data |= {"lost": lost, "regained": regained}
        data |= {"latest": [_as_data(d) for d in preview.lost], "back": [_as_data(d) for d in preview.regained]}
        lines.append(plural("{count} change made since is lost.", "{count} changes made since are lost.", lost))
        lines += [f"  {_line(deed)}" for deed in preview.lost]
        if regained:
            lines.append(plural("{count} change comes back.", "{count} changes come back.", regained))
            lines += [f"  {_line(deed)}" for deed in preview.regained]
    if not options.yes:
        lines.append(_("Nothing was changed. Add --yes to restore the backup."))
    else:
        put_back = backup.restore_without_missing if options.without_missing else backup.restore
        moved_to = put_back(folder, options.file, key, by)
        data |= {"restored": True, "kept": str(moved_to or "")}
        lines.append(_("The backup is restored; Headquarters must authorize this computer again."))
        if moved_to:
            lines.append(_("The state before is kept in {file}.").format(file=moved_to))
    terminal.answer(options, data, lines)
    return 0


def _as_data(deed: UnsentDeed) -> dict[str, Json]:
    return {"what": deed.what, "about": deed.about, "by": deed.by, "at": deed.at.isoformat()}


def _line(deed: UnsentDeed) -> str:
    return " · ".join(part for part in (deed.what, deed.about, deed.by, format_moment(deed.at, language())) if part)


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
