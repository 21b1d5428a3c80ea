"""Sections of the annual report to Member States: only what the rules of the register let leave for them (¶27)."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal

from desktop.base.places import country_name
from desktop.base.text import _, language, pick, plural
from desktop.definitions.register import REMAINDER
from desktop.documents.register.edition import ColumnKind
from desktop.documents.reports.content import ReportCell, ReportColumn, ReportPiece, ReportRow, ReportTable, ReportWords
from desktop.documents.sheet import Content
from desktop.services.reports.basis import ReportBasis, count, usd
from desktop.services.results import figure_words
from desktop.services.results.register.publishing import PublishedEntry
from desktop.services.results.register.wording import Cells, hidden_fields

LISTED = ("number", "office", "partner", "countries", "type", "received_usd")  # fields of the register, in this order
WIDTHS: Mapping[str, float] = {"number": 1.6, "office": 1.3, "partner": 1.9, "countries": 1.0, "type": 2.1}
OF_AMOUNT = 1.7  # nine figures with their cents and currency stand in one line


def in_short(basis: ReportBasis) -> tuple[ReportPiece, ...]:
    """What the year brought, in sentences, whatever of it may be told row by row."""
    published, spoken = basis.published, language()
    received = published.totals.whole["received_usd"]
    is_told = received is not None
    sentences = [figure_words.five_percent_sentence(basis.answer.five_percent) if is_told else basis.why_withheld]
    sentences.append(
        plural(
            "{count} partnership may be published; the register lists it.",
            "{count} partnerships may be published; the register lists them.",
            len(published.entries),
        )
    )
    if received is not None:
        words = _("All contributions together, including those that are not listed one by one: {sum}.")
        sentences.append(words.format(sum=usd(received).words(spoken)))
    return (ReportWords(tuple(sentences)),)


def totals(basis: ReportBasis) -> tuple[ReportPiece, ...]:
    """What everything comes to, equal to the indicators; a total that would give one partnership away is not told."""
    published = basis.published
    rules, whole = published.rules, published.totals.whole
    guard = rules.guards[REMAINDER]
    columns = (ReportColumn("what", "", 2.8), ReportColumn("value", _("US dollars"), 1.3, "right"))
    rows = [
        ReportRow((pick(rules.by_field[field].label), usd(value) if value is not None else pick(guard.words)), field)
        for field, value in whole.items()
    ]
    note = pick(guard.reason) if published.totals.not_broken_down else ""
    return (ReportTable("published_totals", "", columns, tuple(rows), note=note),)


def where(basis: ReportBasis) -> tuple[ReportPiece, ...]:
    """How many partnerships may be told of by country, by target group, by type and by theme."""
    strategy, entries = basis.work.definitions.strategy, basis.published.entries
    groups, types, themes = (strategy.labels(name) for name in ("groups", "types", "themes"))
    tables = (
        _counts("country", _("By country"), entries, "countries", lambda own: own.entry.countries, _country),
        _counts(
            "group",
            _("By target group (¶28)"),
            entries,
            "partner_type",
            lambda own: (own.entry.partner.group,),
            _of(groups),
        ),
        _counts("type", _("By type of partnership (¶29)"), entries, "type", lambda own: own.entry.types, _of(types)),
        _counts("theme", _("By theme"), entries, "themes", lambda own: own.entry.themes, _of(themes)),
    )
    shown = tuple(table for table in tables if table.rows)
    return shown or (ReportWords((_("No partnership may be published."),), quiet=True),)


def _country(code: str) -> str:
    return country_name(code, language()) or code


def _of(labels: Mapping[str, Mapping[str, str]]) -> Callable[[str], str]:
    return lambda code: pick(labels[code]) if code in labels else code


def _counts(
    id_: str,
    title: str,
    entries: Iterable[PublishedEntry],
    field: str,
    codes: Callable[[PublishedEntry], Sequence[str]],
    words: Callable[[str], str],
) -> ReportTable:
    counts = Counter(code for own in entries if own.shows(field) for code in codes(own) if code)
    columns = (ReportColumn("group", "", 2.8), ReportColumn("partnerships", _("Partnerships"), 1.0, "right"))
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], words(pair[0])))
    rows = tuple(ReportRow((words(code), count(many)), code) for code, many in ordered)
    return ReportTable(f"published_{id_}", title, columns, rows)


def register(basis: ReportBasis) -> tuple[ReportPiece, ...]:
    """The partnerships that may be told of, a row each, with what stands in the place of what is withheld."""
    published, cells = basis.published, Cells(basis.work.definitions, language())
    left = () if basis.is_hq else ("office",)  # an office tells of its own alone
    fields = [own for own in published.fields if own.id in LISTED and own.id not in left]
    columns = tuple(
        ReportColumn(
            own.id,
            pick(own.label),
            *((OF_AMOUNT, "right") if own.kind == ColumnKind.MONEY else (WIDTHS.get(own.id, 1.2), "left")),
        )
        for own in fields
    )
    rows = tuple(
        ReportRow(tuple(_cell(cells.cell(own, field)) for field in fields), own.entry.number)
        for own in published.entries
    )
    note = _("Every field, the contributions and the rules stand in the transparency register itself.")
    return (ReportTable("register", "", columns, rows, note=note, when_empty=_("No partnership may be published.")),)


def _cell(content: Content) -> ReportCell:
    return usd(Decimal(content)) if isinstance(content, int | Decimal) else content


def withheld(basis: ReportBasis) -> tuple[ReportPiece, ...]:
    """What is not told, by which rule and why, and how many partnerships are in no list."""
    published = basis.published
    rules = published.rules
    hidden = tuple(
        ReportRow(
            (pick(rules.by_field[own.field].label), pick(own.withheld.reason), count(own.count)),
            f"{own.field}.{own.withheld.rule}",
        )
        for own in hidden_fields(published)
    )
    reasons = Counter(own.reason for own in published.left_out)
    left_out = tuple(ReportRow((pick(rules.left_out[reason]), count(many)), reason) for reason, many in reasons.items())
    fields = (
        ReportColumn("field", _("Field"), 1.5),
        ReportColumn("reason", _("Why it is withheld"), 3.2),
        ReportColumn("rows", _("Rows"), 0.8, "right"),
    )
    columns = (ReportColumn("reason", _("Why not"), 3.6), ReportColumn("partnerships", _("Partnerships"), 1.0, "right"))
    return (
        ReportTable("withheld", _("Withheld"), fields, hidden, when_empty=_("Nothing is withheld.")),
        ReportTable("left_out", _("Not listed"), columns, left_out, when_empty=_("Every partnership is listed.")),
    )
