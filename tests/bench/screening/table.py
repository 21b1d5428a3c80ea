"""The table of `docs/screening.md`: ours and rapidfuzz's scorers, by accuracy and by time, measured in one run.

`PYTHONPATH=. python tests/bench/screening/table.py DATA [NAMES…]`. Accuracy is on DATA/names/pairs_dev.csv; time is
of one query against generated lists of 1,000, 40,000 and 250,000 names. nomenklatura is measured where it is installed,
in an environment of its own, and skipped with a sentence otherwise.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from matcher import entry_kind, list_of
from rapidfuzz import fuzz, process, utils
from rapidfuzz.distance import JaroWinkler
from speed import mixed, rows

from desktop.screening import match
from desktop.screening.entries import EntryKind
from desktop.screening.index import Index, build_index

Scorer = Callable[[str, str, str], float]
SIZES = (1_000, 40_000, 250_000)
QUERIES = 40


def plain(text: str) -> str:
    return utils.default_process(text)


PEERS: dict[str, Callable[..., float]] = {
    "token_sort_ratio": fuzz.token_sort_ratio,
    "token_set_ratio": fuzz.token_set_ratio,
    "WRatio": fuzz.WRatio,
    "Jaro-Winkler": JaroWinkler.similarity,
}


def scorers() -> dict[str, Scorer]:
    found: dict[str, Scorer] = {"Passerelle": lambda one, other, kind: match.score(one, other, entry_kind(kind))}
    for name, peer in PEERS.items():
        found[f"rapidfuzz {name}"] = lambda one, other, _kind, peer=peer: peer(plain(one), plain(other))
    try:
        from nomenklatura.matching import LogicV2  # type: ignore[import-not-found]  # in an environment of its own
    except ImportError:
        print("nomenklatura is not installed here: its logic-v2 was skipped.", file=sys.stderr)
        return found
    found["nomenklatura logic-v2"] = logic(LogicV2)
    return found


def logic(algorithm: object) -> Scorer:
    from followthemoney import model  # type: ignore[import-not-found]

    def score(one: str, other: str, kind: str) -> float:
        schema = "Person" if kind == "person" else "Organization"
        sides = [
            model.get_proxy({"id": f"{side} {name}", "schema": schema, "properties": {"name": [name]}})
            for side, name in enumerate((one, other))  # it remembers what it worked out of an id
        ]
        return float(algorithm.compare(*sides, algorithm.default_config()).score)  # type: ignore[attr-defined]

    return score


def accuracy(score: Scorer, pairs: Sequence[dict[str, str]]) -> tuple[float, float]:
    """Recall at precision 0.9, and the best F1."""
    judged = sorted(
        ((score(p["query_name"], p["list_name"], p["entity_kind"]), p["expected"] == "match") for p in pairs),
        key=lambda pair: -pair[0],
    )
    wanted, right, recall, best = sum(yes for _score, yes in judged), 0, 0.0, 0.0
    for number, (value, yes) in enumerate(judged, 1):
        right += yes
        if number < len(judged) and judged[number][0] == value:
            continue  # equal scores fall on one side of any threshold
        if right / number >= 0.9:
            recall = max(recall, right / wanted)
        best = max(best, 2 * right / (number + wanted))
    return recall, best


def timed(search: Callable[[str], object], queries: Sequence[str]) -> str:
    spent = []
    for query in queries:
        start = time.perf_counter()
        search(query)
        spent.append((time.perf_counter() - start) * 1e3)
    spent.sort()
    return f"{statistics.median(spent):.1f} / {spent[int(len(spent) * 0.95)]:.1f}"


def speed(names: Sequence[str], queries: Sequence[str]) -> dict[str, str]:
    """Median and p95 of one query, in milliseconds, for ours and each of rapidfuzz's scorers."""
    folder = Path(tempfile.mkdtemp())
    build_index(folder / "names.sqlite", [list_of(names, EntryKind.PERSON)])
    found = {}
    with Index.open(folder / "names.sqlite") as index:
        index.search("a first search loads the libraries", EntryKind.PERSON)
        found["Passerelle"] = timed(lambda query: index.search(query, EntryKind.PERSON), queries)
    ready = [plain(name) for name in names]
    for name, peer in PEERS.items():
        few = queries if len(names) <= 40_000 else queries[:10]
        found[f"rapidfuzz {name}"] = timed(
            lambda query, peer=peer: process.extract(plain(query), ready, scorer=peer, limit=20), few
        )
    return found


def main(data: Path, sizes: Sequence[int]) -> None:
    pairs = rows(data / "names/pairs_dev.csv")
    people = [row["name"] for row in rows(data / "names/list_names.csv") if row["kind"] == "person"]
    queries = [p["query_name"] for p in pairs if p["entity_kind"] == "person"][::7][:QUERIES]
    quality = {name: accuracy(score, pairs) for name, score in scorers().items()}
    times = {size: speed(mixed(people[:size], size)[:size], queries) for size in sizes}
    heads = ["", "recall at precision 0.9", "best F1", *(f"{size:,} names, ms" for size in sizes)]
    print("|" + "|".join(f" {head} " for head in heads) + "|")
    print("|" + "---|" * len(heads))
    for name, (recall, best) in quality.items():
        cells = [name, f"{recall:.3f}", f"{best:.3f}", *(times[size].get(name, "–") for size in sizes)]
        print("|" + "|".join(f" {cell} " for cell in cells) + "|")


if __name__ == "__main__":
    main(Path(sys.argv[1]), [int(n) for n in sys.argv[2:]] or SIZES)
