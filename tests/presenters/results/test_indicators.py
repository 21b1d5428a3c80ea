"""The indicators as a reader meets them: story 18, its records one key away, and the budget of which it is a share."""

from decimal import Decimal

from sqlalchemy import select

from desktop.base.progress import RunNow
from desktop.bundles.figures import FiguresTold
from desktop.office import Office
from desktop.presenters.results.budget import BudgetPresenter
from desktop.presenters.results.indicator import IndicatorPresenter
from desktop.presenters.results.indicators import SINCE, IndicatorsPresenter
from desktop.services.results import aims, confirmed, confirming
from desktop.store.records import Budget, Contribution, Partner
from desktop.store.records.values import DollarBasis
from desktop.store.states import ContributionState
from tests.exchanging import User, seated, user
from tests.paper import words_of
from tests.services.results.histories import histories, records_of

__all__ = ["user"]
NO_BREAK = "\u00a0"


def record_story_18(office: Office) -> None:
    with office.store.change("Recorded", office.user.id) as session:
        session.add_all(own for _code, own in records_of(histories()[0].records) if not isinstance(own, Budget))


def confirm(office: Office) -> None:
    """Keep what Headquarters would work out from all that is here."""
    content = confirming.content_for(office.work, office.profile.code)
    reached = {office.work.store.identity.device: office.store.position().number}
    with office.store.note() as session:
        told = FiguresTold("2026-11-20T10:00:00.000Z", reached, content.fingerprint, content)
        confirmed.take_in(session, told)


def plain(words: str) -> str:
    return words.replace("\u202f", " ").replace(NO_BREAK, " ")


def test_the_figures_of_story_18_and_the_records_behind_them(office: Office, user: User) -> None:
    record_story_18(office)
    page = seated(IndicatorsPresenter(office, RunNow()), user)
    page.refresh()
    page.narrow(year="2026")
    assert "ne peut pas être calculée" in page.five_percent_sentence
    form = seated(BudgetPresenter(office, RunNow(), "2026"), user)
    form.take("money", {"amount": "2064000", "currency": "USD"})
    form.take("source", "Budget du bureau, 2026")
    form.save()
    page.refresh()
    assert plain(page.five_percent_sentence) == (
        "82 560,00 USD = 4,0 % d’un budget de 2 064 000,00 USD ; il manque 20 640,00 USD pour atteindre 5 %."
    )
    lines = {line.key: line for kind in page.types for line in page.lines_of(kind)}
    assert len(lines) == 13
    assert lines["RES-1"].cells["value"].exact == Decimal("82560.00")
    assert plain(lines["RES-4"].cells["value"].text) == "25,0 %"
    outcomes = [plain(page.outcome_signs_of(kind)) for kind in page.types]
    assert outcomes[0] == (
        "Croissance du nombre d’acteurs privés mobilisés : non calculable (0 ; période précédente : 0)"
        "\nRégions d’où viennent ces acteurs : 0 sur 7"
    )
    assert outcomes[2] == "Nouveaux donateurs : 3"  # lasting givers are an indicator themselves
    received, share = page.charts
    assert plain(received.spoken(1, 4)) == "2026, Biens : 18 400 USD" and share.reference is not None
    behind = seated(IndicatorPresenter(office, RunNow(), "RES-1"), user)
    behind.refresh()
    assert [line.key for line in behind.counted_lines] == ["g1", "g2", "g3", "g4"] and not behind.left_out_lines
    behind.open_record("g2")
    assert user.went[-1] == ("contribution", {"id": "g2"})
    lasting = seated(IndicatorPresenter(office, RunNow(), "RES-4"), user)
    lasting.refresh()
    assert plain(lasting.value) == "1 sur 4 partenaires : 25,0 %"
    assert {line.cells["reason"].text for line in lasting.left_out_lines} == {
        "dons sur un an au plus, sans accord plus long"
    }
    page.narrow(year=SINCE)
    assert page.answer is not None and page.answer.figures["RES-1"].value == Decimal("122560.00")
    form.take_back()
    page.narrow(year="2026")
    assert "ne peut pas être calculée" in page.five_percent_sentence
    form.take_back()
    assert form.budget is not None and form.budget.amount == "2064000"


def test_the_figures_that_headquarters_confirmed_stand_beside_with_the_cause_of_each_difference(
    office: Office, user: User
) -> None:
    record_story_18(office)
    page = seated(IndicatorsPresenter(office, RunNow()), user)
    page.refresh()
    page.narrow(year="2026")
    assert page.confirmed_sentence.startswith("Le Siège n’a encore confirmé aucun chiffre")
    confirm(office)
    with office.store.change("Recorded", office.user.id) as session:
        session.get_one(Contribution, "g3").amount_usd = "19680.10"
    with office.store.change("Noted", "", office=office.profile.code) as session:  # as a change of Headquarters
        session.get_one(Partner, "T").known_to = ["ML10", "NE10"]
    page.refresh()
    assert plain(page.confirmed_sentence) == (
        "Confirmé par le Siège le 20 novembre 2026. 1 chiffre y est autre ; la raison est donnée plus bas."
    )
    lines = {line.key: line for kind in page.types for line in page.lines_of(kind)}
    assert plain(lines["RES-1"].cells["confirmed"].text) == "82 560,00 USD"
    assert lines["RES-4"].cells["confirmed"].exact == Decimal(25)
    (line,) = page.difference_lines
    assert (line.key, plain(line.title)) == (
        "RES-1",
        "Contributions reçues : 82 560,10 USD ici, 82 560,00 USD au Siège",
    )
    assert plain(line.note).startswith("Votre chiffre est plus récent : le Siège n’a pas encore reçu")
    page.show_paper()
    assert page.pdf is not None
    words = " ".join(plain(words_of(page.pdf)).split())
    assert "Écarts avec le Siège" in words and "82 560,10 USD 82 560,00 USD Votre chiffre est plus récent" in words
    behind = seated(IndicatorPresenter(office, RunNow(), "RES-1"), user)
    behind.refresh()
    assert [plain(value) for _name, value in behind.confirmed_facts] == ["82 560,10 USD", "82 560,00 USD", "+0,10 USD"]
    ((cause, (record,)),) = behind.causes
    assert plain(cause).startswith("Votre chiffre est plus récent : ") and record.title == "–"
    behind.open_cause(record.key)
    assert user.went[-1] == ("contribution", {"id": "g3"})
    assert plain(behind.confirmed_sentence) == "Confirmé par le Siège le 20 novembre 2026."
    givers = seated(IndicatorPresenter(office, RunNow(), "RES-4"), user)
    givers.refresh()
    assert givers.confirmed_facts[-1] == ("Compté une fois dans le monde", "T (ML10, NE10)")
    with office.store.change("Recorded", office.user.id) as session:
        session.get_one(Contribution, "g1").received_on = "2025-10-02"
    page.refresh()
    assert plain(page.confirmed_sentence).endswith(
        "2 chiffres sont plus récents ici : le Siège n’a pas encore reçu vos modifications à partir du numéro 4."
    )
    assert not page.difference_lines, "the sentence says why, once"
    page.narrow(year="2015")
    assert "mais pas cette période" in page.confirmed_sentence


def test_the_page_says_what_would_close_the_gap_and_stands_on_paper_with_the_same_figures(
    office: Office, user: User
) -> None:
    record_story_18(office)
    with office.store.change("Promised", office.user.id) as session:
        session.add(
            Contribution(
                id="p1", partner_id="T", state=ContributionState.CONFIRMED, amount="10000", amount_usd="10000.00"
            )
        )
        session.add(
            Contribution(
                id="p2",
                partner_id="T",
                fulfils="p1",
                state=ContributionState.RECEIVED,
                received_on="2026-11-02",
                amount="2500.50",
                amount_usd="2500.50",
            )
        )
    aims.set_budget(office.work, 2026, Decimal(2_064_000), "USD", "Budget du bureau")
    page = seated(IndicatorsPresenter(office, RunNow()), user)
    page.refresh()
    page.narrow(year="2026")
    assert plain(page.outlook_lines[0][1]) == "Confirmé et pas encore reçu : 7 499,50 USD (1 promesse)"
    page.show_paper()
    assert page.pdf is not None
    words = " ".join(plain(words_of(page.pdf)).split())
    assert "85 060,50" in words and "18 139,50" in words and "7 499,50" in words
    for line in (own for kind in page.types for own in page.lines_of(kind)):
        assert plain(line.cells["value"].text) in words


def test_a_budget_that_is_put_back_has_the_dollars_that_it_had(office: Office, user: User) -> None:
    aims.set_budget(office.work, 2026, Decimal(5000), "USD", "Note 1")
    with office.store.change("Recorded", office.user.id) as session:  # at a rate that is in use no more
        budget = session.scalars(select(Budget)).one()
        budget.amount, budget.currency, budget.amount_usd = "600000", "XOF", "1000.00"
        budget.dollars = DollarBasis(value="600000", currency="XOF", usd="1000.00", rate="600", rate_on="2026-01-01")
    form = seated(BudgetPresenter(office, RunNow(), "2026"), user)
    form.take("money", {"amount": "7000", "currency": "USD"})
    form.save()
    form.take_back()
    assert form.budget is not None and form.budget.source == "Note 1"
    assert (form.budget.currency, form.budget.amount_usd, form.budget.dollars) == ("XOF", "1000.00", budget.dollars)
