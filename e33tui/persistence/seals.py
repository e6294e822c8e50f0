"""Sealed versions: files that are written once, mode 0400, and never again."""

from __future__ import annotations

import re
from pathlib import Path

from e33tui.domain.errors import StoreError
from e33tui.domain.frozen import dataclass
from e33tui.domain.hashing import seal_of as seal_of
from e33tui.persistence.errors import SealConflict, explain
from e33tui.persistence.files import (
    SYSTEM,
    FileSystem,
    discard,
    make_folder,
    place_once,
    temporary_beside,
    write_new,
)
from e33tui.persistence.layout import Layout, is_passage_id
from e33tui.persistence.reading import read_own

SEALED_MODE = 0o400
LAST_NUMBER = 9999

_NAME = re.compile(r"(?!0000)([0-9]{4})\.json\Z")


@dataclass(frozen=True)
class SealedFile:
    """One file found in a folder of sealed versions.

    Attributes:
        path: the file.
        passage: the passage's id.
        version: its number, ``None`` for a file that no sealed version is named like.
    """

    path: Path
    passage: str
    version: int | None


class Seals:
    """The sealed versions of a séance."""

    def __init__(self, layout: Layout, fs: FileSystem = SYSTEM) -> None:
        """Prepare the sealed versions under ``layout``; nothing is read or created yet."""
        self._layout = layout
        self._fs = fs

    def path(self, passage_id: str, number: int) -> Path:
        """Return where a version lies.

        Raises:
            StoreError: the id or the number is not one that can be.
        """
        if not 1 <= number <= LAST_NUMBER:
            raise StoreError(self._layout.passages, "Ce numéro de version n’est pas valable.")
        return self._layout.passage(passage_id).sealed / f"{number:04d}.json"

    def write_sealed(self, passage_id: str, number: int, data: bytes) -> str:
        """Write a version and return its seal, the SHA-256 of its bytes in hexadecimal.

        Writing the same bytes again is harmless and makes sure that they are on the disk.

        Raises:
            SealConflict: the version exists with other bytes; it is left as it is.
            StoreError: it could not be written.
        """
        target = self.path(passage_id, number)
        make_folder(target.parent, self._fs, within=self._layout.passages)
        try:
            self._place(target, data)
        except OSError as error:
            raise explain(error, target, "scellé") from error
        return seal_of(data)

    def _place(self, target: Path, data: bytes) -> None:
        # Beside the folder, not in it: what lies in it is a sealed version and nothing else.
        temporary = temporary_beside(target.parent.with_name(target.name))
        try:
            write_new(temporary, data, mode=SEALED_MODE, fs=self._fs)
            place_once(temporary, target, self._fs)
        except FileExistsError:
            discard(temporary, self._fs)
            if read_own(target) != data:
                raise SealConflict(target) from None
            self._fs.fsync_dir(target.parent)
        except BaseException:
            discard(temporary, self._fs)
            raise

    def read_sealed(self, passage_id: str, number: int) -> bytes:
        """Return the bytes of a version.

        Raises:
            StoreError: there is none, or it cannot be read.
        """
        path = self.path(passage_id, number)
        data = read_own(path)
        if data is None:
            raise explain(FileNotFoundError(2, ""), path, "lu")
        return data

    def list_sealed(self, passage_id: str) -> tuple[int, ...]:
        """Return the numbers of a passage's sealed versions, in order."""
        found = files_in(self._layout.passage(passage_id).sealed, passage_id)
        return tuple(sorted(each.version for each in found if each.version is not None))


def files_in(folder: Path, passage_id: str) -> list[SealedFile]:
    """Return what lies in one folder of sealed versions, in the order of the names.

    Raises:
        StoreError: the folder cannot be read.
    """
    try:
        found = sorted(folder.iterdir())
    except FileNotFoundError:
        return []
    except OSError as error:
        raise explain(error, folder, "lu") from error
    return [SealedFile(path, passage_id, _version(path)) for path in found]


def _version(path: Path) -> int | None:
    match = _NAME.match(path.name)
    return int(match[1]) if match and not path.is_symlink() else None


def folders_in(passages: Path) -> list[Path]:
    """Return the folders of the passages, in the order of their ids.

    Raises:
        StoreError: the folder that holds them cannot be read.
    """
    try:
        return sorted(path for path in passages.iterdir() if is_passage_id(path.name))
    except FileNotFoundError:
        return []
    except OSError as error:
        raise explain(error, passages, "lu") from error
