"""The records behind a figure, and those that it leaves out: put in their order, and read a page at a time."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from desktop.base.text import Text, language, pick
from desktop.definitions.indicator import FIRST, OFFICE, RECORD, Figure, FigureUnit
from desktop.presenters.listing import Listing, NotedLine, PagedLines, RowCell, in_order
from desktop.services.results import figure_records
from desktop.services.results.figure_records import FigureRecord
from desktop.services.results.figure_words import usd_words
from desktop.services.work import Work

BY_NAME = ("name", "partner")  # columns of which only the records themselves know what stands there
READ_TOGETHER = 2_000


class BehindRecord(NamedTuple):
    """A record of a list as the figure itself knows it: what it is worth of it, or why it is not counted."""

    id: str
    day: str
    office: str
    amount: Decimal | None = None
    reason: str = ""


class RecordsBehind:
    """One list of records of a page; it is made anew, away from the window, for each figure that is shown."""

    def __init__(
        self,
        work: Work,
        overs: Sequence[str],
        records: Sequence[BehindRecord],
        ahead: Callable[[Callable[[], object]], None],
    ) -> None:
        self._work, self._overs, self._ahead = work, overs, ahead
        # plain tuples of texts and numbers: what looks for garbage passes over them, and there may be fifty thousand
        self._by_id: dict[str, tuple[Any, ...]] = {record.id: tuple(record) for record in records}

    def lines(self, listing: Listing) -> PagedLines[NotedLine]:
        """The lines in the order of a listing, of which the first are read."""
        lines = PagedLines(self._in_order(listing), self._read, self._ahead)
        lines.read_near(listing.stands_on)
        return lines

    def _in_order(self, listing: Listing) -> Sequence[str]:
        order = listing.order
        if not order.column:
            return list(self._by_id)
        names = self._names(order.column) if order.column in BY_NAME else {}
        records, ids = map(BehindRecord._make, self._by_id.values()), list(self._by_id)
        contents = [names.get(own.id, "") or _content(own, order.column) for own in records]
        return [ids[at] for at in in_order(contents, descending=order.descending)]

    def _names(self, column: str) -> Mapping[str, str]:
        names, every = {}, list(self._by_id)
        for first in range(0, len(every), READ_TOGETHER):
            ids = every[first : first + READ_TOGETHER]
            for id_, record in figure_records.read(self._work, self._overs, ids).items():
                names[id_] = record.title if column == "name" else record.partner
        return names

    def _read(self, ids: Sequence[str]) -> Sequence[NotedLine]:
        records = figure_records.read(self._work, self._overs, ids)
        return [_line(BehindRecord._make(self._by_id[id_]), records.get(id_)) for id_ in ids]


def counted(figures: Sequence[Figure]) -> Sequence[BehindRecord]:
    """The records that count in these figures, each once, with what each is worth of one in dollars."""
    records: dict[str, BehindRecord] = {}
    for figure in figures:
        if figure.table is None:
            continue
        indicator = figure.indicator
        place = figure.table.places[indicator.of] if indicator.unit is FigureUnit.USD else None
        for row in figure.counted:
            if row[RECORD] not in records:
                worth = row[place] if place is not None else None
                records[row[RECORD]] = BehindRecord(row[RECORD], row[FIRST], row[OFFICE], worth)
    return list(records.values())


def left_out(figures: Sequence[Figure], reasons: Mapping[str, Text]) -> Sequence[BehindRecord]:
    """The records that these figures leave out, each once, with the reasons."""
    why: dict[str, dict[str, None]] = {}
    offices: dict[str, str] = {}
    for figure in figures:
        for line in figure.left_out:
            why.setdefault(line.record, {})[pick(reasons[line.reason])] = None
            offices[line.record] = line.office
    days = {
        row[RECORD]: row[FIRST]
        for figure in figures
        if figure.table is not None and figure.left_out
        for row in figure.table.rows
        if row[RECORD] in why
    }
    return [BehindRecord(id_, days.get(id_, ""), offices[id_], reason=" · ".join(own)) for id_, own in why.items()]


def _content(record: BehindRecord, column: str) -> str | Decimal | None:
    if column == "amount":
        return record.amount
    return {"on": record.day, "office": record.office, "reason": record.reason}.get(column, "")


def _line(behind: BehindRecord, record: FigureRecord | None) -> NotedLine:
    if record is None:
        return NotedLine(behind.id, "…", behind.reason, {"reason": RowCell(behind.reason)})
    day = record.day_words(language())
    amount = RowCell(usd_words(behind.amount) if behind.amount is not None else "", behind.amount)
    cells = {
        "on": RowCell(day, record.on),
        "partner": RowCell(record.partner),
        "office": RowCell(record.office),
        "amount": amount,
        "reason": RowCell(behind.reason),
    }
    note = " · ".join(part for part in (behind.reason, day, record.partner, amount.text) if part)
    return NotedLine(behind.id, record.title or "–", note, cells)
