"""The layers: what importing a module may load, proved in a fresh interpreter (design §5)."""

from __future__ import annotations

import json
import pkgutil
import subprocess
import sys
from collections.abc import Collection, Sequence
from pathlib import Path

import e33tui.documents
import e33tui.domain

LOADED = """
import importlib, json, sys
found = {}
for name in sys.argv[1:]:
    before = set(sys.modules)
    importlib.import_module(name)
    found[name] = sorted(set(sys.modules) - before)
print(json.dumps(found))
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


def loaded(modules: Sequence[str]) -> dict[str, set[str]]:
    """What each module is the first to load, imported one after the other in a fresh interpreter."""
    root = Path(e33tui.domain.__path__[0]).parents[1]
    command = [sys.executable, "-c", LOADED, *modules]
    run = subprocess.run(command, capture_output=True, text=True, check=False, cwd=root)
    assert run.returncode == 0, run.stderr
    found = {name: set(names) for name, names in json.loads(run.stdout).items()}
    assert set(modules) <= set().union(*found.values()), "the interpreter had some of them before"
    return found


def among(names: set[str], packages: Collection[str]) -> set[str]:
    return {name for name in names if name.partition(".")[0] in packages}


def test_the_domains_modules_are_all_found() -> None:
    assert {"e33tui.domain.machine", "e33tui.domain.rules.time"} <= set(DOMAIN)


def test_the_domain_loads_the_standard_library_and_itself() -> None:
    allowed = {"e33tui", *sys.stdlib_module_names}
    for module, names in loaded(DOMAIN).items():
        assert among(names, allowed) == names, module
        own = among(names, {"e33tui"})
        assert {name for name in own if not name.startswith("e33tui.domain")} <= {"e33tui"}, module


def test_store_service_and_documents_never_load_the_interface() -> None:
    for module, names in loaded(WITHOUT_INTERFACE).items():
        assert not among(names, {"textual", "rich", "weasyprint"}), module


def test_what_makes_a_document_never_meets_what_helps_the_jury() -> None:
    """Questions, extracts and phrases are on no page, whoever may read it."""
    contents = [name for name in DOMAIN if name.endswith("_content")]
    assert "e33tui.domain.verso_content" in contents
    aids = {"aid_table", "phrases", "prompts", "reference"}
    assert aids <= {name.rpartition(".")[2] for name in DOMAIN}
    for module, names in loaded([*DOCUMENTS, *contents]).items():
        helping = {name for name in names if name.removeprefix("e33tui.domain.") in aids}
        assert not helping | (names & {"e33tui.aids"}), module


def test_the_interfaces_process_never_loads_the_printer() -> None:
    for module, names in loaded(WITHOUT_PRINTER).items():
        assert not among(names, {"weasyprint", "pydyf", "cffi", "fontTools"}), module
        assert "e33tui.aids" not in names, (
            f"{module}: what few ask for is read when it is asked for"
        )


def test_an_oral_is_opened_without_what_is_asked_for_beside_it() -> None:
    """Opening one is waited for, and fifty sessions pay for each module."""
    module = "e33tui.screens.exam"
    asked_for = {"e33tui.screens.form", "e33tui.domain.prompts", "e33tui.domain.reference"}
    assert not loaded([module])[module] & asked_for


def test_a_start_without_options_loads_no_parser() -> None:
    module = "e33tui.cli.interface"
    assert "argparse" not in loaded([module])[module]
