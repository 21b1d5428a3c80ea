"""The six exercises of the training office: what is done, what lacks of the one chosen, the certificate."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.base.progress import Progress, Runner
from desktop.base.text import _, language
from desktop.definitions.handbook import HandbookSection, handbook
from desktop.presenters.paper import PaperPresenter
from desktop.services.demo import exercises
from desktop.services.demo.certificate import certificate
from desktop.services.demo.exercises import Exercise
from desktop.services.office import office_paper

if TYPE_CHECKING:
    from desktop.office import Office


@dataclass(frozen=True)
class ExerciseLine:
    """An exercise in a list: its key, its title, how much of it lacks, and whether it is done."""

    key: str
    title: str
    lacking: str
    is_done: bool


def _lacking(exercise: Exercise) -> str:
    """How much of an exercise lacks; empty of one that is done."""
    met = sum(requirement.is_met for requirement in exercise.requirements)
    count = len(exercise.requirements)
    return "" if met == count else _("{done} of {count} on record").format(done=met, count=count)


class ExercisesPresenter(PaperPresenter):
    """Reads the exercises again whenever a record changes, away from the window; a real office has none."""

    shows = frozenset(
        {
            *("partner", "person", "diligence_case", "answer", "decision", "ruling", "agreement", "printed_pack"),
            *("contribution", "evidence", "hand_over"),
        }
    )

    def __init__(self, office: "Office", runner: Runner, exercise: str = "") -> None:
        super().__init__(office, runner)
        self.every: tuple[Exercise, ...] = ()
        self.chosen = exercise
        self.name = ""

    def refresh(self) -> None:
        """Read what the records say."""
        office = self.office
        if not self.every:
            self.changed()  # nothing is known yet, and of a real office nothing ever
        if not office.is_practice:
            return
        self.runner.quietly(lambda: exercises.read(office.work, office.backups), self._show)

    def _show(self, every: tuple[Exercise, ...]) -> None:
        self.every = every
        if self.chosen not in {exercise.key for exercise in every}:
            self.chosen = next((exercise.key for exercise in every if not exercise.is_done), every[0].key)
        self.changed()

    @property
    def refusal(self) -> str:
        """Why there are none here; empty in the training office."""
        if self.office.is_practice:
            return ""
        where = _("Close Passerelle, open it again and choose “I just want to try it”.")
        words = _("The exercises are done in the training office, never with real records.")
        return f"{words}\n{where}"

    @property
    def state(self) -> str:
        """How many are done."""
        if not self.every:
            return ""
        done = sum(exercise.is_done for exercise in self.every)
        return _("{done} of {count} exercises are done.").format(done=done, count=len(self.every))

    @property
    def lines(self) -> tuple[ExerciseLine, ...]:
        """The exercises in their order."""
        sections = handbook(language()).sections
        return tuple(
            ExerciseLine(exercise.key, sections[exercise.key].title, _lacking(exercise), exercise.is_done)
            for exercise in self.every
        )

    @property
    def exercise(self) -> Exercise | None:
        """The one that is chosen."""
        return next((exercise for exercise in self.every if exercise.key == self.chosen), None)

    @property
    def section(self) -> HandbookSection | None:
        """What the handbook says of the one that is chosen."""
        return handbook(language()).sections[self.chosen] if self.exercise is not None else None

    @property
    def all_done(self) -> bool:
        """Whether the certificate can be asked for."""
        return bool(self.every) and all(exercise.is_done for exercise in self.every)

    # --- gestures

    def choose(self, key: object) -> None:
        """Show another exercise."""
        self.chosen = str(key)
        self.changed()

    def go_there(self) -> None:
        """Go where the exercise begins."""
        if (exercise := self.exercise) is not None:
            self.open_place(exercise.place, **exercise.arguments)

    def write_name(self, name: str) -> None:
        """The name that the certificate bears."""
        self.name = name.strip()

    # --- on paper

    @property
    def paper_name(self) -> str:
        return _("Certificate {name}.pdf").format(name=self.name)

    @property
    def paper_titles(self) -> tuple[str, str]:
        return _("Writing the certificate"), _("Save the certificate")

    def paper_draft(self) -> Callable[[Progress], bytes]:
        work, name, spoken, backups = self.office.work, self.name, language(), self.office.backups

        def draft(_progress: Progress) -> bytes:
            done = exercises.read(work, backups)
            return certificate(name, done, work.today(), spoken, office_paper.of(work)).data

        return draft
