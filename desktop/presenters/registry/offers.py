"""Every offer: those that wait, those that stand by, found by what, where and within how long."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from desktop.base import places
from desktop.base.dates import day_in_words, day_known
from desktop.base.numbers import format_money
from desktop.base.progress import Runner
from desktop.base.text import N_, _, folded, language, pick, plural
from desktop.base.values import JsonObject
from desktop.documents.sheet import Content
from desktop.presenters.listing import ListColumn, ListFilter, Listing, RowCell, begins_at, in_order, list_filter
from desktop.presenters.narrowed_list import NarrowedList
from desktop.presenters.office_filters import (
    AT_HEADQUARTERS,
    OFFICE,
    office_cells,
    office_filters,
    offices_chosen,
)
from desktop.presenters.registry.offer import amount_words, notice_words, offer_state
from desktop.services.office import office_profile
from desktop.services.office.list_choices import ListOrder
from desktop.services.office.rights import Right, may
from desktop.services.registry import offers
from desktop.store.records import Offer
from desktop.store.states import OfferState

if TYPE_CHECKING:
    from desktop.office import Office

COLUMNS = (
    ListColumn("what", N_("What")),
    ListColumn("kind", N_("Kind"), shown=False),
    ListColumn("amount", N_("How much"), figures=True),
    ListColumn("where", N_("Place")),
    ListColumn("notice", N_("Notice")),
    ListColumn("valid", N_("Valid until")),
    ListColumn("due", N_("Answer due by")),
    ListColumn("value", N_("Value"), figures=True, shown=False),
    ListColumn("contact", N_("Contact"), shown=False),
    ListColumn("state", N_("State")),
)
HIDDEN_AT_HEADQUARTERS = ("amount", "valid")  # at first: the office wants its room
OF_ALL_OFFICES = (
    *AT_HEADQUARTERS,
    *(replace(column, shown=column.shown and column.key not in HIDDEN_AT_HEADQUARTERS) for column in COLUMNS),
)


class OfferKind(StrEnum):
    """By what an offer is found first."""

    WAITING = "waiting"
    STANDBY = "standby"
    OVER = "over"
    ANSWERED = "answered"


KINDS: Mapping[OfferKind, str] = {
    OfferKind.WAITING: N_("Waiting for an answer"),
    OfferKind.STANDBY: N_("Standing by"),
    OfferKind.OVER: N_("Their time is over"),
    OfferKind.ANSWERED: N_("Answered"),
}


UNDER_WAY = (OfferKind.WAITING, OfferKind.STANDBY)


@dataclass(frozen=True)
class OfferLine:
    """One offer in words, and what stands in the columns."""

    offer: Offer
    kind: OfferKind
    note: str
    tone: str
    label: str
    cells: Mapping[str, RowCell]


@dataclass(frozen=True)
class OffersChoice:
    """By what the offers are narrowed and sorted, as it is chosen at one moment."""

    text: str
    codes: Mapping[str, str]
    order: ListOrder
    offices: frozenset[str] | None = None  # that are kept, at Headquarters; None for all


@dataclass(frozen=True)
class OffersShown:
    """What a choice leaves of the offers, in their order and with their keys, with the filters and a count of all."""

    offers: tuple[Offer, ...] = ()
    keys: tuple[str, ...] = ()
    filters: tuple[ListFilter, ...] = ()
    state: str = ""


class OffersPresenter(NarrowedList):
    """Every offer; without a filter, those that wait and those that stand by.

    They are read, narrowed and sorted away from the window, and put into words as somebody looks at them.
    """

    shows = frozenset({"offer", "partner"})

    def __init__(self, office: "Office", runner: Runner, kind: str = "") -> None:
        super().__init__(office, runner)
        columns = OF_ALL_OFFICES if office.is_hq else COLUMNS
        who = N_("Who offers")
        self.listing = Listing(self, "offers", N_("Offers"), columns, first_title=who, arrange=self.arrange)
        self.every: Sequence[Offer] = ()
        self.shown = OffersShown()
        self._reading = self._arranging = 0
        self._has_read = False
        self._searched: dict[str, str] = {}  # what is searched of each offer, put together with the first search
        if kind:
            self.listing.narrow(kind=kind, able="", country="", notice="")

    @property
    def may_add(self) -> bool:
        """Whether this reader's role records offers."""
        return may(self.office.user, Right.REGISTER)

    def refresh(self) -> None:
        """Read them again."""
        work, is_hq = self.office.work, self.office.is_hq
        if not self.is_read:
            self.changed()
        self._reading += 1
        reading = self._reading

        def read() -> tuple[Sequence[Offer], Mapping[str, str]]:
            return offers.every(work), office_profile.regions(work) if is_hq else {}

        self.runner.quietly(read, lambda answer: self._take(reading, *answer))

    def _take(self, reading: int, every: Sequence[Offer], regions: Mapping[str, str]) -> None:
        if reading == self._reading:
            self._regions = regions
            self.every, self._searched, self._has_read = every, {}, True
            self.arrange()

    def arrange(self) -> None:
        """Narrow and sort what was read, away from the window; of several choices the last is shown."""
        self._arranging += 1
        arranging, every, searched = self._arranging, self.every, self._searched
        codes = {name: self.listing.filter(name) for name in ("kind", "able", "country", "notice")}
        offices = offices_chosen(self.listing, self._regions) if self.office.is_hq else None
        choice = OffersChoice(self.text, codes, self.listing.order, offices)
        has_read = self._has_read
        self.runner.quietly(
            lambda: self._arranged(choice, every, searched), lambda shown: self._show(arranging, has_read, shown)
        )

    def _show(self, arranging: int, has_read: bool, shown: OffersShown) -> None:
        if arranging == self._arranging:
            self.is_read, self.shown = has_read, shown
            self.changed()

    def _arranged(self, choice: OffersChoice, every: Sequence[Offer], searched: dict[str, str]) -> OffersShown:
        of, words = choice.codes, folded(choice.text).split()
        hours = int(of["notice"]) if of["notice"] else None
        today = self.office.work.today()
        kinds = [_kind(offer, today) for offer in every]
        left = [
            offer
            for offer, kind in zip(every, kinds, strict=True)
            if (kind == of["kind"] if of["kind"] else kind in UNDER_WAY)
            and (choice.offices is None or offer.office in choice.offices)
            and of["able"] in ("", offer.capability)
            and of["country"] in ("", offer.country)
            and _within(offer, hours)
            and (not words or self._says(offer, words, searched))
        ]
        if choice.order.column:
            contents = [self._content(offer, choice.order.column) for offer in left]
            left = [left[at] for at in in_order(contents, descending=choice.order.descending)]
        living = [offer for offer, kind in zip(every, kinds, strict=True) if kind in UNDER_WAY]
        counts = Counter(str(kind) for kind in kinds)
        keys, state = tuple(offer.id for offer in left), _counted(counts) if every else ""
        return OffersShown(tuple(left), keys, self._filters(choice, counts, living), state)

    def _says(self, offer: Offer, words: Sequence[str], searched: dict[str, str]) -> bool:
        if offer.id not in searched:
            searched[offer.id] = _words(self._line(offer))
        return all(word in searched[offer.id] for word in words)

    def _content(self, offer: Offer, key: str) -> Content:
        """By what an offer is sorted in a column."""
        match key:
            case self.listing.first:
                return offer.name
            case "what":
                return offer.what
            case "contact":
                return offer.contact
            case str() if key == OFFICE:
                return offer.office
        return self._line(offer).cells[key].content

    def find(self, spelt: str, after: int, found: Callable[[int], None]) -> None:
        """Tell where the next offer stands whose giver’s name begins so, -1 for none."""
        shown = self.shown

        def tell(place: int) -> None:
            if shown is self.shown:
                found(place)

        self.runner.quietly(lambda: begins_at([offer.name for offer in shown.offers], spelt, after), tell)

    def line(self, offer: Offer) -> OfferLine:
        """One offer in words."""
        return self._line(offer)

    def _line(self, offer: Offer) -> OfferLine:
        spoken, rules = language(), self.office.definitions.pipeline
        today = self.office.work.today()
        lapsed, kind = not offers.holds(offer, today), _kind(offer, today)
        tone, label = offer_state(offer, lapsed)
        if offer.emergency and kind == OfferKind.WAITING:
            tone, label = "bad", _("Emergency")
        able = {own.id: own.label for own in rules.capabilities}
        amount = amount_words(offer)
        country = places.country_name(offer.country, spoken) if offer.country else ""
        where = ", ".join(part for part in (offer.place, country) if part)
        notice = notice_words(offer.notice_hours) if offer.standby else ""
        valid, due = day_in_words(offer.valid_until, spoken), day_in_words(offer.answer_on, spoken)
        waits = kind == OfferKind.WAITING
        cells = {
            "what": RowCell(offer.what),
            "kind": RowCell(pick(able[offer.capability]) if offer.capability in able else ""),
            "amount": RowCell(amount, Decimal(offer.quantity) if offer.quantity else None),
            "where": RowCell(where),
            "notice": RowCell(notice, offer.notice_hours if notice else None),
            "valid": RowCell(valid, day_known(offer.valid_until)),
            "due": RowCell(due if waits else "", day_known(offer.answer_on) if waits else None),
            "value": RowCell(
                format_money(offer.value, offer.currency, spoken) if offer.value else "",
                Decimal(offer.value) if offer.value else None,
            ),
            "contact": RowCell(offer.contact),
            "state": RowCell(label),
            **(office_cells(offer.office, self._region(offer)) if self.office.is_hq else {}),
        }
        whose = offer.office if self.office.is_hq else ""
        note = " · ".join(part for part in (whose, offer.what, amount, where, notice) if part)
        return OfferLine(offer, kind, note, tone, label, cells)

    def _region(self, offer: Offer) -> str:
        return self.office.definitions.regions.labels.get(self._regions.get(offer.office, ""), "")

    # --- what is shown

    @property
    def lines(self) -> Sequence[OfferLine]:
        """The offers that the filters leave, in words."""
        return [self._line(offer) for offer in self.shown.offers]

    @property
    def state(self) -> str:
        """How many wait, and how many stand by."""
        return self.shown.state

    @property
    def filtered(self) -> bool:
        """Whether anything narrows the list."""
        return bool(self.text) or self.listing.is_narrowed

    @property
    def filters(self) -> tuple[ListFilter, ...]:
        """By what it can be narrowed: state, what, where, within how long; with what each choice would leave."""
        return self.shown.filters

    def _filters(
        self, choice: OffersChoice, counts: Mapping[str, int], living: Sequence[Offer]
    ) -> tuple[ListFilter, ...]:
        rules, spoken = self.office.definitions.pipeline, language()
        countries = Counter(offer.country for offer in living if offer.country)
        notices = {str(hours): sum(_within(offer, hours) for offer in living) for hours in rules.notice_hours}
        offered: tuple[tuple[str, str, str, Sequence[tuple[str, str]], Mapping[str, int]], ...] = (
            ("kind", _("State"), _("Under way"), [(kind, _(words)) for kind, words in KINDS.items()], counts),
            (
                "able",
                _("What"),
                _("Whatever"),
                [(own.id, pick(own.label)) for own in rules.capabilities],
                Counter(offer.capability for offer in living),
            ),
            (
                "country",
                _("Place"),
                _("All countries"),
                [(code, places.country_name(code, spoken)) for code in sorted(countries)],
                countries,
            ),
            (
                "notice",
                _("Within"),
                _("Whatever the notice"),
                [(str(hours), notice_words(hours)) for hours in rules.notice_hours],
                notices,
            ),
        )
        offices: tuple[ListFilter, ...] = ()
        if self.office.is_hq:
            regions, of = self.office.definitions.regions.labels, Counter(offer.office for offer in living)
            offices = office_filters(self.listing, self._regions, regions, of)
        filters = (
            list_filter(name, title, everything, choices, counted, choice.codes[name])
            for name, title, everything, choices, counted in offered
        )
        return (*offices, *filters)

    # --- gestures

    def way(self, key: object) -> tuple[str, JsonObject]:
        """Where a row leads."""
        return "offer", {"id": str(key)}

    def add(self) -> None:
        """Record an offer that wants an answer."""
        self.open_place("offer")

    def add_standby(self) -> None:
        """Record an offer that stands by."""
        self.open_place("offer", standby="1")


def _kind(offer: Offer, today: date) -> OfferKind:
    if offer.state != OfferState.OPEN:
        return OfferKind.ANSWERED
    if not offer.standby:
        return OfferKind.WAITING
    return OfferKind.STANDBY if offers.holds(offer, today) else OfferKind.OVER


def _within(offer: Offer, hours: int | None) -> bool:
    """Whether an offer is there within so many hours; one that only wants an answer is not known to be."""
    return hours is None or (offer.standby and offer.notice_hours is not None and offer.notice_hours <= hours)


def _words(line: OfferLine) -> str:
    return folded(" ".join((line.offer.name, *(cell.text for cell in line.cells.values()))))


def _counted(counts: Mapping[str, int]) -> str:
    waiting, able = counts[OfferKind.WAITING], counts[OfferKind.STANDBY]
    counted = plural("{count} offer waits for an answer", "{count} offers wait for an answer", waiting)
    return _("{counted}; {able} stand by.").format(counted=counted, able=able)
