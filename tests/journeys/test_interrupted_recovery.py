"""Killed, or without power, while a lost laptop or a lost Headquarters comes back: what is done again ends well."""

import os
import random
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import pytest

from desktop.base.clock import Clock
from desktop.base.progress import Progress
from desktop.office import Office
from desktop.services.exchange import receiving
from desktop.services.exchange.headquarters import answering, backing_up, own_keys, put_back
from desktop.services.exchange.headquarters.key_ceremony import KeyCeremony, KeyDeed
from desktop.services.office import backup
from desktop.store.place import SLOTS
from desktop.store.slots import FLOOR
from desktop.store.vault import Vault
from tests import cutting
from tests.faulty import SHARE, deaths
from tests.journeys.test_fault_points import STICKS, Sides, two_sides
from tests.journeys.test_power_cuts import watch
from tests.journeys.test_put_back import answered, back_up, deliver, name, partner_names, recognise, until_the_same

__all__ = ["two_sides"]
FULL = os.environ.get("PASSERELLE_FULL") == "1"
CUTS, STRIDE = (60, SHARE) if FULL else (3, 4 * SHARE)  # power cuts, and of the points each so many


@dataclass(frozen=True)
class Lost(Sides):
    """Both sides after one of them was lost; each lies in a folder of its machine."""

    words: str = ""  # of the recovery sheet
    copy: str = ""  # the name of the backup on the stick

    @property
    def laptop(self) -> Path:
        return self.folder / "laptop" / "office"

    @property
    def desk(self) -> Path:
        return self.folder / "server" / "hq"

    @property
    def backup(self) -> Path:
        return self.folder / "stick" / self.copy

    def office(self) -> Office:
        return Office.enter(self.laptop, Vault.open(self.laptop), self.staff.officer)

    def headquarters(self) -> Office:
        return Office.enter(self.desk, Vault.open(self.desk), self.administrator)

    def copied(self, folder: Path) -> "Lost":
        shutil.copytree(self.folder, folder)
        return replace(self, folder=folder)


def machines(before: Sides, folder: Path) -> Lost:
    """Both sides, each on its machine."""
    shutil.copytree(before.folder / "office", folder / "laptop" / "office")
    shutil.copytree(before.folder / "hq", folder / "server" / "hq")
    (folder / "stick").mkdir()
    for key in before.folder.glob("*.hqkey"):
        shutil.copy(key, folder / "stick")
    return Lost(folder, before.staff, before.administrator)


# --- a laptop


@pytest.fixture(scope="module")
def lost_laptop(two_sides: Sides, tmp_path_factory: pytest.TempPathFactory) -> Lost:
    """What left after the backup is at Headquarters, which wrote something too; one record never left."""
    lost = machines(two_sides, tmp_path_factory.mktemp("laptop lost"))
    with lost.office() as laptop, lost.headquarters() as hq:
        words = laptop.vault.make_recovery(laptop.opened, "fr")
        name(laptop, "in the backup")
        copy = back_up(laptop, lost.folder / "stick")
        name(laptop, "after the backup")
        assert deliver(laptop, hq) == "applied"
        watch(hq, laptop, "seen")
        answered(laptop, hq)
        name(laptop, "never left")
    shutil.rmtree(lost.laptop)
    return replace(lost, words=" ".join(words), copy=copy.name)


def replace_laptop(lost: Lost) -> None:
    """A new laptop from the backup and the recovery sheet; Headquarters authorizes it and gives it what it has."""
    key = backup.key_by_words(lost.backup, lost.words)
    backup.restore(lost.laptop, lost.backup, key, lost.staff.officer.officer_id)
    with lost.office() as laptop, lost.headquarters() as hq:
        recognise(laptop, hq)
        path = answering.answer(hq.work, hq.keys, "SN10", hq.outbox)
        receiving.take_in(laptop.work, laptop.keys, path, laptop.inbox)


def go_on_with_the_laptop(lost: Lost) -> None:
    """What is not done yet is done again; then both sides hold all that ever left."""
    if not (lost.laptop / SLOTS).exists() or not (lost.laptop / "passerelle.db").exists():
        key = backup.key_by_words(lost.backup, lost.words)
        backup.restore(lost.laptop, lost.backup, key, lost.staff.officer.officer_id)
    with lost.office() as laptop, lost.headquarters() as hq:
        if laptop.keyset() is None:
            recognise(laptop, hq)
        name(laptop, "later")
        until_the_same(laptop, hq)
        assert {"A", "B", "C", "in the backup", "after the backup", "later"} == set(partner_names(laptop))
    assert not [*lost.folder.rglob("*.part*")]


# --- Headquarters


@pytest.fixture(scope="module")
def lost_headquarters(two_sides: Sides, tmp_path_factory: pytest.TempPathFactory) -> Lost:
    """Its backup is of before its key was renewed; an office worked with the new one since."""
    lost = machines(two_sides, tmp_path_factory.mktemp("desk lost"))
    with lost.office() as laptop, lost.headquarters() as hq:
        copy = hq.back_up((lost.folder / "stick",), Progress())[0]
        sitting(lost, hq, KeyDeed.RENEW, "root-a", "root-b")
        answered(laptop, hq)
        name(laptop, "with the new key")
        assert deliver(laptop, hq) == "applied"
        answered(laptop, hq)
    shutil.rmtree(lost.desk)
    return replace(lost, copy=copy.name)


def sitting(lost: Lost, hq: Office, deed: KeyDeed, *sticks: str) -> None:
    """A deed on the keys of Headquarters, with these sticks."""
    ceremony = KeyCeremony(hq.work, hq.keys, deed)
    for stick in sticks:
        step, path = ceremony.next_step, lost.folder / "stick" / f"{stick}.hqkey"
        if step is not None and step.creates:
            ceremony.create(path, STICKS, "en", FLOOR)
        else:
            ceremony.open(path, STICKS)
    ceremony.finish()
    hq.read_keys_again()


def put_desk_back(lost: Lost) -> None:
    opened = lost.administrator
    backing_up.restore(lost.desk, lost.backup, opened.key, opened.officer_id, "", Clock())


def recover_headquarters(lost: Lost) -> None:
    """Headquarters put back from its backup, its keys recovered with the sticks, a return for the office."""
    put_desk_back(lost)
    with lost.office() as laptop, lost.headquarters() as hq:
        sitting(lost, hq, KeyDeed.RECOVER, "root-a", "root-b", "spare", "spare-2")
        answered(laptop, hq)


def go_on_with_headquarters(lost: Lost) -> None:
    if not (lost.desk / SLOTS).exists():
        put_desk_back(lost)
    with lost.office() as laptop, lost.headquarters() as hq:
        present = own_keys.present(hq.machine)
        if present is None or present.version < put_back.UNUSED:
            sitting(lost, hq, KeyDeed.RECOVER, "root-a", "root-b", "spare", "spare-3")
        answered(laptop, hq)
        name(laptop, "later")
        until_the_same(laptop, hq)
        assert {"A", "B", "C", "with the new key", "later"} == set(partner_names(laptop))
    for left in lost.folder.glob("stick/*.part*"):  # of a stick in somebody's hands: named, and written anew
        left.unlink()
    assert not [*lost.folder.rglob("*.part*")]


RECOVERIES = {
    "laptop": ("lost_laptop", replace_laptop, go_on_with_the_laptop),
    "Headquarters": ("lost_headquarters", recover_headquarters, go_on_with_headquarters),
}
Recovery = tuple[Lost, Callable[[Lost], None], Callable[[Lost], None]]


@pytest.fixture(params=RECOVERIES)
def recovery(request: pytest.FixtureRequest) -> Recovery:
    fixture, deed, go_on = RECOVERIES[request.param]
    return request.getfixturevalue(fixture), deed, go_on


def test_killed_at_every_point_of_a_recovery_nothing_is_lost(recovery: Recovery, tmp_path: Path) -> None:
    lost, deed, go_on = recovery

    def prepare(try_: str) -> Callable[[], None]:
        return partial(deed, lost.copied(tmp_path / try_))

    for try_ in deaths(prepare, tmp_path / "points", STRIDE):
        go_on(replace(lost, folder=tmp_path / try_))
        shutil.rmtree(tmp_path / try_)


def test_without_power_at_any_moment_of_a_recovery_nothing_is_lost(recovery: Recovery, tmp_path: Path) -> None:
    """What was not brought to the disk of that machine is gone, or some of it is."""
    if why := cutting.lacking():
        pytest.skip(why)
    lost, deed, go_on = recovery
    machine = "laptop" if deed is replace_laptop else "server"
    requests = cutting.record(partial(deed, lost.copied(tmp_path / "asked")), tmp_path / "asked", tmp_path)
    telling = [number for number, request in enumerate(requests) if request.what == "s" and machine in request.path]
    for number in range(CUTS):
        chance = random.Random(number)
        try_ = lost.copied(tmp_path / f"{number}")
        asked = requests[: chance.choice(telling) + chance.choice([0, 1])]
        for disk, left in cutting.disks_after(lost.folder, asked, ("laptop", "server", "stick")).items():
            shutil.rmtree(try_.folder / disk)
            left.after_a_cut(try_.folder / disk, chance) if disk == machine else left.seen(try_.folder / disk)
        go_on(try_)
        shutil.rmtree(try_.folder)
