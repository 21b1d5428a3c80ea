"""Screening a case: search every name, look at each candidate, say who it is and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.base.errors import Problem
from desktop.base.files import write_safely
from desktop.base.numbers import ago, format_date, format_moment
from desktop.base.progress import Progress, Runner
from desktop.base.text import N_, _, language, plural
from desktop.base.values import moment, today
from desktop.definitions.wording import Unwritable, write_country
from desktop.presenters.presenter import Presenter, Question
from desktop.screening.compare import FACTS
from desktop.screening.lists import ListVersion
from desktop.services import diligence, lists, packs, people, screening
from desktop.services.people import DEEDS
from desktop.services.screening import Candidate, State, Subject
from desktop.store.records import Ruling, ScreeningRun

if TYPE_CHECKING:
    from desktop.office import Office

ROLES = {
    "partner": N_("the partner"),
    "parent": N_("parent company"),
    "owner": N_("owner"),
    "director": N_("director"),
    "signatory": N_("signatory"),
    "contact": N_("contact person"),
}
RULED = {
    "not_same": N_("Not the same"),
    "same": N_("The same"),
    "unsure": N_("Cannot be settled here"),
}
KINDS = {
    "person": N_("Person"),
    "organisation": N_("Organisation"),
    "vessel": N_("Vessel"),
    "other": N_("Other"),
}
BANDS = {"strong": N_("Very close"), "review": N_("Close"), "weak": N_("Far, not alerting")}


@dataclass(frozen=True)
class FactLine:
    """One fact on both sides; `verdict` is agrees, close, contradicts or unknown."""

    name: str
    ours: str
    theirs: str
    verdict: str


class ScreeningPresenter(Presenter):
    """One case. `at` is the pair of the candidate being looked at, empty for the overview."""

    shows = frozenset({"screening_run", "ruling", "person", "partner", "diligence_case", "officer"})

    def __init__(self, office: "Office", runner: Runner, case: str) -> None:
        super().__init__(office, runner)
        self.case_id = case
        self.day: date = today()
        self.at: tuple[str, str, str] = ("", "", "")
        self.choice, self.reason = "", ""
        self.installed: Sequence[ListVersion] = ()
        self.pdf: bytes | None = None  # the certificate being looked at
        self.stopped = False  # somebody was just recognised: the stop page
        self._read()

    def _read(self) -> None:
        store = self.office.store
        self.file = diligence.read(store, self.office.definitions, self.case_id, self.day)
        self.state: State = screening.of_case(store, self.case_id, self.day)
        self.names = people.names(store)
        self.no_lists: Problem | None = None
        try:
            self.installed = lists.installed(self.office.lists)
        except Problem as problem:
            self.installed, self.no_lists = (), problem
        if self.at != ("", "", "") and self.candidate is None:
            self._leave_candidate()

    def refresh(self) -> None:
        """Read the screening again."""
        self._read()
        self.changed()

    # --- where it stands

    @property
    def run(self) -> ScreeningRun | None:
        """The last search."""
        return self.state.run

    @property
    def shown(self) -> str:
        """Which page is shown: stop, candidate, certificate or overview."""
        if self.stopped:
            return "stop"
        if self.pdf is not None:
            return "certificate"
        return "candidate" if self.candidate is not None else "overview"

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
        used = {(u["list"], u["digest"]) for u in self.run.lists} if self.run else set()
        return self.run is not None and {(v.source, v.digest) for v in self.installed} != used

    @property
    def locked(self) -> bool:
        """Whether the case is handed over or decided: the search can be read, and repeated, and changes no answer."""
        return self.file.case.state != "open"

    @property
    def may_screen(self) -> bool:
        """Whether this officer's role screens."""
        return self.office.user.role in DEEDS["screen"]

    @property
    def sentence(self) -> str:
        """One sentence: what stands, what is next."""
        if self.run is None:
            return _("No name has been searched yet.")
        if self.recognised:
            return _("A listed person or organisation was recognised: the partner is excluded.")
        if not self.state.current:
            return _("Names were added or changed after the last search: search again.")
        if self.state.open:
            return plural(
                "{count} candidate waits for a ruling or a second person.",
                "{count} candidates wait for a ruling or a second person.",
                len(self.state.open),
            )
        if not self.alerting:
            return _("No match on {names} names searched in {lists} lists. The certificate is ready.").format(
                names=self.count_names, lists=len(self.run.lists)
            )
        return _("Every candidate is ruled on. The certificate is ready.")

    @property
    def count_names(self) -> int:
        """How many names are searched."""
        return sum(len(subject.names) for subject in self.state.subjects)

    @property
    def searched(self) -> str:
        """When and by whom the names were last searched."""
        if self.run is None:
            return ""
        when = format_moment(moment(self.run.run_at), language())
        return _("Searched on {when} by {who}.").format(when=when, who=self.names.get(self.run.run_by, "?"))

    def role(self, subject: Subject) -> str:
        """What a subject is to the partner, in words."""
        return ", ".join(_(ROLES[role]) for role in subject.role.split(",") if role in ROLES)

    def about(self, subject: Subject) -> str:
        """The quiet line of a subject: role, birth, country, other names."""
        country = country_name(subject.nationality)
        birth = written_day(subject.birth) if subject.birth else ""
        parts = (self.role(subject), birth, country, " / ".join(subject.names[1:]))
        return " · ".join(part for part in parts if part)

    @property
    def lists_used(self) -> Sequence[tuple[str, str, str]]:
        """The lists that the next search uses, or the last one used: title, date and age, freshness."""
        limits = self.office.definitions.authority.limits
        found = []
        for version in self.installed:
            day = date.fromisoformat(version.published) if version.published else None
            dated = f"{format_date(day, language())}, {ago(day, self.day, language())}" if day else _("without a date")
            found.append((_(version.title), dated, lists.freshness(version, self.day, limits)))
        return found

    # --- searching

    def search(self) -> None:
        """Search every name in the lists in use, away from the window."""
        store, user, day, case_id = self.office.store, self.office.user, self.day, self.case_id
        folder = self.office.lists

        def work(progress: Progress) -> ScreeningRun:
            progress.step(0, 1, _("Searching the names"))
            with lists.open_index(folder) as index:
                return screening.run(store, user, index, case_id, day)

        self.runner.run(_("Searching the names"), work, lambda run: self.refresh())

    def import_lists(self) -> None:
        """Go to the lists."""
        self.open_place("lists")

    def open_case(self) -> None:
        """Back to the case."""
        self.open_place("diligence", case=self.case_id)

    # --- one candidate

    @property
    def candidate(self) -> Candidate | None:
        """The candidate being looked at."""
        return next((c for c in self.state.candidates if pair(c) == self.at), None)

    def look_at(self, key: object) -> None:
        """Open a candidate; `key` is its pair."""
        found = next((c for c in self.state.candidates if pair(c) == key), None)
        if found is None:
            return
        self.at = pair(found)
        self.choice = found.ruling.ruling if found.ruling else ""
        self.reason = found.ruling.reason if found.ruling else ""
        self.problem = None
        self.changed()

    def begin(self) -> None:
        """Open the first candidate that is open."""
        if self.state.open:
            self.look_at(pair(self.state.open[0]))

    def go(self, by: int) -> None:
        """The next or the previous candidate, in the order of the overview."""
        order = [pair(c) for c in (*self.alerting, *self.weak)]
        if self.at in order and 0 <= order.index(self.at) + by < len(order):
            self.look_at(order[order.index(self.at) + by])

    def back(self) -> None:
        """Back to the overview."""
        self._leave_candidate()
        self.pdf, self.stopped, self.problem = None, False, None
        self.changed()

    def _leave_candidate(self) -> None:
        self.at, self.choice, self.reason = ("", "", ""), "", ""

    @property
    def place(self) -> str:
        """Which candidate of how many."""
        order = [pair(c) for c in (*self.alerting, *self.weak)]
        at = order.index(self.at) + 1 if self.at in order else 0
        return _("Candidate {at} of {count}").format(at=at, count=len(order))

    @property
    def list_line(self) -> str:
        """The list of the candidate with its date."""
        if self.run is None or self.candidate is None:
            return ""
        used = next(u for u in self.run.lists if u["list"] == self.candidate.hit["list"])
        title = str(used["title"])
        if not used["published"]:
            return _("List: {title}").format(title=_(title))
        day = date.fromisoformat(used["published"])
        return _("List: {title} of {day}, {age}").format(
            title=_(title), day=format_date(day, language()), age=ago(day, self.day, language())
        )

    @property
    def facts(self) -> Sequence[FactLine]:
        """The names, then each fact on both sides."""
        found = self.candidate
        if found is None:
            return ()
        near = "agrees" if float(found.hit["score"]) >= float(screening.NEAR_EXACT) else "close"
        first = FactLine(_("Name"), found.hit["searched"], found.hit["name"], near)
        rest = [
            FactLine(_(FACTS[row.fact]), *_written(row.fact, row.ours, row.theirs), row.verdict)
            for row in screening.compared(found)
        ]
        places = ", ".join(found.hit["places"])
        own = FactLine(_("Role or place"), self.role(found.subject), places, "unknown")
        return (first, *rest, own)

    @property
    def why(self) -> str:
        """Why the candidate is proposed."""
        return screening.why(self.candidate.hit) if self.candidate else ""

    @property
    def listed(self) -> Sequence[tuple[str, str]]:
        """The listed entry: programme, reference, date, text."""
        if self.candidate is None:
            return ()
        hit = self.candidate.hit
        since = format_date(date.fromisoformat(hit["listed_on"]), language()) if hit["listed_on"] else ""
        pairs = (
            (_("Programme"), hit["programme"]),
            (_("Reference"), hit["reference"]),
            (_("Listed on"), since),
            (_("Documents"), ", ".join(hit["documents"])),
            (_("Text of the list"), hit["text"]),
        )
        return [(name, value) for name, value in pairs if value]

    @property
    def listed_names(self) -> Sequence[tuple[str, str]]:
        """Every name of the entry with how much the publisher trusts it."""
        if self.candidate is None:
            return ()
        return [(text, _(screening.QUALITIES[quality])) for text, quality in self.candidate.hit["names"]]

    @property
    def earlier(self) -> Sequence[str]:
        """What was ruled on this pair before, newest first."""
        if self.candidate is None:
            return ()
        held = [self.candidate.ruling] if self.candidate.ruling else []
        return [self._ruling(one) for one in (*held, *self.candidate.earlier)]

    def _ruling(self, ruling: Ruling) -> str:
        said = _("{ruling}, by {who} on {when}: {reason}").format(
            ruling=_(RULED[ruling.ruling]),
            who=self.names.get(ruling.ruled_by, "?"),
            when=format_moment(moment(ruling.ruled_at), language()),
            reason=ruling.reason,
        )
        if ruling.confirmed_by:
            said += " " + _("Confirmed by {who}.").format(who=self.names.get(ruling.confirmed_by, "?"))
        return said

    # --- ruling

    def choose(self, ruling: str) -> None:
        """What the officer thinks."""
        self.choice = ruling
        self.changed()

    def explain(self, reason: str) -> None:
        """Why."""
        self.reason = reason

    def save(self) -> None:
        """Keep the ruling and go to the next candidate; `same` asks first. Raises Problem without choice or reason."""
        found = self.candidate
        if found is None:
            return
        if not self.choice:
            raise Problem(_("Nothing is chosen; nothing was saved."), _("Choose one of the three answers."))
        if self.choice == "same" and self.reason.strip():
            self.asker.confirm(
                Question(
                    _("Is it the same?"),
                    _(
                        "{ours} and {theirs} will be recorded as the same. The partner is then excluded, and the case "
                        "can only be refused. Taking it back needs a second person."
                    ).format(ours=found.hit["searched"], theirs=found.hit["primary"]),
                    _("It is the same"),
                    _("Go back"),
                    grave=True,
                ),
                self._recognise,
            )
            return
        self._rule(found)
        self._next_open()

    def _recognise(self) -> None:
        if self.candidate is not None:
            self._rule(self.candidate)
            self._leave_candidate()
            self.stop()

    def _rule(self, found: Candidate) -> None:
        screening.rule(self.office.store, self.office.user, self.case_id, found, self.choice, self.reason)
        self._read()

    def _next_open(self) -> None:
        later = [c for c in self.state.open if pair(c) != self.at and not c.awaits_second]
        here = self.candidate
        if here is not None and here.awaits_second:
            self.look_at(self.at)
        elif later:
            self.look_at(pair(later[0]))
        else:
            self.back()

    # --- the second person

    @property
    def second(self) -> str:
        """What is to be said about the second person, empty when none is needed."""
        found = self.candidate
        if found is None or not found.needs_second:
            return ""
        if found.ruling is None or found.ruling.ruling != "not_same":
            return _("This name is nearly exact: setting it aside takes two persons.")
        if found.ruling.confirmed_by:
            return _("Confirmed by {who}.").format(who=self.names.get(found.ruling.confirmed_by, "?"))
        if self.may_confirm:
            return _(
                "{who} set this candidate aside. Look at the facts yourself, then confirm or rule otherwise."
            ).format(who=self.names.get(found.ruling.ruled_by, "?"))
        others = ", ".join(self._others(found.ruling.ruled_by))
        if others:
            said = _("Set aside; it stays open until a second person confirms: {names}.")
            return said.format(names=others)
        return _(
            "Set aside; it stays open until a second person confirms. Nobody else works in this office: the regional "
            "office, or the Chief of Mission on another laptop, must look at it."
        )

    def _others(self, ruler: str) -> list[str]:
        return [o.name for o in people.officers(self.office.store) if o.id != ruler and o.role in DEEDS["answer"]]

    @property
    def may_confirm(self) -> bool:
        """Whether the officer at work is the second person."""
        found, user = self.candidate, self.office.user
        return (
            found is not None
            and found.ruling is not None
            and found.awaits_second
            and found.ruling.ruled_by != user.id
            and user.role in DEEDS["answer"]
        )

    def confirm(self) -> None:
        """Agree that it is not the same."""
        if self.candidate is not None and self.candidate.ruling is not None:
            screening.confirm(self.office.store, self.office.user, self.candidate.ruling.id)
            self._read()
            self._next_open()

    # --- recognised

    def stop(self) -> None:
        """Show what to do now that somebody was recognised."""
        self.stopped = True
        self.changed()

    @property
    def whom_to_call(self) -> str:
        """Who must be told, and of what."""
        profile = self.office.profile
        regional = profile.regional_office or _("the regional office")
        said = _("Call {regional} and the Donor Relations Division at Headquarters today, by telephone.")
        return said.format(regional=regional)

    # --- the certificate

    def show_certificate(self) -> None:
        """Make the certificate and show it."""
        if self.run is None:
            return
        store, case_id, day = self.office.store, self.case_id, self.day
        spoken = (language(),)
        self.runner.run(
            _("Making the certificate"),
            lambda progress: packs.certificate_pdf(store, case_id, spoken, day),
            self._show_pdf,
        )

    def _show_pdf(self, data: bytes) -> None:
        self.pdf = data
        self.changed()

    def save_certificate(self) -> None:
        """Ask where to keep the certificate as a file."""
        data = self.pdf
        if data is None:
            return
        name = _("Screening certificate {number}.pdf").format(number=self.file.case.number)
        self.asker.place_to_save(_("Save the certificate"), name, lambda path: self._write(path, data))

    def _write(self, path: Path, data: bytes) -> None:
        write_safely(path, data)


def pair(candidate: Candidate) -> tuple[str, str, str]:
    """What names a candidate: our subject, the list and the entry."""
    return (candidate.subject.id, candidate.hit["list"], candidate.hit["entry"])


def country_name(code: str) -> str:
    """A country's name in the interface's language; what is no code is shown as it is."""
    if not code:
        return ""
    try:
        return write_country(code, language())
    except Unwritable:
        return code


def written_day(text: str) -> str:
    """A partial date as people read it: `14 mars 1984`, `1971`, `vers 1971`, `1970 – 1975`."""
    if "/" in text:
        return " – ".join(text.split("/"))
    plain = text.rstrip("~")
    shown = format_date(date.fromisoformat(plain), language()) if len(plain) == 10 else plain
    return _("about {year}").format(year=shown) if text.endswith("~") else shown


def _written(fact: str, ours: str, theirs: str) -> tuple[str, str]:
    if fact == "birth":
        return written_day(ours) if ours else "", ", ".join(written_day(one) for one in theirs.split(", ") if one)
    if fact == "kind":
        return _(KINDS.get(ours, "")) if ours else "", _(KINDS.get(theirs, "")) if theirs else ""
    return ours, theirs


def hit_line(hit: Mapping[str, Any]) -> str:
    """The quiet line of a candidate: which list, reference, how close."""
    band = BANDS[hit["band"]]
    return " · ".join(part for part in (hit["reference"] or hit["entry"], hit["programme"], _(band)) if part)
