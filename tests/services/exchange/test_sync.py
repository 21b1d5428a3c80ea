"""Office and Headquarters exchange files: nothing is lost, applied twice, believed unread, or told to a stranger."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from desktop.base.errors import Cancelled
from desktop.base.progress import Progress
from desktop.base.text import speak
from desktop.bundles.bundle import Refused
from desktop.bundles.keys import DeviceKeys, EnrolmentRequest
from desktop.bundles.reader import read
from desktop.services import handing_on, house, merging, partner_page, putting_off, today
from desktop.services.exchange import disagreements, enrolment, receiving, sending
from desktop.services.exchange.arrivals import BundleReport
from desktop.services.exchange.disagreements import Disagreement
from desktop.services.exchange.headquarters import answering, consolidating, laptops, offices, recognition
from desktop.services.office import people
from desktop.services.office.list_choices import ListOrder
from desktop.services.registry import elsewhere, meetings, one_company, partner_list
from desktop.services.registry.duplicates import TypedPartner
from desktop.services.registry.elsewhere import ElsewhereFilter
from desktop.services.registry.meetings import NewMeeting
from desktop.services.registry.one_company import GivenRuling, Sign
from desktop.services.registry.partner_list import PartnerFilter
from desktop.services.today import TodayKind
from desktop.services.work import Work
from desktop.store.records import (
    Base,
    Device,
    EarlierAgreement,
    Incident,
    OfficeProfile,
    Officer,
    Partner,
    Partnership,
    Party,
    Person,
    Position,
    Review,
)
from desktop.store.records.values import Promise
from desktop.store.states import Channel, PartnerStage, RulingKind
from desktop.store.store import Store
from tests.makers import empty_store, work_of
from tests.refusal import refused
from tests.server import Databases


@dataclass
class Desk:
    """A laptop or Headquarters' desk, as `Office` puts it together, without a passphrase."""

    folder: Path
    desk: Store
    store: Store
    keys: DeviceKeys
    user: Officer

    @property
    def work(self) -> Work:
        """The officer at work."""
        return work_of(self.store, self.user, machine=self.desk)

    @property
    def inbox(self) -> Path:
        return self.folder / "inbox"

    @property
    def outbox(self) -> Path:
        return self.folder / "outbox"

    def close(self) -> None:
        for store in {id(s): s for s in (self.store, self.desk)}.values():
            store.close()

    def register(self, name: str, **fields: Any) -> str:
        with self.store.change("Partner registered", self.user.id) as session:
            partner = Partner(name=name, **{"country": "SN", **fields})
            session.add(partner)
        return partner.id

    def note(self, record: str, **fields: str) -> None:
        with self.store.change("Noted", self.user.id) as session:
            for name, value in fields.items():
                setattr(session.get_one(Partner, record), name, value)

    def partner(self, record: str) -> Partner:
        with self.store.read() as session:
            return session.get_one(Partner, record)

    def pack(self) -> Path:
        sent = sending.pack(self.work, self.keys, self.outbox)
        return self.outbox / sent.name

    def receive(self, path: Path) -> BundleReport:
        return receiving.take_in(self.work, self.keys, path, self.inbox)

    def states(self) -> list[str]:
        return [sending.state_of(sent, self.store.clock.now()) for sent in reversed(sending.bundles(self.store))]

    def take(self, *paths: Path) -> list[BundleReport]:
        return consolidating.take_in(self.work, self.keys, paths, self.inbox)

    def verdicts(self, *paths: Path) -> list[str]:
        return [taken.verdict for taken in self.take(*paths)]

    def answer(self, office: str = "SN10") -> Path:
        return answering.answer(self.work, self.keys, office, self.outbox)

    def everything(self) -> dict[str, list[str]]:
        """Every row of every table of the office's database."""
        with self.store.read() as session:
            mapped = [mapper.class_ for mapper in Base.registry.mappers]
            return {m.__tablename__: sorted(repr(row) for row in session.scalars(select(m))) for m in mapped}


def desk_of(folder: Path, code: str, role: str, address: str = "") -> Desk:
    for name in ("inbox", "outbox"):
        (folder / name).mkdir(parents=True)
    desk = empty_store(folder / "office.db")
    identity = desk.become(code)
    keys = DeviceKeys.generate(identity.device)
    store = desk
    if address:
        store = Store.connect(address)
        store.become(code, identity.device)
    user = Officer(name=f"Officer of {code}", role=role)
    profile = OfficeProfile(code=code, name=code)
    people.establish(store, officer=user, profile=profile, laptop="laptop", public_keys=keys.public.fingerprint)
    return Desk(folder, desk, store, keys, user)


def enrol(office: Desk, headquarters: Desk) -> None:
    asked = EnrolmentRequest.from_bytes(enrolment.request(office.work, office.keys))
    recognition.enrol(headquarters.work, headquarters.keys, asked)
    code = office.store.identity.office
    kit = enrolment.read_kit(recognition.kit(headquarters.work, headquarters.keys, code), office.keys)
    enrolment.accept(office.work, kit)


@pytest.fixture(autouse=True)
def _english() -> None:
    speak("en")


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Callable[..., Desk]]:
    made: list[Desk] = []

    def make_one(name: str, code: str, role: str = "officer", address: str = "") -> Desk:
        made.append(desk_of(tmp_path / name, code, role, address))
        return made[-1]

    yield make_one
    for desk in made:
        desk.close()


@pytest.fixture
def headquarters(make: Callable[..., Desk]) -> Desk:
    return make("hq", "HQ", "hq_administrator")


@pytest.fixture
def office(make: Callable[..., Desk], headquarters: Desk) -> Desk:
    made = make("sn", "SN10")
    enrol(made, headquarters)
    return made


# --- the whole way


def test_from_enrolment_to_receipt_with_postgresql(make: Callable[..., Desk], databases: Databases) -> None:
    headquarters = make("hq", "HQ", "hq_administrator", databases.with_tables())
    office = make("sn", "SN10")
    with refused("laptop-not-enrolled"):
        office.pack()
    enrol(office, headquarters)
    record = office.register("Coopérative Ñandú", notes="première")

    path = office.pack()
    assert office.states() == ["packed"]
    sending.hand_over(office.work, 1, "stick")
    assert office.states() == ["handed"]
    (taken,) = headquarters.take(path)
    assert (taken.verdict, taken.office, taken.reviews, taken.refused) == ("applied", "SN10", 0, 0)
    assert office.states() == ["handed"]  # HQ has it, but only its receipt says so
    assert house.on_this_machine(office.work).unsent.count > 0

    answered = office.receive(headquarters.answer())
    assert (answered.verdict, answered.receipts) == ("applied", 1)
    assert office.states() == ["received"]
    assert house.on_this_machine(office.work).unsent.count == 0
    with refused("nothing-to-send"):
        office.pack()

    with headquarters.store.change("Watched", headquarters.user.id, office="SN10") as session:
        session.get_one(Partner, record).watch_note = "Attention"
    office.note(record, city="Thiès")
    assert headquarters.verdicts(office.pack()) == ["applied"]
    office.receive(headquarters.answer())
    assert office.partner(record).watch_note == "Attention"
    count, different = offices.differences(office.store, headquarters.store)
    assert different == []
    assert count >= 4
    (line,) = offices.heard_of(headquarters.store)
    assert (line.office, line.laptops, line.waiting, line.disagreements) == ("SN10", 1, 0, 0)


def test_a_meeting_and_who_does_what_by_when_arrive_field_by_field(office: Desk, headquarters: Desk) -> None:
    partner = office.register("Teranga")
    told = (Promise(by="Mame Diarra Sow", what="livrer 1 200 cartes", due="2026-12-19"), Promise(by="Awa", what="Lire"))
    where = {"place": "À quai", "channel": Channel.VISIT, "ours": ("Awa",), "theirs": ("Mame Diarra Sow",)}
    new = NewMeeting(partner, office.work.today(), "Livraison", "Le quai est libre.", promises=told, **where)
    recorded = meetings.record(office.work, new)
    assert headquarters.verdicts(office.pack()) == ["applied"]
    different = offices.differences(office.store, headquarters.store)[1]
    assert [one for one in different if not one.startswith("device/")] == []  # the return brings its certificate
    there = meetings.read(headquarters.work, recorded.id)
    assert (there.meeting.promises, there.meeting.place, there.meeting.channel) == (told, "À quai", Channel.VISIT)
    assert [(kept.promise.what, kept.done_on) for kept in there.promises] == [("livrer 1 200 cartes", ""), ("Lire", "")]
    meetings.withdraw(office.work, recorded.id)
    assert headquarters.verdicts(office.pack()) == ["applied"]
    assert meetings.read(headquarters.work, recorded.id).meeting.archived
    with refused("role-not-allowed"):
        meetings.restore(headquarters.work, recorded.id)


def test_a_merge_and_its_end_arrive_field_by_field_beside_what_headquarters_wrote(
    office: Desk, headquarters: Desk
) -> None:
    """Headquarters has a note and an incident on the one that is merged, and hears of the merge later."""
    one, other = office.register("Teranga", city="Dakar"), office.register("Terranga", city="Thiès", notes="b")
    headquarters.take(office.pack())
    with headquarters.store.change("Watched", headquarters.user.id, office="SN10") as session:
        session.get_one(Partner, other).watch_note = "Attention"
        incident = Incident(partner_id=other, kind="labour", summary="Des frais.")
        session.add(incident)
    merging.merge(office.work, one, other, chosen={"city": True}, knowing=())
    assert headquarters.verdicts(office.pack()) == ["applied"]
    office.receive(headquarters.answer())
    for desk in (office, headquarters):
        page = partner_page.read(desk.work, other)
        assert (page.partner.id, page.partner.city, page.partner.other_names) == (one, "Thiès", ["Teranga"])
        assert [row.id for row in page.incidents] == [incident.id]
        assert desk.partner(other).watch_note == "Attention"
        assert [line.id for line in partner_list.page(desk.store, PartnerFilter()).lines] == [one]
    assert offices.differences(office.store, headquarters.store)[1] == []
    with refused("role-not-allowed"):
        merging.part(headquarters.work, other)
    merging.part(office.work, other)
    assert headquarters.verdicts(office.pack()) == ["applied"]
    assert offices.differences(office.store, headquarters.store)[1] == []
    assert (headquarters.partner(one).city, headquarters.partner(other).same_as) == ("Dakar", None)


def test_what_was_signed_before_and_who_takes_part_arrive_field_by_field(office: Desk, headquarters: Desk) -> None:
    """Every field of both families is set, changed and put away; none is lost or altered on its way."""
    partner = office.register("Teranga")
    with office.store.change("Recorded", office.user.id) as session:
        planned = Partnership(
            partner_id=partner, title="Don", level="regional", form="ppp", moments=["before", "during"]
        )
        signed = EarlierAgreement(
            partnership_id=planned.id,
            partner_id=partner,
            reference="DKR/2014/1",
            title="Mémorandum",
            type="MOU",
            signed="2014-05",
            signed_by="M. Sarr; Mme Ba",
            ends_on="2027-01-01",
            scan="0" * 40,
            diligence_due_on="2027-03-01",
            recorded_by=office.user.id,
            notes="Original",
        )
        party = Party(
            partnership_id=planned.id,
            partner_id=partner,
            name="Teranga",
            role="partner",
            risk="Retard",
            responsibility="Livrer",
            resource="Vingt camions",
            benefit="Visibilité",
            motives="Servir la région",
        )
        session.add_all([planned, signed, party])
    unset = [
        (type(record).__name__, name)
        for record in (signed, party)
        for name in office.store.families[record.KIND].number
        if name != "archived" and not getattr(record, name)
    ]
    assert unset == [], "a new field of these families is set here"
    assert headquarters.verdicts(office.pack()) == ["applied"]
    assert brought_only_devices(office, headquarters)
    with office.store.change("Corrected", office.user.id) as session:
        session.get_one(EarlierAgreement, signed.id).notes = "Copie"
        session.get_one(EarlierAgreement, signed.id).archived = True
        session.get_one(Party, party.id).benefit = ""
        session.get_one(Party, party.id).archived = True
    assert headquarters.verdicts(office.pack()) == ["applied"]
    assert brought_only_devices(office, headquarters)
    with headquarters.store.read() as session:
        assert session.get_one(EarlierAgreement, signed.id).notes == "Copie"
        assert (session.get_one(Party, party.id).benefit, session.get_one(Party, party.id).archived) == ("", True)


def brought_only_devices(office: Desk, headquarters: Desk) -> bool:
    """Whether nothing differs but the laptops’ certificates, which the next return brings."""
    return all(one.startswith("device/") for one in offices.differences(office.store, headquarters.store)[1])


def test_a_merge_on_one_laptop_while_another_edits_is_one_on_all_and_undone_after_the_bundle_went(
    make: Callable[..., Desk], office: Desk, headquarters: Desk
) -> None:
    """The same person stands on both records; the other laptop goes on writing on the one that is merged away."""
    colleague = make("sn2", "SN10")
    enrol(colleague, headquarters)
    one, other = office.register("Teranga", city="Dakar"), office.register("Terranga", city="Thiès")
    persons = []
    for record in (one, other):
        with office.store.change("Person added", office.user.id) as session:
            person = Person(partner_id=record, name="Fatou Sarr", birth_date="1970-01-01", roles=["owner"])
            session.add(person)
        persons.append(person.id)
    assert headquarters.verdicts(office.pack()) == ["applied"]
    colleague.register("Kora")
    assert headquarters.verdicts(colleague.pack()) == ["applied"]
    colleague.receive(headquarters.answer())
    assert colleague.partner(other).name == "Terranga"
    merging.merge(office.work, one, other, chosen={"city": True}, knowing=())
    colleague.note(other, phone="+221 33 000 00 00")  # nobody told it of the merge yet
    with colleague.store.change("Person changed", colleague.user.id) as session:
        session.get_one(Person, persons[1]).title = "Gérante"
    for desk in (office, colleague):
        assert headquarters.verdicts(desk.pack()) == ["applied"]
    answer = headquarters.answer()
    for desk in (office, colleague):
        desk.receive(answer)
    for desk in (office, colleague, headquarters):
        page = partner_page.read(desk.work, other)
        assert (page.partner.id, page.partner.city) == (one, "Thiès")
        assert sorted(person.id for person in page.persons) == sorted(persons), "nobody is lost, and none is joined"
        assert {person.title for person in page.persons} == {"", "Gérante"}
        assert desk.partner(other).phone == "+221 33 000 00 00"
    assert brought_only_devices(colleague, headquarters)
    merging.part(office.work, other)
    assert headquarters.verdicts(office.pack()) == ["applied"]
    colleague.receive(headquarters.answer())
    for desk in (office, colleague, headquarters):
        page = partner_page.read(desk.work, other)
        assert (page.partner.id, page.partner.city, page.partner.phone) == (other, "Thiès", "+221 33 000 00 00")
        assert [person.id for person in page.persons] == [persons[1]]
        assert desk.partner(one).city == "Dakar"


def test_what_is_put_off_and_handed_over_on_one_laptop_is_so_on_the_other(
    make: Callable[..., Desk], office: Desk, headquarters: Desk
) -> None:
    """Two laptops of one office, through Headquarters’ return; it is taken back on the other one."""
    colleague = make("sn2", "SN10")
    enrol(colleague, headquarters)
    day = office.work.today()
    partner = office.register("Teranga", owner=office.user.id, next_action="Call", next_action_on=day.isoformat())
    meet(headquarters, office, colleague)

    def shown(desk: Desk, officer: Officer) -> tuple[list[str], list[tuple[str, str, str]], int]:
        """What this officer has on Today, what is put off with its day and reason, and what the badge counts."""
        work = work_of(desk.store, officer, machine=desk.desk)
        board = today.board(work)
        aside = [(waits.item.name, waits.until, waits.why) for waits in board.put_off]
        return [item.name for item in board.mine if item.kind == TodayKind.TASK], aside, today.badge(work).count

    (call,) = [item for item in today.board(office.work).mine if item.name == "Call"]
    later = day + timedelta(days=5)
    putting_off.put_off(office.work, call.waits, later, "leave")
    meet(headquarters, office, colleague)
    asides = [("Call", later.isoformat(), "Leave")]
    for desk in (office, colleague):
        assert shown(desk, office.user) == ([], asides, 0)
    putting_off.take_back(colleague.work, partner)
    meet(headquarters, colleague, office)
    assert [shown(desk, office.user) for desk in (office, colleague)] == [(["Call"], [], 1)] * 2

    deed = handing_on.hand_on(office.work, office.user.id, "She calls on Monday.", colleague.user.id)
    meet(headquarters, office, colleague)
    for desk in (office, colleague):
        work = work_of(desk.store, colleague.user, machine=desk.desk)
        (handed,) = [item for item in today.board(work).mine if item.kind == TodayKind.HANDED]
        assert (handed.who, handed.note, handed.count) == (office.user.id, "She calls on Monday.", 1)
        assert shown(desk, office.user)[0] == [] and shown(desk, colleague.user)[0] == ["Call"]
        assert desk.partner(partner).owner == colleague.user.id
    handing_on.take_back(office.work, deed)
    meet(headquarters, office, colleague)
    for desk in (office, colleague):
        assert shown(desk, office.user)[0] == ["Call"] and shown(desk, colleague.user)[0] == []
    assert offices.differences(office.store, headquarters.store)[1] == []


def meet(headquarters: Desk, *desks: Desk) -> None:
    """Every laptop hands its bundle over, the one after the other, and all take in the return."""
    for desk in desks:
        desk.note(desk.register("Kora"), city="Dakar")  # a bundle is never empty
        assert headquarters.verdicts(desk.pack()) == ["applied"]
    answer = headquarters.answer()
    for desk in desks:
        desk.receive(answer)


def test_each_office_is_told_which_others_know_its_partner(
    make: Callable[..., Desk], office: Desk, headquarters: Desk
) -> None:
    """By the LEI, else by the number of a country’s register; who knows it no more is told of no more."""
    other = make("ne", "NE10")
    enrol(other, headquarters)
    here = office.register("Teranga", lei="5493 00AB", registration="1"), office.register("Kora", registration="SN-7")
    alone = office.register("Balafon", registration="SN-8")
    there = other.register("Teranga SA", lei="549300ab"), other.register("KORA", registration="sn 7")
    for desk in (office, other):
        assert headquarters.verdicts(desk.pack()) == ["applied"]
    for desk, code in ((office, "SN10"), (other, "NE10")):
        desk.receive(headquarters.answer(code))
    assert [office.partner(record).known_to for record in (*here, alone)] == [["NE10"], ["NE10"], []]
    assert [other.partner(record).known_to for record in there] == [["SN10"], ["SN10"]]
    lines = partner_list.page(headquarters.store, PartnerFilter(office="SN10")).lines
    assert {line.name: line.known_to for line in lines} == {"Teranga": ("NE10",), "Kora": ("NE10",), "Balafon": ()}
    before = headquarters.store.history()
    headquarters.answer("SN10")
    assert headquarters.store.history() == before  # nothing new to tell
    other.note(there[1], registration="")
    assert headquarters.verdicts(other.pack()) == ["applied"]
    office.receive(headquarters.answer("SN10"))
    assert [office.partner(record).known_to for record in here] == [["NE10"], []]
    assert [one for one in offices.differences(office.store, headquarters.store)[1] if "NE10" not in one] == []


def test_a_person_at_headquarters_says_what_no_number_decides(
    make: Callable[..., Desk], office: Desk, headquarters: Desk
) -> None:
    """Proposed with what speaks for and against, ruled on, told with the next return, taken back; no record altered."""
    other, third = make("ne", "NE10"), make("ml", "ML10")
    for desk in (other, third):
        enrol(desk, headquarters)
    here = office.register("Kora Télécom", registration="SN-7", website="www.kora.example")
    there = other.register("KORA TELECOM SA", country="NE", website="kora.example/fr")
    far = third.register("Kora Telecom", country="ML")
    office.register("Kora Télécom Dakar", country="SN")  # of one office: its own to merge
    other.register("Kora Telecom Keita", group="HNW")
    for desk in (office, other, third):
        assert headquarters.verdicts(desk.pack()) == ["applied"]
    before = [headquarters.partner(record) for record in (here, there, far)]
    pairs = {frozenset((pair.first.id, pair.second.id)): pair for pair in one_company.pairs(headquarters.work)}
    pair = pairs[frozenset((here, there))]
    assert pair.speaks_for >= {Sign.NAME, Sign.DOMAIN} and Sign.COUNTRY in pair.speaks_against
    assert all(len({pair.first.office, pair.second.office}) == 2 for pair in pairs.values())
    with refused("ruling-without-reason"):
        one_company.rule(headquarters.work, (here, there), GivenRuling(RulingKind.SAME, " "))
    with refused("role-not-allowed"):
        one_company.rule(office.work, (here, there), GivenRuling(RulingKind.SAME, "Le même site."))
    one_company.rule(headquarters.work, (there, here), GivenRuling(RulingKind.SAME, "Le même site."))
    one_company.rule(headquarters.work, (far, there), GivenRuling(RulingKind.UNSURE, "Il faut appeler."))
    office.receive(headquarters.answer("SN10"))
    other.receive(headquarters.answer("NE10"))
    assert (office.partner(here).known_to, other.partner(there).known_to) == (["NE10"], ["SN10"])
    one_company.rule(headquarters.work, (here, far), GivenRuling(RulingKind.NOT_SAME, "Deux propriétaires."))
    with refused("ruling-contradicts"):
        one_company.rule(headquarters.work, (far, there), GivenRuling(RulingKind.SAME, "Le même nom."))
    said = {pair.key: pair.ruling for pair in one_company.pairs(headquarters.work) if pair.ruling}
    assert sorted(said.values()) == ["not_same", "same", "unsure"]
    given = one_company.rule(headquarters.work, (here, there), GivenRuling())
    assert given == GivenRuling(RulingKind.SAME, "Le même site.")
    office.receive(headquarters.answer("SN10"))
    assert office.partner(here).known_to == []
    assert [headquarters.partner(record).name for record in (here, there, far)] == [row.name for row in before]
    ruled = [change.what for change in headquarters.store.history() if change.what == one_company.RULED]
    assert len(ruled) == 4  # each of them is in the journal, and none that was refused
    assert [one for one in offices.differences(office.store, headquarters.store)[1] if "/NE10" not in one] == []


def documents_of(path: Path, desk: Desk) -> list[str]:
    """The names of the documents that a bundle brings to this desk."""
    trusted = enrolment.keyset(desk.work.machine)
    assert trusted is not None
    return list(read(path, trusted, (desk.keys,)).documents)


def registers_of(path: Path, desk: Desk) -> list[str]:
    return [name for name in documents_of(path, desk) if name.startswith(elsewhere.EXTRACT)]


def test_a_return_tells_which_partners_the_other_offices_have(
    make: Callable[..., Desk], office: Desk, headquarters: Desk
) -> None:
    """Companies and associations with country and stage; nobody who is a person; only lists that changed go again."""
    other = make("ne", "NE10")
    enrol(other, headquarters)
    assert elsewhere.who_knows(office.work, TypedPartner("Kora")).standing.day is None
    office.register("Kora Mali", registration="SN-7", country="SN")
    there = other.register("Société Kora", country="ML", registration="5", other_names=["Кора Телеком"])
    other.register("KORA TELECOM", country="SN", registration="sn 7", stage=PartnerStage.REFUSED)
    other.register("Kora Keita", group="HNW")
    for desk in (office, other):
        assert headquarters.verdicts(desk.pack()) == ["applied"]
    first = headquarters.answer("SN10")
    office.receive(first)
    same, alike = elsewhere.who_knows(office.work, TypedPartner("Kora", "SN-7", "SN")).partners
    assert (same.name, same.office, same.is_same, same.stage) == ("KORA TELECOM", "NE10", True, "refused")
    assert (alike.name, alike.country, alike.is_same) == ("Société Kora", "ML", False)
    known = elsewhere.who_knows(office.work, TypedPartner("Kora Telekom")).partners
    assert {one.name for one in known} >= {"KORA TELECOM", "Société Kora"}
    everything = elsewhere.ordered(office.work, ElsewhereFilter(), ListOrder(), {})
    assert [line.name for line in elsewhere.lines(office.work, everything.keys)] == ["KORA TELECOM", "Société Kora"]
    assert everything.counts["country"] == {"ML": 1, "SN": 1}
    assert everything.standing.offices["NE10"].count == 2 and not everything.standing.lacking
    for typed, found in (("телеком", 2), ("telecon", 0), ("kora tel", 2), ("soc ko", 1)):
        chosen = elsewhere.ordered(office.work, ElsewhereFilter(typed), ListOrder(), {}).keys
        assert len(chosen) == found, typed
    office.register("Balafon")
    assert headquarters.verdicts(office.pack()) == ["applied"]  # it says which return it took in
    assert registers_of(headquarters.answer("SN10"), office) == ["register"]
    other.note(there, name="Kora & Frères", country="ML")
    assert headquarters.verdicts(other.pack()) == ["applied"]
    second = headquarters.answer("SN10")
    assert registers_of(second, office) == ["register", "register-1"]
    assert len(receiving.look_into(office.work, office.keys, second, office.inbox).registers) == 1
    office.receive(second)
    assert elsewhere.who_knows(office.work, TypedPartner("Kora et Frères")).partners[0].name == "Kora & Frères"
    with refused("role-not-allowed"):
        elsewhere.extract_for(office.work, "NE10", {}, "")


def test_both_read_the_same_fingerprint_aloud(make: Callable[..., Desk], headquarters: Desk) -> None:
    office = make("sn", "SN10")
    asked = EnrolmentRequest.from_bytes(enrolment.request(office.work, office.keys))
    assert asked.keys.fingerprint == office.keys.public.fingerprint
    recognition.enrol(headquarters.work, headquarters.keys, asked)
    recognition.enrol(headquarters.work, headquarters.keys, asked)
    kept = recognition.trusted(headquarters.desk, headquarters.keys)
    assert len(kept.certificates) == 1
    kit = enrolment.read_kit(recognition.kit(headquarters.work, headquarters.keys, "SN10"), office.keys)
    ours = recognition.keyset_for(headquarters.work, headquarters.keys, "SN10")
    assert kit.fingerprint == ours.hq[0].fingerprint


@pytest.mark.parametrize("damage", ["another laptop", "cut", "altered"])
def test_a_kit_that_is_not_ours_is_refused(make: Callable[..., Desk], headquarters: Desk, damage: str) -> None:
    office, other = make("sn", "SN10"), make("ma", "MA20")
    enrol(office, headquarters)
    enrol(other, headquarters)
    kit = recognition.kit(headquarters.work, headquarters.keys, "SN10")
    data = {"another laptop": kit, "cut": kit[:-40], "altered": kit.replace(b"SN10", b"SN11")}[damage]
    with refused("keyset-not-from-hq" if damage == "altered" else "no-kit"):
        enrolment.read_kit(data, other.keys if damage == "another laptop" else office.keys)


# --- what arrives at HQ


def test_twice_is_once(office: Desk, headquarters: Desk) -> None:
    office.register("Teranga")
    path = office.pack()
    assert headquarters.verdicts(path, path) == ["applied", "known"]
    before = headquarters.everything()
    assert headquarters.verdicts(path) == ["known"]
    assert headquarters.everything() == before


def test_a_bundle_that_comes_too_early_waits_and_is_applied_after_the_missing_one(
    office: Desk, headquarters: Desk
) -> None:
    office.register("First")
    first = office.pack()
    headquarters.take(first)
    office.receive(headquarters.answer())
    office.register("Second")
    second = office.pack()
    with office.store.note() as session:  # as if the receipt had been given: the next bundle starts after it
        position = session.get_one(Position, office.keys.device)
        position.acked = position.number
    office.register("Third")
    third = office.pack()

    assert headquarters.verdicts(third) == ["waiting"]
    assert headquarters.verdicts(third) == ["waiting"]
    (line,) = offices.heard_of(headquarters.store)
    (missing,) = line.missing
    held = headquarters.store.position(office.keys.device).number
    assert line.waiting == 1 and (missing.device, missing.first, missing.count) == (office.keys.device, held + 1, 1)
    assert headquarters.verdicts(second) == ["applied", "applied"]
    assert [(line.waiting, line.missing) for line in offices.heard_of(headquarters.store)] == [(0, ())]
    assert offices.differences(office.store, headquarters.store)[1] == []


def test_a_lost_bundle_needs_no_action_the_next_one_carries_everything(office: Desk, headquarters: Desk) -> None:
    office.register("Lost")
    office.pack().unlink()
    office.register("Found")
    assert headquarters.verdicts(office.pack()) == ["applied"]
    office.receive(headquarters.answer())
    assert office.states() == ["received", "received"]


def test_files_nobody_should_take_are_refused_and_change_nothing(
    office: Desk, headquarters: Desk, make: Callable[..., Desk], tmp_path: Path
) -> None:
    office.register("Teranga")
    path = office.pack()
    stranger, elsewhere = make("xx", "XX99"), make("hq2", "HQ", "hq_administrator")
    enrol(stranger, elsewhere)
    stranger.register("Stranger")
    data = path.read_bytes()
    made = {
        "flipped": data[:900] + bytes([data[900] ^ 1]) + data[901:],
        "cut": data[:-10],
        "longer": data + b"\n",
        "empty": b"",
        "text": b"Bonjour",
    }
    bad = [stranger.pack()]
    for name, content in made.items():
        bad.append(tmp_path / f"{name}.psb")
        bad[-1].write_bytes(content)
    before = headquarters.everything()
    for taken in headquarters.take(*bad, tmp_path / "absent.psb", path):
        expected = {path.name: "applied", "absent.psb": "untried"}.get(taken.name, "refused")
        assert taken.verdict == expected, taken
        assert taken.text or taken.verdict == "applied"
    assert before["partner"] == []
    assert len(headquarters.everything()["partner"]) == 1


def test_an_office_s_own_bundle_and_another_office_s_return_are_refused(
    office: Desk, headquarters: Desk, make: Callable[..., Desk]
) -> None:
    other = make("ma", "MA20")
    enrol(other, headquarters)
    office.register("Teranga")
    path = office.pack()
    headquarters.take(path)
    before = other.everything(), office.everything()
    with pytest.raises(Refused):
        other.receive(headquarters.answer("SN10"))
    with pytest.raises(Refused):
        office.receive(path)
    assert (other.everything(), office.everything()) == before


def test_forty_mixed_files(office: Desk, headquarters: Desk, make: Callable[..., Desk], tmp_path: Path) -> None:
    senders = [office, *(make(f"o{n}", f"MA{n}") for n in range(3))]
    for other in senders[1:]:
        enrol(other, headquarters)
    files: list[Path] = []
    for turn in range(8):
        for one in senders:
            one.register(f"Partner {turn}")
            files.append(one.pack())
    for number, path in enumerate(files[:8]):
        files.append(tmp_path / f"bad{number}.psb")
        files[-1].write_bytes(path.read_bytes()[: 100 * number])
    assert len(files) == 40
    taken = headquarters.take(*reversed(files))
    verdicts = [one.verdict for one in taken]
    assert (verdicts.count("refused"), verdicts.count("applied"), verdicts.count("known")) == (8, 4, 28)
    for one in senders:
        one.receive(headquarters.answer(one.store.identity.office))
        assert offices.differences(one.store, headquarters.store)[1] == []


# --- laptops that are withdrawn, restored or cloned


def test_what_a_withdrawn_laptop_writes_later_is_kept_but_not_applied(office: Desk, headquarters: Desk) -> None:
    office.register("Before")
    headquarters.take(office.pack())
    known = headquarters.store.position(office.keys.device).number
    laptops.withdraw(headquarters.work, headquarters.keys, office.keys.device, known + 1, "Lost on the way")
    office.register("Still counts")
    office.register("After")
    path = office.pack()
    (taken,) = headquarters.take(path)
    assert (taken.verdict, taken.changes) == ("applied", 1)
    assert str(known + 2) in taken.text
    with headquarters.store.read() as session:
        names = set(session.scalars(select(Partner.name)))
    assert names == {"Before", "Still counts"}
    assert any(path.read_bytes() == kept.read_bytes() for kept in headquarters.inbox.iterdir())
    (again,) = headquarters.take(path)
    assert again.changes == 0
    assert str(known + 2) in again.text


def test_a_withdrawn_laptop_is_no_recipient_any_more(
    office: Desk, headquarters: Desk, make: Callable[..., Desk]
) -> None:
    colleague = make("sn2", "SN10")
    enrol(colleague, headquarters)
    held = headquarters.store.position(office.keys.device).number
    laptops.withdraw(headquarters.work, headquarters.keys, office.keys.device, held, "Stolen")
    path = headquarters.answer()
    with pytest.raises(Refused):
        office.receive(path)


def test_a_copy_restored_on_another_laptop_is_a_fork_and_nothing_is_applied(
    office: Desk, headquarters: Desk, tmp_path: Path
) -> None:
    office.register("Common")
    shutil.copytree(office.folder, tmp_path / "copy")
    store = Store.open(tmp_path / "copy" / "office.db", b"k" * 32)
    clone = Desk(tmp_path / "copy", store, store, office.keys, office.user)
    office.register("Ours")
    clone.register("Theirs")
    assert headquarters.verdicts(office.pack()) == ["applied"]
    before = headquarters.everything()["partner"]
    (taken,) = headquarters.take(clone.pack())
    assert taken.verdict == "fork"
    assert taken.text
    assert headquarters.everything()["partner"] == before
    unchanged = clone.everything()
    with refused("another-history"):
        clone.receive(headquarters.answer())
    assert clone.everything() == unchanged
    assert clone.states() == ["packed"]
    clone.close()


# --- what comes back


def test_an_old_return_is_known_and_changes_nothing(office: Desk, headquarters: Desk) -> None:
    office.register("Teranga")
    headquarters.take(office.pack())
    old, new = headquarters.answer(), headquarters.answer()
    assert office.receive(new).verdict == "applied"
    before = office.everything()
    assert office.receive(old).verdict == office.receive(new).verdict == "known"
    assert office.everything() == before


def test_a_damaged_return_changes_nothing(office: Desk, headquarters: Desk, tmp_path: Path) -> None:
    office.register("Teranga")
    headquarters.take(office.pack())
    data = bytearray(headquarters.answer().read_bytes())
    before = office.everything()
    for place in (0, 10, 200, len(data) // 2, len(data) - 1):
        bad = tmp_path / "bad.psb"
        bad.write_bytes(data[:place] + bytes([data[place] ^ 0x20]) + data[place + 1 :])
        with pytest.raises(Refused):
            office.receive(bad)
    assert office.everything() == before
    assert office.states() == ["packed"]


def test_every_laptop_of_an_office_gets_what_hq_wrote_whichever_returns_it_missed(
    office: Desk, headquarters: Desk, make: Callable[..., Desk]
) -> None:
    colleague = make("sn2", "SN10")
    enrol(colleague, headquarters)
    record = office.register("Teranga")
    headquarters.take(office.pack())
    for note in ("one", "two", "three"):
        with headquarters.store.change("Watched", headquarters.user.id, office="SN10") as session:
            session.get_one(Partner, record).watch_note = note
        office.receive(headquarters.answer())  # the colleague misses all of these
        office.register(note)
        headquarters.take(office.pack())
    assert colleague.receive(headquarters.answer()).verdict == "applied"
    channel = headquarters.store.writing_for("SN10").device
    assert colleague.store.position(channel).number == headquarters.store.position(channel).number


def test_a_return_after_a_missing_one_changes_nothing(office: Desk, headquarters: Desk, tmp_path: Path) -> None:
    record = office.register("Teranga")
    headquarters.take(office.pack())
    shutil.copytree(office.folder, tmp_path / "copy")  # a backup, restored later
    with headquarters.store.change("Watched", headquarters.user.id, office="SN10") as session:
        session.get_one(Partner, record).watch_note = "one"
    office.receive(headquarters.answer())
    office.register("Next")
    headquarters.take(office.pack())
    with headquarters.store.change("Watched", headquarters.user.id, office="SN10") as session:
        session.get_one(Partner, record).watch_note = "two"
    store = Store.open(tmp_path / "copy" / "office.db", b"k" * 32)
    restored = Desk(tmp_path / "copy", store, store, office.keys, office.user)
    before = restored.everything()
    with refused("another-history"):
        restored.receive(headquarters.answer())
    assert restored.everything() == before
    restored.close()


def test_two_values_disagree_and_both_sides_keep_both(office: Desk, headquarters: Desk) -> None:
    record = office.register("Teranga")
    headquarters.take(office.pack())
    with headquarters.store.change("Noted", headquarters.user.id, office="SN10") as session:
        session.get_one(Partner, record).notes = "of HQ"
    office.note(record, notes="of the office")
    (taken,) = headquarters.take(office.pack())
    assert taken.reviews == 1
    assert office.receive(headquarters.answer()).reviews == 1
    assert office.partner(record).notes == headquarters.partner(record).notes
    for desk in (office, headquarters):
        with desk.store.read() as session:
            (review,) = session.scalars(select(Review))
            assert {c.value for c in review.candidates} == {"of HQ", "of the office"}
    assert offices.differences(office.store, headquarters.store)[1] == []


def open_disagreements(desk: Desk) -> tuple[Disagreement, ...]:
    """What waits for somebody's choice there."""
    return disagreements.for_review(desk.store).disagreements


def disputed(office: Desk, headquarters: Desk) -> str:
    """A partner whose notes both sides wrote without knowing of each other; both have heard of it."""
    record = office.register("Teranga")
    headquarters.take(office.pack())
    with headquarters.store.change("Noted", headquarters.user.id, office="SN10") as session:
        session.get_one(Partner, record).notes = "of HQ"
    office.note(record, notes="of the office")
    headquarters.take(office.pack())
    office.receive(headquarters.answer())
    return record


@pytest.mark.parametrize("choice", ["of HQ", "of the office", "of both"])
def test_a_disagreement_settled_by_the_office_is_closed_on_both_sides(
    office: Desk, headquarters: Desk, choice: str
) -> None:
    record = disputed(office, headquarters)
    (disagreement,) = open_disagreements(office)
    assert disagreement.ours and disagreement.writable and [v.stands for v in disagreement.versions].count(True) == 1
    version = next((v for v in disagreement.versions if v.value == choice), None)
    if version is None:
        disagreements.settle(office.work, disagreement.id, written=choice)
    else:
        disagreements.settle(office.work, disagreement.id, chosen=version.stamp)
    assert open_disagreements(office) == ()
    (taken,) = headquarters.take(office.pack())
    assert taken.reviews == 0
    assert open_disagreements(headquarters) == ()
    assert office.partner(record).notes == headquarters.partner(record).notes == choice
    assert offices.differences(office.store, headquarters.store)[1] == []
    last = office.store.history(record)[-1]
    with headquarters.store.read() as session:
        (review,) = session.scalars(select(Review))
        assert review.closed_by == f"{last.device}:{last.number}"
    with refused("disagreement-closed"):
        disagreements.settle(office.work, disagreement.id, written="again")


def test_a_disagreement_settled_by_headquarters_is_closed_in_the_office(office: Desk, headquarters: Desk) -> None:
    record = disputed(office, headquarters)
    (disagreement,) = open_disagreements(headquarters)
    stands = next(v for v in disagreement.versions if v.stands)
    disagreements.settle(headquarters.work, disagreement.id, chosen=stands.stamp)
    office.receive(headquarters.answer())
    assert open_disagreements(office) == () == open_disagreements(headquarters)
    assert office.partner(record).notes == stands.value


def test_settled_differently_on_both_sides_the_disagreement_is_open_again(office: Desk, headquarters: Desk) -> None:
    disputed(office, headquarters)
    for desk, text in ((office, "one"), (headquarters, "two")):
        (disagreement,) = open_disagreements(desk)
        disagreements.settle(desk.work, disagreement.id, written=text)
    (taken,) = headquarters.take(office.pack())
    office.receive(headquarters.answer())
    assert taken.reviews == 1
    for desk in (office, headquarters):
        (disagreement,) = open_disagreements(desk)
        assert {"one", "two"} <= {version.value for version in disagreement.versions}


def test_an_ordinary_correction_settles_no_disagreement(office: Desk, headquarters: Desk) -> None:
    record = disputed(office, headquarters)
    office.note(record, notes="corrected in passing")
    headquarters.take(office.pack())
    assert len(open_disagreements(headquarters)) == len(open_disagreements(office)) == 1


def test_two_offices_do_not_see_each_other(office: Desk, headquarters: Desk, make: Callable[..., Desk]) -> None:
    other = make("ma", "MA20")
    enrol(other, headquarters)
    office.register("Secret of Dakar")
    record = other.register("Secret of Rabat")
    headquarters.take(office.pack(), other.pack())
    with headquarters.store.change("Watched", headquarters.user.id, office="MA20") as session:
        session.get_one(Partner, record).watch_note = "Only for Rabat"
    office.receive(headquarters.answer("SN10"))
    other.receive(headquarters.answer("MA20"))
    told = office.everything()
    assert "Secret of Rabat" in str(told.pop("partner_elsewhere")), "the name of a company, and nothing more of it"
    assert "Rabat" not in str(told)
    assert "Dakar" not in str({name: rows for name, rows in other.everything().items() if name != "partner_elsewhere"})
    kept = enrolment.keyset(office.desk)
    assert kept is not None
    assert {c.office for c in kept.certificates} == {"SN10"}
    with other.store.read() as session:
        assert {device.office for device in session.scalars(select(Device))} == {"MA20"}


def test_an_office_cannot_speak_for_another(office: Desk, headquarters: Desk, make: Callable[..., Desk]) -> None:
    other = make("ma", "MA20")
    enrol(other, headquarters)
    record = office.register("Teranga")
    headquarters.take(office.pack())
    with other.store.change("Forged", other.user.id) as session:
        mine = Partner(id=record, name="Stolen", country="MA")
        session.add(mine)
    (taken,) = headquarters.take(other.pack())
    assert (taken.verdict, taken.refused) == ("applied", 1)
    assert headquarters.partner(record).name == "Teranga"
    answered = other.receive(headquarters.answer("MA20"))
    assert answered.verdict == "applied"


def test_another_laptop_under_a_known_identity_is_refused(office: Desk, headquarters: Desk) -> None:
    twin = replace(office, keys=DeviceKeys.generate(office.keys.device))
    asked = EnrolmentRequest.from_bytes(enrolment.request(twin.work, twin.keys))
    with refused("identity-taken"):
        recognition.enrol(headquarters.work, headquarters.keys, asked)


# --- sticks


def test_a_copy_on_a_stick_is_read_back(office: Desk, tmp_path: Path) -> None:
    office.register("Teranga")
    path = office.pack()
    stick = tmp_path / "stick"
    stick.mkdir()
    copied = sending.copy_to(office.outbox, sending.bundles(office.store)[0], stick)
    assert copied.read_bytes() == path.read_bytes()


def test_a_copy_that_is_stopped_pulled_or_falsified_leaves_nothing_half_written(office: Desk, tmp_path: Path) -> None:
    office.register("Teranga")
    office.pack()
    sent, stick = sending.bundles(office.store)[0], tmp_path / "stick"
    stick.mkdir()
    (stick / "theirs.psb.part").write_bytes(b"another laptop's")

    def falsify() -> None:
        part = stick / f"{sent.name}.part"
        data = bytearray(part.read_bytes())
        data[len(data) // 2] ^= 1
        part.write_bytes(data)

    def copied(deed: Callable[[], object], at: int) -> None:
        watched = Progress(lambda done, total, text: deed() if done * 2 == total * at else None)
        sending.copy_to(office.outbox, sent, stick, watched)

    def stop() -> None:
        raise Cancelled

    for at in (0, 1):  # before writing, before reading back
        with pytest.raises(Cancelled):
            copied(stop, at)
    with refused("copy-differs"):
        copied(falsify, 1)
    assert names_in(stick) == ["theirs.psb.part"]
    with refused("stick-pulled"):
        copied(lambda: shutil.move(stick, tmp_path / "pocket"), 1)
    shutil.move(tmp_path / "pocket", stick)
    assert len(names_in(stick)) == 2
    sending.copy_to(office.outbox, sent, stick)
    assert names_in(stick) == sorted([sent.name, "theirs.psb.part"])


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_stick_that_is_gone_is_told(office: Desk, tmp_path: Path) -> None:
    office.register("Teranga")
    office.pack()
    with refused("stick-pulled"):
        sending.copy_to(office.outbox, sending.bundles(office.store)[0], tmp_path / "absent")
