"""`passerelle handover show|note|give|list|take-back`: what an officer holds, and handing it on."""

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path

from desktop.base.dates import day_in_words
from desktop.base.errors import Problem
from desktop.base.files import write_safely
from desktop.base.text import _, language, plural
from desktop.base.values import JsonObject
from desktop.commands import named, terminal
from desktop.office import Office
from desktop.services import handing_on
from desktop.services.handing_on import KINDS, Holding
from desktop.services.partner_papers import hand_over_note

PARTS = 2  # of an exception: the partner, the receiver


def arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(metavar=_("COMMAND"), required=True)
    shown = verbs.add_parser("show", help=_("list everything that an officer holds"))
    shown.set_defaults(run=show)
    note = verbs.add_parser("note", help=_("write the hand-over note: a PDF or a Word file"))
    note.add_argument("--out", required=True, type=terminal.file, metavar=_("FILE"), help=_("ends in .pdf or .docx"))
    note.add_argument("--text", default="", metavar=_("TEXT"), help=_("how things stand and what is next"))
    note.set_defaults(run=write_note)
    give = verbs.add_parser("give", help=_("hand everything on, as one deed"))
    give.add_argument("--to", required=True, metavar=_("NAME"), help=_("the colleague who goes on"))
    give.add_argument("--text", required=True, metavar=_("TEXT"), help=_("how things stand and what is next"))
    give.add_argument(
        "--partner",
        nargs=PARTS,
        action="append",
        default=[],
        metavar=(_("PARTNER"), _("NAME")),
        help=_("what is about this partner goes to this colleague; once for each"),
    )
    give.set_defaults(run=hand_on)
    for verb in (shown, note, give):
        verb.add_argument("name", metavar=_("NAME"), help=_("the officer who hands over"))
        terminal.office_arguments(verb)
    listed = verbs.add_parser("list", help=_("list what was handed over, and can be taken back"))
    listed.set_defaults(run=list_deeds)
    back = verbs.add_parser("take-back", help=_("give everything of one handing over back"))
    back.add_argument("deed", metavar="ID", help=_("its id, as the list shows it"))
    back.set_defaults(run=take_back)
    for verb in (listed, back):
        terminal.office_arguments(verb)


def show(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        holding = handing_on.held(office.work, named.officer(office, options.name))
    rows = [(_(KINDS[t.kind]), t.title, t.detail, holding.partners.get(t.partner, ""), t.on) for t in holding.things]
    nothing = [_("Nothing is held: there is nothing to hand over.")]
    terminal.answer(options, {"held": _content(holding)}, terminal.table(rows) or nothing)
    return 0


def _content(holding: Holding) -> list[JsonObject]:
    return [
        {
            "kind": str(thing.kind),
            "id": thing.id,
            "what": thing.title,
            "detail": thing.detail,
            "on": thing.on,
            "partner": holding.partners.get(thing.partner, ""),
        }
        for thing in holding.things
    ]


def write_note(options: argparse.Namespace) -> int:
    target: Path = options.out
    with terminal.open_office(options) as office:
        officer = named.officer(office, options.name)
        if target.suffix.lower() == ".docx":
            data = hand_over_note.docx(office.work, officer, options.text)
        elif target.suffix.lower() == ".pdf":
            data = hand_over_note.pdf(office.work, officer, options.text)
        else:
            raise Problem(
                _("“{name}” is neither a PDF nor a Word file; nothing was written.").format(name=target.name),
                _("Let the name end in .pdf or .docx."),
                code="note-file-unknown",
            )
    write_safely(target, data)
    terminal.answer(options, {"file": str(target)}, [_("The note is in {file}").format(file=target)])
    return 0


def hand_on(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        officer, to = named.officer(office, options.name), named.officer(office, options.to)
        by_partner = _by_partner(office, options.partner)
        count = handing_on.held(office.work, officer).count
        deed = handing_on.hand_on(office.work, officer, options.text, to, by_partner)
    sentence = plural("{count} thing changed hands.", "{count} things changed hands.", count)
    terminal.answer(options, {"deed": deed, "count": count}, [sentence, _("Its id: {id}").format(id=deed)])
    return 0


def _by_partner(office: Office, pairs: Sequence[Sequence[str]]) -> Mapping[str, str]:
    return {named.partner(office, partner): named.officer(office, name) for partner, name in pairs}


def list_deeds(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        listed = handing_on.deeds(office.work)
    rows = [(deed, name, day_in_words(day, language()), str(count)) for deed, name, day, count in listed]
    content: list[JsonObject] = [
        {"deed": deed, "name": name, "on": day, "count": count} for deed, name, day, count in listed
    ]
    terminal.answer(options, {"deeds": content}, terminal.table(rows) or [_("Nothing was handed over.")])
    return 0


def take_back(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        handing_on.take_back(office.work, options.deed)
    terminal.answer(options, {"deed": options.deed}, [_("Everything is with who held it before.")])
    return 0
