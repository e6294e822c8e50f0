"""What a damaged file still says: the first rows of a table, up to where the damage begins."""

from __future__ import annotations

import json
from pathlib import Path

from e33tui.domain.errors import StoreError
from e33tui.persistence.errors import NewerFormat
from e33tui.persistence.reading import read_own
from e33tui.persistence.storage import META, Row, Tables, check_meta, in_order, meta_row, migrate

_DECODER = json.JSONDecoder()


def salvaged(path: Path, kind: str, table: str) -> tuple[Row, ...]:
    """Return the whole rows that stand before the damage; none of a file that is not ours.

    A row behind the damage is passed over: nobody knows what the one before it said.

    Args:
        path: a file, of which nothing is asked.
        kind: which kind of record it should be.
        table: whose rows.

    Raises:
        NewerFormat: a later version of the program wrote it.
    """
    try:
        tables = _begun(_text(read_own(path) or b""), table)
        found = check_meta(tables, path, meta_row(kind))
        return in_order(migrate(tables, kind, found, path)[table])
    except NewerFormat:
        raise
    except StoreError:
        return ()


def _text(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        return data[: error.start].decode()


def _begun(text: str, table: str) -> Tables:
    """Return the meta row and the first rows of a table, as ``encode_tables`` writes them."""
    tables: Tables = {META: {}, table: {}}
    at = 1
    for name, rows in tables.items():
        at = _after(text, at, f'"{name}":{{')
        number = 1
        while at and text.startswith(start := f'"{number}":', at):
            try:
                row, end = _DECODER.raw_decode(text, at + len(start))
            except (ValueError, RecursionError):
                return tables
            if not isinstance(row, dict):
                return tables
            rows[str(number)] = row
            number += 1
            at = _after(text, end, ",") or _after(text, end, "},") or 0
    return tables


def _after(text: str, at: int, expected: str) -> int:
    """Return the place behind ``expected``, if that stands at ``at``; else 0."""
    return at + len(expected) if at and text.startswith(expected, at) else 0
