"""What something given in kind is worth, in four short pages: what, the method, the evidence, the second reader."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from desktop.base import places
from desktop.base.numbers import format_money
from desktop.base.places import DOLLARS
from desktop.base.progress import Runner
from desktop.base.text import _, language, pick
from desktop.base.values import Json
from desktop.presenters.form import FieldSpec, FormRows, InputKind, Option, options, text_of, texts_of
from desktop.presenters.held_form import HeldForm
from desktop.services.diligence import papers
from desktop.services.office.rights import Right, may
from desktop.services.registry import partners
from desktop.services.results import ledger, valuing
from desktop.services.results.valuing import NewValuation
from desktop.store.records import Contribution, Evidence
from desktop.store.states import ContributionKind

if TYPE_CHECKING:
    from desktop.office import Office

PAGES = 4


class ValuationPresenter(HeldForm):
    """The value of the contribution of this `id`, one page of the four after the other."""

    shows = frozenset({"contribution", "partner", "evidence"})

    record: Contribution
    papers: Sequence[Evidence]

    def __init__(self, office: "Office", runner: Runner, id: str) -> None:  # noqa: A002
        super().__init__(office, runner)
        self.id, self.form_name = id, f"valuation:{id}"
        page = self.held(self.form_name).get("page")
        self.number = page if isinstance(page, int) and 1 <= page <= PAGES else 1
        self._read()

    def _read(self) -> None:
        self.record = ledger.read(self.office.work, self.id)
        self.partner = partners.partner(self.office.store, self.record.partner_id).name
        with self.office.store.read() as session:
            self.papers = papers.titles(session, self.record.partner_id)

    def refresh(self) -> None:
        """Read it again."""
        self._read()
        self.changed()

    def arrive(self) -> None:
        self.changed()

    def take(self, key: str, value: Json) -> None:
        super().take(key, value)
        self._turn_to(self.number)

    def _turn_to(self, number: int) -> None:
        """Show a page; whoever comes back to something typed finds the page on which they were."""
        self.number = number
        if held := self.held(self.form_name):
            self.hold(self.form_name, {**held, "page": number})

    @property
    def editable(self) -> bool:
        """Whether this reader's role records contributions in this office, and this one has a value to be found."""
        form = self.office.definitions.contributions.form_of(self.record.form, str(self.record.kind))
        is_in_kind = form.is_in_kind and not self.record.refund_of and not self.record.archived
        return is_in_kind and may(self.office.user, Right.DRAFT) and not self.office.is_hq

    @property
    def is_hours(self) -> bool:
        """Whether it is worth hours at a rate."""
        return self.office.definitions.contributions.form_of(self.record.form, str(self.record.kind)).hours

    @property
    def is_thing(self) -> bool:
        """Whether it is something that wears: a service has no condition."""
        form = self.office.definitions.contributions.form_of(self.record.form, str(self.record.kind))
        return form.kind == ContributionKind.GOODS

    @property
    def title(self) -> str:
        """What this page asks."""
        titles = (
            _("What is it, and in what condition?") if self.is_thing else _("What is it, and at what price?"),
            _("How was its value found?"),
            _("Evidence and range"),
            _("Who reads it a second time?"),
        )
        return titles[self.number - 1]

    @property
    def state(self) -> str:
        """Which page of how many, and of which contribution."""
        page = _("Page {number} of {count}").format(number=self.number, count=PAGES)
        return " · ".join((page, self.partner, self.record.description))

    @property
    def rows(self) -> FormRows:
        """The fields of the page."""
        rules = self.office.definitions.contributions
        form = rules.form_of(self.record.form, str(self.record.kind))
        if self.number == 1:
            return self._what
        if self.number == 2:
            methods = tuple(Option(own.id, pick(own.label)) for own in rules.methods_of(form.id))
            question = _("Choose a method.")
            way = FieldSpec("method", InputKind.RADIO, _("Method"), required=question, options=methods, lettered=False)
            return [[way], [FieldSpec("source", InputKind.TEXT, _("Where the price stands"))]]
        if self.number == 3:
            return self._range
        return []

    @property
    def _what(self) -> FormRows:
        if self.is_hours:
            hours = FieldSpec("hours", InputKind.NUMBER, _("Hours"), required=_("Say how many hours."), chars=10)
            rate = FieldSpec(
                "rate",
                InputKind.NUMBER,
                _("What an hour costs"),
                required=_("Say what an hour costs."),
                unit=self._currency,
                chars=10,
                note=self.follows_words,
            )
            return [[self._money_field("currency_of")], [hours, rate]]
        if not self.is_thing:
            price = FieldSpec(
                "new_value",
                InputKind.NUMBER,
                _("What all of it usually costs"),
                _("The price that others pay. Empty where it is not known: the value is asked later."),
                unit=self._currency,
                chars=14,
                note=self.follows_words,
            )
            return [[self._money_field("currency_of")], [price]]
        new = FieldSpec(
            "new_value",
            InputKind.NUMBER,
            _("What all of it costs when new"),
            _("Empty where it is new: its value is asked later."),
            unit=self._currency,
            chars=14,
        )
        lost = FieldSpec(
            "depreciation", InputKind.NUMBER, _("What it has lost"), unit="%", chars=6, note=self.follows_words
        )
        return [[self._money_field("currency_of")], [new, lost]]

    def _money_field(self, key: str) -> FieldSpec:
        codes = options((code, code) for code, _name in places.currencies(language()))
        return FieldSpec(key, InputKind.DROPDOWN, _("Currency"), options=codes)

    @property
    def _range(self) -> FormRows:
        money = self._currency
        low = FieldSpec("low", InputKind.NUMBER, _("Lowest value"), unit=money, chars=14)
        high = FieldSpec("high", InputKind.NUMBER, _("Highest value"), unit=money, chars=14)
        chosen = FieldSpec(
            "amount", InputKind.NUMBER, _("Value that is chosen"), unit=money, chars=14, note=self.follows_words
        )
        why = FieldSpec("why", InputKind.AREA, _("Why this value"), lines=2)
        shown = tuple(Option(paper.id, paper.title or paper.name) for paper in self.papers)
        proof = FieldSpec("evidence", InputKind.CHECKS, _("Papers of the partner that show it"), options=shown)
        return [[low, high], [chosen], [why], *([[proof]] if shown else [])]

    @property
    def _currency(self) -> str:
        return text_of(self.fields.get("currency_of")) or self.record.currency or DOLLARS

    @property
    def proposed(self) -> Mapping[str, Json]:
        """What was found before; else what the record says."""
        record, valued = self.record, self.record.valuation
        shown_fields: Mapping[str, Json] = {
            "currency_of": record.currency,
            "hours": (record.quantity or "") if self.is_hours else "",
            "amount": "" if self.is_hours else record.amount or "",
        }
        if valued is None:
            return shown_fields
        return {
            **shown_fields,
            "method": valued.method,
            "source": valued.source,
            "new_value": valued.new_value,
            "depreciation": valued.depreciation,
            "rate": valued.rate,
            "low": valued.low,
            "high": valued.high,
            "why": valued.why,
            "evidence": list(valued.evidence),
            "amount": "" if valued.new_value or valued.rate else record.amount or "",
        }

    @property
    def typed_value(self) -> NewValuation:
        """What was typed on all pages."""
        typed = self.fields
        texts = ("method", "source", "low", "high", "why", "new_value", "depreciation")
        own = {name: text_of(typed.get(name)) for name in texts}
        hours = {name: text_of(typed.get(name)) if self.is_hours else "" for name in ("hours", "rate")}
        return NewValuation(
            **own,
            **hours,
            amount=text_of(typed.get("amount")) if not self._follows else "",
            currency=self._currency,
            evidence=tuple(texts_of(typed.get("evidence"))),
        )

    @property
    def _follows(self) -> bool:
        """Whether the value follows and nobody chose another one."""
        chosen = self.held(self.form_name).get("amount")
        typed = self.fields
        has_basis = bool(typed.get("hours") and typed.get("rate")) if self.is_hours else bool(typed.get("new_value"))
        return has_basis and not chosen

    @property
    def follows_words(self) -> str:
        """The value that follows from what was typed; empty for none."""
        typed = self.fields
        basis = NewValuation(
            "",
            new_value=text_of(typed.get("new_value")),
            depreciation=text_of(typed.get("depreciation")),
            hours=text_of(typed.get("hours")) if self.is_hours else "",
            rate=text_of(typed.get("rate")) if self.is_hours else "",
        )
        value = basis.worked_out
        if value is None:
            return ""
        return _("It follows: {value}").format(value=format_money(value, self._currency, language()))

    @property
    def guidance(self) -> str:
        """What helps on this page."""
        rules = self.office.definitions.contributions
        method = rules.by_method.get(text_of(self.fields.get("method")))
        if self.number == 3 and method is not None and method.evidence and not self.papers:
            return _("This method asks for a paper that shows the value: put it among the papers of the partner first.")
        form = rules.form_of(self.record.form, str(self.record.kind))
        if self.number == 3 and form.disclosed:
            return _("Services given in kind may be disclosed rather than booked as revenue: ask finance.")
        return self.reader_words if self.number == PAGES else ""

    @property
    def reader_words(self) -> str:
        """The value in a sentence, and whether a second person reads it."""
        new, rules = self.typed_value, self.office.definitions.contributions
        value = format_money(new.value, new.currency, language()) if new.value else "–"
        limit = format_money(Decimal(rules.second_reader_from_usd), DOLLARS, language())
        method = rules.by_method.get(new.method)
        if method is not None and not method.counts:
            return _("{value}: a symbolic value, which is not counted.").format(value=value)
        is_small = new.currency == DOLLARS and bool(new.value) and Decimal(new.value) < rules.second_reader_from_usd
        if is_small:
            return _("{value}: below {limit}, nobody else has to read it.").format(value=value, limit=limit)
        return _(
            "{value}: from {limit} on, a second person reads it. A colleague opens the office, looks at this "
            "contribution and agrees to its value."
        ).format(value=value, limit=limit)

    @property
    def button(self) -> str:
        """What the filled button says."""
        return _("Record the value") if self.number == PAGES else _("Next")

    def back(self) -> None:
        """The page before; from the first one to the contribution."""
        if self.number == 1:
            self.open_contribution()
        else:
            self._turn_to(self.number - 1)
            self.changed()

    def go_on(self) -> None:
        """The next page; after the last one the value is recorded. Raises Problem where something lacks."""
        if self.number < PAGES:
            self._turn_to(self.number + 1)
            self.changed()
            return
        valuing.value(self.office.work, self.id, self.typed_value)
        self.forget()
        self.open_contribution()

    def open_contribution(self) -> None:
        """Back to the contribution."""
        self.open_place("contribution", id=self.id)
