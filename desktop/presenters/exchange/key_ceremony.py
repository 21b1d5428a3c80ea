"""A change of Headquarters' own keys, step by step: each holder opens or makes a key, then the list is signed."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.base.errors import Problem
from desktop.base.progress import Runner
from desktop.base.text import _, language
from desktop.presenters.exchange import own_key_words
from desktop.presenters.presenter import Confirmation, Presenter
from desktop.services.exchange.headquarters.key_ceremony import STEPS, KeyCeremony, KeyDeed, KeyStep, SignedList
from desktop.services.exchange.headquarters.key_files import SUFFIX
from desktop.store.vault import require_enough

if TYPE_CHECKING:
    from desktop.office import Office


class KeyCeremonyPresenter(Presenter):
    """One deed; `deed` is its code. What was opened is forgotten when the page is left before the end."""

    def __init__(self, office: "Office", runner: Runner, deed: str = KeyDeed.BEGIN) -> None:
        super().__init__(office, runner)
        self.deed = KeyDeed(deed) if deed in set(KeyDeed) else KeyDeed.BEGIN
        self.done: SignedList | None = None
        self.busy = False
        self._ceremony: KeyCeremony | None = None
        self._words: tuple[str, ...] = ()  # of the key just made, until its sheet is saved
        self._made_file = ""

    def refresh(self) -> None:
        """Begin, where it can be begun."""
        if self._ceremony is None and self.done is None and self.office.is_hq:
            try:
                self._ceremony = KeyCeremony(self.office.work, self.office.keys, self.deed)
            except Problem as problem:
                self.problem = problem
        self.changed()

    # --- where it stands

    @property
    def title(self) -> str:
        """What is done."""
        return _(own_key_words.TITLES[self.deed])

    @property
    def explanation(self) -> str:
        """What it is for, and who must come."""
        return _(own_key_words.EXPLANATIONS[self.deed])

    @property
    def is_possible(self) -> bool:
        """Whether there is anything to go on with."""
        return self._ceremony is not None or self.done is not None

    @property
    def number(self) -> int:
        """How many keys were opened or made."""
        return len(self._ceremony.files) if self._ceremony is not None else 0

    @property
    def step(self) -> KeyStep | None:
        """The key that is due; None while the sheet of the last one is, and at the end."""
        return self._ceremony.next_step if self._ceremony is not None and not self._words else None

    @property
    def needs_sheet(self) -> bool:
        """Whether the sheet of the key just made is to be saved first."""
        return bool(self._words)

    @property
    def sentence(self) -> str:
        """Which step it is."""
        if self.done is not None:
            return _("The new list holds.")
        if self._ceremony is None:
            return ""
        count, at = len(STEPS[self.deed]), self.number
        if self.needs_sheet:
            return _("{key}: save its sheet, print it, and delete the file.").format(key=self._title_of(at - 1))
        if self.step is None:
            return _("Every key is here. Sign the new list: nothing was changed until now.")
        words = _("Step {place} of {count}: {key}.")
        return words.format(place=at + 1, count=count, key=self._title_of(at))

    def _title_of(self, number: int) -> str:
        return own_key_words.step_title(self.deed, number)

    @property
    def instruction(self) -> str:
        """What is to be done in this step."""
        return own_key_words.step_words(self.step) if self.step is not None else ""

    @property
    def keys_here(self) -> Sequence[str]:
        """The keys opened or made so far."""
        return [self._title_of(number) for number in range(self.number)]

    @property
    def outcome(self) -> Sequence[str]:
        """What it came to, and what is to be done now."""
        return own_key_words.done_words(self.done) if self.done is not None else ()

    @property
    def main_label(self) -> str:
        """What the button says."""
        if self.done is not None:
            return _("Close")
        if self.needs_sheet:
            return _("Save the sheet to print it…")
        if self.step is None:
            return _("Sign the new list")
        return _("Save the key…") if self.step.creates else _("Open the key file…")

    # --- step by step

    def press(self, typed: str, again: str) -> None:
        """The next thing; `typed` is the passphrase, `again` the same once more where a key is made."""
        step = self.step
        if self.busy:
            return
        if self.done is not None:
            self.go_back()
        elif self.needs_sheet:
            name = f"{Path(self._made_file).stem}.pdf"
            self.asker.place_to_save(_("Save the sheet of this key"), name, self._save_sheet)
        elif step is None:
            self._ask_to_sign()
        elif step.creates:
            _require_same(typed, again)
            require_enough(typed)
            name = own_key_words.proposed_name(self.deed, self.number)
            self.asker.place_to_save(_("Save the key on its stick"), name, lambda path: self._create(path, typed))
        else:
            _require_typed(typed)
            self.asker.files(_("The file of the key"), f"*{SUFFIX}", lambda paths: self._open(paths[0], typed))

    def _create(self, path: Path, typed: str) -> None:
        ceremony = self._ceremony
        if ceremony is None:
            return
        target = path if path.suffix == SUFFIX else path.with_name(path.name + SUFFIX)
        spoken = language()
        self._begin()

        def show(words: tuple[str, ...]) -> None:
            self._words, self._made_file, self.busy = words, target.name, False
            self.changed()

        self.runner.run(_("Making the key…"), lambda _progress: ceremony.create(target, typed, spoken), show)

    def _open(self, path: Path, typed: str) -> None:
        ceremony = self._ceremony
        if ceremony is None:
            return
        self._begin()
        self.runner.run(_("Opening the key…"), lambda _progress: ceremony.open(path, typed), self._go_on)

    def _go_on(self, _nothing: None) -> None:
        self.busy = False
        self.changed()

    def _begin(self) -> None:
        self.busy, self.problem = True, None
        self.changed()

    def _save_sheet(self, path: Path) -> None:
        key = self._title_of(self.number - 1)
        own_key_words.write_sheet(self.office.work, self._words, key, self._made_file, path)
        self._words = ()
        self.changed()

    def _ask_to_sign(self) -> None:
        if self.deed is not KeyDeed.REVOKE:
            self._sign()
            return
        question = Confirmation(
            _("Revoke the present key of Headquarters?"),
            _("Whatever it signs is refused by every office that hears of it. This cannot be taken back."),
            _("Revoke it"),
            _("Not now"),
            grave=True,
        )
        self.asker.confirm(question, self._sign)

    def _sign(self) -> None:
        ceremony = self._ceremony
        if ceremony is None:
            return
        self._begin()
        self.runner.run(_("Signing the new list…"), lambda _progress: ceremony.finish(), self._show_done)

    def _show_done(self, done: SignedList) -> None:
        self.office.read_keys_again()
        self.done, self._ceremony, self.busy = done, None, False
        self.changed()

    def refuse(self, problem: Problem) -> None:
        """What failed is over; the same step is due still."""
        self.busy = False
        super().refuse(problem)

    def go_back(self) -> None:
        """The page of the keys."""
        self.open_place("hq_keys")


def _require_typed(typed: str) -> None:
    if not typed.strip():
        raise Problem(
            _("Nothing was typed; nothing was opened."),
            _("Type the passphrase of this key, or the twelve words of its sheet."),
            code="key-passphrase-missing",
        )


def _require_same(typed: str, again: str) -> None:
    _require_typed(typed)
    if typed != again:
        raise Problem(
            _("The two passphrases differ; no key was made."),
            _("Type the same passphrase twice."),
            code="key-passphrases-differ",
        )
