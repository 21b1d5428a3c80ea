"""The program's own source, parsed once in a run for every test that looks at it."""

import ast
from functools import cache
from pathlib import Path


@cache
def modules(root: Path) -> tuple[tuple[Path, ast.Module], ...]:
    """Each module of the program, by its path in the project."""
    return tuple(
        (path.relative_to(root), ast.parse(path.read_text(encoding="utf-8"), str(path)))
        for path in sorted((root / "desktop").rglob("*.py"))
    )


@cache
def nodes(tree: ast.Module) -> tuple[ast.AST, ...]:
    """Everything in a module, in the order of `ast.walk`."""
    return tuple(ast.walk(tree))
