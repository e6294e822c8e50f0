"""Which keys an action may have: what every terminal can send, and nothing that means two things.

As a person writes them: ``^W``, ``Ctrl-w``, ``Suppr`` and ``Page haut`` are read too.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Final

from e33tui.actions import ACTIONS, PLACE_TITLES, Action, Place, actions_at
from e33tui.keymap import Keymap, key_name

_MOST: Final = 80
"""Characters of a name that are looked at: none is as long."""

_KEPT: Final = {
    "ctrl+h": "un terminal ne la distingue pas de Retour arrière",
    "ctrl+i": "un terminal ne la distingue pas de Tab",
    "ctrl+j": "un terminal ne la distingue pas d’Entrée",
    "ctrl+m": "un terminal ne la distingue pas d’Entrée",
    "ctrl+s": "le terminal la garde pour arrêter l’affichage",
    "ctrl+q": "le terminal la garde pour reprendre l’affichage",
    "ctrl+a": "« screen » la garde pour lui",
    "ctrl+b": "« tmux » la garde pour lui",
    "escape": "sur une ligne lente, elle se confond avec d’autres touches",
    "space": "elle s’écrit dans un texte",
    "backspace": "elle efface dans un texte",
}
"""What terminals, multiplexers and texts keep, and why it cannot be an action's key."""
_ALIASES: Final = {
    "entree": "enter",
    "retour": "enter",
    "return": "enter",
    "suppr": "delete",
    "del": "delete",
    "maj+tab": "shift+tab",
    "gauche": "left",
    "droite": "right",
    "debut": "home",
    "fin": "end",
    "page-haut": "pageup",
    "pgup": "pageup",
    "page-bas": "pagedown",
    "pgdn": "pagedown",
    "echap": "escape",
    "esc": "escape",
    "espace": "space",
    "retour-arriere": "backspace",
}
"""Other ways to write a key, as people and keyboards name them."""
_TYPED: Final = {"+": "plus", "-": "minus", "/": "slash"}
"""Signs that are keys by themselves, where what is left of a name without them would be nothing."""
_IN_A_TEXT: Final = frozenset({"enter", "delete", "left", "right", "home", "end"})
"""What moves, deletes or ends where one types, so that it is only for what an empty line gives way to."""
LETTERS: Final = frozenset("abcdefghijklmnopqrstuvwxyz")
INDISPENSABLE: Final = frozenset({"next", "back", "undo", "blank", "help", "command_palette"})
"""The actions that are never without a key; the palette leads to all others."""
_TEXTLESS: Final = frozenset(
    (
        Place.HOME,
        Place.CLOSING,
        Place.HARMONISATION,
        Place.PAPERS,
        Place.GATE,
        Place.CANDIDATE_OUT,
        Place.LOCK,
        Place.VERSO,
        Place.OBSERVATIONS,
        Place.HISTORY,
    )
)
"""The screens on which a letter can be a key: none is typed there, or only in a field that takes it."""


def read_key(written: str) -> str:
    """Return the framework's name of a key: ``^W``, ``Ctrl-w`` and ``ctrl + W`` are ``ctrl+w``."""
    if written.strip() in _TYPED:
        return _TYPED[written.strip()]
    key = plainly(written.replace("+", " ").replace("↑", " haut").replace("↓", " bas"))
    key = re.sub(r"^(?:\^|ctrl-|control-|c-)(?=.$)", "ctrl+", key)
    key = re.sub(r"^(maj|shift|alt)-", r"\1+", key)
    if key.startswith("ctrl+") and not written.isascii():
        # Without its accent it would be another letter.
        return written
    return _ALIASES.get(key, key)


def unfit(action: Action, key: str) -> str:
    """Return why an action cannot have a key; nothing if it can."""
    if key in _KEPT:
        return _KEPT[key]
    if key.startswith("ctrl+") and key[5:] in LETTERS:
        return ""
    if re.fullmatch(r"f\d{1,2}", key):
        return "tous les terminaux n’ont pas les touches de fonction"
    if key.startswith("alt+"):
        return "Alt ne passe pas par tous les terminaux"
    if key in LETTERS:
        typed = [place for place in action.places if place not in _TEXTLESS]
        return f"une lettre se tape dans un texte{_on(typed[0])}" if typed else ""
    if re.fullmatch(r"\d", key):
        return "les chiffres placent les degrés"
    if key not in _special():
        return 'écrivez par exemple "ctrl+w" ou "^W"'
    # A key like Tab is an action's only where the table has it so: elsewhere it moves about.
    others = [p for p in action.places if not any(key in a.keys for a in actions_at(p))]
    if others:
        return f"elle a un autre usage{_on(others[0])}"
    if action.priority and key in _IN_A_TEXT:
        return "elle sert dans un texte"
    return ""


def _special() -> frozenset[str]:
    """Return the keys of the table that are neither a letter nor Ctrl with one."""
    keys = {key for action in ACTIONS for key in action.keys}
    return frozenset(key for key in keys if len(key) > 1 and not key.startswith("ctrl+"))


def _on(place: Place) -> str:
    return f" (écran « {PLACE_TITLES[place]} »)" if place is not Place.EVERYWHERE else ""


def clashes(changed: Mapping[str, tuple[str, ...]]) -> list[str]:
    """Return which two actions of one screen would have the same key: each pair once."""
    keymap = Keymap(changed)
    found: dict[tuple[str, str], tuple[str, list[Place]]] = {}
    by_id = {action.id: action for action in ACTIONS}
    for place in Place:
        owners: dict[str, Action] = {}
        for action in actions_at(place) if place is not Place.EVERYWHERE else ():
            for key in keymap.keys(action):
                first = owners.setdefault(key, action)
                if first is not action:
                    found.setdefault((first.id, action.id), (key, []))[1].append(place)
    return [
        f"« {by_id[one].label} » et « {by_id[other].label} » ont la même touche, {key_name(key)}"
        f"{_on_all(by_id[one], by_id[other], places)} ; changez l’une des deux."
        for (one, other), (key, places) in found.items()
    ]


def _on_all(one: Action, other: Action, places: list[Place]) -> str:
    """Return on which screens two actions meet: the first of them by name."""
    if Place.EVERYWHERE in one.places and Place.EVERYWHERE in other.places:
        return ", sur tous les écrans"
    more = len(places) - 1
    others = f" et {more} autre{'s' if more > 1 else ''}" if more else ""
    return f" (écran « {PLACE_TITLES[places[0]]} »{others})"


def plainly(text: str) -> str:
    """Return a name in small letters without accents, its words joined by hyphens."""
    letters = unicodedata.normalize("NFKD", text[:_MOST].replace("œ", "oe")).lower()
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return re.sub(r"[\s’'_-]+", "-", bare).strip("-")
