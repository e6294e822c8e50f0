"""Write the lean modules of the interface: ``python -m e33tui.startup.prepare``.

The set-up calls it, and who installs the program for others, with the right to write into its
package. What is missing or older than its source is loaded as Python has it, docstrings included.
Where it is not called, or its folder may not be written to, the program is the same, and a session
takes a tenth more memory.

``python -OO`` would leave the docstrings out too, but it needs bytecode of its own for the standard
library, which an ordinary account cannot write, and it leaves out the asserts. Measured with all the
rest, a session takes 28 MB there and 29 here.
"""

from __future__ import annotations

import ast
import importlib
import marshal
import os
import pkgutil
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import CodeType
from typing import Final

from e33tui.startup import lean

SHOWN: Final = ("e33tui.cli", "e33tui.screens", "e33tui.service", "e33tui.terminal")
"""Packages that the interface loads some or all modules of."""
UNANNOTATED: Final = frozenset({"e33tui", "rich", "textual", "tinydb"})
"""Packages in which nothing reads a function's annotations; a class's are never touched."""
# Columns are left out by an option of the interpreter, not of the compiler.
_OPTIONS: Final = ("-X", "no_debug_ranges")

Documented = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


def main(modules: Sequence[str]) -> int:
    """Write the lean modules of ``modules``, or of all that the interface may load."""
    if "no_debug_ranges" not in sys._xoptions:
        command = [sys.executable, *_OPTIONS, "-m", "e33tui.startup.prepare", *modules]
        return subprocess.run(command, check=False).returncode
    if not modules:
        shutil.rmtree(lean.tree(), ignore_errors=True)
    for name in modules or interface_modules():
        importlib.import_module(name)
    found = [(name, getattr(module, "__file__", None)) for name, module in sys.modules.items()]
    try:
        write_all(found)
    except OSError as error:
        sys.stderr.write(f"Not all lean modules could be written: {error}\n")
        return 1
    return 0


def interface_modules() -> list[str]:
    """Return the modules that bring with them all that the interface may load."""
    found = ["e33tui.app", "textual.drivers.headless_driver"]
    for package in SHOWN:
        folders = importlib.import_module(package).__path__
        found += [
            package,
            *(module.name for module in pkgutil.walk_packages(folders, package + ".")),
        ]
    return found


def write_all(modules: Iterable[tuple[str, str | None]]) -> None:
    """Write the lean form of every module that has a source; ones that were not there before."""
    for name, source in modules:
        if source is not None and source.startswith("/") and source.endswith(".py"):
            write(name, source)


def write(name: str, source: str) -> None:
    """Write a module's lean form, whole or not at all.

    Raises:
        OSError: the source cannot be read, or the tree not be written to.
    """
    head = lean.LeanLoader(name, source).head()
    code = lean_code(Path(source).read_bytes(), source, annotated=_annotated(name))
    target = Path(lean.lean_path(source))
    target.parent.mkdir(parents=True, exist_ok=True)
    descriptor, unfinished = tempfile.mkstemp(dir=target.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(head + marshal.dumps(code))
        # A private umask or file must not keep the other accounts from loading it.
        Path(unfinished).chmod(0o644)
        Path(unfinished).replace(target)
    except OSError:
        Path(unfinished).unlink()
        raise


def lean_code(text: bytes, source: str, *, annotated: bool) -> CodeType:
    """Compile a module without docstrings.

    Args:
        text: the source.
        source: its path, for messages.
        annotated: whether functions keep their annotations.
    """
    tree = ast.parse(text, source)
    for node in ast.walk(tree):
        if isinstance(node, Documented):
            _empty_docstring(node)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not annotated:
            _drop_annotations(node)
    return compile(tree, source, "exec", dont_inherit=True)


def _annotated(name: str) -> bool:
    return name.partition(".")[0] not in UNANNOTATED


def _empty_docstring(node: Documented) -> None:
    """Leave one space of a class's docstring: a dataclass without one would write its own.

    An empty one stays at the head of a module, since what is from the future comes right after it.
    """
    first = node.body[0] if node.body else None
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
        text = first.value
        if isinstance(text.value, str):
            left = {ast.ClassDef: " ", ast.Module: ""}
            text.value = left.get(type(node))


def _drop_annotations(node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
    found = node.args
    node.returns = None
    for each in (*found.posonlyargs, *found.args, *found.kwonlyargs, found.vararg, found.kwarg):
        if each is not None:
            each.annotation = None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
