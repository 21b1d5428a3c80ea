"""In what two versions of the contents differ, and which version somebody works with, in words."""

from collections.abc import Iterable, Mapping

from desktop.base.dates import moment_in_words
from desktop.base.text import LANGUAGE_NAMES, N_, _, language, plural
from desktop.bundles.content_packs import ContentPack
from desktop.definitions.content_differences import ContentChange, ContentDifference
from desktop.documents.blocks import ChipLevel
from desktop.documents.enclosures.wording import LEVEL_LABELS
from desktop.presenters.listing import NotedLine, RowCell
from desktop.presenters.screening import published_words
from desktop.services.exchange import releasing
from desktop.services.exchange.contents import ContentsStanding
from desktop.services.exchange.headquarters.content_effects import CaseResult
from desktop.services.exchange.headquarters.publishing import ContentTrial, OfficeContents
from desktop.services.exchange.headquarters.publishing_lists import ListTrial, OwnList
from desktop.services.office.rights import ROLE_NAMES
from desktop.store.records import ContentVersion
from desktop.store.records.values import RATES

FILES: Mapping[str, str] = {
    "diligence/questionnaire.toml": N_("Questionnaire"),
    "diligence/guidance.toml": N_("Help with the questions"),
    "diligence/references.toml": N_("Reference texts"),
    "diligence/worked_cases.toml": N_("Worked cases"),
    "authority.toml": N_("Who decides, and limits"),
    "briefing.toml": N_("Cautions at meetings"),
    "checklist.toml": N_("Checks of clauses"),
    "clauses/fields.toml": N_("Fields of clauses"),
    "clauses/local_annex.toml": N_("Local annexes"),
    "contributions.toml": N_("Rules of contributions"),
    "duplicates.toml": N_("Rules of duplicates"),
    "follow_up.toml": N_("Incidents and reviews"),
    "function.toml": N_("Trainings and costs"),
    "iati.toml": N_("Codes of IATI"),
    "indicators.toml": N_("Indicators"),
    "letters.toml": N_("Letters to partners"),
    "obligations.toml": N_("Obligations of agreements"),
    "paper.toml": N_("Sizes of paper"),
    "pipeline.toml": N_("Pipeline"),
    "regions.toml": N_("Regions"),
    "register.toml": N_("Rules of the register"),
    "reports.toml": N_("Reports"),
    "results.toml": N_("Rules of activities and results"),
    "spreadsheets.toml": N_("Reading of spreadsheets"),
    "strategy.toml": N_("Terms of the strategy"),
    "today.toml": N_("What is put off"),
}
KEYS: Mapping[str, str] = {
    **published_words.PARTS,
    "label": N_("wording"),
    "title": N_("title"),
    "text": N_("text"),
    "short": N_("short name"),
    "name": N_("name"),
    "why": N_("reason"),
    "help": N_("help"),
    "about": N_("explanation"),
    "when": N_("rule"),
    "version": N_("version"),
    "outcome": N_("outcome"),
    "evidence": N_("evidence"),
    "tier": N_("depth"),
    "verdict": N_("test of ¶22"),
    "paragraphs": N_("paragraphs of the strategy"),
    "order": N_("order"),
}
LINE = 300  # characters of a text in a list
AROUND = 2  # words that both texts have, shown on each side of a difference


def file_words(name: str) -> str:
    """What a file of contents is called."""
    if name in FILES:
        return _(FILES[name])
    if not name.endswith((".toml", ".clause")):  # a list, by its title
        return _(name)
    own = name.rpartition("/")[2].rpartition(".")[0]
    if name.startswith("clauses/"):
        return _("Clause {id}").format(id=own)
    if name.startswith("agreements/"):
        return _("Type of agreement {code}").format(code=own.upper())
    return _("Messages on “{theme}”").format(theme=own)


def place_words(line: ContentDifference) -> str:
    """Where a difference stands: `Questionnaire, A03: wording (French)`."""
    where = ", ".join(part for part in (file_words(line.file), line.entry) if part)
    named = ".".join(_(KEYS[part]) if part in KEYS else part for part in line.key.split(".") if part)
    if line.language:
        named = _("{part} ({language})").format(part=named, language=LANGUAGE_NAMES[line.language])
    return _("{where}: {part}").format(where=where, part=named) if named else where


def sentence(line: ContentDifference) -> str:
    """A difference in one line, its texts shortened."""
    before, after = _excerpts(*published_words.value_words(line))
    where = place_words(line)
    if line.kind is ContentChange.ADDED:
        return _("{where}, new: “{after}”").format(where=where, after=after)
    if line.kind is ContentChange.REMOVED:
        return _("{where}, removed: “{before}”").format(where=where, before=before)
    return _("{where}: “{before}” becomes “{after}”").format(where=where, before=before, after=after)


def _excerpts(before: str, after: str) -> tuple[str, str]:
    """Both texts where they differ, with a few words around; the whole of one that stands alone, shortened."""
    old, new = before.split(), after.split()
    if not old or not new:
        return _shortened(old), _shortened(new)
    shorter = min(len(old), len(new))
    first = next((place for place in range(shorter) if old[place] != new[place]), shorter)
    rest = shorter - first
    last = next((place for place in range(rest) if old[-1 - place] != new[-1 - place]), rest)
    begin, end = max(0, first - AROUND), max(0, last - AROUND)
    parts = [_shortened(words[begin : len(words) - end]) for words in (old, new)]
    opening, closing = "… " if begin else "", " …" if end else ""
    return f"{opening}{parts[0]}{closing}", f"{opening}{parts[1]}{closing}"


def _shortened(words: list[str]) -> str:
    plain = " ".join(words)
    return plain if len(plain) <= LINE else f"{plain[: LINE - 1]}…"


def counted(lines: Iterable[ContentDifference]) -> str:
    """How much differs."""
    count = sum(1 for _line in lines)
    return plural("{count} difference", "{count} differences", count)


def version_words(pack: ContentPack) -> str:
    """A version with its moment: `Version 4, published on 3 March 2027`."""
    return _("Version {version}, published on {day}").format(
        version=pack.version, day=moment_in_words(pack.published_at, language())
    )


def waits(record: ContentVersion) -> bool:
    """Whether a version waits for a second person."""
    return not record.published_at and not record.withdrawn_at


def record_words(record: ContentVersion) -> str:
    """A version of Headquarters’ own list: `Version 4, prepared on 3 March 2027`; a list by its title and day."""
    pack = releasing.pack_of(record)
    if record.subject:
        return published_words.notice_words(pack)
    if record.published_at:
        return version_words(pack)
    return _("Version {version}, prepared on {day}").format(
        version=record.version, day=moment_in_words(record.prepared_at, language())
    )


def state_words(record: ContentVersion) -> str:
    """Where a version stands; of a list with its number, which its name does not tell."""
    state = _("released") if record.published_at else _("waits for a second person")
    if record.withdrawn_at:
        state = _("withdrawn before it was released")
    number = _("version {version}").format(version=record.version)
    return f"{state} · {number}" if record.subject else state


def prepared_words(record: ContentVersion, is_own: bool) -> str:
    """That a version waits for a second person, for its preparer or for everybody else."""
    what = published_words.notice_words(releasing.pack_of(record))
    if is_own:
        return _("This waits for a second person to release it, and nothing leaves before: {what}.").format(what=what)
    return _("{name} prepared this: {what}. Look at what changes, then release it. Reason: {reason}").format(
        name=record.preparer_name, what=what, reason=record.reason
    )


def standing_words(standing: ContentsStanding) -> str:
    """With which contents somebody works, in one sentence."""
    if standing.in_force is None:
        return _("The rules and templates of the program are in force.")
    if standing.fault:
        return _(
            "This program cannot use version {version}, so the rules and templates of the program are in force. {fault}"
        ).format(version=standing.in_force.version, fault=standing.fault)
    if standing.lapsed:
        return _("Version {version} is in force. Its day is over: ask Headquarters for a newer one.").format(
            version=standing.in_force.version
        )
    return _("Version {version} of Headquarters is in force.").format(version=standing.in_force.version)


def waiting_words(pack: ContentPack) -> str:
    """That a version waits to be applied."""
    return _("Version {version} of Headquarters arrived and waits: nothing changes before you apply it.").format(
        version=pack.version
    )


def arrived_words(packs: Iterable[ContentPack]) -> str:
    """That versions wait to be applied, or lists to be used."""
    return _("{what}: this arrived and waits; nothing changes before you apply it.").format(
        what=published_words.notices_words(packs)
    )


def released_words(record: ContentVersion) -> str:
    """That a version is published."""
    return _("Published: {what}. Each office gets it with its next return.").format(
        what=published_words.notice_words(releasing.pack_of(record))
    )


def withdrawn_words(record: ContentVersion) -> str:
    """That a version was taken back before it left."""
    return _("Withdrawn, and nothing left: {what}.").format(
        what=published_words.notice_words(releasing.pack_of(record))
    )


def held_words(own: OfficeContents) -> str:
    """With which version a laptop works, as it said itself."""
    if not own.version:
        return _("the program’s own")
    if not own.is_same:
        return _("version {version}, with other texts than were published").format(version=own.version)
    return _("version {version}").format(version=own.version)


def lines(differences: Iterable[ContentDifference]) -> list[NotedLine]:
    """A row for each difference."""
    rows = []
    for place, line in enumerate(differences):
        before, after = _excerpts(*published_words.value_words(line))
        cells = {"before": RowCell(before), "after": RowCell(after)}
        note = f"{before} → {after}" if before and after else before or after
        rows.append(NotedLine(str(place), place_words(line), note, cells))
    return rows


def own_list_words(own: OwnList) -> str:
    """Where a list with which Headquarters works stands among what the offices were sent."""
    if own.waits:
        return _("waits for a second person")
    if own.is_published:
        return _("published as version {version}").format(version=own.last.version if own.last else "")
    return _("newer than what was published") if own.last is not None else _("not published yet")


def used_words(own: OwnList) -> str:
    """How many offices work with a list of this day, of those that said with which they work."""
    return _("{used} of {all}").format(used=own.used_by, all=own.offices)


def list_effect_lines(trial: ListTrial) -> list[str]:
    """Whom a list would name at the offices, a sentence each."""
    if trial.subject == RATES:
        return [_("Offices value by them what arrives, once they use them.")]
    if not trial.searched:
        return [_("Nobody was searched here: each office searches its own partners once it uses the list.")]
    counted = plural(
        "{count} partner of all offices was searched for the new and changed entries.",
        "{count} partners of all offices were searched for the new and changed entries.",
        trial.searched,
    )
    named = [
        _("{office}, {partner}: “{name}” resembles “{listed}”").format(
            office=own.office, partner=own.partner, name=own.name, listed=own.listed
        )
        for own in trial.named
    ]
    return [counted, *(named or [_("No name resembles one of them.")])]


def effect_lines(trial: ContentTrial | ListTrial) -> list[str]:
    """What a version would touch, counted first and then listed, a sentence each."""
    if isinstance(trial, ListTrial):
        return list_effect_lines(trial)
    effects = trial.effects
    sentences = [
        plural(
            "{count} open case was tried.",
            "{count} open cases were tried.",
            effects.open_cases,
        )
    ]
    if effects.keeping:
        sentences.append(
            plural(
                "{count} open case goes on with the questionnaire with which it was begun.",
                "{count} open cases go on with the questionnaire with which they were begun.",
                effects.keeping,
            )
        )
    sentences += [
        _("{office}, case {number}, {partner}: {before} becomes {after}").format(
            office=own.office,
            number=own.number,
            partner=own.partner,
            before=_result(own.before),
            after=_result(own.after),
        )
        for own in effects.cases
    ]
    sentences += [
        _("{office}, draft with {partner}: {what}").format(
            office=draft.office, partner=draft.partner, what=", ".join(file_words(name) for name in draft.files)
        )
        for draft in effects.drafts
    ]
    if not effects.cases and not effects.drafts:
        sentences.append(_("No open case comes out otherwise, and no draft of an agreement changes."))
    worked = len(trial.worked_cases)
    sentences.append(
        plural("{count} worked case comes out otherwise.", "{count} worked cases come out otherwise.", worked)
        if worked
        else _("Each worked case comes out as before.")
    )
    return sentences


def _result(result: CaseResult) -> str:
    level = _(LEVEL_LABELS[ChipLevel.of(result.level)])
    return f"{level} ({_(ROLE_NAMES[result.decides])})" if result.decides else level
