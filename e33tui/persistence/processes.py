"""Which process is which: a pid alone is not an identity, since the system gives it out again."""

from __future__ import annotations

import contextlib
import os
import select
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from e33tui.domain.frozen import dataclass

_BOOT = Path("/proc/sys/kernel/random/boot_id")
_ENDED = "ZXx"
_LAST_PID = 2**31 - 1


@dataclass(frozen=True)
class ProcessId:
    """One process, as no other process was or will be.

    Attributes:
        pid: its number.
        start: when it started, in clock ticks since the boot.
        boot: the identity of the boot.
        space: the pid namespace in which the number holds.
    """

    pid: int
    start: int
    boot: str
    space: str


def process_in(found: Any) -> ProcessId | None:
    """Return the process that a file speaks of, ``None`` where it speaks of none there can be."""
    try:
        process = ProcessId(**found)
    except TypeError:
        return None
    numbers, texts = (process.pid, process.start), (process.boot, process.space)
    sound = all(type(number) is int for number in numbers) and 0 < process.pid <= _LAST_PID
    return process if sound and all(isinstance(text, str) for text in texts) else None


def boot_id() -> str:
    """Return the identity of the running boot, ``""`` where the system has none."""
    try:
        return _BOOT.read_text(encoding="ascii").strip()
    except OSError:
        return ""


def pid_space() -> str:
    """Return the identity of this process's pid namespace, ``""`` where the system has none."""
    try:
        return str(Path("/proc/self/ns/pid").readlink())
    except OSError:
        return ""


def this_process() -> ProcessId:
    """Return the identity of the running process."""
    pid = os.getpid()
    return ProcessId(pid, start_of(pid) or 0, boot_id(), pid_space())


def start_of(pid: int) -> int | None:
    """Return when process ``pid`` started, in clock ticks; ``None`` if it ended or never was."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    # The second field is the program's name, in parentheses, with whatever characters it has.
    fields = text.rpartition(")")[2].split()
    if len(fields) < 20 or fields[0] in _ENDED:
        return None
    return int(fields[19])


def is_running(process: ProcessId) -> bool:
    """Tell whether exactly this process runs here (or is stopped), now."""
    return (
        process.start > 0
        and process.boot == boot_id()
        and process.space == pid_space()
        and start_of(process.pid) == process.start
    )


def may_be_running(process: ProcessId) -> bool:
    """Tell whether a process may run: of another container it cannot be seen, and is believed."""
    if process.boot != boot_id():
        return False
    return process.space != pid_space() or is_running(process)


def end_process(process: ProcessId, *, grace: float, patience: float) -> bool:
    """End exactly this process: ask it, then kill it; return whether it has ended.

    It is asked first, and woken if it was stopped, because until it ends it is still the one that
    may write, and what it has not saved yet is in its memory alone.

    Args:
        process: who.
        grace: seconds that it gets to save and end by itself.
        patience: seconds to wait after the kill.

    Raises:
        PermissionError: it belongs to somebody else.
        OSError: the system cannot do it.
    """
    with _handle_of(process) as handle:
        if handle is None:
            return True
        for signals, seconds in (
            ((signal.SIGTERM, signal.SIGCONT), grace),
            ((signal.SIGKILL,), patience),
        ):
            for each in signals:
                _send(handle, each)
            if _has_ended(handle, seconds):
                return True
    return False


@contextlib.contextmanager
def _handle_of(process: ProcessId) -> Iterator[int | None]:
    """Yield a handle that stays on this process whatever becomes of its number."""
    try:
        handle = os.pidfd_open(process.pid)
    except ProcessLookupError:
        yield None
        return
    try:
        # Asked after the handle was taken: what answers now is what the handle is on.
        if not is_running(process):
            yield None
        elif Path(f"/proc/{process.pid}").stat().st_uid != os.geteuid():
            raise PermissionError("the process belongs to another account")
        else:
            yield handle
    finally:
        os.close(handle)


def _send(handle: int, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        signal.pidfd_send_signal(handle, number)


def _has_ended(handle: int, seconds: float) -> bool:
    poll = select.poll()
    poll.register(handle, select.POLLIN)
    return bool(poll.poll(seconds * 1000))
