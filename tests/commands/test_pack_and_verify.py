"""`passerelle pack` and `passerelle verify`, as a person or a script uses them."""

import json
import shutil
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from desktop import commands
from desktop.office import Office
from desktop.services.agreements import drafting
from desktop.store.vault import Opened, Vault
from tests.agreed import PASSPHRASE, Agreed, agreed_folder
from tests.offices import entered
from tests.paper import blank_picture, page_texts, photographed, scanned
from tests.services.agreements.test_word import rewritten

__all__ = ["agreed_folder"]


Place = tuple[Path, str, str]


@pytest.fixture(scope="module")
def finished(agreed_folder: tuple[Path, tuple[Opened, str]], tmp_path_factory: pytest.TempPathFactory) -> Place:
    """A closed office's folder, its final agreement's reference, and a draft's id; the folder is only copied."""
    template, (opened, partnership) = agreed_folder
    folder = tmp_path_factory.mktemp("finished") / "office"
    with entered(template, folder, opened) as office:
        agreed = Agreed(office, partnership)
        final, draft = agreed.final(), agreed.draft("MOU")
    return folder, final.reference, draft.id


@pytest.fixture(scope="module")
def printed(finished: Place, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The folder of an office that has made a pack of its final agreement, and the pack; both are only read."""
    folder, out = tmp_path_factory.mktemp("printed") / "office", tmp_path_factory.mktemp("pack") / "a.pdf"
    shutil.copytree(finished[0], folder)
    asked = ("pack", finished[1], "--office", folder, "--officer", "Awa Ndiaye", "--out", out)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PASSERELLE_PASSPHRASE", PASSPHRASE)
        assert commands.main([str(argument) for argument in asked]) == 0
    return folder, out


@pytest.fixture
def folder(finished: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    """An office of its own for one test."""
    monkeypatch.setenv("PASSERELLE_PASSPHRASE", PASSPHRASE)
    return Path(shutil.copytree(finished[0], tmp_path / "agreed")), *finished[1:]


def ran(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    code = commands.main([str(argument) for argument in arguments])
    said = capsys.readouterr()
    return code, said.out, said.err


def packed(capsys: pytest.CaptureFixture[str], folder: Path, name: str, out: Path, *more: str) -> Any:
    asked = ("pack", name, "--office", folder, "--officer", "Awa Ndiaye", "--out", out, "--json", *more)
    code, said, error = ran(capsys, *asked)
    assert code == 0, error
    return json.loads(said)


def test_a_pack_is_made_by_reference_and_verified_without_the_office(
    folder: Place, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place, reference, _draft = folder
    made = packed(capsys, place, reference, tmp_path / "a.pdf")
    assert (made["reference"], made["draft"], made["number"]) == (reference, False, 1)
    code, said, _error = ran(capsys, "verify", tmp_path / "a.pdf", "--json")
    report = json.loads(said)
    assert (code, report["verdict"], report["sound"]) == (1, "unchecked", False)
    assert (report["archive"], report["loose"]) == ("PDF/A-3B", [])
    assert (report["record"], report["pages"]) == (made["record"], made["pages"])


def test_originals_are_written_each_into_a_file_of_its_own(
    printed: tuple[Path, Path], finished: Place, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: Any
) -> None:
    monkeypatch.setenv("PASSERELLE_PASSPHRASE", PASSPHRASE)
    place, reference = printed[0], finished[1]
    given = packed(capsys, place, reference, tmp_path / "out", "--originals")
    assert [Path(file).name[-6:] for file in given["files"]] == ["-2.pdf", "-2.pdf"]
    code, said, _error = ran(
        capsys, "verify", given["files"][1], "--office", place, "--officer", "Awa Ndiaye", "--json"
    )
    assert code == 0 and json.loads(said)["verdict"] == "sound"
    packed(capsys, place, reference, tmp_path / "end.pdf", "--originals", "2", "--pages", "1,17-18")
    assert len(photographed((tmp_path / "end.pdf").read_bytes(), 40)) == 3
    for wrong in (("--originals", "7"), ("--originals", "2", "--pages", "99"), ("--originals", "x")):
        asked = ("pack", reference, "--office", place, "--officer", "Awa Ndiaye", "--out", tmp_path / "no.pdf", *wrong)
        code, _said, _error = refusing(capsys, *asked)
        assert code and not (tmp_path / "no.pdf").exists()


def refusing(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    """What a command says that refuses, also where its words make no sense."""
    try:
        return ran(capsys, *arguments)
    except SystemExit as ended:
        return int(ended.code or 0), "", ""


def test_the_partner_s_copy_is_another_document_than_the_pack(
    folder: Place, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place, reference, _draft = folder
    made = packed(capsys, place, reference, tmp_path / "a.pdf")
    given = packed(capsys, place, reference, tmp_path / "p.pdf", "--partner")
    assert not given["draft"] and given["bytes"] < made["bytes"]
    code, said, _error = ran(capsys, *held_against(place, tmp_path / "p.pdf"))
    report = json.loads(said)
    assert (code, report["verdict"], report["reference"]) == (0, "sound", f"{reference}/v{made['number']}/P")


def held_against(folder: Path, file: Path) -> tuple[object, ...]:
    return ("verify", file, "--office", folder, "--officer", "Awa Ndiaye", "--json")


def painted_over(pdf: Any) -> None:
    page = pdf.pages[0]
    page.contents_add(pdf.make_stream(b"q 1 1 1 rg 0 0 600 840 re f Q"))


def turned(pdf: Any) -> None:
    pdf.pages[0].rotate(180, relative=True)


def shortened(pdf: Any) -> None:
    del pdf.pages[-1]


def lengthened(pdf: Any) -> None:
    pdf.pages.append(pdf.pages[0])


def scripted(pdf: Any) -> None:
    import pikepdf

    pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))


@pytest.mark.parametrize("change", [painted_over, turned, shortened, lengthened, scripted])
def test_any_change_around_an_unaltered_record_is_not_called_sound(
    printed: tuple[Path, Path],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    change: Callable[[Any], None],
) -> None:
    import pikepdf

    place, pack = printed
    monkeypatch.setenv("PASSERELLE_PASSPHRASE", PASSPHRASE)
    code, said, _error = ran(capsys, *held_against(place, pack))
    assert (code, json.loads(said)["verdict"]) == (0, "sound")
    with pikepdf.open(pack) as pdf:
        change(pdf)
        pdf.save(tmp_path / "b.pdf")
    code, said, _error = ran(capsys, *held_against(place, tmp_path / "b.pdf"))
    assert (code, json.loads(said)["verdict"]) == (1, "other")
    code, said, _error = ran(capsys, "verify", tmp_path / "b.pdf", "--json")
    assert (code, json.loads(said)["verdict"]) == (1, "unchecked")


def test_a_record_that_unfolds_without_end_is_given_up(
    printed: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import pikepdf

    with pikepdf.open(printed[1]) as pdf:
        bomb = zlib.compress(bytes(64 << 20), 9)
        pdf.Root.Names.EmbeddedFiles.Names[1].EF.F.write(bomb, filter=pikepdf.Name.FlateDecode)
        pdf.save(tmp_path / "bomb.pdf", compress_streams=False)
    code, _said, error = ran(capsys, "verify", tmp_path / "bomb.pdf")
    assert code == 1 and "Traceback" not in error and error.strip()


def test_a_draft_is_named_by_the_beginning_of_its_id_and_only_looked_at(
    folder: Place, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place, _reference, draft = folder
    made = packed(capsys, place, draft[:8], tmp_path / "b.pdf", "--draft")
    assert made["draft"] and "number" not in made
    assert (tmp_path / "b.pdf").read_bytes().startswith(b"%PDF")


def test_an_unknown_agreement_is_told_with_those_that_are_known(
    folder: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    place, reference, _draft = folder
    code, _said, error = ran(capsys, "pack", "SN10-A-1999-001", "--office", place, "--officer", "Awa Ndiaye")
    assert code == 1 and reference in error


def test_an_altered_record_is_not_sound(
    printed: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import pikepdf

    with pikepdf.open(printed[1]) as pdf:
        spec = pdf.Root.Names.EmbeddedFiles.Names[1]
        spec.EF.F.write(spec.EF.F.read_bytes().replace(b"Teranga", b"Tiranga"))
        pdf.save(tmp_path / "altered.pdf")
    code, said, _error = ran(capsys, "verify", tmp_path / "altered.pdf")
    assert code == 1 and "modifiées ou endommagées" in said and "pas en ordre" in said


def test_a_file_that_is_no_pack_is_told_in_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "x.pdf").write_bytes(b"not a pdf")
    code, _said, error = ran(capsys, "verify", tmp_path / "x.pdf")
    assert code == 1 and "PDF" in error and "Traceback" not in error
    code, _said, error = ran(capsys, "verify", tmp_path / "missing.pdf")
    assert code == 1 and "missing.pdf" in error


def test_a_scan_says_which_pages_of_which_paper_it_holds(
    printed: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, pack = printed
    monkeypatch.setenv("PASSERELLE_PASSPHRASE", PASSPHRASE)
    pages = photographed(pack.read_bytes())
    whole, short = tmp_path / "tout.pdf", tmp_path / "court.pdf"
    whole.write_bytes(scanned([*pages[1:], pages[0]]))
    short.write_bytes(scanned([*pages[:8], *pages[9:]]))
    code, out, _err = ran(capsys, "verify", short, "--json")
    answer = json.loads(out)
    assert (code, answer["whole"]) == (1, False), "the codes are claims: only the office knows how many pages there are"
    (claim,) = answer["documents"]
    assert claim["pages"] == [page for page in range(1, len(pages) + 1) if page != 9] and claim["stored"] is None
    of_office = ("--office", folder, "--officer", "Awa Ndiaye")
    code, out, _err = ran(capsys, "verify", short, *of_office, "--json")
    assert (code, json.loads(out)["documents"][0]["scan"]["missing"]) == (1, [9])
    code, out, _err = ran(capsys, "verify", short, *of_office)
    assert "9" in out and code == 1
    code, out, _err = ran(capsys, "verify", whole, *of_office, "--json")
    assert (code, json.loads(out)["whole"]) == (0, True)


def test_a_picture_without_our_codes_is_told_in_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "vacances.png"
    path.write_bytes(blank_picture())
    code, out, err = ran(capsys, "verify", path)
    assert (code, out) == (1, "") and "code" in err


def test_an_agreement_is_held_against_another_one_of_its_type(
    folder: Place,
    agreed_folder: tuple[Path, tuple[Opened, str]],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    place, reference, draft = folder
    opened, partnership = agreed_folder[1]
    asked = ("pack", draft, "--office", place, "--officer", "Awa Ndiaye", "--against")
    assert ran(capsys, *asked)[:2] == (0, "Il n’y a pas d’accord antérieur de ce type.\n")
    code, _said, error = ran(capsys, *asked, reference)
    assert code == 1 and "même type" in error
    assert ran(capsys, "pack", reference, *asked[2:], reference)[0] == 0
    with Office.enter(place, Vault.open(place), opened) as office:
        other = Agreed(office, partnership).draft("MOU")
        drafting.save_field(office.work, other.id, "agreement.purpose", {"fr": "Former des jeunes."})
    newer = ("pack", other.id, *asked[2:])
    code, said, _error = ran(capsys, *newer)
    assert code == 0 and draft[:8] in said and "Projet" in said
    code, said, _error = ran(capsys, *newer, draft, "--out", tmp_path / "c.pdf", "--json")
    answer = json.loads(said)
    assert code == 1 and any("Former des jeunes" in told["ours"] for told in answer["differences"])
    assert "Former des jeunes" in " ".join(page_texts((tmp_path / "c.pdf").read_bytes()))
    assert ran(capsys, *asked, draft)[:2] == (0, "Les deux disent la même chose.\n")
    assert ran(capsys, *asked, "SN10-A-1999-001")[0] == 1


def test_a_draft_goes_out_as_word_and_what_came_back_is_compared(
    folder: Place, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place, _reference, draft = folder
    out = tmp_path / "accord.docx"
    packed(capsys, place, draft, out, "--word")
    asked = ("pack", draft, "--office", place, "--officer", "Awa Ndiaye", "--compare", out)
    assert ran(capsys, *asked)[:2] == (0, "Le fichier dit ce que dit le projet.\n")
    out.write_bytes(rewritten(out.read_bytes(), lambda xml: xml.replace("ni caution ni approbation", "ni caution")))
    code, said, _error = ran(capsys, *asked, "--json")
    (difference,) = json.loads(said)["differences"]
    assert (code, difference["clause"], difference["authors"]) == (1, "C-NEX", [])
    assert "sans marque de révision" in ran(capsys, *asked)[1]
    code, _said, error = ran(capsys, *asked[:-1], tmp_path / "absent.docx")
    assert code == 1 and "absent.docx" in error
