"""What the commands share: reading their words, saying a refusal, asking a question."""

from __future__ import annotations

import codecs
import contextlib
import io
import os
import shutil
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from e33tui.domain.text import visible

NO_TERMINAL = "L’interface demande un terminal : lancez e33tui dans une fenêtre de terminal."
NOT_WRITTEN = (
    "Ce qui devait être dit ne peut pas être écrit : la sortie est fermée, ou son disque est plein."
)
NOT_PLACEABLE = (
    "Le terminal de type « {} » ne peut pas afficher l’interface : lancez e33tui dans une fenêtre "
    "de terminal, ou indiquez le vrai type de celui-ci, par exemple « TERM=xterm e33tui »."
)


class UsageError(Exception):
    """A command line that cannot be understood; its text, if any, says in French what to do."""


class NoTerminalError(Exception):
    """The interface was asked for where no terminal can show it; its text says what to do."""


class OutputError(Exception):
    """What was to be said cannot be written; its text says so in French."""


def require_terminal() -> None:
    """Refuse to go on where nobody could see or answer.

    Raises:
        NoTerminalError: input or output is not a terminal, or one without a cursor to place.
    """
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise NoTerminalError(NO_TERMINAL)
    from e33tui.terminal.ability import of_this_terminal

    if not of_this_terminal().placeable:
        raise NoTerminalError(NOT_PLACEABLE.format(os.environ.get("TERM", "")))


def spell_output() -> None:
    """Have what is said on a terminal without UTF-8 come in letters that it has."""
    for stream in (sys.stdout, sys.stderr):
        if not isinstance(stream, io.TextIOWrapper):
            continue
        if has_ascii_alone(stream):
            codecs.register_error("spelt", _spelt)
            # In the C locale Python itself would write UTF-8, whatever the terminal reads.
            encoding = "ascii" if stream.encoding.lower() == "utf-8" else stream.encoding
            stream.reconfigure(encoding=encoding, errors="spelt")
        elif stream is sys.stdout:
            # A locale without some letter must not end the program.
            stream.reconfigure(errors="replace")


def has_ascii_alone(stream: TextIO) -> bool:
    """Tell whether what is said there is read on a terminal without UTF-8."""
    if not stream.isatty():
        return False
    from e33tui.terminal.ability import Letters, of_this_terminal

    return of_this_terminal().letters is Letters.ASCII


def _spelt(error: UnicodeError) -> tuple[str, int]:
    from e33tui.terminal.ability import Letters
    from e33tui.terminal.letters import spelling

    assert isinstance(error, UnicodeEncodeError)
    spell = spelling(Letters.ASCII)
    assert spell is not None
    return spell(error.object[error.start : error.end]), error.end


@contextlib.contextmanager
def writing() -> Iterator[None]:
    """Write on the output, or know that it cannot be.

    Raises:
        OutputError: it cannot be written; what is left must not be tried again at the end.
        BrokenPipeError: who reads has seen enough.
    """
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        leave_output()
        raise OutputError(NOT_WRITTEN) from error


def leave_output() -> None:
    """Have what is left for the output go nowhere: the interpreter flushes it as it ends."""
    _leave(sys.stdout)


def leave_errors() -> None:
    """Have what is said beside the output go nowhere: nobody can be told any more."""
    _leave(sys.stderr)


def _leave(stream: TextIO) -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def write(text: str) -> None:
    """Say a text as it stands; one of this program's own."""
    with writing():
        sys.stdout.write(text)


def say(text: str) -> None:
    """Say a sentence, with nothing in it that a terminal could obey."""
    write(_folded(visible(text), sys.stdout) + "\n")


def _folded(text: str, stream: TextIO) -> str:
    """Return a text whose lines break between words, where a person reads them."""
    if not stream.isatty():
        return text
    width = max(shutil.get_terminal_size().columns, 20)
    return "\n".join(_fold(line, width) for line in text.split("\n"))


def _fold(line: str, width: int) -> str:
    if len(line) <= width:
        return line
    indent = line[: len(line) - len(line.lstrip())]
    return textwrap.fill(
        line, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )


def say_path(path: Path) -> None:
    """Print a path: byte for byte for a program that reads it, harmless on a terminal."""
    if sys.stdout.isatty():
        say(str(path))
        return
    with writing():
        sys.stdout.flush()
        sys.stdout.buffer.write(os.fsencode(path) + b"\n")


def say_error(text: str) -> None:
    """Say a sentence beside the output, with nothing in it that a terminal could obey."""
    try:
        sys.stderr.write(_folded(visible(text, multiline=True), sys.stderr) + "\n")
    except OSError:
        # The command's code still tells.
        leave_errors()


def say_last(text: str) -> None:
    """Say a sentence as the program ends; a terminal that takes nothing must not hold it."""
    if not os.isatty(2):
        say_error(text)
        return
    from e33tui.terminal.tty import write_now

    said = _folded(visible(text, multiline=True), sys.stderr) + "\n"
    write_now(2, said.encode(sys.stderr.encoding, sys.stderr.errors or "replace"))


def agreed(situation: str, question: str) -> bool:
    """Say how things are and ask what to do; without a terminal the answer is no."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return False
    sys.stderr.write(f"{_folded(visible(situation), sys.stderr)}\n{question} [o/N] ")
    sys.stderr.flush()
    return sys.stdin.readline().strip().lower() in ("o", "oui")
