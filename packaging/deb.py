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
from collections.abc import Iterator
from pathlib import Path

from dev import DEBIAN, ROOT, Failed, stated

FROZEN = ROOT / "dist" / "passerelle"
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
Package: passerelle
Version: {version}
Section: misc
Priority: optional
Architecture: {architecture}
Installed-Size: {size}
Maintainer: Passerelle
Depends: {depends}
Description: private-sector partnerships of a country office
 Registers partners, screens them, leads through due diligence, writes
 agreements and keeps their results; without a network, encrypted, and in
 French, English and Spanish.
"""
ENTRY = """\
[Desktop Entry]
Type=Application
Name=Passerelle
Comment=Private-sector partnerships of a country office
Comment[fr]=Partenariats d’un bureau de pays avec le secteur privé
Comment[es]=Alianzas de una oficina de país con el sector privado
Exec=passerelle
Icon=passerelle
Terminal=false
Categories=Office;
StartupWMClass=passerelle
"""
COPYRIGHT = """\
Passerelle, by the authors of Passerelle, under the Apache License, Version 2.0.
On Debian systems its text is in /usr/share/common-licenses/Apache-2.0.

The libraries that lie in /usr/lib/passerelle and their licences are listed in
/usr/lib/passerelle/_internal/licences.md.
"""


def needed(folder: Path) -> tuple[set[str], tuple[int, ...]]:
    """The libraries that the files of a folder ask of the system, and the version of glibc that they ask for."""
    files = [path for path in sorted(folder.rglob("*")) if path.is_file() and not path.is_symlink() and _is_elf(path)]
    if not files:
        raise Failed(f"There is no frozen program for Linux in {folder}.")
    told = subprocess.run(["objdump", "-p", *files], capture_output=True, text=True, check=True).stdout
    asked = set(re.findall(r"^ +NEEDED +(\S+)$", told, re.MULTILINE))
    versions = [tuple(map(int, found.split("."))) for found in re.findall(r" GLIBC_([\d.]+)$", told, re.MULTILINE)]
    return asked - {path.name for path in folder.rglob("*")}, max(versions, default=())


def _is_elf(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(ELF)) == ELF


def depends(folder: Path) -> list[str]:
    """The packages of Debian that a frozen folder needs; raises Failed for a library that none is known for."""
    libraries, glibc = needed(folder)
    packages = {f"libc6 (>= {'.'.join(map(str, glibc))})" if glibc else "libc6"}
    others = {name for name in libraries - SECTIONS if not LOADER.fullmatch(name)}
    unknown = sorted(others - DEBIAN.keys())
    if unknown:
        raise Failed(f"Say in DEBIAN of packaging/dev.py which packages these libraries are in: {', '.join(unknown)}")
    return sorted(packages | {DEBIAN[name] for name in others})


def lay_out(frozen: Path, tree: Path) -> None:
    """Lay the files of the package out as they will be installed."""
    shutil.copytree(frozen, tree / PROGRAM, symlinks=True)
    command = tree / "usr" / "bin" / "passerelle"
    command.parent.mkdir(parents=True)
    command.symlink_to(Path("..") / PROGRAM.relative_to("usr") / "passerelle")
    share = tree / "usr" / "share"
    for picture in sorted(ICONS.glob("passerelle-*.png")):
        side = picture.stem.removeprefix("passerelle-")
        _put(share / "icons" / "hicolor" / f"{side}x{side}" / "apps" / "passerelle.png", picture.read_bytes())
    _put(share / "icons" / "hicolor" / "scalable" / "apps" / "passerelle.svg", (ICONS / "passerelle.svg").read_bytes())
    _put(share / "applications" / "passerelle.desktop", ENTRY.encode())
    _put(share / "doc" / "passerelle" / "copyright", COPYRIGHT.encode())


def _put(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def pack(frozen: Path, target: Path, made_at: int) -> Path:
    """Make the package in the folder `target`; `made_at` (seconds since 1970) is the date of all that is in it."""
    tree, version = target / "tree", stated(ROOT)[0]
    if tree.exists():
        shutil.rmtree(tree)
    lay_out(frozen, tree)
    size = sum(path.stat().st_size for path in _files(tree)) // 1024
    words = {"version": version, "architecture": _architecture(), "size": size, "depends": ", ".join(depends(frozen))}
    _put(tree / "DEBIAN" / "control", CONTROL.format_map(words).encode())
    for path in (tree, *tree.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or _starts(path) else 0o644)
        os.utime(path, (made_at, made_at), follow_symlinks=False)
    package = target / f"passerelle_{version}_{words['architecture']}.deb"
    # one thread: more of them cut the stream into pieces by their number
    form = ["--root-owner-group", "-Zxz", "-z6", "--threads-max=1", "--build", str(tree), str(package)]
    subprocess.run(["dpkg-deb", *form], env={**os.environ, "SOURCE_DATE_EPOCH": f"{made_at}"}, check=True)
    shutil.rmtree(tree)
    return package


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


def _starts(path: Path) -> bool:
    return path.name == "passerelle" and _is_elf(path)


def _architecture() -> str:
    return subprocess.run(["dpkg", "--print-architecture"], capture_output=True, text=True, check=True).stdout.strip()


def main() -> int:
    if not shutil.which("dpkg-deb") or not shutil.which("objdump"):
        print("A package for Debian is made on Debian: apt-get install dpkg binutils", file=sys.stderr)
        return 1
    TARGET.mkdir(parents=True, exist_ok=True)
    try:
        package = pack(FROZEN, TARGET, int(os.environ["SOURCE_DATE_EPOCH"]))
    except Failed as failure:
        print(failure, file=sys.stderr)
        return 1
    sizes = {package: (package.stat().st_size, LARGEST)}
    sizes[FROZEN] = (sum(path.stat().st_size for path in _files(FROZEN)), LARGEST_FOLDER)
    for path, (size, largest) in sizes.items():
        print(f"{path}: {size / 1e6:.1f} MB{' is too large' if size > largest else ''}")
    return 1 if any(size > largest for size, largest in sizes.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
