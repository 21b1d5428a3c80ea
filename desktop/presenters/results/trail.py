"""One dollar followed: each step from the receipt to the evidence, what is proved of it, and the way to its record."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from desktop.base.dates import day_in_words
from desktop.base.progress import Progress, Runner
from desktop.base.text import N_, _, language, plural
from desktop.presenters.listing import ListColumn, Listing, NotedLine, RowCell
from desktop.presenters.paper import PaperPresenter
from desktop.services.audit import sealed_copy, trail
from desktop.services.audit.trail import KINDS, PROOFS, StepProof, TrailStep

if TYPE_CHECKING:
    from desktop.office import Office

TONES = {StepProof.HOLDS: "good", StepProof.ABSENT: "warn", StepProof.BROKEN: "bad", StepProof.RECORDED: "neutral"}


class TrailPresenter(PaperPresenter):
    """The trail of one contribution, by its id."""

    shows = frozenset(
        {"contribution", "partner", "agreement", "earlier_agreement", "diligence_case", "decision", "clearance"}
        | {"evidence", "partnership"}
    )

    def __init__(self, office: "Office", runner: Runner, id: str) -> None:  # noqa: A002
        super().__init__(office, runner)
        columns = (ListColumn("day", N_("Day")), ListColumn("proof", N_("Proof")))
        self.listing = Listing(self, "trail", N_("Steps"), columns, first_title=N_("Step"))
        self.id = id
        self.trail = trail.follow(office.work, id)

    def refresh(self) -> None:
        """Follow it again."""
        self.trail = trail.follow(self.office.work, self.id)
        self.changed()

    @property
    def title(self) -> str:
        """What is followed."""
        return self.trail.title

    @property
    def state(self) -> str:
        """Whether something lacks."""
        gaps = len(self.trail.gaps)
        if not gaps:
            return _("From its receipt to its evidence: nothing lacks.")
        return plural("{count} step lacks or was altered.", "{count} steps lack or were altered.", gaps)

    @property
    def lines(self) -> Sequence[NotedLine]:
        """The steps, by their place in the trail."""
        return [self._line(str(at), step) for at, step in enumerate(self.trail.steps)]

    @staticmethod
    def _line(key: str, step: TrailStep) -> NotedLine:
        day = day_in_words(step.day, language())
        proof = _(PROOFS[step.proof])
        cells = {"day": RowCell(day, step.day), "proof": RowCell(proof)}
        return NotedLine(key, _(KINDS[step.kind]), step.text, cells)

    def mark(self, key: str) -> tuple[str, str]:
        """What is proved of a step: the tone and the word of its mark."""
        proof = self.trail.steps[int(key)].proof
        return TONES[proof], _(PROOFS[proof])

    def open_step(self, key: object) -> None:
        """The record of a step, where it has a page."""
        step = self.trail.steps[int(str(key))]
        if step.place:
            self.open_place(step.place, **step.arguments)

    def back(self) -> None:
        """To the auditor's desk."""
        self.open_place("audit")

    # --- on paper

    @property
    def paper_name(self) -> str:
        """The name of the paper as a file."""
        title = _("From the receipt to the evidence")
        return f"{title} {self.id[:8]}.pdf"

    @property
    def paper_titles(self) -> tuple[str, str]:
        """What is said while it is drawn and saved."""
        return _("Drawing the paper"), _("Save the paper")

    def paper_draft(self) -> Callable[[Progress], bytes]:
        """The trail on one paper."""
        work, followed = self.office.work, self.trail
        return lambda _progress: sealed_copy.pdf(work, [followed])
