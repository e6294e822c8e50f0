"""A séance in a temporary folder, and the disks and printers that its tests need."""

from __future__ import annotations

import dataclasses
import errno
import hashlib
import json
import os
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

from e33tui.documents import Content, Rendered
from e33tui.domain.commands import Command
from e33tui.domain.errors import StoreError
from e33tui.domain.journal import fold, load
from e33tui.domain.passage import Passage
from e33tui.domain.sitting_commands import SetUp
from e33tui.persistence.files import SYSTEM, FileSystem
from e33tui.service import Service
from e33tui.service.desk import Desk
from e33tui.store import Store
from tests.support.domain import FakeClock, commission, journal_at, rubric

PATIENCE = 20.0
"""Seconds after which something that must happen is taken as never happening."""
NUMBER = "0260117"
SURNAME = "LE BŒUF-GUÉRIN"
GIVEN_NAME = "Anaïs"


def print_as_data(content: Content, *more: Content) -> Rendered:
    """A printer whose page is the content itself, several of them a list: two contents, two documents."""
    whole = [dataclasses.asdict(each) for each in (content, *more)]
    data = json.dumps(whole if more else whole[0], ensure_ascii=False).encode()
    return Rendered(data, hashlib.sha256(data).hexdigest())


class Day:
    """One séance's folder, with one service and one clock on it.

    Attributes:
        folder: the séance's folder.
        clock: only tests move it.
        passage: the first candidate's passage.
    """

    def __init__(self, folder: Path, clock: FakeClock | None = None) -> None:
        self.folder = folder
        self.clock = clock or FakeClock()
        self._opened: list[Service] = []
        self.service = self.again(create=True)
        self.service.change(
            SetUp("2026", "Lycée Jean-Moulin, Draguignan", "2026-06-22", commission())
        )
        self.passage = self.service.add_candidate(NUMBER, SURNAME, GIVEN_NAME)

    def again(self, fs: FileSystem = SYSTEM, *, create: bool = False) -> Service:
        """Another service on the folder, as another terminal or a new start has it."""
        service = opened(self.folder, self.clock, fs, create=create)
        self._opened.append(service)
        return service

    def use(self, fs: FileSystem) -> Service:
        """Start anew on a disk of the test's making."""
        assert self.service.close(PATIENCE)
        self.service = self.again(fs)
        return self.service

    def restart(self) -> Service:
        """End this program and start another one."""
        return self.use(SYSTEM)

    def open(self) -> Desk:
        return self.service.open(self.passage)

    def at(self, name: str) -> Desk:
        """Bring the first candidate's passage to a state of :data:`tests.support.domain.STATES`."""
        desk = self.open()
        self.play(desk, commands_to(name))
        return desk

    def play(self, desk: Desk, commands: tuple[Command, ...]) -> None:
        for command in commands:
            self.clock.advance(10)
            desk.do(command)

    def locked(self) -> Desk:
        """A passage led to its end, locked, sealed, on the disk."""
        desk = self.at("complete")
        # Else a slow disk gets both in one save, and there is no version before the last.
        assert saved(self.service)
        self.clock.advance(10)
        desk.lock().result(PATIENCE)
        return desk

    def on_disk(self, passage: str = "") -> Passage:
        """The state that the file's lines add up to, folded anew."""
        record = Store.open(self.folder, read_only=True).passages.read(passage or self.passage)
        return fold(rubric(), load(rubric(), record.lines).lines)

    @property
    def files(self) -> Path:
        """The folder of the first candidate's passage."""
        return self.folder / "passages" / self.passage

    def given_up(self, service: Service) -> None:
        """Expect nothing more of a service that has ended without saving everything."""
        self._opened.remove(service)

    def end(self) -> None:
        for service in self._opened:
            service.close(PATIENCE)


def opened(
    folder: Path, clock: FakeClock, fs: FileSystem = SYSTEM, *, create: bool = False
) -> Service:
    store = Store.open(folder, create=create, exports=folder / "exports", fs=fs)
    return Service(store, rubric(), clock, print_as_data)


def commands_to(name: str) -> tuple[Command, ...]:
    """The commands that lead a passage just opened to a state."""
    return tuple(line.command for line in journal_at(name).lines[1:])


def saved(service: Service) -> bool:
    """Wait until everything is on the disk."""
    return service._store.writer.flush(PATIENCE)


def let_go(desk: Desk) -> bool:
    """Whether the desk has let its passage go by now."""
    return desk.read_only


def refused(service: Service) -> StoreError:
    """Wait until a save has failed, and return what is said about it."""
    for _ in range(400):
        error = service.save_status().error
        if error is not None:
            return error
        service._store.writer.flush(PATIENCE / 400)
    raise AssertionError("no save has failed")


def every_byte(folder: Path) -> Iterator[tuple[Path, bytes]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield path, path.read_bytes()


def holding(folder: Path, text: str) -> list[str]:
    """The files in which a text stands, as letters or as JSON writes it in ASCII."""
    forms = (text.encode(), json.dumps(text)[1:-1].encode())
    return [path.name for path, data in every_byte(folder) if any(f in data for f in forms)]


CALLS = ("create", "write", "fsync", "link", "replace", "fsync_dir")


class FullDisk(FileSystem):
    """A disk on which one kind of call fails until there is room again."""

    def __init__(self, call: str = "write") -> None:
        self.call = call
        self.full = False
        self.refusals = 0

    def _ask(self, call: str) -> None:
        if self.full and call == self.call:
            self.refusals += 1
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def create(self, path: Path, mode: int) -> int:
        self._ask("create")
        return super().create(path, mode)

    def write(self, descriptor: int, data: memoryview) -> int:
        self._ask("write")
        return super().write(descriptor, data)

    def fsync(self, descriptor: int) -> None:
        self._ask("fsync")
        super().fsync(descriptor)

    def link(self, source: Path, target: Path) -> None:
        self._ask("link")
        super().link(source, target)

    def replace(self, source: Path, target: Path) -> None:
        self._ask("replace")
        super().replace(source, target)

    def fsync_dir(self, folder: Path) -> None:
        self._ask("fsync_dir")
        super().fsync_dir(folder)


class SlowDisk(FileSystem):
    """A disk whose fsync lasts until the test says."""

    def __init__(self) -> None:
        self.free = threading.Event()
        self.reached = threading.Event()
        self.free.set()

    def fsync(self, descriptor: int) -> None:
        self.reached.set()
        assert self.free.wait(PATIENCE)
        super().fsync(descriptor)

    def hold(self) -> None:
        self.free.clear()
        self.reached.clear()


class CopiedDisk(FileSystem):
    """A disk copied before each call that changes it: what a process killed there leaves."""

    def __init__(self, folder: Path, copies: Path) -> None:
        self.folder = folder
        self.copies = copies
        self.copying = False
        self.taken: list[Path] = []

    def copy(self) -> None:
        if self.copying:
            target = self.copies / f"{len(self.taken):02d}"
            shutil.copytree(self.folder, target)
            self.taken.append(target)

    def create(self, path: Path, mode: int) -> int:
        self.copy()
        return super().create(path, mode)

    def link(self, source: Path, target: Path) -> None:
        self.copy()
        super().link(source, target)

    def replace(self, source: Path, target: Path) -> None:
        self.copy()
        super().replace(source, target)

    def unlink(self, path: Path) -> None:
        self.copy()
        super().unlink(path)
