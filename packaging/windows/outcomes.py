"""What became of each test under Wine: written there line by line as it happens, added up here by folder.

A line is `word TAB seconds TAB name`. What a process that died has written still counts.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

NOTHING = ""  # the word of a line that only tells seconds
LISTED, NOT_RUN, FAILED = "on the list", "not run", "failed"
COLUMNS = ("tests", "passed", "skipped", FAILED, NOT_RUN, LISTED, "seconds")
SHARE = 100  # one test in so many at most may be on the list


@dataclass
class Outcome:
    """Of one test; `word` is a column of the summary."""

    word: str = NOT_RUN
    seconds: float = 0.0


def line(word: str, seconds: float, name: str) -> str:
    """As `read` takes it; the name is pytest's, which holds neither tabs nor line ends."""
    return f"{word}\t{seconds:.3f}\t{name}\n"


def read(text: str) -> dict[str, Outcome]:
    """The outcome by the name of the test; an unfinished last line is passed over."""
    outcomes: dict[str, Outcome] = {}
    for finished in text.split("\n")[:-1]:
        word, seconds, name = finished.split("\t")
        outcome = outcomes.setdefault(name, Outcome())
        outcome.seconds += float(seconds)
        if word and outcome.word != FAILED:  # a failure stays one, however what was set up for the test is put away
            outcome.word = word
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
    if len(names) * SHARE > len(outcomes):
        sentences.append(f"More than one test in {SHARE} is on the list: {len(names)} of {len(outcomes)}.")
    return sentences


def _counted(outcomes: Iterable[Outcome]) -> list[int]:
    together = list(outcomes)
    words = [outcome.word for outcome in together]
    seconds = round(sum(outcome.seconds for outcome in together))
    return [len(words), *(words.count(column) for column in COLUMNS[1:-1]), seconds]
