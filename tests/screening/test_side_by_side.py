"""Lists of many publishers side by side: each counted, each replaced by its own next version only, all told by name."""

import shutil
from pathlib import Path

import pytest

from desktop.screening import library
from desktop.screening.entries import EntryKind
from desktop.screening.lists import holdings, read_list
from tests.refusal import refused
from tests.screening.test_formats import FORMATS, SAMPLES, xml_elements

NESTED = '{"id": "%s-1", "caption": "%s", "schema": "Person", "properties": {}, "datasets": [%s]}\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    lists = tmp_path / "lists"
    lists.mkdir()
    return lists


def sample(tmp_path: Path, name: str, *changes: tuple[str, str]) -> Path:
    """A sample alone in a folder of its own, with some texts changed."""
    own = tmp_path / f"stick-{len(list(tmp_path.iterdir()))}"
    own.mkdir()
    path = Path(shutil.copy(SAMPLES / name, own / name))
    text = path.read_text(encoding="utf-8")
    for before, after in changes:
        assert before in text
        text = text.replace(before, after)
    path.write_text(text, encoding="utf-8")
    return path


def use(folder: Path, path: Path, **about: str) -> str:
    given = about if read_list(path).version.published else {"published": "2026-11-01", **about}
    return library.install(folder, path, accept=True, **given).version.source  # type: ignore[arg-type]


ACCEPTANCE = (
    *("un-en.xml", "eu.xml", "uk-sanctions.xml", "uk-ofsi.csv", "seco.xml", "canada.xml", "dfat.csv"),
    *("ofac-sdn.xml", "ofac-consolidated.xml", "opensanctions-simple.csv", "opensanctions-nested.json"),
    "world-bank.json",
)


def test_lists_of_all_publishers_stand_side_by_side_and_each_follows_itself(folder: Path, tmp_path: Path) -> None:
    counts = {"un-en.xml": 2, **{name: FORMATS[name][2](SAMPLES / name) for name in ACCEPTANCE if name in FORMATS}}
    sources = {use(folder, sample(tmp_path, name)): name for name in ACCEPTANCE}
    assert len(sources) == len(ACCEPTANCE)
    in_use = {version.source: version for version in library.installed(folder)}
    assert {source: version.entries for source, version in in_use.items()} == {
        source: counts[name] for source, name in sources.items()
    }
    assert len({version.title for version in in_use.values()}) == len(ACCEPTANCE)
    newer = sample(tmp_path, "eu.xml", ("2026-11-11T", "2026-11-18T"), ("Idrissa Samaké", "Idrissa Samaké-Nouveau"))
    library.install(folder, newer)
    after = {version.source: version for version in library.installed(folder)}
    assert {source for source in after if after[source] != in_use[source]} == {"eu-fsf"}
    with library.open_index(folder) as index:
        hits = index.search("Idrissa Samaké", EntryKind.PERSON, 40)
    assert {hit.entry.list_id for hit in hits} == sources.keys() - {"ofac-consolidated"}
    assert all(check.sound for check in library.verify(folder))
    with refused("list-older"):
        library.install(folder, sample(tmp_path, "eu.xml"))


def test_each_list_is_replaced_by_its_own_next_version_and_no_other(folder: Path, tmp_path: Path) -> None:
    for name in ACCEPTANCE:
        use(folder, sample(tmp_path, name))
    for name in ACCEPTANCE:
        before = {version.source: version for version in library.installed(folder)}
        newer = sample(tmp_path, name)
        newer.write_bytes(newer.read_bytes() + b"\n")
        source = library.install(folder, newer, accept=True, published="2026-11-27").version.source
        after = {version.source: version for version in library.installed(folder)}
        assert {own for own in after if after[own] != before.get(own)} == {source}, name
        assert after.keys() == before.keys() and after[source].published == "2026-11-27", name
    assert all(check.sound for check in library.verify(folder))


# --- one list in several languages


def test_the_un_list_in_another_language_adds_its_names_to_the_entries(folder: Path, tmp_path: Path) -> None:
    use(folder, sample(tmp_path, "un-en.xml"))
    done = library.install(folder, sample(tmp_path, "un-fr.xml"))
    (version,) = library.installed(folder)
    english, french = (SAMPLES / f"un-{code}.xml" for code in ("en", "fr"))
    names = sum(xml_elements(tag)(french) for tag in ("INDIVIDUAL", "ENTITY", "ALIAS_NAME"))
    assert version.entries == xml_elements("INDIVIDUAL")(english) + xml_elements("ENTITY")(english)
    assert (version.languages, version.names) == (("en", "fr"), 6)
    assert version.counts["names-fr"] == names
    assert "English, French" in holdings(version)
    assert done.changes is not None and len(done.changes.changed) == 2
    with library.open_index(folder) as index:
        (hit, *_more) = index.search("Groupe de soutien au delta inventé", EntryKind.ORGANISATION)
    assert (hit.entry.id, hit.entry.name) == ("9100002", "GROUP FOR THE DELTA OF INVENTION")
    assert all(check.sound for check in library.verify(folder))


def test_a_next_version_in_one_language_keeps_the_names_of_the_others(folder: Path, tmp_path: Path) -> None:
    for name in ("un-en.xml", "un-fr.xml"):
        use(folder, sample(tmp_path, name))
    newer = sample(tmp_path, "un-en.xml", ("2026-11-10T", "2026-11-17T"), ("Delta Group", "The Delta Group"))
    library.install(folder, newer)
    (version,) = library.installed(folder)
    assert (version.published, version.languages) == ("2026-11-17", ("en", "fr"))
    library.install(folder, sample(tmp_path, "un-fr.xml", ("2026-11-10T", "2026-11-24T")))
    (version,) = library.installed(folder)
    assert (version.published, version.languages) == ("2026-11-24", ("fr", "en")), "the newest leads"
    with refused("list-older"):
        library.install(folder, sample(tmp_path, "un-fr.xml", ("2026-11-10T", "2026-11-12T")))
    assert len(library.installed(folder)) == 1


def test_both_languages_side_by_side_on_a_stick_come_together(folder: Path, tmp_path: Path) -> None:
    path = sample(tmp_path, "un-en.xml")
    shutil.copy(SAMPLES / "un-fr.xml", path.parent)
    (path.parent / "other.xml").write_text("<x/>")
    library.install(folder, path)
    assert library.installed(folder)[0].languages == ("en", "fr")
    assert library.examine(folder, path).is_in_use


# --- parts that a list always had


def test_a_list_that_lost_its_aliases_or_a_kind_is_asked_about(folder: Path, tmp_path: Path) -> None:
    use(folder, sample(tmp_path, "seco.xml"))
    text = (SAMPLES / "seco.xml").read_text(encoding="utf-8").replace('date="2026-11-12"', 'date="2026-11-19"')
    start, end = text.index('<target ssid="300">'), text.index('<target ssid="400">')
    path = sample(tmp_path, "seco.xml")
    path.write_text(text[:start] + text[end:].replace('"de-listed"', '"amended"'), encoding="utf-8")
    assert "vessels: 1" in " ".join(library.examine(folder, path).doubts)
    alias = text.index('<name ssid="103"'), text.index('<nationality ssid="105"')
    path.write_text((text[: alias[0]] + text[alias[1] :]).replace("<spelling-variant", "<x"), encoding="utf-8")
    path.write_text(path.read_text(encoding="utf-8").replace("</spelling-variant>", "</x>"), encoding="utf-8")
    (doubt,) = library.examine(folder, path).doubts
    assert "further names: 4" in doubt
    with refused("list-doubtful"):
        library.install(folder, path)


# --- what a person says of a file that does not say it


def collection(tmp_path: Path, name: str, people: range) -> Path:
    """A collection of several datasets: nothing in it says which collection it is."""
    own = tmp_path / f"stick-{len(list(tmp_path.iterdir()))}"
    own.mkdir()
    path = own / "targets.nested.json"
    path.write_text("".join(NESTED % (f"{name}{n}", f"Person {n}", f'"set-{n % 3}"') for n in people))
    return path


def test_what_a_person_calls_a_collection_is_remembered_for_its_next_version(folder: Path, tmp_path: Path) -> None:
    first, other = collection(tmp_path, "a", range(20)), collection(tmp_path, "b", range(30))
    assert library.examine(folder, first).is_nameless
    assert use(folder, first, called="Sanctions", published="2026-11-01") == "opensanctions-sanctions"
    assert use(folder, other, called="Politicians", published="2026-11-01") == "opensanctions-politicians"
    newer = library.examine(folder, collection(tmp_path, "a", range(22)), published="2026-11-08")
    assert (newer.version.source, newer.called, newer.is_nameless) == ("opensanctions-sanctions", "Sanctions", False)
    assert newer.doubts == ()
    library.install(folder, newer.path, published="2026-11-08")
    assert [version.title for version in library.installed(folder)] == [
        "OpenSanctions – Politicians",
        "OpenSanctions – Sanctions",
    ]
    library.rebuild(folder)
    assert {version.source for version in library.installed(folder)} == {
        "opensanctions-sanctions", "opensanctions-politicians",
    }  # fmt: skip
    assert library.examine(folder, collection(tmp_path, "c", range(9)), published="2026-11-08").is_nameless
