"""The opinions of Headquarters: which one counts, of a case as it was handed over and of a draft agreement.

Of one role the newest counts, as the journal tells (`JournalOrder`); where two ignored each other, the stricter.
Everything that asks whether Legal or another reviewer has spoken asks here.
"""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.base.dates import day_in_words
from desktop.base.text import said_in
from desktop.definitions.authority import Authority
from desktop.services.labels import CLEARED, OPINIONS
from desktop.store.order import JournalOrder, strictness
from desktop.store.records import Case, HeadquartersOpinion
from desktop.store.states import Opinion

MILDEST_FIRST = tuple(Opinion)


def of_cases(session: Session, case_ids: Collection[str]) -> Mapping[str, Sequence[HeadquartersOpinion]]:
    """Every opinion on these cases, the newest first, by case; one without any is left out."""
    return _by_subject(session, {"case_id": case_ids})


def of_agreement(session: Session, agreement_id: str) -> Sequence[HeadquartersOpinion]:
    """Every opinion on a draft agreement, the newest first."""
    return _by_subject(session, {"agreement_id": [agreement_id]}).get(agreement_id, ())


def on_case(session: Session, case: Case) -> Mapping[str, HeadquartersOpinion]:
    """What counts on a case as it was handed over last, by role of the decision matrix."""
    return counting(case, of_cases(session, [case.id]).get(case.id, ()))


def counting(case: Case, newest_first: Sequence[HeadquartersOpinion]) -> Mapping[str, HeadquartersOpinion]:
    """Of the opinions on a case those that count on it as it was handed over last, by role."""
    standing: dict[str, HeadquartersOpinion] = {}
    for opinion in newest_first:
        if case.hand_over and opinion.hand_over == case.hand_over:
            standing.setdefault(opinion.role, opinion)
    return standing


def word(role: str, opinion: str) -> str:
    """The opinion in a word, a key of the catalogue: Legal clears, others advise."""
    return (CLEARED if role == "hq_legal" else OPINIONS).get(opinion, "")


def in_words(authority: Authority, opinion: HeadquartersOpinion, language: str) -> str:
    """Whose opinion, what it is, why, by whom and when, in one line."""
    titles = {role.id: role.label[language] for role in authority.roles}
    spoken = said_in(language, word(opinion.role, opinion.opinion))
    head = " – ".join(part for part in (titles.get(opinion.role, ""), spoken) if part)
    by = ", ".join(part for part in (opinion.giver_name, day_in_words(opinion.given_at, language)) if part)
    return " · ".join(part for part in (head, opinion.reason, by) if part)


def _by_subject(session: Session, wanted: Mapping[str, Collection[str]]) -> Mapping[str, Sequence[HeadquartersOpinion]]:
    ((name, ids),) = wanted.items()
    if not ids:
        return {}
    rows = session.scalars(select(HeadquartersOpinion).where(getattr(HeadquartersOpinion, name).in_(ids))).all()
    by_subject: dict[str, list[HeadquartersOpinion]] = {}
    for opinion in rows:
        by_subject.setdefault(getattr(opinion, name), []).append(opinion)
    several = [opinion.id for of_subject in by_subject.values() if len(of_subject) > 1 for opinion in of_subject]
    order = JournalOrder.of(session, HeadquartersOpinion, several)
    return {
        subject: order.newest_first(of_subject, lambda opinion: strictness(MILDEST_FIRST, opinion.opinion))
        for subject, of_subject in by_subject.items()
    }
