"""The offices as rows of Headquarters' list: what each column says, what is to be done, which need a look."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

import desktop
from desktop.base.dates import ago, day_known, day_of
from desktop.base.numbers import format_number
from desktop.base.plausibility import age_in_days, is_of_the_future
from desktop.base.text import N_, _, language, plural
from desktop.definitions.loading import Definitions
from desktop.presenters.exchange.office_summary import OfficeRow
from desktop.presenters.listing import ListColumn, RowCell
from desktop.presenters.presenter import Tone
from desktop.services.exchange.headquarters.offices import OfficeLine
from desktop.services.exchange.headquarters.overview import HeadquartersOverview
from desktop.services.exchange.sending import TOO_OLD_DAYS
from desktop.store.records.values import ChangeRun, SenderReport

COLUMNS = (
    ListColumn("region", N_("Region"), shown=False),
    ListColumn("heard", N_("Last bundle")),
    ListColumn("silence", N_("Days without news"), shown=False, figures=True),
    ListColumn("changes", N_("Received up to"), figures=True),
    ListColumn("missing", N_("Gaps")),
    ListColumn("disagreements", N_("Disagreements"), shown=False),
    ListColumn("clearances", N_("To decide here"), shown=False, figures=True),
    ListColumn("lists", N_("Lists")),
    ListColumn("version", N_("Version")),
    ListColumn("laptops", N_("Laptops"), shown=False, figures=True),
    ListColumn("state", N_("State")),
)


class Attention(StrEnum):
    """Why an office needs a look."""

    INCIDENT = "incident"
    MISSING = "missing"
    DISAGREES = "disagrees"
    DECISION = "decision"
    RETURN = "return"
    SILENT = "silent"
    LISTS = "lists"
    PROGRAM = "program"
    AWAITED = "awaited"


ATTENTION = {
    Attention.INCIDENT: N_("Urgent incident"),
    Attention.MISSING: N_("A bundle is missing"),
    Attention.DISAGREES: N_("Disagreements"),
    Attention.DECISION: N_("Waits for a decision of Headquarters"),
    Attention.RETURN: N_("A return is due"),
    Attention.SILENT: N_("No news"),
    Attention.LISTS: N_("Sanctions lists too old"),
    Attention.PROGRAM: N_("Older program"),
    Attention.AWAITED: N_("Nothing has arrived yet"),
}


def rows(definitions: Definitions, state: HeadquartersOverview, today: date) -> Sequence[OfficeRow]:
    """A row for each office heard of, then for each that is awaited."""
    heard = [_OfficeWords(definitions, state, line, today).row for line in state.offices]
    return [*heard, *(_awaited(code) for code in state.unheard)]


def _awaited(code: str) -> OfficeRow:
    words = _("awaited")
    return OfficeRow(
        code,
        _("Authorized; nothing has arrived yet."),
        Tone.NEUTRAL,
        words,
        {"state": RowCell(words)},
        next=_("Wait for its first bundle."),
        attention=frozenset({Attention.AWAITED}),
    )


@dataclass(frozen=True)
class _OfficeWords:
    """What is said of one office heard of."""

    definitions: Definitions
    state: HeadquartersOverview
    line: OfficeLine
    today: date
    report: SenderReport = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "report", self.line.report or SenderReport())

    @property
    def row(self) -> OfficeRow:
        line, profile = self.line, self.state.profiles.get(self.line.office)
        attention = self.attention
        tone, words = self._chip(attention)
        name, region = (profile.name, profile.region) if profile is not None else ("", "")
        region_words = self.definitions.regions.labels.get(region, "")
        cells = self._cells(region_words) | {"state": RowCell(words)}
        next_ = self._next(attention)
        return OfficeRow(line.office, self._about, tone, words, cells, name, next_, region, region_words, attention)

    @property
    def heard(self) -> date:
        """The day of its last bundle; today where none is known."""
        return day_of(self.line.heard_at) if self.line.heard_at else self.today

    @property
    def oldest_list(self) -> date | None:
        """When the oldest of the lists held there was published; None for no list with a day."""
        days = (day_known(published) for published in self.report.sanctions_lists.values())
        return min((day for day in days if day is not None), default=None)

    @property
    def attention(self) -> frozenset[Attention]:
        """Why it needs a look."""
        line, oldest = self.line, self.oldest_list
        stale = self.definitions.authority.stale_days
        holds = {
            Attention.INCIDENT: self.state.urgent.get(line.office, 0) > 0,
            Attention.MISSING: line.waiting > 0,
            Attention.DISAGREES: line.disagreements + line.set_aside > 0,
            Attention.DECISION: line.clearances > 0,
            Attention.RETURN: line.office in self.state.to_answer,
            Attention.SILENT: age_in_days(self.heard, self.today) > TOO_OLD_DAYS,
            Attention.LISTS: oldest is not None and age_in_days(oldest, self.today) > stale,
            Attention.PROGRAM: is_older(self.report.app),
        }
        return frozenset(reason for reason, does in holds.items() if does)

    @property
    def _about(self) -> str:
        line = self.line
        last = _("last bundle {ago}").format(ago=self._ago(self.heard)) if line.heard_at else ""
        deeds = plural("{count} change received", "{count} changes received", line.changes)
        laptops = plural("{count} laptop", "{count} laptops", line.laptops)
        names = ", ".join(line.first_deciders)
        first = _("decides without having been confirmed: {names}").format(names=names) if names else ""
        return " · ".join(part for part in (last, deeds, laptops, first) if part)

    def _cells(self, region: str) -> dict[str, RowCell]:
        line, oldest = self.line, self.oldest_list
        silence = age_in_days(self.heard, self.today) if line.heard_at else None
        missing = sum(run.count for run in line.missing)
        disagreeing = line.disagreements + self.report.conflicts
        return {
            "region": RowCell(region),
            "heard": RowCell(self._ago(self.heard) if line.heard_at else "", self.heard if line.heard_at else None),
            "silence": RowCell("" if silence is None else format_number(silence, language()), silence),
            "changes": RowCell(format_number(line.changes, language()), line.changes),
            "missing": RowCell(self._missing, missing or None),
            "disagreements": RowCell(
                disagreement_words(line.disagreements, self.report.conflicts), disagreeing or None
            ),
            "clearances": RowCell(str(line.clearances or ""), line.clearances or None),
            "lists": RowCell(lists_words(line.report, self.today), oldest),
            "version": RowCell(version_words(self.report.app)),
            "laptops": RowCell(str(line.laptops), line.laptops),
        }  # fmt: skip

    @property
    def _missing(self) -> str:
        """Which changes are missing; of bundles taken in before it was noted only that something is."""
        return missing_words(self.line.missing) or (_("not known") if self.line.waiting else "")

    def _ago(self, day: date) -> str:
        return ago(day, self.today, language())

    def _chip(self, attention: frozenset[Attention]) -> tuple[Tone, str]:
        """The most pressing thing, in a few words."""
        line = self.line
        if urgent := self.state.urgent.get(line.office):
            return Tone.WARN, plural("{count} urgent incident", "{count} urgent incidents", urgent)
        if line.waiting:
            return Tone.WARN, _("a bundle is missing")
        if line.disagreements:
            return Tone.WARN, plural("{count} disagreement", "{count} disagreements", line.disagreements)
        if line.set_aside:
            return Tone.WARN, plural("{count} value set aside", "{count} values set aside", line.set_aside)
        if is_of_the_future(self.heard, self.today):  # a clock was wrong when its last bundle was taken in
            return Tone.WARN, _("last heard on a day still to come")
        if Attention.SILENT in attention:
            return Tone.WARN, _("no news")
        if line.clearances:
            return Tone.INFO, plural("{count} case to decide", "{count} cases to decide", line.clearances)
        if Attention.LISTS in attention:
            return Tone.WARN, _("lists too old")
        if Attention.RETURN in attention:
            return Tone.INFO, _("a return is due")
        return Tone.GOOD, _("up to date")

    def _next(self, attention: frozenset[Attention]) -> str:
        """What Headquarters has to do about it: the most pressing thing."""
        sentences = {
            Attention.MISSING: _("Ask the office for the bundle that is missing: another one waits for it."),
            Attention.DISAGREES: _("Look at what disagrees or was set aside."),
            Attention.DECISION: _("Decide on what it asked of Headquarters."),
            Attention.RETURN: _("Write its return and hand it over: only a return tells the office what has arrived."),
        }
        later = {
            Attention.SILENT: _("Call the office: nothing has arrived for a long time."),
            Attention.LISTS: _("Send the office newer sanctions lists: what it holds is too old to decide by."),
            Attention.PROGRAM: _("Send the office the newer program when something travels there."),
        }
        first = next((text for reason, text in sentences.items() if reason in attention), "")
        if first:
            return first
        if is_of_the_future(self.heard, self.today):
            return _("Check the date of this computer and of the office’s laptop.")
        nothing = _("Nothing to do: what the office sent is here, and it was told so.")
        return next((text for reason, text in later.items() if reason in attention), nothing)


# --- the words of columns, for the page of one office too


def missing_words(runs: Sequence[ChangeRun]) -> str:
    """Which changes are missing, as `85–86`; several laptops parted by commas."""
    return ", ".join(str(run.first) if run.count == 1 else f"{run.first}–{run.last}" for run in runs)


def disagreement_words(ours: int, theirs: int) -> str:
    """How many disagreements are open here, and how many the office itself has open; empty for none."""
    if not theirs:
        return format_number(ours, language()) if ours else ""
    return _("{here} here, {there} there").format(
        here=format_number(ours, language()), there=format_number(theirs, language())
    )


def lists_words(report: SenderReport | None, today: date) -> str:
    """How old the oldest list is that the office held; empty where its bundles do not say."""
    if report is None or not report.at:
        return ""
    if not report.sanctions_lists:
        return _("none")
    days = [day for published in report.sanctions_lists.values() if (day := day_known(published)) is not None]
    return ago(min(days), today, language()) if days else _("without a date")


def version_words(app: str) -> str:
    """The program of an office, and whether it is older than this one; empty where its bundles do not say."""
    return _("{version}, old").format(version=app) if is_older(app) else app


def is_older(app: str) -> bool:
    """Whether a program is older than this one; False for what is no version."""
    theirs, ours = _version(app), _version(desktop.__version__)
    return theirs is not None and ours is not None and theirs < ours


def _version(app: str) -> tuple[int, ...] | None:
    parts = app.split(".")
    return tuple(map(int, parts)) if all(part.isascii() and part.isdigit() for part in parts) else None


def attention_choices() -> Sequence[tuple[str, str]]:
    """The reasons in the order of the list, with their words."""
    return [(reason, _(words)) for reason, words in ATTENTION.items()]
