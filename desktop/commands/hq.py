"""`passerelle hq init|enrol|import|return|serve|offices|laptops|keys|packs|…`: Headquarters, without a window."""

import argparse
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from desktop.base.clock import Clock
from desktop.base.dates import format_moment
from desktop.base.errors import Problem
from desktop.base.files import make_folder, safe_name
from desktop.base.progress import Progress
from desktop.base.text import _, language
from desktop.base.values import Json
from desktop.bundles.folder import bundles_among
from desktop.bundles.keys import EnrolmentRequest
from desktop.commands import hq_desk, hq_figures, hq_keys, hq_laptops, hq_packs, hq_receiver, hq_servers, terminal
from desktop.office import HQ, Account, Office
from desktop.presenters.registry.same_company_words import ruling_words, signs_words
from desktop.services.exchange import enrolment
from desktop.services.exchange.headquarters import (
    answering,
    arriving,
    backing_up,
    door,
    recognition,
    records_database,
)
from desktop.services.office import backup, second_place
from desktop.services.registry import one_company
from desktop.services.registry.one_company import CompanyPair, GivenRuling
from desktop.store import backup as copies
from desktop.store import server
from desktop.store.place import DATABASE, office_lock
from desktop.store.records import OfficeProfile
from desktop.store.states import BundleVerdict, OfficeKind, Role, RulingKind
from desktop.store.store import Store


def arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(metavar=_("COMMAND"), required=True)
    init = verbs.add_parser("init", help=_("create Headquarters' folder"))
    init.add_argument("--name", required=True, metavar=_("NAME"), help=_("who administers it"))
    _address_argument(init)
    terminal.database_arguments(init)
    init.set_defaults(run=create)
    enrol = verbs.add_parser("enrol", help=_("authorize a laptop by its request"))
    enrol.add_argument("file", type=terminal.file, metavar=_("FILE"), help=_("the request that the office sent"))
    enrol.add_argument(
        "--fingerprint", required=True, metavar=_("LETTERS"), help=_("the fingerprint that the office read aloud")
    )
    enrol.add_argument(
        "--out", type=terminal.file, metavar=_("FILE"), help=_("where to write the answer for the office")
    )
    enrol.set_defaults(run=recognise)
    take = verbs.add_parser("import", help=_("import bundles of offices"))
    take.add_argument(
        "files",
        type=Path,
        nargs="*",
        metavar=_("FILE"),
        help=_("bundles, or folders; none: what arrived over the Internet"),
    )
    take.set_defaults(run=take_in)
    back = verbs.add_parser("return", help=_("write the return bundle of an office"))
    back.add_argument("code", nargs="?", metavar=_("OFFICE"), help=_("the office; none: each to which one is due"))
    back.add_argument("--to", type=terminal.folder, metavar=_("DIR"), help=_("write it into this folder"))
    back.set_defaults(run=give_back)
    same = verbs.add_parser("same", help=_("offices’ records that may be one company: list them, or rule on two"))
    same.add_argument("records", nargs="*", metavar="ID", help=_("the ids of two records; without them, the list"))
    same.add_argument("--ruling", choices=[kind.value for kind in RulingKind], help=_("what you rule"))
    same.add_argument("--reason", default="", metavar=_("TEXT"), help=_("what you rest it on"))
    same.add_argument("--undo", action="store_true", help=_("take back what was ruled on the two"))
    same.set_defaults(run=rule_on_companies)
    copy = verbs.add_parser("backup", help=_("make a backup: keys, records and bundles received, in one file"))
    copy.add_argument("--to", type=terminal.folder, metavar=_("DIR"), help=_("write it into this folder"))
    copy.set_defaults(run=back_up)
    renew = verbs.add_parser("restore", help=_("restore a backup into a new folder"))
    renew.add_argument("file", type=terminal.file, metavar=_("FILE"), help=_("the backup"))
    terminal.database_arguments(renew)
    renew.set_defaults(run=restore)
    raised = verbs.add_parser("upgrade", help=_("after an update: bring the database to this version, after a backup"))
    raised.add_argument("--to", type=terminal.folder, metavar=_("DIR"), help=_("write it into this folder"))
    raised.set_defaults(run=upgrade)
    moved = verbs.add_parser("database", help=_("say that the database was moved, or has another password"))
    _address_argument(moved)
    terminal.database_arguments(moved)
    moved.set_defaults(run=change_database)
    for verb in (
        init,
        enrol,
        take,
        back,
        same,
        copy,
        renew,
        raised,
        moved,
        *hq_desk.arguments(verbs),
        *hq_figures.arguments(verbs),
        *hq_laptops.arguments(verbs),
        *hq_packs.arguments(verbs),
        *hq_keys.arguments(verbs),
        *hq_servers.arguments(verbs),
    ):
        terminal.office_arguments(verb)
    hq_receiver.arguments(verbs)


def _address_argument(verb: argparse.ArgumentParser) -> None:
    verb.add_argument(
        "--database",
        default="",
        metavar="URL",
        help=_("PostgreSQL, without a password: postgresql://user@host/base; with one, use --database-file"),
    )


def _named_folder(options: argparse.Namespace) -> Path:
    if options.office is None:
        raise Problem(
            _("No folder was named; nothing was created."),
            _("Use --office DIR."),
            code="folder-not-named",
        )
    return Path(options.office)


def _address(options: argparse.Namespace) -> str:
    """The database's address; raises Problem when its password stands on the command line, which others can read."""
    if options.database and server.address_of(options.database).password:
        raise Problem(
            _("A password on the command line can be read by everybody on this computer; nothing was changed."),
            _("Put the address into a file that you alone may read, and use --database-file FILE; then change it."),
            code="password-on-command-line",
        )
    return options.database or terminal.database(options)


def create(options: argparse.Namespace) -> int:
    folder, address = _named_folder(options), _address(options)
    account = Account(options.name, "", Role.HQ_ADMINISTRATOR, terminal.passphrase(options, options.name))
    profile = OfficeProfile(code=HQ, kind=OfficeKind.HQ, name=_("Headquarters"))
    with Office.create(folder, account, profile, address=address) as office:
        print_, shown = office.keys.public.fingerprint, server.shown(address)
    data: dict[str, Json] = {"folder": str(folder), "fingerprint": print_, "database": shown}
    terminal.answer(options, data, [_("Headquarters is ready in {folder}.").format(folder=folder)])
    return 0


def change_database(options: argparse.Namespace) -> int:
    address = _address(options)
    folder, opened = terminal.unlocked(options)
    question = _("Where the database is now (postgresql://user:password@host/database): ")
    address = address or terminal.asked(question).strip()
    with office_lock(folder):
        machine = Store.open(folder / DATABASE, opened.key)
        try:
            if machine.identity.office != HQ:
                raise terminal.not_headquarters()
            if not address:
                raise Problem(
                    _("No new address was given; Headquarters’ records stay at {address}.").format(
                        address=server.shown(records_database.address(machine)) or "–"
                    ),
                    _("Name it with --database-file FILE or the variable PASSERELLE_DATABASE."),
                    code="new-address-missing",
                )
            may_change = records_database.change_address(machine, opened.officer_id, address)
        finally:
            machine.close()
    shown = server.shown(address)
    sentence = _("Headquarters’ records are now read and written at {address}.")
    if not may_change:
        sentence = _("Headquarters’ records are now read at {address}; nothing can be changed there.")
    terminal.answer(options, {"folder": str(folder), "database": shown}, [sentence.format(address=shown)])
    return 0


def upgrade(options: argparse.Namespace) -> int:
    """Bring the records on a server to this version, after a backup; where they are, nothing is done."""
    folder, opened = terminal.unlocked(options)
    with office_lock(folder):
        path = records_database.upgrade(folder, opened, options.to or folder / "backups", Progress())
    data: dict[str, Json] = {"folder": str(folder), "upgraded": path is not None, "backup": str(path or "")}
    lines = [_("Headquarters’ records are of this version; nothing was to be done.")]
    if path is not None:
        lines = [
            _("Headquarters’ records are of this version now; every other window of it is to be opened again."),
            _("As they were before, they are in {file}: read back, and brought to this version on trial.").format(
                file=path
            ),
        ]
    terminal.answer(options, data, lines)
    return 0


def rule_on_companies(options: argparse.Namespace) -> int:
    """List the pairs, or rule on two records, or take back what was ruled."""
    with terminal.open_headquarters(options) as office:
        if len(options.records) == 2 and (options.ruling or options.undo):
            ruling = GivenRuling() if options.undo else GivenRuling(RulingKind(options.ruling), options.reason)
            one_company.rule(office.work, options.records, ruling)
        if len(options.records) == 2:
            pairs: Sequence[CompanyPair] = [one_company.pair(office.work, options.records)]
        else:
            pairs = one_company.pairs(office.work)
    data: Json = [
        {"records": [pair.first.id, pair.second.id], "offices": [pair.first.office, pair.second.office],
         "names": [pair.first.name, pair.second.name], "for": sorted(pair.speaks_for),
         "against": sorted(pair.speaks_against), "ruling": str(pair.ruling), "reason": pair.reason}
        for pair in pairs
    ]  # fmt: skip
    lines = terminal.table(
        (f"{pair.first.name} ({pair.first.office})", f"{pair.second.name} ({pair.second.office})",
         signs_words(pair.speaks_for), ruling_words(pair.ruling)[1], pair.key)
        for pair in pairs
    )  # fmt: skip
    terminal.answer(options, {"pairs": data}, lines or [_("No two records look alike.")])
    return 0


def back_up(options: argparse.Namespace) -> int:
    with terminal.open_headquarters(options) as office:
        targets = (options.to,) if options.to else backup.places(office.backups, second_place.read(office.machine))
        files = office.back_up(targets, Progress())
        copy = copies.describe(files[0], office.opened.key)
    records = copy.contents.records if copy.contents else 0
    data: dict[str, Json] = {"files": [str(file) for file in files], "records": records}
    sentence = _("{file}: keys, {count} records and the bundles received; written, read back and restored on trial.")
    terminal.answer(options, data, [sentence.format(file=file, count=records) for file in files])
    return 0


def restore(options: argparse.Namespace) -> int:
    folder = _named_folder(options)
    opened = terminal.open_backup(options)
    address = terminal.database(options)
    if not address and backing_up.needs_database(options.file, opened.key):
        question = _("Address of an empty database (postgresql://user:password@host/database): ")
        address = terminal.asked(question).strip()
    contents = backing_up.restore(folder, options.file, opened.key, opened.officer_id, address, Clock())
    made_at = copies.describe(options.file, opened.key).made_at
    data: dict[str, Json] = {"folder": str(folder), "records": contents.records, "made_at": made_at.isoformat()}
    lines = [
        _("Headquarters is back in {folder}, as it was on {moment}: {count} records.").format(
            folder=folder, moment=format_moment(made_at, language()), count=contents.records
        ),
        _("Write a return to every office: it asks them for what came after, and they go on as they are."),
        _("Authorize again the laptops that were authorized since, and withdraw again those that were withdrawn."),
    ]
    terminal.answer(options, data, lines)
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
    if options.fingerprint.strip().upper() != request.keys.fingerprint:
        raise Problem(
            _("The fingerprint read aloud is not the one of this request; nothing was changed."),
            _("Ask the office to read it again; if it still differs, refuse the request."),
            code="fingerprint-differs",
        )
    with terminal.open_headquarters(options) as office:
        like = recognition.look_alike(office.work, office.keys, request.office)
        recognition.enrol(office.work, office.keys, request)
        office.renew_door()
        ours = recognition.fingerprint(office.work, office.keys, request.office)
        path = options.out or office.outbox / enrolment.kit_name(request)
        beginning = answering.answer_request(office.work, office.keys, request.office, path)
    data = {"office": request.office, "laptop": request.label, "fingerprint": ours, "file": str(path), "like": like}
    lines = [
        _("{laptop} of office {office} is authorized.").format(**data),
        _("Give the office this file: {file}").format(**data),
        _("Read it this fingerprint aloud: {fingerprint}").format(**data),
    ]
    if beginning is not None:
        data["return"] = str(beginning)
        lines.append(_("And this return, with the office’s records: {file}").format(file=beginning))
    if like:
        lines.append(
            _("Careful: “{office}” looks like “{like}”, which is authorized too. Is it the same office?").format(**data)
        )
    terminal.answer(options, data, lines)
    return 0


def take_in(options: argparse.Namespace) -> int:
    with terminal.open_headquarters(options) as office:
        files = bundles_among(options.files) if options.files else door.arrived(office.folder)
        arrivals = arriving.take_in(office.work, office.keys, office.folder, files)
    reports, awaited = arrivals.reports, arrivals.awaited
    rows = terminal.table((t.name, t.verdict, t.office, t.changes, t.text) for t in reports)
    data: dict[str, Json] = {"files": [asdict(t) for t in reports], "awaited": list(awaited)}
    terminal.answer(options, data, [*rows, *awaited])
    return 0 if all(t.verdict in (BundleVerdict.APPLIED, BundleVerdict.KNOWN) for t in reports) else 1


def give_back(options: argparse.Namespace) -> int:
    """Write a return; without an office, that of each to which one is due, in a folder of its own."""
    with terminal.open_headquarters(options) as office:
        folder = options.to or office.outbox
        codes = [options.code] if options.code else answering.offices_to_answer(office.store)
        paths = []
        for code in codes:
            place = folder if options.code else make_folder(folder / safe_name(code))
            paths.append(answering.answer(office.work, office.keys, code, place))
            office.offer_return(code, paths[-1])
    files: list[Json] = [str(path) for path in paths]
    data: dict[str, Json] = {"file": files[0]} if options.code else {"files": files}
    lines = [_("The return bundle is {file}").format(file=path) for path in paths]
    terminal.answer(options, data, lines or [_("No return is due; nothing was written.")])
    return 0
