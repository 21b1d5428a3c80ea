"""`passerelle contents show|apply|import`: the contents of Headquarters with which this office works."""

import argparse

from desktop.base.text import _
from desktop.base.values import Json
from desktop.bundles.content_packs import ContentPack
from desktop.commands import terminal
from desktop.commands.hq_packs import difference_data
from desktop.presenters.exchange import content_words
from desktop.services.exchange import contents


def arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(metavar=_("COMMAND"), required=True)
    shown = verbs.add_parser("show", help=_("which version is in force, and what changes in the one that waits"))
    shown.set_defaults(run=show)
    applied = verbs.add_parser("apply", help=_("put the version that waits in force, whole"))
    applied.set_defaults(run=apply)
    read = verbs.add_parser("import", help=_("import a file of Headquarters for all offices"))
    read.add_argument("file", type=terminal.file, metavar=_("FILE"), help=_("ends in .psb"))
    read.set_defaults(run=take_in)
    for verb in (shown, applied, read):
        terminal.office_arguments(verb)


def _data(pack: ContentPack | None) -> Json:
    return dict(pack.to_json()) if pack is not None else None


def show(options: argparse.Namespace) -> int:
    """The version in force, the one that waits, and the differences."""
    with terminal.open_office(options) as office:
        standing = contents.standing(office.work)
        lines = contents.waiting_differences(office.work)
    data: dict[str, Json] = {
        "in_force": _data(standing.in_force),
        "waiting": _data(standing.waiting),
        "fault": standing.fault,
        "lapsed": standing.lapsed,
        "differences": [difference_data(line) for line in lines],
    }
    sentences = [content_words.standing_words(standing)]
    if standing.waiting is not None:
        sentences += [content_words.waiting_words(standing.waiting), standing.waiting.reason]
        sentences += [*(content_words.sentence(line) for line in lines), content_words.counted(lines)]
    terminal.answer(options, data, sentences)
    return 0


def apply(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        pack = contents.apply(office.work, office.folder)
    sentence = _("Version {version} of Headquarters is in force.").format(version=pack.version)
    terminal.answer(options, {"version": pack.version}, [sentence])
    return 0


def take_in(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        packs = contents.import_broadcast(office.work, office.keys, options.file, office.inbox)
    newer: list[Json] = [_data(pack) for pack in packs]
    terminal.answer(options, {"waiting": newer}, [content_words.arrived_words(packs)])
    return 0
