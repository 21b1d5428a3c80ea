"""`passerelle meetings list|record|print|mail|brief|withdraw|restore`: contacts with a partner, the note before one."""

import argparse
from pathlib import Path

from desktop.base.errors import Problem
from desktop.base.files import write_safely
from desktop.base.text import LANGUAGES, N_, _
from desktop.base.values import Json
from desktop.commands import named, terminal
from desktop.presenters.mail_words import mail_sentence
from desktop.services.partner_papers import briefing, mail_draft, meeting_record
from desktop.services.partner_papers.briefing import MeetingPlan
from desktop.services.registry import meetings
from desktop.services.registry.meetings import NewMeeting
from desktop.store.records.values import Promise
from desktop.store.states import Channel

PARTS = 3  # of an action: who, what, by when
WITH = N_("who spoke for the partner")


def arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(metavar=_("COMMAND"), required=True)
    shown = verbs.add_parser("list", help=_("list the contacts with a partner, the latest first"))
    shown.set_defaults(run=show)
    record = verbs.add_parser("record", help=_("record a contact that took place"))
    record.add_argument("--on", required=True, type=named.day, metavar=_("DAY"), help=_("the day, like 2026-11-24"))
    record.add_argument("--about", required=True, metavar=_("TEXT"), help=_("what it was about"))
    record.add_argument("--with", dest="theirs", required=True, action="append", metavar=_("NAME"), help=_(WITH))
    record.add_argument("--ours", action="append", default=[], metavar=_("NAME"), help=_("who was there for IOM"))
    ways = [str(way) for way in Channel]
    record.add_argument("--way", choices=ways, default=str(Channel.MEETING), help=_("by what way"))
    record.add_argument("--place", default="", metavar=_("TEXT"), help=_("where"))
    record.add_argument("--text", default="", metavar=_("TEXT"), help=_("what was said"))
    record.add_argument(
        "--action",
        action="append",
        default=[],
        metavar=_("TEXT"),
        help=_("who does what by when, as “name | what | 2026-12-05”; the day may lack"),
    )
    record.set_defaults(run=record_one)
    brief = verbs.add_parser("brief", help=_("write the briefing note before a meeting: a PDF or a Word file"))
    brief.add_argument("--on", type=named.day, metavar=_("DAY"), help=_("the day, like 2026-11-24"))
    brief.add_argument("--with", dest="theirs", action="append", default=[], metavar=_("NAME"), help=_(WITH))
    brief.add_argument("--ours", action="append", default=[], metavar=_("NAME"), help=_("who was there for IOM"))
    brief.add_argument("--place", default="", metavar=_("TEXT"), help=_("where"))
    brief.add_argument("--why", default="", metavar=_("TEXT"), help=_("why you meet"))
    brief.add_argument("--point", action="append", default=[], metavar=_("TEXT"), help=_("a point to raise"))
    brief.add_argument("--out", required=True, type=terminal.file, metavar=_("FILE"), help=_("ends in .pdf or .docx"))
    brief.set_defaults(run=write_brief)
    for verb in (shown, record, brief):
        verb.add_argument("partner", metavar=_("NAME"), help=_("the partner"))
        terminal.office_arguments(verb)
    printed = verbs.add_parser("print", help=_("write the record of a contact as a PDF"))
    printed.add_argument("--out", required=True, type=terminal.file, metavar=_("FILE"), help=_("the PDF"))
    printed.set_defaults(run=print_record)
    mail = verbs.add_parser("mail", help=_("write an email draft to those who were there: thanks, and who does what"))
    mail_draft_arguments(mail)
    mail.set_defaults(run=write_mail)
    away = verbs.add_parser("withdraw", help=_("take a contact back, with what is still to be done of it"))
    away.set_defaults(run=put_away, back=False)
    back = verbs.add_parser("restore", help=_("bring a contact back"))
    back.set_defaults(run=put_away, back=True)
    for verb in (printed, mail, away, back):
        verb.add_argument("id", metavar="ID", help=_("the id of the contact, as the list shows it"))
        terminal.office_arguments(verb)


def show(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        partner = named.partner(office, options.partner)
        with office.store.read() as session:
            listed = meetings.of_partner(session, partner)
    data: list[Json] = [
        {"id": row.id, "on": row.happened_on, "about": row.subject, "with": list(row.theirs)} for row in listed
    ]
    lines = terminal.table((row.id, row.happened_on, row.subject, ", ".join(row.theirs)) for row in listed)
    terminal.answer(options, {"meetings": data}, lines or [_("No contact is recorded.")])
    return 0


def record_one(options: argparse.Namespace) -> int:
    promises = tuple(map(_promise, options.action))
    with terminal.open_office(options) as office:
        new = NewMeeting(
            partner_id=named.partner(office, options.partner),
            happened_on=options.on,
            subject=options.about,
            text=options.text,
            channel=Channel(options.way),
            place=options.place,
            ours=tuple(options.ours) or (office.user.name,),
            theirs=tuple(options.theirs),
            promises=promises,
        )
        recorded = meetings.record(office.work, new)
    terminal.answer(options, {"id": recorded.id}, [_("The contact is recorded.")])
    return 0


def _promise(typed: str) -> Promise:
    parts = [part.strip() for part in typed.split("|")]
    if len(parts) not in (PARTS - 1, PARTS):
        raise Problem(
            _("“{text}” does not say who does what; nothing was recorded.").format(text=typed),
            _("Write it as “name | what | 2026-12-05”; the day may lack."),
            code="action-not-understood",
        )
    due = named.day(parts[2]).isoformat() if len(parts) == PARTS and parts[2] else ""
    return Promise(by=parts[0], what=parts[1], due=due)


def write_brief(options: argparse.Namespace) -> int:
    target: Path = options.out
    kind = target.suffix.lower()
    if kind not in (".pdf", ".docx"):
        raise Problem(
            _("“{name}” is no kind of file that a note is written into; nothing was written.").format(name=target.name),
            _("Let the name end in .pdf or .docx."),
            code="note-file-unknown",
        )
    plan = MeetingPlan(
        options.on, options.place, tuple(options.theirs), tuple(options.ours), options.why, tuple(options.point)
    )
    with terminal.open_office(options) as office:
        written = briefing.pdf if kind == ".pdf" else briefing.docx
        data = written(office.work, named.partner(office, options.partner), plan)
    write_safely(target, data)
    terminal.answer(options, {"file": str(target)}, [_("The note is in {file}").format(file=target)])
    return 0


def print_record(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        data = meeting_record.pdf(office.work, named.meeting(office, options.id))
    write_safely(options.out, data)
    terminal.answer(options, {"file": str(options.out)}, [_("The record is in {file}").format(file=options.out)])
    return 0


def mail_draft_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of every draft of an email."""
    parser.add_argument("--out", required=True, type=terminal.file, metavar=_("FILE"), help=_("ends in .eml"))
    parser.add_argument("--in", dest="spoken", choices=LANGUAGES, default="", help=_("the language of the email"))
    parser.add_argument("--attach", action="append", default=[], type=Path, metavar=_("FILE"), help=_("a file to add"))


def write_mail(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        data = mail_draft.to_meeting(office.work, options.id, options.spoken, options.attach)
    write_safely(options.out, data)
    terminal.answer(options, {"file": str(options.out)}, [mail_sentence(options.out)])
    return 0


def put_away(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        deed = meetings.restore if options.back else meetings.withdraw
        deed(office.work, named.meeting(office, options.id))
    done = _("The contact is back.") if options.back else _("The contact is withdrawn; it stays in the history.")
    terminal.answer(options, {"id": options.id}, [done])
    return 0
