"""Every bit and every length of an update, one after the other: none is accepted. A small part of it runs in each test.

The update is a small one, so that its manifest and signatures are most of it; how long a real one takes to be verified
is told beside it for one of eight megabytes: every byte is read once.
"""

import os
from pathlib import Path

from pytest_benchmark.fixture import BenchmarkFixture

from desktop.base.progress import Progress
from desktop.bundles import program_release
from tests.bundles.test_program_release import accepted, mutations, read
from tests.releases import CHAIN, KEYS, frozen, manifest, update

SIZE = 8_000_000  # bytes of a file that cannot be packed smaller; packing takes its time, verifying does not


def test_no_bit_and_no_length_is_accepted(tmp_path: Path) -> None:
    path, altered = update(tmp_path), tmp_path / "altered.update"
    assert accepted(path)
    tried = 0
    for content in mutations(path, 1):
        altered.write_bytes(content)
        assert not accepted(altered)
        tried += 1
    print(f"\n{tried} altered files, none accepted")
    assert tried > 8 * program_release._read_parts(path).offset


def test_a_release_is_verified(benchmark: BenchmarkFixture, tmp_path: Path) -> None:
    program = frozen(tmp_path / "frozen")
    (program / "_internal" / "libraries.bin").write_bytes(os.urandom(SIZE))
    path = tmp_path / "large.update"
    program_release.pack(program, path, manifest(), CHAIN)
    for key in KEYS[:2]:
        program_release.sign(path, key)
    benchmark.pedantic(lambda: program_release.require_whole(read(path), Progress()), rounds=3)
