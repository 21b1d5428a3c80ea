"""What Headquarters told of the other offices' partners, in words: for the pages that ask and for commands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from desktop.base.dates import ago, day_in_words
from desktop.base.plausibility import age_in_days
from desktop.base.text import N_, _, language, plural
from desktop.definitions.loading import Definitions
from desktop.presenters import partner_labels as labels
from desktop.services.registry.elsewhere import AnsweredElsewhere, ExtractStanding, KnownElsewhere
from desktop.services.work import Work

UNTOLD = N_("No individual is in it, nor anything that an office has not sent yet.")

OLD = N_("What is known here of the other offices is old: ask Headquarters for a return.")


@dataclass(frozen=True)
class ElsewhereShown:
    """Whether other offices know a partner: a sentence, the partners as names with a quiet line, and of which day.

    There is a `warning` where that lies too far back to be relied on.
    """

    sentence: str
    partners: tuple[tuple[str, str], ...]
    day: str
    warning: str = ""


def answer_shown(work: Work, answered: AnsweredElsewhere, known_to: Sequence[str] = ()) -> ElsewhereShown | None:
    """An answer in words; None where no return told anything yet. `known_to` are the offices that Headquarters named on
    the record itself: by a number, or because somebody there ruled so."""
    if answered.standing.day is None:
        return None
    same = sorted({*known_to, *(partner.office for partner in answered.partners if partner.is_same)})
    if same:
        offices = plural("{count} other office knows it", "{count} other offices know it", len(same))
        sentence = _("{known}: {offices}.").format(known=offices, offices=", ".join(same))
    elif answered.partners:
        sentence = _("Other offices have a partner whose name is alike: it may be the same one.")
    else:
        sentence = _("As far as Headquarters knows, no other office has it.")
    shown = tuple((partner.name, about(work.definitions, partner)) for partner in answered.partners)
    warning = _(OLD) if is_old(work, answered.standing) else ""
    return ElsewhereShown(sentence, shown, day_sentence(answered.standing, work.today()), warning)


def about(definitions: Definitions, partner: KnownElsewhere) -> str:
    """Which office has it, where it is, how far it came there, and why it may be the same."""
    parts = (
        office_words(partner),
        labels.country(partner.country) if partner.country else "",
        stage_words(definitions, partner),
        _("the same number") if partner.is_same else "",
    )
    return " · ".join(part for part in parts if part)


def office_words(partner: KnownElsewhere) -> str:
    """The code of its office, with the name where that is known."""
    return f"{partner.office}, {partner.office_name}" if partner.office_name else partner.office


def stage_words(definitions: Definitions, partner: KnownElsewhere) -> str:
    """How far it came, and whether it was put away."""
    stage = labels.stage_name(definitions.strategy, partner.stage)
    return ", ".join(part for part in (stage, _("archived") if partner.archived else "") if part)


def day_sentence(standing: ExtractStanding, today: date) -> str:
    """Of which day it is, and how long ago that was."""
    if standing.day is None:
        return ""
    day, spoken = standing.day, language()
    sentence = _("As Headquarters told on {day}, {ago}.").format(
        day=day_in_words(day.isoformat(), spoken), ago=ago(day, today, spoken)
    )
    if standing.lacking:
        lacks = plural("{count} list did not arrive whole", "{count} lists did not arrive whole", len(standing.lacking))
        named = _("{known}: {offices}.").format(known=lacks, offices=", ".join(standing.lacking))
        sentence = f"{sentence} {named}"
    return sentence


def is_old(work: Work, standing: ExtractStanding) -> bool:
    """Whether what is here lies too far back (`forms/duplicates.toml`)."""
    if standing.day is None:
        return False
    return age_in_days(standing.day, work.today()) > work.definitions.duplicates.elsewhere_old_days
