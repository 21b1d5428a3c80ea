"""The program's sentences in French and Spanish: merging, compiling and checking the gettext catalogues.

    python packaging/catalogues.py add FILE.json...   merge translations
    python packaging/catalogues.py compile            write each .mo that is older than its .po
    python packaging/catalogues.py check              list what is wrong; exit 1 if anything is
    python packaging/catalogues.py prune              drop the sentences that no code says

A file to add holds `{"English sentence": {"fr": "…", "es": "…"}}`; a sentence with a count has the key
`"one\\u0000many"` and lists instead of texts. Several people may add at once.
"""

import argparse
import json
import re
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PLURAL_FORMS = {"fr": "nplurals=2; plural=(n > 1);", "es": "nplurals=2; plural=(n != 1);"}
KEYWORDS = {"_": None, "N_": None, "plural": (1, 2), "said_in": (2,)}
NO_HOUR = datetime(1970, 1, 1, tzinfo=UTC)  # in compiled catalogues, which would be other bytes at every build
NO_BREAK = "\u00a0"

Key = tuple[str, ...]  # the English sentence, or its two forms
Sentences = dict[Key, tuple[str, ...]]  # the translation has as many forms as its key


@dataclass(frozen=True)
class Finding:
    """One fault of one catalogue. `kind` is missing, unchanged, obsolete, places, typography or form."""

    kind: str
    language: str
    sentence: str
    note: str = ""

    def __str__(self) -> str:
        return f"{self.language} {self.kind}: {self.sentence!r} {self.note}".rstrip()


# ---- files ------------------------------------------------------------------------------------------------------


def po_file(language: str, root: Path = ROOT) -> Path:
    return root / "resources" / "locale" / language / "LC_MESSAGES" / "passerelle.po"


def identities_file(root: Path = ROOT) -> Path:
    return root / "packaging" / "identities.txt"


def read(language: str, root: Path = ROOT) -> Sentences:
    """The translations of one language, empty when it has no catalogue yet."""
    from babel.messages.pofile import read_po

    path = po_file(language, root)
    if not path.exists():
        return {}
    with path.open("rb") as file:
        catalogue = read_po(file, locale=language, abort_invalid=True)
    return {_forms(message.id): _forms(message.string) for message in catalogue if message.id}


def _forms(text: object) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)  # type: ignore[arg-type]


def write(language: str, sentences: Sentences, root: Path = ROOT) -> None:
    """Write a catalogue, sorted and without dates or line numbers, so that two branches merge."""
    path = po_file(language, root)
    path.parent.mkdir(parents=True, exist_ok=True)
    blocks = [_header(language), *(_block(key, sentences[key]) for key in sorted(sentences))]
    part = path.with_suffix(".part")
    part.write_text("\n".join(blocks), encoding="utf-8", newline="\n")
    part.replace(path)


def _header(language: str) -> str:
    lines = (
        f"Language: {language}",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: 8bit",
        f"Plural-Forms: {PLURAL_FORMS[language]}",
    )
    return 'msgid ""\nmsgstr ""\n' + "".join(f'"{line}\\n"\n' for line in lines)


def _block(key: Key, forms: tuple[str, ...]) -> str:
    from babel.messages.pofile import escape

    if len(key) == 1:
        return f"msgid {escape(key[0])}\nmsgstr {escape(forms[0])}\n"
    lines = "".join(f"msgstr[{n}] {escape(form)}\n" for n, form in enumerate(forms))
    return f"msgid {escape(key[0])}\nmsgid_plural {escape(key[1])}\n{lines}"


@contextmanager
def lock(root: Path = ROOT) -> Iterator[None]:
    """Keep other runs of this script out while the catalogues are rewritten."""
    with identities_file(root).open("r+b") as file:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX)
        yield


# ---- verbs ------------------------------------------------------------------------------------------------------


def add(path: Path, root: Path = ROOT) -> int:
    """Merge a file of translations, replacing those of the same sentences; return how many it held.

    French is given its no-break spaces and typographic apostrophes on the way in.
    """
    entries: Mapping[str, Mapping[str, str | list[str]]] = json.loads(path.read_text(encoding="utf-8"))
    with lock(root):
        for language in PLURAL_FORMS:
            sentences = read(language, root)
            for key, texts in entries.items():
                if texts.get(language):
                    sentences[tuple(key.split("\0"))] = tuple(map(SETTER[language], _forms(texts[language])))
            write(language, sentences, root)
        compile_stale(root)
    return len(entries)


def compile_stale(root: Path = ROOT) -> None:
    """Write each compiled catalogue that is missing or older than its source."""
    for language in PLURAL_FORMS:
        source = po_file(language, root)
        target = source.with_suffix(".mo")
        if source.exists() and not (target.exists() and target.stat().st_mtime_ns > source.stat().st_mtime_ns):
            _compile(language, source, target)


def _compile(language: str, source: Path, target: Path) -> None:
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with source.open("rb") as file:
        catalogue = read_po(file, locale=language, abort_invalid=True)
    catalogue.creation_date = catalogue.revision_date = NO_HOUR
    part = target.with_suffix(f".{time.monotonic_ns()}.part")
    with part.open("wb") as file:
        write_mo(file, catalogue)
    part.replace(target)


def prune(root: Path = ROOT) -> int:
    """Drop what no code says any more; return how many sentences went."""
    in_code, gone = spoken(root), 0
    with lock(root):
        for language in PLURAL_FORMS:
            sentences = read(language, root)
            used = {key: forms for key, forms in sentences.items() if key in in_code}
            gone += len(sentences) - len(used)
            write(language, used, root)
        compile_stale(root)
    return gone


# ---- checking ---------------------------------------------------------------------------------------------------


def spoken(root: Path = ROOT) -> dict[Key, str]:
    """Every sentence the program says, and the first file that says it."""
    from babel.messages.extract import extract_from_file

    sentences: dict[Key, str] = {}
    for path in sorted((root / "desktop").rglob("*.py")):
        for _line, message, _comments, _context in extract_from_file("python", path, keywords=KEYWORDS):
            sentences.setdefault(_forms(message), path.relative_to(root).as_posix())
    sentences.pop(("",), None)
    return sentences


def findings(root: Path = ROOT) -> list[Finding]:
    """Everything wrong with the catalogues, worst first within each language."""
    in_code, same = spoken(root), identities(root)
    problems: list[Finding] = []
    for language in PLURAL_FORMS:
        sentences = read(language, root)
        problems += [
            Finding("missing", language, key[0], f"({where})") for key, where in in_code.items() if key not in sentences
        ]
        problems += [Finding("obsolete", language, key[0]) for key in sentences if key not in in_code]
        for key, forms in sentences.items():
            problems += check_sentence(language, key, forms, same)
    return problems


def identities(root: Path = ROOT) -> frozenset[tuple[str, str]]:
    """The (language, sentence) pairs that are right although equal to the English."""
    lines = identities_file(root).read_text(encoding="utf-8").splitlines()
    pairs = (line.split(" ", 1) for line in lines if line.strip() and not line.startswith("#"))
    return frozenset((codes_language, sentence) for codes, sentence in pairs for codes_language in codes.split(","))


def check_sentence(
    language: str, key: Key, forms: tuple[str, ...], same: frozenset[tuple[str, str]] = frozenset()
) -> Iterable[Finding]:
    """The faults of one translation."""
    if len(forms) != len(key) or not all(form.strip() for form in forms):
        yield Finding("form", language, key[0], "the number of forms differs or one is blank")
        return
    if forms == key and _letters(key[0]) and (language, key[0]) not in same:
        yield Finding("unchanged", language, key[0])
    yield from _wrong_places(language, key, forms)
    for form in forms:
        for note in TYPOGRAPHY[language](_without_places(form)):
            yield Finding("typography", language, key[0], f"{note} in {form!r}")


PLACE = re.compile(r"\{(\w*)[^{}]*\}")


def _without_places(text: str) -> str:
    return PLACE.sub("x", text.replace("{{", "").replace("}}", ""))


def _letters(text: str) -> bool:
    return any(c.isalpha() for c in PLACE.sub("", text))


def _wrong_places(language: str, key: Key, forms: tuple[str, ...]) -> Iterable[Finding]:
    source_places, translated_places = set(PLACE.findall(key[-1])), set(PLACE.findall(forms[-1]))
    if source_places != translated_places:
        yield Finding("places", language, key[0], f"{sorted(source_places)} became {sorted(translated_places)}")
    for form in forms[:-1]:  # "one file" may leave out its count
        if not set(PLACE.findall(form)) <= source_places:
            yield Finding("places", language, key[0], f"unknown place in {form!r}")


def french(text: str) -> Iterable[str]:
    """What a French printer would correct (Lexique des règles typographiques de l'Imprimerie nationale)."""
    if "'" in text:
        yield "straight apostrophe"
    if '"' in text:
        yield "straight quotation mark"
    for mark in re.finditer(r"(.?)([:;?!»])(?=$|[\s»”)\]])", text, re.DOTALL):
        before = mark[1]
        if before and before not in f"{NO_BREAK}?!":
            yield f"no U+00A0 before {mark[2]}"
    if re.search(rf"«(?!{NO_BREAK})", text):
        yield "no U+00A0 after «"


def set_in_french(text: str) -> str:
    """The text with the no-break spaces and apostrophes that keyboards and editors lose."""
    text = re.sub(r"(?<=\w)'(?=\w)", "’", text)
    text = re.sub(r"«[ \u202f]?(?=\S)", f"«{NO_BREAK}", text).replace(f"«{NO_BREAK}{NO_BREAK}", f"«{NO_BREAK}")
    return re.sub(rf"[ \u202f](?=[:;?!»](?:$|[\s»”)\]{NO_BREAK}.,?!]))", NO_BREAK, text)


def set_in_spanish(text: str) -> str:
    return text


def spanish(text: str) -> Iterable[str]:
    """What a Spanish printer would correct (Ortografía de la lengua española, RAE)."""
    for opening, closing in ("¿?", "¡!"):
        if text.count(opening) != text.count(closing):
            yield f"{opening} and {closing} do not pair"
    if "'" in text or '"' in text:
        yield "straight quotation mark"
    if re.search(rf"[ {NO_BREAK}][:;?!](?=$|\s)", text):
        yield "space before a mark"
    if re.search(r"[\d}] ?%(?!\w)", text):
        yield "no no-break space between a number and %"


TYPOGRAPHY = {"fr": french, "es": spanish}
SETTER = {"fr": set_in_french, "es": set_in_spanish}


# ---- command ----------------------------------------------------------------------------------------------------


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="The program's sentences in French and Spanish.")
    verbs = parser.add_subparsers(dest="verb", required=True)
    verbs.add_parser("add").add_argument("files", nargs="+", type=Path)
    for verb in ("compile", "check", "prune"):
        verbs.add_parser(verb)
    options = parser.parse_args(arguments)
    if options.verb == "add":
        for path in options.files:
            print(f"{path.name}: {add(path)} sentences")
    elif options.verb == "compile":
        with lock():
            compile_stale()
    elif options.verb == "prune":
        print(f"{prune()} sentences dropped")
    else:
        problems = findings()
        print("\n".join(map(str, problems)) or "Nothing to report.")
        return 1 if any(finding.kind != "obsolete" for finding in problems) else 0
    return 0


if __name__ == "__main__":
    if isinstance(sys.stdout.encoding, str) and hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8")
    sys.exit(main())
