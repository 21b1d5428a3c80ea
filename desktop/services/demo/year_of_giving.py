"""What the invented office was given in a year: money, goods, services, staff time and technology, in two currencies.

Promises that arrive whole, in parts and late, goods refused on arrival, a refund, counterpart funds of a third party,
values read by a second person; gifts of four years before; budgets with their documents, and what the office aims at.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from desktop.base.dates import months_later
from desktop.base.files import write_safely
from desktop.base.text import N_, said_in
from desktop.services.agreements import earlier, receiving
from desktop.services.agreements.earlier import GivenBefore
from desktop.services.agreements.receiving import ContributionArrival
from desktop.services.demo.givers import COOPERATIVE, RADIO, SOLAR, STUDIES, InventedGiver, KnownGiver, days_ago
from desktop.services.diligence import papers
from desktop.services.registry import exchange_rates
from desktop.services.results import aims, ledger, valuing
from desktop.services.results.ledger import ContributionDetails, NewPromise, RefusedGoods
from desktop.services.results.valuing import NewValuation
from desktop.services.work import Work
from desktop.store.records import Agreement, Contribution, Officer
from desktop.store.states import ContributionKind, Matcher

RATES = "rates.csv"
MONTHS = 15  # of which rates are kept
FRANCS = (  # CFA francs for a US dollar, a month each, the newest first; a euro is 655.957 of them
    *("562.1", "565.4", "559.8", "557.2", "561.9", "568.3", "573.0"),
    *("579.6", "583.1", "588.4", "592.7", "596.2", "590.5", "586.9", "582.4"),
)
PEG = Decimal("655.957")
BUDGETS = (2_064_000, 1_930_000, 1_802_000, 1_750_000, 1_688_000)  # US dollars, this year first
BUDGET = N_("Budget of the office, {year}, approved by the regional office")
# Years ago, who, what, which kind, US dollars
YEARS_BEFORE = (
    (4, SOLAR, N_("Lamps for a transit centre"), ContributionKind.GOODS, "6200.00"),
    (3, SOLAR, N_("Solar panels for two shelters"), ContributionKind.GOODS, "14800.00"),
    (2, SOLAR, N_("Batteries and lamps"), ContributionKind.GOODS, "11350.50"),
    (2, STUDIES, N_("Interviews with families of migrants"), ContributionKind.SERVICES, "1800.00"),
    (1, SOLAR, N_("Lamps for the coast"), ContributionKind.GOODS, "17250.00"),
    (1, STUDIES, N_("Survey of those who returned"), ContributionKind.SERVICES, "2400.00"),
    (1, COOPERATIVE, N_("Collection among members"), ContributionKind.CASH, "9300.00"),
)
# Days ago, who, what, form, amount, currency, channel, earmark, theme
RECEIVED = (
    (301, RADIO, N_("Airtime for the first spots"), "services", "1020000", "XOF", "direct", "theme", "trafficking"),
    (262, SOLAR, N_("60 solar lamps"), "goods", "7200.00", "USD", "direct", "country", "emergency"),
    (210, RADIO, N_("Airtime and two programmes"), "services", "1345000", "XOF", "direct", "theme", "trafficking"),
    (188, RADIO, N_("Listeners’ collection"), "money", "2150.00", "EUR", "customers", "unearmarked", "community"),
    (131, SOLAR, N_("A charging point for the border post"), "technology", "8900.00", "USD", "suppliers", "project",
     "community"),
    (74, RADIO, N_("Two reporters lent for a month"), "staff_time", "2480.00", "USD", "employees", "theme", "labour"),
    (36, RADIO, N_("Airtime for the last spots"), "services", "980000", "XOF", "social_media", "theme", "community"),
)  # fmt: skip
# Days ago, who, what, which kind, amount, currency: before the program, under what was signed then
GIVEN = (
    (226, COOPERATIVE, N_("Members’ contributions"), ContributionKind.CASH, "3400000", "XOF"),
    (150, STUDIES, N_("Analysis of 400 interviews"), ContributionKind.SERVICES, "2600.00", "USD"),
    (102, COOPERATIVE, N_("Fair in Ziguinchor"), ContributionKind.CASH, "2150000", "XOF"),
    (47, COOPERATIVE, N_("Evening with the city council"), ContributionKind.CASH, "1875000", "XOF"),
)


@dataclass(frozen=True)
class YearOfGiving:
    """Who takes part: the officer at work, the second reader of values, the givers; and a file in place of papers."""

    work: Work
    reader: Officer
    givers: dict[InventedGiver, KnownGiver]
    proof: Path
    language: str

    def words(self, sentence: str) -> str:
        """A sentence in the language of the office."""
        return said_in(self.language, sentence)


def keep_rates(work: Work, folder: Path) -> None:
    """Import the invented rates of the last months from a file in this folder."""
    first, lines = work.today().replace(day=1), ["Currency Code,Effective Date,Rate"]
    for back, units in enumerate(FRANCS[:MONTHS]):
        day = months_later(first, -back).isoformat()
        euro = (Decimal(units) / PEG).quantize(Decimal("0.001"))
        lines += [f"XOF,{day},{units}", f"EUR,{day},{euro}", f"GMD,{day},{Decimal(units) / 8}"]
    path = folder / RATES
    write_safely(path, "\n".join(lines).encode())
    exchange_rates.install(work, path)


def add(year: YearOfGiving, donation: Agreement) -> None:
    """The whole year: what was given before the program, what arrived since, what is still expected, and the aims.

    `donation` is the agreement in force under which goods are given.
    """
    _before_the_program(year)
    for days, who, what, form, amount, currency, channel, earmark, theme in RECEIVED:
        given = ContributionDetails(channel=channel, earmark=earmark, themes=(theme,))
        arrival = _arrival(year, who, what, form, days, Decimal(amount), currency, given)
        receiving.receive(year.work, arrival)
    _lamps(year)
    _values(year)
    _counterpart(year)
    _cards(year, donation)
    _aims(year)


def pay_instalment(year: YearOfGiving, signed: Agreement) -> None:
    """The first instalment of a contribution agreement arrives in two transfers, of which the second was too much."""
    work, today = year.work, year.work.today()
    with work.store.read() as session:
        listed = receiving.of_partner(session, signed.partner_id)
    first = min((own for own in listed if own.agreement_id == signed.id), key=lambda own: own.due_on or "")
    words = year.words(N_("Transfer for the scholarships"))
    transfer = ContributionArrival(
        signed.id,
        ContributionKind.CASH,
        words,
        today,
        Decimal(8_000_000),
        "XOF",
        form="money",
        fulfils=first.id,
        details=ContributionDetails("direct", "project", ("labour",), "TR.0417", "VIR-0611"),
    )
    receiving.receive(work, transfer)
    details = replace(transfer.details, reference="VIR-0618")
    second = receiving.receive(work, replace(transfer, amount=Decimal(4_000_000), details=details))
    ledger.refund(work, second.id, "250000", today, year.words(N_("Bank charges paid twice")))


def _arrival(
    year: YearOfGiving,
    who: InventedGiver,
    what: str,
    form: str,
    days: int,
    amount: Decimal | None,
    currency: str,
    details: ContributionDetails,
) -> ContributionArrival:
    kind = ContributionKind(ledger.form_named(year.work, form).kind)
    on = year.work.today() - timedelta(days=days)
    agreement = year.givers[who].agreement
    return ContributionArrival(agreement, kind, year.words(what), on, amount, currency, form=form, details=details)


def _before_the_program(year: YearOfGiving) -> None:
    today = year.work.today()
    for years, who, what, kind, amount in YEARS_BEFORE:
        _given(year, who, what, f"{today.year - years}-05-12", kind, amount, "USD")
    for days, who, what, kind, amount, currency in GIVEN:
        _given(year, who, what, days_ago(today, days), kind, amount, currency)


def _given(
    year: YearOfGiving, who: InventedGiver, what: str, day: str, kind: ContributionKind, amount: str, currency: str
) -> None:
    giver = year.givers[who]
    gift = GivenBefore(
        giver.partner, year.words(what), day, kind, Decimal(amount), currency, partnership_id=giver.partnership
    )
    earlier.record_gift(year.work, gift)


def _lamps(year: YearOfGiving) -> None:
    """Lamps promised for a day that is past: a part arrived, some were refused, the rest is late."""
    work, today, giver = year.work, year.work.today(), year.givers[SOLAR]
    lamps = year.words(N_("Solar lamps for the shelters"))
    details = ContributionDetails("direct", "country", ("emergency",), reference="BL-2231")
    promised = ledger.promise(
        work,
        NewPromise(
            giver.partner,
            "goods",
            lamps,
            days_ago(today, 70),
            "18000.00",
            due_on=days_ago(today, 12),
            partnership_id=giver.partnership,
            quantity="200",
            unit=year.words(N_("lamps")),
            details=details,
        ),
    )
    ledger.set_confirmed(work, promised.id, today - timedelta(days=60))
    arrival = _arrival(year, SOLAR, N_("Solar lamps for the shelters"), "goods", 15, Decimal("9900.00"), "USD", details)
    receiving.receive(work, replace(arrival, quantity=Decimal(110), fulfils=promised.id))
    ledger.refuse(work, RefusedGoods("damaged", today - timedelta(days=15), "10", promise_id=promised.id))


def _values(year: YearOfGiving) -> None:
    """A device read by a second person, one that still waits for its reader, and a value that is only symbolic."""
    work, giver = year.work, year.givers[SOLAR]
    paper = papers.add(work, giver.partner, year.proof)
    valued = (
        (N_("Two charging points for Matam"), 58, "market", "14500.00", True),
        (N_("Batteries for the shelters"), 9, "quotation", "12300.00", False),
        (N_("Old furniture of the seat"), 27, "symbolic", "1.00", False),
    )
    for what, days, method, amount, is_read in valued:
        given = ContributionDetails("direct", "project", ("community",))
        form = "technology" if is_read else "goods"
        received = receiving.receive(work, _arrival(year, SOLAR, what, form, days, None, "USD", given))
        evidence = () if method == "symbolic" else (paper.id,)
        valuing.value(work, received.id, NewValuation(method, amount, evidence=evidence))
        if is_read:
            valuing.read_again(work.acting_as(year.reader), received.id)


def _counterpart(year: YearOfGiving) -> None:
    """What a regional fund adds to a gift is no private contribution (¶27)."""
    given = ContributionDetails("events", "project", ("community",), matching_by=Matcher.THIRD)
    words = N_("Counterpart of a regional fund")
    receiving.receive(year.work, _arrival(year, SOLAR, words, "money", 120, Decimal("5000.00"), "USD", given))


def _cards(year: YearOfGiving, donation: Agreement) -> None:
    """What the donation promises: the first cards arrive, and the rest is expected."""
    work, today = year.work, year.work.today()
    cards = _promised(year, donation, N_("Prepaid SIM cards with one month of data"), "9600.00", "1200", N_("cards"))
    texts = _promised(year, donation, N_("Bundles of 1,000 text messages"), "8800.00", "200", N_("bundles"))
    for promised, quantity, amount in ((cards, 700, "5600.00"), (texts, 200, "8800.00")):
        receiving.receive(
            work,
            ContributionArrival(
                donation.id,
                ContributionKind.GOODS,
                promised.description,
                today,
                Decimal(amount),
                quantity=Decimal(quantity),
                form="goods",
                fulfils=promised.id,
            ),
        )


def _promised(
    year: YearOfGiving, donation: Agreement, what: str, amount: str, quantity: str, unit: str
) -> Contribution:
    today = year.work.today()
    promise = NewPromise(
        donation.partner_id,
        "goods",
        year.words(what),
        today.isoformat(),
        amount,
        due_on=(today + timedelta(days=45)).isoformat(),
        partnership_id=donation.partnership_id,
        agreement_id=donation.id,
        quantity=quantity,
        unit=year.words(unit),
        details=ContributionDetails("direct", "country", ("community",)),
    )
    return ledger.promise(year.work, promise)


def _aims(year: YearOfGiving) -> None:
    today = year.work.today()
    for back, amount in enumerate(BUDGETS):
        own = today.year - back
        source = year.words(BUDGET).format(year=own)
        aims.set_budget(year.work, own, Decimal(amount), "USD", source, date(own, 1, 15).isoformat())
    for indicator, target in (("RES-1", 90_000), ("RES-3", 4), ("ADV-2", 4), ("INN-3", 1_500)):
        aims.set_target(year.work, indicator, today.year, Decimal(target), year.words(BUDGET).format(year=today.year))
