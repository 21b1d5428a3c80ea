"""The register that Headquarters seals inside IOM reaches every office with its return, once, and is read there."""

from collections.abc import Callable
from typing import Any

import pytest

from desktop.base.progress import Progress
from desktop.base.values import sha256
from desktop.bundles.editions import PIECE_BYTES, EditionTold
from desktop.bundles.strict import Unsound
from desktop.definitions.indicator import Period
from desktop.definitions.terms import Audience
from desktop.documents.blocks import Paper
from desktop.services.exchange import case_files
from desktop.services.office import office_paper, office_profile
from desktop.services.registry import partnerships
from desktop.services.results.register import editions, headquarters_edition, questions
from desktop.services.results.register.editions import EditionOrder, OpenedEdition
from desktop.services.results.register.questions import NewMembersQuestion
from desktop.store.records import EarlierAgreement, Family, Officer, Partnership, SealedEdition
from desktop.store.slots import seal_public
from desktop.store.store import recall_in
from tests.server import Databases
from tests.services.exchange.test_sync import Desk, documents_of, enrol, make

__all__ = ["make"]
SEED = bytes(range(32))
INTERNAL = EditionOrder(Audience.INTERNAL, Period.year(2026))


def test_an_office_reads_the_whole_register_inside_iom(make: Callable[..., Desk], databases: Databases) -> None:
    headquarters = make("hq", "HQ", "hq_reviewer", databases.with_tables())
    dakar, niamey = (make(code.lower(), code) for code in ("SN10", "NE10"))
    for desk in (dakar, niamey):
        enrol(desk, headquarters)
        partner = desk.register(f"Partenaire de {desk.store.identity.office}")
        planned = partnerships.plan(desk.work, Partnership(partner_id=partner, title="Tentes", type="RES"))
        with desk.store.change("Signed", desk.work.officer.id) as session:
            session.add(EarlierAgreement(partnership_id=planned.id, partner_id=partner, signed="2026-02-01"))
    assert headquarters.verdicts(dakar.pack(), niamey.pack()) == ["applied"] * 2
    assert "edition" not in documents_of(headquarters.answer("NE10"), niamey), "none was sealed yet"
    sealed = editions.seal(headquarters.work, INTERNAL, SEED, Progress())
    editions.seal(headquarters.work, EditionOrder(Audience.MEMBERS, Period.year(2026)), SEED, Progress())
    first = headquarters.answer("NE10")
    assert "edition-1" in documents_of(first, niamey)
    niamey.receive(first)
    heard = headquarters_edition.heard(niamey.work)
    assert heard is not None and heard.is_here and (heard.number, heard.partnerships) == (sealed.number, 2)
    read = headquarters_edition.read_content(niamey.work)
    assert read == editions.read_content(headquarters.work, sealed.id)
    names = {row[3] for row in read.table("fr").partnerships.rows}
    assert names == {"Partenaire de NE10", "Partenaire de SN10"}
    niamey.register("Autre partenaire")
    assert headquarters.verdicts(niamey.pack()) == ["applied"]
    assert "edition-1" not in documents_of(headquarters.answer("NE10"), niamey)
    assert editions.listed(niamey.work) == [], "it is no record of the office"


def test_headquarters_opens_the_edition_of_an_office_to_the_byte(make: Callable[..., Desk]) -> None:
    dakar, niamey, headquarters = make("sn", "SN10"), make("ne", "NE10"), make("hq", "HQ", "hq_administrator")
    for desk in (dakar, niamey):
        enrol(desk, headquarters)
    planned = partnerships.plan(
        dakar.work, Partnership(partner_id=dakar.register("Teranga SA"), title="Tentes", type="RES")
    )
    with dakar.store.change("Signed", dakar.work.officer.id) as session:
        session.add(EarlierAgreement(partnership_id=planned.id, partner_id=planned.partner_id, signed="2026-02-01"))
    boss = Officer(name="Cheffe", role="chief_of_mission", seal_key=seal_public(SEED).hex())
    with dakar.store.change("Hired", dakar.user.id) as session:
        session.add(boss)
    order = EditionOrder(Audience.MEMBERS, Period.year(2026))
    sealed = editions.seal(dakar.work.acting_as(boss), order, SEED, Progress())
    asked = questions.record(dakar.work, NewMembersQuestion(sealed.number, "FR", "Pourquoi ?", "2026-03-04", "Ainsi."))
    first = dakar.pack()
    assert carried(dakar) == {sealed.content}, "until a return says that it came"
    with niamey.store.change("Forged", niamey.user.id) as session:  # names what is another office's
        session.add(SealedEdition(number="NE10 R-2026-M-01", content=sealed.content))
    assert headquarters.verdicts(first, niamey.pack()) == ["applied"] * 2
    with headquarters.store.read() as session:
        for own in (sealed, asked):
            there = session.get_one(type(own), own.id)
            names = list(Family(type(own)).number)
            assert [getattr(there, name) for name in names] == [getattr(own, name) for name in names]
    there = next(own for own in editions.listed(headquarters.work) if own.edition.id == sealed.id)
    assert there.is_here and there.seal_holds
    names = [file.name for file in sealed.files if file.name.endswith((".pdf", ".xlsx", ".json", ".csv", "index.html"))]
    opened = editions.open_files(headquarters.work, sealed.id, names, Progress())
    assert opened == OpenedEdition(editions.hand_out(dakar.work, sealed.id, names)) and len(opened.files) > 8
    paper = Paper.A4 if office_paper.of(headquarters.work) is Paper.LETTER else Paper.LETTER
    office_profile.change(headquarters.work, paper=str(paper))
    again = editions.open_files(headquarters.work, sealed.id, names, Progress())
    assert again.differing and all(name.endswith(".pdf") for name in again.differing)
    dakar.receive(headquarters.answer("SN10"))
    niamey.receive(headquarters.answer("NE10"))
    assert carried(dakar) == set(), "it is there"
    with niamey.store.read() as session:
        assert recall_in(session, case_files.AT_HEADQUARTERS).get("files", []) == [], (
            "of another office it learns nothing"
        )


def carried(desk: Desk) -> set[str]:
    with desk.store.read() as session:
        return {file.digest for file in case_files.waiting_in(session, desk.work).carried}


def written(content: bytes) -> dict[str, Any]:
    told = EditionTold(
        "2026-11-28T10:00:00.000Z", sha256(content), "HQ R-2026-I-01", "2026", "2026-11-28", "C", 3, content
    )
    return dict(told.documents())


def test_what_is_no_edition_is_refused() -> None:
    large = bytes(range(256)) * 5000
    documents = written(large)
    assert len(documents) == 1 + -(-len(large) // PIECE_BYTES)
    read = EditionTold.from_documents(documents)
    assert read is not None and read.content == large and EditionTold.from_documents({}) is None
    for name, field, spoilt, reason in (
        ("edition-1", "piece", "AAAA", "another one than its digest"),
        ("edition-1", "piece", "AAAAA", "a piece is cut"),
        ("edition-1", "piece", "?", "piece"),
        ("edition", "fingerprint", "0", "fingerprint"),
        ("edition", "at", "hier", "a moment was expected"),
        ("edition", "partnerships", -1, "partnerships"),
    ):
        own = written(large)
        own[name][field] = spoilt
        with pytest.raises(Unsound, match=reason):
            EditionTold.from_documents(own)
