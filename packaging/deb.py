"""Pack the frozen Linux folder for Debian 12 and 13: `python3 packaging/dev.py deb` freezes, then starts this.

The same folder gives the same bytes: dates are no later than SOURCE_DATE_EPOCH, order, owners and modes are fixed.
The package has no scripts of its own, so that removing or purging it touches nothing but its files: what offices
wrote lies in the users' folders.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import file_types
from dev import DEBIAN, ROOT, Failed, stated

FROZEN = ROOT / "dist" / "passerelle"
HEADQUARTERS = ROOT / "dist" / "passerelle-headquarters"  # what reaches PostgreSQL, a package of its own
TARGET = ROOT / "dist" / "debian"
ICONS = ROOT / "resources" / "icons"
PROGRAM = Path("usr", "lib", "passerelle")
# bytes: what goes onto the sticks and through the lines of small offices
LARGEST, LARGEST_FOLDER = 70e6, 200e6
SECTIONS = {  # of glibc
    *("libc.so.6", "libm.so.6", "libdl.so.2", "libpthread.so.0", "librt.so.1", "libresolv.so.2", "libutil.so.1"),
}
LOADER = re.compile(r"ld-linux.*\.so\.\d+")
ELF = b"\x7fELF"

CONTROL = """\
Package: {name}
Version: {version}
Section: misc
Priority: optional
Architecture: {architecture}
Installed-Size: {size}
Maintainer: Passerelle
Depends: {depends}
Description: {description}
"""
DESCRIPTION = """\
private-sector partnerships of a country office
 Registers partners, screens them, leads through due diligence, writes
 agreements and keeps their results; without a network, encrypted, and in
 French, English and Spanish."""
DESCRIPTION_OF_PART = """\
Passerelle for Headquarters
 What Passerelle needs to keep the records of Headquarters in a PostgreSQL
 database. Offices do without it."""
COPYRIGHT = """\
Passerelle, by the authors of Passerelle, under the Apache License, Version 2.0.
On Debian systems its text is in /usr/share/common-licenses/Apache-2.0.

The libraries that lie in /usr/lib/passerelle and their licences are listed in
/usr/lib/passerelle/_internal/licences.md.
"""


def needed(folder: Path, *beside: Path) -> tuple[set[str], tuple[int, ...]]:
    """The libraries that the files of a folder ask of the system, and the version of glibc that they ask for.

    What lies in the folder or `beside` it is not asked of the system.
    """
    files = [path for path in sorted(folder.rglob("*")) if path.is_file() and not path.is_symlink() and _is_elf(path)]
    if not files:
        raise Failed(f"There is no frozen program for Linux in {folder}.")
    told = subprocess.run(["objdump", "-p", *files], capture_output=True, text=True, check=True).stdout
    asked = set(re.findall(r"^ +NEEDED +(\S+)$", told, re.MULTILINE))
    versions = [tuple(map(int, found.split("."))) for found in re.findall(r" GLIBC_([\d.]+)$", told, re.MULTILINE)]
    there = {path.name for place in (folder, *beside) for path in place.rglob("*")}
    return asked - there, max(versions, default=())


def _is_elf(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(ELF)) == ELF


def depends(folder: Path, *beside: Path) -> list[str]:
    """The packages of Debian that a frozen folder needs; raises Failed for a library that none is known for."""
    libraries, glibc = needed(folder, *beside)
    packages = {f"libc6 (>= {'.'.join(map(str, glibc))})" if glibc else "libc6"}
    others = {name for name in libraries - SECTIONS if not LOADER.fullmatch(name)}
    unknown = sorted(others - DEBIAN.keys())
    if unknown:
        raise Failed(f"Say in DEBIAN of packaging/dev.py which packages these libraries are in: {', '.join(unknown)}")
    return sorted(packages | {DEBIAN[name] for name in others})


def lay_out(frozen: Path, tree: Path) -> None:
    """Lay the files of the program's package out as they will be installed."""
    shutil.copytree(frozen, tree / PROGRAM, symlinks=True)
    command = tree / "usr" / "bin" / "passerelle"
    command.parent.mkdir(parents=True)
    command.symlink_to(Path("..") / PROGRAM.relative_to("usr") / "passerelle")
    share = tree / "usr" / "share"
    for picture in sorted(ICONS.glob("passerelle-*.png")):
        side = picture.stem.removeprefix("passerelle-")
        _put(share / "icons" / "hicolor" / f"{side}x{side}" / "apps" / "passerelle.png", picture.read_bytes())
    _put(share / "icons" / "hicolor" / "scalable" / "apps" / "passerelle.svg", (ICONS / "passerelle.svg").read_bytes())
    _put(share / file_types.APPLICATION, file_types.entry().encode())
    _put(share / file_types.MIME, file_types.kinds().encode())
    _put(share / "doc" / "passerelle" / "copyright", COPYRIGHT.encode())


def _put(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def pack(frozen: Path, target: Path, made_at: int) -> Path:
    """Make the program's package in the folder `target`; `made_at` (seconds since 1970) is the date of all in it."""
    tree = _empty(target / "tree")
    lay_out(frozen, tree)
    words = {"name": "passerelle", "depends": ", ".join(depends(frozen)), "description": DESCRIPTION}
    return _packed(tree, target, made_at, words)


def pack_part(part: Path, frozen: Path, target: Path, made_at: int) -> Path:
    """Make the package of the part for Headquarters, which is laid beside this very version of the program."""
    tree, name = _empty(target / "tree"), "passerelle-headquarters"
    shutil.copytree(part, tree / PROGRAM, symlinks=True)
    _put(tree / "usr" / "share" / "doc" / name / "copyright", COPYRIGHT.encode())
    packages = ", ".join([f"passerelle (= {stated(ROOT)[0]})", *depends(part, frozen)])
    return _packed(tree, target, made_at, {"name": name, "depends": packages, "description": DESCRIPTION_OF_PART})


def _empty(folder: Path) -> Path:
    if folder.exists():
        shutil.rmtree(folder)
    return folder


def _packed(tree: Path, target: Path, made_at: int, words: Mapping[str, str]) -> Path:
    """The package of a tree, which is removed."""
    version, architecture = stated(ROOT)[0], _architecture()
    size = sum(path.stat().st_size for path in _files(tree)) // 1024
    control = CONTROL.format_map({**words, "version": version, "architecture": architecture, "size": size})
    _put(tree / "DEBIAN" / "control", control.encode())
    for path in (tree, *tree.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or _starts(path) else 0o644)
        os.utime(path, (made_at, made_at), follow_symlinks=False)
    package = target / f"{words['name']}_{version}_{architecture}.deb"
    # one thread: more of them cut the stream into pieces by their number
    form = ["--root-owner-group", "-Zxz", "-z6", "--threads-max=1", "--build", str(tree), str(package)]
    subprocess.run(["dpkg-deb", *form], env={**os.environ, "SOURCE_DATE_EPOCH": f"{made_at}"}, check=True)
    shutil.rmtree(tree)
    return package


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


def _starts(path: Path) -> bool:
    return (path.name == "passerelle" and _is_elf(path)) or path.name == file_types.SCRIPT.name


def _architecture() -> str:
    return subprocess.run(["dpkg", "--print-architecture"], capture_output=True, text=True, check=True).stdout.strip()


def main() -> int:
    if not shutil.which("dpkg-deb") or not shutil.which("objdump"):
        print("A package for Debian is made on Debian: apt-get install dpkg binutils", file=sys.stderr)
        return 1
    TARGET.mkdir(parents=True, exist_ok=True)
    try:
        made_at = int(os.environ["SOURCE_DATE_EPOCH"])
        package, part = pack(FROZEN, TARGET, made_at), pack_part(HEADQUARTERS, FROZEN, TARGET, made_at)
    except Failed as failure:
        print(failure, file=sys.stderr)
        return 1
    sizes = {path: (path.stat().st_size, LARGEST) for path in (package, part)}
    sizes[FROZEN] = (sum(path.stat().st_size for path in _files(FROZEN)), LARGEST_FOLDER)
    for path, (size, largest) in sizes.items():
        print(f"{path}: {size / 1e6:.1f} MB{' is too large' if size > largest else ''}")
    return 1 if any(size > largest for size, largest in sizes.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
