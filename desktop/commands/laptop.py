"""`passerelle laptop request|accept|new-keys`: this laptop and Headquarters come to know one another."""

import argparse

from desktop.base.errors import Problem
from desktop.base.files import beginning_of, write_safely
from desktop.base.text import _
from desktop.base.values import Json
from desktop.commands import terminal
from desktop.services.exchange import enrolment, renewal


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
    for verb in (request, accept, renewed):
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
