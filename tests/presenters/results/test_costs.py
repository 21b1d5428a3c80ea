"""Time and money as an officer writes them down, and the year at a glance."""

from decimal import Decimal
from typing import Any

from desktop.base.progress import RunNow
from desktop.base.values import today
from desktop.office import Office
from desktop.presenters.registry.partner import PartnerPresenter
from desktop.presenters.results.cost import CostPresenter
from desktop.presenters.results.cost_entries import CostEntriesPresenter
from desktop.presenters.results.costs import TOTAL, WHOLE, CostsPresenter
from desktop.services.registry import partners
from desktop.services.results import function_costs
from desktop.store.records import Partner
from tests.exchanging import User, seated, user
from tests.refusal import refused

__all__ = ["user"]
DAY = today()


def page(office: Office, user: User, **arguments: Any) -> CostPresenter:
    return seated(CostPresenter(office, RunNow(), **arguments), user)


def told(page: CostPresenter, **typed: Any) -> CostPresenter:
    for key, value in typed.items():
        page.take(key, value)
    return page


def keys(page: CostPresenter) -> list[str]:
    return [field.key for row in page.rows for field in row]


def test_an_entry_about_a_partner_takes_half_a_minute(office: Office, user: User) -> None:
    teranga = partners.register(office.work, Partner(name="Teranga Câbles"))
    new = page(office, user, partner=teranga.id)
    assert new.fields["source"] == "internal" and new.fields["spent_on"] == DAY.isoformat()
    assert "partner_name" not in keys(new) and "usd" not in keys(new)
    told(new, hours="1.5", purpose="talks").save()
    assert new.recorded_sentence == "Enregistré\u00a0: 1,5\u00a0h." and not new.has_begun
    assert new.fields["purpose"] == "talks" and not new.fields.get("hours"), "the next one is like the last"
    told(new, money={"amount": "350000", "currency": "XOF"})
    assert "usd" in keys(new) and not new.dollars_in_words
    told(new, usd="570.25").save()
    assert new.recorded is not None
    new.turn(new.recorded.id, True)
    shown = seated(PartnerPresenter(office, RunNow(), teranga.id), user)
    assert [cost.hours for cost in shown.shown.spent] == ["1.5"] and shown.spent_words == "1,5\u00a0h"
    new.turn(new.recorded.id, False)
    shown.refresh()
    assert "570,25" in shown.spent_words
    shown.spend()
    assert user.went[-1] == ("cost", {"partner": teranga.id})
    new.go_back()
    assert user.went[-1][0] == "partner"


def test_a_partner_that_is_typed_has_to_be_chosen(office: Office, user: User) -> None:
    teranga = partners.register(office.work, Partner(name="Teranga Câbles", city="Dakar", country="SN"))
    new = told(page(office, user), hours="2", partner_name="terang")
    assert [line.id for line in new.alike] == [teranga.id] and "Dakar" in new.where(new.alike[0])
    with refused("cost-partner-not-chosen"):
        new.save()
    new.is_about(teranga.id)
    assert new.partner is not None and not new.alike and "partner_name" not in keys(new)
    new.save()
    new.go_back()
    assert user.went[-1] == ("costs", {})
    (cost,) = function_costs.every(office.work)
    assert cost.partner == "Teranga Câbles" and cost.cost.officer_id == office.user.id
    kept = page(office, user, id=cost.cost.id)
    kept.is_about("")
    told(kept, description="Préparation").save()
    assert function_costs.read(office.work, kept.id).partner_id == "" and kept.title == "2\u00a0h"


def test_the_year_at_a_glance_leads_to_its_entries(office: Office, user: User) -> None:
    shown = seated(CostsPresenter(office, RunNow()), user)
    assert shown.state == f"Rien n’est enregistré pour {DAY.year}." and not shown.hour_lines
    teranga = partners.register(office.work, Partner(name="Teranga"))
    told(page(office, user, partner=teranga.id), hours="2", money={"amount": "1234.5", "currency": "USD"}).save()
    told(page(office, user), hours="0.5", source="donors", description="Salon").save()
    told(page(office, user), money={"amount": "5", "currency": "XOF"}).save()
    shown.refresh()
    month, total = shown.hour_lines
    assert month.cells["internal"].exact == Decimal(2) and total.key == TOTAL and total.cells[TOTAL].text == "2,5"
    assert [line.cells[TOTAL].exact for line in shown.money_lines] == [Decimal("1234.5")] * 2
    assert "1 montant" in shown.caution and "1\u202f234,50" in shown.state.replace("\u00a0", "\u202f")
    shown.convert()
    assert "Aucun taux" in shown.deed_sentence
    assert [line.key for line in shown.partner_lines] == [teranga.id, WHOLE]
    shown.open_partner(WHOLE)
    assert user.went[-1] == ("cost_entries", {"year": str(DAY.year)})
    entries = seated(CostEntriesPresenter(office, RunNow(), year=str(DAY.year)), user)
    assert len(entries.lines) == 3 and entries.state == f"{DAY.year} · 3 saisies"
    entries.narrow(source="donors")
    assert [line.title for line in entries.lines] == ["La fonction dans son ensemble"] * 2, "who pays is proposed again"
    entries.clear()
    entries.filter("teranga")
    entries.open(entries.lines[0].entry.cost.id)
    assert user.went[-1][0] == "cost"
    shown.show_paper()
    assert shown.pdf is not None and shown.pdf.startswith(b"%PDF")
