"""Qt for Python carries modules of its own as sources in its library and compiles them at every start.

The frozen program brings them compiled, by which it starts some 15 ms earlier. Only what stands in the library to the
letter is taken: of another version, or from a damaged file, Qt for Python compiles as ever.
"""

import builtins
import importlib.abc
import importlib.machinery
import importlib.util
import marshal
import sys
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

FILE = "signatures.bin"
LIBRARY = "shiboken6"
SUM = 4  # bytes at the beginning of the file
LOADER = "shibokensupport.signature.loader"  # the last of its modules
FUTURES = 0x1FF0000  # the flags of a code that the sources it compiles inherit (CO_FUTURE_…)

Compiled = Mapping[str, tuple[bytes, CodeType]]  # source and code, by the file that the library calls it


def compiled() -> bytes:
    """The modules inside the library of the installed Qt for Python, compiled as it would."""
    importlib.import_module(LIBRARY)
    importer: Any = sys.modules[LOADER].__loader__
    flags = type(importer).exec_module.__code__.co_flags & FUTURES
    sources = {name: importer.zfile.read(name) for name in importer.zfile.namelist() if name.endswith(".py")}
    modules = {name: (source, compile(source, name, "exec", flags, True)) for name, source in sources.items()}
    return _sum(written := marshal.dumps(modules)) + written


def _sum(written: bytes) -> bytes:
    """By which a damaged file is known: Python itself may break off at one."""
    return zlib.crc32(written).to_bytes(SUM, "big")


class Precompiled(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Loads the library, once, with its modules from a file that `compiled` filled; without the file, as ever."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._loader: Any = None
        self.taken: list[str] = []  # the modules that were not compiled again

    def find_spec(
        self, name: str, _path: Sequence[str] | None, _target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """The library's own, loaded by this one; nothing of any other name."""
        if name != LIBRARY:
            return None
        sys.meta_path.remove(self)
        spec = importlib.util.find_spec(name)
        if spec is not None:
            self._loader, spec.loader = spec.loader, self
        return spec

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType | None:
        """As the library's own loader does."""
        module: ModuleType | None = self._loader.create_module(spec)
        return module

    def exec_module(self, module: ModuleType) -> None:
        """Load the library; while it is loading, what it asks to compile is looked for in the file."""
        module.__loader__ = self._loader
        ready, ordinary = self._ready(), builtins.compile

        def look(source: Any, filename: Any, *rest: Any, **named: Any) -> Any:
            if filename in ready and ready[filename][0] == source:
                self.taken.append(filename)
                return ready[filename][1]
            return ordinary(source, filename, *rest, **named)

        builtins.compile = look
        try:
            self._loader.exec_module(module)
        finally:
            builtins.compile = ordinary

    def _ready(self) -> Compiled:
        try:
            whole = self._file.read_bytes()
        except OSError:
            return {}
        modules: Compiled = marshal.loads(whole[SUM:]) if whole[:SUM] == _sum(whole[SUM:]) else {}
        return modules
