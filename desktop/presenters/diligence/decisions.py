"""The cases that wait for a decision."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from desktop.base.dates import ago, day_in_words, day_known, day_of
from desktop.base.numbers import format_money
from desktop.base.plausibility import is_day_before
from desktop.base.progress import Runner
from desktop.base.text import N_, _, language, pick, plural
from desktop.base.values import JsonObject
from desktop.presenters.diligence import case_summary
from desktop.presenters.diligence.request_lines import RequestLine, request_line
from desktop.presenters.listing import ListColumn, ListFilter, Listing, RecordSummary, RowCell
from desktop.presenters.office_filters import AT_HEADQUARTERS, office_cells, office_filters, offices_chosen
from desktop.presenters.presenter import Presenter
from desktop.services.diligence import decided, decisions, requests
from desktop.services.diligence.decisions import PAGE, Inbox, WaitingCase
from desktop.services.diligence.requests import RequestInbox
from desktop.services.labels import OUTCOMES
from desktop.services.office import office_profile
from desktop.store.records import Case, Partner, Verdict

if TYPE_CHECKING:
    from desktop.office import Office


COLUMNS = (
    ListColumn("title", N_("Partnership"), shown=False),
    ListColumn("number", N_("Case")),
    ListColumn("since", N_("Handed over")),
    ListColumn("due", N_("Due by")),
    ListColumn("value", N_("Value"), figures=True),
    ListColumn("who", N_("Who decides")),
    ListColumn("level", N_("Risk level")),
)
ASKED_COLUMNS = (ListColumn("due", N_("Answer due by")), ListColumn("state", N_("State")))
TAKEN_COLUMNS = (
    ListColumn("number", N_("Case")),
    ListColumn("decided", N_("Decided on")),
    ListColumn("by", N_("Decided by")),
    ListColumn("until", N_("Valid until")),
    ListColumn("outcome", N_("Decision")),
)


class DecisionsPresenter(Presenter):
    """Reads the cases handed over: those for the reader first, then those that others decide.

    Who decides a case depends on its whole assessment, and a page of those takes longer than a window may stand still:
    they are read away from it. `known` says whether they were read yet.
    """

    shows = frozenset({"diligence_case", "decision", "clearance", "answer", "screening_run", "ruling", "officer"}) | {
        *("delegation", "headquarters_request", "headquarters_opinion", "agreement")
    }

    def __init__(self, office: "Office", runner: Runner) -> None:
        super().__init__(office, runner)
        beside = AT_HEADQUARTERS if office.is_hq else ()
        partner = N_("Partner")
        self.listing = Listing(self, "decisions", N_("Decisions"), (*beside, *COLUMNS), first_title=partner)
        self.taken = Listing(
            self, "decisions-taken", N_("Decisions taken"), (*beside, *TAKEN_COLUMNS), first_title=partner
        )
        self.asking = Listing(self, "requests", N_("Asked of Headquarters"), ASKED_COLUMNS, first_title=N_("Asked of"))
        self._regions: Mapping[str, str] = {}
        self._by_office: Mapping[str, int] = {}
        self.known = False
        self.waiting: Sequence[WaitingCase] = ()
        self.hidden = 0  # cases that wait and are not read yet
        self.decided: Sequence[tuple[Verdict, Case, Partner]] = ()
        self.to_answer: Sequence[RequestLine] = ()  # opinions that the reader is asked for
        self.awaited: Sequence[RequestLine] = ()  # what waits for Headquarters

    def refresh(self) -> None:
        """Read the cases again."""
        work, size = self.office.work, max(PAGE, len(self.waiting))
        if self.office.is_hq:
            self._regions = office_profile.regions(work)
        offices = self._offices
        self.changed()
        self.runner.quietly(
            lambda: (
                decisions.inbox(work, size=size, offices=offices),
                decisions.newest(work.store, offices=offices),
                requests.inbox(work, offices),
            ),
            lambda read: self._show(*read),
        )

    @property
    def _offices(self) -> frozenset[str] | None:
        """The offices whose cases are shown; None for all."""
        return offices_chosen(self.listing, self._regions) if self.office.is_hq else None

    @property
    def filters(self) -> tuple[ListFilter, ...]:
        """By what Headquarters narrows the cases, with how many wait in each office."""
        if not self.office.is_hq:
            return ()
        return office_filters(self.listing, self._regions, self.office.definitions.regions.labels, self._by_office)

    def narrow(self, **codes: str) -> None:
        """Only the cases of an office or a region; an empty code keeps all."""
        self.listing.narrow(**codes)

    def _places(self, office: str) -> Mapping[str, RowCell]:
        labels = self.office.definitions.regions.labels
        return office_cells(office, labels.get(self._regions.get(office, ""), "")) if self.office.is_hq else {}

    def summarise(self, case_id: object, show: Callable[[RecordSummary], None]) -> None:
        """Read a case in short, away from the window."""
        work = self.office.work
        self.runner.quietly(lambda: case_summary.read(work, str(case_id)), show)

    def _show(self, inbox: Inbox, decided: Sequence[tuple[Verdict, Case, Partner]], requested: RequestInbox) -> None:
        self.known, self.decided = True, decided
        self.to_answer = [request_line(self.office, row) for row in requested.to_answer]
        self.awaited = [request_line(self.office, row) for row in requested.others]
        self.waiting, self.hidden, self._by_office = inbox.waiting, inbox.total - len(inbox.waiting), inbox.by_office
        self.changed()

    def more(self) -> None:
        """Show the next of the cases that wait as well."""
        work, first, offices = self.office.work, len(self.waiting), self._offices
        self.runner.quietly(
            lambda: decisions.inbox(work, first=first, offices=offices), lambda inbox: self._add(first, inbox)
        )

    def _add(self, first: int, inbox: Inbox) -> None:
        if first != len(self.waiting):
            return  # the cases before these were read again meanwhile
        self.waiting = (*self.waiting, *inbox.waiting)
        self.hidden = max(0, inbox.total - len(self.waiting))
        self.changed()

    @property
    def anything(self) -> bool:
        """Whether there is anything to show."""
        return bool(self.waiting or self.decided or self.to_answer or self.awaited)

    @property
    def mine(self) -> Sequence[WaitingCase]:
        """The cases that the reader may decide."""
        return [waiting for waiting in self.waiting if waiting.authority.may]

    @property
    def others(self) -> Sequence[WaitingCase]:
        """The cases that somebody else decides."""
        return [waiting for waiting in self.waiting if not waiting.authority.may]

    @property
    def state(self) -> str:
        """One sentence: how many wait, and for whom."""
        if not self.known:
            return ""
        if self.to_answer and not self.mine:
            return plural("{count} opinion is asked of you.", "{count} opinions are asked of you.", len(self.to_answer))
        if not self.waiting:
            return _("No decision is waiting for you.")
        if self.mine:
            return plural(
                "{count} case is waiting for your decision.",
                "{count} cases are waiting for your decision.",
                len(self.mine),
            )
        return plural(
            "{count} case is waiting for a decision by others.",
            "{count} cases are waiting for a decision by others.",
            len(self.others),
        )

    def about(self, waiting: WaitingCase) -> str:
        """The quiet line: what it is for, its value, since when it waits, who decides."""
        assessment = waiting.assessment
        value = (
            format_money(assessment.partnership.value, assessment.partnership.currency, language())
            if assessment.partnership.value
            else ""
        )
        handed = day_of(assessment.case.submitted_at) if assessment.case.submitted_at else self.office.work.today()
        since = _("submitted {ago}").format(ago=ago(handed, self.office.work.today(), language()))
        office, due = assessment.case.office if self.office.is_hq else "", self.due(waiting)
        by = self._due_words(due) if due else ""
        parts = (office, self.who(waiting), since, by, value, assessment.partnership.title)
        return " · ".join(part for part in parts if part)

    @staticmethod
    def due(waiting: WaitingCase) -> date | None:
        """The working day by which the case is to be decided; None while nobody can."""
        way, handed = waiting.authority.route, waiting.assessment.case.submitted_at
        return way.due(day_of(handed)) if handed and way.decides else None

    def _due_words(self, due: date) -> str:
        """By which day a case is to be decided; that it is late, once it is."""
        late = is_day_before(due, self.office.work.today())
        day = day_in_words(due.isoformat(), language())
        return (_("late since {day}") if late else _("due by {day}")).format(day=day)

    def cells(self, waiting: WaitingCase) -> Mapping[str, RowCell]:
        """What a case says in each column."""
        assessment = waiting.assessment
        planned, case, level = assessment.partnership, assessment.case, assessment.review.inherent
        value = format_money(planned.value, planned.currency, language()) if planned.value else ""
        handed = day_of(case.submitted_at) if case.submitted_at else None
        today, due = self.office.work.today(), self.due(waiting)
        late = due is not None and is_day_before(due, today)
        return {
            **self._places(case.office),
            "title": RowCell(planned.title),
            "number": RowCell(case.number),
            "since": RowCell(ago(handed, today, language()) if handed else "", handed),
            "due": RowCell(
                (self._due_words(due) if late else day_in_words(due.isoformat(), language())) if due else "", due
            ),
            "value": RowCell(value, Decimal(planned.value) if planned.value else None),
            "who": RowCell(self.who(waiting)),
            "level": RowCell(level, level.rank),
        }

    def brief(self, waiting: WaitingCase) -> str:
        """The second line beside columns: what it is for, unless that is one of them."""
        return self.listing.brief({"title": waiting.assessment.partnership.title})

    @staticmethod
    def way(case_id: object) -> tuple[str, JsonObject]:
        """Where a row leads."""
        return "decision", {"case": str(case_id)}

    def who(self, waiting: WaitingCase) -> str:
        """Who decides the case."""
        decides = waiting.authority.route.decides
        if not decides:
            return _("nobody can decide yet")
        if waiting.authority.may:
            return _("you decide")
        return _("decides: {role}").format(role=pick(self.office.definitions.authority.role(decides)))

    def way_of_request(self, request_id: object) -> tuple[str, JsonObject]:
        """Where the row of a request leads."""
        line = next(line for line in (*self.to_answer, *self.awaited) if line.id == request_id)
        return line.place, line.arguments

    def open_request(self, request_id: object) -> None:
        """Go to a request and its answer."""
        place, arguments = self.way_of_request(request_id)
        self.open_place(place, **arguments)

    def decision_words(self, decision: Verdict, case: Case) -> Mapping[str, str]:
        """What the quiet line of a decision says, by column: which case, when, by whom, until when it is valid."""
        ends = day_in_words(decision.valid_until, language())
        return {
            "office": case.office if self.office.is_hq else "",
            "number": case.number,
            "decided": day_in_words(decision.decided_at, language()),
            "by": decided.decider(decision, language()),
            "until": _("valid until {day}").format(day=ends) if ends else "",
        }

    def decision_line(self, decision: Verdict, case: Case) -> str:
        """The quiet line of a decision that was taken."""
        return " · ".join(part for part in self.decision_words(decision, case).values() if part)

    def decision_cells(self, decision: Verdict, case: Case) -> Mapping[str, RowCell]:
        """What a decision says in each column."""
        until = decision.valid_until
        return {
            **self._places(case.office),
            "number": RowCell(case.number),
            "decided": RowCell(day_in_words(decision.decided_at, language()), day_known(decision.decided_at)),
            "by": RowCell(decided.decider(decision, language())),
            "until": RowCell(day_in_words(until, language()), day_known(until)),
            "outcome": RowCell(_(OUTCOMES[decision.outcome])),
        }

    @property
    def may_come_on_a_stick(self) -> bool:
        """Whether a case may come from another laptop of this office in a file."""
        return not (self.office.is_practice or self.office.is_hq)

    def open_carried(self) -> None:
        """Open the file of a case that another laptop carries here."""
        self.open_place("carry")

    def open_deputies(self) -> None:
        """Who stands in for whom."""
        self.open_place("deputies")

    def open(self, case_id: object) -> None:
        """Go to the decision of a case."""
        self.open_place("decision", case=case_id)
