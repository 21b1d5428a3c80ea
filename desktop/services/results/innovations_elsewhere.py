"""Which other offices have an innovation like one of ours? Headquarters tells each office in its returns.

What, how far it came, in which countries and on which themes: nothing of a partner or a person, and not what its office
withholds. An office that took one over names in its own record where it began; by that, that office is told.
"""

from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.base.dates import day_known
from desktop.base.office_codes import HQ
from desktop.base.text import folded
from desktop.bundles.innovations import FEW, INNOVATIONS, LONGEST_TITLE, InnovationsTold, InnovationTold, fingerprint
from desktop.services.office.rights import Right, require
from desktop.services.results.activities import are_alike
from desktop.services.work import Work
from desktop.store.records import Local, Partnership, Result
from desktop.store.states import ResultKind
from desktop.store.store import recall_in

TOLD = "innovations"  # the name under which this installation keeps what it holds, or at Headquarters has told
LONG, BEGINNING = 5, 5  # letters of a word that tells something, and of its beginning
IN_COMMON = 2  # such words, by which two titles may be of one thing
SHOWN = 5


# --- at Headquarters


def told_to(work: Work, office: str, at: str) -> InnovationsTold:
    """What the other offices have, for one of them; `at` is the moment of its return."""
    require(work.officer, Right.HEADQUARTERS)
    with work.store.read() as session:
        innovations = tuple(_of_others(session, office))[:INNOVATIONS]
    return InnovationsTold(at, fingerprint(innovations), innovations)


def _of_others(session: Session, office: str) -> Iterable[InnovationTold]:
    query = select(Result, Partnership).join(Partnership, Partnership.id == Result.partnership_id)
    query = query.where(Result.kind == ResultKind.INNOVATION, Result.title != "", Result.office != office)
    query = query.where(Result.archived.is_(False), Result.withheld.is_(False), Partnership.archived.is_(False))
    for own, planned in session.execute(query.order_by(Result.office, Result.title, Result.id)):
        reached = own.stages[-1] if own.stages else None
        yield InnovationTold(
            own.office,
            " ".join(own.title.split())[:LONGEST_TITLE],
            own.sort,
            reached.stage if reached is not None else own.stage,
            reached.on if reached is not None and day_known(reached.on) is not None else "",
            own.office_code or own.office,
            tuple(planned.countries[:FEW]),
            tuple(planned.themes[:FEW]),
        )


# --- at an office


def take_in(session: Session, arriving: InnovationsTold) -> None:
    """Keep what a return tells, in the transaction that takes it in; a list that it does not carry is here already.

    Should it not be, as after a restore, the list that is here stays.
    """
    innovations = arriving.innovations
    if innovations is None:
        return
    stored = {"at": arriving.at, "innovations": [own.to_json() for own in innovations]}
    session.merge(Local(name=TOLD, value=stored))


def alike(work: Work, title: str, office: str) -> Sequence[InnovationTold]:
    """The innovations of offices other than this one that may be the one of this title; those that say they began here
    first, then by office."""
    if not title.strip():
        return ()
    with work.store.read() as session:
        listed = _listed(session, work, office)
    words = _words(title)
    likely = [own for own in listed if own.office != office and _may_be(own.title, title, words)]
    likely.sort(key=lambda own: (own.origin != office, own.office, own.title))
    return likely[:SHOWN]


def _listed(session: Session, work: Work, office: str) -> Iterable[InnovationTold]:
    if work.store.identity.office == HQ:
        return tuple(_of_others(session, office))
    return map(InnovationTold.from_json, recall_in(session, TOLD).get("innovations", ()))


def _may_be(title: str, other: str, words: frozenset[str]) -> bool:
    """Whether they share words enough, or one of them and are spelt alike."""
    common = len(words & _words(title))
    return common >= IN_COMMON or (bool(common) and are_alike(title, other)) or folded(title) == folded(other)


def _words(title: str) -> frozenset[str]:
    return frozenset(word[:BEGINNING] for word in folded(title).split() if len(word) >= LONG)
