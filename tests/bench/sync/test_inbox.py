"""A folder with a hundred thousand files: its bundles are found in a small multiple of the time of listing it."""

import os
import time
from collections.abc import Callable
from pathlib import Path

from desktop.bundles.folder import FolderTransport, bundles_among

FILES = 100_000
MOST = 40  # times a plain listing: 20,000 files of unknown names are looked into, each opened once


def seconds(deed: Callable[[], object]) -> float:
    start = time.process_time()
    deed()
    return time.process_time() - start


def test_a_bundle_among_a_hundred_thousand_files(tmp_path: Path) -> None:
    for number in range(FILES):
        (tmp_path / f"photo {number}.jpg").write_bytes(b"jpg")
    (tmp_path / "a.psb").write_bytes(b"PSB1 and no more")
    floor = seconds(lambda: [entry.stat() for entry in os.scandir(tmp_path)])
    chosen = seconds(lambda: bundles_among([tmp_path]))
    shared = seconds(lambda: FolderTransport(tmp_path).arrived())
    print(f"listing {floor:.2f} s, a folder chosen {chosen:.2f} s, a shared folder {shared:.2f} s")
    assert [path.name for path in bundles_among([tmp_path])] == ["a.psb"]
    assert chosen < 2 * floor and shared < MOST * floor
