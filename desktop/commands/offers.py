"""`passerelle offers list|find|record|take-up|decline|reopen|letter`: what is offered, and what became of it."""

import argparse
from collections.abc import Sequence

from desktop.base.files import write_safely
from desktop.base.text import LANGUAGES, N_, _, language
from desktop.base.values import Json
from desktop.commands import named, terminal
from desktop.services.diligence import cases
from desktop.services.partner_papers import offer_letter
from desktop.services.registry import offers
from desktop.services.registry.offers import NewOffer, WantedCapability
from desktop.store.records import Offer
from desktop.store.states import Channel

WHERE = N_("the country, like NE")


def arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(metavar=_("COMMAND"), required=True)
    shown = verbs.add_parser("list", help=_("list every offer, those that wait first"))
    shown.set_defaults(run=show)
    searched = verbs.add_parser("find", help=_("find what stands by: what, where, within how long"))
    searched.add_argument("words", nargs="*", metavar=_("TEXT"), help=_("words of what is offered, by whom, where"))
    searched.add_argument("--kind", default="", metavar=_("CODE"), help=_("what, a code of forms/pipeline.toml"))
    searched.add_argument("--country", default="", metavar=_("COUNTRY"), help=_(WHERE))
    searched.add_argument("--within", type=int, metavar=_("HOURS"), help=_("the longest notice, in hours"))
    searched.set_defaults(run=find)
    _record_arguments(verbs.add_parser("record", help=_("record an offer")))
    accepted = verbs.add_parser("take-up", help=_("make a partnership of an offer"))
    accepted.set_defaults(run=take_up)
    declined = verbs.add_parser("decline", help=_("decline an offer with a reason"))
    declined.add_argument("--reason", required=True, metavar=_("CODE"), help=_("why, a code of forms/pipeline.toml"))
    declined.add_argument("--answer", default="", metavar=_("TEXT"), help=_("what was answered"))
    declined.set_defaults(run=decline)
    back = verbs.add_parser("reopen", help=_("let an offer that was declined wait again"))
    back.set_defaults(run=reopen)
    letter = verbs.add_parser("letter", help=_("write the letter that declines an offer, as a PDF"))
    letter.add_argument("--out", required=True, type=terminal.file, metavar=_("FILE"), help=_("the PDF"))
    letter.add_argument("--in", dest="spoken", choices=LANGUAGES, help=_("the language of the letter"))
    letter.set_defaults(run=write_letter)
    for verb in (accepted, declined, back, letter):
        verb.add_argument("id", metavar="ID", help=_("the id of the offer, as the list shows it"))
    for verb in (shown, searched, accepted, declined, back, letter):
        terminal.office_arguments(verb)


def _record_arguments(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("name", metavar=_("NAME"), help=_("who offers"))
    verb.add_argument("what", metavar=_("TEXT"), help=_("what is offered, in a few words"))
    verb.add_argument("--partner", default="", metavar=_("NAME"), help=_("the partner of the register who offers"))
    verb.add_argument("--contact", default="", metavar=_("TEXT"), help=_("who speaks, and how to call back"))
    verb.add_argument("--way", choices=[str(way) for way in Channel], default=str(Channel.CALL), help=_("by what way"))
    verb.add_argument("--kind", default="", metavar=_("CODE"), help=_("what, a code of forms/pipeline.toml"))
    verb.add_argument("--quantity", default="", metavar=_("AMOUNT"), help=_("how much"))
    verb.add_argument("--unit", default="", metavar=_("TEXT"), help=_("of what: trucks, beds"))
    verb.add_argument("--country", default="", metavar=_("COUNTRY"), help=_(WHERE))
    verb.add_argument("--place", default="", metavar=_("TEXT"), help=_("where"))
    verb.add_argument("--emergency", action="store_true", help=_("it responds to a sudden emergency"))
    verb.add_argument("--by", type=named.day, metavar=_("DAY"), help=_("by when an answer is due"))
    verb.add_argument("--notice", type=int, metavar=_("HOURS"), help=_("it stands by, with so many hours of notice"))
    verb.add_argument("--until", type=named.day, metavar=_("DAY"), help=_("until when it stands by"))
    terminal.office_arguments(verb)
    verb.set_defaults(run=record)


def show(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        return _told(options, offers.every(office.work))


def find(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        rules = office.definitions.pipeline
        named.require_code(options.kind, ("", *(own.id for own in rules.capabilities)))
        needs = WantedCapability(options.kind, options.country, " ".join(options.words), options.within)
        return _told(options, offers.standing_by(office.work, needs))


def _told(options: argparse.Namespace, listed: Sequence[Offer]) -> int:
    data: list[Json] = [
        {
            "id": offer.id,
            "name": offer.name,
            "what": offer.what,
            "kind": offer.capability,
            "quantity": offer.quantity,
            "unit": offer.unit,
            "country": offer.country,
            "place": offer.place,
            "notice_hours": offer.notice_hours,
            "valid_until": offer.valid_until,
            "answer_on": offer.answer_on,
            "emergency": offer.emergency,
            "standby": offer.standby,
            "state": str(offer.state),
        }
        for offer in listed
    ]
    lines = terminal.table(
        (
            offer.id[: named.BEGINNING],
            offer.name,
            offer.what,
            offer.country,
            f"{offer.notice_hours} h" if offer.notice_hours is not None else offer.answer_on or "",
            str(offer.state),
        )
        for offer in listed
    )
    terminal.answer(options, {"offers": data}, lines or [_("No offer.")])
    return 0


def record(options: argparse.Namespace) -> int:
    standby = options.notice is not None
    with terminal.open_office(options) as office:
        named.require_code(options.kind, ("", *(own.id for own in office.definitions.pipeline.capabilities)))
        new = NewOffer(
            name=options.name,
            what=options.what,
            partner_id=named.partner(office, options.partner) if options.partner else "",
            contact=options.contact,
            channel=Channel(options.way),
            capability=options.kind,
            quantity=options.quantity,
            unit=options.unit,
            country=options.country,
            place=options.place,
            emergency=options.emergency and not standby,
            answer_on=None if standby else options.by,
            standby=standby,
            notice_hours=options.notice,
            valid_until=options.until if standby else None,
        )
        recorded = offers.record(office.work, new)
    data: dict[str, Json] = {"id": recorded.id, "answer_on": recorded.answer_on}
    terminal.answer(options, data, [_("The offer is recorded.")])
    return 0


def take_up(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        planned = offers.take_up(office.work, named.offer(office, options.id))
        case = cases.open_case(office.work, office.definitions.form, planned).number if planned.emergency else ""
    sentence = _("The offer is a partnership now: begin its due diligence (¶21).")
    if case:
        sentence = _("The offer is a partnership now; its case {number} is on the fast track.").format(number=case)
    terminal.answer(options, {"partnership": planned.id, "partner": planned.partner_id, "case": case}, [sentence])
    return 0


def decline(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        named.require_code(options.reason, office.definitions.pipeline.declines)
        offers.decline(office.work, named.offer(office, options.id), options.reason, options.answer)
    terminal.answer(options, {"id": options.id}, [_("The offer is declined; “letter” writes the answer.")])
    return 0


def reopen(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        offers.reopen(office.work, named.offer(office, options.id))
    terminal.answer(options, {"id": options.id}, [_("The offer waits for an answer again.")])
    return 0


def write_letter(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        data = offer_letter.pdf(office.work, named.offer(office, options.id), options.spoken or language())
    write_safely(options.out, data)
    terminal.answer(options, {"file": str(options.out)}, [_("The letter is in {file}").format(file=options.out)])
    return 0
