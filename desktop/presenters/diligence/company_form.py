"""The company's own form of a case: made, and what came back shown before it is recorded."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.base.dates import day_in_words
from desktop.base.files import write_safely
from desktop.base.progress import Runner
from desktop.base.text import LANGUAGES, N_, _, language, pick, plural, said_in
from desktop.definitions.company_form import BlankKind
from desktop.definitions.filled_blanks import ReadBlank
from desktop.presenters.diligence.case import CasePresenter
from desktop.presenters.mail_words import mail_sentence
from desktop.services.diligence import company_form, missing_papers
from desktop.services.diligence.company_form import CompanyAnswers
from desktop.services.partner_papers import mail_draft

if TYPE_CHECKING:
    from desktop.office import Office

IN_LANGUAGE = {"fr": N_("PDF in French…"), "en": N_("PDF in English…"), "es": N_("PDF in Spanish…")}
LETTER_NAME = N_("Documents requested {number}")
PATTERNS = "*.pdf *.json *.csv *.xlsx *.txt"


class CompanyFormPresenter(CasePresenter):
    """One case. Nothing of a file that came back is recorded before the officer says so."""

    def __init__(self, office: "Office", runner: Runner, case: str) -> None:
        super().__init__(office, runner, case)
        self.path = Path()
        self.returned: CompanyAnswers | None = None
        self.chosen: dict[str, str] = {}  # the reading that is meant, by the name of the blank

    @property
    def papers(self) -> Sequence[tuple[str, Callable[[], None]]]:
        """What can be made, with the words of its button: the reader's own language first."""
        spoken = [language(), *(code for code in LANGUAGES if code != language())]
        pdfs = [(_(IN_LANGUAGE[code]), partial(self._make, code, "pdf", company_form.make_pdf)) for code in spoken]
        xlsform = partial(self._make, language(), "xlsx", company_form.make_xlsform)
        return [*pdfs, (_("XLSForm for KoboToolbox and ODK…"), xlsform)]

    def _make(self, spoken: str, ending: str, make: Callable[..., bytes]) -> None:
        name = said_in(spoken, company_form.FORM_NAME).format(number=self.assessment.case.number.replace("/", "-"))
        work, case_id = self.office.work, self.case_id

        def write(path: Path) -> None:
            self.runner.run(
                _("Making the company’s form"),
                lambda progress: write_safely(path, make(work, case_id, spoken)),
                lambda _written: self._say_made(path),
            )

        self.asker.place_to_save(_("Save the company’s form"), f"{name}.{ending}", write)

    def _say_made(self, path: Path) -> None:
        self.deed_sentence = _("The company’s form is in {path}.").format(path=path)
        self.changed()

    # --- the letter that asks for papers

    @property
    def missing(self) -> Sequence[str]:
        """The papers of the partner that nothing supports yet, in words."""
        questions = missing_papers.missing_papers(self.form, self.assessment)
        return [f"{pick(question.evidence)} — {pick(question.short)}" for question in questions if question.evidence]

    @property
    def letters(self) -> Sequence[tuple[str, Callable[[], None]]]:
        """The letters that can be made, with the words of their buttons: the reader's own language first."""
        spoken = [language(), *(code for code in LANGUAGES if code != language())]
        return [(_(IN_LANGUAGE[code]), partial(self._write_letter, code)) for code in spoken]

    def _write_letter(self, spoken: str) -> None:
        name = said_in(spoken, LETTER_NAME).format(number=self.assessment.case.number.replace("/", "-"))
        work, case_id = self.office.work, self.case_id

        def write(path: Path) -> None:
            self.runner.run(
                _("Making the letter"),
                lambda progress: write_safely(path, missing_papers.pdf(work, case_id, spoken)),
                lambda _written: self.tell(_("The letter is in {path}.").format(path=path)),
            )

        self.asker.place_to_save(_("Save the letter"), f"{name}.pdf", write)

    def write_mail(self) -> None:
        """Ask where to keep a draft of an email that asks for them, in the partner's language, with the letter."""
        name = _("Email on the documents requested {number}.eml")
        work, case_id = self.office.work, self.case_id

        def write(path: Path) -> None:
            self.runner.run(
                _("Making the letter"),
                lambda progress: write_safely(path, mail_draft.to_ask_for_papers(work, case_id)),
                lambda _written: self.tell(mail_sentence(path)),
            )

        number = self.assessment.case.number.replace("/", "-")
        self.asker.place_to_save(_("Email draft"), name.format(number=number), write)

    # --- what came back

    def choose(self) -> None:
        """Ask for the file that came back."""
        self.asker.files(_("The form that came back"), PATTERNS, lambda paths: self.read(paths[0]) if paths else None)

    def takes(self, path: Path) -> bool:
        """Whether a form may have come back in a file of this name."""
        return not self.locked and f"*{path.suffix.lower()}" in PATTERNS.split()

    def read(self, path: Path) -> None:
        """Read a file that came back and show what it would change."""
        self.path, self.chosen, self.problem = path, {}, None
        work = self.office.work
        self.runner.run(
            _("Reading the answers"),
            lambda progress: company_form.compare(work, self.case_id, company_form.read_answers(work, path), {}),
            self._show,
        )

    def _show(self, returned: CompanyAnswers) -> None:
        self.returned = returned
        self.changed()

    def mean(self, doubt: ReadBlank, reading: str) -> None:
        """Say which reading of a date or a number is meant."""
        self.chosen[doubt.blank.name] = reading
        work = self.office.work
        written = company_form.read_answers(work, self.path)
        self._show(company_form.compare(work, self.case_id, written, self.chosen))

    def forget(self) -> None:
        """Leave the file alone."""
        self.returned = None
        self.changed()

    @property
    def sentence(self) -> str:
        """What the file would change, in one sentence."""
        returned = self.returned
        if returned is None:
            return ""
        parts = [plural("{count} answer changes", "{count} answers change", len(returned.changes))]
        if returned.same:
            parts.append(plural("{count} is as on record", "{count} are as on record", returned.same))
        sentence = _("{name}: {changes}. Nothing is recorded yet.")
        return sentence.format(name=self.path.name, changes=", ".join(parts))

    @property
    def changes(self) -> Sequence[tuple[str, str]]:
        """Each question with its answer before and after, in words."""
        changes = self.returned.changes if self.returned else ()
        words = ((change, (change.before, change.after)) for change in changes)
        return [(f"{change.question} · {change.label}", " → ".join(filter(None, pair))) for change, pair in words]

    @property
    def wrong(self) -> Sequence[str]:
        """What cannot be taken as it is written."""
        blanks = self.returned.wrong if self.returned else ()
        return [
            _("{blank}: “{written}” was not taken: {why}.").format(
                blank=blank.blank.name.replace("_", " "), written=blank.written, why=blank.wrong.rstrip(".")
            )
            for blank in blanks
        ]

    @property
    def doubts(self) -> Sequence[ReadBlank]:
        """Dates and numbers that fit two readings."""
        return self.returned.doubts if self.returned else ()

    def asks(self, doubt: ReadBlank) -> str:
        """The question about a doubt."""
        sentence = _("{blank}: what does “{written}” mean?")
        return sentence.format(blank=f"{doubt.blank.name.split('_')[0]} · {self._label(doubt)}", written=doubt.written)

    def _label(self, doubt: ReadBlank) -> str:
        return doubt.blank.label[language()]

    def reading(self, doubt: ReadBlank, reading: str) -> str:
        """A reading in words."""
        return day_in_words(reading, language(), "long") if doubt.blank.kind is BlankKind.PAST_DAY else reading

    @property
    def may_record(self) -> bool:
        """Whether something may be recorded now."""
        returned = self.returned
        return returned is not None and bool(returned.changes) and not returned.doubts and not self.locked

    def record(self) -> None:
        """Record what the company declares; the file is kept as evidence."""
        returned = self.returned
        if returned is None:
            return
        count = company_form.record_answers(self.office.work, self.case_id, returned, self.path)
        self.returned = None
        self.deed_sentence = plural(
            "{count} answer of the company recorded", "{count} answers of the company recorded", count
        )
        self.refresh()

    # --- elsewhere
