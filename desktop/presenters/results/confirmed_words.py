"""The figures of the office beside those that Headquarters confirmed, in words: for the window, paper and commands."""

from collections.abc import Mapping, Sequence

from desktop.base.dates import day_in_words
from desktop.base.text import Text, _, language, pick, plural
from desktop.definitions.indicator import Indicator, Period
from desktop.definitions.loading import Definitions
from desktop.documents.charts.chart import Chart, ChartDatum, ChartKind, ChartSeries
from desktop.services.exchange.headquarters.answering import FiguresOfOffice
from desktop.services.results.confirmed import (
    CauseKind,
    ComparedFigure,
    ComparedFigures,
    ConfirmedFigures,
    DifferenceCause,
    RegionStanding,
)
from desktop.services.results.figure_words import chart_unit, value_words

SEVERAL = 2


def standing_words(compared: ComparedFigures, period: Period, begins: int) -> str:
    """Whether Headquarters confirmed a period, on which day, and how many figures differ."""
    confirmed = compared.confirmed
    if confirmed is None:
        return _("Headquarters has not confirmed any figure yet: it does so in the returns that answer your bundles.")
    if confirmed.of_period(period) is None:
        day = day_in_words(confirmed.day.isoformat(), language(), "long")
        return _(
            "Headquarters last confirmed figures on {day}: each year since {year} and all of them together, but not "
            "this period."
        ).format(day=day, year=begins)
    since = day_words(confirmed)
    differing = len(differences(compared))
    if not differing:
        words = _("Every figure is the same there.")
        return f"{since} {words}"
    if (later := only_later(compared)) is not None:
        words = _("{count} figures are newer here: Headquarters has not yet had your changes from number {first} on.")
        return f"{since} {words.format(count=differing, first=later[0])}"
    words = plural(
        "{count} figure is another there; below stands why.",
        "{count} figures are others there; below stands why.",
        differing,
    )
    return f"{since} {words}"


def differences(compared: ComparedFigures) -> Sequence[ComparedFigure]:
    """The indicators of which Headquarters has another figure."""
    return [own for own in compared.figures.values() if own.differs and own.own.indicator.type is not None]


def only_later(compared: ComparedFigures) -> tuple[int, int] | None:
    """The changes that Headquarters has not yet had, where these are why several figures differ, and nothing else is;
    a sentence says so then, instead of a line for each figure."""
    causes = {(cause.kind, cause.changes) for own in differences(compared) for cause in own.causes}
    if len(differences(compared)) < SEVERAL or len(causes) != 1:
        return None
    ((kind, changes),) = causes
    return changes if kind is CauseKind.LATER else None


def day_words(confirmed: ConfirmedFigures) -> str:
    """On which day Headquarters worked its figures out."""
    day = day_in_words(confirmed.day.isoformat(), language(), "long")
    return _("Confirmed by Headquarters on {day}.").format(day=day)


def told_words(figures: FiguresOfOffice) -> str:
    """At Headquarters, whether an office has heard its figures, and what of its records is not here as it was sent."""
    day = day_in_words(figures.day.isoformat(), language(), "long") if figures.day is not None else ""
    if not day:
        words = _("No return was written for this office yet: it has not heard these figures.")
    elif figures.is_current:
        words = _("The return of {day} told the office these figures; nothing arrived since.").format(day=day)
    else:
        words = _("Something arrived since the return of {day}: the next one tells these figures.").format(day=day)
    if not figures.waiting:
        return words
    waiting = plural(
        "{count} of its records is disputed, waits or was refused here: the office may count it otherwise.",
        "{count} of its records are disputed, wait or were refused here: the office may count them otherwise.",
        figures.waiting,
    )
    return f"{words} {waiting}"


def confirmed_words(compared: ComparedFigure | None) -> str:
    """The value that Headquarters has; that there is none yet where it did not tell of it."""
    if compared is None or compared.theirs is None:
        return _("not yet")
    return value_words(compared.own.indicator, compared.theirs.value)


def difference_words(compared: ComparedFigure) -> str:
    """How much more or less the office has; empty without a difference or where one side has no number."""
    difference = compared.difference
    if not difference:
        return ""
    sign = "+" if difference > 0 else "\u2212"
    return f"{sign}{value_words(compared.own.indicator, abs(difference))}"


def region_words(definitions: Definitions, indicator: Indicator, standing: RegionStanding) -> str:
    """Where the office stands among those of its region, and what the region comes to."""
    return _("{place} of {count} offices; the region {region} comes to {total}.").format(
        place=standing.place,
        count=len(standing.offices),
        region=definitions.regions.labels.get(standing.region, standing.region),
        total=value_words(indicator, standing.total),
    )


def region_chart(indicator: Indicator, standing: RegionStanding, office: str, spoken: str) -> Chart:
    """The figures of the offices of a region, the highest first, of which only this one is named."""
    places = range(1, len(standing.offices) + 1)
    labels = tuple(office if place == standing.place else str(place) for place in places)
    data = tuple(
        ChartDatum(own, "", place == standing.place) for place, own in zip(places, standing.offices, strict=True)
    )
    title = _("Among the offices of the region")
    return Chart(title, ChartKind.ROWS, labels, (ChartSeries(title, data),), chart_unit(indicator), spoken)


def cause_words(compared: ComparedFigure, cause: DifferenceCause, reasons: Mapping[str, Text]) -> str:
    """Why a figure differs, in a sentence or two."""
    first, last = cause.changes
    match cause.kind:
        case CauseKind.DEFINITION:
            return _definition_words(compared)
        case CauseKind.LATER:
            return f"{_later_words(first, last)} {_bearing_words(cause)}"
        case CauseKind.AHEAD:
            return _(
                "Headquarters has had changes {first} to {last} of another laptop of this office that are not here: "
                "import its newest return."
            ).format(first=first, last=last)
        case CauseKind.CONFLICT:
            words = _("At Headquarters two versions of a record disagree until a person decides.")
            return f"{words} {_bearing_words(cause)}"
        case CauseKind.PARKED:
            words = _("A part of what was sent waits at Headquarters for something that has not arrived.")
            return f"{words} {_bearing_words(cause)}"
        case CauseKind.REFUSED:
            words = _("Headquarters could not apply a part of what was sent: ask there why.")
            return f"{words} {_bearing_words(cause)}"
        case CauseKind.LEFT_OUT:
            words = _("What counts here is left out at Headquarters: {reason}.").format(
                reason=_reason_words(cause, reasons)
            )
            return f"{words} {_bearing_words(cause)}"
        case CauseKind.COUNTED:
            words = _("What is left out here is not left out at Headquarters: {reason}.").format(
                reason=_reason_words(cause, reasons)
            )
            return f"{words} {_bearing_words(cause)}"
        case CauseKind.UNITED:
            return _("Headquarters ruled that these partners are one company, and counts them once.")
        case CauseKind.UNKNOWN:
            return _(
                "No cause is known here: send a bundle and import the return that answers it; should the difference "
                "stay, ask Headquarters."
            )


def causes_in_words(compared: ComparedFigure, reasons: Mapping[str, Text]) -> Sequence[str]:
    """All causes of a difference."""
    return [cause_words(compared, cause, reasons) for cause in compared.causes]


def _definition_words(compared: ComparedFigure) -> str:
    own, theirs = compared.own.indicator.version, compared.theirs.version if compared.theirs is not None else 0
    if own == theirs:
        return _("Headquarters counts by another file of indicators than this computer: one of the two is older.")
    return _("Headquarters counts by version {theirs} of this definition, this computer by version {own}.").format(
        theirs=theirs, own=own
    )


def _later_words(first: int, last: int) -> str:
    if first == last:
        return _("Your figure is newer: Headquarters has not yet had your change {number}.").format(number=first)
    return _("Your figure is newer: Headquarters has not yet had your changes {first} to {last}.").format(
        first=first, last=last
    )


def _bearing_words(cause: DifferenceCause) -> str:
    """What a cause concerns: records of the figure, else such as it rests on."""
    if cause.records:
        return plural(
            "That concerns {count} record of this figure.",
            "That concerns {count} records of this figure.",
            len(cause.records),
        )
    return plural(
        "That concerns {count} record on which this figure rests, such as an agreement or a partner.",
        "That concerns {count} records on which this figure rests, such as agreements or partners.",
        cause.bearing,
    )


def _reason_words(cause: DifferenceCause, reasons: Mapping[str, Text]) -> str:
    """A reason by its words; by its id where only the other side’s definitions know it."""
    return pick(reasons[cause.reason]) if cause.reason in reasons else cause.reason
