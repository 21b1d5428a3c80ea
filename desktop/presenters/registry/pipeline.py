"""The pipeline as board and as list: where each partnership stands, what is next, what stands in the way."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING

from desktop.base import places
from desktop.base.dates import ago, day_in_words, day_known, day_of
from desktop.base.numbers import format_money
from desktop.base.progress import Runner
from desktop.base.text import N_, _, folded, language, pick, plural
from desktop.definitions.pipeline import PipelineStage
from desktop.documents.sheet import Content
from desktop.presenters import partner_labels
from desktop.presenters.form_draft import FormDraft
from desktop.presenters.listing import (
    ListColumn,
    ListFilter,
    Listing,
    RecordSummary,
    RowCell,
    begins_at,
    in_order,
    list_filter,
)
from desktop.presenters.office_filters import AT_HEADQUARTERS, OFFICE, REGION, office_filters, offices_chosen
from desktop.presenters.registry.undoing import Undo, UndoingPresenter
from desktop.services import pipeline
from desktop.services.diligence import cases
from desktop.services.next_step import BEGIN, NextStep
from desktop.services.office import office_profile, people
from desktop.services.office.list_choices import ListOrder
from desktop.services.office.rights import Right, may
from desktop.services.pipeline import BY_HAND, Gate, PipelineCard
from desktop.services.registry import partnerships

if TYPE_CHECKING:
    from desktop.office import Office

COLUMNS = (
    ListColumn("title", N_("Partnership")),
    ListColumn("stage", N_("Stage")),
    ListColumn("action", N_("Next action")),
    ListColumn("due", N_("On")),
    ListColumn("value", N_("In US dollars"), figures=True),
    ListColumn("touched", N_("Last contact or change")),
    ListColumn("owner", N_("Person in charge"), shown=False),
    ListColumn("country", N_("Country"), shown=False),
    ListColumn("reason", N_("Why it stopped"), shown=False),
)
HIDDEN_AT_HEADQUARTERS = ("value", "touched")  # at first: office and region want their room
OF_ALL_OFFICES = (
    *AT_HEADQUARTERS,
    *(replace(column, shown=column.shown and column.key not in HIDDEN_AT_HEADQUARTERS) for column in COLUMNS),
)
ASKED_OF = "pipeline:asked"  # under which is kept what the open form is about
ORDER = tuple(PipelineStage)
ON_BOARD = ORDER[:-1]  # what is closed stands in the list alone


class CardSign(StrEnum):
    """What a card is found by."""

    OVERDUE = "overdue"
    DORMANT = "dormant"
    UNPLANNED = "unplanned"
    MINE = "mine"


SIGNS: Mapping[CardSign, str] = {
    CardSign.OVERDUE: N_("Overdue"),
    CardSign.DORMANT: N_("Dormant"),
    CardSign.UNPLANNED: N_("Without a next action"),
    CardSign.MINE: N_("Mine"),
}


@dataclass(frozen=True)
class Stuck:
    """A card that could not move: the sentence, and the words and the deed of the step that lacks, if any."""

    sentence: str
    button: str = ""
    deed: Callable[[], None] | None = None


@dataclass(frozen=True)
class BoardColumnState:
    """One column of the board: its name, how many stand in it and what they are worth, what lets one in."""

    stage: PipelineStage
    name: str
    note: str
    entry: str
    cards: tuple[PipelineCard, ...]
    keys: tuple[str, ...]


@dataclass(frozen=True)
class PipelineChoice:
    """By what the pipeline is narrowed and sorted, as it is chosen at one moment."""

    as_list: bool
    text: str
    codes: Mapping[str, str]
    order: ListOrder
    offices: frozenset[str] | None = None  # that are kept, at Headquarters; None for all


@dataclass(frozen=True)
class PipelineShown:
    """What a choice leaves of the pipeline: cards in the order of the list with their keys, columns of the board,
    filters, a count."""

    cards: tuple[PipelineCard, ...] = ()
    keys: tuple[str, ...] = ()
    columns: tuple[BoardColumnState, ...] = ()
    filters: tuple[ListFilter, ...] = ()
    state: str = ""


def _keys(cards: Sequence[PipelineCard]) -> tuple[str, ...]:
    """Of tens of thousands, put together away from the window too."""
    return tuple(card.id for card in cards)


class PipelinePresenter(UndoingPresenter):
    """Every partnership of the office by its stage; read, narrowed and sorted away from the window."""

    shows = frozenset(
        {
            *("partnership", "partner", "diligence_case", "decision", "clearance", "agreement", "interaction"),
            *("answer", "officer"),
        }
    )

    def __init__(self, office: "Office", runner: Runner, sign: str = "", stage: str = "") -> None:
        super().__init__(office, runner)
        columns = OF_ALL_OFFICES if office.is_hq else COLUMNS
        self.listing = Listing(
            self, "pipeline", N_("Pipeline"), columns, first_title=N_("Partner"), arrange=self.arrange
        )
        self.every: tuple[PipelineCard, ...] = ()
        self._by_id: Mapping[str, PipelineCard] = {}
        self.shown = PipelineShown()
        self._reading = self._arranging = 0
        self._has_read = False
        self.names: Mapping[str, str] = {}
        self._regions: Mapping[str, str] = {}  # of each office, at Headquarters
        self.known = False
        self.prefers_list = bool(sign or stage)
        self.too_low = False  # whether the window has no room for a board
        self.text = ""
        self.stuck: Stuck | None = None
        self.current = ""  # the card that is looked at
        begun = self.held(ASKED_OF)
        self.asking = str(begun.get("card", ""))  # the partnership that the open form is about
        self.closes = bool(begun.get("closes", False))  # whether that form closes it; else it plans what is next
        if sign or stage:
            self.listing.narrow(sign=sign, stage=stage, country="", sector="")

    @property
    def as_list(self) -> bool:
        """Whether the list is shown: it is preferred, or the board has no room."""
        return self.prefers_list or not self.has_board

    @property
    def has_board(self) -> bool:
        """Whether there is a board to turn to: it is an office’s own, and the window has room for it."""
        return not (self.too_low or self.office.is_hq)

    @property
    def may_move(self) -> bool:
        """Whether this reader's role moves partnerships."""
        return may(self.office.user, Right.REGISTER)

    def refresh(self) -> None:
        """Read everything again."""
        work, is_hq = self.office.work, self.office.is_hq
        if not self.known:
            self.changed()
        self._reading += 1
        reading = self._reading

        def read() -> tuple[tuple[PipelineCard, ...], Mapping[str, str], Mapping[str, PipelineCard], Mapping[str, str]]:
            cards, regions = pipeline.read(work), office_profile.regions(work) if is_hq else {}
            return cards, people.names(work.store), {card.id: card for card in cards}, regions

        self.runner.quietly(read, lambda answer: self._take(reading, *answer))

    def _take(
        self,
        reading: int,
        every: tuple[PipelineCard, ...],
        names: Mapping[str, str],
        by_id: Mapping[str, PipelineCard],
        regions: Mapping[str, str],
    ) -> None:
        if reading == self._reading:
            self.every, self.names, self._by_id, self._regions = every, names, by_id, regions
            self._has_read = True
            self.arrange()

    def arrange(self) -> None:
        """Narrow and sort what was read, away from the window; of several choices the last is shown."""
        self._arranging += 1
        arranging, of = self._arranging, self.listing.filter
        codes = {name: of(name) for name in ("stage", "sign", "country", "sector")}
        offices = offices_chosen(self.listing, self._regions) if self.office.is_hq else None
        choice = PipelineChoice(self.as_list, self.text, codes, self.listing.order, offices)
        every, names, has_read = self.every, self.names, self._has_read
        self.runner.quietly(
            lambda: self._arranged(choice, every, names), lambda shown: self._show(arranging, has_read, shown)
        )

    def _show(self, arranging: int, has_read: bool, shown: PipelineShown) -> None:
        if arranging == self._arranging:
            self.known, self.shown = has_read, shown
            self.changed()

    def _arranged(
        self, choice: PipelineChoice, every: tuple[PipelineCard, ...], names: Mapping[str, str]
    ) -> PipelineShown:
        stage = choice.codes["stage"] if choice.as_list else ""
        cards = [card for card in self._among(choice, every) if (card.stage == stage if stage else card.living)]
        columns: tuple[BoardColumnState, ...] = ()
        if choice.as_list and choice.order.column:
            contents = [self._content(card, choice.order.column, names) for card in cards]
            cards = [cards[at] for at in in_order(contents, descending=choice.order.descending)]
        elif not choice.as_list:
            columns = tuple(self._column(at, tuple(c for c in cards if c.stage == at)) for at in ON_BOARD)
        return PipelineShown(tuple(cards), _keys(cards), columns, self._filters(choice, every), self._counted(every))

    # --- what is shown

    @property
    def cards(self) -> tuple[PipelineCard, ...]:
        """The cards that the filters leave; without the filter of stages, those that live."""
        return self.shown.cards

    def _among(self, choice: PipelineChoice, every: tuple[PipelineCard, ...]) -> Iterator[PipelineCard]:
        words, codes = folded(choice.text).split(), choice.codes
        sign, country, sector = codes["sign"], codes["country"], codes["sector"]
        return (
            card
            for card in every
            if (not words or all(word in folded(f"{card.partner} {card.title}") for word in words))
            and (not sign or self._bears(card, sign))
            and country in ("", card.country)
            and (choice.offices is None or card.office in choice.offices)
            and (not sector or sector in card.sectors)
        )

    def _bears(self, card: PipelineCard, sign: str) -> bool:
        match sign:
            case CardSign.OVERDUE:
                return card.overdue
            case CardSign.DORMANT:
                return card.dormant
            case CardSign.UNPLANNED:
                return card.living and not card.next_action
            case CardSign.MINE:
                return card.owner == self.office.user.id
        return True

    @property
    def columns(self) -> tuple[BoardColumnState, ...]:
        """The columns of the board."""
        return self.shown.columns

    def _column(self, stage: PipelineStage, cards: tuple[PipelineCard, ...]) -> BoardColumnState:
        rule = self.office.definitions.pipeline.by_stage[stage]
        worth = sum((Decimal(card.usd) for card in cards if card.usd), Decimal())
        money = format_money(str(worth), places.DOLLARS, language()) if worth else ""
        note = " · ".join(part for part in (str(len(cards)), money) if part)
        return BoardColumnState(stage, pick(rule.label), note, pick(rule.entry), cards, _keys(cards))

    def stage_name(self, stage: PipelineStage) -> str:
        """What a stage is called."""
        return pick(self.office.definitions.pipeline.by_stage[stage].label)

    @property
    def state(self) -> str:
        """How many live, and how many of them are late or sleep."""
        return self.shown.state

    @staticmethod
    def _counted(every: tuple[PipelineCard, ...]) -> str:
        living = [card for card in every if card.living]
        if not living:
            return ""
        counted = plural("{count} partnership under way", "{count} partnerships under way", len(living))
        late, asleep = sum(card.overdue for card in living), sum(card.dormant for card in living)
        return _("{counted}: {late} overdue, {asleep} dormant.").format(counted=counted, late=late, asleep=asleep)

    @property
    def filtered(self) -> bool:
        """Whether anything narrows what is shown."""
        return bool(self.text) or self.listing.is_narrowed

    @property
    def filters(self) -> tuple[ListFilter, ...]:
        """By what it can be narrowed, with how many each choice would leave."""
        return self.shown.filters

    def _filters(self, choice: PipelineChoice, every: tuple[PipelineCard, ...]) -> tuple[ListFilter, ...]:
        among = every if choice.as_list else tuple(card for card in every if card.living)
        stages = Counter(str(card.stage) for card in every)
        signs = Counter({str(sign): sum(self._bears(card, sign) for card in among) for sign in SIGNS})
        countries = Counter(card.country for card in among)
        sectors = Counter(sector for card in among for sector in card.sectors)
        of_signs = [
            (sign, _(words)) for sign, words in SIGNS.items() if not (self.office.is_hq and sign == CardSign.MINE)
        ]
        named, spoken = partner_labels.SECTORS, language()
        of_countries = sorted({card.country for card in every if card.country})
        of_sectors = sorted({sector for card in every for sector in card.sectors})
        offered: tuple[tuple[str, str, str, Sequence[tuple[str, str]], Mapping[str, int]], ...] = (
            ("stage", _("Stage"), _("All under way"), [(stage, self.stage_name(stage)) for stage in ORDER], stages),
            ("sign", _("Sign"), _("With or without"), of_signs, signs),
            (
                "country",
                _("Country"),
                _("All countries"),
                [(code, places.country_name(code, spoken)) for code in of_countries],
                countries,
            ),
            (
                "sector",
                _("Sector"),
                _("All sectors"),
                [(code, _(named[code]) if code in named else code) for code in of_sectors],
                sectors,
            ),
        )
        filters = tuple(
            list_filter(name, title, everything, choices, counts, choice.codes[name])
            for name, title, everything, choices, counts in offered
        )
        if self.office.is_hq:
            offices = Counter(card.office for card in every if card.living)
            regions = self.office.definitions.regions.labels
            return (*office_filters(self.listing, self._regions, regions, offices), *filters)
        return filters if choice.as_list else filters[1:]

    # --- one card in words

    def card(self, key: object) -> PipelineCard | None:
        """The card of a partnership; None when it is not here."""
        return self._by_id.get(str(key))

    def sign_of(self, card: PipelineCard) -> str:
        """What a card shows first: overdue, dormant, what is next, or that nothing is planned."""
        if card.overdue:
            return _("Overdue: {what}").format(what=card.next_action or self._day(card.next_action_on))
        if card.dormant:
            return _("Dormant: {age}").format(age=self.following(card))
        return self.following(card)

    def following(self, card: PipelineCard) -> str:
        """What is next and when; of a dormant card, since when nothing happened."""
        if card.dormant and not card.overdue:
            return ago(day_of(card.touched_on), self.office.work.today(), language())
        if card.next_action or card.next_action_on:
            return " · ".join(part for part in (self._day(card.next_action_on), card.next_action) if part)
        return _("No next action")

    @staticmethod
    def _day(day: str) -> str:
        return day_in_words(day, language(), "short") if day else ""

    def note(self, card: PipelineCard) -> str:
        """A card in one line below the partner's name, where there are no columns."""
        whose = (card.office,) if self.office.is_hq else ()
        return " · ".join((*whose, card.title, self.stage_name(card.stage), self.sign_of(card)))

    def cells(self, card: PipelineCard) -> Mapping[str, RowCell]:
        """What stands in the columns of the list."""
        return {column.key: self._cell(card, column.key, self.names) for column in self.listing.columns}

    def _cell(self, card: PipelineCard, key: str, names: Mapping[str, str]) -> RowCell:
        """What a card says in one column."""
        match key:
            case "title":
                return RowCell(card.title)
            case "stage":
                return RowCell(self.stage_name(card.stage))
            case "action":
                return RowCell(card.next_action)
            case "due":
                return RowCell(day_in_words(card.next_action_on, language()), day_known(card.next_action_on))
            case "value" if card.usd:
                return RowCell(format_money(card.usd, places.DOLLARS, language()), Decimal(card.usd))
            case "touched":
                return RowCell(day_in_words(card.touched_on, language()), day_known(card.touched_on))
            case "owner":
                return RowCell(names.get(card.owner, ""))
            case "country" if card.country:
                return RowCell(places.country_name(card.country, language()))
            case "reason":
                return RowCell(self._why(card))
            case str() if key == OFFICE:
                return RowCell(card.office)
            case str() if key == REGION:
                return RowCell(self.office.definitions.regions.labels.get(self._regions.get(card.office, ""), ""))
        return RowCell()

    def _content(self, card: PipelineCard, key: str, names: Mapping[str, str]) -> Content:
        """By what a card is sorted in a column."""
        return card.partner if key == self.listing.first else self._cell(card, key, names).content

    def _why(self, card: PipelineCard) -> str:
        """Why a partnership stopped; nothing while it lives."""
        reasons = self.office.definitions.pipeline.labels("reasons")
        if card.refused:
            return _("Refused")
        return pick(reasons[card.closed_reason]) if card.closed_reason in reasons else ""

    def find(self, spelt: str, after: int, found: Callable[[int], None]) -> None:
        """Tell where the next card of the list stands whose partner’s name begins so, -1 for none."""
        shown = self.shown

        def tell(place: int) -> None:
            if shown is self.shown:
                found(place)

        self.runner.quietly(lambda: begins_at([card.partner for card in shown.cards], spelt, after), tell)

    def told(self, card: PipelineCard) -> tuple[str, str]:
        """A card in two sentences, for below the board: what it is, and what is known of its next action."""
        cells = self.cells(card)
        whose = _("Person in charge: {name}").format(name=self.names.get(card.owner, "")) if card.owner else ""
        touched = cells["touched"].text
        last = _("Last contact or change: {day}").format(day=touched) if touched else ""
        first = " · ".join(part for part in (card.partner, card.title, cells["value"].text) if part)
        return first, " · ".join(part for part in (self.sign_of(card), cells["due"].text, whose, last) if part)

    def summarise(self, key: object, show: Callable[[RecordSummary], None]) -> None:
        """A card in short beside the list, with what is next, read away from the window."""
        card, work = self.card(key), self.office.work
        if card is None:
            return
        names = {column.key: _(column.title) for column in COLUMNS}
        cells = self.cells(card)
        facts = tuple((names[name], cells[name].text) for name in names if cells[name].text and name != "title")

        def read() -> RecordSummary:
            step = pipeline.step(work, card.id)
            state = self.stage_name(card.stage)
            return RecordSummary(
                card.id, card.partner, card.title, step.sentence, step.detail, state=state, tone="neutral", facts=facts
            )

        self.runner.quietly(read, show)

    # --- gestures

    def filter(self, text: str) -> None:
        """Show only the partnerships that contain this text."""
        if text != self.text:
            self.text = text
            self.arrange()

    def narrow(self, **codes: str) -> None:
        """Keep only these; an empty code keeps all."""
        self.listing.narrow(**codes)

    def clear(self) -> None:
        """Every partnership again."""
        self.text = ""
        self.listing.widen_again()

    def turn(self) -> None:
        """The list instead of the board, or the board again where it has room."""
        if self.has_board:
            self.prefers_list = not self.prefers_list
            self.arrange()

    def make_room(self, *, too_low: bool) -> None:
        """The window has another height: one that is too low for a board shows the list until it is higher."""
        if too_low != self.too_low:
            self.too_low = too_low
            self.arrange()

    def look_at(self, key: object) -> None:
        """The card that is looked at is another one."""
        if str(key) != self.current:
            self.current = str(key)
            self.changed()

    def open(self, key: object) -> None:
        """Go to the partnership of a card."""
        if (card := self.card(key)) is not None:
            self.open_place("partnership", partner=card.partner_id, id=card.id)

    # --- moving

    def shift(self, key: object, by: int) -> None:
        """Move a card to the next stage, or with -1 to the one before; where it cannot move, say why."""
        card = self.card(key)
        if card is None or not self.may_move:
            return
        if not card.living:
            if by < 0:
                self.reopen(card)
            return
        at = ORDER.index(card.stage) + by
        if 0 <= at < len(ORDER):
            self.move(key, ORDER[at])

    def move(self, key: object, to: PipelineStage) -> None:
        """Move a card to a stage, or say what stands in the way; to the last one, ask for the reason."""
        card, work = self.card(key), self.office.work
        if card is not None and self.may_move:
            self.runner.quietly(lambda: pipeline.gate(work, card.id, to), partial(self._answer, card, to))

    def _answer(self, card: PipelineCard, to: PipelineStage, stands: Gate) -> None:
        if stands.sentence:
            words = _("{partner}: {why}").format(partner=card.partner, why=stands.sentence)
            step = stands.step
            deed = partial(self._go, card, step) if step is not None and step.button else None
            self.stuck = Stuck(words, step.button if step is not None and deed else "", deed)
            self.changed()
        elif to == PipelineStage.CLOSED:
            self._ask(card.id, closes=True)
        elif to in BY_HAND:
            work, before = self.office.work, card.stage
            text = _("{partner} is now at “{stage}”.").format(partner=card.partner, stage=self.stage_name(to))
            name = _("moving {partner}").format(partner=card.partner)
            self._do(
                name, text, partial(pipeline.move, work, card.id, to), partial(pipeline.move, work, card.id, before)
            )

    def _go(self, card: PipelineCard, step: NextStep) -> None:
        """Do the step that lacks, or go where it is done."""
        if step.place == BEGIN:
            office = self.office
            planned = partnerships.partnership(office.store, card.id)
            case = cases.open_case(office.work, office.definitions.form, planned)
            self.open_place("diligence", case=case.id)
        else:
            place, arguments = step.opened_from_afar(card.partner_id)
            self.open_place(place, **arguments)

    def give_up(self, key: object) -> None:
        """Ask why a partnership is not pursued, or ends, unless something stands in the way."""
        self.move(key, PipelineStage.CLOSED)

    def reopen(self, card: PipelineCard) -> None:
        """Take a partnership up again that was closed."""
        if card.refused:
            self.move(card.id, PipelineStage.DRAFTING)  # which says why it cannot
            return
        work = self.office.work
        before = partnerships.partnership(work.store, card.id)
        close = partial(pipeline.close, work, card.id, before.closed_reason, before.closed_note)
        text = _("{partner}: the partnership is open again.").format(partner=card.partner)
        self._do(_("reopening a partnership"), text, partial(pipeline.reopen, work, card.id), close)

    def read_stuck(self) -> None:
        """The officer has read why a card did not move."""
        self.stuck = None
        self.changed()

    # --- the two forms above the board

    @property
    def draft(self) -> FormDraft:
        """What is typed into the open form."""
        return self.form_draft("pipeline:form")

    @property
    def about(self) -> str:
        """What the open form is for."""
        card = self.card(self.asking)
        words = _("Why does it stop? {name}") if self.closes else _("Next action: {name}")
        return words.format(name=f"{card.partner} · {card.title}" if card is not None else "")

    @property
    def reasons(self) -> tuple[tuple[str, str], ...]:
        """Why the partnership that the form is about may stop."""
        card = self.card(self.asking)
        return pipeline.reasons(self.office.work, card is not None and card.signed)

    @property
    def officers(self) -> tuple[tuple[str, str], ...]:
        """Who may see to a next action: id and name."""
        return tuple((person.id, person.name) for person in people.officers(self.office.store))

    def plan(self, key: object) -> None:
        """Ask what is next for a partnership."""
        if (card := self.card(key)) is not None and card.living and self.may_move:
            self._ask(card.id, closes=False)

    def _ask(self, card_id: str, *, closes: bool) -> None:
        self.asking, self.closes, self.stuck = card_id, closes, None
        self.hold(ASKED_OF, {"card": card_id, "closes": closes})
        self.changed()

    def ask_again(self, card_id: str, closes: bool) -> None:
        """Open a form again that was put away."""
        self._ask(card_id, closes=closes)

    def put_form_away(self) -> None:
        """Close the form; what was typed into it is dropped."""
        self._end_form()
        self.changed()

    def _end_form(self) -> None:
        self.draft.drop()
        self.hold(ASKED_OF, {})
        self.asking = ""

    def close(self, reason: str, note: str, lessons: str) -> None:
        """Close the partnership with a reason. Raises Problem without one."""
        card, work = self.card(self.asking), self.office.work
        if card is None:
            return
        text = _("{partner}: the partnership is closed. It stands in the list under “{stage}”.").format(
            partner=card.partner, stage=self.stage_name(PipelineStage.CLOSED)
        )
        deed = partial(pipeline.close, work, card.id, reason, note, lessons)
        self._do(_("closing a partnership"), text, deed, partial(pipeline.reopen, work, card.id))
        self._end_form()
        self.changed()

    def save_next(self, what: str, on: str, owner: str) -> None:
        """Plan what is next for the partnership."""
        card, work = self.card(self.asking), self.office.work
        if card is None:
            return
        before = partnerships.partnership(work.store, card.id)
        earlier = before.next_action_on
        back = partial(
            pipeline.plan_next,
            *(work, card.id, before.next_action, date.fromisoformat(earlier) if earlier else None, before.owner),
        )
        deed = partial(pipeline.plan_next, work, card.id, what, date.fromisoformat(on) if on else None, owner)
        text = _("{partner}: the next action is planned.").format(partner=card.partner)
        self._do(_("planning a next action"), text, deed, back)
        self._end_form()
        self.changed()

    # --- taking back

    def _do(self, name: str, text: str, deed: Callable[[], None], back: Callable[[], None]) -> None:
        deed()
        self.stuck = None
        self.undo = Undo(name, text, back, deed)
        self.refresh()
