"""Headquarters changes its own keys; offices that were silent, and Headquarters put back, still find one another."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from sqlalchemy import select

from desktop.base.text import speak
from desktop.base.values import sha256
from desktop.bundles import strict
from desktop.bundles.bundle import SUFFIX, show
from desktop.bundles.key_list import KeyList, KeyPair
from desktop.bundles.keys import DeviceKeys, EnrolmentRequest, Keyset
from desktop.services.exchange import arrivals, enrolment, renewal
from desktop.services.exchange.headquarters import (
    key_files,
    key_lists_told,
    own_keys,
    put_back,
    recognition,
)
from desktop.services.exchange.headquarters.key_ceremony import KeyCeremony, KeyDeed, SignedList
from desktop.services.exchange.headquarters.key_files import KeyFileKind
from desktop.store.records import Officer, Partner
from desktop.store.slots import FLOOR
from desktop.store.states import Role
from desktop.store.store import Store
from tests.refusal import refused
from tests.services.exchange.test_sync import Desk, desk_of, enrol

TYPED = "a quiet harbour before dawn"


@dataclass
class House:
    """Headquarters with its sticks, and an office that it authorized before it had root keys."""

    folder: Path
    headquarters: Desk
    office: Desk

    def stick(self, name: str) -> Path:
        return self.folder / f"{name}.hqkey"

    def do(self, deed: KeyDeed, *names: str) -> SignedList:
        """The whole deed with these sticks; those that are to be made are made."""
        ceremony = KeyCeremony(self.headquarters.work, self.headquarters.keys, deed)
        for name in names:
            step = ceremony.next_step
            assert step is not None
            if step.creates:
                ceremony.create(self.stick(name), TYPED, "en", FLOOR)
            else:
                ceremony.open(self.stick(name), TYPED)
        done = ceremony.finish()
        self.headquarters.keys = DeviceKeys.from_json(self.headquarters.desk.recall("keys"))
        return done

    def renew(self) -> SignedList:
        return self.do(KeyDeed.RENEW, "root-a", "root-b")

    def deliver(self) -> str:
        (verdict,) = self.headquarters.verdicts(self.office.pack())
        return verdict

    def answered(self) -> str:
        return str(self.office.receive(self.headquarters.answer()).verdict)

    def round(self, name: str) -> None:
        """A partner registered, told and acknowledged, whatever keys were changed meanwhile."""
        self.office.register(name)
        assert self.deliver() == "applied"
        assert self.answered() == "applied"
        assert self.office.states()[-1] == "received"
        assert self.pinned == own_keys.present(self.headquarters.desk)
        assert names_of(self.office) == names_of(self.headquarters)

    @property
    def pinned(self) -> KeyList | None:
        return enrolment.key_list(self.office.desk)


def names_of(desk: Desk) -> list[str]:
    with desk.store.read() as session:
        return sorted(session.scalars(select(Partner.name)))


def opened_again(folder: Path) -> Desk:
    """A desk whose folder was copied."""
    desk = Store.open(folder / "office.db", b"k" * 32)
    with desk.read() as session:
        user = session.scalars(select(Officer).where(Officer.name == f"Officer of {desk.identity.office}")).one()
    return Desk(folder, desk, desk, DeviceKeys.from_json(desk.recall("keys")), user)


@pytest.fixture(autouse=True)
def _english() -> None:
    speak("en")


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with both, after the root keys were made and before the office heard of them; copied for each test."""
    folder = tmp_path_factory.mktemp("house")
    headquarters, office = desk_of(folder / "hq", "HQ", "hq_administrator"), desk_of(folder / "sn", "SN10", "officer")
    for desk in (headquarters, office):
        desk.desk.remember("keys", dict(desk.keys.to_json()))
    enrol(office, headquarters)
    house = House(folder, headquarters, office)
    house.do(KeyDeed.BEGIN, "root-a", "root-b", "root-c", "spare")
    for desk in (headquarters, office):
        desk.close()
    return folder


@pytest.fixture
def house(begun: Path, tmp_path: Path) -> Iterator[House]:
    folder = tmp_path / "house"
    shutil.copytree(begun, folder)
    built = House(folder, opened_again(folder / "hq"), opened_again(folder / "sn"))
    yield built
    built.headquarters.close()
    built.office.close()


def sender_of(path: Path) -> str:
    return show(path, Keyset(hq=())).header.sender


def recipients_of(path: Path) -> set[str]:
    return set(show(path, Keyset(hq=())).header.to)


def restored(house: House) -> None:
    """Headquarters goes on from the copy of its folder that `copied` took."""
    house.headquarters.close()
    shutil.rmtree(house.folder / "hq")
    shutil.copytree(house.folder / "backup", house.folder / "hq")
    house.headquarters = opened_again(house.folder / "hq")
    put_back.go_on(house.headquarters.work)
    house.headquarters.keys = DeviceKeys.from_json(house.headquarters.desk.recall("keys"))


def copied(house: House) -> None:
    shutil.copytree(house.folder / "hq", house.folder / "backup")


def test_an_office_that_is_enrolled_is_told_of_the_root_keys_by_its_next_return(house: House) -> None:
    assert house.pinned is None
    assert [lag.code for lag in key_lists_told.lagging(house.headquarters.work, house.headquarters.keys)] == ["SN10"]
    house.round("Before")
    listed = house.pinned
    assert listed is not None
    assert listed.version == 1
    house.office.register("After")
    assert recipients_of(house.office.pack()) == {listed.online.key_id, listed.spare.key_id}
    assert house.deliver() == "applied"
    assert key_lists_told.lagging(house.headquarters.work, house.headquarters.keys) == ()


def test_keys_are_renewed_while_bundles_and_returns_are_on_their_way(house: House) -> None:
    house.round("Before")
    house.office.register("On its way")
    on_its_way = house.office.pack()
    returned = house.headquarters.answer()
    former = house.headquarters.keys.public.key_id
    house.renew()
    assert house.headquarters.keys.public.key_id != former
    assert house.headquarters.verdicts(on_its_way) == ["applied"]
    house.office.receive(returned)
    answered = house.headquarters.answer()
    assert sender_of(answered) == former  # the office knows no other one yet
    house.office.receive(answered)
    house.round("After")
    assert sender_of(house.headquarters.answer()) == house.headquarters.keys.public.key_id


@pytest.mark.parametrize("heard_of_the_roots", [False, True])
def test_an_office_that_was_silent_through_two_renewals_finds_its_way(house: House, heard_of_the_roots: bool) -> None:
    if heard_of_the_roots:
        house.round("Before")
    house.renew()
    house.do(KeyDeed.ROOT, "root-a", "root-b", "root-d")
    house.do(KeyDeed.RENEW, "root-b", "root-d")
    house.round("Two years later")
    assert house.pinned is not None
    assert house.pinned.version == 4
    house.round("Again")


def test_a_new_laptop_is_told_by_its_answer_and_by_voice(house: House) -> None:
    house.renew()
    headquarters = house.headquarters
    laptop = desk_of(house.folder / "gm", "GM02", "officer")
    asked = EnrolmentRequest.from_bytes(enrolment.request(laptop.work, laptop.keys))
    recognition.enrol(headquarters.work, headquarters.keys, asked)
    kit = enrolment.read_kit(recognition.kit(headquarters.work, headquarters.keys, "GM02"), laptop.keys)
    assert kit.fingerprint == recognition.fingerprint(headquarters.work, headquarters.keys, "GM02")
    listed = own_keys.present(headquarters.desk)
    assert listed is not None
    assert kit.fingerprint == listed.fingerprint
    enrolment.accept(laptop.work, kit)
    assert enrolment.key_list(laptop.desk) == listed
    laptop.register("First")
    assert headquarters.verdicts(laptop.pack()) == ["applied"]
    answered = headquarters.answer("GM02")
    assert sender_of(answered) == headquarters.keys.public.key_id
    assert laptop.receive(answered).verdict == "applied"
    laptop.close()


def test_a_stolen_key_is_revoked_and_what_it_signs_is_refused(house: House) -> None:
    house.round("Before")
    stolen = house.headquarters.keys
    written_by_the_thief = house.headquarters.answer()
    done = house.do(KeyDeed.REVOKE, "root-a", "root-c", "spare", "spare-2")
    assert done.list.revoked == (stolen.public.key_id,)
    house.office.register("While nobody knew")
    assert house.deliver() == "applied"  # encrypted to the stolen key, which still opens what arrives
    answered = house.headquarters.answer()
    assert sender_of(answered) == done.list.former[0].key_id  # the spare key of before, the one that the office knows
    house.office.receive(answered)
    with refused("return-by-revoked-key"):
        house.office.receive(written_by_the_thief)
    name = f"{sha256(written_by_the_thief.read_bytes())}{SUFFIX}"
    assert not (house.office.inbox / name).exists()
    assert (arrivals.refused_folder(house.office.inbox) / name).is_file()
    house.round("After")
    assert house.headquarters.desk.recall("keys")["sign"] != stolen.secret_sign


def test_a_thief_of_the_working_key_cannot_give_an_office_other_keys(house: House) -> None:
    house.round("Before")
    pinned, trusted = house.pinned, enrolment.keyset(house.office.desk)
    assert pinned is not None
    assert trusted is not None
    thief = DeviceKeys.generate()
    forged = replace(pinned, version=9, online=KeyPair.of(thief.public)).signed(thief)
    headquarters = house.headquarters
    with headquarters.desk.note() as session:
        own_keys.note_lists(session, [pinned, forged])
    with refused("key-list-not-signed"):
        house.office.receive(headquarters.answer())
    with headquarters.desk.note() as session:
        own_keys.note_lists(session, [])
    saved = Keyset.from_json(headquarters.desk.recall("keyset"))
    ours = replace(saved, hq=(thief.public, *saved.hq), version=saved.version + 5).signed(headquarters.keys)
    headquarters.desk.remember("keyset", ours.to_json())
    house.office.receive(headquarters.answer())
    believed = enrolment.keyset(house.office.desk)
    assert believed is not None
    assert not believed.is_hq(thief.public.key_id)
    assert house.pinned == pinned


def test_an_older_answer_and_one_of_other_root_keys_are_refused(house: House) -> None:
    headquarters, office = house.headquarters, house.office
    older = recognition.kit(headquarters.work, headquarters.keys, "SN10")
    house.renew()
    house.round("Told")
    with refused("key-list-older"):
        enrolment.accept(office.work, enrolment.read_kit(older, office.keys))
    kit = enrolment.read_kit(recognition.kit(headquarters.work, headquarters.keys, "SN10"), office.keys)
    with refused("key-list-older"):
        enrolment.accept(office.work, replace(kit, lists=()))
    enrolment.accept(office.work, kit)
    strangers = [DeviceKeys.generate() for _root in range(3)]
    listed = replace(kit.lists[-1], version=99, roots=tuple(root.public.sign for root in strangers), signatures=())
    for root in strangers:
        listed = listed.signed(root)
    with refused("key-list-not-signed"):
        enrolment.accept(office.work, replace(kit, lists=(listed,)))
    renewal.renew_keys(office.work)  # where two root keys are lost, the office begins anew, by voice
    office.keys = DeviceKeys.from_json(office.desk.recall("keys"))
    enrol(office, headquarters)
    assert house.pinned == own_keys.present(headquarters.desk)


def test_headquarters_put_back_from_before_a_renewal_recovers_with_the_spare_key(house: House) -> None:
    house.round("Before")
    copied(house)
    house.renew()
    house.round("With the new key")
    restored(house)
    house.office.register("Sent to keys that nobody has any more")
    sent = house.office.pack()
    assert house.headquarters.verdicts(sent) == ["refused"]
    with refused("own-key-outdated"):
        house.renew()  # the stick tells of the list that the backup did not hold
    done = house.do(KeyDeed.RECOVER, "root-a", "root-b", "spare", "spare-2")
    assert done.list.version > put_back.UNUSED
    assert house.headquarters.verdicts(sent) == ["waiting"]  # what came between went with the folder
    house.answered()
    assert house.deliver() == "applied"
    house.answered()
    house.round("After")


def test_an_older_folder_still_answers_before_it_recovers(house: House) -> None:
    house.round("Before")
    copied(house)
    house.renew()
    house.round("With the new key")
    pinned = house.pinned
    restored(house)
    house.office.receive(house.headquarters.answer())  # signed with a former key, which still counts
    assert house.pinned == pinned
    house.office.register("More")
    assert pinned is not None
    assert recipients_of(house.office.pack()) == {pinned.online.key_id, pinned.spare.key_id}


def test_an_office_that_knows_no_key_any_more_is_named_and_takes_a_new_answer(house: House) -> None:
    house.round("Before")
    house.do(KeyDeed.SPARE, "root-a", "root-b", "spare-2")
    house.do(KeyDeed.REVOKE, "root-a", "root-b", "spare-2", "spare-3")
    work, keys = house.headquarters.work, house.headquarters.keys
    assert [(lag.code, lag.lacks_key) for lag in key_lists_told.lagging(work, keys)] == [("SN10", True)]
    house.office.register("Later")
    assert house.deliver() == "applied"
    with refused("unknown-sender"):
        house.office.receive(house.headquarters.answer())
    kit = enrolment.read_kit(recognition.kit(work, keys, "SN10"), house.office.keys)
    enrolment.accept(house.office.work, kit)
    house.office.receive(house.headquarters.answer())
    house.round("After")


def test_a_key_file_opens_by_passphrase_or_words_and_by_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "root.hqkey"
    file, words = key_files.create(path, KeyFileKind.ROOT, TYPED, "fr", FLOOR)
    assert key_files.opened(path, TYPED + "\n").keys == file.keys
    assert key_files.opened(path, " ".join(words).upper()).keys == file.keys
    for typed in ("another passphrase", " ".join(reversed(words)), ""):
        with refused("key-passphrase-wrong"):
            key_files.opened(path, typed)
    with refused("key-file-exists"):
        key_files.create(path, KeyFileKind.ROOT, TYPED, "fr", FLOOR)
    with refused("passphrase-too-weak"):
        key_files.create(tmp_path / "weak.hqkey", KeyFileKind.ROOT, "1234", "fr", FLOOR)
    assert file.keys.secret_sign.encode() not in path.read_bytes()
    content = strict.loads(path.read_bytes())
    for spoilt in (b"", b"{}", b"\xff", strict.dumps({**content, "sealed": content["sealed"][:-2] + "00"})):
        (tmp_path / "spoilt.hqkey").write_bytes(spoilt)
        with refused("key-file-unsound"):
            key_files.opened(tmp_path / "spoilt.hqkey", TYPED)


def test_a_deed_takes_the_keys_it_needs_and_no_others(house: House) -> None:
    work, keys = house.headquarters.work, house.headquarters.keys
    with refused("root-keys-exist"):
        KeyCeremony(work, keys, KeyDeed.BEGIN)
    ceremony = KeyCeremony(work, keys, KeyDeed.RENEW)
    with refused("key-not-due"):
        ceremony.create(house.stick("root-d"), TYPED, "en", FLOOR)
    with refused("key-not-due"):
        ceremony.open(house.stick("spare"), TYPED)
    ceremony.open(house.stick("root-a"), TYPED)
    with refused("key-opened-twice"):
        ceremony.open(house.stick("root-a"), TYPED)
    with refused("key-missing"):
        ceremony.finish()
    house.do(KeyDeed.ROOT, "root-a", "root-b", "root-d")
    again = KeyCeremony(house.headquarters.work, house.headquarters.keys, KeyDeed.RENEW)
    with refused("key-replaced"):
        again.open(house.stick("root-c"), TYPED)


def test_a_stick_that_is_pulled_out_is_named_and_takes_the_list_up_the_next_time(house: House) -> None:
    ceremony = KeyCeremony(house.headquarters.work, house.headquarters.keys, KeyDeed.RENEW)
    stick = house.folder / "stick"
    stick.mkdir()
    for name in ("root-a", "root-b"):
        shutil.copy(house.stick(name), stick)
        ceremony.open(stick / f"{name}.hqkey", TYPED)
    shutil.rmtree(stick)
    done = ceremony.finish()
    assert done.not_written == ("root-a.hqkey", "root-b.hqkey")
    house.headquarters.keys = DeviceKeys.from_json(house.headquarters.desk.recall("keys"))
    house.renew()
    assert [each.version for each in key_files.opened(house.stick("root-b"), TYPED).lists] == [1, 2, 3]


def test_only_the_administrator_of_headquarters_changes_its_keys(house: House) -> None:
    for role in (Role.HQ_REVIEWER, Role.DDG, Role.OFFICER):
        house.headquarters.user.role = role
        with refused("role-not-allowed"):
            KeyCeremony(house.headquarters.work, house.headquarters.keys, KeyDeed.RENEW)
