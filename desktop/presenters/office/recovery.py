"""The recovery words as a screen handles them: shown once, put on paper, typed back from the paper."""

from dataclasses import dataclass
from pathlib import Path
from secrets import SystemRandom
from typing import TYPE_CHECKING

from desktop.base.dates import format_date
from desktop.base.errors import Problem
from desktop.base.files import write_safely
from desktop.base.text import _, folded, language
from desktop.base.values import stamp, today

if TYPE_CHECKING:
    from desktop.office import Office

ASKED = 2  # words typed back


@dataclass(frozen=True)
class RecoveryWords:
    """Twelve words, and the places (from 0) of those to type again."""

    words: tuple[str, ...] = ()
    asked: tuple[int, ...] = ()

    @classmethod
    def of(cls, words: tuple[str, ...]) -> "RecoveryWords":
        """These words, with two places drawn by lot."""
        return cls(words, tuple(sorted(SystemRandom().sample(range(len(words)), ASKED))))

    def require(self, typed: tuple[str, ...]) -> None:
        """Raise Problem unless the words typed are those asked for; as everywhere, four letters decide."""
        pairs = zip(typed, self.asked, strict=True)
        if not all(given.strip() and _start(given) == _start(self.words[place]) for given, place in pairs):
            raise Problem(
                _("These are not the words of the sheet; the sheet has not changed."),
                _("Look at the numbers before the words on your paper, then type them again."),
            )


def _start(word: str) -> str:
    return folded(word)[:4]


def sheet_name(office: "Office") -> str:
    """The file name proposed for the sheet."""
    return _("recovery-sheet-{office}.pdf").format(office=office.profile.code)


def write_sheet(office: "Office", words: tuple[str, ...], path: Path) -> None:
    """The sheet as a PDF at `path`; raises Problem when it cannot be written."""
    from desktop.documents.enclosures.recovery import draw_recovery_sheet
    from desktop.services.office import marks

    profile, day = office.profile, format_date(today(), language(), "long")
    name = f"{profile.name} ({profile.code})"
    mark = marks.of_office(office.store, (language(),))
    sheet = draw_recovery_sheet(words, name, office.user.name, day, language(), stamp(), mark)
    write_safely(path, sheet.data)


def note_checked(office: "Office") -> None:
    """Remember that somebody typed words back from the paper."""
    office.machine.remember("recovery", {"checked": stamp()})


def is_checked(office: "Office") -> bool:
    """Whether somebody did."""
    return bool(office.machine.recall("recovery").get("checked"))
