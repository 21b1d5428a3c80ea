"""Everything that is measured of the matcher, in one run: `PYTHONPATH=. python tests/bench/screening/measure.py DATA`.

Bands are judged where they are shown: precision and recall at 0.60 (weak), 0.72 (to review) and 0.86 (very close), for
persons and organisations and by category; then the misses, the peers, whole lists, speed and memory, and last the table
of what must be reached. `--pairs FILE` judges further pairs too; `--left-out CATEGORY…` names the categories of which
nobody looked at an example while tuning, whose figures are then also given alone; `--quick` leaves out what takes
minutes; `--misses` prints the pairs that were judged otherwise. Pairs are judged by `match.score`, as in `score.py`.
"""

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from matcher import entry_kind, list_of
from matcher import match as matcher_search
from rapidfuzz import process
from rapidfuzz.distance import JaroWinkler
from speed import mixed, rows
from table import accuracy, plain, scorers

from desktop.screening import match
from desktop.screening.entries import EntryKind
from desktop.screening.index import Index, build_index

BANDS = (match.WEAK, match.REVIEW, match.STRONG)
MANY = 250_000
QUERIES = 60
REPEATS = 3  # fresh processes, of which the median counts


@dataclass(frozen=True)
class JudgedPair:
    """A labelled pair with its score."""

    query: str
    name: str
    kind: str
    is_match: bool
    category: str
    score: float


@dataclass
class Reached:
    """The lines of what must be reached: the measure, now, the target, and whether it is reached."""

    lines: list[tuple[str, str, str, bool]] = field(default_factory=list)

    def least(self, measure: str, now: float, target: float) -> None:
        """Add a measure that must not be below its target."""
        self.lines.append((measure, f"{now:.3f}", f"≥ {target:g}", now >= target))

    def most(self, measure: str, now: float, target: float, unit: str = "") -> None:
        """Add a measure that must not be above its target."""
        self.lines.append((measure, f"{now:.3g}{unit}", f"≤ {target:g}{unit}", now <= target))


def judged(path: Path) -> list[JudgedPair]:
    """The pairs of a file with the scores that the program gives them."""
    return [
        JudgedPair(
            row["query_name"],
            row["list_name"],
            row["entity_kind"],
            row["expected"] == "match",
            row["category"],
            match.score(row["query_name"], row["list_name"], entry_kind(row["entity_kind"])),
        )
        for row in rows(path)
    ]


def share(pairs: Sequence[JudgedPair], threshold: float) -> float:
    """How many of some pairs reach a threshold, 0..1; 0 of none."""
    return sum(pair.score >= threshold for pair in pairs) / len(pairs) if pairs else 0.0


def precision(pairs: Sequence[JudgedPair], threshold: float) -> float:
    """How many of those that reach a threshold are matches; 1 where none does."""
    shown = [pair for pair in pairs if pair.score >= threshold]
    return sum(pair.is_match for pair in shown) / len(shown) if shown else 1.0


def matches(pairs: Sequence[JudgedPair], kind: str = "") -> list[JudgedPair]:
    return [pair for pair in pairs if pair.is_match and kind in ("", pair.kind)]


def others(pairs: Sequence[JudgedPair], kind: str = "") -> list[JudgedPair]:
    return [pair for pair in pairs if not pair.is_match and kind in ("", pair.kind)]


def curve(pairs: Sequence[JudgedPair]) -> tuple[float, float]:
    """Recall at precision 0.9 and best F1, as `table.accuracy` counts them."""
    rated = [
        {
            "query_name": str(at),
            "list_name": "",
            "entity_kind": "",
            "expected": "match" if pair.is_match else "no_match",
        }
        for at, pair in enumerate(pairs)
    ]
    return accuracy(lambda at, _name, _kind: pairs[int(at)].score, rated)


def print_table(heads: Sequence[str], lines: Sequence[Sequence[str]]) -> None:
    print("|" + "|".join(f" {head} " for head in heads) + "|")
    print("|" + "---|" * len(heads))
    for line in lines:
        print("|" + "|".join(f" {cell} " for cell in line) + "|")
    print()


def print_bands(name: str, pairs: Sequence[JudgedPair], left_out: Sequence[str]) -> None:
    """Precision, recall and false alarms at each band: all, by kind, and the categories left out alone."""
    print(f"## {name}: bands\n")
    groups: dict[str, list[JudgedPair]] = {"all": list(pairs)}
    groups |= {kind: [pair for pair in pairs if pair.kind == kind] for kind in ("person", "org")}
    if alone := [pair for pair in pairs if pair.category in left_out]:
        groups["categories left out of tuning"] = alone
        groups["the other categories"] = [pair for pair in pairs if pair.category not in left_out]
    heads = ["", "pairs", "recall at precision 0.9", "best F1"]
    heads += [f"{what} at {band:.2f}" for band in BANDS for what in ("precision", "recall", "false alarms")]
    lines = []
    for group, own in groups.items():
        cells = [group, f"{len(matches(own))} + {len(others(own))}", *(f"{value:.3f}" for value in curve(own))]
        for band in BANDS:
            cells += [
                f"{precision(own, band):.3f}",
                f"{share(matches(own), band):.3f}",
                f"{share(others(own), band):.1%}",
            ]
        lines.append(cells)
    print_table(heads, lines)


def print_categories(name: str, pairs: Sequence[JudgedPair], left_out: Sequence[str]) -> None:
    """How many are found, and how many false ones are, at each band, by category."""
    print(f"## {name}: by category (an asterisk: left out of any tuning)\n")
    heads = ["category", *(f"found at {band:.2f}" for band in BANDS), *(f"false at {band:.2f}" for band in BANDS)]
    lines = []
    for category in sorted({pair.category for pair in pairs}):
        own = [pair for pair in pairs if pair.category == category]
        cells = [f"{category}{'*' if category in left_out else ''}"]
        for side in (matches(own), others(own)):
            cells += [f"{sum(p.score >= band for p in side)}/{len(side)}" if side else "–" for band in BANDS]
        lines.append(cells)
    print_table(heads, lines)


def print_misses(name: str, pairs: Sequence[JudgedPair]) -> None:
    """The matches below the review band and the others that reach it, by category."""
    print(f"## {name}: judged otherwise at {match.REVIEW:.2f}, by category\n")
    wrong = [pair for pair in pairs if pair.is_match is (pair.score < match.REVIEW)]
    for pair in sorted(wrong, key=lambda pair: (pair.category, not pair.is_match, pair.score)):
        what = "missed" if pair.is_match else "false"
        print(f"- {pair.category}: {what} {pair.score:.2f} · {pair.query} | {pair.name}")
    print()


def print_peers(sets: Mapping[str, Path]) -> None:
    """Recall at precision 0.9 and best F1 of every scorer that is installed, on the same pairs."""
    print("## Beside other scorers: recall at precision 0.9 / best F1\n")
    lines = []
    for name, scorer in scorers().items():
        results = (accuracy(scorer, rows(path)) for path in sets.values())
        lines.append([name, *(f"{recall:.3f} / {best:.3f}" for recall, best in results)])
    print_table(["", *sets], lines)


class WholeList:
    """The list of DATA with the names of every set of pairs, indexed once, and what the clean customers score."""

    def __init__(self, data: Path, sets: Sequence[Path]) -> None:
        self.names: dict[str, list[str]] = {"person": [], "org": []}
        for row in rows(data / "names/list_names.csv"):
            self.names["person" if row["kind"] == "person" else "org"].append(row["name"])
        for row in (row for path in sets for row in rows(path) if row["expected"] == "match"):
            self.names[row["entity_kind"]].append(row["list_name"])
        self.names = {kind: list(dict.fromkeys(listed)) for kind, listed in self.names.items()}
        clean = rows(data / "names/clean_dev.csv")
        self.clean = sorted((self.best(row["name"], row["kind"]) for row in clean), reverse=True)

    def best(self, query: str, kind: str, wanted: str = "") -> float:
        """The best score of a query in the list, or of one listed name."""
        hits = matcher_search(query, self.names[kind], kind)
        return max((score for name, score in hits if wanted in ("", name)), default=0.0)

    def recalls(self, path: Path, alerts: Sequence[float]) -> list[float]:
        """How many matches of a file of pairs are found where these shares of the clean customers alert, as `score.py`
        counts it."""
        positive = [row for row in rows(path) if row["expected"] == "match"]
        scores = [self.best(row["query_name"], row["entity_kind"], row["list_name"]) for row in positive]
        thresholds = [self.clean[int(len(self.clean) * alert)] for alert in alerts]
        return [sum(score > threshold for score in scores) / len(scores) for threshold in thresholds]


def milliseconds(work: Callable[[], object]) -> float:
    """The wall time of a piece of work."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1e3


def speed(data: Path) -> tuple[float, float]:
    """The median of one name against 250,000 in milliseconds: ours, and rapidfuzz Jaro-Winkler in the same run.

    Each query is asked of one, then of the other, so that whatever else the machine does falls on both.
    """
    listed = [row["name"] for row in rows(data / "names/list_names.csv") if row["kind"] == "person"]
    many = mixed(listed, MANY)[:MANY]
    queries = [r["query_name"] for r in rows(data / "names/pairs_dev.csv") if r["entity_kind"] == "person"][::5][
        :QUERIES
    ]
    with tempfile.TemporaryDirectory() as folder:
        build_index(Path(folder) / "many.sqlite", [list_of(many, EntryKind.PERSON)])
        ready, ours, peers = [plain(name) for name in many], [], []
        with Index.open(Path(folder) / "many.sqlite") as index:
            index.search("a first search loads the libraries", EntryKind.PERSON)
            for query in queries:
                ours.append(milliseconds(partial(index.search, query, EntryKind.PERSON)))
                scorer = JaroWinkler.similarity
                peers.append(milliseconds(partial(process.extract, plain(query), ready, scorer=scorer, limit=20)))
    return statistics.median(ours), statistics.median(peers)


FRESH = """
import sys, time
from pathlib import Path
def peak():  # of this program alone: ru_maxrss begins with what the process that started it held
    status = Path("/proc/self/status").read_text()
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM")))
began = time.process_time()
from desktop.screening.entries import EntryKind
from desktop.screening.index import Index
with Index.open(Path(sys.argv[1])) as index:
    index.search("Mohammed Abdelkarim Ould Sidi", EntryKind.PERSON)
    first = time.process_time() - began
    early = peak()
    for name in Path(sys.argv[2]).read_text(encoding="utf-8").splitlines():
        index.search(name)
print(first * 1e3, early / 1024, peak() / 1024)
"""


def fresh_process(data: Path) -> tuple[float, float, float]:
    """Milliseconds of processor until a fresh process has its first answer, imports included; the memory in MB then,
    and once it searched every clean customer in the list of DATA, as persons and as organisations."""
    with tempfile.TemporaryDirectory() as folder:
        people = [row["name"] for row in rows(data / "names/list_names.csv")]
        path, names = Path(folder) / "list.sqlite", Path(folder) / "clean.txt"
        build_index(path, [list_of(people, EntryKind.PERSON)])
        names.write_text("\n".join(row["name"] for row in rows(data / "names/clean_dev.csv")), encoding="utf-8")
        line = [sys.executable, "-c", FRESH, str(path), str(names)]
        runs = [tuple(map(float, subprocess.check_output(line, text=True).split())) for _run in range(REPEATS)]
    first, early, late = (statistics.median(run[at] for run in runs) for at in range(3))
    return first, early, late


def must_reach(dev: Sequence[JudgedPair], fresh: Sequence[JudgedPair]) -> Reached:
    """What the pairs say of the table of the issue; `fresh` is the open third of the fresh pairs."""
    reached = Reached()
    recall, best = curve(fresh)
    reached.least("fresh pairs: recall at precision 0.9", recall, 0.90)
    reached.least("fresh pairs: best F1", best, 0.91)
    reached.least("persons: recall at the review band", share(matches(fresh, "person"), match.REVIEW), 0.92)
    reached.least("organisations: recall at the review band", share(matches(fresh, "org"), match.REVIEW), 0.85)
    false = {kind: 100 * share(others(fresh, kind), match.REVIEW) for kind in ("person", "org")}
    reached.most("persons: false alarms at the review band", false["person"], 6, " %")
    reached.most("organisations: false alarms at the review band", false["org"], 3, " %")
    recall, best = curve(dev)
    reached.least("development pairs (in place of the closed set): recall at precision 0.9", recall, 0.98)
    reached.least("development pairs (in place of the closed set): best F1", best, 0.965)
    for category in sorted({pair.category for pair in fresh}):
        own = [pair for pair in fresh if pair.category == category and pair.is_match]
        if (own and share(own, match.REVIEW) < 0.6) or category in ("org-number", "org-acronym"):
            reached.least(
                f"category {category} ({len(own)} matches): found at the review band", share(own, match.REVIEW), 0.6
            )
    return reached


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--pairs", type=Path, action="append", default=[])
    parser.add_argument("--left-out", nargs="*", default=[])
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--misses", action="store_true")
    options = parser.parse_args()
    sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]
    sets = {
        "pairs_dev": options.data / "names/pairs_dev.csv",
        "fresh, open third": options.data / "names/fresh_for_developers.csv",
        "our own": Path(__file__).parent / "hard_pairs.csv",
        "other hands": Path(__file__).parent / "other_hands.csv",
    }
    sets |= {path.stem: path for path in options.pairs}
    pairs = {name: judged(path) for name, path in sets.items()}
    print(
        f"# Matcher {match.VERSION}; left out of tuning: {', '.join(options.left_out) or 'no category was declared'}\n"
    )
    for name, own in pairs.items():
        print_bands(name, own, options.left_out)
        print_categories(name, own, options.left_out)
        if options.misses:
            print_misses(name, own)
    print_peers(sets)
    reached = must_reach(pairs["pairs_dev"], pairs["fresh, open third"])
    if not options.quick:
        whole = WholeList(options.data, list(sets.values()))
        false = sum(score >= match.REVIEW for score in whole.clean)
        listed = sum(map(len, whole.names.values()))
        print(f"Whole list of {listed:,} names: {false} of {len(whole.clean)} clean customers reach the review band\n")
        for name, path in sets.items():
            for alert, target, recall in zip(
                (0.05, 0.01), (0.975, 0.92), whole.recalls(path, (0.05, 0.01)), strict=True
            ):
                reached.least(f"list level ({name}): recall when {alert:.0%} of clean customers alert", recall, target)
        ours, peer = speed(options.data)
        print(f"One name against {MANY:,}: {ours:.1f} ms, rapidfuzz Jaro-Winkler {peer:.1f} ms, medians\n")
        reached.most("one name against 250,000, median, against rapidfuzz Jaro-Winkler", ours / peer, 0.7, " ×")
        first, early, late = fresh_process(options.data)
        print(f"Memory after the first search {early:.0f} MB, after {len(whole.clean)} names {late:.0f} MB\n")
        reached.most("first search in a fresh process, processor", first, 100, " ms")
        reached.most("memory after the first search", early, 100, " MB")
    print("## What must be reached\n")
    print_table(
        ["measure", "now", "target", "reached"],
        [[measure, now, target, "yes" if yes else "no"] for measure, now, target, yes in reached.lines],
    )


if __name__ == "__main__":
    main()
