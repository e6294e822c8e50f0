"""Which keys lead to which action, and how a juror reads them: the table's, or an account's own.

Like the look it is put in force once, when the interface begins, and asked wherever words are made:
no sentence, footer or help names a key that does something else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from e33tui.actions import ACTIONS, Action, Place
from e33tui.look import look


@dataclass(frozen=True)
class Keymap:
    """The keys of all actions.

    Attributes:
        changed: the framework's names of the keys that replace an action's own, by its id; none
            where the palette alone shall lead to it.
        faults: what is wrong with the file that should have changed them, one sentence each.
    """

    changed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    faults: tuple[str, ...] = ()

    def keys(self, action: Action) -> tuple[str, ...]:
        """Return the framework's names of an action's keys; the first is shown."""
        return self.changed.get(action.id, action.keys)

    @property
    def warning(self) -> str:
        """What to say of the faults: the first one, what is in force, and where the others are."""
        if not self.faults:
            return ""
        more = len(self.faults) - 1
        others = f" ({more} autre{'s' if more > 1 else ''} : « e33tui touches »)" if more else ""
        return f"{self.faults[0]} Les touches habituelles sont en service{others}."

    def bindings(self) -> dict[str, str]:
        """Return what the framework needs to know: keys by the bindings' ids."""
        found: dict[str, str] = {}
        for action in ACTIONS:
            if action.id in self.changed:
                # The framework takes an empty entry for one that changes nothing.
                keys = ",".join(self.changed[action.id]) or f"no.{action.id}"
                found |= {binding_id(place, action.id): keys for place in action.places}
                found[over(action.id)] = keys
        return found


DEFAULT: Final = Keymap()
_in_force = DEFAULT
_BY_ID: Final = {action.id: action for action in ACTIONS}


def use(keymap: Keymap) -> None:
    """Put a keymap in force."""
    global _in_force
    _in_force = keymap


def keymap() -> Keymap:
    """Return the keymap in force."""
    return _in_force


def binding_id(place: Place, action: str) -> str:
    """Return the id of the binding of an action on the screen ``place``, or everywhere."""
    return action if place is Place.EVERYWHERE else f"{place}.{action}"


def over(action: str) -> str:
    """Return the id of a binding by which the same keys work on what stands over a screen."""
    return f"over.{action}"


_FIRST: Final = "le premier bouton"
_TARGETS: Final = {
    # What these targets say depends on the screen, but not where they stand.
    **dict.fromkeys(("next", "save", "open", "open_version", "make", "edit_remark"), _FIRST),
    # Observations are turned by a touch of them, round and round.
    "earlier": "touchez ici",
    "later": "",
    "command_palette": "« plus… »",
}
"""What is pressed in the touch layout, where it is not named after the action."""

# -- In words -----------------------------------------------------------------------------------

_NAMES: Final = {
    "enter": ("⏎", "Entrée"),
    "tab": ("Tab", "Tab"),
    "shift+tab": ("Maj+Tab", "Maj+Tab"),
    "delete": ("Suppr", "Suppr"),
    "backspace": ("⌫", "Retour arrière"),
    "escape": ("Échap", "Échap"),
    "up": ("↑", "Haut"),
    "down": ("↓", "Bas"),
    "left": ("←", "Gauche"),
    "right": ("→", "Droite"),
    "home": ("Début", "Début"),
    "end": ("Fin", "Fin"),
    "pageup": ("Page↑", "Page haut"),
    "pagedown": ("Page↓", "Page bas"),
    "space": ("Espace", "Espace"),
    "plus": ("+", "+"),
    "minus": ("-", "-"),
    "slash": ("/", "/"),
}
"""The keys that are written otherwise than the framework names them: by sign, and in words."""


def key_name(key: str, *, signs: bool = True) -> str:
    """Return how a key is written for a juror: ``^N``, ``Tab``, ``⏎``; in words where signs fail.

    Args:
        key: the framework's name.
        signs: whether ``⏎`` and its like can be shown at all.
    """
    found = look()
    if key in _NAMES:
        return _NAMES[key][found.plain or found.ascii or not signs]
    if key.startswith("ctrl+"):
        letter = key.removeprefix("ctrl+").upper()
        return f"Ctrl+{letter}" if found.plain else f"^{letter}"
    return key.upper() if len(key) == 1 else key


def key(action: str) -> str:
    """Return what to press for an action, for a sentence: its key, or in the touch layout its target.

    Args:
        action: its id; one without a key is reached through the palette, whose key it is then.
    """
    if look().touch:
        found = _BY_ID[action]
        return _TARGETS.get(action, f"« {found.short or found.label} »")
    return own_key(action)


def way(action: str, words: str) -> str:
    """Return what to press and what that does: ``^Y : rouvrir``; a target says the latter itself."""
    named = key(action)
    return f"bouton {named}" if look().touch and named.startswith("«") else f"{named} : {words}"


def undoes() -> str:
    """Return how to take back what was just done, for the end of a sentence."""
    return f"{key('undo')} pour revenir en arrière" if look().touch else f"{key('undo')} annule"


def enter(target: str) -> str:
    """Return the key that takes what is typed, or in the touch layout what ``target`` says."""
    return target if look().touch else str(ENTER)


def own_key(action: str) -> str:
    """Return the key of an action, as it is now and as a juror reads it, in either layout."""
    return key_name(keys_now(_BY_ID[action])[0])


def keys_now(action: Action) -> tuple[str, ...]:
    """Return the keys of an action as they are now, those of the palette for one that has none."""
    return _in_force.keys(action) or _in_force.keys(_BY_ID["command_palette"])


def key_names(action: Action, *, signs: bool = True) -> tuple[str, ...]:
    """Return an action's keys as written for a juror, a letter once for both its cases."""
    return tuple(dict.fromkeys(key_name(each, signs=signs) for each in keys_now(action)))


def fixed_name(name: str, *, signs: bool = True) -> str:
    """Return how a key that no table changes is written: by its name, or as what it types."""
    is_key = name in _NAMES or name.startswith("ctrl+")
    return key_name(name, signs=signs) if is_key else name


def the_keys(*names: str, signs: bool = True) -> str:
    """Return keys as a sentence has them: « ↑ ↓ », or in words « les touches Haut et Bas ».

    Args:
        names: actions, or keys as the framework calls them.
        signs: whether ``↑`` and its like can be shown at all.
    """
    found = [_named(name, signs=signs) for name in names]
    if signs and not (look().plain or look().ascii):
        return " ".join(found)
    *first, last = found
    return f"les touches {', '.join(first)} et {last}" if first else f"la touche {last}"


def _named(name: str, *, signs: bool) -> str:
    return key_name(name, signs=signs) if name in _NAMES else key(name)


class Key:
    """A key that no table changes; in an f-string it is how a juror reads it."""

    def __init__(self, name: str) -> None:
        """Write the key that the framework calls ``name``."""
        self._name = name

    def __str__(self) -> str:
        return key_name(self._name)


ENTER: Final = Key("enter")
TAB: Final = Key("tab")
ESCAPE: Final = Key("escape")
UP: Final = Key("up")
DOWN: Final = Key("down")
SPACE: Final = Key("space")
DELETE: Final = Key("delete")


class _Keys(dict[str, str]):
    signs = True

    def __missing__(self, name: str) -> str:
        if "+" in name:
            return the_keys(*filter(None, name.split("+")), signs=self.signs)
        return _named(name, signs=self.signs)


def fill(template: str, words: Mapping[str, str] | None = None, *, signs: bool = True) -> str:
    """Return a sentence with the keys that it names in braces, by action or by their own name.

    Args:
        template: the sentence; ``{up+down}`` and ``{+up}`` stand for :func:`the_keys` of those.
        words: what else it has in braces.
        signs: whether ``↑`` and its like can be shown at all.
    """
    keys = _Keys(words or {})
    keys.signs = signs
    said = template.format_map(keys)
    return f"{said[:1].upper()}{said[1:]}"
