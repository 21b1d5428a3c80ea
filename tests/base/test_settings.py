"""What a machine remembers, through the file itself."""

import json
from pathlib import Path

import pytest

from desktop.base.settings import Settings, load_settings, save_settings, settings_folder
from tests.refusal import refused

CHOSEN = Settings("es", "dark", 130, "AdnQywAD", "/home/awa/Bureau de Dakar", reduced_motion=True)


def test_settings_come_back_as_they_were_saved(tmp_path: Path) -> None:
    save_settings(CHOSEN, tmp_path / "new")
    assert load_settings(tmp_path / "new") == CHOSEN


def test_a_first_start_has_the_defaults_and_writes_nothing(tmp_path: Path) -> None:
    assert load_settings(tmp_path) == Settings()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("damage", [b"", b"{", b"[1]", b"\xff\xfe{}", b"[" * 60_000, b" " * 70_000])
def test_a_damaged_file_is_kept_beside_and_the_program_starts(tmp_path: Path, damage: bytes) -> None:
    (tmp_path / "settings.json").write_bytes(damage)
    assert load_settings(tmp_path) == Settings()
    assert (tmp_path / "settings.damaged.json").read_bytes() == damage
    save_settings(CHOSEN, tmp_path)
    assert load_settings(tmp_path) == CHOSEN


def test_one_senseless_value_does_not_lose_the_others(tmp_path: Path) -> None:
    kept = {"language": "xx", "theme": 3, "text_size": True, "office": "/o", "reduced_motion": True, "later": 1}
    (tmp_path / "settings.json").write_text(json.dumps(kept), encoding="utf-8")
    assert load_settings(tmp_path) == Settings(office="/o", reduced_motion=True)


def test_a_folder_can_be_chosen_by_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PASSERELLE_CONFIG", str(tmp_path / "config"))
    assert settings_folder() == tmp_path / "config"
    save_settings(CHOSEN)
    assert load_settings() == CHOSEN


def test_a_place_that_cannot_be_written_is_said_and_harms_nothing(tmp_path: Path) -> None:
    (tmp_path / "settings.json").mkdir()
    with refused("place-not-writable"):
        save_settings(CHOSEN, tmp_path)
    assert load_settings(tmp_path) == Settings()


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with refused("settings-not-writable"):
        save_settings(CHOSEN, tmp_path / "file" / "config")
