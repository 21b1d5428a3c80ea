"""Screening a case: search every name, look at each candidate, say who it is and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from desktop.base.dates import ago, day_in_words, day_of, format_moment
from desktop.base.errors import Problem
from desktop.base.text import N_, _, language
from desktop.base.values import moment
from desktop.presenters.presenter import Question
from desktop.presenters.screening.searched import SearchedPresenter
from desktop.screening.compare import FACTS
from desktop.services.exchange import enrolment, sending
from desktop.services.office import people
from desktop.services.office.rights import Right, may
from desktop.services.screening import screening
from desktop.services.screening.screening import Candidate
from desktop.store.records import Ruling, Sent

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
BANDS = {
    "strong": N_("Very close"),
    "review": N_("Rather close"),
    "weak": N_("Far, not alerting"),
    "removed": N_("No longer on the list"),
    "past": N_("Proposed before, no longer"),
}
REOPENED = {
    "list": N_("The list has changed since this candidate was ruled on. The earlier ruling stands below."),
    "record": N_("Your record has changed since this candidate was ruled on. The earlier ruling stands below."),
}


@dataclass(frozen=True)
class FactLine:
    """One fact on both sides; `verdict` is agrees, close, contradicts or unknown."""

    name: str
    ours: str
    theirs: str
    verdict: str


class ScreeningPresenter(SearchedPresenter):
    """One case. `at` is the pair of the candidate being looked at, empty for the overview."""

    at: tuple[str, str, str] = ("", "", "")
    choice = ""
    reason = ""
    packed = ""  # what is said of the bundle that was prepared
    stopped = False  # somebody was just recognised: the stop page

    def _read(self) -> None:
        super()._read()
        if self.at != ("", "", "") and self.candidate is None:
            self._leave_candidate()

    @property
    def shown(self) -> str:
        """Which page is shown: stop, candidate, certificate or overview."""
        if self.stopped:
            return "stop"
        if self.pdf is not None:
            return "certificate"
        return "candidate" if self.candidate is not None else "overview"

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
        ruled = None if found.awaits_second and found in self.mine else found.ruling  # a second person begins blank
        self.choice, self.reason = (ruled.ruling, ruled.reason) if ruled else ("", "")
        self.problem = None
        self.changed()

    @property
    def mine(self) -> list[Candidate]:
        """The open candidates on which this officer has something to say."""
        return [one for one in self.state.open if not one.ruled_alone_by(self.office.user.id)]

    def begin(self) -> None:
        """Open the first candidate on which this officer has something to say."""
        if self.mine:
            self.look_at(pair(self.mine[0]))

    def go(self, by: int) -> None:
        """The next or the previous candidate, in the order of the overview."""
        order = self._beside
        if self.at in order and 0 <= order.index(self.at) + by < len(order):
            self.look_at(order[order.index(self.at) + by])

    @property
    def _beside(self) -> list[tuple[str, str, str]]:
        """The pairs that are looked at one after the other: those that alert, or those that do not."""
        alerting, weak = [pair(c) for c in self.alerting], [pair(c) for c in self.weak]
        return weak if self.at in weak else alerting

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
        order = self._beside
        return _("Candidate {at} of {count}").format(at=(*order, self.at).index(self.at) + 1, count=len(order))

    @property
    def list_line(self) -> str:
        """The list of the candidate with its date."""
        if self.run is None or self.candidate is None:
            return ""
        used = next(u for u in self.run.lists if u["list"] == self.candidate.hit["list"])
        title = str(used["title"])
        if not used["published"]:
            return _("List: {title}").format(title=_(title))
        return _("List: {title} of {day}, {age}").format(
            title=_(title),
            day=day_in_words(used["published"], language()),
            age=ago(day_of(used["published"]), self.day, language()),
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
            for row in screening.compared(found, language())
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
        since = day_in_words(hit["listed_on"], language())
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
        screening.rule_on(self.office.work, self.partner_id, found, self.choice, self.reason)
        self._read()

    def _next_open(self) -> None:
        later = [c for c in self.mine if pair(c) != self.at and not c.awaits_second]
        if later:
            self.look_at(pair(later[0]))
        else:
            self.back()

    @property
    def reopened(self) -> str:
        """Why a candidate that was ruled on is back, empty when it is not."""
        found = self.candidate
        return _(REOPENED[found.reopened]) if found is not None and found.reopened else ""

    # --- the second person

    @property
    def second(self) -> str:
        """What is to be said about the second person, empty when none is needed."""
        return self.second_of(self.candidate) if self.candidate is not None else ""

    def second_of(self, found: Candidate) -> str:
        """The same for any candidate."""
        if not found.needs_second:
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
        return [o.name for o in people.officers(self.office.store) if o.id != ruler and may(o, Right.ANSWER)]

    @property
    def may_confirm(self) -> bool:
        """Whether the officer at work is the second person."""
        found, user = self.candidate, self.office.user
        return (
            found is not None
            and found.ruling is not None
            and found.awaits_second
            and found.ruling.ruled_by != user.id
            and may(user, Right.ANSWER)
        )

    def confirm(self) -> None:
        """Agree that it is not the same."""
        if self.candidate is not None and self.candidate.ruling is not None:
            screening.confirm(self.office.work, self.candidate.ruling.id)
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
        said = _("“{name}” is ready: hand it over today, under “Send and receive”.")
        self.packed = said.format(name=sent.name)
        self.changed()

    @property
    def whom_to_call(self) -> str:
        """Who must be told, and of what."""
        profile = self.office.profile
        regional = profile.regional_office or _("the regional office")
        said = _("Call {regional} and the Donor Relations Division at Headquarters today, by telephone.")
        return said.format(regional=regional)


def pair(candidate: Candidate) -> tuple[str, str, str]:
    """What names a candidate: our subject, the list and the entry."""
    return (candidate.subject.id, candidate.hit["list"], candidate.hit["entry"])


def _written(fact: str, ours: str, theirs: str) -> tuple[str, str]:
    if fact == "birth":
        return day_in_words(ours, language()) if ours else "", ", ".join(
            day_in_words(one, language()) for one in theirs.split(", ") if one
        )
    if fact == "kind":
        return _(KINDS.get(ours, "")) if ours else "", _(KINDS.get(theirs, "")) if theirs else ""
    return ours, theirs


def hit_line(hit: Mapping[str, Any]) -> str:
    """The quiet line of a candidate: which list, reference, how close."""
    band = BANDS[hit["band"]]
    return " · ".join(part for part in (hit["reference"] or hit["entry"], hit["programme"], _(band)) if part)
