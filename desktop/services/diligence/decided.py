"""Who decided, in words, wherever a decision is shown: a deputy always with the name of whom they stood in for."""

from sqlalchemy.orm import Session

from desktop.base.dates import day_in_words
from desktop.base.text import N_, said_in
from desktop.base.values import fingerprint
from desktop.services.office import delegating, people
from desktop.store import files
from desktop.store.records import Verdict

IN_INK = N_(
    "Decided on paper: signed in ink on {day}, sheet {code}; entered by {entered}, compared with the scan and "
    "confirmed by {confirmed}."
)


KEPT_ELSEWHERE = N_("The scan is not on this computer: the office keeps it, and its fingerprint is {mark}.")


def decider(decision: Verdict, language: str) -> str:
    """Who decided, and on whose behalf."""
    if not decision.on_behalf_of:
        return decision.decider_name
    words = said_in(language, delegating.ON_BEHALF)
    return words.format(deputy=decision.decider_name, chief=decision.on_behalf_name)


def in_ink(session: Session, decision: Verdict, language: str) -> str:
    """That it was signed in ink, on which day, and who brought it in; empty for one that was taken in the program."""
    if not decision.paper:
        return ""
    names = people.names_in(session)
    words = said_in(language, IN_INK).format(
        day=day_in_words(decision.signed_on, language, "long"),
        code=decision.paper_code,
        entered=names.get(decision.entered_by, "–"),
        confirmed=names.get(decision.confirmed_by, "–"),
    )
    if files.about(session, decision.scan) is not None:
        return words
    return f"{words} {said_in(language, KEPT_ELSEWHERE).format(mark=fingerprint(decision.scan))}"
