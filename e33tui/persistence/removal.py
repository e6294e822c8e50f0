"""Removing what a séance's folder holds, in an order that can be cut short anywhere and done again.

Who calls this has the séance for itself (:func:`e33tui.persistence.presence.alone`) and has
entered the purge in the register: from then on whatever is left is told as not yet removed.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

from e33tui.domain.errors import StoreError
from e33tui.persistence.errors import explain
from e33tui.persistence.files import SYSTEM, FileSystem
from e33tui.persistence.inventory import Holdings, Item, Kind
from e33tui.persistence.layout import Layout
from e33tui.persistence.locks import try_lock


@dataclass
class Removal:
    """One removal of everything but the register.

    Attributes:
        removed: what is gone.
        failures: what is still there, each with one French sentence.
    """

    layout: Layout
    fs: FileSystem = SYSTEM
    removed: list[Item] = field(default_factory=list)
    failures: dict[Path, StoreError] = field(default_factory=dict)

    def __call__(self, holdings: Holdings) -> None:
        """Remove ``holdings``: the pages first, then each passage, then the séance's own files.

        The list of documents says which pages are the séance's: it stays until they are gone.
        """
        beside = [i for i in holdings.items if not i.path.is_relative_to(self.layout.passages)]
        documents = [item for item in beside if item.kind is Kind.DOCUMENT]
        listed = [item for item in beside if item.kind is Kind.LIST]
        self._remove(documents)
        for passage in holdings.passages:
            self._remove_passage(passage, holdings.items)
        if not any(item.path in self.failures for item in documents):
            self._remove(listed)
        self._remove(item for item in beside if item not in (*documents, *listed))
        self._remove_empty_folders()

    def _remove_passage(self, folder: Path, items: Iterable[Item]) -> None:
        """Remove a passage under its lock, the lock's own file last."""
        lock = self.layout.passage(folder.name).lock
        try:
            descriptor = try_lock(lock)
        except OSError as error:
            self._failed(lock, error)
            return
        if descriptor is None:
            self.failures[lock] = StoreError(
                lock,
                "Un passage vient d’être ouvert dans un autre terminal : il n’a pas été retiré.",
            )
            return
        try:
            inside = [item for item in items if item.path.is_relative_to(folder)]
            self._remove(item for item in inside if item.path != lock)
            if not any(item.path in self.failures for item in inside):
                self._remove([Item(lock, Kind.OTHER)])
                self._remove_if_empty(folder)
        finally:
            os.close(descriptor)

    def _remove(self, items: Iterable[Item]) -> None:
        """Remove some files, folder by folder; what cannot be removed does not keep the others."""
        ordered = sorted(items, key=lambda item: (item.path.parent, item.path.name))
        for folder, inside in groupby(ordered, key=lambda item: item.path.parent):
            gone = [item for item in inside if self._try(item.path, self.fs.unlink)]
            if gone and self._try(folder, self.fs.fsync_dir):
                self.removed += gone

    def _try(self, path: Path, call: Callable[[Path], object]) -> bool:
        try:
            call(path)
        except FileNotFoundError:
            pass
        except OSError as error:
            self._failed(path, error)
            return False
        return True

    def _failed(self, path: Path, error: OSError) -> None:
        self.failures[path] = explain(error, path, "retiré")

    def _remove_empty_folders(self) -> None:
        for folder in (self.layout.passages, self.layout.reports, self.layout.exports):
            self._remove_if_empty(folder)

    def _remove_if_empty(self, folder: Path) -> None:
        """Remove a folder, those in it before, unless something stays in it."""
        if not folder.is_dir() or folder.is_symlink():
            return
        try:
            for path in sorted(folder.iterdir()):
                self._remove_if_empty(path)
            if not any(folder.iterdir()):
                folder.rmdir()
                self.fs.fsync_dir(folder.parent)
        except OSError as error:
            self._failed(folder, error)
