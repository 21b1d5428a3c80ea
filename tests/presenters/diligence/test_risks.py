"""The level of a case with its reasons, what would change it, and the form of a risk."""

from pathlib import Path

from desktop.base.progress import RunNow
from desktop.definitions.terms import Level
from desktop.presenters.diligence.risks import RisksPresenter
from tests.casework import Casework, work
from tests.exchanging import User, seated, user
from tests.services.diligence.test_risks import bidder, facts

__all__ = ["user", "work"]


def page(work: Casework, user: User) -> RisksPresenter:
    return seated(RisksPresenter(work.office, RunNow(), work.case.id), user)


def test_no_level_is_shown_before_the_minimum_is_known(work: Casework, user: User) -> None:
    seen = page(work, user)
    assert not seen.levels and not seen.reasons and not seen.prospects and not seen.benefit and not seen.rules
    assert "ne peut pas encore être évalué" in seen.state


def test_levels_stand_with_their_reasons_which_lead_to_their_answers_and_back(
    work: Casework, user: User, tmp_path: Path
) -> None:
    bidder(work, tmp_path)
    seen = page(work, user)
    assert [level for _words, level in seen.levels][:2] == [Level.HIGH, Level.HIGH] and len(seen.levels) == 5
    assert [reason.key for reason in seen.reasons] == ["K02"] and all(reason.words for reason in seen.reasons)
    assert seen.benefit and seen.prospects
    seen.open_question("K02")
    assert user.went[-1] == ("question", {"case": work.case.id, "question": "K02", "back": "risks"})
    seen.open_question("")
    assert len(user.went) == 1


def test_a_risk_is_written_changed_taken_off_and_its_measure_done(work: Casework, user: User) -> None:
    seen = page(work, user)
    seen.edit("")
    whole = vars(facts(work))
    seen.save({**whole, "clause": ""})
    (line,) = seen.lines
    assert seen.edited is None and seen.lacks(line) == "aucune clause" and seen.gaps
    assert seen.state_of(line) == "incomplet"
    seen.edit(line.risk.id)
    assert seen.shown["section"] == "K"
    seen.save(whole)
    (line,) = seen.lines
    assert seen.state_of(line) == "en cours" and not seen.gaps
    assert seen.words(line)["clause"] and seen.words(line)["owner"] and seen.cells(line)["due"].exact
    seen.finish(line.risk.id)
    assert seen.state_of(seen.lines[0]) == "fait"
    seen.set_aside(line.risk.id, True)
    assert not seen.lines
