"""An agreement negotiated in Word: the file that goes out, and what the one that comes back says otherwise."""

from dataclasses import dataclass
from pathlib import Path

from desktop.base.errors import Problem
from desktop.base.files import write_safely
from desktop.base.progress import Progress
from desktop.base.rewording import ToldWords, reworded
from desktop.base.text import LANGUAGE_NAMES, N_, _, in_series, language, plural
from desktop.documents.typesetting import shortened
from desktop.presenters.agreements.open_agreement import AgreementStep, OpenAgreement
from desktop.presenters.form_draft import FormDraft
from desktop.presenters.opened_paper import OpenedPaper
from desktop.services.agreements import word
from desktop.services.agreements.word import DifferenceKind, WordDifference

FILES = (".docx",)
MOST_QUOTED = 60  # characters of a text in the title of its line
TITLES = {
    DifferenceKind.CHANGED: N_("Changed"),
    DifferenceKind.REMOVED: N_("Taken out"),
    DifferenceKind.ADDED: N_("Added at the end of its article"),
    DifferenceKind.OUTSIDE: N_("Outside the clauses"),
}


@dataclass(frozen=True)
class DifferenceLine:
    """One difference as a list shows it; `taken` is None for one that no clause can take over."""

    key: int
    title: str
    note: str
    is_taken: bool | None


@dataclass(frozen=True)
class ReadFile:
    """A file that came back, and what it says otherwise."""

    name: str
    content: bytes
    differences: tuple[WordDifference, ...]


class AgreementWord:
    """The Word file of the open agreement."""

    def __init__(self, agreement: OpenAgreement) -> None:
        self._agreement = agreement
        self.saved: Path | None = None
        self.file: ReadFile | None = None
        self.aside: set[int] = set()  # the differences that are not taken over
        self.current = 0
        self.taken_over = 0
        self.paper = OpenedPaper(agreement)

    # --- the file that goes out

    def save(self) -> None:
        """Ask where to write the draft as a Word file."""
        agreement = self._agreement
        name = f"{self._name()}.docx"
        agreement.asker.place_to_save(_("Save as Word"), name, self._write)

    def _name(self) -> str:
        composition = self._agreement.composition
        return composition.agreement.reference or composition.partner.name

    def _write(self, path: Path) -> None:
        agreement, work = self._agreement, self._agreement.office.work
        target = path if path.suffix.lower() in FILES else path.with_name(f"{path.name}.docx")
        agreement.leave()

        def draw(progress: Progress) -> Path:
            write_safely(target, word.written(work, agreement.id))
            return target

        agreement.runner.run(_("Writing the Word file"), draw, self._show_saved)

    def _show_saved(self, path: Path) -> None:
        self.saved = path
        self._agreement.changed()

    # --- the file that comes back

    @property
    def may_read(self) -> bool:
        """Whether a file that comes back can change anything: the text is a draft, and this reader may change it."""
        return self._agreement.editable

    def choose(self) -> None:
        """Ask for the file that came back."""
        patterns = " ".join(f"*{suffix}" for suffix in FILES)
        self._agreement.asker.files(_("The Word file that came back"), patterns, lambda paths: self.take(paths[0]))

    def take(self, path: Path) -> None:
        """Read a file that came back and compare it with the draft."""
        agreement, work = self._agreement, self._agreement.office.work

        def compare(progress: Progress) -> ReadFile:
            content = word.content_of(path)
            return ReadFile(path.name, content, word.read_back(work, agreement.id, content, path.name))

        agreement.runner.run(_("Comparing the Word file"), compare, self._show)

    def _show(self, file: ReadFile) -> None:
        self.file, self.aside, self.current, self.taken_over = file, set(), 0, 0
        self._agreement.problem = None
        self._agreement.changed()

    @property
    def differences(self) -> tuple[WordDifference, ...]:
        """What the file says otherwise, in the order of the document."""
        return self.file.differences if self.file else ()

    @property
    def state(self) -> str:
        """What was found, in one sentence; what this page is for before a file was read."""
        if self.taken_over:
            return plural(
                "{count} change was taken over: "
                "it is marked among the clauses, printed on their checklist and listed at Headquarters.",
                "{count} changes were taken over: "
                "they are marked among the clauses, printed on their checklist and listed at Headquarters.",
                self.taken_over,
            )
        if self.file is None:
            return _("Save the draft, have it negotiated, and read the file that comes back: no change stays unseen.")
        if not self.differences:
            return _("“{name}” says what the draft says: nobody changed anything.").format(name=self.file.name)
        silent = sum(not difference.authors for difference in self.differences)
        counted = plural("{count} difference", "{count} differences", len(self.differences))
        if not silent:
            return _("{found}, all made under tracking.").format(found=counted)
        manner = plural("{count} of them silently", "{count} of them silently", silent)
        return _("{found}, {silent}: without tracking.").format(found=counted, silent=manner)

    @property
    def lines(self) -> tuple[DifferenceLine, ...]:
        """The differences as a list shows them."""
        return tuple(self._line(key, difference) for key, difference in enumerate(self.differences))

    def _line(self, key: int, difference: WordDifference) -> DifferenceLine:
        outside = difference.kind is DifferenceKind.OUTSIDE
        return DifferenceLine(
            key, self.place(difference), self.manner(difference), None if outside else key not in self.aside
        )

    def place(self, difference: WordDifference) -> str:
        """Where a difference is: its paragraph, clause and language."""
        what = _(TITLES[difference.kind])
        if difference.kind is DifferenceKind.OUTSIDE:
            return _("{what}: “{text}”").format(
                what=what, text=shortened(difference.new or difference.old, MOST_QUOTED)
            )
        names = [difference.number, self._title(difference.clause), LANGUAGE_NAMES.get(difference.language, "")]
        return " · ".join(part for part in (*names, what) if part)

    def _title(self, clause: str) -> str:
        versions = self._agreement.assembled.versions
        titles = {article.clause: article.title for version in reversed(versions) for article in version.articles}
        return titles.get(clause, "")

    def manner(self, difference: WordDifference) -> str:
        """How a difference was made, and what an officer has to know before taking it over."""
        if difference.authors:
            names = in_series(language(), difference.authors)
            sentences = [_("Tracked: {names}.").format(names=names)]
        else:
            sentences = [_("Silent: nothing in the file says who made it.")]
        if difference.moved:
            sentences.append(_("The draft was changed here after the file was written."))
        if difference.kind is DifferenceKind.OUTSIDE:
            sentences.append(_("It is filled in under “Parties and details” or “Annexes”, not taken over."))
        elif self._is_locked(difference.clause):
            sentences.append(_("Locked text: Legal must review it."))
        return " ".join(sentences)

    def _is_locked(self, clause: str) -> bool:
        inclusions = self._agreement.assembled.inclusions
        return any(inclusion.clause == clause and inclusion.locked for inclusion in inclusions)

    @property
    def words(self) -> tuple[ToldWords, ...]:
        """The difference in front, word by word."""
        if not 0 <= self.current < len(self.differences):
            return ()
        difference = self.differences[self.current]
        return reworded(difference.old, difference.new)

    @property
    def how(self) -> str:
        """How the difference in front was made."""
        return self.manner(self.differences[self.current]) if 0 <= self.current < len(self.differences) else ""

    def show(self, key: int) -> None:
        """Put a difference in front."""
        if key != self.current:
            self.current = key
            self._agreement.changed()

    def toggle(self, key: int) -> None:
        """Leave a difference aside, or take it over after all."""
        if self.lines[key].is_taken is not None:
            self.aside ^= {key}
            self.current = key
            self._agreement.changed()

    @property
    def chosen(self) -> tuple[WordDifference, ...]:
        """What is to be taken over."""
        is_taken = {line.key for line in self.lines if line.is_taken}
        return tuple(difference for key, difference in enumerate(self.differences) if key in is_taken)

    @property
    def reason_draft(self) -> FormDraft:
        """Why the changes are taken over, as it is typed."""
        return self._agreement.form_draft(f"word:{self._agreement.id}")

    def take_over(self, reason: str) -> None:
        """Make the chosen differences departures, with their reason."""
        agreement = self._agreement
        if not self.chosen:
            agreement.refuse(
                Problem(
                    _("No change is chosen; nothing was taken over."),
                    _("Choose at least one, or go back to the clauses."),
                    code="word-nothing-chosen",
                )
            )
            return
        try:
            self.taken_over = word.take_over(agreement.office.work, agreement.id, self.chosen, reason)
        except Problem as problem:
            agreement.refuse(problem)
            return
        self.reason_draft.drop()
        self.file, agreement.problem = None, None
        agreement.refresh()

    def show_comparison(self) -> None:
        """Draw the comparison and show it: it is printed and saved from there."""
        work, agreement_id, file = self._agreement.office.work, self._agreement.id, self.file
        if file is None or not file.differences:
            return
        described = [(self.place(difference), self.manner(difference)) for difference in file.differences]
        self.paper.draw(
            _("{agreement} – comparison.pdf").format(agreement=self._name().replace("/", "-")),
            _("Drawing the comparison"),
            lambda _progress: word.redline(work, agreement_id, file.content, file.name, file.differences, described),
        )

    def to_clauses(self) -> None:
        """Back to the clauses."""
        self._agreement.open_place("agreement", id=self._agreement.id, step=AgreementStep.CLAUSES.value)
