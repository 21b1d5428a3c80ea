"""The app for macOS, as far as its layout can be tried elsewhere."""

import io
import plistlib
from pathlib import Path
from types import ModuleType

import pytest
from PIL import Image

from desktop.base import file_kinds
from tests.conftest import load_script


@pytest.fixture
def mac_app() -> ModuleType:
    for script in ("dev", "file_types"):
        load_script(script)
    return load_script("mac_app")


def test_it_holds_the_whole_folder_and_opens_every_kind_of_file(mac_app: ModuleType, tmp_path: Path) -> None:
    (frozen := tmp_path / "frozen" / "_internal").mkdir(parents=True)
    (frozen / "digests.txt").write_text("", encoding="ascii")
    (frozen.parent / "passerelle").write_bytes(b"program")
    (app := tmp_path / "Passerelle.app").mkdir()
    (app / "of-before").touch()
    program = mac_app.lay_out(frozen.parent, app, "0.3.0")
    assert program.read_bytes() == b"program" and (program.parent / "_internal" / "digests.txt").is_file()
    assert not (app / "of-before").exists()
    told = plistlib.loads((app / "Contents" / "Info.plist").read_bytes())
    assert (told["CFBundleExecutable"], told["CFBundleVersion"]) == (program.name, "0.3.0")
    endings = [f".{ending}" for kind in told["CFBundleDocumentTypes"] for ending in kind["CFBundleTypeExtensions"]]
    assert tuple(endings) == file_kinds.OPENED
    icon = Image.open(io.BytesIO((app / "Contents" / "Resources" / told["CFBundleIconFile"]).read_bytes()))
    assert icon.format == "ICNS" and (256, 256, 1) in icon.info["sizes"]
