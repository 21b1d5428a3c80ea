"""Headquarters' own keys in words, for the page and for the command."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from desktop.base.dates import format_date
from desktop.base.files import write_safely
from desktop.base.numbers import format_number
from desktop.base.plausibility import age_in_days
from desktop.base.text import N_, _, language, plural
from desktop.bundles.key_list import KeyList
from desktop.presenters.exchange import exchange_labels
from desktop.services.exchange.headquarters import own_keys
from desktop.services.exchange.headquarters.key_ceremony import STEPS, KeyDeed, KeyStep, SignedList
from desktop.services.exchange.headquarters.key_files import KeyFileKind
from desktop.services.exchange.headquarters.key_lists_told import LaggingOffice
from desktop.services.office import office_paper
from desktop.services.work import Work

RENEWED_AFTER = 365  # days that Headquarters works with one key
TITLES: Mapping[KeyDeed, str] = {
    KeyDeed.BEGIN: N_("Make the root keys"),
    KeyDeed.RENEW: N_("Renew the key of Headquarters"),
    KeyDeed.REVOKE: N_("Revoke a stolen key"),
    KeyDeed.RECOVER: N_("Go on with the spare key"),
    KeyDeed.ROOT: N_("Replace a lost root key"),
    KeyDeed.SPARE: N_("Replace a lost spare key"),
}

EXPLANATIONS: Mapping[KeyDeed, str] = {
    KeyDeed.BEGIN: N_(
        "Three people each get a root key on a stick of their own; any two of them together can change the keys of "
        "Headquarters later, one alone cannot. A fourth stick holds the spare key, which is locked away."
    ),
    KeyDeed.RENEW: N_(
        "Once a year Headquarters takes another key to work with. Two holders of root keys come with their sticks. The "
        "former key still opens what is on its way, and offices go on as they are."
    ),
    KeyDeed.REVOKE: N_(
        "If somebody may have the folder of Headquarters or a copy of it, its keys are revoked: whatever they sign is "
        "refused. Two root keys and the spare key are needed, and a stick for a new spare key."
    ),
    KeyDeed.RECOVER: N_(
        "If the folder was restored from before the last change of keys, the spare key opens what offices sent since. "
        "Two root keys and the spare key are needed, and a stick for a new spare key."
    ),
    KeyDeed.ROOT: N_(
        "A root key that was lost, or whose holder left, is replaced: the two others sign, and a new stick takes its "
        "place. The lost one counts no more."
    ),
    KeyDeed.SPARE: N_("If the spare key was lost, two root keys sign for a new one. The lost one counts no more."),
}


def step_title(deed: KeyDeed, number: int) -> str:
    """Which key a step of a deed (from 0) is about, such as “Root key, 1 of 3”."""
    step = STEPS[deed][number]
    alike = [at for at, other in enumerate(STEPS[deed]) if other == step]
    if step.kind is KeyFileKind.SPARE:
        return _("New spare key") if step.creates else _("Spare key")
    words = _("New root key, {place} of {count}") if step.creates else _("Root key, {place} of {count}")
    if step.creates and len(alike) == 1:
        return _("New root key")
    return words.format(place=alike.index(number) + 1, count=len(alike))


def step_words(step: KeyStep) -> str:
    """What to do in such a step."""
    if step.kind is KeyFileKind.SPARE:
        if step.creates:
            return _("Plug in the stick that will be locked away. Choose a passphrase, and save the spare key on it.")
        return _("Plug in the stick with the spare key, and type its passphrase or the words of its sheet.")
    if step.creates:
        return _(
            "Its holder plugs in a stick, chooses a passphrase that nobody else knows, and saves the root key on it."
        )
    return _("Its holder plugs in the stick, and types its passphrase or the words of its sheet.")


def proposed_name(deed: KeyDeed, number: int) -> str:
    """The name proposed for the file of a key that is made."""
    step = STEPS[deed][number]
    if step.kind is KeyFileKind.SPARE:
        return "hq-spare.hqkey"
    alike = [at for at, other in enumerate(STEPS[deed]) if other == step]
    return f"hq-root-{alike.index(number) + 1}.hqkey" if len(alike) > 1 else "hq-root-new.hqkey"


def write_sheet(work: Work, words: tuple[str, ...], key: str, file: str, path: Path) -> None:
    """The sheet of a key as a PDF at `path`; raises Problem when it cannot be written."""
    from desktop.documents.enclosures.key_sheet import KeySheet, draw_key_sheet

    day = format_date(work.clock.today(), language(), "long")
    sheet = KeySheet(words, key, file, work.officer.name, day, work.clock.stamp())
    write_safely(path, draw_key_sheet(sheet, language(), office_paper.of(work)).data)


def list_facts(current: KeyList) -> Sequence[tuple[str, str]]:
    """The list that holds, in names and values."""
    return [
        (_("Fingerprint of the list"), current.fingerprint),
        (_("Number of the list"), format_number(current.version, language())),
        (_("Signed on"), exchange_labels.day(current.at)),
        (_("Former keys that still count"), format_number(len(current.former), language())),
        (_("Revoked keys"), format_number(len(current.revoked), language())),
    ]


def age_words(work: Work, lists: Sequence[KeyList]) -> str:
    """Since when Headquarters works with its key; after a year, that it is to be renewed. Empty before a list."""
    since = own_keys.working_since(lists)
    if since is None:
        return ""
    words = _("Headquarters works with its present key since {day}.").format(day=format_date(since, language(), "long"))
    if age_in_days(since, work.today()) < RENEWED_AFTER:
        return words
    return words + " " + _("Renew it: a year has passed.")


def lagging_words(offices: Sequence[LaggingOffice]) -> str:
    """How many offices have not heard of the newest list; empty for none."""
    if not offices:
        return ""
    return plural(
        "{count} office has not imported the newest list yet: its next return tells it.",
        "{count} offices have not imported the newest list yet: their next returns tell them.",
        len(offices),
    )


def lacking_words(offices: Sequence[LaggingOffice]) -> str:
    """Which offices cannot read a return before they get a new answer; empty for none."""
    codes = [office.code for office in offices if office.lacks_key]
    if not codes:
        return ""
    words = _("These offices know no key that still counts, and need a new answer, compared by voice: {codes}.")
    return words.format(codes=", ".join(codes))


def done_words(done: SignedList) -> Sequence[str]:
    """What a deed came to, and what is to be done now."""
    sentences = [
        _("List {number} is signed and holds from now on.").format(number=format_number(done.list.version, language())),
        _("Read its fingerprint aloud to each holder, who writes it down: {fingerprint}").format(
            fingerprint=done.list.fingerprint
        ),
        _("Make a backup now, then write the returns: they tell the offices."),
    ]
    if done.not_written:
        names = ", ".join(done.not_written)
        words = _("These sticks did not take the list up; they take it up the next time: {names}.")
        sentences.append(words.format(names=names))
    return sentences
