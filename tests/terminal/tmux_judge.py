"""tmux as the judge of what a byte stream shows, where wide and combining characters stand."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep

from e33tui.terminal.style import PLAIN, Style, after
from tests.terminal.waiting import PATIENCE

_HOLD = "stty raw -echo; tty > '{file}.new' && mv '{file}.new' '{file}'; exec sleep 3600"
_STYLE = re.compile(r"\x1b\[([0-9;]*)m")
_END = re.compile(rb"%(?:end|error) \d+ \d+ \d+\n")


class Server:
    """One tmux server, spoken to by a control client: a command costs no process."""

    def __init__(self, folder: Path) -> None:
        """Start it, with one session and nothing of the user's own configuration."""
        self._folder = folder
        self._name = str(folder / "tmux")
        environment = {key: value for key, value in os.environ.items() if key != "TMUX"}
        self._client = subprocess.Popen(
            ["tmux", "-u", "-f", "/dev/null", "-S", self._name, "-C", "new-session", "cat"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**environment, "TERM": "xterm-256color", "LC_ALL": "C.UTF-8"},
        )
        self._answer()
        for option in ("default-terminal tmux-256color", "history-limit 0"):
            self.ask(f"set -g {option}")

    def ask(self, command: str) -> str:
        """Return what a command answers."""
        assert self._client.stdin is not None
        self._client.stdin.write(command.encode() + b"\n")
        self._client.stdin.flush()
        return self._answer()

    def _answer(self) -> str:
        """Read up to the end of the next answer; what tmux tells by itself goes by."""
        assert self._client.stdout is not None
        lines: list[bytes] | None = None
        for line in self._client.stdout:
            if lines is not None and _END.fullmatch(line):
                assert line.startswith(b"%end"), b"".join(lines)
                return b"".join(lines).decode()
            if line.startswith(b"%begin"):
                lines = []
            elif lines is not None:
                lines.append(line)
        raise AssertionError("tmux has ended")

    def pane(self, width: int, height: int) -> Pane:
        """Return a new terminal."""
        return Pane(self, self._folder, width, height)

    def stop(self) -> None:
        subprocess.run(["tmux", "-S", self._name, "kill-server"], check=False, capture_output=True)
        self._client.kill()
        self._client.communicate()


class Pane:
    """A terminal inside tmux, as a driver has it."""

    _count = 0

    def __init__(self, server: Server, folder: Path, width: int, height: int) -> None:
        Pane._count += 1
        self._server = server
        self._settled = 0
        named = folder / f"pane{Pane._count}"
        self._window = server.ask(
            f'new-window -d -P -F "#{{window_id}}" "{_HOLD.format(file=named)}"'
        ).strip()
        self.resize(width, height)
        self._descriptor = os.open(_written(named), os.O_WRONLY | os.O_NOCTTY)
        self.feed(b"\x1b[?1049h\x1b[?7l")

    def feed(self, data: bytes) -> None:
        """Write; it may end in the midst of a sequence."""
        os.write(self._descriptor, data)

    def settle(self) -> None:
        """Wait until tmux has shown what was written: the title says so."""
        self._settled += 1
        self.feed(b"\x1b]2;%d\x1b\\" % self._settled)
        self._until("#{pane_title}", str(self._settled))

    def resize(self, width: int, height: int) -> None:
        self._server.ask(f"resize-window -t {self._window} -x {width} -y {height}")
        self._until("#{pane_width} #{pane_height}", f"{width} {height}")

    @property
    def shown(self) -> list[list[tuple[str, Style]]]:
        """Each row's texts with their styles; plain blanks at its end are as good as nothing."""
        rows, style = [], PLAIN
        for row in self._server.ask(f"capture-pane -p -e -N -t {self._window}").splitlines():
            runs = []
            for number, piece in enumerate(_STYLE.split(row)):
                if number % 2:
                    style = after(style, piece)
                elif piece:
                    runs.append((piece, style))
            if runs and runs[-1][1] == PLAIN:
                runs[-1] = (runs[-1][0].rstrip(" "), PLAIN)
            rows.append([run for run in runs if run[0]])
        return rows

    @property
    def cursor(self) -> tuple[int, int]:
        """Row and column."""
        row, column = self._tell("#{cursor_y} #{cursor_x}").split()
        return int(row), int(column)

    @property
    def cursor_visible(self) -> bool:
        return self._tell("#{cursor_flag}") == "1"

    def close(self) -> None:
        os.close(self._descriptor)
        self._server.ask(f"kill-window -t {self._window}")

    def _tell(self, words: str) -> str:
        return self._server.ask(f'display-message -p -t {self._window} "{words}"').strip()

    def _until(self, words: str, wanted: str) -> None:
        deadline = monotonic() + PATIENCE
        while self._tell(words) != wanted:
            assert monotonic() < deadline, f"tmux never came to {wanted}"
            sleep(0.0005)


def _written(file: Path) -> str:
    deadline = monotonic() + PATIENCE
    while not file.exists():
        assert monotonic() < deadline, "the pane did not start"
        sleep(0.002)
    return file.read_text().strip()


@contextmanager
def server(folder: Path) -> Iterator[Server]:
    """A tmux server for a while."""
    made = Server(folder)
    try:
        yield made
    finally:
        made.stop()
