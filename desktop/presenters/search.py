"""The search over everything: hits in words, and the place to which each leads."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.base.dates import day_in_words
from desktop.base.errors import Problem
from desktop.base.progress import Runner
from desktop.base.text import N_, _, language, pick, plural
from desktop.definitions.agreements.assembling import LOCAL_ANNEX
from desktop.definitions.clauses.clause import Clause
from desktop.presenters.agreements.open_agreement import AgreementStep
from desktop.presenters.presenter import Presenter
from desktop.presenters.record_labels import RecordLabels
from desktop.presenters.registry.partner import PartnerTab
from desktop.services import today
from desktop.services.labels import CHANNELS
from desktop.services.office.rights import Right, may
from desktop.services.search.hits import Hit, Hits, MarkedText, search
from desktop.store.records import (
    Activity,
    Agreement,
    Annex,
    Case,
    Contribution,
    DeliveryRisk,
    Departure,
    EarlierAgreement,
    Evidence,
    Finding,
    FocalPoint,
    Incident,
    Interaction,
    Lesson,
    Offer,
    Partner,
    Partnership,
    Party,
    Person,
    Record,
    Result,
    Risk,
    Task,
    Training,
    VisibilityUse,
)
from desktop.store.states import ResultKind

if TYPE_CHECKING:
    from desktop.office import Office

KINDS: Mapping[type[Record], str] = {
    Partner: N_("Partner"),
    Person: N_("Person"),
    Interaction: N_("Contact"),
    Partnership: N_("Partnership"),
    Party: N_("Mutual benefit"),
    Case: N_("Due diligence"),
    Agreement: N_("Agreement"),
    EarlierAgreement: N_("Signed before the program"),
    Departure: N_("Changed clause"),
    Annex: N_("Annex"),
    Evidence: N_("Paper on file"),
    Contribution: N_("Contribution"),
    Activity: N_("Activity"),
    Result: N_("Result"),
    DeliveryRisk: N_("Risk of a partnership"),
    Lesson: N_("Lesson"),
    VisibilityUse: N_("Use of a name or an emblem"),
    Offer: N_("Offer"),
    Task: N_("Task"),
    Finding: N_("Finding"),
    Risk: N_("Risk"),
    Incident: N_("Incident"),
    Training: N_("Training"),
    FocalPoint: N_("Focal point of the office"),
}
DRAWINGS: Mapping[type[Record], str] = {
    Partner: "partners",
    Person: "user",
    Interaction: "calendar",
    Partnership: "pipeline",
    Party: "results",
    Case: "diligence",
    Agreement: "agreements",
    EarlierAgreement: "agreements",
    Departure: "edit",
    Annex: "document",
    Evidence: "attach",
    Contribution: "contributions",
    Activity: "results",
    Result: "results",
    DeliveryRisk: "warn",
    Lesson: "results",
    VisibilityUse: "results",
    Offer: "inbox",
    Task: "check",
    Finding: "warn",
    Risk: "warn",
    Incident: "warn",
    Training: "document",
    FocalPoint: "user",
}
Way = tuple[str, tuple[tuple[str, str], ...]]  # a place and its arguments


@dataclass(frozen=True)
class HitLine:
    """One hit in words: what it is called, where the words stand and of whom it is, what kind; and where it leads."""

    key: str
    title: MarkedText
    note: MarkedText
    kind: str
    drawing: str
    away: bool
    way: Way


class SearchPresenter(Presenter):
    """What answers the words typed, looked for away from the window; of several typed quickly, the last."""

    shows = frozenset(record.__tablename__ for record in KINDS)

    def __init__(self, office: "Office", runner: Runner, text: str = "") -> None:
        super().__init__(office, runner)
        self.text = text
        self.answered: str | None = None  # the words whose answer is shown
        self.lines: tuple[HitLine, ...] = ()
        self.whole = True
        self._under_way = False

    def refresh(self) -> None:
        """Look again."""
        if self.answered is None:
            self.changed()
        self._look()

    def look_for(self, text: str) -> None:
        """Look for other words."""
        self.text = text
        self._look()

    def _look(self) -> None:
        if self._under_way:  # what is typed meanwhile is looked for when the answer is there
            return
        work, text = self.office.work, self.text
        self._under_way = True

        def look() -> Hits | Problem:
            try:
                return search(work, text)
            except Problem as problem:  # the folder is gone: said on the page, and typing goes on
                return problem

        self.runner.quietly(look, lambda hits: self._show(text, hits))

    def _show(self, text: str, hits: Hits | Problem) -> None:
        self._under_way = False
        if isinstance(hits, Problem):
            self.refuse(hits)
            return
        self.answered, self.whole = text, hits.whole
        words = RecordLabels(self.office.definitions, {})
        self.lines = tuple(self._line(hit, words) for hit in hits.hits)
        self.changed()
        if text != self.text:
            self._look()

    def _line(self, hit: Hit, words: RecordLabels) -> HitLine:
        record = hit.record
        if isinstance(record, Clause):
            way = "clause", (("id", record.id),)
            return HitLine(
                record.id, hit.title, beside(record.id, hit.around), _("Clause"), "agreements", away=False, way=way
            )
        family = type(record)
        title = hit.title if hit.title.text else MarkedText(self._title(record, words) or _(KINDS[family]))
        note = beside(hit.partner or _place(record, words), hit.around)
        return HitLine(
            record.id,
            title,
            note,
            _kind(record),
            DRAWINGS[family],
            hit.away,
            way_of(record, hit.partner_id, self._leads(record, hit)),
        )

    def _title(self, record: Record, words: RecordLabels) -> str:
        """What a record without a name of its own is called."""
        if isinstance(record, Departure):
            clause = self.office.definitions.library.clauses.get(record.clause)
            if record.clause == LOCAL_ANNEX:
                return _("Local annex")
            return pick(clause.title) if clause is not None else ""
        if isinstance(record, Agreement):
            return words.value("agreement", "type", record.type)
        return ""

    def _leads(self, record: Record, hit: Hit) -> today.TodayItem | None:
        return today.item_of(self.office.work, record, hit.partner) if isinstance(record, Task) else None

    @property
    def state(self) -> str:
        """How many there are, and whether they hold every word."""
        if self.answered is None or not self.answered.strip():
            return ""
        if not self.lines:
            return ""
        clauses = sum(line.way[0] == "clause" for line in self.lines)
        records = len(self.lines) - clauses
        counted = [plural("{count} record", "{count} records", records)] if records else []
        counted += [plural("{count} clause", "{count} clauses", clauses)] if clauses else []
        count = ", ".join(counted)
        if self.whole:
            return _("{count} for “{text}”").format(count=count, text=self.answered)
        return _("None holds every word of “{text}”; {count} with some of them").format(count=count, text=self.answered)

    @property
    def nothing(self) -> tuple[str, str]:
        """What is said where there is no hit: a sentence, and what to try."""
        if not (self.answered or "").strip():
            return _("Type what you remember."), _(
                "A name, a word of a note, a number, the name of a file. Accents, capitals and one mistake in a word "
                "do not matter, nor does the alphabet in which a name is written."
            )
        sentence = _("Nothing here holds “{text}”.").format(text=self.answered)
        return sentence, _(
            "Looked through: partners, persons, contacts, partnerships, cases, agreements, papers, contributions, "
            "offers, tasks, findings, risks, incidents, trainings and focal points, archived ones too, and the "
            "clauses of the library. Try fewer words, or only the beginning of one."
        )

    def open(self, line: HitLine) -> None:
        """Go to the place of a hit."""
        place, arguments = line.way
        self.open_place(place, **dict(arguments))

    @property
    def asks_elsewhere(self) -> bool:
        """Whether the partners of the other offices can be looked through for the same words: not at Headquarters,
        which has them all."""
        return not self.office.is_hq and bool((self.answered or "").strip())

    @property
    def may_look_up(self) -> bool:
        """Whether this reader can look the words up in the sanctions lists."""
        may_search = may(self.office.user, Right.SCREEN) and not self.only_reads
        return may_search and bool((self.answered or "").strip())

    def look_up(self) -> None:
        """Look the words up in the sanctions lists, without making a partner."""
        self.open_place("look_up", name=self.text.strip())

    def look_elsewhere(self) -> None:
        """Look for the words among the partners of the other offices."""
        self.open_place("elsewhere", text=self.text.strip())


def beside(partner: str, around: MarkedText) -> MarkedText:
    """The words around the place of the hit, after the name of the partner to whom it belongs."""
    if not partner or not around.text:
        return around if around.text else MarkedText(partner)
    shift = len(partner) + len(" · ")
    marked = tuple((start + shift, end + shift) for start, end in around.marked)
    return MarkedText(f"{partner} · {around.text}", marked)


def _place(record: Record, words: RecordLabels) -> str:
    """Where a partner is; empty of another record."""
    if not isinstance(record, Partner):
        return ""
    return ", ".join(part for part in (record.city, words.value("partner", "country", record.country)) if part)


def _kind(record: Record) -> str:
    """What kind of record it is; a contact says by what way and when it took place."""
    if isinstance(record, Interaction):
        return " · ".join((_(CHANNELS[record.channel]), day_in_words(record.happened_on, language())))
    return _(KINDS[type(record)])


def way_of(record: Record, partner: str, task: today.TodayItem | None) -> Way:
    """The place that a record opens: where its words stand. `partner` is the id of the partner to whom it belongs."""
    place, arguments = _way(record, partner, task)
    return place, tuple(sorted(arguments.items()))


def _way(record: Record, partner: str, task: today.TodayItem | None) -> tuple[str, dict[str, str]]:
    match record:
        case Partner():
            return "partner", {"id": record.id}
        case Interaction():
            return "meeting", {"partner": partner, "id": record.id}
        case Partnership():
            return "partnership", {"partner": partner, "id": record.id}
        case Party():
            return "mutual_benefit", {"partner": partner, "id": record.partnership_id}
        case Case():
            return "diligence", {"case": record.id}
        case Agreement():
            return "agreement", {"id": record.id}
        case Training():
            return "training", {"id": record.id}
        case FocalPoint():
            return "focal_point", {"id": record.id}
        case Offer():
            return "offer", {"id": record.id}
        case DeliveryRisk():
            return "delivery_risk", {"id": record.id}
        case Lesson():
            return "lesson", {"id": record.id}
        case VisibilityUse():
            return "visibility_use", {"id": record.id}
        case Activity():
            return "activity", {"id": record.id}
        case Result(kind=ResultKind.INNOVATION):
            return "innovation", {"id": record.id}
        case Result(kind=ResultKind.REPLICATION):
            return "replication", {"innovation": record.activity_id, "id": record.id}
        case Result():
            return "assisted", {"about": record.activity_id, "id": record.id}
        case EarlierAgreement():
            return "earlier", {"id": record.id}
        case Departure():
            own = record.clause == LOCAL_ANNEX
            step = AgreementStep.ANNEXES if own else AgreementStep.CLAUSES
            return "agreement", {"id": record.agreement_id, "step": step}
        case Annex():
            return "agreement", {"id": record.agreement_id, "step": AgreementStep.ANNEXES}
        case Evidence() if record.case_id and record.questions:
            return "question", {"case": record.case_id, "question": record.questions[0]}
        case Evidence() if record.case_id:
            return "diligence", {"case": record.case_id}
        case Evidence():
            return "partner", {"id": partner, "tab": PartnerTab.PAPERS}
        case Contribution():
            return "contribution", {"id": record.id}
        case Finding() if record.case_id:
            return "finding", {"case": record.case_id, "finding": record.id}
        case Risk() if record.case_id:
            return "risks", {"case": record.case_id}
        case Incident():
            return "incident", {"partner": partner, "id": record.id}
        case Task() if task is not None and task.step is not None:
            return task.step.place, {name: str(argument) for name, argument in task.step.arguments.items()}
    return "partner", {"id": partner}
