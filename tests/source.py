"""The program's own source, parsed once in a run for every test that looks at it."""

import ast
import gc
from functools import cache
from pathlib import Path

from desktop.base.progress import undisturbed


@cache
def modules(root: Path) -> tuple[tuple[Path, ast.Module], ...]:
    """Each module of the program, by its path in the project.

    To look for garbage among these million nodes took most of the time of parsing them, and a second of each look that
    a window of a later test asked for.
    """
    gc.collect()
    with undisturbed():
        parsed = tuple(
            (path.relative_to(root), ast.parse(path.read_text(encoding="utf-8"), str(path)))
            for path in sorted((root / "desktop").rglob("*.py"))
        )
        gc.freeze()
    return parsed


@cache
def nodes(tree: ast.Module) -> tuple[ast.AST, ...]:
    """Everything in a module, in the order of `ast.walk`."""
    return tuple(ast.walk(tree))
