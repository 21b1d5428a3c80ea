"""The page of reports: what each contains, the period and the language that were chosen, paper and files."""

import json

from desktop.base.progress import RunNow
from desktop.office import Office
from desktop.presenters.results.narrative import NarrativePresenter
from desktop.presenters.results.reports import SINCE, ReportsPresenter
from desktop.services.reports.building import ReportFormat
from tests.exchanging import User, seated, user
from tests.paper import words_of
from tests.presenters.results.test_indicators import record_story_18
from tests.refusal import refused

__all__ = ["user"]


def test_a_report_is_chosen_read_and_saved_in_another_language(office: Office, user: User) -> None:
    page = seated(ReportsPresenter(office, RunNow()), user)
    page.refresh()
    assert page.lines[0].key == "office" and page.kind is not None
    assert "Partenariats" in page.contents and "bureau" in page.about
    present = office.work.today().year
    assert page.state == f"{present} · Français"
    page.narrow(period=f"{present}-H1", language="es")
    assert page.state.replace("\u00a0", " ") == f"du 1er janvier {present} au 30 juin {present} · Español"
    page.narrow(period=SINCE)
    assert page.period.first.year == 2016
    page.narrow(period="2026")
    page.open_kind("office")
    assert page.pdf is not None and "Informe de la oficina" in words_of(page.pdf)
    page.hide_paper()
    page.save_as(ReportFormat.JSON)
    saved = json.loads(user.opens[-1].read_text(encoding="utf-8"))
    assert (saved["language"], saved["period"]) == ("es", {"first": "2026-01-01", "last": "2026-12-31"})
    assert "Informe de la oficina 2026.json" in page.deed_sentence
    page.look_at("partner")
    with refused("report-of-nobody"):
        page.show_paper()
    record_story_18(office)
    page.refresh()
    page.narrow(partner=page.givers[0][0])
    page.show_paper()
    assert page.pdf is not None and page.paper_name == f"Informe a un asociado {page.givers[0][1]} 2026.pdf"
    page.hide_paper()
    page.look_at("office")
    page.look_at("nothing of the kind")
    page.look_at("evaluation")
    assert page.may_hand_out and page.frozen_sentence == "Il est figé dès qu’il est remis."
    page.hand_out()
    assert user.asked and page.handed is not None and page.frozen_sentence == page.deed_sentence
    page.refresh()
    assert not page.may_hand_out
    page.look_at("office")
    assert page.kind.id == "office"


def test_the_office_tells_of_the_period_that_is_looked_at(office: Office, user: User) -> None:
    page = seated(ReportsPresenter(office, RunNow(), "office"), user)
    page.narrow(period="2026-H1")
    assert page.may_tell and "du 1er janvier 2026" in page.tell_words.replace("\u00a0", " ")
    page.open_narrative()
    place, arguments = user.went[-1]
    assert (place, arguments) == ("narrative", {"first": "2026-01-01", "last": "2026-06-30"})
    form = seated(NarrativePresenter(office, RunNow(), **arguments), user)  # type: ignore[arg-type]
    with refused("narrative-empty"):
        form.save()
    form.take("achieved", "Des lampes.")
    form.save()
    form.take("difficulties", "Les pluies.")
    form.save()
    form.undo()
    assert form.fields["difficulties"] == ""
    form.undo()
    assert (form.fields["difficulties"], form.fields["language"]) == ("Les pluies.", "fr")
    form.set_aside(True)
    assert form.state == "retiré" and form.is_set_aside
    page.look_at("evaluation")
    assert not page.may_tell and page.tell_words == ""
