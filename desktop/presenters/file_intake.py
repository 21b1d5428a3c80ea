"""Files handed over to be kept: each judged for itself away from the window, and what is said of those afterwards."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from desktop.base.errors import Cancelled, Problem, RefusedFile
from desktop.base.progress import Progress
from desktop.base.text import N_, _, plural
from desktop.definitions.terms import FileFlaw
from desktop.presenters.presenter import Presenter
from desktop.services.office import scanner
from desktop.services.work import Work
from desktop.store import files
from desktop.store.records import Evidence

Keep = Callable[[Path], Evidence]  # raises RefusedFile for a file that is not kept, Problem where none is any more

_FLAWED = {  # what is said when the file is attached; it is repeated where the case is decided on
    FileFlaw.PASSWORD: N_(
        "“{name}” was added, but it asks for a password: whoever decides cannot read it. Ask for a copy without one."
    ),
    FileFlaw.CUT: N_(
        "“{name}” was added, but it is damaged or incomplete, so it cannot be read to its end. "
        "Copy or scan it again, and add it anew."
    ),
}


@dataclass
class AttachedFiles:
    """What became of files that were to be attached: how many were, what to know of those, and which are refused."""

    added: int = 0
    remarks: list[str] = field(default_factory=list)
    refused: list[RefusedFile] = field(default_factory=list)
    barred: Problem | None = None  # why nothing more can be attached


class FileIntake:
    """The files handed over on one page. `about` says at what: a question, or nothing where there is one place.

    `notice` is what to know of those kept last, at `noticed`. `shown` is called once they were judged.
    """

    def __init__(self, presenter: Presenter, shown: Callable[[], None]) -> None:
        self._presenter, self._shown = presenter, shown
        self.notice, self.noticed = "", ""
        self._verdicts: list[tuple[str, AttachedFiles]] = []  # of the files handed over last
        self._under_way = 0  # how often files were handed over that are not judged yet

    def take(self, keep: Keep, paths: Sequence[Path], about: str = "") -> None:
        """Keep files, each for itself, away from the window: a heavy one is long to judge.

        Raises Problem naming those that are not kept. Of those that are, `notice` says which cannot be opened, got
        another ending or are heavy; and which ones were left because the officer stopped the work.
        """
        if not self._under_way:
            self._verdicts = []
        self._under_way += 1
        work = partial(_kept, self._presenter.office.work, keep, tuple(paths))
        self._presenter.runner.run_surely(_("Attaching files"), work, lambda verdicts: self._judged(about, verdicts))

    def _judged(self, about: str, verdicts: AttachedFiles) -> None:
        """Say what became of the files, and of those handed over before them that were judged meanwhile."""
        self._under_way -= 1
        self._verdicts.append((about, verdicts))
        remarks = [remark for place, judged in self._verdicts if place == about for remark in judged.remarks]
        self.notice, self.noticed = "\n".join(remarks), about
        self._shown()
        if verdicts.barred is not None:
            raise verdicts.barred
        if refused := [problem for _about, judged in self._verdicts for problem in judged.refused]:
            raise _refusals(refused, sum(judged.added for _about, judged in self._verdicts))


def _kept(work: Work, keep: Keep, paths: Sequence[Path], progress: Progress) -> AttachedFiles:
    """Keep files one after the other, each with its verdict; between two of them the officer may stop."""
    verdicts = AttachedFiles()
    for number, path in enumerate(paths):
        try:
            progress.step(number, len(paths), path.name)
            attached = keep(path)
        except RefusedFile as problem:
            verdicts.refused.append(problem)
        except Problem as problem:  # of the case, not of a file: no other one is taken either
            verdicts.barred = problem
            break
        except Cancelled:
            names = ", ".join(left.name for left in paths[number:])
            verdicts.remarks.append(_("You stopped; these were not added: {names}").format(names=names))
            break
        else:
            scanner.note_taken(work, path)
            verdicts.added += 1
            verdicts.remarks += [remark for remark in _remarks(path.name, attached) if remark]
    return verdicts


def _remarks(name: str, attached: Evidence) -> Sequence[str]:
    """What to know of a file that was attached under this name."""
    renamed = ""
    if attached.name != name and attached.title == Path(name).stem:
        renamed = _(
            "“{name}” was added as “{right}”, the ending of what it is, so that other programs open it."
        ).format(name=name, right=attached.name)
    flawed = _(_FLAWED[attached.flaw]).format(name=attached.name) if attached.flaw in _FLAWED else ""
    return flawed, renamed, files.caution(attached.size or 0)


def _refusals(refused: Sequence[RefusedFile], added: int) -> Problem:
    """One Problem for all files that were not kept, each with its reason, and how many were."""
    kept = plural("The other file was added.", "The other {count} files were added.", added) if added else ""
    if len(refused) == 1:
        (problem,) = refused
        return RefusedFile(problem.text, f"{problem.remedy} {kept}".strip(), code=problem.code)
    return RefusedFile("\n".join(map(str, refused)), kept, code="files-refused")
