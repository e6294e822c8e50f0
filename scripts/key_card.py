"""Write the key card, ``docs/touches.md``, from the one table of actions.

.venv/bin/python -m scripts.key_card
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from e33tui.actions import PLACE_TITLES, key_card
from e33tui.cli.key_card import BY_HAND
from e33tui.fixed_keys import on_card
from e33tui.keymap import key_names

TARGET = Path(__file__).resolve().parents[1] / "docs" / "touches.md"

HEAD = """\
# Touches

`^N` se lit « Ctrl et N ». Aucune commande ne demande de touche de fonction, ni Alt, ni la souris.

`e33tui touches` montre les touches telles qu’elles sont, `e33tui touches --pdf FICHIER` en fait une
feuille à imprimer. Pour en changer, écrivez dans `~/.config/e33tui/touches.toml` :

    [touches]
    annuler = "ctrl+w"
    rouvrir-le-temps = ["^Y", "^W"]

Le nom d’une action est celui de la deuxième colonne ; `""` la laisse sans touche, la liste des commandes
(`^P`) y mène. `e33tui touches --modele` écrit ce fichier en entier. Les touches de « Degrés, observations,
listes » ne changent pas. S’il contient une faute, ou deux actions pour une touche, le premier écran le dit,
et les touches habituelles restent en service.
"""


def _row(keys: Iterable[str], label: str, words: str) -> str:
    return f"| {' '.join(f'`{key}`' for key in keys)} | {label} | {words} |"


def _section(title: str, rows: Iterable[str]) -> str:
    return "\n".join([f"## {title}", "", "| Touche | Action | |", "|---|---|---|", *rows, ""])


def card() -> str:
    """Return the key card as Markdown."""
    parts = [HEAD, _section(BY_HAND, (_row(*each) for each in on_card(signs=True)))]
    for place, actions in key_card():
        rows = (_row(key_names(action), action.label, action.help) for action in actions)
        parts.append(_section(PLACE_TITLES[place], rows))
    return "\n".join(parts)


if __name__ == "__main__":
    TARGET.write_text(card(), encoding="utf-8")
