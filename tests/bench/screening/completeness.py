"""Whether the index finds what the matcher would propose: `python tests/bench/screening/completeness.py DATA`.

Queries are the labelled pairs and listed names changed by a program; whatever `match.score` puts in the weak band or
higher must be among the names that a search judges, over all names of DATA/names/list_names.csv.
"""

import random
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from matcher import entry_kind, list_of
from speed import rows

from desktop.screening.index import Index, build_index
from desktop.screening.match import WEAK, score
from desktop.screening.names import parse

EACH = 400  # names changed in each way


def typed_wrong(name: str, chance: random.Random) -> str:
    at = chance.randrange(len(name))
    letter = chance.choice("aeioulnrst")
    return chance.choice(
        (name[:at] + name[at + 1 :], name[:at] + letter + name[at:], name[:at] + letter + name[at + 1 :])
    )


def two_typed_wrong(name: str, chance: random.Random) -> str:
    return typed_wrong(typed_wrong(name, chance) or name, chance)


def word_left_out(name: str, chance: random.Random) -> str:
    words = name.split()
    words.pop(chance.randrange(len(words)))
    return " ".join(words) or name


def words_joined(name: str, chance: random.Random) -> str:
    at = [n for n, letter in enumerate(name) if letter == " "]
    return name[: (cut := chance.choice(at))] + name[cut + 1 :] if at else name


def word_parted(name: str, chance: random.Random) -> str:
    words = name.split()
    at = max(range(len(words)), key=lambda n: len(words[n]))
    half = chance.randint(2, max(2, len(words[at]) - 2))
    return " ".join([*words[:at], words[at][:half], words[at][half:], *words[at + 1 :]])


def initials(name: str, _chance: random.Random) -> str:
    return "".join(word[0] for word in name.split() if word[0].isalpha())


CHANGES: tuple[Callable[[str, random.Random], str], ...] = (
    typed_wrong, two_typed_wrong, word_left_out, words_joined, word_parted, initials,
)  # fmt: skip


def changed(names: list[str]) -> Iterator[tuple[str, str, str]]:
    """(how, query, listed name)."""
    chance = random.Random(4)
    for change in CHANGES:
        for name in chance.sample(names, min(EACH, len(names))):
            yield change.__name__, change(name, chance), name


def main(data: Path, more: list[Path]) -> None:
    listed = rows(data / "names/list_names.csv")
    labelled = [
        row
        for path in (data / "names/pairs_dev.csv", data / "names/fresh_for_developers.csv", *more)
        for row in rows(path)
    ]
    for kind, group in (("person", "p"), ("org", "o")):
        read_as = entry_kind(kind)
        pairs = [
            (row["category"], row["query_name"], row["list_name"]) for row in labelled if row["entity_kind"] == kind
        ]
        names = [row["name"] for row in listed if row["kind"] == kind]
        path = Path(tempfile.mkdtemp()) / "names.sqlite"
        build_index(path, [list_of(list(dict.fromkeys([*names, *(name for _how, _query, name in pairs)])), read_as)])
        close: dict[str, int] = {}
        missed: dict[str, list[tuple[float, str, str]]] = {}
        with Index.open(path) as index:
            for how, query, name in [*(("pairs", query, name) for _category, query, name in pairs), *changed(names)]:
                value = score(query, name, read_as)
                if value < WEAK:
                    continue
                close[how] = close.get(how, 0) + 1
                judged = {text for _s, _e, text, *_rest in index.scored_names(parse(query, read_as), group)}
                if name not in judged:
                    missed.setdefault(how, []).append((value, query, name))
        for how, number in close.items():
            print(f"{kind:6} {how:16} close {number:4} not judged {len(missed.get(how, []))}")
            for value, query, name in missed.get(how, [])[:6]:
                print(f"         {value:.2f} {query} | {name}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), [Path(path) for path in sys.argv[2:]])
