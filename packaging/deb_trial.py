"""The packages for Debian, tried in clean roots of Debian 12 and 13: `python3 packaging/dev.py deb-test` starts this.

In each: installed with what they depend on and nothing else, checked, the demonstration played and pictures of the
window taken by an ordinary user, a double click asked for, purged; what the user wrote stays. The roots lie in a folder
that git does not see, `.debian` or what PASSERELLE_DEBIAN names; the screen is this machine's own, so that nothing of
it hides what the packages forget to ask for.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parent / "windows"))

import debian
from dev import ROOT
from folder import Blocked, say

SUITES = {"bookworm": "Debian 12", "trixie": "Debian 13"}
PACKAGES = ROOT / "dist" / "debian"
NEEDED = ("debootstrap", "Xvfb", "xdotool", "import")  # on this machine
USER, HOME = 1000, "/home/awa"
SECONDS = 60  # for a window to come
ENTER = """
set -e
root=$1 packages=$2; shift 2
mount --make-rprivate /
mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev"
mkdir -p "$root/srv/packages" "$root/tmp/.X11-unix"
mount --bind "$packages" "$root/srv/packages"
if [ -d /tmp/.X11-unix ]; then mount --bind /tmp/.X11-unix "$root/tmp/.X11-unix"; fi
chroot "$root" "$@"
"""


class Trial:
    """One clean root, made anew from the one that debootstrap left."""

    def __init__(self, suite: str, folder: Path) -> None:
        self.suite = suite
        self.root = folder / f"{suite}-trial"
        self.failed: list[str] = []
        clean = folder / suite
        if not (clean / "etc" / "debian_version").is_file():
            say(f"Making a clean {SUITES[suite]} (some minutes)...")
            debian.unpack(suite, clean)
        shutil.rmtree(self.root, ignore_errors=True)
        subprocess.run(["cp", "-a", clean, self.root], check=True)
        home = self.root / HOME.lstrip("/")
        home.mkdir(parents=True)
        os.chown(home, USER, USER)
        with (self.root / "etc" / "passwd").open("a", encoding="ascii") as accounts:
            accounts.write(f"awa:x:{USER}:{USER}::{HOME}:/bin/sh\n")

    def walk(self, packages: Sequence[Path], pictures: Path) -> None:
        """Everything that an administrator and an officer do with the packages."""
        names = [f"/srv/packages/{path.name}" for path in packages]
        self._tell("installs with what it depends on", self._apt("update"), self._apt("install", *names))
        before = self._written()
        self._tell("checks itself", self._user("passerelle", "check"))
        self._tell("plays the demonstration", self._user("passerelle", "demo", "--out", f"{HOME}/Démonstration"))
        office = f"{HOME}/Démonstration/office"
        self._tell("shows its first window", self._window(pictures / f"{self.suite}-first.png"))
        self._tell("shows the office", self._window(pictures / f"{self.suite}-office.png", "--office", office))
        self._tell("names its files to the desktop", self._names_its_files())
        self._tell("purges", self._apt("purge", "passerelle", "passerelle-headquarters"))
        programs = [self.root / "usr" / "lib" / "passerelle", self.root / "usr" / "bin" / "passerelle"]
        self._tell("leaves nothing of itself", int(any(path.exists() for path in programs)))
        written = self._written()
        self._tell(
            "leaves what the user wrote", int(len(written) <= len(before) or not any("office" in p for p in written))
        )

    def _tell(self, title: str, *codes: int) -> None:
        say(f"{'ok    ' if not any(codes) else 'FAILED'} {SUITES[self.suite]} {title}")
        self.failed += [f"{SUITES[self.suite]} {title}"] if any(codes) else []

    def _apt(self, verb: str, *names: str) -> int:
        return self._inside(
            ["apt-get", verb, "-y", "-qq", "--no-install-recommends", *names], DEBIAN_FRONTEND="noninteractive"
        )

    def _user(self, *command: str) -> int:
        return self._inside([*AS_USER, *command], QT_QPA_PLATFORM="offscreen")

    def _inside(self, command: Sequence[str], **variables: str) -> int:
        done = subprocess.run(
            self._entering(command),
            env=_environment(variables),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )
        if done.returncode != 0:
            say((done.stdout + done.stderr).decode("utf-8", "replace")[-2000:])
        return done.returncode

    def _entering(self, command: Sequence[str]) -> list[str]:
        ways = ["unshare", "--mount", "--pid", "--fork", "--kill-child", "bash", "-c", ENTER, "enter"]
        return [*ways, str(self.root), str(PACKAGES), *command]

    def _window(self, picture: Path, *arguments: str) -> int:
        """Start the program on a screen, and put a picture of its window aside; 0 when the window came."""
        with _screen() as display:
            command = self._entering([*AS_USER, "passerelle", *arguments])
            environment = _environment({"DISPLAY": display})
            with subprocess.Popen(
                command, env=environment, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            ) as program:
                seen = {**os.environ, "DISPLAY": display}
                waiting = [
                    "timeout",
                    str(SECONDS),
                    "xdotool",
                    "search",
                    "--sync",
                    "--onlyvisible",
                    "--name",
                    "Passerelle",
                ]
                came = subprocess.run(waiting, env=seen, stdout=subprocess.DEVNULL, check=False).returncode
                subprocess.run(["sleep", "5"], check=True)  # a window stands before it is painted
                subprocess.run(["import", "-window", "root", picture], env=seen, check=False)
                program.kill()
        return came

    def _names_its_files(self) -> int:
        """Whether the desktop knows a bundle by its name and by its first bytes, and which program opens it."""
        tools = ("shared-mime-info", "desktop-file-utils", "libglib2.0-bin")
        code = self._apt("install", *tools)
        (self.root / "tmp" / "a.psb").write_bytes(b"PSB1")
        (self.root / "tmp" / "b.bin").write_bytes(b"PSB1")
        (self.root / "tmp" / "c.kit").write_bytes(b"{}")
        for name, kind in (("a.psb", "bundle"), ("b.bin", "bundle"), ("c.kit", "answer")):
            look = f"gio info -a standard::content-type /tmp/{name} | grep -q x-passerelle-{kind}"
            code += self._inside(["sh", "-c", look])
            code += self._inside(["sh", "-c", f"gio mime application/x-passerelle-{kind} | grep -q passerelle.desktop"])
        return code + self._inside(["desktop-file-validate", "/usr/share/applications/passerelle.desktop"])

    def _written(self) -> list[str]:
        home = self.root / HOME.lstrip("/")
        return [str(path.relative_to(home)) for path in home.rglob("*") if path.is_file()]


AS_USER = ("setpriv", f"--reuid={USER}", f"--regid={USER}", "--clear-groups", "env", f"HOME={HOME}", f"--chdir={HOME}")


def _environment(more: dict[str, str]) -> dict[str, str]:
    return {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C.UTF-8", **more}


@contextmanager
def _screen() -> Iterator[str]:
    """A screen of its own on this machine, by its name."""
    command = ["Xvfb", "-displayfd", "1", "-screen", "0", "1366x768x24", "-nolisten", "tcp"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        assert server.stdout is not None
        try:
            yield f":{server.stdout.readline().strip()}"
        finally:
            server.terminate()


def main() -> int:
    if lacking := [name for name in NEEDED if shutil.which(name) is None]:
        print(
            f"Missing here: {', '.join(lacking)} (apt-get install debootstrap xvfb xdotool imagemagick)",
            file=sys.stderr,
        )
        return 1
    packages = sorted(PACKAGES.glob("passerelle*.deb"))
    if not packages:
        print("There are no packages yet: `python3 packaging/dev.py deb` first.", file=sys.stderr)
        return 1
    folder = Path(os.environ.get("PASSERELLE_DEBIAN") or ROOT / ".debian").absolute()
    pictures = PACKAGES / "pictures"
    pictures.mkdir(exist_ok=True)
    failed: list[str] = []
    try:
        for suite in sys.argv[1:] or SUITES:
            trial = Trial(suite, folder)
            trial.walk(packages, pictures)
            failed += trial.failed
    except Blocked as blocked:
        print(blocked, file=sys.stderr)
        return 1
    say("\n" + ("These failed: " + "; ".join(failed) if failed else f"They do what they should; look at {pictures}."))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
