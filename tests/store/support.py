"""File systems that watch and fail; other processes that do as they are told."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Any

import e33tui
from e33tui.persistence.files import FileSystem
from e33tui.store import PassageRecord

ROOT = Path(e33tui.__file__).parents[1]
PASSAGE = "0123456789abcdef"


def remark(number: int, length: int = 60) -> dict[str, Any]:
    """One line of a journal, as long as the domain's."""
    text = f"{number} é".ljust(length, "x")
    at = [0, 123_456_789, 1_763_769_600_123]
    return {"do": "remark", "at": at, "by": "a", "c": "c3", "m": "+", "x": text}


def record(*numbers: int, passage: str = PASSAGE) -> PassageRecord:
    return PassageRecord(passage, tuple(remark(number) for number in numbers))


def tree(folder: Path) -> dict[str, tuple[int, int, bytes]]:
    """Everything under a folder: mode, time of the last change and content, by name."""
    return {
        str(path.relative_to(folder)): (
            path.lstat().st_mode,
            path.lstat().st_mtime_ns,
            path.read_bytes() if path.is_file() else b"",
        )
        for path in sorted(folder.rglob("*"))
    }


class Crash(BaseException):
    """The process ends here: nothing after it is done, cleaning up included."""


class WatchedFileSystem(FileSystem):
    """The real system calls, noted by name; one of them can be made to fail.

    A file whose fsync failed may not be given to a second one.

    Args:
        fail_at: the number of the call that fails, from 0.
        code: the system error that it fails with.
        crash: end the process there instead: every later call is refused as well.
        lasting: every later call fails too, until :meth:`heal`.
        chunk: how many bytes one write takes at most.

    Attributes:
        calls: the names of the calls, those that failed included.
        refusals: how many failed.
        reached: whether there was a call to fail, one that may not fail so included.
        open: the descriptors that are open.
    """

    def __init__(
        self,
        fail_at: int | None = None,
        code: int = errno.EIO,
        *,
        crash: bool = False,
        lasting: bool = False,
        chunk: int = 1 << 30,
    ) -> None:
        self.calls: list[str] = []
        self.fail_at = fail_at
        self.code = code
        self.crash = crash
        self.lasting = lasting
        self.chunk = chunk
        self.refusals = 0
        self.reached = False
        self.open: set[int] = set()
        self._untrusted: set[int] = set()

    def heal(self) -> None:
        """Let every call succeed from now on."""
        self.fail_at = None

    def _note(self, name: str) -> None:
        number = len(self.calls)
        self.calls.append(name)
        if self.fail_at is None:
            return
        if self.crash and number >= self.fail_at:
            raise Crash
        self.reached = self.reached or number >= self.fail_at
        if name == "unlink" and self.code == errno.ENOENT and not self.lasting:
            return  # What is there is found; a folder that was moved away stays away for a while.
        if number == self.fail_at or (self.lasting and number > self.fail_at):
            self.refusals += 1
            raise OSError(self.code, os.strerror(self.code))

    def create(self, path: Path, mode: int) -> int:
        self._note("create")
        descriptor = super().create(path, mode)
        self.open.add(descriptor)
        # A fresh file, though the system may give it the number of one that is gone.
        self._untrusted.discard(os.fstat(descriptor).st_ino)
        return descriptor

    def write(self, descriptor: int, data: memoryview) -> int:
        self._note("write")
        return super().write(descriptor, data[: self.chunk])

    def fsync(self, descriptor: int) -> None:
        file = os.fstat(descriptor).st_ino
        assert file not in self._untrusted, "a second fsync after one that failed"
        try:
            self._note("fsync")
        except OSError:
            self._untrusted.add(file)
            raise
        super().fsync(descriptor)

    def close(self, descriptor: int) -> None:
        self.open.discard(descriptor)
        super().close(descriptor)

    def link(self, source: Path, target: Path) -> None:
        self._note("link")
        super().link(source, target)

    def replace(self, source: Path, target: Path) -> None:
        self._note(f"replace {target.name}")
        super().replace(source, target)

    def unlink(self, path: Path) -> None:
        self._note("unlink")
        super().unlink(path)

    def mkdir(self, folder: Path, mode: int) -> None:
        self._note("mkdir")
        super().mkdir(folder, mode)

    def fsync_dir(self, folder: Path) -> None:
        self._note("fsync_dir")
        super().fsync_dir(folder)


class Agent:
    """Another process on the same séance: one command a line, one answer a line."""

    def __init__(self, folder: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("agent.py")), str(folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        assert self.answer() == "ready"

    @property
    def pid(self) -> int:
        return self.process.pid

    def tell(self, command: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(command + "\n")
        self.process.stdin.flush()

    def answer(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def ask(self, command: str) -> str:
        self.tell(command)
        return self.answer()

    def stop(self) -> None:
        """Stop it where it stands, until it is told to continue or to end."""
        os.kill(self.pid, signal.SIGSTOP)
        _, status = os.waitpid(self.pid, os.WUNTRACED)
        assert os.WIFSTOPPED(status)

    def wake(self) -> None:
        os.kill(self.pid, signal.SIGCONT)

    def __enter__(self) -> Agent:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.process.kill()
        self.process.communicate()
