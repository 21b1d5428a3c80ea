"""Stories 10 and 11 through the presenters: a namesake is set aside with a reason, and the list brings it back.

The carrier of Niamey, its manager, and the practice list whose entry has another birth and another country.
"""

from datetime import date
from pathlib import Path

import pytest

from desktop.base import paths
from desktop.base.progress import RunNow
from desktop.office import Office
from desktop.presenters.screening.lists import ListsPresenter
from desktop.presenters.screening.screening import ScreeningPresenter
from desktop.presenters.today import TodayPresenter
from desktop.presenters.today_cards import CardState
from desktop.screening import library
from desktop.services.office import people
from desktop.services.registry import partner_persons, partners
from desktop.store.records import Officer, Partner, Person
from tests.makers import on
from tests.offices import chief, chief_seal, office, office_folder, runner
from tests.refusal import refused

__all__ = ["chief", "chief_seal", "office", "office_folder", "runner"]

REASON = "Naissance (1984 contre 1971) et nationalité contredites, copie de la carte d’identité, pièce 12."


@pytest.fixture
def carrier(office: Office) -> Partner:
    made = partners.register(office.work, Partner(name="Sahel Fret Logistique SARL", country="NE"))
    manager = Person(
        partner_id=made.id,
        name="Moussa Harouna Abdou",
        roles=["director"],
        birth_date="1984-03-14",
        nationality="NE",
        document="CNI 1984-0314-55",
    )
    partner_persons.add(office.work, manager)
    return made


def published(folder: Path, day: str, old: str = "", new: str = "") -> Path:
    text = (paths.resources() / "reference" / library.PRACTICE).read_text(encoding="utf-8")
    changed = text.replace("2026-11-03", day, 1).replace(old, new, 1) if old else text + "<!-- a copy -->\n"
    path = folder / f"liste-{day}.xml"
    path.write_text(changed, encoding="utf-8")
    return path


def bring(office: Office, runner: RunNow, path: Path) -> ListsPresenter:
    on(office, date(2026, 11, 23))
    screen = ListsPresenter(office, runner)
    screen.refresh()
    screen.examine(path)
    assert screen.imported is not None
    return screen


def matches(office: Office, runner: RunNow) -> list[CardState]:
    screen = TodayPresenter(office, runner)
    screen.refresh()
    return [card for card in screen.mine if card.drawing == "screening"]


def opened(office: Office, runner: RunNow, card: CardState) -> ScreeningPresenter:
    assert card.place == "screening"
    screen = ScreeningPresenter(office, runner, **dict(card.arguments))
    screen.refresh()
    screen.begin()
    return screen


def settle(office: Office, runner: RunNow, chief: Officer, card: CardState) -> None:
    """The officer sets the candidate aside, the Chief of Mission confirms."""
    screen = opened(office, runner, card)
    screen.choose("not_same")
    screen.explain(REASON)
    screen.save()
    at_work = office.user
    office.user = next(o for o in people.officers(office.store) if o.id == chief.id)
    second = opened(office, runner, card)
    assert second.may_confirm
    second.confirm()
    office.user = at_work


def test_a_namesake_is_set_aside_by_its_facts_and_with_a_reason(
    office: Office, runner: RunNow, chief: Officer, carrier: Partner, tmp_path: Path
) -> None:
    bring(office, runner, published(tmp_path, "2026-11-03"))
    [card] = matches(office, runner)
    assert carrier.name in card.title
    screen = opened(office, runner, card)
    assert screen.candidate is not None
    verdicts = {fact.verdict for fact in screen.facts}
    assert "contradicts" in verdicts and "unknown" in verdicts
    assert "%" not in screen.why, "a percentage says nothing"
    screen.choose("not_same")
    with refused("ruling-without-reason"):
        screen.save()
    settle(office, runner, chief, card)
    assert not matches(office, runner)
    after = ScreeningPresenter(office, runner, partner=carrier.id)
    after.refresh()
    assert [c.ruling.reason for c in after.alerting if c.ruling] == [REASON], "what was set aside stays in sight"
    after.show_paper()
    assert after.pdf is not None and after.pdf.startswith(b"%PDF")


def test_a_new_list_brings_the_candidate_back_with_its_earlier_ruling(
    office: Office, runner: RunNow, chief: Officer, carrier: Partner, tmp_path: Path
) -> None:
    bring(office, runner, published(tmp_path, "2026-11-03"))
    settle(office, runner, chief, matches(office, runner)[0])
    screen = bring(office, runner, published(tmp_path, "2026-11-23", "<YEAR>1971</YEAR>", "<YEAR>1984</YEAR>"))
    assert screen.searched is not None and screen.searched.changed == 1
    [card] = matches(office, runner)
    assert card.title == "Correspondance à revoir\N{NO-BREAK SPACE}: Sahel Fret Logistique SARL"
    assert "La liste a changé" in card.note
    again = opened(office, runner, card)
    assert again.candidate is not None and again.candidate.open
    assert again.reopened
    assert any(REASON in line for line in again.earlier)
