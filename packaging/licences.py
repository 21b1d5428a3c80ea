"""The licences of everything in packaging/lock.txt: `python packaging/licences.py` writes docs/licences.md.

A library's own metadata is believed where it names a licence plainly; the others were read in their licence files
and are in REVIEWED, as are those installed on one system or under one version of Python only.
"""

import re
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, metadata, requires
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOCK = ROOT / "packaging" / "lock.txt"
PAGE = ROOT / "docs" / "licences.md"

REVIEWED = {
    "backports-tarfile": "MIT",
    "colorama": "BSD-3-Clause",
    "importlib-metadata": "Apache-2.0",
    "jeepney": "MIT",
    "lazy-importer": "Apache-2.0",
    "macholib": "MIT",
    "pefile": "MIT",
    "pyinstaller": "GPL-2.0-or-later WITH Bootloader-exception",
    "pyinstaller-hooks-contrib": "Apache-2.0 OR GPL-2.0-or-later",
    "pyphen": "GPL-2.0-or-later OR LGPL-2.1-or-later OR MPL-1.1",
    "pyrage": "MIT",
    "pyxform": "BSD-2-Clause",
    "python-bidi": "LGPL-3.0-or-later",
    "pywin32-ctypes": "BSD-3-Clause",
    "reportlab": "BSD-3-Clause",
    "rl-accel": "BSD-3-Clause",
    "secretstorage": "BSD-3-Clause",
    "sqlcipher3": "Zlib",
    "tzdata": "Apache-2.0",
    "zipp": "MIT",
}

# What libraries need that are not installed everywhere, or that name it for nobody
NEEDED = {"psycopg": ("psycopg-binary",), "importlib-metadata": ("zipp", "lazy-importer")}

# As metadata spells them, and as SPDX does
SPELLINGS = {
    "Apache 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "BSD 2-Clause License": "BSD-2-Clause",
    "BSD License": "BSD-3-Clause",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "PSFL": "PSF-2.0",
}

# What an Apache-2.0 program may be shipped with, as libraries that anybody can replace
ACCEPTED = {
    *("0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "MIT", "MIT-0", "MIT-CMU", "PSF-2.0", "Zlib"),
    *("LGPL-2.1-or-later", "LGPL-3.0-only", "LGPL-3.0-or-later", "MPL-1.1", "MPL-2.0", "OFL-1.1"),
    "GPL-2.0-or-later WITH Bootloader-exception",
}

# Inside the wheels, where no metadata tells: read from the libraries themselves
CARRIED = (
    ("PySide6_Essentials, PySide6_Pdf", "Qt 6", "LGPL-3.0-only"),
    ("PySide6_Essentials", "ICU", "Unicode-3.0"),
    ("PySide6_Pdf", "PDFium", "BSD-3-Clause, Apache-2.0"),
    ("sqlcipher3", "SQLCipher, SQLite", "BSD-3-Clause, public domain"),
    ("sqlcipher3, cryptography, psycopg-binary", "OpenSSL", "Apache-2.0"),
    ("psycopg-binary", "libpq", "PostgreSQL"),
    ("pikepdf", "qpdf, libjpeg-turbo", "Apache-2.0, IJG and BSD-3-Clause"),
    ("zstandard", "Zstandard", "BSD-3-Clause"),
    (
        "pillow, reportlab",
        "FreeType, HarfBuzz, libjpeg-turbo, OpenJPEG, libtiff, libwebp",
        "FTL, MIT, IJG, BSD, libtiff",
    ),
    ("zxing-cpp", "ZXing-C++", "Apache-2.0"),
    ("this project", "Remix Icon 2.5", "Apache-2.0"),
    ("this project", "Noto Sans, Noto Serif, Noto Naskh Arabic, Noto Sans Bengali", "OFL-1.1"),
)


def locked(lock: Path = LOCK) -> dict[str, str]:
    """Every library of the lock and its version."""
    lines = lock.read_text(encoding="utf-8").splitlines()
    return dict(match.groups() for line in lines if (match := re.match(r"([\w.-]+)==([\w.]+)", line)))  # type: ignore[misc]


def licence(name: str) -> str:
    """A library's licence in SPDX words; "unknown" when neither its metadata nor anybody has said."""
    if name in REVIEWED:
        return REVIEWED[name]
    try:
        about = metadata(name)
    except PackageNotFoundError:
        return "unknown"
    declared: list[str] = [*about.get_all("License-Expression", []), *about.get_all("License", [])]
    declared += [line.split("::")[-1].strip() for line in about.get_all("Classifier", []) if line.startswith("License")]
    for text in declared:
        expression = SPELLINGS.get(text, text)
        if acceptable(expression):
            return expression
    return "unknown"


def acceptable(expression: str) -> bool:
    """Whether one of the licences offered may be shipped with the program."""
    return any(part.strip() in ACCEPTED for part in expression.split(" OR "))


def shipped(names: set[str], start: str = "pyproject.toml") -> set[str]:
    """Those of the libraries that the frozen program needs; the others only build or test it."""
    import tomllib

    project = tomllib.loads((ROOT / start).read_text(encoding="utf-8"))["project"]
    files: set[str] = set()
    waiting = [_name(line) for line in project["dependencies"]]
    while waiting:
        name = waiting.pop()
        if name in names and name not in files:
            files.add(name)
            waiting += _needed(name)
    return files


def _needed(name: str) -> Iterator[str]:
    yield from NEEDED.get(name, ())
    try:
        lines = requires(name) or []
    except PackageNotFoundError:
        return
    yield from (_name(line) for line in lines if "extra ==" not in line)


def _name(requirement: str) -> str:
    return re.sub(r"[-_.]+", "-", re.match(r"[\w.-]+", requirement)[0]).lower()  # type: ignore[index]


def page() -> str:
    """docs/licences.md as it should be."""
    versions = locked()
    inside = shipped(set(versions))
    lines = ["# Licences", "", INTRODUCTION, "", "## Shipped with the program", "", *_table(inside, versions)]
    lines += ["", "## Used to build and test it", "", *_table(set(versions) - inside, versions)]
    lines += ["", "## Carried inside those libraries and this project", "", "| in | what | licence |", "|---|---|---|"]
    lines += [f"| {where} | {what} | {under} |" for where, what, under in CARRIED]
    return "\n".join(lines) + "\n"


INTRODUCTION = """Passerelle itself is under the Apache License 2.0 (LICENSE). It uses the libraries below, in the
versions that `packaging/lock.txt` names; Qt, psycopg and python-bidi are under the LGPL and lie as separate files in
the program's folder, where anybody may put their own build of them. This page is written by
`python packaging/licences.py`; a test fails when a library is missing or comes under a licence nobody accepted."""


def _table(names: set[str], versions: dict[str, str]) -> Iterator[str]:
    yield "| library | version | licence |"
    yield "|---|---|---|"
    yield from (f"| {name} | {versions[name]} | {licence(name)} |" for name in sorted(names))


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
