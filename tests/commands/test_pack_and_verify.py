"""`passerelle pack` and `passerelle verify`, as a person or a script uses them."""

import json
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from desktop import commands
from tests.agreed import PASSPHRASE, Agreed, agreed, agreed_folder

__all__ = ["agreed", "agreed_folder"]


@pytest.fixture
def folder(agreed: Agreed, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, str, str]:
    """A closed office's folder, its final agreement's reference, and a draft's id."""
    monkeypatch.setenv("PASSERELLE_PASSPHRASE", PASSPHRASE)
    final, draft = agreed.final(), agreed.draft("MOU")
    agreed.office.close()
    return agreed.office.folder, final.reference, draft.id


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
    folder: tuple[Path, str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place, reference, _draft = folder
    made = packed(capsys, place, reference, tmp_path / "a.pdf")
    assert (made["reference"], made["draft"], made["number"]) == (reference, False, 1)
    code, said, _error = ran(capsys, "verify", tmp_path / "a.pdf", "--json")
    report = json.loads(said)
    assert (code, report["verdict"], report["sound"]) == (3, "unchecked", False)
    assert (report["archive"], report["loose"]) == ("PDF/A-3B", [])
    assert (report["record"], report["pages"]) == (made["record"], made["pages"])


def test_the_partner_s_copy_is_another_document_than_the_pack(
    folder: tuple[Path, str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
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
    folder: tuple[Path, str, str],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    change: Callable[[Any], None],
) -> None:
    import pikepdf

    place, reference, _draft = folder
    packed(capsys, place, reference, tmp_path / "a.pdf")
    code, said, _error = ran(capsys, *held_against(place, tmp_path / "a.pdf"))
    assert (code, json.loads(said)["verdict"]) == (0, "sound")
    with pikepdf.open(tmp_path / "a.pdf") as pdf:
        change(pdf)
        pdf.save(tmp_path / "b.pdf")
    code, said, _error = ran(capsys, *held_against(place, tmp_path / "b.pdf"))
    assert (code, json.loads(said)["verdict"]) == (1, "other")
    code, said, _error = ran(capsys, "verify", tmp_path / "b.pdf", "--json")
    assert (code, json.loads(said)["verdict"]) == (3, "unchecked")


def test_a_record_that_unfolds_without_end_is_given_up(
    folder: tuple[Path, str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import pikepdf

    place, reference, _draft = folder
    packed(capsys, place, reference, tmp_path / "a.pdf")
    with pikepdf.open(tmp_path / "a.pdf") as pdf:
        bomb = zlib.compress(bytes(64 << 20), 9)
        pdf.Root.Names.EmbeddedFiles.Names[1].EF.F.write(bomb, filter=pikepdf.Name.FlateDecode)
        pdf.save(tmp_path / "bomb.pdf", compress_streams=False)
    code, _said, error = ran(capsys, "verify", tmp_path / "bomb.pdf")
    assert code == 1 and "Traceback" not in error and error.strip()


def test_a_draft_is_named_by_the_beginning_of_its_id_and_only_looked_at(
    folder: tuple[Path, str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place, _reference, draft = folder
    made = packed(capsys, place, draft[:8], tmp_path / "b.pdf", "--draft")
    assert made["draft"] and "number" not in made
    assert (tmp_path / "b.pdf").read_bytes().startswith(b"%PDF")


def test_an_unknown_agreement_is_told_with_those_that_are_known(
    folder: tuple[Path, str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    place, reference, _draft = folder
    code, _said, error = ran(capsys, "pack", "SN10-A-1999-001", "--office", place, "--officer", "Awa Ndiaye")
    assert code == 1 and reference in error


def test_an_altered_record_is_not_sound(
    folder: tuple[Path, str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import pikepdf

    place, reference, _draft = folder
    packed(capsys, place, reference, tmp_path / "a.pdf")
    with pikepdf.open(tmp_path / "a.pdf") as pdf:
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
