"""Of a recognised office that sends whatever it likes nothing is believed that is not its own."""

from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import select

from desktop.base.change import UPDATE, Entry
from desktop.base.text import speak
from desktop.base.values import canonical, digest, new_id
from desktop.services.diligence import seals
from desktop.services.exchange import enrolment
from desktop.services.exchange.headquarters import offices, overview
from desktop.services.office.rights import Right, require
from desktop.services.registry import history
from desktop.store.records import (
    Agreement,
    Answer,
    Case,
    Decision,
    Device,
    Evidence,
    Mention,
    Officer,
    Parked,
    Partner,
    Person,
    Record,
    ScreeningRun,
    Task,
    families,
)
from desktop.store.states import ParkedReason
from tests.hostile import HostileLaptop, entry, introduce
from tests.refusal import refused
from tests.services.exchange.test_sync import Desk, enrol, headquarters, make, office

__all__ = ["headquarters", "make", "office"]

BELIEVED_NOTHING = (ParkedReason.NOT_YOURS, ParkedReason.UNFIT, ParkedReason.FOREIGN_REFERENCE, ParkedReason.SEAL)


@pytest.fixture(autouse=True)
def _english() -> None:
    speak("en")


@pytest.fixture
def laptop(make: Callable[..., Desk], headquarters: Desk) -> HostileLaptop:
    """A laptop of office MA20 that was recognised and obeys nobody."""
    desk = make("ma", "MA20")
    enrol(desk, headquarters)
    return hostile(desk, headquarters)


def hostile(desk: Desk, headquarters: Desk) -> HostileLaptop:
    """The laptop of this desk, in the hands of somebody else: its chain begins anew, Headquarters has nothing of it.

    It writes in the name of an officer of its office, of whom Headquarters heard from another laptop.
    """
    trusted = enrolment.keyset(desk.desk)
    assert trusted is not None
    laptop = HostileLaptop(desk.keys, trusted.hq, desk.outbox)
    laptop.officer = new_id()
    introduce(headquarters.store, desk.store.identity.office, laptop.officer)
    return laptop


def stored(desk: Desk, kind: type[Record], record: str) -> Record | None:
    with desk.store.read() as session:
        return session.get(kind, record)


def reasons(desk: Desk) -> list[str]:
    with desk.store.read() as session:
        return sorted(session.scalars(select(Parked.reason)))


def victim(office: Desk) -> tuple[dict[str, str], Path]:
    """A partner, a case, an officer and an agreement of an office, and the bundle that carries them."""
    partner = office.register("Teranga")
    case, agreement = Case(partner_id=partner, partnership_id=""), Agreement(partnership_id="", type="MOU")
    agreement.partner_id = partner
    with office.store.change("Case opened", office.user.id) as session:
        session.add_all([case, agreement])
    known = {"partner": partner, "case": case.id, "officer": office.user.id, "agreement": agreement.id}
    return known, office.pack()


# --- what names another office's records

NAMING: dict[str, Callable[[dict[str, str], str], Entry]] = {
    "a decision on its case": lambda v, own: entry(Decision, own, case_id=v["case"], outcome="approved"),
    "an answer to its case": lambda v, own: entry(Answer, own, case_id=v["case"], question="A01", content={"value": 1}),
    "a person of its partner": lambda v, own: entry(Person, own, partner_id=v["partner"], name="Nobody"),
    "evidence for its case": lambda v, own: entry(Evidence, own, case_id=v["case"], title="Forged"),
    "a task about its agreement": lambda v, own: entry(Task, own, about=v["agreement"], what="Sign"),
    "a partner looked after by its officer": lambda v, own: entry(Partner, own, name="Mine", owner=v["officer"]),
    "a partner below its partner": lambda v, own: entry(Partner, own, name="Mine", parent_id=v["partner"]),
    "a partner told apart from its partner": lambda v, own: entry(
        Partner, own, name="Mine", not_same_as=[{"partner": v["partner"], "reason": "x", "by": ""}]
    ),
    "a search of its partner's name": lambda v, own: entry(
        ScreeningRun, own, partner_id="", names=[{"subject": v["partner"], "names": ["Teranga"]}]
    ),
    "an answer that names it deep inside": lambda v, own: entry(
        Answer, own, case_id="", question="A01", content={"value": {"rows": [[v["partner"]]]}}
    ),
}


@pytest.mark.parametrize("arrives", ["later", "first"])
def test_what_names_another_office_s_record_counts_as_empty_whichever_comes_first(
    office: Desk, headquarters: Desk, laptop: HostileLaptop, arrives: str
) -> None:
    known, genuine = victim(office)
    forged = {new_id(): naming for naming in NAMING.values()}
    entries = [naming(known, own) for own, naming in forged.items()]
    bundle = laptop.send(*entries)
    files = (bundle, genuine) if arrives == "first" else (genuine, bundle)
    assert headquarters.verdicts(*files) == ["applied", "applied"]
    for sent in entries:
        record = stored(headquarters, families()[sent.kind].record, sent.id)
        assert record is not None and not any(name in repr(record) for name in known.values())
    with headquarters.store.read() as session:
        foreign = session.scalars(select(Parked.record).where(Parked.reason == ParkedReason.FOREIGN_REFERENCE))
        assert sorted(foreign) == sorted(forged)
    office.receive(headquarters.answer())
    assert offices.differences(office.store, headquarters.store)[1] == []
    lines = {line.office: line.set_aside for line in offices.heard_of(headquarters.store)}
    assert lines["MA20"] >= len(forged) and lines["SN10"] == 0


def test_what_an_office_names_of_its_own_is_kept_whichever_of_its_laptops_is_heard_first(
    office: Desk, headquarters: Desk, make: Callable[..., Desk]
) -> None:
    colleague = make("sn2", "SN10")
    enrol(colleague, headquarters)
    partner = new_id()
    with colleague.store.change("Person added", colleague.user.id) as session:
        session.add(Person(partner_id=partner, name="Awa"))
    with office.store.change("Partner registered", office.user.id) as session:
        session.add(Partner(id=partner, name="Teranga"))
    assert headquarters.verdicts(colleague.pack(), office.pack()) == ["applied", "applied"]
    with headquarters.store.read() as session:
        assert session.scalars(select(Person.partner_id)).all() == [partner]
        assert partner not in session.scalars(select(Mention.target)).all()
    assert reasons(headquarters) == []


def test_a_reference_that_was_emptied_can_be_set_right(office: Desk, headquarters: Desk, laptop: HostileLaptop) -> None:
    (known, genuine), own, mine = victim(office), new_id(), new_id()
    headquarters.take(genuine)
    headquarters.take(laptop.send(entry(Partner, mine, name="Mine"), entry(Person, own, partner_id=known["partner"])))
    base = (laptop.keys.device, laptop.number)
    headquarters.take(laptop.send(entry(Person, own, UPDATE, base, partner_id=mine)))
    person = stored(headquarters, Person, own)
    assert isinstance(person, Person) and person.partner_id == mine


# --- values that do not fit


UNFIT: dict[str, Callable[[str], Entry]] = {
    "a number for a list": lambda own: entry(Partner, own, other_names=7),
    "a list of numbers for texts": lambda own: entry(Partner, own, other_names=[7]),
    "a text for a list of objects": lambda own: entry(Partner, own, not_same_as=["x"]),
    "an object for a list of hits": lambda own: entry(ScreeningRun, own, hits={"a": 1}),
    "a list for an object": lambda own: entry(Answer, own, content=[1]),
    "a list for the route": lambda own: entry(Decision, own, route=[]),
    "a day that is none": lambda own: entry(Partner, own, next_action_on="31/02/2026"),
    "a day in the year 0001": lambda own: entry(Partner, own, next_action_on="0001-01-01"),
    "a moment without its zone": lambda own: entry(Case, own, submitted_at="2026-11-28T10:00:00"),
    "a moment that is a word": lambda own: entry(Decision, own, decided_at="yesterday"),
    "an amount of letters": lambda own: entry(Person, own, share="all"),
    "an amount that is none": lambda own: entry(Person, own, share="NaN"),
    "an amount without end": lambda own: entry(Person, own, share="1e999999999"),
    "a whole number of 53 bits": lambda own: entry(Evidence, own, size=2**52),
    "a true for a number": lambda own: entry(Evidence, own, size=True),
    "half a number": lambda own: entry(Evidence, own, size=1.5),
    "nothing where something must be": lambda own: entry(Partner, own, name=None),
    "a reference that no index can hold": lambda own: entry(Person, own, partner_id="x" * 5000),
    "a record without an id": lambda own: entry(Partner, "", name="Nobody"),
    "a record whose id is a word": lambda own: entry(Partner, "partner", name="Nobody"),
}


def test_a_value_that_does_not_fit_is_set_aside_and_the_others_are_taken_in(
    office: Desk, headquarters: Desk, laptop: HostileLaptop
) -> None:
    record = office.register("Teranga")
    bad = [laptop.send(unfit(new_id())) for unfit in UNFIT.values()]
    for name, report in zip(UNFIT, headquarters.take(*bad), strict=True):
        assert (report.verdict, report.refused >= 1) == ("applied", True), name
    assert reasons(headquarters).count(ParkedReason.UNFIT) == len(UNFIT)
    assert headquarters.verdicts(office.pack()) == ["applied"]
    assert headquarters.partner(record).name == "Teranga"
    assert overview.read(headquarters.work, headquarters.keys).offices


def test_a_change_of_an_impossible_moment_is_in_the_journal_and_not_believed(
    headquarters: Desk, laptop: HostileLaptop
) -> None:
    for at in (2**52, -(2**52), 2**53, -(2**53)):
        own = new_id()
        taken = headquarters.take(laptop.send(entry(Partner, own, name="Mine"), at=at))
        assert [(report.verdict, report.changes, report.refused) for report in taken] == [("applied", 1, 1)]
        assert stored(headquarters, Partner, own) is None
        assert headquarters.store.history(own)[0].at == at


def test_an_unknown_role_has_no_rights(headquarters: Desk, laptop: HostileLaptop) -> None:
    own = new_id()
    headquarters.take(laptop.send(entry(Officer, own, name="Mallory", role="emperor")))
    officer = stored(headquarters, Officer, own)
    assert isinstance(officer, Officer) and officer.office == "MA20"
    for right in Right:
        with refused("role-not-allowed"):
            require(officer, right)


# --- seals


def sealed(decision: Decision, key: Ed25519PrivateKey) -> dict[str, object]:
    """The fields of a decision with a valid signature."""
    decision.brief_digest = digest(canonical({}))
    seals.seal(decision, key.private_bytes_raw())
    names = ("outcome", "reason", "decided_by", "decided_at", "brief_digest", "seal", "seal_key", "partner_id")
    return {name: getattr(decision, name) for name in names}


def drawn_up(officer: str, partner: str) -> Decision:
    return Decision(
        case_id="", partner_id=partner, outcome="approved", reason="forged", decided_by=officer,
        decided_at="2026-11-28T10:00:00.000Z", conditions=(), send_back=[], route=None, brief=None,
    )  # fmt: skip


@pytest.mark.parametrize("forgery", ["nobody", "another key", "no signature", "altered", "registered later", "none"])
def test_a_decision_whose_seal_does_not_hold_is_said_at_headquarters(
    headquarters: Desk, laptop: HostileLaptop, forgery: str
) -> None:
    key, mine, officer, own = Ed25519PrivateKey.generate(), new_id(), new_id(), new_id()
    public = key.public_key().public_bytes_raw().hex()
    registered = "" if forgery in ("another key", "registered later") else public
    fields = sealed(drawn_up(officer, mine), key)
    if forgery == "nobody":
        fields = sealed(drawn_up(new_id(), mine), key)
    if forgery == "no signature":
        fields["seal"] = "00" * 64
    if forgery == "altered":
        fields["outcome"] = "conditions"
    entries = [
        entry(Partner, mine, name="Mine"),
        entry(Officer, officer, name="Chief", role="chief_of_mission", seal_key=registered),
    ]
    changes = [laptop.change(*entries), laptop.change(entry(Decision, own, **fields))]
    if forgery == "registered later":
        base = (laptop.keys.device, 1)
        changes.append(laptop.change(entry(Officer, officer, UPDATE, base, seal_key=public)))
    (report,) = headquarters.take(laptop.bundle(*changes))
    holds = forgery == "none"
    assert (report.verdict, report.refused) == ("applied", 0 if holds else 1)
    assert reasons(headquarters) == ([] if holds else [ParkedReason.SEAL])
    with headquarters.store.read() as session:
        assert seals.holds(session, session.get_one(Decision, own)) is holds


def test_a_seal_holds_when_its_officer_arrives_after_the_decision(
    headquarters: Desk, make: Callable[..., Desk]
) -> None:
    desks = [make(name, "MA20") for name in ("ma", "ma2")]
    for desk in desks:
        enrol(desk, headquarters)
    decider, registrar = (hostile(desk, headquarters) for desk in desks)
    key, officer, own = Ed25519PrivateKey.generate(), new_id(), new_id()
    headquarters.take(decider.send(entry(Decision, own, **sealed(drawn_up(officer, ""), key))))
    assert reasons(headquarters) == [ParkedReason.SEAL]
    public = key.public_key().public_bytes_raw().hex()
    headquarters.take(registrar.send(entry(Officer, officer, name="Chief", seal_key=public)))
    assert reasons(headquarters) == []


def test_the_officer_of_another_office_decides_nothing_here(
    office: Desk, headquarters: Desk, laptop: HostileLaptop
) -> None:
    """Its own officer's record, under another office's name, seals nothing of ours; nor a key given to our officer."""
    (known, genuine), own = victim(office), new_id()
    headquarters.take(genuine)
    key = Ed25519PrivateKey.generate()
    public = key.public_key().public_bytes_raw().hex()
    fields = sealed(drawn_up(known["officer"], ""), key)
    headquarters.take(
        laptop.send(
            entry(Officer, known["officer"], UPDATE, seal_key=public),
            entry(Decision, own, **fields),
        )
    )
    assert set(reasons(headquarters)) <= set(BELIEVED_NOTHING)
    with headquarters.store.read() as session:
        assert session.get_one(Officer, known["officer"]).seal_key != public
        assert not seals.holds(session, session.get_one(Decision, own))


# --- one bad file stops only itself


def test_the_bundles_of_one_office_are_taken_in_in_any_order(office: Desk, headquarters: Desk) -> None:
    laptop = hostile(office, headquarters)
    paths = [laptop.send(entry(Partner, new_id(), name=f"Partner {number}")) for number in range(5)]
    shuffled = [paths[place] for place in (3, 0, 4, 2, 1)]
    reports = headquarters.take(*shuffled)
    assert [(report.name, report.verdict) for report in reports] == [(path.name, "applied") for path in shuffled]


def test_a_device_record_under_the_id_of_another_office_s_laptop_changes_nothing(
    office: Desk, headquarters: Desk, laptop: HostileLaptop
) -> None:
    headquarters.take(victim(office)[1])
    device = office.keys.device
    headquarters.take(laptop.send(entry(Device, device, name="mine", continues=device, continues_at=0)))
    laptops = stored(headquarters, Device, device)
    assert isinstance(laptops, Device) and (laptops.office, laptops.name) == ("SN10", "laptop")


def test_a_file_that_cannot_be_read_stops_no_other(office: Desk, headquarters: Desk, tmp_path: Path) -> None:
    office.register("Teranga")
    good, folder, absent = office.pack(), tmp_path / "folder.psb", tmp_path / "absent.psb"
    long_name, no_text = tmp_path / ("x" * 250 + ".psb"), tmp_path / "\udcff.psb"  # a byte of no text, or half a pair
    folder.mkdir()
    no_text.write_bytes(good.read_bytes())
    long_name.write_bytes(good.read_bytes())
    verdicts = headquarters.verdicts(folder, absent, no_text, long_name, good)
    assert verdicts == ["untried", "untried", "applied", "known", "known"]


def test_what_another_office_tried_to_write_is_no_history_of_the_record(
    office: Desk, headquarters: Desk, laptop: HostileLaptop
) -> None:
    known, genuine = victim(office)
    headquarters.take(genuine, laptop.send(entry(Partner, known["partner"], UPDATE, name="Stolen")))
    told = [line.what for line in history.of_records(headquarters.store, [known["partner"]])]
    assert told == ["Partner registered"]


# --- who is said to have done it


def author_notes(desk: Desk) -> list[tuple[str, int]]:
    """The names that are not believed, with the first change that bears each."""
    with desk.store.read() as session:
        rows = session.execute(select(Parked.record, Parked.number).where(Parked.reason == ParkedReason.AUTHOR))
        return [(row.record, row.number) for row in rows]


@pytest.mark.parametrize("arrives", ["first", "later"])
def test_an_officer_of_another_office_did_nothing_here_whichever_is_heard_first(
    office: Desk, headquarters: Desk, laptop: HostileLaptop, arrives: str
) -> None:
    mine, officer = new_id(), office.user.id
    forged = laptop.bundle(
        laptop.change(entry(Partner, mine, name="Mine", city="W")),
        laptop.change(entry(Partner, mine, UPDATE, (laptop.keys.device, 1), city="X"), by=officer),
        laptop.change(entry(Partner, mine, UPDATE, (laptop.keys.device, 2), city="Y"), by=officer),
    )
    office.register("Teranga")
    genuine = office.pack()
    files = (forged, genuine) if arrives == "first" else (genuine, forged)
    reports = headquarters.take(*files)
    assert [(report.verdict, report.refused) for report in reports] == [
        ("applied", 1 if path == forged else 0) for path in files
    ]
    assert author_notes(headquarters) == [(officer, 2)]
    assert {line.by for line in history.of_records(headquarters.store, [mine])} == {"Somebody", ""}
    lines = {line.office: line.set_aside for line in offices.heard_of(headquarters.store)}
    assert lines == {"MA20": 1, "SN10": 0}


@pytest.mark.parametrize("by", ["", "0" * 32, "x" * 64, "\u202eHQ", "HQ"])
def test_nobody_is_believed_to_have_done_anything(headquarters: Desk, laptop: HostileLaptop, by: str) -> None:
    mine = new_id()
    (report,) = headquarters.take(laptop.send(entry(Partner, mine, name="Mine"), by=by))
    assert (report.verdict, report.refused) == ("applied", 1)
    assert [number for _record, number in author_notes(headquarters)] == [1]
    assert [line.by for line in history.of_records(headquarters.store, [mine])] == [""]


def test_an_officer_of_headquarters_did_nothing_in_an_office(headquarters: Desk, laptop: HostileLaptop) -> None:
    """Every return names those who decided there."""
    mine = new_id()
    headquarters.take(laptop.send(entry(Partner, mine, name="Mine"), by=headquarters.user.id))
    assert author_notes(headquarters) == [(headquarters.user.id, 1)]
    assert [line.by for line in history.of_records(headquarters.store, [mine])] == [""]


def test_what_an_officer_did_before_headquarters_heard_of_them_is_theirs_when_it_does(
    headquarters: Desk, make: Callable[..., Desk]
) -> None:
    desks = [make(name, "MA20") for name in ("ma", "ma2")]
    for desk in desks:
        enrol(desk, headquarters)
    worker, registrar = (hostile(desk, headquarters) for desk in desks)
    mine, officer = new_id(), new_id()
    headquarters.take(worker.send(entry(Partner, mine, name="Mine"), by=officer))
    assert author_notes(headquarters) == [(officer, 1)]
    headquarters.take(registrar.send(entry(Officer, officer, name="Mame")))
    assert author_notes(headquarters) == []
    assert [line.by for line in history.of_records(headquarters.store, [mine])] == ["Mame"]


def test_the_other_laptop_of_the_office_is_told_no_stranger_s_name_either(
    headquarters: Desk, make: Callable[..., Desk]
) -> None:
    desks = [make(name, "MA20") for name in ("ma", "ma2")]
    for desk in desks:
        enrol(desk, headquarters)
    forger, colleague = hostile(desks[0], headquarters), desks[1]
    mine = new_id()
    headquarters.take(forger.send(entry(Partner, mine, name="Mine"), by="0" * 32))
    headquarters.take(colleague.pack())
    colleague.receive(headquarters.answer("MA20"))
    assert author_notes(colleague) == [("0" * 32, 1)]
    assert [line.by for line in history.of_records(colleague.store, [mine])] == [""]
