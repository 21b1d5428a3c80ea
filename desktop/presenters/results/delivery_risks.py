"""The risks of partnerships under way: the open ones first, the gravest before, and what should have been looked at."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from desktop.base.dates import day_in_words, day_known
from desktop.base.progress import Runner
from desktop.base.text import N_, _, language, plural
from desktop.definitions.terms import Level
from desktop.presenters.listing import ListColumn, RowCell
from desktop.presenters.presenter import Tone
from desktop.presenters.results.recorded_list import RecordedList, RecordedRow, RowFilter, beside
from desktop.services.labels import RISK_LEVELS, RISK_STATES
from desktop.services.results import delivery_risks
from desktop.services.results.delivery_risks import LEVELS, DeliveryRiskLine
from desktop.store.states import RiskState

if TYPE_CHECKING:
    from desktop.office import Office

LEVEL_IN_WORDS: Mapping[Level, tuple[Tone, str]] = {
    Level.HIGH: (Tone.BAD, RISK_LEVELS[Level.HIGH]),
    Level.MEDIUM: (Tone.WARN, RISK_LEVELS[Level.MEDIUM]),
    Level.LOW: (Tone.GOOD, RISK_LEVELS[Level.LOW]),
    Level.NONE: (Tone.NEUTRAL, RISK_LEVELS[Level.NONE]),
}
LATE = "late"  # an open risk that should have been looked at


class DeliveryRisksPresenter(RecordedList[DeliveryRiskLine]):
    """The open risks first."""

    shows = frozenset({"delivery_risk", "partner", "partnership"})
    place, name = "delivery_risk", "delivery-risks"
    title, first_title = N_("Risks under way"), N_("What may go wrong")
    columns = (
        ListColumn("level", N_("Level")),
        ListColumn("partner", N_("Partner")),
        ListColumn("partnership", N_("Partnership"), shown=False),
        ListColumn("cause", N_("Cause"), shown=False),
        ListColumn("response", N_("What is done"), shown=False),
        ListColumn("owner", N_("Person in charge")),
        ListColumn("review", N_("Next review")),
        ListColumn("state", N_("State")),
    )

    def __init__(self, office: "Office", runner: Runner, partnership: str = "", state: str = "") -> None:
        super().__init__(office, runner, partnership)
        if state:
            self.listing.narrow(state=state, level="", office="", region="")

    def read(self) -> Sequence[DeliveryRiskLine]:
        """Every risk, or those of the partnership."""
        return delivery_risks.every(self.office.work, self.partnership)

    def row(self, line: DeliveryRiskLine) -> RecordedRow:
        """A risk as a row."""
        risk, spoken = line.risk, language()
        tone, level = LEVEL_IN_WORDS[line.level]
        state = _(RISK_STATES[risk.state])
        if line.late:
            tone, state = Tone.WARN, _("review overdue")
        elif risk.state != RiskState.OPEN:
            tone = Tone.BAD if risk.state == RiskState.OCCURRED else Tone.NEUTRAL
        review = day_in_words(risk.review_on, spoken) if risk.state == RiskState.OPEN else ""
        cells = {
            **self.of_office(risk.office),
            "level": RowCell(_(level), len(LEVELS) - LEVELS.index(line.level)),
            "partner": RowCell(line.whose.partner),
            "partnership": RowCell(line.whose.title),
            "cause": RowCell(risk.cause),
            "response": RowCell(risk.response),
            "owner": RowCell(line.owner),
            "review": RowCell(review, day_known(risk.review_on) if review else None),
            "state": RowCell(state),
        }
        note = beside((line.whose.partner, _("level: {level}").format(level=_(level)), line.owner, review))
        brief = self.listing.brief({"partnership": line.whose.title})
        filed = {"state": (LATE if line.late else str(risk.state),), "level": (line.level,)}
        return RecordedRow(risk.id, risk.title, note, brief, tone, state, risk.office, filed, cells)

    @property
    def row_filters(self) -> Sequence[RowFilter]:
        """By the state and the level."""
        states = [(LATE, _("review overdue")), *((str(state), _(word)) for state, word in RISK_STATES.items())]
        levels = [(str(level), _(word)) for level, (_tone, word) in LEVEL_IN_WORDS.items()]
        return (
            RowFilter("state", _("State"), _("All states"), states),
            RowFilter("level", _("Level"), _("All levels"), levels),
        )

    @property
    def state(self) -> str:
        """How many risks, how many are watched, and how many should have been looked at."""
        if not self.is_read:
            return ""
        counts = self.counted("state")
        late = counts.get(LATE, 0)
        watched = counts.get(RiskState.OPEN, 0) + late
        parts = [plural("{count} risk on record", "{count} risks on record", len(self.every))]
        if watched:
            parts.append(plural("{count} watched", "{count} watched", watched))
        if late:
            parts.append(plural("{count} review overdue", "{count} reviews overdue", late))
        return beside(parts)
