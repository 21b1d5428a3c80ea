"""`passerelle partners list | elsewhere | export | sheet | timeline | merge | part | import…`: the partners."""

import argparse
from dataclasses import asdict
from pathlib import Path

from desktop.base.dates import day_in_words
from desktop.base.errors import Problem
from desktop.base.files import write_safely
from desktop.base.progress import RunNow
from desktop.base.text import _, language, plural
from desktop.base.values import JsonObject
from desktop.commands import named, partner_imports, terminal
from desktop.commands.meetings import mail_draft_arguments
from desktop.documents.sheet import SheetKind
from desktop.presenters.listing import ListLine
from desktop.presenters.mail_words import mail_sentence
from desktop.presenters.registry import elsewhere_words
from desktop.presenters.registry.elsewhere import BY_NAME
from desktop.presenters.registry.elsewhere_words import UNTOLD
from desktop.presenters.registry.merge_shown import MergeShown
from desktop.presenters.registry.partners import PartnersPresenter
from desktop.services import merging, timeline
from desktop.services.partner_papers import mail_draft, sheet, timeline_paper
from desktop.services.registry import elsewhere, partner_list
from desktop.services.registry.duplicates import TypedPartner
from desktop.services.registry.elsewhere import AnsweredElsewhere, ElsewhereFilter
from desktop.services.timeline import KINDS, TimelineKind


def arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(metavar=_("COMMAND"), required=True)
    shown = verbs.add_parser("list", help=_("list the partners"))
    shown.add_argument("text", nargs="?", default="", help=_("words of the name, the number or the city"))
    terminal.office_arguments(shown)
    shown.set_defaults(run=list_partners)
    written = verbs.add_parser("export", help=_("write the list, as this officer has it in the window, into a file"))
    written.add_argument("file", type=Path, metavar=_("FILE"), help=_("ends in .xlsx or .csv"))
    written.add_argument("text", nargs="?", default="", help=_("words of the name, the number or the city"))
    terminal.office_arguments(written)
    written.set_defaults(run=export_partners)
    paper = verbs.add_parser("sheet", help=_("write the sheet of one partner as a PDF"))
    paper.add_argument("partner", metavar=_("NAME"), help=_("the partner"))
    paper.add_argument("--out", required=True, type=terminal.file, metavar=_("FILE"), help=_("the PDF"))
    terminal.office_arguments(paper)
    paper.set_defaults(run=write_sheet)
    past = verbs.add_parser("timeline", help=_("what happened with one partner, the newest first"))
    past.add_argument("partner", metavar=_("NAME"), help=_("the partner"))
    past.add_argument("--kind", choices=[str(kind) for kind in TimelineKind], help=_("only what is of this kind"))
    past.add_argument("--out", type=terminal.file, metavar=_("FILE"), help=_("the PDF; without it, lines are shown"))
    terminal.office_arguments(past)
    past.set_defaults(run=show_timeline)
    _merge_arguments(verbs)
    others = verbs.add_parser("elsewhere", help=_("which other offices of IOM know a partner of this name"))
    others.add_argument("name", nargs="?", default="", metavar=_("NAME"), help=_("a name; without one, all partners"))
    others.add_argument("--number", default="", metavar=_("NUMBER"), help=_("its registration number"))
    others.add_argument("--country", default="", metavar=_("COUNTRY"), help=_("the country of that number, such as SN"))
    terminal.office_arguments(others)
    others.set_defaults(run=ask_elsewhere)
    mail = verbs.add_parser("mail", help=_("write an email draft to a partner, in its language"))
    mail.add_argument("partner", metavar=_("NAME"), help=_("the partner"))
    mail_draft_arguments(mail)
    terminal.office_arguments(mail)
    mail.set_defaults(run=write_mail)
    partner_imports.arguments(verbs)


def _merge_arguments(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    merged = verbs.add_parser("merge", help=_("make two records of one partner one"))
    merged.add_argument("partner", metavar=_("NAME"), help=_("the partner that stays"))
    merged.add_argument("other", metavar=_("OTHER"), help=_("the record that becomes one with it"))
    merged.add_argument("--take", action="append", default=[], metavar=_("FIELD"), help=_("take this of the other one"))
    merged.add_argument("--keep", action="append", default=[], metavar=_("FIELD"), help=_("keep this of the first one"))
    merged.add_argument("--show", action="store_true", help=_("only say what would be done"))
    merged.add_argument("--knowing", action="store_true", help=_("the warnings are known: merge all the same"))
    terminal.office_arguments(merged)
    merged.set_defaults(run=merge_partners)
    parted = verbs.add_parser("part", help=_("undo a merge"))
    parted.add_argument("other", metavar=_("NAME"), help=_("the record that was merged, by its name or id"))
    terminal.office_arguments(parted)
    parted.set_defaults(run=part_partners)


def list_partners(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        listed = partner_list.find(office.store, options.text)
    lines = terminal.table((p.name, p.place, p.stage, p.level) for p in listed)
    terminal.answer(options, {"partners": [asdict(p) for p in listed]}, lines or [_("No partner matches.")])
    return 0


def ask_elsewhere(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        typed = TypedPartner(options.name, options.number, options.country.upper())
        if options.name or options.number:
            answered = elsewhere.who_knows(office.work, typed)
        else:
            whole = elsewhere.ordered(office.work, ElsewhereFilter(), BY_NAME, {})
            answered = AnsweredElsewhere(whole.standing, elsewhere.lines(office.work, whole.keys))
        shown = elsewhere_words.answer_shown(office.work, answered)
    facts = ("office", "name", "country", "stage", "archived", "heard", "is_same")
    others: list[JsonObject] = [{fact: getattr(partner, fact) for fact in facts} for partner in answered.partners]
    if shown is None:
        lines = [_("Headquarters has told of no other office yet.")]
    else:
        head = [shown.sentence] if options.name or options.number else []
        lines = [*head, *terminal.table(shown.partners), shown.warning, shown.day, _(UNTOLD)]
    day = answered.standing.day
    terminal.answer(
        options, {"day": day.isoformat() if day else "", "partners": others}, [line for line in lines if line]
    )
    return 0


def export_partners(options: argparse.Namespace) -> int:
    target: Path = options.file
    kind = _kind(target)
    with terminal.open_office(options) as office:
        screen = PartnersPresenter(office, RunNow(), options.text)
        screen.refresh()
        sheet = screen.listing.sheet(ListLine(line.name, screen.cells(line)) for line in screen.lines)
    write_safely(target, sheet.written(kind))
    rows = plural("{count} row", "{count} rows", len(sheet.rows))
    sentence = _("The list is written: {rows}, in {path}.").format(rows=rows, path=target)
    terminal.answer(options, {"rows": len(sheet.rows), "file": str(target)}, [sentence])
    return 0


def write_sheet(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        data = sheet.pdf(office.work, named.partner(office, options.partner))
    write_safely(options.out, data)
    terminal.answer(options, {"file": str(options.out)}, [_("The sheet is in {file}").format(file=options.out)])
    return 0


def show_timeline(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        partner = named.partner(office, options.partner)
        entries = [entry for entry in timeline.read(office.work, partner) if options.kind in (None, entry.kind)]
        if options.out is not None:
            write_safely(options.out, timeline_paper.pdf(office.work, partner, entries))
    lines = terminal.table(
        (day_in_words(entry.on, language()), _(KINDS[entry.kind]), entry.title, entry.detail) for entry in entries
    )
    if options.out is not None:
        lines = [_("The timeline is in {file}").format(file=options.out)]
    terminal.answer(options, {"entries": [asdict(entry) for entry in entries]}, lines or [_("Nothing happened yet.")])
    return 0


def merge_partners(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        partner, other = named.partner(office, options.partner), named.partner(office, options.other)
        plan = merging.plan(office.work, partner, other)
        named.require_codes((*options.take, *options.keep), [choice.name for choice in plan.choices])
        chosen = dict.fromkeys(options.take, True) | dict.fromkeys(options.keep, False)
        if not options.show:
            read = [warning.code for warning in plan.warnings] if options.knowing else ()
            merging.merge(office.work, partner, other, chosen=chosen, knowing=read)
        shown = MergeShown(office, plan, chosen)
    if options.show:
        sentence = _("“{other}” would become one with “{name}”; nothing was changed.")
    else:
        sentence = _("“{other}” is one with “{name}” now.")
    lines = [sentence.format(other=plan.merged.name, name=plan.partner.name)]
    lines += [warning.sentence for warning in plan.warnings]
    lines += terminal.table((line.label, line.kept, line.left) for line in shown.lines)
    lines += [shown.along] if shown.along else []
    done: JsonObject = {
        "partner": plan.partner.id,
        "merged": plan.merged.id,
        "done": not options.show,
        "warnings": [warning.code for warning in plan.warnings],
        "choices": {choice.name: chosen.get(choice.name, choice.takes) for choice in plan.choices},
    }
    terminal.answer(options, done, lines)
    return 0


def part_partners(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        record = named.merged_record(office, options.other)
        merging.part(office.work, record.id)
    sentence = _("“{name}” is a partner by itself again, as before the merge.").format(name=record.name)
    terminal.answer(options, {"partner": record.id}, [sentence])
    return 0


def write_mail(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        data = mail_draft.to_partner(
            office.work, named.partner(office, options.partner), options.spoken, options.attach
        )
    write_safely(options.out, data)
    terminal.answer(options, {"file": str(options.out)}, [mail_sentence(options.out)])
    return 0


def _kind(target: Path) -> SheetKind:
    for kind in SheetKind:
        if target.suffix.lower() == f".{kind}":
            return kind
    raise Problem(
        _("“{name}” is no kind of file that a list is written into; nothing was written.").format(name=target.name),
        _("Let the name end in .xlsx or .csv."),
        code="list-file-unknown",
    )
