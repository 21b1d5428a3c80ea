"""Activity files of IATI: what is read of them, and what of a stranger's file is refused in one sentence."""

import random
import re
import tracemalloc
from pathlib import Path

import pytest

from desktop.base.errors import Problem
from desktop.documents.foreign.iati import OrganisationRole, is_xml, read_activities
from tests.activity_files import PUBLISHED
from tests.refusal import refused

BOMB = (
    '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    '<iati-activities version="2.03"><iati-activity><title><narrative>&b;</narrative></title></iati-activity>'
    "</iati-activities>"
)
STRANGE = {
    "entities": (BOMB, "iati-entities"),
    "file of another": (BOMB.replace('"aaaaaaaaaa"', 'SYSTEM "file:///etc/passwd"'), "iati-entities"),
    "cut off": (PUBLISHED[:-400], "iati-damaged"),
    "no encoding": (PUBLISHED.replace("UTF-8", "klingon"), "iati-damaged"),
    "organisations": ('<iati-organisations version="2.03"/>', "iati-none"),
    "a page": ("<html><body>Not found</body></html>", "iati-none"),
    "version 1": ('<iati-activities version="1.05"><iati-activity/></iati-activities>', "iati-version"),
    "deep": (
        f'<iati-activities version="2.03"><iati-activity>{"<a>" * 5000}{"</a>" * 5000}</iati-activity>',
        "iati-too-large",
    ),
    "long": (
        f'<iati-activities version="2.03"><iati-activity><title>{"a" * 9_000_000}</title></iati-activity>'
        "</iati-activities>",
        "iati-too-large",
    ),
    "wide": (
        f'<iati-activities version="2.03"><iati-activity>{"<a/>" * 100_001}</iati-activity></iati-activities>',
        "iati-too-large",
    ),
}


def test_what_tells_a_contribution_is_read_in_the_language_of_the_reader(tmp_path: Path) -> None:
    path = tmp_path / "file.xml"
    path.write_text(PUBLISHED, encoding="utf-8")
    first, second = read_activities(path, "fr")
    assert (first.title, first.countries, first.sectors) == ("De l’eau sur la route", ("SN",), ("labour",))
    assert [taking.reference for taking in first.in_role(OrganisationRole.IMPLEMENTING)] == ["XM-DAC-47066"]
    assert [(own.type, own.day, own.amount, own.currency) for own in first.transactions[:2]] == [
        ("3", "2015-12-01", "1250.125", "EUR"),
        ("3", "2016-05-02", "2000", "USD"),
    ]
    assert not first.has_budget and second.has_budget and not second.transactions
    path.write_bytes(PUBLISHED.replace("UTF-8", "UTF-16").encode("utf-16"))
    assert is_xml(path.read_bytes()[:100]) and next(read_activities(path, "en")).title == "Water on the road"


@pytest.mark.parametrize("name", STRANGE)
def test_a_strange_file_is_refused_with_the_reason(name: str, tmp_path: Path) -> None:
    content, code = STRANGE[name]
    path = tmp_path / "étrange.xml"
    path.write_text(content, encoding="utf-8")
    with refused(code) as caught:
        list(read_activities(path, "fr"))
    assert "étrange.xml" in caught.value.text and caught.value.remedy


def test_whatever_is_spoilt_is_read_or_refused(tmp_path: Path) -> None:
    chance, path = random.Random(16), tmp_path / "spoilt.xml"
    sound = PUBLISHED.encode()
    for _turn in range(400):
        spoilt = bytearray(sound)
        for _change in range(chance.randint(1, 6)):
            at = chance.randrange(len(spoilt))
            match chance.randrange(3):
                case 0:
                    spoilt[at] = chance.randrange(256)
                case 1:
                    del spoilt[at : at + chance.randint(1, 200)]
                case _:
                    spoilt[at:at] = spoilt[chance.randrange(len(spoilt)) :][: chance.randint(1, 300)]
        path.write_bytes(spoilt)
        try:
            list(read_activities(path, "es"))
        except Problem as problem:
            assert problem.code.startswith("iati-") and problem.remedy


def test_a_file_of_many_activities_is_never_held_whole(tmp_path: Path) -> None:
    begun, activity, end = re.split(r"(<iati-activity.*</iati-activity>)", PUBLISHED, flags=re.DOTALL)
    path = tmp_path / "large.xml"
    path.write_text(begun + activity * 1_000 + end, encoding="utf-8")
    tracemalloc.start()
    try:
        assert sum(1 for _own in read_activities(path, "fr")) == 2_000
        _now, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 1_000_000 < path.stat().st_size


def test_public_files_are_read(shared_data: Path) -> None:
    read = {
        path.name: list(read_activities(path, "en")) for path in (shared_data / "cases/iati-activities").glob("*.xml")
    }
    counts = {name: (len(own), sum(len(one.transactions) for one in own)) for name, own in read.items()}
    assert counts == {
        "acfspain-co.xml": (1, 0),
        "acfspain-ph.xml": (6, 0),
        "usaid-bb.xml": (1, 2),
        "wri.xml": (1, 2),
    }
    assert {taking.name for taking in read["usaid-bb.xml"][0].in_role(OrganisationRole.IMPLEMENTING)} == {
        "Priority Worldwide Services"
    }
    assert read["wri.xml"][0].countries == ("BR", "CN", "IN", "ID", "MX", "CO")
