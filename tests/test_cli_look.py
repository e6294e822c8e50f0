"""How the interface looks, as the command line asks and as the terminal can show it."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from e33tui import cli
from e33tui.cli import interface, words
from e33tui.cli.interface import chosen_look
from e33tui.cli.parser import Parser
from e33tui.cli.words import UsageError
from e33tui.look import Look, ThemeName
from tests.end_to_end.terminal import Terminal


def asked(*options: str) -> Look:
    parser = Parser()
    interface.add_look(parser)
    return chosen_look(parser.parse_args(options))


def test_nothing_asked_is_the_terminals_own_colours() -> None:
    assert asked() == Look(ThemeName.STANDARD)


@pytest.mark.parametrize("words", [[], ["jour"], ["jour", "--sobre"], ["--tactile"]])
def test_a_folder_is_read_alike_with_options_and_without(words: list[str]) -> None:
    folder, look = interface._read(words)
    assert folder == ("jour" if "jour" in words else "")
    assert look == asked(*(word for word in words if word != "jour"))


@pytest.mark.parametrize("theme", ThemeName)
def test_a_theme_is_asked_for_by_its_name(theme: ThemeName) -> None:
    assert asked("--theme", theme.value, "--tactile") == Look(theme, touch=True)


@pytest.mark.parametrize("command", [["jour"], ["demo", "jour"]])
@pytest.mark.parametrize("name", ["bleu", "Standard", "", "\x1b]0;x\a"])
def test_a_theme_that_is_none_is_refused_with_the_three(
    command: list[str],
    name: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert cli.main([*command, "--theme", name]) == 2
    said = capsys.readouterr().err
    shown = name.replace("\x1b", "\ufffd").replace("\a", "\ufffd")
    assert said == (
        f"Le thème « {shown} » n’existe pas : choisissez standard, contraste ou monochrome.\n"
    )
    assert not list(tmp_path.iterdir())


def test_an_option_without_its_word_is_a_slip() -> None:
    with pytest.raises(UsageError, match=r"^$"):
        asked("--theme")


@pytest.mark.parametrize(
    ("settings", "ascii_signs"),
    [
        ({}, False),
        ({"LANG": "fr_FR.ISO-8859-15"}, True),
        ({"LC_ALL": "C"}, True),
        ({"TERM": "vt220"}, True),
        ({"TERM": "linux"}, True),
    ],
)
def test_signs_are_those_that_the_terminal_has(
    settings: dict[str, str], ascii_signs: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    assert asked().ascii is ascii_signs


def test_a_terminal_without_a_cursor_to_place_is_told_in_a_sentence(tmp_path: Path) -> None:
    with Terminal("demo", str(tmp_path / "demo"), TERM="dumb") as terminal:
        assert terminal.wait_end() == 2
        said = b" ".join(terminal.received.split()).decode("ascii")
    assert said.startswith('Le terminal de type " dumb " ne peut pas afficher l\'interface : ')
    assert "\x1b" not in said
    assert not (tmp_path / "demo").exists()


def test_the_keys_are_told_in_the_letters_of_the_terminal() -> None:
    with Terminal("touches", TERM="vt220") as terminal:
        assert terminal.wait_end() == 0
    assert terminal.received.isascii()
    assert b"Entree" in terminal.received
    assert b"^Z " in terminal.received


class Screen(io.TextIOWrapper):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("encoding", "written"),
    [
        ("utf-8", '"Numero deja pris" : l\'eleve.'),
        ("iso8859-15", "«Numéro déjà pris» : l'élève."),
        ("ascii", '"Numero deja pris" : l\'eleve.'),
    ],
)
def test_what_is_said_without_utf_8_has_no_garbage(
    encoding: str, written: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Python writes UTF-8 in the C locale: the terminal would show two letters for each."""
    monkeypatch.setenv("LC_ALL", "C")
    streams = {name: io.BytesIO() for name in ("stdout", "stderr")}
    for name, stream in streams.items():
        monkeypatch.setattr(sys, name, Screen(stream, encoding=encoding))
    words.spell_output()
    for name, stream in streams.items():
        print("«Numéro déjà pris» : l’élève.", end="", flush=True, file=getattr(sys, name))
        assert stream.getvalue().decode(encoding) == written


def test_a_file_gets_the_text_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C")
    stream = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(stream, encoding="utf-8"))
    words.spell_output()
    print("élève", end="", flush=True)
    assert stream.getvalue() == "élève".encode()
