"""Modules without what only their readers need: a third of a session's memory is loaded code.

Python keeps each function's docstring, its annotations and the columns of its instructions in
memory. :mod:`e33tui.startup.prepare` writes compiled modules without them, in a tree of their own
beside this package; where one is there and fits its source, it is loaded in the place of Python's
own. Lines stay, and so do asserts and the docstrings' places. Three things are not as in Python's
own: ``__doc__`` is empty, the functions of some packages tell no annotations, and a traceback does not
mark the columns. Nothing of this program or of what it loads asks for those.
"""

from __future__ import annotations

import marshal
import struct
import sys
from importlib.machinery import (
    BYTECODE_SUFFIXES,
    EXTENSION_SUFFIXES,
    SOURCE_SUFFIXES,
    ExtensionFileLoader,
    FileFinder,
    SourceFileLoader,
    SourcelessFileLoader,
)
from importlib.util import MAGIC_NUMBER
from types import CodeType

_HEAD = struct.Struct("<4sLL")


def use() -> None:
    """Load lean modules from now on, as far as there are any; a second call changes nothing."""
    if any(getattr(hook, "lean", False) for hook in sys.path_hooks):
        return
    hook = FileFinder.path_hook(
        (ExtensionFileLoader, EXTENSION_SUFFIXES),
        (LeanLoader, SOURCE_SUFFIXES),
        (SourcelessFileLoader, BYTECODE_SUFFIXES),
    )
    vars(hook)["lean"] = True
    sys.path_hooks.insert(0, hook)
    sys.path_importer_cache.clear()


def tree() -> str:
    """Return the folder under which lean modules lie, each at the path of its source."""
    beside = __file__.rpartition("/startup/")[0] + "/__pycache__"
    return f"{sys.pycache_prefix or beside}/lean/{sys.implementation.cache_tag}"


def lean_path(source: str) -> str:
    """Return where the lean module of a source lies, whether there is one or not."""
    return f"{tree()}{source}c"


class LeanLoader(SourceFileLoader):
    """Loads a module's lean code where there is some, and else as Python does."""

    def get_code(self, fullname: str) -> CodeType | None:
        return self.lean_code() or super().get_code(fullname)

    def lean_code(self) -> CodeType | None:
        """Return the lean code of the source; ``None`` where there is none that fits."""
        try:
            data = memoryview(self.get_data(lean_path(self.path)))
            if data[: _HEAD.size] == self.head():
                code = marshal.loads(data[_HEAD.size :])
                return code if isinstance(code, CodeType) else None
        except (OSError, ValueError, EOFError, TypeError):
            pass
        return None

    def head(self) -> bytes:
        """Return what a lean module begins with: this Python, and the state of the source.

        Raises:
            OSError: there is no source.
        """
        found = self.path_stats(self.path)
        mtime, size = int(found["mtime"]), int(found["size"])
        return _HEAD.pack(MAGIC_NUMBER, mtime & 0xFFFFFFFF, size & 0xFFFFFFFF)
