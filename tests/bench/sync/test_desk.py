"""Headquarters' desk over four hundred offices with five thousand partners each: the offices, and every list."""

import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from sqlalchemy import insert, text

from desktop.base.progress import RunNow
from desktop.base.values import new_id
from desktop.bundles.keys import DeviceKeys, EnrolmentRequest, Keyset
from desktop.office import Account, Office
from desktop.services.exchange.headquarters import overview
from desktop.services.office.list_choices import ListOrder
from desktop.store import figure_rows
from desktop.store.records import (
    Case,
    DeliveryRisk,
    Interaction,
    Lesson,
    Offer,
    OfficeProfile,
    Position,
    Received,
    Record,
    Review,
    Task,
    VisibilityUse,
)
from desktop.store.records.base import table_of
from desktop.store.records.values import ReceivedDetail, SenderReport
from desktop.store.states import BundleVerdict, CaseState, OfficeKind, Role
from desktop.ui.navigation import places
from tests.bench.sync.intake import MOMENT
from tests.bench.test_figures import Sizes, plain_row, spread
from tests.offices import PASSPHRASE

OFFICES, BUNDLES = 400, 120  # bundles of each: ten years of one a month
SIZES = Sizes(partners=5_000, partnerships=40, contributions=200, activities=40, results=20)
TABLE, LISTS = 0.3, 0.5  # seconds (M5 of the sync design, and the lists of the desk)
# In each office; at Headquarters the lists of what it notes besides
NOTED = {Case: 2, Offer: 20, Interaction: 40, Task: 20, DeliveryRisk: 5, VisibilityUse: 5, Lesson: 5}
PAGES = (
    *("today", "hq_laptops", "hq_map", "hq_arrivals", "disagreements", "decisions", "deputies", "signed_before"),
    *("agreements", "offers", "contributions", "partners", "visibility", "delivery_risks", "lessons"),
)
KEPT = ("innovations", "activities", "pipeline")  # of which the first look of a day reads every record


@pytest.mark.timeout(3600)
def test_the_desk_over_four_hundred_offices(
    database: Callable[[], str], tmp_path: Path, tell: Callable[[str], None]
) -> None:
    account = Account("Omar Haddad", "", Role.HQ_ADMINISTRATOR, PASSPHRASE)
    profile = OfficeProfile(code="HQ", kind=OfficeKind.HQ, name="Siège", language="fr")
    with Office.create(tmp_path / "hq", account, profile, address=database()) as office:
        codes = [f"B{number:03}" for number in range(OFFICES)]
        spread(office.store, codes, SIZES, OFFICES)
        fill_exchange(office, codes)
        note_more(office, codes)
        name_partners(office)
        table = best(lambda: overview.read(office.work, office.keys))
        state = overview.read(office.work, office.keys)
        assert len(state.offices) == OFFICES and state.offices[0].report is not None and state.profiles
        tell(f"the offices, {OFFICES} with {SIZES.partners} partners each: {table * 1000:.0f} ms (target 300)")
        slow = []
        for key in PAGES:
            took = best(lambda key=key: places()[key].presenter(office, RunNow()).arrive(), 2)
            tell(f"{key}: {took * 1000:.0f} ms (target 500)")
            slow += [key] if took > LISTS else []
        for key in KEPT:
            first = best(lambda key=key: places()[key].presenter(office, RunNow()).arrive(), 1)
            took = best(lambda key=key: places()[key].presenter(office, RunNow()).arrive(), 2)
            tell(f"{key}: {took * 1000:.0f} ms (target 500), the first time {first * 1000:.0f}")
            slow += [key] if took > LISTS else []
        for words, choice in (
            ("of one office", {"office": codes[7]}),
            ("of one target group", {"group": "ENT"}),
            ("of one group in one office", {"group": "ENT", "office": codes[7]}),
        ):
            office.list_choices.narrow("partners", **choice)
            took = best(lambda: places()["partners"].presenter(office, RunNow()).arrive(), 2)
            tell(f"partners {words}: {took * 1000:.0f} ms (target 500)")
            slow += [words] if took > LISTS else []
        tell_partners(office, tell)
        assert table < TABLE and not slow, slow


def tell_partners(office: Office, tell: Callable[[str], None]) -> None:
    """What hands do in the list of all partners: nothing of it holds the window."""
    office.list_choices.narrow("partners")
    shown = places()["partners"].presenter(office, RunNow())
    shown.arrive()
    middle = len(shown.lines) // 2
    took = {
        "the end": best(lambda: shown.lines[len(shown.lines) - 1], 1),
        "the middle, the first time": best(lambda: shown.lines[middle], 1),
        "the page behind it": best(lambda: shown.lines[middle + 300], 1),
        "a name typed": best(lambda: shown.find("partenaire m", 0, lambda _place: None), 1),
        "sorted by the place": best(lambda: shown.listing.sort_by(ListOrder("place")), 1),
    }
    shown.listing.sort_by(ListOrder())
    took["another far place"] = best(lambda: shown.lines[middle // 2], 1)
    with office.store.note() as session:
        figure_rows.drop(session.connection())
    took["counted anew, all offices"] = best(lambda: places()["partners"].presenter(office, RunNow()).arrive(), 1)
    for words in ("the first time", "again", "after changes in forty offices"):
        if words.startswith("after"):
            with office.store.engine.begin() as connection:
                connection.execute(text("UPDATE partner SET name = name || ' bis' WHERE id LIKE 'B00%p%77'"))
                connection.execute(text("UPDATE position SET head = head || 'b' WHERE office < 'B040'"))
        took[f"one company in several offices, {words}"] = best(
            lambda: places()["same_companies"].presenter(office, RunNow()).arrive(), 1
        )
    for words, seconds in took.items():
        tell(f"  partners, {words}: {seconds * 1000:.0f} ms")


def name_partners(office: Office) -> None:
    """Give every partner a name of its own and the line of the search that goes with it, and each agreement but one in
    ten, a draft, its reference; and have the database do what it does by itself in a quiet hour."""
    words = (f"translate(substr(md5({of}), 1, 6), '0123456789', 'ghijklmnop')" for of in ("id", "id || 'x'"))
    with office.store.engine.begin() as connection:
        connection.execute(text(f"UPDATE partner SET name = concat_ws(' ', 'Partenaire', {', '.join(words)})"))
        connection.execute(
            text(
                "INSERT INTO findable (id, kind, title, text, office)"
                " SELECT id, 10, name, lower(name) || ' ' || lower(office), office FROM partner"
            )
        )
        connection.execute(
            text("UPDATE agreement SET reference = office || '-A-2026-' || right(id, 6) WHERE right(id, 3) <> '0-g'")
        )
    with office.store.engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("VACUUM ANALYZE"))


def note_more(office: Office, codes: Sequence[str]) -> None:
    """Cases that wait for Headquarters, offers, contacts and what else each office notes."""
    with office.store.engine.begin() as connection:
        for family, count in NOTED.items():
            rows = [dict(plain_row(noted(family, code, at), code)) for code in codes for at in range(count)]
            connection.execute(insert(table_of(family)), rows)


def noted(family: type[Record], code: str, number: int) -> Record:
    about = {"partner_id": f"{code}-p{number}", "partnership_id": f"{code}-s{number}"}
    own: dict[type[Record], dict[str, object]] = {
        Case: {**about, "number": f"{code}-2026-{number:03}", "state": CaseState.READY, "opened_on": "2026-11-02"},
        Offer: {"partner_id": about["partner_id"], "name": f"Offrant {number}", "what": "Tentes", "standby": True},
        Interaction: {**about, "happened_on": "2026-10-05", "subject": "Réunion"},
        Task: {"about": about["partner_id"], "what": "Rappeler", "due_on": "2026-11-20", "owner": f"{code}-officer"},
        DeliveryRisk: {"partnership_id": about["partnership_id"], "title": "Retard"},
        VisibilityUse: {"partnership_id": about["partnership_id"], "material": "Affiche"},
        Lesson: {"partnership_id": about["partnership_id"], "title": "Commencer plus tôt"},
    }
    return family(**own[family])


def fill_exchange(office: Office, codes: Sequence[str]) -> None:
    """A laptop, a profile, disagreements and the bundles of ten years for each office."""
    keyset = office.keyset()
    assert keyset is not None
    certificates = []
    detail = ReceivedDetail(
        sender=SenderReport(app="0.2.0", lists={"UN": "2026-11-01", "OFAC": "2026-11-03"}, at=MOMENT)
    )
    with office.store.engine.begin() as connection:
        connection.execute(table_of(Position).update().values(heard_at=MOMENT))
        for at, code in enumerate(codes):
            keys = DeviceKeys.generate()
            request = EnrolmentRequest(keys.public, code, f"{code} laptop", "o", MOMENT)
            certificates.append(request.certified(office.keys, ("office",), MOMENT))
            own = OfficeProfile(id=new_id(), code=code, name=f"OIM {code}", country="SN", kind=OfficeKind.COUNTRY)
            connection.execute(insert(table_of(OfficeProfile)), [dict(plain_row(own, code))])
            connection.execute(
                insert(table_of(Received)),
                [
                    {
                        "digest": f"{at * BUNDLES + number:064x}",
                        "name": f"{code}-{number}.psb",
                        "sender": keys.public.key_id,
                        "office": code,
                        "kind": "changes",
                        "size": 20_000,
                        "arrived_at": MOMENT,
                        "verdict": BundleVerdict.APPLIED,
                        "detail": detail,
                        "taken_in": number * OFFICES + at + 1,
                    }
                    for number in range(BUNDLES)
                ],
            )
            connection.execute(
                insert(table_of(Review)),
                [
                    {"id": new_id(), "record": f"{code}-p0", "kind": 1, "field": 2, "office": code, "opened_at": MOMENT,
                     "candidates": (), "closed_by": None}
                ],
            )  # fmt: skip
    whole = Keyset(keyset.hq, tuple(certificates), {}, keyset.version + 1).signed(office.keys)
    office.machine.remember("keyset", whole.to_json())


def best(deed: Callable[[], object], rounds: int = 3) -> float:
    def took() -> float:
        begun = time.perf_counter()
        deed()
        return time.perf_counter() - begun

    return min(took() for _round in range(rounds))
