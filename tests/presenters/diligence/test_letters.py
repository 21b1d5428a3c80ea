"""The page of the letters: a PDF in each language, saved where the user says."""

from desktop.base.progress import RunNow
from desktop.base.values import today
from desktop.presenters.diligence.letters import LettersPresenter
from tests.agreed import Agreed, agreed, agreed_folder
from tests.exchanging import User, seated, user
from tests.makers import on
from tests.services.diligence.test_letters import refuse

__all__ = ["agreed", "agreed_folder", "user"]


def opened(agreed: Agreed, user: User) -> LettersPresenter:
    case = refuse(agreed, "motif")
    on(agreed.office, today())
    return seated(LettersPresenter(agreed.office, RunNow(), case), user)


def test_each_letter_is_made_in_each_language(agreed: Agreed, user: User) -> None:
    page = opened(agreed, user)
    (letter,) = page.letters
    assert "Teranga" in " ".join(page.preview(letter)) and len(page.papers(letter)) == 3
    for _words, deed in page.papers(letter):
        deed()
    assert len({path.name for path in user.opens}) == 3 and all(path.is_file() for path in user.opens)
