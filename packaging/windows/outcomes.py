"""What became of each test under Wine: written there line by line as it happens, added up here by folder.

A line is `word TAB seconds TAB name TAB reason`. What a process that died has written still counts.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

NOTHING = ""  # the word of a line that only tells seconds
LISTED, NOT_RUN, FAILED, SKIPPED, ELSEWHERE = "on the list", "not run", "failed", "skipped", "elsewhere"
COLUMNS = ("tests", "passed", SKIPPED, ELSEWHERE, FAILED, NOT_RUN, LISTED, "seconds")
SHARE = 100  # one test in so many at most may be on the list, or skipped although Windows has what it is about
OF_ANOTHER_SYSTEM = (
    "of another system: "  # so begins the reason where Windows has nothing of the kind (tests/systems.py)
)


@dataclass
class Outcome:
    """Of one test; `word` is a column of the summary."""

    word: str = NOT_RUN
    seconds: float = 0.0
    reason: str = ""  # why it was skipped


def line(word: str, seconds: float, name: str, reason: str = "") -> str:
    """As `read` takes it; the name is pytest's, which holds neither tabs nor line ends."""
    return f"{word}\t{seconds:.3f}\t{name}\t{' '.join(reason.split())}\n"


def read(text: str) -> dict[str, Outcome]:
    """The outcome by the name of the test; an unfinished last line is passed over."""
    outcomes: dict[str, Outcome] = {}
    for finished in text.split("\n")[:-1]:
        word, seconds, name, reason = finished.split("\t")
        outcome = outcomes.setdefault(name, Outcome())
        outcome.seconds += float(seconds)
        if word and outcome.word != FAILED:  # a failure stays one, however what was set up for the test is put away
            outcome.word = ELSEWHERE if word == SKIPPED and reason.startswith(OF_ANOTHER_SYSTEM) else word
            outcome.reason = reason
    return outcomes


def summary(outcomes: Mapping[str, Outcome]) -> str:
    """A table: of every folder, how many tests ended how, and at the bottom of all of them."""
    folders: dict[str, list[Outcome]] = {}
    for name, outcome in outcomes.items():
        folders.setdefault(name.partition("::")[0].rpartition("/")[0], []).append(outcome)
    rows = [(folder, _counted(of_it)) for folder, of_it in sorted(folders.items())]
    rows.append(("all", _counted(outcomes.values())))
    width = max(len(folder) for folder, _counts in rows)
    head = "folder".ljust(width) + "".join(f"  {column:>11}" for column in COLUMNS)
    return "\n".join([head, *(folder.ljust(width) + "".join(f"  {n:>11}" for n in counts) for folder, counts in rows)])


def left_undone(outcomes: Mapping[str, Outcome]) -> str:
    """Every test that was skipped, by its name below the reason."""
    names: dict[str, list[str]] = {}
    for name, outcome in sorted(outcomes.items()):
        if outcome.word in (SKIPPED, ELSEWHERE):
            names.setdefault(outcome.reason, []).append(name)
    return "\n".join(f"{reason} ({len(of_it)})\n    " + "\n    ".join(of_it) for reason, of_it in sorted(names.items()))


def is_whole(outcomes: Mapping[str, Outcome]) -> bool:
    """Whether every test ran to its end and none failed."""
    return not any(outcome.word in (FAILED, NOT_RUN) for outcome in outcomes.values())


def faults(outcomes: Mapping[str, Outcome], names: Collection[str], passing: Iterable[str]) -> list[str]:
    """What is wrong, after a whole run, with the list of the tests that Wine cannot do, a sentence each.

    `passing` are those that passed when they were tried.
    """
    known = {name for name, outcome in outcomes.items() if outcome.word == LISTED}
    sentences = [f"{name} is on the list and is no test any more." for name in names if name not in known]
    sentences += [f"{name} is on the list and passes." for name in passing]
    undone = len(names) + sum(outcome.word == SKIPPED for outcome in outcomes.values())
    if undone * SHARE > len(outcomes):
        sentences.append(f"More than one test in {SHARE} is on the list or skipped: {undone} of {len(outcomes)}.")
    return sentences


def _counted(outcomes: Iterable[Outcome]) -> list[int]:
    together = list(outcomes)
    words = [outcome.word for outcome in together]
    seconds = round(sum(outcome.seconds for outcome in together))
    return [len(words), *(words.count(column) for column in COLUMNS[1:-1]), seconds]
