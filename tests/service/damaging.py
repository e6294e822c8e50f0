"""A day's folder with everything in it, and the ways in which one of its files may be damaged."""

from __future__ import annotations

import errno
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from e33tui.domain.commands import AddRemark
from e33tui.domain.errors import StoreError
from e33tui.persistence.files import FileSystem
from e33tui.service import Service
from e33tui.service.desk import Desk
from tests.service.support import PATIENCE, Day, commands_to, opened, saved
from tests.support.domain import FakeClock

LOCKED, RUNNING, WAITING = "locked", "running", "waiting"
TYPED = "ce qui se tapait"


class QuickDisk(FileSystem):
    """A disk that is not waited for: nothing here is about a power cut."""

    def fsync(self, descriptor: int) -> None: ...

    def fsync_dir(self, folder: Path) -> None: ...


class Case:
    """A copy of the day, to be damaged.

    Attributes:
        folder: the séance's folder.
        passages: the opaque ids, by what has become of the candidate.
        clock: only tests move it.
    """

    def __init__(self, folder: Path, passages: dict[str, str]) -> None:
        self.folder = folder
        self.passages = passages
        self.clock = FakeClock()
        self.clock.advance(3600)
        self._opened: list[Service] = []

    def file(self, name: str) -> Path:
        """The file of a name such as ``running/passage.json`` or ``registre.json``."""
        whose, _, rest = name.partition("/")
        if rest:
            return self.folder / "passages" / self.passages[whose] / rest
        return self.folder / name

    def open(self) -> Service:
        service = opened(self.folder, self.clock, QuickDisk())
        self._opened.append(service)
        return service

    def told(self, refusal: type[StoreError]) -> list[str]:
        """Every sentence said about the day, opened, looked at, verified and gone on with.

        Args:
            refusal: what may end that; its sentence is the last one.
        """
        said: list[str] = []
        try:
            service = self.open()
            said += [row.problem for row in service.rows()]
            said += [finding.message for finding in service.verify()]
            service.open(self.passages[RUNNING])
            said += service.news()
        except refusal as error:
            said.append(error.message)
        return said

    def work(self, service: Service, who: str) -> Desk:
        """Open a candidate's passage and note something in it."""
        desk = service.open(self.passages[who])
        self.clock.advance(1)
        desk.do(AddRemark("noté après", criterion="c2"))
        return desk

    def end(self) -> None:
        for service in self._opened:
            service.close(PATIENCE)


def a_whole_day(folder: Path) -> dict[str, str]:
    """Write a day: one candidate locked twice, one in the interview, one not begun."""
    day = Day(folder)
    passages = {LOCKED: day.passage}
    passages[RUNNING] = day.service.add_candidate("2", "DUPONT", "Léa")
    passages[WAITING] = day.service.add_candidate("3", "MARTIN", "Zoé")
    desk = day.locked()
    desk.reopen("Harmonisation")
    desk.lock().result(PATIENCE)
    assert desk.leave()
    day.service.exports.verso(day.passage)
    running = day.service.open(passages[RUNNING])
    day.play(running, commands_to("interview_running"))
    assert saved(day.service)
    running.do(AddRemark("la dernière", criterion="c1"))
    running.set_draft("remark", TYPED)
    assert running.leave()
    day.end()
    return passages


# -- Damages ------------------------------------------------------------------------------------


def _put(path: Path, data: bytes) -> None:
    path.unlink(missing_ok=True)
    path.write_bytes(data)


def missing(path: Path) -> None:
    path.unlink()


def empty(path: Path) -> None:
    _put(path, b"")


def cut(path: Path) -> None:
    data = path.read_bytes()
    _put(path, data[: len(data) // 2])


def garbled(path: Path) -> None:
    data = bytearray(path.read_bytes())
    middle = len(data) // 2
    data[middle : middle + 8] = b"\x00\xff\x1b[2J\x9b\x07"
    _put(path, bytes(data))


def foreign(path: Path) -> None:
    _put(path, b'{"name": "un autre programme", "version": 3}')


def elsewhere(path: Path) -> None:
    """The file of another passage, or of another kind where there is no passage."""
    tables = json.loads(path.read_bytes())
    if "meta" not in tables:
        tables["salt"] = "0" * 32
    elif "id" in tables["meta"]["1"]:
        tables["meta"]["1"]["id"] = "f" * 16
    else:
        tables["meta"]["1"]["kind"] = "autre"
    _put(path, json.dumps(tables).encode())


def folder(path: Path) -> None:
    path.unlink()
    path.mkdir()
    (path / "dedans.txt").write_text("le travail de quelqu'un")


def link(path: Path) -> None:
    target = path.with_name("ailleurs.bin")
    path.rename(target)
    path.symlink_to(target)


def pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


DAMAGES: dict[str, Callable[[Path], None]] = {
    each.__name__: each
    for each in (missing, empty, cut, garbled, foreign, elsewhere, folder, link, pipe)
}


def refuse(monkeypatch: pytest.MonkeyPatch, refused: Path, code: int = errno.EACCES) -> None:
    """Let the system refuse to open one file, whoever asks for it."""
    really = os.open

    def refusing(path: object, flags: int, mode: int = 0o777, **more: int) -> int:
        if isinstance(path, Path | str) and Path(path) == refused:
            raise OSError(code, os.strerror(code), str(path))
        return really(path, flags, mode, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "open", refusing)


def spelled(path: Path) -> object:
    """What stands at a path, told from anything else that could stand there."""
    if path.is_symlink():
        return "link", path.readlink()
    if path.is_dir():
        return "folder", sorted(each.name for each in path.iterdir())
    if path.is_fifo():
        return "pipe"
    return path.read_bytes() if path.exists() else "nothing"


def kept(case: Case, path: Path, damaged: object) -> bool:
    """Whether what was damaged is there still, in its place or under a name of its own."""
    beside = path.parent.glob(f"{path.name}.endommage-*")
    return damaged in [spelled(each) for each in (path, *beside)]


def copied(source: Path, target: Path) -> Path:
    return Path(shutil.copytree(source, target, symlinks=True))
