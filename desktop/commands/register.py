"""`passerelle register preview|difference|seal|list|save`: the transparency register and its editions (¶27)."""

import argparse
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from desktop.base.dates import day_in_words
from desktop.base.progress import Progress
from desktop.base.text import _, language, pick, plural
from desktop.base.values import Json, JsonObject
from desktop.commands import terminal
from desktop.commands.indicators import period_of
from desktop.definitions.terms import Audience
from desktop.documents.register.edition import RegisterTable
from desktop.documents.sheet import Content
from desktop.presenters.results.edition import differing_words
from desktop.services.labels import VISIBILITY
from desktop.services.results import sealers
from desktop.services.results.register import difference_words, edition_files, editions
from desktop.services.results.register.differences import EditionDifference
from desktop.services.results.register.editions import EditionOrder, ListedEdition, PreparedEdition
from desktop.services.work import Work

FORMS = ("pdf", "xlsx", "csv", "tables", "json", "html", "xml")
SHOWN = ("number", "partner", "partner_country", "received_usd", "status")  # columns of a preview in lines


def arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(metavar=_("COMMAND"), required=True)
    preview = verbs.add_parser("preview", help=_("exactly what would leave, and what is hidden by which rule"))
    preview.set_defaults(run=show_preview)
    difference = verbs.add_parser("difference", help=_("what is new, gone or changed since the last edition"))
    difference.set_defaults(run=show_difference)
    seal = verbs.add_parser("seal", help=_("seal a numbered edition with your passphrase"))
    seal.add_argument("--corrects", default="", metavar=_("NUMBER"), help=_("the edition that this one corrects"))
    seal.add_argument("--reason", default="", metavar=_("TEXT"), help=_("what was wrong in that one"))
    seal.set_defaults(run=seal_edition)
    for verb in (preview, difference, seal):
        verb.add_argument(
            "--audience", choices=tuple(Audience), default=str(Audience.MEMBERS), help=_("for whom; Member States")
        )
        verb.add_argument(
            "--period", default="", metavar=_("PERIOD"), help=_("a year, or two days: 2026-01-01..2026-06-30")
        )
    listed = verbs.add_parser("list", help=_("the sealed editions"))
    listed.set_defaults(run=show_list)
    save = verbs.add_parser("save", help=_("write a sealed edition as a file, as it was sealed"))
    save.add_argument("number", metavar=_("NUMBER"), help=_("its number, like “SN-DKR R-2026-M-03”"))
    save.add_argument("--format", choices=FORMS, default="pdf", help=_("the kind of file"))
    save.add_argument("--to", type=Path, required=True, metavar=_("FILE"), help=_("the file, or folder, to write"))
    save.set_defaults(run=save_edition)
    for verb in (preview, difference, seal, listed, save):
        terminal.office_arguments(verb)


def _order(options: argparse.Namespace, work: Work) -> EditionOrder:
    corrects = getattr(options, "corrects", "")
    number = editions.find(work, corrects).number if corrects else ""
    reason = getattr(options, "reason", "")
    return EditionOrder(Audience(options.audience), period_of(options.period, work.today()), number, reason)


def show_preview(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        prepared = editions.prepare(office.work, _order(options, office.work))
    terminal.answer(options, _preview_json(prepared), _preview_lines(prepared))
    return 0


def _preview_lines(prepared: PreparedEdition) -> Iterator[str]:
    table = prepared.table
    yield from (f"{notice.label}: {notice.text}" for notice in table.notices)
    places = [place for field in SHOWN if (place := table.partnerships.place(field)) is not None]
    yield ""
    rows = [tuple(_text(row[place]) for place in places) for row in table.partnerships.rows]
    yield from terminal.table(rows) or [_("No partnership is in this edition.")]
    if table.hidden:
        yield ""
        for own in table.hidden:
            yield _("{field}: {rule} ({count}). {reason}").format(
                field=own.field, rule=own.rule, count=own.number, reason=own.reason
            )
    if prepared.published.left_out:
        yield ""
        labels = prepared.published.rules.left_out
        yield from (f"{own.title}: {pick(labels[own.reason])}" for own in prepared.published.left_out)


def _preview_json(prepared: PreparedEdition) -> JsonObject:
    table = prepared.table
    return {
        "audience": str(prepared.edition.audience),
        "from": prepared.edition.first.isoformat(),
        "to": prepared.edition.last.isoformat(),
        "partnerships": _rows_json(table),
        "totals": {field: _text(own) or None for field, own in prepared.published.totals.whole.items()},
        "hidden": [
            {"field": own.field, "rule": own.rule, "reason": own.reason, "rows": own.number} for own in table.hidden
        ],
        "left_out": [{"id": own.id, "title": own.title, "reason": own.reason} for own in prepared.published.left_out],
    }


def _rows_json(table: RegisterTable) -> list[Json]:
    rows = table.partnerships
    return [
        {column.field: _text(own) or None for column, own in zip(rows.columns, row, strict=True)} for row in rows.rows
    ]


def _text(content: Content) -> str:
    return "" if content is None else content.isoformat() if isinstance(content, date) else str(content)


def show_difference(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        prepared = editions.prepare(office.work, _order(options, office.work))
    if prepared.difference is None or prepared.last is None:
        terminal.answer(options, {"last": None}, [_("No edition was sealed yet for this audience and kept here.")])
        return 0
    data = {"last": prepared.last.number, **_difference_json(prepared.difference)}
    terminal.answer(options, data, list(difference_words.lines(prepared.difference)) or [_("Nothing differs.")])
    return 0


def _difference_json(difference: EditionDifference) -> JsonObject:
    return {
        "new": [row.number for row in difference.new],
        "gone": [row.number for row in difference.gone],
        "changed": [
            {
                "number": row.number,
                "fields": {cell.field: [_text(cell.before), _text(cell.after)] for cell in row.cells},
            }
            for row in difference.changed
        ],
        "totals": {cell.field: [_text(cell.before), _text(cell.after)] for cell in difference.totals},
    }


def seal_edition(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        order = _order(options, office.work)
        sealed = editions.seal(office.work, order, office.opened.seal_seed, Progress())
    data: JsonObject = {
        "number": sealed.number,
        "id": sealed.id,
        "partnerships": sealed.partnerships,
        "content": sealed.content,
    }
    count = plural("{count} partnership", "{count} partnerships", sealed.partnerships)
    terminal.answer(
        options, data, [_("Edition {number} is sealed: {count}.").format(number=sealed.number, count=count)]
    )
    return 0


def show_list(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        listed = editions.listed(office.work)
    lines = terminal.table(
        (
            own.edition.number,
            _(VISIBILITY[own.edition.audience]),
            own.edition.period,
            day_in_words(own.edition.sealed_at, language()),
            sealers.name_words(own.edition.sealer_name, own.edition.on_behalf),
            _remark(own),
        )
        for own in listed
    )
    rows: list[Json] = [
        {
            "number": own.edition.number,
            "audience": own.edition.audience,
            "from": own.edition.first_on,
            "to": own.edition.last_on,
            "sealed_at": own.edition.sealed_at or None,
            "by": own.edition.sealer_name,
            "on_behalf_of": own.edition.on_behalf.chief_name if own.edition.on_behalf is not None else None,
            "partnerships": own.edition.partnerships,
            "received_usd": own.edition.received_usd,
            "corrects": own.edition.corrects or None,
            "corrected_by": own.corrected_by or None,
            "seal_holds": own.seal_holds,
            "here": own.is_here,
        }
        for own in listed
    ]
    terminal.answer(options, {"editions": rows}, lines or [_("No edition was sealed yet.")])
    return 0


def _remark(own: ListedEdition) -> str:
    if not own.seal_holds:
        return _("its seal does not hold")
    if own.corrected_by:
        return _("corrected by {number}").format(number=own.corrected_by)
    return _("corrects {number}").format(number=own.edition.corrects) if own.edition.corrects else ""


def save_edition(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        sealed = editions.find(office.work, options.number)
        names = edition_files.names_of([own.name for own in sealed.files], options.format, language())
        edition_files.require_form(names, options.format)
        opened = editions.open_files(office.work, sealed.id, names, Progress())
    target = edition_files.save(opened.files, options.to)
    data: JsonObject = {"file": str(target), "files": len(opened.files), "as_sealed": not opened.differing}
    terminal.answer(options, data, list(filter(None, (str(target), differing_words(opened)))))
    return 0
