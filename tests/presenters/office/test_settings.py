"""The settings without a window: each takes effect at once, and what is refused changes nothing."""

from pathlib import Path

import pytest

from desktop.base.progress import RunNow
from desktop.base.text import language, speak
from desktop.office import Office
from desktop.presenters.office.settings import SettingsPresenter, UnsavedSettings
from desktop.store.records import Officer
from tests.exchanging import User, seated, user
from tests.offices import PASSPHRASE
from tests.refusal import refused

__all__ = ["user"]


@pytest.fixture
def screen(office: Office, runner: RunNow, user: User) -> SettingsPresenter:
    speak("fr")
    return seated(SettingsPresenter(office, runner, UnsavedSettings()), user)


def test_what_is_chosen_about_the_computer_is_kept(screen: SettingsPresenter) -> None:
    screen.speak("es")
    screen.dress("contrast")
    screen.resize(150)
    screen.lock_after(5)
    kept = screen.settings
    assert (kept.language, kept.theme, kept.text_size, kept.lock_minutes) == ("es", "contrast", 150, 5)
    assert screen.language == language()


def test_what_documents_print_of_the_office_is_written_without_blanks(
    screen: SettingsPresenter, office: Office
) -> None:
    screen.write_profile("city", "  Saint-Louis ")
    assert (office.profile.city, screen.profile.city) == ("Saint-Louis", "Saint-Louis")
    changes = len(office.store.history(office.profile.id))
    screen.write_profile("city", "Saint-Louis")
    assert len(office.store.history(office.profile.id)) == changes, "nothing new was typed"


def test_a_new_passphrase_opens_and_the_old_one_does_not(screen: SettingsPresenter, office: Office) -> None:
    screen.change_passphrase("une phrase qui n’est pas la bonne", f"{PASSPHRASE} neuve")
    assert screen.problem is not None and not screen.done
    screen.dismiss()
    screen.change_passphrase(PASSPHRASE, f"{PASSPHRASE} neuve")
    assert screen.problem is None and screen.done
    assert office.vault.unlock(office.user.id, f"{PASSPHRASE} neuve").key == office.opened.key
    with refused("passphrase-wrong"):
        office.vault.unlock(office.user.id, PASSPHRASE)


def test_a_weak_passphrase_is_refused(screen: SettingsPresenter) -> None:
    screen.change_passphrase(PASSPHRASE, "1234")
    assert screen.problem is not None and screen.problem.code == "passphrase-too-weak"


def test_recovery_words_are_put_on_paper_and_checked_from_it(
    screen: SettingsPresenter, user: User, office: Office, runner: RunNow
) -> None:
    assert not screen.words_checked
    screen.make_words()
    words = screen.recovery
    assert len(words.words) == 12
    screen.save_sheet()
    assert user.opens[0].read_bytes().startswith(b"%PDF-")
    screen.turn_words()
    asked = screen.recovery.checked_places
    with refused("other-words"):
        screen.check_words(("girafe", "girafe"))
    screen.turn_words()
    assert not screen.recovery.hidden
    screen.turn_words()
    words = screen.recovery
    assert words.hidden and not set(asked) & set(words.checked_places)
    screen.check_words(tuple(words.words[place] for place in words.checked_places))
    assert screen.words_checked and not screen.recovery.words
    assert seated(SettingsPresenter(office, runner, UnsavedSettings()), user).words_checked


def test_a_sheet_is_not_written_where_there_is_no_folder(screen: SettingsPresenter, user: User, tmp_path: Path) -> None:
    screen.make_words()
    user.stick = tmp_path / "retirée"
    screen.save_sheet()
    assert screen.problem is not None and not screen.done


def test_a_reader_makes_no_recovery_words(screen: SettingsPresenter, office: Office) -> None:
    office.user = Officer(id=office.user.id, name="Lectrice", role="reader")
    with refused("role-not-allowed"):
        screen.make_words()
    assert not screen.recovery.words
