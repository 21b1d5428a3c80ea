"""The page of deputies: named under seal by whoever is away, shown to all, ended by one of the two."""

from datetime import timedelta

from desktop.base.progress import RunNow
from desktop.office import Office
from desktop.presenters.diligence.deputies import DeputiesPresenter
from desktop.store.records import Officer
from tests.makers import on
from tests.offices import PASSPHRASE
from tests.refusal import refused
from tests.services.diligence.test_decisions import DAY, boss, officer_with_seal, prepared, ready

__all__ = ["boss", "prepared", "ready"]


def shown(office: Office, officer: Officer) -> DeputiesPresenter:
    on(office, DAY)
    office.user = officer
    return DeputiesPresenter(office, RunNow())


def test_a_chief_names_a_deputy_and_either_ends_it(ready: tuple[Office, str], boss: tuple[Officer, bytes]) -> None:
    office, _case = ready
    deputy = officer_with_seal(office, "officer")[0]
    assert not shown(office, deputy).may_name
    page = shown(office, boss[0])
    assert page.may_name and page.sentence == "Aucune suppléance aujourd’hui."
    assert "30 jours" in page.limits
    with refused("delegation-incomplete"):
        page.name_deputy(f"{PASSPHRASE} chef")
    for key, value in (("deputy", deputy.id), ("first", DAY.isoformat()), ("reason", "Mission à Genève.")):
        page.take(key, value)
    assert shown(office, boss[0]).fields["reason"] == "Mission à Genève.", "what was typed is kept"
    page.take("last", (DAY + timedelta(days=6)).isoformat())
    page.name_deputy(f"{PASSPHRASE} chef")
    (delegation,) = page.delegations
    assert page.fields == {}
    assert page.mark(delegation)[1] == "en cours"
    assert page.title(delegation) == f"{deputy.name} pour {boss[0].name}"
    assert "Genève" in page.note(delegation)
    seen = shown(office, deputy)
    assert seen.may_end(delegation) and deputy.name in seen.sentence
    seen.end(delegation)
    (ended,) = seen.delegations
    assert seen.mark(ended)[1] == "terminée" and not seen.may_end(ended)
