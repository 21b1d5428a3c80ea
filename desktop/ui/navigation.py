"""The screens of the application, one line each."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache, partial
from importlib import import_module
from typing import TYPE_CHECKING, Any

from desktop.base.text import _
from desktop.presenters.presenter import Presenter
from desktop.ui.views.view import View

if TYPE_CHECKING:
    from desktop.presenters.office.settings import ComputerSettings


@dataclass(frozen=True)
class Badge:
    """How much waits at a place for the reader; counted again, off the window's thread, when one of `kinds` changed."""

    kinds: frozenset[str]
    count: Callable[[Any], int]


@dataclass(frozen=True)
class Place:
    """One screen. `key` is what `open_place` is called with; `title` gives its words in the language now spoken.

    With an `icon` it stands in the rail; without, `under` names the place of the rail that is marked while it is
    shown. `page` gives what it is made of. `badge` counts what waits there; `allowed` says whether this reader sees the
    place in the rail at all.
    """

    key: str
    title: Callable[[], str]
    page: "Callable[[], Page]"
    icon: str = ""
    under: str = ""
    badge: Badge | None = None
    allowed: Callable[[Any], bool] | None = None

    @property
    def presenter(self) -> Callable[..., Presenter]:
        """What is called with the office, the runner and the arguments of `open_place`."""
        return self.page().presenter

    @property
    def view(self) -> type[View[Any]]:
        """What shows the presenter."""
        return self.page().view


@dataclass(frozen=True)
class Page:
    """What a place is made of."""

    presenter: Callable[..., Presenter]
    view: type[View[Any]]


def _page(module: str, name: str, *, view: str = "", **given: object) -> Callable[[], Page]:
    """A page by its module, the same under presenters and views, and its name; `view` where that has another one.

    It is loaded when somebody goes there first: all of them take a tenth of the memory of an open window.
    `given` goes to the presenter besides the arguments of `open_place`.
    """

    @cache
    def loaded() -> Page:
        presenter = getattr(import_module(f"desktop.presenters.{module}"), f"{name}Presenter")
        shown = getattr(import_module(f"desktop.ui.views.{module}"), f"{view or name}View")
        return Page(partial(presenter, **given) if given else presenter, shown)

    return loaded


@dataclass(frozen=True)
class Places:
    """The places of a program, in the order of the rail."""

    all: tuple[Place, ...] = field(default=())

    def __getitem__(self, key: str) -> Place:
        for place in self.all:
            if place.key == key:
                return place
        raise KeyError(key)

    def rail(self, office: object) -> Iterator[Place]:
        """The places that stand in the rail for this office and reader."""
        return (p for p in self.all if p.icon and (p.allowed is None or p.allowed(office)))


def places(machine: "ComputerSettings | None" = None) -> Places:
    """Every screen of the program. Called once the office is open, because the screens know the services.

    `machine` keeps the settings and reopens the office; without one, settings last as long as the window.
    """
    from desktop.presenters.office.settings import UnsavedSettings
    from desktop.presenters.today import TodayPresenter, waiting

    machine = machine or UnsavedSettings()
    return Places(
        (
            Place(
                "today",
                lambda: _("Today"),
                _page("today", "Today"),
                "today",
                badge=Badge(TodayPresenter.shows, waiting),
            ),
            Place(
                "tasks",
                lambda: _("Tasks"),
                _page("tasks", "Tasks"),
                under="today",
                allowed=lambda office: not office.is_hq,
            ),
            Place("search", lambda: _("Search"), _page("search", "Search")),
            Place(
                "look_up", lambda: _("Look a name up"), _page("screening.name_lookup", "NameLookup"), under="partners"
            ),
            Place("partners", lambda: _("Partners"), _page("registry.partners", "Partners"), "partners"),
            Place(
                "add_partner", lambda: _("Add a partner"), _page("registry.add_partner", "AddPartner"), under="partners"
            ),
            Place(
                "partner_import",
                lambda: _("Import"),
                _page("registry.partner_import", "PartnerImport"),
                under="partners",
            ),
            Place(
                "elsewhere",
                lambda: _("Other offices"),
                _page("registry.elsewhere", "Elsewhere"),
                under="partners",
                allowed=lambda office: not office.is_hq,
            ),
            Place(
                "same_companies",
                lambda: _("One company in several offices"),
                _page("registry.same_companies", "SameCompanies"),
                under="partners",
                allowed=lambda office: office.is_hq,
            ),
            Place(
                "same_company",
                lambda: _("Two records"),
                _page("registry.same_company", "SameCompany"),
                under="partners",
                allowed=lambda office: office.is_hq,
            ),
            Place(
                "merge_partners",
                lambda: _("Merge"),
                _page("registry.merge_partners", "MergePartners"),
                under="partners",
            ),
            Place("partner", lambda: _("Partner"), _page("registry.partner", "Partner"), under="partners"),
            Place(
                "partnership", lambda: _("Partnership"), _page("registry.partnership", "Partnership"), under="partners"
            ),
            Place(
                "mutual_benefit",
                lambda: _("Mutual benefit"),
                _page("registry.mutual_benefit", "MutualBenefit"),
                under="partners",
            ),
            Place("hand_over", lambda: _("Hand over"), _page("registry.hand_over", "HandOver"), under="today"),
            Place(
                "meeting", lambda: _("Contact with a partner"), _page("registry.meeting", "Meeting"), under="partners"
            ),
            Place("briefing", lambda: _("Prepare a meeting"), _page("registry.briefing", "Briefing"), under="partners"),
            Place("kit", lambda: _("Messages by theme"), _page("registry.kit", "Kit"), under="partners"),
            Place(
                "pipeline",
                lambda: _("Pipeline"),
                _page("registry.pipeline", "Pipeline"),
                "pipeline",
            ),
            Place(
                "pipeline_figures",
                lambda: _("Where the pipeline stands"),
                _page("registry.pipeline_figures", "PipelineFigures"),
                under="pipeline",
            ),
            Place("offers", lambda: _("Offers"), _page("registry.offers", "Offers"), under="pipeline"),
            Place("offer", lambda: _("Offer"), _page("registry.offer", "Offer"), under="pipeline"),
            Place("activities", lambda: _("Activities"), _page("results.activities", "Activities"), under="pipeline"),
            Place("activity", lambda: _("Activity"), _page("results.activity", "Activity"), under="pipeline"),
            Place(
                "innovations", lambda: _("Innovations"), _page("results.innovations", "Innovations"), under="pipeline"
            ),
            Place("innovation", lambda: _("Innovation"), _page("results.innovation", "Innovation"), under="pipeline"),
            Place(
                "replication",
                lambda: _("Taken up by another office"),
                _page("results.replication", "Replication"),
                under="pipeline",
            ),
            Place(
                "visibility",
                lambda: _("Names and emblems shown"),
                _page("results.visibility", "Visibility"),
                under="pipeline",
            ),
            Place(
                "visibility_use",
                lambda: _("Use of a name or an emblem"),
                _page("results.visibility_use", "VisibilityUse"),
                under="pipeline",
            ),
            Place(
                "delivery_risks",
                lambda: _("Risks under way"),
                _page("results.delivery_risks", "DeliveryRisks"),
                under="pipeline",
            ),
            Place(
                "delivery_risk",
                lambda: _("Risk of a partnership"),
                _page("results.delivery_risk", "DeliveryRisk"),
                under="pipeline",
            ),
            Place("lessons", lambda: _("Lessons"), _page("results.lessons", "Lessons"), under="pipeline"),
            Place("lesson", lambda: _("Lesson"), _page("results.lesson", "Lesson"), under="pipeline"),
            Place("assisted", lambda: _("Persons assisted"), _page("results.assisted", "Assisted"), under="pipeline"),
            Place("diligence", lambda: _("Due diligence"), _page("diligence.hub", "Diligence"), under="partners"),
            Place("question", lambda: _("Due diligence"), _page("diligence.question", "Question"), under="partners"),
            Place(
                "coverage",
                lambda: _("Coverage of the principles"),
                _page("diligence.coverage", "Coverage"),
                under="partners",
            ),
            Place(
                "principle",
                lambda: _("Principle"),
                _page("diligence.coverage", "Coverage", view="Principle"),
                under="partners",
            ),
            Place(
                "references",
                lambda: _("Reference texts"),
                _page("diligence.references", "References"),
                under="partners",
            ),
            Place("findings", lambda: _("Findings"), _page("diligence.findings", "Findings"), under="partners"),
            Place("finding", lambda: _("Finding"), _page("diligence.finding", "Finding"), under="partners"),
            Place("risks", lambda: _("Level and risks"), _page("diligence.risks", "Risks"), under="partners"),
            Place("answers", lambda: _("Check your answers"), _page("diligence.answers", "Answers"), under="partners"),
            Place(
                "company_form",
                lambda: _("The company’s form"),
                _page("diligence.company_form", "CompanyForm"),
                under="partners",
            ),
            Place("renewal", lambda: _("Earlier answers"), _page("diligence.renewal", "Renewal"), under="partners"),
            Place("letters", lambda: _("Letters"), _page("diligence.letters", "Letters"), under="partners"),
            Place("remedy", lambda: _("Remedy plan"), _page("diligence.remedy", "Remedy"), under="partners"),
            Place("incident", lambda: _("Incident"), _page("diligence.incident", "Incident"), under="partners"),
            Place("screening", lambda: _("Screening"), _page("screening.screening", "Screening"), under="partners"),
            Place("decisions", lambda: _("Decisions"), _page("diligence.decisions", "Decisions"), "compare"),
            Place("decision", lambda: _("Decision"), _page("diligence.decision", "Decision"), under="decisions"),
            Place(
                "paper_decision",
                lambda: _("Decision in ink"),
                _page("diligence.paper_decision", "PaperDecision"),
                under="decisions",
            ),
            Place(
                "legal_opinion",
                lambda: _("Legal opinion"),
                _page("diligence.legal_opinion", "LegalOpinion"),
                under="decisions",
            ),
            Place("deputies", lambda: _("Deputies"), _page("diligence.deputies", "Deputies"), under="decisions"),
            Place("carry", lambda: _("Carry the case"), _page("exchange.carrying", "Carry"), under="decisions"),
            Place("agreements", lambda: _("Agreements"), _page("agreements.agreements", "Agreements"), "agreements"),
            Place("agreement", lambda: _("Agreement"), _page("agreements.agreement", "Agreement"), under="agreements"),
            Place("clause", lambda: _("Clause"), _page("agreements.clause", "Clause"), under="agreements"),
            Place("arrival", lambda: _("What arrived"), _page("agreements.arrival", "Arrival"), under="agreements"),
            Place(
                "signed_before",
                lambda: _("Signed before the program"),
                _page("agreements.signed_before", "SignedBefore"),
                under="agreements",
            ),
            Place(
                "earlier",
                lambda: _("Signed before the program"),
                _page("agreements.earlier", "Earlier"),
                under="partners",
            ),
            Place(
                "earlier_gift",
                lambda: _("Given before the program"),
                _page("agreements.earlier_gift", "EarlierGift"),
                under="partners",
            ),
            Place(
                "new_agreement",
                lambda: _("New agreement"),
                _page("agreements.new_agreement", "NewAgreement"),
                under="agreements",
            ),
            Place(
                "contributions",
                lambda: _("Contributions"),
                _page("results.contributions", "Contributions"),
                "contributions",
            ),
            Place("promise", lambda: _("Promise"), _page("results.promise", "Promise"), under="contributions"),
            Place(
                "contribution",
                lambda: _("Contribution"),
                _page("results.contribution", "Contribution"),
                under="contributions",
            ),
            Place(
                "contribution_step",
                lambda: _("Contribution"),
                _page("results.contribution_step", "ContributionStep"),
                under="contributions",
            ),
            Place("valuation", lambda: _("Value"), _page("results.valuation", "Valuation"), under="contributions"),
            Place("indicators", lambda: _("Indicators"), _page("results.indicators", "Indicators"), "results"),
            Place(
                "pillars",
                lambda: _("The six pillars"),
                _page("results.pillars", "Pillars"),
                under="indicators",
                allowed=lambda office: office.is_hq,
            ),
            Place("reports", lambda: _("Reports"), _page("results.reports", "Reports"), under="indicators"),
            Place(
                "narrative",
                lambda: _("In the words of the office"),
                _page("results.narrative", "Narrative"),
                under="indicators",
                allowed=lambda office: not office.is_hq,
            ),
            Place(
                "strategy_figures",
                lambda: _("Targets and baselines"),
                _page("results.strategy_figures", "StrategyFigures"),
                under="indicators",
                allowed=lambda office: office.is_hq,
            ),
            Place(
                "strategy_figure",
                lambda: _("Target"),
                _page("results.strategy_figure", "StrategyFigure"),
                under="indicators",
                allowed=lambda office: office.is_hq,
            ),
            Place("audit", lambda: _("For an auditor"), _page("results.audit", "Audit"), under="indicators"),
            Place(
                "trail",
                lambda: _("From the receipt to the evidence"),
                _page("results.trail", "Trail"),
                under="indicators",
            ),
            Place("indicator", lambda: _("Indicator"), _page("results.indicator", "Indicator"), under="indicators"),
            Place(
                "register",
                lambda: _("Transparency register"),
                _page("results.register", "Register"),
                under="indicators",
            ),
            Place(
                "register_row",
                lambda: _("Row of the register"),
                _page("results.register_row", "RegisterRow"),
                under="indicators",
            ),
            Place(
                "members_view",
                lambda: _("What Member States read"),
                _page("results.members_view", "MembersView", view="Members"),
                under="indicators",
                allowed=lambda office: office.is_hq,
            ),
            Place("periods", lambda: _("Closed periods"), _page("results.periods", "Periods"), under="indicators"),
            Place("period", lambda: _("Figures of a period"), _page("results.period", "Period"), under="indicators"),
            Place(
                "members_question",
                lambda: _("Question of a Member State"),
                _page("results.members_question", "MembersQuestion"),
                under="indicators",
            ),
            Place("edition", lambda: _("Sealed edition"), _page("results.edition", "Edition"), under="indicators"),
            Place(
                "budget",
                lambda: _("Budget of the year"),
                _page("results.budget", "Budget"),
                under="indicators",
                allowed=lambda office: not office.is_hq,
            ),
            Place(
                "sync",
                lambda: _("Send and receive"),
                _page("exchange.overview", "Exchange"),
                "sending",
                allowed=lambda office: not office.is_hq,
            ),
            Place(
                "contents",
                lambda: _("Rules and templates"),
                _page("exchange.contents", "Contents"),
                under="sync",
                allowed=lambda office: not office.is_hq,
            ),
            Place("send", lambda: _("Bundle"), _page("exchange.sending", "Send"), under="sync"),
            Place(
                "receive", lambda: _("A return from Headquarters"), _page("exchange.receiving", "Receive"), under="sync"
            ),
            Place(
                "disagreements",
                lambda: _("Disagreements"),
                _page("exchange.disagreements", "Disagreements"),
                under="sync",
            ),
            Place(
                "hq",
                lambda: _("Headquarters"),
                _page("exchange.headquarters", "Headquarters"),
                "headquarters",
                allowed=lambda office: office.is_hq,
            ),
            Place("hq_keys", lambda: _("Keys of Headquarters"), _page("exchange.own_keys", "OwnKeys"), under="hq"),
            Place(
                "hq_key_deed",
                lambda: _("Keys of Headquarters"),
                _page("exchange.key_ceremony", "KeyCeremony"),
                under="hq",
            ),
            Place(
                "hq_arrivals",
                lambda: _("Arrivals"),
                _page("exchange.every_arrival", "EveryArrival"),
                under="hq",
                allowed=lambda office: office.is_hq,
            ),
            Place("hq_map", lambda: _("Map"), _page("exchange.office_map", "OfficeMap"), under="hq"),
            Place("hq_office", lambda: _("Office"), _page("exchange.office_page", "OfficePage"), under="hq"),
            Place("hq_laptops", lambda: _("Laptops"), _page("exchange.laptops", "Laptops"), under="hq"),
            Place(
                "hq_contents",
                lambda: _("Rules and lists"),
                _page("exchange.hq_contents", "HqContents"),
                under="hq",
                allowed=lambda office: office.is_hq,
            ),
            Place("hq_laptop", lambda: _("Laptop"), _page("exchange.laptop", "Laptop"), under="hq"),
            Place(
                "hq_enrol", lambda: _("Authorize a laptop"), _page("exchange.recognition", "Recognition"), under="hq"
            ),
            Place(
                "list_columns", lambda: _("Columns"), _page("screening.list_columns", "ListColumns"), under="settings"
            ),
            Place("lists", lambda: _("Sanctions lists"), _page("screening.lists", "Lists"), under="settings"),
            Place("exercises", lambda: _("Exercises"), _page("office.exercises", "Exercises"), under="today"),
            Place("handbook", lambda: _("Handbook"), _page("office.handbook", "Handbook"), under="settings"),
            Place("settings", lambda: _("Settings"), _page("office.settings", "Settings", machine=machine), "settings"),
            Place("people", lambda: _("Users"), _page("office.people", "People", machine=machine), under="settings"),
            Place(
                "focal_points", lambda: _("Focal points"), _page("office.focal_points", "FocalPoints"), under="settings"
            ),
            Place(
                "focal_point",
                lambda: _("Focal point of the office"),
                _page("office.focal_point", "FocalPoint"),
                under="settings",
            ),
            Place("trainings", lambda: _("Trainings"), _page("office.trainings", "Trainings"), under="settings"),
            Place("training", lambda: _("Training"), _page("office.training", "Training"), under="settings"),
            Place("costs", lambda: _("Cost of the function"), _page("results.costs", "Costs"), under="settings"),
            Place(
                "cost_entries", lambda: _("Every entry"), _page("results.cost_entries", "CostEntries"), under="settings"
            ),
            Place("cost", lambda: _("Time or money spent"), _page("results.cost", "Cost"), under="settings"),
            Place("export", lambda: _("Export everything"), _page("exchange.export", "Export"), under="settings"),
            Place(
                "backups",
                lambda: _("Backups"),
                _page("office.backups", "Backups", machine=machine),
                under="settings",
            ),
        )
    )
