"""The modules inside the library of Qt for Python, which the frozen program brings compiled."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

MAKE = """
import sys
from pathlib import Path
import signatures
Path(sys.argv[1]).write_bytes(signatures.compiled())
"""
START = """
import builtins, json, sys
from pathlib import Path
import signatures
ordinary, finder = builtins.compile, signatures.Precompiled(Path(sys.argv[1]))
sys.meta_path.insert(0, finder)
import shiboken6
from PySide6.QtWidgets import QApplication, QLabel
app = QApplication([])
label = QLabel("Passerelle")
try:
    label.setText(1, 2)
    words = ""
except TypeError as error:
    words = str(error)
inside = sys.modules[signatures.LOADER].__loader__.zfile.namelist()
print(json.dumps({
    "taken": sorted(finder.taken), "inside": sorted(name for name in inside if name.endswith(".py")),
    "restored": builtins.compile is ordinary and finder not in sys.meta_path,
    "valid": shiboken6.isValid(label), "refused": "QLabel.setText" in words,
}))
"""


def run(root: Path, script: str, file: Path) -> str:
    command = [
        sys.executable,
        "-c",
        f"import sys; sys.path.insert(0, {str(root / 'packaging')!r})\n{script}",
        str(file),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def file(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("signatures") / "signatures.bin"
    run(root, MAKE, file)
    return file


def test_every_module_inside_is_taken_compiled_and_works(root: Path, file: Path) -> None:
    started = json.loads(run(root, START, file))
    assert started["taken"] == started["inside"] != []
    assert started["restored"] and started["valid"] and started["refused"]


def test_the_same_library_gives_the_same_bytes(root: Path, file: Path, tmp_path: Path) -> None:
    run(root, MAKE, tmp_path / "again")
    assert (tmp_path / "again").read_bytes() == file.read_bytes()


@pytest.mark.parametrize("damage", ["missing", "empty", "cut", "altered", "of another version"])
def test_without_a_sound_file_the_library_compiles_as_ever(damage: str, root: Path, file: Path, tmp_path: Path) -> None:
    broken, sound = tmp_path / "signatures.bin", file.read_bytes()
    if damage == "empty":
        broken.write_bytes(b"")
    elif damage == "cut":
        broken.write_bytes(sound[:-1000])
    elif damage == "altered":
        broken.write_bytes(sound[:5000] + bytes([sound[5000] ^ 1]) + sound[5001:])
    elif damage == "of another version":
        run(root, OTHER_VERSION, broken)
    started = json.loads(run(root, START, broken))
    assert started["taken"] == []
    assert started["restored"] and started["valid"] and started["refused"]


OTHER_VERSION = """
import marshal, sys, zlib
from pathlib import Path
import signatures
whole = signatures.compiled()
modules = {name: (source + b"#", code) for name, (source, code) in marshal.loads(whole[signatures.SUM:]).items()}
written = marshal.dumps(modules)
Path(sys.argv[1]).write_bytes(zlib.crc32(written).to_bytes(signatures.SUM, "big") + written)
"""
