"""An account's own keys, from a TOML file: ``annuler = "ctrl+w"`` under ``[touches]``.

The file is a convenience and an oral cannot wait: whatever is wrong with it, the table's own keys are
in force, all of them, and every fault is one sentence that says where it is and what to do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from e33tui import account_file
from e33tui.actions import ACTIONS, Action
from e33tui.domain.text import visible
from e33tui.domain.toml_lines import line_full_of_dots
from e33tui.keychoice import INDISPENSABLE, LETTERS, clashes, plainly, read_key, unfit
from e33tui.keymap import Keymap
from e33tui.plain_file import read_beginning

VARIABLE: Final = "E33TUI_TOUCHES"
NAME: Final = "touches.toml"
TABLE: Final = "touches"
MOST_BYTES: Final = 64 * 1024
"""Far more than every action with every key; a longer file is not this program's."""
MOST_KEYS: Final = 3
"""Keys that one action may have."""
_SHOWN: Final = 40
"""Characters of a wrong entry that a sentence repeats."""

_UNREADABLE: Final = '{} : cela ne se lit pas ; écrivez par exemple annuler = "ctrl+w".'
_TOML_PLACE: Final = re.compile(r"at line (\d+)")


def path() -> Path:
    """Return where an account's keys are looked for.

    Raises:
        RuntimeError: the account has no home.
    """
    return account_file.path(VARIABLE, NAME)


def where() -> str:
    """Return that path as it is shown, the home directory as ``~``."""
    return account_file.where(VARIABLE, NAME)


def name_of(action: Action) -> str:
    """Return what an action is called in the file: its label in plain letters and hyphens."""
    return plainly(action.label)


def read() -> Keymap:
    """Return the account's keys; the table's own, with what is wrong, where its file has faults."""
    try:
        data = read_beginning(path(), MOST_BYTES + 1)
    except FileNotFoundError:
        if account_file.is_named(VARIABLE):
            return Keymap(faults=(f"{where()} : ce fichier n’existe pas ; vérifiez son chemin.",))
        return Keymap()
    except (OSError, RuntimeError):
        fault = "ce fichier ne peut pas être lu ; vérifiez ses droits."
        return Keymap(faults=(f"{where()} : {fault}",))
    changed, faults = parse(data)
    if faults:
        return Keymap(faults=tuple(f"{where()} : {fault}" for fault in faults))
    return Keymap(changed)


# -- What the file says -----------------------------------------------------------------------------


def parse(data: bytes) -> tuple[dict[str, tuple[str, ...]], tuple[str, ...]]:
    """Return the keys that a file gives, by the actions' ids, and every fault in it."""
    if len(data) > MOST_BYTES:
        return {}, (
            "ce fichier est bien trop long ; reprenez celui que montre « e33tui touches ».",
        )
    try:
        tables = _toml(data)
    except ValueError as error:
        return {}, (str(error),)
    faults = [
        f"« {_short(name)} » n’a pas sa place ici ; mettez les touches sous [{TABLE}]."
        for name in tables
        if name != TABLE
    ]
    entries = tables.get(TABLE, {})
    if not isinstance(entries, Mapping):
        return {}, (*faults, f"« {TABLE} » doit être une section ; écrivez [{TABLE}].")
    changed, moved = _entries(entries, faults)
    # What stands elsewhere, or under no known name, may have been meant to make room for another.
    if len(faults) == len(moved):
        faults += clashes(changed | dict.fromkeys(moved, ()))
    return changed, tuple(faults)


def _toml(data: bytes) -> dict[str, object]:
    """Return the tables of a file.

    Raises:
        ValueError: what is wrong, and on which line.
    """
    if (number := line_full_of_dots(data)) is not None:
        raise ValueError(_UNREADABLE.format(f"ligne {number}"))
    import tomllib

    try:
        return tomllib.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ValueError(f"ligne {line} : enregistrez ce fichier en UTF-8.") from error
    except (ValueError, RecursionError) as error:
        place = _TOML_PLACE.search(str(error))
        where = f"ligne {place[1]}" if place else "à la fin"
        raise ValueError(_UNREADABLE.format(where)) from error


def _entries(
    entries: Mapping[str, object], faults: list[str]
) -> tuple[dict[str, tuple[str, ...]], list[str]]:
    """Return the keys by the actions' ids, and the actions that were to have others than they can.

    Args:
        entries: what stands in the file.
        faults: where to say what is wrong.
    """
    by_name = {name_of(action): action for action in ACTIONS}
    changed: dict[str, tuple[str, ...]] = {}
    moved: list[str] = []
    for name, value in entries.items():
        action = by_name.get(plainly(name))
        if action is None:
            faults.append(_unknown(name, by_name))
            continue
        if action.id in changed:
            faults.append(f"« {action.label} » y est deux fois ; n’en gardez qu’une.")
            moved.append(action.id)
            continue
        try:
            changed[action.id] = _keys(action, value)
        except ValueError as error:
            faults.append(f"« {action.label} » : {error}")
            moved.append(action.id)
    return changed, moved


def _unknown(name: str, known: Iterable[str]) -> str:
    from difflib import get_close_matches

    close = get_close_matches(plainly(name)[:_SHOWN], known, 1)
    hint = f"est-ce « {close[0]} » ?" if close else "« e33tui touches » donne leurs noms."
    return f"« {_short(name)} » n’est le nom d’aucune action ; {hint}"


def _keys(action: Action, value: object) -> tuple[str, ...]:
    """Return the keys that an entry gives to an action; none for ``""``.

    Raises:
        ValueError: one that cannot be, and why.
    """
    if value == "":
        if action.id in INDISPENSABLE:
            raise ValueError("il lui faut une touche ; donnez-en une entre guillemets.")
        return ()
    written = [value] if isinstance(value, str) else value
    if not isinstance(written, list) or not 1 <= len(written) <= MOST_KEYS:
        raise ValueError(
            f"donnez une touche entre guillemets, ou {MOST_KEYS} au plus entre crochets."
        )
    found: list[str] = []
    for each in written:
        if not isinstance(each, str):
            raise ValueError('écrivez la touche entre guillemets, par exemple "ctrl+w".')
        key = read_key(each)
        if why := unfit(action, key):
            raise ValueError(f"« {_short(each)} » ne peut pas servir : {why}.")
        # A letter is one key, whatever Shift and its lock say.
        found += [key, key.upper()] if key in LETTERS else [key]
    return tuple(dict.fromkeys(found))


def _short(text: str) -> str:
    shown = visible(text)
    return shown if len(shown) <= _SHOWN else f"{shown[: _SHOWN - 1]}…"
