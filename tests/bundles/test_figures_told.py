"""The figures that a return tells: what is written is read; anything else is refused, in one sentence."""

from decimal import Decimal
from typing import Any

import pytest

from desktop.bundles import strict
from desktop.bundles.figures import (
    AimTold,
    FiguresContent,
    FiguresTold,
    FigureTold,
    HeldRecord,
    PeriodTold,
    StandingTold,
)
from desktop.bundles.strict import Unsound

CONTENT = FiguresContent(
    ("2026.1", "ab" * 32),
    (
        PeriodTold(
            "2026-01-01",
            "2026-12-31",
            (
                FigureTold("RES-1", 1, Decimal("-0.10"), left_out={"amount": ("0a", "0b")}, unnamed=3),
                FigureTold("RES-2", 1, None, "budget"),
            ),
        ),
    ),
    (HeldRecord(43, "0c", "conflict"),),
    (("0d", "0e"),),
    (AimTold("target", "RES-1", "2026", "", Decimal(100), "Note du 3 mars", "2026-03-03"),),
    "west-central-africa",
    (StandingTold("RES-1", "2026-01-01", "2026-12-31", Decimal(12), (Decimal(7), Decimal(5))),),
)
SAID = FiguresTold("2026-11-28T10:00:00.000Z", {"0f" * 16: 7}, CONTENT.fingerprint, CONTENT)


def written() -> dict[str, Any]:
    return {name: strict.loads(strict.dumps(said)) for name, said in SAID.documents().items()}


def test_what_is_written_is_read_with_its_content_or_without() -> None:
    documents = written()
    assert FiguresTold.from_documents(documents) == SAID
    del documents["figures-1"]
    told = FiguresTold.from_documents(documents)
    assert told is not None and (told.content, told.chains) == (None, SAID.chains)
    assert FiguresTold.from_documents({}) is None


@pytest.mark.parametrize(
    ("refusal", "change"),
    [
        ("a moment was expected", lambda said: said["figures"].update(at="yesterday")),
        ("laptops were expected", lambda said: said["figures"]["chains"].update({"../x": 1})),
        ("0f: a whole number from 0", lambda said: said["figures"].update(chains={"0f": -1})),
        ("an object was expected", lambda said: said.update({"figures-1": []})),
        ("others than their fingerprint says", lambda said: said["figures-1"]["periods"][0][2].pop()),
        ("number: not of the expected form", lambda said: said["figures-1"]["periods"][0][2][0].__setitem__(2, "1e9")),
        ("6 facts of a figure", lambda said: said["figures-1"]["periods"][0][2][0].pop()),
        ("record: not of the expected form", lambda said: said["figures-1"]["waiting"][0].__setitem__(1, "a b")),
        ("an aim without its number", lambda said: said["figures-1"]["aims"][0].__setitem__(4, None)),
        ("day: not of the expected form", lambda said: said["figures-1"]["standings"][0].__setitem__(1, "2026")),
    ],
)
def test_another_shape_or_other_figures_are_refused(refusal: str, change: Any) -> None:
    documents = written()
    change(documents)
    with pytest.raises(Unsound, match=refusal):
        FiguresTold.from_documents(documents)
