"""A user's computer under Wine, on which the set-up program is tried step by step."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import debian
import wine
from folder import say
from freezing import DEMONSTRATION, TARGET
from making import stated_version

HOME = f"drive_c/users/{debian.USER}"
PROGRAMS = f"{HOME}/AppData/Local/Programs/Passerelle"
PROGRAMS_IN_WINDOWS = f"C:\\users\\{debian.USER}\\AppData\\Local\\Programs\\Passerelle"
IN_BATCH = "%LOCALAPPDATA%\\Programs\\Passerelle"  # cmd.exe reads accents in the code page of its terminal
CLASSES = "HKCU\\Software\\Classes"
OPENED = {
    ".psb": "Bundle",
    ".psbp": "Part",
    ".kit": "Answer",
    ".enrol": "Request",
    ".update": "Update",
}  # what a double click opens
TAKEN, OTHERS = ".kit", "Other.Program"  # an ending that another program opened before the set-up
BESIDE = "C:\\Beside"  # where the program that runs beside a set-up writes
PICTURES = TARGET / "pictures"  # to be looked at
NOT_WHOLE, RUNS = 3, 4  # exit codes of the set-up
LACKING = 1  # exit code of the launcher
NO_VERSION = "9.9.9"
# What the file `current` may hold when no version can be started; None where there is no such file
UNSOUND: dict[str, bytes | None] = {
    "missing": None,
    "empty": b"",
    "an empty line": b"\r\n",
    "a version that is not there": f"{NO_VERSION}\r\n".encode(),
    "a path": f"..\\{NO_VERSION}\r\n".encode(),
    "longer than any version": b"9" * 3000,
    "saved with two bytes a letter": "0.0.1\r\n".encode("utf-16"),
}
SOUND = {
    "as the set-up writes it": "{}\r\n",
    "ended as on Linux": "{}\n",
    "not ended": "{}",
    "saved by an editor": "\ufeff{}\r\n",
}
# What the launcher says then, in each language
LACKS = (
    "Passerelle n’est pas complète\u00a0: réinstallez-la. Vos dossiers sont en sécurité.",
    "Passerelle is not complete: install it again. Your records are safe.",
    "Passerelle no está completa: instálela de nuevo. Sus datos están a salvo.",
)


class Steps:
    """What is tried on one computer, told line by line."""

    def __init__(self, user: wine.Prefix) -> None:
        self.user = user
        self.failed: list[str] = []

    def tell(self, title: str, wrong: Sequence[str]) -> None:
        """How it went; `wrong` says what is not as it should be."""
        say(f"{'ok    ' if not wrong else 'FAILED'} {title}{': ' + ', '.join(wrong) if wrong else ''}")
        self.failed += [title] if wrong else []

    def on_disk(self, path: str) -> Path:
        """Where a path of its drive C: lies on this machine."""
        return self.user.folder / "drive_c" / path.removeprefix("C:\\").replace("\\", "/")

    def picture(self, command: Sequence[str], name: str) -> int:
        """Put a picture of the program's window among the others; 0 when the window came."""
        drawn = self.user.folder / f"{name}.png"
        code = self.user.pictured(command, drawn, "Passerelle")
        if drawn.exists():
            PICTURES.mkdir(exist_ok=True)
            shutil.move(drawn, PICTURES / drawn.name)
        return code

    def give(self, *paths: Path) -> None:
        """What was laid down becomes the user's own."""
        for path in (below for above in paths for below in (above, *above.rglob("*"))):
            os.chown(path, *2 * (debian.ACCOUNTS[debian.USER],))


class Trial(Steps):
    """One user's computer, on which the set-up is tried."""

    def __init__(self, user: wine.Prefix, boxes: Path) -> None:
        super().__init__(user)
        self._boxes = boxes
        self._programs = user.folder / PROGRAMS
        self._records = user.folder / HOME / "AppData" / "Local" / "Passerelle" / "office" / "records.db"
        self._fonts = user.folder / HOME / "AppData" / "Local" / "Microsoft" / "Windows" / "Fonts"

    def step(self, title: str, deed: Callable[[], int], current: str = "", *others: str) -> None:
        """Do it, and look at what it left: the version in use, the folders, the records, no fonts of the user's."""
        wrong = [f"exit code {code}"] if (code := deed()) else []
        if (in_use := self._current()) != current:
            wrong.append(f"“{in_use}” is in use, not “{current}”")
        folders = {path.name for path in self._programs.glob("*/")}
        if folders != {current, *others} - {""}:
            wrong.append(f"there are the folders {', '.join(sorted(folders))}")
        if self._records.read_bytes() != b"records":
            wrong.append("the records were touched")
        if self._fonts.is_dir() and any(self._fonts.iterdir()):
            wrong.append("fonts lie in the user's folder")
        self.tell(title, wrong)

    def note_records(self) -> None:
        """Lay down something in the place of an office's records, and let another program open a kind of file."""
        self._records.parent.mkdir(parents=True)
        self._records.write_bytes(b"records")
        self.give(self._records.parent.parent)
        self.user.run_whole(["reg", "add", f"{CLASSES}\\{TAKEN}", "/ve", "/d", OTHERS, "/f"], place="/tmp")

    def install(self, set_up: Path) -> int:
        """Run a set-up without questions."""
        return self.user.run_whole([self._laid_down(set_up), "/S"], place="/tmp")

    def refuse(self, set_up: Path) -> int:
        """Run a set-up that has to refuse."""
        return 0 if self.install(set_up) == NOT_WHOLE else 1

    def install_beside(self, set_up: Path) -> int:
        """Run a set-up while the installed program plays the demonstration, which has to come to its end."""
        return self._beside(f'"{self._laid_down(set_up)}" /S') or self._lacks(BESIDE)

    def interrupt(self, set_up: Path) -> int:
        """Cut the power while a set-up unpacks."""
        with self.user.started([self._laid_down(set_up), "/S"], {}, place="/tmp") as process:
            part = self._programs / f"{stated_version()}.part"
            while process.poll() is None and not any(part.glob("_internal/*/*")):
                try:
                    process.wait(0.05)
                except subprocess.TimeoutExpired:
                    continue
            return 0 if process.poll() is None else 1

    def check(self) -> int:
        """The installed program says that it is whole."""
        return self.user.run([self.console(), "check", "--json"], {}, place="/tmp")

    def play(self) -> int:
        """What the shortcut starts hands its arguments on."""
        command = [f"{PROGRAMS_IN_WINDOWS}\\passerelle.exe", "demo", "--out", DEMONSTRATION]
        return self.user.run_whole(command, place="/tmp") or self._lacks(DEMONSTRATION)

    def look(self, name: str, *arguments: str) -> int:
        """The window, as the shortcut opens it."""
        return self.picture([f"{PROGRAMS_IN_WINDOWS}\\passerelle.exe", *arguments], name)

    def open_bundle(self) -> int:
        """What a double click on a bundle starts opens the window: Wine itself knows no classes of one user alone."""
        shutil.copy(next(self.on_disk(DEMONSTRATION).rglob("*.psb")), self.user.folder / "drive_c" / "bundle.psb")
        return self.look("bundle", "C:\\bundle.psb")

    def tell_of_files(self) -> int:
        """Windows knows every kind of file and what opens it; the one that another program opens is left to that."""
        command = f'"{PROGRAMS_IN_WINDOWS}\\passerelle.exe" "%1"'
        started = command.replace("\\", "\\\\").replace('"', '\\"')  # as a file of the registry writes it
        wrong = 0
        for ending, name in OPENED.items():
            kind = f"Passerelle.{name}"
            opens = OTHERS if ending == TAKEN else kind
            sound = started in self._classes(kind) and f'@="{opens}"' in self._classes(ending)
            sound = sound and f'"{kind}"=' in self._classes(f"{ending}\\OpenWithProgids")
            say(f"       {ending}: {'told' if sound else 'not told'}")
            wrong += not sound
        return wrong

    def _classes(self, name: str) -> str:
        """What the registry holds of a class of this user, as a file of it; empty where there is no such class."""
        target = self.on_disk("C:\\classes.reg")
        target.unlink(missing_ok=True)
        code = self.user.run(["reg", "export", f"{CLASSES}\\{name}", "C:\\classes.reg", "/y"], {}, place="/tmp")
        return target.read_text(encoding="utf-16") if code == 0 and target.exists() else ""

    def tell_unsound(self) -> int:
        """Whatever stands in `current`, the launcher starts the version or says what to do; how often it did not."""
        version, wrong = self._current(), 0
        for name, words in UNSOUND.items():
            code, said = self._launched(words)
            sound = code == LACKING and all(sentence in said for sentence in LACKS)
            say(f"       {name}: {'told' if sound else f'exit code {code}, “{said}”'}")
            wrong += not sound
        for name, form in SOUND.items():
            code, said = self._launched(form.format(version).encode())
            sound = code == 0 and not any(sentence in said for sentence in LACKS)
            say(f"       {name}: {'started' if sound else f'exit code {code}, “{said}”'}")
            wrong += not sound
        self._write_current(f"{version}\r\n".encode())
        return wrong

    def _launched(self, current: bytes | None) -> tuple[int, str]:
        """The exit code of the launcher, and what its message box says."""
        self._write_current(current)
        return self._boxed(f'"{PROGRAMS_IN_WINDOWS}\\passerelle.exe" check')

    def _boxed(self, line: str) -> tuple[int, str]:
        """The exit code of a program, and what its message box says."""
        shutil.copy(self._boxes, self.user.folder / "drive_c" / "boxes.exe")
        return self.user.said(["C:\\boxes.exe", line], {}, on_screen=True)

    def hand_over(self) -> int:
        """Of two programs the second hands its bundle to the first, and ends: it opens no window of its own."""
        program = f"{IN_BATCH}\\{self._current()}\\passerelle.exe"
        seconds = "ping -n 30 127.0.0.1 >nul"  # until the first one listens
        lines = ("@echo off", f'start "" "{program}"', seconds, f'start "" /wait "{program}" C:\\bundle.psb')
        code, said = self.user.said(["cmd.exe", "/c", self._batch("twice", lines)], {}, on_screen=True)
        if code != 0:
            say(f"       exit code {code}: {said}")
        return code

    def _batch(self, name: str, lines: Sequence[str]) -> str:
        """A file of commands on drive C: that ends as the last of them."""
        file = self.user.folder / "drive_c" / f"{name}.bat"
        file.write_text("".join(f"{line}\r\n" for line in (*lines, "exit %errorlevel%")), encoding="ascii", newline="")
        return f"C:\\{file.name}"

    def refuse_file(self) -> int:
        """Opened with a file that is none of its own, the window program says so in a box: it has no other place."""
        (self.user.folder / "drive_c" / "notes.txt").write_bytes(b"of another program")
        program = f"{PROGRAMS_IN_WINDOWS}\\{self._current()}\\passerelle.exe"
        code, said = self._boxed(f'"{program}" C:\\notes.txt')
        say(f"       {said}")
        return not (code == 1 and "notes.txt" in said)

    def _write_current(self, words: bytes | None) -> None:
        file = self._programs / "current"
        file.unlink(missing_ok=True)
        if words is not None:
            file.write_bytes(words)
            self.give(file)

    def remove_beside(self) -> int:
        """Remove it while it runs, which has to be refused."""
        return 0 if self._beside(f'"{IN_BATCH}\\uninstall.exe" /S _?={IN_BATCH}') == RUNS else 1

    def remove(self) -> int:
        """Remove it without questions; nothing of it may be left."""
        code = self.user.run_whole([f"{PROGRAMS_IN_WINDOWS}\\uninstall.exe", "/S"], place="/tmp")
        left = list(self._programs.rglob("*"))
        classes = [name for ending, kind in OPENED.items() for name in (ending, f"Passerelle.{kind}")]
        still = [name for name in classes if self._classes(name)]
        say(f"       left in the registry: {', '.join(still)}")
        return code or len(left) + (still != [TAKEN] or f'@="{OTHERS}"' not in self._classes(TAKEN))

    def console(self) -> str:
        """The program in use, for commands."""
        return self._console(PROGRAMS_IN_WINDOWS)

    def _beside(self, command: str) -> int:
        """Run a command while the program in use plays the demonstration, and let that come to its end."""
        if (folder := self.on_disk(BESIDE)).exists():
            shutil.rmtree(folder)
        lines = (
            "@echo off",
            f'start "" /b "{self._console(IN_BATCH)}" demo --out {BESIDE}',
            f'start "" /wait {command}',
        )
        return self.user.run_whole(["cmd.exe", "/c", self._batch("beside", lines)], place="/tmp")

    def _lacks(self, demonstration: str) -> int:
        """0 when the demonstration that was played there is whole."""
        return 0 if any(self.on_disk(demonstration).rglob("*.pdf")) else 1

    def _laid_down(self, set_up: Path) -> str:
        shutil.copy(set_up, self.user.folder / "drive_c" / "setup.exe")
        return "C:\\setup.exe"

    def _console(self, programs: str) -> str:
        return f"{programs}\\{self._current()}\\passerelle-console.exe"

    def _current(self) -> str:
        file = self._programs / "current"
        return file.read_text(encoding="ascii").strip() if file.exists() else ""


def wrong_of(found: Iterable[tuple[str, bool]]) -> list[str]:
    """The names of what does not hold."""
    return [name for name, holds in found if not holds]
