"""The ledger as officers work with it: a promise in six fields, what arrives, its value in four pages, the sums."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from desktop.base.progress import RunNow
from desktop.base.values import today
from desktop.documents.sheet import SheetKind
from desktop.presenters.agreements.arrival import ArrivalPresenter
from desktop.presenters.results.contribution import ContributionPresenter
from desktop.presenters.results.contribution_step import ContributionStepPresenter
from desktop.presenters.results.contributions import ContributionsPresenter
from desktop.presenters.results.promise import PromisePresenter
from desktop.presenters.results.valuation import ValuationPresenter
from desktop.services.diligence import papers
from desktop.services.results import ledger, valuing
from desktop.store.records import Contribution
from tests.agreed import Agreed, agreed, agreed_folder, in_force
from tests.exchanging import User, seated, user
from tests.refusal import refused
from tests.services.results.test_ledger import Giving, giving

__all__ = ["agreed", "agreed_folder", "giving", "in_force", "user"]
DAY = today()
NBSP = "\u00a0"


def told(page: Any, **typed: Any) -> Any:
    for key, value in typed.items():
        page.take(key, value)
    return page


def keys(page: Any) -> list[str]:
    return [field.key for row in page.rows for field in row]


@pytest.fixture
def office(agreed: Agreed, giving: Giving) -> Any:
    return agreed.office


def shown(office: Any, user: User, id_: object) -> ContributionPresenter:
    return seated(ContributionPresenter(office, RunNow(), str(id_)), user)


def test_a_promise_takes_six_fields_and_arrives_in_two_parts(office: Any, user: User, giving: Giving) -> None:
    new = seated(PromisePresenter(office, RunNow(), partner=giving.agreement.partner_id), user)
    assert keys(new) == ["form", "worth", "description", "promised_on", "due_on", "reference"]
    money = {"amount": "10000", "currency": "USD"}
    told(new, form="money", description="Don annuel", worth=money, reference="LTR 7").save()
    place, arguments = user.went[-1]
    assert place == "contribution"
    page = shown(office, user, arguments["id"])
    assert page.mark == ("info", "Promesse") and page.left_words == f"10{NBSP}000,00{NBSP}USD"
    page.receive()
    place, arguments = user.went[-1]
    assert place == "arrival" and arguments["agreement"] == giving.agreement.id
    arrival = seated(ArrivalPresenter(office, RunNow(), **arguments), user)
    assert not arrival.fields["reference"] and "encore attendu" in arrival.state
    told(arrival, worth={"amount": "4000", "currency": "USD"}).record()
    assert page.left_words != "" and user.went[-1][0] == "contribution"
    page.refresh()
    assert page.left_words == f"6{NBSP}000,00{NBSP}USD" and len(page.life_lines) == 1
    rest = seated(ArrivalPresenter(office, RunNow(), **arguments), user)
    assert rest.fields["worth"] == {"amount": "6000.00", "currency": "USD"} or rest.fields["worth"]["amount"] == "6000"
    told(rest, worth={"amount": "7000", "currency": "USD"})
    assert rest.asks_beyond and "beyond" in keys(rest)
    with refused("arrival-beyond-promise"):
        rest.record()
    told(rest, beyond="surplus").record()
    page.refresh()
    assert page.mark[1] == "Arrivée en parts" and "supplément" in page.left_words
    part = shown(office, user, page.life_lines[0][0])
    assert part.has_receipt and part.deeds[0][0] == "Corriger ce qui est arrivé"
    part.show_paper()
    assert part.pdf is not None and part.pdf.startswith(b"%PDF")
    part.correct()
    corrected = seated(ArrivalPresenter(office, RunNow(), **user.went[-1][1]), user)
    told(corrected, channel="employees").record()
    assert giving.now(part.record).channel == "employees"


def test_a_reference_in_use_is_asked_about_before_anything_is_saved(office: Any, user: User, giving: Giving) -> None:
    first = giving.promise(details=ledger.ContributionDetails(reference="FA 1"))
    new = seated(PromisePresenter(office, RunNow(), like=first.id), user)
    assert new.fields["description"] == "Un don" and not new.fields.get("reference")
    told(new, reference="fa-1")
    assert "another" in keys(new) and "déjà" in new.twin
    with refused("reference-used-twice"):
        new.save()
    told(new, another=True).save()
    assert user.went[-1][0] == "contribution"


def test_the_steps_of_a_contribution_and_their_ways_back(office: Any, user: User, giving: Giving) -> None:
    promise = giving.promise("100", "goods", quantity="10", unit="tentes")
    for step, typed, state in (
        ("confirm", {}, "confirmed"),
        ("refuse", {"quantity": "3", "reason": "damaged"}, "confirmed"),
        ("write_off", {"reason": "ended", "note": "Fin"}, "written_off"),
    ):
        told(seated(ContributionStepPresenter(office, RunNow(), promise.id, step), user), **typed).save()
        assert giving.now(promise).state == state
    page = shown(office, user, promise.id)
    assert ("Motif", "L’accord a pris fin · Fin") in page.facts
    page.expect_again()
    assert page.record.state == "confirmed" and page.undo is not None
    page.take_back_deed(page.undo)
    assert page.record.state == "written_off"
    page.expect_again()
    page.unconfirm()
    assert page.record.state == "promised"
    received = giving.receive("100")
    told(seated(ContributionStepPresenter(office, RunNow(), received.id, "refund"), user), amount="40").save()
    told(seated(ContributionStepPresenter(office, RunNow(), received.id, "report"), user)).save()
    page = shown(office, user, received.id)
    assert page.mark == ("good", "Reçue et rapportée") and f"−40,00{NBSP}USD" in page.life_lines[0][2]
    page.unreport()
    refund = shown(office, user, page.life_lines[0][0])
    refund.take_back()
    assert refund.mark[1] == "Retirée"
    refund.take_back()
    listed = seated(ContributionsPresenter(office, RunNow()), user)
    assert listed.sums.total == Decimal(60)


def test_a_value_is_found_on_four_pages_and_read_by_a_colleague(
    office: Any, user: User, giving: Giving, agreed: Agreed, tmp_path: Path
) -> None:
    from desktop.store.states import ContributionKind

    lorry = giving.receive("1", kind=ContributionKind.GOODS)
    (tmp_path / "prix.txt").write_text("Camion : 21 647,06")
    paper = papers.add(office.work, giving.agreement.partner_id, tmp_path / "prix.txt")
    page = seated(ValuationPresenter(office, RunNow(), lorry.id), user)
    told(page, new_value="21647.06", depreciation="15", amount="")
    assert f"18{NBSP}400,00" in page.follows_words
    page.go_on()
    told(page, method="price_list").go_on()
    assert page.number == 3 and "evidence" in keys(page)
    page.back()
    page.go_on()
    told(page, evidence=[paper.id], low="18000", high="19000", why="Deux offres").go_on()
    assert "seconde personne" in page.guidance and page.button == "Enregistrer la valeur"
    page.go_on()
    shown_page = shown(office, user, lorry.id)
    assert "reste à relire" in shown_page.value_words and not shown_page.may_read and shown_page.reader_words
    assert ("Documents de la valeur", "prix.txt") in shown_page.facts or shown_page.page.papers
    valuing.read_again(giving.work.acting_as(agreed.chief[0]), lorry.id)
    shown_page.refresh()
    assert "relu par" in shown_page.value_words and not shown_page.reader_words


def test_the_list_is_narrowed_added_up_sorted_and_written_with_numbers(office: Any, user: User, giving: Giving) -> None:
    giving.receive("100.10", details=ledger.ContributionDetails(channel="web"))
    giving.receive("0.20", details=ledger.ContributionDetails(matching_by="third"))
    giving.receive("30", currency="XOF")
    late = giving.promise("55", due_on=DAY.isoformat(), promised_on="2020-01-02")
    with office.store.change("Late", office.user.id) as session:
        session.get_one(Contribution, late.id).due_on = "2020-02-01"
    listed = seated(ContributionsPresenter(office, RunNow()), user)
    assert (listed.sums.total, listed.sums.others, listed.sums.expected.usd) == (
        Decimal("100.10"),
        Decimal("0.20"),
        Decimal(55),
    )
    assert "taux de change du mois de réception (1 contribution)" in listed.caution
    assert listed.state == "4 contributions"
    counts = {own.name: {option.code: option.count for option in own.options} for own in listed.filters}
    assert (
        counts["care"] == {"late": 1, "none": 3}
        and counts["year"] == {str(DAY.year): 3}
        and counts["channel"] == {"web": 1}
    )
    listed.narrow(care="late")
    assert list(listed.ids) == [late.id] and listed.lines[0].tone == "warn"
    listed.clear()
    listed.listing.sort("usd")
    exact = [line.cells["usd"].exact for line in listed.lines]
    assert exact == [Decimal("0.20"), Decimal(55), Decimal("100.10"), None]
    sheet = listed.listing.sheet(listed.lines)
    assert Decimal("100.10") in [cell for row in sheet.rows for cell in row] and sheet.written(SheetKind.XLSX)
    listed.filter("teranga")
    assert len(listed.ids) == 4
    listed.filter("zzz")
    assert not listed.ids and listed.filtered
    of_one = seated(ContributionsPresenter(office, RunNow(), partner=giving.agreement.partner_id), user)
    assert of_one.partner and of_one.filters[-1].code == giving.agreement.partner_id
    of_one.new()
    assert user.went[-1] == ("promise", {"partner": giving.agreement.partner_id})
