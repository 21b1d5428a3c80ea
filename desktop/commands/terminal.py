"""What every command shares: opening the office, asking the passphrase, answering in words or in JSON."""

import argparse
import errno
import json
import os
import sys
from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.base import paths
from desktop.base.decoding import NoTextError, decoded
from desktop.base.errors import Problem
from desktop.base.numbers import parse_number
from desktop.base.system_errors import problem_of
from desktop.base.text import _, language
from desktop.base.values import JsonObject
from desktop.office import Office

if TYPE_CHECKING:
    from desktop.store.vault import KeyHolder, Opened

PASSPHRASE = "PASSERELLE_PASSPHRASE"  # noqa: S105 - the name of the variable
DATABASE = "PASSERELLE_DATABASE"
LARGEST_TEXT = 64 * 1024  # bytes of a file with a passphrase, an address or words


def office_arguments(parser: argparse.ArgumentParser) -> None:
    """The options with which a command finds and opens an office."""
    parser.add_argument("--office", type=folder, metavar=_("DIR"), help=_("folder of the office"))
    parser.add_argument("--officer", metavar=_("NAME"), help=_("who opens it, when several may"))
    parser.add_argument("--passphrase-file", type=file, metavar=_("FILE"), help=_("file that holds the passphrase"))


def file(typed: str) -> Path:
    """A path where a file is meant; raises Problem for a folder."""
    path = Path(typed)
    if path.is_dir():
        raise problem_of(IsADirectoryError(errno.EISDIR, "", typed))
    return path


def folder(typed: str) -> Path:
    """A path where a folder is meant, which may have to be made; raises Problem for a file."""
    path = Path(typed)
    if path.exists() and not path.is_dir():
        raise problem_of(NotADirectoryError(errno.ENOTDIR, "", typed))
    return path


def number(typed: str) -> Decimal:
    """A number of the command line, as it is usually written. Raises Problem for what is none."""
    try:
        return parse_number(typed, language())
    except ValueError as error:
        raise Problem(
            _("“{number}” is no number; nothing was recorded.").format(number=typed),
            _("Write it in digits, like 1200.50."),
            code="number-not-understood",
        ) from error


def open_office(options: argparse.Namespace) -> Office:
    """The office that the options name, opened with the passphrase of the file, the environment or the prompt."""
    from desktop.store.vault import Vault

    folder, opened = unlocked(options)
    return Office.enter(folder, Vault.open(folder), opened)


def open_headquarters(options: argparse.Namespace) -> Office:
    """The folder of Headquarters, opened; raises Problem for that of an office."""
    office = open_office(options)
    if not office.is_hq:
        office.close()
        raise not_headquarters()
    return office


def not_headquarters() -> Problem:
    """What is said where Headquarters’ folder is needed."""
    return Problem(
        _("This folder is an office's, not Headquarters'; nothing was changed."),
        _("Name Headquarters' folder with --office DIR."),
        code="not-headquarters",
    )


def unlocked(options: argparse.Namespace) -> tuple[Path, "Opened"]:
    """The folder that the options name, and what its passphrase opens; the office itself stays closed."""
    from desktop.store.vault import Vault

    folder = options.office or paths.default_office()
    vault = Vault.open(folder)
    officer = chosen_officer(vault.officers, options.officer)
    return Path(folder), vault.unlock(officer.id, passphrase(options, officer.name))


def require_backup(options: argparse.Namespace) -> None:
    """Raise Problem unless the backup that the options name is there."""
    if not options.file.is_file():
        raise backup_missing(options.file)


def backup_missing(path: Path) -> Problem:
    """What is said of a backup that was named and is not there."""
    return Problem(
        _("“{name}” is not there; nothing was changed.").format(name=path.name),
        _("Check its name."),
        code="backup-not-there",
    )


def open_backup(options: argparse.Namespace) -> "Opened":
    """What opens the backup that the options name, with the passphrase of one who could open it when it was made."""
    from desktop.services.office import backup

    require_backup(options)
    officer = chosen_officer(backup.holders(options.file), options.officer)
    return backup.opened_by(options.file, officer.id, passphrase(options, officer.name))


def open_backup_with_words(options: argparse.Namespace) -> tuple[bytes, str]:
    """The key of the backup that the options name, by the words of the recovery sheet, and the officer who says so.

    The words open the data for everybody; they name nobody.
    """
    from desktop.services.office import backup

    require_backup(options)
    officer = chosen_officer(backup.holders(options.file), options.officer)
    return backup.key_by_words(options.file, _recovery_words(options)), officer.id


def _recovery_words(options: argparse.Namespace) -> str:
    if options.words_file:
        return _text_of(
            options.words_file,
            _("The file with the recovery words cannot be read; nothing was changed."),
            "words-file-unreadable",
        )
    return asked(_("The 12 words of the recovery sheet: "))


def chosen_officer(officers: Sequence["KeyHolder"], named: str | None) -> "KeyHolder":
    """The officer named, or the only one; raises Problem when it is not clear who."""
    chosen = [o for o in officers if named in (None, o.id, o.name)]
    if len(chosen) != 1:
        names = ", ".join(o.name for o in officers)
        raise Problem(
            _("Several officers may open this office: {names}.").format(names=names),
            _("Say who you are with --officer NAME."),
            code="officer-not-named",
        )
    return chosen[0]


def database_arguments(parser: argparse.ArgumentParser) -> None:
    """The options with which a command learns the address of Headquarters' database."""
    parser.add_argument(
        "--database-file", type=file, metavar=_("FILE"), help=_("file that holds the database's address and password")
    )


def database(options: argparse.Namespace) -> str:
    """The address of Headquarters' database: from --database-file, else the environment; else empty."""
    if options.database_file:
        return _text_of(
            options.database_file,
            _("The file with the database's address cannot be read; nothing was changed."),
            "database-file-unreadable",
        ).strip()
    return os.environ.get(DATABASE, "").strip()


def asked(question: str) -> str:
    """What is typed in answer, without showing it; empty where nobody can be asked."""
    if not sys.stdin.isatty():
        return ""
    from getpass import getpass

    return getpass(question)


def _text_of(path: Path, unreadable: str, code: str) -> str:
    """The text of a small file in whatever encoding it was saved; raises Problem saying `unreadable`."""
    try:
        with path.open("rb") as file:
            return decoded(file.read(LARGEST_TEXT))
    except OSError as error:
        raise Problem(unreadable, _("Check its name and its rights."), code=code) from error
    except NoTextError as error:
        raise Problem(unreadable, _("It holds no text: save it as a plain text in UTF-8."), code=code) from error


def passphrase(options: argparse.Namespace, name: str) -> str:
    """The passphrase: from --passphrase-file, else the environment, else asked for."""
    if options.passphrase_file:
        return _text_of(
            options.passphrase_file,
            _("The passphrase file cannot be read; nothing was opened."),
            "passphrase-file-unreadable",
        ).strip("\r\n")
    if PASSPHRASE in os.environ:
        return os.environ[PASSPHRASE]
    if not sys.stdin.isatty():
        raise Problem(
            _("No passphrase was given; nothing was opened."),
            _("Use --passphrase-file FILE or the variable {name}.").format(name=PASSPHRASE),
            code="passphrase-not-given",
        )
    return asked(_("Passphrase of {name}: ").format(name=name))


def key_passphrase(path: Path | None, key: str) -> str:
    """The passphrase of a key file, or the words of its sheet: from a file, else asked for by the key's name."""
    if path is not None:
        unreadable = _("The passphrase file cannot be read; nothing was opened.")
        return _text_of(path, unreadable, "passphrase-file-unreadable").strip("\r\n")
    return asked(_("Passphrase of {name}: ").format(name=key))


def answer(options: argparse.Namespace, data: JsonObject, lines: Iterable[str]) -> None:
    """Print the answer: the data as JSON with --json, else the lines."""
    if options.json:
        json.dump(data, sys.stdout, ensure_ascii=False, indent=2, default=str)
        print()
    else:
        for line in lines:
            print(line)


def table(rows: Iterable[tuple[object, ...]]) -> list[str]:
    """Rows as aligned lines."""
    cells = [[str(cell) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)] if cells else []
    return ["  ".join(c.ljust(w) for c, w in zip(row, widths, strict=True)).rstrip() for row in cells]


def no_pdf(target: Path) -> Problem:
    """A paper that is a PDF alone was to be written under another kind of name."""
    return Problem(
        _("“{name}” is no PDF; nothing was written.").format(name=target.name),
        _("Let the name end in .pdf."),
        code="not-a-pdf",
    )


def letter_file_unknown(target: Path) -> Problem:
    """That a letter is written as a PDF or as an email draft."""
    return Problem(
        _("“{name}” is neither a PDF nor an email draft; nothing was written.").format(name=target.name),
        _("Let the name end in .pdf or .eml."),
        code="letter-file-unknown",
    )
