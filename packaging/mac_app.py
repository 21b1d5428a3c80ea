"""Lays the folder frozen on macOS into an app, `dist/Passerelle.app`; `dev.py build` starts this there.

Written from Apple's documentation and never tried on a Mac. The app is for the computer that built it: it has no
signature of a developer, and macOS asks for one of an app that was downloaded.
"""

import plistlib
import shutil
import sys
from pathlib import Path

import file_types
from dev import ROOT, stated

FROZEN, APP = ROOT / "dist" / "passerelle", ROOT / "dist" / "Passerelle.app"
ICON = "passerelle.icns"
SIZES = {"icp4": 16, "icp5": 32, "icp6": 64, "ic07": 128, "ic08": 256}  # Apple's names for PNG pictures in an icon


def icon() -> bytes:
    """The icon of the program as macOS reads it."""
    pictures = ((name, (file_types.ICONS / f"passerelle-{side}.png").read_bytes()) for name, side in SIZES.items())
    parts = b"".join(name.encode() + (len(png) + 8).to_bytes(4, "big") + png for name, png in pictures)
    return b"icns" + (len(parts) + 8).to_bytes(4, "big") + parts


def about(version: str) -> bytes:
    """What the app tells macOS of itself, and which files a double click opens in it."""
    kinds = [
        {
            "CFBundleTypeName": kind.en,
            "CFBundleTypeExtensions": [kind.ending.removeprefix(".")],
            "CFBundleTypeRole": "Viewer",
            "LSHandlerRank": "Owner" if kind.begins else "Alternate",  # another program may have files of that name
        }
        for kind in file_types.TYPES
    ]
    told = {
        "CFBundleName": "Passerelle",
        "CFBundleDisplayName": "Passerelle",
        "CFBundleIdentifier": "passerelle.desktop",
        "CFBundleExecutable": "passerelle",
        "CFBundleIconFile": ICON,
        "CFBundlePackageType": "APPL",
        "CFBundleShortVersionString": version,
        "CFBundleVersion": version,
        "CFBundleDevelopmentRegion": "en",
        "CFBundleLocalizations": ["en", "fr", "es"],
        "CFBundleDocumentTypes": kinds,
        "LSApplicationCategoryType": "public.app-category.business",
        "NSHighResolutionCapable": True,
    }
    return plistlib.dumps(told)


def lay_out(frozen: Path, app: Path, version: str) -> Path:
    """Make the app anew from a frozen folder; its program."""
    if app.exists():
        shutil.rmtree(app)
    contents = app / "Contents"
    shutil.copytree(frozen, contents / "MacOS", symlinks=True)  # the program finds its libraries and lists beside it
    (contents / "Resources").mkdir()
    (contents / "Resources" / ICON).write_bytes(icon())
    (contents / "Info.plist").write_bytes(about(version))
    return contents / "MacOS" / "passerelle"


if __name__ == "__main__":
    print(lay_out(FROZEN, APP, stated(ROOT)[0]))
    sys.exit(0)
