"""`passerelle bundle export|send|mail|drop|receive|show|verify`: what leaves for Headquarters and what comes back."""

import argparse

from desktop.base.errors import Problem
from desktop.base.files import beginning_of, make_folder
from desktop.base.progress import Progress
from desktop.base.text import _
from desktop.base.values import Json
from desktop.bundles import bundle, wire
from desktop.bundles.content import SegmentKind
from desktop.bundles.keys import Keyset
from desktop.commands import terminal
from desktop.presenters.exchange import receiving_words
from desktop.presenters.mail_words import mail_sentence
from desktop.services.exchange import by_mail, depositing, mailbox, receiver_address, receiving, sending


def arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(metavar=_("COMMAND"), required=True)
    export = verbs.add_parser("export", help=_("write what Headquarters has not acknowledged"))
    export.add_argument(
        "--to", type=terminal.folder, metavar=_("DIR"), help=_("copy it to this folder or stick, and check it there")
    )
    terminal.office_arguments(export)
    export.set_defaults(run=export_bundle)
    send = verbs.add_parser(
        "send", help=_("hand it to Headquarters over the Internet, and fetch the return that waits there")
    )
    send.add_argument("--address", metavar="URL", help=_("Headquarters’ address from now on: https://host:port"))
    send.add_argument("--proxy", metavar="URL", help=_("the proxy from now on; an empty one for the computer’s own"))
    send.add_argument(
        "--certificate", type=terminal.file, metavar=_("FILE"), help=_("believe this certificate of Headquarters’ only")
    )
    terminal.office_arguments(send)
    send.set_defaults(run=send_bundle)
    receive = verbs.add_parser("receive", help=_("import a return of Headquarters"))
    receive.add_argument("file", type=terminal.file, metavar=_("FILE"), help=_("the return"))
    receive.add_argument("--look", action="store_true", help=_("only say what it holds; nothing is applied"))
    terminal.office_arguments(receive)
    receive.set_defaults(run=receive_return)
    mail = verbs.add_parser("mail", help=_("write a draft of an email for each part of it"))
    mail.add_argument(
        "--to", type=terminal.folder, required=True, metavar=_("DIR"), help=_("where the drafts are written")
    )
    mail.add_argument("--text", action="store_true", help=_("as text, where a network lets no other attachment pass"))
    mail.add_argument(
        "--limit", type=int, default=7, metavar=_("NUMBER"), help=_("megabytes of a part, 7 if none is named")
    )
    terminal.office_arguments(mail)
    mail.set_defaults(run=mail_bundle)
    drop = verbs.add_parser("drop", help=_("put it into the shared folder, and look for returns there"))
    drop.add_argument("--folder", type=terminal.folder, metavar=_("DIR"), help=_("the shared folder from now on"))
    terminal.office_arguments(drop)
    drop.set_defaults(run=drop_bundle)
    for name, run, about in (
        ("show", show, _("say what a bundle is, without opening it")),
        ("verify", verify, _("check a bundle from its first to its last byte")),
    ):
        verb = verbs.add_parser(name, help=about)
        verb.add_argument("file", type=terminal.file, metavar=_("FILE"), help=_("the bundle"))
        terminal.office_arguments(verb)
        verb.set_defaults(run=run)


def export_bundle(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        office.require_real()
        sent = sending.pack(office.work, office.keys, office.outbox)
        path = office.outbox / sent.name
        if options.to:
            path = sending.copy_to(office.outbox, sent, options.to)
            sending.hand_over(office.work, sent.number, str(options.to))
    data: dict[str, Json] = {
        "number": sent.number,
        "file": str(path),
        "first": sent.first,
        "last": sent.last,
        "changes": sent.count,
        "size": sent.size,
    }
    sentence = _("Bundle n° {number}: {changes} changes, {size} bytes, in {file}")
    terminal.answer(options, data, [sentence.format(**data)])
    return 0


def send_bundle(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        office.require_real()
        work = office.work
        if options.address is not None:
            receiver_address.set_address(work, options.address)
        if options.proxy is not None:
            receiver_address.set_proxy(work, options.proxy)
        if options.certificate is not None:
            receiver_address.set_authority(work, beginning_of(options.certificate, wire.MOST_AUTHORITY))
        host = receiver_address.required(office.machine).host
        sent = depositing.next_bundle(work, office.keys, office.outbox)
        if sent is None:
            done = depositing.fetch(work, office.keys, office.folder, Progress())
        else:
            done = depositing.deposit(work, office.keys, sent, office.folder, Progress())
    lines = [
        _("Bundle n° {number} is whole at {host}, compared to its last byte. Headquarters’ receipt is awaited.").format(
            number=sent.number, host=host
        )
        if sent is not None
        else _("Headquarters has everything; there is nothing to send.")
    ]
    if done.fetched is not None:
        lines.append(_("A return from Headquarters was fetched: {file}").format(file=done.fetched))
    data: dict[str, Json] = {
        "host": host,
        "number": sent.number if sent is not None else None,
        "return": str(done.fetched) if done.fetched is not None else None,
    }
    terminal.answer(options, data, lines)
    return 0


def receive_return(options: argparse.Namespace) -> int:
    """Look into a return, and apply it all or nothing unless only that was asked for."""
    with terminal.open_office(options) as office:
        mailed = by_mail.opened([options.file], office.folder)
        if not mailed.files:
            remedy = _("Choose the missing parts as soon as they came.")
            raise Problem(" ".join(mailed.awaited), remedy, code="parts-missing")
        file = mailed.files[0]
        contents = receiving.look_into(office.work, office.keys, file, office.inbox)
        lines = list(terminal.table(receiving_words.contents_facts(contents)))
        data: dict[str, Json] = {
            "confirmed": list(contents.confirmed),
            "deeds": list(contents.deeds),
            "disagreements": contents.disagreements,
            "refused": contents.refused,
            "known": contents.already_taken_in,
            "contents": contents.version,
        }
        if not options.look:
            office.back_up_before_import(Progress())
            report = receiving.take_in(office.work, office.keys, file, office.inbox)
            by_mail.clear(office.folder, office.inbox)
            lines = receiving_words.report_lines(report)
            data = {**data, "verdict": report.verdict, "receipts": report.receipts, "changes": report.changes}
    terminal.answer(options, data, lines)
    return 0


def mail_bundle(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        office.require_real()
        sent = depositing.next_bundle(office.work, office.keys, office.outbox)
        folder, size = make_folder(options.to), options.limit << 20
        paths = (
            by_mail.drafts(office.work, sent, office.outbox, folder, as_text=options.text, size=size)
            if sent is not None
            else []
        )
    files: list[Json] = [str(path) for path in paths]
    nothing = _("Headquarters has everything; there is nothing to send.")
    lines = [mail_sentence(path) for path in paths] or [nothing]
    terminal.answer(options, {"number": sent.number if sent is not None else None, "files": files}, lines)
    return 0


def drop_bundle(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        office.require_real()
        if options.folder is not None:
            mailbox.choose(office.work, options.folder)
        sent = depositing.next_bundle(office.work, office.keys, office.outbox)
        path = mailbox.drop(office.work, sent, office.outbox) if sent is not None else None
        mailbox.collect(office.work, office.keys, office.folder)
        with office.store.read() as session:
            waiting = depositing.waiting_in(session, office.folder)
    nothing = _("Headquarters has everything; there is nothing to send.")
    lines = [_("Bundle n° {number} lies in {file}.").format(number=sent.number, file=path) if sent else nothing]
    if waiting is not None:
        lines.append(_("A return from Headquarters was fetched: {file}").format(file=waiting))
    data: dict[str, Json] = {
        "number": sent.number if sent is not None else None,
        "file": str(path) if path is not None else None,
        "return": str(waiting) if waiting is not None else None,
    }
    terminal.answer(options, data, lines)
    return 0


def show(options: argparse.Namespace) -> int:
    keyset = Keyset(hq=())
    if options.office:
        with terminal.open_office(options) as office:
            keyset = office.keyset() or keyset
    shown = bundle.show(options.file, keyset)
    head = shown.header
    data: dict[str, Json] = {
        "kind": head.kind,
        "id": head.id,
        "from": head.sender,
        "to": list(head.to),
        "created": head.created,
        "length": head.length,
        "office": shown.sender.office if shown.sender else None,
        "laptop": shown.sender.label if shown.sender else None,
        "signed": shown.signed,
    }
    signature = (
        _("signed by {laptop}").format(laptop=data["laptop"]) if shown.signed else _("the sender is not known here")
    )
    rows = [(_("Kind"), head.kind), (_("Made"), head.created), (_("Signature"), signature), (_("Bytes"), head.length)]
    terminal.answer(options, data, terminal.table(rows))
    return 0


def verify(options: argparse.Namespace) -> int:
    from desktop.bundles import reader

    with terminal.open_office(options) as office:
        manifest = reader.verify(options.file, office.keyset() or Keyset(hq=()), (office.keys,))
    changes = [segment for segment in manifest.segments if segment.kind is SegmentKind.CHANGES]
    data: dict[str, Json] = {
        "sound": True,
        "from": manifest.sender,
        "changes": sum(s.seq_to - s.seq_from + 1 for s in changes),
        "segments": [s.to_json() for s in manifest.segments],
    }
    terminal.answer(options, data, [_("The bundle is whole and signed; it holds {changes} changes.").format(**data)])
    return 0
