"""Wine in the Debian root: its drive C: and registry, what stands in for Windows, and programs run in it."""

import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

import debian
from folder import HERE, Blocked, Road, fresh, put_in_place

STAND_INS = ("icuuc", "mscms")
COMPILER = ("x86_64-w64-mingw32-gcc", "-O2", "-shared", "-nostartfiles", "-Wl,-e,0")
PROGRAM = "/usr/lib/wine/wine64"
# A crash must end the program, not wait in a debugger; no .NET or browser is asked for; colours see stand_ins/mscms.c
OVERRIDES = "winedbg.exe=d;mscoree=d;mshtml=d;mscms=n"


def compile_stand_ins(road: Road) -> None:
    """Make the DLLs that Wine lacks; nothing that is shipped holds them."""
    part = fresh(road.stand_ins)
    for name in STAND_INS:
        target = f"/road/{part.name}/{name}.dll"
        source = f"/srv/project/packaging/windows/stand_ins/{name}.c"
        if debian.inside(road, [*COMPILER, "-o", target, source], {}) != 0:
            raise Blocked(f"{name}.c could not be compiled.")
    put_in_place(part, road.stand_ins)


def make_prefix(road: Road, name: str) -> None:
    """A fresh drive C: and registry under `name`, with the stand-ins, Python as drive P: and the project on S:."""
    prefix = fresh(road.folder / name)
    make = "wineboot --init && wineserver --wait"
    if debian.inside(road, ["bash", "-c", make], variables(prefix.name)) != 0:
        raise Blocked("Wine could not make its drive C:.")
    for path in road.stand_ins.glob("*.dll"):
        (prefix / "drive_c" / "windows" / "system32" / path.name).write_bytes(path.read_bytes())
    for letter, place in (("p", "/road/python"), ("s", "/srv"), ("t", "/tmp")):
        (prefix / "dosdevices" / f"{letter}:").symlink_to(place)
    put_in_place(prefix, road.folder / name)


def variables(prefix: str) -> dict[str, str]:
    """What Wine reads of the environment."""
    return {"WINEPREFIX": f"/road/{prefix}", "WINEDEBUG": "-all", "WINEDLLOVERRIDES": OVERRIDES}


@contextmanager
def started(
    road: Road, prefix: str, command: Sequence[str], more: Mapping[str, str], *, place: str, screen: bool = False
) -> Iterator[subprocess.Popen[str]]:
    """A Windows program at work in a folder of the root, its output to be read line by line; it ends with this block.

    With `screen` it has a display of its own, else none. Its exit code is that of the process.
    """
    run = f'cd "$0" && {"xvfb-run -a " if screen else ""}{PROGRAM} "$@" </dev/null 2>&1 | cat; exit ${{PIPESTATUS[0]}}'
    words = debian.entering(road, ["bash", "-c", run, place, *command])
    environment = debian.environment({**variables(prefix), **more})
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


def sources() -> Iterator[bytes]:
    """What the stand-ins are made from."""
    for name in STAND_INS:
        yield (HERE / "stand_ins" / f"{name}.c").read_bytes()
