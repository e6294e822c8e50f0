"""Write the key card, ``docs/touches.md``, from the one table of actions.

.venv/bin/python -m scripts.key_card
"""

from __future__ import annotations

from pathlib import Path

from e33tui.actions import PLACE_TITLES, Action, key_card
from e33tui.keymap import key_names

TARGET = Path(__file__).resolve().parents[1] / "docs" / "touches.md"

HEAD = """\
# Touches

`^N` se lit « Ctrl et N ». Aucune commande ne demande de touche de fonction, ni Alt, ni la souris.

Les degrés se placent par les chiffres du clavier ou du pavé numérique ; sur un clavier AZERTY,
sans Maj, `&` `é` `"` `'` valent 1, 2, 3 et 4. `0`, Suppr ou ⌫ retire la croix. Une observation
commencée par `+`, `-` ou `?` en porte la marque.

`e33tui touches` montre les touches telles qu’elles sont, `e33tui touches --pdf FICHIER` en fait une
feuille à imprimer. Pour en changer, écrivez dans `~/.config/e33tui/touches.toml` :

    [touches]
    annuler = "ctrl+w"
    rouvrir-le-temps = ["^Y", "^W"]

Le nom d’une action est celui de la deuxième colonne ; `e33tui touches --modele` écrit ce fichier en
entier. S’il contient une faute, ou deux actions pour une touche, le premier écran le dit, et les touches
habituelles restent en service.
"""


def _row(action: Action) -> str:
    keys = " ".join(f"`{key}`" for key in key_names(action))
    return f"| {keys} | {action.label} | {action.help} |"


def card() -> str:
    """Return the key card as Markdown."""
    parts = [HEAD]
    for place, actions in key_card():
        rows = [_row(action) for action in actions]
        parts.append(
            "\n".join(
                [
                    f"## {PLACE_TITLES[place]}",
                    "",
                    "| Touche | Action | |",
                    "|---|---|---|",
                    *rows,
                    "",
                ]
            )
        )
    return "\n".join(parts)


if __name__ == "__main__":
    TARGET.write_text(card(), encoding="utf-8")
