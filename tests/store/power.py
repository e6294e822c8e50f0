"""A disk whose every operation is recorded, and what a power cut at any of them may leave.

Bytes are certain after their file's fsync, names after their folder's. Of the rest a file system
may keep nothing, everything, or names without their bytes: :meth:`Disk.strict`,
:meth:`Disk.everything`, :meth:`Disk.names_only`, and seeded or exhaustive mixtures of them.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import chain, combinations, product
from pathlib import Path
from typing import Any

from e33tui.persistence.files import FileSystem

Tree = dict[str, tuple[int, bytes | None]]
"""Mode and content by name relative to the root; a folder has no content."""
ROOT = 0


@dataclass
class Node:
    """A file or a folder, whatever its names."""

    mode: int
    content: bytes = b""
    certain: bytes = b""
    synced: bool = False
    names: dict[str, int] | None = None
    pending: list[dict[str, int | None]] = field(default_factory=list)
    certain_names: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Event:
    """One operation that succeeded, or a mark of the session."""

    what: str
    path: str = ""
    other: str = ""
    node: int = 0
    data: bytes = b""
    mode: int = 0
    mark: Any = None


class RecordingFileSystem(FileSystem):
    """The real system calls, each recorded once it has succeeded.

    Attributes:
        events: what happened under ``root``, in order.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.events: list[Event] = []
        self._open: dict[int, int] = {}
        self._nodes = ROOT

    def mark(self, mark: Any) -> None:
        """Note that something is acknowledged here."""
        self.events.append(Event("mark", mark=mark))

    def _note(self, what: str, path: Path, other: Path | None = None, **more: Any) -> None:
        second = "" if other is None else str(other.relative_to(self.root))
        self.events.append(Event(what, str(path.relative_to(self.root)), second, **more))

    def _new_node(self) -> int:
        self._nodes += 1
        return self._nodes

    def create(self, path: Path, mode: int) -> int:
        descriptor = super().create(path, mode)
        self._open[descriptor] = node = self._new_node()
        self._note("create", path, node=node, mode=mode)
        return descriptor

    def write(self, descriptor: int, data: memoryview) -> int:
        taken = super().write(descriptor, data)
        node = self._open[descriptor]
        self.events.append(Event("write", node=node, data=bytes(data[:taken])))
        return taken

    def fsync(self, descriptor: int) -> None:
        super().fsync(descriptor)
        self.events.append(Event("fsync", node=self._open[descriptor]))

    def close(self, descriptor: int) -> None:
        self._open.pop(descriptor)
        super().close(descriptor)

    def link(self, source: Path, target: Path) -> None:
        super().link(source, target)
        self._note("link", source, target)

    def replace(self, source: Path, target: Path) -> None:
        super().replace(source, target)
        self._note("replace", source, target)

    def unlink(self, path: Path) -> None:
        super().unlink(path)
        self._note("unlink", path)

    def mkdir(self, folder: Path, mode: int) -> None:
        super().mkdir(folder, mode)
        self._note("mkdir", folder, node=self._new_node(), mode=mode)

    def fsync_dir(self, folder: Path) -> None:
        super().fsync_dir(folder)
        self._note("fsync_dir", folder)


class Disk:
    """What is on the disk after some of the events: for certain, and perhaps."""

    def __init__(self) -> None:
        self.nodes: dict[int, Node] = {ROOT: Node(0o700, names={})}

    def apply(self, event: Event) -> None:
        """Carry out one event."""
        match event.what:
            case "create":
                self.nodes[event.node] = Node(event.mode)
                self._name({event.path: event.node})
            case "mkdir":
                self.nodes[event.node] = Node(event.mode, names={})
                self._name({event.path: event.node})
            case "write":
                self.nodes[event.node].content += event.data
                self.nodes[event.node].synced = False
            case "fsync":
                node = self.nodes[event.node]
                node.certain, node.synced = node.content, True
            case "link":
                self._name({event.other: self.at(event.path)})
            case "replace":
                self._name({event.other: self.at(event.path), event.path: None})
            case "unlink":
                self._name({event.path: None})
            case "mark":
                pass
            case "fsync_dir":
                folder = self.nodes[self.at(event.path)]
                folder.certain_names = dict(folder.names or {})
                folder.pending.clear()

    def at(self, path: str) -> int:
        """Return the node that has a path now."""
        number = ROOT
        for part in Path(path).parts:
            number = (self.nodes[number].names or {})[part]
        return number

    def _name(self, changes: dict[str, int | None]) -> None:
        """Change names, those of one folder in one step."""
        by_folder: dict[str, dict[str, int | None]] = {}
        for path, number in changes.items():
            by_folder.setdefault(str(Path(path).parent), {})[Path(path).name] = number
        for parent, step in by_folder.items():
            folder = self.nodes[self.at(parent)]
            assert folder.names is not None
            _rename(folder.names, step)
            folder.pending.append(step)

    def uncertain(self) -> list[str]:
        """Return the names that a power cut may bring back or take away."""
        steps = (step for node in self.nodes.values() for step in node.pending)
        return [name for step in steps for name in step]

    # What a power cut leaves

    def strict(self) -> Tree:
        """Nothing that was not fsynced: neither bytes nor names."""
        return self._tree(lambda _: (), lambda node: node.certain)

    def everything(self) -> Tree:
        """All of it, as for a process that was killed."""
        return self._tree(lambda node: node.pending, lambda node: node.content)

    def names_only(self) -> Tree:
        """Every name, but of bytes that were not fsynced none, or the first half."""
        return self._tree(lambda node: node.pending, _cut)

    def mixture(self, chance: random.Random) -> Tree:
        """Some of the names, whichever, and some of the bytes."""

        def some(node: Node) -> list[dict[str, int | None]]:
            return [step for step in node.pending if chance.random() < 0.5]

        def part(node: Node) -> bytes:
            return chance.choice(_readings(node))

        return self._tree(some, part)

    def every_mixture(self) -> Iterator[Tree]:
        """Each subset of the names with each reading of the bytes; for a few operations."""
        folders = [node for node in self.nodes.values() if node.pending]
        files = [node for node in self.nodes.values() if node.names is None and not node.synced]
        kept = product(*(list(_subsets(len(node.pending))) for node in folders))
        for subsets, contents in product(kept, list(product(*map(_readings, files)))):
            steps = {
                id(n): [n.pending[i] for i in s] for n, s in zip(folders, subsets, strict=True)
            }
            data = {id(n): c for n, c in zip(files, contents, strict=True)}
            yield self._tree(
                lambda n, steps=steps: steps.get(id(n), []),  # type: ignore[misc]
                lambda n, data=data: data.get(id(n), n.certain),  # type: ignore[misc]
            )

    def _tree(
        self,
        kept: Callable[[Node], Any],
        content: Callable[[Node], bytes],
    ) -> Tree:
        found: Tree = {}

        def walk(number: int, at: Path) -> None:
            node = self.nodes[number]
            if number != ROOT:
                found[str(at)] = (node.mode, content(node) if node.names is None else None)
            if node.names is None:
                return
            names = dict(node.certain_names)
            for step in kept(node):
                _rename(names, step)
            for name, child in sorted(names.items()):
                walk(child, at / name)

        walk(ROOT, Path())
        return found


def _rename(names: dict[str, int], step: dict[str, int | None]) -> None:
    for name, number in step.items():
        if number is None:
            names.pop(name, None)
        else:
            names[name] = number


def _cut(node: Node) -> bytes:
    return node.certain if node.synced else node.content[: len(node.content) // 2]


def _readings(node: Node) -> list[bytes]:
    return [node.certain] if node.synced else [node.certain, _cut(node), node.content]


def _subsets(count: int) -> Iterator[tuple[int, ...]]:
    return chain.from_iterable(combinations(range(count), size) for size in range(count + 1))


def put(tree: Tree, root: Path) -> None:
    """Make a tree real under ``root``, which must not exist yet."""
    root.mkdir()
    for name, (mode, data) in tree.items():
        path = root / name
        if data is None:
            path.mkdir(mode)
        else:
            path.write_bytes(data)
            path.chmod(mode)


def on_disk(root: Path) -> Tree:
    """Return the tree that really is under ``root``."""
    return {
        str(path.relative_to(root)): (
            path.stat().st_mode & 0o777,
            None if path.is_dir() else path.read_bytes(),
        )
        for path in sorted(root.rglob("*"))
    }
