"""The glossary is the one list of terms: the catalogues speak as it says, and the code has the names that it gives."""

import ast
import re
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

import pytest

from tests.source import modules, nodes

ENOUGH = 0.8  # of the sentences with the English word; the others turn it into a verb or a pronoun
LANGUAGES = ("fr", "es")


class Term(NamedTuple):
    """One line of the glossary."""

    english: str
    fr: tuple[str, ...]
    es: tuple[str, ...]
    code: str


def terms(root: Path) -> list[Term]:
    """The lines of the table in three languages."""
    return [
        Term(english, tuple(fr.split(", ")), tuple(es.split(", ")), code.strip("`"))
        for english, fr, es, code, _meaning in table(root, 5)
    ]


def table(root: Path, width: int) -> list[list[str]]:
    """The rows under the head of the table that has this many columns."""
    lines = (root / "docs" / "glossary.md").read_text(encoding="utf-8").splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("| ")]
    return [row for row in rows if len(row) == width][1:]


def pattern(form: str) -> str:
    """A form of a term with the endings that grammar gives it: `condición` finds `condiciones`."""
    return r"\b" + r"\s+".join(re.escape(word[:-1] if len(word) > 4 else word) + r"\w*" for word in form.split())


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_catalogues_say_the_words_of_the_glossary(root: Path, catalogues: ModuleType, language: str) -> None:
    translations = catalogues.read(language)
    wrong = {}
    for term in terms(root):
        word = re.compile(rf"\b{re.escape(term.english)}s?\b(?!\}})", re.IGNORECASE)  # {receipt} is a place, not a word
        said = [texts for key, texts in translations.items() if any(word.search(sentence) for sentence in key)]
        forms = re.compile("|".join(map(pattern, getattr(term, language))), re.IGNORECASE)
        other = [texts[0] for texts in said if not any(forms.search(text.replace("\u00a0", " ")) for text in texts)]
        if said and len(other) > (1 - ENOUGH) * len(said):
            wrong[term.english] = other
    assert wrong == {}


def test_a_term_stands_in_the_glossary_once(root: Path) -> None:
    english = [term.english for term in terms(root)]
    assert len(english) > 30
    assert sorted(english) == sorted(set(english))


def test_the_code_has_the_names_of_the_glossary(root: Path) -> None:
    named = defined(root)
    codes = [*(term.code for term in terms(root)), *(code.strip("`") for code, _meaning in table(root, 2))]
    missing = [code for code in codes if code not in named and not list(root.glob(f"{code.replace('.', '/')}*"))]
    assert missing == [], f"the glossary names what the code does not have: {', '.join(missing)}"


def defined(root: Path) -> set[str]:
    """The classes of the program, their fields as `Class.field`, and the constants of its modules."""
    names = set()
    for _path, tree in modules(root):
        names |= {target.id for node in tree.body if isinstance(node, ast.Assign) for target in targets(node)}
        for node in nodes(tree):
            if isinstance(node, ast.ClassDef):
                names.add(node.name)
                for part in node.body:
                    if isinstance(part, ast.Assign | ast.AnnAssign):
                        names |= {f"{node.name}.{target.id}" for target in targets(part)}
                names |= {f"{node.name}.{attribute}" for attribute in attributes(node)}
    return names


def attributes(node: ast.ClassDef) -> set[str]:
    """What the methods of a class set on `self`."""
    return {
        part.attr
        for part in ast.walk(node)
        if isinstance(part, ast.Attribute) and isinstance(part.ctx, ast.Store) and isinstance(part.value, ast.Name)
    }


def targets(node: ast.Assign | ast.AnnAssign) -> list[ast.Name]:
    """The plain names that an assignment binds."""
    bound = node.targets if isinstance(node, ast.Assign) else [node.target]
    return [target for target in bound if isinstance(target, ast.Name)]
