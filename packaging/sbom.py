"""What a frozen program is made of: a bill of materials as CycloneDX JSON, and the texts of the licences.

build.spec calls this with the Python that freezes, so that both tell the versions of that very system: those of OpenSSL
and SQLite inside the wheels too. The same commit gives the same bytes.
"""

import json
import re
import sqlite3
import ssl
import sys
import sysconfig
import uuid
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

import licences

ROOT = licences.ROOT
BILL, TEXTS = "sbom.cdx.json", "licence-texts.txt"  # in the frozen folder
NAMESPACE = uuid.UUID("1f0c6d2e-6a3c-4c55-9a60-0f3b8f6b9a11")  # of the serial numbers, chosen once
OF_HEADQUARTERS = ("psycopg", "psycopg-binary", "uvicorn", "starlette", "h11", "anyio", "idna", "click")
TOLD = re.compile(r"licen[cs]e|copying|notice|authors", re.IGNORECASE)


@dataclass(frozen=True)
class Carried:
    """A library that lies inside another one, `within`, and has no package of its own."""

    within: str
    name: str
    version: str
    licence: str


def carried() -> Iterator[Carried]:
    """What the wheels and Python itself carry, by what each says of itself."""
    import pikepdf
    import psycopg
    import sqlcipher3
    import zstandard
    from cryptography.hazmat.backends.openssl.backend import backend
    from lxml import etree  # type: ignore[import-untyped]
    from PIL import features
    from PySide6.QtCore import qVersion

    database = sqlcipher3.connect(":memory:")
    database.execute("PRAGMA key = 'x'")
    (cipher,), (provider,) = (
        database.execute(f"PRAGMA cipher{of}").fetchone() for of in ("_version", "_provider_version")
    )
    database.close()
    libpq = psycopg.pq.version()
    yield Carried("cryptography", "OpenSSL", _number(backend.openssl_version_text()), "Apache-2.0")
    yield Carried("lxml", "libxml2", _dotted(etree.LIBXML_COMPILED_VERSION), "MIT")
    yield Carried("lxml", "libxslt", _dotted(etree.LIBXSLT_COMPILED_VERSION), "MIT")
    yield Carried("pikepdf", "qpdf", pikepdf.__libqpdf_version__, "Apache-2.0")
    for feature, name, licence in (
        ("freetype2", "FreeType", "FTL"),
        ("jpg_2000", "OpenJPEG", "BSD-2-Clause"),
        ("libjpeg_turbo", "libjpeg-turbo", "IJG AND BSD-3-Clause"),
        ("libtiff", "libtiff", "libtiff"),
        ("littlecms2", "Little CMS", "MIT"),
        ("webp", "libwebp", "BSD-3-Clause"),
    ):
        yield Carried("pillow", name, features.version(feature) or "", licence)
    yield Carried("psycopg-binary", "OpenSSL", _openssl_in("psycopg-binary"), "Apache-2.0")
    yield Carried("psycopg-binary", "libpq", f"{libpq // 10_000}.{libpq % 10_000}", "PostgreSQL")
    yield Carried("pyside6-essentials", "Qt", qVersion(), "LGPL-3.0-only")
    yield Carried("pyside6-pdf", "PDFium", "", "BSD-3-Clause AND Apache-2.0")
    yield Carried("sqlcipher3", "OpenSSL", _number(provider), "Apache-2.0")
    yield Carried("sqlcipher3", "SQLCipher", _number(cipher), "BSD-3-Clause")
    yield Carried("sqlcipher3", "SQLite", sqlcipher3.sqlite_version, "blessing")
    yield Carried("zstandard", "Zstandard", _dotted(zstandard.ZSTD_VERSION), "BSD-3-Clause")
    if sys.platform == "win32":  # elsewhere Python uses those of the system, which do not come along
        yield Carried("python", "OpenSSL", _number(ssl.OPENSSL_VERSION), "Apache-2.0")
        yield Carried("python", "SQLite", sqlite3.sqlite_version, "blessing")
        yield Carried("python", "zlib", zlib.ZLIB_RUNTIME_VERSION, "Zlib")


def _openssl_in(name: str) -> str:
    """The version of OpenSSL in a wheel that has no way to say it: its library names itself."""
    here = _installed(name)
    files = (
        [Path(str(file.locate())) for file in (here.files or []) if "libcrypto" in file.name]
        if here is not None
        else []
    )
    told = (re.search(rb"OpenSSL (\d+\.\d+\.\d+)", file.read_bytes()) for file in files)
    return next((match[1].decode() for match in told if match), "")


def bill(version: str, made_at: int) -> str:
    """The bill of materials of a version built `made_at` (seconds since 1970)."""
    libraries = {"python": _version_of_python(), **_shipped()}
    inside = list(carried())
    components = [_library(name, number) for name, number in libraries.items()]
    components += [_carried(part) for part in inside]
    program = {"type": "application", "bom-ref": "passerelle", "name": "Passerelle", "version": version}
    holds = {name: sorted(_reference(part) for part in inside if part.within == name) for name in libraries}
    whole = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(NAMESPACE, f'{version} {made_at} {sys.platform}')}",
        "version": 1,
        "metadata": {
            "timestamp": f"{datetime.fromtimestamp(made_at, UTC):%Y-%m-%dT%H:%M:%SZ}",
            "component": {**program, "licenses": [{"license": {"id": "Apache-2.0"}}]},
            "properties": [{"name": "passerelle:platform", "value": sysconfig.get_platform()}],
        },
        "components": components,
        "dependencies": [
            {"ref": "passerelle", "dependsOn": sorted(libraries)},
            *({"ref": name, "dependsOn": parts} for name, parts in holds.items()),
        ],
    }
    return json.dumps(whole, indent=1, ensure_ascii=False) + "\n"


def texts() -> str:
    """The texts of the licences of all that comes along, each text once, below the names of what is under it."""
    owners: dict[str, list[str]] = {}
    for name, number in _shipped().items():
        for words in _texts_of(name):
            owners.setdefault(words, []).append(f"{name} {number} ({licences.licence(name)})")
    for words in _texts_of_python():
        owners.setdefault(words, []).append(f"python {_version_of_python()} (PSF-2.0)")
    rule = "=" * 100
    parts = [f"{rule}\n{', '.join(names)}\n{rule}\n\n{words}\n" for words, names in owners.items()]
    return "\n".join([INTRODUCTION, *parts])


INTRODUCTION = """\
The licences of what lies in this folder beside Passerelle itself, whose own is in LICENSE. Which library is under which
one, and what lies inside them, stands in licences.md. Qt and PySide6 are under the LGPL, version 3: its text is among
those of python-bidi below.
"""


def _shipped() -> dict[str, str]:
    """What is installed here of the libraries that come along, with their versions."""
    locked = licences.locked()
    return {name: locked[name] for name in sorted(licences.shipped(set(locked))) if _installed(name) is not None}


def _installed(name: str) -> Distribution | None:
    try:
        return distribution(name)
    except PackageNotFoundError:
        return None


def _texts_of(name: str) -> Iterator[str]:
    here = _installed(name)
    for file in sorted((here.files or []) if here is not None else [], key=str):
        if ".dist-info" in str(file) and TOLD.search(file.name):
            yield _words(Path(str(file.locate())))


def _texts_of_python() -> Iterator[str]:
    for folder in (Path(sys.base_prefix), Path(sysconfig.get_path("stdlib"))):
        if (file := folder / "LICENSE.txt").is_file():
            yield _words(file)
            return


def _words(file: Path) -> str:
    return file.read_bytes().decode("utf-8", "replace").replace("\r\n", "\n").strip()


def _library(name: str, number: str) -> dict[str, object]:
    licence = "PSF-2.0" if name == "python" else licences.licence(name)
    address = f"pkg:generic/python@{number}" if name == "python" else f"pkg:pypi/{name}@{number}"
    whole: dict[str, object] = {"type": "library", "bom-ref": name, "name": name, "version": number}
    whole |= {"licenses": [_licence(licence)], "purl": address}
    if name in OF_HEADQUARTERS:
        whole["properties"] = [{"name": "passerelle:part", "value": "headquarters"}]
    return whole


def _carried(part: Carried) -> dict[str, object]:
    whole: dict[str, object] = {"type": "library", "bom-ref": _reference(part), "name": part.name}
    whole |= {"version": part.version} if part.version else {}
    address = f"pkg:generic/{part.name.lower().replace(' ', '-')}" + (f"@{part.version}" if part.version else "")
    inside = [{"name": "passerelle:inside", "value": part.within}]
    return whole | {"licenses": [_licence(part.licence)], "purl": address, "properties": inside}


def _licence(words: str) -> dict[str, object]:
    return {"expression": words} if " " in words else {"license": {"id": words}}


def _reference(part: Carried) -> str:
    return f"{part.within}/{part.name}"


def _number(words: str) -> str:
    """The first number with dots in what a library says of itself."""
    match = re.search(r"\d+(?:\.\d+)+", words)
    return match[0] if match else ""


def _dotted(version: tuple[int, ...]) -> str:
    return ".".join(map(str, version))


def _version_of_python() -> str:
    return ".".join(map(str, sys.version_info[:3]))
