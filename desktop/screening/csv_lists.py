"""Lists in tables: OpenSanctions' simple CSV (dossier 5.4), the World Bank's CSV and JSON (5.1), and any CSV."""

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

from desktop.base.decoding import decoded
from desktop.base.errors import Problem
from desktop.base.tables import rows
from desktop.base.text import _, folded
from desktop.base.values import canonical, digest, parse_json
from desktop.screening.entries import (
    CsvMapping,
    CutShortError,
    EntryKind,
    ListEntry,
    ListFormat,
    NameQuality,
    UnknownListError,
    day,
    listed_names,
    proves_nothing,
    tidy,
    undated,
    unique,
)

LARGEST_JSON = 64 * 1024 * 1024  # JSON is read whole; the World Bank's file is about 1 MB


def records(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a CSV file by column; column names in lower case. A row of another width is a cut file."""
    table = rows(path)
    header = [cell.strip().lower() for cell in next(table, [])]
    for row in table:
        if not any(row):
            continue
        if len(row) != len(header):
            raise CutShortError("a row of another width")
        yield dict(zip(header, row, strict=True))


def _several(cell: str) -> list[str]:
    """OpenSanctions parts values by `;` and quotes those that hold one (dossier 5.4)."""
    return [tidy(value) for value in next(csv.reader([cell], delimiter=";"), [])] if cell else []


_FTM_KINDS = {
    "Person": EntryKind.PERSON,
    "Organization": EntryKind.ORGANISATION,
    "Company": EntryKind.ORGANISATION,
    "LegalEntity": EntryKind.ORGANISATION,
    "PublicBody": EntryKind.ORGANISATION,
    "Vessel": EntryKind.VESSEL,
}


def _opensanctions_entries(path: Path, source: str) -> Iterator[ListEntry]:
    for row in records(path):
        yield ListEntry(
            list_id=source,
            id=row["id"],
            kind=_FTM_KINDS.get(row["schema"], EntryKind.OTHER),
            names=listed_names(
                tidy(row["name"]), ((alias.replace(";", ","), NameQuality.ALIAS) for alias in _several(row["aliases"]))
            ),
            births=unique(_several(row.get("birth_date", ""))),
            nationalities=unique(_several(row.get("countries", ""))),
            documents=unique(_several(row.get("identifiers", ""))),
            addresses=unique(_several(row.get("addresses", ""))),
            programme=row.get("program_ids", "") or row.get("dataset", ""),
            listed_on=day(row.get("first_seen", "")),
            text=row.get("sanctions", ""),
            raw=canonical(row).decode(),
        )


def _opensanctions_published(path: Path) -> str:
    return max((day(row.get("last_seen", "")) for row in records(path)), default="")


def mapped_format(mapping: CsvMapping) -> ListFormat:
    def published(path: Path) -> str:
        return max((day(row.get("__last_seen", "")) for row in records(path)), default="")

    return ListFormat(
        mapping.source, mapping.title, lambda path: _mapped_entries(path, mapping), published, proof=proves_nothing
    )


def _mapped_entries(path: Path, mapping: CsvMapping) -> Iterator[ListEntry]:
    seen: dict[str, int] = {}
    for row in records(path):
        if mapping.name.lower() not in row:
            raise Problem(
                _("“{name}” has no column “{column}”.").format(name=path.name, column=mapping.name),
                _("Say again what its columns hold."),
                code="list-column-missing",
            )
        entry = _mapped_entry(row, mapping)
        if not entry.names[0].text:
            continue
        seen[entry.id] = seen.get(entry.id, 0) + 1
        yield entry if seen[entry.id] == 1 else replace(entry, id=f"{entry.id}#{seen[entry.id]}")


def _mapped_entry(row: Mapping[str, str], mapping: CsvMapping) -> ListEntry:
    def cell(column: str) -> str:
        return tidy(row.get(column.lower(), "")) if column else ""

    def cells(column: str) -> tuple[str, ...]:
        return unique(tidy(part) for part in cell(column).split(mapping.separator))

    primary, more = _also_known(cell(mapping.name))
    kind = cell(mapping.kind_column).lower()
    more += [(alias, NameQuality.ALIAS) for alias in cells(mapping.aliases)]
    more += [(alias, NameQuality.WEAK) for alias in cells(mapping.weak_aliases)]
    return ListEntry(
        list_id=mapping.source,
        id=cell(mapping.id) or digest(primary.encode(), cell(mapping.address).encode())[:16],
        kind=EntryKind(kind) if kind in set(EntryKind) else mapping.kind or _firm_or_person(primary),
        names=listed_names(primary, more),
        births=cells(mapping.birth),
        nationalities=cells(mapping.nationality),
        documents=cells(mapping.documents),
        addresses=unique([cell(mapping.address)]),
        programme=cell(mapping.programme),
        listed_on=day(cell(mapping.listed_on)),
        text=cell(mapping.text),
        raw=canonical(dict(row)).decode(),
    )


# --- the World Bank


def _also_known(name: str) -> tuple[str, list[tuple[str, NameQuality]]]:
    """The World Bank writes `NAME (A.K.A. OTHER)`, `NAME F/K/A OLD` and footnotes `*123` in one cell (5.1)."""

    plain = tidy(re.sub(r"\*+\s*\d+", " ", name))
    pieces = re.split(r"[(\s]*\b([af])[./]?\s?k[./]?\s?a\b[.:/]*\s*", plain, flags=re.IGNORECASE)
    quality = {"a": NameQuality.ALIAS, "f": NameQuality.FORMER}
    more = [(_unbracketed(text), quality[mark.lower()]) for mark, text in zip(pieces[1::2], pieces[2::2], strict=True)]
    return _unbracketed(pieces[0]) or plain, [(text, kind) for text, kind in more if text]


def _unbracketed(text: str) -> str:
    plain = text.strip(" ,;")
    return plain.rstrip(")").strip(" ,;") if plain.count(")") > plain.count("(") else plain


def _world_bank_json_entries(path: Path) -> Iterator[ListEntry]:
    if path.stat().st_size > LARGEST_JSON:
        raise CutShortError("too large for a World Bank file")
    whole = parse_json(decoded(path.read_bytes()))
    response = whole.get("response", whole) if isinstance(whole, dict) else {}
    firms = response.get("ZPROCSUPP") if isinstance(response, dict) else None
    if not isinstance(firms, list):
        raise UnknownListError("no list of firms")
    seen: dict[str, int] = {}
    for firm in firms:
        entry = _world_bank_entry({str(key): str(value or "") for key, value in firm.items()})
        seen[entry.id] = seen.get(entry.id, 0) + 1
        yield entry if seen[entry.id] == 1 else replace(entry, id=f"{entry.id}#{seen[entry.id]}")


def _world_bank_entry(firm: Mapping[str, str]) -> ListEntry:
    primary, more = _also_known(tidy(firm.get("SUPP_NAME")))
    if not primary:
        raise CutShortError("a firm without name")
    more += [(text, NameQuality.ALIAS) for text in (tidy(firm.get("ADD_SUPP_INFO")),) if text]
    return ListEntry(
        list_id="world-bank",
        id=firm.get("SUPP_ID") or digest(primary.encode(), firm.get("DEBAR_FROM_DATE", "").encode())[:16],
        kind=_firm_or_person(primary),
        names=listed_names(primary, more),
        nationalities=unique([tidy(firm.get("COUNTRY_NAME"))]),
        addresses=unique(
            [", ".join(filter(None, (tidy(firm.get(key)) for key in ("SUPP_ADDR", "SUPP_CITY", "COUNTRY_NAME"))))]
        ),
        programme=tidy(firm.get("DEBAR_REASON")),
        listed_on=day(firm.get("DEBAR_FROM_DATE", "")),
        text=" – ".join(filter(None, (day(firm.get(key, "")) for key in ("DEBAR_FROM_DATE", "DEBAR_TO_DATE")))),
        raw=canonical(dict(firm)).decode(),
    )


def _firm_or_person(name: str) -> EntryKind:
    """The World Bank does not tell firms from people: a title tells a person, a legal form a firm, else unknown."""

    if re.match(r"(mr|mrs|ms|miss|dr|sr|sra|eng|ing|prof)\b\.?\s", name, re.IGNORECASE):
        return EntryKind.PERSON
    firm = r"\b(ltd|limited|inc|co|company|corp|llc|gmbh|s\.?a\.?s?|sarl|srl|ltda|plc|pvt|pte|bv|ag|jsc|ooo|group)\b"
    return EntryKind.ORGANISATION if re.search(firm, name, re.IGNORECASE) else EntryKind.OTHER


KNOWN_CSV = (
    CsvMapping("world-bank", "World Bank", "SUPP_NAME", id="SUPP_ID", address="SUPP_ADDR", nationality="COUNTRY_NAME",
               programme="DEBAR_REASON", listed_on="DEBAR_FROM_DATE", kind=None),
    CsvMapping("world-bank", "World Bank", "Firm Name", address="Address", nationality="Country", programme="Grounds",
               listed_on="From Date", kind=None),
)  # fmt: skip
# Tables of the open sanctions data of 2018: each says in `source` whose list it is.
FLAT = frozenset({"id", "name", "program", "source"})
_WORLD_BANK_GROUNDS = re.compile(
    r"cross.?debarment|(procurement|consult\w*\.?|corruption) (guidelines|regulations)|sanctions procedures|\b1\.\d\d",
    re.IGNORECASE,
)
_FLAT_WORLD_BANK = "zz-wb-debarred"
WORLD_BANK_JSON = ListFormat("world-bank", "World Bank", _world_bank_json_entries, undated)


def known_format(path: Path, mapping: CsvMapping) -> ListFormat:
    """The World Bank's table; raises UnknownListError when its heads are but its grounds are not: another's list."""
    grounds = [row.get(mapping.programme.lower(), "") for row in records(path)]
    if sum(bool(_WORLD_BANK_GROUNDS.search(ground)) for ground in grounds) * 2 < len(grounds):
        raise UnknownListError("headed as the World Bank's, with other grounds")
    return mapped_format(mapping)


def flat_format(path: Path) -> ListFormat:
    """One list of the open sanctions data of 2018; raises UnknownListError when its rows are of several lists."""
    sources = {row["source"].strip() for row in records(path)}
    name = sources.pop() if len(sources) == 1 else ""
    if not _plain(name):
        raise UnknownListError("no list, or several")
    is_world_bank = name == _FLAT_WORLD_BANK
    source, title = ("world-bank", "World Bank") if is_world_bank else (f"table-{_plain(name)}", name)
    return mapped_format(
        CsvMapping(
            source, title, "name", id="id", programme="program", listed_on="listed_at", text="summary", kind=None,
            kind_column="" if is_world_bank else "type",
        )
    )  # fmt: skip


def opensanctions_format(path: Path) -> ListFormat:
    """OpenSanctions' simple table: the dataset that all its rows name; of a collection nothing tells which it is."""
    common: set[str] | None = None
    for row in records(path):
        names = {name for name in _several(row.get("dataset", "")) if name}
        common = names if common is None else common & names
    title = " + ".join(sorted(common or ()))
    plain = _plain(title)
    source = f"opensanctions-{plain}" if plain else "opensanctions"
    return ListFormat(
        source, f"OpenSanctions – {title}" if plain else "OpenSanctions",
        partial(_opensanctions_entries, source=source), _opensanctions_published,
        proof=proves_nothing, is_certain=bool(plain),
    )  # fmt: skip


def _plain(title: str) -> str:
    """A list's name for the name of its folder: letters of the Latin alphabet, digits and hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", folded(title)).strip("-")[:60]
