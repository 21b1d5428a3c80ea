"""`passerelle periods list|show|prepare|withdraw|sign|restate|questions|ask|answer`: figures that are signed off."""

import argparse

from desktop.base import places
from desktop.base.dates import day_in_words
from desktop.base.errors import Problem
from desktop.base.text import _, language
from desktop.base.values import Json
from desktop.commands import named, terminal
from desktop.definitions.indicator import Period
from desktop.services.results import period_words, periods
from desktop.services.results.periods import ListedPeriod
from desktop.services.results.register import questions
from desktop.services.results.register.questions import NewMembersQuestion
from desktop.services.work import Work
from desktop.store.records import MembersQuestion
from desktop.store.store import HQ


def arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(metavar=_("COMMAND"), required=True)
    listed = verbs.add_parser("list", help=_("the periods whose figures were put forward or signed"))
    listed.set_defaults(run=show_list)
    shown = verbs.add_parser("show", help=_("the figures of one, as signed, restated and as they are now"))
    prepare = verbs.add_parser("prepare", help=_("put the figures of a period forward for signature"))
    prepare.set_defaults(run=put_forward)
    withdraw = verbs.add_parser("withdraw", help=_("take figures back that are not signed"))
    withdraw.set_defaults(run=take_back)
    sign = verbs.add_parser("sign", help=_("sign them with your passphrase; Headquarters signs those of an office too"))
    sign.set_defaults(run=sign_figures)
    restate = verbs.add_parser("restate", help=_("restate signed figures that are others since"))
    restate.add_argument("--reason", required=True, metavar=_("TEXT"), help=_("what was corrected"))
    restate.set_defaults(run=restate_figures)
    shown.set_defaults(run=show)
    for verb in (shown, prepare, withdraw, sign, restate):
        verb.add_argument(
            "period", type=_period, metavar=_("PERIOD"), help=_("a year, or half of one: 2026, 2026-1, 2026-2")
        )
    for verb in (shown, sign):
        verb.add_argument("--of", default="", metavar=_("CODE"), help=_("at Headquarters: the office"))
    asked = verbs.add_parser("questions", help=_("what Member States asked about editions of the register"))
    asked.set_defaults(run=show_questions)
    ask = verbs.add_parser("ask", help=_("record the question of a Member State about an edition"))
    ask.add_argument("edition", metavar=_("NUMBER"), help=_("the edition, like “SN-DKR R-2026-M-03”"))
    ask.add_argument("state", metavar=_("CODE"), help=_("the State that asks, like FR"))
    ask.add_argument("question", metavar=_("TEXT"), help=_("what it asks"))
    ask.add_argument("--on", type=named.day, metavar=_("DAY"), help=_("the day; without it, today"))
    ask.set_defaults(run=record_question)
    answer = verbs.add_parser("answer", help=_("record what a Member State was answered"))
    answer.add_argument("id", metavar="ID", help=_("the id of the question, as the list shows it"))
    answer.add_argument("answer", metavar=_("TEXT"), help=_("the answer"))
    answer.set_defaults(run=record_answer)
    for verb in (listed, shown, prepare, withdraw, sign, restate, asked, ask, answer):
        terminal.office_arguments(verb)


def _period(typed: str) -> Period:
    """A year, or with “-1” or “-2” half of one."""
    text, _dash, half = typed.partition("-")
    year = named.year(text)
    if half not in ("", "1", "2"):
        raise Problem(
            _("“{text}” is no year and no half of one; nothing was changed.").format(text=typed),
            _("Write it like 2026, 2026-1 or 2026-2."),
            code="period-not-understood",
        )
    return Period.half(year, int(half)) if half else Period.year(year)


def show_list(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        listed = periods.listed(office.work)
    lines = terminal.table(
        (own.closing.office, period_words.name(own.period), period_words.state(own)) for own in listed
    )
    data: list[Json] = [_as_json(own) for own in listed]
    terminal.answer(options, {"periods": data}, lines or [_("No period is closed yet.")])
    return 0


def show(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        own = _find(office.work, options.period, options.of)
        indicators = office.definitions.indicators
    rows = [
        (figure.indicator, *(period_words.amount(indicators, one) for one in own.stages(figure)))
        for figure in own.closing.figures
    ]
    heads = ("", _("As signed"), _("Restated"), _("Now"))
    lines = [period_words.name(own.period), period_words.state(own), "", *terminal.table([heads, *rows])]
    for restated in own.restatements:
        lines.append(period_words.restatement(indicators, restated))
    terminal.answer(options, _as_json(own), lines)
    return 0


def put_forward(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        periods.prepare(office.work, options.period)
        own = _find(office.work, options.period)
    terminal.answer(options, _as_json(own), [_("Put forward: it waits for a signature.")])
    return 0


def take_back(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        own = _find(office.work, options.period)
        periods.withdraw(office.work, own.closing.id)
    terminal.answer(options, {"id": own.closing.id}, [_("Taken back: it stands in no list any more.")])
    return 0


def sign_figures(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        own = _find(office.work, options.period, options.of)
        deed = periods.accept if office.is_hq and own.closing.office != HQ else periods.sign
        deed(office.work, own.closing.id, office.opened.seal_seed)
        own = _find(office.work, options.period, options.of)
    terminal.answer(options, _as_json(own), [period_words.state(own)])
    return 0


def restate_figures(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        own = _find(office.work, options.period)
        restatements = periods.restate(office.work, own.closing.id, options.reason, office.opened.seal_seed)
        indicators = office.definitions.indicators
        own = _find(office.work, options.period)
    lines = [period_words.restatement(indicators, restated) for restated in restatements]
    terminal.answer(options, _as_json(own), lines)
    return 0


def _find(work: Work, period: Period, office: str = "") -> ListedPeriod:
    """The closing of a period: of this office, of the one that is named, or at Headquarters of all."""
    whose = office or work.store.identity.office
    found = next((own for own in periods.listed(work) if own.closing.office == whose and own.period == period), None)
    return found if found is not None else periods.find(work, "")


def _as_json(own: ListedPeriod) -> dict[str, Json]:
    closing = own.closing
    figures: list[Json] = [
        {
            "indicator": figure.indicator,
            "version": figure.version,
            "signed": figure.amount or None,
            "missing": figure.missing or None,
            "left_out": figure.left_out,
            "current": own.current[figure.indicator].amount or None,
        }
        for figure in closing.figures
    ]
    return {
        "id": closing.id,
        "office": closing.office,
        "from": closing.first_on,
        "to": closing.last_on,
        "definitions": list(closing.definitions),
        "rests_on": {reached.device: reached.number for reached in closing.rests_on},
        "prepared_by": closing.preparer_name,
        "signed_at": closing.signed_at,
        "signed_by": closing.signer_name or None,
        "on_behalf_of": closing.on_behalf.chief_name if closing.on_behalf is not None else None,
        "seal_holds": own.seal_holds,
        "headquarters_signed_at": closing.accepted_at,
        "headquarters_signed_by": closing.acceptor_name or None,
        "headquarters_otherwise": {one.indicator: one.amount or None for one in closing.accepted_figures},
        "figures": figures,
        "restatements": [
            {
                "indicator": restated.indicator,
                "before": restated.before.amount if restated.before is not None else None,
                "after": restated.after.amount if restated.after is not None else None,
                "records": list(restated.records),
                "reason": restated.reason,
                "signed_by": restated.signer_name,
                "signed_at": restated.signed_at,
            }
            for restated in own.restatements
        ],
        "changed": {one.after.indicator: one.after.amount or None for one in own.changed},
    }


def show_questions(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        asked = questions.listed(office.work)
    lines = []
    for own in asked:
        state, day = places.country_name(own.state, language()), day_in_words(own.asked_on or "", language())
        lines.append(_("{edition}, {state}, {day}: {question}").format(
            edition=own.edition, state=state, day=day, question=own.question
        ))  # fmt: skip
        answer = own.answer or _("not answered yet")
        lines.append(f"  {answer}  [{own.id}]")
    data: list[Json] = [_question_json(own) for own in asked]
    terminal.answer(options, {"questions": data}, lines or [_("No Member State asked anything yet.")])
    return 0


def record_question(options: argparse.Namespace) -> int:
    day = options.on.isoformat() if options.on else ""
    with terminal.open_office(options) as office:
        own = questions.record(office.work, NewMembersQuestion(options.edition, options.state, options.question, day))
    terminal.answer(options, _question_json(own), [_("Recorded.")])
    return 0


def record_answer(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        own = questions.answer(office.work, options.id, options.answer)
    terminal.answer(options, _question_json(own), [_("Recorded.")])
    return 0


def _question_json(own: MembersQuestion) -> dict[str, Json]:
    return {
        "id": own.id,
        "edition": own.edition,
        "state": own.state,
        "question": own.question,
        "asked_on": own.asked_on,
        "answer": own.answer or None,
        "answered_on": own.answered_on,
        "answered_by": own.answerer_name or None,
    }
