"""`passerelle hq init|enrol|import|return|offices`: Headquarters' side, for a server without a window."""

import argparse
from dataclasses import asdict
from pathlib import Path

from desktop.base.errors import Problem
from desktop.base.files import write_safely
from desktop.base.text import _
from desktop.bundles.keys import EnrolmentRequest
from desktop.commands import terminal
from desktop.office import HQ, Account, Office
from desktop.services.exchange.headquarters import answering, consolidating, offices, recognition
from desktop.store.records import OfficeProfile
from desktop.store.states import BundleVerdict, OfficeKind, Role


def arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(metavar=_("COMMAND"), required=True)
    init = verbs.add_parser("init", help=_("create Headquarters' folder"))
    init.add_argument("--name", required=True, metavar="NAME", help=_("who administers it"))
    init.add_argument("--database", default="", metavar="URL", help=_("PostgreSQL: postgresql://user@host/base"))
    init.set_defaults(run=create)
    enrol = verbs.add_parser("enrol", help=_("recognise a laptop by its request"))
    enrol.add_argument("file", type=Path, metavar="FILE")
    enrol.add_argument("--fingerprint", help=_("the fingerprint that the office read aloud"))
    enrol.add_argument("--out", type=Path, metavar="FILE", help=_("where to write the answer for the office"))
    enrol.set_defaults(run=recognise)
    take = verbs.add_parser("import", help=_("take in bundles of offices"))
    take.add_argument("files", type=Path, nargs="+", metavar="FILE")
    take.set_defaults(run=take_in)
    back = verbs.add_parser("return", help=_("write the return bundle of an office"))
    back.add_argument("code", metavar="OFFICE")
    back.add_argument("--to", type=Path, metavar="DIR", help=_("write it into this folder"))
    back.set_defaults(run=give_back)
    shown = verbs.add_parser("offices", help=_("list the offices"))
    shown.set_defaults(run=show_offices)
    for verb in (init, enrol, take, back, shown):
        terminal.office_arguments(verb)


def _open_headquarters(options: argparse.Namespace) -> Office:
    office = terminal.open_office(options)
    if not office.is_hq:
        office.close()
        raise Problem(
            _("This folder is an office's, not Headquarters'; nothing was changed."),
            _("Name Headquarters' folder with --office DIR."),
            code="not-headquarters",
        )
    return office


def create(options: argparse.Namespace) -> int:
    if options.office is None:
        raise Problem(
            _("No folder was named; nothing was created."),
            _("Use --office DIR."),
            code="folder-not-named",
        )
    address = options.database
    if address.startswith(("postgresql://", "postgres://")):
        address = "postgresql+psycopg://" + address.partition("://")[2]
    account = Account(options.name, "", Role.HQ_ADMINISTRATOR, terminal.passphrase(options, options.name))
    profile = OfficeProfile(code=HQ, kind=OfficeKind.HQ, name=_("Headquarters"))
    with Office.create(options.office, account, profile, address=address) as office:
        data = {"folder": str(options.office), "fingerprint": office.keys.public.fingerprint, "database": address}
    terminal.answer(options, data, [_("Headquarters is ready in {folder}.").format(folder=options.office)])
    return 0


def recognise(options: argparse.Namespace) -> int:
    try:
        request = EnrolmentRequest.from_bytes(options.file.read_bytes())
    except OSError as error:
        raise Problem(
            _("The request cannot be read; nothing was changed."),
            _("Check the file's name."),
            code="request-unreadable",
        ) from error
    if options.fingerprint and options.fingerprint.strip().upper() != request.keys.fingerprint:
        raise Problem(
            _("The fingerprint read aloud is not the one of this request; nothing was changed."),
            _("Ask the office to read it again; if it still differs, refuse the request."),
            code="fingerprint-differs",
        )
    with _open_headquarters(options) as office:
        recognition.enrol(office.work, office.keys, request)
        kit = recognition.kit(office.work, office.keys, request.office)
        ours = recognition.keyset_for(office.work, office.keys, request.office).hq[0].fingerprint
        path = options.out or office.outbox / f"{request.office}-{request.keys.device[:8]}.kit"
    write_safely(path, kit)
    data = {"office": request.office, "laptop": request.label, "fingerprint": ours, "file": str(path)}
    lines = [
        _("{laptop} of office {office} is recognised.").format(**data),
        _("Give the office this file: {file}").format(**data),
        _("Read it this fingerprint aloud: {fingerprint}").format(**data),
    ]
    terminal.answer(options, data, lines)
    return 0


def take_in(options: argparse.Namespace) -> int:
    with _open_headquarters(options) as office:
        arrivals = consolidating.take_in(office.work, office.keys, options.files, office.inbox)
    rows = terminal.table((t.name, t.verdict, t.office, t.changes, t.text) for t in arrivals)
    terminal.answer(options, {"files": [asdict(t) for t in arrivals]}, rows)
    return 0 if all(t.verdict in (BundleVerdict.APPLIED, BundleVerdict.KNOWN) for t in arrivals) else 1


def give_back(options: argparse.Namespace) -> int:
    with _open_headquarters(options) as office:
        folder = options.to or office.outbox
        path = answering.answer(office.work, office.keys, options.code, folder)
    terminal.answer(options, {"file": str(path)}, [_("The return bundle is {file}").format(file=path)])
    return 0


def show_offices(options: argparse.Namespace) -> int:
    with _open_headquarters(options) as office:
        lines = offices.heard_of(office.store)
    rows = terminal.table(
        (o.office, o.laptops, o.changes, o.heard_at, o.waiting, o.disagreements, o.set_aside) for o in lines
    )
    terminal.answer(options, {"offices": [asdict(o) for o in lines]}, rows or [_("No office has been heard of yet.")])
    return 0
