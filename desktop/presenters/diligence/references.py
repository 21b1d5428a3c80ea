"""The reference texts of the questionnaire, to be read without the Internet: in short and in our own words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.base.progress import Runner
from desktop.base.text import _, pick
from desktop.presenters.presenter import Presenter

if TYPE_CHECKING:
    from desktop.office import Office


@dataclass(frozen=True)
class TextInShort:
    """One text: its name, its name in a list, what it is, what it says, and its principles as heads and wordings."""

    id: str
    title: str
    short: str
    source: str
    about: str
    principles: Sequence[tuple[str, str]]


class ReferencesPresenter(Presenter):
    """All texts, below one another. `text` is the id of the one to begin at; without one the first."""

    shows: frozenset[str] = frozenset()

    def __init__(self, office: "Office", runner: Runner, text: str = "") -> None:
        super().__init__(office, runner)
        self.text = text

    def arrive(self) -> None:
        self.changed()

    @property
    def texts(self) -> Sequence[TextInShort]:
        """The texts in the language that is spoken."""
        return [
            TextInShort(
                text.id,
                pick(text.title),
                pick(text.short),
                _("Source: {source}").format(source=pick(text.source)),
                pick(text.about),
                [
                    (f"{point.number}. {pick(point.label)}" if point.number else pick(point.label), pick(point.wording))
                    for point in text.points
                ],
            )
            for text in self.office.definitions.references.texts
        ]
