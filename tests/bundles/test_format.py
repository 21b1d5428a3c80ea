"""The commands of docs/bundle-format.md, run as they stand there, on a real bundle."""

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from desktop.base.change import START, Cell, Change, Entry, chain
from desktop.bundles import bundle, payload
from desktop.bundles.bundle import Load
from desktop.bundles.content import BundleFile, checkpoint_bytes
from desktop.bundles.keys import CHECKPOINT
from desktop.bundles.parts import cut
from desktop.bundles.reader import read
from tests.bundles import workload
from tests.systems import only_where

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "bundle-format.md").read_text(encoding="utf-8")
FIELDS = ROOT / "docs" / "bundle-fields.md"
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


def test_a_stranger_recomputes_the_chains_of_several_devices_and_segments(world, tmp_path, monkeypatch):
    monkeypatch.setattr(bundle, "LIMITS", replace(bundle.LIMITS, raw=2_000))  # so that a chain takes several segments
    source = workload.Office(10, 1, (world.laptop.device,)).edits()
    own = [next(source) for _ in range(60)]
    sister = [change._replace(device=world.colleague.device) for change in own[:5]]
    erased = replace_entries(sister[0])
    sister[0] = erased
    head = chain(START, sister)
    signature = world.colleague.sign(CHECKPOINT, checkpoint_bytes(world.colleague.device, 5, head))
    load = Load([replace(world.journal(sister), checkpoint=signature), world.journal(own)], {"note": {"a": "é"}})
    path = world.export(tmp_path, load)
    reached = json.loads(ask_a_stranger(world, path))
    assert reached == {world.laptop.device: [60, chain(START, own)], world.colleague.device: [5, head]}
    segments = [segment for segment in read(path, world.keyset, (world.hq,)).manifest.segments if segment.seq_to]
    assert len(segments) > 3


def ask_a_stranger(world, path):
    signers = [f"{keys.device}={keys.public.sign}" for keys in (world.laptop, world.colleague)]
    program = [sys.executable, "-I", str(Path(__file__).with_name("stranger.py"))]
    asked = [*program, str(path), world.hq.secret_open, world.laptop.public.sign, *signers]
    done = subprocess.run(asked, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def replace_entries(change):
    """The change as it is after its first entry was erased: it keeps the digest of what it was."""
    first, *others = change.entries
    return change._replace(entries=(first._replace(cells=(), erased=first.digest()), *others))


def test_the_stranger_knows_no_code_of_the_program():
    source = Path(__file__).with_name("stranger.py").read_text(encoding="utf-8")
    assert not re.search(r"^\s*(?:from|import) (?:desktop|tests)", source, re.MULTILINE)


def test_every_kind_and_field_stands_on_its_page():
    """Where it does not: write it anew with `python tests/bundles/test_format.py`."""
    assert FIELDS.read_text(encoding="utf-8") == fields_page()


def fields_page():
    kinds = json.loads((ROOT / "tests" / "golden" / "fields.json").read_text(encoding="utf-8"))
    lines = []
    for kind, fields in sorted(kinds.items(), key=lambda item: int(item[0])):
        named = sorted(((int(number), *field) for number, field in fields.items() if number != "0"))
        marks = {"office": "", "hq": "*", "shared": "+"}
        listed = ", ".join(f"{number} {name}{marks[owner]}" for number, name, owner in named)
        lines.append(f"| {kind} | {fields['0'][0]} | {listed} |")
    return "\n".join([FIELDS_HEAD, *lines, ""])


FIELDS_HEAD = """# Kinds of records and their fields

What the numbers in `shapes` and `fields` of a `changes` segment mean ([bundle-format.md](bundle-format.md)). A number
never changes its meaning; new ones are added. `*` marks what Headquarters alone writes, `+` what both may write; the
rest is the office's.

| kind | record | fields |
|---|---|---|"""


if __name__ == "__main__":
    FIELDS.write_text(fields_page(), encoding="utf-8")
