"""A list without Qt: its columns and filters, how it is sorted, what of this is remembered, what becomes of a table."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar, overload

from desktop.base.errors import Problem
from desktop.base.files import write_safely
from desktop.base.long_list import LongList
from desktop.base.progress import Progress, undisturbed
from desktop.base.text import _, folded, plural
from desktop.documents.sheet import Content, SheetKind, Spreadsheet
from desktop.presenters.presenter import Presenter, Printout
from desktop.services.office.list_choices import ListChoice, ListOrder, RecordTrail, Way

if TYPE_CHECKING:
    from desktop.documents.enclosures.printed_list import PrintedList
    from desktop.office import Office

NAME = "name"  # the column of the main line, always there
PAGE = 30  # lines that are read at once, while somebody scrolls: two pages fill a window
PORTION = 200  # lines that are read at once of a whole list, away from the window
FIRST = 60  # lines that decide how those of a list are laid out, so that it stays the same as more are read
AROUND = 30  # lines at either side of one that is about to be shown
MOST_PRINTED = 1000  # rows of a list on paper: forty pages
PAGES = 80  # that stay in memory: more than a window shows
AWAITED = 4  # pages that are still read for who drags through a long list

L = TypeVar("L")


@dataclass(frozen=True)
class ListColumn:
    """One column; `title` is a sentence of the catalogue. `figures` stand at the right; not `shown` until chosen.

    One of `sentences` gets the room that they need.
    """

    key: str
    title: str
    shown: bool = True
    figures: bool = False
    sentences: bool = False


@dataclass(frozen=True)
class RowCell:
    """What a row says in one column; `exact` is what it is sorted by and exported as, when that is not its words."""

    text: str = ""
    exact: Content = None

    @property
    def content(self) -> Content:
        """What a table of the list holds."""
        return self.text if self.exact is None else self.exact


@dataclass(frozen=True)
class ListLine:
    """A row as a table takes it: what it is called, and what it says in each column."""

    title: str
    cells: Mapping[str, RowCell] = field(default_factory=dict)


@dataclass(frozen=True)
class NotedLine:
    """A row of a short list: what it leads to, what it is called, what stands below that where there are no columns."""

    key: str
    title: str
    note: str
    cells: Mapping[str, RowCell]


@dataclass(frozen=True)
class FilterOption:
    """One choice of a filter, and how many rows it would leave; None where that takes long to tell."""

    code: str
    words: str
    count: int | None


@dataclass(frozen=True)
class ListFilter:
    """What a list can be narrowed by: its name, its words, those for all, its choices, and the one in force."""

    name: str
    title: str
    everything: str
    options: tuple[FilterOption, ...]
    code: str = ""


def list_filter(
    name: str, title: str, everything: str, choices: Sequence[tuple[str, str]], counts: Mapping[str, int], code: str
) -> ListFilter:
    """A filter of these choices, key and words, that offers those which would leave something and the one in force."""
    options = [FilterOption(key, words, counts.get(key, 0)) for key, words in choices]
    return ListFilter(name, title, everything, tuple(o for o in options if o.count or o.code == code), code)


@dataclass(frozen=True)
class RowDeed:
    """What can be done with rows: the words, the deed with their keys, and whether it makes sense for several."""

    words: str
    do: Callable[[Sequence[object]], object]
    for_several: bool = False


@dataclass(frozen=True)
class SummaryGroup:
    """Things that hang on a record, under a heading: each with a quiet note, a word for its state and its tone."""

    title: str
    things: tuple[tuple[str, str, str, str], ...]


@dataclass(frozen=True)
class RecordSummary:
    """A record in short, beside the list that it stands in: what it is, what is next, and what helps to place it.

    `level` is a risk level, or else `state` and its `tone` say where it stands; `facts` are names and values.
    """

    key: object
    title: str
    about: str
    next: str
    next_detail: str = ""
    level: str | None = None
    state: str = ""
    tone: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    groups: tuple[SummaryGroup, ...] = ()


class PagedLines(Sequence[L], Generic[L]):
    """Lines whose ids are known and which are read a page at a time, as somebody looks at them.

    What is looked at next is read by `ahead`, away from the window. Where the ids are a LongList, so is what is looked
    at now, unless they were read; until then the `unread` line stands there, as it does for what is gone.
    """

    def __init__(
        self,
        ids: Sequence[str],
        read: Callable[[Sequence[str]], Sequence[L]],
        ahead: Callable[[Callable[[], object]], None],
        unread: L | None = None,
    ) -> None:
        self.ids, self._read, self._ahead, self._unread = ids, read, ahead, unread
        self._awaited: list[int] = []  # pages that somebody waits for, the last one asked for last
        self._asked = -1  # the page that is being read ahead
        self._pages: dict[int, Sequence[L]] = {}

    def __len__(self) -> int:
        return len(self.ids)

    @overload
    def __getitem__(self, at: int) -> L: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[L]: ...
    def __getitem__(self, at: int | slice) -> L | Sequence[L]:
        if isinstance(at, slice):
            return [self[position] for position in range(*at.indices(len(self)))]
        if not 0 <= at < len(self):
            raise IndexError(at)
        number = at // PAGE
        if self._unread is not None and not self._is_at_hand(number):
            self._await(number)
            if number not in self._pages:
                return self._unread
        page = self._page(number)
        self._look_ahead(at)
        return page[at % PAGE]

    def line(self, at: int) -> L:
        """One line, waited for wherever it is: never on the window's thread."""
        return self._page(at // PAGE)[at % PAGE]

    def _is_at_hand(self, number: int) -> bool:
        ids = self.ids
        first, last = number * PAGE, min((number + 1) * PAGE, len(self))
        return number in self._pages or not isinstance(ids, LongList) or ids.has_read(first, last)

    def _await(self, number: int) -> None:
        """Have a page read, before those that were waited for until now: of these, who has passed by needs few."""
        self._awaited = [*[other for other in self._awaited if other != number][1 - AWAITED :], number]
        self._ahead(self._read_awaited)

    def _read_awaited(self) -> None:
        while self._awaited:
            self._page(self._awaited.pop())

    def _look_ahead(self, at: int) -> None:
        """Have the page before or after read that is nearer to this line."""
        beside = at // PAGE + (1 if at % PAGE >= PAGE // 2 else -1)
        if 0 <= beside * PAGE < len(self) and beside not in self._pages and beside != self._asked:
            self._asked = beside
            self._ahead(partial(self._page, beside))

    def __iter__(self) -> Iterator[L]:
        """All lines, for a table or a file of them: read in larger portions, of which none stays."""
        for first in range(0, len(self), PORTION):
            yield from self._read(self.ids[first : first + PORTION])

    def begin_with(self, lines: Sequence[L]) -> None:
        """The first lines, which were read with the ids."""
        for first in range(0, len(lines), PAGE):
            self._pages[first // PAGE] = lines[first : first + PAGE]

    def read_near(self, key: object) -> None:
        """Read the lines that are looked at first, and those around this one, wherever that takes nobody's time."""
        near = {at // PAGE for at in range(0, min(FIRST, len(self)), PAGE)}
        if key in self.ids:
            at = self.ids.index(str(key))
            near |= set(range(max(0, at - AROUND) // PAGE, min(len(self) - 1, at + AROUND) // PAGE + 1))
        for number in sorted(near):
            self._page(number)

    def _page(self, number: int) -> Sequence[L]:
        page = self._pages.get(number)
        if page is None:
            page = self._read(self.ids[number * PAGE : (number + 1) * PAGE])
            if self._unread is not None:
                page = [*page, *[self._unread] * (min(PAGE, len(self) - number * PAGE) - len(page))]
            self._pages = {**dict(list(self._pages.items())[1 - PAGES :]), number: page}
        return page


class PagedList(Presenter, Generic[L]):
    """A screen whose list is read from the store a page at a time; the screen sets `lines` when it is made."""

    lines: Sequence[L]
    rows_came: Callable[[], None] = staticmethod(lambda: None)  # what a window does that waits for rows

    @property
    def ids(self) -> Sequence[str]:
        """The records of the list, in its order."""
        return self.lines.ids if isinstance(self.lines, PagedLines) else ()

    def listed_before(self, listing: "Listing", row: object) -> Sequence[object]:
        """The ids among which a row stood when the list was shown last: here, or when its record was opened."""
        trail = self.office.list_choices.last.get(listing.name)
        return self.ids if row in self.ids or trail is None else trail.keys

    def read_ahead(self, read: Callable[[], object]) -> None:
        """Read lines that nobody looks at yet, or that a window waits for, away from it; then `rows_came`."""
        self.runner.quietly(read, lambda _lines: self.rows_came())

    def tell_place(self, position: Callable[[Sequence[str]], int], found: Callable[[int], None]) -> None:
        """Tell where a row stands that `position` looks for among the ids, away from the window.

        Nothing is told when the list is another one by then.
        """
        ids = self.ids

        def tell(place: int) -> None:
            if ids is self.ids:
                found(place)

        self.runner.quietly(lambda: position(ids), tell)


class Listing:
    """How one list of a screen is shown: remembered for each person on this computer.

    With `by_store` the presenter reads the rows in their order; without, the rows that are shown are sorted here. With
    `arrange` it has read them all, and puts them in their order away from the window when that is called.
    """

    def __init__(
        self,
        presenter: Presenter,
        name: str,
        title: str,
        columns: Sequence[ListColumn] = (),
        *,
        first: str = NAME,
        first_title: str = "",
        order: ListOrder | None = None,
        by_store: bool = False,
        arrange: Callable[[], None] | None = None,
    ) -> None:
        self._presenter, self.name, self._title = presenter, name, title
        self.columns, self.first, self.first_title = tuple(columns), first, first_title or title
        self._own_order, self.by_store = order or ListOrder(), by_store or arrange is not None
        self._arrange = arrange or presenter.refresh
        self.row: object = None  # the key of the row the arrows are on

    @property
    def _office(self) -> "Office":
        return self._presenter.office

    @property
    def title(self) -> str:
        """What the list is called."""
        return _(self._title)

    @property
    def sorts(self) -> bool:
        """Whether there is more than one thing by which it can be sorted."""
        return bool(self.columns)

    # --- how it is shown

    @property
    def choice(self) -> ListChoice:
        """What was chosen last; a list without columns leaves nothing to choose, and its choice is not read."""
        return self._office.list_choices.of(self.name) if self.columns else ListChoice()

    @property
    def order(self) -> ListOrder:
        """By which column it is sorted."""
        chosen = self.choice.order
        known = {self.first, *(column.key for column in self.columns)}
        return chosen if chosen.column in known else self._own_order

    @property
    def shown(self) -> tuple[ListColumn, ...]:
        """The columns beside the main line."""
        chosen = self.choice.columns
        return tuple(c for c in self.columns if (c.shown if chosen is None else c.key in chosen))

    def shows(self, key: str) -> bool:
        """Whether a column stands beside the main line."""
        return any(column.key == key for column in self.shown)

    def brief(self, words: Mapping[str, str]) -> str:
        """The quiet line beside columns: what a row says, by column, in those that are not shown."""
        shown = {column.key for column in self.shown}
        return " · ".join(text for key, text in words.items() if text and key not in shown)

    def heading(self, key: str) -> str:
        """The words above a column."""
        if key == self.first:
            return _(self.first_title)
        return next((_(column.title) for column in self.columns if column.key == key), "")

    @property
    def sorted_words(self) -> str:
        """By what it is sorted, in words; empty in its own order."""
        heading = self.heading(self.order.column)
        return _("Sorted by: {column}").format(column=heading) if heading else _("In its own order")

    def sort(self, key: str) -> None:
        """Sort by a column; by the same one again the other way round."""
        before = self.order
        self.sort_by(ListOrder(key, before.column == key and not before.descending))

    def sort_by(self, order: ListOrder) -> None:
        """Sort so."""
        self._choose(replace(self.choice, order=order), read=self.by_store)

    def turn_column(self, key: str) -> None:
        """Show a column, or hide it."""
        before = [column.key for column in self.shown]
        keys = [name for name in before if name != key] if key in before else [*before, key]
        ordered = tuple(column.key for column in self.columns if column.key in keys)
        self._choose(replace(self.choice, columns=ordered))

    def widen(self, key: str, pixels: int) -> None:
        """Remember how wide a column was drawn."""
        self._choose(replace(self.choice, widths={**self.choice.widths, key: pixels}), again=False)

    def split(self, pixels: int) -> None:
        """Remember how wide what stands beside the list was drawn."""
        self._choose(replace(self.choice, pane=pixels), again=False)

    def as_it_was(self) -> None:
        """The columns, widths and order that the list has by itself."""
        self._choose(ListChoice(filters=self.choice.filters, pane=self.choice.pane), read=self.by_store)

    def filter(self, name: str) -> str:
        """The code by which it is narrowed; empty for all."""
        return self.choice.filters.get(name, "")

    def narrow(self, **codes: str) -> None:
        """Keep only these; an empty code keeps all."""
        filters = {name: code for name, code in {**self.choice.filters, **codes}.items() if code}
        self._choose(replace(self.choice, filters=filters), read=True)

    def widen_again(self) -> None:
        """No filter."""
        self._choose(replace(self.choice, filters={}), read=True)

    @property
    def is_narrowed(self) -> bool:
        """Whether a filter is in force."""
        return bool(self.choice.filters)

    def _choose(self, choice: ListChoice, *, read: bool = False, again: bool = True) -> None:
        choices = self._office.list_choices
        if choices.choose(self.name, choice):
            self._presenter.runner.at_once(choices.write)
            if read:
                self._arrange()
            elif again:
                self._presenter.changed()

    # --- rows

    def positions(self, lines: Sequence[ListLine]) -> Sequence[int]:
        """In which order these lines are shown; what says nothing in the column comes last either way."""
        order = self.order
        if self.by_store or not order.column:
            return range(len(lines))
        return in_order([self._content(line, order.column) for line in lines], descending=order.descending)

    def _content(self, line: ListLine, key: str) -> Content:
        return line.title if key == self.first else line.cells.get(key, RowCell()).content

    # --- tables

    def sheet(self, lines: Iterable[ListLine]) -> Spreadsheet:
        """The list as it is shown: the columns chosen, in this order."""
        keys = [self.first, *(column.key for column in self.shown)]
        rows = [[self._content(line, key) for key in keys] for line in lines]
        return Spreadsheet(self.title, tuple(self.heading(key) for key in keys), rows)

    def copied(self, lines: Iterable[ListLine]) -> str:
        """Rows as text for the clipboard, their columns parted by tabs."""
        keys = [self.first, *(column.key for column in self.shown)]
        return "\n".join("\t".join(_flat(self._words(line, key)) for key in keys).rstrip("\t") for line in lines)

    def copy(self, lines: Iterable[ListLine], copied: Callable[[str], None]) -> None:
        """Tell the same of very many rows, made away from the window."""

        def work(_progress: Progress) -> str:
            with undisturbed():  # else garbage is looked for among all that is read for it, by whichever thread
                return self.copied(lines)

        self._presenter.runner.run(_("Copying the rows…"), work, copied)

    def _words(self, line: ListLine, key: str) -> str:
        return line.title if key == self.first else line.cells.get(key, RowCell()).text

    def export(self, kind: SheetKind, lines: Iterable[ListLine]) -> None:
        """Ask for a place, and write the list there away from the window."""
        name = f"{self._file_name}.{kind}"
        self._presenter.asker.place_to_save(_("Export the list"), name, lambda path: self._export(kind, lines, path))

    def _export(self, kind: SheetKind, lines: Iterable[ListLine], path: Path) -> None:
        target = path if path.suffix.lower() == f".{kind}" else path.with_name(f"{path.name}.{kind}")

        def work(_progress: Progress) -> int:
            sheet = self.sheet(lines)
            write_safely(target, sheet.written(kind))
            return len(sheet.rows)

        self._presenter.runner.run(_("Writing the list…"), work, lambda count: self._exported(count, target))

    def _exported(self, count: int, path: Path) -> None:
        rows = plural("{count} row", "{count} rows", count)
        self._presenter.tell(_("The list is written: {rows}, in {path}.").format(rows=rows, path=path))

    # --- paper

    def put_on_paper(self, lines: Iterable[ListLine]) -> None:
        """Draw the list away from the window and print it by the system's own dialogue."""
        self._draw(lines, self._print)

    def save_as_pdf(self, lines: Iterable[ListLine]) -> None:
        """Draw the list away from the window, and ask where to save it."""
        self._draw(lines, self._save_pdf)

    def _draw(self, lines: Iterable[ListLine], drawn: Callable[[bytes], None]) -> None:
        office = self._office

        def work(_progress: Progress) -> bytes:
            from desktop.services.office import list_paper  # draws: not needed to look at a list

            return list_paper.pdf(office.work, self._printed(lines))

        self._presenter.runner.run(_("Drawing the list…"), work, drawn)

    def _printed(self, lines: Iterable[ListLine]) -> "PrintedList":
        from desktop.documents.enclosures.printed_list import PrintedColumn, PrintedList

        keys = [self.first, *(column.key for column in self.shown)]
        figures = {column.key for column in self.columns if column.figures}
        rows = tuple(tuple(self._words(line, key) for key in keys) for line in islice(lines, MOST_PRINTED + 1))
        if len(rows) > MOST_PRINTED:
            raise Problem(
                _("More than {count} rows are not printed; nothing was printed.").format(count=MOST_PRINTED),
                _("Narrow the list, choose rows, or export it as a file."),
                code="list-too-long-to-print",
            )
        counted = plural("{count} row", "{count} rows", len(rows))
        note = " · ".join((counted, *self._narrowed_words))
        columns = tuple(PrintedColumn(self.heading(key), key in figures) for key in keys)
        return PrintedList(self.title, note, columns, rows)

    @property
    def _narrowed_words(self) -> Sequence[str]:
        """What each filter in force leaves, as "Region: …"; of one that its page does not tell, only that it is."""
        filters = [part for part in getattr(self._presenter, "filters", ()) if isinstance(part, ListFilter)]
        words = {
            narrowed.name: _("{label}: {value}").format(label=narrowed.title, value=option.words)
            for narrowed in filters
            for option in narrowed.options
            if option.code == narrowed.code == self.filter(narrowed.name) != ""
        }
        rest = [_("Narrowed by filters")] if self.choice.filters.keys() - words.keys() else []
        return [*words.values(), *rest]

    @property
    def _file_name(self) -> str:
        day = self._office.work.today().isoformat()
        return f"{self.title} {day}"

    def _print(self, pdf: bytes) -> None:
        save = partial(self._save_pdf, pdf)
        self._presenter.put_on_paper(Printout(self._file_name, pdf), save)

    def _save_pdf(self, pdf: bytes) -> None:
        save = partial(write_safely, data=pdf)
        self._presenter.asker.place_to_save(_("Save the list"), f"{self._file_name}.pdf", save)

    # --- from record to record

    def follow(self, keys: Sequence[object], at: int, way: Way) -> None:
        """A row is about to be opened: its record can lead to those before and after it."""
        self._office.list_choices.follow(RecordTrail(self.name, keys, at, way))

    @property
    def stands_on(self) -> object:
        """The row that a list read again stands on: the same, or that of the record shown last."""
        trail = self._office.list_choices.last.get(self.name)
        return self.row if self.row is not None else trail.key if trail is not None else None


def in_order(contents: Sequence[Content], *, descending: bool) -> Sequence[int]:
    """In which order rows stand that say this in the column by which they are sorted; the empty ones come last."""
    keys = [_sort_key(content) for content in contents]
    full = [at for at, key in enumerate(keys) if key is not None]
    empty = [at for at, key in enumerate(keys) if key is None]
    full.sort(key=lambda at: keys[at] or (0, 0.0, ""), reverse=descending)
    return [*full, *empty]


def begins_at(titles: Sequence[str], spelt: str, after: int) -> int:
    """The row from `after` on, around the end, whose title begins with these letters; -1 for none."""
    letters = folded(spelt)
    order = (*range(after, len(titles)), *range(min(after, len(titles))))
    return next((at for at in order if folded(titles[at]).startswith(letters)), -1)


def _sort_key(content: Content) -> tuple[int, float, str] | None:
    if content is None or content == "":
        return None
    if isinstance(content, str):
        return (1, 0.0, folded(content))
    return (0, float(content.toordinal() if hasattr(content, "toordinal") else content), "")


def _flat(text: str) -> str:
    return " ".join(text.split())
