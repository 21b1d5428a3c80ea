"""A run of one device's changes as bytes and back: JSON in columns, which compresses to a third of JSON in rows.

The columns are described in docs/bundle-format.md. Nothing is lost: `decode(encode(changes)) == changes`.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from functools import partial
from itertools import accumulate, islice, pairwise, repeat
from itertools import chain as joined
from operator import gt
from typing import Any

from desktop.base.change import Cell, Change, Entry, Stamp
from desktop.base.limits import CELLS, WHOLE, Unsound
from desktop.base.progress import undisturbed
from desktop.bundles import strict
from desktop.bundles.strict import JsonObject

VERSION = 1
CHANGES = 25_000  # in one run at most
ENTRIES = 100_000  # in one run at most
SMALL = (1 << 31) - 1  # the largest number of a database's small integer column
DAY = 24 * 60  # minutes
# A named tuple made of as many parts as it has, which its own way to make one counts each time.
_new_cell: Callable[[tuple[Any, ...]], Cell] = partial(tuple.__new__, Cell)
_new_entry: Callable[[tuple[Any, ...]], Entry] = partial(tuple.__new__, Entry)
_new_change: Callable[[tuple[Any, ...]], Change] = partial(tuple.__new__, Change)


class _DistinctValues:
    """The distinct values of a column in order of appearance, each with its place."""

    def __init__(self) -> None:
        self.places: dict[Hashable, int] = {}

    def place(self, value: Hashable) -> int:
        return self.places.setdefault(value, len(self.places))

    def checked(self, read: Callable[[object], object]) -> list[Hashable]:
        """All of them, each passed through the reader's own function; raises Unsound where that does."""
        values = list(self.places)
        for value in values:
            read(list(value) if isinstance(value, tuple) else value)
        return values


@undisturbed()
def encode(changes: Sequence[Change]) -> bytes:
    """One device's changes, whose numbers follow one another, as columnar JSON.

    Raises Unsound for a run that is empty, too long or broken, and for values the reader would refuse: nested deeper
    than 8, texts above 2^20 characters, numbers beyond ±2^53 or not finite, anything that is not JSON.
    """
    _check_run(changes)
    what, who = _DistinctValues(), _DistinctValues()
    document = {
        "v": VERSION,
        "device": changes[0].device,
        "from": changes[0].number,
        "count": len(changes),
        "did": [what.place(change.what) for change in changes],
        "who": [who.place((change.by, change.zone, change.app, change.schema)) for change in changes],
        "at": _deltas([change.at for change in changes]),
        "n": [len(change.entries) for change in changes],
        "whats": what.checked(_what),
        "whos": who.checked(_who),
        **_entry_columns(changes),
    }
    return strict.dumps(document)


def _entry_columns(changes: Sequence[Change]) -> dict[str, list[Any]]:
    """The columns with a value for each entry, and those with a value for each cell."""
    ids, shapes, others = _DistinctValues(), _DistinctValues(), _DistinctValues()
    row: list[int] = []
    shape: list[int] = []
    base: list[int] = []
    gone: list[list[object]] = []
    values: dict[tuple[int, int], list[object]] = {}
    for change in changes:
        for entry in change.entries:
            if entry.erased:
                gone.append([len(row), entry.erased])
            row.append(ids.place(entry.id))
            shape.append(shapes.place((entry.kind, entry.op, tuple(cell.field for cell in entry.cells))))
            for cell in entry.cells:
                strict.check(cell.value)
                values.setdefault((entry.kind, cell.field), []).append(cell.value)
                base.append(_distance(change, cell.base, others))
    if len(row) > ENTRIES or len(base) > CELLS:
        raise Unsound("too many entries or cells in one run")
    tables: dict[str, list[Any]] = {
        "ids": ids.checked(_id),
        "shapes": shapes.checked(_shape),
        "others": others.checked(_stamp),
    }
    columns: dict[str, list[Any]] = {"row": row, "shape": shape, "base": base, "gone": gone}
    return {**tables, **columns, "fields": list(values), "values": list(values.values())}


def _check_run(changes: Sequence[Change]) -> None:
    if not 1 <= len(changes) <= CHANGES:
        raise Unsound(f"a run has 1 to {CHANGES} changes, not {len(changes)}")
    device, first = changes[0].device, changes[0].number
    for place, change in enumerate(changes):
        if change.device != device or change.number != first + place:
            raise Unsound(f"change {change.number} does not follow {first + place - 1}")


def _distance(change: Change, base: Stamp | None, others: _DistinctValues) -> int:
    """0: never set; n: own change n numbers ago; -n: the nth of the other stamps."""
    if base is None:
        return 0
    if base[0] == change.device and base[1] < change.number:
        return change.number - base[1]
    return -1 - others.place(base)


def _deltas(moments: list[int]) -> list[int]:
    return moments[:1] + [after - before for before, after in pairwise(moments)]


@undisturbed()
def decode(data: bytes) -> tuple[Change, ...]:
    """The changes that `encode` wrote; raises Unsound for anything else, whatever the bytes."""
    return CheckedRun(data).changes()


class CheckedRun:
    """One device's changes in their columns, each column checked; raises Unsound for what `encode` did not write.

    The changes are made of them when they are asked for: who only checks makes none.
    """

    @undisturbed()
    def __init__(self, data: bytes) -> None:
        self._fields = JsonObject(strict.loads(data))
        self._fields.whole("v", VERSION, VERSION)
        self.device = self._fields.text("device", form=strict.NAME)
        self.first = self._fields.whole("from", 1)
        self._count = self._fields.whole("count", 1, CHANGES)
        self.last = self.first + self._count - 1
        self._sizes = self._numbers("n", self._count, 0, ENTRIES)
        self._total = sum(self._sizes)
        self._shapes = [_shape(shape) for shape in self._list("shapes")]
        self._shape = self._indexes("shape", self._total, self._shapes)
        self._lengths = [len(numbers) for _, _, numbers in self._shapes]
        self._cells = sum(map(self._lengths.__getitem__, self._shape))
        if self._total > ENTRIES or self._cells > CELLS:
            raise Unsound("too many entries or cells in one run")
        self._check_changes()
        self._check_entries()

    def _check_changes(self) -> None:
        self._whats = [_what(what) for what in self._list("whats")]
        self._whos = [_who(writer) for writer in self._list("whos")]
        self._did = self._indexes("did", self._count, self._whats)
        self._who = self._indexes("who", self._count, self._whos)
        self._moments = list(accumulate(self._numbers("at", self._count, -2 * WHOLE, 2 * WHOLE)))
        if min(self._moments) < -WHOLE or max(self._moments) > WHOLE:
            raise Unsound("at: beyond ±2^53")

    def _check_entries(self) -> None:
        self._ids = [_id(record_id) for record_id in self._list("ids")]
        self._row = self._indexes("row", self._total, self._ids)
        self._gone = self._checked_gone()
        self._values = self._checked_values()
        if not self._cells:
            return
        self._others = [_stamp(stamp) for stamp in self._list("others")]
        self._base = self._numbers("base", self._cells, -len(self._others), WHOLE)
        if any(map(gt, self._base, self._numbers_of_cells())):
            raise Unsound("base: before the first change")

    def _numbers_of_cells(self) -> Iterator[int]:
        """The number of the change of every cell, in order."""
        of_entries = joined.from_iterable(map(repeat, range(self.first, self.last + 1), self._sizes))
        return joined.from_iterable(map(repeat, of_entries, map(self._lengths.__getitem__, self._shape)))

    def changes(self) -> tuple[Change, ...]:
        """The changes of this run."""
        entries, device, whats = self._entries(), self.device, self._whats
        numbers = range(self.first, self.last + 1)
        writers = map(self._whos.__getitem__, self._who)
        columns = zip(numbers, self._did, writers, self._moments, self._sizes, strict=True)
        return tuple(
            [
                _new_change((device, number, whats[did], by, at, zone, app, schema, (*islice(entries, size),)))
                for number, did, (by, zone, app, schema), at, size in columns
            ]
        )

    def _entries(self) -> Iterator[Entry]:
        cells = self._all_cells()
        for place, (row, shape) in enumerate(zip(self._row, self._shape, strict=True)):
            kind, op, fields = self._shapes[shape]
            inside = (*islice(cells, len(fields)),)
            yield _new_entry((kind, self._ids[row], op, inside, self._gone.get(place, "")))

    def _all_cells(self) -> Iterator[Cell]:
        """Every cell, in order."""
        if not self._cells:
            return iter(())
        takers = {key: iter(column).__next__ for key, column in self._values.items()}
        of_shapes = [[takers[kind, field] for field in fields] for kind, _, fields in self._shapes]
        values = [take() for take in joined.from_iterable(map(of_shapes.__getitem__, self._shape))]
        fields = joined.from_iterable(self._shapes[shape][2] for shape in self._shape)
        return map(_new_cell, zip(fields, values, self._bases(), strict=True))

    def _bases(self) -> Iterator[Stamp | None]:
        """The base of every cell, in order."""
        device, others = self.device, self._others
        for number, distance in zip(self._numbers_of_cells(), self._base, strict=True):
            if distance > 0:
                yield device, number - distance
            else:
                yield others[-1 - distance] if distance else None

    def _checked_values(self) -> dict[tuple[int, int], list[object]]:
        """The values of each field, as many as its cells."""
        fields = [_pair(pair) for pair in self._list("fields")]
        columns = self._list("values")
        if len(set(fields)) != len(fields) or len(columns) != len(fields):
            raise Unsound("fields and values disagree")
        needed = dict.fromkeys(fields, 0)
        times = Counter(self._shape)
        for shape, (kind, _, inside) in enumerate(self._shapes):
            for field in inside:
                if (kind, field) not in needed:
                    raise Unsound("values: a column is missing")
                needed[kind, field] += times[shape]
        for field_key, column in zip(fields, columns, strict=True):
            if not isinstance(column, list) or len(column) != needed[field_key]:
                raise Unsound("values: a column is of the wrong length")
            strict.check_each(column)
        return dict(zip(fields, columns, strict=True))

    def _checked_gone(self) -> dict[int, str]:
        """The digests of the erased entries, by their place among all entries."""
        digests: dict[int, str] = {}
        for pair in self._list("gone"):
            if not isinstance(pair, list) or len(pair) != 2:
                raise Unsound("gone: pairs were expected")
            place = strict.whole(pair[0], "gone", 0, self._total - 1)
            digests[place] = strict.text(pair[1], "gone", form=strict.HEX64)
        return digests

    def _list(self, key: str) -> list[Any]:
        return list(self._fields.items(key, CELLS))

    def _numbers(self, key: str, count: int, low: int, high: int) -> list[int]:
        column = self._fields.get(key)
        if not isinstance(column, list) or len(column) != count or not set(map(type, column)) <= {int}:
            raise Unsound(f"{key}: {count} whole numbers were expected")
        if column and (min(column) < low or max(column) > high):
            raise Unsound(f"{key}: out of range")
        return column

    def _indexes(self, key: str, count: int, into: Sequence[object]) -> list[int]:
        return self._numbers(key, count, 0, len(into) - 1)


def _list_of(source: object, size: int) -> list[Any]:
    if not isinstance(source, list) or len(source) != size:
        raise Unsound(f"{size} items were expected")
    return source


def _what(source: object) -> str:
    return strict.text(source, "what", 1000)


def _id(source: object) -> str:
    return strict.text(source, "id", 64)


def _shape(source: object) -> tuple[int, str, tuple[int, ...]]:
    """The kind of an entry's record, its operation, and the numbers of the fields it sets."""
    kind, op, fields = _list_of(source, 3)
    number = strict.whole(kind, "kind", 0, SMALL)
    numbers = strict.items(list(fields) if isinstance(fields, tuple) else fields, "shape", 1000)
    return number, strict.text(op, "op", 32), tuple(strict.whole(field, "field", 0, SMALL) for field in numbers)


def _who(source: object) -> tuple[str, int, str, int]:
    """The officer's id, the clock's offset in minutes, the program's version and the number of its tables."""
    by, zone, app, schema = _list_of(source, 4)
    return (
        strict.text(by, "by", 64),
        strict.whole(zone, "zone", -DAY, DAY),
        strict.text(app, "app", 64),
        strict.whole(schema, "schema", 0, SMALL),
    )


def _stamp(source: object) -> Stamp:
    device, number = _list_of(source, 2)
    return strict.text(device, "device", form=strict.NAME), strict.whole(number, "number")


def _pair(source: object) -> tuple[int, int]:
    """The kind of a record and the number of a field."""
    kind, field = _list_of(source, 2)
    return strict.whole(kind, "kind", 0, SMALL), strict.whole(field, "field", 0, SMALL)


def runs(changes: Iterable[Change], limit: int) -> Iterator[tuple[Sequence[Change], bytes]]:
    """Cut a device's changes into runs whose bytes stay within `limit`; raises Unsound if one change alone does not."""
    whole = tuple(changes)
    for start in range(0, len(whole), CHANGES):
        yield from _cut(whole[start : start + CHANGES], limit)


def _cut(changes: Sequence[Change], limit: int) -> Iterator[tuple[Sequence[Change], bytes]]:
    if len(changes) == 1 or not _too_many(changes):
        data = encode(changes)
        if len(data) <= limit:
            yield changes, data
            return
        if len(changes) == 1:
            raise Unsound(f"change {changes[0].number} alone has {len(data)} bytes; {limit} is the most")
    half = len(changes) // 2
    yield from joined(_cut(changes[:half], limit), _cut(changes[half:], limit))


def _too_many(changes: Sequence[Change]) -> bool:
    entries = [entry for change in changes for entry in change.entries]
    return len(entries) > ENTRIES or sum(len(entry.cells) for entry in entries) > CELLS
