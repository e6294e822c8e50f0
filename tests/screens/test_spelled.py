"""Spelling beside a text: said in a few words where a dictionary is at hand, and never in the way."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from e33tui.domain.passage import Step
from e33tui.screens import spelled
from e33tui.screens.appraisal import AppraisalScreen
from e33tui.service import spelling
from tests.screens.support import EACH_SIZE, at_work, check_frame, sitting

KNOWS = """
import json, sys
for line in sys.stdin:
    print(json.dumps([word for word in json.loads(line) if "z" in word]), flush=True)
"""
SAID = "orthographe à vérifier : "


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spelled, "PAUSE", 0.01)


@pytest.mark.parametrize("size", EACH_SIZE)
async def test_words_that_no_dictionary_has_are_named_until_they_are_put_right(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    monkeypatch.setattr(spelling, "command", lambda: (sys.executable, "-c", KNOWS))
    with sitting(tmp_path, state="candidate_left") as service:
        async with at_work(service, size) as juror:
            await juror.open()
            await juror.go_to(Step.APPRAISAL)
            await juror.type("Une analize claire, zaz zez ziz")
            await juror.until(lambda: SAID in juror.text(), "what is unknown")
            await juror.until(lambda: "et 1 autre" in juror.text(), "all of it")
            assert "6 mots" in juror.text()
            assert "analize, zaz, zez et 1 autre" in juror.text()
            check_frame(juror)
            await juror.press(*["backspace"] * len(", zaz zez ziz"))
            assert "3 mots" in juror.text()
            assert "zaz" not in juror.text()
            assert SAID in juror.text()
            await juror.press(*["left"] * len("e claire"), "backspace", "s")
            assert SAID not in juror.text()


async def test_one_types_and_leaves_while_a_dictionary_does_not_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[subprocess.Popen[str]] = []

    class Watched(subprocess.Popen[str]):
        def __init__(self, *args: Any, **options: Any) -> None:
            # What waits for it would keep the loop from the next key.
            assert threading.current_thread() is not threading.main_thread()
            super().__init__(*args, **options)
            begun.append(self)

    monkeypatch.setattr(subprocess, "Popen", Watched)
    monkeypatch.setattr(
        spelling, "command", lambda: (sys.executable, "-c", "import time; time.sleep(600)")
    )
    with sitting(tmp_path, state="candidate_left") as service:
        async with at_work(service) as juror:
            await juror.open()
            await juror.go_to(Step.APPRAISAL)
            await juror.type("Une analize")
            await juror.until(lambda: bool(begun), "its process")
            await juror.type(" claire")
            assert "3 mots" in juror.text()
            await juror.press("tab")
            assert juror.state.comment("traiter").text == "Une analize claire"
            await juror.press("ctrl+f")
            await juror.at_home()
            await juror.until(lambda: begun[0].returncode is not None, "its end")


async def test_without_a_dictionary_nothing_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spelling, "command", lambda: ())
    with sitting(tmp_path, state="candidate_left") as service:
        async with at_work(service) as juror:
            await juror.open()
            await juror.go_to(Step.APPRAISAL)
            await juror.type("Une analize")
            await juror.until(lambda: all(w.is_finished for w in juror.app.workers), "looked up")
            assert "2 mots" in juror.text()
            assert "orthographe" not in juror.text()


def test_a_word_that_was_half_typed_when_it_was_looked_up_is_no_longer_told_of() -> None:
    about = spelled.Spelled(None)  # type: ignore[arg-type]
    about._unknown = ("anal", "zaz")
    assert about.words("Une anal, zaz").endswith(f"{SAID}anal, zaz")
    assert about.words("Une analyse") == ""


async def test_texts_that_are_left_before_they_are_there_have_nothing_to_end(
    tmp_path: Path,
) -> None:
    with sitting(tmp_path) as service:
        async with at_work(service):
            AppraisalScreen().on_unmount()
