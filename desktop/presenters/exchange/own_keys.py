"""Headquarters' own keys: the list that its root keys signed, who has not heard of it, what can be done."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.base.files import safe_name, write_safely
from desktop.base.progress import Progress, Runner
from desktop.base.text import N_, _
from desktop.bundles.key_list import KeyList
from desktop.presenters.exchange import own_key_words
from desktop.presenters.listing import Listing, NotedLine
from desktop.presenters.presenter import Presenter
from desktop.services.exchange.headquarters import key_lists_told, own_keys, recognition
from desktop.services.exchange.headquarters.key_ceremony import KeyDeed
from desktop.services.exchange.headquarters.key_lists_told import LaggingOffice
from desktop.services.office.rights import Right, may

if TYPE_CHECKING:
    from desktop.office import Office


class OwnKeysPresenter(Presenter):
    """Read away from the window: which offices have heard of a list is told by every bundle of theirs."""

    shows = frozenset({"device"})

    def __init__(self, office: "Office", runner: Runner) -> None:
        super().__init__(office, runner)
        self.listing = Listing(self, "key-list-offices", N_("Offices that have not imported the list"))
        self.lists: Sequence[KeyList] = ()
        self.offices: Sequence[LaggingOffice] = ()
        self.fingerprint = ""  # to be read aloud with the answer just saved
        self.saved = ""
        self.is_read = False

    def refresh(self) -> None:
        """Read them again."""
        if not self.office.is_hq:
            self.is_read = True
            self.changed()
            return
        work, keys, machine = self.office.work, self.office.keys, self.office.machine

        def read() -> Callable[[], None]:
            lists, offices = own_keys.lists(machine), key_lists_told.lagging(work, keys)

            def show() -> None:
                self.lists, self.offices, self.is_read = lists, offices, True
                self.changed()

            return show

        self.runner.quietly(read, lambda show: show())
        self.changed()

    @property
    def sentence(self) -> str:
        """Since when Headquarters works with its key."""
        if not self.is_read:
            return ""
        if not self.lists:
            return _("Headquarters has no root keys yet. Its key cannot be renewed or revoked before they are made.")
        return own_key_words.age_words(self.office.work, self.lists)

    @property
    def facts(self) -> Sequence[tuple[str, str]]:
        """The list that holds."""
        return own_key_words.list_facts(self.lists[-1]) if self.lists else ()

    @property
    def lines(self) -> Sequence[NotedLine]:
        """The offices that have not taken it in; choosing one saves a new answer for it."""
        waits = _("Its next return tells it.")
        lacks = _("It knows no key that still counts: give it a new answer, and compare the fingerprint by voice.")
        # No cells: the list has no columns
        return [NotedLine(lag.code, lag.code, lacks if lag.lacks_key else waits, {}) for lag in self.offices]

    @property
    def main_deed(self) -> KeyDeed | None:
        """What is usually done; None for those who may not."""
        if not self.is_read or not self.may_change:
            return None
        return KeyDeed.RENEW if self.lists else KeyDeed.BEGIN

    @property
    def may_change(self) -> bool:
        """Whether this officer administers Headquarters."""
        return self.office.is_hq and may(self.office.user, Right.OWN_KEYS)

    @property
    def other_deeds(self) -> Sequence[KeyDeed]:
        """What is done when something was lost."""
        if self.main_deed is None:
            return ()
        if not self.lists:
            return (KeyDeed.RECOVER,)
        return (KeyDeed.REVOKE, KeyDeed.RECOVER, KeyDeed.ROOT, KeyDeed.SPARE)

    def begin(self, deed: KeyDeed) -> None:
        """Go through a deed, step by step."""
        self.open_place("hq_key_deed", deed=str(deed))

    def save_answer(self, code: object) -> None:
        """A new answer for an office, to be compared by voice."""
        self.office.store.require_writing()
        office = str(code)
        title = _("Save a new answer for office {office}").format(office=office)
        self.asker.place_to_save(title, f"{safe_name(office)}.kit", lambda path: self._write(office, path))

    def _write(self, code: str, path: Path) -> None:
        office = self.office

        def work(_progress: Progress) -> str:
            write_safely(path, recognition.kit(office.work, office.keys, code))
            return recognition.fingerprint(office.work, office.keys, code)

        def show(fingerprint: str) -> None:
            self.fingerprint, self.saved = fingerprint, path.name
            self.changed()

        self.runner.run(_("Writing the answer…"), work, show)

    def go_back(self) -> None:
        """The page of Headquarters."""
        self.open_place("hq")
