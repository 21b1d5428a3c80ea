"""The first run: from a language to an office that works, in seven pages. Back never loses what was typed.

What is typed is kept in the configuration folder until the office exists, secrets excepted, so that a closed window
or a power cut costs nothing. From the account page on the office exists and the rest may be put off.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from shutil import rmtree
from typing import TYPE_CHECKING, Any

from desktop.base import paths
from desktop.base.errors import Problem
from desktop.base.files import discard, explaining, make_folder, put_in_place, write_safely
from desktop.base.office_codes import doubtful_letter, is_office_code
from desktop.base.progress import Progress, Runner
from desktop.base.settings import settings_folder
from desktop.base.text import LANGUAGES, N_, _, language, speak
from desktop.base.values import parse_json
from desktop.presenters.office import recovery
from desktop.presenters.office.recovery import RecoveryWords
from desktop.presenters.office.unlock import TRAINING_PASSPHRASE
from desktop.presenters.presenter import Screen
from desktop.store.place import SLOTS
from desktop.store.states import OfficeKind, Role
from desktop.store.vault import advice, is_enough

if TYPE_CHECKING:
    from desktop.office import Office

FRESH = 14  # days that the invented list is left as it is
COUNTRY, HEADQUARTERS, TRAINING = OfficeKind.COUNTRY, OfficeKind.HQ, OfficeKind.PRACTICE
JOINING = "joining"  # another laptop of an office that already works
RESTORING = "restoring"  # from a backup of an office
ROLES: Mapping[str, tuple[Role, ...]] = {
    COUNTRY: (Role.OFFICER, Role.CHIEF_OF_MISSION),
    HEADQUARTERS: (Role.HQ_ADMINISTRATOR, Role.HQ_REVIEWER),
    JOINING: (Role.OFFICER,),  # who decides there is named by who decides already
}
FIRST_ROLES: Mapping[str, str] = {  # as services.people names them, which cannot be read before the office is open
    Role.OFFICER: N_("Partnership officer"),
    Role.CHIEF_OF_MISSION: N_("Chief of Mission"),
    Role.HQ_ADMINISTRATOR: N_("Headquarters administrator"),
    Role.HQ_REVIEWER: N_("Headquarters reviewer"),
}
DRAFT = "welcome.json"


class WelcomePage(StrEnum):
    """The pages, in their order; the draft on disk names them."""

    LANGUAGE = "language"
    WHO = "who"
    OFFICE = "office"
    ACCOUNT = "account"
    RECOVERY = "recovery"
    BACKUPS = "backups"
    READY = "ready"


@dataclass(frozen=True)
class WelcomeAnswers:
    """What the pages ask, apart from the passphrase."""

    page: str = WelcomePage.LANGUAGE
    kind: str = COUNTRY
    code: str = ""
    name: str = ""
    country: str = ""
    city: str = ""
    address: str = ""
    person: str = ""
    function: str = ""
    role: str = Role.OFFICER


UNFINISHED = (WelcomePage.WHO, WelcomePage.OFFICE, WelcomePage.ACCOUNT)  # the pages to which a draft leads back
REQUIRED: Mapping[str, tuple[str, ...]] = {  # what a page cannot do without
    WelcomePage.OFFICE: ("code", "name", "country"),
    WelcomePage.ACCOUNT: ("person",),
}


class WelcomePresenter(Screen):
    """Seven pages and one set of answers. `finished` gets the office, ready to be shown."""

    def __init__(
        self,
        folder: Path,
        runner: Runner,
        finished: "Callable[[Office], None]",
        rebuild: Callable[[], None],
        restore: Callable[[], None],
    ) -> None:
        super().__init__(runner)
        self.folder, self._finished, self._rebuild, self._restore = folder, finished, rebuild, restore
        self.answers = _read_draft()
        self.passphrase = ""
        self.busy = False
        self.office: Office | None = None
        self.recovery = RecoveryWords()
        self.words_checked, self.sheet_saved = False, False
        self.second: Path | None = None
        self.missing: dict[str, str] = {}
        self._doubted = ""  # a code whose letters were asked about

    # --- moving

    @property
    def page(self) -> WelcomePage:
        """The page shown."""
        return WelcomePage(self.answers.page)

    @property
    def pages(self) -> tuple[WelcomePage, ...]:
        """The pages of this way: Headquarters has no office to describe."""
        described = self.answers.kind in (COUNTRY, JOINING)
        return tuple(page for page in WelcomePage if page is not WelcomePage.OFFICE or described)

    @property
    def has_practised(self) -> bool:
        """Whether a training office lies here already."""
        return (paths.training_office() / SLOTS).exists()

    @property
    def place(self) -> tuple[int, int]:
        """Which page of how many."""
        return self.pages.index(self.page) + 1, len(self.pages)

    @property
    def can_go_back(self) -> bool:
        """Not from the first page, and not to before the office was created."""
        return self.page not in (WelcomePage.LANGUAGE, WelcomePage.RECOVERY) and not self.busy

    def back(self) -> None:
        """The page before, with everything as it was typed."""
        if self.can_go_back:
            self._turn(self.pages[self.pages.index(self.page) - 1])

    def next(self) -> None:
        """The page after, once this one is filled; what is missing is said beside its field."""
        if self.busy:
            return
        self.missing = self._missing()
        if self.missing:
            self.changed()
        elif self.page == WelcomePage.WHO and self.answers.kind == TRAINING:
            self._make_training()
        elif self.page == WelcomePage.WHO and self.answers.kind == RESTORING:
            self._restore()
        elif self.page == WelcomePage.ACCOUNT:
            self._make_office()
        elif self.page == WelcomePage.READY:
            self._finish()
        else:
            self._turn(self.pages[self.pages.index(self.page) + 1])

    def _turn(self, page: WelcomePage) -> None:
        self.problem, self.missing = None, {}
        self.write(page=page)
        if page == WelcomePage.RECOVERY and not self.recovery.words:
            self._make_words()
        self.changed()

    # --- answers

    def write(self, **values: str) -> None:
        """Keep what was typed on the page shown."""
        self.answers = replace(self.answers, **values)
        if self.office is None:
            try:
                _save_draft(self.answers)
            except Problem as problem:  # the answers are on the page; only a power cut would lose them
                self.problem = problem

    def choose_language(self, chosen: str) -> None:
        """Speak this language from now on and go on."""
        speak(chosen)
        self.write(page=WelcomePage.WHO)
        self._rebuild()

    def choose_kind(self, kind: str) -> None:
        """Who sits here: a country office, Headquarters, or somebody who only tries."""
        role = ROLES[kind][0] if kind in ROLES else Role.OFFICER
        self.write(kind=kind, **({} if self.answers.role in ROLES.get(kind, ()) else {"role": role}))
        self.changed()

    def advice(self, passphrase: str) -> str:
        """One sentence on the strength of a passphrase."""
        return advice(passphrase)

    def _missing(self) -> dict[str, str]:
        typed, missing = self.answers, {}
        joins = self.page == WelcomePage.OFFICE and typed.kind == JOINING
        required = ("code",) if joins else REQUIRED.get(self.page, ())
        for name in required:
            if not getattr(typed, name).strip():
                missing[name] = _("This is needed to go on.")
        code = typed.code.strip().upper()
        if self.page == WelcomePage.OFFICE and code:
            letter = doubtful_letter(code)
            if not is_office_code(code):
                missing["code"] = _("A code has 2 to 12 letters and digits, like SN10.")
            elif letter and code != self._doubted:
                self._doubted = code
                missing["code"] = _(
                    "Is the “{letter}” beside a digit really a letter? If it is, go on; if not, correct the code."
                ).format(letter=letter)
        if self.page == WelcomePage.ACCOUNT and not is_enough(self.passphrase):
            missing["passphrase"] = advice(self.passphrase)
        return missing

    # --- making the office

    def _make_office(self) -> None:
        self._begin()
        self.runner.run(_("Setting up the office"), self._create, self._ready_for_words)

    def _begin(self) -> None:
        self.busy, self.problem = True, None
        self.changed()

    def _create(self, progress: Progress) -> "Office | Problem":
        from desktop.office import HQ, Account, Office
        from desktop.store.records import OfficeProfile

        typed = self.answers
        account = Account(typed.person.strip(), typed.function.strip(), typed.role, self.passphrase)
        country = typed.kind == COUNTRY
        if typed.kind == JOINING:
            try:
                return Office.join(self.folder, account, typed.code.strip().upper(), language())
            except Problem as problem:
                return problem
        profile = OfficeProfile(
            code=typed.code.strip().upper() if country else HQ,
            kind=OfficeKind(typed.kind),
            name=typed.name.strip() if country else _("Headquarters"),
            country=typed.country,
            city=typed.city.strip(),
            address=typed.address.strip(),
            language=language(),
        )
        try:
            return Office.create(self.folder, account, profile)
        except Problem as problem:
            return problem

    def _ready_for_words(self, outcome: "Office | Problem") -> None:
        self.busy = False
        if isinstance(outcome, Problem):
            self.refuse(outcome)
            return
        self.office, self.passphrase = outcome, ""
        discard(settings_folder() / DRAFT)
        self._turn(WelcomePage.RECOVERY)

    def _make_training(self) -> None:
        self._begin()
        self.runner.run(_("Preparing the training office"), _training_office, self._show_training_office)

    def _show_training_office(self, outcome: "Office | Problem") -> None:
        self.busy = False
        if isinstance(outcome, Problem):
            self.refuse(outcome)
        else:
            self.write(page=WelcomePage.WHO, kind=COUNTRY)
            self._finished(outcome)

    # --- recovery words

    def _office(self) -> "Office":
        if self.office is None:
            raise RuntimeError("this page comes after the office is made")
        return self.office

    def _make_words(self) -> None:
        office, spoken = self._office(), language()
        self.runner.run(
            _("Making the recovery words"),
            lambda _progress: recovery.make(office, spoken),
            self._show_words,
        )

    def _show_words(self, words: tuple[str, ...]) -> None:
        self.recovery = RecoveryWords(words)
        self.changed()

    def turn_words(self) -> None:
        """Hide the words and ask for two of them from the paper, or show them again."""
        self.recovery, self.problem = self.recovery.turned(), None
        self.changed()

    def save_sheet(self) -> None:
        """Ask where the recovery sheet goes, and write it there as a PDF."""
        name = recovery.sheet_name(self._office())
        self.asker.place_to_save(_("Save the recovery sheet"), name, self._write_sheet)

    def _write_sheet(self, path: Path) -> None:
        office, words = self._office(), self.recovery.words

        def work(_progress: Progress) -> bool:
            recovery.write_sheet(office, words, path)
            return True

        self.runner.run(_("Writing the recovery sheet"), work, self._sheet_written)

    def _sheet_written(self, done: bool) -> None:
        self.sheet_saved = done
        self.changed()

    def check_words(self, typed: tuple[str, ...]) -> None:
        """Compare the two words typed from the paper."""
        try:
            self.recovery.require(typed)
        except Problem as problem:
            self.refuse(problem)
            return
        recovery.note_checked(self._office())
        self.words_checked = True
        self._turn(WelcomePage.BACKUPS)

    def put_off_words(self) -> None:
        """Go on without the check: Today asks again."""
        self._turn(WelcomePage.BACKUPS)

    # --- backups and the end

    def choose_second(self) -> None:
        """Ask for a second place for backups."""
        self.asker.folder(_("Choose a second location for backups"), self._take_second)

    def _take_second(self, folder: Path) -> None:
        from desktop.services.office import second_place

        office = self._office()
        second_place.choose(office.work, folder)
        self.second = folder
        self.changed()

    def _finish(self) -> None:
        self.recovery = RecoveryWords()
        self._finished(self._office())


def _training_office(progress: Progress) -> "Office | Problem":
    """The training office, opened; made whole with its invented partners when it is not there yet."""
    from desktop.office import Office
    from desktop.store.vault import Vault

    folder = paths.training_office()
    try:
        if not (folder / SLOTS).exists():
            unfinished = folder.with_name(f"{folder.name}.new")  # a power cut leaves no half an office to learn on
            for leftover in (unfinished, folder):
                rmtree(leftover, ignore_errors=True)
            _new_training_office(unfinished, progress).close()
            with explaining(folder):
                put_in_place(unfinished, folder)
        vault = Vault.open(folder)
        office = Office.unlock(folder, vault.officers[0].id, TRAINING_PASSPHRASE)
        _renew_list(office)
        return office
    except Problem as problem:
        return problem


def _renew_list(office: "Office") -> None:
    """Date the invented list three days back, unless it is fresh: it must support decisions whenever one practises."""
    from desktop.screening import library
    from desktop.screening.freshness import oldest_age
    from desktop.services.demo import invented

    today = office.work.today()
    oldest = oldest_age(library.installed(office.lists), today)
    if oldest is None or oldest > FRESH:
        day = (today - timedelta(days=3)).isoformat()
        library.install(
            office.lists, paths.resources() / "reference" / invented.PRACTICE_LIST, published=day, accept=True
        )


def _new_training_office(folder: Path, progress: Progress) -> "Office":
    from desktop.base.values import new_id
    from desktop.office import Account, Office
    from desktop.screening import library
    from desktop.services.demo import invented, training
    from desktop.services.office import people
    from desktop.store.records import Officer
    from desktop.store.states import OfficeKind
    from desktop.store.vault import FLOOR

    spoken = language()
    profile = invented.profile(spoken)
    profile.kind = OfficeKind.PRACTICE
    account = Account("Awa Ndiaye", _("Partnership officer in Dakar"), "officer", TRAINING_PASSPHRASE)
    office = Office.create(folder, account, profile, cost=FLOOR)
    chief = Officer(
        id=new_id(), name="Jean-Marc Okafor", function=_("Chief of Mission in Senegal"), role=Role.CHIEF_OF_MISSION
    )
    opened = office.vault.add_officer(office.opened, chief.id, chief.name, TRAINING_PASSPHRASE, FLOOR)
    chief.seal_key, chief.language = opened.seal_public().hex(), spoken
    people.add_officer(office.work, chief)
    _renew_list(office)
    with library.open_index(office.lists) as index:
        training.prepare(
            office.work,
            chief,
            index,
            office.outbox,
            spoken,
            lambda done, of: progress.step(done, of, _("Preparing the training office")),
        )
    return office


def _read_draft() -> WelcomeAnswers:
    """What an earlier, unfinished first run left; the beginning when there is none or it cannot be read."""
    path = settings_folder() / DRAFT
    try:
        read: Any = parse_json(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return WelcomeAnswers()
    names = {f.name for f in fields(WelcomeAnswers)}
    if not isinstance(read, dict) or not all(isinstance(value, str) for value in read.values()):
        return WelcomeAnswers()
    typed = WelcomeAnswers(**{name: value for name, value in read.items() if name in names})
    spoken = read.get("language", "")
    if spoken in LANGUAGES:
        speak(spoken)
    return typed if typed.page in UNFINISHED else replace(typed, page=WelcomePage.LANGUAGE)


def _save_draft(typed: WelcomeAnswers) -> None:
    folder = make_folder(settings_folder())
    write_safely(folder / DRAFT, json.dumps({**asdict(typed), "language": language()}).encode())
