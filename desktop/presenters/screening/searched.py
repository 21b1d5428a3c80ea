"""Where the screening of a case or a partner stands: names, lists, candidates, the search, the certificate."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from desktop.base.dates import day_and_age, day_in_words, moment_in_words
from desktop.base.errors import Problem
from desktop.base.places import country_name
from desktop.base.progress import Progress, Runner
from desktop.base.text import N_, UNKNOWN, CodeTable, _, language, plural
from desktop.presenters.listing import RowCell
from desktop.presenters.paper import PaperPresenter
from desktop.presenters.screening.screening_listings import ScreeningListings
from desktop.screening import library
from desktop.screening.entries import ListVersion
from desktop.screening.freshness import Freshness, freshness_of
from desktop.services import next_step
from desktop.services.diligence import overview as case_overview
from desktop.services.diligence.authority import who_decides
from desktop.services.office import people
from desktop.services.office.rights import Right, may
from desktop.services.screening import certificate, search, standing
from desktop.services.screening.candidates import Candidate
from desktop.services.screening.standing import ScreeningState
from desktop.services.screening.subjects import Subject
from desktop.store.records import Partner, ScreeningRun
from desktop.store.states import CaseState

if TYPE_CHECKING:
    from desktop.office import Office

ROLES = CodeTable(
    {
        "partner": N_("the partner"),
        "parent": N_("parent company"),
        "owner": N_("owner"),
        "director": N_("director"),
        "signatory": N_("signatory"),
        "contact": N_("contact person"),
        "counterpart": N_("counterpart of a partnership"),
    },
    UNKNOWN,
)


class SearchedPresenter(PaperPresenter):
    """One case as its screening stands, or one partner outside a case, and the search itself."""

    shows = frozenset({"screening_run", "ruling", "person", "partner", "diligence_case", "officer"})

    def __init__(self, office: "Office", runner: Runner, case: str = "", partner: str = "") -> None:
        super().__init__(office, runner)
        self.case_id, self.partner_id = case, partner
        self.lists = ScreeningListings(self)
        self.installed: Sequence[ListVersion] = ()
        self._read()

    def _read(self) -> None:
        work, seen = self.office.work, None
        with self.office.store.read() as session:
            if self.case_id:
                seen = case_overview.read_in(session, work, self.case_id)
                self.next_step = next_step.case_step_in(session, work, seen.assessment)
            self.case = seen.assessment.case if seen is not None else None
            self.partner_id = self.case.partner_id if self.case is not None else self.partner_id
            self.state: ScreeningState = (
                seen.assessment.screening if seen else standing.partner_state(session, self.partner_id, work.today())
            )
            self.partner = session.get_one(Partner, self.partner_id)
            self.names = people.names_in(session)
        self.who_decides = ""
        if seen is not None:
            self.who_decides = who_decides(work.definitions.authority, seen.assessment.review, seen.deciders)
        else:
            self.next_step = next_step.next_step(work, self.partner)
        self.no_lists: Problem | None = None
        try:
            self.installed = library.installed(self.office.lists)
        except Problem as problem:
            self.installed, self.no_lists = (), problem

    def arrive(self) -> None:
        self.changed()

    def refresh(self) -> None:
        """Read the screening again."""
        self._read()
        self.changed()

    @property
    def day(self) -> date:
        """The office's day."""
        return self.office.work.today()

    # --- where it stands

    @property
    def run(self) -> ScreeningRun | None:
        """The last search."""
        return self.state.run

    @property
    def alerting(self) -> Sequence[Candidate]:
        """The candidates to rule on, the open ones first, then the closest."""
        return sorted((c for c in self.state.candidates if c.alerting), key=lambda c: not c.open)

    @property
    def weak(self) -> Sequence[Candidate]:
        """Kept, not alerting."""
        return [c for c in self.state.candidates if not c.alerting]

    @property
    def recognised(self) -> bool:
        """Whether a candidate was ruled to be the same."""
        return any(c.confirmed for c in self.state.candidates)

    @property
    def newer_list(self) -> bool:
        """Whether a list was imported after the last search."""
        used = {(used.list_id, used.digest) for used in self.run.lists} if self.run else set()
        return self.run is not None and {(v.source, v.digest) for v in self.installed} != used

    @property
    def locked(self) -> bool:
        """Whether the case is handed over or decided: the search can be read, and repeated, and changes no answer."""
        return self.case is not None and self.case.state != CaseState.OPEN

    @property
    def may_screen(self) -> bool:
        """Whether this officer's role screens."""
        return may(self.office.user, Right.SCREEN)

    @property
    def sentence(self) -> str:
        """One sentence: what stands, what is next."""
        if self.run is None:
            return _("No name has been searched yet.")
        if self.recognised:
            return _("A listed person or organization was identified: the partner is excluded.")
        if not self.state.current:
            return _("Names were added or changed after the last search: search again.")
        if self.state.open:
            return plural(
                "{count} possible match is waiting for a ruling or a second person.",
                "{count} possible matches are waiting for a ruling or a second person.",
                len(self.state.open),
            )
        if not self.alerting:
            return _("No match; names searched: {names}, lists: {lists}. The certificate is ready.").format(
                names=self.count_names, lists=len(self.run.lists)
            )
        return _("Every possible match is ruled on. The certificate is ready.")

    @property
    def count_names(self) -> int:
        """How many names are searched."""
        return sum(len(subject.names) for subject in self.state.subjects)

    @property
    def searched(self) -> str:
        """When and by whom the names were last searched."""
        if self.run is None:
            return ""
        when = moment_in_words(self.run.run_at, language())
        return _("Searched on {when} by {who}.").format(when=when, who=self.names.get(self.run.run_by, "?"))

    def role(self, subject: Subject) -> str:
        """What a subject is to the partner, in words."""
        return ", ".join(_(ROLES[role]) for role in subject.role.split(",") if role in ROLES)

    def words_of(self, subject: Subject) -> Mapping[str, str]:
        """What the quiet line of a subject says, by column: role, birth, country, other names."""
        return {
            "role": self.role(subject),
            "birth": day_in_words(subject.birth, language()),
            "country": country_name(subject.nationality, language()),
            "others": " / ".join(subject.names[1:]),
        }

    def about(self, subject: Subject) -> str:
        """The quiet line of a subject."""
        return " · ".join(part for part in self.words_of(subject).values() if part)

    def subject_cells(self, subject: Subject) -> Mapping[str, RowCell]:
        """What a subject says in each column."""
        cells = {name: RowCell(text) for name, text in self.words_of(subject).items()}
        return {**cells, "birth": RowCell(cells["birth"].text, subject.birth or None)}

    @property
    def lists_used(self) -> Sequence[tuple[str, str, Freshness]]:
        """The lists that the next search uses, or the last one used: title, date and age, freshness."""
        limits = self.office.definitions.authority.limits
        lists = []
        for version in self.installed:
            published = version.published
            dated = day_and_age(published, self.day, language()) if published else _("without a date")
            lists.append((_(version.title), dated, freshness_of(version, self.day, limits)))
        return lists

    # --- searching

    def search(self) -> None:
        """Search every name in the lists in use, away from the window."""
        case_id, partner_id = self.case_id, self.partner_id
        folder = self.office.lists

        def work(progress: Progress) -> ScreeningRun:
            progress.step(0, 1, _("Searching the names"))
            with library.open_index(folder) as index:
                if case_id:
                    return search.screen_case(self.office.work, index, case_id)
                return search.screen_partner(self.office.work, index, partner_id)

        self.runner.run(_("Searching the names"), work, lambda run: self.refresh())

    def import_lists(self) -> None:
        """Go to the lists."""
        self.open_place("lists")

    def open_case(self) -> None:
        """Back to the case; to the partner when there is none."""
        if self.case_id:
            self.open_place("diligence", case=self.case_id)
        else:
            self.open_partner()

    def go_on(self) -> None:
        """Go where the next step is done."""
        place, arguments = self.next_step.opened_from_afar(self.partner_id)
        self.open_place(place, **arguments)

    def open_partner(self) -> None:
        """Back to the partner."""
        self.open_place("partner", id=self.partner_id)

    # --- the certificate

    def show_paper(self) -> None:
        """Draw the certificate and show it; nothing before the first search."""
        if self.run is not None:
            super().show_paper()

    @property
    def paper_name(self) -> str:
        """The name of the certificate as a file."""
        return _("Screening certificate {number}.pdf").format(
            number=self.case.number if self.case else self.partner.name
        )

    @property
    def paper_titles(self) -> tuple[str, str]:
        """What is said while the certificate is drawn, and where it is saved."""
        return _("Making the certificate"), _("Save the certificate")

    def paper_draft(self) -> Callable[[Progress], bytes]:
        """The certificate of the case, or of the partner outside a case."""
        work, case_id, partner_id, languages = self.office.work, self.case_id, self.partner_id, (language(),)
        if case_id:
            return lambda progress: certificate.case_certificate_pdf(work, case_id, languages)
        return lambda progress: certificate.partner_certificate_pdf(work, partner_id, languages)
