"""The key card in the documentation is the action table's, and complete."""

from __future__ import annotations

from e33tui.actions import ACTIONS
from e33tui.keymap import key_names
from scripts.key_card import TARGET, card


def test_the_card_in_the_documentation_is_current() -> None:
    assert TARGET.read_text(encoding="utf-8") == card()


def test_every_action_is_on_the_card_with_all_its_keys() -> None:
    rows = [line for line in card().splitlines() if line.startswith("| `")]
    for action in ACTIONS:
        keys = " ".join(f"`{key}`" for key in key_names(action))
        found = [row for row in rows if row == f"| {keys} | {action.label} | {action.help} |"]
        assert len(found) == len(action.places), action.id
