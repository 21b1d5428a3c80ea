"""Any publisher's table, read through what a person said that its columns hold; and tables that say whose they are."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path

from desktop.base.errors import Problem
from desktop.base.text import _, folded
from desktop.base.values import canonical, digest
from desktop.screening.csv_lists import cells_of, head_of, records, table_proof, together
from desktop.screening.entries import (
    CsvMapping,
    EntryKind,
    ListEntry,
    ListFormat,
    NameQuality,
    UnknownListError,
    full_day,
    listed_names,
    moments,
    tidy,
    unique,
)

KIND_WORDS = {  # how tables say what an entry is, in the languages of the offices
    **dict.fromkeys(
        ("person", "individual", "personne", "personne physique", "individu", "persona", "p", "i"), EntryKind.PERSON
    ),
    **dict.fromkeys(
        ("organisation", "organization", "entity", "company", "firm", "entite", "entité", "entidad"),
        EntryKind.ORGANISATION,
    ),
    **dict.fromkeys(("personne morale", "societe", "société", "empresa", "enterprise", "e"), EntryKind.ORGANISATION),
    **dict.fromkeys(("vessel", "ship", "navire", "buque"), EntryKind.VESSEL),
}


def mapped_format(mapping: CsvMapping) -> ListFormat:
    """A table as `mapping` reads it; its entries raise Problem where a column of the mapping is not in the table."""

    def published(path: Path) -> str:
        table = records(path, head=mapping.head, sheet=mapping.sheet)
        return max((full_day(row.get("__last_seen", "")) for row in table), default="")

    return ListFormat(
        mapping.source, mapping.title, lambda path: mapped_entries(path, mapping), published, proof=table_proof
    )


def mapped_entries(path: Path, mapping: CsvMapping) -> Iterator[ListEntry]:
    """The entries of a table; where a column binds rows, those with one value are an entry, the first its primary."""
    table = _checked(path, mapping)
    if not mapping.binding:
        return _entries_of(([row] for row in table), mapping)
    binding = mapping.binding.lower()
    return _entries_of(together(table, lambda row: tidy(row.get(binding))), mapping)


def preview(first: Sequence[Mapping[str, str]], mapping: CsvMapping, most: int) -> list[ListEntry]:
    """The first entries of a table as they will be read, at most so many, of its first rows by column."""
    names = [name.lower() for name in (mapping.name, *mapping.more_names)]
    groups: dict[str, list[Mapping[str, str]]] = {}
    for number, row in enumerate(row for row in first if any(tidy(row.get(name)) for name in names)):
        groups.setdefault(tidy(row.get(mapping.binding.lower())) or f"row {number}", []).append(row)
    return list(islice(_entries_of(groups.values(), mapping), most))


def _entries_of(groups: Iterable[Sequence[Mapping[str, str]]], mapping: CsvMapping) -> Iterator[ListEntry]:
    seen: dict[str, int] = {}
    for group in groups:
        entry = _mapped_entry(group, mapping)
        if entry is None:
            continue
        seen[entry.id] = seen.get(entry.id, 0) + 1
        yield entry if seen[entry.id] == 1 else replace(entry, id=f"{entry.id}#{seen[entry.id]}")


def _checked(path: Path, mapping: CsvMapping) -> Iterator[Mapping[str, str]]:
    """The rows that hold a name; raises Problem for a column that the table has not."""
    wanted = [mapping.name, *mapping.more_names, *filter(None, (mapping.binding, mapping.kind_column))]
    names = [name.lower() for name in (mapping.name, *mapping.more_names)]
    for row in records(path, head=mapping.head, sheet=mapping.sheet):
        missing = next((name for name in wanted if name.lower() not in row), "")
        if missing:
            raise Problem(
                _("“{name}” has no column “{column}”.").format(name=path.name, column=missing),
                _("Say again what its columns hold."),
                code="list-column-missing",
            )
        if any(tidy(row[name]) for name in names):
            yield row


def _mapped_entry(group: Sequence[Mapping[str, str]], mapping: CsvMapping) -> ListEntry | None:
    """The entry of these rows; None where none of them holds a name."""

    def cells(name: str) -> tuple[str, ...]:
        column = name.lower()
        parts = (part for row in group for part in row.get(column, "").split(mapping.separator)) if column else ()
        return unique(tidy(part) for part in parts)

    def whole(name: str) -> tuple[str, ...]:
        return cells_of(group, name.lower()) if name else ()

    named = [also_known(_joined_name(row, mapping)) for row in group]
    primary = next((name for name, _more in named if name), "")
    if not primary:
        return None
    more = [(name, NameQuality.ALIAS) for name, _more in named if name != primary]
    more += [alias for _name, aliases in named for alias in aliases]
    more += [(alias, NameQuality.ALIAS) for alias in cells(mapping.aliases)]
    more += [(alias, NameQuality.WEAK) for alias in cells(mapping.weak_aliases)]
    address = whole(mapping.address)
    number = next(iter((*whole(mapping.binding), *whole(mapping.id))), "")
    return ListEntry(
        list_id=mapping.source,
        id=number or digest(primary.encode(), "".join(address[:1]).encode())[:16],
        kind=_mapped_kind(next(iter(whole(mapping.kind_column)), ""), primary, mapping),
        names=listed_names(primary, more),
        births=unique(when for text in cells(mapping.birth) for when in moments(text) or (text,)),
        nationalities=cells(mapping.nationality),
        documents=cells(mapping.documents),
        addresses=address,
        programme=", ".join(whole(mapping.programme)),
        listed_on=next((when for text in whole(mapping.listed_on) if (when := full_day(text))), ""),
        text="\n".join(whole(mapping.text)),
        raw=canonical([dict(row) for row in group] if mapping.binding else dict(group[0])).decode(),
    )


def _joined_name(row: Mapping[str, str], mapping: CsvMapping) -> str:
    return tidy(" ".join(row.get(name.lower(), "") for name in (mapping.name, *mapping.more_names)))


def _mapped_kind(word: str, primary: str, mapping: CsvMapping) -> EntryKind:
    """By the words that a person said mean people; else by what is usually written; else what the whole list is."""
    plain = word.lower()
    if mapping.person_words and plain:
        is_person = plain in (tidy(person).lower() for person in mapping.person_words)
        other = KIND_WORDS.get(plain, EntryKind.ORGANISATION)
        return EntryKind.PERSON if is_person else EntryKind.ORGANISATION if other is EntryKind.PERSON else other
    return KIND_WORDS.get(plain) or mapping.kind or firm_or_person(primary)


def also_known(name: str) -> tuple[str, list[tuple[str, NameQuality]]]:
    """Some tables write `NAME (A.K.A. OTHER)`, `NAME F/K/A OLD` and footnotes `*123` in one cell (dossier 5.1)."""

    plain = tidy(re.sub(r"\*+\s*\d+", " ", name))
    pieces = re.split(r"[(\s]*\b([af])[./]?\s?k[./]?\s?a\b[.:/]*\s*", plain, flags=re.IGNORECASE)
    quality = {"a": NameQuality.ALIAS, "f": NameQuality.FORMER}
    more = [(_unbracketed(text), quality[mark.lower()]) for mark, text in zip(pieces[1::2], pieces[2::2], strict=True)]
    return _unbracketed(pieces[0]) or plain, [(text, kind) for text, kind in more if text]


def _unbracketed(text: str) -> str:
    plain = text.strip(" ,;")
    return plain.rstrip(")").strip(" ,;") if plain.count(")") > plain.count("(") else plain


def firm_or_person(name: str) -> EntryKind:
    """Where a table does not tell firms from people: a title tells a person, a legal form a firm, else unknown."""

    if re.match(r"(mr|mrs|ms|miss|dr|sr|sra|eng|ing|prof)\b\.?\s", name, re.IGNORECASE):
        return EntryKind.PERSON
    firm = r"\b(ltd|limited|inc|co|company|corp|llc|gmbh|s\.?a\.?s?|sarl|srl|ltda|plc|pvt|pte|bv|ag|jsc|ooo|group)\b"
    return EntryKind.ORGANISATION if re.search(firm, name, re.IGNORECASE) else EntryKind.OTHER


# --- tables of the open sanctions data of 2018: each says in `source` whose list it is

_FLAT = frozenset({"id", "name", "program", "source"})
_FLAT_WORLD_BANK = "zz-wb-debarred"


def flat_format(path: Path, first: Sequence[Sequence[str]]) -> ListFormat | None:
    """One list of the open sanctions data of 2018, by its heads; None for any other table.

    Raises UnknownListError when its rows are of several lists.
    """
    if head_of(first[:1], _FLAT) is None:
        return None
    sources = {row["source"].strip() for row in records(path)}
    name = sources.pop() if len(sources) == 1 else ""
    if not plain_title(name):
        raise UnknownListError("no list, or several")
    is_world_bank = name == _FLAT_WORLD_BANK
    source, title = ("world-bank", "World Bank") if is_world_bank else (f"table-{plain_title(name)}", name)
    return mapped_format(
        CsvMapping(
            source, title, "name", id="id", programme="program", listed_on="listed_at", text="summary", kind=None,
            kind_column="" if is_world_bank else "type",
        )
    )  # fmt: skip


def plain_title(title: str) -> str:
    """A list's name for the name of its folder: letters of the Latin alphabet, digits and hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", folded(title)).strip("-")[:60]
