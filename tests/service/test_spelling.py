"""The spelling of a text, where a dictionary is at hand; where none is, nothing is said."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from e33tui.service import spelling
from e33tui.service.spelling import VARIABLE, Spelling

KNOWS = """
import json, sys
for line in sys.stdin:
    words = json.loads(line)
    with open(sys.argv[1], "a") as file:
        print(len(words), file=file)
    print(json.dumps([word for word in words if word == "analise"]), flush=True)
"""


@pytest.fixture
def asked(tmp_path: Path) -> tuple[str, ...]:
    """A process that knows all words but one, and notes how many it was asked about."""
    return (sys.executable, "-c", KNOWS, str(tmp_path / "asked"))


def test_unknown_words_are_told_and_none_is_asked_about_twice(
    tmp_path: Path, asked: tuple[str, ...]
) -> None:
    checked = Spelling(asked=asked)
    try:
        assert checked.unknown("Son analise est bonne.") == ("analise",)
        assert checked.unknown("Son analise est très bonne.") == ("analise",)
        assert checked.unknown("Son analise est bonne.") == ("analise",)
    finally:
        checked.close()
    assert (tmp_path / "asked").read_text().split() == ["4", "1"]


def test_what_the_phrases_say_is_known(asked: tuple[str, ...]) -> None:
    checked = Spelling(["Une analise omnicanale."], asked)
    try:
        assert checked.unknown("Analise") == ()
    finally:
        checked.close()


@pytest.mark.parametrize(
    "asked",
    [
        (),
        ("/nowhere/at/all",),
        *((sys.executable, "-c", said) for said in ("", "print('?')", "print(3)", "print([[1]])")),
    ],
)
def test_without_a_dictionary_that_answers_nothing_is_unknown(asked: tuple[str, ...]) -> None:
    checked = Spelling(asked=asked)
    assert checked.unknown("Une analise.") == ()
    assert checked.unknown("Une autre analise.") == ()
    checked.close()


def test_one_that_does_not_answer_is_given_up_and_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spelling, "SECONDS", 0.05)
    checked = Spelling(asked=(sys.executable, "-c", "import time; time.sleep(60)"))
    begun: list[subprocess.Popen[str]] = []

    class Watched(subprocess.Popen[str]):
        def __init__(self, *args: Any, **options: Any) -> None:
            super().__init__(*args, **options)
            begun.append(self)

    monkeypatch.setattr(subprocess, "Popen", Watched)
    assert checked.unknown("Une analise.") == ()
    assert checked.unknown("Une autre analise.") == ()
    (child,) = begun
    assert child.returncode is not None


def test_closing_ends_the_process(asked: tuple[str, ...]) -> None:
    checked = Spelling(asked=asked)
    checked.unknown("mot")
    child = checked._child
    assert isinstance(child, subprocess.Popen)
    checked.close()
    assert child.returncode is not None
    assert checked.unknown("analise") == ()


def test_a_dictionary_is_found_by_its_variable_only_if_it_is_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = tmp_path / "fr"
    monkeypatch.setenv(VARIABLE, str(tmp_path / "fr.dic"))
    (tmp_path / "fr.dic").write_text("1\nanalyse\n")
    assert spelling.dictionary() is None
    (tmp_path / "fr.aff").write_text("SET UTF-8\n")
    assert spelling.dictionary() == base
    # A home that nobody has is a path that leads nowhere, not an error while one writes.
    monkeypatch.setenv(VARIABLE, "~nobody-of-this-name/fr")
    assert spelling.dictionary() is None


def test_the_library_itself_looks_words_up_in_a_dictionary(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip(spelling.LIBRARY)
    (tmp_path / "fr.aff").write_text("SET UTF-8\nSFX S Y 1\nSFX S 0 s .\n", encoding="utf-8")
    (tmp_path / "fr.dic").write_text("5\nélève/S\nune\nle\net\navec\n", encoding="utf-8")
    monkeypatch.setenv(VARIABLE, str(tmp_path / "fr"))
    checked = Spelling()
    try:
        assert checked.unknown("Une élève, élèves, éleve") == ("éleve",)
    finally:
        checked.close()


@pytest.mark.parametrize("words", [b"", b"0\n", b"2\nthe\nand\n", bytes(range(256)) * 8])
def test_what_is_no_french_dictionary_finds_no_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: bytes
) -> None:
    pytest.importorskip(spelling.LIBRARY)
    (tmp_path / "fr.aff").write_bytes(words)
    (tmp_path / "fr.dic").write_bytes(words)
    monkeypatch.setenv(VARIABLE, str(tmp_path / "fr"))
    checked = Spelling()
    try:
        assert checked.unknown("Une analyse claire") == ()
    finally:
        checked.close()
