"""Targets, baselines and the budget of IOM as Headquarters writes, corrects and takes them back."""

from desktop.base.progress import RunNow
from desktop.office import Office
from desktop.presenters.results.indicator import IndicatorPresenter
from desktop.presenters.results.indicators import IndicatorsPresenter
from desktop.presenters.results.strategy_figure import StrategyFigurePresenter
from desktop.presenters.results.strategy_figures import StrategyFiguresPresenter
from desktop.store.states import FigureMeaning
from tests.exchanging import User, headquarters, seated, user
from tests.presenters.results.test_indicators import plain
from tests.refusal import refused

__all__ = ["headquarters", "user"]


def write(headquarters: Office, user: User, **fields: str) -> StrategyFigurePresenter:
    """A figure as somebody types it."""
    form = seated(StrategyFigurePresenter(headquarters, RunNow()), user)
    for key, content in fields.items():
        form.take(key, content)
    form.save()
    return form


def test_a_target_is_written_corrected_and_taken_back(headquarters: Office, user: User) -> None:
    listed = seated(StrategyFiguresPresenter(headquarters, RunNow()), user)
    listed.refresh()
    assert listed.is_empty and listed.may_add
    form = write(headquarters, user, indicator="RES-1", year="2026", amount="5000000", source="Note 7")
    assert plain(form.recorded_sentence) == "Enregistré : Contributions reçues, 5 000 000,00 USD."
    with refused("strategy-figure-twice"):
        write(headquarters, user, indicator="RES-1", year="2026", amount="1", source="Note 8")
    form.start_over()
    form.undo()
    listed.refresh()
    assert listed.is_empty
    form.undo()
    baseline = {"meaning": FigureMeaning.BASELINE, "indicator": "ADV-1", "year": "2019", "amount": "60"}
    write(headquarters, user, **baseline, source="Stratégie, note 1")
    write(headquarters, user, meaning=FigureMeaning.BUDGET, year="2026", amount="2000000000", source="C/110/3")
    listed.refresh()
    assert [(line.title, line.figure.year) for line in listed.lines] == [
        ("Budget de l’OIM", "2026"),
        ("Contributions reçues", "2026"),
        ("Acteurs privés mobilisés", "2015"),
    ]
    listed.narrow(meaning=FigureMeaning.TARGET)
    (line,) = listed.lines
    assert plain(line.note) == "Cible · 2026 · toute l’Organisation · 5 000 000,00 USD · Note 7"
    listed.open(line.figure.id)
    assert user.went[-1] == ("strategy_figure", {"id": line.figure.id})
    page = seated(StrategyFigurePresenter(headquarters, RunNow(), line.figure.id), user)
    page.take("amount", "6000000")
    page.save()
    assert [plain(words) for _when, words in page.history[:1]] == ["Nombre : 6000000"] and len(page.history) == 4
    page.undo()
    assert page.figure is not None and page.figure.amount == "5000000"
    page.set_aside(True)
    assert page.is_set_aside and page.state.endswith("retiré")
    page.set_aside(False)
    shown = seated(IndicatorsPresenter(headquarters, RunNow()), user)
    shown.refresh()
    shown.narrow(year="2026")
    lines = {line.key: line for kind in shown.types for line in shown.lines_of(kind)}
    assert plain(lines["RES-1"].cells["target"].text) == "5 000 000,00 USD" and shown.may_set
    assert plain(shown.five_percent_sentence).endswith(
        "d’un budget de 2 000 000 000,00 USD ; il manque 100 000 000,00 USD pour atteindre 5 %."
    )
    behind = seated(IndicatorPresenter(headquarters, RunNow(), "ADV-1"), user)
    behind.refresh()
    assert ("Valeur de départ 2015, toute l’Organisation", "60 · Stratégie, note 1") in behind.facts
