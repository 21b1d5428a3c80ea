"""Where the screening of a case or a partner stands (¶22 b), and what the questionnaire reads from it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from sqlalchemy.orm import Session

from desktop.base.plausibility import age_in_days
from desktop.base.values import JsonObject
from desktop.definitions.answers import Question
from desktop.definitions.form import Questionnaire
from desktop.definitions.terms import QuestionType
from desktop.services.screening.candidates import PAST, Candidate, Pair, candidates, pair_of
from desktop.services.screening.rulings import rulings_of
from desktop.services.screening.search import last_runs_of_cases, last_runs_of_partners
from desktop.services.screening.subjects import Subject, subjects_of
from desktop.services.work import Work
from desktop.store.records import Case, Partner, Ruling, ScreeningRun
from desktop.store.records.values import ListUsed, ScreeningHit
from desktop.store.states import RulingKind

QUESTION_LISTS = {"un-sc": "un", "world-bank": "world_bank"}  # the list of a question by the source of a list
OTHER = "other"  # all the other lists together answer question B04


class ListStatus(StrEnum):
    """What the candidates of one list come to."""

    NOT_RUN = "not_run"
    CLEAR = "clear"
    OPEN = "open"
    CONFIRMED = "confirmed"


WORST_LAST = (ListStatus.CLEAR, ListStatus.OPEN, ListStatus.CONFIRMED)


@dataclass(frozen=True)
class ScreeningState:
    """Where the screening of a case or a partner stands, read once. `current` is false when names changed since.

    `facts` are flat facts for the rules: `screening.<list>.status` and `.age_days`.
    """

    run: ScreeningRun | None
    subjects: Sequence[Subject]
    candidates: Sequence[Candidate]
    current: bool
    facts: Mapping[str, str | int] = field(default_factory=dict)

    @property
    def open(self) -> Sequence[Candidate]:
        """The candidates that a person must rule on, or a second one confirm."""
        return [candidate for candidate in self.candidates if candidate.open]


def of_case(work: Work, case_id: str) -> ScreeningState:
    """Where the screening of a case stands today."""
    with work.store.read() as session:
        return case_state(session, session.get_one(Case, case_id), work.today())


def of_partner(work: Work, partner_id: str) -> ScreeningState:
    """Where the screening of a partner stands today, whatever case searched its names last."""
    with work.store.read() as session:
        return partner_state(session, partner_id, work.today())


def partner_state(session: Session, partner_id: str, today: date) -> ScreeningState:
    """The last run of a partner, in a case or outside, with the rulings that hold."""
    session.get_one(Partner, partner_id)
    return partner_states(session, [partner_id], today)[partner_id]


def partner_states(session: Session, partner_ids: Collection[str], today: date) -> Mapping[str, ScreeningState]:
    """The same for several partners at once, by partner; an id that is not known here is left out."""
    runs = last_runs_of_partners(session, partner_ids)
    subjects, rulings = subjects_of(session, partner_ids), rulings_of(session, partner_ids)
    return {
        partner_id: _state(subjects[partner_id], runs.get(partner_id, ()), rulings.get(partner_id, ()), today)
        for partner_id in partner_ids
        if partner_id in subjects
    }


def case_state(session: Session, case: Case, today: date) -> ScreeningState:
    """The last run of a case with the rulings that hold, and the facts that the questionnaire reads from it.

    Which run that is says `search.last_runs_of_cases`.
    """
    session.get_one(Partner, case.partner_id)
    return case_states(session, [case], today)[case.id]


def case_states(session: Session, cases: Sequence[Case], today: date) -> Mapping[str, ScreeningState]:
    """The same for several cases at once, by case; one whose partner is not known here is left out."""
    partner_ids = {case.partner_id for case in cases}
    runs = last_runs_of_cases(session, cases)
    subjects, rulings = subjects_of(session, partner_ids), rulings_of(session, partner_ids)
    return {
        case.id: _state(subjects[case.partner_id], runs.get(case.id, ()), rulings.get(case.partner_id, ()), today)
        for case in cases
        if case.partner_id in subjects
    }


def _state(
    searched: Sequence[Subject], runs: Sequence[ScreeningRun], rulings: Sequence[Ruling], today: date
) -> ScreeningState:
    if not runs:
        return ScreeningState(None, searched, (), current=False, facts=_facts((), (), today))
    digests = {subject.id: subject.digest() for subject in searched}
    run, current = _together(runs, digests)
    run_candidates = candidates(run.hits, searched, rulings)
    return ScreeningState(
        run, searched, run_candidates, current, _facts(run.lists if current else (), run_candidates, today)
    )


def _together(runs: Sequence[ScreeningRun], digests: Mapping[str, str]) -> tuple[ScreeningRun, bool]:
    """The last search, and whether it searched the names as they are now (`digests` by subject).

    Several that do not know of each other stand as one: the lists of those that searched the names as they are, and
    every candidate of all.
    """
    fresh = [run for run in runs if {row.subject: row.digest for row in run.names} == digests]
    if len(runs) == 1:
        return runs[0], bool(fresh)
    first, *others = sorted(fresh or runs, key=lambda run: (run.case_id is not None, run.id))
    lists = {used.list_id: used for run in (*others, first) for used in run.lists}
    hits: dict[Pair, ScreeningHit] = {}
    for hit in sorted((hit for run in runs for hit in run.hits), key=_weight):
        hits[pair_of(hit)] = hit
    together = ScreeningRun(
        id=first.id,
        case_id=first.case_id,
        partner_id=first.partner_id,
        run_at=first.run_at,
        run_by=first.run_by,
        lists=tuple(lists.values()),
        names=first.names,
        hits=tuple(reversed(hits.values())),
        threshold=first.threshold,
        matcher=first.matcher,
        follows=first.follows,
    )
    return together, bool(fresh)


def _weight(hit: ScreeningHit) -> tuple[bool, Decimal]:
    """How much a hit says beside another one of the same pair: one that is proposed, then the closer one."""
    return hit.band not in PAST, hit.likeness


def _facts(lists: Sequence[ListUsed], run_candidates: Sequence[Candidate], today: date) -> dict[str, str | int]:
    """`screening.<list>.status` and `.age_days` for the lists that the questionnaire asks about.

    `lists` are those of the run, none when there is no current one.
    """
    statuses = dict.fromkeys((*QUESTION_LISTS.values(), OTHER), ListStatus.NOT_RUN)
    ages: dict[str, int] = {}
    for used in lists:
        name = _question_list(used.list_id)
        statuses[name] = _worse(statuses[name], _status(c for c in run_candidates if c.hit.list_id == used.list_id))
        if used.published:
            days = age_in_days(date.fromisoformat(used.published), today)
            ages[name] = max(days, ages.get(name, 0))
    searched = {used.list_id for used in lists}
    for candidate in run_candidates if searched else ():  # of a list that the last search left out
        if (candidate.open or candidate.confirmed) and candidate.hit.list_id not in searched:
            name = _question_list(candidate.hit.list_id)
            statuses[name] = _worse(statuses[name], _status([candidate]))
    return {
        **{f"screening.{name}.status": status.value for name, status in statuses.items()},
        **{f"screening.{name}.age_days": days for name, days in ages.items()},
    }


def _question_list(source: str) -> str:
    return QUESTION_LISTS.get(source, OTHER)


def _status(list_candidates: Iterable[Candidate]) -> ListStatus:
    """The status of one list by its candidates."""
    status = ListStatus.CLEAR
    for candidate in list_candidates:
        if candidate.confirmed:
            return ListStatus.CONFIRMED
        status = ListStatus.OPEN if candidate.open else status
    return status


def _worse(status: ListStatus, other: ListStatus) -> ListStatus:
    if status is ListStatus.NOT_RUN:
        return other
    return max(status, other, key=WORST_LAST.index)


def values(form: Questionnaire, state: ScreeningState) -> dict[str, JsonObject]:
    """The values that the last run gives to the questions of type `screening`, by question; none before a run.

    A list that is not installed gives none: the officer then attests a check made elsewhere, with its date.
    """
    by_question: dict[str, JsonObject] = {}
    for question in form.questions:
        used = _oldest_list(state, question.list) if question.type == QuestionType.SCREENING else None
        if used is not None:
            result = _result(question, state)
            by_question[question.id] = {
                "result": result,
                "list_day": used.published,
                "list_digest": used.digest,
            }
    return by_question


def _oldest_list(state: ScreeningState, name: str) -> ListUsed | None:
    """The oldest list of the run that answers for this name; None when there is none, or names changed since."""
    if state.run is None or not state.current:
        return None
    used = [used for used in state.run.lists if _question_list(used.list_id) == name]
    return min(used, key=lambda used: used.published, default=None)


def _result(question: Question, state: ScreeningState) -> str:
    """The choice that the state of the candidates comes to: each question names its own."""
    cleared = any(
        candidate.ruling is not None
        and candidate.ruling.ruling == RulingKind.NOT_SAME
        and _question_list(candidate.hit.list_id) == question.list
        for candidate in state.candidates
    )
    choices = {
        ListStatus.CLEAR: ("false_positive", "clear") if cleared else ("clear",),
        ListStatus.OPEN: ("unresolved",),
        ListStatus.CONFIRMED: ("confirmed", "in_force"),
    }[ListStatus(str(state.facts[f"screening.{question.list}.status"]))]
    return next(choice for choice in choices if question.choice(choice))
