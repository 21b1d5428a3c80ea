"""The transparency register: its rows are those of the indicators, and nothing leaves but what its rules let leave."""

import os
import shutil
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, Phase, given, note, settings
from hypothesis import strategies as st
from sqlalchemy import delete

from desktop.base.numbers import EXACT
from desktop.base.text import LANGUAGES, folded
from desktop.definitions.indicator import RECEIVED
from desktop.definitions.loading import Definitions
from desktop.definitions.terms import Audience
from desktop.office import Office
from desktop.services.results.figures import FiguresReader, Scope
from desktop.services.results.register import entries, publishing, wording
from desktop.services.results.register.entries import total
from desktop.services.results.register.publishing import WHOLE
from desktop.services.results.register.wording import EditionHead
from desktop.store.records import (
    Activity,
    Contribution,
    EarlierAgreement,
    Partner,
    Partnership,
    Party,
    Person,
    Record,
    families,
)
from desktop.store.records.base import table_of
from desktop.store.states import ContributionState, Matcher
from tests.makers import arrived
from tests.offices import headquarters, office
from tests.refusal import refused
from tests.services.results import slow
from tests.services.results.histories import HOME, period_of, records_of
from tests.services.results.test_figures_random import OFFICES, PERIODS, history

__all__ = ["headquarters", "office"]

HISTORIES = int(os.environ.get("PASSERELLE_HISTORIES", "8"))
SOMETIME = settings(
    max_examples=HISTORIES,
    phases=[Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
SEALED = EditionHead(date(2026, 11, 30))


def hold(office: Office, lines: Sequence[str]) -> None:
    """Have these records there, and no others."""
    with office.store.engine.execution_options(write=True).begin() as connection:
        for name in slow.TABLES:
            connection.execute(delete(table_of(next(own for own in families().values() if own.name == name).record)))
    records = records_of(lines)
    for code in {code for code, _record in records}:
        arrived(office.store, code, *(record for own_code, record in records if own_code == code))


def column(rows: wording.RegisterRows, field: str) -> list[object]:
    place = rows.place(field)
    assert place is not None
    return [row[place] for row in rows.rows]


@SOMETIME
@given(st.randoms(use_true_random=True))
@pytest.mark.parametrize("whole", [False, True], ids=["office", "headquarters"])
def test_every_total_is_that_of_the_indicator(
    office: Office, headquarters: Office, whole: bool, chance: Random
) -> None:
    place = headquarters if whole else office
    lines = history(chance, OFFICES if whole else OFFICES[:1])
    lines = [
        f"{line} visibility={chance.choice(('internal', 'members', 'public', 'public'))}"
        if line.startswith("partnership ")
        else line
        for line in lines
    ]
    note("\n".join(lines))
    hold(place, lines)
    period = period_of(chance.choice(PERIODS))
    scope = Scope() if whole else Scope(frozenset({HOME}))
    wanted = FiguresReader(place.work, scope).measured(period)[RECEIVED]
    basis = entries.read(place.work, scope, period)
    rows = [own for entry in basis.entries for own in entry.receipts if own.is_private]
    assert sorted([own.record for own in (*rows, *basis.outside)]) == sorted(wanted.records)
    for audience in Audience:
        published = publishing.publish(place.work, basis, audience)
        totals = published.totals
        assert totals.whole[WHOLE] in (wanted.value, None)
        assert audience != Audience.INTERNAL or totals.whole[WHOLE] == wanted.value
        assert EXACT.add(totals.in_rows, totals.beside) == wanted.value
        kinds = [totals.whole[field] for field in ("cash_usd", "goods_usd", "services_usd")]
        if None not in kinds:
            assert total(own for own in kinds if own is not None) == wanted.value
        edition = wording.edition(place.work, published, SEALED)
        assert [table.language for table in edition.tables] == list(LANGUAGES)
        for table in edition.tables:
            assert total(own for own in column(table.partnerships, WHOLE) if isinstance(own, Decimal)) == totals.in_rows
            assert table.partnerships.totals[table.partnerships.place(WHOLE) or 0] == totals.whole[WHOLE]
            assert table.contributions is not None
            assert (
                total(own for own in column(table.contributions, "usd") if isinstance(own, Decimal)) == totals.in_rows
            )
        left = published.left_out
        assert len(left) + len(published.entries) == sum(line.startswith("partnership ") for line in lines)


# --- what leaves

SECRET = "Soukeyna Diop-Lavergne"
YEAR = period_of("2026")


def gift(partnership: str, partner: str, amount: str, **fields: object) -> Contribution:
    return Contribution(
        partner_id=partner,
        partnership_id=partnership,
        agreement_id=f"g-{partnership}",
        state=ContributionState.RECEIVED,
        received_on="2026-05-04",
        amount=amount,
        amount_usd=amount,
        description=f"Don {amount}",
        **fields,
    )


def signed(partnership: str, partner: str, **fields: object) -> tuple[Partnership, EarlierAgreement]:
    words = {"title": f"Partenariat {partnership}", "type": "RES", "ends_on": "2026-12-31", **fields}
    return (
        Partnership(id=partnership, partner_id=partner, **words),
        EarlierAgreement(
            id=f"g-{partnership}",
            partnership_id=partnership,
            partner_id=partner,
            signed="2026-01-10",
            reference=partnership,
        ),
    )


def recorded() -> tuple[Record, ...]:
    """A wealthy individual that asks for discretion, a campaign, a discreet company, one that stays inside IOM."""
    return (
        Partner(id="dame", name=SECRET, group="HNW", subtype="person", country="SN", discreet=True),
        Partner(id="sms", name="Un SMS pour un retour digne", group="PUB", subtype="public", country="SN"),
        Partner(id="coy", name="Kaoural Transport SARL", group="ENT", country="NE", discreet=True, registration="7"),
        Partner(id="same", name="Kaoural", group="ENT", country="NE", same_as="coy"),
        Partner(id="open", name="Teranga Câbles", group="ENT", country="SN"),
        Person(partner_id="open", name="Mame Diarra Sow", roles=["director"]),
        *signed("S-1", "dame", purpose=f"Aider, avec Mme {SECRET.upper()}"),
        *signed("S-2", "sms", visibility="public"),
        *signed("S-3", "same", title="Camions", purpose="Camions de kaoural, pour Agadez"),
        *signed("S-4", "open", purpose="Écrire à M. Sow, Mame Diarra"),
        *signed("S-5", "open", visibility="internal", visibility_reason="Négociation en cours"),
        *signed("S-6", "open", title="Ancien", ends_on="2026-02-01"),
        Partnership(id="S-7", partner_id="open", title="Idée"),
        Party(partnership_id="S-4", partner_id="dame"),
        Party(partnership_id="S-4", name="Ministère de la Santé"),
        Activity(
            partnership_id="S-4", title="Atelier de Thiès", kind="event", countries=["SN"], starts_on="2026-03-01"
        ),
        gift("S-1", "dame", "12000.00", currency="USD"),
        gift("S-2", "sms", "300.25", currency="USD"),
        gift("S-4", "open", "40.00", currency="USD"),
        gift("S-4", "open", "5000.00", currency="USD", matching_by=Matcher.ORGANIZATION),
        gift("S-5", "open", "777.77", currency="USD"),
    )


@pytest.fixture
def registered(office: Office) -> Office:
    """The office with all of these."""
    arrived(office.store, HOME, *recorded())
    return office


def published(office: Office, audience: Audience) -> publishing.PublishedRegister:
    return publishing.read(office.work, Scope(frozenset({office.store.identity.office})), YEAR, audience)


def rules_of(register: publishing.PublishedRegister) -> dict[str, dict[str, str]]:
    return {own.entry.id: {field: why.rule for field, why in own.withheld.items()} for own in register.entries}


def test_nobody_is_named_who_must_not_be_and_nothing_is_worked_out(registered: Office) -> None:
    office = registered
    members = published(office, Audience.MEMBERS)
    hidden = rules_of(members)
    assert hidden["S-1"] == {"partner": "individual", "purpose": "mention"}
    assert hidden["S-3"]["partner"] == "discretion" and hidden["S-3"]["purpose"] == "mention"
    assert hidden["S-4"]["purpose"] == "mention"
    assert hidden["S-4"]["received_usd"] == "remainder"  # else the total less the rows would be what S-5 brought
    assert hidden["S-2"] == {}
    assert {own.id: own.reason for own in members.left_out} == {"S-5": "visibility", "S-7": "unsigned"}
    assert members.totals.whole[WHOLE] == Decimal("13118.02")
    assert (members.totals.in_rows, members.totals.beside) == (Decimal("12300.25"), Decimal("817.77"))
    assert members.totals.whole["matching_organization"] is None  # that of S-4, of which the amounts are withheld
    inside = published(office, Audience.INTERNAL)
    assert rules_of(inside)["S-3"] == {} and rules_of(inside)["S-1"]["partner"] == "individual"
    assert inside.totals.whole["matching_organization"] == Decimal("5000.00")
    public = published(office, Audience.PUBLIC)
    assert [own.entry.id for own in public.entries] == ["S-2"]
    assert "document" not in [field.id for field in public.fields]
    for register in (members, public):
        edition = wording.edition(office.work, register, SEALED)
        everything = folded(repr(edition)).replace("-", " ")
        for secret in (SECRET, "Kaoural", "Mame Diarra", "Négociation", "777.77", "40.00"):
            assert folded(secret).replace("-", " ") not in everything, secret
    french = wording.edition(office.work, members, SEALED).table("fr")
    row = dict(zip([own.field for own in french.partnerships.columns], french.partnerships.rows[0], strict=True))
    assert (row["partner"], row["partner_country"], row[WHOLE]) == ("Un particulier", "Sénégal", Decimal("12000.00"))
    assert "Un particulier" in str(column(french.partnerships, "parties")[3])


def test_what_is_held_leaves_on_its_day_and_no_sooner(registered: Office, tmp_path: Path) -> None:
    shutil.copytree(registered.definitions.folder, tmp_path / "forms")
    file = tmp_path / "forms" / "register.toml"
    text = file.read_text(encoding="utf-8")
    why = 'months_after_end = 2\nreason = { fr = "Plus tard", en = "Later", es = "Más tarde" }\n'
    begins = text.index('id = "purpose"')
    ends = text.index("label", begins)
    file.write_text(
        text[:begins] + text[begins:ends].replace('members = "publish"', 'members = "hold"') + why + text[ends:]
    )
    work = replace(registered.work, definitions=Definitions.load(tmp_path / "forms"))
    register = publishing.read(work, Scope(frozenset({HOME})), YEAR, Audience.MEMBERS)
    held = {own.entry.id: own.withheld["purpose"] for own in register.entries if not own.shows("purpose")}
    assert (held["S-2"].rule, held["S-2"].until) == ("hold", date(2027, 2, 28))
    assert "S-6" not in held  # two months after 1 February 2026 are over
    table = wording.edition(work, register, SEALED).table("fr")
    assert "février" in str(column(table.partnerships, "purpose")[1])
    file.write_text(text[:begins] + text[begins:ends].replace('members = "publish"', 'members = "hold"') + text[ends:])
    with refused("register-held-for-ever"):
        _ = Definitions.load(tmp_path / "forms").register
