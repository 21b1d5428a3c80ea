"""`passerelle earlier list|record|gift|scan|archive|restore`: what was signed and given before the program."""

import argparse
from typing import TYPE_CHECKING

from desktop.base.dates import NotADate, day_in_words, parse_partial_day
from desktop.base.errors import Problem
from desktop.base.text import _, language
from desktop.base.values import Json, JsonObject
from desktop.commands import named, terminal
from desktop.services.agreements import earlier
from desktop.services.agreements.earlier import EarlierStanding, GivenBefore, SignedBefore
from desktop.store.states import ContributionKind

if TYPE_CHECKING:
    from desktop.office import Office


def arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(metavar=_("COMMAND"), required=True)
    listed = verbs.add_parser("list", help=_("list what was signed before the program"))
    listed.set_defaults(run=show)
    recorded = verbs.add_parser("record", help=_("record an agreement signed before the program"))
    recorded.add_argument("partner", metavar=_("NAME"), help=_("the partner"))
    recorded.add_argument("text", metavar=_("TEXT"), help=_("what it is about"))
    recorded.add_argument("--signed", required=True, metavar=_("DAY"), help=_("the day, or only the year: 2014"))
    recorded.add_argument("--until", default="", metavar=_("DAY"), help=_("its last day, like 2027-12-31"))
    recorded.add_argument("--reference", default="", metavar=_("TEXT"), help=_("its reference"))
    recorded.add_argument("--amount", type=terminal.number, metavar=_("AMOUNT"), help=_("what it is worth"))
    recorded.add_argument("--currency", default="USD", metavar=_("CODE"), help=_("the currency, like USD"))
    recorded.add_argument("--scan", type=terminal.file, metavar=_("FILE"), help=_("the signed paper"))
    recorded.set_defaults(run=record)
    gift = verbs.add_parser("gift", help=_("record what was given before the program"))
    gift.add_argument("partner", metavar=_("NAME"), help=_("the partner"))
    gift.add_argument("text", metavar=_("TEXT"), help=_("what arrived"))
    gift.add_argument("--on", required=True, type=named.day, metavar=_("DAY"), help=_("the day, like 2014-11-24"))
    kinds = [str(kind) for kind in ContributionKind]
    gift.add_argument("--kind", required=True, choices=kinds, help=_("what kind of contribution"))
    gift.add_argument("--amount", type=terminal.number, metavar=_("AMOUNT"), help=_("what it is worth"))
    gift.add_argument("--currency", default="USD", metavar=_("CODE"), help=_("the currency, like USD"))
    gift.set_defaults(run=record_gift)
    scanned = verbs.add_parser("scan", help=_("add the scan of what was signed before the program"))
    scanned.add_argument("id", metavar="ID", help=_("its id or reference"))
    scanned.add_argument("file", type=terminal.file, metavar=_("FILE"), help=_("the signed paper"))
    scanned.set_defaults(run=add_scan)
    away = verbs.add_parser("archive", help=_("take back what was recorded by mistake"))
    away.set_defaults(run=archive, aside=True)
    back = verbs.add_parser("restore", help=_("bring back what was archived"))
    back.set_defaults(run=archive, aside=False)
    for verb in (away, back):
        verb.add_argument("id", metavar="ID", help=_("its id or reference"))
    for verb in (listed, recorded, gift, scanned, away, back):
        terminal.office_arguments(verb)


def _told(line: EarlierStanding) -> JsonObject:
    agreement = line.agreement
    return {
        "id": agreement.id,
        "partner": line.partner,
        "title": agreement.title,
        "reference": agreement.reference,
        "signed": agreement.signed,
        "until": agreement.ends_on,
        "diligence_by": agreement.diligence_due_on if line.is_due else None,
        "scan": bool(agreement.scan),
    }


def show(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office, office.store.read() as session:
        listed = earlier.every(session)
    rows: list[Json] = [_told(line) for line in listed]
    due = _("due diligence by {day}")
    lines = terminal.table(
        (
            line.agreement.reference or line.agreement.id,
            day_in_words(line.agreement.signed, language()),
            line.partner,
            line.agreement.title,
            due.format(day=line.agreement.diligence_due_on) if line.is_due and line.agreement.diligence_due_on else "–",
        )
        for line in listed
    )
    terminal.answer(options, {"signed_before": rows}, lines or [_("Nothing signed before the program is recorded.")])
    return 0


def record(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        signed = SignedBefore(
            named.partner(office, options.partner),
            options.text,
            _partial_day(office, options.signed),
            options.reference,
            ends_on=named.day(options.until).isoformat() if options.until else "",
            value=options.amount,
            currency=options.currency.upper(),
        )
        agreement = earlier.record(office.work, signed, options.scan)
    sentence = _("Recorded as signed before the program.")
    if agreement.diligence_due_on:
        due = _("Its due diligence must be made by {day}.").format(day=agreement.diligence_due_on)
        sentence = f"{sentence} {due}"
    terminal.answer(options, {"id": agreement.id, "diligence_by": agreement.diligence_due_on}, [sentence])
    return 0


def _partial_day(office: "Office", typed: str) -> str:
    try:
        return parse_partial_day(typed, office.work.today())
    except NotADate as error:
        raise Problem(
            _("“{day}” is no day; nothing was changed.").format(day=typed),
            _("Write it like 2014-11-24, or only the year."),
            code="day-not-understood",
        ) from error


def record_gift(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        gift = GivenBefore(
            named.partner(office, options.partner),
            options.text,
            options.on.isoformat(),
            ContributionKind(options.kind),
            options.amount,
            options.currency.upper(),
        )
        agreement = earlier.record_gift(office.work, gift)
    terminal.answer(options, {"id": agreement.id}, [_("Recorded as given before the program.")])
    return 0


def add_scan(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        id_ = named.earlier(office, options.id)
        earlier.attach(office.work, id_, options.file)
    terminal.answer(options, {"id": id_}, [_("The scan lies among the papers of the partner.")])
    return 0


def archive(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        id_ = named.earlier(office, options.id, archived=not options.aside)
        earlier.archive(office.work, id_, options.aside)
    aside = _("It is archived; it stays in the history.")
    terminal.answer(options, {"id": id_}, [aside if options.aside else _("It counts again.")])
    return 0
