"""The driver in a pseudo-terminal, as in a real session."""

from __future__ import annotations

import fcntl
import os
import re
import signal
import termios
from pathlib import Path

import pytest

from e33tui.terminal.sequences import ALLOWED, MOUSE_OFF, MOUSE_ON, leave
from tests.terminal.conftest import FIELD_ROW, Session, Start

ONE_PICTURE = 4096
"""More bytes than the small interface's whole screen takes."""


def field(session: Session) -> str:
    return session.emulator.lines[FIELD_ROW].rstrip()


def given_back(session: Session) -> bool:
    """Say whether the terminal has its screen, its cursor and its modes again."""
    modes = dict(re.findall(rb"\x1b\[\?(\d+)([hl])", session.received))
    return (
        modes == {b"1049": b"l", b"2004": b"l", b"7": b"h", b"25": b"h", b"6": b"l"}
        and leave().encode() in session.received
        and termios.tcgetattr(session.terminal) == session.attributes
    )


def test_typing_costs_a_few_bytes_and_moves_the_real_cursor(session: Session) -> None:
    assert session.emulator.cursor_visible
    assert session.emulator.cursor == (FIELD_ROW, 0)
    costs = []
    for count, key in enumerate("très bien", 1):
        session.type(key)
        before = len(session.received)
        session.read_until_cursor(FIELD_ROW, count)
        costs.append(len(session.received) - before)
    assert field(session) == "très bien"
    assert max(costs) <= 4
    session.type("\x7f\x1b[D")
    session.read_until_cursor(FIELD_ROW, 7)
    assert field(session) == "très bie"
    assert session.read_rest() == b""


def test_only_listed_sequences_leave_and_none_asks_for_an_answer(start: Start) -> None:
    session = start()
    session.type("a\t\x1b[200~\x1b]52;c;QUJD\x07\x1b[201~")
    session.type("\x12")
    session.read_until(lambda: session.typed() != "")
    session.read_rest()
    session.type("\x18")
    session.read_to_the_end()
    rest = ALLOWED.sub(b"", session.received).decode()
    assert not re.search("[\x00-\x1f\x7f-\x9f]", rest)


def test_a_normal_end_gives_the_terminal_back(start: Start) -> None:
    session = start()
    assert termios.tcgetattr(session.terminal) != session.attributes
    assert not fcntl.fcntl(session.terminal, fcntl.F_GETFL) & os.O_NONBLOCK
    session.type("\x18")
    session.read_to_the_end()
    assert session.process.returncode == 0
    assert given_back(session)
    assert not session.notes("lost")


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        (signal.SIGTERM, "terminate"),
        (signal.SIGQUIT, "terminate"),
        (signal.SIGHUP, "hangup"),
        (signal.SIGINT, "interrupt"),
    ],
)
def test_a_signal_ends_in_order(start: Start, number: signal.Signals, reason: str) -> None:
    session = start()
    session.type("abc\x1b[H\x1b[3~")
    session.signal(number)
    session.read_to_the_end()
    assert [(note["reason"], note["text"]) for note in session.notes("lost")] == [(reason, "bc")]
    assert session.notes("ended")
    assert given_back(session)


def test_without_a_hook_the_app_just_ends(start: Start) -> None:
    session = start("deaf")
    session.signal(signal.SIGTERM)
    session.read_to_the_end()
    assert session.process.returncode == 0
    assert given_back(session)


def test_a_closed_terminal_ends_the_program_in_order(start: Start) -> None:
    session = start()
    session.hang_up()
    session.wait_unread(lambda: session.ended)
    assert [note["reason"] for note in session.notes("lost")] == ["hangup"]
    assert session.notes("ended")


def test_a_closed_terminal_ends_the_program_in_the_midst_of_output(start: Start) -> None:
    session = start("flood")
    session.hang_up()
    session.wait_unread(lambda: session.ended)
    assert session.notes("ended")


def stall(session: Session) -> None:
    """Leave the terminal unread until the driver has to wait."""

    def waiting() -> bool:
        session.type("x")
        notes = session.notes("typed")
        return bool(notes) and notes[-1]["waiting"] > 0

    session.wait_unread(waiting)
    session.type("\x15")
    session.wait_unread(lambda: session.typed() == "")


def test_a_stalled_line_stops_nothing_and_keeps_no_backlog(start: Start) -> None:
    session = start("flood")
    stall(session)
    text = "soixante caractères tapés pendant que personne ne lit l’écran"
    for key in text:
        session.type(key)
    session.wait_unread(lambda: session.typed() == text)
    last = session.notes("typed")[-1]
    assert last["waiting"] < ONE_PICTURE
    session.type("\x07")
    session.read_until(lambda: field(session) == text)
    session.read_rest()
    assert session.emulator.lines[2].rstrip() == "calme"
    assert len(session.received) <= last["sent"] + last["waiting"] + ONE_PICTURE


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_is_served_while_the_line_is_stalled(start: Start, number: signal.Signals) -> None:
    session = start("flood")
    stall(session)
    session.signal(number)
    session.wait_unread(lambda: session.ended)
    assert session.notes("lost")
    assert session.process.returncode == 0
    session.read_rest()
    assert given_back(session)


@pytest.mark.parametrize("size", [(60, 20), (120, 40)])
def test_a_resize_repaints_everything(session: Session, size: tuple[int, int]) -> None:
    session.type("mot")
    session.read_until_cursor(FIELD_ROW, 3)
    session.resize(*size)
    session.emulator.feed(b"\x1b[41m\x1b[2J")
    session.read_until(lambda: list(size) in [note["size"] for note in session.notes("resized")])
    session.read_until_cursor(FIELD_ROW, 3)
    session.read_rest()
    assert field(session) == "mot"
    assert {look[2] for row in session.emulator.looks()[1:] for look in row} == {"default"}


def test_a_key_repaints_a_spoilt_screen(session: Session) -> None:
    session.emulator.feed(b"\x1b[2J\x1b[5;5H\x1b[31mgarbage")
    session.type("\x12")
    session.read_until(lambda: "Bonjour" in session.emulator.lines[0])
    session.read_rest()
    assert not any("garbage" in line for line in session.emulator.lines)
    assert session.emulator.cursor == (FIELD_ROW, 0)


def test_the_cursor_is_hidden_while_nothing_is_typed(start: Start) -> None:
    session = start()
    session.type("\x14")
    session.read_until(lambda: not session.emulator.cursor_visible)
    assert not session.emulator.cursor_visible


def test_coming_back_from_a_stop_takes_the_terminal_again(start: Start) -> None:
    session = start()
    raw = termios.tcgetattr(session.terminal)
    session.signal(signal.SIGSTOP)
    termios.tcsetattr(session.terminal, termios.TCSANOW, session.attributes)
    session.emulator.feed(b"\x1b[2J\x1b[?25hprompt$ ")
    session.signal(signal.SIGCONT)
    session.read_until(lambda: "Bonjour" in session.emulator.lines[0])
    session.read_rest()
    assert termios.tcgetattr(session.terminal) == raw
    session.type("\x18")
    session.read_to_the_end()
    assert given_back(session)


def test_the_stop_key_is_a_key_and_the_stop_signal_is_caught(session: Session) -> None:
    session.type("\x1aencore")
    session.read_until(lambda: session.typed() == "encore")
    status = Path(f"/proc/{session.process.pid}/status").read_text()
    caught = int(re.search(r"SigCgt:\s*(\w+)", status)[1], 16)  # type: ignore[index]
    assert caught >> (signal.SIGTSTP - 1) & 1


def test_keys_that_come_together_take_effect_in_order(session: Session) -> None:
    session.type("ab\x1b[D\x1bc")
    session.read_until(lambda: session.typed() == "acb")
    session.read_until(lambda: field(session) == "acb")
    assert field(session) == "acb"


def test_the_mouse_reports_presses_only_while_it_is_asked_to(start: Start) -> None:
    session = start("mouse")
    assert session.received.count(MOUSE_ON.encode()) == 1
    session.type("\x1b[<0;5;4M\x1b[<0;5;4m")
    session.read_until(lambda: bool(session.notes("pressed")))
    session.type("\x0f")
    session.read_until(lambda: session.received.endswith(MOUSE_OFF.encode()))
    session.type("\x1b[<0;9;4M\x1b[<0;9;4mfin")
    session.read_until(lambda: session.typed() == "fin")
    assert [note["at"] for note in session.notes("pressed")] == [[4, 3]]
    session.type("\x0f\x18")
    session.read_to_the_end()
    assert session.received.endswith(MOUSE_OFF.encode() + leave().encode())
    assert b"".join(re.findall(rb"\x1b\[\?1000([hl])", session.received)) == b"hlhl"
    assert b"?1003h" not in session.received


def test_no_colour_is_sent_where_none_is_wanted(start: Start) -> None:
    colour = re.compile(rb"\x1b\[(?:\d+;)*[34]8;5;\d+m")
    assert colour.search(start().received)
    bare = start(NO_COLOR="1").received
    assert b"\x1b[1m" in bare
    assert not colour.search(bare)
