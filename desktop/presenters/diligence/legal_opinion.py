"""A question to Legal about a case or a draft agreement: put by the office, answered at Headquarters."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from desktop.base.dates import day_in_words
from desktop.base.progress import Runner
from desktop.base.text import _, language, pick, plural
from desktop.presenters.diligence.case_papers import CasePapers
from desktop.presenters.diligence.request_lines import RequestLine, due_words, request_line
from desktop.presenters.form_draft import FormDraft
from desktop.presenters.presenter import Presenter
from desktop.services.agreements import legal_review
from desktop.services.diligence import opinions, papers, requests
from desktop.services.diligence.requests import RequestStanding, RequestState
from desktop.services.office import people
from desktop.services.office.rights import Right, may
from desktop.store.records import Agreement, Case, HeadquartersRequest, Partner
from desktop.store.states import AgreementState, CaseState, Opinion

if TYPE_CHECKING:
    from desktop.office import Office


class LegalOpinionPresenter(Presenter):
    """What was asked about one case or draft. Opened with either of them, or with a request of the inbox."""

    shows = frozenset(
        {"evidence", "headquarters_request", "headquarters_opinion", "diligence_case", "agreement", "officer"}
    ) | {
        *("decision", "clearance", "partner"),
    }

    def __init__(
        self, office: "Office", runner: Runner, case: str = "", agreement: str = "", request: str = ""
    ) -> None:
        super().__init__(office, runner)
        self.case_id, self.agreement_id, self.request_id = case, agreement, request
        self.papers = CasePapers(self)
        self._read()

    def _read(self) -> None:
        work = self.office.work
        with self.office.store.read() as session:
            if self.request_id:
                request = session.get_one(HeadquartersRequest, self.request_id)
                self.case_id, self.agreement_id = request.case_id, request.agreement_id
            self.case = session.get_one(Case, self.case_id) if self.case_id else None
            self.draft = session.get_one(Agreement, self.agreement_id) if self.agreement_id else None
            about = self.case or self.draft
            self.partner = session.get(Partner, about.partner_id) if about is not None else None
            self.names = people.names_in(session)
            self.standings: Sequence[RequestStanding] = ()
            if self.case is not None:
                self.standings = requests.of_case(session, work, self.case_id)
            elif self.draft is not None:
                self.standings = requests.of_agreement(session, work, self.agreement_id)
            if self.draft is not None:
                self.papers.all = papers.behind_in(session, self.draft.partnership_id)
            else:
                self.papers.all = papers.of_case_in(session, self.case_id)
            able = [standing for standing in self.standings if requests.may_answer(session, work, standing.request)]
        chosen = (standing for standing in able if standing.request.id == self.request_id)
        self.waiting = next(chosen, next(iter(able), None))

    def arrive(self) -> None:
        self.changed()

    def refresh(self) -> None:
        """Read the requests again."""
        self._read()
        self.changed()

    # --- what is shown

    @property
    def about(self) -> str:
        """The number of the case, or the reference or type of the draft."""
        if self.case is not None:
            return self.case.number
        return requests.draft_name(self.office.definitions, self.draft) if self.draft is not None else ""

    @property
    def partner_name(self) -> str:
        """With whom."""
        return self.partner.name if self.partner is not None else ""

    @property
    def state(self) -> str:
        """One sentence: what waits, and for whom."""
        waits = [standing for standing in self.standings if standing.state == RequestState.OPEN]
        if self.waiting is not None:
            return _("Your opinion is asked for.")
        if not waits:
            return _("No question waits for an answer.") if self.standings else _("Nothing has been asked yet.")
        return plural(
            "{count} request waits for an answer of Headquarters.",
            "{count} requests wait for an answer of Headquarters.",
            len(waits),
        )

    @property
    def question(self) -> Sequence[tuple[str, str]]:
        """What the reader is asked: the question, by whom, by which day; empty where nothing waits for the reader."""
        if self.waiting is None:
            return ()
        request = self.waiting.request
        who = self.names.get(request.asked_by, "–")
        matrix = _("The decision matrix asks for this opinion before the case is decided.")
        return (
            (_("Question"), request.question or matrix),
            (_("Asked by"), f"{who}, {request.office}"),
            (_("Asked on"), day_in_words(request.asked_at, language())),
            (_("Delay"), due_words(self.waiting)),
        )

    @property
    def lines(self) -> Sequence[tuple[RequestLine, bool]]:
        """Everything asked, what is open first, with whether the reader may take it back."""
        work, office = self.office.work, self.office
        return [
            (request_line(office, standing, of_page=True), requests.may_withdraw(work, standing))
            for standing in self.standings
        ]

    @property
    def advice(self) -> Sequence[tuple[str, str]]:
        """What the reader may say, with its word."""
        role = self.waiting.request.role if self.waiting is not None else requests.LEGAL
        return [(code, _(opinions.word(role, code))) for code in Opinion]

    @property
    def may_ask(self) -> bool:
        """Whether the officer at work may put a question about it to Legal."""
        user, own = self.office.user, self.office.store.identity.office
        if self.draft is not None:
            return may(user, Right.DRAFT) and self.draft.state == AgreementState.DRAFT and self.draft.office == own
        going = self.case is not None and self.case.state != CaseState.DECIDED and self.case.office == own
        return going and may(user, Right.ANSWER)

    # --- the forms

    @property
    def typed(self) -> FormDraft:
        """What is typed and not told yet."""
        return self.form_draft(f"typed:legal:{self.case_id or self.agreement_id}")

    @property
    def may_be_asked(self) -> Sequence[tuple[str, str]]:
        """Who at Headquarters may be asked about it: of a draft Legal alone. Roles of the matrix with their words."""
        roles = requests.ASKED_BESIDES if self.case is not None else (requests.LEGAL,)
        return [(role, pick(self.office.definitions.authority.role(role))) for role in roles]

    def ask(self, question: str, role: str = requests.LEGAL) -> None:
        """Put the question; raises Problem without one."""
        work = self.office.work
        if self.agreement_id:
            legal_review.ask(work, self.agreement_id, question)
        else:
            requests.ask_about_case(work, self.case_id, question, role)
        self.typed.drop()
        self.deed_sentence = _("Asked: the question goes to Headquarters with the next bundle.")
        self.refresh()

    def withdraw(self, request_id: str) -> None:
        """Take a question back."""
        requests.withdraw(self.office.work, request_id)
        self.deed_sentence = _("The question is withdrawn.")
        self.refresh()

    def answer(self, opinion: str, reason: str) -> None:
        """Give the opinion; raises Problem without a reason."""
        if self.waiting is None:
            return
        legal_review.answer(self.office.work, self.waiting.request.id, opinion, reason)
        self.typed.drop()
        self.deed_sentence = _("Recorded; it goes to the office with its next return.")
        self.refresh()

    # --- elsewhere

    def open_subject(self) -> None:
        """Read the case, or the draft."""
        if self.case_id:
            self.open_place("decision", case=self.case_id)
        else:
            self.open_place("agreement", id=self.agreement_id, step="preview")

    def open_inbox(self) -> None:
        """Back to what waits."""
        self.open_place("decisions")
