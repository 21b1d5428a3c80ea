"""`passerelle sheets show|enter|confirm|withdraw`: decisions signed in ink."""

import argparse
from collections.abc import Sequence

from desktop.base.text import _, language
from desktop.base.values import JsonObject
from desktop.commands import named, terminal
from desktop.office import Office
from desktop.services.diligence import assessments, paper_decisions
from desktop.services.diligence.decisions import DecisionTerms
from desktop.services.diligence.paper_decisions import InkEntry, SheetScan
from desktop.services.labels import OUTCOMES
from desktop.services.office import people
from desktop.store import files
from desktop.store.records import PaperDecision
from desktop.store.records.values import DecisionCondition
from desktop.store.states import ConditionKind, DecisionOutcome, Obligor

PARTS = 5  # of a condition: by or until, a day, whom it binds, who sees to it, its words


def arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(metavar=_("COMMAND"), required=True)
    shown = verbs.add_parser("show", help=_("say the code of the sheet of a case, and what was entered of it"))
    shown.set_defaults(run=show)
    enter = verbs.add_parser("enter", help=_("enter a signed sheet with its scan"))
    enter.add_argument("--code", required=True, metavar=_("CODE"), help=_("the code on the sheet"))
    enter.add_argument("--signed-by", required=True, metavar=_("NAME"), help=_("who signed it"))
    enter.add_argument(
        "--signed-on", required=True, type=named.day, metavar=_("DAY"), help=_("the day on the sheet, like 2026-11-24")
    )
    enter.add_argument(
        "--decision", required=True, choices=[str(outcome) for outcome in DecisionOutcome], help=_("what is ticked")
    )
    enter.add_argument("--reason", required=True, metavar=_("TEXT"), help=_("the reason on the sheet"))
    enter.add_argument(
        "--condition",
        nargs=PARTS,
        action="append",
        default=[],
        metavar=("by|until", _("DAY"), "partner|organization", _("NAME"), _("TEXT")),
        help=_("a condition on the sheet, once for each: its day, whom it binds, who sees to it, its words"),
    )
    enter.add_argument("--send-back", nargs="*", default=(), metavar=_("CODE"), help=_("the questions to complete"))
    enter.add_argument(
        "--in-writing", default="", metavar=_("TEXT"), help=_("the regional office’s agreement, or the call to it")
    )
    enter.add_argument(
        "--no-interest", action="store_true", help=_("the sheet declares that the decider has no interest")
    )
    enter.add_argument(
        "--scan", required=True, type=terminal.file, metavar=_("FILE"), help=_("the scan: a PDF or a picture")
    )
    enter.set_defaults(run=enter_sheet)
    confirm = verbs.add_parser("confirm", help=_("confirm, as a second officer, that the scan says what was entered"))
    confirm.set_defaults(run=confirm_sheet)
    back = verbs.add_parser("withdraw", help=_("take an entry back that nobody confirmed yet"))
    back.set_defaults(run=withdraw_sheet)
    for verb in (shown, enter, confirm, back):
        verb.add_argument("case", metavar=_("NUMBER"), help=_("the number of the case"))
        terminal.office_arguments(verb)


def _entry(office: Office, number: str) -> PaperDecision:
    """The entry that waits for its second officer; raises Problem without one."""
    case = named.case(office, number)
    with office.store.read() as session:
        entry = paper_decisions.pending(session, case)
    if entry is None:
        raise paper_decisions.nothing_entered()
    return entry


def show(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        case = named.case(office, options.case)
        code = paper_decisions.sheet_code(office.work, assessments.read(office.work, case.id))
        with office.store.read() as session:
            entry, names = paper_decisions.pending(session, case), people.names_in(session)
    entered: JsonObject | None = None
    lines = [_("Code of the sheet: {code}").format(code=code)]
    if entry is not None:
        entered = {
            "decision": entry.outcome,
            "signed_by": names.get(entry.decider, ""),
            "signed_on": entry.signed_on,
            "entered_by": names.get(entry.entered_by, ""),
            "scan": entry.scan_name,
            "conditions": [condition.to_json() for condition in entry.conditions],
        }
        lines.append(
            _("Entered by {who}: {decision}. A second officer confirms it.").format(
                who=names.get(entry.entered_by, "–"), decision=_(OUTCOMES[entry.outcome])
            )
        )
    terminal.answer(options, {"case": case.number, "code": code, "entered": entered}, lines)
    return 0


def enter_sheet(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        terms = DecisionTerms(
            options.decision,
            options.reason,
            tuple(map(_condition, options.condition)),
            send_back=tuple(options.send_back),
            agreement_in_writing=options.in_writing,
        )
        signer = named.officer(office, options.signed_by)
        ink = InkEntry(signer, options.signed_on, options.code, terms, interest=not options.no_interest)
        scan = SheetScan(options.scan.name, files.read_file(options.scan))
        entry = paper_decisions.enter(office.work, named.case(office, options.case).id, ink, scan)
    sentence = _("Entered and not decided yet: a second officer who did not prepare the case confirms it.")
    terminal.answer(options, {"id": entry.id}, [sentence])
    return 0


def _condition(parts: Sequence[str]) -> DecisionCondition:
    """A condition as it stands on the sheet; raises Problem for what is no day or no code."""
    kind, due, obligor, who, text = parts
    named.require_code(kind, tuple(ConditionKind))
    named.require_code(obligor, tuple(Obligor))
    day = named.day(due).isoformat()
    return DecisionCondition(text=text, owner=who, due=day, kind=kind, obligor=obligor, wordings={language(): text})


def confirm_sheet(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        entry = _entry(office, options.case)
        decision = paper_decisions.confirm(office.work, entry.id, office.opened.seal_seed)
    words = _("Decided: {outcome}.").format(outcome=_(OUTCOMES[decision.outcome]).lower())
    terminal.answer(options, {"id": decision.id, "outcome": decision.outcome}, [words])
    return 0


def withdraw_sheet(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        entry = _entry(office, options.case)
        paper_decisions.withdraw(office.work, entry.id)
    terminal.answer(options, {"id": entry.id}, [_("The entry is withdrawn; its scan is kept.")])
    return 0
