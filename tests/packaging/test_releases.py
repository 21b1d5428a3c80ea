"""Release keys are made on three sticks, one is replaced, and two of them sign what an office then believes."""

from pathlib import Path

import pytest

from desktop.base.text import LANGUAGES
from desktop.bundles import program_release, root_signed
from desktop.presenters.exchange import update_words
from desktop.services.exchange.headquarters import key_files
from desktop.services.exchange.headquarters.key_files import KeyFileKind
from desktop.store.slots import FLOOR
from tests.conftest import ROOT
from tests.releases import CHAIN, SCRIPT, manifest, unsigned

SECRET = "quatre mots sans aucun rapport"


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    """The file of a passphrase, the same for every key here."""
    (path := tmp_path / "passphrase").write_text(f"{SECRET}\n", "utf-8")
    return path


def said(*words: object, times: int, secret: Path) -> int:
    return int(SCRIPT.main([*map(str, words), *[f"--passphrase-file={secret}"] * times]))


def test_keys_are_made_replaced_and_sign(tmp_path: Path, secret: Path, capsys: pytest.CaptureFixture[str]) -> None:
    roots, sticks = tmp_path / "roots.json", [tmp_path / f"stick-{number}" for number in range(1, 5)]
    for stick in sticks:
        stick.mkdir()
    made = said("release-keys", "make", *sticks[:3], "--roots", roots, times=3, secret=secret)
    first = SCRIPT.shipped(roots)[-1]
    assert made == 0 and first.fingerprint in capsys.readouterr().out and not first.is_for_development
    one, two, _three = (stick / f"release-{number}.releasekey" for number, stick in enumerate(sticks[:3], 1))
    assert SECRET.encode() not in one.read_bytes()

    said("release-keys", "replace", 3, sticks[3], one, two, "--roots", roots, times=3, secret=secret)
    chain = SCRIPT.shipped(roots)
    assert [root.version for root in chain] == [1, 2] and root_signed.newest(first, chain) == chain[-1]

    path = unsigned(tmp_path / "update", manifest(root=2), chain)
    assert said("sign-release", path, two, times=1, secret=secret) == 0
    assert said("sign-release", path, two, times=1, secret=secret) == 1, "twice the same"
    assert said("sign-release", path, sticks[3] / "release-3.releasekey", times=1, secret=secret) == 0
    assert len(program_release.read(path, first, ()).signers) == 2
    assert said("sign-release", path, sticks[2] / "release-3.releasekey", times=1, secret=secret) == 1, "replaced"


def test_a_key_of_headquarters_signs_no_release(tmp_path: Path, secret: Path) -> None:
    path = unsigned(tmp_path / "update", manifest(), CHAIN)
    key_files.create(tmp_path / "root.hqkey", KeyFileKind.ROOT, SECRET, "en", FLOOR)
    with pytest.raises(SystemExit, match="signs no release"):
        said("sign-release", path, tmp_path / "root.hqkey", times=1, secret=secret)


def test_what_a_version_brings_is_told_in_each_language(capsys: pytest.CaptureFixture[str]) -> None:
    notes = SCRIPT.manifest("linux-x64", CHAIN, manifest().built).notes
    assert len({len(lines) for lines in notes.values()}) == 1 and all(notes.values())
    assert SCRIPT.main(["release-keys", "show"]) == 0
    assert CHAIN[-1].fingerprint in capsys.readouterr().out


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_handbook_prints_the_keys_of_this_program(language: str) -> None:
    """Whoever makes other keys writes them there: `release-keys show` tells them."""
    text = (ROOT / "resources" / "handbook" / language / "11-sending.md").read_text("utf-8")
    assert [key for key in CHAIN[-1].roots if update_words.key_words(key) not in text] == []
