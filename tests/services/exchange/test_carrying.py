"""A case goes to another laptop of the office on a stick and comes back decided; nothing else is believed."""

import random
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import select

from desktop.bundles import bundle
from desktop.bundles.bundle import Refused
from desktop.office import Office
from desktop.services import today
from desktop.services.diligence import cases, decisions, handing_over, seals, verdicts
from desktop.services.exchange import carrying, disagreements, enrolment
from desktop.services.exchange.headquarters import offices
from desktop.services.exchange.pending import pending
from desktop.store.records import Attachment, Case, Decision, Evidence, Partner, Review, Task, Verdict
from tests.carried import UNTIL, TwoLaptops, original, two
from tests.faulty import SHARE, deaths
from tests.journeys.test_put_back import answered, deliver
from tests.refusal import refused

__all__ = ["original", "two"]


def written(office: Office, two: TwoLaptops) -> Path:
    return carrying.carry(office.work, office.keys, two.case_id, two.stick).path


def take_in(office: Office, path: Path, case_id: str = "") -> carrying.CarriedCase:
    return carrying.take_in(office.work, office.keys, path, office.inbox, case_id)


def decide(office: Office, two: TwoLaptops, outcome: str = "conditions") -> Verdict:
    return decisions.decide(
        office.work,
        two.case_id,
        outcome,
        "Utile, sous condition.",
        office.opened.seal_seed,
        conditions=[UNTIL] if outcome == "conditions" else (),
        interest=False,
    )


def state(office: Office, two: TwoLaptops) -> str:
    return str(cases.case(office.store, two.case_id).state)


def heads(office: Office) -> list[tuple[str, int]]:
    with office.store.read() as session:
        return sorted((row.id, 0) for row in session.scalars(select(Decision)))


def test_a_case_is_carried_decided_and_brought_back_without_a_network(two: TwoLaptops) -> None:
    with two.awa() as awa:
        out = carrying.carry(awa.work, awa.keys, two.case_id, two.stick)
        with awa.store.read() as session:
            assert carrying.carried_at(session, session.get_one(Case, two.case_id))
    assert out.errand == "to-decide" and len(out.to) == 1 and out.left_out == 0
    with two.chef() as chef:
        about = carrying.look_into(chef.work, chef.keys, out.path, chef.inbox)
        assert (about.errand, about.case_id) == ("to-decide", two.case_id)
        with chef.store.read() as session:  # nothing was applied by looking
            assert session.get(Case, two.case_id) is None
        take_in(chef, out.path)
        assert [item.id for item in today.board(chef.work).mine if item.kind == "decide"] == [two.case_id]
        with chef.store.read() as session:  # what the answers rest on opens there too
            pieces = {digest for digest in session.scalars(select(Evidence.digest)) if digest}
            assert pieces and pieces <= set(session.scalars(select(Attachment.digest)))
        made = decide(chef, two)
        back = written(chef, two)
    with two.awa() as awa:
        about = take_in(awa, back, two.case_id)
        assert about.errand == "decided" and state(awa, two) == "decided"
        with awa.store.read() as session:
            (decision,) = verdicts.on_case(session, session.get_one(Case, two.case_id))
            assert (decision.id, decision.decider_name) == (made.id, "Jean-Marc Okafor")
            assert seals.holds(session, decision)
            assert [(task.what, task.owner) for task in session.scalars(select(Task))] == [
                (UNTIL.text, cases.case(awa.store, two.case_id).submitted_by)
            ]
        assert take_in(awa, back) == about  # twice changes nothing


def test_headquarters_believes_what_one_laptop_brings_of_the_other(two: TwoLaptops) -> None:
    with two.awa() as awa:
        out = written(awa, two)
    with two.chef() as chef:
        take_in(chef, out)
        decide(chef, two)
        back = written(chef, two)
    with two.awa() as awa, two.headquarters() as hq:
        take_in(awa, back)
        assert pending(awa.store).former  # the other laptop's changes, with that laptop's own signature
        assert deliver(awa, hq) == "applied" and answered(awa, hq) == "applied"
        with hq.store.read() as session:
            (decision,) = session.scalars(select(Decision))
            assert seals.holds(session, decision)
        assert pending(awa.store).count == 0


def altered_at_random(whole: bytes, chance: random.Random, times: int) -> Iterator[bytes]:
    """The file with one bit turned, half of the times in its head, then cut somewhere, then with a byte too many."""
    header = 8 + int.from_bytes(whole[4:8], "big") + bundle.SIGNATURE
    for turn in range(times):
        mutated = bytearray(whole)
        mutated[chance.randrange(header if turn % 2 else len(whole))] ^= 1 << chance.randrange(8)
        yield bytes(mutated)
    for _turn in range(20):
        yield whole[: chance.randrange(len(whole))]
    yield whole + b"\0"


def refuse_each(office: Office, files: Iterator[bytes], altered: Path, case_id: str = "") -> None:
    """Each of these files is refused in one sentence, and nothing of it stays."""
    before = sorted(path.name for path in office.inbox.iterdir())
    for data in files:
        altered.write_bytes(data)
        with pytest.raises(Refused) as refusal:
            take_in(office, altered, case_id)
        assert refusal.value.text.count(".") == 2, "what it is, and that nothing was changed"
    assert sorted(path.name for path in office.inbox.iterdir()) == before


def test_a_file_of_which_one_byte_was_changed_is_refused_a_thousand_times(two: TwoLaptops) -> None:
    """Half of them carry the case out, half its decision back."""
    chance, altered = random.Random(12), two.folder / "altered.psb"
    with two.awa() as awa:
        out = written(awa, two)
    with two.chef() as chef:
        refuse_each(chef, altered_at_random(out.read_bytes(), chance, 500), altered)
        assert enrolment.keyset(chef.machine) is not None
        with chef.store.read() as session:
            assert session.get(Case, two.case_id) is None
        take_in(chef, out)
        assert state(chef, two) == "ready"
        decide(chef, two)
        back = written(chef, two)
    with two.awa() as awa:
        refuse_each(awa, altered_at_random(back.read_bytes(), chance, 500), altered, two.case_id)
        assert state(awa, two) == "ready"
        with awa.store.read() as session:
            assert not session.scalars(select(Decision)).all()
        take_in(awa, back, two.case_id)
        assert state(awa, two) == "decided"


def test_what_is_older_or_about_another_case_is_refused_in_one_sentence(two: TwoLaptops) -> None:
    with two.awa() as awa:
        first = written(awa, two)
        with refused("carried-by-this-laptop"):
            take_in(awa, first)
    with two.chef() as chef:
        with refused("carried-other-case"):
            take_in(chef, first, "0" * 32)
        take_in(chef, first)
        decide(chef, two, "approved")
        back = written(chef, two)
    with two.awa() as awa:  # meanwhile the case was taken back, and handed over anew
        cases.recall(awa.work, two.case_id)
        with refused("carried-older"):
            take_in(awa, back)
        handing_over.submit(awa.work, two.case_id, "favourable", "Relu.")
        with refused("carried-older"):
            take_in(awa, back)
        assert state(awa, two) == "ready" and heads(awa) == []
        second = written(awa, two)
    with two.chef() as chef:
        take_in(chef, second)
        assert state(chef, two) == "ready"
        with refused("carried-older"):
            take_in(chef, first)
        decide(chef, two, "refused")
        last = written(chef, two)
        again = written(chef, two)
    with two.awa() as awa:
        take_in(awa, last)
        assert state(awa, two) == "decided"
        with refused("carried-older"):
            take_in(awa, again)


def test_nothing_is_written_where_no_other_laptop_is_known_or_nothing_waits(two: TwoLaptops) -> None:
    with two.awa() as awa:
        cases.recall(awa.work, two.case_id)
        with refused("nothing-to-carry"):
            written(awa, two)
        awa.machine.remember("keyset", {})
        with refused("no-other-laptop"):
            written(awa, two)
    assert not [*two.stick.iterdir()]


def there_and_back(two: TwoLaptops) -> None:
    """The whole way, as far as it was not gone yet."""
    with two.awa() as awa:
        if state(awa, two) == "decided":
            return
        out = written(awa, two)
    with two.chef() as chef:
        with chef.store.read() as session:
            known = session.get(Case, two.case_id)
        if known is None:
            take_in(chef, out)
        if state(chef, two) == "ready":
            decide(chef, two)
        back = written(chef, two)
    with two.awa() as awa:
        take_in(awa, back)


def test_killed_between_any_two_writes_the_case_is_decided_once(original: TwoLaptops, tmp_path: Path) -> None:
    def prepare(name: str) -> Callable[[], None]:
        shutil.copytree(original.folder, tmp_path / name)
        return partial(there_and_back, replace(original, folder=tmp_path / name))

    for name in deaths(prepare, tmp_path / "points", SHARE):
        two = replace(original, folder=tmp_path / name)
        there_and_back(two)
        with two.awa() as awa, awa.store.read() as session:
            (decision,) = session.scalars(select(Decision))
            assert seals.holds(session, decision) and session.get_one(Case, two.case_id).state == "decided"
            assert len(session.scalars(select(Task)).all()) == 1
        assert not [*two.folder.rglob("*.part*")]
        shutil.rmtree(two.folder)


# --- everything, about no case


def noted(office: Office, text: str) -> None:
    with office.store.change("Noted", office.user.id) as session:
        session.scalars(select(Partner)).first().notes = text  # type: ignore[union-attr]


def passed_on(source: Office, target: Office, stick: Path) -> carrying.CarriedFile:
    written = carrying.pass_on(source.work, source.keys, stick)
    assert take_in(target, written.path).errand == "everything"
    return written


def open_disagreements(office: Office) -> set[frozenset[str]]:
    with office.store.read() as session:
        rows = session.scalars(select(Review).where(Review.closed_by.is_(None))).all()
    return {frozenset(str(candidate.value) for candidate in row.candidates) for row in rows}


def test_laptops_hand_everything_to_one_another_and_headquarters_believes_either(two: TwoLaptops) -> None:
    """Both write into one field meanwhile: it is shown on both, settled on one, and so on the other."""
    with two.awa() as awa, two.chef() as chef, two.headquarters() as hq:
        assert len(passed_on(awa, chef, two.stick).to) == 1
        noted(awa, "by Awa")
        noted(chef, "by the Chief")
        passed_on(awa, chef, two.stick)
        passed_on(chef, awa, two.stick)
        assert open_disagreements(awa) == open_disagreements(chef) == {frozenset({"by Awa", "by the Chief"})}
        (waiting,) = disagreements.for_review(chef.store).disagreements
        disagreements.settle(chef.work, waiting.id, written="by both")
        passed_on(chef, awa, two.stick)
        assert not open_disagreements(awa) and not open_disagreements(chef)
        assert offices.differences(awa.store, chef.store)[1] == []
        # what the other laptop signed itself goes on to Headquarters with this one's own
        assert deliver(awa, hq) == "applied" and answered(awa, hq) == "applied"
        assert pending(awa.store).count == 0
        assert offices.differences(awa.store, hq.store)[1] == []


def test_everything_is_taken_in_once_and_never_after_one_byte_was_changed(two: TwoLaptops) -> None:
    with two.awa() as awa, two.chef() as chef:
        written = carrying.pass_on(awa.work, awa.keys, two.stick)
        assert carrying.look_into(chef.work, chef.keys, written.path, chef.inbox).number == "SN10"
        with chef.store.read() as session:
            assert session.scalars(select(Partner)).all() == []
        whole = written.path.read_bytes()
        for at in range(0, len(whole), len(whole) // 40):
            written.path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
            with pytest.raises(Refused) as caught:
                take_in(chef, written.path)
            assert caught.value.code in {"not-a-bundle", "damaged", "bad-signature"}
        with chef.store.read() as session:
            assert session.scalars(select(Partner)).all() == []
        written.path.write_bytes(whole)
        assert take_in(chef, written.path) == take_in(chef, written.path)
        with refused("carried-by-this-laptop"):
            take_in(awa, written.path)
        with chef.store.read() as session:
            assert len(session.scalars(select(Partner)).all()) == 1


def everything_there_and_back(two: TwoLaptops) -> None:
    """Each laptop hands all that it holds to the other."""
    with two.awa() as awa, two.chef() as chef:
        passed_on(awa, chef, two.stick)
        passed_on(chef, awa, two.stick)


def test_killed_while_everything_is_handed_over_both_laptops_come_to_hold_the_same(
    original: TwoLaptops, tmp_path: Path
) -> None:
    def prepare(name: str) -> Callable[[], None]:
        shutil.copytree(original.folder, tmp_path / name)
        two = replace(original, folder=tmp_path / name)
        with two.awa() as awa:
            noted(awa, "by Awa")
        return partial(everything_there_and_back, two)

    for name in deaths(prepare, tmp_path / "points", SHARE):
        two = replace(original, folder=tmp_path / name)
        everything_there_and_back(two)
        with two.awa() as awa, two.chef() as chef:
            assert heads(awa) == heads(chef) and open_disagreements(awa) == open_disagreements(chef) == set()
            with chef.store.read() as session:
                assert session.scalars(select(Partner.notes)).all() == ["by Awa"]
        assert not [*two.folder.rglob("*.part*")]
        shutil.rmtree(two.folder)
