"""The commands of docs/bundle-format.md, run as they stand there, on a real bundle."""

import json
import os
import re
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from desktop.base.change import Cell, Change, Entry
from desktop.bundles import payload
from desktop.bundles.bundle import Load
from desktop.bundles.content import BundleFile
from desktop.bundles.parts import cut
from tests.bundles import workload
from tests.systems import only_where

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "bundle-format.md").read_text(encoding="utf-8")
TOOLS = ("bash", "head", "tail", "xxd", "sha256sum", "openssl", "age", "zstd", "jq")
LACKING = [tool for tool in TOOLS if shutil.which(tool) is None]
HEADER, SIGNATURE, INSIDE, CHANGES, PARTS = re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL)

with_tools = only_where(not LACKING, f"the page of the format with the tools of Linux: {', '.join(LACKING)}")


def run(commands: str, folder: Path, **names: str) -> str:
    environment = {"PATH": os.environ["PATH"], **names}
    script = f"set -eu\n{commands}"
    done = subprocess.run(
        ["bash", "-c", script], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@with_tools
def test_a_bundle_is_opened_by_hand_with_public_tools(world, tmp_path):
    source = workload.Office(10, 1, (world.laptop.device,)).edits()
    changes = [next(source) for _ in range(40)]
    files = [BundleFile(b"%PDF-1.7", "a.pdf", "application/pdf")]
    path = world.export(tmp_path, Load([world.journal(changes)], {"note": {"a": "é"}}, files))
    key = tmp_path / "key.txt"
    key.write_text(world.hq.secret_open)
    names = {"BUNDLE": str(path), "KEY": str(key), "SENDER": world.laptop.public.sign}
    output = run(HEADER + SIGNATURE + INSIDE + CHANGES, tmp_path, **names)
    assert "Signature Verified Successfully" in output
    lines = [json.loads(line) for line in (tmp_path / "changes.jsonl").read_text(encoding="utf-8").splitlines()]
    assert lines == [
        [change.number, second(change.at), change.what, entry.id, entry.kind, cell.field, cell.value]
        for change in changes
        for entry in change.entries
        for cell in entry.cells
    ]
    assert json.loads((tmp_path / "segment-1").read_bytes()) == {"a": "é"}
    assert (tmp_path / "segment-2").read_bytes() == b"%PDF-1.7"


def second(at: int) -> str:
    return datetime.fromtimestamp(at // 1000, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@with_tools
def test_a_forged_signature_is_noticed_by_hand(world, tmp_path):
    path = world.export(tmp_path, Load())
    names = {"BUNDLE": str(path), "SENDER": world.stranger.public.sign}
    with pytest.raises(AssertionError):
        run(HEADER + SIGNATURE, tmp_path, **names)


@with_tools
def test_parts_are_joined_by_hand(tmp_path):
    data = bytes(range(256)) * 10
    parts = cut(data, 1000)
    for part in parts:
        (tmp_path / part.name).write_bytes(part.to_bytes())
    run(PARTS, tmp_path, PARTS=str(len(parts)), PART=parts[0].bundle[:16])
    assert (tmp_path / "joined.psb").read_bytes() == data


def test_the_example_of_the_page_is_what_it_says():
    [example] = re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)
    assert payload.decode(example.encode()) == (
        changed(8, "Name corrected", 1764000000000, Cell(2, "Atlas Textile", None)),
        changed(
            9, "Status changed", 1764000002000, Cell(3, "signed", None), Cell(2, "Atlas Textiles", ("d1", 8))
        ),
    )  # fmt: skip
    assert json.loads(payload.encode(payload.decode(example.encode()))) == json.loads(example)


def changed(number: int, what: str, at: int, *cells: Cell) -> Change:
    return Change("d1", number, what, "o1", at, 60, "1.0.0", 7, (Entry(1, "p1", "update", cells),))


def test_every_refusal_is_on_the_page():
    from desktop.bundles.bundle import REFUSALS

    assert set(re.findall(r"^\| `([a-z-]+)` \| [^|]+ \|$", PAGE, re.MULTILINE)) >= set(REFUSALS)
