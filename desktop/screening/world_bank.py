"""The World Bank's ineligible firms and individuals: JSON, the workbook of its page, and tables (dossier 5.1)."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from desktop.base.decoding import decoded
from desktop.base.tables import rows
from desktop.base.values import canonical, digest, parse_json
from desktop.screening.csv_lists import head_of, table_proof
from desktop.screening.entries import (
    CutShortError,
    ListEntry,
    ListFormat,
    NameQuality,
    UnknownListError,
    full_day,
    listed_names,
    tidy,
    undated,
    unique,
)
from desktop.screening.mapped import also_known, firm_or_person

SOURCE, TITLE = "world-bank", "World Bank"
LARGEST_JSON = 64 * 1024 * 1024  # JSON is read whole; the World Bank's file is about 1 MB
_GROUNDS = re.compile(
    r"cross.?debarment|(procurement|consult\w*\.?|corruption) (guidelines|regulations)|sanctions procedures|\b1\.\d\d"
    r"|(fraudulent|corrupt|collusive|coercive|obstructive) practice",
    re.IGNORECASE,
)
_HEADS = (frozenset({"supp_name", "supp_id", "debar_reason"}), frozenset({"firm name", "grounds"}))
_COLUMNS = {  # of the service, by those of the page
    "firm name": "SUPP_NAME",
    "additional firm info": "ADD_SUPP_INFO",
    "address": "SUPP_ADDR",
    "country": "COUNTRY_NAME",
    "from date": "DEBAR_FROM_DATE",
    "to date": "DEBAR_TO_DATE",
    "grounds": "DEBAR_REASON",
}


# --- the service's JSON


def _json_entries(path: Path) -> Iterator[ListEntry]:
    if path.stat().st_size > LARGEST_JSON:
        raise CutShortError("too large for a World Bank file")
    whole = parse_json(decoded(path.read_bytes()))
    response = whole.get("response", whole) if isinstance(whole, dict) else {}
    firms = response.get("ZPROCSUPP") if isinstance(response, dict) else None
    if not isinstance(firms, list):
        raise UnknownListError("no list of firms")
    yield from _numbered({str(key): str(value or "") for key, value in firm.items()} for firm in firms)


def _numbered(firms: Iterable[Mapping[str, str]]) -> Iterator[ListEntry]:
    """The firms, of which several may have one number."""
    seen: dict[str, int] = {}
    for firm in firms:
        entry = _entry(firm)
        seen[entry.id] = seen.get(entry.id, 0) + 1
        yield entry if seen[entry.id] == 1 else replace(entry, id=f"{entry.id}#{seen[entry.id]}")


def _entry(firm: Mapping[str, str]) -> ListEntry:
    primary, more = also_known(tidy(firm.get("SUPP_NAME")))
    if not primary:
        raise CutShortError("a firm without name")
    more += [(text, NameQuality.ALIAS) for text in (tidy(firm.get("ADD_SUPP_INFO")),) if text]
    return ListEntry(
        list_id=SOURCE,
        id=firm.get("SUPP_ID") or digest(primary.encode(), firm.get("DEBAR_FROM_DATE", "").encode())[:16],
        kind=firm_or_person(primary),
        names=listed_names(primary, more),
        nationalities=unique([tidy(firm.get("COUNTRY_NAME"))]),
        addresses=unique(
            [", ".join(filter(None, (tidy(firm.get(key)) for key in ("SUPP_ADDR", "SUPP_CITY", "COUNTRY_NAME"))))]
        ),
        programme=tidy(firm.get("DEBAR_REASON")),
        listed_on=full_day(firm.get("DEBAR_FROM_DATE", "")),
        text=" – ".join(filter(None, (full_day(firm.get(key, "")) for key in ("DEBAR_FROM_DATE", "DEBAR_TO_DATE")))),
        raw=canonical(dict(firm)).decode(),
    )


# --- the page's workbook, and CSV files with the columns of the page or of the service


def table_format(path: Path, first: Sequence[Sequence[str]]) -> ListFormat | None:
    """The World Bank's table, by its heads and its grounds; None for any other, also one with its heads only.

    The page's workbook has titles above, and parts `Ineligibility Period` in a second line of heads.
    """
    head = next((number for heads in _HEADS if (number := head_of(first, heads)) is not None), None)
    if head is None:
        return None
    grounds = [firm.get("DEBAR_REASON", "") for firm in _firms(path, head)]
    if sum(bool(_GROUNDS.search(ground)) for ground in grounds) * 2 < len(grounds):
        return None
    return ListFormat(SOURCE, TITLE, partial(_table_entries, head=head), undated, proof=table_proof)


def _table_entries(path: Path, head: int) -> Iterator[ListEntry]:
    return _numbered(_firms(path, head))


def _firms(path: Path, head: int) -> Iterator[Mapping[str, str]]:
    """The rows by the names that the service gives to their columns; raises CutShortError for one of another width."""
    table = rows(path)
    above = [next(table, []) for _number in range(head + 1)]
    heads = [tidy(cell).lower() for cell in above[-1]]
    for number, row in enumerate(table):
        cells = [tidy(cell) for cell in row]
        if number == 0 and "from date" in [cell.lower() for cell in cells]:  # the second line of heads
            heads = [cell.lower() or upper for cell, upper in zip(cells, heads, strict=False)]
        elif any(cells):
            if len(cells) != len(heads):
                raise CutShortError("a row of another width")
            yield {_COLUMNS.get(name, name.upper()): cell for name, cell in zip(heads, cells, strict=True)}


JSON = ListFormat(SOURCE, TITLE, _json_entries, undated)
