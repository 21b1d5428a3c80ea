"""Names and emblems that are shown: what hangs beyond its day, what nobody approved, what stands against it."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from desktop.base.dates import day_in_words, day_known
from desktop.base.progress import Runner
from desktop.base.text import N_, _, language, pick, plural
from desktop.presenters.listing import ListColumn, RowCell
from desktop.presenters.presenter import Tone
from desktop.presenters.results.recorded_list import RecordedList, RecordedRow, RowFilter, beside
from desktop.services.results import visibility
from desktop.services.results.visibility import AgainstUse, VisibilityLine, VisibilityState

if TYPE_CHECKING:
    from desktop.office import Office

TONES: Mapping[VisibilityState, Tone] = {
    VisibilityState.OVERDUE: Tone.BAD,
    VisibilityState.UNAPPROVED: Tone.WARN,
    VisibilityState.SOON: Tone.WARN,
    VisibilityState.SHOWN: Tone.GOOD,
    VisibilityState.PLANNED: Tone.INFO,
    VisibilityState.DOWN: Tone.NEUTRAL,
}
STATES: Mapping[VisibilityState, tuple[Tone, str]] = {
    state: (tone, visibility.STATE_WORDS[state]) for state, tone in TONES.items()
}
AGAINST: Mapping[AgainstUse, str] = {
    AgainstUse.AD_HOC: N_("An ad hoc collaboration gives no use of the name or emblem of IOM (¶23)."),
    AgainstUse.SUSPENDED: N_("Its agreement is suspended: the partner makes no use of the name or emblem of IOM."),
    AgainstUse.NOT_FORESEEN: N_("The due diligence was not asked about a use of the name or emblem of IOM."),
}
AGAINST_IN_SHORT: Mapping[AgainstUse, str] = {
    AgainstUse.AD_HOC: N_("ad hoc collaboration"),
    AgainstUse.SUSPENDED: N_("agreement suspended"),
    AgainstUse.NOT_FORESEEN: N_("not foreseen in the due diligence"),
}


class VisibilityPresenter(RecordedList[VisibilityLine]):
    """What has to be done about comes first."""

    shows = frozenset({"visibility_use", "partner", "partnership"})
    place, name = "visibility_use", "visibility"
    title, first_title = N_("Names and emblems shown"), N_("On what it stands")
    columns = (
        ListColumn("mark", N_("Whose")),
        ListColumn("partner", N_("Partner")),
        ListColumn("partnership", N_("Partnership"), shown=False),
        ListColumn("place", N_("Where it is shown")),
        ListColumn("approved", N_("Approved by")),
        ListColumn("until", N_("Until")),
        ListColumn("down", N_("Taken down"), shown=False),
        ListColumn("against", N_("Against it"), shown=False),
        ListColumn("state", N_("State")),
    )

    def __init__(self, office: "Office", runner: Runner, partnership: str = "", state: str = "") -> None:
        super().__init__(office, runner, partnership)
        if state:
            self.listing.narrow(state=state, mark="", office="", region="")

    def read(self) -> Sequence[VisibilityLine]:
        """Every use, or those of the partnership."""
        return visibility.every(self.office.work, self.partnership)

    def row(self, line: VisibilityLine) -> RecordedRow:
        """A use as a row."""
        use, spoken = line.use, language()
        tone, word = STATES[line.state]
        marks = self.office.definitions.results.by_mark
        mark = pick(marks[use.mark].label) if use.mark in marks else use.mark
        until = day_in_words(line.until, spoken)
        against = ", ".join(_(AGAINST_IN_SHORT[code]) for code in line.against)
        cells = {
            **self.of_office(use.office),
            "mark": RowCell(mark),
            "partner": RowCell(line.partner),
            "partnership": RowCell(line.partnership),
            "place": RowCell(use.place),
            "approved": RowCell(use.approved_by),
            "until": RowCell(until, day_known(line.until)),
            "down": RowCell(day_in_words(use.taken_down_on, spoken), day_known(use.taken_down_on)),
            "against": RowCell(against),
            "state": RowCell(_(word)),
        }
        return RecordedRow(
            use.id,
            use.material,
            beside((line.partner, mark, use.place, _("until {day}").format(day=until) if until else "")),
            self.listing.brief({"against": against}),
            tone,
            _(word),
            use.office,
            {"state": (line.state,), "mark": (use.mark,)},
            cells,
        )

    @property
    def row_filters(self) -> Sequence[RowFilter]:
        """By the state and by whose name or emblem it is."""
        states = [(str(state), _(word)) for state, (_tone, word) in STATES.items()]
        marks = [(own.id, pick(own.label)) for own in self.office.definitions.results.marks]
        return (
            RowFilter("state", _("State"), _("All states"), states),
            RowFilter("mark", _("Whose"), _("All names and emblems"), marks),
        )

    @property
    def state(self) -> str:
        """How many uses, and how many somebody has to do something about."""
        if not self.is_read:
            return ""
        counts = self.counted("state")
        late, unapproved = counts.get(VisibilityState.OVERDUE, 0), counts.get(VisibilityState.UNAPPROVED, 0)
        parts = [plural("{count} use on record", "{count} uses on record", len(self.every))]
        if late:
            parts.append(plural("{count} to be taken down", "{count} to be taken down", late))
        if unapproved:
            parts.append(plural("{count} approved by nobody", "{count} approved by nobody", unapproved))
        return beside(parts)
