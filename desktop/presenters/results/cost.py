"""Time or money spent, written down in half a minute: about a partner, or about the function as a whole (¶30 b)."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from desktop.base import places
from desktop.base.dates import day_in_words
from desktop.base.errors import Problem
from desktop.base.numbers import format_money, number_in_words
from desktop.base.places import DOLLARS
from desktop.base.progress import Runner
from desktop.base.text import _, language, pick, plural
from desktop.base.values import Json
from desktop.presenters.correctable_form import CorrectableForm
from desktop.presenters.form import FieldSpec, FormRows, InputKind, options, text_of
from desktop.presenters.results.about_partner import AboutPartner
from desktop.presenters.results.money_form import MoneyForm
from desktop.services.office import people
from desktop.services.office.rights import Right, may
from desktop.services.registry import dollars
from desktop.services.results import function_costs
from desktop.services.results.function_costs import NewCost
from desktop.store.records import FunctionCost, Officer
from desktop.store.records.values import DollarBasis

if TYPE_CHECKING:
    from desktop.office import Office


def spent_in_words(cost: FunctionCost) -> str:
    """The hours and the amount of an entry."""
    spoken = language()
    hours = hours_in_words(cost.hours) if cost.hours else ""
    amount = format_money(cost.amount, cost.currency, spoken) if cost.amount else ""
    return " · ".join(part for part in (hours, amount) if part)


def hours_in_words(hours: str) -> str:
    """A number of hours with its unit."""
    return _("{hours} h").format(hours=number_in_words(hours, language()))


class CostPresenter(AboutPartner, MoneyForm, CorrectableForm):
    """A new entry without an `id`, about a `partner` where one is given; else the one on record."""

    shows = frozenset({"function_cost", "partner", "officer"})

    def __init__(self, office: "Office", runner: Runner, id: str = "", partner: str = "") -> None:  # noqa: A002
        super().__init__(office, runner)
        self.id, self.about, self.form_name = id, partner, f"cost:{id or partner or 'new'}"
        self.recorded: FunctionCost | None = None  # the entry that was written down last on this page
        self._read()
        self.find()

    def _read(self) -> None:
        work = self.office.work
        self.cost: FunctionCost | None = function_costs.read(work, self.id) if self.id else None
        self.last = function_costs.last_of(work, self.office.user.id) if not self.id else None
        whose = self.cost.office if self.cost is not None else work.store.identity.office
        officer_id = self.cost.officer_id if self.cost is not None else ""
        self.officers: Sequence[Officer] = people.choosable(work.store, whose, officer_id)
        self.names = people.names(work.store) if self.id else {}
        self.read_partner()

    @property
    def own_partner(self) -> str:
        return self.cost.partner_id if self.cost is not None else self.about

    def refresh(self) -> None:
        """Read everything again."""
        self._read()
        self.changed()

    def arrive(self) -> None:
        self.changed()

    @property
    def editable(self) -> bool:
        """Whether this reader's role records what was spent in this office."""
        return may(self.office.user, Right.REGISTER) and not self.office.is_hq

    @property
    def title(self) -> str:
        """What was spent."""
        return (spent_in_words(self.cost) or "–") if self.cost is not None else _("Time or money spent")

    @property
    def state(self) -> str:
        """About whom and when; of a new one, what is needed."""
        whom = self.partner.name if self.partner is not None else _("The function as a whole")
        if self.cost is None:
            return _("{partner}. Half a minute: hours or an amount, what for, who pays.").format(partner=whom)
        return " · ".join((whom, day_in_words(self.cost.spent_on, language(), "long")))

    @property
    def is_set_aside(self) -> bool:
        """Whether it was taken back as recorded by mistake."""
        return self.cost is not None and self.cost.archived

    # --- the form

    @property
    def rows(self) -> FormRows:
        """The fields."""
        rules = self.office.definitions.function
        hours = FieldSpec("hours", InputKind.NUMBER, _("Time"), unit=_("hours"), chars=8)
        codes = options((code, code) for code, _name in places.currencies(language()))
        note = self.dollars_in_words
        money = FieldSpec("money", InputKind.MONEY, _("Money"), options=codes, currency_alone=True, note=note)
        purpose = FieldSpec(
            "purpose",
            InputKind.DROPDOWN,
            _("What for"),
            options=options((code, pick(label)) for code, label in rules.purposes.items()),
            chars=0,
        )
        source = FieldSpec(
            "source",
            InputKind.DROPDOWN,
            _("Who pays"),
            options=options((own.id, pick(own.label)) for own in rules.sources),
            required=_("Say who pays."),
            chars=0,
        )
        day = FieldSpec("spent_on", InputKind.DATE, _("On which day"), required=_("Say on which day."))
        who = FieldSpec(
            "officer_id",
            InputKind.DROPDOWN,
            _("By whom"),
            options=options((officer.id, officer.name) for officer in self.officers),
            chars=0,
        )
        described = FieldSpec("description", InputKind.TEXT, _("In a few words"))
        partner = FieldSpec("partner_name", InputKind.TEXT, _("Partner"), _("Empty for the function."), live=True)
        about = [] if self.partner is not None else [[partner]]
        return [
            [hours, money],
            *self.dollars_row,
            [source, purpose],
            [day, who],
            *about,
            [described],
        ]

    @property
    def dollars_before(self) -> DollarBasis | None:
        return self.cost.dollars if self.cost is not None else None

    @property
    def proposed(self) -> Mapping[str, Json]:
        """What is on record; for a new one today, by this officer, for and from what the last entry was."""
        cost, office = self.cost, self.office
        if cost is not None:
            typed = cost.dollars.usd if cost.dollars is not None and cost.dollars.typed_by else ""
            return {
                "hours": cost.hours or "",
                "money": {"amount": cost.amount or "", "currency": cost.currency},
                "usd": typed,
                "purpose": cost.purpose,
                "source": cost.source,
                "spent_on": cost.spent_on,
                "officer_id": cost.officer_id,
                "description": cost.description,
            }
        last, own = self.last, places.currency_of(office.profile.country) or DOLLARS
        currency = last.currency if last is not None and last.amount else own
        return {
            **dict.fromkeys(("hours", "usd", "partner_name", "description"), ""),
            "money": {"amount": "", "currency": currency},
            "purpose": last.purpose if last is not None else "",
            "source": last.source if last is not None else next(s.id for s in office.definitions.function.sources),
            "spent_on": office.work.today().strftime("%Y-%m-%d"),
            "officer_id": office.user.id,
        }

    def save(self) -> None:
        """Record it, and be ready for the next one; or correct what is on record.

        Raises Problem where something lacks, and for the name of a partner that was typed and not chosen.
        """
        typed, (amount, currency) = self.fields, self.typed_money
        if self.partner is None and (name := text_of(typed.get("partner_name")).strip()):
            raise Problem(
                _("No partner of the register is chosen for “{name}”; nothing was recorded.").format(name=name),
                _("Choose it below the form, or empty the field."),
                code="cost-partner-not-chosen",
            )
        new = NewCost(
            spent_on=text_of(typed.get("spent_on")),
            source=text_of(typed.get("source")),
            hours=text_of(typed.get("hours")),
            amount=amount,
            currency=currency,
            usd=self.typed_dollars,
            purpose=text_of(typed.get("purpose")),
            partner_id=self.partner.id if self.partner is not None else "",
            officer_id=text_of(typed.get("officer_id")),
            description=text_of(typed.get("description")),
        )
        work = self.office.work
        if self.id:
            function_costs.correct(work, self.id, new)
            self.forget()
            self.tell(_("Corrected."))
            return
        self.recorded = function_costs.record(work, new)
        self.forget()
        self.refresh()

    @property
    def recorded_sentence(self) -> str:
        """What was written down last."""
        return _("Recorded: {spent}.").format(spent=spent_in_words(self.recorded)) if self.recorded is not None else ""

    # --- on record

    @property
    def facts(self) -> Sequence[tuple[str, str]]:
        """Its dollars and where they come from, and who wrote it down."""
        cost = self.cost
        if cost is None:
            return ()
        converted = cost.amount and cost.currency != DOLLARS
        usd = dollars.said(cost.amount_usd, cost.dollars, language()) if converted else ""
        pairs = ((_("In US dollars"), usd), (_("Noted by"), self.names.get(cost.noted_by, "")))
        return [(name, value) for name, value in pairs if value]

    def set_aside(self, aside: bool) -> None:
        """Take it back, or bring it back."""
        self.turn(self.id, aside)

    def turn(self, cost_id: str, aside: bool) -> None:
        """Take an entry back, or bring it back."""
        function_costs.set_aside(self.office.work, cost_id, aside)
        self.refresh()

    @property
    def leads_back(self) -> str:
        """The words of the way back: to the partner from whose page somebody came, else to the cost of the function."""
        return _("Back to the partner") if self.about else _("Back to the cost of the function")

    def go_back(self) -> None:
        """Where somebody came from."""
        if self.about:
            self.open_place("partner", id=self.about, tab="contacts")
        else:
            self.open_place("costs")


def counted(entries: int) -> str:
    """How many entries."""
    return plural("{count} cost entry", "{count} cost entries", entries)
