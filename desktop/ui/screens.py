"""Every screen that an office has: each place with the records that open it, its tabs and steps, what opens on it.

For pictures and for the test that nothing is cut. Nothing here writes into the office.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from desktop.base import paths
from desktop.base.text import _
from desktop.definitions.terms import PartnerGroup
from desktop.presenters.agreements.open_agreement import AgreementStep
from desktop.presenters.registry.partner_import import PRACTICE
from desktop.presenters.today_cards import CardState
from desktop.services.agreements import comparing, earlier, lookup
from desktop.services.diligence import cases, remedying
from desktop.services.exchange.headquarters import laptops
from desktop.services.office import focal_points, trainings
from desktop.services.registry import meetings, offers, one_company, partner_list, partnerships
from desktop.services.registry.partner_list import PartnerFilter
from desktop.services.results import (
    activities,
    delivery_risks,
    function_costs,
    innovations,
    ledger,
    lessons,
    periods,
    visibility,
)
from desktop.services.results.register import editions, questions
from desktop.store.states import AgreementState, CaseState
from desktop.ui.navigation import Place
from desktop.ui.views.view import View
from desktop.ui.widgets import Message, Tabs

if TYPE_CHECKING:
    from desktop.office import Office

Opening = Callable[[View[Any]], object]
IN_FORCE = (AgreementStep.PLAN, AgreementStep.PACK, AgreementStep.LIFE)  # what is looked at once an agreement is signed
UNREACHED = ("list_columns",)  # needs a file of the user's


@dataclass(frozen=True)
class OfficeScreen:
    """A place with its arguments, and what is opened on it; `name` is unique and serves as that of a file."""

    name: str
    key: str
    arguments: Mapping[str, str] = field(default_factory=dict)
    open: Opening | None = None


def _tab(number: int) -> Opening:
    return lambda view: view.findChildren(Tabs)[0].bar.setCurrentIndex(number)


def _refuse(view: View[Any]) -> None:
    """The message of something refused, as long as they come."""
    what = _("“{name}” could not be written there; nothing was changed.").format(
        name="2026-11-28 14.05.passerelle-backup"
    )
    do = _("Check that the folder or the stick is present and not read-only, then try again.")
    view.page.show_message(Message("bad", what, do, ((_("Save as PDF…"), lambda: None),)), "problem")


def _put_off(view: View[Any], listed: Sequence[CardState]) -> None:
    """The form of the first of these tasks that can wait."""
    shown = view.presenter
    if card := next((card for card in listed if shown.can_wait(card)), None):
        shown.put_off(card)


OPENINGS: Mapping[str, Mapping[str, Opening]] = {
    "today": {"put-off": lambda view: _put_off(view, (*view.presenter.mine, *view.presenter.soon))},
    "tasks": {"put-off": lambda view: _put_off(view, [line.card for line in view.presenter.lines])},
    "add_partner": {
        "individual": lambda view: view.presenter.change(group="HNW"),
        "campaign": lambda view: view.presenter.change(group="PUB"),
    },
    "partners": {"nothing-found": lambda view: view.presenter.search("zzzz")},
    "agreements": {"months": lambda view: view.presenter.show_paper()},
    "partner": {
        "diligence": _tab(1),
        "agreements": _tab(2),
        "contacts": _tab(3),
        "papers": _tab(4),
        "history": _tab(5),
        "sheet": lambda view: view.presenter.show_paper(),
        "edit": lambda view: view.presenter.edit(True),
        "person": lambda view: view.presenter.edit_person(""),
    },
    "diligence": {
        "depth": lambda view: view.presenter.ask_depth(True),
        "dossier": lambda view: view.presenter.show_paper(),
    },
    "screening": {
        "candidate": lambda view: view.presenter.begin(),
        "stop": lambda view: view.presenter.stop(),
        "certificate": lambda view: view.presenter.show_paper(),
    },
    "risks": {"new": lambda view: view.presenter.edit("")},
    "findings": {"search": lambda view: view.presenter.ask_search(True)},
    "coverage": {"annex": lambda view: view.presenter.show_paper()},
    "decision": {"brief": lambda view: view.presenter.show_paper()},
    "agreement-clauses": {
        "edit": lambda view: view.presenter.clauses.edit(1),
        "waive": lambda view: view.presenter.clauses.ask_waiver(True),
    },
    "agreement-annexes": {"local": lambda view: view.presenter.local_annex.edit(True)},
    "agreement-preview": {
        "points": _tab(1),
        "find": lambda view: view.document.find_words() if view.document else None,
    },
    "agreement-compared": {"paper": lambda view: view.presenter.comparison.show_paper()},
    "indicators": {"sheet": lambda view: view.presenter.show_paper()},
    "pillars": {"paper": lambda view: view.presenter.show_paper()},
    "reports": {"paper": lambda view: view.presenter.show_paper()},
    "audit": {"drawn": lambda view: (view.presenter.take("method", "largest"), view.presenter.draw())},
    "costs": {"sheet": lambda view: view.presenter.show_paper()},
    "pipeline_figures": {"sheet": lambda view: view.presenter.show_paper()},
    "people": {"add": lambda view: view.presenter.begin()},
}


def screens(office: "Office", places: tuple[Place, ...]) -> Iterator[OfficeScreen]:
    """Every screen of an office for whoever works in it, each as it opens, with what opens on it, and refusing."""
    known = _records(office)
    for place in places:
        if place.key in UNREACHED or (place.allowed is not None and not place.allowed(office)):
            continue
        shown = known.get(place.key, {"": {}})
        for kind, arguments in shown.items():
            name = f"{place.key}-{kind}" if kind else place.key
            yield OfficeScreen(name, place.key, arguments)
            for opened, deed in {**OPENINGS.get(place.key, {}), **OPENINGS.get(name, {})}.items():
                yield OfficeScreen(f"{name}--{opened}", place.key, arguments, deed)
        for kind, arguments in list(shown.items())[-1:]:
            yield OfficeScreen(f"{place.key}-{kind}--refused".replace("---", "--"), place.key, arguments, _refuse)


def _records(office: "Office") -> Mapping[str, Mapping[str, dict[str, str]]]:
    """The arguments by which places open that show a record, by what the record is; none where there is no record."""
    every = {state.value: cases.in_state(office.store, state) for state in CaseState}
    by_state = {state: next((case for case in of if not case.renews), None) for state, of in every.items()}
    shown = {state: {"case": case.id} for state, case in by_state.items() if case is not None}
    renewed = [{"case": case.id} for case in every[CaseState.OPEN] if case.renews]
    remedied = [{"case": case.id} for case in every[CaseState.DECIDED] if remedying.read(office.work, case.id)]
    partner = next(iter(case.partner_id for case in by_state.values() if case is not None), "")
    with office.store.read() as session:
        before = [row.agreement.id for row in earlier.every(session)]
    listed = [agreement for agreement, _partner in lookup.listed(office.store)]
    signed = [one for one in listed if one.state == AgreementState.ACTIVE and one.id not in before][:1]
    agreements = [agreement.id for agreement in listed if agreement not in signed][:1]
    in_force = {
        f"in-force-{step.value or 'plan'}": {"id": one.id, "step": step.value} for one in signed for step in IN_FORCE
    }
    steps = {(step.value or "plan"): step.value for step in AgreementStep}
    pairs = [(newer, text.id) for newer in agreements for text in comparing.earlier(office.work, newer)[:1]]
    compared = {
        f"compared{at or ''}": {"id": one, "step": f"comparison:{other}"} for at, (one, other) in enumerate(pairs)
    }
    planned = [plan.id for plan in partnerships.of_partner(office.store, partner)] if partner else []
    recorded = [meetings.read(office.work, id_).meeting for id_ in meetings.ids(office.store)[:1]]
    offered = offers.every(office.work)
    spent, given = function_costs.ids(office.work), ledger.ids(office.work)
    shown_uses, watched = visibility.ids(office.work), delivery_risks.ids(office.work)
    learned, sealed = lessons.ids(office.work), editions.listed(office.work)
    closed, put_by_states = periods.listed(office.work), questions.listed(office.work)
    took_place, came = activities.every(office.work), innovations.ids(office.work)
    followed, points = trainings.register(office.work).standings, focal_points.register(office.work).standings
    met = {"record": {"partner": recorded[0].partner_id, "id": recorded[0].id}} if recorded else {}
    companies = PartnerFilter(group=PartnerGroup.ENTERPRISE)
    two = [line.id for line in partner_list.page(office.store, companies, size=2).lines]
    pair = {"two": {"partner": two[0], "other": two[1]}} if len(two) == 2 else {}
    authorized = laptops.laptops(office.work, office.keys) if office.is_hq else ()
    by_standing = {str(line.state): {"id": line.device} for line in authorized}
    alike = one_company.pairs(office.work)[:1] if office.is_hq else ()
    answered = {state: shown[state] for state in shown if state != CaseState.READY}
    return {
        "partner": {"": {"id": partner}} if partner else {},
        "add_partner": {"known-elsewhere": {"name": "Kaoural Transport"}, "": {}},
        "partnership": {"new": {"partner": partner}, "plan": {"partner": partner, "id": planned[0]}} if planned else {},
        "diligence": shown,
        "question": dict(list(answered.items())[:1]),
        "answers": dict(list(answered.items())[:1]),
        "risks": dict(list(answered.items())[:1]),
        "findings": dict(list(answered.items())[:1]),
        "finding": dict(list(answered.items())[:1]),
        "company_form": dict(list(answered.items())[:1]),
        "coverage": dict(list(answered.items())[:1]),
        "principle": {state: {**case, "point": "compact-4"} for state, case in list(answered.items())[:1]},
        "letters": dict(list(answered.items())[:1]),
        "remedy": {"under-way": remedied[0]} if remedied else dict(list(answered.items())[:1]),
        "renewal": {"begun": renewed[0]} if renewed else dict(list(answered.items())[:1]),
        "incident": {
            **({"new": {"partner": partner}} if partner else {}),
            **(
                {"signed": {"partner": signed[0].partner_id, "partnership": signed[0].partnership_id}} if signed else {}
            ),
        },
        "earlier": {
            **({"new": {"partner": partner}} if partner else {}),
            **({"recorded": {"id": before[0]}} if before else {}),
        },
        "earlier_gift": {"": {"partner": partner}} if partner else {},
        "clause": {"": {"id": "C-PUR"}, "short-form": {"id": "S-GEN"}},
        "arrival": {"": {"agreement": (signed or listed)[0].id}} if listed else {},
        "meeting": {**({"new": {"partner": partner}} if partner else {}), **met},
        "briefing": {"": {"partner": partner}} if partner else {},
        "kit": {paper: {"theme": "emergency", "paper": paper} for paper in ("pitch", "messages")},
        "merge_partners": {**({"choice": {"partner": partner}} if partner else {}), **pair},
        "same_company": {"": {"first": alike[0].first.id, "second": alike[0].second.id}} if alike else {},
        "mutual_benefit": {"": {"partner": partner, "id": planned[0]}} if planned else {},
        "offer": {"new": {}, "standby": {"standby": "1"}, **({"recorded": {"id": offered[0].id}} if offered else {})},
        "contribution": {"": {"id": given[0]}} if given else {},
        "trail": {"": {"id": given[0]}} if given else {},
        "contribution_step": {"write-off": {"id": given[0], "step": "write_off"}} if given else {},
        "valuation": {"": {"id": given[0]}} if given else {},
        "cost": {
            "new": {},
            **({"partner": {"partner": partner}} if partner else {}),
            **({"recorded": {"id": spent[0]}} if spent else {}),
        },
        "activity": {"new": {}, **({"recorded": {"id": took_place[0].activity.id}} if took_place else {})},
        "innovation": {"new": {}, **({"recorded": {"id": came[0]}} if came else {})},
        "replication": {"": {"innovation": came[0]}} if came else {},
        "assisted": {"": {"about": came[0]}} if came else {},
        "delivery_risk": {"new": {}, **({"recorded": {"id": watched[0]}} if watched else {})},
        "lesson": {"new": {}, **({"recorded": {"id": learned[0]}} if learned else {})},
        "visibility_use": {"new": {}, **({"recorded": {"id": shown_uses[0]}} if shown_uses else {})},
        "register_row": {"": {"id": signed[0].partnership_id}} if signed else {},
        "edition": {"": {"id": sealed[0].edition.id}} if sealed else {},
        "members_question": {
            **({"new": {"edition": sealed[0].edition.number}} if sealed else {}),
            **({"recorded": {"id": put_by_states[0].id}} if put_by_states else {}),
        },
        "hq_laptop": by_standing,
        "hq_key_deed": {deed: {"deed": deed} for deed in ("begin", "renew")} if office.is_hq else {},
        "hq_office": {"": {"code": authorized[0].office}} if authorized else {},
        "period": {"": {"id": closed[0].closing.id}} if closed else {},
        "training": {"new": {}, **({"recorded": {"id": followed[0].training.id}} if followed else {})},
        "focal_point": {"new": {}, **({"recorded": {"id": points[0].point.id}} if points else {})},
        "screening": {state: shown[state] for state in list(shown)[:2]},
        "decision": {CaseState.READY.value: shown[CaseState.READY]} if CaseState.READY in shown else {},
        "paper_decision": {"": shown[CaseState.READY]} if CaseState.READY in shown else {},
        "legal_opinion": {
            **({"case": shown[CaseState.READY]} if CaseState.READY in shown else {}),
            **({"draft": {"agreement": agreements[0]}} if agreements else {}),
        },
        "agreement": {
            **{name: {"id": one, "step": step} for one in agreements for name, step in steps.items()},
            **compared,
            **in_force,
        },
        "new_agreement": {"": {"partnership": planned[0]}} if planned else {},
        "partner_import": {"": {}, "table": {"path": str(paths.resources() / "reference" / PRACTICE)}},
    }
