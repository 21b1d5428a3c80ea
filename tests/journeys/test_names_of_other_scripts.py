"""Stories 10 and 11 with an Arabic and a Chinese name, after a look without a record: every page says how a name reads.

The officer looks the name up, makes the partner from there, sets the namesake aside by its facts, and a new list with
another birth brings it back.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from desktop.base import paths
from desktop.base.progress import RunNow
from desktop.office import Office
from desktop.presenters.screening.name_lookup import NameLookupPresenter
from desktop.presenters.screening.screening import ScreeningPresenter, hit_line
from desktop.screening import library
from desktop.services.registry import partner_persons, partners
from desktop.services.screening import lookup_notes
from desktop.store.records import Officer, Partner, Person
from tests.exchanging import User, user
from tests.journeys.test_false_positive import bring, matches, opened, settle
from tests.makers import on
from tests.offices import chief, chief_seal, office, office_folder, runner
from tests.paper import words_of

__all__ = ["chief", "chief_seal", "office", "office_folder", "runner", "user"]


@dataclass(frozen=True)
class Namesake:
    """Somebody invented with the name of a listed person: the name, its reading, the birth, and what the list says."""

    name: str
    reading: str
    country: str
    birth: str
    reference: str
    listed_birth: str
    later_birth: str
    swaps: tuple[tuple[str, str], ...] = ()  # of the practice list, for an entry in this script


ARABIC = Namesake(
    "يوسف عبد الكريم المزروقي", "Yusuf Abd al-Krim al-Mzruki", "NE", "1984-03-14", "PRi.002", "1968-07-19", "1984-07-19"
)
CHINESE = Namesake(
    *("张国强", "Zhang Guo Qiang", "SN", "1979-02-01", "PRi.008", "1961-04-14", "1979-04-14"),
    swaps=(("박정건", "张国强"), (">PAK<", ">ZHANG<"), (">CHONG<", ">GUO<"), (">GUN<", ">QIANG<")),
)


def published(folder: Path, of: Namesake, day: str, birth: str) -> Path:
    """The practice list of a day, with the entry of the namesake born then."""
    text = (paths.resources() / "reference" / library.PRACTICE).read_text(encoding="utf-8")
    for old, new in (("2026-11-03", day), (of.listed_birth, birth), *of.swaps):
        assert old in text
        text = text.replace(old, new, 1)
    path = folder / f"liste-{day}.xml"
    path.write_text(f"{text}<!-- another copy -->\n", encoding="utf-8")
    return path


@pytest.mark.parametrize("of", [ARABIC, CHINESE], ids=["Arabic", "Chinese"])
def test_a_namesake_is_looked_up_set_aside_and_comes_back(
    office: Office, runner: RunNow, chief: Officer, user: User, tmp_path: Path, of: Namesake
) -> None:
    on(office, date(2026, 11, 23))
    bring(office, runner, published(tmp_path, of, "2026-11-03", of.listed_birth))
    page = NameLookupPresenter(office, runner, of.name)
    page.open_place = user.go
    page.arrive()
    page.search()
    assert page.hit is not None and page.hit.entry.reference == of.reference
    assert any(of.reading in name for name, _quality in page.listed_names)
    assert dict(page.facts)["Naissance"]
    page.show_paper()
    assert page.pdf is not None and of.reference in words_of(page.pdf)
    page.add_partner()
    assert user.went[-1] == ("add_partner", {"name": of.name})
    assert lookup_notes.remembered(office.work)[0].names[0].name == of.name

    firm = partners.register(office.work, Partner(name="Sahel Fret Logistique SARL", country="NE"))
    manager = Person(partner_id=firm.id, name=of.name, roles=["director"], birth_date=of.birth, nationality=of.country)
    partner_persons.add(office.work, manager)
    screen = ScreeningPresenter(office, runner, partner=firm.id)
    screen.search()
    [card] = matches(office, runner)
    screen = opened(office, runner, card)
    assert screen.candidate is not None
    name, *facts = screen.facts
    assert of.reading in name.ours and "contradicts" in {fact.verdict for fact in facts}
    hit = screen.candidate.hit  # whichever of the two names of the entry was met, it can be read
    assert of.reading.lower() in f"{hit.name} {hit_line(hit)}".lower()
    settle(office, runner, chief, card)
    assert not matches(office, runner)
    after = ScreeningPresenter(office, runner, partner=firm.id)
    after.refresh()
    after.show_paper()
    assert after.pdf is not None
    certificate = " ".join(words_of(after.pdf).split())
    assert of.reading in certificate and "il y a 20 jours" in certificate

    bring(office, runner, published(tmp_path, of, "2026-11-23", of.later_birth))
    [again] = matches(office, runner)
    assert "La liste a changé" in again.note
    returned = opened(office, runner, again)
    assert returned.reopened and len(returned.earlier) >= 1
