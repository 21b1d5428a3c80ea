"""What other offices have travels through real bundles: once, without what is withheld, and names who took one over."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from desktop.bundles import innovations as told
from desktop.bundles import strict
from desktop.bundles.innovations import InnovationsTold, InnovationTold, fingerprint
from desktop.bundles.strict import Unsound
from desktop.services.registry import partnerships
from desktop.services.results import innovations, innovations_elsewhere
from desktop.services.results.innovations import NewInnovation
from desktop.store.records import Partnership, Result
from desktop.store.records.values import StageReached
from tests.refusal import refused
from tests.server import Databases
from tests.services.exchange.test_sync import Desk, documents_of, enrol, make

__all__ = ["make"]
STAGES = (StageReached(stage="prototype", on="2026-01-10"), StageReached(stage="pilot", on="2026-03-01"))
VAN = InnovationTold("NE10", "Guichet", "approach", "pilot", "2026-03-01", "SN10", ("NE",), ("health",))
BIKE = replace(VAN, title="Vélo", since="", countries=(), themes=())
SAID = InnovationsTold("2026-11-28T10:00:00.000Z", fingerprint((VAN, BIKE)), (VAN, BIKE))


@pytest.fixture
def headquarters(make: Callable[..., Desk], databases: Databases) -> Desk:
    return make("hq", "HQ", "hq_administrator", databases.with_tables())


def write(desk: Desk, title: str, **fields: Any) -> Result:
    about = Partnership(partner_id=desk.register(f"Partenaire de {title}"), title=title, countries=["NE", "BJ"])
    planned = partnerships.plan(desk.work, about)
    new = NewInnovation(partnership_id=planned.id, title=title, sort="approach", stages=STAGES, **fields)
    return innovations.record(desk.work, new)


def test_an_office_hears_of_what_is_like_its_own_and_who_took_it_over(
    make: Callable[..., Desk], headquarters: Desk
) -> None:
    dakar, niamey = (make(code.lower(), code) for code in ("SN10", "NE10"))
    for desk in (dakar, niamey):
        enrol(desk, headquarters)
    own = write(dakar, "Guichet mobile du retour")
    write(dakar, "Secret du guichet mobile", withheld=True)
    assert not innovations_elsewhere.alike(dakar.work, own.title, "SN10")
    assert headquarters.verdicts(dakar.pack(), niamey.pack()) == ["applied"] * 2
    first = headquarters.answer("NE10")
    assert "innovations-1" in documents_of(first, niamey)
    niamey.receive(first)
    (found,) = innovations_elsewhere.alike(niamey.work, "Le guichet mobile", "NE10")
    assert found == InnovationTold("SN10", own.title, "approach", "pilot", "2026-03-01", "SN10", ("NE", "BJ"), ())
    assert not innovations_elsewhere.alike(niamey.work, "Mobile", "NE10"), "one word in common is not enough"

    with refused("office-code-unsound"):
        write(niamey, "Guichet mobile du Niger", origin="là-bas")
    write(niamey, "Guichet mobile du Niger", origin="sn10")
    assert headquarters.verdicts(niamey.pack()) == ["applied"]
    second = headquarters.answer("NE10")
    assert "innovations-1" not in documents_of(second, niamey) and "innovations" in documents_of(second, niamey)
    niamey.receive(second)
    assert innovations_elsewhere.alike(niamey.work, "Le guichet mobile", "NE10") == [found], "the list that is here"
    dakar.receive(headquarters.answer("SN10"))
    (heard,) = innovations_elsewhere.alike(dakar.work, own.title, "SN10")
    assert (heard.office, heard.origin) == ("NE10", "SN10")
    with refused("role-not-allowed"):
        innovations_elsewhere.told_to(niamey.work, "NE10", "")


def written() -> dict[str, Any]:
    return {name: strict.loads(strict.dumps(said)) for name, said in SAID.documents().items()}


def test_what_is_written_is_read_in_however_many_documents(monkeypatch: pytest.MonkeyPatch) -> None:
    assert InnovationsTold.from_documents(written()) == SAID
    assert InnovationsTold.from_documents({}) is None, "as of a Headquarters that does not tell yet"
    none = InnovationsTold(SAID.at, fingerprint(()), ())
    assert InnovationsTold.from_documents(none.documents()) == none
    monkeypatch.setattr(told, "DOCUMENT_BYTES", 60)
    assert len(written()) == 3 and InnovationsTold.from_documents(written()) == SAID


@pytest.mark.parametrize(
    ("refusal", "change"),
    [
        ("a moment was expected", lambda said: said["innovations"].update(at="yesterday")),
        ("an object was expected", lambda said: said.update({"innovations-1": []})),
        ("eight facts of an innovation", lambda said: said["innovations-1"]["innovations"][0].pop()),
        ("another list than its fingerprint says", lambda said: said["innovations-1"]["innovations"].pop()),
        ("title: text was expected", lambda said: said["innovations-1"]["innovations"][0].__setitem__(1, 7)),
        (
            "since: not of the expected form",
            lambda said: said["innovations-1"]["innovations"][0].__setitem__(4, "2026"),
        ),
        (
            "office: not of the expected form",
            lambda said: said["innovations-1"]["innovations"][0].__setitem__(0, "a b"),
        ),
    ],
)
def test_another_shape_or_another_list_is_refused(refusal: str, change: Any) -> None:
    documents = written()
    change(documents)
    with pytest.raises(Unsound, match=refusal):
        InnovationsTold.from_documents(documents)
