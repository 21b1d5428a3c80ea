"""The portable program, tried by a user who may install nothing: unpacked on a stick, and a newer one over it."""

import json
import shutil
import zipfile
from pathlib import Path

from making import NAME
from trial import Steps, wrong_of
from wine import Prefix

STICK = "C:\\Clé de l’été\\À apporter"  # a folder with spaces and accents
ELSEWHERE = "C:\\Ailleurs"
PASSPHRASE = "PASSERELLE_PASSPHRASE"


class PortableTrial(Steps):
    """The stick, and the user's folders in which nothing may be written."""

    def __init__(self, user: Prefix) -> None:
        super().__init__(user)
        self._place = STICK

    @property
    def folder(self) -> Path:
        """The program's folder on this machine."""
        return self.on_disk(self._place) / NAME

    def walk(self, older: Path, newer: Path) -> None:
        """Unpack it, work with it, and unpack a newer one over it; each step is told."""
        before = self._of_the_user()
        self._unpack(older)
        self.tell("a portable program checks itself", self._answered("check"))
        self.tell("its window", wrong_of([("its window", self._look("portable-first") == 0)]))
        code, said = self._said(
            "demo", "--out", f"{self._place}\\{NAME}\\data\\Demonstration", "--json", "--no-pictures"
        )
        self.tell("it plays the demonstration", wrong_of([(said, code == 0)]))
        if code == 0:
            passphrase = json.loads(said)["passphrase"]
            shutil.move(self.folder / "data" / "Demonstration" / "office", self.folder / "data" / "Passerelle")
            self.tell("it finds the office in its data", self._partners(passphrase))
            self._unpack(newer)
            self.tell("a newer one unpacked over it checks itself", self._answered("check"))
            self.tell("it finds the office in its data", self._partners(passphrase))
            self.tell("its window shows that office", wrong_of([("its window", self._look("portable-newer") == 0)]))
            data = self.folder / "data"
            self._place = ELSEWHERE
            self._unpack(newer)
            shutil.move(data, self.folder)
            self.tell("extracted elsewhere, it finds the office in the data moved there", self._partners(passphrase))
        written = sorted(self._of_the_user() - before)
        self.tell("nothing of it lies among the user's files", written)

    def _unpack(self, archive: Path) -> None:
        """Over what is there, as Windows does when it is told to replace."""
        with zipfile.ZipFile(archive) as packed:
            packed.extractall(self.folder.parent)
        self.give(self.folder.parent)

    def _answered(self, *words: str) -> list[str]:
        code, said = self._said(*words)
        return [] if code == 0 else [said]

    def _partners(self, passphrase: str) -> list[str]:
        """What is wrong when the office that nobody names is asked for its partners."""
        code, said = self._said("partners", "list", "--officer", "Awa Ndiaye", more={PASSPHRASE: passphrase})
        return wrong_of([(said, code == 0 and "Teranga" in said)])

    def _said(self, *words: str, more: dict[str, str] | None = None) -> tuple[int, str]:
        version = (self.folder / "current").read_text(encoding="ascii").strip()
        return self.user.said([f"{self._place}\\{NAME}\\{version}\\passerelle-console.exe", *words], more or {})

    def _look(self, name: str) -> int:
        return self.picture([f"{self._place}\\{NAME}\\passerelle.exe"], name)

    def _of_the_user(self) -> set[str]:
        """The names of the files in the user's folders that bear the program's name."""
        home = self.user.folder / "drive_c" / "users"
        return {str(path.relative_to(home)) for path in home.rglob("*") if "asserelle" in path.name}
