"""The recovery words as a screen handles them: shown, put on paper, hidden, typed back from the paper."""

from dataclasses import dataclass
from pathlib import Path
from secrets import SystemRandom
from typing import TYPE_CHECKING

from desktop.base.dates import format_date
from desktop.base.errors import Problem
from desktop.base.files import safe_name, write_safely
from desktop.base.text import _, language
from desktop.store.words import starts_of

if TYPE_CHECKING:
    from desktop.office import Office

CHECKED = 2  # words typed back


@dataclass(frozen=True)
class RecoveryWords:
    """Twelve words, shown or asked for: while some are, at `checked_places` (from 0), none is to be seen."""

    words: tuple[str, ...] = ()
    checked_places: tuple[int, ...] = ()
    asked_before: tuple[int, ...] = ()

    @property
    def hidden(self) -> bool:
        """Whether words are asked for, which only the paper may tell."""
        return bool(self.checked_places)

    def turned(self) -> "RecoveryWords":
        """Hidden, with two places drawn by lot; or shown again, after which other places are asked for."""
        if self.hidden:
            return RecoveryWords(self.words, asked_before=self.checked_places)
        places = [place for place in range(len(self.words)) if place not in self.asked_before]
        return RecoveryWords(self.words, tuple(sorted(SystemRandom().sample(places, CHECKED))))

    def require(self, typed: tuple[str, ...]) -> None:
        """Raise Problem unless the words typed are those asked for; as everywhere, four letters decide."""
        pairs = zip(typed, self.checked_places, strict=True)
        if not all(starts_of(word) == starts_of(self.words[place]) for word, place in pairs):
            raise Problem(
                _("These are not the words of the sheet; the sheet has not changed."),
                _("Look at the numbers before the words on your paper, then type them again."),
                code="other-words",
            )


def sheet_name(office: "Office") -> str:
    """The file name proposed for the sheet."""
    return _("recovery-sheet-{office}.pdf").format(office=safe_name(office.profile.code))


def write_sheet(office: "Office", words: tuple[str, ...], path: Path) -> None:
    """The sheet as a PDF at `path`; raises Problem when it cannot be written."""
    from desktop.documents.enclosures.recovery import draw_recovery_sheet
    from desktop.services.office import marks, office_paper

    clock, profile = office.work.clock, office.profile
    day = format_date(clock.today(), language(), "long")
    name = f"{profile.name} ({profile.code})"
    mark = marks.of_office(office.store, (language(),))
    paper = office_paper.of(office.work)
    sheet = draw_recovery_sheet(words, name, office.user.name, day, language(), clock.stamp(), mark, paper)
    write_safely(path, sheet.data)


def make(office: "Office", spoken: str) -> tuple[str, ...]:
    """The words of a new sheet, which replaces any earlier one: no sheet counts as checked until these are."""
    from desktop.services import house

    office.machine.remember(house.RECOVERY, {})  # first: a power cut between the two leaves nobody with a false hope
    return office.vault.make_recovery(office.opened, spoken)


def note_checked(office: "Office") -> None:
    """Remember that somebody typed words back from the paper."""
    from desktop.services import house

    office.machine.remember(house.RECOVERY, {"checked": office.work.clock.stamp()})
