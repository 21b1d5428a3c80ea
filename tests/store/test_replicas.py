"""Laptops and Headquarters exchange at random, with wrong clocks and a bad post: in the end all hold the same.

They write, put away, decide and settle what disagrees, Headquarters too. The oracle knows nothing of the program's
merge: it follows the bases of all changes ever made. In the end nothing that was written is lost or hidden: a value
that nobody replaced knowing of it waits on everybody's list, and what was settled by somebody who saw it does not.
PASSERELLE_EXAMPLES says how many histories are tried.
"""

import os
from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from desktop.base.change import Stamp
from desktop.base.clock import Clock
from desktop.base.values import now
from desktop.store import merge, reviews
from desktop.store.journal import read_stamps, verify_chain
from desktop.store.records import Owner, Partner, Review, StampRow, Task, families
from desktop.store.store import Store
from tests.store import replicas as r

NUMBER = families()[Partner.KIND].number
FIELD = {number: name for name, number in NUMBER.items()}
VALUES: dict[str, tuple[dict[str, Any], ...]] = {
    "city": ({"city": ""}, {"city": "Dakar"}, {"city": "Thiès"}),
    "notes": ({"notes": "a"}, {"notes": "b"}, {"notes": "c"}),
    "next_action": tuple(
        {"next_action": what, "next_action_on": on} for what in ("call", "write") for on in (None, "2026-12-24")
    ),
    "archived": ({"archived": True, "archived_reason": "closed"}, {"archived": False, "archived_reason": ""}),
}
TOGETHER = [(NUMBER["next_action"], NUMBER["next_action_on"])]
YEARS = (0, 2, -3, 0)
Cell = tuple[str, int]  # a record and one of its fields


class Write:
    """One write of one field, as the oracle sees it."""

    def __init__(self, value: Any, at: int, stamp: Stamp, base: Stamp | None, bases: set[Stamp]) -> None:
        """`base` is the value in force that it replaced, `bases` all that its writer saw."""
        self.value, self.at, self.stamp, self.base, self.bases = value, at, stamp, base, bases


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
        self.decided = 0

    def teardown(self) -> None:
        if hasattr(self, "stores"):
            self.settle()
            self.all_hold_the_same()
            for store in self.stores:
                store.close()

    # --- what happens

    @precondition(lambda self: len(self.records) < 3)
    @rule(who=st.integers(0, 2), city=st.sampled_from(("", "Dakar", "Thiès")))
    def register(self, who: int, city: str) -> None:
        self.records.append(r.register(self.laptops[who], city=city))

    @rule(who=st.integers(0, 3), which=st.integers(0, 99), name=st.sampled_from(sorted(VALUES)), pick=st.integers(0, 9))
    def edit(self, who: int, which: int, name: str, pick: int) -> None:
        store = self.stores[who]
        record = self.records[which % len(self.records)]
        name = "notes" if store is self.hq else name  # the field that both may write
        if record in r.partners(store):
            fields = VALUES[name][pick % len(VALUES[name])]
            r.edit(store, record, office=r.OFFICE if store is self.hq else "", **fields)

    @rule(which=st.integers(0, 99), name=st.sampled_from(sorted(VALUES)), picks=st.lists(st.integers(0, 9), max_size=4))
    def quarrel(self, which: int, name: str, picks: list[int]) -> None:
        """Several write into the same field, knowing nothing of one another."""
        for who, pick in enumerate(picks):
            self.edit(who, which, name, pick)

    @rule(who=st.integers(0, 2), which=st.integers(0, 99))
    def decide(self, who: int, which: int) -> None:
        """Something that is written once, and that nothing can disagree with."""
        with self.laptops[who].change("Decided", r.BY) as session:
            session.add(Task(about=self.records[which % len(self.records)], what=f"{who}", owner=r.BY))
        self.decided += 1

    @precondition(lambda self: any(open_reviews(store) for store in self.stores))
    @rule(who=st.integers(0, 3), which=st.integers(0, 99), pick=st.integers(0, 9))
    def settle_one(self, who: int, which: int, pick: int) -> None:
        """Somebody settles a disagreement by what they see: by one of the values, or another text."""
        store = self.stores[who]
        waiting = [v for v in open_reviews(store) if reviews.may_settle(store, store.families[v.kind], v.field)]
        if not waiting:
            return
        review = waiting[which % len(waiting)]
        if FIELD[review.field] == "notes" and pick == 0:
            reviews.settle(store, r.BY, review.id, written="d")
            return
        candidate = review.candidates[pick % len(review.candidates)]
        chosen = (candidate.device, candidate.number)
        reviews.settle(store, r.BY, review.id, chosen=chosen)
        self.is_taken_whole(store, review.record, review.field, chosen)

    def is_taken_whole(self, store: Store, record: str, field: int, chosen: Stamp) -> None:
        """Of fields that are one value together, all are as the chosen change wrote them."""
        written = self.written_by(store, chosen, record)
        for group in TOGETHER:
            if field in group:
                held = r.partners(store)[record]
                assert {n: held[FIELD[n]] for n in group} == {n: written[n] for n in group}

    def written_by(self, store: Store, stamp: Stamp, record: str) -> dict[int, Any]:
        (change,) = r.changes(store, *stamp, stamp[1])
        return {cell.field: cell.value for entry in change.entries if entry.id == record for cell in entry.cells}

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
            with store.read() as session:
                assert session.query(Task).count() == self.decided
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
                bases: dict[int, set[Stamp]] = {}
                for cell in entry.cells:
                    bases.setdefault(cell.field, set()).update([cell.base] if cell.base else [])
                if entry.kind != Partner.KIND:
                    continue
                for cell in entry.cells:  # of several of one field the last one replaced what was in force
                    stamp = (change.device, change.number)
                    write = Write(cell.value, change.at, stamp, cell.base, bases[cell.field])
                    found.setdefault((entry.id, cell.field), {})[stamp] = write
        return found

    def winner(self, writes: dict[Stamp, Write]) -> Write:
        return max(writes.values(), key=lambda w: (len(replaced(writes, w)), w.at, w.stamp))

    def reviews_hold(self, store: Store, writes: dict[Cell, dict[Stamp, Write]]) -> None:
        """Every value that lost unseen waits on a list; nothing waits that somebody had seen and replaced.

        A write that another one was based on was seen by whoever replaced it: the last of each line count.
        """
        listed = {(v.record, v.field): v.candidates for v in open_reviews(store)}
        for cell, all_of_it in writes.items():
            winner = self.winner(all_of_it)
            known = {all_of_it[s].value for s in seen(all_of_it, winner)}
            values = [candidate.value for candidate in listed.get(cell, [])]
            replaced_ones = set().union(*(write.bases for write in all_of_it.values()))
            last = [write for stamp, write in all_of_it.items() if stamp not in replaced_ones]
            for write in last:
                assert write.value in known or write.value in values, (cell, write.value)
            if len(last) == 1:
                assert cell not in listed, (cell, "everything was seen by whoever wrote last")
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


def open_reviews(store: Store) -> list[Review]:
    return [review for review in r.reviews(store) if review.closed_by is None]


def replaced(writes: dict[Stamp, Write], last: Write) -> list[Stamp]:
    """A write and the line of those in force before it."""
    line: list[Stamp] = []
    at: Stamp | None = last.stamp
    while at is not None:
        line.append(at)
        at = writes[at].base
    return line


def seen(writes: dict[Stamp, Write], last: Write) -> set[Stamp]:
    """A write and all those that its writer knew of."""
    known: set[Stamp] = set()
    waiting = [last.stamp]
    while waiting:
        if (at := waiting.pop()) not in known:
            known.add(at)
            waiting += writes[at].bases
    return known


TestExchange = Exchange.TestCase
TestExchange.settings = settings(
    max_examples=int(os.environ.get("PASSERELLE_EXAMPLES", "15")),
    stateful_step_count=50,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
