"""An office, its bundle and Headquarters as version 1 wrote them (tests/stores/office.py) read the same with today's
program: every field, draft, stamp and link of the chain."""

import json
import lzma
import tarfile
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

import desktop
from desktop.base.text import searchable
from desktop.base.values import today
from desktop.office import Office
from desktop.services.agreements import composing, drafting
from desktop.services.diligence import assessments, decisions, recording
from desktop.services.exchange import program_updates, receiving, unsent
from desktop.services.exchange.headquarters import answering, consolidating
from desktop.services.exchange.pending import pending, pending_in
from desktop.services.screening import standing
from desktop.store import cipher, merge, migrations
from desktop.store.journal import verify_chain
from desktop.store.place import DATABASE
from desktop.store.records import Agreement, Case, Decision, Parked, Partner, Task, families
from desktop.store.records.base import RETIRED, Family
from desktop.store.store import Store
from desktop.store.vault import Vault
from tests.makers import on, work_of
from tests.stores import later
from tests.stores import office as maker

STORES = Path(maker.__file__).parent
WATCHED = "vu au Siège en ce temps-là"
CITY = families()[Partner.KIND].number["city"]


@cache
def written() -> dict[str, Any]:
    """What the earlier program read in its own databases when it had written them."""
    whole: dict[str, Any] = json.loads(lzma.decompress((STORES / "office-1.json.xz").read_bytes()))
    return whole


def unpacked(name: str, officer: str, target: Path) -> Office:
    """One of the stored folders, opened by an officer."""
    sealed_again(name, officer, target)
    return Office.unlock(target, officer, maker.PASSPHRASE)


def sealed_again(name: str, officer: str, target: Path) -> bytes:
    """One of the stored folders, its database sealed again with the key in its vault, which is given back."""
    with tarfile.open(fileobj=BytesIO(lzma.decompress((STORES / name).read_bytes()))) as tar:
        tar.extractall(target, filter="data")
    plain = target.with_name(f"{target.name}.plain")
    (target / DATABASE).rename(plain)
    key = Vault.open(target).unlock(officer, maker.PASSPHRASE).key
    sealed = cipher.connect(target / DATABASE, key)
    sealed.execute(f"ATTACH DATABASE '{plain}' AS plain KEY ''")
    sealed.execute("SELECT sqlcipher_export('main', 'plain')").fetchall()
    sealed.execute("DETACH DATABASE plain")
    sealed.close()
    return key


def records(store: Store) -> dict[str, dict[str, dict[str, Any]]]:
    """Every kept record by its family's number and its id, each field by its number, as a bundle would carry them."""
    found: dict[str, dict[str, dict[str, Any]]] = {}
    with store.engine.connect() as connection:
        for kind, family in store.families.items():
            for row in connection.execute(select(family.table)).mappings():
                values = {str(n): row[family.column[name]] for name, n in family.number.items()}
                found.setdefault(str(kind), {})[row["id"]] = {"office": row["office"], **values}
    return found


def older(known: Mapping[int, Family], kind: int, *fields: int) -> dict[int, Family]:
    """The families of a program that does not know this one yet, or only these fields of it."""
    rest = {number: family for number, family in known.items() if number != kind}
    if not fields:
        return rest
    family = Family(known[kind].record)
    family.owner = {number: owner for number, owner in family.owner.items() if number not in fields}
    return {**rest, kind: family}


def rows(store: Store, table: str) -> list[dict[str, Any]]:
    """A table's rows as the database holds them."""
    with store.engine.connect() as connection:
        return [dict(row) for row in connection.exec_driver_sql(f'SELECT * FROM "{table}"').mappings()]


def assert_same_records(
    actual: dict[str, dict[str, dict[str, Any]]], expected: dict[str, dict[str, dict[str, Any]]]
) -> None:
    """A field that a later version added is blank in an old record, one that was retired was; nothing else differs."""
    assert actual.keys() == expected.keys()
    for kind, by_id in expected.items():
        assert actual[kind].keys() == by_id.keys(), f"family {kind}"
        for record, fields in by_id.items():
            for field, content in fields.items():
                if (kind, field) in {(str(family), str(number)) for family, number in RETIRED}:
                    assert not content, "what was written is never dropped"
                    continue
                assert actual[kind][record][field] == content, f"family {kind}, record {record}, field {field}"


def assert_same_rows(actual: list[dict[str, Any]], expected: list[list[Any]]) -> None:
    columns, *kept = expected
    assert sorted(([row[c] for c in columns] for row in actual), key=repr) == sorted(kept, key=repr)


def test_every_field_of_an_earlier_office_reads_the_same(tmp_path: Path) -> None:
    with unpacked("office-1.tar.xz", written()["officer"], tmp_path / "office") as office:
        assert_same_records(records(office.store), written()["office"]["records"])
        for table, expected in written()["office"]["tables"].items():
            if table == "findable":  # search leaves more signs out than it did
                at = expected[0].index("text")
                expected = [expected[0], *([*row[:at], searchable(row[at]), *row[at + 1 :]] for row in expected[1:])]
            noted = {"name": program_updates.NOTE, "value": f'{{"highest": "{desktop.__version__}"}}'}
            added = [noted] if table == "local" else []  # opening it notes which version of the program did
            assert_same_rows([row for row in rows(office.store, table) if row not in added], expected)
            assert all(row in rows(office.store, table) for row in added)


def test_an_earlier_office_goes_on_working(tmp_path: Path) -> None:
    with unpacked("office-1.tar.xz", written()["officer"], tmp_path / "office") as office:
        store = office.store
        with store.read() as session:
            assert verify_chain(session, store.identity.device) == store.position().number == written()["taken"][2]
            cases = {case.state: case for case in session.scalars(select(Case))}
            (decision,) = session.scalars(select(Decision))
            by_state = {agreement.state: agreement.id for agreement in session.scalars(select(Agreement))}
        assert decision.decided_by == written()["chief"]
        assert decisions.is_sealed(store, decision), "the seal of an earlier decision"
        assert not standing.of_case(on(office, today()), cases["decided"].id).open
        assert assessments.read(on(office, today()), cases["open"].id).review.sections
        half = composing.compose(on(office, today()), by_state["draft"])
        assert half.agreement.id == by_state["draft"]
        assert drafting.record_fields(office.work, by_state["draft"]) == 1, "the draft of one field"
        assert recording.record(office.work, cases["open"].id) == 1, "the draft of one answer"
        with store.read() as session:
            assert unsent.newest(store, session, pending_in(session, store.identity).runs)[0].what


def test_headquarters_takes_an_earlier_bundle_in(tmp_path: Path) -> None:
    with unpacked("headquarters-1.tar.xz", written()["administrator"], tmp_path / "hq") as headquarters:
        store, desk, keys, user = headquarters.store, headquarters.machine, headquarters.keys, headquarters.user
        (taken,) = consolidating.take_in(
            work_of(store, user, machine=desk), keys, [STORES / "office-1.psb"], headquarters.inbox
        )
        assert [taken.verdict, taken.office, taken.changes] == written()["taken"]
        assert (taken.parked, taken.reviews, taken.refused) == (0, 0, 0)
        assert_same_records(records(store), written()["headquarters"]["records"])
        assert_same_rows(rows(store, "change"), written()["headquarters"]["chain"])
        (again,) = consolidating.take_in(
            work_of(store, user, machine=desk), keys, [STORES / "office-1.psb"], headquarters.inbox
        )
        assert again.verdict == "known"
        assert (
            answering.answer(work_of(store, user, machine=desk), keys, taken.office, headquarters.outbox).stat().st_size
        )


def test_what_a_later_bundle_brings_beyond_us_waits_and_stops_nothing_else(tmp_path: Path) -> None:
    """A family, a field and a base that nobody knows are set aside and counted; all else is applied."""
    with unpacked("headquarters-1.tar.xz", written()["administrator"], tmp_path / "hq") as hq:
        store = hq.store
        first, second = consolidating.take_in(
            hq.work, hq.keys, [STORES / "office-1.psb", STORES / "later-1.psb"], hq.inbox
        )
        assert (first.verdict, second.verdict, second.changes) == ("applied", "applied", 6)
        assert (second.parked, second.refused, second.reviews) == (3, 0, 0)
        with store.read() as session:
            parked = session.scalars(select(Parked).order_by(Parked.number)).all()
            assert [(row.kind, row.reason) for row in parked] == [
                (later.FAMILY, "newer"), (Partner.KIND, "newer"), (Partner.KIND, "unknown-base"),
            ]  # fmt: skip
            sound, after = (session.get_one(Partner, later.record(which)) for which in ("sound", "after"))
            assert (sound.name, sound.city, sound.notes) == ("Un partenaire d’alors", "Thiès", "")
            assert sound.group == "a code of then", "a code that is not known is taken as it came"
            assert after.name == "Celui d’après"
            laptop = first.device
            assert verify_chain(session, laptop) == first.number + 6, "all of it is in the chain, word for word"
        (again,) = consolidating.take_in(hq.work, hq.keys, [STORES / "later-1.psb"], hq.inbox)
        assert again.verdict == "known" and len(rows(store, "parked")) == 3


def test_what_an_earlier_program_set_aside_is_applied_after_its_upgrade(tmp_path: Path) -> None:
    """A program that does not know partners' towns, nor tasks, reads the bundle; then today's comes in its place."""
    with unpacked("headquarters-1.tar.xz", written()["administrator"], tmp_path / "hq") as hq:
        today_knows = hq.store.families
        hq.store.families = older(older(today_knows, Task.KIND), Partner.KIND, CITY)
        (report,) = consolidating.take_in(hq.work, hq.keys, [STORES / "office-1.psb"], hq.inbox)
        assert report.verdict == "applied" and report.parked == len(rows(hq.store, "parked")) > 1
        hq.store.families = today_knows
        merge.apply(hq.store, [])
        assert rows(hq.store, "parked") == []
        assert_same_records(records(hq.store), written()["headquarters"]["records"])


def test_an_office_takes_an_earlier_return_in(tmp_path: Path) -> None:
    """It answers the bundle that this office had sent: everything is received, and what Headquarters wrote is here."""
    with unpacked("office-1.tar.xz", written()["officer"], tmp_path / "office") as office:
        assert pending(office.store).count == written()["taken"][2]
        report = receiving.take_in(office.work, office.keys, STORES / "return-1.psb", office.inbox)
        assert (report.verdict, report.changes, report.receipts, report.parked) == ("applied", 2, 1, 0)
        assert pending(office.store).count == 0
        assert WATCHED in watch_notes(office.store)


def test_what_a_later_return_brings_beyond_us_waits_and_stops_nothing_else(tmp_path: Path) -> None:
    """A state, a field and a whole document that nobody knows: receipts and all else are taken in."""
    with unpacked("office-1.tar.xz", written()["officer"], tmp_path / "office") as office:
        report = receiving.take_in(office.work, office.keys, STORES / "later-return-1.psb", office.inbox)
        assert (report.verdict, report.changes, report.receipts, report.parked) == ("applied", 3, 1, 2)
        assert pending(office.store).count == 0
        assert "vu par le programme d’après" in watch_notes(office.store)
        assert [row["reason"] for row in rows(office.store, "parked")] == ["newer", "newer"]


def test_what_an_earlier_office_set_aside_of_a_return_is_applied_after_its_upgrade(tmp_path: Path) -> None:
    """A program that does not know what Headquarters notes of a partner reads the return; then today's takes over."""
    with unpacked("office-1.tar.xz", written()["officer"], tmp_path / "office") as office:
        today_knows = office.store.families
        office.store.families = older(today_knows, Partner.KIND, families()[Partner.KIND].number["watch_note"])
        report = receiving.take_in(office.work, office.keys, STORES / "return-1.psb", office.inbox)
        assert (report.verdict, report.parked) == ("applied", 1) and WATCHED not in watch_notes(office.store)
        office.store.families = today_knows
        merge.apply(office.store, [])
        assert WATCHED in watch_notes(office.store) and rows(office.store, "parked") == []


def watch_notes(store: Store) -> list[str]:
    with store.read() as session:
        return list(session.scalars(select(Partner.watch_note)))


def test_what_earlier_programs_wrote_is_all_here_and_as_they_wrote_it() -> None:
    """Of each version of the tables before today's: its database, an office, Headquarters, a bundle and a return; of a
    later program both ways. None is ever written again: what a test would have to change in them is our fault."""
    digests = dict(reversed(line.split("  ")) for line in (STORES / "SHA256SUMS").read_text("utf-8").splitlines())
    for name, digest in digests.items():
        assert sha256((STORES / name).read_bytes()).hexdigest() == digest, name
    for version in range(1, migrations.LATEST):
        kinds = ("office-{}.tar.xz", "headquarters-{}.tar.xz", "office-{}.json.xz", "office-{}.psb", "return-{}.psb")
        expected = {f"version-{version}.db", *(kind.format(version) for kind in kinds)}
        assert expected <= digests.keys(), f"version {version} was released"
    assert {"later-1.psb", "later-return-1.psb"} <= digests.keys()


@pytest.mark.parametrize(
    "name",
    [
        "return-1.psb",
        "later-return-1.psb",
        "office-1.tar.xz",
        "headquarters-1.tar.xz",
        "office-1.json.xz",
        "office-1.psb",
        "later-1.psb",
    ],
)
def test_the_stored_office_stays_small(name: str) -> None:
    assert (STORES / name).stat().st_size < 256 * 1024
