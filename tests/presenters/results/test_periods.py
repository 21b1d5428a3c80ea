"""The figures of a period as an office puts them forward, signs and restates them on its pages."""

from desktop.base.progress import RunNow
from desktop.office import Office
from desktop.presenters.results.indicators import IndicatorsPresenter
from desktop.presenters.results.period import PeriodPresenter, SigningDeed
from desktop.presenters.results.periods import PeriodsPresenter
from desktop.services import today
from desktop.services.results import periods
from desktop.services.today import TodayKind
from desktop.store.records import Budget, Contribution, Officer
from tests.exchanging import User, seated, user
from tests.offices import PASSPHRASE, chief, chief_seal, office, office_folder
from tests.paper import words_of
from tests.refusal import refused
from tests.services.results.histories import histories, records_of

__all__ = ["chief", "chief_seal", "office", "office_folder", "user"]

CHIEF = f"{PASSPHRASE} chef"


def record(office: Office) -> int:
    """A year of gifts that is over, and which."""
    year: int = office.work.today().year - 1
    with office.store.change("Recorded", office.user.id) as session:
        for _code, own in records_of(histories()[0].records):
            if isinstance(own, Contribution):
                own.received_on = f"{year}-05-05"
            if not isinstance(own, Budget):
                session.add(own)
    return year


def test_a_year_is_put_forward_signed_corrected_and_restated(office: Office, chief: Officer, user: User) -> None:
    year = str(record(office))
    page = seated(PeriodsPresenter(office, RunNow()), user)
    page.refresh()
    assert page.is_empty and page.open_lines[0].key != "" and page.lines == []
    key = next(line.key for line in page.open_lines if line.title == year)
    page.prepare(key)
    place, arguments = user.went[-1]
    assert place == "period"
    own = seated(PeriodPresenter(office, RunNow(), arguments["id"]), user)
    own.refresh()
    assert own.deed is None and own.waits_for == "Ces chiffres attendent une signature." and own.may_withdraw
    assert [item for item in today.board(office.work).mine if item.kind == TodayKind.PERIOD] == []

    office.user = chief
    (card,) = [item for item in today.board(office.work).mine if item.kind == TodayKind.PERIOD]
    assert (card.id, card.name) == (own.id, year)
    own.refresh()
    assert own.deed is SigningDeed.SIGN and [spec.key for row in own.rows for spec in row] == ["passphrase"]
    with refused("passphrase-missing"):
        own.sign("")
    own.sign(CHIEF)
    assert own.state.startswith("Clos le ") and not own.may_withdraw and own.rows == []
    received = next(line for line in own.lines if line.key == "RES-1")
    assert received.cells["signed"].text and not received.cells["restated"].text

    with office.store.change("Corrected", chief.id) as session:
        session.get_one(Contribution, "g2").amount_usd = "5.00"
    own.refresh()
    received = next(line for line in own.lines if line.key == "RES-1")
    assert own.deed is SigningDeed.RESTATE and received.cells["now"].text and "changé depuis" in own.state
    own.take("reason", "La facture était fausse")
    own.sign(CHIEF)
    (line, *_more) = own.restatement_lines
    assert "La facture était fausse" in line.title and "rectification le" in own.state and own.deed is None
    received = next(line for line in own.lines if line.key == "RES-1")
    assert received.cells["restated"].text and not received.cells["now"].text
    own.show_paper()
    assert own.pdf is not None and "La facture était fausse" in words_of(own.pdf).replace("\n", " ")
    figures = seated(IndicatorsPresenter(office, RunNow()), user)
    figures.narrow(year=year)
    figures.refresh()
    assert figures.closing_sentence == own.state
    page.refresh()
    assert [line.title for line in page.lines] == [year]
    page.open_period(own.id)
    own.open_figure("RES-1")
    assert user.went[-2:] == [("period", {"id": own.id}), ("indicator", {"id": "RES-1"})]


def test_what_is_not_signed_is_taken_back(office: Office, user: User) -> None:
    record(office)
    page = seated(PeriodsPresenter(office, RunNow()), user)
    page.refresh()
    page.prepare(page.open_lines[0].key)
    own = seated(PeriodPresenter(office, RunNow(), periods.listed(office.work)[0].closing.id), user)
    own.refresh()
    own.put_forward_again()
    own.withdraw()
    own.refresh()
    assert user.went[-1] == ("periods", {}) and own.is_missing and not own.lines and "retirée" in own.state
