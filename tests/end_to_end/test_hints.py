"""What somebody new is told on each screen: once, and never again for this account."""

from __future__ import annotations

from pathlib import Path

from e33tui.keymap import fill
from e33tui.screens.gate import GateScreen
from e33tui.screens.home import HomeScreen
from e33tui.screens.identification import IdentificationScreen
from tests.end_to_end import commission as act
from tests.end_to_end.conftest import Start
from tests.end_to_end.day import Person, prepare
from tests.end_to_end.terminal import Terminal

WHO = Person("0260501", "QUÉRÉ", "Solène")
LIST, IDENTIFICATION, GATE = (
    fill(screen.HINT) for screen in (HomeScreen, IdentificationScreen, GateScreen)
)


def on_list(terminal: Terminal) -> str:
    """Return what the list shows once it is there, all of it read."""
    terminal.wait_for("⏎ ouvrir", f"{WHO.full_name} · ")
    return terminal.flat


def on_identification(terminal: Terminal) -> str:
    """Return what the candidate's first screen shows."""
    terminal.press("⏎", until="émargement signé")
    terminal.wait_until(lambda: WHO.full_name in terminal.head, "the candidate's screen")
    terminal.wait_for("^G aide")
    return terminal.flat


def test_a_hint_is_shown_on_the_first_visit_alone(
    start: Start, folder: Path, tmp_path: Path
) -> None:
    prepare(folder, (WHO,))
    account = str(tmp_path / "state")
    terminal = start(str(folder), XDG_STATE_HOME=account)
    assert LIST in on_list(terminal)
    assert IDENTIFICATION in on_identification(terminal)
    terminal.press("^F")
    assert LIST not in on_list(terminal)
    assert IDENTIFICATION not in on_identification(terminal)
    assert act.leave(terminal) == 0

    # Another start of the same account: what was seen stays so, what was not is told.
    again = start(str(folder), XDG_STATE_HOME=account)
    assert LIST not in on_list(again)
    assert IDENTIFICATION not in on_identification(again)
    again.press("^N", until=GATE)
    assert act.leave(again) == 0
