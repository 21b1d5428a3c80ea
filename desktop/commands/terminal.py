"""What every command shares: opening the office, asking the passphrase, answering in words or in JSON."""

import argparse
import json
import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.base import paths
from desktop.base.errors import Problem
from desktop.base.text import _
from desktop.base.values import JsonObject
from desktop.office import Office

if TYPE_CHECKING:
    from desktop.store.vault import KeyHolder

PASSPHRASE = "PASSERELLE_PASSPHRASE"  # noqa: S105 - the name of the variable


def office_arguments(parser: argparse.ArgumentParser) -> None:
    """The options with which a command finds and opens an office."""
    parser.add_argument("--office", type=Path, metavar="DIR", help=_("folder of the office"))
    parser.add_argument("--officer", metavar="NAME", help=_("who opens it, when several may"))
    parser.add_argument("--passphrase-file", type=Path, metavar="FILE", help=_("file that holds the passphrase"))


def open_office(options: argparse.Namespace) -> Office:
    """The office that the options name, opened with the passphrase of the file, the environment or the prompt."""
    from desktop.store.vault import Vault

    folder = options.office or paths.default_office()
    officer = chosen_officer(Vault.open(folder).officers, options.officer)
    return Office.unlock(folder, officer.id, passphrase(options, officer.name))


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


def passphrase(options: argparse.Namespace, name: str) -> str:
    """The passphrase: from --passphrase-file, else the environment, else asked for."""
    if options.passphrase_file:
        try:
            return str(options.passphrase_file.read_text(encoding="utf-8")).strip("\r\n")
        except OSError as error:
            raise Problem(
                _("The passphrase file cannot be read; nothing was opened."),
                _("Check its name and its rights."),
                code="passphrase-file-unreadable",
            ) from error
    if PASSPHRASE in os.environ:
        return os.environ[PASSPHRASE]
    if not sys.stdin.isatty():
        raise Problem(
            _("No passphrase was given; nothing was opened."),
            _("Use --passphrase-file FILE or the variable {name}.").format(name=PASSPHRASE),
            code="passphrase-not-given",
        )
    from getpass import getpass

    return getpass(_("Passphrase of {name}: ").format(name=name))


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
