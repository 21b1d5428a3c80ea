"""Sticks, cards and other volumes that somebody plugs in: what each is called, its room, whether it can be written."""

import os
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SYSTEM = ("/boot", "/home", "/nix", "/usr", "/var")  # of the computer itself, also where it runs from a stick
REMOVABLE_DRIVE, NO_MEDIUM_BOX = 2, 1  # GetDriveTypeW’s DRIVE_REMOVABLE; SEM_FAILCRITICALERRORS: ask nobody for a disk
READ_ONLY_VOLUME = 0x00080000  # FILE_READ_ONLY_VOLUME


@dataclass(frozen=True, slots=True)
class Volume:
    """A volume that was plugged in: the folder in which it is seen, its own name, the bytes free on it."""

    folder: Path
    name: str
    free: int
    is_read_only: bool = False


def removable() -> tuple[Volume, ...]:
    """The volumes plugged in now, by their names; none where the system does not tell."""
    if sys.platform == "win32":
        volumes = _of_windows()
    elif sys.platform == "darwin":
        volumes = _of_macos(Path("/Volumes"))
    else:
        volumes = _of_linux()
    return tuple(sorted(volumes, key=lambda volume: (volume.name.casefold(), str(volume.folder))))


def _of_linux() -> Iterator[Volume]:
    try:
        mounts = Path("/proc/self/mountinfo").read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return iter(())
    return mounted(mounts, Path("/sys/dev/block"))


def mounted(mountinfo: str, devices: Path) -> Iterator[Volume]:
    """The volumes in Linux’s `/proc/self/mountinfo` whose device can be unplugged; `devices` is `/sys/dev/block`.

    The kernel calls removable what has a slot; a disk behind USB it does not, so that its road there counts too. See
    proc(5) and Documentation/ABI/stable/sysfs-block.
    """
    for line in mountinfo.splitlines():
        fields = line.split(" ")
        if len(fields) < 6:
            continue
        folder = Path(_unescaped(fields[4]))
        if folder == Path("/") or str(folder).startswith(SYSTEM) or not _unplugs(devices / fields[2]):
            continue
        yield from _seen(folder, folder.name, "ro" in fields[5].split(","))


def _unescaped(text: str) -> str:
    """A path as mountinfo writes it: blanks, tabs, line ends and backslashes in octal."""
    for octal, plain in (("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")):
        text = text.replace(octal, plain)
    return text


def _unplugs(device: Path) -> bool:
    try:
        real = device.resolve(strict=True)
    except OSError:
        return False
    if "/usb" in real.as_posix():
        return True
    for place in (real, real.parent):  # of a part, the disk is the folder above
        try:
            return (place / "removable").read_text().strip() == "1"
        except OSError:
            continue
    return False


def _of_macos(place: Path) -> Iterator[Volume]:
    try:
        folders = sorted(place.iterdir())
    except OSError:
        return
    for folder in folders:
        if not folder.is_symlink() and os.path.ismount(folder):  # the computer’s own disk is a link there
            yield from _seen(folder, folder.name, False)


def _of_windows() -> Iterator[Volume]:
    if sys.platform != "win32":
        return
    import ctypes

    kernel = ctypes.windll.kernel32
    before = kernel.SetErrorMode(NO_MEDIUM_BOX)
    try:
        letters = kernel.GetLogicalDrives()
        for at in range(26):
            root = f"{chr(ord('A') + at)}:\\"
            if not letters >> at & 1 or kernel.GetDriveTypeW(root) != REMOVABLE_DRIVE:
                continue
            name, flags = ctypes.create_unicode_buffer(261), ctypes.c_uint32()
            told = kernel.GetVolumeInformationW(root, name, 261, None, None, ctypes.byref(flags), None, 0)
            if told:  # a reader without a card does not tell
                yield from _seen(Path(root), name.value or root[:2], bool(flags.value & READ_ONLY_VOLUME))
    finally:
        kernel.SetErrorMode(before)


def _seen(folder: Path, name: str, is_read_only: bool) -> Iterator[Volume]:
    try:
        free = shutil.disk_usage(folder).free
    except OSError:  # it was pulled a moment ago
        return
    yield Volume(folder, name, free, is_read_only or not os.access(folder, os.W_OK))
