"""The screens of the application, one line each."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
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
    shown. `presenter` is called with the office, the runner and the arguments of `open_place`. `badge` counts what
    waits there; `allowed` says whether this reader sees the place in the rail at all.
    """

    key: str
    title: Callable[[], str]
    presenter: Callable[..., Presenter]
    view: type[View[Any]]
    icon: str = ""
    under: str = ""
    badge: Badge | None = None
    allowed: Callable[[Any], bool] | None = None


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
    from desktop.presenters.agreements.agreement import AgreementPresenter
    from desktop.presenters.agreements.agreements import AgreementsPresenter
    from desktop.presenters.agreements.arrival import ArrivalPresenter
    from desktop.presenters.agreements.earlier import EarlierPresenter
    from desktop.presenters.agreements.earlier_gift import EarlierGiftPresenter
    from desktop.presenters.agreements.new_agreement import NewAgreementPresenter
    from desktop.presenters.agreements.signed_before import SignedBeforePresenter
    from desktop.presenters.diligence.answers import AnswersPresenter
    from desktop.presenters.diligence.company_form import CompanyFormPresenter
    from desktop.presenters.diligence.coverage import CoveragePresenter
    from desktop.presenters.diligence.decision import DecisionPresenter
    from desktop.presenters.diligence.decisions import DecisionsPresenter
    from desktop.presenters.diligence.deputies import DeputiesPresenter
    from desktop.presenters.diligence.finding import FindingPresenter
    from desktop.presenters.diligence.findings import FindingsPresenter
    from desktop.presenters.diligence.hub import DiligencePresenter
    from desktop.presenters.diligence.incident import IncidentPresenter
    from desktop.presenters.diligence.legal_opinion import LegalOpinionPresenter
    from desktop.presenters.diligence.letters import LettersPresenter
    from desktop.presenters.diligence.paper_decision import PaperDecisionPresenter
    from desktop.presenters.diligence.question import QuestionPresenter
    from desktop.presenters.diligence.references import ReferencesPresenter
    from desktop.presenters.diligence.remedy import RemedyPresenter
    from desktop.presenters.diligence.renewal import RenewalPresenter
    from desktop.presenters.diligence.risks import RisksPresenter
    from desktop.presenters.exchange.carrying import CarryPresenter
    from desktop.presenters.exchange.disagreements import DisagreementsPresenter
    from desktop.presenters.exchange.export import ExportPresenter
    from desktop.presenters.exchange.headquarters import HeadquartersPresenter
    from desktop.presenters.exchange.overview import ExchangePresenter
    from desktop.presenters.exchange.receiving import ReceivePresenter
    from desktop.presenters.exchange.recognition import RecognitionPresenter
    from desktop.presenters.exchange.sending import SendPresenter
    from desktop.presenters.office.backups import BackupsPresenter
    from desktop.presenters.office.focal_point import FocalPointPresenter
    from desktop.presenters.office.focal_points import FocalPointsPresenter
    from desktop.presenters.office.people import PeoplePresenter
    from desktop.presenters.office.settings import SettingsPresenter, UnsavedSettings
    from desktop.presenters.office.training import TrainingPresenter
    from desktop.presenters.office.trainings import TrainingsPresenter
    from desktop.presenters.registry.add_partner import AddPartnerPresenter
    from desktop.presenters.registry.briefing import BriefingPresenter
    from desktop.presenters.registry.elsewhere import ElsewherePresenter
    from desktop.presenters.registry.hand_over import HandOverPresenter
    from desktop.presenters.registry.meeting import MeetingPresenter
    from desktop.presenters.registry.merge_partners import MergePartnersPresenter
    from desktop.presenters.registry.mutual_benefit import MutualBenefitPresenter
    from desktop.presenters.registry.offer import OfferPresenter
    from desktop.presenters.registry.offers import OffersPresenter
    from desktop.presenters.registry.partner import PartnerPresenter
    from desktop.presenters.registry.partner_import import PartnerImportPresenter
    from desktop.presenters.registry.partners import PartnersPresenter
    from desktop.presenters.registry.partnership import PartnershipPresenter
    from desktop.presenters.registry.pipeline import PipelinePresenter
    from desktop.presenters.registry.same_companies import SameCompaniesPresenter
    from desktop.presenters.registry.same_company import SameCompanyPresenter
    from desktop.presenters.results.cost import CostPresenter
    from desktop.presenters.results.cost_entries import CostEntriesPresenter
    from desktop.presenters.results.costs import CostsPresenter
    from desktop.presenters.screening.list_columns import ListColumnsPresenter
    from desktop.presenters.screening.lists import ListsPresenter
    from desktop.presenters.screening.screening import ScreeningPresenter
    from desktop.presenters.search import SearchPresenter
    from desktop.presenters.tasks import TasksPresenter
    from desktop.presenters.today import TodayPresenter, waiting
    from desktop.ui.views.agreements.agreement import AgreementView
    from desktop.ui.views.agreements.agreements import AgreementsView
    from desktop.ui.views.agreements.arrival import ArrivalView
    from desktop.ui.views.agreements.earlier import EarlierView
    from desktop.ui.views.agreements.earlier_gift import EarlierGiftView
    from desktop.ui.views.agreements.new_agreement import NewAgreementView
    from desktop.ui.views.agreements.signed_before import SignedBeforeView
    from desktop.ui.views.diligence.answers import AnswersView
    from desktop.ui.views.diligence.company_form import CompanyFormView
    from desktop.ui.views.diligence.coverage import CoverageView, PrincipleView
    from desktop.ui.views.diligence.decision import DecisionView
    from desktop.ui.views.diligence.decisions import DecisionsView
    from desktop.ui.views.diligence.deputies import DeputiesView
    from desktop.ui.views.diligence.finding import FindingView
    from desktop.ui.views.diligence.findings import FindingsView
    from desktop.ui.views.diligence.hub import DiligenceView
    from desktop.ui.views.diligence.incident import IncidentView
    from desktop.ui.views.diligence.legal_opinion import LegalOpinionView
    from desktop.ui.views.diligence.letters import LettersView
    from desktop.ui.views.diligence.paper_decision import PaperDecisionView
    from desktop.ui.views.diligence.question import QuestionView
    from desktop.ui.views.diligence.references import ReferencesView
    from desktop.ui.views.diligence.remedy import RemedyView
    from desktop.ui.views.diligence.renewal import RenewalView
    from desktop.ui.views.diligence.risks import RisksView
    from desktop.ui.views.exchange.carrying import CarryView
    from desktop.ui.views.exchange.disagreements import DisagreementsView
    from desktop.ui.views.exchange.export import ExportView
    from desktop.ui.views.exchange.headquarters import HeadquartersView
    from desktop.ui.views.exchange.overview import ExchangeView
    from desktop.ui.views.exchange.receiving import ReceiveView
    from desktop.ui.views.exchange.recognition import RecognitionView
    from desktop.ui.views.exchange.sending import SendView
    from desktop.ui.views.office.backups import BackupsView
    from desktop.ui.views.office.focal_point import FocalPointView
    from desktop.ui.views.office.focal_points import FocalPointsView
    from desktop.ui.views.office.people import PeopleView
    from desktop.ui.views.office.settings import SettingsView
    from desktop.ui.views.office.training import TrainingView
    from desktop.ui.views.office.trainings import TrainingsView
    from desktop.ui.views.registry.add_partner import AddPartnerView
    from desktop.ui.views.registry.briefing import BriefingView
    from desktop.ui.views.registry.elsewhere import ElsewhereView
    from desktop.ui.views.registry.hand_over import HandOverView
    from desktop.ui.views.registry.meeting import MeetingView
    from desktop.ui.views.registry.merge_partners import MergePartnersView
    from desktop.ui.views.registry.mutual_benefit import MutualBenefitView
    from desktop.ui.views.registry.offer import OfferView
    from desktop.ui.views.registry.offers import OffersView
    from desktop.ui.views.registry.partner import PartnerView
    from desktop.ui.views.registry.partner_import import PartnerImportView
    from desktop.ui.views.registry.partners import PartnersView
    from desktop.ui.views.registry.partnership import PartnershipView
    from desktop.ui.views.registry.pipeline import PipelineView
    from desktop.ui.views.registry.same_companies import SameCompaniesView
    from desktop.ui.views.registry.same_company import SameCompanyView
    from desktop.ui.views.results.cost import CostView
    from desktop.ui.views.results.cost_entries import CostEntriesView
    from desktop.ui.views.results.costs import CostsView
    from desktop.ui.views.screening.list_columns import ListColumnsView
    from desktop.ui.views.screening.lists import ListsView
    from desktop.ui.views.screening.screening import ScreeningView
    from desktop.ui.views.search import SearchView
    from desktop.ui.views.tasks import TasksView
    from desktop.ui.views.today import TodayView

    machine = machine or UnsavedSettings()
    return Places(
        (
            Place(
                "today",
                lambda: _("Today"),
                TodayPresenter,
                TodayView,
                "today",
                badge=Badge(TodayPresenter.shows, waiting),
            ),
            Place(
                "tasks",
                lambda: _("Tasks"),
                TasksPresenter,
                TasksView,
                under="today",
                allowed=lambda office: not office.is_hq,
            ),
            Place("search", lambda: _("Search"), SearchPresenter, SearchView),
            Place("partners", lambda: _("Partners"), PartnersPresenter, PartnersView, "partners"),
            Place("add_partner", lambda: _("Add a partner"), AddPartnerPresenter, AddPartnerView, under="partners"),
            Place("partner_import", lambda: _("Import"), PartnerImportPresenter, PartnerImportView, under="partners"),
            Place(
                "elsewhere",
                lambda: _("Other offices"),
                ElsewherePresenter,
                ElsewhereView,
                under="partners",
                allowed=lambda office: not office.is_hq,
            ),
            Place(
                "same_companies",
                lambda: _("One company in several offices"),
                SameCompaniesPresenter,
                SameCompaniesView,
                under="partners",
                allowed=lambda office: office.is_hq,
            ),
            Place(
                "same_company",
                lambda: _("Two records"),
                SameCompanyPresenter,
                SameCompanyView,
                under="partners",
                allowed=lambda office: office.is_hq,
            ),
            Place("merge_partners", lambda: _("Merge"), MergePartnersPresenter, MergePartnersView, under="partners"),
            Place("partner", lambda: _("Partner"), PartnerPresenter, PartnerView, under="partners"),
            Place("partnership", lambda: _("Partnership"), PartnershipPresenter, PartnershipView, under="partners"),
            Place(
                "mutual_benefit",
                lambda: _("Mutual benefit"),
                MutualBenefitPresenter,
                MutualBenefitView,
                under="partners",
            ),
            Place("hand_over", lambda: _("Hand over"), HandOverPresenter, HandOverView, under="today"),
            Place("meeting", lambda: _("Contact with a partner"), MeetingPresenter, MeetingView, under="partners"),
            Place("briefing", lambda: _("Prepare a meeting"), BriefingPresenter, BriefingView, under="partners"),
            Place(
                "pipeline",
                lambda: _("Pipeline"),
                PipelinePresenter,
                PipelineView,
                "pipeline",
            ),
            Place("offers", lambda: _("Offers"), OffersPresenter, OffersView, under="pipeline"),
            Place("offer", lambda: _("Offer"), OfferPresenter, OfferView, under="pipeline"),
            Place("diligence", lambda: _("Due diligence"), DiligencePresenter, DiligenceView, under="partners"),
            Place("question", lambda: _("Due diligence"), QuestionPresenter, QuestionView, under="partners"),
            Place(
                "coverage", lambda: _("Coverage of the principles"), CoveragePresenter, CoverageView, under="partners"
            ),
            Place("principle", lambda: _("Principle"), CoveragePresenter, PrincipleView, under="partners"),
            Place("references", lambda: _("Reference texts"), ReferencesPresenter, ReferencesView, under="partners"),
            Place("findings", lambda: _("Findings"), FindingsPresenter, FindingsView, under="partners"),
            Place("finding", lambda: _("Finding"), FindingPresenter, FindingView, under="partners"),
            Place("risks", lambda: _("Level and risks"), RisksPresenter, RisksView, under="partners"),
            Place("answers", lambda: _("Check your answers"), AnswersPresenter, AnswersView, under="partners"),
            Place(
                "company_form", lambda: _("The company’s form"), CompanyFormPresenter, CompanyFormView, under="partners"
            ),
            Place("renewal", lambda: _("Earlier answers"), RenewalPresenter, RenewalView, under="partners"),
            Place("letters", lambda: _("Letters"), LettersPresenter, LettersView, under="partners"),
            Place("remedy", lambda: _("Remedy plan"), RemedyPresenter, RemedyView, under="partners"),
            Place("incident", lambda: _("Incident"), IncidentPresenter, IncidentView, under="partners"),
            Place("screening", lambda: _("Screening"), ScreeningPresenter, ScreeningView, under="partners"),
            Place("decisions", lambda: _("Decisions"), DecisionsPresenter, DecisionsView, "compare"),
            Place("decision", lambda: _("Decision"), DecisionPresenter, DecisionView, under="decisions"),
            Place(
                "paper_decision",
                lambda: _("Decision in ink"),
                PaperDecisionPresenter,
                PaperDecisionView,
                under="decisions",
            ),
            Place(
                "legal_opinion",
                lambda: _("Legal opinion"),
                LegalOpinionPresenter,
                LegalOpinionView,
                under="decisions",
            ),
            Place("deputies", lambda: _("Deputies"), DeputiesPresenter, DeputiesView, under="decisions"),
            Place("carry", lambda: _("Carry the case"), CarryPresenter, CarryView, under="decisions"),
            Place("agreements", lambda: _("Agreements"), AgreementsPresenter, AgreementsView, "agreements"),
            Place("agreement", lambda: _("Agreement"), AgreementPresenter, AgreementView, under="agreements"),
            Place("arrival", lambda: _("What arrived"), ArrivalPresenter, ArrivalView, under="agreements"),
            Place(
                "signed_before",
                lambda: _("Signed before the program"),
                SignedBeforePresenter,
                SignedBeforeView,
                under="agreements",
            ),
            Place("earlier", lambda: _("Signed before the program"), EarlierPresenter, EarlierView, under="partners"),
            Place(
                "earlier_gift",
                lambda: _("Given before the program"),
                EarlierGiftPresenter,
                EarlierGiftView,
                under="partners",
            ),
            Place(
                "new_agreement", lambda: _("New agreement"), NewAgreementPresenter, NewAgreementView, under="agreements"
            ),
            Place(
                "sync",
                lambda: _("Send and receive"),
                ExchangePresenter,
                ExchangeView,
                "sending",
                allowed=lambda office: not office.is_hq,
            ),
            Place("send", lambda: _("Bundle"), SendPresenter, SendView, under="sync"),
            Place("receive", lambda: _("A return from Headquarters"), ReceivePresenter, ReceiveView, under="sync"),
            Place("disagreements", lambda: _("Disagreements"), DisagreementsPresenter, DisagreementsView, under="sync"),
            Place(
                "hq",
                lambda: _("Headquarters"),
                HeadquartersPresenter,
                HeadquartersView,
                "headquarters",
                allowed=lambda office: office.is_hq,
            ),
            Place("hq_enrol", lambda: _("Authorize a laptop"), RecognitionPresenter, RecognitionView, under="hq"),
            Place("list_columns", lambda: _("Columns"), ListColumnsPresenter, ListColumnsView, under="lists"),
            Place("lists", lambda: _("Sanctions lists"), ListsPresenter, ListsView, "shield"),
            Place(
                "settings", lambda: _("Settings"), partial(SettingsPresenter, machine=machine), SettingsView, "settings"
            ),
            Place(
                "people", lambda: _("Users"), partial(PeoplePresenter, machine=machine), PeopleView, under="settings"
            ),
            Place("focal_points", lambda: _("Focal points"), FocalPointsPresenter, FocalPointsView, under="settings"),
            Place(
                "focal_point",
                lambda: _("Focal point of the office"),
                FocalPointPresenter,
                FocalPointView,
                under="settings",
            ),
            Place("trainings", lambda: _("Trainings"), TrainingsPresenter, TrainingsView, under="settings"),
            Place("training", lambda: _("Training"), TrainingPresenter, TrainingView, under="settings"),
            Place("costs", lambda: _("Cost of the function"), CostsPresenter, CostsView, under="settings"),
            Place("cost_entries", lambda: _("Every entry"), CostEntriesPresenter, CostEntriesView, under="settings"),
            Place("cost", lambda: _("Time or money spent"), CostPresenter, CostView, under="settings"),
            Place("export", lambda: _("Export everything"), ExportPresenter, ExportView, under="settings"),
            Place(
                "backups",
                lambda: _("Backups"),
                partial(BackupsPresenter, machine=machine),
                BackupsView,
                under="settings",
            ),
        )
    )
