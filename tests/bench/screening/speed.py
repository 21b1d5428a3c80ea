"""How fast and how complete a search is over 250,000 names: `python tests/bench/screening/speed.py DATA`.

The names are the listed ones of DATA/names/list_names.csv and, to reach the number, mixtures of their words; the
queries are the pairs that match, whose listed name must be among the names judged, and the clean customers.
"""

import csv
import random
import resource
import statistics
import sys
import tempfile
import time
from pathlib import Path

from matcher import list_of

from desktop.screening.entries import EntryKind
from desktop.screening.index import Index, build_index
from desktop.screening.names import parse

MANY = 250_000


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def mixed(names: list[str], wanted: int) -> list[str]:
    """The names, and mixtures of two of them, until there are enough."""
    chance = random.Random(1)
    found = dict.fromkeys(names)
    while len(found) < wanted:
        one, other = chance.choice(names).split(), chance.choice(names).split()
        found[" ".join([*one[: max(1, len(one) // 2)], *other[len(other) // 2 :]])] = None
    return list(found)


def main(data: Path) -> None:
    listed = rows(data / "names/list_names.csv")
    pairs = [row for row in rows(data / "names/pairs_dev.csv") if row["expected"] == "match"]
    people = [row["name"] for row in listed if row["kind"] == "person"]
    people += [row["list_name"] for row in pairs if row["entity_kind"] == "person"]
    folder = Path(tempfile.mkdtemp())
    start = time.process_time()
    build_index(folder / "many.sqlite", [list_of(mixed(people, MANY), EntryKind.PERSON)])
    print(folder / "many.sqlite")
    size = (folder / "many.sqlite").stat().st_size / 1e6
    print(f"built in {time.process_time() - start:.1f} s of processor, {size:.0f} MB")
    index = Index.open(folder / "many.sqlite")
    base = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    timed, missed = [], []
    for row in pairs:
        if row["entity_kind"] == "person":
            judged = {text for _s, _e, text, *_ in index.scored_names(parse(row["query_name"], EntryKind.PERSON), "p")}
            if row["list_name"] not in judged:
                missed.append((row["query_name"], row["list_name"]))
    queries = [row["query_name"] for row in pairs if row["entity_kind"] == "person"]
    queries += [row["name"] for row in rows(data / "names/clean_dev.csv")]
    for query in queries:
        start, wall = time.process_time(), time.perf_counter()
        index.search(query, EntryKind.PERSON)
        timed.append((time.process_time() - start, time.perf_counter() - wall))
    for number, what in enumerate(("processor", "wall")):
        spent = sorted(pair[number] * 1e3 for pair in timed)
        late = spent[int(len(spent) * 0.95)]
        print(f"{what}: median {statistics.median(spent):.1f} ms, p95 {late:.1f}, max {spent[-1]:.1f}")
    people_pairs = sum(row["entity_kind"] == "person" for row in pairs)
    print(f"candidate recall {1 - len(missed) / people_pairs:.3f}; peak memory {base / 1024:.0f} MB")
    for query, name in missed:
        print("  not judged:", query, "|", name)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
