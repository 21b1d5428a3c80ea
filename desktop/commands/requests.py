"""`passerelle requests list|ask|answer|withdraw`: what is asked of Headquarters, and its opinions."""

import argparse

from desktop.base.text import _, pick
from desktop.base.values import JsonObject
from desktop.commands import named, terminal
from desktop.office import Office
from desktop.services.agreements import legal_review
from desktop.services.diligence import opinions, requests
from desktop.services.diligence.requests import RequestStanding
from desktop.store.states import Opinion


def arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(metavar=_("COMMAND"), required=True)
    shown = verbs.add_parser("list", help=_("list what waits for an answer of Headquarters"))
    shown.set_defaults(run=show)
    ask = verbs.add_parser("ask", help=_("put a question to Legal Affairs, or to another unit of Headquarters"))
    ask.add_argument("question", metavar=_("TEXT"), help=_("the question, in one or two sentences"))
    about = ask.add_mutually_exclusive_group(required=True)
    about.add_argument("--case", metavar=_("NUMBER"), help=_("about this case"))
    about.add_argument("--agreement", metavar=_("REFERENCE"), help=_("about this draft agreement"))
    ask.add_argument(
        "--of",
        default=requests.LEGAL,
        choices=requests.ASKED_BESIDES,
        help=_("who is asked about a case; Legal Affairs without it"),
    )
    ask.set_defaults(run=put)
    answer = verbs.add_parser("answer", help=_("Headquarters: give the opinion that is asked for"))
    answer.add_argument("id", metavar="ID", help=_("the id of the request, as the list shows it"))
    answer.add_argument("opinion", choices=[str(opinion) for opinion in Opinion], help=_("the opinion"))
    answer.add_argument("--reason", required=True, metavar=_("TEXT"), help=_("why, or which changes"))
    answer.set_defaults(run=give)
    back = verbs.add_parser("withdraw", help=_("take a question back that was not answered yet"))
    back.add_argument("id", metavar="ID", help=_("the id of the request, as the list shows it"))
    back.set_defaults(run=take_back)
    for verb in (shown, ask, answer, back):
        terminal.office_arguments(verb)


def show(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        inbox = requests.inbox(office.work)
        rows = [_described(office, row) for row in (*inbox.to_answer, *inbox.others)]
    lines = terminal.table((row["id"], row["to"], row["about"], row["due"], row["question"]) for row in rows)
    terminal.answer(options, {"requests": rows}, lines or [_("No question waits for an answer.")])
    return 0


def _described(office: Office, row: RequestStanding) -> JsonObject:
    request = row.request
    titles = {role.id: pick(role.label) for role in office.definitions.authority.roles}
    return {
        "id": request.id,
        "office": request.office,
        "asks": request.asks,
        "to": titles.get(request.role, request.role),
        "partner": row.partner,
        "about": row.about,
        "question": request.question,
        "due": request.due_on,
        "late": row.late,
        "state": row.state,
    }


def put(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        if options.case:
            case = named.case(office, options.case).id
            request = requests.ask_about_case(office.work, case, options.question, options.of)
        else:
            request = legal_review.ask(office.work, named.agreement(office, options.agreement), options.question)
    sentence = _("Asked: the question goes to Headquarters with the next bundle.")
    terminal.answer(options, {"id": request.id, "due": request.due_on}, [sentence])
    return 0


def give(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        opinion = legal_review.answer(office.work, options.id, options.opinion, options.reason)
        line = opinions.in_words(office.definitions.authority, opinion, options.language or "fr")
    sentence = _("Recorded; it goes to the office with its next return.")
    terminal.answer(options, {"id": opinion.id, "opinion": opinion.opinion}, [line, sentence])
    return 0


def take_back(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        requests.withdraw(office.work, options.id)
    terminal.answer(options, {"id": options.id}, [_("The question is withdrawn.")])
    return 0
