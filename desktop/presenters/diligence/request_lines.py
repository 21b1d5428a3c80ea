"""What was asked of Headquarters, in words: the same on the page of a decision, in the inbox and on Today."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from desktop.base.dates import day_in_words
from desktop.base.text import N_, UNKNOWN, CodeTable, _, language, pick
from desktop.base.values import JsonObject
from desktop.presenters.listing import RowCell
from desktop.presenters.presenter import Tone
from desktop.services.diligence import opinions, requests
from desktop.services.diligence.requests import RequestStanding, RequestState
from desktop.store.states import Asked, Opinion

if TYPE_CHECKING:
    from desktop.office import Office

OF_OPINIONS = {Opinion.FAVOURABLE: Tone.GOOD, Opinion.CONDITIONS: Tone.WARN, Opinion.UNFAVOURABLE: Tone.BAD}
TITLES: Mapping[str, str] = CodeTable(
    {Asked.DECISION: N_("Decision of {role}"), Asked.OPINION: N_("Opinion of {role}")}, UNKNOWN
)


@dataclass(frozen=True)
class RequestLine:
    """One request: whom it is put to, about what, the question with its day, and a word on where it stands."""

    id: str
    title: str
    note: str
    brief: str  # the note without its day, beside a column that has it
    word: str
    tone: Tone
    due: date | None
    late: bool
    place: str  # where it is read and answered
    arguments: JsonObject

    @property
    def cells(self) -> Mapping[str, RowCell]:
        """What it says in the columns of its day and its state."""
        due = day_in_words(self.due.isoformat(), language()) if self.due is not None else ""
        return {"due": RowCell(due, self.due), "state": RowCell(self.word)}

    @property
    def beside(self) -> str:
        """The word and the note in one, for a narrow column in which a mark leaves the words no room."""
        return " · ".join(part for part in (self.word, self.note) if part)


def request_line(office: "Office", standing: RequestStanding, *, of_page: bool = False) -> RequestLine:
    """A request in words; `of_page` where the page says already which case or draft it is about."""
    request = standing.request
    role = next((role.label for role in office.definitions.authority.roles if role.id == request.role), None)
    title = _(TITLES[request.asks]).format(role=pick(role) if role else "–")
    tone, word = _mark(standing)
    about = "" if of_page else " · ".join(part for part in (standing.partner, standing.about) if part)
    brief = (about, request.question, _answer(standing))
    note = (about, request.question, due_words(standing), _answer(standing))
    due = date.fromisoformat(request.due_on) if request.due_on and _is_day(request.due_on) else None
    place, arguments = "legal_opinion", {"request": request.id}
    if standing.is_of_matrix:
        place, arguments = "decision", {"case": request.case_id}
    return RequestLine(
        request.id, title, _joined(note), _joined(brief), word, tone, due, standing.late, place, arguments
    )


def _joined(parts: Sequence[str]) -> str:
    return " · ".join(part for part in parts if part)


def due_words(standing: RequestStanding) -> str:
    """By which day an open request is to be answered; that it is late, once it is."""
    if standing.state != RequestState.OPEN or not standing.request.due_on:
        return ""
    day = day_in_words(standing.request.due_on, language())
    return (_("late since {day}") if standing.late else _("answer due by {day}")).format(day=day)


def _is_day(written: str) -> bool:
    try:
        date.fromisoformat(written)
    except ValueError:
        return False
    return True


def _answer(standing: RequestStanding) -> str:
    opinion = standing.opinion
    return " · ".join(part for part in (opinion.reason, opinion.giver_name) if part) if opinion is not None else ""


def _mark(standing: RequestStanding) -> tuple[Tone, str]:
    opinion = standing.opinion
    if opinion is not None:
        word = _(opinions.word(opinion.role, opinion.opinion))
        return OF_OPINIONS.get(opinion.opinion, Tone.NEUTRAL), word or _(requests.STATES[standing.state])
    if standing.late:
        return Tone.WARN, _("late")
    tone = Tone.INFO if standing.state == RequestState.OPEN else Tone.NEUTRAL
    return tone, _(requests.STATES[standing.state])
