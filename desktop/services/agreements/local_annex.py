"""The annex that an office adds to an agreement for what local law or custom asks.

It is a departure like a changed locked text: written with its reason, shown on the checklist, cleared by Legal, by the
same functions (`negotiation`, `legal_review`). It is there while one of its texts is, and no type of agreement has it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from desktop.base.errors import Problem
from desktop.base.text import N_, _
from desktop.definitions.agreements.assembling import LOCAL_ANNEX, TEXT, TITLE, NegotiatedText
from desktop.services.agreements import negotiation
from desktop.services.agreements.drafting import require_draft
from desktop.services.office.rights import Right, require
from desktop.services.work import Work
from desktop.store.records import Agreement, Departure

LONGEST = 20_000  # characters of its text in one language


@dataclass(frozen=True)
class LocalAnnex:
    """Its title and its text by the code of the language, and why it was added."""

    titles: Mapping[str, str]
    texts: Mapping[str, str]
    reason: str


def written(departures: Sequence[NegotiatedText]) -> LocalAnnex | None:
    """The annex that these departures of an agreement make; None where the office added none."""
    own = [departure for departure in departures if departure.clause == LOCAL_ANNEX]
    if not own:
        return None
    texts = [{one.language: one.new for one in own[::-1] if one.paragraph == place} for place in (TITLE, TEXT)]
    return LocalAnnex(texts[0], texts[1], own[-1].reason)


def write(work: Work, agreement_id: str, annex: LocalAnnex) -> None:
    """Add the annex to a draft, or store what it says now, as one deed; Legal reviews what is new.

    Raises Problem, with nothing saved, without its reason, for words that are those of before, or for a text of more
    than LONGEST characters.
    """
    if any(len(text) > LONGEST for text in (*annex.titles.values(), *annex.texts.values())):
        raise Problem(
            _("The annex is too long; nothing was saved."),
            _("Shorten it, or sign a long text as an agreement of its own."),
            code="local-annex-long",
        )
    with work.store.read() as session:
        query = select(Departure).where(
            Departure.agreement_id == agreement_id, Departure.clause == LOCAL_ANNEX, Departure.archived.is_(False)
        )
        before = [(one.language, one.paragraph, one.new, one.reason) for one in session.scalars(query)]
    reason = annex.reason.strip()
    texts = [
        NegotiatedText(LOCAL_ANNEX, code, place, "", text.strip(), work.officer.name, reason)
        for place, wording in ((TITLE, annex.titles), (TEXT, annex.texts))
        for code, text in wording.items()
    ]
    changed = [
        text
        for text in texts
        if [one[2:] for one in before if one[:2] == (text.language, text.paragraph)]
        != ([(text.new, reason)] if text.new else [])
    ]
    if not changed:
        raise Problem(_("The words are the same; nothing was changed."), "", code="departure-unchanged")
    negotiation.depart_together(work, agreement_id, changed)


def remove(work: Work, agreement_id: str) -> tuple[str, ...]:
    """Take the annex out of a draft; returns the ids with which `restore` brings it back."""
    require(work.officer, Right.DRAFT)
    with work.store.change(N_("Local annex removed"), work.officer.id) as session:
        require_draft(session.get_one(Agreement, agreement_id))
        query = select(Departure).where(
            Departure.agreement_id == agreement_id, Departure.clause == LOCAL_ANNEX, Departure.archived.is_(False)
        )
        own = session.scalars(query).all()
        for departure in own:
            departure.archived = True
        return tuple(departure.id for departure in own)


def restore(work: Work, agreement_id: str, departures: Sequence[str]) -> None:
    """Bring back the annex that was removed, with its reason and whoever wrote it."""
    require(work.officer, Right.DRAFT)
    with work.store.change(N_("Local annex restored"), work.officer.id) as session:
        require_draft(session.get_one(Agreement, agreement_id))
        for departure in departures:
            session.get_one(Departure, departure).archived = False
