"""Laptops and Headquarters exchange at random, with wrong clocks and a bad post: in the end all hold the same.

The oracle knows nothing of the program's merge: it follows the bases of all changes ever made.
"""

from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from desktop.base.change import Stamp
from desktop.base.clock import Clock
from desktop.base.values import now
from desktop.store import merge
from desktop.store.journal import read_stamps, verify_chain
from desktop.store.records import Owner, Partner, StampRow, families
from desktop.store.store import Store
from tests.store import replicas as r

NUMBER = families()[Partner.KIND].number
FIELD = {number: name for name, number in NUMBER.items()}
VALUES = {"city": ("", "Dakar", "Thiès"), "notes": ("a", "b", "c"), "next_action": ("call", "write")}
YEARS = (0, 2, -3, 0)
Cell = tuple[str, int]  # a record and one of its fields


class Write:
    """One write of one field, as the oracle sees it."""

    def __init__(self, value: Any, at: int, stamp: Stamp, base: Stamp | None) -> None:
        self.value, self.at, self.stamp, self.base = value, at, stamp, base


class Exchange(RuleBasedStateMachine):
    """Three laptops of an office and HQ; every store may hand any stretch of any history to any other."""

    @initialize()
    def begin(self) -> None:
        self.laptops = [r.laptop(letter * 32) for letter in "abc"]
        self.hq = r.headquarters()
        self.stores = [*self.laptops, self.hq]
        for store, years in zip(self.stores, YEARS, strict=True):
            store.clock = Clock(lambda years=years: now() + timedelta(days=365 * years))
        self.records = [r.register(self.laptops[0])]

    def teardown(self) -> None:
        if hasattr(self, "stores"):
            self.settle()
            self.all_hold_the_same()
            for store in self.stores:
                store.close()

    # --- what happens

    @precondition(lambda self: len(self.records) < 3)
    @rule(who=st.integers(0, 2), city=st.sampled_from(VALUES["city"]))
    def register(self, who: int, city: str) -> None:
        self.records.append(r.register(self.laptops[who], city=city))

    @rule(who=st.integers(0, 3), which=st.integers(0, 99), name=st.sampled_from(sorted(VALUES)), pick=st.integers(0, 9))
    def edit(self, who: int, which: int, name: str, pick: int) -> None:
        store = self.stores[who]
        record = self.records[which % len(self.records)]
        name = "notes" if store is self.hq else name  # the field that both may write
        if record in r.partners(store):
            value = VALUES[name][pick % len(VALUES[name])]
            r.edit(store, record, office=r.OFFICE if store is self.hq else "", **{name: value})

    @rule(
        source=st.integers(0, 3), to=st.integers(0, 3), device=st.integers(0, 3),
        start=st.integers(0, 30), length=st.integers(1, 30),
    )  # fmt: skip
    def post(self, source: int, to: int, device: int, start: int, length: int) -> None:
        """A stretch of a history arrives: perhaps again, perhaps too early, perhaps the second half first."""
        if source != to:
            self.hand_over(self.stores[source], self.stores[to], device, start, length)

    @precondition(lambda self: hasattr(self, "stores"))
    @rule(to=st.integers(0, 3), device=st.integers(0, 3))
    def everything_of_one(self, to: int, device: int) -> None:
        if to != device:
            self.hand_over(self.stores[device], self.stores[to], device, 0, 10**6)

    def hand_over(self, source: Store, target: Store, device: int, start: int, length: int) -> None:
        name, owner = self.channel(device)
        known = source.position(name).number
        first = 1 + start % max(known, 1)
        if known:
            batch = r.incoming(source, name, first, first + length - 1, owner)
            merged = merge.apply(target, [batch])
            assert r.verdict(merged) in {"applied", "known", "gap"}
            assert merged.refused == 0

    def channel(self, device: int) -> tuple[str, Owner]:
        if device == 3:
            return self.hq.writing_for(r.OFFICE).device, Owner.HQ
        return self.laptops[device].identity.device, Owner.OFFICE

    # --- what must hold in the end

    def settle(self) -> None:
        for device in range(4):
            for target in range(4):
                if target != device:
                    self.hand_over(self.stores[device], self.stores[target], device, 0, 10**6)

    def all_hold_the_same(self) -> None:
        writes = self.writes()
        expected = r.partners(self.hq)
        stamps = self.stamps(self.hq)
        for store in self.stores:
            assert r.parked(store) == []
            assert r.partners(store) == expected
            assert self.stamps(store) == stamps
            for device in range(4):
                with store.read() as session:
                    verify_chain(session, self.channel(device)[0])
            self.reviews_hold(store, writes)
        for (record, number), all_of_it in writes.items():
            assert expected[record][FIELD[number]] == self.winner(all_of_it).value

    def writes(self) -> dict[Cell, dict[Stamp, Write]]:
        found: dict[Cell, dict[Stamp, Write]] = {}
        for change in self.hq.history():
            for entry in change.entries:
                for cell in entry.cells:
                    stamp = (change.device, change.number)
                    found.setdefault((entry.id, cell.field), {})[stamp] = Write(cell.value, change.at, stamp, cell.base)
        return found

    def winner(self, writes: dict[Stamp, Write]) -> Write:
        return max(writes.values(), key=lambda w: (len(seen(writes, w)), w.at, w.stamp))

    def reviews_hold(self, store: Store, writes: dict[Cell, dict[Stamp, Write]]) -> None:
        """Every value that lost unseen is on a list; nothing is on a list that somebody had seen and replaced.

        A write that another one was based on was seen by whoever replaced it: the last of each line count.
        """
        listed = {(v.record, v.field): v.candidates for v in r.reviews(store)}
        for cell, all_of_it in writes.items():
            known = {all_of_it[s].value for s in seen(all_of_it, self.winner(all_of_it))}
            values = [candidate.value for candidate in listed.get(cell, [])]
            replaced = {write.base for write in all_of_it.values()}
            for write in (write for stamp, write in all_of_it.items() if stamp not in replaced):
                assert write.value in known or write.value in values, (cell, write.value)
        for cell, candidates in listed.items():
            stamps = [(c.device, c.number) for c in candidates]
            assert any(
                one not in seen(writes[cell], writes[cell][other])
                and other not in seen(writes[cell], writes[cell][one])
                for one in stamps
                for other in stamps
            )

    def stamps(self, store: Store) -> dict[str, Any]:
        with store.read() as session:
            return {row.id: read_stamps(row.cells) for row in session.query(StampRow)}


def seen(writes: dict[Stamp, Write], last: Write) -> list[Stamp]:
    """A write and all those that its writer knew of."""
    found: list[Stamp] = []
    at: Stamp | None = last.stamp
    while at is not None:
        found.append(at)
        at = writes[at].base
    return found


TestExchange = Exchange.TestCase
TestExchange.settings = settings(
    max_examples=25,
    stateful_step_count=50,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
