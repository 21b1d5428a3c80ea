"""Updates for tests: a small program in the place of a frozen one, packed and signed with the keys of development."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from desktop.base.installation import platform
from desktop.bundles import program_release
from desktop.bundles.keys import DeviceKeys
from desktop.bundles.program_release import ReleaseManifest, ReleaseRoot
from desktop.store.migrations import LATEST
from tests.conftest import load_script

SCRIPT = load_script("releases")
KEYS: tuple[DeviceKeys, ...] = SCRIPT.development_keys()
CHAIN: tuple[ReleaseRoot, ...] = SCRIPT.shipped()
NEWS: Mapping[str, tuple[str, ...]] = {"fr": ("Plus vite.",), "en": ("Faster.",), "es": ("Más rápido.",)}
# Answers `check`; started as a window it says its version, and confirms that it stands unless it is a broken one
PROGRAM = """#!/bin/sh
[ "$1" = check ] && exit {check}
echo {version}
"""


def manifest(version: str = "9.0.0", **differing: object) -> ReleaseManifest:
    """What an update says of itself, without its files."""
    sound = ReleaseManifest(
        version, platform(), CHAIN[-1].version, date(2026, 11, 20), date(2099, 1, 1), 1, LATEST, NEWS, ()
    )
    return replace(sound, **differing)  # type: ignore[arg-type]


def frozen(folder: Path, version: str = "9.0.0", check: int = 0) -> Path:
    """A folder like a frozen one."""
    (folder / "_internal" / "lib").mkdir(parents=True)
    program = folder / "passerelle"
    program.write_text(PROGRAM.format(version=version, check=check))
    program.chmod(0o755)
    (folder / "_internal" / "base.bin").write_bytes(bytes(range(256)) * 9)
    (folder / "_internal" / "empty").write_bytes(b"")
    (folder / "_internal" / "lib" / "é.txt").write_text("…", "utf-8")
    (folder / "_internal" / "lib" / "link.bin").symlink_to("../base.bin")
    return folder


def unsigned(
    folder: Path, about: ReleaseManifest, chain: Sequence[ReleaseRoot] = CHAIN, check: int = 0, name: str = ""
) -> Path:
    """An update that nobody signed yet."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / (name or f"Passerelle-{about.version}-{about.platform}{program_release.SUFFIX}")
    program_release.pack(frozen(folder / f"frozen-{path.stem}", about.version, check), path, about, chain)
    return path


def update(
    folder: Path, about: ReleaseManifest | None = None, keys: Sequence[DeviceKeys] = KEYS[:2], check: int = 0
) -> Path:
    """An update signed by these keys."""
    path = unsigned(folder, about or manifest(), check=check)
    for key in keys:
        program_release.sign(path, key)
    return path
