"""A list is its publisher's and which of its lists; a file shows that it is whole, or a person is asked."""

import csv
import shutil
from pathlib import Path

import pytest

from desktop.screening import library
from desktop.screening.entries import EntryKind
from desktop.screening.lists import companions, read_list
from tests.refusal import refused

SAMPLES = Path(__file__).parent / "samples"
CONSOLIDATED, FLAT = SAMPLES / "ofac-consolidated-nonsdn-excerpt.csv", SAMPLES / "flat-uk-2018.csv"
FIELDS = '"-0- ","-0- ","-0- ","-0- ","-0- ","-0- ","-0- ","-0- "'
HEAD = '"id","schema","name","aliases","dataset"\n'


def sdn(folder: Path, count: int = 30, *, end: str = "\x1a") -> Path:
    path = folder / "sdn.csv"
    rows = (f'{number},"NAME {number}, Given","individual","SDGT",{FIELDS}\n' for number in range(100, 100 + count))
    path.write_text("".join(rows) + end, encoding="utf-8")
    return path


def sister(folder: Path, count: int = 30) -> Path:
    path = folder / "alt.csv"
    path.write_text("".join(f'{n},{n + 900},"aka","OTHER {n}","-0- "\n' for n in range(100, 100 + count)))
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    lists = tmp_path / "lists"
    lists.mkdir()
    return lists


def accepted(folder: Path, path: Path) -> str:
    return library.install(folder, path, accept=True, published="2026-11-01").version.source


def test_ofacs_two_lists_stand_side_by_side_whichever_comes_first(folder: Path, tmp_path: Path) -> None:
    consolidated = Path(shutil.copy(CONSOLIDATED, tmp_path / "cons_prim.csv"))
    assert accepted(folder, consolidated) == "ofac-consolidated"
    assert accepted(folder, sdn(tmp_path)) == "ofac-sdn"
    assert accepted(folder, consolidated) == "ofac-consolidated"
    assert {version.source for version in library.installed(folder)} == {"ofac-consolidated", "ofac-sdn"}
    with library.open_index(folder) as index:
        for name in ("Ismail Abdul Salah Haniya", "Given Name 120"):
            assert index.search(name, EntryKind.PERSON)


def test_ofacs_xml_is_told_apart_too(tmp_path: Path) -> None:
    for programme, source in (("NS-PLC", "ofac-consolidated"), ("SDGT", "ofac-sdn")):
        path = tmp_path / f"{source}.xml"
        path.write_text(
            "<sdnList><publshInformation><Publish_Date>03/28/2025</Publish_Date><Record_Count>1</Record_Count>"
            "</publshInformation><sdnEntry><uid>1</uid><lastName>A</lastName><sdnType>Individual</sdnType>"
            f"<programList><program>{programme}</program></programList></sdnEntry></sdnList>"
        )
        parsed = read_list(path)
        assert (parsed.version.source, parsed.doubts) == (source, ())
        assert {entry.list_id for entry in parsed.entries} == {source}


def test_a_list_that_announces_more_entries_than_it_has_is_asked_about(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "sdn.xml"
    path.write_text(
        "<sdnList><publshInformation><Publish_Date>03/28/2025</Publish_Date><Record_Count>443</Record_Count>"
        "</publshInformation><sdnEntry><uid>1</uid><lastName>A</lastName><sdnType>Individual</sdnType></sdnEntry></sdnList>"
    )
    assert "443" in " ".join(library.examine(folder, path).doubts)
    with refused("list-doubtful"):
        library.install(folder, path)


@pytest.mark.parametrize("beside", [False, True], ids=["alone", "with alt.csv"])
def test_a_first_list_that_was_cut_is_asked_about(folder: Path, tmp_path: Path, beside: bool) -> None:
    path = sdn(tmp_path, 30)
    if beside:
        sister(tmp_path)
    assert library.examine(folder, path, published="2026-11-01").doubts == ()
    path.write_text("".join(path.read_text().splitlines(keepends=True)[:10]))
    (doubt,) = library.examine(folder, path, published="2026-11-01").doubts
    assert ("20" if beside else "10") in doubt
    with refused("list-doubtful"):
        library.install(folder, path, published="2026-11-01")
    assert library.installed(folder) == ()


def test_a_sister_file_proves_a_list_without_an_end_mark(folder: Path, tmp_path: Path) -> None:
    path = sdn(tmp_path, end="")
    assert len(library.examine(folder, path, published="2026-11-01").doubts) == 1
    sister(tmp_path)
    assert library.examine(folder, path, published="2026-11-01").doubts == ()


def test_the_sister_files_of_the_other_list_are_not_taken_for_its_own(tmp_path: Path) -> None:
    path = sdn(tmp_path)
    own = sister(tmp_path)
    (tmp_path / "cons_alt.csv").write_text('9639,1,"aka","HANIYYA, Ismaeel","-0- "\n9640,2,"aka","TIR","-0- "\n')
    assert companions(path) == (own,)


@pytest.mark.parametrize(("suffix", "sign"), [(".del", "@"), (".pip", "|")])
def test_ofacs_other_tables_are_the_same_list(tmp_path: Path, suffix: str, sign: str) -> None:
    main, names = sdn(tmp_path), sister(tmp_path)
    own = tmp_path / "other"
    own.mkdir()
    for path in (main, names):
        with path.open(newline="") as file, (own / f"{path.stem}{suffix}").open("w", newline="") as out:
            csv.writer(out, delimiter=sign).writerows(csv.reader(file))
    table, other = read_list(main), read_list(own / f"sdn{suffix}")
    assert [entry.digest() for entry in other.entries] == [entry.digest() for entry in table.entries]
    assert other.version.counts["aliases"] == 30


def test_two_datasets_of_opensanctions_stand_side_by_side(folder: Path, tmp_path: Path) -> None:
    for name in ("EU Council", "UN SC Sanctions"):
        path = tmp_path / "targets.simple.csv"
        path.write_text(
            HEAD + f'"{name}-1","Person","Ana {name}","","{name};Other {name}"\n"b","Person","B","","{name}"\n'
        )
        accepted(folder, path)
    assert {version.title for version in library.installed(folder)} == {
        "OpenSanctions – EU Council",
        "OpenSanctions – UN SC Sanctions",
    }


def test_a_collection_never_takes_the_place_of_another_unasked(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "targets.simple.csv"
    path.write_text(HEAD + '"a","Person","A","","EU"\n"b","Person","B","","UN"\n')
    accepted(folder, path)
    path.write_text(HEAD + '"c","Person","C","","PEP"\n"d","Person","D","","MP"\n"e","Person","E","","MP"\n')
    (doubt,) = library.examine(folder, path, published="2026-11-02").doubts
    assert "OpenSanctions" in doubt


def test_a_table_headed_like_the_world_banks_is_its_own_list(folder: Path, tmp_path: Path) -> None:
    version = read_list(FLAT).version
    assert (version.source, version.title) == ("table-gb-hmt-sanctions", "gb-hmt-sanctions")
    bank = tmp_path / "bank.csv"
    bank.write_text(FLAT.read_text(encoding="utf-8").replace("gb-hmt-sanctions", "zz-wb-debarred"), encoding="utf-8")
    assert read_list(bank).version.source == "world-bank"
    national = tmp_path / "national.csv"
    national.write_text("id,name,program\n1,Société Inventée,Décret 12\n", encoding="utf-8")
    with refused("list-unknown"):
        read_list(national)
    national.write_text("Firm Name,Address,Country,Grounds\nSociété,Rue 1,Mali,Fraude fiscale\n", encoding="utf-8")
    with refused("list-unknown"):
        read_list(national)
    national.write_text(
        "Firm Name,Grounds\nA LTD,Cross Debarment: AfDB\nB,Procurement Guidelines 1.14\n", encoding="utf-8"
    )
    assert read_list(national).version.source == "world-bank"
    several = tmp_path / "several.csv"
    several.write_text("id,name,program,source\n1,A,P,one\n2,B,P,two\n", encoding="utf-8")
    with refused("list-unknown"):
        read_list(several)


def test_a_table_without_proof_is_asked_about_until_its_size_is_known(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "bank.csv"
    head = "SUPP_NAME,SUPP_ID,DEBAR_REASON\n"
    path.write_text(head + "".join(f"Firm {n},{n},Cross Debarment: ADB\n" for n in range(40)))
    (doubt,) = library.examine(folder, path, published="2026-11-01").doubts
    assert "40" in doubt
    accepted(folder, path)
    path.write_text(head + "".join(f"Firm {n},{n},Cross Debarment: ADB\n" for n in range(41)))
    assert library.examine(folder, path, published="2026-11-02").doubts == ()
    path.write_text(head + "".join(f"Firm {n},{n},Cross Debarment: ADB\n" for n in range(39)))
    assert len(library.examine(folder, path, published="2026-11-02").doubts) == 1


def test_a_list_that_was_taken_for_another_is_called_rightly_after_an_update(folder: Path, tmp_path: Path) -> None:
    consolidated = Path(shutil.copy(CONSOLIDATED, tmp_path / "cons_prim.csv"))
    accepted(folder, consolidated)
    (stored,) = folder.glob("ofac-consolidated_*")
    stored.rename(folder / stored.name.replace("ofac-consolidated", "ofac-sdn"))
    library.rebuild(folder)
    assert [version.source for version in library.installed(folder)] == ["ofac-consolidated"]
    assert all(check.sound for check in library.verify(folder))
