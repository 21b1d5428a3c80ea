"""The coverage matrix of a case on screen: every principle of the reference texts, or one with its questions."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from desktop.base.progress import Progress, Runner
from desktop.base.text import N_, _, language, plural
from desktop.presenters.diligence.answers import COLUMNS
from desktop.presenters.diligence.case import CasePresenter
from desktop.presenters.listing import ListColumn, Listing, RecordSummary, RowCell, SummaryGroup
from desktop.presenters.paper import PaperPresenter
from desktop.presenters.presenter import Tone
from desktop.services.diligence import coverage
from desktop.services.diligence.assessments import Assessment
from desktop.services.diligence.coverage import STATES, CoverageState, CoveredPrinciple, CoveredText

if TYPE_CHECKING:
    from desktop.office import Office

TONES: Mapping[CoverageState, Tone] = {
    CoverageState.ADVERSE: Tone.BAD,
    CoverageState.OPEN: Tone.WARN,
    CoverageState.NOT_ASKED: Tone.NEUTRAL,
    CoverageState.UNPROVEN: Tone.WARN,
    CoverageState.COVERED: Tone.GOOD,
}
PRINCIPLES = (
    ListColumn("questions", N_("Questions and answers"), shown=False),
    ListColumn("evidence", N_("Evidence"), shown=False),
    ListColumn("gap", N_("Gap")),
    ListColumn("state", N_("State")),
)


class CoveragePresenter(PaperPresenter, CasePresenter):
    """One case. `point` is the id of the one principle that is looked at; without one all are listed."""

    def __init__(self, office: "Office", runner: Runner, case: str, point: str = "") -> None:
        super().__init__(office, runner, case)
        self.principles = Listing(
            self, "coverage", N_("Coverage of the principles"), PRINCIPLES, first_title=N_("Principle")
        )
        self.covering = Listing(self, "covering-questions", N_("Questions"), COLUMNS, first_title=N_("Question"))
        self.point = point

    def _read(self) -> Assessment:
        assessment = super()._read()
        self.texts = coverage.matrix(self.office.work, assessment, language())
        return assessment

    # --- what is shown

    @property
    def state(self) -> str:
        """How many principles have a gap, in a sentence."""
        every = [principle for text in self.texts for principle in text.principles]
        gaps = sum(principle.state is not CoverageState.COVERED for principle in every)
        if not gaps:
            return _("No principle has a gap.")
        return plural("{count} principle has a gap.", "{count} principles have a gap.", gaps)

    def principle(self, point: str) -> tuple[CoveredText, CoveredPrinciple]:
        """One principle with its text."""
        return next((text, entry) for text in self.texts for entry in text.principles if entry.id == point)

    @staticmethod
    def mark(principle: CoveredPrinciple) -> tuple[Tone, str]:
        """The state of a principle: its tone and its word."""
        return TONES[principle.state], _(STATES[principle.state])

    def words(self, principle: CoveredPrinciple) -> Mapping[str, str]:
        """What a row says of a principle, by column."""
        return {
            "questions": ", ".join(f"{covering.id} {covering.answer}" for covering in principle.questions),
            "evidence": ", ".join(principle.evidence),
            "gap": " ".join(principle.gaps) or _("Nothing is missing."),
        }

    def cells(self, principle: CoveredPrinciple) -> Mapping[str, RowCell]:
        """The same as the columns of a list."""
        state = RowCell(self.mark(principle)[1], list(CoverageState).index(principle.state))
        return {**{key: RowCell(words) for key, words in self.words(principle).items()}, "state": state}

    def brief(self, principle: CoveredPrinciple) -> str:
        """The quiet line of a row beside its columns."""
        return self.principles.brief(self.words(principle))

    def summarise(self, key: object, take: Callable[[RecordSummary], None]) -> None:
        """One principle in short, beside the list."""
        text, principle = self.principle(str(key))
        tone, word = self.mark(principle)
        answers = tuple(
            (f"{covering.id} · {covering.label}", covering.answer, "", "") for covering in principle.questions
        )
        groups = [SummaryGroup(_("Questions and answers"), answers)]
        if principle.evidence:
            groups.append(SummaryGroup(_("Evidence"), tuple((piece, "", "", "") for piece in principle.evidence)))
        take(
            RecordSummary(
                key,
                principle.label,
                principle.wording,
                principle.gaps[0] if principle.gaps else _("Nothing is missing."),
                " ".join(principle.gaps[1:]),
                state=word,
                tone=tone,
                facts=((_("Text"), text.title),),
                groups=tuple(groups),
            )
        )

    # --- the annex on paper

    @property
    def paper_name(self) -> str:
        """The name of the annex as a file."""
        return _("Coverage of the principles {number}.pdf").format(number=self.assessment.case.number)

    @property
    def paper_titles(self) -> tuple[str, str]:
        """What is said while the annex is drawn, and where it is saved."""
        return _("Making the annex"), _("Save the annex")

    def paper_draft(self) -> Callable[[Progress], bytes]:
        """The matrix as it stands now."""
        work, case_id, spoken = self.office.work, self.case_id, language()
        return lambda progress: coverage.pdf(work, case_id, spoken)

    # --- elsewhere

    def open_principle(self, point: str) -> None:
        """Look at one principle."""
        self.open_place("principle", case=self.case_id, point=point)

    def open_question(self, question: str) -> None:
        """Go to a question; nothing where it is not asked."""
        if question in self.order:
            self.open_place("question", case=self.case_id, question=question)

    @property
    def order(self) -> Sequence[str]:
        """The questions that are asked in this case."""
        return [id_ for section in self.review.sections for id_ in section.questions]

    def open_text(self, text: str) -> None:
        """Read a reference text."""
        self.open_place("references", text=text)

    def open_matrix(self) -> None:
        """Back to all principles."""
        self.open_place("coverage", case=self.case_id)
