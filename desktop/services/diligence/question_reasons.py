"""Why each question is asked, as a screen and a dossier say it: the reason, its basis, good evidence, where to look."""

from collections.abc import Iterable, Iterator, Sequence

from desktop.base.text import N_, said_in
from desktop.definitions.answers import Question
from desktop.definitions.loading import Definitions

NOTES = {"footnotes": N_("footnotes {numbers}"), "footnote": N_("footnote {numbers}")}  # of the strategy


class QuestionReasons:
    """Says in one language of the program why a question is asked and how to answer it well."""

    def __init__(self, definitions: Definitions, language: str) -> None:
        self.guidance, self.language = definitions.guidance, language

    def passages(self, question: Question) -> Sequence[tuple[str, str]]:
        """The heads and texts of “Why this question?”, the reason first."""
        helps = self.guidance.by_question[question.id]
        texts = (
            (N_("Why this question?"), question.why[self.language]),
            (N_("Basis"), self.basis(question)),
            (N_("Evidence expected"), question.evidence[self.language] if question.evidence else ""),
            (N_("Example of good evidence"), helps.example[self.language]),
            (N_("Where to look without the Internet"), helps.offline[self.language]),
        )
        return [(said_in(self.language, head), text) for head, text in texts if text]

    def basis(self, question: Question) -> str:
        """The paragraphs, principles and other texts on which a question rests."""
        return " · ".join(self._sources(question))

    def _sources(self, question: Question) -> Iterator[str]:
        yield self._sentence(N_("Private-sector strategy, {paragraphs}"), paragraphs=_series(question.paragraphs, "¶"))
        if question.principles:
            many = N_("Global Compact, principles {numbers}")
            sentence = many if len(question.principles) > 1 else N_("Global Compact, principle {numbers}")
            yield self._sentence(sentence, numbers=_series(map(str, question.principles)))
        if question.guiding:
            numbers = _series(map(str, question.guiding))
            yield self._sentence(N_("Guiding Principles on Business and Human Rights, {numbers}"), numbers=numbers)
        for source in question.sources:
            word, _blank, numbers = source.partition(" ")
            yield self._sentence(NOTES[word], numbers=numbers) if word in NOTES else source

    def _sentence(self, sentence: str, **places: str) -> str:
        return said_in(self.language, sentence).format(**places)


def _series(numbers: Iterable[str], mark: str = "") -> str:
    return ", ".join(f"{mark}{number}" for number in numbers)
