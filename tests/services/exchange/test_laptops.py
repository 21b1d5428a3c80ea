"""Headquarters withdraws a laptop, looks at what it sent afterwards, and takes in what a person vouches for."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from desktop.base.values import canonical
from desktop.bundles import strict
from desktop.bundles.keys import DeviceKeys, EnrolmentRequest, challenge
from desktop.services.exchange import enrolment, renewal
from desktop.services.exchange.headquarters import laptops, offices, recognition
from desktop.services.exchange.headquarters.laptops import LaptopLine, LaptopState
from desktop.store.records import Device, Partner, Received
from tests.refusal import refused
from tests.services.exchange.test_sync import Desk, enrol, headquarters, make, office

__all__ = ["headquarters", "make", "office"]

REASON = "Stolen from the car of the office on 12 November"


def line_of(headquarters: Desk, laptop: Desk) -> LaptopLine:
    lines = laptops.laptops(headquarters.work, headquarters.keys)
    return next(line for line in lines if line.device == laptop.keys.device)


def names_at(headquarters: Desk) -> set[str]:
    with headquarters.store.read() as session:
        return set(session.scalars(select(Partner.name)))


def withdraw(headquarters: Desk, laptop: Desk, further: int = 0) -> int:
    """Withdraw it so many changes after the last that Headquarters holds; the number."""
    after = headquarters.store.position(laptop.keys.device).number + further
    laptops.withdraw(headquarters.work, headquarters.keys, laptop.keys.device, after, REASON)
    return after


def test_a_laptop_is_awaited_then_authorized_then_withdrawn_with_its_reason(office: Desk, headquarters: Desk) -> None:
    assert line_of(headquarters, office).state is LaptopState.AWAITED
    office.register("Before")
    headquarters.take(office.pack())
    line = line_of(headquarters, office)
    assert (line.state, line.office, line.fingerprint) == (
        LaptopState.AUTHORIZED,
        "SN10",
        office.keys.public.fingerprint,
    )
    after = withdraw(headquarters, office)
    line = line_of(headquarters, office)
    assert (line.state, line.withdrawn_after, line.reason, line.aside) == (LaptopState.WITHDRAWN, after, REASON, 0)
    with headquarters.store.read() as session:
        assert session.get_one(Device, office.keys.device).revoked_after == after


def test_what_a_withdrawn_laptop_sends_is_kept_aside_looked_at_and_taken_in_by_a_person(
    office: Desk, headquarters: Desk
) -> None:
    office.register("Before")
    headquarters.take(office.pack())
    after = withdraw(headquarters, office)
    office.register("Worked on before it was lost")
    first = office.pack()
    office.register("By whoever took it")
    second = office.pack()
    assert headquarters.verdicts(first, second, first) == ["aside", "aside", "aside"]
    assert names_at(headquarters) == {"Before"}
    assert line_of(headquarters, office).aside == after + 2
    aside = laptops.changes_aside(headquarters.work, headquarters.keys, headquarters.inbox, office.keys.device)
    assert [(change.number, change.what) for change in aside] == [
        (after + 1, "Partner registered"),
        (after + 2, "Partner registered"),
    ]
    reports = laptops.take_in_aside(
        headquarters.work, headquarters.keys, headquarters.inbox, office.keys.device, after + 1, "Awa Ndiaye knows it"
    )
    assert next(report.verdict for report in reports) == "applied"
    assert names_at(headquarters) == {"Before", "Worked on before it was lost"}
    line = line_of(headquarters, office)
    assert (line.state, line.withdrawn_after, line.aside) == (LaptopState.WITHDRAWN, after + 1, after + 2)
    assert line.reason == "Awa Ndiaye knows it"
    headquarters.take(office.pack())
    assert names_at(headquarters) == {"Before", "Worked on before it was lost"}


def test_a_bundle_that_is_part_before_and_part_after_counts_up_to_the_change(office: Desk, headquarters: Desk) -> None:
    office.register("Before")
    headquarters.take(office.pack())
    after = withdraw(headquarters, office, further=1)
    office.register("Still counts")
    office.register("After")
    assert headquarters.verdicts(office.pack()) == ["applied"]
    assert line_of(headquarters, office).aside == after + 1
    with headquarters.store.read() as session:
        details = [row.detail for row in session.scalars(select(Received).order_by(Received.taken_in))]
    assert [detail.aside for detail in details if detail] == [None, {office.keys.device: after + 1}]


def test_a_withdrawal_never_goes_back_behind_what_was_taken_in(office: Desk, headquarters: Desk) -> None:
    office.register("Before")
    headquarters.take(office.pack())
    work, keys, device = headquarters.work, headquarters.keys, office.keys.device
    held = headquarters.store.position(device).number
    with refused("withdrawal-before-taken-in"):
        laptops.withdraw(work, keys, device, held - 1, REASON)
    with refused("withdrawal-without-reason"):
        laptops.withdraw(work, keys, device, held, "  ")
    with refused("laptop-not-withdrawn"):
        laptops.take_in_aside(work, keys, headquarters.inbox, device, held, REASON)
    with refused("laptop-not-recognised"):
        laptops.withdraw(work, keys, "f" * 32, 0, REASON)
    assert line_of(headquarters, office).withdrawn_after is None
    laptops.withdraw(work, keys, device, held, REASON)
    with refused("laptop-withdrawn-already"):
        laptops.withdraw(work, keys, device, held + 5, REASON)
    for number in (held, held + 1):
        with refused("change-not-aside"):
            laptops.take_in_aside(work, keys, headquarters.inbox, device, number, REASON)
    assert laptops.changes_aside(work, keys, headquarters.inbox, device) == ()


def test_a_withdrawn_laptop_is_not_authorized_again_with_the_keys_that_were_lost(
    office: Desk, headquarters: Desk
) -> None:
    withdraw(headquarters, office)
    with refused("laptop-withdrawn"):
        enrol(office, headquarters)


def test_what_no_key_of_the_laptop_signed_is_not_kept_aside(
    office: Desk, headquarters: Desk, make: Callable[..., Desk]
) -> None:
    office.register("Before")
    path = office.pack()
    withdraw(headquarters, office)
    whole = path.read_bytes()
    for at in (20, len(whole) // 2, len(whole) - 3):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 4]) + whole[at + 1 :])
        assert headquarters.verdicts(path) == ["refused"]
    assert line_of(headquarters, office).aside == 0


@pytest.mark.parametrize("number", [0, 1])
def test_an_offices_only_laptop_is_withdrawn_and_another_goes_on(
    office: Desk, headquarters: Desk, make: Callable[..., Desk], number: int
) -> None:
    office.register("Before")
    if number:
        headquarters.take(office.pack())
    withdraw(headquarters, office)
    office.register("After")
    assert headquarters.verdicts(office.pack()) == ["aside"]
    other = make("sn2", "SN10")
    enrol(other, headquarters)
    other.register("On the new laptop")
    assert headquarters.verdicts(other.pack()) == ["applied"]
    assert "On the new laptop" in names_at(headquarters) and "After" not in names_at(headquarters)


# --- keys: tested when they are recognised, and given anew


def test_a_laptop_shows_that_its_keys_open_what_is_sealed_to_them(office: Desk, headquarters: Desk) -> None:
    assert line_of(headquarters, office).tested_at == ""
    office.register("Before")
    headquarters.take(office.pack())
    assert line_of(headquarters, office).tested_at
    office.receive(headquarters.answer())
    assert office.desk.recall(enrolment.KIT)["proof"] == "", "answered, it need not prove it again"


def test_a_laptop_whose_keys_do_not_open_the_test_trusts_nothing(headquarters: Desk, make: Callable[..., Desk]) -> None:
    laptop = make("sn2", "SN10")
    asked = EnrolmentRequest.from_bytes(enrolment.request(laptop.work, laptop.keys))
    recognition.enrol(headquarters.work, headquarters.keys, asked)
    kit = strict.loads(recognition.kit(headquarters.work, headquarters.keys, "SN10"))
    assert isinstance(kit, dict) and isinstance(kit["tests"], dict)
    sealed, _digest = challenge(headquarters.keys.public)
    kit["tests"] = {laptop.keys.device: sealed.hex()}
    with refused("challenge-not-opened"):
        enrolment.read_kit(canonical(kit), laptop.keys)
    kit["tests"] = {laptop.keys.device: "odd"}
    with refused("no-kit"):
        enrolment.read_kit(canonical(kit), laptop.keys)
    del kit["tests"]  # as an older Headquarters wrote it
    assert enrolment.read_kit(canonical(kit), laptop.keys).proof == ""


def test_a_laptop_with_new_keys_goes_on_and_its_former_ones_are_withdrawn(office: Desk, headquarters: Desk) -> None:
    office.register("Before")
    headquarters.take(office.pack())
    office.receive(headquarters.answer())
    office.register("Not sent yet")
    former = office.keys
    office.desk.remember("keys", dict(former.to_json()))
    renewal.renew_keys(office.work)
    with refused("laptop-not-enrolled"):
        office.pack()
    with refused("keys-not-used-yet"):
        renewal.renew_keys(office.work)
    office.keys = DeviceKeys.from_json(office.desk.recall("keys"))
    assert office.keys.device != former.device
    enrol(office, headquarters)
    office.register("After")
    assert headquarters.verdicts(office.pack()) == ["applied"]
    assert names_at(headquarters) == {"Before", "Not sent yet", "After"}
    lines = {line.device: line.state for line in laptops.laptops(headquarters.work, headquarters.keys)}
    assert lines == {former.device: LaptopState.REPLACED, office.keys.device: LaptopState.AUTHORIZED}
    held = headquarters.store.position(former.device).number
    laptops.withdraw(headquarters.work, headquarters.keys, former.device, held, "It has new keys")
    office.register("Later")
    assert headquarters.verdicts(office.pack()) == ["applied"]
    office.receive(headquarters.answer())
    assert office.states()[0] == "received" and offices.differences(office.store, headquarters.store)[1] == []


def test_the_record_of_a_new_identity_is_written_before_anything_leaves_under_it(
    office: Desk, headquarters: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A power cut between the new keys and the record of whose work they go on with."""
    former = office.keys.device
    with monkeypatch.context() as cut, pytest.raises(KeyboardInterrupt):
        cut.setattr(enrolment, "record_identity", _power_cut)
        renewal.renew_keys(office.work)
    with office.store.read() as session:
        assert session.get(Device, office.store.identity.device) is None
    office.keys = DeviceKeys.from_json(office.desk.recall("keys"))
    enrol(office, headquarters)
    with office.store.read() as session:
        assert session.get_one(Device, office.store.identity.device).continues == former


def _power_cut(_work: object) -> None:
    raise KeyboardInterrupt
