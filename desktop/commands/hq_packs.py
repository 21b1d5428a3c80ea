"""`passerelle hq packs …`: the rules, lists and rates that Headquarters publishes to every office.

One person prepares a version, another one releases it with their own passphrase.
"""

import argparse
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from desktop.base.errors import Problem
from desktop.base.files import make_folder
from desktop.base.progress import Progress
from desktop.base.text import _, plural
from desktop.base.values import Json
from desktop.bundles.program_release import Release
from desktop.commands import terminal
from desktop.commands.forms import changed_lines
from desktop.definitions.content_differences import ContentDifference
from desktop.presenters.exchange import content_words, update_words
from desktop.presenters.screening import published_words
from desktop.services.exchange import program_updates, releasing
from desktop.services.exchange.headquarters import publishing, publishing_lists
from desktop.services.exchange.headquarters.publishing import ContentTrial
from desktop.services.exchange.headquarters.publishing_lists import ListTrial
from desktop.services.work import Work
from desktop.store.records import ContentVersion


def arguments(verbs: Any) -> tuple[argparse.ArgumentParser, ...]:
    """The command, whose own verbs `hq` gives the arguments of an office."""
    packs = verbs.add_parser(
        "packs", help=_("publish rules and templates to every office: questionnaire, clauses, limits")
    )
    deeds = packs.add_subparsers(metavar=_("COMMAND"), required=True)
    listed = deeds.add_parser("list", help=_("the versions, and which office works with which"))
    listed.set_defaults(run=show)
    tried = deeds.add_parser("try", help=_("look at changed files: faults, differences, what they would touch"))
    _files_argument(tried)
    tried.set_defaults(run=try_out)
    prepared = deeds.add_parser("prepare", help=_("prepare changed files as the next version; a colleague releases it"))
    _files_argument(prepared)
    _reason_arguments(prepared)
    prepared.set_defaults(run=prepare)
    lists = deeds.add_parser("lists", help=_("lists and rates that can be published, and how many offices use them"))
    lists.set_defaults(run=show_lists)
    tried_list = deeds.add_parser("try-list", help=_("what a list would change, and whom it would name"))
    _subject_argument(tried_list)
    tried_list.set_defaults(run=try_list)
    prepared_list = deeds.add_parser(
        "prepare-list", help=_("prepare the list with which Headquarters works; a colleague releases it")
    )
    _subject_argument(prepared_list)
    _reason_arguments(prepared_list)
    prepared_list.set_defaults(run=prepare_list)
    released = deeds.add_parser("release", help=_("release the version that a colleague prepared"))
    _of_argument(released)
    released.set_defaults(run=release)
    taken_back = deeds.add_parser("take-back", help=_("take back the version that waits to be released"))
    _of_argument(taken_back)
    taken_back.set_defaults(run=take_back)
    withdrawn = deeds.add_parser("withdraw", help=_("prepare what was in force before the last version"))
    _reason_arguments(withdrawn)
    withdrawn.set_defaults(run=withdraw)
    forwarded = deeds.add_parser(
        "forward-update", help=_("copy a program update as it is for an office; signs nothing")
    )
    forwarded.add_argument("file", type=terminal.file, metavar=_("FILE"), help=_("the update, as its maker gives it"))
    forwarded.add_argument("--to", type=terminal.folder, required=True, metavar=_("DIR"), help=_("stick or folder"))
    forwarded.set_defaults(run=forward_update)
    written = deeds.add_parser("write", help=_("write the last version as a file for all offices"))
    written.add_argument("file", type=terminal.file, metavar=_("FILE"), help=_("ends in .psb"))
    written.set_defaults(run=write)
    return (
        listed,
        tried,
        prepared,
        lists,
        tried_list,
        prepared_list,
        released,
        taken_back,
        withdrawn,
        forwarded,
        written,
    )


def _subject_argument(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("subject", metavar=_("LIST"), help=_("as “hq packs lists” calls it, like un-sc or rates"))


def _of_argument(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--list", default="", dest="subject", metavar=_("LIST"), help=_("a list; the rules without it"))


def _files_argument(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("files", type=Path, metavar=_("FILE"), help=_("a changed file, or a folder of them"))


def _reason_arguments(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--reason", required=True, metavar=_("TEXT"), help=_("why, as every office reads it"))
    verb.add_argument("--until", default="", metavar=_("DAY"), help=_("the day after which offices are warned"))


def show(options: argparse.Namespace) -> int:
    """The versions, and the laptops with the version that each works with."""
    with terminal.open_headquarters(options) as office:
        versions = publishing.history(office.work)
        laptops = publishing.held_by_offices(office.work)
    data: dict[str, Json] = {
        "versions": [
            {**releasing.pack_of(record).to_json(), "waits": content_words.waits(record)} for record in versions
        ],
        "laptops": [
            {"office": own.office, "laptop": own.laptop, "version": own.version, "same": own.is_same} for own in laptops
        ],
    }
    lines = terminal.table(
        (
            content_words.record_words(record),
            content_words.state_words(record),
            record.preparer_name,
            record.publisher_name,
            record.reason,
        )
        for record in versions
    )
    lines = lines or [_("No version was published yet.")]
    lines += terminal.table((own.office, own.laptop, content_words.held_words(own)) for own in laptops)
    terminal.answer(options, data, lines)
    return 0


def try_out(options: argparse.Namespace) -> int:
    with terminal.open_headquarters(options) as office:
        trial = publishing.examine(office.work, options.files, Progress())
    terminal.answer(options, _trial_data(trial), _trial_lines(trial))
    return 1 if trial.faults else 0


def prepare(options: argparse.Namespace) -> int:
    return _prepare(options, lambda work: publishing.examine(work, options.files, Progress()))


def withdraw(options: argparse.Namespace) -> int:
    return _prepare(options, lambda work: publishing.examine_withdrawal(work, Progress()))


def _prepare(options: argparse.Namespace, look: Callable[[Work], ContentTrial]) -> int:
    """Prepare what was looked at, unless it has faults; then these are told."""
    with terminal.open_headquarters(options) as office:
        trial = look(office.work)
        if trial.faults:
            terminal.answer(options, _trial_data(trial), _trial_lines(trial))
            return 1
        record = publishing.prepare(office.work, trial, options.reason, options.until)
    return _prepared(options, trial, record)


def _prepared(options: argparse.Namespace, trial: ContentTrial | ListTrial, record: ContentVersion) -> int:
    """Tell what was prepared, and that a second person releases it."""
    sentence = content_words.prepared_words(record, is_own=True)
    terminal.answer(options, {**_trial_data(trial), "version": record.version}, [*_trial_lines(trial), sentence])
    return 0


def show_lists(options: argparse.Namespace) -> int:
    """The lists and rates with which Headquarters works, and which of them the offices were sent."""
    with terminal.open_headquarters(options) as office:
        lists = publishing_lists.own_lists(office.work)
    data: list[Json] = [
        {
            "list": own.subject,
            "title": own.title,
            "dated_on": own.dated_on,
            "version": own.last.version if own.last is not None else None,
            "published": own.is_published,
            "waits": own.waits,
            "used_by": own.used_by,
            "offices": own.offices,
        }
        for own in lists
    ]
    lines = terminal.table(
        (own.subject, _(own.title), own.dated_on, content_words.own_list_words(own), content_words.used_words(own))
        for own in lists
    )
    terminal.answer(options, {"lists": data}, lines or [_("No list is installed yet.")])
    return 0


def try_list(options: argparse.Namespace) -> int:
    with terminal.open_headquarters(options) as office:
        trial = publishing_lists.examine(office.work, options.subject, Progress())
    terminal.answer(options, _trial_data(trial), _trial_lines(trial))
    return 0


def prepare_list(options: argparse.Namespace) -> int:
    with terminal.open_headquarters(options) as office:
        trial = publishing_lists.examine(office.work, options.subject, Progress())
        record = publishing_lists.prepare(office.work, trial, options.reason, options.until)
    return _prepared(options, trial, record)


def release(options: argparse.Namespace) -> int:
    """Release what waits, and tell what changes with it."""
    with terminal.open_headquarters(options) as office:
        waiting = _waiting(office.work, options.subject)
        trial = publishing.examine_prepared(office.work, waiting, Progress())
        record = publishing.release(office.work, waiting, office.opened.seal_seed, Progress())
        office.renew_definitions()
    sentence = content_words.released_words(record)
    terminal.answer(options, {**_trial_data(trial), "version": record.version}, [*_trial_lines(trial), sentence])
    return 0


def take_back(options: argparse.Namespace) -> int:
    with terminal.open_headquarters(options) as office:
        record = releasing.withdraw(office.work, _waiting(office.work, options.subject).id)
    terminal.answer(options, {"version": record.version}, [content_words.withdrawn_words(record)])
    return 0


def _waiting(work: Work, subject: str) -> ContentVersion:
    """The version that waits for a second person; raises Problem where none does."""
    waiting = next((record for record in releasing.waiting(work) if record.subject == subject), None)
    if waiting is None:
        raise Problem(
            _("No version waits for a second person; nothing was changed."),
            _("A colleague prepares one first, with “passerelle hq packs prepare”."),
            code="contents-none-prepared",
        )
    return waiting


def write(options: argparse.Namespace) -> int:
    with terminal.open_headquarters(options) as office:
        packs = publishing.write_broadcast(office.work, office.keys, options.file)
    sentence = _("{what}: this is in {path}, and any office can import it.").format(
        what=published_words.notices_words(packs), path=options.file
    )
    written: list[Json] = [dict(pack.to_json()) for pack in packs]
    terminal.answer(options, {"written": written, "file": str(options.file)}, [sentence])
    return 0


def forward_update(options: argparse.Namespace) -> int:
    with terminal.open_headquarters(options) as office:
        release = program_updates.forward(office.work, options.file, make_folder(options.to), Progress())
    terminal.answer(options, update_data(release), [update_words.forwarded_words(release)])
    return 0


def update_data(release: Release) -> dict[str, Json]:
    """A program update for programs; without the list of its files."""
    about = {name: value for name, value in release.manifest.to_json().items() if name not in ("files", "links")}
    return {"file": str(release.path), "signers": list(release.signers), "digest": release.digest, **about}


def difference_data(line: ContentDifference) -> dict[str, Json]:
    """A difference for programs."""
    return {
        "file": line.file,
        "entry": line.entry,
        "key": line.key,
        "language": line.language,
        "kind": str(line.kind),
        "before": line.before,
        "after": line.after,
    }


def _trial_data(trial: ContentTrial | ListTrial) -> dict[str, Json]:
    if isinstance(trial, ListTrial):
        return {
            "list": trial.subject,
            "title": trial.title,
            "dated_on": trial.dated_on,
            "base": trial.base,
            "differences": [difference_data(line) for line in trial.differences],
            "searched": trial.searched,
            "named": [asdict(own) for own in trial.named],
        }
    return {
        "base": trial.base,
        "faults": [{"code": fault.code, "text": fault.text} for fault in trial.faults],
        "differences": [difference_data(line) for line in trial.differences],
        "worked_cases": [change.case.id for change in trial.worked_cases],
        "open_cases": trial.effects.open_cases,
        "cases": [asdict(own) for own in trial.effects.cases],
        "drafts": [{**asdict(own), "files": list(own.files)} for own in trial.effects.drafts],
    }


def _trial_lines(trial: ContentTrial | ListTrial) -> Iterator[str]:
    yield from (content_words.sentence(line) for line in trial.differences)
    yield content_words.counted(trial.differences)
    if trial.faults:
        yield from (fault.text for fault in trial.faults)
        yield plural(
            "{count} fault: nothing was published.", "{count} faults: nothing was published.", len(trial.faults)
        )
        return
    yield from content_words.effect_lines(trial)
    for change in () if isinstance(trial, ListTrial) else trial.worked_cases:
        yield from changed_lines(change)
