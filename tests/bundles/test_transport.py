"""What every transport promises, and what a folder has to bear."""

import os
import random
import sys

import pytest

from desktop.base.values import sha256
from desktop.bundles import folder
from desktop.bundles.bundle import Load
from desktop.bundles.folder import FolderTransport, bundles_among
from desktop.bundles.parts import cut
from desktop.bundles.transport import ArrivedFile, MemoryTransport
from tests.bundles import workload
from tests.refusal import refused


@pytest.fixture(params=["memory", "folder"])
def transport(request, tmp_path):
    return MemoryTransport() if request.param == "memory" else FolderTransport(tmp_path)


@pytest.fixture(scope="module")
def bundles(world, tmp_path_factory):
    folder = tmp_path_factory.mktemp("bundles")
    source = workload.Office(5, 1, (world.laptop.device,)).edits()
    changes = [next(source) for _ in range(30)]
    paths = [world.export(folder, Load([world.journal(changes[:n])])) for n in (10, 20, 30)]
    return {path.name: path.read_bytes() for path in paths}


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def contents(transport):
    return sorted(transport.take(file) for file in transport.arrived())


def test_what_is_put_arrives_once(transport, bundles):
    for _ in range(2):
        for name, data in bundles.items():
            transport.put(name, data)
    assert contents(transport) == sorted(bundles.values())
    assert {file.sha256 for file in transport.arrived()} == {sha256(data) for data in bundles.values()}


def test_what_is_known_is_not_listed_but_stays_there(transport, bundles):
    for name, data in bundles.items():
        transport.put(name, data)
    taken_in = frozenset(file.sha256 for file in transport.arrived())
    assert transport.arrived(taken_in) == []
    assert len(transport.arrived()) == len(bundles)


def test_another_file_of_the_same_name_overwrites_nothing(transport, bundles):
    for data in bundles.values():
        transport.put("same.psb", data)
    assert contents(transport) == sorted(bundles.values())


def test_parts_travel_as_bundles_do(transport, bundles):
    parts = [part for data in bundles.values() for part in cut(data, 500)]
    for part in parts:
        transport.put(part.name, part.to_bytes())
    assert contents(transport) == sorted({part.to_bytes() for part in parts})


def test_an_empty_place_means_nothing(transport):
    assert transport.arrived() == []
    with refused("transported-file-gone"):
        transport.take(ArrivedFile("0" * 64, "gone.psb", 5))


def test_a_half_written_file_is_not_there_yet_and_comes_when_it_is_whole(tmp_path, bundles):
    folder, data = FolderTransport(tmp_path), next(iter(bundles.values()))
    path, chance = tmp_path / "slow.psb", random.Random(2)
    for size in sorted(chance.sample(range(len(data)), 60)):
        path.write_bytes(data[:size])
        assert folder.arrived() == []
    part = cut(data)[0].to_bytes()
    (tmp_path / "half.psbp").write_bytes(part[:-1])
    assert folder.arrived() == []
    path.write_bytes(data)
    assert contents(folder) == [data]


def test_conflicted_copies_and_renamed_files_are_one(tmp_path, bundles):
    folder, data = FolderTransport(tmp_path), next(iter(bundles.values()))
    for name in ("a.psb", "a (1).psb", "a (conflicted copy 2026-11-24).psb", "A.PSB.txt", "‮bsp.exe"):
        (tmp_path / name).write_bytes(data)
    assert contents(folder) == [data]


def test_strangers_files_links_and_folders_are_passed_over(tmp_path, bundles):
    folder, data = FolderTransport(tmp_path / "box"), next(iter(bundles.values()))
    (tmp_path / "box").mkdir()
    (tmp_path / "secret.psb").write_bytes(data)
    (tmp_path / "box" / "link.psb").symlink_to(tmp_path / "secret.psb")
    (tmp_path / "box" / "sub.psb").mkdir()
    (tmp_path / "box" / "readme.txt").write_text("hello")
    (tmp_path / "box" / "empty.psb").touch()
    (tmp_path / "box" / "x.psb.part").write_bytes(data)
    with (tmp_path / "box" / "huge.psb").open("wb") as file:
        file.truncate(1 << 34)
    before = names(tmp_path / "box")
    assert folder.arrived() == []
    assert names(tmp_path / "box") == before


def test_a_bundle_damaged_in_place_is_listed_for_the_reader_to_judge(tmp_path, bundles):
    folder, data = FolderTransport(tmp_path), next(iter(bundles.values()))
    (tmp_path / "a.psb").write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    (tmp_path / "b.psb").write_bytes(data + b"\nscanned by the gateway")
    (tmp_path / "c.psb").write_bytes(data[:20] + b"\xff" + data[21:])
    assert len(folder.arrived()) == 3


def test_a_folder_that_is_not_there_is_said_and_nothing_is_concluded(tmp_path, bundles):
    folder = FolderTransport(tmp_path / "stick")
    with refused("transport-folder-missing"):
        folder.arrived()
    with refused("transport-folder-missing"):
        folder.put("a.psb", b"PSB1")
    assert not (tmp_path / "stick").exists()


def test_a_file_that_changed_since_it_was_listed_is_not_taken(tmp_path, bundles):
    folder, (first, second, *_) = FolderTransport(tmp_path), bundles.values()
    folder.put("a.psb", first)
    [listed] = folder.arrived()
    (tmp_path / "a.psb").write_bytes(second)
    with refused("transported-file-gone"):
        folder.take(listed)
    (tmp_path / "a.psb").unlink()
    with refused("transported-file-gone"):
        folder.take(listed)


def test_names_with_paths_stay_inside_the_folder(tmp_path, bundles):
    (tmp_path / "box").mkdir()
    data = next(iter(bundles.values()))
    FolderTransport(tmp_path / "box").put("../../outside.psb", data)
    assert names(tmp_path) == ["box"] and names(tmp_path / "box") == ["outside.psb"]


def test_thousands_of_files_are_looked_through_without_harm(tmp_path, bundles):
    for number in range(2_000):
        (tmp_path / f"{number}.txt").touch()
    folder = FolderTransport(tmp_path)
    folder.put("a.psb", next(iter(bundles.values())))
    assert len(folder.arrived()) == 1


def test_a_bundle_is_found_among_more_files_than_are_looked_into(tmp_path, bundles, monkeypatch):
    monkeypatch.setattr(folder, "SCANNED", 20)  # files
    for number in range(200):
        (tmp_path / f"{number}.txt").write_text("somebody else's")
    FolderTransport(tmp_path).put("zzz.PSB", next(iter(bundles.values())))
    assert [file.name for file in FolderTransport(tmp_path).arrived()] == ["zzz.PSB"]


def test_a_stick_full_of_other_files_gives_its_bundles_and_nothing_else(tmp_path, bundles):
    """What a Mac writes beside each file, an empty one, a link, a folder and other people's files are passed over."""
    name, data = next(iter(bundles.items()))
    (tmp_path / name.upper()).write_bytes(data)
    for stem in range(2_000):
        (tmp_path / f"photo {stem}.jpg").touch()
    (tmp_path / f"._{name}").write_bytes(b"\0\5\x16\7")
    (tmp_path / "empty.psb").touch()
    (tmp_path / "folder.psb").mkdir()
    if hasattr(os, "symlink") and sys.platform != "win32":
        (tmp_path / "link.psb").symlink_to(tmp_path / name.upper())
    assert [path.name for path in bundles_among([tmp_path])] == [name.upper()]
    assert [file.name for file in FolderTransport(tmp_path).arrived()] == [name.upper()]
    (tmp_path / name.upper()).unlink()
    with refused("folder-without-bundles"):
        bundles_among([tmp_path])
