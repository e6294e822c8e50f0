"""Modules that the libraries load for what this program does not do: loaded when they are asked.

Each stands in ``sys.modules`` as an empty module that becomes the real one with its first use, so
that whoever does use one gets what it would have got, only later. What is seen of it: the first use
takes the time of the import, what is taken by name is a function of this module that calls the real
one, and an error of the import comes with the use. So only what is there is let wait: where it is not,
the import itself fails, and whoever can do without does.

Measured with lean modules: a group of rows is kept that spares 0.2 MB of private memory, and all of
them spare more than 3. Without the table the program does the same.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib.machinery import ModuleSpec, PathFinder
from importlib.util import find_spec
from threading import Lock
from types import ModuleType
from typing import Any, Final, cast

LATER: Final[Mapping[str, Sequence[str]]] = {
    # What Textual exports for its users' own annotations loads its trees and its lists of choices.
    "textual.types": ("textual._types:IgnoreReturnCallbackType",),
    "platformdirs": ("user_downloads_path",),
    # What hands over to another process, or names what is handed over.
    "pickle": ("dumps", "loads"),
    "uuid": ("uuid4",),
    # What asyncio and pathlib know of the network.
    "asyncio.sslproto": (),
    "ssl": (),
    "difflib": ("get_close_matches",),
    "mimetypes": (),
    "urllib.parse": ("quote_from_bytes", "urlparse"),
    # What shutil packs with.
    "bz2": (),
    "lzma": (),
    # What Textual shows of its colours and of a fault in a style sheet, and what leads it in a test.
    "rich.panel": ("Panel",),
    "rich.table": ("Table",),
    "textual.pilot": ("Pilot",),
}
"""Each module, and what is taken from it by name when another one is loaded: a function, or
``module:name`` for what is really defined elsewhere."""
PACKAGES: Final = ("platformdirs",)
NEEDED: Final = {"ssl": "_ssl", "bz2": "_bz2", "lzma": "_lzma"}
"""What Python may have been built without, although the module that needs it is always there."""
_replacing: Final = Lock()


def use() -> None:
    """Let the modules of the table wait from now on; those already loaded are left as they are."""
    if not any(isinstance(finder, _Finder) for finder in sys.meta_path):
        sys.meta_path.insert(0, _Finder(name for name in LATER if name not in sys.modules))


class _Later(ModuleType):
    """A module that is loaded when something of it is asked for."""

    def __getattr__(self, name: str) -> Any:
        # The import system looks whether there are such; that is no use of the module.
        if name.startswith("__"):
            raise AttributeError(name)
        for taken in LATER[self.__name__]:
            origin, _, found = taken.rpartition(":")
            if found == name:
                if origin:
                    return getattr(importlib.import_module(origin), name)
                return _calls(self.__name__, name)
        return getattr(_real(self.__name__), name)


class _Finder:
    """Finds the modules that wait, as an import asks for them."""

    def __init__(self, names: Iterable[str]) -> None:
        self.waiting = set(names)

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if name in self.waiting and _is_there(name, path):
            return ModuleSpec(name, cast(Any, self), is_package=name in PACKAGES)
        parent = name.rpartition(".")[0]
        if parent in self.waiting and parent in PACKAGES:
            return PathFinder.find_spec(name, _real(parent).__path__)
        return None

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return _Later(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """Leave it empty."""


def _is_there(name: str, path: Sequence[str] | None) -> bool:
    """Tell whether a module would be found and has what it needs."""
    needed = NEEDED.get(name)
    return PathFinder.find_spec(name, path) is not None and (not needed or bool(find_spec(needed)))


def _calls(module: str, name: str) -> Callable[..., Any]:
    """Return a function that stands for one of a module that waits."""

    def call(*arguments: Any, **named: Any) -> Any:
        return getattr(_real(module), name)(*arguments, **named)

    return call


def _real(name: str) -> ModuleType:
    """Return the real module, loaded now if it was not, whichever thread comes first."""
    with _replacing:
        for finder in sys.meta_path:
            if isinstance(finder, _Finder):
                finder.waiting.discard(name)
        if isinstance(sys.modules.get(name), _Later):
            del sys.modules[name]
    # The import has a lock of its own: it may take long, and use others that wait.
    return importlib.import_module(name)
