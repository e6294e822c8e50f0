"""Two terminals and one oral: who comes back works again after two keys, wherever the line was cut."""

from __future__ import annotations

import signal
from collections.abc import Callable
from pathlib import Path
from time import monotonic

import pytest

from tests.end_to_end import commission as act
from tests.end_to_end import midway
from tests.end_to_end.conftest import Start
from tests.end_to_end.record import draft_in, passage_in
from tests.end_to_end.terminal import Terminal

pytestmark = pytest.mark.usefixtures("examining")
NUMBER, NAME, _ = midway.EXAMINED
HELD = "Passage ouvert ailleurs"
PART = "1er temps · Présentation"
ANSWERS = "L’autre terminal répond"
SILENT = "L’autre terminal ne répond pas"


def flat(terminal: Terminal) -> str:
    """The screen as one line of words, without a box's lines."""
    return " ".join(terminal.flat.replace("│", " ").split())


def wait_said(terminal: Terminal, text: str) -> None:
    terminal.wait_until(lambda: text in flat(terminal), text)


def remarks(folder: Path, number: str = NUMBER) -> list[tuple[str | None, str]]:
    return [(remark.criterion, remark.text) for remark in passage_in(folder, number).remarks]


class Relay:
    """One oral that goes from terminal to terminal, with a text half typed each time.

    Attributes:
        at_work: the terminal that has it.
    """

    def __init__(self, start: Start, folder: Path) -> None:
        self._start = start
        self.folder = folder
        self.entered: list[tuple[str | None, str]] = []
        self.at_work = self.another()
        act.sit_down(self.at_work)
        self._clock, self._since = act.clock(self.at_work), monotonic()

    def another(self) -> Terminal:
        """Start the program in one more terminal; it stands on the list."""
        terminal = self._start(str(self.folder))
        terminal.wait_for("⏎ ouvrir", NAME)
        return terminal

    def type(self, text: str) -> str:
        """Leave a text half typed on the next criterion, and wait until the disk has it."""
        self.at_work.press("↓")
        self.at_work.type(text)
        self.at_work.wait_until(
            lambda: draft_in(self.folder, NUMBER) == {"remark": text}, "the draft on the disk"
        )
        return text

    def taken_by(
        self, terminal: Terminal, text: str, meanwhile: Callable[[], None] = lambda: None
    ) -> Terminal:
        """Go on in another terminal, in two keys at most; return the one that had the oral.

        Args:
            terminal: it stands on the list.
            text: what is half typed.
            meanwhile: done once the question stands.
        """
        terminal.press("⏎")
        terminal.wait_until(lambda: HELD in terminal.flat or PART in terminal.flat, "an answer")
        if HELD in terminal.flat:
            meanwhile()
            terminal.press("r")
        terminal.wait_until(lambda: terminal.before_cursor.endswith(text), "the text")
        # The row with the cursor comes first on the line.
        terminal.wait_until(lambda: terminal.head.startswith(f" E33  {NAME}"), "the whole screen")
        passed = monotonic() - self._since
        assert self._clock <= act.clock(terminal) <= self._clock + passed + 1
        before, self.at_work = self.at_work, terminal
        # Where the text was typed, there it is entered.
        terminal.press("⏎")
        self.entered.append((f"c{len(self.entered) + 2}", text))
        terminal.wait_until(lambda: not draft_in(self.folder, NUMBER), "the text entered")
        assert remarks(self.folder) == self.entered
        return before

    def covers(self, terminal: Terminal) -> None:
        """See that a terminal that was taken over says so, and that its late keys do nothing."""
        wait_said(terminal, "Ce passage a été repris dans un autre terminal ; tout est enregistré.")
        terminal.send("tapé trop tard\r3aq\r".encode())
        terminal.press("^R", until="⏎ ouvrir")
        assert remarks(self.folder) == self.entered
        assert draft_in(self.folder, NUMBER) == {}


def test_an_oral_goes_on_in_another_terminal(start: Start, folder: Path) -> None:
    oral = Relay(start, folder)
    one, two = oral.at_work, oral.another()

    # It answers.
    oral.taken_by(two, oral.type("un"), meanwhile=lambda: wait_said(two, ANSWERS))
    oral.covers(one)

    # It hangs for good.
    text = oral.type("deux")
    two.signal(signal.SIGSTOP)
    oral.taken_by(one, text, meanwhile=lambda: wait_said(one, SILENT))
    two.signal(signal.SIGCONT)
    assert two.wait_end() in (0, -signal.SIGTERM, -signal.SIGKILL)
    assert remarks(folder) == oral.entered


@pytest.mark.campaign
def test_an_oral_goes_on_in_another_terminal_whatever_became_of_the_first(
    start: Start, folder: Path
) -> None:
    oral = Relay(start, folder)
    one, two = oral.at_work, oral.another()

    # It answers.
    oral.taken_by(two, oral.type("un"), meanwhile=lambda: wait_said(two, ANSWERS))
    oral.covers(one)

    # Its line takes nothing any more.
    text = oral.type("deux")
    two.stall()
    oral.taken_by(one, text)
    two.release()
    oral.covers(two)

    # It hangs for good.
    text = oral.type("trois")
    one.signal(signal.SIGSTOP)
    oral.taken_by(two, text, meanwhile=lambda: wait_said(two, SILENT))
    one.signal(signal.SIGCONT)
    assert one.wait_end() in (0, -signal.SIGTERM, -signal.SIGKILL)
    assert remarks(folder) == oral.entered

    # It is dead.
    text = oral.type("quatre")
    two.signal(signal.SIGKILL)
    three = oral.another()
    oral.taken_by(three, text)

    # Its terminal is closed.
    text = oral.type("cinq")
    three.hang_up()
    oral.taken_by(oral.another(), text)
    assert three.wait_end(read=False) == 0
    assert remarks(folder) == oral.entered


def test_two_terminals_examine_two_candidates_of_one_seance(start: Start, folder: Path) -> None:
    one, two = start(str(folder)), start(str(folder))
    act.sit_down(one)
    # The list has been read, and stands on the oral that is on.
    two.wait_for("⏎ ouvrir", NAME, "► 1er temps")
    two.press("↑", until=f"{midway.WAITING[1]} {midway.WAITING[2]} ·")
    act.arrive(two)
    act.start_presentation(two)
    said: dict[str, list[str]] = {NUMBER: [], midway.WAITING[0]: []}
    for count in range(4):
        for terminal, texts in zip((one, two), said.values(), strict=True):
            texts.append(f"{'première' if terminal is one else 'seconde'} salle {count}")
            terminal.type(texts[-1])
        for terminal in (one, two):
            terminal.press("⏎")

    def read_back() -> dict[str, list[str]]:
        return {number: [text for _, text in remarks(folder, number)] for number in said}

    one.wait_until(lambda: read_back() == said, "all of it on the disk")
