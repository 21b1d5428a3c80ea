"""Two records of one partner become one, and are parted again: nothing is lost, hidden or altered by it."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from desktop.office import Office
from desktop.services import merging, partner_page
from desktop.services.diligence import freezing, incidents, papers
from desktop.services.merging import MergePlan
from desktop.services.registry import (
    duplicates,
    history,
    identity,
    meetings,
    partner_list,
    partner_persons,
    partners,
    partnerships,
)
from desktop.services.registry.meetings import NewMeeting
from desktop.services.registry.partner_list import PartnerFilter
from desktop.services.screening import rulings, subjects
from desktop.services.work import Work
from desktop.store.records import Decision, Incident, Officer, Partner, Partnership, Person, Ruling
from desktop.store.states import Channel, DecisionOutcome, PartnerStage, Role, RulingKind
from desktop.store.store import Store
from tests.makers import empty_store, work_of
from tests.refusal import refused

NOTHING: dict[str, bool] = {}


def add(work: Work, name: str, **fields: Any) -> Partner:
    return partners.register(work, Partner(name=name, **fields))


def merge(work: Work, partner: Partner, merged: Partner, **taken: bool) -> MergePlan:
    known = [warning.code for warning in merging.plan(work, partner.id, merged.id).warnings]
    return merging.merge(work, partner.id, merged.id, chosen=taken, knowing=known)


def rows(store: Store) -> dict[str, dict[str, Any]]:
    """What every record of a partner says, field by field."""
    names = store.families[Partner.KIND].number
    with store.read() as session:
        return {row.id: {name: getattr(row, name) for name in names} for row in session.scalars(select(Partner))}


def test_a_merge_shows_before_what_it_would_do(office: Office) -> None:
    one = add(office.work, "Teranga Logistique SA", city="Dakar", sectors=["transport"], phone="+221 33")
    other = add(office.work, "Teranga Logistics", city="Thiès", website="teranga.sn", sectors=["food"], labels=["port"])
    partnerships.plan(office.work, Partnership(partner_id=other.id, title="Camions"))
    partner_persons.add(office.work, Person(partner_id=other.id, name="Mame Diarra Sow"))
    before = rows(office.store)
    told = merging.plan(office.work, one.id, other.id)
    assert rows(office.store) == before
    proposed = {choice.name: (choice.own, choice.other, choice.takes) for choice in told.choices}
    assert proposed == {
        "name": (("Teranga Logistique SA",), ("Teranga Logistics",), True),
        "city": (("Dakar",), ("Thiès",), True),
        "website": (("",), ("teranga.sn",), True),
    }
    assert dict(told.hanging) == {Partnership: 1, Person: 1}
    assert set(told.joined) == {"sectors", "labels"}
    assert told.warnings == ()


def test_what_hangs_on_both_is_the_partners_and_the_merged_id_leads_there(office: Office, tmp_path: Path) -> None:
    one, other = add(office.work, "Alpha SA"), add(office.work, "Alfa", registration="SN-1")
    for each, title in ((one, "Camions"), (other, "Cartes SIM")):
        partnerships.plan(office.work, Partnership(partner_id=each.id, title=title))
        partner_persons.add(office.work, Person(partner_id=each.id, name=f"Personne {title}"))
        met = {"theirs": ("Mame Diarra Sow",), "channel": Channel.CALL}
        meetings.record(office.work, NewMeeting(each.id, office.work.today(), title, "Dit.", **met))
        (tmp_path / f"{title}.txt").write_text(title, encoding="utf-8")
        papers.add(office.work, each.id, tmp_path / f"{title}.txt")
    merge(office.work, one, other, name=False)
    for known in (one.id, other.id):
        page = partner_page.read(office.work, known)
        assert (page.partner.id, page.partner.name, page.partner.registration) == (one.id, "Alpha SA", "SN-1")
        assert [thing.title for thing in page.partnerships] == ["Camions", "Cartes SIM"]
        assert len(page.persons) == len(page.contacts) == len(page.papers) == 2
    assert page.partner.other_names == ["Alfa"]
    assert [line.name for line in partner_list.page(office.store, PartnerFilter()).lines] == ["Alpha SA"]
    (found,) = partner_list.page(office.store, PartnerFilter("cartes sim")).lines
    assert (found.id, found.through) == (one.id, "Cartes SIM")
    assert partners.count(office.store) == 1
    assert partners.partner(office.store, other.id).name == "Alfa"
    told = [line.what for line in history.of_partner(office.store, one.id).lines]
    assert told[0] == "Partenaires fusionnés"
    assert len([what for what in told if what == "Partenaire enregistré"]) == 2
    assert [one.name for one in merging.merged_records(office.work, other.id)] == ["Alfa"]


def test_an_undone_merge_leaves_every_field_as_it_was(office: Office) -> None:
    one = add(
        office.work, "Alpha", sectors=["food"], notes="première", next_action="Appeler", next_action_on="2026-03-01"
    )
    other = add(
        office.work,
        "Alfa",
        city="Thiès",
        sectors=["banking"],
        supplier=True,
        supplier_note="Tentes",
        discreet=True,
        notes="b",
    )
    before = rows(office.store)
    merge(office.work, one, other)
    after = partners.partner(office.store, one.id)
    assert (after.sectors, after.supplier, after.notes) == (["food", "banking"], True, "première\n\nb")
    assert after.discreet  # what either record asks holds for both
    merging.part(office.work, other.id)
    assert rows(office.store) == before
    with refused("part-not-merged"):
        merging.part(office.work, other.id)
    merge(office.work, other, one)
    assert partner_page.read(office.work, one.id).partner.id == other.id


def test_what_was_changed_since_stays_and_what_rests_on_both_is_named(office: Office) -> None:
    one, other = add(office.work, "Alpha"), add(office.work, "Alfa", city="Thiès", phone="33")
    merge(office.work, one, other)
    partners.change(office.work, one.id, city="Kolda")
    planned = partnerships.plan(office.work, Partnership(partner_id=one.id, title="Camions"))
    (told,) = merging.merged_records(office.work, one.id)
    assert told.staying == ("city",)
    assert "Camions" in told.why_not
    with refused("part-rests"):
        merging.part(office.work, other.id)
    partnerships.archive(office.work, planned.id)
    merging.part(office.work, other.id)
    parted = partners.partner(office.store, one.id)
    assert (parted.name, parted.city, parted.phone) == ("Alpha", "Kolda", "")


def test_a_chain_of_merges_is_parted_from_its_end(office: Office) -> None:
    first, second, third = (add(office.work, name) for name in ("Alpha", "Alfa", "Alpha SA"))
    before = rows(office.store)
    merge(office.work, second, third)
    merge(office.work, first, second)
    with refused("merge-merged"):
        merging.plan(office.work, second.id, first.id)
    assert partner_page.read(office.work, third.id).partner.id == first.id
    with refused("part-rests"):
        merging.part(office.work, third.id)
    merging.part(office.work, second.id)
    merging.part(office.work, third.id)
    assert rows(office.store) == before


def alike(office: Office, **other: Any) -> tuple[Partner, Partner]:
    return add(office.work, "Alpha", country="SN", registration="1", lei="A1"), add(office.work, "Alfa", **other)


@pytest.mark.parametrize(
    ("code", "other"),
    [("merge-groups", {"group": "HNW"}), ("merge-two-leis", {"lei": "B2"}), ("merge-subsidiary", {"parent_id": "one"})],
)
def test_what_can_be_no_one_partner_is_refused(office: Office, code: str, other: dict[str, Any]) -> None:
    one = add(office.work, "Alpha", lei="A1")
    other = {name: one.id if content == "one" else content for name, content in other.items()}
    with refused(code):
        merging.plan(office.work, one.id, add(office.work, "Alfa", **other).id)
    with refused("merge-itself"):
        merging.plan(office.work, one.id, one.id)


def test_an_archived_partner_takes_in_no_other_and_is_taken_in(office: Office) -> None:
    one, other = add(office.work, "Alpha"), add(office.work, "Alfa")
    partners.archive(office.work, one.id, "Doublon")
    with refused("merge-archived"):
        merging.plan(office.work, one.id, other.id)
    merge(office.work, other, one)
    assert not partner_page.read(office.work, one.id).partner.archived


def test_only_who_may_register_merges(office: Office) -> None:
    one, other = add(office.work, "Alpha"), add(office.work, "Alfa")
    office.user.role = Role.READER
    with refused("role-not-allowed"):
        merging.merge(office.work, one.id, other.id, chosen=NOTHING, knowing=())
    with refused("role-not-allowed"):
        merging.part(office.work, other.id)


# --- what must be known


def test_what_a_merge_would_hide_must_be_known_first(office: Office) -> None:
    one = add(office.work, "Alpha", country="SN", registration="SN-DKR-1", supplier=True)
    other = add(office.work, "Alfa", country="SN", registration="SN-DKR-2")
    duplicates.not_the_same(office.work, other.id, one.id, "Deux usines.")
    with office.store.change("Refused", office.user.id) as session:
        session.add(Decision(case_id="c", partner_id=other.id, outcome=DecisionOutcome.REFUSED, level="excluded"))
        session.add(Incident(partner_id=one.id, kind="conduct"))
    codes = {warning.code for warning in merging.plan(office.work, one.id, other.id).warnings}
    assert codes == {"numbers", "supplier", "apart", f"refused:{other.id}", f"excluded:{other.id}", f"frozen:{one.id}"}
    with refused("merge-warning"):
        merging.merge(office.work, one.id, other.id, chosen=NOTHING, knowing=codes - {"supplier"})
    merging.merge(office.work, one.id, other.id, chosen=NOTHING, knowing=codes)
    assert partner_list.level(office.store, one.id) == "excluded"


def recognise(office: Office, partner_id: str) -> None:
    with office.store.change("Ruled", office.user.id) as session:
        ruled = {"list": "un-sc", "entry": "QDe.1", "ruling": RulingKind.SAME, "reason": "Même numéro."}
        session.add(Ruling(partner_id=partner_id, subject=partner_id, ruled_by=office.user.id, **ruled))


@pytest.mark.parametrize("into", [True, False])
def test_whoever_is_on_a_list_is_so_after_a_merge_in_either_direction(office: Office, into: bool) -> None:
    listed, clean = add(office.work, "Alpha"), add(office.work, "Alfa")
    planned = partnerships.plan(office.work, Partnership(partner_id=clean.id, title="Camions"))
    recognise(office, listed.id)
    partner, merged = (listed, clean) if into else (clean, listed)
    assert [w.code for w in merging.plan(office.work, partner.id, merged.id).warnings] == [f"listed:{listed.id}"]
    merge(office.work, partner, merged)
    with refused("partner-recognised"):
        freezing.require_unfrozen(office.work, planned.id, office.work.today(), freezing.FrozenDeed.DRAFT)
    with office.store.read() as session:
        assert {listed.id, clean.id} <= rulings.recognised_partners(session)
    merging.part(office.work, merged.id)
    freezing.require_unfrozen(office.work, planned.id, office.work.today(), freezing.FrozenDeed.DRAFT)


def test_an_incident_of_either_stands_against_the_partnerships_of_both(office: Office) -> None:
    one, other = add(office.work, "Alpha"), add(office.work, "Alfa")
    planned = partnerships.plan(office.work, Partnership(partner_id=one.id, title="Camions"))
    kind = next(kind for kind in office.definitions.follow_up.kinds if freezing.FrozenDeed.DRAFT in kind.freezes)
    with office.store.change("Incident", office.user.id) as session:
        session.add(Incident(partner_id=other.id, kind=kind.id, summary="Saisie."))
    assert freezing.of_partnership(office.work, planned.id) == ()
    merge(office.work, one, other)
    (freeze,) = freezing.of_partnership(office.work, planned.id)
    assert freeze.kind == kind.id
    with office.store.read() as session:
        assert len(incidents.of_partner(session, one.id)) == 1


def test_both_names_are_searched_under_their_own_ids(office: Office) -> None:
    one, other = add(office.work, "Alpha"), add(office.work, "Alfa SARL")
    person = partner_persons.add(office.work, Person(partner_id=other.id, name="Mame Diarra Sow"))
    with office.store.read() as session:
        before = {one.digest() for one in subjects.subjects(session, other.id)}
    merge(office.work, one, other, name=False)
    with office.store.read() as session:
        searched = subjects.subjects(session, one.id)
        assert [subject.id for subject in searched] == [one.id, other.id, person.id]
        assert {subject.digest() for subject in searched} >= before
        assert subjects.subjects(session, other.id) == searched


def test_a_refusal_and_work_under_way_outlive_the_other_records_stage(office: Office) -> None:
    for own, other, stays in (
        (PartnerStage.ACTIVE, PartnerStage.REFUSED, PartnerStage.REFUSED),
        (PartnerStage.ABANDONED, PartnerStage.ACTIVE, PartnerStage.ACTIVE),
        (PartnerStage.DIALOGUE, PartnerStage.IDENTIFIED, PartnerStage.DIALOGUE),
    ):
        one, two = add(office.work, "Alpha", stage=own), add(office.work, "Alfa", stage=other)
        merge(office.work, one, two)
        assert partners.partner(office.store, one.id).stage == stays


# --- several laptops


def test_two_laptops_that_merge_into_each_other_leave_one_partner(office: Office) -> None:
    one, other = add(office.work, "Alpha"), add(office.work, "Alfa")
    for merged, partner in ((one, other), (other, one)):
        with office.store.change("As the other laptop had it", office.user.id) as session:
            session.get_one(Partner, merged.id).same_as = partner.id
    first = min(one.id, other.id)
    assert [line.id for line in partner_list.page(office.store, PartnerFilter()).lines] == [first]
    assert {partner_page.read(office.work, known.id).partner.id for known in (one, other)} == {first}
    merging.part(office.work, max(one.id, other.id))
    assert len(partner_list.page(office.store, PartnerFilter()).lines) == 1
    merging.part(office.work, first)
    assert len(partner_list.page(office.store, PartnerFilter()).lines) == 2


# --- any history

NAMES = ("Alpha", "Alfa", "Alpha SA", "Alphà")
STEP = st.one_of(
    st.tuples(st.just("merge"), st.integers(0, 3), st.integers(0, 3), st.booleans()),
    st.tuples(st.just("part"), st.integers(0, 3)),
    st.tuples(st.just("change"), st.integers(0, 3), st.sampled_from(("city", "phone")), st.sampled_from("abc")),
    st.tuples(st.just("sectors"), st.integers(0, 3), st.sampled_from(("food", "banking"))),
    st.tuples(st.just("person"), st.integers(0, 3)),
)


@pytest.fixture(scope="module")
def histories(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], Work]]:
    """An empty office for each history, with somebody at work in it."""
    opened: list[Store] = []

    def begin() -> Work:
        store = empty_store(tmp_path_factory.mktemp("office") / "office.db")
        store.become("SN10")
        opened.append(store)
        return work_of(store, Officer(name="Awa", role=Role.OFFICER))

    yield begin
    for store in opened:
        store.close()


@given(st.lists(STEP, max_size=10))
@settings(max_examples=25)
def test_no_history_of_merges_loses_anything(histories: Callable[[], Work], steps: list[tuple[Any, ...]]) -> None:
    work = histories()
    ids = [add(work, name).id for name in NAMES]
    persons: dict[str, str] = {}  # by the record on which each was recorded
    says: dict[str, dict[str, Any]] = {}  # of a partner before another was merged into it, or changed since
    for step, *told in steps:
        if step == "merge":
            partner, merged, takes = ids[told[0]], ids[told[1]], told[2]
            before = rows(work.store)
            if partner == merged or before[partner]["same_as"] or before[merged]["same_as"]:
                continue
            planned = merging.plan(work, partner, merged)
            taken = {choice.name: takes for choice in planned.choices}
            merging.merge(work, partner, merged, chosen=taken, knowing=[w.code for w in planned.warnings])
            now = rows(work.store)
            assert now[merged] == {**before[merged], "same_as": partner}
            says[merged] = before[partner]
        elif step == "part":
            merged = ids[told[0]]
            before = rows(work.store)
            if not (partner := before[merged]["same_as"]):
                continue
            (known,) = [one for one in merging.merged_records(work, merged) if one.id == merged]
            if known.why_not:
                with refused("part-rests"):
                    merging.part(work, merged)
                continue
            later = [one for one in says if before[one]["same_as"] == partner and one != merged]
            merging.part(work, merged)
            now = rows(work.store)
            assert now[merged]["same_as"] is None
            if not later:  # another one merged meanwhile wrote over what it had taken: that stays
                for name, content in says[merged].items():
                    assert now[partner][name] == (before[partner][name] if name in known.staying else content)
            del says[merged]
        elif step == "change":
            with work.store.change("Partner changed", "") as session:
                setattr(session.get_one(Partner, ids[told[0]]), told[1], told[2])
            for merged, before in says.items():
                if rows(work.store)[merged]["same_as"] == ids[told[0]]:
                    before[told[1]] = told[2]
        elif step == "sectors":
            with work.store.change("Partner changed", "") as session:
                session.get_one(Partner, ids[told[0]]).sectors = [told[1]]
            for merged, before in says.items():
                if rows(work.store)[merged]["same_as"] == ids[told[0]]:
                    before["sectors"] = [told[1]]
        else:
            person = partner_persons.add(work, Person(partner_id=ids[told[0]], name="Awa"))
            persons[person.id] = ids[told[0]]
        with work.store.read() as session:
            same = identity.Identities.read_in(session)
        for person_id, record in persons.items():  # nothing is lost, and nothing comes to a stranger
            holding = [i for i in ids if person_id in {p.id for p in partner_persons.of_partner(work.store, i)}]
            assert sorted(holding) == sorted(same.records(record))
    shown = {line.id for line in partner_list.page(work.store, PartnerFilter()).lines}
    assert shown == {i for i, row in rows(work.store).items() if not row["same_as"]}
