"""What a partner and IOM want to do together: the form from which depth, questions and clauses follow."""

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from desktop.base import places
from desktop.base.progress import Runner
from desktop.base.text import _, language, pick
from desktop.definitions.agreements.proposing import Proposal, propose
from desktop.presenters import partner_labels as labels
from desktop.presenters.presenter import Presenter
from desktop.services.diligence import facts
from desktop.services.office import drafts
from desktop.services.registry import partners, partnerships
from desktop.store.records import Partner, Partnership
from desktop.store.states import ContributionKind

if TYPE_CHECKING:
    from desktop.office import Office

# The fields of the form, with what stands in an empty one
FIELDS: dict[str, Any] = {
    "title": "",
    "purpose": "",
    "aims": [],
    "type": "",
    "other_types": [],
    "contribution_kinds": [],
    "goods_kinds": [],
    "value": None,
    "currency": "USD",
    "value_usd": None,
    "features": [],
    "countries": [],
    "themes": [],
    "starts_on": None,
    "ends_on": None,
    "emergency": False,
    "agreement_type": "",
}
MOST_COUNTRIES = 12


class PartnershipPresenter(Presenter):
    """Keeps the form of one partnership; what is typed survives a power cut, what is saved is journaled."""

    shows = frozenset({"partner"})

    def __init__(self, office: "Office", runner: Runner, partner: str, id: str = "") -> None:  # noqa: A002
        super().__init__(office, runner)
        self.id = id
        self.partner: Partner = partners.partner(office.store, partner)
        self.saved = self._saved()
        draft = drafts.form(office.work, self.about)
        self.restored = bool(draft)
        self.values: dict[str, Any] = {**self.saved, **draft}

    def _saved(self) -> dict[str, Any]:
        if not self.id:
            return {**FIELDS, "countries": [self.office.profile.country] if self.office.profile.country else []}
        partnership: Partnership = partnerships.partnership(self.office.store, self.id)
        return {name: getattr(partnership, name) for name in FIELDS}

    @property
    def about(self) -> str:
        """Under which the half-filled form is kept."""
        return f"partnership:{self.id or self.partner.id}"

    def set(self, field: str, value: Any) -> None:
        """Take what was typed or chosen, and keep it on this machine."""
        if self.values[field] == value:
            return
        self.values = {**self.values, field: value}
        self._follow(field)
        drafts.save_form(self.office.work, self.about, self._changed())
        self.changed()

    def _follow(self, field: str) -> None:
        """What one answer says about another: US dollars are their own value, no goods have no kinds."""
        values = dict(self.values)
        if field in ("value", "currency") and values["currency"] == "USD":
            values["value_usd"] = values["value"]
        if field == "contribution_kinds" and ContributionKind.GOODS not in values["contribution_kinds"]:
            values["goods_kinds"] = []
        if field == "features" and "beneficiary_contact" not in values["features"]:
            values["features"] = [feature for feature in values["features"] if feature != "children"]
        if field == "type":
            values["other_types"] = [code for code in values["other_types"] if code != values["type"]]
        self.values = values

    def set_money(self, amount: Decimal | None, currency: str) -> None:
        """Take the value of everything the partner brings."""
        self.set("currency", currency)
        self.set("value", None if amount is None else f"{amount:f}")

    def set_usd(self, amount: Decimal | None) -> None:
        """Take the same value in US dollars."""
        self.set("value_usd", None if amount is None else f"{amount:f}")

    def add_country(self, code: str) -> None:
        """One more country of the activities."""
        countries = self.values["countries"]
        if code and code not in countries and len(countries) < MOST_COUNTRIES:
            self.set("countries", [*countries, code])

    def remove_country(self, code: str) -> None:
        """One country less."""
        self.set("countries", [country for country in self.values["countries"] if country != code])

    def _changed(self) -> dict[str, Any]:
        return {name: value for name, value in self.values.items() if value != self.saved[name]}

    @property
    def dirty(self) -> bool:
        """Whether something is typed that was not saved."""
        return self.values != self.saved

    def start_over(self) -> None:
        """Forget what was typed since it was last saved."""
        drafts.save_form(self.office.work, self.about, {})
        self.values, self.restored = dict(self.saved), False
        self.changed()

    def save(self) -> None:
        """Keep the partnership and go back to the partner. Raises Problem without a title or with crossed days."""
        values = {**self.values, "agreement_type": self.values["agreement_type"] or self.proposed}
        if self.id:
            partnerships.change(self.office.work, self.id, **values)
            drafts.save_form(self.office.work, self.about, {})
        else:
            self._plan(values)
        self.open_place("partner", id=self.partner.id)

    def _plan(self, values: dict[str, Any]) -> None:
        about = self.about
        partnership = partnerships.plan(self.office.work, Partnership(partner_id=self.partner.id, **values))
        drafts.save_form(self.office.work, about, {})
        self.id, self.saved, self.values = partnership.id, dict(values), dict(values)

    # What is shown

    @property
    def needs_usd(self) -> bool:
        """Whether the value must also be told in US dollars, in which limits are written."""
        return bool(self.values["value"]) and self.values["currency"] != "USD"

    @property
    def has_goods(self) -> bool:
        """Whether goods are given."""
        return ContributionKind.GOODS in self.values["contribution_kinds"]

    @property
    def proposed(self) -> str:
        """The type of agreement that fits what the partner brings; empty when none does."""
        proposal = self._proposal()
        return proposal.code if proposal else ""

    def _proposal(self) -> Proposal | None:
        definitions = self.office.definitions
        partnership = Partnership(partner_id=self.partner.id, **self.values)
        planned = facts.of_plan(definitions.authority, self.partner, partnership)
        return propose(definitions.agreements.values(), planned)

    @property
    def proposal(self) -> str:
        """Why this type of agreement is proposed."""
        proposal = self._proposal()
        if proposal is None or self.values["agreement_type"] not in ("", proposal.code):
            return ""
        return _("Proposed: {why}").format(why=pick(proposal.why))

    @property
    def objective(self) -> str:
        """The objective that the strategy gives to the type chosen (¶29)."""
        types = self.office.definitions.strategy.types
        return next((pick(kind.objective) for kind in types if kind.id == self.values["type"]), "")

    def types(self) -> tuple[tuple[str, str, str], ...]:
        """The four types of ¶29: code, words, objective."""
        return tuple((o.id, pick(o.label), pick(o.objective)) for o in self.office.definitions.strategy.types)

    def aims(self) -> tuple[tuple[str, str], ...]:
        """The aims of ¶15."""
        return tuple((aim.id, pick(aim.label)) for aim in self.office.definitions.strategy.aims)

    def themes(self) -> tuple[tuple[str, str], ...]:
        """The themes of footnote 15."""
        return tuple((theme.id, pick(theme.label)) for theme in self.office.definitions.strategy.themes)

    def agreement_types(self) -> tuple[tuple[str, str], ...]:
        """The types of agreement that can be drafted."""
        return tuple((code, pick(kind.name)) for code, kind in self.office.definitions.agreements.items())

    @staticmethod
    def countries() -> tuple[tuple[str, str], ...]:
        """Every country."""
        return places.countries(language())

    def currencies(self) -> tuple[str, ...]:
        """The codes of the currencies, the country's own after the US dollar."""
        own = places.currency_of(self.office.profile.country)
        codes = [code for code, _name in places.currencies(language())]
        first = ["USD", *([own] if own and own != "USD" else [])]
        return (*first, *(code for code in codes if code not in first))

    def country_names(self) -> tuple[tuple[str, str], ...]:
        """The countries chosen, code and name."""
        return tuple((code, labels.country(code)) for code in self.values["countries"])
