"""The records of the training office: one partnership nearly at its pack, and others at earlier stages.

A first try should reach a printed pack, so what is long has been done; what teaches is left to do.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.base.text import _
from desktop.definitions.loading import Definitions
from desktop.definitions.terms import QuestionRole
from desktop.screening.index import Index
from desktop.services import next_step
from desktop.services.agreements import drafting
from desktop.services.demo import (
    agreement_fields,
    exercises,
    function,
    invented,
    joint_results,
    other_offices,
    other_partners,
    sound_answers,
)
from desktop.services.diligence import cases
from desktop.services.next_step import NextStep
from desktop.services.work import Work
from desktop.store.records import Agreement, Officer, Partner, Partnership
from desktop.store.states import AgreementState, Role

QUESTIONS = (QuestionRole.SUPPLIER_STATUS, QuestionRole.BENEFIT, QuestionRole.COST)  # a choice, a mark, an amount
FIELDS = ("partner.signatory_title", "delivery.place")
STEPS = 4
OVER = (AgreementState.ACTIVE, AgreementState.ENDED)


@dataclass(frozen=True)
class Practice:
    """What Today says in the training office.

    `first` is the partner of the first card and what comes next with it, None once its agreement is in force; `done` of
    `count` exercises are done.
    """

    first: tuple[Partner, NextStep] | None
    done: int
    count: int


def practice(work: Work, backups: Path) -> Practice:
    """Where a newcomer stands; `backups` is the folder of the backups of the office."""
    with work.store.read() as session:
        every = exercises.read_in(session, backups)
        partner = _first_partner(session)
    first = None if partner is None else _next_with(work, partner)
    return Practice(first, sum(exercise.is_done for exercise in every), len(every))


def _first_partner(session: Session) -> Partner | None:
    query = select(Partner).where(Partner.name == invented.PARTNER, Partner.archived.is_(False))
    partner = session.scalars(query.order_by(Partner.id).limit(1)).first()
    if partner is None:
        return None
    own = (Agreement.partner_id == partner.id, Agreement.archived.is_(False))
    is_over = any(state in OVER for state in session.scalars(select(Agreement.state).where(*own)))
    return None if is_over else partner


def _next_with(work: Work, partner: Partner) -> tuple[Partner, NextStep]:
    step = next_step.next_step(work, partner)
    if (
        work.officer.role != Role.OFFICER and step.place != "decision"
    ):  # whoever takes part in the case cannot decide it
        return partner, NextStep(_("It is the partnership officer’s turn: become Awa Ndiaye again."), "", "")
    return partner, step


def questions(definitions: Definitions) -> Sequence[str]:
    """The ids of the questions that are left to the newcomer."""
    return [definitions.form.role(role).id for role in QUESTIONS]


def prepare(
    work: Work, second: Officer, index: Index, folder: Path, language: str, step: Callable[[int, int], None]
) -> None:
    """Fill an empty training office; `folder` takes the invented evidence, `step` hears how far it is.

    What is left to the newcomer: QUESTIONS of the due diligence, the decision, FIELDS of the draft agreement.
    """
    proof = sound_answers.evidence(folder, language)
    partner = invented.partner(work, language)
    invented.meeting(work, partner.id, language)
    planned = invented.partnership(work, partner.id, language)
    case = cases.open_case(work, work.definitions.form, planned)
    step(1, STEPS)
    sound_answers.screen(work, second, index, case.id, language)
    sound_answers.answer_all(work, case.id, proof, language, leave=questions(work.definitions))
    step(2, STEPS)
    drafted = drafting.draft(work, planned.id, "INK", [language, invented.SECOND_LANGUAGE[language]])
    agreement_fields.fill(work, drafted, leave=FIELDS)
    step(3, STEPS)
    _under_way, handed_over = other_partners.add(work, second, index, proof, language)
    with work.store.read() as session:
        foundation = session.get_one(Partnership, handed_over.partnership_id)
    joint_results.add(work, foundation, language)
    other_offices.tell(work)
    function.add(work, second, partner.id, language)
    other_offices.confirm(work)
    step(STEPS, STEPS)
