"""Screening a case: search every name, look at each candidate, say who it is and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from desktop.base.dates import ago, day_in_words, day_of, moment_in_words
from desktop.base.errors import Problem
from desktop.base.text import N_, UNKNOWN, CodeTable, _, language
from desktop.presenters.form_draft import FormDraft
from desktop.presenters.listing import RowCell
from desktop.presenters.presenter import Confirmation
from desktop.presenters.screening.searched import SearchedPresenter
from desktop.screening.compare import FACTS, ComparedFact, Fact, FactVerdict
from desktop.screening.entries import NameQuality
from desktop.screening.readings import latin_reading, reading_below
from desktop.services.exchange import enrolment, sending
from desktop.services.labels import RULINGS
from desktop.services.office import people
from desktop.services.office.rights import Right, may
from desktop.services.screening import candidates, rulings
from desktop.services.screening.candidates import BANDS, Candidate, Pair, Reopened
from desktop.store.records import Ruling, Sent
from desktop.store.records.values import ScreeningHit
from desktop.store.states import RulingKind

KINDS = CodeTable(
    {
        "person": N_("Person"),
        "organisation": N_("Organization"),
        "vessel": N_("Vessel"),
        "other": N_("Other"),
    },
    UNKNOWN,
)
REOPENED = CodeTable(
    {
        Reopened.LIST: N_("The list has changed since this match was ruled on. The earlier ruling stands below."),
        Reopened.RECORD: N_("Your record has changed since this match was ruled on. The earlier ruling stands below."),
    },
    UNKNOWN,
)


class ScreeningPage(StrEnum):
    """What the page of a screening shows."""

    OVERVIEW = "overview"
    CANDIDATE = "candidate"
    STOP = "stop"  # somebody was just recognised
    CERTIFICATE = "certificate"


@dataclass(frozen=True)
class FactLine:
    """One fact on both sides."""

    name: str
    ours: str
    theirs: str
    verdict: FactVerdict


class ScreeningPresenter(SearchedPresenter):
    """One case. `at` is the pair of the candidate being looked at, None for the overview."""

    at: Pair | None = None
    choice: RulingKind | None = None
    reason = ""
    packed = ""  # what is said of the bundle that was prepared
    stopped = False  # somebody was just recognised: the stop page

    def _read(self) -> None:
        super()._read()
        if self.at is not None and self.candidate is None:
            self._leave_candidate()

    @property
    def shown(self) -> ScreeningPage:
        """Which page is shown."""
        if self.stopped:
            return ScreeningPage.STOP
        if self.pdf is not None:
            return ScreeningPage.CERTIFICATE
        return ScreeningPage.CANDIDATE if self.candidate is not None else ScreeningPage.OVERVIEW

    # --- one candidate

    @property
    def candidate(self) -> Candidate | None:
        """The candidate being looked at."""
        return next((candidate for candidate in self.state.candidates if candidate.pair == self.at), None)

    def look_at(self, key: object) -> None:
        """Open a candidate; `key` is its pair."""
        candidate = next((candidate for candidate in self.state.candidates if candidate.pair == key), None)
        if candidate is None:
            return
        self.at = candidate.pair
        second = candidate.awaits_second and candidate in self.mine
        ruling = None if second else candidate.ruling  # a second person begins blank
        self.choice, self.reason = (ruling.ruling, ruling.reason) if ruling else (None, "")
        self.problem = None
        self.changed()

    @property
    def typed(self) -> FormDraft:
        """What is chosen and typed about the candidate being looked at, and not ruled yet."""
        return self.form_draft(f"ruling:{self.partner_id}:{'|'.join(map(str, self.at or ()))}")

    @property
    def mine(self) -> list[Candidate]:
        """The open candidates on which this officer has something to say."""
        return [candidate for candidate in self.state.open if not candidate.ruled_alone_by(self.office.user.id)]

    def begin(self) -> None:
        """Open the first candidate on which this officer has something to say."""
        if self.mine:
            self.look_at(self.mine[0].pair)

    def go(self, by: int) -> None:
        """The next or the previous candidate, in the order of the overview."""
        order = self._beside
        if self.at in order and 0 <= order.index(self.at) + by < len(order):
            self.look_at(order[order.index(self.at) + by])

    @property
    def _beside(self) -> list[Pair]:
        """The pairs that are looked at one after the other: those that alert, or those that do not."""
        alerting, weak = [candidate.pair for candidate in self.alerting], [candidate.pair for candidate in self.weak]
        return weak if self.at in weak else alerting

    def back(self) -> None:
        """Back to the overview."""
        self._leave_candidate()
        self.pdf, self.handed_over, self.stopped, self.problem = None, None, False, None
        self.changed()

    def _leave_candidate(self) -> None:
        self.at, self.choice, self.reason = None, None, ""

    @property
    def place(self) -> str:
        """Which candidate of how many."""
        order = self._beside
        return _("Possible match {at} of {count}").format(at=(*order, self.at).index(self.at) + 1, count=len(order))

    @property
    def list_line(self) -> str:
        """The list of the candidate with its date."""
        if self.run is None or self.candidate is None:
            return ""
        list_id = self.candidate.hit.list_id
        used = next((used for used in self.run.lists if used.list_id == list_id), None)
        if used is None or not used.published:  # the last search left its list out, or it has no day
            return _("List: {title}").format(title=_(used.title) if used else list_id)
        return _("List: {title} of {day}, {age}").format(
            title=_(used.title),
            day=day_in_words(used.published, language()),
            age=ago(day_of(used.published), self.day, language()),
        )

    @property
    def facts(self) -> Sequence[FactLine]:
        """The names, then each fact on both sides."""
        candidate = self.candidate
        if candidate is None:
            return ()
        hit = candidate.hit
        near = FactVerdict.AGREES if hit.likeness >= candidates.NEAR_EXACT else FactVerdict.CLOSE
        first = FactLine(_("Name"), reading_below(hit.searched), reading_below(hit.name), near)
        rest = [
            FactLine(_(FACTS[compared.fact]), *_both_sides(compared), compared.verdict)
            for compared in candidates.compared_facts(candidate, language())
        ]
        own = FactLine(_("Role or place"), self.role(candidate.subject), ", ".join(hit.places), FactVerdict.UNKNOWN)
        return (first, *rest, own)

    @property
    def why(self) -> str:
        """Why the candidate is proposed."""
        return candidates.explanation(self.candidate.hit) if self.candidate else ""

    @property
    def listed(self) -> Sequence[tuple[str, str]]:
        """The listed entry: programme, reference, date, text."""
        if self.candidate is None:
            return ()
        hit = self.candidate.hit
        since = day_in_words(hit.listed_on, language())
        pairs = (
            (_("Programme"), hit.programme),
            (_("Reference"), hit.reference),
            (_("Listed on"), since),
            (_("Documents"), ", ".join(hit.documents)),
            (_("Text of the list"), hit.text),
        )
        return [(name, value) for name, value in pairs if value]

    @property
    def listed_names(self) -> Sequence[tuple[str, str]]:
        """Every name of the entry with how much the publisher trusts it."""
        if self.candidate is None:
            return ()
        names = self.candidate.hit.names
        return [(reading_below(name.text), _(candidates.NAME_QUALITIES[NameQuality(name.quality)])) for name in names]

    @property
    def earlier(self) -> Sequence[str]:
        """What was ruled on this pair before, newest first."""
        if self.candidate is None:
            return ()
        holding = [self.candidate.ruling] if self.candidate.ruling else []
        return [self._ruling(ruling) for ruling in (*holding, *self.candidate.earlier)]

    def _ruling(self, ruling: Ruling) -> str:
        sentence = _("{ruling}, by {who} on {when}: {reason}").format(
            ruling=_(RULINGS[ruling.ruling]),
            who=self.names.get(ruling.ruled_by, "?"),
            when=moment_in_words(ruling.ruled_at, language()),
            reason=ruling.reason,
        )
        if ruling.confirmed_by:
            sentence += " " + _("Confirmed by {who}.").format(who=self.names.get(ruling.confirmed_by, "?"))
        return sentence

    # --- ruling

    def choose(self, ruling: str) -> None:
        """What the officer thinks."""
        self.choice = RulingKind(ruling)
        self.changed()

    def explain(self, reason: str) -> None:
        """Why."""
        self.reason = reason

    def save(self) -> None:
        """Store the ruling and go to the next candidate; `same` asks first. Raises Problem without choice or reason."""
        candidate = self.candidate
        if candidate is None:
            return
        if self.choice is None:
            raise Problem(
                _("No answer was chosen; nothing was saved."),
                _("Choose one of the three answers."),
                code="ruling-not-chosen",
            )
        if self.choice is RulingKind.SAME and self.reason.strip():
            self.asker.confirm(
                Confirmation(
                    _("Is it the same?"),
                    _(
                        "{ours} and {theirs} will be recorded as the same. The partner is then excluded, and the case "
                        "can only be refused. Taking it back needs a second person."
                    ).format(ours=candidate.hit.searched, theirs=candidate.hit.primary),
                    _("It is the same"),
                    _("Back"),
                    grave=True,
                ),
                self._recognise,
            )
            return
        self._rule(candidate, self.choice)
        self._next_open()

    def _recognise(self) -> None:
        if self.candidate is not None:
            self._rule(self.candidate, RulingKind.SAME)
            self._leave_candidate()
            self.stop()

    def _rule(self, candidate: Candidate, choice: RulingKind) -> None:
        rulings.rule_on(self.office.work, self.partner_id, candidate, choice, self.reason)
        self.typed.drop()
        self._read()

    def _next_open(self) -> None:
        later = [candidate for candidate in self.mine if candidate.pair != self.at and not candidate.awaits_second]
        if later:
            self.look_at(later[0].pair)
        else:
            self.back()

    @property
    def reopened(self) -> str:
        """Why a candidate that was ruled on is back, empty when it is not."""
        reopened = self.candidate.reopened if self.candidate is not None else None
        return _(REOPENED[reopened]) if reopened else ""

    # --- the second person

    @property
    def second(self) -> str:
        """What is to be said about the second person, empty when none is needed."""
        return self.second_of(self.candidate) if self.candidate is not None else ""

    def second_of(self, candidate: Candidate) -> str:
        """The same for any candidate."""
        if not candidate.needs_second:
            return ""
        if candidate.ruling is None or candidate.ruling.ruling != RulingKind.NOT_SAME:
            return _("This name is nearly identical: setting it aside takes two people.")
        if candidate.ruling.confirmed_by:
            return _("Confirmed by {who}.").format(who=self.names.get(candidate.ruling.confirmed_by, "?"))
        if self.may_confirm:
            return _(
                "{who} set this match aside. Look at the facts yourself, then confirm or rule differently."
            ).format(who=self.names.get(candidate.ruling.ruled_by, "?"))
        others = ", ".join(self._others(candidate.ruling.ruled_by))
        if others:
            return _("Set aside; it stays open until a second person confirms: {names}.").format(names=others)
        return _(
            "Set aside; it stays open until a second person confirms. Nobody else works in this office: the regional "
            "office, or the Chief of Mission on another laptop, must look at it."
        )

    def _others(self, ruler: str) -> list[str]:
        run, store = self.state.run, self.office.store
        officers = people.officers_of(store, run.office) if run is not None else people.officers(store)
        return [officer.name for officer in officers if officer.id != ruler and may(officer, Right.ANSWER)]

    @property
    def may_confirm(self) -> bool:
        """Whether the officer at work is the second person."""
        candidate, user = self.candidate, self.office.user
        return (
            candidate is not None
            and candidate.ruling is not None
            and candidate.awaits_second
            and candidate.ruling.ruled_by != user.id
            and may(user, Right.ANSWER)
        )

    def confirm(self) -> None:
        """Agree that it is not the same."""
        if self.candidate is not None and self.candidate.ruling is not None:
            rulings.confirm(self.office.work, self.candidate.ruling.id)
            self.typed.drop()
            self._read()
            self._next_open()

    # --- recognised

    def stop(self) -> None:
        """Show what to do now that somebody was recognised."""
        self.stopped = True
        self.changed()

    @property
    def may_send(self) -> bool:
        """Whether a bundle can be prepared at once: Headquarters knows this laptop, and nothing was prepared yet."""
        office = self.office
        ready = may(office.user, Right.SEND) and enrolment.keyset(office.machine) is not None
        return ready and not office.is_hq and not office.is_practice and not self.packed

    def prepare_bundle(self) -> None:
        """Write a bundle with this ruling into the outbox, to be handed over today."""
        office = self.office
        self.runner.run(
            _("Preparing the bundle"),
            lambda progress: sending.pack(office.work, office.keys, office.outbox),
            self._packed,
        )

    def _packed(self, sent: Sent) -> None:
        sentence = _("“{name}” is ready: hand it over today, under “Send and receive”.")
        self.packed = sentence.format(name=sent.name)
        self.changed()

    @property
    def whom_to_call(self) -> str:
        """Who must be told, and of what."""
        profile = self.office.profile
        regional = profile.regional_office or _("the regional office")
        sentence = _("Call {regional} and the Donor Relations Division at Headquarters today, by telephone.")
        return sentence.format(regional=regional)


def _both_sides(compared: ComparedFact) -> tuple[str, str]:
    """Our fact and the listed one as people read them."""
    if compared.fact is Fact.BIRTH:
        listed = ", ".join(day_in_words(day, language()) for day in compared.theirs.split(", "))
        return day_in_words(compared.ours, language()), listed
    if compared.fact is Fact.KIND:
        ours, theirs = (_(KINDS[kind]) if kind in KINDS else "" for kind in (compared.ours, compared.theirs))
        return ours, theirs
    return compared.ours, compared.theirs


def hit_line(hit: ScreeningHit) -> str:
    """The quiet line of a candidate: how the listed name reads, which list, reference, how close."""
    reading = latin_reading(hit.name)
    read = _("Read as {reading}").format(reading=reading) if reading else ""
    parts = (read, hit.reference or hit.entry_id, hit.programme, _(BANDS[hit.band]))
    return " · ".join(part for part in parts if part)


def hit_cells(hit: ScreeningHit) -> Mapping[str, RowCell]:
    """What a candidate says in each column but that of its state, which is a chip."""
    return {
        "searched": RowCell(hit.searched),
        "list": RowCell(hit.programme),
        "reference": RowCell(hit.reference or hit.entry_id),
        "near": RowCell(_(BANDS[hit.band]), Decimal(hit.score) if hit.score else None),
    }
