"""The layers: what importing a module may load, proved in a fresh interpreter (design §5)."""

from __future__ import annotations

import json
import pkgutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

import e33tui.documents
import e33tui.domain

LOADED = """
import importlib, json, sys
before = set(sys.modules)
importlib.import_module(sys.argv[1])
print(json.dumps(sorted(set(sys.modules) - before)))
"""

DOMAIN = sorted(
    module.name for module in pkgutil.walk_packages(e33tui.domain.__path__, "e33tui.domain.")
)
DOCUMENTS = sorted(
    module.name
    for module in pkgutil.walk_packages(e33tui.documents.__path__, "e33tui.documents.")
    if not module.name.rpartition(".")[2].startswith("child")
)
WITHOUT_INTERFACE = ("e33tui.rubric", "e33tui.store", "e33tui.service", *DOCUMENTS)
"""What the command line runs on, with no interface loaded."""

WITHOUT_PRINTER = ("e33tui.app", "e33tui.cli", "e33tui.service", *DOCUMENTS)
"""What runs in the interface's process: a document is made in a child of its own."""


@cache
def loaded(module: str) -> frozenset[str]:
    """Every module that importing ``module`` loads into a fresh interpreter."""
    root = Path(e33tui.domain.__path__[0]).parents[1]
    command = [sys.executable, "-c", LOADED, module]
    run = subprocess.run(command, capture_output=True, text=True, check=False, cwd=root)
    assert run.returncode == 0, run.stderr
    return frozenset(json.loads(run.stdout))


def _packages(module: str) -> set[str]:
    return {name.partition(".")[0] for name in loaded(module)}


def test_the_domains_modules_are_all_found() -> None:
    assert {"e33tui.domain.machine", "e33tui.domain.rules.time"} <= set(DOMAIN)


@pytest.mark.parametrize("module", DOMAIN)
def test_the_domain_loads_the_standard_library_and_itself(module: str) -> None:
    own = {name for name in loaded(module) if name.startswith("e33tui")}
    foreign = _packages(module) - {"e33tui"} - set(sys.stdlib_module_names)
    assert foreign == set()
    assert {name for name in own if not name.startswith("e33tui.domain")} == {"e33tui"}


@pytest.mark.parametrize("module", WITHOUT_INTERFACE)
def test_store_service_and_documents_never_load_the_interface(module: str) -> None:
    assert module in loaded(module)
    assert _packages(module).isdisjoint({"textual", "rich", "weasyprint"})


@pytest.mark.parametrize("module", WITHOUT_PRINTER)
def test_the_interfaces_process_never_loads_the_printer(module: str) -> None:
    assert module in loaded(module)
    assert _packages(module).isdisjoint({"weasyprint", "pydyf", "cffi", "fontTools"})
