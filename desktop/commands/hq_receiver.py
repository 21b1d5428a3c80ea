"""`passerelle hq serve`: Headquarters' receiver on the Internet. It asks no passphrase, for it opens no record."""

import argparse
import sys

from desktop.base import paths
from desktop.base.text import _
from desktop.commands import terminal


def arguments(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    serve = verbs.add_parser("serve", help=_("take bundles and give returns over the Internet, until it is stopped"))
    serve.add_argument("--office", type=terminal.folder, metavar=_("DIR"), help=_("folder of Headquarters"))
    serve.add_argument(
        "--certificate", type=terminal.file, required=True, metavar=_("FILE"), help=_("the certificate, in PEM form")
    )
    serve.add_argument("--key", type=terminal.file, required=True, metavar=_("FILE"), help=_("its key, in PEM form"))
    serve.add_argument("--host", default="0.0.0.0", metavar=_("ADDRESS"), help=_("where it listens"))  # noqa: S104
    serve.add_argument("--port", type=int, default=8443, metavar=_("NUMBER"), help=_("the port, 8443 if none is named"))
    serve.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    from desktop.services.exchange.headquarters import receiver

    folder = options.office or paths.default_office()
    server = receiver.service(receiver.Receiver(folder), options.certificate, options.key)
    with receiver.listening(options.host, options.port) as listening:
        host, port = listening.getsockname()[:2]
        sentence = _("Bundles arrive at https://{host}:{port}. Ctrl+C stops it; “passerelle hq import” imports them.")
        terminal.answer(options, {"host": host, "port": port}, [sentence.format(host=host, port=port)])
        sys.stdout.flush()  # a service's output is a pipe, and it runs on
        server.run(sockets=[listening])
    return 0
