"""What is kept of the neutral screen's code: a small file beside the séance's own.

It is no part of the record: the last one to write it wins, a damaged one may be overwritten, and
neither a copy of the séance nor a document takes it along.
"""

from __future__ import annotations

import contextlib
from pathlib import Path

from e33tui.domain.screen_code import HASH_BYTES, SALT_BYTES, ScreenCode
from e33tui.persistence.errors import DamagedFile
from e33tui.persistence.files import SYSTEM, FileSystem, remove_name, write_atomic
from e33tui.persistence.layout import Layout
from e33tui.persistence.reading import read_own
from e33tui.persistence.storage import (
    META,
    Row,
    check_meta,
    decode_tables,
    encode_tables,
    meta_row,
    migrate,
)

KIND = "code"
TABLE = "code"
LARGEST = 4096
"""Bytes; a larger file is not one of ours, and is not read."""


class ScreenCodeFile:
    """The file of one séance."""

    def __init__(self, layout: Layout, fs: FileSystem = SYSTEM) -> None:
        """Prepare the file under ``layout``; nothing is read yet."""
        self._path = layout.screen_code
        self._fs = fs

    @property
    def removal(self) -> str:
        """The command that removes the code, as a shell takes it: whole, wherever the séance lies."""
        return f"e33tui code --retirer {_quoted(self._path.parent.absolute())}"

    def read(self) -> ScreenCode | None:
        """Return what is kept of the code, ``None`` when there is none.

        Raises:
            DamagedFile: the file cannot be understood.
            NewerFormat: a later version of the program wrote it.
            StoreError: the system refuses to read it.
        """
        self._refuse_large()
        data = read_own(self._path)
        if data is None:
            return None
        tables = decode_tables(data, self._path)
        version = check_meta(tables, self._path, meta_row(KIND))
        tables = migrate(tables, KIND, version, self._path)
        found = _code_in(tables.get(TABLE, {}).get("1", {}))
        if found is None:
            raise DamagedFile(self._path, "le code y est illisible")
        return found

    def _refuse_large(self) -> None:
        with contextlib.suppress(OSError):
            if self._path.lstat().st_size > LARGEST:
                raise DamagedFile(self._path, "il est trop long")

    def write(self, code: ScreenCode) -> None:
        """Put what is kept of a code on the disk, whatever stood there.

        Raises:
            StoreError: it could not be saved.
        """
        row = {"salt": code.salt.hex(), "hash": code.digest.hex()}
        tables = {META: {"1": meta_row(KIND)}, TABLE: {"1": row}}
        write_atomic(self._path, encode_tables(tables), fs=self._fs)

    def remove(self) -> None:
        """Remove the code for good; one that is not there is no error.

        Raises:
            StoreError: it could not be removed.
        """
        remove_name(self._path, self._fs)


def _quoted(folder: Path) -> str:
    """Return a folder as one word of a shell, from the account's own folder on if it is in there."""
    import shlex

    with contextlib.suppress(RuntimeError, ValueError):
        within = folder.relative_to(Path.home())
        return f"~/{shlex.quote(str(within))}" if within.parts else "~"
    return shlex.quote(str(folder))


def _code_in(row: Row) -> ScreenCode | None:
    try:
        salt, digest = (bytes.fromhex(row[name]) for name in ("salt", "hash"))
    except (LookupError, TypeError, ValueError):
        return None
    sizes = len(salt), len(digest)
    return ScreenCode(salt, digest) if sizes == (SALT_BYTES, HASH_BYTES) else None
