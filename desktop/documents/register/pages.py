"""An edition as a folder of pages that any browser opens from a stick: no network, and no script is needed to read it.

`index.html` leads to a page in each language; with scripts a page can be searched, sorted and turned. Everything that
comes from an edition is escaped; a policy in each page lets nothing run or be fetched but its own style and script.
"""

import base64
import hashlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from html import escape

from desktop.base.paths import resources
from desktop.base.text import N_, said_in
from desktop.documents.register.columns import MAIN, NUMBER, NUMBERS, places, said
from desktop.documents.register.edition import ColumnKind, RegisterColumn, RegisterEdition, RegisterRows, RegisterTable
from desktop.documents.register.tables import PREVIEW
from desktop.documents.sheet import Content

BEGUN = 'document.documentElement.className = "scripted";'  # what the script shows page by page is not laid out before
TO_THE_TABLE = N_("To the table")
EDITION = N_("Edition")
LANGUAGES_LABEL = N_("Languages")
ABOUT = N_("About this edition")
CONTACT = N_("Contact")
COUNT = N_("{shown} of {all}, page {page} of {pages}")
NONE_FITS = N_("Nothing in this register has these words.")
DETAILS = N_("Details of")
SEARCH = N_("Search the register")
BEFORE = N_("Previous page")
AFTER = N_("Next page")
ALL = N_("All details")
IN_DOLLARS = N_("Amounts in US dollars unless another currency is named.")
OMITTED = N_("What is left out or hidden, and why")
NOTHING_OMITTED = N_("Nothing is left out and nothing is hidden.")
PARTNERSHIPS_OMITTED = N_("Partnerships left out")
MEANINGS = N_("What each column means")
NAMES = {"fr": "Français", "en": "English", "es": "Español"}


def as_pages(edition: RegisterEdition) -> Iterator[tuple[str, bytes]]:
    """The files of the folder by their paths: a page in each language, and the first page."""
    style, script = (_resource(name) for name in ("page.css", "page.js"))
    yield "index.html", _first_page(edition, style).encode()
    for table in edition.tables:
        yield f"{table.language}/index.html", "".join(_RegisterPage(edition, table).html(style, script)).encode()


def _resource(name: str) -> str:
    return (resources() / "register" / name).read_text(encoding="utf-8").replace("\r\n", "\n")


def _policy(style: str, script: str = "") -> str:
    allowed = f"script-src '{_digest(BEGUN)}' '{_digest(script)}'; " if script else ""
    rules = f"default-src 'none'; style-src '{_digest(style)}'; {allowed}base-uri 'none'; form-action 'none'"
    return f'<meta http-equiv="Content-Security-Policy" content="{rules}">'


def _digest(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def _head(language: str, title: str, style: str, script: str = "") -> str:
    return (
        f'<!doctype html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n{_policy(style, script)}\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n<meta name="robots" content="noindex">\n'
        f"<title>{escape(title)}</title>\n<style>{style}</style>\n"
        f"{f'<script>{BEGUN}</script>' if script else ''}</head>\n<body>\n"
    )


def _first_page(edition: RegisterEdition, style: str) -> str:
    table = edition.tables[0]
    lines = "".join(
        f'<h2 lang="{own.language}"><a href="{own.language}/index.html" hreflang="{own.language}">'
        f"{escape(own.title)} {escape(edition.period)} ({NAMES[own.language]})</a></h2>\n"
        for own in edition.tables
    )
    titles = " · ".join(own.title for own in edition.tables)
    return (
        f"{_head(table.language, titles, style)}<main>\n"
        f"<h1>{escape(edition.office_name)} {escape(edition.number)}</h1>\n"
        f"{lines}</main>\n</body>\n</html>\n"
    )


class _RegisterPage:
    """The page of one language."""

    def __init__(self, edition: RegisterEdition, table: RegisterTable) -> None:
        self.edition, self.table, self.language = edition, table, table.language
        rows = table.partnerships
        self.main = places(rows, MAIN)
        self.others = tuple(place for place in range(len(rows.columns)) if place not in self.main)
        self.gifts = _by_number(table.contributions)

    def html(self, style: str, script: str) -> Iterator[str]:
        edition, table, say = self.edition, self.table, self._say
        title = f"{table.title} {edition.period}"
        yield _head(self.language, f"{title} – {edition.office_name}", style, script)
        yield f'<a class="skip" href="#table">{say(TO_THE_TABLE)}</a>\n<header>\n'
        yield f'<p class="office">{escape(edition.office_name)}</p>\n<h1>{escape(title)}</h1>\n'
        number = escape(edition.number)
        yield (f"<p>{say(EDITION)} {number}</p>\n" if edition.is_sealed else f'<p class="preview">{say(PREVIEW)}</p>\n')
        yield f'<nav aria-label="{say(LANGUAGES_LABEL)}"><ul>'
        for own in edition.tables:
            spoken, name = own.language, NAMES[own.language]
            if spoken == self.language:
                yield f'<li><span lang="{spoken}" aria-current="page">{name}</span></li>'
            else:
                yield f'<li><a href="../{spoken}/index.html" lang="{spoken}" hreflang="{spoken}">{name}</a></li>'
        yield "</ul></nav>\n</header>\n<main>\n"
        yield f'<h2>{say(ABOUT)}</h2>\n<dl class="facts">\n'
        for notice in table.notices:
            yield f"<dt>{escape(notice.label)}</dt><dd>{escape(notice.text)}</dd>\n"
        yield "</dl>\n"
        yield from self._register()
        yield from self._left_out()
        yield from self._columns()
        contact = f"{say(CONTACT)}: {escape(edition.contact)}" if edition.contact else ""
        yield f"</main>\n<footer><p>{contact}</p></footer>\n<script>{script}</script>\n</body>\n</html>\n"

    def _say(self, sentence: str) -> str:
        return escape(said_in(self.language, sentence))

    def _register(self) -> Iterator[str]:
        say, rows = self._say, self.table.partnerships
        yield f'<h2 id="rows">{escape(rows.title)}</h2>\n'
        yield (
            f'<form id="tools" role="search" hidden data-count="{say(COUNT)}" '
            f'data-none="{say(NONE_FITS)}" '
            f'data-details="{say(DETAILS)}">'
            f'<div><label for="search">{say(SEARCH)}</label>'
            '<input id="search" type="search" autocomplete="off" spellcheck="false"></div>'
            f'<button type="button" id="before">{say(BEFORE)}</button>'
            f'<button type="button" id="after">{say(AFTER)}</button>'
            f'<button type="button" id="all" aria-pressed="false">{say(ALL)}</button>'
            '<output id="said" for="search"></output></form>\n'
        )
        yield '<div class="scroll" role="region" tabindex="0" aria-labelledby="rows">\n<table id="table">\n'
        yield f"<caption>{say(IN_DOLLARS)}</caption>\n"
        yield "<thead><tr>"
        for place in self.main:
            column = rows.columns[place]
            yield f'<th scope="col"{_class(column)}>{escape(column.heading)}</th>'
        yield "</tr></thead>\n"
        for row in rows.rows:
            yield from self._row(row)
        if rows.totals:
            cells = (self._cell(rows.columns[place], rows.totals[place], at == 0) for at, place in enumerate(self.main))
            yield f"<tfoot><tr>{''.join(cells)}</tr></tfoot>\n"
        yield "</table>\n</div>\n"

    def _row(self, row: Sequence[Content]) -> Iterator[str]:
        columns = self.table.partnerships.columns
        cells = [self._cell(columns[place], row[place], at == 0) for at, place in enumerate(self.main)]
        number = str(row[self.main[0]] or "") if self.main and columns[self.main[0]].field == NUMBER else ""
        anchor = f' id="{escape(number)}"' if number else ""
        yield f"<tbody{anchor}><tr>{''.join(cells)}</tr>"
        lines = [self._line(columns[place], row[place]) for place in self.others if row[place] not in (None, "")]
        if gifts := self.gifts.get(number):
            lines.append(self._contributions(gifts))
        if lines:
            yield f'<tr class="more"><td colspan="{len(self.main)}"><dl>{"".join(lines)}</dl></td></tr>'
        yield "</tbody>\n"

    def _cell(self, column: RegisterColumn, content: Content, is_first: bool) -> str:
        text = escape(said(content, column, self.language))
        sorted_by = f' data-v="{content}"' if content is not None and not isinstance(content, str) else ""
        if is_first:
            return f'<th scope="row"{_class(column)}>{text}</th>'
        return f"<td{_class(column)}{sorted_by}>{text}</td>"

    def _line(self, column: RegisterColumn, content: Content) -> str:
        text = escape(said(content, column, self.language))
        wide = ' class="long"' if column.kind is ColumnKind.LONG else ""
        return f"<div{wide}><dt>{escape(column.heading)}</dt><dd>{text}</dd></div>"

    def _contributions(self, gifts: Sequence[Sequence[Content]]) -> str:
        listed = self.table.contributions
        if listed is None:
            return ""
        lines = (
            ", ".join(
                said(content, column, self.language)
                for column, content in zip(listed.columns, row, strict=True)
                if column.field != NUMBER and content not in (None, "")
            )
            for row in gifts
        )
        items = "".join(f"<li>{escape(line)}</li>" for line in lines)
        return f'<div class="long"><dt>{escape(listed.title)}</dt><dd><ul>{items}</ul></dd></div>'

    def _left_out(self) -> Iterator[str]:
        table, say = self.table, self._say
        yield f"<h2>{say(OMITTED)}</h2>\n"
        if not table.left_out and not table.hidden:
            yield f"<p>{say(NOTHING_OMITTED)}</p>\n"
            return
        heads = (N_("What"), N_("Rule"), N_("Reason"), N_("Rows"))
        yield '<div class="scroll">\n<table><thead><tr>'
        yield "".join(f'<th scope="col"{" class=n" if head == "Rows" else ""}>{say(head)}</th>' for head in heads)
        yield "</tr></thead><tbody>\n"
        for omitted in table.left_out:
            yield f'<tr><th scope="row">{say(PARTNERSHIPS_OMITTED)}</th><td></td>'
            yield f'<td>{escape(omitted.reason)}</td><td class="n">{omitted.number}</td></tr>\n'
        for hidden in table.hidden:
            yield f'<tr><th scope="row">{escape(hidden.field)}</th><td>{escape(hidden.rule)}</td>'
            yield f'<td>{escape(hidden.reason)}</td><td class="n">{hidden.number}</td></tr>\n'
        yield "</tbody></table>\n</div>\n"

    def _columns(self) -> Iterator[str]:
        yield f'<h2>{self._say(MEANINGS)}</h2>\n<dl class="facts">\n'
        for column in self.table.partnerships.columns:
            yield f"<dt>{escape(column.heading)}</dt><dd>{escape(column.meaning)}</dd>\n"
        yield "</dl>\n"


def _class(column: RegisterColumn) -> str:
    if column.kind in NUMBERS:
        return ' class="n"'
    return ' class="c"' if column.kind in (ColumnKind.CODE, ColumnKind.DAY) else ""


def _by_number(listed: RegisterRows | None) -> dict[str, list[Sequence[Content]]]:
    """The contributions by the number of their partnership."""
    by_number: defaultdict[str, list[Sequence[Content]]] = defaultdict(list)
    if listed is not None and (place := listed.place(NUMBER)) is not None:
        for row in listed.rows:
            by_number[str(row[place])].append(row)
    return by_number
