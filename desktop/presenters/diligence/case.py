"""One due-diligence case open before an officer: what its hub and the pages of its questions have in common."""

from typing import TYPE_CHECKING

from desktop.base.dates import day_in_words
from desktop.base.progress import Runner
from desktop.base.text import _, language
from desktop.definitions.review import CaseReview
from desktop.presenters.presenter import Presenter
from desktop.services.diligence import decided, overview
from desktop.services.diligence.assessments import Assessment
from desktop.services.diligence.authority import who_decides
from desktop.services.office.rights import Right, may
from desktop.store.states import CaseState

if TYPE_CHECKING:
    from desktop.definitions.form import Questionnaire
    from desktop.office import Office


class CasePresenter(Presenter):
    """One case, read when the screen is made and again when something it shows has changed. `case` is its id."""

    shows = frozenset(
        {
            *("diligence_case", "answer", "evidence", "finding", "risk", "task", "screening_run", "ruling"),
            *("partner", "person", "partnership", "decision", "officer", "incident", "milestone_check"),
            *("clearance", "headquarters_request", "headquarters_opinion"),
        }
    )

    def __init__(self, office: "Office", runner: Runner, case: str) -> None:
        super().__init__(office, runner)
        self.case_id = case
        self.assessment = self._read()

    def arrive(self) -> None:
        self.changed()

    def refresh(self) -> None:
        """Read the case again."""
        self.assessment = self._read()
        super().refresh()

    def _read(self) -> Assessment:
        self.overview = overview.read(self.office.work, self.case_id)
        return self.overview.assessment

    @property
    def form(self) -> "Questionnaire":
        """The questionnaire with which the case was begun."""
        return self.office.definitions.form_of(self.overview.assessment.case.form_digest)

    @property
    def review(self) -> CaseReview:
        """What the answers come to now."""
        return self.assessment.review

    @property
    def who_decides(self) -> str:
        """Who will decide the case, and why, as its answers stand."""
        return who_decides(self.office.definitions.authority, self.review, self.overview.deciders)

    @property
    def sent_back(self) -> str:
        """Who sent the case back, when and why, in words; empty when nobody did."""
        words = _("Sent back by {who} on {day}: “{reason}” What was asked for must be answered before it goes back.")
        spoken = language()
        return " ".join(
            words.format(who=decided.decider(by, spoken), day=day_in_words(by.decided_at, spoken), reason=by.reason)
            for by in self.assessment.sent_back
        )

    @property
    def locked(self) -> bool:
        """Whether nothing may be changed: handed over, decided, or not this officer's role."""
        return self.assessment.case.state != CaseState.OPEN or not may(self.office.user, Right.ANSWER)

    def open_case(self) -> None:
        """Go to the whole case."""
        self.open_place("diligence", case=self.case_id)

    def open_partner(self) -> None:
        """Go to the partner."""
        self.open_place("partner", id=self.assessment.partner.id)
