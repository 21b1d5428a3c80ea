"""`passerelle hq packs list|try|prepare|release|take-back|withdraw|write`: what Headquarters publishes to every office.

One person prepares a version, another one releases it with their own passphrase.
"""

import argparse
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from desktop.base.errors import Problem
from desktop.base.progress import Progress
from desktop.base.text import _, plural
from desktop.base.values import Json
from desktop.commands import terminal
from desktop.commands.forms import changed_lines
from desktop.definitions.content_differences import ContentDifference
from desktop.presenters.exchange import content_words
from desktop.services.exchange import releasing
from desktop.services.exchange.headquarters import publishing
from desktop.services.exchange.headquarters.publishing import ContentTrial
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
    released = deeds.add_parser("release", help=_("release the version that a colleague prepared"))
    released.set_defaults(run=release)
    taken_back = deeds.add_parser("take-back", help=_("take back the version that waits to be released"))
    taken_back.set_defaults(run=take_back)
    withdrawn = deeds.add_parser("withdraw", help=_("prepare what was in force before the last version"))
    _reason_arguments(withdrawn)
    withdrawn.set_defaults(run=withdraw)
    written = deeds.add_parser("write", help=_("write the last version as a file for all offices"))
    written.add_argument("file", type=terminal.file, metavar=_("FILE"), help=_("ends in .psb"))
    written.set_defaults(run=write)
    return listed, tried, prepared, released, taken_back, withdrawn, written


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
    sentence = content_words.prepared_words(record, is_own=True)
    terminal.answer(options, {**_trial_data(trial), "version": record.version}, [*_trial_lines(trial), sentence])
    return 0


def release(options: argparse.Namespace) -> int:
    """Release what waits, and tell what changes with it."""
    with terminal.open_headquarters(options) as office:
        waiting = _waiting(office.work)
        trial = publishing.examine_prepared(office.work, waiting, Progress())
        record = publishing.release(office.work, waiting, office.opened.seal_seed, Progress())
        office.renew_definitions()
    sentence = _("Version {version} is published; each office gets it with its next return.").format(
        version=record.version
    )
    terminal.answer(options, {**_trial_data(trial), "version": record.version}, [*_trial_lines(trial), sentence])
    return 0


def take_back(options: argparse.Namespace) -> int:
    with terminal.open_headquarters(options) as office:
        record = releasing.withdraw(office.work, _waiting(office.work).id)
    sentence = _("Version {version} is withdrawn; nothing left.").format(version=record.version)
    terminal.answer(options, {"version": record.version}, [sentence])
    return 0


def _waiting(work: Work) -> ContentVersion:
    """The version that waits for a second person; raises Problem where none does."""
    waiting = next(iter(releasing.waiting(work)), None)
    if waiting is None:
        raise Problem(
            _("No version waits for a second person; nothing was changed."),
            _("A colleague prepares one first, with “passerelle hq packs prepare”."),
            code="contents-none-prepared",
        )
    return waiting


def write(options: argparse.Namespace) -> int:
    with terminal.open_headquarters(options) as office:
        pack = publishing.write_broadcast(office.work, office.keys, options.file)
    sentence = _("Version {version} is in {path}: any office can import it.").format(
        version=pack.version, path=options.file
    )
    terminal.answer(options, {"version": pack.version, "file": str(options.file)}, [sentence])
    return 0


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


def _trial_data(trial: ContentTrial) -> dict[str, Json]:
    return {
        "base": trial.base,
        "faults": [{"code": fault.code, "text": fault.text} for fault in trial.faults],
        "differences": [difference_data(line) for line in trial.differences],
        "worked_cases": [change.case.id for change in trial.worked_cases],
        "open_cases": trial.effects.open_cases,
        "cases": [asdict(own) for own in trial.effects.cases],
        "drafts": [{**asdict(own), "files": list(own.files)} for own in trial.effects.drafts],
    }


def _trial_lines(trial: ContentTrial) -> Iterator[str]:
    yield from (content_words.sentence(line) for line in trial.differences)
    yield content_words.counted(trial.differences)
    if trial.faults:
        yield from (fault.text for fault in trial.faults)
        yield plural(
            "{count} fault: nothing was published.", "{count} faults: nothing was published.", len(trial.faults)
        )
        return
    yield from content_words.effect_lines(trial)
    for change in trial.worked_cases:
        yield from changed_lines(change)
