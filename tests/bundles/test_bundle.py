"""Bundles as they are written, looked at and read."""

import errno
import io
import os
import random
import signal
import sys
import time
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from desktop.base.change import START, chain
from desktop.base.values import sha256
from desktop.bundles.bundle import LIMITS, BundleKind, Load, NotRead, Refused, compose, show, write
from desktop.bundles.content import Ack, BundleFile, RecordState, Return
from desktop.bundles.keys import DeviceKeys, Keyset
from desktop.bundles.opening import Trust, examine
from desktop.bundles.reader import BundleReader, read, verify
from desktop.bundles.reader_starts import _close
from tests.bundles import workload
from tests.bundles.world import ABOUT, Nowhere
from tests.faulty import can_fill, limit_files, make_room
from tests.refusal import refused

# A file of Linux whose reading the system refuses, as a failing disk would
NOT_GIVEN = Path("/proc/self/mem")
UNGIVEN = pytest.mark.skipif(not NOT_GIVEN.exists(), reason="this system has no file that is never given")


def months(device, count=50, seed=1, partners=20):
    source = workload.Office(partners, seed, (device,)).edits()
    return [next(source) for _ in range(count)]


def refusal(reader, path):
    with pytest.raises(Refused) as caught:
        reader.read(path)
    assert caught.value.text and caught.value.remedy
    return caught.value.code


def test_changes_documents_and_files_come_back_as_they_were(world, reader, tmp_path):
    changes = months(world.laptop.device)
    files = [
        BundleFile(b"%PDF-1.7 ...", "Convention signée.pdf", "application/pdf"),
        BundleFile(b"", "vide.txt", "text/plain"),
    ]
    load = Load([world.journal(changes)], {"note": {"a": [1, "é", None]}}, files)
    path = world.export(tmp_path, load)
    bundle = reader.read(path)
    [journal] = bundle.journals
    assert journal.changes == tuple(changes)
    assert journal.heads[-1] == chain(START, changes) and journal.before == START and journal.doubtful_from is None
    assert bundle.documents == {"note": {"a": [1, "é", None]}}
    assert list(bundle.files) == files
    assert bundle.manifest.about == ABOUT
    assert bundle.answer() is None
    assert reader.verify(path) == bundle.manifest


def test_a_bundle_is_named_by_device_last_change_and_digest(world, tmp_path):
    path = world.export(tmp_path, Load([world.journal(months(world.laptop.device))]))
    assert path.name == f"{world.laptop.device[:8]}-50-{sha256(path.read_bytes())[:8]}.psb"
    assert [file.name for file in tmp_path.iterdir()] == [path.name]


def test_what_can_be_said_without_a_private_key(world, tmp_path):
    path = world.export(tmp_path, Load([world.journal(months(world.laptop.device))]))
    shown = show(path, world.keyset)
    assert shown.signed and shown.sender.device == world.laptop.device
    assert shown.header.kind == BundleKind.CHANGES and shown.header.to == (world.hq.public.key_id,)
    nobody = show(path, Keyset((world.stranger.public,)))
    assert nobody.sender is None and not nobody.signed
    altered = tmp_path / "altered.psb"
    altered.write_bytes(path.read_bytes()[:-1] + b"x")
    assert not show(altered, world.keyset).signed


def test_headquarters_answers_all_laptops_of_an_office_with_one_file(world, tmp_path):
    hq_changes = months(world.hq.device, 5)
    answer = Return(
        7, "2026-11-24T12:00:00.000Z", (Ack(world.laptop.device, 50, "a" * 64),),
        (RecordState(1, "r1", world.laptop.device, 3, "conflict", "same-field"),),
        {world.laptop.device: 12}, {"b" * 64: (1, 4)}, world.keyset,
    )  # fmt: skip
    load = Load([world.journal(hq_changes)], {"return": answer.to_json()})
    to = [world.laptop.public, world.colleague.public]
    path = write(tmp_path, BundleKind.RETURN, world.hq, to, ABOUT, load)
    for office in (world.laptop, world.colleague):
        bundle = read(path, world.keyset, (office,))
        assert bundle.answer() == answer
        assert bundle.journals[0].changes == tuple(hq_changes)
    with BundleReader(world.keyset, (world.stranger,)) as stranger:
        assert refusal(stranger, path) == "not-for-us"


def test_a_broadcast_is_for_everybody_and_needs_no_key(world, tmp_path):
    path = write(tmp_path, BundleKind.BROADCAST, world.hq, [], ABOUT, Load(documents={"list": {"version": 3}}))
    assert read(path, world.keyset, ()).documents == {"list": {"version": 3}}
    assert b'"version":3' not in path.read_bytes()[:400]
    with pytest.raises(ValueError, match="everybody"):
        compose(BundleKind.CHANGES, world.laptop, [], ABOUT, Load())


def test_an_office_cannot_speak_for_headquarters(world, reader, tmp_path):
    for kind in set(BundleKind) - {BundleKind.CHANGES, BundleKind.ATTACHMENTS, BundleKind.BROADCAST}:
        assert refusal(reader, world.export(tmp_path, Load(), kind)) == "no-right"
    path = write(tmp_path, BundleKind.BROADCAST, world.laptop, [], ABOUT, Load())
    assert refusal(reader, path) == "no-right"


def test_a_laptop_carries_a_colleagues_changes_on_the_colleagues_signature(world, reader, tmp_path):
    theirs = months(world.colleague.device, 10)
    at_home = world.export(tmp_path, Load())
    first = write(
        tmp_path, BundleKind.CHANGES, world.colleague, [world.hq.public], ABOUT, Load([world.journal(theirs)])
    )
    [carried] = reader.read(first).journals
    both = Load([world.journal(months(world.laptop.device, 5)), carried])
    assert [len(j.changes) for j in reader.read(world.export(tmp_path, both)).journals] == [5, 10]
    assert reader.read(at_home).journals == ()


def test_a_carried_journal_without_its_owners_word_is_forged(world, reader, tmp_path):
    theirs = world.journal(months(world.colleague.device, 10))
    own_word = world.laptop.sign(b"psb1-checkpoint\0", b"[]")
    for checkpoint in ("", own_word):
        path = world.export(tmp_path, Load([replace(theirs, checkpoint=checkpoint)]))
        assert refusal(reader, path) == "forged-inside"
    foreign = world.journal(months(world.stranger.device, 3))
    assert refusal(reader, world.export(tmp_path, Load([foreign]))) == "forged-inside"


def test_a_revoked_laptop_is_heard_up_to_its_last_good_change(world, tmp_path):
    changes = months(world.laptop.device, 30)
    early, late = world.journal(changes[:10]), world.journal(changes[20:], chain(START, changes[:20]))

    def heard(load, up_to, kind=BundleKind.CHANGES):
        keyset = replace(world.keyset, version=2, revoked={world.laptop.device: up_to}).signed(world.hq)
        return read(world.export(tmp_path, load, kind), keyset, (world.hq,))

    assert heard(Load([early]), 10).journals[0].doubtful_from is None
    assert heard(Load([world.journal(changes)]), 10).journals[0].doubtful_from == 11
    for load, up_to, kind in (
        (Load([late]), 20, BundleKind.CHANGES),
        (Load([early]), 0, BundleKind.CHANGES),
        (Load(), 20, BundleKind.ATTACHMENTS),
    ):
        with pytest.raises(Refused) as caught:
            heard(load, up_to, kind)
        assert caught.value.code == "revoked"


def test_headquarters_reads_old_bundles_with_its_old_keys(world, tmp_path):
    path = world.export(tmp_path, Load([world.journal(months(world.laptop.device))]))
    fresh = DeviceKeys.generate(world.hq.device)
    keyset = replace(world.keyset, version=2, hq=(fresh.public, world.hq.public)).signed(world.hq)
    assert read(path, keyset, (fresh, world.hq)).journals
    with BundleReader(keyset, (fresh,)) as reader:
        assert refusal(reader, path) == "not-for-us"


def test_long_journals_travel_in_several_segments(world, reader, tmp_path):
    source = workload.Office(30, 1, (world.laptop.device,)).edits()
    some = [next(source) for _ in range(30)]
    text = "é" * 200_000
    long = [
        c._replace(entries=tuple(e._replace(cells=(e.cells[0]._replace(value=text),)) for e in c.entries)) for c in some
    ]
    bundle = reader.read(world.export(tmp_path, Load([world.journal(long)])))
    assert len(bundle.manifest.segments) > 2
    assert bundle.journals[0].changes == tuple(long)


def test_monotonous_files_travel_although_they_compress_too_well(world, reader, tmp_path):
    blank = BundleFile(bytes(8 << 20), "page blanche.bmp", "image/bmp")
    assert reader.read(world.export(tmp_path, Load(files=[blank]), BundleKind.ATTACHMENTS)).files == (blank,)


def test_a_scan_as_large_as_allowed_travels(world, reader, tmp_path):
    scan = BundleFile(random.Random(1).randbytes(LIMITS.file), "scan.tif", "image/tiff")
    assert reader.read(world.export(tmp_path, Load(files=[scan]), BundleKind.ATTACHMENTS)).files == (scan,)


def test_what_is_too_large_is_refused_when_it_is_written(world, tmp_path):
    big = BundleFile(bytes((32 << 20) + 1), "film.mp4", "video/mp4")
    many = [BundleFile(b"x%d" % i, f"{i}", "text/plain") for i in range(501)]
    for load, code in ((Load(files=[big]), "bundle-file-too-large"), (Load(files=many), "bundle-too-large")):
        with refused(code):
            world.export(tmp_path, load)
    assert list(tmp_path.iterdir()) == []


@can_fill
def test_a_full_disk_leaves_nothing_half_written(world, disk):
    load = Load(files=[BundleFile(random.Random(1).randbytes(50_000), "a.pdf", "application/pdf")])
    limit_files(20_000)
    try:
        with refused("disk-full"):
            world.export(disk, load)
    finally:
        make_room()
    assert list(disk.iterdir()) == []
    assert world.export(disk, load).exists()


def test_a_missing_file_is_said_plainly(world, reader, tmp_path):
    with refused("bundle-file-missing"):
        reader.read(tmp_path / "fantôme.psb")
    with refused("bundle-not-read"):
        show(tmp_path / "fantôme.psb", world.keyset)


@UNGIVEN
def test_a_file_that_its_disk_does_not_give_is_no_fault_of_the_bundle(world, reader):
    for ask in (reader.read, reader.verify, partial(show, keyset=world.keyset)):
        with refused("bundle-not-read"):
            ask(NOT_GIVEN)


def test_a_disk_that_fails_half_way_is_told_from_a_bundle_that_no_key_opens(world, tmp_path):
    bundle = world.export(tmp_path, Load(files=[BundleFile(bytes(300_000), "a.pdf", "application/pdf")]))
    content = bundle.read_bytes()

    class Failing(io.BytesIO):
        """Gives the whole file once, to be checked, and then only its beginning."""

        passed = 0

        def read(self, size=-1, /):
            self.passed += size
            if self.passed > 2 * len(content):
                raise NotRead
            return super().read(size)

    with refused("bundle-not-read"):
        examine(Failing(content), len(content), Trust(world.keyset, (world.hq,)), Nowhere())


def test_each_bundle_has_a_process_of_its_own_which_ends_with_it(world, reader, tmp_path):
    path = world.export(tmp_path, Load([world.journal(months(world.laptop.device))]))
    seen = []
    for _bundle in range(4):
        assert reader.read(path).journals
        assert not seen or ended(seen[-1])
        seen.append(reader.pid)
    reader.close()
    assert len(set(seen)) == 4 and ended(seen[-1])
    assert verify(path, world.keyset, (world.hq,)).sender == world.laptop.public.key_id


@pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="processes are not stopped here")
def test_a_reader_that_hangs_or_was_killed_takes_nothing_from_the_next_bundle(world, reader, tmp_path):
    path = world.export(tmp_path, Load([world.journal(months(world.laptop.device))]))
    for what in (signal.SIGSTOP, signal.SIGKILL):
        reader.read(path)
        hung = reader.pid
        os.kill(hung, what)
        assert reader.read(path).journals
        assert ended(hung)


def ended(pid: int) -> bool:
    """Whether the process is gone, or will be in a moment; Windows has no way to ask that does no harm."""
    if sys.platform == "win32":
        return True
    for _try in range(200):
        try:
            os.kill(pid, 0)
        except OSError:
            return True
        time.sleep(0.01)
    return False


class GonePipe(io.RawIOBase):
    """A pipe whose other end died, as Windows shows it: there it says `EINVAL`, elsewhere `EPIPE`."""

    def writable(self) -> bool:
        return True

    def write(self, _data: object) -> int:
        raise OSError(errno.EINVAL, "Invalid argument")


def test_a_reader_that_died_on_windows_is_replaced_too(world, reader, tmp_path):
    path = world.export(tmp_path, Load([world.journal(months(world.laptop.device))]))
    reader.read(path)
    first = reader.pid
    gone = io.BufferedWriter(GonePipe())
    gone.write(b"for nobody")
    reader._process = replace(reader._process, requests=gone, end=partial(_end_twice, gone, reader._process.end))
    assert reader.read(path).journals
    assert reader.pid != first


def _end_twice(gone, end) -> None:
    _close(gone)
    end()


def test_ten_thousand_edits_with_their_history_take_less_than_twenty_bytes_each(world, reader, tmp_path):
    changes = months(world.laptop.device, 10_000, partners=1000)
    path = world.export(tmp_path, Load([world.journal(changes)]))
    assert reader.read(path).journals[0].changes == tuple(changes)
    assert path.stat().st_size <= 20 * len(changes)
