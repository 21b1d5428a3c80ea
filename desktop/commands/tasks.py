"""`passerelle tasks list | week | put-off | take-back`: what is to be done by a day, the week, what waits and why."""

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path

from desktop.base.dates import day_in_words
from desktop.base.progress import RunNow
from desktop.base.text import _, language
from desktop.base.values import JsonObject
from desktop.commands import named, terminal
from desktop.office import Office
from desktop.presenters.tasks import TaskLine, TasksPresenter
from desktop.services import open_tasks, putting_off
from desktop.services.putting_off import WaitingTask


def arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(metavar=_("COMMAND"), required=True)
    every = verbs.add_parser("list", help=_("list what is to be done, the nearest day first"))
    every.set_defaults(run=show, week=False, out=None)
    week = verbs.add_parser("week", help=_("what is overdue and what is due within seven days"))
    week.add_argument("--out", type=terminal.file, metavar=_("FILE"), help=_("the PDF; without it, lines are shown"))
    week.set_defaults(run=show, week=True)
    _moving_arguments(verbs)
    for verb in (every, week):
        verb.add_argument("--everybody", action="store_true", help=_("those of every officer, not only your own"))
        terminal.office_arguments(verb)


def _moving_arguments(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    later = verbs.add_parser("put-off", help=_("put a task or a reminder off until a day, with a reason"))
    later.add_argument("task", metavar=_("TASK"), help=_("its words, or its id as “tasks list --json” shows it"))
    later.add_argument("--until", required=True, type=named.day, metavar=_("DAY"), help=_("a day like 2026-11-24"))
    later.add_argument("--reason", required=True, metavar=_("CODE"), help=_("partner, headquarters, leave or other"))
    later.add_argument("--words", default="", metavar=_("TEXT"), help=_("more words on why"))
    later.set_defaults(run=put_task_off)
    again = verbs.add_parser("take-back", help=_("have on Today again what was put off"))
    again.add_argument("task", metavar=_("TASK"), help=_("its words, or its id as “tasks list --json” shows it"))
    again.set_defaults(run=take_back)
    for verb in (later, again):
        terminal.office_arguments(verb)


def put_task_off(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        waits = _named(office, options.task)
        named.require_code(options.reason, [reason.id for reason in office.definitions.put_off.reasons])
        putting_off.put_off(office.work, waits, options.until, options.reason, options.words)
    day = day_in_words(options.until.isoformat(), language())
    sentence = _("It is put off until {day}.").format(day=day)
    terminal.answer(options, {"task": waits.record, "until": options.until.isoformat()}, [sentence])
    return 0


def take_back(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        waits = _named(office, options.task)
        putting_off.take_back(office.work, waits.record)
    terminal.answer(options, {"task": waits.record}, [_("It is on Today again.")])
    return 0


def _named(office: Office, words: str) -> WaitingTask:
    """The open task of these words or this id; raises Problem when there is none, or several."""
    every = [task.item for task in open_tasks.read(office.work).tasks]
    key = named.only([item.about for item in every if words in (item.about, item.name)], words)
    return next(item.waits for item in every if item.about == key)


class _IntoFile:
    """Answers where to save with the file that the line names."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def place_to_save(self, title: str, name: str, chosen: Callable[[Path], None]) -> None:
        chosen(self.file)


def show(options: argparse.Namespace) -> int:
    with terminal.open_office(options) as office:
        screen = TasksPresenter(office, RunNow())
        screen.of_everybody = options.everybody
        screen.refresh()
        lines = screen.week if options.week else screen.lines
        if options.out is not None:
            screen.asker = _IntoFile(options.out)  # type: ignore[assignment]
            if screen.save_week():
                sentence = _("The sheet of the week is in {file}").format(file=options.out)
                terminal.answer(options, {"file": str(options.out), "tasks": len(lines)}, [sentence])
                return 0
        nothing = _("Nothing is due within seven days.") if options.week else _("No task is open.")
        terminal.answer(options, {"tasks": [_content(line) for line in lines]}, _rows(lines) or [nothing])
    return 0


def _rows(lines: Sequence[TaskLine]) -> list[str]:
    return terminal.table(
        (line.words["due"], line.card.title, line.words["partner"], line.words["owner"], _later(line)) for line in lines
    )


def _later(line: TaskLine) -> str:
    if not line.until:
        return ""
    return _("put off until {day}").format(day=day_in_words(line.until, language(), "short"))


def _content(line: TaskLine) -> JsonObject:
    later = {"until": line.until, "why": line.why} if line.until else {}
    return {"id": line.key, "what": line.card.title, "overdue": line.card.warns, **line.words, **later}
