"""A report as tables and for programs: a workbook with a sheet to read and one tidy sheet of data, CSV, JSON."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from desktop.base.numbers import EXACT
from desktop.base.text import said_in
from desktop.base.values import Json
from desktop.documents.reports.content import (
    NumberKind,
    Report,
    ReportCell,
    ReportNumber,
    ReportTable,
    ReportWords,
    charted,
)
from desktop.documents.reports.paper import head_facts
from desktop.documents.sheet import EXCEL_MANNERS, Content, SheetKind, Spreadsheet, workbook

MILLIONTH = Decimal("0.000001")
DATA = ("kind", "office", "period_first", "period_last", "section", "table", "code", "item")  # of each row of data
CONTENT = ("measure", "heading", "number", "unit", "day", "text")


def as_workbook(report: Report) -> bytes:
    """A workbook: the report to be read, its data one number or text a row, what the report states of itself."""
    return workbook([readable(report), data(report), _about(report)])


def as_csv(report: Report) -> bytes:
    """The data alone, as CSV that Excel of the language opens by itself: its delimiter, its point, its days."""
    return data(report).written(SheetKind.CSV, EXCEL_MANNERS[report.head.language])


def as_json(report: Report) -> bytes:
    """Everything, for a program: numbers are decimal text, so that no program rounds them."""
    head = report.head
    content: dict[str, Json] = {
        "kind": head.kind,
        "title": head.title,
        "language": head.language,
        "period": {"first": head.first.isoformat(), "last": head.last.isoformat()},
        "office": {"code": head.office, "name": head.office_name},
        "run_on": head.run_on.isoformat(),
        "standing": head.standing or None,
        "definitions": dict(head.definitions),
        "reference": head.reference,
        "internal": head.internal,
        "sections": [
            {
                "id": section.id,
                "title": section.title,
                "words": [
                    text for piece in section.pieces if isinstance(piece, ReportWords) for text in piece.paragraphs
                ],
                "tables": [_table_json(table) for own, table in report.tables() if own is section],
            }
            for section in report.sections
        ],
    }
    return json.dumps(content, ensure_ascii=False, indent=1).encode()


def _table_json(table: ReportTable) -> Json:
    return {
        "id": table.id,
        "title": table.title,
        "columns": [{"id": column.id, "heading": column.heading} for column in table.columns],
        "rows": [{"code": row.code or None, "cells": list(map(_cell_json, row.cells))} for row in table.rows],
        "total": list(map(_cell_json, table.total)),
        "note": table.note or None,
    }


def _cell_json(cell: ReportCell) -> Json:
    if isinstance(cell, ReportNumber):
        return {"number": _decimal_text(cell.value), "unit": str(cell.kind)}
    return cell.isoformat() if isinstance(cell, date) else cell


def _decimal_text(value: Decimal | None) -> str | None:
    return None if value is None else format(_short(value), "f")


def _short(value: Decimal) -> Decimal:
    """Without the endless decimals of a division."""
    exponent = value.as_tuple().exponent
    if not isinstance(exponent, int) or exponent >= -len("000000"):
        return value
    return value.quantize(MILLIONTH, context=EXACT).normalize(EXACT)


def _plain(cell: ReportCell) -> Content:
    if isinstance(cell, ReportNumber):
        return None if cell.value is None else _short(cell.value)
    return cell


def data(report: Report) -> Spreadsheet:
    """A row for each number, day or text of every table: tidy, as programs that count take it."""
    return Spreadsheet(said_in(report.head.language, "Data"), (*DATA, *CONTENT), list(_data_rows(report)))


def _data_rows(report: Report) -> Iterator[tuple[Content, ...]]:
    head = report.head
    of_report = (head.kind, head.office, head.first, head.last)
    for section, table in report.tables():
        ids, headings = [own.id for own in table.columns[1:]], [own.heading for own in table.columns[1:]]
        for row in table.rows:
            item = _plain(row.cells[0])
            before = (*of_report, section.id, table.id, row.code, item)
            cells = [own for own in zip(ids, headings, row.cells[1:], strict=True) if own[2] not in (None, "")]
            if not cells:
                yield (*before, *(None,) * len(CONTENT))
            for id_, heading, cell in cells:
                if isinstance(cell, ReportNumber):
                    yield (*before, id_, heading, _plain(cell), str(cell.kind), None, None)
                elif isinstance(cell, date):
                    yield (*before, id_, heading, None, None, cell, None)
                else:
                    yield (*before, id_, heading, None, None, None, cell)


def readable(report: Report) -> Spreadsheet:
    """The report as it is read, one table below the other, numbers and days as numbers and days."""
    lines = _Lines()
    for section in report.sections:
        lines.add(())
        lines.add((section.title,), lines.titles)
        for piece in section.pieces:
            if isinstance(piece, ReportWords):
                for text in piece.paragraphs:
                    lines.add((text,))
            elif isinstance(piece, ReportTable):
                lines.add_table(piece)
            elif not piece.repeated:
                lines.add_table(charted(piece))
    across = max((len(line) for line in lines.rows), default=1)
    rows = [(*line, *(None,) * (across - len(line))) for line in lines.rows]
    return Spreadsheet(
        said_in(report.head.language, "Report"),
        ("",) * across,
        rows,
        above=((report.head.title,), *head_facts(report)),
        titles=frozenset(lines.titles),
        heads=frozenset(lines.heads),
        sums=frozenset(lines.sums),
    )


@dataclass
class _Lines:
    """The rows of a sheet to be read, and which of them and of their cells stand out."""

    rows: list[tuple[Content, ...]] = field(default_factory=list)
    titles: list[int] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)
    sums: list[tuple[int, int]] = field(default_factory=list)

    def add(self, cells: tuple[ReportCell, ...], apart: list[int] | None = None) -> None:
        if apart is not None:
            apart.append(len(self.rows))
        for at, cell in enumerate(cells):
            if isinstance(cell, ReportNumber) and cell.kind is NumberKind.USD:
                self.sums.append((len(self.rows), at))
        plain = tuple(map(_plain, cells))
        if any(isinstance(cell, ReportNumber) and cell.kind is NumberKind.PERCENT for cell in cells):
            plain = (f"{plain[0]} (%)", *plain[1:])  # the number itself has no sign
        self.rows.append(plain)

    def add_table(self, table: ReportTable) -> None:
        self.add(())
        if table.title:
            self.add((table.title,), self.titles)
        if not table.rows:
            self.add((table.when_empty,))
            return
        self.add(tuple(own.heading for own in table.columns), self.heads)
        for row in table.rows:
            self.add(row.cells)
        if table.total:
            self.add(table.total, self.heads)
        if table.note:
            self.add((table.note,))


def _about(report: Report) -> Spreadsheet:
    language = report.head.language
    headings = (said_in(language, "About this report"), "")
    return Spreadsheet(headings[0], headings, [(label, words) for label, words in head_facts(report)])
