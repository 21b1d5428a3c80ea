"""A Debian 13 in a folder, with Wine and what else the road needs: nothing of it is installed on this machine."""

import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from folder import PROJECT, Blocked, Road, put_in_place

SUITE = "trixie"
PACKAGES = (
    *("wine", "wine64", "fonts-dejavu-core", "gcc-mingw-w64-x86-64-win32", "nsis"),
    *("xvfb", "xdotool", "imagemagick"),  # a screen for the window, keys and pictures of it
)
USER = "Été Ñandú"  # whose folder Wine calls C:\\users\\Été Ñandú
ACCOUNTS = {"root": 0, USER: 1000}
# In a mount and process table of its own: nothing stays mounted, and what was started ends with the command. The first
# process stays the superuser's: one that becomes another account is not told any more when its parent is killed. So
# what it starts must not take its place, as the last command of bash does
ENTER = """
set -e
root=$1 project=$2 road=$3; shift 3
mount --make-rprivate /
mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev"
mount -t tmpfs tmpfs "$root/tmp"
mkdir -p "$root/srv/project" "$root/srv/shared" "$root/road" "$root/small"
mount -t tmpfs -o size=64m tmpfs "$root/small"
mount --bind "$project" "$root/srv/project"
if [ -d "$project/../shared" ]; then mount --bind "$project/../shared" "$root/srv/shared"; fi
mount --bind "$road" "$root/road"
chroot "$root" "$@"
exit 0
"""


def make_root(road: Road) -> None:
    """Unpack Debian where the machine's own apt finds it, and install the packages."""
    if not (road.root / "etc" / "debian_version").is_file():
        unpack(SUITE, road.root)
    accounts = road.root / "etc" / "passwd"
    if USER not in (known := accounts.read_text(encoding="utf-8")):
        accounts.write_text(f"{known}{USER}:x:{ACCOUNTS[USER]}:{ACCOUNTS[USER]}::/tmp:/bin/sh\n", encoding="utf-8")
    install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *PACKAGES]
    for command in (["apt-get", "update", "-qq"], install):
        if inside(road, command, {"DEBIAN_FRONTEND": "noninteractive"}) != 0:
            raise Blocked("Debian's packages could not be installed: connect to the network and run this again.")


def unpack(suite: str, folder: Path) -> None:
    """Make a folder a small Debian of this suite; it takes its name when it is whole. Raises Blocked."""
    part = folder.with_name(f"{folder.name}.part")
    if part.exists():
        shutil.rmtree(part)
    part.parent.mkdir(parents=True, exist_ok=True)
    _run(["debootstrap", "--variant=minbase", "--include=ca-certificates", suite, str(part), _archive()])
    put_in_place(part, folder)


def inside(road: Road, command: Sequence[str], variables: Mapping[str, str]) -> int:
    """Run a command in the root with this terminal and return its exit code; it reads nothing."""
    return subprocess.run(
        entering(road, command), env=environment(variables), stdin=subprocess.DEVNULL, check=False
    ).returncode


def entering(road: Road, command: Sequence[str]) -> list[str]:
    """The command line that runs `command` in the root, the project at /srv/project and the road at /road."""
    ways = ["unshare", "--mount", "--pid", "--fork", "--kill-child", "bash", "-c", ENTER, "enter"]
    return [*ways, str(road.root), str(PROJECT), str(road.folder), *command]


def environment(variables: Mapping[str, str]) -> dict[str, str]:
    """What a command in the root may see: nothing of this machine's own settings."""
    places = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/tmp", "XDG_RUNTIME_DIR": "/tmp"}
    return {**places, "LC_ALL": "C.UTF-8", **variables}


def _archive() -> str:
    """The archive from which this machine's apt takes Debian itself."""
    form = "$(ORIGIN) $(COMPONENT) $(REPO_URI) $(CODENAME)"
    lines = _run(["apt-get", "indextargets", "--format", form, "Created-By: Packages"], capture=True).splitlines()
    found = [words[2] for words in map(str.split, lines) if words[:2] == ["Debian", "main"] and "-" not in words[3]]
    if not found:
        raise Blocked("This machine's apt knows no archive of Debian: run `apt-get update` and try again.")
    return found[0]


def _run(command: list[str], *, capture: bool = False) -> str:
    if shutil.which(command[0]) is None:
        raise Blocked(f"`{command[0]}` is missing: apt-get install {command[0]}")
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise Blocked(f"`{command[0]}` failed:\n{done.stdout[-1000:]}\n{done.stderr[-1000:]}")
    return done.stdout if capture else ""
