"""`passerelle tasks list | week`: what is to be done by a day, and the sheet of the week."""

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path

from desktop.base.progress import RunNow
from desktop.base.text import _
from desktop.base.values import JsonObject
from desktop.commands import terminal
from desktop.presenters.tasks import TaskLine, TasksPresenter


def arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(metavar=_("COMMAND"), required=True)
    every = verbs.add_parser("list", help=_("list what is to be done, the nearest day first"))
    every.set_defaults(run=show, week=False, out=None)
    week = verbs.add_parser("week", help=_("what is overdue and what is due within seven days"))
    week.add_argument("--out", type=terminal.file, metavar=_("FILE"), help=_("the PDF; without it, lines are shown"))
    week.set_defaults(run=show, week=True)
    for verb in (every, week):
        verb.add_argument("--everybody", action="store_true", help=_("those of every officer, not only your own"))
        terminal.office_arguments(verb)


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
        (line.words["due"], line.card.title, line.words["partner"], line.words["owner"]) for line in lines
    )


def _content(line: TaskLine) -> JsonObject:
    return {"what": line.card.title, "overdue": line.card.warns, **line.words}
