"""Every kind of mistake, put into every shipped definition file: each is refused with its file, line and kind."""

import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from copy import copy
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from desktop.base.errors import Problem
from desktop.base.text import LANGUAGES
from desktop.definitions.agreements.reading import read_agreement_type
from desktop.definitions.authority import authority_of
from desktop.definitions.clauses.library import read_annex_opening, read_fields, read_library
from desktop.definitions.contributions import contributions_of
from desktop.definitions.form import questionnaire_of
from desktop.definitions.guidance import guidance_of
from desktop.definitions.iati import iati_of
from desktop.definitions.kits import GENERAL, common_of, kit_of
from desktop.definitions.putting_off import put_off_rules_of
from desktop.definitions.references import references_of
from desktop.definitions.register import register_of
from desktop.definitions.report import reports_of
from desktop.definitions.source import Source, parse_toml, read_toml
from desktop.definitions.strategy import strategy_of
from desktop.definitions.toml_lines import TomlPath
from tests.definitions.files import FORMS
from tests.refusal import refused

LIBRARY = read_library(FORMS / "clauses")
THEMES = (GENERAL, *strategy_of(read_toml(FORMS / "strategy.toml")).labels("themes"))
READERS: dict[Path, Callable[[Source], object]] = {
    FORMS / "diligence" / "questionnaire.toml": questionnaire_of,
    FORMS / "diligence" / "guidance.toml": guidance_of,
    FORMS / "diligence" / "references.toml": references_of,
    FORMS / "authority.toml": authority_of,
    FORMS / "strategy.toml": strategy_of,
    FORMS / "contributions.toml": contributions_of,
    FORMS / "register.toml": register_of,
    FORMS / "reports.toml": lambda source: reports_of(source, strategy_of(read_toml(FORMS / "strategy.toml"))),
    FORMS / "iati.toml": iati_of,
    **{path: lambda source: kit_of(source, THEMES) for path in sorted((FORMS / "kits").glob("*.toml"))},
    FORMS / "kits" / "general.toml": lambda source: (kit_of(source, THEMES), common_of(source)),
    FORMS / "today.toml": put_off_rules_of,
    FORMS / "clauses" / "fields.toml": read_fields,
    FORMS / "clauses" / "local_annex.toml": read_annex_opening,
    **{path: lambda source: read_agreement_type(source, LIBRARY) for path in (FORMS / "agreements").glob("*.toml")},
}
ANYTHING = {"sets", "default"}  # keys whose values are free: facts that a choice sets, the default of a field
OF_KIT = ("facts", "work", "brings", "messages", "words", "answers", "conditions")  # a kit may be without any of these
FREE = ("kinds", "choices", "items", "index", "organisations", "sectors", "documents", "codes")
OPTIONAL = {
    *(
        "field",
        "limits",
        "short",
        "close",
        "amends",
        "sums",
        "lines",
        "columns",
        "text",
    ),
    *(
        "hours",
        "disclosed",
    ),  # of a type of agreement: an annex has columns or words  # keys without which an entry is still whole
    *("evidence", "when", "any_tier", "file", "emergency", "adhoc", "ages", "unknown", "principles", "guiding", "role"),
    *(
        "sources",
        "says",
        "cases",
        "sets",
        "claims",
        "label",
        "remedy",
        "never_adhoc",
        "blocks_signature",
        "conditions",
        "clauses",
    ),
    *("mitigable", "valid_days", "about", "help", "required", "source", "default", "locked", "total", "proposal", "id"),
    *("additions", "annexes", "delegation", "roles", "triggers", "separation", "kinds", "cautions", "shares"),
    *("excluded", "high", "medium"),  # weights of the index
    *("number", "questions"),  # of a principle of a reference text
    "lookups",  # which rules that Headquarters published before have not
    "vocabulary",  # of the sectors of an activity file, where they are IATI’s own
}


@dataclass(frozen=True)
class Mistake:
    """A shipped file with one mistake; the Problem must be of one of these codes, on one of these lines."""

    source: Source
    lines: range
    codes: set[str]
    about: str
    may_pass: bool = False


def spoilt(source: Source, path: TomlPath, change: Callable[[Any, Any], None]) -> Source:
    """The file with one change: it is given the table or list around the last key, and that key."""
    content = dict(source.content)
    owner: Any = content
    for key in path[:-1]:  # what lies beside the way to the change stays the file's own
        owner[key] = copy(owner[key])
        owner = owner[key]
    change(owner, path[-1])
    mutant = replace(source, content=content)
    mutant.__dict__["lines"] = source.lines  # the text is still the old one: no need to scan it again
    return mutant


def tables(content: Any, path: TomlPath = ()) -> Iterator[tuple[TomlPath, Mapping[str, Any]]]:
    """One table of each sort: the first of every list, and each that stands alone. Texts are no tables."""
    if isinstance(content, Mapping) and not (set(content) <= set(LANGUAGES) and content):
        yield path, content
        for key, value in content.items():
            yield from tables(value, (*path, key))
    elif isinstance(content, list) and content:
        yield from tables(content[0], (*path, 0))


def is_text(value: object) -> bool:
    return isinstance(value, Mapping) and set(value) == set(LANGUAGES)


def is_free(source: Source, path: TomlPath) -> bool:
    """Whether the keys of a table are names of its own: fields, kinds of partner, columns, choices of a field."""
    return source.name == "fields.toml" if not path else path[-1] in FREE


def mistakes_of(source: Source) -> Iterator[Mistake]:
    seen: set[tuple[tuple[str, ...], str]] = set()
    for path, table in tables(source.content):
        sort = tuple(part for part in path if isinstance(part, str))
        if ANYTHING & set(sort):
            continue
        for key, value in table.items():
            if len(sort) > 1 and (sort[-1:], key) in seen:
                continue
            seen.add((sort[-1:], key))
            yield from _mistakes_of_key(source, path, key, value)
        if sort not in (("kinds",),) and table:
            yield from _unknown_key(source, path, table)
    yield from _twice(source)


def _mistakes_of_key(source: Source, path: TomlPath, key: str, value: Any) -> Iterator[Mistake]:
    place, line = (*path, key), source.line((*path, key))
    about = "/".join(map(str, place))
    start = source.line(path)
    missing = {"definition-key-missing", "definition-code-unknown", "question-role-missing", "choice-role-missing"}
    missing |= {"question-without-answers", "clause-rule-misplaced", "question-section-unknown"}
    missing |= {
        "clause-ref-conditional",
        "clause-variable-unknown",
        "clause-translation-missing",
        "finding-label-missing",
        "annex-unknown",
        *("iati-code", "iati-other"),
    }
    is_anywhere = len(path) < 2 or key == "role" or path[-1] == "codes"  # a code is missed where it is used
    around = range(1, len(source.text.splitlines()) + 1) if is_anywhere else range(start, line + 1)
    yield Mistake(
        spoilt(source, place, lambda owner, name: owner.pop(name)),
        around,
        missing,
        f"{about} missing",
        key in OPTIONAL or is_free(source, path) or (key in OF_KIT and source.content.get("id") in THEMES),
    )
    if key in ANYTHING:
        return
    wrong = {"definition-key-type", "definition-language-missing"}
    other = 7 if isinstance(value, str | list | dict) else "x"
    yield Mistake(
        spoilt(source, place, lambda owner, name: owner.__setitem__(name, other)),
        range(line, line + 1),
        wrong,
        f"{about} of another kind",
    )
    if is_text(value) and "opening" not in path and key != "choices":
        yield Mistake(
            spoilt(source, (*place, "es"), lambda owner, name: owner.pop(name)),
            range(line, line + 1),
            {"definition-language-missing"},
            f"{about} without Spanish",
        )
    if key == "when" and not is_free(source, path):
        yield Mistake(
            spoilt(source, place, lambda owner, name: owner.__setitem__(name, "partnership.(")),
            range(line, line + 1),
            {"definition-rule"},
            f"{about} not a rule",
        )


def _unknown_key(source: Source, path: TomlPath, table: Mapping[str, Any]) -> Iterator[Mistake]:
    first, last = source.line(path), source.line((*path, next(reversed(table))))
    yield Mistake(
        spoilt(source, (*path, "colour"), lambda owner, name: owner.__setitem__(name, 1)),
        range(first, last + 1),
        {"definition-key-unknown", "definition-key-type", "definition-language-missing"},
        f"{'/'.join(map(str, path))}: an unknown key",
    )


def _twice(source: Source) -> Iterator[Mistake]:
    """The second entry of each list with the id of the first."""
    for name, entries in source.content.items():
        if name == "findings" or not isinstance(entries, list) or len(entries) < 2 or not isinstance(entries[0], dict):
            continue
        key = "code" if name == "annexes" else "id"
        if key not in entries[0]:  # a list whose entries have no name
            continue
        line = source.line((name, 1, key))
        identity = entries[0][key]
        yield Mistake(
            spoilt(source, (name, 1, key), lambda owner, k, identity=identity: owner.__setitem__(k, identity)),  # type: ignore[misc]
            range(line, line + 1),
            {"definition-id-twice"},
            f"{name}: an id twice",
        )


@pytest.mark.parametrize("path", READERS, ids=lambda path: path.stem)
def test_every_mistake_is_refused_with_its_file_line_and_kind(path: Path) -> None:
    source, read = read_toml(path), READERS[path]
    wrong: list[str] = []
    count = 0
    for mistake in mistakes_of(source):
        count += 1
        try:
            read(mistake.source)
        except Problem as problem:
            place = re.search(r"«?“?\W*([\w.-]+\.toml)\W.*?(\d+)", problem.text)
            line = int(place[2]) if place and place[1] == path.name else 0
            if problem.code not in mistake.codes or line not in mistake.lines or not problem.remedy:
                wrong.append(f"{mistake.about}: {problem.code} {problem.text}, expected {mistake.lines}")
        else:
            if not mistake.may_pass:
                wrong.append(f"{mistake.about}: was not refused")
    assert count > len(source.content)
    assert wrong == [], "\n".join(wrong)


CLAUSE_MISTAKES: dict[str, tuple[str, str, str]] = {
    "a title missing": (r"title\.es: .*\n", "", "clause-title-missing"),
    "a language missing": (r"--- es\n(?:.*\n?)*", "", "clause-translation-missing"),
    "a language twice": (r"--- es\n", "--- fr\n", "clause-lang"),
    "no version": (r"version: .*\n", "", "clause-line"),
    "no brief": (r"brief: .*\n", "", "clause-brief-missing"),
    "an unknown head": (r"version: ", "colour: blue\nversion: ", "clause-line"),
    "a tag left open": (r"(--- en\n)", r"\1{{partner.name\n\n", "clause-tag"),
    "an unknown field": (r"(--- en\n)", r"\1{{partner.nmae}}\n\n", "clause-variable-unknown"),
    "a reference to nothing": (r"(--- en\n)", r"\1{{ref:Z-ZZ}}\n\n", "clause-ref-broken"),
    "a block left open": (r"(--- en\n)", r"\1{{#if agreement.renewable}}\n", "clause-block"),
    "a paragraph in one language": (r"(--- en\n)", r"\1Only here.\n\n", "clause-translation-differs"),
}


@pytest.mark.parametrize("name", CLAUSE_MISTAKES)
def test_every_mistake_in_a_clause_is_refused_with_its_file_and_line(name: str, tmp_path: Path) -> None:
    pattern, new, code = CLAUSE_MISTAKES[name]
    for number, original in enumerate(sorted((FORMS / "clauses").glob("*.clause"))):
        folder = tmp_path / f"{number}"
        folder.mkdir()
        shutil.copy(FORMS / "clauses" / "fields.toml", folder)
        for cited in cited_from(original):
            shutil.copy(cited, folder)
        path = folder / original.name
        whole = path.read_text("utf-8")
        mutant = re.sub(pattern, new, whole, count=1)
        assert mutant != whole, path.name
        path.write_text(mutant, "utf-8")
        with refused(code) as problem:
            read_library(folder)
        place = re.search(r"([\w-]+\.clause)\W.*?(\d+)", problem.value.text)
        assert place and place[1] == path.name and 1 <= int(place[2]) <= len(mutant.splitlines())
        if code in ("clause-tag", "clause-variable-unknown", "clause-ref-broken", "clause-block"):
            assert "{{" in mutant.splitlines()[int(place[2]) - 1]


def cited_from(clause: Path) -> set[Path]:
    """A clause and those that it refers to, they too with theirs: what it cannot be read without."""
    reached, new = set[Path](), {clause}
    while new:
        reached |= new
        ids = {
            id_
            for path in new
            for text in [path.read_text("utf-8")]
            for said in re.findall(r"^says: (.*)$", text, re.MULTILINE) or [""]
            for id_ in (*re.findall(r"\{\{(?:ref:|#with(?:out)? )([\w-]+)\}\}", text), *re.findall(r"[\w-]+", said))
        }
        new = {clause.with_name(f"{id_}.clause") for id_ in ids} - reached
    return reached


def test_an_unknown_key_in_a_head_is_told_the_known_ones(tmp_path: Path) -> None:
    for path in (FORMS / "clauses").iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    whole = (tmp_path / "S-TRM.clause").read_text("utf-8")
    (tmp_path / "S-TRM.clause").write_text("mandatory: yes\n" + whole, "utf-8")
    with refused("clause-line") as problem:
        read_library(tmp_path)
    assert "id, version, ref, says, title.fr, title.en, title.es, brief, note" in problem.value.text


def test_a_clause_in_a_file_of_another_name_is_refused(tmp_path: Path) -> None:
    for path in (FORMS / "clauses").iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "S-TRM.clause").rename(tmp_path / "S-ZZZ.clause")
    with refused("clause-file-name") as problem:
        read_library(tmp_path)
    assert all(name in problem.value.text for name in ("S-ZZZ.clause", "S-TRM.clause"))


@pytest.mark.parametrize(
    ("name", "written", "spoilt", "code", "named"),
    [
        ("diligence/questionnaire.toml", '["22c"]', '["22 c"]', "definition-text-shape", ("22 c", "22c")),
        ("agreements/ink.toml", '["chief_of_mission"]', '["boss"]', "definition-code-unknown", ("signs", "hq_legal")),
        (
            "agreements/ink.toml",
            '["logistics"]',
            '["logistic"]',
            "definition-code-unknown",
            ("countersigns", "logistics"),
        ),
        ("agreements/ink.toml", "consults = []", 'consults = ["boss"]', "definition-code-unknown", ("consults", "ddg")),
        ("agreements/ink.toml", "rank = 20", "ranks = 20", "definition-key-unknown", ("ranks", "rank, when, why")),
        ("agreements/mou.toml", "moves = []\n", "", "definition-key-missing", ("moves",)),
        (
            "diligence/questionnaire.toml",
            'section = "A"\ntier = "basic"\nwho = "PO"\n',
            "",
            "definition-key-missing",
            ("A01", "section, tier, who"),
        ),
    ],
)
def test_a_mistake_is_refused_with_what_would_be_right(
    name: str, written: str, spoilt: str, code: str, named: tuple[str, ...]
) -> None:
    path = FORMS / name
    text = path.read_text("utf-8")
    assert written in text
    with refused(code) as problem:
        READERS[path](parse_toml(text.replace(written, spoilt, 1), path.name))
    assert all(part in problem.value.text for part in named), problem.value.text


def test_two_clauses_of_one_id_are_refused(tmp_path: Path) -> None:
    for path in (FORMS / "clauses").iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "S-ZZZ.clause").write_bytes((tmp_path / "S-TRM.clause").read_bytes())
    with refused("clause-id-duplicate") as problem:
        read_library(tmp_path)
    assert "S-ZZZ.clause" in problem.value.text
