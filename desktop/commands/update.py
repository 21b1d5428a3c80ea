"""`passerelle update verify|show|install|allow|keys`: a newer version of the program, from one signed file."""

import argparse
from itertools import pairwise

from desktop.base.installation import require_updatable
from desktop.base.progress import Progress
from desktop.base.text import _
from desktop.base.values import Json
from desktop.commands import terminal
from desktop.commands.hq_packs import update_data
from desktop.presenters.exchange import update_words
from desktop.services.exchange import program_installing, program_updates
from desktop.services.exchange.program_updates import LookedAtUpdate
from desktop.services.office import backup, second_place


def arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(metavar=_("COMMAND"), required=True)
    verified = verbs.add_parser("verify", help=_("whether this office may install an update; nothing is installed"))
    verified.set_defaults(run=verify)
    shown = verbs.add_parser("show", help=_("what an update is, who signed it and what is new in it"))
    shown.set_defaults(run=show)
    installed = verbs.add_parser("install", help=_("install an update, to be used from the next start on"))
    installed.set_defaults(run=install)
    allowed = verbs.add_parser("allow", help=_("Chief of Mission: let an older version be installed"))
    allowed.set_defaults(run=allow)
    for verb in (verified, shown, installed, allowed):
        verb.add_argument("file", type=terminal.file, metavar=_("FILE"), help=_("ends in .update"))
    keys = verbs.add_parser("keys", help=_("the release keys that this office believes, as the handbook prints them"))
    keys.set_defaults(run=show_keys)
    for verb in (verified, shown, installed, allowed, keys):
        terminal.office_arguments(verb)


def _looked(options: argparse.Namespace) -> LookedAtUpdate:
    with terminal.open_office(options) as office:
        return program_updates.look_at(office.work, options.file, Progress())


def verify(options: argparse.Namespace) -> int:
    """Exit 0 where this office may install it; the reason and exit 1 where it may not."""
    looked = _looked(options)
    if looked.refusal is not None:
        raise looked.refusal
    terminal.answer(options, update_data(looked.release), [update_words.verdict(looked)])
    return 0


def show(options: argparse.Namespace) -> int:
    """All that an update says of itself, once its signatures hold."""
    looked = _looked(options)
    refusal = looked.refusal.code if looked.refusal is not None else ""
    rows = [(name, line) for name, text in update_words.facts(looked) for line in text.split("\n")]
    named = pairwise([("", ""), *rows])
    lines = terminal.table(("" if name == before else name, line) for (before, _line), (name, line) in named)
    sentences = [*lines, update_words.verdict(looked), update_words.development_words(looked.release.root)]
    terminal.answer(options, {**update_data(looked.release), "refusal": refusal}, [line for line in sentences if line])
    return 0


def allow(options: argparse.Namespace) -> int:
    """Nothing else than its number may speak against it."""
    with terminal.open_office(options) as office:
        looked = program_updates.look_at(office.work, options.file, Progress())
        program_updates.allow_older(office.work, looked.release)
    sentence = _("Version {version} may be installed here, although it is older.")
    terminal.answer(options, update_data(looked.release), [sentence.format(version=looked.release.manifest.version)])
    return 0


def install(options: argparse.Namespace) -> int:
    """Verified, unpacked, checked, the office backed up, and used from the next start on."""
    installation = require_updatable()
    with terminal.open_office(options) as office:
        targets = backup.places(office.backups, second_place.read(office.machine))
        installed = program_installing.install(
            office.work, options.file, installation, lambda progress: office.back_up(targets, progress), Progress()
        )
    files: list[Json] = [str(path) for path in installed.backups]
    data: dict[str, Json] = {"version": installed.version, "folder": str(installed.folder), "backups": files}
    terminal.answer(options, data, [update_words.installed_words(installed)])
    return 0


def show_keys(options: argparse.Namespace) -> int:
    """Their number and fingerprints."""
    with terminal.open_office(options) as office:
        root = program_updates.release_root(office.machine)
    marks = [update_words.key_words(key) for key in root.roots]
    lines = [
        _("Release keys number {number}: {mark}").format(number=root.version, mark=root.fingerprint),
        *terminal.table((_("key {number}").format(number=number), mark) for number, mark in enumerate(marks, 1)),
        update_words.development_words(root),
    ]
    data: dict[str, Json] = {"number": root.version, "fingerprint": root.fingerprint, "keys": list(marks)}
    terminal.answer(options, data, [line for line in lines if line])
    return 0
