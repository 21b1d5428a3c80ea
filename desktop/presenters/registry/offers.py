"""Every offer: those that wait, those that stand by, found by what, where and within how long."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from desktop.base import places
from desktop.base.dates import day_in_words, day_known
from desktop.base.numbers import format_money
from desktop.base.progress import Runner
from desktop.base.text import N_, _, folded, language, pick, plural
from desktop.base.values import JsonObject
from desktop.presenters.listing import FilterOption, ListColumn, ListFilter, Listing, RowCell
from desktop.presenters.presenter import Presenter
from desktop.presenters.registry.offer import amount_words, notice_words, offer_state
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
AT_HEADQUARTERS = (ListColumn("office", N_("Office")),)


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


@dataclass(frozen=True)
class OfferLine:
    """One offer in words, and what stands in the columns."""

    offer: Offer
    kind: OfferKind
    note: str
    tone: str
    label: str
    cells: Mapping[str, RowCell]


class OffersPresenter(Presenter):
    """Every offer, read away from the window; without a filter, those that wait and those that stand by."""

    shows = frozenset({"offer", "partner"})

    def __init__(self, office: "Office", runner: Runner, kind: str = "") -> None:
        super().__init__(office, runner)
        columns = (*AT_HEADQUARTERS, *COLUMNS) if office.is_hq else COLUMNS
        self.listing = Listing(self, "offers", N_("Offers"), columns, first_title=N_("Who offers"))
        self.every: Sequence[OfferLine] = ()
        self.known = False
        self.text = ""
        if kind:
            self.listing.narrow(kind=kind, able="", country="", notice="")

    @property
    def may_add(self) -> bool:
        """Whether this reader's role records offers."""
        return may(self.office.user, Right.REGISTER)

    def refresh(self) -> None:
        """Read them again."""
        work = self.office.work
        if not self.known:
            self.changed()
        self.runner.quietly(lambda: offers.every(work), self._show)

    def _show(self, read: Sequence[Offer]) -> None:
        self.known = True
        self.every = [self._line(offer) for offer in read]
        self.changed()

    def _line(self, offer: Offer) -> OfferLine:
        spoken, rules = language(), self.office.definitions.pipeline
        lapsed = not offers.holds(offer, self.office.work.today())
        kind = OfferKind.ANSWERED
        if offer.state == OfferState.OPEN:
            kind = (OfferKind.OVER if lapsed else OfferKind.STANDBY) if offer.standby else OfferKind.WAITING
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
            "office": RowCell(offer.office),
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
        }
        note = " · ".join(part for part in (offer.what, amount, where, notice) if part)
        return OfferLine(offer, kind, note, tone, label, cells)

    # --- what is shown

    @property
    def lines(self) -> Sequence[OfferLine]:
        """The offers that the filters leave."""
        of = self.listing.filter
        hours = int(of("notice")) if of("notice") else None
        return [
            line
            for line in self.every
            if (line.kind == of("kind") if of("kind") else line.kind in (OfferKind.WAITING, OfferKind.STANDBY))
            and of("able") in ("", line.offer.capability)
            and of("country") in ("", line.offer.country)
            and _within(line.offer, hours)
            and all(word in _words(line) for word in folded(self.text).split())
        ]

    @property
    def state(self) -> str:
        """How many wait, and how many stand by."""
        if not self.every:
            return ""
        waiting = sum(line.kind == OfferKind.WAITING for line in self.every)
        able = sum(line.kind == OfferKind.STANDBY for line in self.every)
        counted = plural("{count} offer waits for an answer", "{count} offers wait for an answer", waiting)
        return _("{counted}; {able} stand by.").format(counted=counted, able=able)

    @property
    def filtered(self) -> bool:
        """Whether anything narrows the list."""
        return bool(self.text) or self.listing.is_narrowed

    @property
    def filters(self) -> tuple[ListFilter, ...]:
        """By what it can be narrowed: state, what, where, within how long; with what each choice would leave."""
        rules = self.office.definitions.pipeline
        living = [line for line in self.every if line.kind in (OfferKind.WAITING, OfferKind.STANDBY)]
        countries = sorted({line.offer.country for line in living if line.offer.country})
        able = [(own.id, pick(own.label)) for own in rules.capabilities]
        named = [(code, places.country_name(code, language())) for code in countries]
        hours = [(str(h), notice_words(h)) for h in rules.notice_hours]
        return (
            self._filter(
                "kind",
                _("State"),
                _("Under way"),
                [(kind, _(words)) for kind, words in KINDS.items()],
                lambda code: sum(line.kind == code for line in self.every),
            ),
            self._filter(
                "able", _("What"), _("Whatever"), able, lambda code: sum(x.offer.capability == code for x in living)
            ),
            self._filter(
                "country",
                _("Place"),
                _("All countries"),
                named,
                lambda code: sum(x.offer.country == code for x in living),
            ),
            self._filter(
                "notice",
                _("Within"),
                _("Whatever the notice"),
                hours,
                lambda code: sum(_within(x.offer, int(code)) for x in living),
            ),
        )

    def _filter(
        self, name: str, title: str, everything: str, choices: Sequence[tuple[str, str]], count: Callable[[str], int]
    ) -> ListFilter:
        code = self.listing.filter(name)
        options = [FilterOption(key, words, count(key)) for key, words in choices]
        return ListFilter(name, title, everything, tuple(o for o in options if o.count or o.code == code), code)

    # --- gestures

    def filter(self, text: str) -> None:
        """List only the offers that contain this text."""
        if text != self.text:
            self.text = text
            self.changed()

    def narrow(self, **codes: str) -> None:
        """Keep only these; an empty code keeps all."""
        self.listing.narrow(**codes)

    def clear(self) -> None:
        """What is under way again."""
        self.text = ""
        self.listing.widen_again()

    @staticmethod
    def way(offer_id: object) -> tuple[str, JsonObject]:
        """Where a row leads."""
        return "offer", {"id": str(offer_id)}

    def open(self, offer_id: object) -> None:
        """Go to an offer."""
        self.open_place("offer", id=str(offer_id))

    def add(self) -> None:
        """Record an offer that wants an answer."""
        self.open_place("offer")

    def add_standby(self) -> None:
        """Record an offer that stands by."""
        self.open_place("offer", standby="1")


def _within(offer: Offer, hours: int | None) -> bool:
    """Whether an offer is there within so many hours; one that only wants an answer is not known to be."""
    return hours is None or (offer.standby and offer.notice_hours is not None and offer.notice_hours <= hours)


def _words(line: OfferLine) -> str:
    return folded(" ".join((line.offer.name, *(cell.text for cell in line.cells.values()))))
