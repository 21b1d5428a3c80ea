"""An update is put beside the version that runs: whatever interrupts it, one of the two starts; a bad one gives way."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest

from desktop.base.errors import Problem
from desktop.base.installation import CURRENT, TRIAL, InstalledProgram
from desktop.base.progress import Progress, RunNow
from desktop.office import Office
from desktop.presenters.exchange.contents import ContentsPresenter
from desktop.services.exchange import program_installing, program_updates
from desktop.services.registry import partners
from desktop.store.backup import list_backups
from desktop.store.records import Partner
from desktop.store.vault import Opened, Vault
from tests.conftest import ROOT, load_script
from tests.faulty import DONE, REFUSED, deaths, full_disks
from tests.offices import Templates, set_up
from tests.refusal import refused
from tests.releases import frozen, manifest, update
from tests.systems import only_where

OLD, NEW = "0.3.0", "9.0.0"
LAUNCHER = ROOT / "packaging" / "linux" / "launcher.sh"

LINUX = sys.platform == "linux"

pytestmark = only_where(LINUX, "the launcher of Windows is tried under Wine (packaging/windows/trial.py)")


@dataclass(frozen=True)
class Computer:
    """An office, the program that opens it, and a stick."""

    folder: Path
    opened: Opened

    @property
    def installation(self) -> InstalledProgram:
        return InstalledProgram(self.folder / "program", OLD)

    def office(self) -> Office:
        return Office.enter(self.folder / "office", Vault.open(self.folder / "office"), self.opened)

    def started(self) -> str:
        """What a double click on the launcher starts: the version says its name."""
        launcher = self.folder / "program" / "passerelle"
        done = subprocess.run([launcher], capture_output=True, text=True, check=False, timeout=60)
        return done.stdout.strip() or done.stderr.splitlines()[1]

    def shown(self, version: str) -> None:
        """The window of that version is shown."""
        installation = InstalledProgram(self.folder / "program", version)
        installation.confirm_shown()
        installation.remove_older()


@pytest.fixture
def computer(templates: Templates, tmp_path: Path) -> Computer:
    template, staff = templates.folder(set_up)
    folder = tmp_path / "computer"
    shutil.copytree(template, folder / "office")
    program = folder / "program"
    frozen(program / OLD, OLD)
    shutil.copy(LAUNCHER, program / "passerelle")
    (program / CURRENT).write_text(f"{OLD}\n")
    computer = Computer(folder, staff.officer)
    with computer.office() as office:
        partners.register(office.work, Partner(name="A"))
    return computer


def install(computer: Computer, path: Path) -> program_installing.InstalledUpdate:
    with computer.office() as office:
        back_up: Callable[[Progress], tuple[Path, ...]] = partial(office.back_up, (office.backups,))
        return program_installing.install(office.work, path, computer.installation, back_up, Progress())


def test_an_update_is_installed_beside_and_used_from_the_next_start_on(computer: Computer, tmp_path: Path) -> None:
    before = {path: path.read_bytes() for path in (computer.folder / "program" / OLD).rglob("*") if path.is_file()}
    installed = install(computer, update(tmp_path / "stick"))
    assert computer.installation.waits(NEW) and not computer.installation.waits("9.0.1")
    assert installed.folder.name == NEW and before == {path: path.read_bytes() for path in before}
    with computer.office() as office:
        copies = list_backups(office.backups, office.opened.key)
        assert [copy.path for copy in copies] == list(installed.backups), "the office was backed up before"
        assert program_updates.highest_seen(office.machine) == NEW
    assert computer.started() == NEW
    computer.shown(NEW)
    assert [computer.started() for _ in range(4)] == [NEW] * 4
    assert not (computer.folder / "program" / TRIAL).exists()

    again = install(computer, update(tmp_path / "stick" / "again"))
    assert again.folder.name == f"{NEW}-2" and computer.started() == NEW
    (computer.folder / "program" / "0.2.9.part").mkdir()
    frozen(computer.folder / "program" / "0.2.8", "0.2.8")
    computer.shown(f"{NEW}-2")
    folders = {path.name for path in (computer.folder / "program").iterdir() if path.is_dir()}
    assert folders == {f"{NEW}-2", NEW}, "the one in use and the one before it"


def test_a_version_that_shows_no_window_twice_gives_way_to_the_one_before(computer: Computer, tmp_path: Path) -> None:
    installed = install(computer, update(tmp_path / "stick"))
    assert [computer.started() for _ in range(4)] == [NEW, NEW, OLD, OLD]
    failed = computer.installation.failed_version()
    assert failed is not None and (failed.version, failed.backup) == (NEW, installed.backups[0])
    computer.shown(OLD)
    computer.installation.forget_failed()
    assert computer.installation.failed_version() is None and computer.started() == OLD

    install(computer, update(tmp_path / "stick" / "mended", manifest("9.0.1")))
    assert computer.started() == "9.0.1"
    computer.shown("9.0.1")
    assert InstalledProgram(computer.folder / "program", "9.0.1").failed_version() is None


def test_a_start_with_words_on_its_line_is_not_counted(computer: Computer, tmp_path: Path) -> None:
    install(computer, update(tmp_path / "stick"))
    launcher = computer.folder / "program" / "passerelle"
    for _ in range(4):
        assert subprocess.run([launcher, "check"], check=False, timeout=60).returncode == 0
    assert [computer.started() for _ in range(2)] == [NEW, NEW]
    running = InstalledProgram(computer.folder / "program", NEW)
    running.forget_try()  # another program that runs did what was asked
    assert [computer.started() for _ in range(3)] == [NEW, NEW, OLD]


def test_the_page_installs_it_and_says_what_happens_then(computer: Computer, tmp_path: Path) -> None:
    path = update(tmp_path / "stick")
    with computer.office() as office:
        page = ContentsPresenter(office, RunNow())
        page.look_at_update(path)
        assert page.may_install
        page.install_beside(path, computer.installation)
        assert page.installed and not page.may_install and NEW in page.outcome and NEW in page.update_notice
        copies = list_backups(office.backups, office.opened.key)
    assert computer.started() == NEW and copies[0].path.name in page.outcome


@pytest.mark.parametrize("words", [b"", b"../office\n", b".\n", b"9.9.9\n", b"\xff\xfe\n", b"0.3.0/../x\n"])
def test_whatever_stands_in_current_a_version_starts_or_a_sentence_says_what_to_do(
    computer: Computer, words: bytes
) -> None:
    (computer.folder / "program" / CURRENT).write_bytes(words)
    assert computer.started() == "Passerelle is not complete: install it again. Your records are safe."
    (computer.folder / "program" / CURRENT).write_bytes(b"\xef\xbb\xbf0.3.0\r\n")
    assert computer.started() == OLD and computer.installation.in_use == OLD


def test_a_program_whose_own_check_fails_is_not_installed(computer: Computer, tmp_path: Path) -> None:
    with refused("update-check-failed"):
        install(computer, update(tmp_path / "stick", check=1))
    assert_unchanged(computer)
    older = update(tmp_path / "older", manifest("0.0.9"))
    with refused("update-older"):
        install(computer, older)
    assert_unchanged(computer)


def assert_unchanged(computer: Computer) -> None:
    program = computer.folder / "program"
    assert {path.name for path in program.iterdir()} == {OLD, CURRENT, "passerelle"}
    assert computer.started() == OLD


@dataclass(frozen=True)
class Tries:
    """A deed done anew on a copy of the computer for each try."""

    original: Computer
    folder: Path
    update: Path

    def computer(self, name: str) -> Computer:
        return Computer(self.folder / name, self.original.opened)

    def prepare(self, name: str) -> Callable[[], object]:
        shutil.copytree(self.original.folder, self.folder / name, symlinks=True)
        return partial(install, self.computer(name), self.update)


def test_killed_at_every_point_the_old_or_the_new_version_starts(computer: Computer, tmp_path: Path) -> None:
    tries = Tries(computer, tmp_path, update(tmp_path / "stick"))
    started = []
    for number, try_ in enumerate(deaths(tries.prepare, tmp_path / "points", 1)):
        started.append(assert_sound(tries.computer(try_), tries.update, again=number % 5 == 0))
    assert {OLD, NEW} == set(started), "it was killed before the switch, and after"


def assert_sound(computer: Computer, path: Path, *, again: bool) -> str:
    """A version starts and the office opens; the update can be installed `again`. Returns what started."""
    version = computer.started()
    assert version in (OLD, NEW)
    running = computer.installation.in_use
    computer.shown(running)
    with computer.office() as office:
        assert partners.count(office.store) == 1
    if again:
        installed = install(computer, path)
        assert computer.started() == NEW
        computer.shown(installed.folder.name)
        assert not [*computer.folder.rglob("*.part")] and (computer.folder / "program" / running).is_dir()
    shutil.rmtree(computer.folder)
    return version


def test_a_disk_full_at_any_one_file_leaves_the_version_in_use(computer: Computer, tmp_path: Path) -> None:
    tries = Tries(computer, tmp_path, update(tmp_path / "stick"))
    for try_, end in full_disks(tries.prepare, tmp_path / "points"):
        assert end in (DONE, REFUSED)
        assert_sound(tries.computer(try_), tries.update, again=end == REFUSED)


def test_the_folder_for_linux_starts_its_version_and_takes_updates(tmp_path: Path) -> None:
    load_script("dev")
    load_script("linux_folder").lay_out(frozen(tmp_path / "frozen", OLD), tmp_path / "computer" / "program", OLD)
    launcher = tmp_path / "computer" / "program" / "passerelle"
    (tmp_path / "on the desk").symlink_to(launcher)
    done = subprocess.run([tmp_path / "on the desk"], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == OLD
    assert InstalledProgram(launcher.parent, OLD).in_use == OLD


def test_from_source_an_update_is_refused_in_one_sentence() -> None:
    from desktop.base.installation import require_updatable

    with refused("update-from-source") as caught:
        require_updatable()
    assert isinstance(caught.value, Problem)
