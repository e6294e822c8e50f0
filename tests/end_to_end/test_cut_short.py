"""The line is cut, the machine is stopped, the program is killed: what was typed is there again."""

from __future__ import annotations

import signal
from collections.abc import Callable
from pathlib import Path
from time import monotonic

import pytest

from e33tui import rubric
from e33tui.domain.passage import Progress
from e33tui.service import Service
from e33tui.store import Store
from e33tui.system_clock import SystemClock
from tests.end_to_end import commission as act
from tests.end_to_end import midway
from tests.end_to_end.conftest import Start
from tests.end_to_end.record import draft_in, passage_in
from tests.end_to_end.terminal import Terminal

pytestmark = pytest.mark.usefixtures("examining")
NUMBER, NAME, _ = midway.EXAMINED
COMMITTED = "+ étude de zone déjà menée"
DRAFT = (
    "hésite sur la fidélité « à l’essai », reprend sans qu’on l’y invite, puis chiffre le coût "
    "de la carte"
)
"""Longer than the line that shows it."""
SEEN = DRAFT[-30:]


def type_something(terminal: Terminal) -> None:
    """Leave one observation committed and one half typed, both on the second criterion."""
    terminal.press("↓")
    act.observe(terminal, COMMITTED)
    terminal.type(DRAFT)


def kill(terminal: Terminal) -> None:
    terminal.signal(signal.SIGKILL)


def hang_up(terminal: Terminal) -> None:
    terminal.signal(signal.SIGHUP)


def terminate(terminal: Terminal) -> None:
    terminal.signal(signal.SIGTERM)


def leave(terminal: Terminal) -> None:
    terminal.press("^C", until="Quitter e33tui ?")
    terminal.press("↓", "⏎")


def quit_(terminal: Terminal) -> None:
    terminal.signal(signal.SIGQUIT)


def close(terminal: Terminal) -> None:
    terminal.hang_up()


@pytest.mark.parametrize(
    "cut",
    # The signals have their turn in the forms below, and with an oral in ``tests.campaign``.
    [
        *(pytest.param(each, marks=pytest.mark.campaign) for each in (hang_up, terminate)),
        close,
        kill,
    ],
)
def test_the_next_start_finds_everything_again(
    start: Start, folder: Path, cut: Callable[[Terminal], None]
) -> None:
    terminal, since = start(str(folder)), monotonic()
    act.sit_down(terminal)
    type_something(terminal)
    if cut is kill:  # Nothing can be done then: half a second later the draft is on the disk.
        terminal.wait_until(lambda: draft_in(folder, NUMBER) == {"remark": DRAFT}, "the draft")
    before = act.clock(terminal)
    cut(terminal)
    code = terminal.wait_end(read=cut is not close)
    assert code == (-signal.SIGKILL if cut is kill else 0)
    assert draft_in(folder, NUMBER) == {"remark": DRAFT}
    assert passage_in(folder, NUMBER).progress is Progress.IN_PROGRESS

    again = start(str(folder))
    act.sit_down(again)
    again.wait_for(COMMITTED[2:])
    again.wait_until(lambda: again.before_cursor.endswith(SEEN), "the draft where it was typed")
    assert again.head.startswith(f" E33  {NAME}")
    assert midway.ELAPSED <= before <= act.clock(again) <= before + monotonic() - since + 1
    again.press("⏎")
    again.wait_until(lambda: not draft_in(folder, NUMBER), "the draft committed")
    assert [(r.criterion, r.text) for r in passage_in(folder, NUMBER).remarks] == [
        ("c2", COMMITTED[2:]),
        ("c2", DRAFT),
    ]


@pytest.mark.parametrize(
    ("cut", "stalled"),
    [(terminate, True), pytest.param(close, False, marks=pytest.mark.campaign)],
)
def test_a_half_typed_candidate_is_there_again(
    start: Start, folder: Path, cut: Callable[[Terminal], None], stalled: bool
) -> None:
    terminal = start(str(folder))
    terminal.wait_for("⏎ ouvrir")
    terminal.press("a", until="Nouveau candidat")
    if stalled:
        terminal.stall()
    terminal.send(b"LE ROUX\tGwena\xc3\xab")
    terminal.wait_until(lambda: terminal.taken, "all read", read=not stalled)
    cut(terminal)
    assert terminal.wait_end(read=cut is not close and not stalled) == 0
    forms = Service(Store.open(folder), rubric.load(), SystemClock()).forms
    assert forms.shown
    assert dict(forms.begun(forms.shown)) == {"surname": "LE ROUX", "given": "Gwenaë"}


def test_a_half_typed_seance_is_there_again(start: Start, tmp_path: Path) -> None:
    terminal = start(str(tmp_path / "nouvelle"))
    terminal.wait_for("Nouvelle séance")
    terminal.type("Lycée Hélène-Bouch")
    hang_up(terminal)
    assert terminal.wait_end() == 0
    again = start(str(tmp_path / "nouvelle"))
    again.wait_for("de nouveau là")
    again.wait_until(lambda: again.before_cursor.endswith("Lycée Hélène-Bouch"), "the centre")


@pytest.mark.parametrize("end", [leave, pytest.param(quit_, marks=pytest.mark.campaign)])
def test_the_quit_key_loses_nothing_while_the_terminal_is_not_the_programs(
    start: Start, folder: Path, end: Callable[[Terminal], None]
) -> None:
    terminal = start(str(folder), program=("-m", "tests.end_to_end.quitting"))
    act.sit_down(terminal)
    terminal.type(DRAFT)
    end(terminal)
    assert terminal.wait_end() == 0
    assert draft_in(folder, NUMBER) == {"remark": DRAFT}


def test_what_is_typed_is_taken_while_the_line_is_stalled_and_quitting_asks(
    start: Start, folder: Path
) -> None:
    terminal = start(str(folder))
    act.sit_down(terminal)
    terminal.stall()
    terminal.send(f"{COMMITTED}\r".encode())
    terminal.wait_until(lambda: bool(passage_in(folder, NUMBER).remarks), "a save", read=False)
    terminal.release()
    terminal.wait_for(COMMITTED[2:])
    # A clock runs.
    terminal.press("^C", until="Quitter e33tui ?")
    terminal.press("n")
    terminal.wait_gone("Quitter e33tui ?")
    assert not terminal.ended
    terminal.press("^C", until="Quitter e33tui ?")
    terminal.press("o")
    assert terminal.wait_end() == 0
    assert passage_in(folder, NUMBER).progress is Progress.IN_PROGRESS


@pytest.mark.campaign
def test_a_resize_in_mid_observation_keeps_text_and_place(start: Start, folder: Path) -> None:
    terminal = start(str(folder))
    act.sit_down(terminal)
    type_something(terminal)
    for size in ((60, 20), (50, 15), (120, 40)):
        terminal.resize(*size)
        terminal.wait_for("trop petit" if size == (50, 15) else COMMITTED[2:])
    terminal.wait_until(lambda: terminal.before_cursor.endswith(SEEN), "the draft")
    terminal.press("⏎")
    terminal.wait_until(lambda: len(passage_in(folder, NUMBER).remarks) == 2, "both saved")
    assert {remark.criterion for remark in passage_in(folder, NUMBER).remarks} == {"c2"}
