"""The agreements of the office, from drafts to those signed."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from desktop.base.dates import day_in_words, day_known
from desktop.base.numbers import format_money
from desktop.base.plausibility import age_in_days
from desktop.base.progress import Runner
from desktop.base.text import N_, _, folded, language, pick, plural, searchable
from desktop.base.values import JsonObject
from desktop.office import Office
from desktop.presenters.listing import NAME, FilterOption, ListColumn, ListFilter, Listing, RecordSummary, RowCell
from desktop.presenters.presenter import Presenter
from desktop.presenters.record_labels import AGREEMENT_TONES
from desktop.services import next_step
from desktop.services.agreements import lookup
from desktop.services.agreements.lookup import AgreementSummary
from desktop.services.labels import STATES
from desktop.services.office import office_profile
from desktop.services.office.rights import Right, may
from desktop.store.states import AgreementState

UNSIGNED = (AgreementState.DRAFT, AgreementState.FINAL, AgreementState.PRINTED)
COLUMNS = (
    ListColumn("reference", N_("Reference")),
    ListColumn("type", N_("Type")),
    ListColumn("value", N_("Value"), figures=True),
    ListColumn("ends", N_("Ends on")),
    ListColumn("final", N_("Final since"), shown=False),
    ListColumn("state", N_("State")),
)
AT_HEADQUARTERS = (ListColumn("office", N_("Office")), ListColumn("region", N_("Region"), shown=False))
EXPIRIES: Mapping[str, str] = {
    "over": N_("Ended"),
    "60": N_("Within 60 days"),
    "180": N_("Within 180 days"),
    "later": N_("Later"),
    "none": N_("Without an end"),
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
    codes: Mapping[str, str] = field(default_factory=dict)  # by filter


class AgreementsPresenter(Presenter):
    """Every agreement with its partner and its state; words and filters narrow the list, read away from the window."""

    shows = frozenset({"agreement", "partner", "partnership"})

    def __init__(self, office: Office, runner: Runner) -> None:
        super().__init__(office, runner)
        columns = (*AT_HEADQUARTERS, *COLUMNS) if office.is_hq else COLUMNS
        self.listing = Listing(self, "agreements", N_("Agreements"), columns, first_title=N_("Partner"))
        self.search_text = ""
        self.known = False
        self.lines: tuple[AgreementLine, ...] = ()
        self.total = 0
        self.waiting = 0
        self.may_draft = may(office.user, Right.DRAFT)
        self._every: tuple[AgreementLine, ...] = ()

    def refresh(self) -> None:
        """Read the list again."""
        work, at_headquarters = self.office.work, self.office.is_hq
        if not self.known:
            self.changed()

        def read() -> tuple[Sequence[AgreementSummary], Mapping[str, str]]:
            return lookup.summaries(work.store), office_profile.regions(work) if at_headquarters else {}

        self.runner.quietly(read, lambda answer: self._show(*answer))

    def _show(self, listed: Sequence[AgreementSummary], regions: Mapping[str, str]) -> None:
        self._every = tuple(self._line(agreement, regions) for agreement in listed)
        self.known, self.total = True, len(self._every)
        self.waiting = sum(agreement.state in UNSIGNED for agreement in listed)
        self._narrow()

    def _narrow(self) -> None:
        self.lines = tuple(line for line in self._found() if not self._failing(line))
        self.changed()

    def _found(self) -> Sequence[AgreementLine]:
        search = searchable(self.search_text)
        return [line for line in self._every if search in searchable(f"{line.title} {line.note} {line.state}")]

    def _failing(self, line: AgreementLine) -> list[str]:
        """The filters that keep a line out."""
        chosen = self.listing.choice.filters
        return [name for name, code in chosen.items() if line.codes.get(name, "") != code]

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
        codes = {
            "type": agreement.type,
            "state": agreement.state,
            "expiry": self._expiry(agreement),
            "office": agreement.office,
            "region": region,
        }
        note = " · ".join(text for text in words.values() if text)
        tone = AGREEMENT_TONES[agreement.state]
        return AgreementLine(agreement.id, agreement.partner, note, state, tone, words, cells, codes)

    def brief(self, line: AgreementLine) -> str:
        """The second line beside columns, which say some of it already."""
        return self.listing.brief(line.words)

    def _expiry(self, agreement: AgreementSummary) -> str:
        ends = day_known(agreement.ends_on)
        if ends is None:
            return "none"
        days = -age_in_days(ends, self.office.work.today())
        if days < 0 or agreement.state == AgreementState.ENDED:
            return "over"
        return "60" if days <= 60 else "180" if days <= 180 else "later"

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
        counts: dict[str, Counter[str]] = {}
        for line in self._found():
            failing = self._failing(line)
            for name, code in line.codes.items():
                if not failing or failing == [name]:
                    counts.setdefault(name, Counter())[code] += 1
        kinds = self.office.definitions.agreements
        by_words = lambda pair: folded(pair[1])  # noqa: E731
        types = sorted(((code, pick(kind.name)) for code, kind in kinds.items()), key=by_words)
        offices = [(code, code) for code in sorted(counts.get("office", ()))]
        regions = list(self.office.definitions.regions.labels.items())
        every = (
            self._filter("office", _("Office"), _("All offices"), offices, counts),
            self._filter("region", _("Region"), _("All regions"), regions, counts),
            self._filter("type", _("Type"), _("All types"), types, counts),
            self._filter("state", _("State"), _("All states"), [(s, _(STATES[s])) for s in AgreementState], counts),
            self._filter("expiry", _("End"), _("Whenever"), [(c, _(w)) for c, w in EXPIRIES.items()], counts),
        )
        return every if self.office.is_hq else every[2:]

    def _filter(
        self,
        name: str,
        title: str,
        everything: str,
        choices: Sequence[tuple[str, str]],
        counts: Mapping[str, Mapping[str, int]],
    ) -> ListFilter:
        code, counted = self.listing.filter(name), counts.get(name, {})
        options = [FilterOption(key, words, counted.get(key, 0)) for key, words in choices]
        return ListFilter(name, title, everything, tuple(o for o in options if o.count or o.code == code), code)

    # --- gestures

    def filter(self, text: str) -> None:
        """List only the agreements that contain this text."""
        if text != self.search_text:
            self.search_text = text
            self._narrow()

    def narrow(self, **codes: str) -> None:
        """Keep only these; an empty code keeps all."""
        self.listing.narrow(**codes)

    def clear(self) -> None:
        """Every agreement again."""
        self.search_text = ""
        if self.listing.is_narrowed:
            self.listing.widen_again()
        else:
            self._narrow()

    @staticmethod
    def way(agreement_id: object) -> tuple[str, JsonObject]:
        """Where a row leads."""
        return "agreement", {"id": str(agreement_id)}

    def summarise(self, agreement_id: object, show: Callable[[RecordSummary], None]) -> None:
        """An agreement in short: what its line says, and what is next, read away from the window."""
        work = self.office.work
        line = next((listed_line for listed_line in self.lines if listed_line.id == agreement_id), None)
        if line is None:
            return
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
