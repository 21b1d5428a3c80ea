"""The six pillars of ¶30 at Headquarters, and what peers published (¶7)."""

from desktop.base.progress import RunNow
from desktop.office import Office
from desktop.presenters.results.pillars import PillarsPresenter
from tests.exchanging import User, headquarters, seated, user
from tests.paper import words_of
from tests.presenters.results.test_indicators import plain
from tests.presenters.results.test_strategy_figures import write
from tests.refusal import refused

__all__ = ["headquarters", "user"]


def test_the_pillars_say_what_the_records_do_and_peers_stand_beside_with_their_source(
    headquarters: Office, user: User
) -> None:
    page = seated(PillarsPresenter(headquarters, RunNow()), user)
    page.refresh()
    page.narrow(year="2026")
    pillars = headquarters.definitions.strategy.pillars
    titles = [part.label["fr"] for part in page.kind.parts]
    assert [plain(title) for title in titles[:6]] == [
        f"{pillar.label['fr']} (¶30 {letter})" for pillar, letter in zip(pillars, "abcdef", strict=True)
    ]
    assert all(page.lines(pillar.id) for pillar in pillars)
    assert "C/106/INF/16" in page.words("revisions") and "facultatifs" in page.words("peers")
    with refused("strategy-figure-of-nobody"):
        write(headquarters, user, meaning="peer", year="2013", amount="1670000000", source="Rapport annuel 2013")
    write(headquarters, user, meaning="peer", peer="UNICEF", year="2013", amount="1670000000", source="Rapport annuel")
    write(headquarters, user, meaning="peer", peer="HCR", year="2013", amount="215000000", source="Rapport annuel")
    page.refresh()
    lines = [(line.title, plain(line.note)) for line in page.lines("peers")]
    assert lines[0] == ("UNICEF", "Année : 2013 · Dollars É.-U. : 1 670 000 000,00 USD · Source : Rapport annuel")
    assert [title for title, _note in lines] == ["UNICEF", "HCR", "OIM, reçu"] and page.chart("peers") is not None
    page.show_paper()
    assert page.pdf is not None and "1 670 000 000,00 USD" in plain(words_of(page.pdf))
