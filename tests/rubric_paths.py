"""The packaged rubric file as plain values, and the paths in it as error messages write them."""

from __future__ import annotations

import pickle
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

PACKAGED_PATH = Path(__file__).parents[1] / "e33tui" / "rubric.toml"
PACKAGED_BYTES = PACKAGED_PATH.read_bytes()
PACKAGED_TOML = tomllib.loads(PACKAGED_BYTES.decode())
_PACKED = pickle.dumps(PACKAGED_TOML)


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Each value that is no table, with its path as messages write it; lists of texts whole."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from leaves(item, f"{path}.{key}" if path else key)
    elif isinstance(value, list) and value and isinstance(value[0], dict):
        for index, item in enumerate(value, start=1):
            yield from leaves(item, f"{path}[{index}]")
    else:
        yield path, value


def tables(value: dict[str, Any], path: str = "") -> Iterator[str]:
    yield path
    for key, item in value.items():
        here = f"{path}.{key}" if path else key
        if isinstance(item, dict):
            yield from tables(item, here)
        elif isinstance(item, list) and isinstance(item[0], dict):
            for index, part in enumerate(item, start=1):
                yield from tables(part, f"{here}[{index}]")


def without_or_with(path: str, *value: Any) -> dict[str, Any]:
    """The packaged rubric with the key at ``path`` taken out, or set to ``value``."""
    values: dict[str, Any] = pickle.loads(_PACKED)
    *way, last = re.findall(r"\w+", path)
    at: Any = values
    for step in way:
        at = at[int(step) - 1] if isinstance(at, list) else at[step]
    if value and isinstance(at, list):
        at[int(last) - 1] = value[0]
    elif value:
        at[last] = value[0]
    else:
        del at[last]
    return values


LEAVES = dict(leaves(PACKAGED_TOML))
TABLES = list(tables(PACKAGED_TOML))
