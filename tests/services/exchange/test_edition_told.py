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
from desktop.services.registry import partnerships
from desktop.services.results.register import editions, headquarters_edition
from desktop.services.results.register.editions import EditionOrder
from desktop.store.records import EarlierAgreement, Partnership
from tests.services.exchange.test_sync import Desk, documents_of, enrol, make

__all__ = ["make"]
SEED = bytes(range(32))
INTERNAL = EditionOrder(Audience.INTERNAL, Period.year(2026))


def test_an_office_reads_the_whole_register_inside_iom(make: Callable[..., Desk], database: Callable[[], str]) -> None:
    headquarters = make("hq", "HQ", "hq_reviewer", database())
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
