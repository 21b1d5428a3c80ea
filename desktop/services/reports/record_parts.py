"""Sections of reports that come from records: partnerships, activities, persons, visibility, risks, lessons, cost."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal

from desktop.base import places
from desktop.base.dates import day_known
from desktop.base.text import _, language, pick, plural
from desktop.definitions.indicator import ASSISTED, Figure
from desktop.documents.reports.content import (
    NumberKind,
    ReportCell,
    ReportColumn,
    ReportNumber,
    ReportPiece,
    ReportRow,
    ReportTable,
    ReportWords,
)
from desktop.services.labels import RISK_LEVELS, RISK_STATES
from desktop.services.reports.basis import CountedPartnership, ReportBasis, count, number, usd
from desktop.services.results import (
    activities,
    delivery_risks,
    figure_words,
    function_costs,
    innovations,
    lessons,
    visibility,
)
from desktop.services.results.activities import ActivityLine
from desktop.services.results.delivery_risks import LEVELS, STATES
from desktop.services.results.innovations import InnovationLine
from desktop.services.results.lessons import LessonLine
from desktop.services.results.visibility import STATE_WORDS, VisibilityState
from desktop.store.records import Activity, FunctionCost

HEADS = ("heads.sex", "heads.age", "heads.category", "heads.reach")


# --- partnerships


def partnerships(basis: ReportBasis) -> tuple[ReportPiece, ...]:
    """Those that began, those that ended, those in force; by name as far as the report may name them."""
    period = basis.period
    active = [own for own in basis.partnerships if own.is_active(period)]
    begun, ended = [own for own in active if own.begins_in(period)], [own for own in active if own.ends_in(period)]
    others = [own for own in active if own not in begun and own not in ended]
    return (
        _partnership_table(basis, "begun", _("Begun in the period"), begun, _("None began in the period.")),
        _partnership_table(basis, "ended", _("Ended in the period"), ended, _("None ended in the period.")),
        _partnership_table(basis, "ongoing", _("In force throughout"), others, _("No other was in force.")),
    )


def _partnership_table(
    basis: ReportBasis, id_: str, title: str, listed: Sequence[CountedPartnership], when_empty: str
) -> ReportTable:
    columns = (
        ReportColumn("partnership", _("Partnership"), 2.3),
        ReportColumn("partner", _("Partner"), 1.7),
        ReportColumn("type", _("Type (¶29)"), 1.6),
        ReportColumn("first", _("From"), 0.95),
        ReportColumn("last", _("Until"), 0.95),
    )
    types = basis.work.definitions.strategy.labels("types")
    rows = tuple(
        ReportRow(
            (
                basis.text(own.record.title),
                own.partner,
                pick(types[own.record.type]) if own.record.type in types else "",
                own.first,
                own.last,
            ),
            own.record.register_number or own.record.id,
        )
        for own in listed
        if own.named
    )
    unnamed = len(listed) - len(rows)
    note = _more(unnamed)
    return ReportTable(id_, title, columns, rows, note=note, when_empty="" if note else when_empty)


def _more(unnamed: int) -> str:
    words = plural("{count} more is counted, not named.", "{count} more are counted, not named.", unnamed)
    return words if unnamed else ""


# --- activities


def activity_list(basis: ReportBasis) -> tuple[ReportPiece, ...]:
    """What took place or was released in the period, by its day."""
    return (activity_table(basis, activities.every(basis.work), ""),)


def activity_table(basis: ReportBasis, lines: Iterable[ActivityLine], title: str) -> ReportTable:
    """Those of these activities that fall into the period and the scope."""
    kinds = basis.work.definitions.results.labels("activities")
    within = [
        line for line in lines if basis.is_within(line.activity.office) and _takes_place(line.activity, *basis.period)
    ]
    listed = [line for line in within if line.activity.partnership_id not in basis.unnamed]
    rows = tuple(
        ReportRow(
            (
                basis.text(line.activity.title),
                pick(kinds[line.activity.kind]) if line.activity.kind in kinds else "",
                basis.partners(tuple(line.partners)),
                ", ".join(places.country_name(code, language()) for code in line.activity.countries),
                day_known(activities.day_of_activity(line.activity)),
            ),
            line.activity.id,
        )
        for line in sorted(listed, key=lambda line: (activities.day_of_activity(line.activity), line.activity.title))
    )
    columns = (
        ReportColumn("activity", _("Activity"), 2.3),
        ReportColumn("kind", _("Kind"), 1.3),
        ReportColumn("partners", _("Partners"), 1.7),
        ReportColumn("countries", _("Countries"), 1.2),
        ReportColumn("day", _("Day"), 0.95),
    )
    note, empty = _more(len(within) - len(rows)), _("No activity is recorded in the period.")
    return ReportTable("activities", title, columns, rows, note=note, when_empty=empty)


def _takes_place(activity: Activity, first: date, last: date) -> bool:
    days = [day_known(day) for day in (activity.starts_on, activity.ends_on, activity.released_on)]
    on_record = [day for day in days if day is not None]
    return bool(on_record) and min(on_record) <= last and max(on_record) >= first


# --- persons


def persons(basis: ReportBasis) -> tuple[ReportPiece, ...]:
    """The innovations that reached the period's end, and the persons whom they assisted, by what is told of them."""
    assisted = basis.figure(ASSISTED)
    pieces: list[ReportPiece] = [innovation_table(basis, innovations.every(basis.work))]
    if assisted.value:
        many = number(assisted.indicator, assisted.value).words(language())
        words = [_("Persons assisted in the period: {count}.").format(count=many)]
        if assisted.estimated:
            words.append(_("Some of these persons were not counted by a list: somebody may be in it twice."))
        pieces += [ReportWords(tuple(words)), *_heads(basis, assisted)]
    return tuple(pieces)


def innovation_table(basis: ReportBasis, lines: Iterable[InnovationLine]) -> ReportTable:
    """Those of these innovations that had begun by the end of the period, with the persons assisted in it."""
    rules, last = basis.work.definitions.results, basis.period.last
    stages = rules.labels("stages")
    rows = []
    for line in lines:
        own = line.innovation
        days = [day for reached in own.stages if (day := day_known(reached.on)) is not None]
        if not basis.is_within(own.office) or not days or min(days) > last or own.partnership_id in basis.unnamed:
            continue
        counts = [head for head in line.head_counts if _is_of(head.until or head.happened_on, basis)]
        stage = pick(stages[own.stage]) if own.stage in stages else ""
        offices = len({taken.office_code for taken in line.replications if not taken.archived})
        assisted = innovations.persons(basis.answer.indicators, counts, last) if counts else 0
        rows.append(
            ReportRow(
                (basis.text(own.title), basis.partner(line.partner_id), stage, count(offices), count(assisted)), own.id
            )
        )
    columns = (
        ReportColumn("innovation", _("Innovation"), 2.4),
        ReportColumn("partner", _("Partner"), 1.7),
        ReportColumn("stage", _("Stage"), 1.3),
        ReportColumn("offices", _("Taken up by offices"), 0.9, "right"),
        ReportColumn("persons", _("Persons assisted"), 1.0, "right"),
    )
    return ReportTable(
        "innovations", _("New solutions"), columns, tuple(rows), when_empty=_("No innovation is recorded.")
    )


def _is_of(day: str | None, basis: ReportBasis) -> bool:
    on = day_known(day)
    return on is not None and basis.period.first <= on <= basis.period.last


def _heads(basis: ReportBasis, assisted: Figure) -> Iterator[ReportTable]:
    for dimension in HEADS:
        groups = assisted.groups(dimension)
        if set(groups) <= {""}:
            continue
        title = _(figure_words.DIMENSIONS[dimension])
        columns = (ReportColumn("group", "", 2.6), ReportColumn("persons", _("Persons"), 1.2, "right"))
        rows = tuple(
            ReportRow(
                (figure_words.group_words(basis.work.definitions, dimension, group), number(assisted.indicator, value)),
                str(group),
            )
            for group, value in figure_words.ordered_groups(basis.work.definitions, dimension, groups)
            if value
        )
        total = (_("Total"), number(assisted.indicator, assisted.value))
        yield ReportTable(f"persons_{dimension}", title, columns, rows, total)


# --- visibility and risks


def brand(basis: ReportBasis) -> tuple[ReportPiece, ...]:
    """How many uses of names and emblems stand where, by whose mark it is."""
    marks = basis.work.definitions.results.by_mark
    lines = [line for line in visibility.every(basis.work) if basis.is_within(line.use.office)]
    counts = Counter((line.use.mark, line.state) for line in lines)
    columns = (
        ReportColumn("mark", _("Name or emblem"), 2.4),
        *(
            ReportColumn(str(state), figure_words.as_heading(_(STATE_WORDS[state])), 0.9, "right")
            for state in VisibilityState
        ),
    )
    shown = dict.fromkeys(line.use.mark for line in lines)
    rows = tuple(
        ReportRow(
            (
                pick(marks[mark].label) if mark in marks else mark,
                *(count(counts[mark, own]) for own in VisibilityState),
            ),
            mark,
        )
        for mark in sorted(shown)
    )
    words = _("As it stands on the day of this report; no name or emblem is an endorsement (¶24).")
    empty = _("No use of a name or emblem is recorded.")
    return (ReportTable("visibility", "", columns, rows, note=words if rows else "", when_empty=empty),)


def risks(basis: ReportBasis) -> tuple[ReportPiece, ...]:
    """How many risks of partnerships under way, by level and state, and how many should have been looked at again."""
    lines = [line for line in delivery_risks.every(basis.work) if basis.is_within(line.risk.office)]
    if not lines:
        return (ReportWords((_("No risk of a partnership under way is recorded."),), quiet=True),)
    counts = Counter((line.level, line.risk.state) for line in lines)
    columns = (
        ReportColumn("level", _("Level"), 2.0),
        *(ReportColumn(str(state), figure_words.as_heading(_(RISK_STATES[state])), 1.0, "right") for state in STATES),
    )
    rows = tuple(
        ReportRow(
            (figure_words.as_heading(_(RISK_LEVELS[level])), *(count(counts[level, state]) for state in STATES)),
            str(level),
        )
        for level in LEVELS
        if any(counts[level, state] for state in STATES)
    )
    sums = [sum(counts[level, state] for level in LEVELS) for state in STATES]
    total: tuple[ReportCell, ...] = (_("Total"), *map(count, sums))
    late = sum(line.late for line in lines)
    note = _("Past their day of review: {count}.").format(count=late)
    return (ReportTable("risks", "", columns, rows, total, note),)


# --- lessons and cost


def lesson_list(basis: ReportBasis) -> tuple[ReportPiece, ...]:
    """What may be told beyond the office; in a report that stays inside IOM, every lesson."""
    within = [line for line in lessons.every(basis.work) if basis.is_within(line.office) and _is_lately(basis, line)]
    told_on = [line for line in within if basis.kind.internal or (line.lesson is not None and line.lesson.shared)]
    rows = []
    for line in told_on:
        own = line.lesson
        worked, failed = (own.worked, own.failed) if own is not None else ("", "")
        useful = own.useful_for if own is not None else ""
        on = day_known(own.noted_on) if own is not None else None
        code = own.id if own is not None else line.partnership_id
        whose = (line.office,) if basis.is_hq else ()
        rows.append(ReportRow((*map(basis.text, (line.title, worked, failed, useful)), *whose, on), code))
    columns = (
        ReportColumn("lesson", _("Lesson"), 1.8),
        ReportColumn("worked", _("What worked"), 1.8),
        ReportColumn("failed", _("What did not"), 1.8),
        ReportColumn("useful_for", _("Of use for"), 1.3),
        *((ReportColumn("office", _("Office"), 0.7),) if basis.is_hq else ()),
        ReportColumn("noted", _("Noted on"), 0.95),
    )
    unnamed = len(within) - len(rows)
    note = plural(
        "{count} lesson is for inside IOM and is not printed.",
        "{count} lessons are for inside IOM and are not printed.",
        unnamed,
    )
    empty = _("No lesson that may be told beyond the office is recorded.")
    empty = _("No lesson is on record.") if basis.kind.internal else empty
    return (ReportTable("lessons", "", columns, tuple(rows), note=note if unnamed else "", when_empty=empty),)


def _is_lately(basis: ReportBasis, line: LessonLine) -> bool:
    """Whether a lesson was noted in the period, or on a day that nobody knows."""
    on = day_known(line.lesson.noted_on) if line.lesson is not None else None
    return on is None or basis.period.first <= on <= basis.period.last


def cost(basis: ReportBasis) -> tuple[ReportPiece, ...]:
    """The time and the money that the function cost in the period, by who pays (¶30 b)."""
    entries = costs_of(basis)
    if not entries:
        return (ReportWords((_("No cost of the function is recorded in the period."),), quiet=True),)
    sources = basis.work.definitions.function.sources
    columns = (
        ReportColumn("source", _("Who pays"), 2.6),
        ReportColumn("hours", _("Hours"), 1.0, "right"),
        ReportColumn("usd", _("US dollars"), 1.2, "right"),
    )
    rows = []
    for own in sources:
        spent = function_costs.together(entry for entry in entries if entry.source == own.id)
        if spent.entries:
            rows.append(ReportRow((pick(own.label), hours(spent.plain_hours), usd(spent.usd)), own.id))
    whole = function_costs.together(entries)
    note = plural(
        "{count} amount has no rate: it is in no sum of dollars.",
        "{count} amounts have no rate: they are in no sum of dollars.",
        whole.unknown,
    )
    total = (_("Total"), hours(whole.plain_hours), usd(whole.usd))
    return (ReportTable("cost", "", columns, tuple(rows), total, note if whole.unknown else ""),)


def costs_of(basis: ReportBasis) -> Sequence[FunctionCost]:
    """The entries of the period in the scope."""
    first, last = basis.period.first.isoformat(), basis.period.last.isoformat()
    years = range(basis.period.first.year, basis.period.last.year + 1)
    return [
        entry.cost
        for year in years
        for entry in function_costs.every(basis.work, year)
        if first <= entry.cost.spent_on <= last and basis.is_within(entry.cost.office)
    ]


def hours(value: Decimal) -> ReportNumber:
    """Hours of work."""
    return ReportNumber(value, NumberKind.HOURS)
