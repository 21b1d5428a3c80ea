"""The letters that a case allows now, each made as a PDF in any language of the program."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.base.files import write_safely
from desktop.base.progress import Runner
from desktop.base.text import LANGUAGES, N_, _, language, pick
from desktop.definitions.letters import LetterText
from desktop.presenters.diligence.case import CasePresenter
from desktop.services.diligence import letters
from desktop.services.diligence.assessments import Assessment

if TYPE_CHECKING:
    from desktop.office import Office

IN_LANGUAGE = {"fr": N_("PDF in French…"), "en": N_("PDF in English…"), "es": N_("PDF in Spanish…")}


class LettersPresenter(CasePresenter):
    """One case with the letters that go with what was decided on it."""

    def __init__(self, office: "Office", runner: Runner, case: str) -> None:
        super().__init__(office, runner, case)

    def _read(self) -> Assessment:
        self.letters: Sequence[LetterText] = letters.of_case(self.office.work, self.case_id)
        return super()._read()

    def preview(self, letter: LetterText) -> Sequence[str]:
        """Its paragraphs in the language of the window."""
        names = {
            "partner": self.assessment.partner.name,
            "partnership": self.assessment.partnership.title,
            "case": self.assessment.case.number,
            "office": self.office.profile.name,
        }
        _subject, paragraphs = letter.filled(language(), names)
        return paragraphs

    def papers(self, letter: LetterText) -> Sequence[tuple[str, Callable[[], None]]]:
        """What can be made of a letter, with the words of its button: the reader's own language first."""
        spoken = [language(), *(code for code in LANGUAGES if code != language())]
        return [(_(IN_LANGUAGE[code]), partial(self._make, letter, code)) for code in spoken]

    def _make(self, letter: LetterText, spoken: str) -> None:
        work, case_id = self.office.work, self.case_id
        name = f"{letter.label[spoken]} {self.assessment.case.number}".replace("/", "-")

        def write(path: Path) -> None:
            self.runner.run(
                _("Making the letter"),
                lambda progress: write_safely(path, letters.pdf(work, case_id, letter.id, spoken)),
                lambda _written: self._say_made(path),
            )

        self.asker.place_to_save(pick(letter.label), f"{name}.pdf", write)

    def _say_made(self, path: Path) -> None:
        self.deed_sentence = _("The letter is in {path}. Read it before you sign it.").format(path=path)
        self.changed()
