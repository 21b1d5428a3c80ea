"""`passerelle laptop request|accept|new-keys|pass-on|take-in`: this laptop, Headquarters and the office's others."""

import argparse

from desktop.base.errors import Problem
from desktop.base.files import beginning_of, write_safely
from desktop.base.text import _
from desktop.base.values import Json
from desktop.commands import named, terminal
from desktop.services.exchange import carrying, enrolment, renewal
from desktop.services.exchange.carrying import Errand


def arguments(parser: argparse.ArgumentParser) -> None:
    """The commands of an office's laptop."""
    verbs = parser.add_subparsers(metavar=_("COMMAND"), required=True)
    request = verbs.add_parser("request", help=_("write the request to be authorized, and say its fingerprint"))
    request.add_argument("--out", type=terminal.file, metavar=_("FILE"), help=_("where to write the request"))
    request.set_defaults(run=write_request)
    accept = verbs.add_parser("accept", help=_("trust the answer of Headquarters"))
    accept.add_argument("file", type=terminal.file, metavar=_("FILE"), help=_("the answer"))
    accept.add_argument(
        "--fingerprint", required=True, metavar=_("LETTERS"), help=_("the fingerprint that Headquarters read aloud")
    )
    accept.set_defaults(run=trust)
    renewed = verbs.add_parser("new-keys", help=_("give this laptop new keys; it is to be authorized again"))
    renewed.set_defaults(run=renew)
    passed = verbs.add_parser("pass-on", help=_("write all that the office did, or a case, for its other laptops"))
    passed.add_argument("--to", type=terminal.folder, required=True, metavar=_("DIR"), help=_("the stick or folder"))
    passed.add_argument("--case", metavar=_("NUMBER"), help=_("only carry this case, or the decision on it"))
    passed.set_defaults(run=pass_on)
    taken = verbs.add_parser("take-in", help=_("import what another laptop of the office wrote"))
    taken.add_argument("file", type=terminal.file, metavar=_("FILE"), help=_("its file"))
    taken.add_argument("--look", action="store_true", help=_("only say what it holds; nothing is applied"))
    taken.set_defaults(run=take_in)
    for verb in (request, accept, renewed, passed, taken):
        terminal.office_arguments(verb)


def write_request(options: argparse.Namespace) -> int:
    """Write the request of this laptop."""
    with terminal.open_office(options) as office:
        office.require_real()
        data = enrolment.request(office.work, office.keys)
        path = options.out or office.outbox / enrolment.request_name(office.machine)
        write_safely(path, data)
        fingerprint = office.keys.public.fingerprint
    answer: dict[str, Json] = {"file": str(path), "fingerprint": fingerprint}
    lines = [
        _("Give Headquarters this file: {file}").format(file=path),
        _("Read it this fingerprint aloud: {fingerprint}").format(fingerprint=fingerprint),
    ]
    terminal.answer(options, answer, lines)
    return 0


def trust(options: argparse.Namespace) -> int:
    """Trust the answer once both fingerprints are the same."""
    with terminal.open_office(options) as office:
        kit = enrolment.read_kit(beginning_of(options.file, enrolment.MOST_KIT), office.keys)
        if options.fingerprint.strip().upper() != kit.fingerprint:
            raise Problem(
                _("Nothing was trusted and nothing was changed."),
                _("Tell Headquarters that the fingerprints differ, and ask for a new answer by another way."),
                code="fingerprints-differ",
            )
        enrolment.accept(office.work, kit)
    data: dict[str, Json] = {"office": kit.office, "fingerprint": kit.fingerprint, "tested": bool(kit.proof)}
    terminal.answer(options, data, [_("Headquarters and this laptop know one another: bundles can be sent.")])
    return 0


def renew(options: argparse.Namespace) -> int:
    """Give it new keys."""
    with terminal.open_office(options) as office:
        office.require_real()
        renewal.renew_keys(office.work)
        fingerprint = office.keys.public.fingerprint
    data: dict[str, Json] = {"fingerprint": fingerprint}
    line = _("This laptop has new keys. Write its request, and send it to Headquarters: nothing can be sent before.")
    terminal.answer(options, data, [line])
    return 0


def pass_on(options: argparse.Namespace) -> int:
    """Write a file for the office's other laptops, and read it back."""
    with terminal.open_office(options) as office:
        office.require_real()
        if options.case:
            case = named.case(office, options.case)
            written = carrying.carry(office.work, office.keys, case.id, options.to)
        else:
            written = carrying.pass_on(office.work, office.keys, options.to)
    data: dict[str, Json] = {"file": str(written.path), "errand": written.errand, "to": list(written.to)}
    lines = [
        _("Written to {folder} and read back: you can remove the stick.").format(folder=written.path.parent),
        _("Only these laptops can open it: {laptops}.").format(laptops=", ".join(written.to)),
    ]
    terminal.answer(options, data, lines)
    return 0


def take_in(options: argparse.Namespace) -> int:
    """Import it, all or nothing, unless only a look was asked for."""
    with terminal.open_office(options) as office:
        opening = carrying.look_into if options.look else carrying.take_in
        about = opening(office.work, office.keys, options.file, office.inbox)
    data: dict[str, Json] = {"errand": about.errand, "case": about.number if about.case_id else "", "by": about.by}
    what = {
        Errand.EVERYTHING: _("All that this laptop held: {laptop}").format(laptop=about.by),
        Errand.TO_DECIDE: _("A case for decision: {number}, {partner}").format(
            number=about.number, partner=about.partner
        ),
        Errand.DECIDED: _("The decision on case {number}, {partner}").format(
            number=about.number, partner=about.partner
        ),
    }
    said = _("Nothing of it was applied.") if options.look else _("It was imported whole.")
    terminal.answer(options, data, [what[about.errand], said])
    return 0
