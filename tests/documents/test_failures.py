"""Whatever goes wrong in the child is one French sentence, and leaves nothing behind."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import Any

import pytest

from e33tui.documents import make_pdf, stop_rendering, worker
from e33tui.documents.job import Job, Outcome
from e33tui.domain.errors import DocumentError
from tests.documents.samples import USUAL

pytestmark = pytest.mark.usefixtures("no_child")
APT = "apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"


@pytest.fixture(autouse=True)
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Have all temporary folders made in one that the test can look into."""
    folder = tmp_path / "scratch"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def _refusal(*, timeout: float = 30.0, memory_mb: int = 512) -> DocumentError:
    with pytest.raises(DocumentError) as caught:
        make_pdf(USUAL, timeout=timeout, memory_mb=memory_mb)
    assert caught.value.message.count("\n") == 0
    return caught.value


def test_too_slow(scratch: Path) -> None:
    message = _refusal(timeout=0.01).message
    assert "trop de temps (0,01\u00a0s)" in message
    assert "Rien n’a été modifié" in message
    assert "passage" not in message, "it is said of a key card and of a list too"
    assert list(scratch.iterdir()) == []


def test_too_much_memory() -> None:
    assert "trop de mémoire (16\u00a0Mio)" in _refusal(memory_mb=16).message


@pytest.mark.parametrize(
    ("ending", "words"),
    [
        (f"sys.exit({Outcome.NO_LIBRARY})", APT),
        (f"sys.exit({Outcome.NO_ENGINE})", "WeasyPrint"),
        (f"sys.exit({Outcome.OUT_OF_MEMORY})", "trop de mémoire"),
        (f"sys.exit({Outcome.FAILED})", "pas pu être composé"),
        ("sys.exit(1)", "pas pu être composé"),
        ("import os; os.abort()", "trop de mémoire"),
        ("import os; os.kill(os.getpid(), 24)", "trop de temps"),
        ("import os; os.kill(os.getpid(), 14)", "trop de temps"),
        ("import os; os.kill(os.getpid(), 15)", "pas pu être composé"),
    ],
)
def test_each_ending_has_its_sentence(
    ending: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    boot = f"import resource, sys; resource.setrlimit(resource.RLIMIT_CORE, (0, 0)); {ending}"
    monkeypatch.setattr(worker, "_BOOT", boot)
    assert words in _refusal().message


@pytest.mark.parametrize(
    ("engine", "words"),
    [
        ("raise OSError(\"cannot load library 'libpango-1.0-0'\")", APT),
        ("raise ModuleNotFoundError('weasyprint')", "n’est pas installé"),
        ("", "pas pu être composé"),
    ],
)
def test_an_engine_that_does_not_load(
    engine: str, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "broken" / "weasyprint"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text(engine, encoding="utf-8")
    monkeypatch.syspath_prepend(str(package.parent))
    assert words in _refusal().message


def test_what_the_child_prints_is_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    boot = (
        "import sys; print('NOM Prénom', file=sys.stderr); "
        "print('KeyError page.py:12 NOM', file=sys.stderr); sys.exit(10)"
    )
    monkeypatch.setattr(worker, "_BOOT", boot)
    error = _refusal()
    assert "NOM" not in error.message
    assert error.__notes__ == ["exit code 10"]
    assert error.__cause__ is None


def test_a_failure_says_where_in_the_code(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Job, "encode", lambda _job: b"{}")
    assert _refusal().__notes__[0].startswith("KeyError job.py:")


def test_an_interpreter_that_cannot_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nonexistent/python")
    assert "pas pu être lancé" in _refusal().message


def test_nothing_of_the_child_s_group_survives(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    boot = (
        "import subprocess, sys, time; nothing = subprocess.DEVNULL; "
        "left = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(20)'], "
        "stdin=nothing, stdout=nothing, stderr=nothing); "
        "print(left.pid, flush=True); time.sleep(20)"
    )
    monkeypatch.setattr(worker, "_BOOT", boot)
    with (
        tempfile.TemporaryFile() as notes,
        worker._children.start(worker._arguments(30), str(tmp_path), notes) as child,
    ):
        assert child.stdout is not None
        grandchild = os.pidfd_open(int(child.stdout.readline()))
        stop_rendering()
        assert worker._children.forget(child)
    # Readable once the process has ended.
    assert select.select([grandchild], [], [], 10)[0]
    os.close(grandchild)


def test_a_document_in_the_making_can_be_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "_BOOT", "import time; time.sleep(60)")
    started, start = threading.Event(), worker._children.start
    children: list[subprocess.Popen[bytes]] = []

    def watched(*given: Any) -> subprocess.Popen[bytes]:
        children.append(start(*given))
        started.set()
        return children[-1]

    monkeypatch.setattr(worker._children, "start", watched)
    refusals: list[DocumentError] = []
    thread = threading.Thread(target=lambda: refusals.append(_refusal()))
    thread.start()
    assert started.wait(20)
    stop_rendering()
    thread.join(20)
    assert "arrêtée" in refusals[0].message
    assert children[0].returncode == -signal.SIGKILL
    assert not worker._children._running | worker._children._stopped


def test_a_child_without_its_parent_ends_itself() -> None:
    arguments = [*worker._arguments(30)[:-1], "0.2"]
    environment = {"PATH": os.environ["PATH"]}
    with subprocess.Popen(arguments, stdin=subprocess.PIPE, env=environment) as child:
        # Its standard input stays open: without a limit it would wait for the order for ever.
        assert child.wait(20) == -signal.SIGALRM


def test_the_document_can_be_asked_for_again() -> None:
    _refusal(timeout=0.01)
    assert make_pdf(USUAL).data.startswith(b"%PDF-1.7")
