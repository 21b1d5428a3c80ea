"""A list, or rates, that Headquarters published, in words: what it is, where it stands here, what changes in it."""

from collections.abc import Iterable, Mapping

from desktop.base.dates import day_in_words
from desktop.base.text import N_, _, language, plural
from desktop.bundles.content_packs import ContentPack
from desktop.definitions.content_differences import ContentDifference
from desktop.presenters.listing import NotedLine, RowCell
from desktop.services.exchange.published_lists import PublishedList

PUBLISHED = "published"  # the part of a list that is its day
FACTS: Mapping[str, str] = {  # what may change in an entry, as a difference names it
    "kind": N_("kind"),
    "names": N_("names"),
    "births": N_("births"),
    "places": N_("places"),
    "nationalities": N_("nationalities"),
    "documents": N_("documents"),
    "addresses": N_("addresses"),
    "programme": N_("programme"),
    "reference": N_("reference"),
    "listed_on": N_("listing date"),
    "text": N_("text"),
}
PARTS: Mapping[str, str] = {PUBLISHED: N_("published on"), **FACTS}


def notice_words(pack: ContentPack) -> str:
    """What a version is of: the rules and templates, or a list with the day that it bears itself."""
    if not pack.subject:
        return _("rules and templates, version {version}").format(version=pack.version)
    return _("{title}, {day}").format(title=_(pack.title), day=day_in_words(pack.dated_on, language()) or "–")


def notices_words(packs: Iterable[ContentPack]) -> str:
    """Several of them in one sentence’s part."""
    return " · ".join(notice_words(pack) for pack in packs)


def state_words(own: PublishedList) -> str:
    """Where it stands, in a few words."""
    if own.lacking:
        return _("incomplete: ask Headquarters for its file for all offices")
    if own.is_in_use:
        return _("in use")
    return _("older than the one in use") if own.outdated else _("waits to be used")


def standing_words(own: PublishedList) -> str:
    """What it is, and where it stands."""
    return _("{what}: {words}").format(what=notice_words(own.pack), words=state_words(own))


def reason_words(pack: ContentPack) -> str:
    """Why Headquarters published it, and who prepared and released it."""
    return _("{reason} (prepared by {preparer}, released by {publisher})").format(
        reason=pack.reason, preparer=pack.preparer, publisher=pack.publisher
    )


def used_words(pack: ContentPack) -> str:
    """That it is in use."""
    return _("{what} is in use.").format(what=notice_words(pack))


def counted(count: int) -> str:
    """How much differs."""
    return plural("{count} difference", "{count} differences", count)


def value_words(line: ContentDifference) -> tuple[str, str]:
    """What was before and what comes, the days in words."""
    if line.key != PUBLISHED:
        return line.before, line.after
    return day_in_words(line.before, language()), day_in_words(line.after, language())


def lines(differences: Iterable[ContentDifference]) -> list[NotedLine]:
    """A row for each entry, or rate, that differs."""
    rows = []
    for place, line in enumerate(differences):
        parts = ", ".join(_(PARTS[part]) for part in line.key.split(".") if part in PARTS)
        title = " · ".join(part for part in (line.entry, parts) if part) or _(line.file)
        before, after = value_words(line)
        cells = {"before": RowCell(before), "after": RowCell(after)}
        note = f"{before} → {after}" if before and after else before or after
        rows.append(NotedLine(str(place), title, note, cells))
    return rows
