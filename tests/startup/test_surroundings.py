"""What a process was started with: variables that the libraries obey, and closed streams."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from e33tui.cli.words import NO_TERMINAL, NOT_WRITTEN

SCRIPT = """
import os, sys
from e33tui.__main__ import prepare
prepare()
assert os.open("/dev/zero", os.O_RDONLY) > 2
assert sys.stdin.read() == "" and print("told", file=sys.stderr) is None
try:
    print("told")
    raise SystemExit("said to nobody")
except OSError:
    sys.stdout = None
from textual import constants
assert (constants.LOG_FILE, constants.SCREENSHOT_DELAY, constants.COLOR_SYSTEM) == (None, -1, "auto")
assert constants.MAX_FPS == 120
named = [name for name in os.environ if name.startswith("TEXTUAL")]
assert os.environ.get("TERM") and named == ["TEXTUAL_FPS"]
"""


def run(redirected: str, *words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run Python with what a shell has redirected."""
    return subprocess.run(
        ["sh", "-c", f'exec "$@" {redirected}', "sh", sys.executable, *words],
        env=os.environ | variables,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_libraries_variables_say_nothing_and_no_file_takes_a_standard_number(
    tmp_path: Path,
) -> None:
    log = tmp_path / "log"
    done = run(
        "<&- >&- 2>&-",
        *("-c", SCRIPT),
        TEXTUAL="debug,devtools",
        TEXTUAL_LOG=str(log),
        TEXTUAL_SCREENSHOT="1",
        TEXTUAL_FPS="7",
        TEXTUAL_COLOR_SYSTEM="zzz",
    )
    assert done.returncode == 0
    assert not log.exists()


@pytest.mark.parametrize(
    ("redirected", "words", "code", "said"),
    [
        (">&-", ["--help"], 1, NOT_WRITTEN),
        (">/dev/full", ["touches"], 1, NOT_WRITTEN),
        ("<&-", ["jour"], 2, NO_TERMINAL),
        ("2>/dev/full", ["touches", "--x"], 2, ""),
    ],
)
def test_a_closed_or_full_stream_is_told_in_one_sentence(
    redirected: str, words: list[str], code: int, said: str
) -> None:
    done = run(redirected, "-m", "e33tui", *words)
    assert (done.returncode, done.stdout, done.stderr) == (code, "", said and f"{said}\n")


def test_a_crash_leaves_no_picture_of_the_memory() -> None:
    """Names, notes and texts would lie in it, where no purge looks; a child has the same limit."""
    asked = "import resource; print(resource.getrlimit(resource.RLIMIT_CORE)[0])"
    script = (
        "import subprocess, sys; from e33tui.__main__ import prepare; prepare();"
        f"subprocess.run([sys.executable, '-c', {asked!r}], check=True)"
    )
    done = subprocess.run(
        ["sh", "-c", 'ulimit -S -c 7 2>&-; exec "$@"', "sh", sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "0\n"
