"""The child reads the package's own files and nothing else, and the parent loads no engine."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pytest

from e33tui.documents import make_html, worker
from e33tui.documents.resources import NO_FONTS
from tests.documents.conftest import CANARY
from tests.documents.samples import USUAL

ROOT = str(Path(worker.__file__).resolve().parents[2])


def _python(code: str, *arguments: str) -> str:
    """Return what a fresh interpreter prints."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code, *arguments],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_interface_s_process_loads_no_engine() -> None:
    code = (
        "import sys, e33tui.documents as d; print('jinja2' in sys.modules);"
        "from tests.documents.samples import USUAL; d.make_html(USUAL); d.make_pdf(USUAL);"
        "print([m for m in sys.modules if m.split('.')[0] in "
        "('weasyprint', 'pydyf', 'fontTools', 'textual')])"
    )
    assert _python(code).split("\n")[:2] == ["False", "[]"]


LIVE_MARKUP = """
import importlib, json, sys
from e33tui.documents import child
engine = importlib.import_module("weasyprint")
style = (
    '<html lang=fr><title>x</title><meta name=generator content=x>'
    '<link rel=stylesheet href="e33:style.css">'
    '<link rel=stylesheet href="e33:print.css"><p>x'
)
results = []
for markup in ("<p>ok", *json.loads(sys.argv[1])):
    try:
        pdf = child.write_pdf(child.draw(engine, [style + markup]), "0" * 32)
        results.append(["made", pdf.startswith(b"%PDF")])
    except BaseException as error:
        results.append([type(error).__name__, False])
print(json.dumps(results))
"""


def _live(markups: Sequence[str]) -> list[list[object]]:
    results: list[list[object]] = json.loads(_python(LIVE_MARKUP, json.dumps(markups)))
    assert results.pop(0) == ["made", True], "the page's own style and fonts are served"
    return results


def test_even_live_markup_can_load_nothing(canary: Path) -> None:
    file = canary.as_uri()
    refused = _live([
        f'<img src="{file}">',
        f'<p style="background: url({file})">x',
        f"<style>@import url({file});</style>x",
        f'<link rel=stylesheet href="{file}">x',
        f'<link rel=attachment href="{file}">x',
        f'<object data="{file}">x</object>',
        f"<style>@font-face {{ font-family: x; src: url({file}) }}</style><p>x",
        f'<base href="{file}"><img src="canary.txt">',
        '<img src="http://127.0.0.1:9/x.png">',
        '<img src="e33:../page.py">',
        '<img src="data:image/svg+xml,<svg/>">',
    ])  # fmt: skip
    assert refused == [["FatalURLFetchingError", False]] * 11


def _child(folder: Path) -> bytes:
    """Return what a child writes that was begun in a folder."""
    with (
        tempfile.TemporaryFile() as notes,
        worker._children.start(worker._arguments(30), str(folder), notes) as child,
    ):
        out, _ = child.communicate(b"")
        worker._children.forget(child)
    return out


def test_the_child_s_surroundings_are_bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("http_proxy", "HTTPS_PROXY", "FONTCONFIG_FILE", "PYTHONPATH", "SECRET"):
        monkeypatch.setenv(name, "foreign")
    code = (
        "import json, os, sys; print(json.dumps([dict(os.environ), os.listdir(), os.getcwd(),"
        " os.getpgid(0) == os.getpid(), sys.flags.isolated]))"
    )
    monkeypatch.setattr(worker, "_BOOT", code)
    out = _child(tmp_path)
    environment, files, folder, leads, isolated = json.loads(out)
    # The interpreter adds a variable of its own on some systems.
    expected = {"LANG", "LC_ALL", "HOME", "TMPDIR", "SOURCE_DATE_EPOCH", "FONTCONFIG_FILE"}
    assert set(environment) - {"LC_CTYPE", "LD_LIBRARY_PATH"} == expected
    assert environment["FONTCONFIG_FILE"] == str(NO_FONTS)
    assert environment["HOME"] == environment["TMPDIR"] == folder == str(tmp_path)
    assert (files, leads, isolated) == ([], True, 1)


@pytest.mark.parametrize("umask", [0, 0o022, 0o777])
def test_what_the_engine_makes_is_its_account_s_alone(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, umask: int
) -> None:
    code = "import os; os.mkdir('a'); open('b', 'w').close(); print(os.umask(0))"
    monkeypatch.setattr(worker, "_BOOT", code)
    before = os.umask(umask)
    try:
        out = _child(tmp_path)
    finally:
        os.umask(before)
    assert int(out) == 0o077
    modes = [oct((tmp_path / name).stat().st_mode & 0o777) for name in "ab"]
    assert modes == ["0o700", "0o600"]


def test_the_engine_s_process_may_not_reach_out() -> None:
    code = (
        "import os, socket, subprocess, sys\n"
        "from e33tui.documents import child\n"
        "sys.addaudithook(child._forbid)\n"
        "tries = [lambda: socket.create_connection(('127.0.0.1', 9)),"
        " lambda: subprocess.run(['true']), lambda: os.system('true'), os.fork]\n"
        "for attempt in tries:\n"
        "    try: attempt(); print('done')\n"
        "    except PermissionError: print('refused')\n"
    )
    assert _python(code).split() == ["refused"] * 4


def test_the_plain_file_needs_no_child(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "_BOOT", "raise SystemExit(99)")
    assert b"Commentaires objectifs" in make_html(USUAL)
    assert CANARY.encode() not in make_html(USUAL)
