"""The handbook: contents, one chapter to be read, what answers a search, and the whole as a paper."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.base.progress import Progress, Runner
from desktop.base.text import _, language, plural
from desktop.definitions.handbook import HandbookChapter, handbook
from desktop.presenters.paper import PaperPresenter
from desktop.services.office.handbook import paper
from desktop.services.search.handbook import HandbookHit, sections_answering
from desktop.services.search.hits import MarkedText

if TYPE_CHECKING:
    from desktop.office import Office


@dataclass(frozen=True)
class ContentsLine:
    """A line of the contents, or of what answers a search: where it leads, its title, the sentence that answers."""

    key: str
    title: MarkedText
    around: MarkedText
    is_chapter: bool = False


class HandbookPresenter(PaperPresenter):
    """The handbook in the language that is spoken, from a `section` on; `text` is looked for away from the window."""

    shows: frozenset[str] = frozenset()

    def __init__(self, office: "Office", runner: Runner, section: str = "", text: str = "", word: str = "") -> None:
        super().__init__(office, runner)
        self.text = text.strip()
        self.section = section
        self.explained = word  # the word of the glossary that is explained
        self._hits: tuple[HandbookHit, ...] | None = None  # what answers `text`; None before it is known
        self._under_way = False

    def arrive(self) -> None:
        if self.text:
            self._look()
        self.changed()

    def refresh(self) -> None:
        if self.text:
            self._look()
        self.changed()

    @property
    def chapter(self) -> HandbookChapter:
        """The chapter that is read: that of the section, else the first one."""
        chapters = handbook(language()).chapters
        of_section = (c for c in chapters if self.section in (c.key, *(section.key for section in c.sections)))
        return next(of_section, chapters[0])

    @property
    def state(self) -> str:
        """How many sections answer what is typed; what the handbook is while nothing is."""
        if not self.text:
            return _("How one works with the program, place by place, and what to do when something goes wrong.")
        if self._hits is None:
            return ""
        return plural("{count} passage found", "{count} passages found", len(self._hits))

    @property
    def nothing(self) -> str:
        """What is said where nothing answers; empty where something does, or nothing is typed."""
        if not self.text or self._hits is None or self._hits:
            return ""
        words = _("The handbook has nothing about “{words}”.").format(words=self.text)
        advice = _("Try one word, the most common one; or empty the box and look in the contents.")
        return f"{words}\n{advice}"

    @property
    def lines(self) -> Sequence[ContentsLine]:
        """The contents, or what answers what is typed, the best first."""
        if self.text:
            return [ContentsLine(hit.section.key, hit.title, hit.around) for hit in self._hits or ()]
        lines: list[ContentsLine] = []
        for chapter in handbook(language()).chapters:
            title = MarkedText(f"{chapter.number}  {chapter.title}")
            lines.append(ContentsLine(chapter.key, title, MarkedText(""), is_chapter=True))
            lines += (
                ContentsLine(section.key, MarkedText(f"{section.number}  {section.title}"), MarkedText(""))
                for section in chapter.sections
            )
        return lines

    @property
    def explanation(self) -> str:
        """The word that is explained, with what it means; empty without one."""
        word = handbook(language()).glossary.get(self.explained)
        return f"{word.word}\u00a0: {word.explanation}." if word is not None else ""

    def look_for(self, text: str) -> None:
        """Look for words in the handbook; none show the contents again."""
        if text.strip() == self.text:
            return
        self.text, self._hits = text.strip(), None
        if self.text:
            self._look()
        self.changed()

    def _look(self) -> None:
        """Of several typed quickly, the last."""
        if self._under_way:
            return
        self._under_way, typed, spoken = True, self.text, language()
        self.runner.quietly(lambda: sections_answering(spoken, typed), lambda hits: self._answer(typed, hits))

    def _answer(self, typed: str, hits: tuple[HandbookHit, ...]) -> None:
        self._under_way = False
        if typed == self.text:
            self._hits = hits
        elif self.text:
            self._look()
        self.changed()

    def read(self, key: object) -> None:
        """Read a section, or a chapter from its beginning."""
        self.section, self.explained = str(key), ""
        self.changed()

    def explain(self, term: str) -> None:
        """Explain a word of the glossary."""
        self.explained = term
        self.changed()

    # --- on paper

    @property
    def paper_name(self) -> str:
        return _("Handbook {language}.pdf").format(language=language())

    @property
    def paper_titles(self) -> tuple[str, str]:
        return _("Setting the handbook"), _("Save the handbook")

    def paper_draft(self) -> Callable[[Progress], bytes]:
        spoken = language()
        return lambda _progress: paper(spoken).data
