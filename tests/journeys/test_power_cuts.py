"""A power cut at any moment, on disks that obey and on disks that lie: both sides come to hold the same."""

import os
import random
import shutil
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest

from desktop.base.clock import Clock
from desktop.base.errors import Problem
from desktop.base.faults import reached
from desktop.base.files import write_safely
from desktop.base.progress import Progress
from desktop.office import Office
from desktop.services.exchange import receiving, renewal, sending
from desktop.services.exchange.headquarters import answering, backing_up, consolidating, offices
from desktop.store.records import Partner
from desktop.store.vault import Vault
from tests import cutting
from tests.cutting import Request
from tests.journeys.test_fault_points import Sides, partner_id, two_sides
from tests.journeys.test_put_back import answered, deliver, name, partner_names, recognise, rounds, until_the_same
from tests.refusal import refused

__all__ = ["two_sides"]
DISKS = ("office", "hq", "stick")
SAVED = "saved "
KINDS = ("obeys", "obeys by chance", "lies")
CUTS = 40 if os.environ.get("PASSERELLE_FULL") == "1" else 3  # of each kind


def save(laptop: Office, partner: str) -> None:
    """Register a partner; from here on the screen says that it is saved."""
    name(laptop, partner)
    reached(f"{SAVED}{partner}")


def exchange(sides: Sides) -> None:
    """Records saved, a bundle on a stick, taken in and answered, the answer taken in, and more work."""
    stick = sides.folder / "stick"
    with sides.office() as laptop, sides.headquarters() as hq:
        save(laptop, "X1")
        sent = sending.pack(laptop.work, laptop.keys, laptop.outbox)
        sending.copy_to(laptop.outbox, sent, stick)
        sending.hand_over(laptop.work, sent.number, "stick")
        save(laptop, "X2")
        consolidating.take_in(hq.work, hq.keys, [stick / sent.name], hq.inbox)
        watch(hq, laptop, "seen")
        path = answering.answer(hq.work, hq.keys, "SN10", stick)
        receiving.take_in(laptop.work, laptop.keys, path, laptop.inbox)
        save(laptop, "X3")


@dataclass(frozen=True)
class PowerCut:
    """The power of one disk goes at a request of the record.

    `lies` is how many of its last requests it forgets that it said were done; of one that obeys, `chance` leaves some
    of what was not brought to it, or nothing. With a `stick`, what lay on it is imported once more by both sides.
    """

    disk: str
    cut: int
    lies: int = 0
    chance: random.Random | None = None
    stick: bool = False


@dataclass(frozen=True)
class Recorded:
    """What was asked of the disks, and how they were before."""

    before: Sides
    requests: Sequence[Request]

    def cuts(self) -> Sequence[int]:
        """The moments that differ: before and after each request to bring something to a disk, and at each mark."""
        telling = [number for number, request in enumerate(self.requests) if request.what in "sm"]
        return sorted({*telling, *(number + 1 for number in telling)})

    def draw(self, chance: random.Random, kind: str) -> PowerCut:
        """Any power cut of a kind."""
        disk, cut, stick = chance.choice(DISKS), chance.choice(self.cuts()), chance.random() < 0.4
        if kind == "lies":
            return PowerCut(chance.choice(DISKS[:2]), cut, lies=chance.randint(1, 150), stick=stick)
        return PowerCut(disk, cut, chance=chance if kind == "obeys by chance" else None, stick=stick)

    def play(self, cut: PowerCut, folder: Path) -> None:
        """Make the disks as the cut leaves them, let both sides go on, and see that they come to hold the same.

        A disk that obeys has whatever the screen had called saved.
        """
        folder.mkdir()
        asked = self.requests[: cut.cut]
        for disk, left in cutting.disks_after(self.before.folder, asked, DISKS).items():
            if disk != cut.disk:
                left.seen(folder / disk)
            elif not cut.lies:
                left.after_a_cut(folder / disk, cut.chance)
        if cut.lies:
            own = [request for request in asked if request.path.partition("/")[0] == cut.disk]
            remembered = own[: max(len(own) - cut.lies, 0)]
            cutting.disks_after(self.before.folder, remembered, DISKS)[cut.disk].seen(folder / cut.disk)
        partners = go_on(Sides(folder, self.before.staff, self.before.administrator), cut.stick)
        shutil.rmtree(folder)
        if not cut.lies:
            assert self._said_saved(cut.cut) <= partners

    def _said_saved(self, until: int) -> set[str]:
        marks = (request.path for request in self.requests[:until] if request.what == "m")
        return {mark.removeprefix(SAVED) for mark in marks if mark.startswith(SAVED)}


def go_on(sides: Sides, stick: bool) -> set[str]:
    """Both sides do what the program asks of them until they hold the same; the partners that there are.

    Without a `stick` nobody imports what lay on it a second time.
    """
    left = sorted((sides.folder / "stick").glob("*.psb")) if stick else []
    with sides.office() as laptop, sides.headquarters() as hq:
        name(laptop, "Z")
        for path in left:
            with suppress(Problem):
                receiving.take_in(laptop.work, laptop.keys, path, laptop.inbox)
        consolidating.take_in(hq.work, hq.keys, left, hq.inbox)
        try:
            parted = deliver(laptop, hq) == "fork"
            rounds(laptop, hq)
        except Problem as problem:
            assert problem.code == receiving.ANOTHER_HISTORY
            parted = True
        if parted:
            path = answering.answer(hq.work, hq.keys, "SN10", hq.outbox)
            renewal.take_new_identity(laptop.work, laptop.keys, path, laptop.inbox)
            recognise(laptop, hq)
        until_the_same(laptop, hq)
        return set(partner_names(laptop))


def record(before: Sides, place: Path) -> Recorded:
    """Have the exchange done on a copy of both sides, and write down what it asks of the disks."""
    if why := cutting.lacking():
        pytest.skip(why)
    sides = Sides(place / "sides", before.staff, before.administrator)
    shutil.copytree(before.folder, sides.folder)
    return Recorded(before, cutting.record(partial(exchange, sides), sides.folder, place))


@pytest.fixture(scope="module")
def recorded(two_sides: Sides, tmp_path_factory: pytest.TempPathFactory) -> Recorded:
    return record(two_sides, tmp_path_factory.mktemp("cut"))


@pytest.mark.parametrize("kind", KINDS)
def test_after_a_power_cut_both_sides_come_to_hold_the_same(recorded: Recorded, tmp_path: Path, kind: str) -> None:
    for number in range(CUTS):
        recorded.play(recorded.draw(random.Random(number), kind), tmp_path / f"{number}")


@pytest.mark.parametrize("lies", [20, 60, 200])
def test_headquarters_whose_disk_forgot_what_offices_know_asks_for_it(
    recorded: Recorded, tmp_path: Path, lies: int
) -> None:
    """The bundle that was acknowledged, the return that was given out, its number, and its own change in it."""
    recorded.play(PowerCut("hq", len(recorded.requests), lies=lies), tmp_path / "sides")


def watch(hq: Office, laptop: Office, note: str) -> None:
    """Headquarters writes into a record of the office."""
    with hq.store.change("Watched", hq.user.id, office="SN10") as session:
        session.get_one(Partner, partner_id(laptop, "A")).watch_note = note


def test_headquarters_that_wrote_on_after_its_disk_forgot_goes_on_from_its_own_backup(
    two_sides: Sides, tmp_path: Path
) -> None:
    """Two different changes of Headquarters bear one number: the office refuses the second, and says what helps."""
    sides = Sides(tmp_path / "sides", two_sides.staff, two_sides.administrator)
    shutil.copytree(two_sides.folder, sides.folder)
    with sides.office() as laptop, sides.headquarters() as hq:
        watch(hq, laptop, "sent")
        answered(laptop, hq)
    shutil.rmtree(sides.folder / "hq")
    shutil.copytree(two_sides.folder / "hq", sides.folder / "hq")
    with sides.office() as laptop, sides.headquarters() as hq:
        watch(hq, laptop, "written later")
        with refused("headquarters-history-differs"):
            answered(laptop, hq)
        copy = hq.back_up((tmp_path / "stick",), Progress())[0]
    opened, again = sides.administrator, tmp_path / "again"
    backing_up.restore(again, copy, opened.key, opened.officer_id, "", Clock())
    with sides.office() as laptop, Office.enter(again, Vault.open(again), opened) as hq:
        name(laptop, "Z")
        rounds(laptop, hq, 2)
        differing = offices.differences(laptop.store, hq.store)[1]
        assert [line.rpartition(": ")[2] for line in differing] == ["watch_note"]  # until Headquarters writes it again
        watch(hq, laptop, "settled")
        rounds(laptop, hq, 1)
        assert offices.differences(laptop.store, hq.store)[1] == []


def written(folder: Path) -> None:
    """A file that is brought to the disk before it gets its name, and one that is not."""
    write_safely(folder / "safe", b"safe")
    (folder / "hasty.part").write_bytes(b"hasty")
    (folder / "hasty.part").rename(folder / "hasty")


def test_what_was_not_brought_to_the_disk_is_seen_to_be_lost(tmp_path: Path) -> None:
    """Were it not, none of these tests would tell of anything."""
    if why := cutting.lacking():
        pytest.skip(why)
    for folder in ("before", "asked"):
        (tmp_path / folder / "disk").mkdir(parents=True)
    requests = cutting.record(partial(written, tmp_path / "asked" / "disk"), tmp_path / "asked", tmp_path)
    disk = cutting.disks_after(tmp_path / "before", requests, ["disk"])["disk"]
    disk.seen(tmp_path / "seen")
    assert {path.name: path.read_bytes() for path in (tmp_path / "seen").iterdir()} == {
        "safe": b"safe",
        "hasty": b"hasty",
    }
    disk.after_a_cut(tmp_path / "cut")
    assert {path.name: path.read_bytes() for path in (tmp_path / "cut").iterdir()} == {"safe": b"safe"}
