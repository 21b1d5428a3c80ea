"""`passerelle hq keys show|begin|renew|revoke|recover|root|spare|kit`: Headquarters' own keys."""

import argparse
from pathlib import Path
from typing import Any

from desktop.base.errors import Problem
from desktop.base.files import safe_name, write_safely
from desktop.base.text import _, language
from desktop.base.values import Json
from desktop.commands import terminal
from desktop.presenters.exchange import own_key_words
from desktop.services.exchange.headquarters import key_lists_told, own_keys, recognition
from desktop.services.exchange.headquarters.key_ceremony import STEPS, KeyCeremony, KeyDeed


def arguments(verbs: Any) -> tuple[argparse.ArgumentParser, ...]:
    """The commands, which `hq` gives the arguments of an office."""
    keys = verbs.add_parser("keys", help=_("Headquarters’ own keys: root keys, renewing, revoking"))
    deeds = keys.add_subparsers(metavar=_("COMMAND"), required=True)
    shown = deeds.add_parser("show", help=_("the list of keys that holds, and which offices have not heard of it"))
    shown.set_defaults(run=show)
    answered = deeds.add_parser("kit", help=_("write a new answer for an office that knows no key any more"))
    answered.add_argument("code", metavar=_("OFFICE"), help=_("the code of the office"))
    answered.add_argument("--out", type=terminal.file, metavar=_("FILE"), help=_("where to write it"))
    answered.set_defaults(run=write_kit)
    return shown, answered, *(_deed_parser(deeds, deed) for deed in KeyDeed)


def _deed_parser(deeds: Any, deed: KeyDeed) -> argparse.ArgumentParser:
    title = _(own_key_words.TITLES[deed])
    verb: argparse.ArgumentParser = deeds.add_parser(str(deed), help=title[:1].lower() + title[1:])
    steps = [own_key_words.step_title(deed, number) for number in range(len(STEPS[deed]))]
    order = _("Files, in this order: {keys}.").format(keys="; ".join(steps))
    verb.description = f"{_(own_key_words.EXPLANATIONS[deed])} {order}"
    verb.add_argument(
        "files", type=terminal.file, nargs=len(steps), metavar=_("FILE"), help=_("the key files, in the order above")
    )
    verb.add_argument(
        "--key-passphrases",
        type=Path,
        nargs=len(steps),
        metavar=_("FILE"),
        help=_("files with the passphrases of the keys, in the same order; without them, they are asked for"),
    )
    if any(step.creates for step in STEPS[deed]):
        verb.add_argument(
            "--sheets",
            type=terminal.folder,
            required=True,
            metavar=_("DIR"),
            help=_("the folder for the sheets of the new keys, to be printed and deleted"),
        )
    verb.set_defaults(run=do, deed=deed)
    return verb


def do(options: argparse.Namespace) -> int:
    """The whole deed: open or make each key in turn, then sign."""
    deed, sheets = options.deed, []
    with terminal.open_headquarters(options) as office:
        ceremony = KeyCeremony(office.work, office.keys, deed)
        for number, (step, path) in enumerate(zip(STEPS[deed], options.files, strict=True)):
            title = own_key_words.step_title(deed, number)
            given = options.key_passphrases[number] if options.key_passphrases else None
            typed = terminal.key_passphrase(given, title)
            if step.creates and given is None and typed != terminal.key_passphrase(None, title):
                raise Problem(
                    _("The two passphrases differ; no key was made."),
                    _("Type the same passphrase twice."),
                    code="key-passphrases-differ",
                )
            if not step.creates:
                ceremony.open(path, typed)
                continue
            words = ceremony.create(path, typed, language())
            sheet = options.sheets / f"{path.stem}.pdf"
            own_key_words.write_sheet(office.work, words, title, path.name, sheet)
            sheets.append(str(sheet))
        done = ceremony.finish()
        office.read_keys_again()
    data: dict[str, Json] = {
        "version": done.list.version,
        "fingerprint": done.list.fingerprint,
        "sheets": sheets,
        "not_written": list(done.not_written),
    }
    printed = [_("Print this sheet, then delete it: {file}").format(file=sheet) for sheet in sheets]
    terminal.answer(options, data, [*own_key_words.done_words(done), *printed])
    return 0


def show(options: argparse.Namespace) -> int:
    """The list, and who has not heard of it."""
    with terminal.open_headquarters(options) as office:
        lists = own_keys.lists(office.machine)
        offices = key_lists_told.lagging(office.work, office.keys)
        age = own_key_words.age_words(office.work, lists)
    if not lists:
        lines = [_("Headquarters has no root keys yet: “passerelle hq keys begin” makes them.")]
        terminal.answer(options, {"version": 0, "fingerprint": "", "offices": []}, lines)
        return 0
    data: dict[str, Json] = {
        "version": lists[-1].version,
        "fingerprint": lists[-1].fingerprint,
        "offices": [{"office": lag.code, "lacks_key": lag.lacks_key} for lag in offices],
    }
    rows = terminal.table(own_key_words.list_facts(lists[-1]))
    more = [own_key_words.lagging_words(offices), own_key_words.lacking_words(offices)]
    terminal.answer(options, data, [*rows, age, *(text for text in more if text)])
    return 0


def write_kit(options: argparse.Namespace) -> int:
    """A new answer; its fingerprint is compared by voice."""
    with terminal.open_headquarters(options) as office:
        keyset = recognition.keyset_for(office.work, office.keys, options.code)
        if not keyset.certificates:
            raise Problem(
                _("No laptop of office {office} is authorized; nothing was written.").format(office=options.code),
                _("Authorize one by the request that the office sends."),
                code="no-laptop-recognised",
            )
        path = options.out or office.outbox / f"{safe_name(options.code)}.kit"
        write_safely(path, recognition.kit(office.work, office.keys, options.code))
        fingerprint = recognition.fingerprint(office.work, office.keys, options.code)
    lines = [
        _("Give the office this file: {file}").format(file=path),
        _("Read it this fingerprint aloud: {fingerprint}").format(fingerprint=fingerprint),
    ]
    terminal.answer(options, {"file": str(path), "fingerprint": fingerprint}, lines)
    return 0
