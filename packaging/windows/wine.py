"""Wine in the Debian root: its drive C: and registry, what stands in for Windows, and programs run in it."""

import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import debian
from folder import HERE, Blocked, Road, fresh, put_in_place

STAND_INS = ("icuuc", "mscms")
COMPILER = ("x86_64-w64-mingw32-gcc", "-O2", "-shared", "-nostartfiles", "-Wl,-e,0")
PROGRAM = "/usr/lib/wine/wine64"
# A crash must end the program, not wait in a debugger; no .NET or browser is asked for; colours see stand_ins/mscms.c
OVERRIDES = "winedbg.exe=d;mscoree=d;mshtml=d;mscms=n"
RUN = f'{PROGRAM} "$@" </dev/null'
SCREEN = """
exec 3>/tmp/screen
Xvfb -displayfd 3 -screen 0 1366x768x24 -nolisten tcp 2>/dev/null &
until DISPLAY=:$(cat /tmp/screen) && [ "$DISPLAY" != : ]; do sleep 0.1; done
export DISPLAY
"""
# A picture of the screen with the program on it, once two that follow one another are the same and show something:
# a window may stand for seconds before it is painted, and letters alone have more than 16 colours
PICTURE = f"""{SCREEN}
shift; title=$1 target=$2; shift 2
{PROGRAM} "$@" </dev/null &
came=1 before= after=
for second in $(seq 120); do
  sleep 1
  import -window root png:"$target"
  after=$(convert "$target" rgb:- | sha256sum)
  colours=$(convert "$target" -format %k info:)
  if xdotool search --onlyvisible --name "$title" >/dev/null 2>&1 && [ "$after" = "$before" ] && [ "$colours" -gt 16 ]
  then came=0; break; fi
  before=$after
done
(exit $came)
"""


def compile_stand_ins(road: Road) -> None:
    """Make the DLLs that Wine lacks; nothing that is shipped holds them."""
    part = fresh(road.stand_ins)
    for name in STAND_INS:
        target = f"/road/{part.name}/{name}.dll"
        source = f"/srv/project/packaging/windows/stand_ins/{name}.c"
        if debian.inside(road, [*COMPILER, "-o", target, source], {}) != 0:
            raise Blocked(f"{name}.c could not be compiled.")
    put_in_place(part, road.stand_ins)


@dataclass(frozen=True)
class Prefix:
    """A Windows of its own: drive C: and registry in the folder `name` of the road, used by one account of the root."""

    road: Road
    name: str
    account: str
    drives: tuple[tuple[str, str], ...]  # besides C: and Z:, letter and place in the root

    @property
    def folder(self) -> Path:
        """Where it lies on this machine."""
        return self.road.folder / self.name

    def make(self) -> None:
        """Make it anew, with the stand-ins."""
        part = Prefix(self.road, fresh(self.folder).name, self.account, self.drives)
        shutil.chown(part.folder, debian.ACCOUNTS[self.account])
        make = "wineboot --init && wineserver --wait"
        if debian.inside(self.road, part._as_account(["bash", "-c", make]), part._variables()) != 0:
            raise Blocked("Wine could not make its drive C:.")
        for path in self.road.stand_ins.glob("*.dll"):
            (part.folder / "drive_c" / "windows" / "system32" / path.name).write_bytes(path.read_bytes())
        for letter, place in self.drives:
            (part.folder / "dosdevices" / f"{letter}:").symlink_to(place)
        put_in_place(part.folder, self.folder)

    @contextmanager
    def started(
        self, command: Sequence[str], more: Mapping[str, str], *, place: str, afterwards: str = "true", run: str = RUN
    ) -> Iterator["subprocess.Popen[str]"]:
        """A Windows program at work in a folder of the root, for this block, its output to be read line by line.

        What it started ends with it, or when the command `afterwards` ends.
        """
        run = f'cd "$0" && {{ {run}\n}} 2>&1; code=$?; {afterwards}; exit $code'
        words = debian.entering(self.road, self._as_account(["bash", "-c", run, place, *command]))
        environment = debian.environment({**self._variables(), **more})
        process = subprocess.Popen(
            words, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, encoding="utf-8", errors="replace"
        )
        try:
            yield process
        finally:
            process.kill()
            process.wait()
            assert process.stdout
            process.stdout.close()

    def run(self, command: Sequence[str], more: Mapping[str, str], *, place: str) -> int:
        """Run a Windows program with this terminal and return its exit code."""
        with self.started(command, more, place=place) as process:
            return _shown(process)

    def run_whole(self, command: Sequence[str], *, place: str) -> int:
        """The same, and wait for every program that it started: a set-up that removes itself goes on as another."""
        with self.started(command, {}, place=place, afterwards="wineserver --wait") as process:
            return _shown(process)

    def said(self, command: Sequence[str], more: Mapping[str, str], *, on_screen: bool = False) -> tuple[int, str]:
        """Run a Windows program and return its exit code and everything that it wrote; boxes and windows need a screen.

        One on a screen is ended after five minutes, with the exit code 124: it waits for somebody who is not there.
        """
        with self.started(
            command, more, place="/tmp", run=f"{SCREEN}timeout 300 {RUN}" if on_screen else RUN
        ) as process:
            assert process.stdout
            words = process.stdout.read()
            return process.wait(), words

    def pictured(self, command: Sequence[str], target: Path, wanted: str) -> int:
        """Start a program on a screen of its own; a picture of that, once a window of the title is painted and at rest.

        `target` lies in the road's folder; where no such window comes within two minutes, it shows the screen as it is
        then. The exit code of taking the picture: 0 when the window came.
        """
        place = f"/road/{target.relative_to(self.road.folder)}"
        with self.started(["picture", wanted, place, *command], {}, place="/tmp", run=PICTURE) as process:
            return _shown(process)

    def _variables(self) -> dict[str, str]:
        return {"WINEPREFIX": f"/road/{self.name}", "WINEDEBUG": "-all", "WINEDLLOVERRIDES": OVERRIDES}

    def _as_account(self, command: Sequence[str]) -> list[str]:
        number = str(debian.ACCOUNTS[self.account])
        return ["setpriv", f"--reuid={number}", f"--regid={number}", "--clear-groups", *command]


def _shown(process: "subprocess.Popen[str]") -> int:
    assert process.stdout
    for line in process.stdout:
        print(line, end="", flush=True)
    return process.wait()


def for_tests(road: Road) -> Prefix:
    """The Windows of the tests: the Python as drive P:, the project on S:, room for files in memory as T:."""
    return Prefix(road, "prefix", "root", (("p", "/road/python"), ("s", "/srv"), ("t", "/tmp")))


def of_a_user(road: Road, name: str) -> Prefix:
    """A Windows of somebody who is no administrator and has neither Python nor the project."""
    return Prefix(road, name, debian.USER, ())


def sources() -> Iterator[bytes]:
    """What the stand-ins are made from."""
    for name in STAND_INS:
        yield (HERE / "stand_ins" / f"{name}.c").read_bytes()
