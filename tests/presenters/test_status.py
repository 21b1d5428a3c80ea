"""The chips of the status bar, read in one session."""

from desktop.office import Office
from desktop.presenters import status
from tests.offices import office, office_folder
from tests.reads import counted

__all__ = ["office", "office_folder"]


def test_the_chips_are_read_in_one_session(office: Office) -> None:
    with counted(office) as reads:
        chips = status.chips(office, unsaved=False)
    assert [chip.key for chip in chips] == ["send", "lists", "backup", "saved"]
    assert reads.sessions == 1
