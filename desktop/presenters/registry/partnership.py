"""What a partner and IOM want to do together: the form from which depth, questions and clauses follow."""

from dataclasses import replace
from typing import TYPE_CHECKING

from desktop.base import places
from desktop.base.numbers import format_money
from desktop.base.progress import Runner
from desktop.base.rates import ExchangeRate
from desktop.base.text import N_, _, language, pick
from desktop.base.values import Json
from desktop.definitions.agreements.proposing import Proposal, propose
from desktop.presenters.form_draft import FormDraft
from desktop.presenters.presenter import Presenter
from desktop.presenters.registry.partnership_draft import PartnershipDraft
from desktop.services.agreements import realised
from desktop.services.diligence import facts
from desktop.services.diligence.authority import KnownDeciders, who_decides
from desktop.services.diligence.foreseen import foreseen
from desktop.services.office.rights import Right, may
from desktop.services.registry import dollars, exchange_rates, partners, partnerships
from desktop.services.registry.contribution import kinds_brought
from desktop.store.records import Partner

if TYPE_CHECKING:
    from desktop.office import Office

MOST_COUNTRIES = 12
NOBODY_KNOWN = KnownDeciders({}, {})  # before there is a case nobody took part in it
GAPS = {  # what an agreement cannot do without, by the group of the form
    "purpose": (("title", N_("title")), ("purpose", N_("common purpose")), ("aims", N_("aims"))),
    "kind": (("type", N_("main type")),),
    "contribution": (("contribution_kinds", N_("kinds of contribution")), ("value", N_("value"))),
    "place": (("countries", N_("countries")), ("starts_on", N_("start")), ("ends_on", N_("end"))),
}


class PartnershipPresenter(Presenter):
    """Keeps the form of one partnership; what is typed survives a power cut, what is saved is journaled."""

    shows = frozenset({"partner"})

    def __init__(self, office: "Office", runner: Runner, partner: str, id: str = "") -> None:  # noqa: A002
        super().__init__(office, runner)
        self.id = id
        self.partner: Partner = partners.partner(office.store, partner)
        self.saved = self._saved()
        self._difference = realised.read(office.work, id) if id else None
        typed = self.held(self.about)
        self._opened = self.about  # a new partnership that was saved has another
        self.restored = bool(typed)
        if "value" in typed:  # an amount is held with its currency; one without it was typed in dollars
            typed = {"currency": places.DOLLARS, **typed}
        self.draft = self.saved.with_stored(typed)

    def _saved(self) -> PartnershipDraft:
        if self.id:
            return PartnershipDraft.of(partnerships.partnership(self.office.store, self.id))
        country = self.office.profile.country
        currency = places.currency_of(country) or places.DOLLARS  # the money in which partners of the country count
        return PartnershipDraft(currency=currency, countries=(country,) if country else ())

    @property
    def editable(self) -> bool:
        """Whether this reader's role prepares partnerships."""
        return may(self.office.user, Right.REGISTER)

    @property
    def about(self) -> str:
        """Under which the half-filled form is kept."""
        return f"partnership:{self.id or self.partner.id}"

    def take(self, key: str, value: Json) -> None:
        """Take what was typed or chosen in a field of the form, and keep it on this machine."""
        draft = self._fitting(self.draft.with_field(key, value))
        if len(draft.countries) <= MOST_COUNTRIES and draft != self.draft:
            self.draft = draft
            self.hold(self.about, self._unsaved())
        self.changed()

    def _fitting(self, draft: PartnershipDraft) -> PartnershipDraft:
        """The same without a type of agreement under which what the partner brings cannot be given."""
        kind = self.office.definitions.agreements.get(draft.agreement_type)
        brought = kinds_brought(draft.record(self.partner.id))
        if kind is None or draft.agreement_type != self.draft.agreement_type or not kind.unmoved(brought):
            return draft
        return replace(draft, agreement_type="")

    def _unsaved(self) -> dict[str, Json]:
        saved = self.saved.stored()
        changed = {name: value for name, value in self.draft.stored().items() if value != saved[name]}
        return {**changed, "currency": self.draft.currency} if "value" in changed else changed

    def _forget(self, about: str) -> None:
        self.hold(about, {})
        self.typed.drop()

    @property
    def typed(self) -> FormDraft:
        """What is in the fields and not told yet."""
        return self.form_draft(f"typed:{self._opened}")

    @property
    def dirty(self) -> bool:
        """Whether something is typed that was not saved."""
        return self.draft != self.saved

    def start_over(self) -> None:
        """Forget what was typed since it was last saved."""
        self._forget(self.about)
        self.draft, self.restored = self.saved, False
        self.changed()

    def save(self) -> None:
        """Keep the partnership and go back to the partner. Raises Problem without a title or with crossed days."""
        fields = {**self.draft.stored(), "agreement_type": self.draft.agreement_type or self.proposed}
        if self.id:
            partnerships.change(self.office.work, self.id, **fields)
            self._forget(self.about)
        else:
            self._plan(PartnershipDraft().with_stored(fields))
        self.open_place("partner", id=self.partner.id)

    def _plan(self, draft: PartnershipDraft) -> None:
        about = self.about
        partnership = partnerships.plan(self.office.work, draft.record(self.partner.id))
        self._forget(about)
        self.id, self.saved, self.draft = partnership.id, draft, draft

    # What is shown

    @property
    def realised(self) -> str:
        """What arrived against what is planned, as it is saved; empty before anything arrived."""
        return realised.in_words(self._difference) if self._difference is not None else ""

    @property
    def meaning(self) -> tuple[tuple[str, str], ...]:
        """What the answers mean so far: what is missing, the type, the depth and why, the dollars, who decides."""
        office, record = self.office, self.draft.record(self.partner.id)
        record.agreement_type = self.draft.agreement_type or self.proposed
        review = foreseen(office.work, self.partner, record)
        depth = next(pick(tier.label) for tier in office.definitions.form.tiers if tier.id == review.tier)
        reasons = " ".join(pick(opening.label) for opening in review.opened)
        reasons = reasons or _("No rule asks for more, and none allows less.")
        usd = self.dollars or (format_money(self.draft.value, places.DOLLARS, language()) if self._in_dollars else "")
        return (
            *(((_("What is missing"), ", ".join(self.gaps)),) if self.gaps else ()),
            *(self._objectives if self.draft.type else ()),
            (
                _("Depth: {tier}").format(tier=depth.lower()),
                reasons or _("No rule asks for more, and none allows less."),
            ),
            (_("In US dollars"), usd or _("No amount yet.")),
            *(((_("Received so far"), self.realised),) if self.realised else ()),
            ("", who_decides(office.definitions.authority, review, NOBODY_KNOWN)),
            *(() if self.draft.type else self._objectives),  # to choose by; what the answers mean comes first
        )

    @property
    def _in_dollars(self) -> bool:
        return bool(self.draft.value) and self.draft.currency == places.DOLLARS

    @property
    def gaps(self) -> tuple[str, ...]:
        """The fields without which no agreement can be drafted, by their names, while they are empty."""
        return tuple(name for group in GAPS for name in self.gaps_of(group))

    def gaps_of(self, group: str) -> tuple[str, ...]:
        """Those of one group of the form."""
        return tuple(_(name) for field, name in GAPS.get(group, ()) if not getattr(self.draft, field))

    @property
    def proposed(self) -> str:
        """The type of agreement that fits what the partner brings; empty when none does."""
        proposal = self._proposal()
        return proposal.code if proposal else ""

    def _proposal(self) -> Proposal | None:
        definitions = self.office.definitions
        planned = facts.of_plan(definitions.authority, self.partner, self.draft.record(self.partner.id))
        return propose(definitions.agreements.values(), planned)

    @property
    def proposal(self) -> str:
        """Why this type of agreement is proposed."""
        proposal = self._proposal()
        if proposal is None or self.draft.agreement_type not in ("", proposal.code):
            return ""
        return _("Proposed: {why}").format(why=pick(proposal.why))

    @property
    def rate(self) -> ExchangeRate | None:
        """The rate in use of the currency of the value; None for US dollars and where there is none."""
        draft = self.draft
        return exchange_rates.rate_of(self.office.work, draft.currency) if draft.needs_usd else None

    @property
    def asks_dollars(self) -> bool:
        """Whether the value in US dollars has to be typed: no rate gives it."""
        return self.draft.needs_usd and self.rate is None

    @property
    def dollars(self) -> str:
        """The value in US dollars and where it comes from, as it will be saved; empty where it is still to be typed."""
        draft = self.draft
        if not draft.needs_usd or (self.rate is None and not draft.value_usd):
            return ""
        record = draft.record(self.partner.id)
        record.dollars = partnerships.partnership(self.office.store, self.id).dollars if self.id else None
        dollars.settle(self.office.work, record, draft.value_usd or None)
        return dollars.in_words(record, language(), self.office.work.today())

    @property
    def _objectives(self) -> tuple[tuple[str, str], ...]:
        """What the type chosen is for, in the words of the strategy (¶29); of each type while none is chosen."""
        return tuple((name, text) for code, name, text in self.types() if self.draft.type in ("", code))

    def types(self) -> tuple[tuple[str, str, str], ...]:
        """The four types of ¶29: code, words, objective."""
        return tuple((o.id, pick(o.label), pick(o.objective)) for o in self.office.definitions.strategy.types)

    def terms(self, kind: str) -> tuple[tuple[str, str], ...]:
        """The levels, forms or moments by which a partnership is told apart."""
        return tuple((code, pick(label)) for code, label in self.office.definitions.pipeline.labels(kind).items())

    def open_benefit(self) -> None:
        """To what each party brings and gains."""
        self.open_place("mutual_benefit", partner=self.partner.id, id=self.id)

    def open_activities(self) -> None:
        """To what was done together."""
        self.open_place("activities", partnership=self.id)

    def open_innovations(self) -> None:
        """To the innovations that came of it."""
        self.open_place("innovations", partnership=self.id)

    def open_contributions(self) -> None:
        """To what was promised and received for it."""
        self.open_place("contributions", partnership=self.id)

    def open_visibility(self) -> None:
        """To the names and emblems that are shown for it."""
        self.open_place("visibility", partnership=self.id)

    def open_delivery_risks(self) -> None:
        """To what may go wrong while it is carried out."""
        self.open_place("delivery_risks", partnership=self.id)

    def open_lessons(self) -> None:
        """To what it taught."""
        self.open_place("lessons", partnership=self.id)

    def aims(self) -> tuple[tuple[str, str], ...]:
        """The aims of ¶15."""
        return tuple((aim.id, pick(aim.label)) for aim in self.office.definitions.strategy.aims)

    def themes(self) -> tuple[tuple[str, str], ...]:
        """The themes of footnote 15."""
        return tuple((theme.id, pick(theme.label)) for theme in self.office.definitions.strategy.themes)

    def agreement_types(self) -> tuple[tuple[str, str], ...]:
        """The types of agreement that can be drafted."""
        return tuple((code, pick(kind.name)) for code, kind in self.office.definitions.agreements.items())

    def currencies(self) -> tuple[str, ...]:
        """The codes of the currencies, the country's own after the US dollar."""
        own = places.currency_of(self.office.profile.country)
        codes = [code for code, _name in places.currencies(language())]
        first = [places.DOLLARS, *([own] if own and own != places.DOLLARS else [])]
        return (*first, *(code for code in codes if code not in first))
