"""The bill of materials and the texts of the licences that lie in the frozen program."""

import json
import sys
from types import ModuleType

import pytest

from tests.conftest import load_script

MADE_AT = 1_780_000_000
OPENSSL = ("cryptography/OpenSSL", "psycopg-binary/OpenSSL", "sqlcipher3/OpenSSL")


@pytest.fixture
def sbom(licences: ModuleType) -> ModuleType:
    return load_script("sbom")


def test_it_lists_every_library_that_comes_along_and_what_lies_inside(sbom: ModuleType, licences: ModuleType) -> None:
    bill = json.loads(sbom.bill("0.3.0", MADE_AT))
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    assert bill["metadata"]["timestamp"] == "2026-05-28T20:26:40Z"
    components = {part["bom-ref"]: part for part in bill["components"]}
    assert len(components) == len(bill["components"]), "a reference names one part"
    elsewhere = {"pywin32-ctypes", "tzdata", "jeepney", "secretstorage", "backports-tarfile", "importlib-metadata"}
    shipped = licences.shipped(set(licences.locked()))
    assert shipped - components.keys() <= elsewhere | {"zipp", "lazy-importer"}
    for within in (*OPENSSL, "sqlcipher3/SQLite", "sqlcipher3/SQLCipher"):
        assert components[within]["version"][0].isdigit()
    named = {"passerelle", *components}
    assert {edge for whole in bill["dependencies"] for edge in (whole["ref"], *whole["dependsOn"])} == named
    assert all(part["licenses"] != [{"license": {"id": "unknown"}}] for part in components.values())


def test_what_headquarters_alone_needs_is_said(sbom: ModuleType) -> None:
    bill = json.loads(sbom.bill("0.3.0", MADE_AT))
    (psycopg,) = (part for part in bill["components"] if part["bom-ref"] == "psycopg")
    assert psycopg["properties"] == [{"name": "passerelle:part", "value": "headquarters"}]
    (platform,) = bill["metadata"]["properties"]
    assert platform["value"].startswith({"linux": "linux", "darwin": "macosx", "win32": "win"}[sys.platform])


def test_the_same_commit_gives_the_same_bytes(sbom: ModuleType) -> None:
    assert sbom.bill("0.3.0", MADE_AT) == sbom.bill("0.3.0", MADE_AT)
    assert sbom.texts() == sbom.texts()


def test_the_texts_of_the_licences_come_along_each_once(sbom: ModuleType) -> None:
    texts = sbom.texts()
    for words in (
        "GNU LESSER GENERAL PUBLIC LICENSE",
        "Mozilla Public License",
        "Apache License",
        "Python Software Foundation License",
    ):
        assert words.lower() in texts.lower()
    assert texts.count("sqlalchemy 2") == 2, "its licence and its authors"
