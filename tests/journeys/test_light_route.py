"""The light route holds wherever its case is read: put back from a backup, at Headquarters, on the other laptop."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desktop.base.values import Json
from desktop.definitions.terms import Depth, Level
from desktop.office import Office
from desktop.services.diligence import assessments, findings, overview
from desktop.services.diligence.authority import who_decides
from desktop.services.diligence.findings import FindingFacts
from desktop.store.records import Officer
from tests.carried import TwoLaptops, original, two
from tests.journeys.test_put_back import assert_the_same, back_up, put_back, recognise, rounds
from tests.makers import on
from tests.offices import chief, headquarters, office, office_folder
from tests.services.diligence.test_decisions import DAY, prepare

__all__ = ["chief", "headquarters", "office", "office_folder", "original", "two"]

ROOMS: dict[str, Any] = {  # a gift of hotel rooms worth USD 7,400
    "value": "7400.00",
    "value_usd": "7400.00",
    "contribution_kinds": ["services"],
    "goods_kinds": [],
}
QUARREL = FindingFacts(
    question="G02", text="Un fournisseur se plaint de retards.", source="Le Soleil", status="rumour", scale=1
)


@dataclass(frozen=True)
class Stand:
    """Where a case stands as one computer works it out: the route, what is asked, what counts, who decides."""

    light: bool
    tier: Depth
    level: Level
    asked: tuple[str, ...]
    answers: tuple[tuple[str, Json], ...]
    missing: tuple[str, ...]
    decides: str


def stand(side: Office, case: str) -> Stand:
    """The case as this computer shows it."""
    found = overview.read(on(side, DAY), case)
    review, counted = found.assessment.review, found.assessment.answers
    return Stand(
        review.light,
        review.tier,
        review.inherent,
        tuple(id_ for section in review.sections for id_ in section.questions),
        tuple(sorted((id_, answer.value) for id_, answer in counted.items() if id_ in review.answers)),
        tuple(gap.question for gap in review.missing),
        who_decides(side.definitions.authority, review, found.deciders),
    )


def test_a_light_case_is_the_same_after_a_restore_and_at_headquarters(
    office: Office, chief: Officer, headquarters: Office, tmp_path: Path
) -> None:
    on(headquarters, DAY)
    recognise(office, headquarters)
    case = prepare(office, office.user, chief, "low", **ROOMS)
    here = stand(office, case)
    assert (here.light, here.tier, here.level, here.missing) == (True, Depth.BASIC, Level.LOW, ())
    assert chief.name in here.decides
    rounds(office, headquarters, 1)
    assert stand(headquarters, case) == here
    copy = back_up(office, tmp_path / "stick")
    folder, opened = office.folder, office.opened
    office.close()
    with put_back(folder, copy, opened) as again:
        assert stand(again, case) == here
        recognise(again, headquarters)
        findings.add(on(again, DAY), case, QUARREL)
        rounds(again, headquarters)
        assert_the_same(again, headquarters)
        left = stand(again, case)
        assert not left.light and left.tier is Depth.STANDARD and set(here.asked) - {"F06"} < set(left.asked)
        kept = [(id_, value) for id_, value in here.answers if id_ in left.asked and id_ != QUARREL.question]
        assert all(said in left.answers for said in kept) and len(kept) > 10, "what was answered stays answered"
        assert stand(headquarters, case) == left


def test_a_finding_of_the_other_laptop_leaves_the_light_route_on_both(two: TwoLaptops) -> None:
    with two.awa() as awa, two.chef() as chef, two.headquarters() as hq:
        for side in (awa, chef, hq):
            on(side, DAY)
        case = prepare(awa, awa.user, chef.user, "low", **ROOMS)
        both = (awa, chef, hq)
        for laptop in (chef, awa, chef):
            rounds(laptop, hq, 1)
        before = stand(awa, case)
        assert before.light and chef.user.name in before.decides
        assert [stand(side, case) for side in both] == [before, before, before]

        findings.add(on(chef, DAY), case, QUARREL)
        left = stand(chef, case)
        assert not left.light and left.tier is Depth.STANDARD and left.missing
        assert stand(awa, case) == before, "no file has come yet"
        rounds(chef, hq, 1)
        rounds(awa, hq, 1)
        assert [stand(side, case) for side in both] == [left, left, left]

        (line,) = findings.lines(awa.definitions.form, assessments.read(awa.work, case))
        findings.set_aside(on(awa, DAY), line.key, True)  # what was reached stays: depth falls only with a reason
        rounds(awa, hq, 1)
        rounds(chef, hq, 1)
        after = stand(awa, case)
        assert not after.light and after.tier is Depth.STANDARD
        assert [stand(side, case) for side in both] == [after, after, after]
