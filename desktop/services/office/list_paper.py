"""A list as paper: whose it is, when it was printed, and that it stays inside IOM."""

from desktop.base.text import language
from desktop.documents.enclosures.printed_list import PrintedList, draw_list
from desktop.services.office import marks, office_paper, office_profile
from desktop.services.work import Work


def pdf(work: Work, content: PrintedList) -> bytes:
    """The list in the language now spoken, under the code of the office and the day."""
    profile, spoken = office_profile.read(work.store), language()
    reference = f"{profile.code}-L-{work.today().isoformat()}"
    mark = marks.of_office(work.store, (spoken,))
    made_at, paper = work.clock.stamp(), office_paper.of(work)
    return draw_list(content, spoken, reference, made_at, profile.name, mark, paper).data
