"""The child process that makes documents, as the program that started it sees it.

It is isolated: a time limit and a memory limit for each document, an empty folder, an environment
without proxies or personal settings, a process group of its own. Nothing here imports the engine.
"""

from __future__ import annotations

import atexit
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import IO

from e33tui.documents.job import next_frame, put_frame
from e33tui.documents.resources import NO_FONTS

_ROOT = str(Path(__file__).resolve().parents[2])
_BOOT = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); "
    "from e33tui.documents.child import main; main(float(sys.argv[2]))"
)


class _Children:
    """The children now at work, so that they can be ended from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._running: set[subprocess.Popen[bytes]] = set()
        self._stopped: set[subprocess.Popen[bytes]] = set()

    def start(self, arguments: list[str], folder: str, notes: IO[bytes]) -> subprocess.Popen[bytes]:
        with self._lock:
            child = subprocess.Popen(
                arguments,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=notes,
                cwd=folder,
                env=_environment(folder),
                start_new_session=True,
                umask=0o077,
            )
            self._running.add(child)
        return child

    def forget(self, child: subprocess.Popen[bytes]) -> bool:
        """Take ``child`` off the list; say whether :meth:`stop` ended it."""
        with self._lock:
            self._running.discard(child)
            stopped = child in self._stopped
            self._stopped.discard(child)
        return stopped

    def stop(self) -> None:
        with self._lock:
            self._stopped |= self._running
            for child in self._running:
                _kill(child)


_children = _Children()


class Worker:
    """A running child, with a folder of its own."""

    def __init__(self, limit: int) -> None:
        """Begin it.

        Args:
            limit: seconds after which it ends itself unless it has an order by then.

        Raises:
            OSError: it cannot be begun; nothing of it is left.
        """
        with ExitStack() as stack:
            folder = tempfile.TemporaryDirectory(prefix="e33-", ignore_cleanup_errors=True)
            # Notes go to a file and no pipe: nobody reads them unless the child ends.
            self._notes = stack.enter_context(tempfile.TemporaryFile())
            self._child = _children.start(
                _arguments(limit), stack.enter_context(folder), self._notes
            )
            self._left = stack.pop_all()

    def ask(self, order: bytes, timeout: float) -> bytes | None:
        """Return the answer to an order, ``None`` where the child ended without one.

        Raises:
            TimeoutError: it took more seconds than ``timeout``; it is ended.
        """
        late = threading.Event()

        def expire() -> None:
            late.set()
            self.stop()

        timer = threading.Timer(timeout, expire)
        timer.start()
        try:
            answer = self._exchange(order)
        finally:
            timer.cancel()
            timer.join()
        if late.is_set():
            raise TimeoutError
        return answer

    def _exchange(self, order: bytes) -> bytes | None:
        assert self._child.stdin is not None
        assert self._child.stdout is not None
        with suppress(BrokenPipeError):
            put_frame(self._child.stdin, order)
        answer = next_frame(self._child.stdout)
        if answer is None:
            # Within the time limit: one that says nothing more need not have ended. Its number
            # is kept, so that what it started can still be ended with it.
            os.waitid(os.P_PID, self._child.pid, os.WEXITED | os.WNOWAIT)
        return answer

    def stop(self) -> None:
        """End it and whatever it started, from any thread."""
        _kill(self._child)

    def end(self) -> tuple[int, bytes, bool]:
        """End it; return its code, what it noted, and whether :func:`stop_rendering` was quicker."""
        self.stop()
        with suppress(BrokenPipeError), self._child:
            pass
        stopped = _children.forget(self._child)
        with self._left:
            self._notes.seek(0)
            return self._child.returncode, self._notes.read(), stopped


def stop_rendering() -> None:
    """End every document now in the making; the calls that wait for one raise DocumentError.

    For the program's end: without it, a thread that waits would hold the interpreter until its
    document is finished.
    """
    _children.stop()


atexit.register(stop_rendering)


def _arguments(limit: int) -> list[str]:
    # Isolated mode drops the working folder and PYTHON* settings; the child then looks for
    # modules exactly where this process found them, in a checkout as in an installation.
    path = [entry for entry in sys.path if entry]
    if _ROOT not in path:
        path.insert(0, _ROOT)
    return [
        sys.executable,
        "-I",
        "-X",
        "utf8",
        "-W",
        "ignore",
        "-c",
        _BOOT,
        json.dumps(path),
        str(limit),
    ]


def _environment(folder: str) -> dict[str, str]:
    environment = {
        "LANG": "C.UTF-8",
        "LC_ALL": "C.UTF-8",
        "HOME": folder,
        "TMPDIR": folder,
        "SOURCE_DATE_EPOCH": "0",
        # No font but those that a page names: what else is installed changes no document.
        "FONTCONFIG_FILE": str(NO_FONTS),
    }
    # The interpreter itself may need it to start.
    if "LD_LIBRARY_PATH" in os.environ:
        environment["LD_LIBRARY_PATH"] = os.environ["LD_LIBRARY_PATH"]
    return environment


def _kill(child: subprocess.Popen[bytes]) -> None:
    # The group's number is the child's; while the child is not waited for it cannot be reused.
    if child.returncode is None:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(child.pid, signal.SIGKILL)
