"""The agreements of the office, from drafts to those signed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation

from desktop.base.dates import day_in_words, day_known
from desktop.base.numbers import format_money
from desktop.base.progress import Progress, Runner
from desktop.base.text import N_, _, folded, language, pick, plural, searchable
from desktop.base.values import JsonObject
from desktop.office import Office
from desktop.presenters.listing import (
    NAME,
    FilterOption,
    ListColumn,
    ListFilter,
    Listing,
    PagedLines,
    PagedList,
    RecordSummary,
    RowCell,
)
from desktop.presenters.paper import PaperPresenter
from desktop.presenters.record_labels import AGREEMENT_TONES
from desktop.services import next_step
from desktop.services.agreements import agreement_list, month_sheet
from desktop.services.agreements.agreement_list import AgreementFilter, AgreementOrder, AgreementSummary
from desktop.services.labels import STATES
from desktop.services.office import office_profile
from desktop.services.office.list_choices import ListOrder
from desktop.services.office.rights import Right, may
from desktop.store.states import AgreementState

COLUMNS = (
    ListColumn("reference", N_("Reference")),
    ListColumn("type", N_("Type")),
    ListColumn("value", N_("Value"), figures=True),
    ListColumn("ends", N_("Ends on")),
    ListColumn("final", N_("Final since"), shown=False),
    ListColumn("review", N_("Legal review"), shown=False),
    ListColumn("state", N_("State")),
)
REVIEWS: Mapping[str, str] = {agreement_list.WAITS: N_("Needed"), agreement_list.NO_REVIEW: N_("Not needed")}
AT_HEADQUARTERS = (ListColumn("office", N_("Office")), ListColumn("region", N_("Region"), shown=False))
EXPIRIES: Mapping[str, str] = {
    agreement_list.OVER: N_("Ended"),
    agreement_list.SOON: N_("Within 60 days"),
    agreement_list.LATER: N_("Within 180 days"),
    agreement_list.FAR: N_("Later"),
    agreement_list.ENDLESS: N_("Without an end"),
}


@dataclass(frozen=True)
class AgreementLine:
    """One agreement of the list."""

    id: str
    title: str
    note: str
    state: str
    tone: str
    words: Mapping[str, str] = field(default_factory=dict)  # what the note says, by column
    cells: Mapping[str, RowCell] = field(default_factory=dict)


class AgreementsPresenter(PagedList[AgreementLine], PaperPresenter):
    """Shows the agreements wanted: their order is read away from the window, and their lines as somebody looks."""

    shows = frozenset({"agreement", "partner", "partnership"})

    def __init__(self, office: Office, runner: Runner) -> None:
        super().__init__(office, runner)
        columns = (*AT_HEADQUARTERS, *COLUMNS) if office.is_hq else COLUMNS
        self.listing = Listing(self, "agreements", N_("Agreements"), columns, first_title=N_("Partner"), by_store=True)
        self.search_text = ""
        self.known = False
        self.lines = ()
        self.total = 0
        self.waiting = 0
        self.may_draft = may(office.user, Right.DRAFT)
        self._counts: Mapping[str, Mapping[str, int]] = {}
        self._reading = 0

    def refresh(self) -> None:
        """Read the order and the first lines again, away from the window; of several readings the last is shown."""
        self._reading += 1
        reading, of, order, row = self._reading, self.listing.filter, self.listing.order, self.listing.stands_on
        if not self.known:
            self.changed()
        choice = AgreementFilter(
            text=self.search_text,
            type=of("type"),
            state=of("state"),
            expiry=of("expiry"),
            review=of("review"),
            office=of("office"),
            region=of("region"),
        )
        self.runner.quietly(lambda: self._read(choice, order, row), lambda answer: self._show(reading, *answer))

    def _read(
        self, choice: AgreementFilter, order: ListOrder, row: object
    ) -> tuple[AgreementOrder, PagedLines[AgreementLine]]:
        """What is shown; the forms are read here too, the first time, and the window does not wait for them."""
        work = self.office.work
        regions = office_profile.regions(work) if self.office.is_hq else {}
        ranks = self._ranks(regions)
        choice = replace(choice, regions=regions, optional=self._optional(), named=self._named(choice.text))
        whole = agreement_list.ordered(work.store, choice, order, ranks, work.today())

        def read(ids: Sequence[str]) -> Sequence[AgreementLine]:
            return [self._line(agreement, regions) for agreement in agreement_list.lines(work.store, ids)]

        lines = PagedLines(whole.ids, read, self.read_ahead)
        lines.read_near(row)
        return whole, lines

    def _show(self, reading: int, whole: AgreementOrder, lines: PagedLines[AgreementLine]) -> None:
        if reading != self._reading:
            return
        self.known, self.lines = True, lines
        self._counts, self.total, self.waiting = whole.counts, whole.total, whole.unsigned
        self.changed()

    def _kinds(self) -> Sequence[tuple[str, str]]:
        """The types of agreement, code and name, as their names are read."""
        kinds = ((code, pick(kind.name)) for code, kind in self.office.definitions.agreements.items())
        return sorted(kinds, key=lambda kind: folded(kind[1]))

    def _named(self, text: str) -> Mapping[str, Sequence[str]]:
        """Which types and states each word that is searched names in the language now spoken."""
        words = searchable(text).split()
        codes = [*self._kinds(), *((state.value, _(STATES[state])) for state in AgreementState)] if words else []
        return {word: [code for code, name in codes if word in searchable(name)] for word in words}

    def _ranks(self, regions: Mapping[str, str]) -> agreement_list.Ranks:
        """In which order the codes of a column are read; of regions, those of the offices that lie in them."""
        of_regions = {region: at for at, region in enumerate(self.office.definitions.regions.labels)}
        return {
            "type": {code: at for at, (code, _name) in enumerate(self._kinds())},
            "state": {state: at for at, state in enumerate(AgreementState)},
            "region": {office: of_regions[region] for office, region in regions.items() if region in of_regions},
        }

    def find(self, spelt: str, after: int, found: Callable[[int], None]) -> None:
        """Tell where the next agreement stands whose partner’s name begins so, -1 for none."""
        store = self.office.store
        self.tell_place(lambda ids: agreement_list.position(store, ids, spelt, after), found)

    # --- a line

    def _line(self, agreement: AgreementSummary, regions: Mapping[str, str]) -> AgreementLine:
        kind = self.office.definitions.agreements.get(agreement.type)
        region = regions.get(agreement.office, "")
        words = {
            "office": agreement.office if self.office.is_hq else "",
            "reference": agreement.reference,
            "type": pick(kind.name) if kind else agreement.type,
            "value": format_money(agreement.amount, agreement.currency, language()) if agreement.amount else "",
            "ends": _ends(agreement),
            "final": _final(agreement),
            "review": self._review(agreement),
        }
        state = _(STATES[agreement.state])
        cells = {
            **{name: RowCell(text) for name, text in words.items()},
            "value": RowCell(words["value"], _amount(agreement.amount)),
            "ends": RowCell(day_in_words(agreement.ends_on, language()), day_known(agreement.ends_on)),
            "final": RowCell(day_in_words(agreement.final_at, language()), day_known(agreement.final_at)),
            "state": RowCell(state),
            "region": RowCell(self.office.definitions.regions.labels.get(region, "")),
        }
        note = " · ".join(text for text in words.values() if text)
        tone = AGREEMENT_TONES[agreement.state]
        return AgreementLine(agreement.id, agreement.partner, note, state, tone, words, cells)

    def _optional(self) -> Sequence[tuple[str, str]]:
        """The clauses whose change needs no review, each with its type."""
        kinds = self.office.definitions.agreements.values()
        return [(kind.code, use.clause) for kind in kinds for use in kind.clauses if not use.locked]

    def _review(self, agreement: AgreementSummary) -> str:
        """How many clauses with a locked text wait for Legal; nothing where none does."""
        if not agreement.uncleared:
            return ""
        optional = {clause for code, clause in self._optional() if code == agreement.type}
        count = sum(clause not in optional for clause in agreement.uncleared)
        return plural("{count} clause to review", "{count} clauses to review", count) if count else ""

    def brief(self, line: AgreementLine) -> str:
        """The second line beside columns, which say some of it already."""
        return self.listing.brief(line.words)

    # --- what is shown

    @property
    def state(self) -> str:
        """What is here, and how much of it is not signed yet."""
        if not self.total:
            return ""
        if self.filtered:
            return plural("{count} agreement found", "{count} agreements found", len(self.lines))
        counted = plural("{count} agreement", "{count} agreements", self.total)
        if not self.waiting:
            return _("{counted}, all signed.").format(counted=counted)
        waiting = plural("{count} not signed yet", "{count} not signed yet", self.waiting)
        return _("{counted}, of which {waiting}.").format(counted=counted, waiting=waiting)

    @property
    def filtered(self) -> bool:
        """Whether anything narrows the list."""
        return bool(self.search_text) or self.listing.is_narrowed

    @property
    def filters(self) -> tuple[ListFilter, ...]:
        """By what the list can be narrowed, with how many agreements each choice would leave."""
        offices = [(code, code) for code in sorted(self._counts.get("office", ()))]
        regions = list(self.office.definitions.regions.labels.items())
        reviews = [(code, _(words)) for code, words in REVIEWS.items()]
        every = (
            self._filter("office", _("Office"), _("All offices"), offices),
            self._filter("region", _("Region"), _("All regions"), regions),
            self._filter("type", _("Type"), _("All types"), self._kinds()),
            self._filter("state", _("State"), _("All states"), [(s, _(STATES[s])) for s in AgreementState]),
            self._filter("review", _("Legal review"), _("With or without"), reviews),
            self._filter("expiry", _("End"), _("Whenever"), [(c, _(w)) for c, w in EXPIRIES.items()]),
        )
        return every if self.office.is_hq else every[2:]

    def _filter(self, name: str, title: str, everything: str, choices: Sequence[tuple[str, str]]) -> ListFilter:
        code, counted = self.listing.filter(name), self._counts.get(name, {})
        options = [FilterOption(key, words, counted.get(key, 0)) for key, words in choices]
        return ListFilter(name, title, everything, tuple(o for o in options if o.count or o.code == code), code)

    # --- gestures

    def filter(self, text: str) -> None:
        """List only the agreements that contain this text."""
        if text != self.search_text:
            self.search_text = text
            self.refresh()

    def narrow(self, **codes: str) -> None:
        """Keep only these; an empty code keeps all."""
        self.listing.narrow(**codes)

    def clear(self) -> None:
        """Every agreement again."""
        self.search_text = ""
        if self.listing.is_narrowed:
            self.listing.widen_again()
        else:
            self.refresh()

    @staticmethod
    def way(agreement_id: object) -> tuple[str, JsonObject]:
        """Where a row leads."""
        return "agreement", {"id": str(agreement_id)}

    def summarise(self, agreement_id: object, show: Callable[[RecordSummary], None]) -> None:
        """An agreement in short: what its line says, and what is next, read away from the window."""
        work, ids = self.office.work, self.ids
        if agreement_id not in ids:
            return
        line = self.lines[ids.index(str(agreement_id))]
        names = {NAME: _("Partner"), **{column.key: _(column.title) for column in COLUMNS}}
        facts = tuple((names[name], text) for name, text in line.words.items() if text and name in names)

        def read() -> RecordSummary:
            step = next_step.agreement_step(work, line.id)
            return RecordSummary(
                line.id, line.title, "", step.sentence, step.detail, state=line.state, tone=line.tone, facts=facts
            )

        self.runner.quietly(read, show)

    def open(self, agreement_id: str) -> None:
        """Go to an agreement."""
        self.open_place("agreement", id=agreement_id)

    # --- the months on paper

    @property
    def paper_name(self) -> str:
        """The name of the month sheet as a file."""
        return _("Deadlines {month}.pdf").format(month=f"{self.office.work.today():%Y-%m}")

    @property
    def paper_titles(self) -> tuple[str, str]:
        """What is said while it is drawn and saved."""
        return _("Drawing the month sheet"), _("Save the month sheet")

    def paper_draft(self) -> Callable[[Progress], bytes]:
        """What is due in this month and the next."""
        work = self.office.work
        return lambda progress: month_sheet.pdf(work, work.today())

    def new(self) -> None:
        """Prepare another agreement."""
        self.open_place("new_agreement")


def _amount(stored: str) -> Decimal | None:
    try:
        return Decimal(stored)
    except InvalidOperation:
        return None


def _ends(agreement: AgreementSummary) -> str:
    if agreement.state != AgreementState.ACTIVE or not agreement.ends_on:
        return ""
    return _("until {day}").format(day=day_in_words(agreement.ends_on, language()))


def _final(agreement: AgreementSummary) -> str:
    if agreement.state == AgreementState.DRAFT or not agreement.final_at:
        return ""
    return _("final since {day}").format(day=day_in_words(agreement.final_at, language()))
